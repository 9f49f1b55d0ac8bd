//! From what records say to the lines of the ledger: which change still stands, and which event ended the others.
//!
//! Order within a second is the order of files, not of calls: all that was made in a second comes before all that
//! was undone in it, and the line says that their order is not known.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

use super::deed::{Act, Deed, SaidByRecord};
use super::line::{Ledger, LedgerLine, LineState, UndoneBefore};
use super::live::{LiveCredential, LiveGrant};
use super::pairs::changed_thing::ChangedThing;
use super::pairs::kind::ChangeKind;
use super::pairs::table::{PAIRS, Pair, Role, UniqueWithin};
use crate::record::field::Column;
use crate::record::time::Time;
use crate::store::{Event, MISSING, Store};

/// Makes the ledger from what all records say.
pub(super) fn settle(store: &Store, said: Vec<(Event, SaidByRecord)>) -> Ledger {
    let (mut deeds, mut grants) = (Vec::new(), Vec::new());
    for (event, said) in said {
        deeds.extend(said.deeds.into_iter().map(|deed| (event, deed)));
        grants.extend(said.grants.into_iter().map(|grant| (event, grant)));
    }
    // The ID, so that the answer does not depend on the order in which files were found.
    deeds.sort_by_cached_key(|(event, deed)| {
        (store.time(*event), store.event_id(*event), store.place(*event), deed.pair.number)
    });
    let mut settling = Settling { store, ledger: Ledger::default(), places: HashMap::default() };
    for second in deeds.chunk_by(|one, other| store.time(one.0) == store.time(other.0)) {
        let (made, later): (Vec<&SaidDeed>, Vec<&SaidDeed>) =
            second.iter().partition(|(_, deed)| deed.act == Act::Make);
        for (event, deed) in made {
            settling.make(*event, deed);
        }
        for deeds in later.chunk_by(|one, other| one.0 == other.0) {
            settling.end(deeds);
        }
    }
    settling.grants(grants);
    settling.ledger
}

/// What was done by an event.
type SaidDeed = (Event, Deed);

/// A part of an identity that lines are looked up by.
#[derive(Debug, PartialEq, Eq, Hash)]
struct LookupKey {
    pair: usize,
    /// The position of the part; `None` for the other identity.
    part: Option<usize>,
    /// The account and the Region in which it is unique.
    scope: (u32, u32),
    value: String,
}

struct Settling<'s> {
    store: &'s Store,
    ledger: Ledger,
    /// Lines by each part of their identities.
    places: HashMap<LookupKey, Vec<usize>, RandomState>,
}

impl Settling<'_> {
    fn make(&mut self, event: Event, deed: &Deed) {
        if deed.identities.is_empty() {
            let line = LedgerLine {
                pair: deed.pair,
                what: Vec::new(),
                made: vec![event],
                state: LineState::NotIdentified,
            };
            self.ledger.lines.push(line);
        }
        for identity in &deed.identities {
            let known = self.matching(deed.pair, event, identity).into_iter().find(|&at| self.is_there(at));
            if let Some(line) = known.and_then(|at| self.ledger.lines.get_mut(at)) {
                if line.made.last() != Some(&event) {
                    line.made.push(event);
                }
                continue;
            }
            let at = self.ledger.lines.len();
            let scope = self.scope(deed.pair, event);
            for key in keys(deed.pair, scope, identity) {
                self.places.entry(key).or_default().push(at);
            }
            let what = identity.parts.iter().flatten().cloned().collect();
            let state = LineState::Stands;
            self.ledger.lines.push(LedgerLine { pair: deed.pair, what, made: vec![event], state });
        }
    }

    /// Applies what one event ended, in all lines of the table.
    fn end(&mut self, deeds: &[&SaidDeed]) {
        let mut touched = false;
        let mut before: Option<UndoneBefore> = None;
        for (event, deed) in deeds {
            let event = *event;
            for identity in &deed.identities {
                let lines = self.matching(deed.pair, event, identity);
                touched |= !lines.is_empty();
                for at in lines {
                    self.apply(at, event, deed);
                }
                if matches!(deed.act, Act::Undo { .. }) {
                    touched |= self.cover(event, deed, identity);
                }
                let made_before = deed.act == Act::Undo { first: true } && brings_into_being(deed.pair.kind);
                if made_before && before.is_none() {
                    let what = identity.parts.iter().flatten().chain(&identity.id).cloned().collect();
                    before = Some(UndoneBefore { pair: deed.pair, what, by: event });
                }
            }
        }
        if !touched {
            self.ledger.before.extend(before);
        }
    }

    fn apply(&mut self, at: usize, event: Event, deed: &Deed) {
        if !self.is_there(at) {
            return;
        }
        let Some(line) = self.ledger.lines.get_mut(at) else { return };
        let made = line.made.last().map_or(Time::NONE, |&made| self.store.time(made));
        line.state = match deed.act {
            Act::Make => return,
            Act::Off => LineState::SwitchedOff(event),
            Act::On => LineState::Stands,
            Act::Undo { .. } if line.pair.kind == ChangeKind::Destroy && !line.pair.cancels => {
                LineState::MadeAgain(event)
            }
            Act::Undo { .. } => {
                let time = self.store.time(event);
                LineState::Undone { by: event, order_unknown: time == made || time == Time::NONE }
            }
        };
    }

    /// Ends the lines of what hung on something that was removed. Returns whether there were any.
    fn cover(&mut self, event: Event, deed: &Deed, identity: &ChangedThing) -> bool {
        let Some(owner) = identity.parts.first().and_then(Option::as_ref) else { return false };
        let mut found = false;
        for (call, part) in &deed.pair.covers {
            let made = PAIRS.roles(call).iter().filter(|(_, role)| *role == Role::Make);
            for pair in made.filter_map(|(number, _)| PAIRS.pairs.get(*number)) {
                let scope = self.scope(pair, event);
                let key =
                    LookupKey { pair: pair.number, part: Some(*part), scope, value: pair.norm.of(owner) };
                let lines = self.places.get(&key).cloned().unwrap_or_default();
                for at in lines {
                    found = true;
                    if self.is_there(at)
                        && let Some(line) = self.ledger.lines.get_mut(at)
                    {
                        line.state = LineState::UndoneWithOwner(event);
                    }
                }
            }
        }
        found
    }

    fn is_there(&self, at: usize) -> bool {
        let state = self.ledger.lines.get(at).map(|line| line.state);
        state.is_some_and(|state| matches!(state, LineState::Stands | LineState::SwitchedOff(_)))
    }

    /// Returns the lines with that identity, whatever became of them.
    fn matching(&self, pair: &Pair, event: Event, identity: &ChangedThing) -> Vec<usize> {
        let scope = self.scope(pair, event);
        let at_key = |part, value| {
            let key = LookupKey { pair: pair.number, part, scope, value };
            self.places.get(&key).map_or(&[][..], Vec::as_slice)
        };
        let mut found: Vec<usize> =
            identity.id.iter().flat_map(|id| at_key(None, id.clone())).copied().collect();
        if identity.is_only_id() {
            return found;
        }
        let mut compared = identity.parts.iter().enumerate().filter(|(place, _)| pair.compares(*place));
        let first = compared.find_map(|(place, part)| Some((place, part.as_ref()?)));
        let candidates = match first {
            Some((place, value)) => at_key(Some(place), pair.norm.of(value)),
            None => at_key(Some(usize::MAX), String::new()),
        };
        found.extend(candidates.iter().copied().filter(|&at| {
            let line = self.ledger.lines.get(at);
            line.is_some_and(|line| is_same(pair, &line.what, identity))
        }));
        found
    }

    fn scope(&self, pair: &Pair, event: Event) -> (u32, u32) {
        let value = |column| self.store.value_id(event, column);
        match pair.scope {
            UniqueWithin::Bucket => (MISSING, MISSING),
            UniqueWithin::Account => (value(Column::Account), MISSING),
            UniqueWithin::Region => (value(Column::Account), value(Column::AwsRegion)),
        }
    }

    /// Keeps the credentials that are valid after the newest event, each once.
    fn grants(&mut self, mut grants: Vec<(Event, LiveGrant)>) {
        let newest = self.store.span().map_or(Time::NONE, |(_, newest)| newest);
        grants.sort_by_cached_key(|(event, _)| self.store.order_key(*event));
        let mut seen: HashSet<String, RandomState> = HashSet::default();
        for (event, grant) in grants {
            if !seen.insert(grant.key.clone()) {
                continue;
            }
            let Some(expires) = grant.expires else {
                self.ledger.without_expiration += 1;
                continue;
            };
            if expires > newest {
                let service = self.store.value(event, Column::IdentityType) == "AWSService"
                    || self.store.value_id(event, Column::InvokedBy) != MISSING;
                let LiveGrant { key, acts_as, .. } = grant;
                let live = LiveCredential { event, key, acts_as, expires, by_service: service };
                self.ledger.live.push(live);
            }
        }
    }
}

/// Returns whether a call of that kind makes something that was not there, so that undoing it shows that there was one before.
fn brings_into_being(kind: ChangeKind) -> bool {
    match kind {
        ChangeKind::Create | ChangeKind::Grant | ChangeKind::Open | ChangeKind::Share => true,
        ChangeKind::Blind | ChangeKind::Weaken | ChangeKind::Change | ChangeKind::Destroy => false,
    }
}

/// Returns what a line is found by: each part, its other identity, and its scope alone if nothing is compared.
fn keys(pair: &Pair, scope: (u32, u32), identity: &ChangedThing) -> Vec<LookupKey> {
    let key = |part, value| LookupKey { pair: pair.number, part, scope, value };
    let parts = identity.parts.iter().enumerate();
    let parts = parts.filter_map(|(place, part)| Some(key(Some(place), pair.norm.of(part.as_ref()?))));
    let id = identity.id.iter().map(|id| key(None, id.clone()));
    let by_scope = !(0..identity.parts.len()).any(|place| pair.compares(place));
    let scope_alone = by_scope.then(|| key(Some(usize::MAX), String::new()));
    parts.chain(id).chain(scope_alone).collect()
}

fn is_same(pair: &Pair, what: &[String], identity: &ChangedThing) -> bool {
    let same = |(place, (one, other)): (usize, (&String, &Option<String>))| {
        let equal = |other: &String| pair.norm.of(one) == pair.norm.of(other);
        !pair.compares(place) || other.as_ref().is_none_or(equal)
    };
    what.iter().zip(&identity.parts).enumerate().all(same)
}

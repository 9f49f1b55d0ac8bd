//! From what records say to the lines of the ledger: which change still stands, and which event ended the others.
//!
//! Order within a second is the order of files, not of calls: all that was made in a second comes before all that
//! was undone in it, and the line says that their order is not known.

use std::collections::HashSet;

use foldhash::fast::RandomState;

use super::deed::{Act, Deed, SaidByRecord};
use super::line::{Ledger, LedgerLine, LineState, UndoneBefore};
use super::line_index::{LineIndex, ThingScope};
use super::live::{LiveCredential, LiveGrant};
use super::pairs::changed_thing::ChangedThing;
use super::pairs::kind::ChangeKind;
use super::pairs::table::{PAIRS, Pair, Role, UniqueWithin};
use super::revoked::{self, Revocation};
use crate::insight::makers::{Makers, role_of};
use crate::record::field::Column;
use crate::record::time::Time;
use crate::store::scan::cancel::Cancelled;
use crate::store::{Event, MISSING, Store};

/// Makes the ledger from what all records say. `None` if cancelled.
pub(super) fn settle(
    store: &Store,
    said: Vec<(Event, SaidByRecord)>,
    cancelled: Cancelled<'_>,
) -> Option<Ledger> {
    let (mut deeds, mut grants, mut revocations) = (Vec::new(), Vec::new(), Vec::new());
    let mut makers = Makers::default();
    for (event, said) in said {
        said.makes.iter().for_each(|made| makers.add(store, made, event));
        revocations.extend(said.revocation.map(|revocation| (event, revocation)));
        deeds.extend(said.deeds.into_iter().map(|deed| (event, deed)));
        grants.extend(said.grants.into_iter().map(|grant| (event, grant)));
    }
    // The ID, so that the answer does not depend on the order in which files were found.
    deeds.sort_by_cached_key(|(event, deed)| {
        (store.time(*event), store.id_order(*event), store.place(*event), deed.pair.number)
    });
    let mut settling = Settling { store, ledger: Ledger::default(), index: LineIndex::default() };
    for second in deeds.chunk_by(|one, other| store.time(one.0) == store.time(other.0)) {
        if cancelled() {
            return None;
        }
        let (made, later): (Vec<&SaidDeed>, Vec<&SaidDeed>) =
            second.iter().partition(|(_, deed)| deed.act == Act::Make);
        for (event, deed) in made {
            settling.make(*event, deed);
        }
        for deeds in later.chunk_by(|one, other| one.0 == other.0) {
            settling.end(deeds);
        }
    }
    settling.grants(grants, &revocations);
    settling.name_makers(&makers);
    Some(settling.ledger)
}

/// What was done by an event.
type SaidDeed = (Event, Deed);

struct Settling<'s> {
    store: &'s Store,
    ledger: Ledger,
    index: LineIndex,
}

impl Settling<'_> {
    /// Says of each line which events made the one who made it first.
    fn name_makers(&mut self, makers: &Makers) {
        let store = self.store;
        for line in &mut self.ledger.lines {
            let Some(first) = line.first() else { continue };
            line.actor_made = makers.of(store, store.value(first, Column::IdentityArn), store.time(first));
            line.actor_made.retain(|&made| made != first);
        }
    }

    fn make(&mut self, event: Event, deed: &Deed) {
        if deed.identities.is_empty() {
            let line = LedgerLine {
                pair: deed.pair,
                what: Vec::new(),
                made: vec![event],
                state: LineState::NotIdentified,
                actor_made: Vec::new(),
            };
            self.ledger.lines.push(line);
        }
        for identity in &deed.identities {
            let scope = self.scope(deed.pair, event);
            let known = self.matching(deed.pair, scope, identity).into_iter().find(|&at| self.is_there(at));
            if let Some(line) = known.and_then(|at| self.ledger.lines.get_mut(at)) {
                if line.made.last() != Some(&event) {
                    line.made.push(event);
                }
                continue;
            }
            let at = self.ledger.lines.len();
            self.index.add(at, deed.pair, scope, identity);
            let what = identity.parts.iter().flatten().cloned().collect();
            let state = LineState::Stands;
            self.ledger.lines.push(LedgerLine {
                pair: deed.pair,
                what,
                made: vec![event],
                state,
                actor_made: Vec::new(),
            });
        }
    }

    /// Applies what one event ended, in all lines of the table.
    fn end(&mut self, deeds: &[&SaidDeed]) {
        let mut touched = false;
        let mut before: Option<UndoneBefore> = None;
        for (event, deed) in deeds {
            let event = *event;
            for identity in &deed.identities {
                let scope = self.scope(deed.pair, event);
                let lines = self.matching(deed.pair, scope, identity);
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
                let Some(lines) = self.index.hanging((pair, *part), scope, owner) else { continue };
                found = true;
                for at in lines {
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
        self.ledger.lines.get(at).is_some_and(is_there)
    }

    /// Returns the lines with that identity, whatever became of them.
    fn matching(&mut self, pair: &Pair, scope: ThingScope, identity: &ChangedThing) -> Vec<usize> {
        let lines = &self.ledger.lines;
        self.index.about(pair, scope, identity, |at| lines.get(at).is_some_and(is_there))
    }

    fn scope(&self, pair: &Pair, event: Event) -> ThingScope {
        let value = |column| self.store.value_id(event, column);
        match pair.scope {
            UniqueWithin::Bucket => (MISSING, MISSING),
            UniqueWithin::Account => (value(Column::Account), MISSING),
            UniqueWithin::Region => (value(Column::Account), value(Column::AwsRegion)),
        }
    }

    /// Keeps the credentials that are valid after the newest event, each once.
    fn grants(&mut self, mut grants: Vec<(Event, LiveGrant)>, revocations: &[(Event, Revocation)]) {
        let standing: Vec<&(Event, Revocation)> =
            revocations.iter().filter(|(event, _)| self.is_policy_standing(*event)).collect();
        let newest = self.store.span().map_or(Time::NONE, |(_, newest)| newest);
        grants.sort_by_cached_key(|(event, _)| self.store.order_key(*event));
        let mut seen: HashSet<&str, RandomState> =
            HashSet::with_capacity_and_hasher(grants.len(), RandomState::default());
        for (event, grant) in &grants {
            let event = *event;
            if !seen.insert(&grant.key) {
                continue;
            }
            let Some(expires) = grant.expires else {
                self.ledger.without_expiration += 1;
                continue;
            };
            if expires > newest {
                let service = self.store.value(event, Column::IdentityType) == "AWSService"
                    || self.store.value_id(event, Column::InvokedBy) != MISSING;
                let LiveGrant { key, acts_as, .. } = grant.clone();
                let revoked = self.revoked((event, &acts_as), &standing);
                let live = LiveCredential { event, key, acts_as, expires, by_service: service, revoked };
                self.ledger.live.push(live);
            }
        }
    }
}

impl Settling<'_> {
    /// Returns whether the policy that an event put into a role is still there.
    fn is_policy_standing(&self, event: Event) -> bool {
        let is_its = |line: &&LedgerLine| line.pair.make == revoked::CALL && line.made.last() == Some(&event);
        self.ledger.lines.iter().find(is_its).is_some_and(|line| line.state.is_standing())
    }

    /// Returns the event by which the role of a credential denies it: what was opened before a time, or before the event
    /// if that does not say a time.
    fn revoked(&self, (given, acts_as): (Event, &str), standing: &[&(Event, Revocation)]) -> Option<Event> {
        let (account, role) = role_of(acts_as)?;
        let denies = |(event, revocation): &&&(Event, Revocation)| {
            revocation.role == role
                && self.store.value(*event, Column::Account) == account
                && self.store.time(given) < revocation.before.unwrap_or_else(|| self.store.time(*event))
        };
        standing.iter().find(denies).map(|(event, _)| *event)
    }
}

/// Returns whether a call of that kind makes something that was not there, so that undoing it shows that there was one before.
fn brings_into_being(kind: ChangeKind) -> bool {
    match kind {
        ChangeKind::Create | ChangeKind::Grant | ChangeKind::Open | ChangeKind::Share => true,
        ChangeKind::Blind | ChangeKind::Weaken | ChangeKind::Change | ChangeKind::Destroy => false,
    }
}

fn is_there(line: &LedgerLine) -> bool {
    matches!(line.state, LineState::Stands | LineState::SwitchedOff(_))
}

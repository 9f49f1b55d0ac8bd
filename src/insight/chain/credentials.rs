//! What a credential is, and all those of a graph, kept small: eighteen bytes for each instead of forty-eight. There may be one
//! for every tenth event.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::record::time::Time;
use crate::store::Event;

/// The number of a node, within one snapshot of the store.
pub type NodeId = u32;

/// No node.
pub(super) const NOBODY: NodeId = NodeId::MAX;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialKind {
    /// An access key, by its ID in the column of access keys.
    Key(u32),
    /// A session whose calls have no access key, by its ID in the column of sessions.
    Session(u32),
    /// A session with several keys: the ID of its principal ID, and when it was opened.
    Several(u32, Time),
    /// A successful sign-in at the console.
    SignIn(Event),
}

/// What an edge from a credential to its origin rests on, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The call that issued it names its access key.
    Key,
    /// The call that opened the session names the session, at the time when it began.
    Session,
    /// Another key of the same session has a known origin.
    Sibling,
    /// The session began when its principal signed in at the console.
    Console,
    /// A service acted for the caller of another call, with a key made for that.
    Behalf,
    /// Its origin is not in these events.
    None,
}

impl Basis {
    /// Every basis, strongest first.
    pub const ALL: [Self; 6] =
        [Self::Key, Self::Session, Self::Sibling, Self::Console, Self::Behalf, Self::None];

    /// Its name, as filters and exports have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Session => "session",
            Self::Sibling => "sibling",
            Self::Console => "console",
            Self::Behalf => "behalf",
            Self::None => "none",
        }
    }
}

/// A credential, or a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credential {
    /// What it is.
    pub kind: CredentialKind,
    /// What its edge rests on.
    pub basis: Basis,
    /// The credential that it came from, if that is known.
    pub parent: Option<NodeId>,
    /// The grant that issued it, as a position among all grants.
    pub grant: Option<u32>,
    /// How many calls or grants may be its origin; 1 if only one can be.
    pub candidates: u32,
    /// When its session began; [`Time::NONE`] if that is unknown.
    pub creation: Time,
}

/// Credentials by their numbers.
#[derive(Debug, Default)]
pub(super) struct Credentials {
    numbers: Vec<CredentialNumbers>,
    /// Apart from the numbers, beside which they would take four bytes.
    kinds: Vec<PackedKind>,
    /// Those that do not fit, whole.
    odd: HashMap<NodeId, Credential, RandomState>,
}

/// The numbers of a credential.
#[derive(Debug, Clone, Copy)]
struct CredentialNumbers {
    /// The number in its kind.
    what: u32,
    parent: NodeId,
    grant: u32,
    /// Seconds since 1970, or [`UNKNOWN`].
    creation: u32,
}

/// What else a credential is.
#[derive(Debug, Clone, Copy)]
struct PackedKind {
    /// The form, and above it the place among all bases.
    form_and_basis: u8,
    candidates: u8,
}

/// A credential in few bytes.
type PackedCredential = (CredentialNumbers, PackedKind);

const KEY: u8 = 0;
const SESSION: u8 = 1;
const SEVERAL: u8 = 2;
const SIGN_IN: u8 = 3;
/// Number of forms.
const FORMS: u8 = 4;

/// No time, and no grant.
const UNKNOWN: u32 = u32::MAX;

/// Packs a credential; what does not fit is lost.
fn packed(whole: &Credential) -> PackedCredential {
    let (form, what) = match whole.kind {
        CredentialKind::Key(key) => (KEY, key),
        CredentialKind::Session(session) => (SESSION, session),
        CredentialKind::Several(principal, _) => (SEVERAL, principal),
        CredentialKind::SignIn(event) => (SIGN_IN, event),
    };
    let basis = (0..).zip(Basis::ALL).find(|(_, basis)| *basis == whole.basis);
    let seconds = whole.creation.millis().map(|millis| u32::try_from(millis / 1000));
    let numbers = CredentialNumbers {
        what,
        parent: whole.parent.unwrap_or(NOBODY),
        grant: whole.grant.unwrap_or(UNKNOWN),
        creation: seconds.and_then(Result::ok).unwrap_or(UNKNOWN),
    };
    let kind = PackedKind {
        form_and_basis: form + FORMS * basis.map_or(0, |(place, _): (u8, Basis)| place),
        candidates: u8::try_from(whole.candidates).unwrap_or(u8::MAX),
    };
    (numbers, kind)
}

fn whole((numbers, kind): PackedCredential) -> Credential {
    let creation = match numbers.creation {
        UNKNOWN => Time::NONE,
        seconds => Time::from_millis(i64::from(seconds) * 1000),
    };
    let basis = Basis::ALL.get(usize::from(kind.form_and_basis / FORMS));
    Credential {
        kind: match kind.form_and_basis % FORMS {
            KEY => CredentialKind::Key(numbers.what),
            SESSION => CredentialKind::Session(numbers.what),
            SEVERAL => CredentialKind::Several(numbers.what, creation),
            _ => CredentialKind::SignIn(numbers.what),
        },
        basis: basis.copied().unwrap_or(Basis::None),
        parent: Some(numbers.parent).filter(|parent| *parent != NOBODY),
        grant: Some(numbers.grant).filter(|grant| *grant != UNKNOWN),
        candidates: u32::from(kind.candidates),
        creation,
    }
}

impl Credentials {
    /// Packs credentials.
    pub(super) fn new(all: &[Credential]) -> Self {
        let (numbers, kinds) = all.iter().map(packed).unzip();
        let mut credentials = Self { numbers, kinds, odd: HashMap::default() };
        credentials.numbers.shrink_to_fit();
        credentials.kinds.shrink_to_fit();
        for (id, one) in (0..).zip(all) {
            credentials.note_odd(id, one);
        }
        credentials
    }

    /// Returns how many there are.
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Returns the one with that number.
    pub(super) fn get(&self, id: NodeId) -> Option<Credential> {
        let packed = (*self.numbers.get(id as usize)?, *self.kinds.get(id as usize)?);
        Some(self.odd.get(&id).copied().unwrap_or_else(|| whole(packed)))
    }

    /// Returns the origin of the one with that number.
    pub(super) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.numbers.get(id as usize).map(|numbers| numbers.parent).filter(|parent| *parent != NOBODY)
    }

    /// Iterates over all, by number.
    pub(super) fn iter(&self) -> impl Iterator<Item = Credential> {
        (0..).map_while(|id| self.get(id))
    }

    /// Changes the one with that number.
    pub(super) fn set(&mut self, id: NodeId, new: &Credential) {
        let (numbers, kind) = (self.numbers.get_mut(id as usize), self.kinds.get_mut(id as usize));
        if let (Some(numbers), Some(kind)) = (numbers, kind) {
            (*numbers, *kind) = packed(new);
            self.odd.remove(&id);
            self.note_odd(id, new);
        }
    }

    /// Returns how much memory they take, in bytes.
    pub(super) fn held_bytes(&self) -> usize {
        let packed = size_of_val(self.numbers.as_slice()) + size_of_val(self.kinds.as_slice());
        packed + self.odd.len() * size_of::<(NodeId, Credential)>()
    }

    fn note_odd(&mut self, id: NodeId, new: &Credential) {
        if whole(packed(new)) != *new {
            self.odd.insert(id, *new);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn credential() -> impl Strategy<Value = Credential> {
        let kind = (0..4_u8, any::<u32>(), any::<i32>());
        let time = prop_oneof![
            Just(Time::NONE),
            (any::<i64>()).prop_map(Time::from_millis),
            (0..3_000_000_000_i64).prop_map(|seconds| Time::from_millis(seconds * 1000))
        ];
        let links = (proptest::option::of(0..9_u32), proptest::option::of(0..9_u32));
        let candidates = prop_oneof![0..3_u32, any::<u32>()];
        (kind, 0..6_usize, links, candidates, time).prop_map(|(kind, basis, links, candidates, creation)| {
            Credential {
                kind: match kind {
                    (0, what, _) => CredentialKind::Key(what),
                    (1, what, _) => CredentialKind::Session(what),
                    (2, what, odd) if odd % 2 == 0 => {
                        CredentialKind::Several(what, Time::from_millis(odd.into()))
                    }
                    (2, what, _) => CredentialKind::Several(what, creation),
                    (_, what, _) => CredentialKind::SignIn(what),
                },
                basis: Basis::ALL[basis],
                parent: links.0,
                grant: links.1,
                candidates,
                creation,
            }
        })
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_back(
            all in proptest::collection::vec(credential(), 1..20), at in 0..20_usize, other in credential(),
        ) {
            let mut credentials = Credentials::new(&all);
            prop_assert!(credentials.iter().eq(all.iter().copied()));
            let mut all = all;
            let at = at % all.len();
            all[at] = other;
            credentials.set(u32::try_from(at).unwrap(), &other);
            prop_assert!(credentials.iter().eq(all.iter().copied()));
            let parents = (0..).map(|id| credentials.parent(id)).take(all.len());
            prop_assert!(parents.eq(all.iter().map(|one| one.parent)));
        }
    }

    #[test]
    fn a_credential_takes_few_bytes() {
        assert_eq!(size_of::<CredentialNumbers>() + size_of::<PackedKind>(), 18);
    }
}

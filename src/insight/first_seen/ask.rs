//! The question: new for whom, in what, since when.

use crate::record::field::Column;
use crate::record::time::Time;

/// Who something is new for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Subject {
    /// Each principal.
    #[default]
    Principal,
    /// Each account that received events.
    Account,
    /// Each access key.
    Key,
    /// Each person.
    Person,
}

/// What may be new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// The call: service and event name.
    Call,
    /// The service.
    Service,
    /// The Region. Global services, which are logged in us-east-1, have none.
    Region,
    /// The network of the caller's address: /24 for IPv4, /64 for IPv6. Names of services are not addresses.
    Address,
    /// The program that made the call, without its version; browsers with their system.
    Agent,
    /// The error code.
    Error,
}

/// Dimensions as bits of a set.
pub(super) type DimensionSet = u8;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NewsQuestion {
    /// Who something is new for.
    pub subject: Subject,
    /// What may be new, without repeats.
    pub dimensions: Vec<Dimension>,
    /// Where the window begins; what came before is the baseline. Without it, everything is both.
    pub since: Option<Time>,
}

impl Default for NewsQuestion {
    fn default() -> Self {
        Self { subject: Subject::default(), dimensions: Dimension::USUAL.to_vec(), since: None }
    }
}

impl Subject {
    /// All subjects.
    pub const ALL: [Self; 4] = [Self::Principal, Self::Account, Self::Key, Self::Person];

    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Principal => "principal",
            Self::Account => "account",
            Self::Key => "key",
            Self::Person => "person",
        }
    }

    /// Returns the column with its values.
    pub fn column(self) -> Column {
        match self {
            Self::Principal => Column::Principal,
            Self::Account => Column::Account,
            Self::Key => Column::AccessKey,
            Self::Person => Column::Person,
        }
    }
}

impl Dimension {
    /// All dimensions, in the order in which they are listed.
    pub const ALL: [Self; 6] =
        [Self::Call, Self::Service, Self::Region, Self::Address, Self::Agent, Self::Error];
    /// Those that are asked for if none are named. Errors are left out: a new error says little about who acts.
    pub const USUAL: [Self; 5] = [Self::Call, Self::Service, Self::Region, Self::Address, Self::Agent];

    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Service => "service",
            Self::Region => "region",
            Self::Address => "address",
            Self::Agent => "agent",
            Self::Error => "error",
        }
    }

    /// Returns the dimension with a name, in any case.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dimension| dimension.name().eq_ignore_ascii_case(name))
    }

    /// Returns its bit.
    pub(super) fn bit(self) -> DimensionSet {
        match self {
            Self::Call => 1,
            Self::Service => 2,
            Self::Region => 4,
            Self::Address => 8,
            Self::Agent => 16,
            Self::Error => 32,
        }
    }
}

impl NewsQuestion {
    /// Asks what is new for each principal: in these dimensions, or the usual ones if none are named; since a time, or in
    /// all of the data.
    pub fn of_principals(dimensions: &[Dimension], since: Option<Time>) -> Self {
        let named = if dimensions.is_empty() { &Dimension::USUAL[..] } else { dimensions };
        let mut dimensions = named.to_vec();
        dimensions.sort_unstable();
        dimensions.dedup();
        Self { subject: Subject::Principal, dimensions, since }
    }
}

//! Columns: the fields for which a store holds one ID per event, and where it holds them.
//!
//! The order of the columns is the order of the store's tuples: first what varies together as the *kind* of an
//! event, then what varies together as its *actor*, then what varies with each event.

macro_rules! columns {
    ($($name:ident)*) => {
        /// A field of which the store keeps one id per event, kind or actor, and one copy of each value.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "FIELDS describes each")]
        pub enum Column {
            $($name,)*
            /// Read from the records when it is first needed.
            OnDemand(OnDemand),
        }

        /// The columns that exist from the start, as numbers.
        enum Kept {
            $($name,)*
        }

        impl Column {
            /// The columns that exist from the start.
            pub const KEPT: [Self; COLUMNS] = [$(Self::$name),*];

            /// Returns the index of this column's dictionary.
            pub const fn index(self) -> usize {
                match self {
                    $(Self::$name => Kept::$name as usize,)*
                    Self::OnDemand(column) => COLUMNS + column.index(),
                }
            }
        }
    };
}

columns! {
    EventName EventSource Service AwsRegion ErrorCode ErrorFamily Outcome ReadOnly EventType EventCategory Account
    RecipientAccountId Mfa
    Principal PrincipalLabel Session SessionName Person IdentityType IdentityArn IdentityAccount AccessKey UserName PrincipalId
    InvokedBy IssuerArn SourceIdentity AssumedRoot MfaAuthenticated Console
    SourceIpAddress UserAgent Resource ErrorMessage
}

/// How many columns make up a kind.
pub const KIND_COLUMNS: usize = Column::Principal.index();
/// How many columns make up an actor.
pub const ACTOR_COLUMNS: usize = Column::SourceIpAddress.index() - KIND_COLUMNS;
/// How many columns are kept for each event.
pub const OWN_COLUMNS: usize = COLUMNS - KIND_COLUMNS - ACTOR_COLUMNS;
/// How many columns exist from the start.
pub const COLUMNS: usize = Kept::ErrorMessage as usize + 1;

/// The number of a column on demand. Computed fields have fixed numbers; paths get theirs when they are first
/// named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OnDemand(usize);

impl OnDemand {
    /// The program that made the call.
    pub const PROGRAM: Self = Self(0);
    /// The operating system of the caller.
    pub const OS: Self = Self(1);
    /// Bytes sent to the service.
    pub const BYTES_IN: Self = Self(2);
    /// Bytes sent by the service.
    pub const BYTES_OUT: Self = Self(3);
    /// When the event happened, as text.
    pub const EVENT_TIME: Self = Self(4);
    /// The event ID.
    pub const EVENT_ID: Self = Self(5);
    /// The identities that an Insights event attributes calls to.
    pub const ATTRIBUTED: Self = Self(6);
    /// The IAM action that was denied.
    pub const DENIED_ACTION: Self = Self(7);
    /// The kind of policy that denied it, or that does not allow it.
    pub const DENIED_POLICY: Self = Self(8);
    /// Whether it was denied explicitly.
    pub const DENY: Self = Self(9);
    /// The policy that denied it.
    pub const DENIED_BY: Self = Self(10);
    /// The access keys that the call issued.
    pub const ISSUED: Self = Self(11);
    /// That the event is marked.
    pub const MARK: Self = Self(12);
    /// The labels of the event.
    pub const LABEL: Self = Self(13);
    /// The note on the event.
    pub const NOTE: Self = Self(14);
    /// The topmost known origin of the credential.
    pub const ROOT: Self = Self(15);
    /// What the edge from the credential to its origin rests on.
    pub const BASIS: Self = Self(16);
    /// What became of what the call made.
    pub const STATE: Self = Self(17);
    /// In what the event is the first of its principal.
    pub const NEW: Self = Self(18);
    /// What the policy that the call writes or attaches opens.
    pub const OPENS: Self = Self(19);
    /// Whether the call is worth a look.
    pub const WATCH: Self = Self(20);
    /// The tactics of ATT&CK that the call may serve.
    pub const TACTIC: Self = Self(21);
    /// The techniques of ATT&CK that the call may be part of.
    pub const TECHNIQUE: Self = Self(22);
    /// The name of the account.
    pub const ACCOUNT_NAME: Self = Self(23);
    /// The country of the address.
    pub const COUNTRY: Self = Self(24);
    /// The city of the address.
    pub const CITY: Self = Self(25);
    /// The network operator of the address.
    pub const ASN: Self = Self(26);
    /// The lines of lists of indicators that the record has.
    pub const IOC: Self = Self(27);
    /// The user's own rules that find the event.
    pub const RULE: Self = Self(28);
    /// How many numbers are fixed.
    pub const FIXED: usize = 29;

    /// Makes the number of the column at `index` in the list of all.
    pub(super) const fn at(index: usize) -> Self {
        Self(index)
    }

    /// Returns its index in the list of all.
    pub const fn index(self) -> usize {
        self.0
    }
}

/// The tuple in which a column's IDs are kept, and the position in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// In the kind of the event.
    Kind(usize),
    /// In the actor.
    Actor(usize),
    /// With the event itself.
    Own(usize),
    /// Beside the events, once it has been read.
    OnDemand(OnDemand),
}

impl Column {
    /// Returns where the store keeps the ids of this column.
    pub const fn home(self) -> Home {
        if let Self::OnDemand(column) = self {
            return Home::OnDemand(column);
        }
        match self.index() {
            index if index < KIND_COLUMNS => Home::Kind(index),
            index if index < KIND_COLUMNS + ACTOR_COLUMNS => Home::Actor(index - KIND_COLUMNS),
            index => Home::Own(index - KIND_COLUMNS - ACTOR_COLUMNS),
        }
    }

    /// Returns the column on demand, if this is one.
    pub const fn on_demand(self) -> Option<OnDemand> {
        match self {
            Self::OnDemand(column) => Some(column),
            _ => None,
        }
    }
}

//! The names of a record's members: which ones are read, and how a name is recognised.

macro_rules! keys {
    ($($variant:ident $name:literal),+ $(,)?) => {
        /// The top-level members of a record that we read.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each variant is the AWS name in the table below")]
        pub enum Key { $($variant),+ }

        /// Number of keys.
        pub(in crate::record) const KEYS: usize = [$(Key::$variant),+].len();

        impl Key {
            /// Every key.
            pub(crate) const ALL: [Self; KEYS] = [$(Self::$variant),+];

            /// AWS's name of the key.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            fn exact(name: &[u8]) -> Option<Self> {
                static BY_LETTERS: [Option<(Key, &str)>; SLOTS] = by_letters(&[$((Key::$variant, $name)),+]);
                let (key, known) = BY_LETTERS.get(slot(name)?)?.as_ref()?;
                (known.as_bytes() == name).then_some(*key)
            }

            pub(in crate::record) fn named(name: &[u8]) -> Option<Self> {
                Self::exact(name).or_else(|| Self::ignoring_case(name))
            }

            fn ignoring_case(name: &[u8]) -> Option<Self> {
                $(if name.eq_ignore_ascii_case($name.as_bytes()) { return Some(Self::$variant) })+
                name.eq_ignore_ascii_case(b"RequestParamters").then_some(Self::RequestParameters)
            }
        }
    };
}

/// Number of slots in the table of keys. No two keys share a slot; otherwise it does not compile. Comparing the
/// names one by one costs a load 0.4 % more instructions, and 5.6 % if the members are in another order than
/// AWS's.
const SLOTS: usize = 128;

/// Returns the slot of a key in the table, from its length and three of its letters.
const fn slot(name: &[u8]) -> Option<usize> {
    let ([first, ..], [.., third, _, last]) = (name, name) else { return None };
    Some((name.len() + *first as usize + *third as usize * 15 + *last as usize) % SLOTS)
}

#[expect(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "run by the compiler: what fails does not compile"
)]
const fn by_letters(keys: &[(Key, &'static str)]) -> [Option<(Key, &'static str)>; SLOTS] {
    let mut table = [None; SLOTS];
    let mut at = 0;
    while at < keys.len() {
        let (key, name) = keys[at];
        let Some(slot) = slot(name.as_bytes()) else { panic!("a key is too short") };
        assert!(table[slot].is_none(), "two keys fall together: change `slot`");
        table[slot] = Some((key, name));
        at += 1;
    }
    table
}

keys! {
    EventVersion "eventVersion", UserIdentity "userIdentity", EventTime "eventTime", EventSource "eventSource",
    EventName "eventName", AwsRegion "awsRegion", SourceIpAddress "sourceIPAddress", UserAgent "userAgent",
    ErrorCode "errorCode", ErrorMessage "errorMessage", RequestParameters "requestParameters",
    ResponseElements "responseElements", AdditionalEventData "additionalEventData", RequestId "requestID",
    EventId "eventID", ReadOnly "readOnly", Resources "resources", EventType "eventType",
    ManagementEvent "managementEvent", RecipientAccountId "recipientAccountId", EventCategory "eventCategory",
    SharedEventId "sharedEventID", ServiceEventDetails "serviceEventDetails", ApiVersion "apiVersion",
    TlsDetails "tlsDetails", SessionCredentialFromConsole "sessionCredentialFromConsole", Addendum "addendum",
    InsightDetails "insightDetails", VpcEndpointId "vpcEndpointId", TimeWindow "timeWindow",
    CloudTrailEvent "CloudTrailEvent", SplunkRaw "_raw",
}

/// Returns whether a record may have a member of that name, in any case.
pub fn is_record_key(name: &str) -> bool {
    Key::ignoring_case(name.as_bytes()).is_some()
        || OTHER_KEYS.iter().any(|key| key.eq_ignore_ascii_case(name))
}

/// Returns the names of the members that records have.
pub fn record_keys() -> impl Iterator<Item = &'static str> {
    Key::ALL.into_iter().map(Key::name).chain(OTHER_KEYS)
}

/// Members of records that are not read on loading.
const OTHER_KEYS: [&str; 5] =
    ["eventContext", "edgeDeviceDetails", "vpcEndpointAccountId", "annotation", "summary"];

//! What values are replaced, and what their pseudonyms look like.

/// What a value is. Its pseudonym is of the same kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names of the variants say it")]
pub enum RedactedKind {
    Account,
    Id,
    V4,
    DashedV4,
    V6,
    Mail,
    Host,
    User,
    Role,
    Group,
    Session,
    AccountName,
    /// A name that the account gave to a resource; the word says to what.
    Resource(&'static str),
}

impl RedactedKind {
    /// Returns its name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Id => "key or principal ID",
            Self::V4 | Self::DashedV4 => "IPv4 address",
            Self::V6 => "IPv6 address",
            Self::Mail => "mail address",
            Self::Host => "host name",
            Self::User => "user name",
            Self::Role => "role name",
            Self::Group => "group name",
            Self::Session => "session name",
            Self::AccountName => "account name",
            Self::Resource(word) => word,
        }
    }

    /// Returns whether it is a name, which may be a usual word too.
    pub(super) fn is_name(self) -> bool {
        matches!(
            self,
            Self::User | Self::Role | Self::Group | Self::Session | Self::AccountName | Self::Resource(_)
        )
    }

    /// Makes the pseudonym with a number for a value.
    pub(super) fn pseudonym(self, number: usize, value: &str) -> String {
        match self {
            Self::Account => format!("9{number:011}"),
            Self::Id => {
                let prefix = value.get(..4).unwrap_or_default();
                let width = value.len().saturating_sub(11);
                format!("{prefix}{number:0width$}EXAMPLE")
            }
            Self::V4 => dotted(number, "."),
            Self::DashedV4 => dotted(number, "-"),
            Self::V6 => format!("2001:db8:ffff::{number:x}"),
            Self::Mail => format!("user{number}@redacted.example"),
            Self::Host => format!("host{number}.redacted.example"),
            Self::User => named("user", number),
            Self::Role => named("role", number),
            Self::Group => named("group", number),
            Self::Session => named("session", number),
            Self::AccountName => named("account", number),
            Self::Resource("object") => format!("{}{}", named("object", number), ending(value)),
            Self::Resource(word) => named(word, number),
        }
    }
}

/// Returns the ending of an object's name that says what is in it.
fn ending(value: &str) -> &'static str {
    const ENDINGS: [&str; 18] = [
        ".json.gz", ".csv.gz", ".tar.gz", ".sql.gz", ".log.gz", ".gz", ".csv", ".json", ".zip", ".txt",
        ".pdf", ".sql", ".bak", ".parquet", ".log", ".html", ".png", ".jpg",
    ];
    ENDINGS.into_iter().find(|ending| value.ends_with(ending)).unwrap_or_default()
}

/// Makes a name. The number follows at once, so that the word does not stand alone in it: it may be a name itself.
fn named(word: &str, number: usize) -> String {
    format!("{word}{number}")
}

/// Makes an address of the network 240.0.0.0/8, which nobody has.
fn dotted(number: usize, between: &str) -> String {
    let [.., one, two, three] = u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes();
    [240, one, two, three].map(|part: u8| part.to_string()).join(between)
}

//! What the values of a field look like, to find them in the row of a list.

/// What the values of a field look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::query) enum ListForm {
    Address,
    AccessKey,
    Account,
    EventId,
    /// Event names, which some services write with the date of their API.
    EventName,
    /// Text that may hold addresses.
    Mixed,
    Text,
}

impl ListForm {
    /// Returns the value in a cell of a row, if it certainly is one: of an account, its digits without hyphens.
    pub(in crate::query::language) fn read(self, cell: &str) -> Option<String> {
        let is_grouped = self == Self::Account && cell.split('-').map(str::len).eq([4, 4, 4]);
        let cell = if is_grouped { cell.replace('-', "") } else { cell.to_owned() };
        self.is(&cell).then_some(cell)
    }

    /// Returns what is wrong with several words of which none is such a value; `None` if any text may be one.
    pub(in crate::query::language) fn fault(self) -> Option<&'static str> {
        match self {
            Self::Address => Some("not an address or network"),
            Self::AccessKey => Some("not an access key"),
            Self::Account => Some("not an account"),
            Self::EventId => Some("not an event ID"),
            Self::EventName | Self::Mixed | Self::Text => None,
        }
    }

    /// Returns whether a cell of a row is certainly such a value.
    pub(in crate::query::language) fn is(self, cell: &str) -> bool {
        let all = |text: &str, test: fn(&char) -> bool| text.chars().all(|char| test(&char));
        match self {
            Self::AccessKey => {
                let id = cell.strip_prefix("AKIA").or_else(|| cell.strip_prefix("ASIA"));
                id.is_some_and(|id| id.len() >= 12 && all(id, char::is_ascii_alphanumeric))
            }
            Self::Account => cell.len() == 12 && all(cell, char::is_ascii_digit),
            Self::EventId => cell.len() == 36 && all(cell, |char| char.is_ascii_hexdigit() || *char == '-'),
            Self::Address | Self::EventName | Self::Mixed | Self::Text => false,
        }
    }
}

/// Returns whether a value in a text field means an address: `ec2::1` is only a part of one.
pub(in crate::query) fn is_plain(value: &str) -> bool {
    let groups = || value.split(':').filter(|group| !group.is_empty()).count();
    !value.contains(':') || value.contains('.') || groups() > 2
}

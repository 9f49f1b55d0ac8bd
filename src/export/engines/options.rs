//! What a query needs to know beside the filter: the table, its partitions, the span of time.

/// What a query is made for.
#[derive(Debug, Clone, Default)]
pub struct QueryOptions {
    /// The table, event data store, index or files; each engine has a default.
    pub table: Option<String>,
    /// The partitions of the table (Athena).
    pub partitions: Vec<PartitionColumn>,
}

/// A column by which a table is partitioned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartitionColumn {
    /// What it holds.
    pub kind: PartitionKind,
    /// Its name; several with `/` between them hold year, month and day.
    pub name: String,
    /// How a day is written in it: `yyyy`, `MM` and `dd` are its parts.
    pub pattern: String,
}

/// What a partition is made by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartitionKind {
    /// The day of delivery.
    Date,
    /// The account.
    Account,
    /// The Region.
    Region,
}

impl PartitionColumn {
    /// Reads `date=timestamp`, `date=date_partition:yyyyMMdd`, `date=year/month/day`, `region=NAME` or `account=NAME`. The
    /// error is a sentence.
    pub fn read(text: &str) -> Result<Self, String> {
        let mistake = || {
            "write date=COLUMN[:yyyy/MM/dd], date=YEAR/MONTH/DAY, region=COLUMN or account=COLUMN".to_owned()
        };
        let (kind, rest) = text.split_once('=').ok_or_else(mistake)?;
        let kind = match kind {
            "date" => PartitionKind::Date,
            "account" => PartitionKind::Account,
            "region" => PartitionKind::Region,
            _ => return Err(mistake()),
        };
        let (name, pattern) = rest.split_once(':').unwrap_or((rest, "yyyy/MM/dd"));
        let is_pattern = ["yyyy", "MM", "dd"].iter().all(|part| pattern.contains(part));
        if name.is_empty() || !is_pattern || (kind != PartitionKind::Date && rest.contains(':')) {
            return Err(mistake());
        }
        Ok(Self { kind, name: name.to_owned(), pattern: pattern.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partitions_are_read_or_refused() {
        for text in [
            "date=timestamp",
            "date=d:yyyy-MM-dd",
            "date=year/month/day",
            "region=region",
            "account=accountid",
        ] {
            assert!(PartitionColumn::read(text).is_ok(), "{text}");
        }
        for text in ["", "date", "date=", "day=x", "date=d:yyyy", "region=r:yyyy/MM/dd"] {
            assert!(PartitionColumn::read(text).is_err(), "{text}");
        }
    }
}

//! The engines that a filter is written for: their names, what they are asked with, and how their queries were proved.

/// An engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Engine {
    /// Amazon Athena: SQL over the table that AWS's documentation creates
    Athena,
    /// CloudTrail Lake: SQL over an event data store
    Lake,
    /// CloudWatch Logs Insights, over the log group of a trail
    Insights,
    /// DuckDB: SQL over the files themselves
    Duckdb,
    /// jq, over the files themselves
    Jq,
    /// Splunk, over the source type aws:cloudtrail
    Spl,
    /// Microsoft Sentinel, over the table AWSCloudTrail
    Kql,
    /// Elastic: ES|QL over logs-aws.cloudtrail-*
    Elastic,
    /// aws cloudtrail lookup-events, over Event history
    Lookup,
}

/// What is known about an engine.
#[derive(Debug, Clone, Copy)]
pub struct EngineRow {
    /// The engine.
    pub engine: Engine,
    /// The letter that chooses it in menus.
    pub letter: char,
    /// Its name for `--for`.
    pub name: &'static str,
    /// What it is.
    pub title: &'static str,
    /// What it says of a filter.
    pub says: &'static str,
    /// How that was proved.
    pub proved: &'static str,
    /// What begins a comment.
    pub comment: &'static str,
    /// Whether it has the whole record, and not only columns.
    pub has_whole_record: bool,
    /// At most this many eventIDs are written into a query.
    pub most_ids: usize,
}

/// The engines, in the order of menus and tables.
pub const ENGINES: [EngineRow; 9] = [
    EngineRow {
        engine: Engine::Athena,
        letter: 'a',
        name: "athena",
        title: "Amazon Athena",
        says: "SQL over the table that AWS's documentation creates; partitions with `--partition`; paths into requests and \
               responses, arrays included; structs come back as JSON, so that the result opens here",
        proved: "by `tests/engines`: parsed as Athena's SQL, run on DuckDB over the columns of that table, with Trino's \
                 functions for JSON, and compared event by event",
        comment: "--",
        has_whole_record: false,
        most_ids: 5000,
    },
    EngineRow {
        engine: Engine::Lake,
        letter: 'l',
        name: "lake",
        title: "CloudTrail Lake",
        says: "SQL over an event data store (`--table ID`); members of requests and responses as texts of a map",
        proved: "its grammar: parsed as Trino's SQL",
        comment: "--",
        has_whole_record: false,
        most_ids: 200,
    },
    EngineRow {
        engine: Engine::Insights,
        letter: 'i',
        name: "insights",
        title: "CloudWatch Logs Insights",
        says: "`filter` over the log group of a trail; the range of time is an argument; items of arrays only by number",
        proved: "not run: its strings and expressions are read back",
        comment: "#",
        has_whole_record: false,
        most_ids: 200,
    },
    EngineRow {
        engine: Engine::Duckdb,
        letter: 'd',
        name: "duckdb",
        title: "DuckDB",
        says: "SQL over the files themselves (`--table 'AWSLogs/**/*.json.gz'`); everything that is a matter of one record",
        proved: "by `tests/engines`: run, and compared event by event",
        comment: "--",
        has_whole_record: true,
        most_ids: 5000,
    },
    EngineRow {
        engine: Engine::Jq,
        letter: 'c',
        name: "jq",
        title: "jq",
        says: "a program for `zcat FILES | jq -c -f FILE`; everything that is a matter of one record",
        proved: "by `tests/engines`: run with jq 1.6, and compared event by event",
        comment: "#",
        has_whole_record: true,
        most_ids: 5000,
    },
    EngineRow {
        engine: Engine::Spl,
        letter: 's',
        name: "spl",
        title: "Splunk",
        says: "`search` and `where` over the source type `aws:cloudtrail` (`--table INDEX`); items of arrays only by `{}`",
        proved: "not run: its strings are read back",
        comment: "```",
        has_whole_record: false,
        most_ids: 1000,
    },
    EngineRow {
        engine: Engine::Kql,
        letter: 'm',
        name: "kql",
        title: "Microsoft Sentinel",
        says: "KQL over the table `AWSCloudTrail`; items of arrays only by number",
        proved: "by `tests/engines`: its grammar, names and types, by Microsoft's own parser; not run",
        comment: "//",
        has_whole_record: false,
        most_ids: 1000,
    },
    EngineRow {
        engine: Engine::Elastic,
        letter: 'e',
        name: "elastic",
        title: "Elastic",
        says: "ES|QL over `logs-aws.cloudtrail-*`; no regular expressions; values of requests only within `event.original`",
        proved: "not run: its strings are read back",
        comment: "//",
        has_whole_record: false,
        most_ids: 1000,
    },
    EngineRow {
        engine: Engine::Lookup,
        letter: 'h',
        name: "lookup",
        title: "Event history",
        says: "`aws cloudtrail lookup-events` with one attribute and the span of time",
        proved: "not run: its words are read back",
        comment: "#",
        has_whole_record: false,
        most_ids: 0,
    },
];

impl Engine {
    /// Returns what is known about it.
    pub fn row(self) -> Option<&'static EngineRow> {
        ENGINES.iter().find(|row| row.engine == self)
    }
}

/// Returns the engines as a Markdown table, for the README.
pub fn markdown() -> String {
    let rows = ENGINES.iter().map(|row| {
        format!("| `{}` | {} | {} | {} |\n", row.name, row.title, row.says.replace('|', "\\|"), row.proved)
    });
    std::iter::once("| engine | is | what it says | proved |\n|---|---|---|---|\n".to_owned())
        .chain(rows)
        .collect()
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::*;

    #[test]
    fn every_engine_has_its_row_and_name() {
        for engine in Engine::value_variants() {
            let name = engine.to_possible_value().unwrap().get_name().to_owned();
            assert_eq!(engine.row().map(|row| row.name), Some(name.as_str()));
        }
    }
}

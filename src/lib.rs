//! trailsift: an offline terminal explorer for AWS CloudTrail files.
//!
//! The map of the crate. Data flows down the table; a layer imports only layers above it
//! (`tests/architecture`):
//!
//! | layer | what it is for | may name |
//! |---|---|---|
//! | [`exit`] | the exit code | – |
//! | [`json`] | JSON as written in the record: scan, tree, search, print | – |
//! | [`text`] | the only door for log text to a terminal | – |
//! | [`plural`] | numbers that agree with their nouns | – |
//! | [`record`] | CloudTrail's vocabulary: fields, identity, outcome, time | `json` |
//! | [`store`] | all records in memory: interned columns, kept bytes | `record`, `json`, `plural` |
//! | [`ingest`] | files → store: discover, decode, find records, salvage | the above |
//! | [`insight`] | what records mean together: where credentials came from, what still stands, what is new | `store`, `record`, `json`, `plural` |
//! | [`query`] | which records, in what order, in which groups | `insight`, `store`, `record`, `json`, `text`, `plural` |
//! | [`verify`] | log files against CloudTrail's digests and signatures | `store`, `record`, `json`, `text`, `plural` |
//! | [`redact`] | pseudonyms for what names a customer | `json` |
//! | [`export`] | answers without a screen | `redact`, `query`, `insight`, `text` and the above |
//! | [`case`] | what an investigator marked and noted, on disk and among what is loaded | `store`, `record`, `json`, `text`, `plural`, files of `export` and `ingest` |
//! | [`report`] | the report of a case: what is handed on | `case`, `redact`, `export`, `verify`, `query` and the above |
//! | [`own`] | the user's own files: names of accounts, places, indicators | `ingest`, `query`, `record`, `text`, `plural` |
//! | [`tui`] | the explorer; alone knows ratatui, crossterm, arboard | all of them |
//! | [`config`] | settings of the configuration file, with where each comes from | `tui`, `ingest`, `record`, `text` |
//! | [`cli`] | arguments → the front end that answers them | `config`, `tui`, `export`, `verify`, `ingest`, `query` |
//!
//! Where to add things. README, help, footer, palette and manual are made from these tables:
//!
//! | what | where |
//! |---|---|
//! | an overlay | `tui/panes/screens/NAME.rs`, `tui/panes/mod.rs`, `tui/view/screens/NAME.rs`, `tui/view/mod.rs`, `tui/input/action.rs` |
//! | a key | `tui/input/keys/NAME.rs`, its action in `tui/input/verbs.rs`, what it does in `tui/update/VERB.rs` |
//! | a column of lists | a row of `record/field/list_columns.rs` |
//! | a setting | `config/settings.rs`, its arm in `config/document.rs` |
//! | what is kept of a marked event | `case/model.rs`, its member in `case/written.rs`, how two join in `case/merge.rs` |
//! | a file of the report | `report/NAME.rs`, its line in `report/parts.rs` |
//! | a kind of value that is redacted | `redact/kind.rs`, how it is found in `redact/find.rs` or `redact/names.rs` |
//! | an engine that filters are written for | a row of `export/engines/engine.rs`, its text in `export/engines/dialect/NAME.rs` |
//! | a theme | `assets/themes/NAME.toml`, its name in `tui/theme/mod.rs` |
//! | a field that is kept | a row of `record/field/table.rs`, its column in `record/column.rs`, its value in `store/batch/kinds.rs` or `store/batch/actors.rs` |
//! | a field that is computed on demand | a row of `record/field/table.rs`, its column in `record/column.rs`, its rule in `record/on_demand.rs` |
//! | a field that all events decide | `record/together.rs`, `record/column.rs`, `record/on_demand.rs`, `record/field/table.rs`, its values in `insight/values.rs` |
//! | a term that all events decide | a row and an arm of `insight/meaning.rs`, its events in `insight/NAME/…` |
//! | a field that people fill | `record/together.rs`, `record/column.rs`, `record/on_demand.rs`, `record/field/table.rs`; its values come with `store/given.rs` |
//! | an `is:` test | `query/language/term/ready.rs`; one that no column tells: also `query/language/expr.rs` and `query/engine/plan/mod.rs` |
//! | a column of tables | a row of `store/text/codec/table/names.rs` |
//! | a kind of archive | `ingest/archive/kind.rs` recognises it, `ingest/archive/NAME.rs` lists its members, `ingest/archive/expand.rs` |
//! | a compression | `store/text/codec/coding.rs` unpacks it, `ingest/files/decode.rs` recognises it; a form that is only named: `ingest/files/formats.rs` |
//!
//! Start reading at [`ingest::start`] for how data comes in, at [`store::Store`] for what is kept, at
//! [`query::engine::filter::Filter`] for how a filter is evaluated, and at [`tui::app::App`] for the state of
//! the explorer.

pub mod case;
pub mod cli;
pub mod config;
pub mod exit;
pub mod export;
pub mod ingest;
pub mod insight;
pub mod json;
pub mod own;
pub mod plural;
pub mod query;
pub mod record;
pub mod redact;
pub mod report;
pub mod store;
pub mod text;
pub mod tui;
pub mod verify;

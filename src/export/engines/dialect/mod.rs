//! Conditions as the text of each engine. `said` decides what is said and what is left out; `sql` is what Athena, Lake and
//! DuckDB share.

mod athena;
mod duckdb;
mod elastic;
mod insights;
mod jq;
mod lake;
mod lookup;
mod odd;
pub(in crate::export::engines) mod said;
mod sentinel;
mod splunk;
mod sql;

use super::condition::tree::RecordCondition;
use super::engine::Engine;
use super::options::QueryOptions;
use said::QueryNotes;

/// Returns the query of an engine; `None` if nothing could be said.
pub(in crate::export::engines) fn query(
    engine: Engine,
    condition: &RecordCondition,
    options: &QueryOptions,
    notes: &mut QueryNotes,
) -> Option<String> {
    odd::tell(engine, condition, notes);
    let named = |default: &'static str| options.table.clone().unwrap_or_else(|| default.to_owned());
    match engine {
        Engine::Athena => athena::query(condition, options, notes),
        Engine::Lake => lake::query(condition, options, notes),
        Engine::Insights => insights::query(condition, notes),
        Engine::Duckdb => duckdb::query(condition, &named(duckdb::FILES), notes),
        Engine::Jq => jq::query(condition, notes),
        Engine::Spl => splunk::query(condition, &named(splunk::INDEX), notes),
        Engine::Kql => sentinel::query(condition, &named(sentinel::TABLE), notes),
        Engine::Elastic => elastic::query(condition, &named(elastic::INDEX), notes),
        Engine::Lookup => lookup::query(condition, notes),
    }
}

/// Returns the number of bytes beyond which an engine refuses a query.
pub(in crate::export::engines) const fn longest(engine: Engine) -> Option<usize> {
    match engine {
        Engine::Athena => Some(athena::LONGEST),
        Engine::Lake => Some(lake::LONGEST),
        Engine::Insights => Some(insights::LONGEST),
        Engine::Duckdb | Engine::Jq | Engine::Spl | Engine::Kql | Engine::Elastic | Engine::Lookup => None,
    }
}

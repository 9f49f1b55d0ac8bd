//! What the marked events mean beside what each says: which of the changes that they made still stand, and the chain of
//! the credentials that made them.

use std::collections::HashSet;
use std::io;
use std::sync::Arc;

use crate::export::TableForm;
use crate::export::meanings::chain::ChainFormat;
use crate::export::meanings::ledger::LedgerFormat;
use crate::export::meanings::{chain, ledger};
use crate::insight::chain::nodes::Graph;
use crate::insight::chain::reach::NamedCredential;
use crate::insight::chain::report::ChainReport;
use crate::insight::ledger::Ledger;
use crate::insight::run::Run;
use crate::store::{Event, Store};

/// Returns a line of the chain with words between two times: an arrow would be escaped like one in a log's text.
fn spelled(about: &str) -> String {
    about.replace("Z → 2", "Z to 2")
}

/// What it is made from.
#[derive(Debug, Default)]
pub struct ReportMeaning {
    ledger: Ledger,
    chain: Option<(Arc<Graph>, ChainReport)>,
}

impl ReportMeaning {
    /// Follows the changes and the credentials of events; `None` if cancelled. Reads records.
    pub(super) fn of(store: &Store, events: &[Event], cancelled: &(dyn Fn() -> bool + Sync)) -> Option<Self> {
        let run = Run { cancelled, ..Run::QUIET };
        let among: HashSet<Event> = events.iter().copied().collect();
        let ledger = Ledger::of(store, run)?.of_events(&|event| among.contains(&event));
        let graph = Graph::of(store, run)?;
        let mut nodes: Vec<_> = events.iter().filter_map(|&event| graph.of_event(store, event)).collect();
        nodes.sort_unstable();
        nodes.dedup();
        let report = graph.report(store, &NamedCredential { nodes, unused: None });
        Some(Self { ledger, chain: Some((graph, report)) })
    }

    /// Returns the changes that stand as far as the files tell, and the credentials that are still valid, in sentences.
    pub(super) fn changes(&self, store: &Store) -> Vec<String> {
        let mut lines = vec![ledger::headline(&self.ledger)];
        lines.extend(ledger::standing_words(store, &self.ledger));
        lines
    }

    /// Returns the lines of the tree of credentials, each with its depth.
    pub(super) fn chain(&self, store: &Store) -> Vec<(usize, String)> {
        let Some((graph, report)) = &self.chain else { return Vec::new() };
        let lines = chain::lines(store, graph, report).into_iter();
        lines
            .map(|line| (line.depth, format!("{} {}", line.text, spelled(&line.about)).trim_end().to_owned()))
            .collect()
    }

    /// Returns the changes as JSON, also those that do not stand any more.
    pub(super) fn changes_json(&self, store: &Store) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        ledger::write(store, &self.ledger, (LedgerFormat::Json, true), TableForm::default(), &mut out)?;
        Ok(out)
    }

    /// Returns the chain as JSON.
    pub(super) fn chain_json(&self, store: &Store) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        match &self.chain {
            Some((graph, report)) => chain::write(store, graph, report, ChainFormat::Json, &mut out)?,
            None => out.extend_from_slice(b"{}\n"),
        }
        Ok(out)
    }
}

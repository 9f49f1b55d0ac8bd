//! The chain of a credential as text and as JSON: each credential with its origin, the records that this rests on,
//! and its figures.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::insight::chain::nodes::{Basis, Graph};
use crate::insight::chain::report::{ChainNode, ChainReport, CredentialFigures};
use crate::plural::counted;
use crate::record::field::Column;
use crate::record::time::Time;
use crate::store::{Event, Store};
use crate::text;

/// Output formats of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ChainFormat {
    /// A tree, origins first.
    Text,
    /// One object with nodes, edges, and what is not in the data.
    Json,
}

/// One line of the tree. Log text in it is not escaped yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainLine {
    /// How far it is indented.
    pub depth: usize,
    /// Its text.
    pub text: String,
    /// What more is known, such as figures.
    pub about: String,
    /// The credential that it is about, as a position among the nodes of the report; `None` for what is said below it.
    pub node: Option<usize>,
}

/// Maximum number of places from which one credential was used that are listed.
const MOST_USES: usize = 8;
/// Maximum number of failed grants of one credential that are listed.
const MOST_REFUSED: usize = 5;

/// Returns the lines of the tree.
pub fn lines(store: &Store, graph: &Graph, report: &ChainReport) -> Vec<ChainLine> {
    let mut lines = Vec::new();
    for (at, node) in report.nodes.iter().enumerate() {
        lines.push(ChainLine {
            depth: node.depth,
            text: format!("{}{}", if node.is_start { "▸ " } else { "" }, node.name),
            about: about(node),
            node: Some(at),
        });
        let mut say = |text: String, about: String| {
            lines.push(ChainLine { depth: node.depth + 1, text, about, node: None });
        };
        origin(store, node, &mut say);
        for (place, figures) in node.uses.iter().take(MOST_USES) {
            say(format!("from {}", place.address), format!("{} · {}", counts(*figures), place.agent));
        }
        if node.uses.len() > MOST_USES {
            let more = node.uses.len() - MOST_USES;
            say(format!("and from {}", counted(more, "more place")), String::new());
        }
        for &event in node.refused.iter().take(MOST_REFUSED) {
            let why = [store.value(event, Column::ErrorCode), store.value(event, Column::Resource)].join(" ");
            say(format!("failed: {}", call(store, event)), why);
        }
        if node.refused.len() > MOST_REFUSED {
            let more = node.refused.len() - MOST_REFUSED;
            say(format!("{} for credentials failed", counted(more, "more call")), String::new());
        }
        if !node.unused.is_empty() {
            let words = "issued here and used by no loaded event (is:unused)";
            say(format!("{} {words}", counted(node.unused.len(), "credential")), String::new());
        }
    }
    if let Some(grant) = report.unused {
        let keys: Vec<&str> = graph.grants().keys(grant).collect();
        lines.push(ChainLine {
            depth: report.nodes.iter().map(|node| node.depth + 1).max().unwrap_or(0),
            text: format!("▸ {}", keys.join(", ")),
            about: format!(
                "used by no loaded event; issued by {}",
                calls(store, graph.grants().events(grant))
            ),
            node: None,
        });
    }
    if report.left_out > 0 {
        let text = format!("{} not listed", counted(report.left_out, "more credential"));
        lines.push(ChainLine { depth: 0, text, about: String::new(), node: None });
    }
    lines
}

/// Says where a credential came from, and what that rests on.
fn origin(store: &Store, node: &ChainNode, say: &mut impl FnMut(String, String)) {
    let basis = node.basis.name();
    if let Some(leaf) = &node.leaf {
        say(format!("← {leaf}"), String::new());
    }
    if !node.grant.is_empty() {
        let of = if node.opened.of.is_empty() { String::new() } else { format!("for {}", node.opened.of) };
        say(format!("↑ {basis}: {}", calls(store, &node.grant)), of);
    } else if node.parent.is_some() && node.basis != Basis::None {
        let one_of = if node.candidates > 1 {
            format!("one of {}", counted(node.candidates as usize, "call"))
        } else {
            String::new()
        };
        say(format!("↑ {basis}"), one_of);
    }
    if let Some(expires) = node.opened.expires {
        say(format!("valid until {expires}"), String::new());
    }
    if !node.delivery.is_empty() {
        say(format!("ec2RoleDelivery {}", node.delivery), String::new());
    }
}

fn about(node: &ChainNode) -> String {
    let mut parts = vec![node.kind.to_owned(), node.label.clone(), counts(node.figures)];
    if let (Some(first), Some(last)) = (node.figures.first, node.figures.last) {
        parts.push(format!("{first} → {last}"));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

fn counts(figures: CredentialFigures) -> String {
    let events = counted(figures.events, "event");
    if figures.failed == 0 { events } else { format!("{events}, {} failed", figures.failed) }
}

/// Returns the records of one call: when, what, who, from where, and their IDs.
fn calls(store: &Store, events: &[Event]) -> String {
    let Some(&first) = events.first() else { return String::new() };
    let others = events.iter().skip(1).map(|&event| {
        format!(
            "; the same call in account {}: {}",
            store.value(event, Column::RecipientAccountId),
            store.event_id(event)
        )
    });
    format!("{}{}", call(store, first), others.collect::<String>())
}

fn call(store: &Store, event: Event) -> String {
    let value = |column| store.value(event, column);
    let parts = [
        store.time(event).to_string(),
        value(Column::EventName).to_owned(),
        format!("by {}", value(Column::PrincipalLabel)),
        format!("from {}", value(Column::SourceIpAddress)),
        store.event_id(event),
    ];
    parts.join(" ")
}

/// Writes a chain.
pub fn write(
    store: &Store,
    graph: &Graph,
    report: &ChainReport,
    format: ChainFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        ChainFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &object(store, graph, report))?;
            writeln!(out)
        }
        ChainFormat::Text => {
            for line in lines(store, graph, report) {
                let indent = "  ".repeat(line.depth);
                let gap = if line.about.is_empty() { "" } else { "  " };
                writeln!(out, "{indent}{}{gap}{}", text::plain(&line.text), text::plain(&line.about))?;
            }
            writeln!(
                out,
                "\nAs far as these files tell: a credential whose origin is not in them may have one elsewhere."
            )
        }
    }
}

fn object(store: &Store, graph: &Graph, report: &ChainReport) -> Value {
    let id = |node: &ChainNode| {
        let kind = match node.kind {
            "key" | "session" if !node.name.contains('@') => "k",
            "sign-in" => "i",
            _ => "s",
        };
        format!("{kind}:{}", node.name)
    };
    let time = |time: Option<Time>| time.filter(|time| *time != Time::NONE).map(|time| time.to_string());
    let nodes = report.nodes.iter().map(|node| {
        let addresses = sums(node, |(place, _)| place.address.clone());
        let agents = sums(node, |(place, _)| place.agent.clone());
        json!({
            "id": id(node),
            "kind": node.kind,
            "name": node.name,
            "principal": node.principal,
            "keys": if node.kind == "key" || (node.kind == "session" && !node.name.contains('@')) { vec![node.name.clone()] } else { Vec::new() },
            "addresses": addresses,
            "agents": agents,
            "ec2RoleDelivery": Some(&node.delivery).filter(|text| !text.is_empty()),
            "events": node.figures.events,
            "failed": node.figures.failed,
            "first": time(node.figures.first),
            "last": time(node.figures.last),
            "creation": time(Some(node.creation)),
            "expires": time(node.opened.expires),
            "basis": node.basis.name(),
            "unused_grants": node.unused.len(),
            "refused": node.refused.iter().map(|&event| store.event_id(event)).collect::<Vec<_>>(),
            "leaf": node.leaf,
        })
    });
    let of_id = |wanted| report.nodes.iter().find(|node| Some(node.id) == wanted);
    let edges = report.nodes.iter().filter_map(|node| {
        let from = of_id(node.parent)?;
        Some(json!({
            "from": id(from),
            "to": id(node),
            "basis": node.basis.name(),
            "events": node.grant.iter().map(|&event| store.event_id(event)).collect::<Vec<_>>(),
            "candidates": node.candidates,
        }))
    });
    let ends =
        report.nodes.iter().filter_map(|node| Some(json!({ "node": id(node), "says": node.leaf.as_ref()? })));
    let unused = report.unused.map(|grant| {
        let events: Vec<String> =
            graph.grants().events(grant).iter().map(|&event| store.event_id(event)).collect();
        json!({ "keys": graph.grants().keys(grant).collect::<Vec<_>>(), "events": events })
    });
    json!({
        "nodes": nodes.collect::<Vec<_>>(),
        "edges": edges.collect::<Vec<_>>(),
        "not_in_data": ends.collect::<Vec<_>>(),
        "unused": unused,
        "left_out": report.left_out,
    })
}

/// Returns the events of a node by some part of the place that they came from, most first.
fn sums(
    node: &ChainNode,
    part: impl Fn(&(crate::insight::chain::report::UsedFrom, CredentialFigures)) -> String,
) -> Vec<Value> {
    let mut sums: Vec<(String, usize, usize)> = Vec::new();
    for used in &node.uses {
        let value = part(used);
        match sums.iter_mut().find(|(known, ..)| *known == value) {
            Some((_, events, failed)) => {
                *events += used.1.events;
                *failed += used.1.failed;
            }
            None => sums.push((value, used.1.events, used.1.failed)),
        }
    }
    sums.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    sums.into_iter()
        .map(|(value, events, failed)| json!({ "value": value, "events": events, "failed": failed }))
        .collect()
}

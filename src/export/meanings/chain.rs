//! The chain of a credential as text and as JSON: each credential with its origin, the records that this rests on,
//! and its figures.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::insight::chain::nodes::{Basis, Graph};
use crate::insight::chain::reach::NamedCredential;
use crate::insight::chain::report::{ChainNode, ChainReport, CredentialFigures, UsedFrom};
use crate::insight::chain::words::made_words;
use crate::insight::makers::is_named_like;
use crate::insight::run::Run;
use crate::plural::counted;
use crate::query::language::pivot;
use crate::query::language::syntax::quote;
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
    /// The filter that finds its events.
    pub filter: String,
}

/// What a chain is asked of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChainOf {
    /// The credential that made this call, or that it signed in with.
    Event(Event),
    /// An access key, a session or an eventID.
    Name(String),
}

/// A question for the chain of a credential.
#[derive(Debug)]
pub struct ChainRequest {
    /// The snapshot.
    pub store: Store,
    /// What it is asked of.
    pub of: ChainOf,
}

/// The answer: filters for the whole, with what they mean, and the tree. No lines if nothing has that name, or if the
/// call was made without a credential.
#[derive(Debug, Default)]
pub struct ChainAnswer {
    /// What was asked.
    pub of: Option<ChainOf>,
    /// Filters for the whole chain.
    pub whole: Vec<(&'static str, String)>,
    /// The tree.
    pub lines: Vec<ChainLine>,
}

impl ChainRequest {
    /// Follows the credential. Reads records: not for the thread of the screen.
    pub fn run(&self) -> ChainAnswer {
        let store = &self.store;
        let of = Some(self.of.clone());
        let Some(graph) = Graph::of(store, Run::QUIET) else {
            return ChainAnswer { of, ..ChainAnswer::default() };
        };
        let named = match &self.of {
            ChainOf::Event(event) => {
                let nodes = graph.of_event(store, *event).into_iter().collect();
                NamedCredential { nodes, unused: None }
            }
            ChainOf::Name(name) => graph.named(store, name),
        };
        let report = graph.report(store, &named);
        let mut whole = Vec::new();
        if let Some(&id) = named.nodes.first() {
            let (name, root) = (graph.name(store, id), graph.name(store, graph.root(id)));
            whole.push((
                "with all that it came from and all that came of it",
                format!("chain:{}", quote(&name)),
            ));
            whole.push(("all that goes back to the same origin", format!("root={}", quote(&root))));
        }
        ChainAnswer { of, whole, lines: lines(store, &graph, &report) }
    }
}

/// Maximum number of places from which one credential was used that are listed.
const MOST_USES: usize = 8;
/// Maximum number of failed grants of one credential that are listed.
const MOST_REFUSED: usize = 5;

/// Returns the lines of the tree.
pub fn lines(store: &Store, graph: &Graph, report: &ChainReport) -> Vec<ChainLine> {
    let report = &rewritten(store, report);
    let mut lines = Vec::new();
    for node in &report.nodes {
        let own = own_events(store, node);
        lines.push(ChainLine {
            depth: node.depth,
            text: format!("{}{}", if node.is_start { "▸ " } else { "" }, node.name),
            about: about(node),
            filter: own.clone(),
        });
        let mut say = |text: String, about: String, filter: String| {
            lines.push(ChainLine { depth: node.depth + 1, text, about, filter });
        };
        origin(store, node, &own, &mut say);
        for (place, figures) in node.uses.iter().take(MOST_USES) {
            let address = pivot::column_equals(Column::SourceIpAddress, &place.address);
            let agent = pivot::column_equals(Column::UserAgent, &place.agent);
            let about = format!("{} · {}", counts(*figures), place.agent);
            say(format!("from {}", place.address), about, format!("{own} {address} {agent}"));
        }
        if node.uses.len() > MOST_USES {
            let more = node.uses.len() - MOST_USES;
            say(format!("and from {}", counted(more, "more place")), String::new(), own.clone());
        }
        refused(store, node, &own, &mut say);
        if !node.unused.is_empty() {
            let about = "issued here, used by no loaded event".to_owned();
            say(counted(node.unused.len(), "credential"), about, format!("{own} is:unused"));
        }
    }
    if let Some(grant) = report.unused {
        let keys: Vec<_> =
            graph.grants().keys(store, grant).map(|key| store.rewrite(&key).into_owned()).collect();
        lines.push(ChainLine {
            depth: report.nodes.iter().map(|node| node.depth + 1).max().unwrap_or(0),
            text: format!("▸ {}", keys.join(", ")),
            about: format!(
                "used by no loaded event; issued by {}",
                calls(store, graph.grants().events(grant))
            ),
            filter: ids(store, graph.grants().events(grant)),
        });
    }
    if report.left_out > 0 {
        let text = format!("{} not listed", counted(report.left_out, "more credential"));
        lines.push(ChainLine { depth: 0, text, about: String::new(), filter: String::new() });
    }
    lines
}

/// Lists the calls for credentials that failed.
fn refused(store: &Store, node: &ChainNode, own: &str, say: &mut impl FnMut(String, String, String)) {
    for &event in node.refused.iter().take(MOST_REFUSED) {
        let value = |column| store.value(event, column);
        let why = [value(Column::ErrorCode), value(Column::Resource)].join(" ");
        let name = value(Column::EventName);
        let about = format!("{} {}", why.trim_end(), call(store, event));
        say(format!("failed: {name}"), about, ids(store, &[event]));
    }
    if node.refused.len() > MOST_REFUSED {
        let more = node.refused.len() - MOST_REFUSED;
        let about = String::new();
        say(
            format!("{} for credentials failed", counted(more, "more call")),
            about,
            format!("{own} is:failed"),
        );
    }
}

/// Says where a credential came from, and what that rests on.
fn origin(store: &Store, node: &ChainNode, own: &str, say: &mut impl FnMut(String, String, String)) {
    let basis = node.basis.name();
    if let Some(leaf) = &node.leaf {
        say("← origin".to_owned(), leaf.clone(), own.to_owned());
    }
    if let Some(&first) = node.grant.first() {
        let of = if node.opened.of.is_empty() { String::new() } else { format!(" for {}", node.opened.of) };
        let name = store.value(first, Column::EventName);
        let about = format!("{}{of}", calls(store, &node.grant));
        say(format!("↑ {basis}: {name}"), about, ids(store, &node.grant));
    } else if node.parent.is_some() && node.basis != Basis::None {
        let calls = counted(node.candidates as usize, "call");
        let one_of = if node.candidates > 1 { format!("one of {calls}") } else { String::new() };
        say(format!("↑ {basis}"), one_of, own.to_owned());
    }
    for &made in &node.made_by {
        let name = store.value(made, Column::EventName);
        say(format!("{} {name}", made_words(store, made)), call(store, made), ids(store, &[made]));
    }
    if let Some(expires) = node.opened.expires {
        say("valid until".to_owned(), expires.to_string(), own.to_owned());
    }
    if !node.delivery.is_empty() {
        say("ec2RoleDelivery".to_owned(), node.delivery.clone(), own.to_owned());
    }
}

/// Returns the filter for the events of one credential.
fn own_events(store: &Store, node: &ChainNode) -> String {
    match (node.kind, node.sign_in) {
        (_, Some(event)) => ids(store, &[event]),
        ("session with several keys", None) => format!("chain:{}", quote(&node.name)),
        _ if node.is_key => pivot::column_equals(Column::AccessKey, &node.name),
        _ => pivot::column_equals(Column::Session, &node.name),
    }
}

/// Returns the filter for events by their IDs.
fn ids(store: &Store, events: &[Event]) -> String {
    let ids: Vec<String> = events.iter().map(|&event| quote(&store.event_id(event))).collect();
    format!("id={}", ids.join(","))
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
            serde_json::to_writer_pretty(&mut *out, &object(store, graph, &rewritten(store, report)))?;
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

/// Returns a report with its texts as the snapshot writes them.
fn rewritten(store: &Store, report: &ChainReport) -> ChainReport {
    let text = |text: &String| store.rewrite(text).into_owned();
    let used = |(place, figures): &(UsedFrom, CredentialFigures)| {
        (UsedFrom { address: text(&place.address), agent: text(&place.agent) }, *figures)
    };
    let node = |node: &ChainNode| {
        let mut opened = node.opened.clone();
        opened.of = text(&opened.of);
        ChainNode {
            name: text(&node.name),
            principal: text(&node.principal),
            label: text(&node.label),
            uses: node.uses.iter().map(used).collect(),
            delivery: text(&node.delivery),
            opened,
            leaf: node.leaf.as_ref().map(text),
            ..node.clone()
        }
    };
    ChainReport { nodes: report.nodes.iter().map(node).collect(), ..report.clone() }
}

/// Returns the IDs of the events that made what has a credential, or something that has the name of its session.
fn makers(store: &Store, node: &ChainNode, named_like: bool) -> Vec<String> {
    let made = node.made_by.iter().filter(|event| is_named_like(store, **event) == named_like);
    made.map(|&event| store.event_id(event)).collect()
}

fn object(store: &Store, graph: &Graph, report: &ChainReport) -> Value {
    let id = |node: &ChainNode| {
        let kind = match node.kind {
            _ if node.is_key => "k",
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
            "keys": if node.is_key { vec![node.name.clone()] } else { Vec::new() },
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
            "made_by": makers(store, node, false),
            "named_like": makers(store, node, true),
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
        json!({ "keys": graph.grants().keys(store, grant).map(|key| store.rewrite(&key).into_owned()).collect::<Vec<_>>(), "events": events })
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
fn sums(node: &ChainNode, part: impl Fn(&(UsedFrom, CredentialFigures)) -> String) -> Vec<Value> {
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

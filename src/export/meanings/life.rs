//! The life of a key, session, user or address as text, Markdown or JSON: each line with the event that it rests on.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::ledger::{CAVEAT, live_words, standing_line, standing_words};
use crate::export::markdown;
use crate::insight::ledger::LedgerLine;
use crate::insight::life::{Life, LifePart};
use crate::plural::counted;
use crate::query::language::{event_term, pivot};
use crate::record::field::{Column, OnDemand};
use crate::store::{Event, Store};
use crate::text;

/// Output formats of a life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LifeFormat {
    /// Lines below headings.
    Text,
    /// The same in Markdown.
    Md,
    /// One object.
    Json,
}

/// A part of the card: a heading, and its lines. Log text in it is not escaped yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifeSection {
    /// The heading.
    pub heading: &'static str,
    /// The lines.
    pub lines: Vec<LifeLine>,
}

/// A line of the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifeLine {
    /// What it says.
    pub text: String,
    /// The filter for the events that it rests on; empty if there are none.
    pub filter: String,
}

/// Writes a life.
pub fn write(store: &Store, life: &Life, format: LifeFormat, out: &mut dyn Write) -> io::Result<()> {
    let title = format!("{} {}", life.kind, store.rewrite(&life.value));
    match format {
        LifeFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &object(store, life))?;
            writeln!(out)
        }
        LifeFormat::Text => {
            writeln!(out, "{}", text::plain(title.trim()))?;
            for section in sections(store, life) {
                writeln!(out, "\n{}", section.heading)?;
                section.lines.iter().try_for_each(|line| writeln!(out, "  {}", text::plain(&line.text)))?;
            }
            Ok(())
        }
        LifeFormat::Md => {
            writeln!(out, "# {}", markdown::escape(title.trim()))?;
            for section in sections(store, life) {
                writeln!(out, "\n## {}\n", section.heading)?;
                section
                    .lines
                    .iter()
                    .try_for_each(|line| writeln!(out, "- {}", markdown::escape(&line.text)))?;
            }
            Ok(())
        }
    }
}

/// Returns the parts of the card.
pub fn sections(store: &Store, life: &Life) -> Vec<LifeSection> {
    let section = |heading, lines: Vec<LifeLine>| LifeSection { heading, lines };
    let places = if life.kind == "address" { "Used by" } else { "Addresses" };
    let place = if life.kind == "address" { Column::PrincipalLabel } else { Column::SourceIpAddress };
    let program = Column::OnDemand(OnDemand::PROGRAM);
    let issued = life.issued.iter().map(|&event| of_event_line(store, "", event)).collect();
    let about = life.about.iter().filter_map(|line| {
        let words = super::ledger::state_words(store, line);
        let text = format!("{} {}: {words}", line.pair.make, call(store, line.first()?));
        Some(LifeLine { text, filter: changed(store, line) })
    });
    let sections = [
        section("Use", uses(store, life)),
        section("Issued by", issued),
        section(places, parts(store, life, (place, &life.places))),
        section("Programs", parts(store, life, (program, &life.programs))),
        section("What it made and still stands", made(store, life)),
        section("What was done to it", about.collect()),
        section("Still active", vec![active(store, life)]),
    ];
    sections.into_iter().filter(|section| !section.lines.is_empty()).collect()
}

/// Returns the filter for the events of a life.
pub fn own_filter(life: &Life) -> String {
    let Some((column, values)) = &life.own else { return String::new() };
    let terms: Vec<String> = values.iter().map(|value| pivot::column_equals(*column, value)).collect();
    if terms.len() == 1 { terms.concat() } else { format!("({})", terms.join(" | ")) }
}

fn uses(store: &Store, life: &Life) -> Vec<LifeLine> {
    let (Some(&first), Some(&last)) = (life.events.first(), life.events.last()) else {
        return vec![LifeLine { text: "used by no loaded event".to_owned(), filter: String::new() }];
    };
    let failed = if life.failed == 0 { String::new() } else { format!(", {} failed", life.failed) };
    let text = format!("{}{failed}", counted(life.events.len(), "event"));
    let mut lines = vec![LifeLine { text, filter: own_filter(life) }];
    lines.push(of_event_line(store, "first use     ", first));
    lines.push(life.last_success.map_or_else(
        || LifeLine { text: "last success  none".to_owned(), filter: String::new() },
        |event| of_event_line(store, "last success  ", event),
    ));
    lines.push(of_event_line(store, "last try      ", last));
    let other = life.last_failure.filter(|&failure| failure != last);
    lines.extend(other.map(|failure| of_event_line(store, "last failure  ", failure)));
    lines
}

/// Returns what the value made and still stands.
fn made(store: &Store, life: &Life) -> Vec<LifeLine> {
    let standing = life.made.lines.iter().filter(|line| line.state.is_standing());
    let mut lines: Vec<LifeLine> = standing
        .map(|line| LifeLine { text: standing_line(store, line), filter: changed(store, line) })
        .collect();
    lines.extend(life.made.live.iter().map(|live| LifeLine {
        text: live_words(store, live),
        filter: event_term::of_event(store, live.event),
    }));
    let undone = life.made.lines.len() - life.made.standing();
    if undone > 0 {
        let text = format!("{} undone again; trailsift ledger --all lists them", counted(undone, "change"));
        lines.push(LifeLine { text, filter: own_and(life, "is:undone") });
    }
    lines
}

/// Returns the filter for the events that made a change, and the one that ended it.
fn changed(store: &Store, line: &LedgerLine) -> String {
    event_term::of_events(store, line.made.iter().copied().take(MOST_EVENTS).chain(line.state.by()))
}

/// At most this many events are named in a filter.
const MOST_EVENTS: usize = 20;

fn own_and(life: &Life, term: &str) -> String {
    format!("{} {term}", own_filter(life)).trim().to_owned()
}

fn of_event_line(store: &Store, label: &str, event: Event) -> LifeLine {
    let text = format!("{label}{}", call(store, event));
    LifeLine { text, filter: event_term::of_event(store, event) }
}

/// Says whether the value may still be used.
fn active(store: &Store, life: &Life) -> LifeLine {
    if let Some((line, by)) = life.ends().last() {
        let text = format!("{} by {}, {CAVEAT}", line.state.name(), call(store, by));
        return LifeLine { text, filter: changed(store, line) };
    }
    if let Some(by) = life.revoked {
        let words = super::ledger::revoked_words(store, by);
        let until = life.expires.map(|expires| format!(" until {expires}")).unwrap_or_default();
        let text = format!("valid{until}, but {words}: {}, {CAVEAT}", call(store, by));
        return LifeLine { text, filter: event_term::of_event(store, by) };
    }
    let text = match (life.expires, life.newest) {
        (Some(expires), Some(newest)) if expires > newest => {
            format!("valid until {expires}, after the newest event ({newest}), {CAVEAT}")
        }
        (Some(expires), _) => format!("expired at {expires}"),
        (None, _) => format!("no event ends it, {CAVEAT}"),
    };
    LifeLine { text, filter: own_filter(life) }
}

fn parts(store: &Store, life: &Life, (column, listed): (Column, &[LifePart])) -> Vec<LifeLine> {
    let text_of = |part: &LifePart| {
        let value = if part.value.is_empty() { "(none)".into() } else { store.rewrite(&part.value) };
        let (first, last) = part.span;
        let failed = if part.failed == 0 { String::new() } else { format!(", {} failed", part.failed) };
        let new = if part.before == 0 {
            String::new()
        } else {
            format!("; new then, 0 of {} before", counted(part.before, "event"))
        };
        let (events, from, to) = (counted(part.events, "event"), store.time(first), store.time(last));
        let text = format!("{value}: {events}{failed}, {from} to {to}{new}");
        LifeLine { text, filter: own_and(life, &pivot::column_equals(column, &part.value)) }
    };
    listed.iter().map(text_of).collect()
}

fn call(store: &Store, event: Event) -> String {
    let value = |column| store.value(event, column);
    let error = match (value(Column::Outcome), value(Column::ErrorCode)) {
        ("failed", "") => "failed",
        ("failed", code) => code,
        _ => "",
    };
    let words = [&store.time(event).to_string(), value(Column::EventName), error, &store.event_id(event)];
    words.iter().filter(|word| !word.is_empty()).map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn object(store: &Store, life: &Life) -> Value {
    let event = |event: Event| {
        json!({
            "event": store.event_id(event),
            "time": store.time(event).to_string(),
            "call": store.value(event, Column::EventName),
            "error": Some(store.value(event, Column::ErrorCode)).filter(|code| !code.is_empty()),
        })
    };
    let part = |part: &LifePart| {
        json!({
            "value": store.rewrite(&part.value),
            "events": part.events,
            "failed": part.failed,
            "first": event(part.span.0),
            "last": event(part.span.1),
            "before": part.before,
        })
    };
    let parts = |parts: &[LifePart]| parts.iter().map(part).collect::<Vec<_>>();
    json!({
        "says": CAVEAT,
        "value": store.rewrite(&life.value),
        "kind": life.kind,
        "events": life.events.len(),
        "failed": life.failed,
        "first": life.events.first().map(|&first| event(first)),
        "last_success": life.last_success.map(event),
        "last_try": life.events.last().map(|&last| event(last)),
        "last_failure": life.last_failure.map(event),
        "issued_by": life.issued.iter().map(|&issued| event(issued)).collect::<Vec<_>>(),
        "expires": life.expires.map(|time| time.to_string()),
        "places": parts(&life.places),
        "programs": parts(&life.programs),
        "made": life.made.lines.len(),
        "standing": standing_words(store, &life.made),
        "ended_by": life.ends().map(|(_, by)| event(by)).collect::<Vec<_>>(),
        "active": active(store, life).text,
    })
}

//! The life of a key, session, user or address as text, Markdown or JSON: each line with the event that it rests on.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::ledger::{CAVEAT, standing_words};
use super::markdown;
use crate::insight::life::{Life, LifePart};
use crate::plural::counted;
use crate::record::field::Column;
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
    pub lines: Vec<String>,
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
                section.lines.iter().try_for_each(|line| writeln!(out, "  {}", text::plain(line)))?;
            }
            Ok(())
        }
        LifeFormat::Md => {
            writeln!(out, "# {}", markdown::escape(title.trim()))?;
            for section in sections(store, life) {
                writeln!(out, "\n## {}\n", section.heading)?;
                section.lines.iter().try_for_each(|line| writeln!(out, "- {}", markdown::escape(line)))?;
            }
            Ok(())
        }
    }
}

/// Returns the parts of the card.
pub fn sections(store: &Store, life: &Life) -> Vec<LifeSection> {
    let section = |heading, lines: Vec<String>| LifeSection { heading, lines };
    let mut use_lines = Vec::new();
    if let (Some(&first), Some(&last)) = (life.events.first(), life.events.last()) {
        let failed = if life.failed == 0 { String::new() } else { format!(", {} failed", life.failed) };
        use_lines.push(format!("{}{failed}", counted(life.events.len(), "event")));
        use_lines.push(format!("first use     {}", call(store, first)));
        let success = life.last_success.map_or_else(|| "none".to_owned(), |event| call(store, event));
        use_lines.push(format!("last success  {success}"));
        use_lines.push(format!("last try      {}", call(store, last)));
        if let Some(failure) = life.last_failure.filter(|&failure| failure != last) {
            use_lines.push(format!("last failure  {}", call(store, failure)));
        }
    } else {
        use_lines.push("used by no loaded event".to_owned());
    }
    let places = if life.kind == "address" { "Used by" } else { "Addresses" };
    let issued: Vec<String> = life.issued.iter().map(|&event| call(store, event)).collect();
    let mut made = standing_words(store, &life.made);
    let undone = life.made.lines.len() - life.made.standing();
    if undone > 0 {
        made.push(format!("{} undone again; trailsift ledger --all lists them", counted(undone, "change")));
    }
    let about = life.about.iter().filter_map(|line| {
        let first = line.first()?;
        Some(format!(
            "{} {}: {}",
            line.pair.make,
            call(store, first),
            super::ledger::state_words(store, line)
        ))
    });
    let sections = [
        section("Use", use_lines),
        section("Issued by", issued),
        section(places, parts(store, &life.places)),
        section("Programs", parts(store, &life.programs)),
        section("What it made and still stands", made),
        section("What was done to it", about.collect()),
        section("Still active", vec![active(store, life)]),
    ];
    sections.into_iter().filter(|section| !section.lines.is_empty()).collect()
}

/// Says whether the value may still be used.
fn active(store: &Store, life: &Life) -> String {
    if let Some((line, by)) = life.ends().last() {
        return format!("{} by {}, {CAVEAT}", line.state.name(), call(store, by));
    }
    match (life.expires, life.newest) {
        (Some(expires), Some(newest)) if expires > newest => {
            format!("valid until {expires}, after the newest event ({newest}), {CAVEAT}")
        }
        (Some(expires), _) => format!("expired at {expires}"),
        (None, _) => format!("no event ends it, {CAVEAT}"),
    }
}

fn parts(store: &Store, parts: &[LifePart]) -> Vec<String> {
    let line = |part: &LifePart| {
        let value = if part.value.is_empty() { "(none)".into() } else { store.rewrite(&part.value) };
        let (first, last) = part.span;
        let failed = if part.failed == 0 { String::new() } else { format!(", {} failed", part.failed) };
        let new = if part.before == 0 {
            String::new()
        } else {
            format!("; new then, 0 of {} before", counted(part.before, "event"))
        };
        let (events, from, to) = (counted(part.events, "event"), store.time(first), store.time(last));
        format!("{value}: {events}{failed}, {from} to {to}{new}")
    };
    parts.iter().map(line).collect()
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
        "active": active(store, life),
    })
}

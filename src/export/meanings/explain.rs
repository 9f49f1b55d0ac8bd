//! Calls and events in words: what a call does, why it may be worth a look, and of an event the values that say the
//! rest, why it was refused, and what it did to a policy.

use std::io::{self, Write};

use serde::Serialize;

use crate::insight::calls::attack::tactic_title;
use crate::insight::calls::explain::{ExplainedCall, explained};
use crate::insight::calls::watch::{attack_version, watched};
use crate::insight::policy::said::{PolicyLine, policy_lines};
use crate::record::denial::Denial;
use crate::record::field::Column;
use crate::record::identity::service_name;
use crate::store::record_reader::RecordReader;
use crate::store::{Event, Store};
use crate::text::distinct;

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ExplainFormat {
    /// Lines with a name and words.
    Text,
    /// An array of objects.
    Json,
}

/// What is known about a call, or about an event.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation {
    /// The call, `iam:CreateUser`.
    call: String,
    /// The event; absent if only the call was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<EventWords>,
    /// What the call does; absent if it is not explained.
    does: Option<String>,
    /// The members of a record that say the rest.
    look: Vec<String>,
    /// Why it is worth a look; absent if it is not on the list.
    watch: Option<WatchWords>,
}

#[derive(Debug, Clone, Serialize)]
struct WatchWords {
    why: String,
    attack: String,
    tactics: Vec<String>,
    techniques: Vec<String>,
    bulk: bool,
}

#[derive(Debug, Clone, Serialize)]
struct EventWords {
    #[serde(rename = "eventID")]
    id: String,
    time: String,
    principal: String,
    outcome: String,
    values: Vec<(String, String)>,
    refused: Option<String>,
    policy: Vec<String>,
}

impl Explanation {
    /// Explains a call. Takes `eventSource` and `eventName`.
    pub fn of_call(source: &str, name: &str) -> Self {
        let does = explained(source, name);
        let watch = watched(source, name).map(|call| WatchWords {
            why: call.why.clone(),
            attack: format!("v{}", attack_version()),
            tactics: call.tactics.clone(),
            techniques: call.techniques.clone(),
            bulk: call.bulk,
        });
        Self {
            call: format!("{}:{name}", service_name(source)),
            event: None,
            does: does.map(|call| call.does.clone()),
            look: does.map(ExplainedCall::paths).unwrap_or_default(),
            watch,
        }
    }

    /// Explains an event.
    pub fn of_event(store: &Store, event: Event, reader: &mut RecordReader) -> Self {
        let value = |column| store.value(event, column);
        let (source, name) = (value(Column::EventSource), value(Column::EventName));
        let record = reader.record(store, event).to_vec();
        let refused = Denial::read(value(Column::ErrorMessage)).map(|denial| {
            let named =
                [denial.action, denial.resource].into_iter().flatten().collect::<Vec<_>>().join(" on ");
            if named.is_empty() { denial.reason() } else { format!("{named}: {}", denial.reason()) }
        });
        let line = |line: PolicyLine| {
            // The lines about a policy have that name already.
            let is_named = line.label.is_empty() || line.label == POLICY;
            let label = if is_named { String::new() } else { format!("{}: ", line.label) };
            let more = if line.more.is_empty() { String::new() } else { format!(" ({})", line.more) };
            format!("{label}{}{more}", line.main)
        };
        let policy = policy_lines(store, event, &record, reader).into_iter().map(line).collect();
        let words = EventWords {
            id: store.event_id(event),
            time: store.time(event).to_string(),
            principal: value(Column::PrincipalLabel).to_owned(),
            outcome: value(Column::Outcome).to_owned(),
            values: explained(source, name).map(|call| call.values(&record)).unwrap_or_default(),
            refused,
            policy,
        };
        Self { event: Some(words), ..Self::of_call(source, name) }
    }

    /// Returns whether anything is known about it.
    pub fn is_known(&self) -> bool {
        self.does.is_some() || self.watch.is_some()
    }

    fn lines(&self) -> Vec<(&'static str, String)> {
        let mut lines = Vec::new();
        if let Some(event) = &self.event {
            let outcome = if event.outcome == "failed" { ", failed" } else { "" };
            lines.push(("event", format!("{} {} by {}{outcome}", event.id, event.time, event.principal)));
        }
        let unknown = "not explained: this version has no line about this call".to_owned();
        lines.push(("does", self.does.clone().unwrap_or(unknown)));
        match &self.event {
            Some(event) => {
                lines.extend(event.values.iter().map(|(path, value)| ("value", format!("{path}  {value}"))));
                lines.extend(event.refused.iter().map(|words| ("refused", words.clone())));
                lines.extend(event.policy.iter().map(|words| (POLICY, words.clone())));
            }
            None => lines.extend(self.look.iter().map(|path| ("look at", path.clone()))),
        }
        if let Some(watch) = &self.watch {
            lines.push(("why", watch.why.clone()));
            let tactics: Vec<String> = watch.tactics.iter().map(|tactic| tactic_title(tactic)).collect();
            let words = format!("{}; {}", tactics.join(", "), watch.techniques.join(", "));
            lines.push(("ATT&CK", format!("{words} ({})", watch.attack)));
            if watch.bulk {
                lines.push((
                    "bulk",
                    "ordinary days have it by the thousand; is:watch leaves it out".to_owned(),
                ));
            }
        } else {
            lines.push(("why", "not on the list of calls worth a look".to_owned()));
        }
        lines
    }
}

/// The name of the lines about a policy.
const POLICY: &str = "policy";

/// Width of the names of lines.
const NAME: usize = 9;

/// Writes explanations.
pub fn write(all: &[Explanation], format: ExplainFormat, out: &mut dyn Write) -> io::Result<()> {
    if format == ExplainFormat::Json {
        serde_json::to_writer_pretty(&mut *out, all)?;
        return out.write_all(b"\n");
    }
    for (at, one) in all.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", distinct(&one.call))?;
        for (name, words) in one.lines() {
            writeln!(out, "  {name:<NAME$}{}", distinct(&words))?;
        }
    }
    Ok(())
}

//! Times in which a trail was stopped: from a successful `StopLogging` to the next `StartLogging` of the same trail.
//! What is only quoted stopped nothing.

use crate::record::field::Column;
use crate::record::time::Time;
use crate::store::{Event, Store};

/// A period in which a trail was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// When it was stopped.
    pub from: Time,
    /// When it was started again; `None` if no event says so.
    pub to: Option<Time>,
}

/// Finds these periods, sorted by their beginnings. Walks over all events only if the call occurs at all.
pub fn stops(store: &Store) -> Vec<Stop> {
    let name = |wanted: &str| {
        let at = store.dict(Column::EventName).iter().position(|name| name == wanted)?;
        // Ids begin with 1.
        u32::try_from(at + 1).ok()
    };
    let Some(stop) = name("StopLogging") else { return Vec::new() };
    let start = name("StartLogging");
    let value = |event, column| store.value(event, column);
    let trail = |event: Event| {
        // The request has the name or the ARN of the trail.
        let resource = value(event, Column::Resource);
        let name = resource.rsplit('/').next().unwrap_or(resource);
        (name, value(event, Column::Account), value(event, Column::AwsRegion))
    };
    let is_change = |event: &Event| {
        let id = store.value_id(*event, Column::EventName);
        (id == stop || Some(id) == start)
            && value(*event, Column::Outcome) != "failed"
            && value(*event, Column::EventSource) == "cloudtrail.amazonaws.com"
            && !store.folds().is_folded(*event)
            && !store.is_quoted(*event)
    };
    let changes: Vec<Event> = store.order().iter().copied().filter(is_change).collect();
    let mut stops: Vec<Stop> = Vec::new();
    for (at, &event) in changes.iter().enumerate() {
        if store.value_id(event, Column::EventName) != stop {
            continue;
        }
        let later = changes.iter().skip(at + 1).find(|&&later| trail(later) == trail(event));
        let again = later.filter(|&&later| Some(store.value_id(later, Column::EventName)) == start);
        // If it was stopped twice in a row, the second call ends the first period.
        if later.is_none() || again.is_some() {
            stops.push(Stop { from: store.time(event), to: again.map(|&again| store.time(again)) });
        }
    }
    stops
}

//! The fact that an event is the first of its principal with a call, a Region, an address, …

use super::fact::Fact;
use crate::insight::first_seen::{Dimension, EventNews};
use crate::plural::number;
use crate::record::field::Column;
use crate::record::program::program;
use crate::record::time::Time;
use crate::store::{Event, Store};

/// What the fact depends on: the event, where the window begins, and what is loaded.
pub type NewsKey = (Event, Option<Time>, u64, usize);

/// What was asked last, and its answer.
#[derive(Debug, Default)]
pub struct AskedNews {
    /// What was asked.
    pub of: Option<NewsKey>,
    /// The number of the survey.
    pub number: u64,
    /// Its answer, once it is there.
    pub answer: Option<EventNews>,
}

/// The label of the fact.
pub const NEW: &str = "new";

/// Returns in what an event is the first of its principal, and how many events came before. Nothing for most events.
pub fn news_fact(store: &Store, news: &EventNews) -> Option<Fact> {
    let value = |column| store.value(news.event, column);
    let named = |dimension: &Dimension| {
        let value = match dimension {
            Dimension::Call => value(Column::EventName),
            Dimension::Service => value(Column::Service),
            Dimension::Region => value(Column::AwsRegion),
            Dimension::Address => value(Column::SourceIpAddress),
            Dimension::Agent => program(value(Column::UserAgent)).unwrap_or_default(),
            Dimension::Error => value(Column::ErrorCode),
        };
        format!("{} {value}", dimension.name())
    };
    let since = news.since.map(|since| format!(" {since}")).unwrap_or_default();
    // Who it is new for stands above.
    let (main, short, more) = match news.before {
        _ if news.dimensions.is_empty() => return None,
        0 => {
            let main = format!("first event of {}", value(Column::PrincipalLabel));
            (main, "first event".to_owned(), format!("none before{since}"))
        }
        before => {
            let named: Vec<String> = news.dimensions.iter().map(named).collect();
            // The values stand in the lines above.
            let kinds: Vec<&str> = news.dimensions.iter().map(|dimension| dimension.name()).collect();
            let [main, short] = [named.join(", "), kinds.join(", ")].map(|words| format!("first {words}"));
            (main, short, format!("0 of {} before{since}", number(before)))
        }
    };
    Some(Fact { label: NEW, main, short, more, alarming: false })
}

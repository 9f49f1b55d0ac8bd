//! Which categories of events occur. An absent category was not recorded, or is not in these files: either way
//! it may have happened, and a sentence says so.

use std::collections::BTreeMap;

use crate::plural::{agree, counted_with_commas as counted, number};
use crate::record::field::{Column, Home};
use crate::store::Store;

/// How many events there are of each category.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recorded {
    /// Management events.
    pub management: usize,
    /// Those of them that are read-only.
    pub management_reads: usize,
    /// Data events by service.
    pub data: BTreeMap<String, usize>,
    /// Network activity events.
    pub network: usize,
    /// Insights events.
    pub insights: usize,
    /// Events without a category: records before version 1.07 have none.
    pub untold: usize,
    /// Those of them that are data events by their event names, by service.
    pub data_by_name: BTreeMap<String, usize>,
    /// All others.
    pub other: usize,
}

/// Calls that are data events, for records without a category: the most common ones.
const DATA_CALLS: [(&str, &[&str]); 3] = [
    (
        "s3.amazonaws.com",
        &[
            "GetObject",
            "PutObject",
            "DeleteObject",
            "DeleteObjects",
            "HeadObject",
            "CopyObject",
            "ListObjects",
            "ListObjectVersions",
            "GetObjectAcl",
            "PutObjectAcl",
            "GetObjectTagging",
            "CreateMultipartUpload",
            "CompleteMultipartUpload",
            "UploadPart",
        ],
    ),
    ("lambda.amazonaws.com", &["Invoke", "InvokeExecution"]),
    ("dynamodb.amazonaws.com", &["GetItem", "PutItem", "Query", "Scan", "UpdateItem", "DeleteItem"]),
];

/// A sentence about what is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The sentence.
    pub text: String,
    /// Whether it is about something absent.
    pub is_absence: bool,
}

impl Recorded {
    /// Sums up by kind: `per_kind` is the number of events of each.
    pub(super) fn of(store: &Store, per_kind: &[usize]) -> Self {
        let mut recorded = Self::default();
        for (kind, &events) in store.kinds().iter().zip(per_kind).filter(|(_, events)| **events > 0) {
            let value = |column: Column| match column.home() {
                Home::Kind(place) => store.dict(column).get(kind.get(place).copied().unwrap_or_default()),
                _ => "",
            };
            let service = || value(Column::Service).to_owned();
            match value(Column::EventCategory) {
                "Management" => {
                    recorded.management += events;
                    let reads = value(Column::ReadOnly) == "true";
                    recorded.management_reads += if reads { events } else { 0 };
                }
                "Data" => *recorded.data.entry(service()).or_default() += events,
                "NetworkActivity" => recorded.network += events,
                "Insight" => recorded.insights += events,
                "" => {
                    recorded.untold += events;
                    if is_data_call(value(Column::EventSource), value(Column::EventName)) {
                        *recorded.data_by_name.entry(service()).or_default() += events;
                    }
                }
                _ => recorded.other += events,
            }
        }
        recorded
    }

    /// Returns how many data events there are.
    pub fn data_events(&self) -> usize {
        self.data.values().chain(self.data_by_name.values()).sum()
    }

    /// Returns sentences about what is present and what is absent.
    pub fn sentences(&self) -> Vec<Sentence> {
        let mut said = Vec::new();
        let mut say = |is_absence, text: String| said.push(Sentence { text, is_absence });
        if self.management > 0 {
            let all = counted(self.management, "management event");
            say(false, format!("{all}, {} of them read-only.", number(self.management_reads)));
        }
        if self.untold > 0 {
            let all = counted(self.untold, "event");
            let have = agree(self.untold, "has", "have");
            say(
                false,
                format!("{all} {have} no eventCategory; records before eventVersion 1.07 do not state it."),
            );
        }
        if self.management + self.untold == 0 {
            let text = "These files contain no management events: sign-ins, new keys and changes to settings would not \
                appear here, even if they happened.";
            say(true, text.to_owned());
        } else if self.management > 0 && self.management_reads + self.untold == 0 {
            let text = "These files contain no read-only management events: List and Describe calls would not appear \
                here. A trail can be set to record writes only.";
            say(true, text.to_owned());
        }
        self.say_data(&mut say);
        match self.network {
            0 => say(
                true,
                "These files contain no network activity events: calls through VPC endpoints from other accounts, or \
                 denied by an endpoint policy, would not appear here."
                    .to_owned(),
            ),
            events => say(false, format!("{}.", counted(events, "network activity event"))),
        }
        match self.insights {
            0 => say(
                true,
                "These files contain no Insights events: unusual rates of calls or errors are not pointed out."
                    .to_owned(),
            ),
            events => say(false, format!("{}.", counted(events, "Insights event"))),
        }
        if self.other > 0 {
            say(false, format!("{} of other categories.", counted(self.other, "event")));
        }
        said
    }

    fn say_data(&self, say: &mut impl FnMut(bool, String)) {
        let list = |services: &BTreeMap<String, usize>| {
            let mut services: Vec<_> = services.iter().collect();
            services.sort_by(|one, two| two.1.cmp(one.1).then_with(|| one.0.cmp(two.0)));
            let most = services.iter().take(SERVICES);
            let mut text: Vec<String> = most.map(|(name, events)| format!("{name} {events}")).collect();
            if services.len() > SERVICES {
                text.push(counted(services.len() - SERVICES, "more service"));
            }
            text.join(", ")
        };
        if self.data_events() == 0 {
            let text = "These files contain no data events: reads and writes of S3 objects, invocations of Lambda \
                functions and similar calls would not appear here, even if they happened.";
            return say(true, text.to_owned());
        }
        if !self.data.is_empty() {
            let events = counted(self.data.values().sum::<usize>(), "data event");
            say(false, format!("{events}: {}.", list(&self.data)));
        }
        if !self.data_by_name.is_empty() {
            let events = counted(self.data_by_name.values().sum::<usize>(), "data event");
            say(
                false,
                format!("{events}, recognized by the names of the calls: {}.", list(&self.data_by_name)),
            );
        }
        let text = "A trail records data events only for the resources that it selects: other data events may have \
            happened without a record.";
        say(true, text.to_owned());
    }
}

/// Maximum number of services that are named in a sentence.
const SERVICES: usize = 6;

fn is_data_call(source: &str, name: &str) -> bool {
    DATA_CALLS.iter().any(|(service, names)| {
        // Lambda appends versions of its interface to event names: Invoke20150331.
        *service == source && names.contains(&name.trim_end_matches(|char: char| char.is_ascii_digit()))
    })
}

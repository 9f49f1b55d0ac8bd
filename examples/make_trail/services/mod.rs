//! One file for each service that has record shapes of its own: texts of errors in unusual places,
//! old versions, capitalised fields.

mod cloudwatch;
mod greengrass;
mod iot;
mod monitron;

use crate::base::caller::{Caller, Session};
use crate::base::event::Event;
use crate::base::json::{list, pretty};
use crate::base::rng::Rng;
use crate::story::company::{APP, BROWSER};

/// Path, text and number of records of each file; every file has another outer shape.
pub(crate) fn files(rng: &mut Rng) -> Vec<(String, String, usize)> {
    let monitron = monitron::records(rng);
    let alarms = cloudwatch::alarm_records(rng);
    let rules = cloudwatch::rule_and_log_records(rng);
    let monitors = cloudwatch::internet_monitor_records(rng);
    let canaries = cloudwatch::canary_records(rng);
    let greengrass = greengrass::records(rng);
    let things = iot::record(rng);
    vec![
        file("monitron", wrapped(&monitron, 2), monitron.len()),
        file("cloudwatch", wrapped(&alarms, 4), alarms.len()),
        file("events-and-logs", rules.join("\n") + "\n", rules.len()),
        file("internet-monitor", pretty(&list(&monitors), 2), monitors.len()),
        file("synthetics", list(&canaries), canaries.len()),
        file("greengrass", one_after_another(&greengrass), greengrass.len()),
        file("iot", things, 1),
        file("iot-legacy", pretty(&iot::capitalised_record(rng), 4), 1),
    ]
}

fn file(name: &str, text: String, records: usize) -> (String, String, usize) {
    (format!("services/{name}.json"), text, records)
}

fn wrapped(records: &[String], indent: usize) -> String {
    pretty(&format!("{{\"Records\":{}}}", list(records)), indent) + "\n"
}

/// Indented values with nothing but a line end between them, as from a shell loop.
fn one_after_another(records: &[String]) -> String {
    records.iter().map(|record| pretty(record, 4) + "\n").collect()
}

/// Somebody in the console under a role, in the shape these services write.
fn console_role(role: &str, person: &str, key: &str, created: i64) -> Caller {
    let session = Session { name: person, key, created, mfa: false };
    Caller::role(APP, "/", role, &session).from("192.0.2.44", BROWSER)
}

fn finished(event: Event, rng: &mut Rng) -> String {
    event.finish(rng).render()
}

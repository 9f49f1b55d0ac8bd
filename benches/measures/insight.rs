//! What records mean together: the time until it is first known over all events, and what is held of it then.

use std::path::Path;
use std::time::Instant;

use trailsift::ingest::{self, Options};
use trailsift::insight::chain::nodes::Graph;
use trailsift::insight::first_seen::{self, NewsQuestion};
use trailsift::insight::ledger::Ledger;
use trailsift::insight::run::Run;

use super::process::processor_ms;

/// One line for each measure: name, value, unit; tabs between.
pub(crate) fn measure(folder: &Path) {
    let store = ingest::load(Options::new(vec![folder.to_owned()])).expect("a load");
    let mut held = store.held_bytes();
    let mut worked = processor_ms();
    let mut print = |name: &str, started: Instant| {
        println!("{name}\t{:.0}\tms", started.elapsed().as_secs_f64() * 1e3);
        println!("{name}, processor time\t{:.0}\tms", processor_ms() - worked);
        worked = processor_ms();
        let more = store.held_bytes() - held;
        held += more;
        #[expect(clippy::cast_precision_loss, reason = "a measure, run by hand")]
        let per_event = more as f64 / store.len() as f64;
        println!("{name}, held\t{per_event:.2}\tbytes an event");
    };
    let started = Instant::now();
    let ledger = Ledger::of(&store, Run::QUIET).expect("a ledger");
    print("ledger", started);
    let started = Instant::now();
    let graph = Graph::of(&store, Run::QUIET).expect("credentials");
    print("credentials", started);
    let started = Instant::now();
    let news = first_seen::read(&store, &NewsQuestion::default(), &|| false).expect("news");
    print("what is new", started);
    eprintln!(
        "{} lines, {} credentials, {} new",
        ledger.lines.len(),
        graph.nodes().count(),
        news.pairs.len()
    );
}

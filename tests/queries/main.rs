//! What filters mean: a slow and plain evaluator, the oracle, answers thousands of generated questions, and trailsift
//! must answer each the same, however the files were loaded.
//!
//! `generate` draws questions from the records, `ask` writes them as filters, `oracle` answers them over `facts` that
//! it read from each record with serde_json. `trail` loads the files in several ways.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    reason = "tests"
)]

use std::path::Path;

use trailsift::query::language::parse::parse;
use trailsift::record::field::Column;
use trailsift::store::Event;

use ask::Ask;
use files::corpus;
use generate::{DEPTH, Generator};
use random::Random;
use trail::Trail;

mod addresses;
mod ask;
mod calendar;
mod chains;
mod clocks;
mod coverage;
mod denials;
mod every_field;
mod facts;
mod false_nothing;
#[expect(dead_code, reason = "shared with tests that use the rest")]
#[path = "../common/files.rs"]
mod files;
mod generate;
mod groups;
mod json;
mod marks;
mod near_misses;
mod odd;
mod on_demand;
mod oracle;
mod parts;
mod path_names;
mod paths;
mod policies;
mod portrait;
mod random;
mod row_terms;
mod runs;
mod sort;
mod sums;
mod tally;
mod together;
mod touched;
mod trail;
mod twins;
mod users;
mod watch;
mod wide;
mod work;
mod worker;
mod writes;

/// How many filters a run compares: three fifths over the sample logs, two fifths over odd records, and a fifth as many over
/// the corpus where there is one. `TRAILSIFT_FILTERS` asks for another number; `.ci/run filters` for 20,000 in all.
fn filters() -> usize {
    const FILTERS: usize = 1000;
    std::env::var("TRAILSIFT_FILTERS").map_or(FILTERS, |filters| filters.parse().unwrap())
}

/// The invented trail of this repository.
fn sample_logs() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/sample-logs"))
}

#[test]
fn filters_over_the_sample_logs_answer_what_the_oracle_answers() {
    agree(&mut Trail::of(sample_logs()), 1, filters() * 3 / 5);
}

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn filters_over_the_corpus_answer_what_the_oracle_answers() {
    agree(&mut Trail::of(&corpus()), 2, filters() / 5);
}

/// How many parts of filters are of the kinds that are easily left out.
#[derive(Debug, Default, Clone, Copy)]
struct AskKinds {
    comparisons: usize,
    identifiers: usize,
    paths: usize,
    on_demand: usize,
}

impl AskKinds {
    fn count(&mut self, ask: &Ask) {
        match ask {
            Ask::All(parts) | Ask::Any(parts) => parts.iter().for_each(|part| self.count(part)),
            Ask::Not(inner) => self.count(inner),
            Ask::Identifier(_) => self.identifiers += 1,
            Ask::Value { whose, test, .. } => {
                self.comparisons += usize::from(matches!(test, ask::Test::Compare { .. }));
                self.paths += usize::from(matches!(whose, ask::Whose::Path(_)));
                self.on_demand += usize::from(matches!(whose, ask::Whose::Column(Column::OnDemand(_))));
            }
            Ask::Word(_) | Ask::Exact(_) | Ask::Text(_) | Ask::Regex { .. } | Ask::Time(_) | Ask::Is(_) => {}
        }
    }
}

/// Maximum number of disagreements that are reported.
const TOLD: usize = 20;

/// Compares the answers to `filters` questions.
#[track_caller]
fn agree(trail: &mut Trail, seed: u64, filters: usize) {
    assert!(trail.unread * 50 <= trail.facts.len(), "{} of {}", trail.unread, trail.facts.len());
    let mut random = Random::new(seed);
    let mut telling = 0;
    let mut told = Vec::new();
    let mut kinds = AskKinds::default();
    for number in 0..filters {
        let mut generator = Generator { random, trail };
        let depth = generator.random.below(DEPTH + 1);
        let ask = generator.ask(depth);
        random = generator.random;
        kinds.count(&ask);
        let passed = trail.asks(&ask);
        telling += usize::from(passed.contains(&true) && passed.contains(&false));
        told.extend(disagreement(trail, &ask, &passed, number));
        assert!(told.len() < TOLD, "{}", told.join("\n\n"));
    }
    assert!(told.is_empty(), "{}", told.join("\n\n"));
    let percent = telling * 100 / filters;
    eprintln!(
        "{filters} filters over {} records ({} unread), {percent} % find some and not all, {kinds:?}",
        trail.facts.len(),
        trail.unread
    );
    let AskKinds { comparisons, identifiers, paths, on_demand } = kinds;
    let rarest = [comparisons, identifiers, paths, on_demand].into_iter().min().unwrap();
    // Of a few filters any kind may be missing.
    assert!(filters < 400 || rarest * 600 >= filters, "{kinds:?} in {filters} filters");
    // Some fields have no value without files of the user's own; of a few filters many may ask for those.
    let least = if filters < 400 { 15 } else { 25 };
    assert!(percent >= least, "only {percent} % of the filters find some and not all");
}

/// What trailsift answers otherwise, if it does, over two of the ways in turn.
fn disagreement(trail: &mut Trail, ask: &Ask, passed: &[bool], number: usize) -> Option<String> {
    let unfolded = number.is_multiple_of(3);
    let filter = ask.written();
    let expr = match parse(&filter) {
        Ok(expr) => expr,
        Err(error) => return Some(format!("{filter}\nis not read: {error:?}")),
    };
    let ways = trail.ways.len();
    for way in [number % ways, (number / ways + 1) % ways] {
        let way = &mut trail.ways[way];
        let is_meant = |at: usize| passed[at] && (unfolded || way.shown[at]);
        let expected: Vec<Event> =
            way.order.iter().filter(|(_, at)| is_meant(*at)).map(|(event, _)| *event).collect();
        let mut answer = way.filter.answer(&way.store, &expr, unfolded, &|| false).unwrap();
        if way.order.len() < way.store.len() {
            answer.retain(|event| way.known.contains(event));
        }
        if answer == expected {
            continue;
        }
        let differs = |event: &&(Event, usize)| answer.contains(&event.0) != is_meant(event.1);
        let Some(&(event, at)) = way.order.iter().find(differs) else {
            return Some(format!("{filter}\nanswers in another order ({})", way.name));
        };
        let record: String = trail.facts[at].raw.text.chars().take(1500).collect();
        return Some(format!(
            "{filter}\n{expr:?}\n{}, unfolded {unfolded}: {} events, the oracle has {}\nhere the oracle says {}, \
             trailsift {}:\n{record}",
            way.name,
            answer.len(),
            expected.len(),
            is_meant(at),
            answer.contains(&event),
        ));
    }
    None
}

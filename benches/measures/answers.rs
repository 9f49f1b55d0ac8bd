//! How fast questions are answered: keystrokes, groups, the detail of one event, text anywhere. Each question has a
//! reference of the same run: one pass that lists all events for what is answered from memory, and unpacking the kept
//! files with flate2 on as many threads for what reads texts. One line for each measure: name, value, unit, must, aim
//! for; tabs between.
#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a measure, run by hand")]

use std::hint::black_box;
use std::io::Read;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use trailsift::ingest::{self, Options};
use trailsift::query::engine::filter::Filter;
use trailsift::query::engine::worker::{self, Answer, Request};
use trailsift::query::groups::group::GroupOrder;
use trailsift::query::language::parse::parse;
use trailsift::record::field::{Column, FIELDS};
use trailsift::record::time::zone::Zone;
use trailsift::store::Store;
use trailsift::store::record_reader::RecordReader;
use trailsift::tui::panes::event::detail::DetailPane;

use super::process::processor_ms;

/// What a person types, letter by letter; spaces between terms are typed too.
const TYPED: [(&str, &str); 4] = [
    ("a word", "deletebucket"),
    ("two words", "assumerole alice"),
    ("a field", "eventName:Delete"),
    ("a word, a field and a test", "put error:acc !is:service"),
];

/// Texts that are looked for anywhere: none, few, many; with and without capitals.
const TEXTS: [(&str, &str); 4] = [
    ("search for a text that never occurs", "\"no such text anywhere\""),
    ("search for a rare text", "\"AKIA0000\""),
    ("search for a text in every event", "\"arn:aws:iam\""),
    ("search for a regular expression", "/Delete(User|Role)Policy/"),
];

/// What the promises are made for.
const PROMISED: usize = 3_000_000;

/// Measures all parts over a folder, or only one: keystrokes, groups, details, texts, or the first two as `memory`.
pub(crate) fn measure(folder: &Path, only: &str) {
    let wanted = |part| {
        only == "answers" || only == part || (only == "memory" && matches!(part, "keystrokes" | "groups"))
    };
    let started = Instant::now();
    let store = ingest::load(Options::new(vec![folder.to_owned()])).unwrap();
    eprintln!("{} events loaded in {:.1} s", store.len(), started.elapsed().as_secs_f64());
    let floor = floor(&store);
    print("list all event ids once, one thread", floor, "ms", "", "");
    if wanted("keystrokes") {
        keystrokes(&store, floor);
    }
    if wanted("groups") {
        groups(&store, floor);
    }
    if wanted("details") {
        details(&store);
    }
    if wanted("texts") {
        let unpack = unpack(&store);
        print("decompress the kept files with flate2, all threads", unpack, "ms", "", "");
        texts(&store, unpack);
    }
}

fn print(name: &str, value: f64, unit: &str, must: &str, aim: &str) {
    println!("{name}\t{value:.2}\t{unit}\t{must}\t{aim}");
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn least(times: usize, mut measured: impl FnMut() -> f64) -> f64 {
    (0..times).map(|_| measured()).fold(f64::INFINITY, f64::min)
}

fn floor(store: &Store) -> f64 {
    least(5, || {
        let started = Instant::now();
        let all: Vec<u32> = store.order().iter().copied().filter(|event| *event != u32::MAX).collect();
        black_box(all);
        ms(started.elapsed())
    })
}

fn unpack(store: &Store) -> f64 {
    let sources: Vec<Vec<u8>> = packed(store);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    least(3, || {
        let next = AtomicUsize::new(0);
        let started = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let mut text = Vec::new();
                    while let Some(bytes) = sources.get(next.fetch_add(1, Ordering::Relaxed)) {
                        text.clear();
                        let _ = flate2::bufread::MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut text);
                        black_box(&text);
                    }
                });
            }
        });
        ms(started.elapsed())
    })
}

/// The files as they came, read again from where they were.
fn packed(store: &Store) -> Vec<Vec<u8>> {
    store
        .files()
        .filter(|file| file.source.is_some())
        .map(|file| std::fs::read(&file.path).unwrap_or_default())
        .filter(|bytes| bytes.starts_with(&[0x1f, 0x8b]))
        .collect()
}

fn request(store: &Store, filter: &str, group_by: Vec<Column>, columns: usize) -> Option<Request> {
    Some(Request {
        number: 1,
        store: store.clone(),
        expr: parse(filter).ok()?,
        unfolded: false,
        twins_merged: false,
        scope: Vec::new(),
        group_by,
        shown: Vec::new(),
        sum: None,
        sort: None,
        runs: false,
        order: GroupOrder::default(),
        columns,
        zone: Zone::default(),
    })
}

/// Asks; when the first whole answer was there, and when all was done: very many groups are put in order after that.
fn ask_twice(filter: &mut Filter, request: &Request) -> (f64, f64, Answer) {
    let (mut first, mut last) = (None, None);
    let started = Instant::now();
    worker::answer(filter, request, &|| false, &mut |answer| {
        if answer.searched.is_none() {
            first.get_or_insert_with(|| ms(started.elapsed()));
        }
        last = Some(answer);
    });
    (first.unwrap(), ms(started.elapsed()), last.unwrap())
}

fn ask(filter: &mut Filter, request: &Request) -> (f64, Answer) {
    let (_, time, answer) = ask_twice(filter, request);
    (time, answer)
}

fn keystrokes(store: &Store, floor: f64) {
    let (must, aim) = if store.len() < PROMISED { ("16", "6") } else { ("60", "20") };
    for (name, typed) in TYPED {
        let mut filter = Filter::default();
        let (mut times, mut busiest) = (Vec::new(), 0.0_f64);
        let mut kept = ask(&mut filter, &request(store, "", Vec::new(), 120).unwrap()).1;
        for end in 1..=typed.len() {
            let Some(request) = request(store, &typed[..end], Vec::new(), 120) else { continue };
            let before = processor_ms();
            let (time, answer) = ask(&mut filter, &request);
            let worked = processor_ms() - before;
            busiest = busiest.max(worked);
            let events = answer.events.len();
            eprintln!("    {:<28}{time:>8.2} ms {worked:>8.2} ms {events:>10} events", &typed[..end]);
            times.push(time);
            kept = answer;
        }
        drop(kept);
        let slowest = times.iter().copied().fold(0.0, f64::max);
        let middle = median(&mut times);
        print(&format!("keystroke, {name}, median"), middle, "ms", must, aim);
        print(&format!("keystroke, {name}, slowest"), slowest, "ms", "", "");
        print(&format!("keystroke, {name}, slowest, processor time"), busiest, "ms", "", "");
        print(&format!("keystroke, {name}, median / listing all ids"), middle / floor, "times", "", "");
    }
}

fn groups(store: &Store, floor: f64) {
    let (must, aim) = if store.len() < PROMISED { ("30", "10") } else { ("", "") };
    let mut filter = Filter::default();
    let mut times: Vec<(f64, &str)> = Vec::new();
    let fields = FIELDS.iter().filter_map(|field| field.source.column().map(|column| (field.name, column)));
    // The answer is there already when a person asks for groups of it.
    ask(&mut filter, &request(store, "", Vec::new(), 0).unwrap());
    let mut ordered: f64 = 0.0;
    for (name, column) in fields {
        let (mut found, mut in_order, mut worked) = (0, f64::INFINITY, f64::INFINITY);
        let time = least(3, || {
            let request = request(store, "", vec![column], 0).unwrap();
            let before = processor_ms();
            let (time, all, answer) = ask_twice(&mut filter, &request);
            worked = worked.min(processor_ms() - before);
            found = answer.groups.map_or(0, |(_, groups)| groups.len());
            in_order = in_order.min(all);
            time
        });
        eprintln!(
            "    group by {name:<64}{time:>8.2} ms {in_order:>8.2} ms {worked:>8.2} ms {found:>10} groups"
        );
        times.push((time, name));
        ordered = ordered.max(in_order);
    }
    times.sort_by(|one, two| one.0.total_cmp(&two.0));
    let (slowest, name) = times.last().copied().unwrap();
    print("group by one column, median of all columns", times[times.len() / 2].0, "ms", must, aim);
    print(&format!("group by {name}, the slowest"), slowest, "ms", must, aim);
    print("group by one column until all groups are sorted, slowest", ordered, "ms", "", "");
    print("group by one column, slowest / listing all ids", slowest / floor, "times", "", "");
}

/// So many events are opened, spread over all.
const OPENED: usize = 2000;

/// Opens events as the explorer does: the text is decompressed and cut out, the facts and the tree are made,
/// and the lines of the tree are laid out.
fn details(store: &Store) {
    let events = store.order();
    // A stride that shares no factor with the length would do; this one jumps between files well enough.
    let stride = (events.len() / OPENED).max(1);
    let mut pane = DetailPane::default();
    pane.resize(118, 30);
    let (mut opened, mut texts) = (Vec::new(), Vec::new());
    for number in 0..OPENED.min(events.len()) {
        let event = events[(number * stride + number * 7919) % events.len()];
        let started = Instant::now();
        black_box(RecordReader::once(store, event));
        texts.push(ms(started.elapsed()));
        let started = Instant::now();
        pane.show(store, Some(event));
        black_box(pane.lines());
        opened.push(ms(started.elapsed()));
    }
    for (name, times, must, aim) in
        [("opening one event", &mut opened, "10", "3"), ("its record text alone", &mut texts, "", "")]
    {
        times.sort_by(f64::total_cmp);
        print(&format!("{name}, median"), times[times.len() / 2], "ms", "", "");
        print(&format!("{name}, 99th percentile"), times[times.len() * 99 / 100], "ms", must, aim);
        print(&format!("{name}, slowest"), times[times.len() - 1], "ms", "", "");
    }
}

fn texts(store: &Store, unpack: f64) {
    for (name, text) in TEXTS {
        let request = request(store, text, Vec::new(), 120).unwrap();
        let mut found = 0;
        let time = least(3, || {
            let (time, answer) = ask(&mut Filter::default(), &request);
            found = answer.events.len();
            time
        });
        eprintln!("    {text:<34}{time:>8.0} ms {found:>10} events");
        print(&format!("{name} / decompression"), time / unpack, "times", "1.2", "0.6");
    }
}

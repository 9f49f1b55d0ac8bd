//! The table: each measure run, compared with what is promised, written down.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use super::data::trail;
use super::{idle, peers};

/// How often a load and its reference are measured, in turns; the best of each counts.
const ROUNDS: usize = 3;

#[derive(Default)]
struct Table {
    text: String,
}

impl Table {
    fn row(&mut self, what: &str, value: f64, unit: &str, must: Option<f64>, aim: Option<f64>) {
        let bound = |bound: Option<f64>| bound.map_or(String::new(), |bound| format!("≤ {bound}"));
        let met = match (must, aim) {
            (_, Some(aim)) if value <= aim => "aim",
            (Some(must), _) if value <= must => "yes",
            (None, None) => "",
            _ => "**no**",
        };
        let digits = if value < 10.0 { 2 } else { 1 };
        let line = format!("| {what} | {value:.digits$} {unit} | {} | {} | {met} |", bound(must), bound(aim));
        println!("{line}");
        let _ = writeln!(self.text, "{line}");
    }
}

/// Runs everything and prints the table.
pub(crate) fn run(data: &Path, events: usize, small: usize, write: Option<&Path>) {
    let main = trail(data, events, None);
    let files = trail(data, small, Some(5));
    let hundredth = trail(data, (events / 100).max(1000), None);
    let tenth = trail(data, (events / 10).max(1000), None);
    let mut table = Table::default();
    println!("| measure | measured | must | aim for | met |\n|---|---:|---:|---:|---|");
    let loaded = loads(&mut table, &main, "the main trail", 1.2);
    loads(&mut table, &files, "the trail of small files", 1.3);
    first(&mut table, &main);
    growth(&mut table, &[&hundredth, &tenth, &main]);
    answers(&mut table, &main);
    let screen = one("screen", &main);
    table.row("frame while loading, 95th percentile", screen["loading_p95"], "ms", Some(16.0), Some(5.0));
    table.row("frame while searching, 95th percentile", screen["searching_p95"], "ms", Some(16.0), Some(5.0));
    if let Some(used) = idle::measure(&tenth) {
        table.row("processor time in five idle seconds", used, "ms", Some(0.0), Some(0.0));
    }
    for (name, seconds) in peers::measure(&tenth) {
        match seconds {
            Some(seconds) => table.row(
                &format!("count by error code, {} events: {name}", loaded.0 / 10.0),
                seconds,
                "s",
                None,
                None,
            ),
            None => eprintln!("not installed: {name}"),
        }
    }
    if let Some(path) = write {
        std::fs::write(path, page(&table, loaded, events, small)).expect("the table can be written");
    }
}

fn page(table: &Table, (events, json): (f64, f64), of: usize, small: usize) -> String {
    format!(
        "# Measured\n\nMade by `cargo bench --bench measures -- --events {of} --small {small} --write benches/RESULTS.md` \
         on {} processors ({}), {events} events in the main trail, {:.2} GB of JSON. Trust the ratios: they are of one \
         run on one machine. What is marked **no** is not reached yet.\n\n\
         | measure | measured | must | aim for | met |\n|---|---:|---:|---:|---|\n{}",
        super::load::threads(),
        std::env::consts::ARCH,
        json / 1e9,
        table.text
    )
}

/// Loads a trail and unpacks it, in turns; how many events it has and how many bytes of JSON.
fn loads(table: &mut Table, folder: &Path, name: &str, aim: f64) -> (f64, f64) {
    // The first run of all pays for memory and disk.
    one("unpack", folder);
    let runs: Vec<_> = (0..ROUNDS).map(|_| (one("unpack", folder), one("load", folder))).collect();
    let least =
        |value: &dyn Fn(&(Figures, Figures)) -> f64| runs.iter().map(value).fold(f64::INFINITY, f64::min);
    let (unpack, load) = (least(&|run| run.0["wall"]), least(&|run| run.1["wall"]));
    let loaded = &runs[0].1;
    let json = runs[0].0["json_bytes"];
    let what = format!("load {name} ({:.0} events, {:.0} files)", loaded["events"], loaded["files"]);
    table.row(&format!("{what} / unpack it with flate2"), load / unpack, "times", Some(2.0), Some(aim));
    table.row(&what, load, "s", None, None);
    table.row(
        "the same, processor time / that of flate2",
        least(&|run| run.1["cpu"]) / least(&|run| run.0["cpu"]),
        "times",
        None,
        None,
    );
    table.row("memory after that / its JSON", loaded["resident"] / json, "", Some(0.30), Some(0.16));
    table.row("memory at most meanwhile / its JSON", loaded["peak"] / json, "", None, None);
    (loaded["events"], json)
}

fn first(table: &mut Table, folder: &Path) {
    let best = (0..ROUNDS).map(|_| one("first", folder)["wall"]).fold(f64::INFINITY, f64::min);
    table.row("first events to be shown", best * 1000.0, "ms", Some(150.0), Some(60.0));
}

fn growth(table: &mut Table, folders: &[&Path]) {
    for folder in folders {
        let run = (0..ROUNDS)
            .map(|_| one("load", folder))
            .min_by(|one, other| one["wall"].total_cmp(&other["wall"]));
        let run = run.expect("there is at least one round");
        let events = run["events"];
        table.row(
            &format!("load, for each million of {events:.0} events"),
            run["wall"] / events * 1e6,
            "s",
            None,
            None,
        );
        table.row("memory for each of these events", run["resident"] / events, "bytes", None, None);
    }
}

/// What the measure of answers tells of the same trail.
fn answers(table: &mut Table, folder: &Path) {
    let output = Command::new(env!("CARGO"))
        .args(["bench", "--quiet", "--bench", "answers", "--"])
        .arg(folder)
        .output();
    let output = output.expect("cargo runs");
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        if let [name, value, unit, must, aim] = line.split('\t').collect::<Vec<_>>()[..] {
            table.row(name, value.parse().expect("a number"), unit, must.parse().ok(), aim.parse().ok());
        }
    }
}

type Figures = HashMap<String, f64>;

/// Runs one measure in a process of its own.
fn one(measure: &str, folder: &Path) -> Figures {
    let program = std::env::current_exe().expect("this program has a path");
    let output = Command::new(program).args(["--one", measure]).arg(folder).output().expect("it runs again");
    assert!(output.status.success(), "{measure}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines()
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, value)| Some((name.to_owned(), value.parse().ok()?)))
        .collect()
}

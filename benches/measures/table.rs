//! The table of results: runs each measure and compares it with its limit and target.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use super::data::trail;
use super::{Arguments, forms, idle, peers};

/// How often a load and its reference are measured, alternately; the best of each counts.
const ROUNDS: usize = 7;

#[derive(Default)]
struct Table {
    text: String,
}

impl Table {
    fn row(&mut self, what: &str, value: f64, unit: &str, must: Option<f64>, aim: Option<f64>) {
        let bound = |bound: Option<f64>| bound.map_or(String::new(), |bound| format!("≤ {bound}"));
        let met = match (must, aim) {
            (_, Some(aim)) if value <= aim => "target",
            (Some(must), _) if value <= must => "limit",
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
pub(crate) fn run(arguments: &Arguments) {
    let (data, events) = (arguments.data.as_path(), arguments.events);
    let main = trail(data, events, None);
    let files = trail(data, arguments.small, Some(5));
    let hundredth = trail(data, (events / 100).max(1000), None);
    let tenth = trail(data, (events / 10).max(1000), None);
    let huge = arguments.huge.map(|events| trail(data, events, None));
    let mut table = Table::default();
    println!("| measure | result | limit | target | met |\n|---|---:|---:|---:|---|");
    let loaded = loads(&mut table, &main, "the main trail", 1.2);
    loads(&mut table, &files, "the trail of small files", 1.3);
    first(&mut table, &main);
    let load = |folder: &Path| (0..3).map(|_| one("load", folder)["cpu"]).fold(f64::INFINITY, f64::min);
    for (what, value, unit, must) in forms::measure(data, (events / 10).max(1000), &load) {
        table.row(&what, value, unit, must, None);
    }
    let typed = answers(&mut table, &main, "answers", "");
    let screen = one("screen", &main);
    for part in ["loading", "searching", "typing", "scrolling", "sorting"] {
        let value = screen[&format!("{part}_p95")];
        table.row(&format!("frame while {part}, 95th percentile"), value, "ms", Some(16.0), Some(5.0));
    }
    table.row("sort by a column, slowest", screen["sort_slowest"], "ms", None, None);
    if let Some(used) = idle::measure(&tenth) {
        table.row("processor time in five idle seconds", used, "ms", Some(0.0), Some(0.0));
    }
    let mut sizes: Vec<&Path> = vec![&hundredth, &tenth, &main];
    sizes.extend(huge.as_deref());
    let grown = growth(&mut table, &sizes);
    let less = keystrokes(&figures_of("keystrokes", &tenth));
    let keys = |large: f64, small: f64, (more, fewer): (f64, f64)| large / small / (more / fewer);
    let what = "keystroke time per event, main trail / its tenth";
    table.row(what, keys(typed, less, (grown[2], grown[1])), "times", Some(LINEAR), None);
    if let Some(huge) = &huge {
        let most = answers(&mut table, huge, "memory", &format!(", {:.0} events", grown[3]));
        let what = "keystroke time per event, largest trail / main trail";
        table.row(what, keys(most, typed, (grown[3], grown[2])), "times", Some(LINEAR), None);
    }
    for (name, seconds) in peers::measure(&tenth, &arguments.duckdb) {
        let what = format!("count by error code, {} events: {name}", loaded.0 / 10.0);
        match seconds {
            Some(seconds) => table.row(&what, seconds, "s", None, None),
            None => eprintln!("not installed: {name}"),
        }
    }
    if let Some(path) = &arguments.write {
        std::fs::write(path, page(&table, loaded, arguments)).expect("the table can be written");
    }
}

fn page(table: &Table, (events, json): (f64, f64), arguments: &Arguments) -> String {
    let huge = arguments.huge.map_or(String::new(), |events| format!(" --huge {events}"));
    format!(
        "# Speed and memory, measured\n\nMade by `cargo bench --bench measures -- --events {} --small {}{huge} --write benches/RESULTS.md` \
         on {} processors ({}), {events} events in the main trail, {:.2} GB of JSON. Compare the \
         ratios rather than the times: both values of a ratio come from the same run on the same machine. Results \
         marked **no** miss their limit.\n\n\
         | measure | result | limit | target | met |\n|---|---:|---:|---:|---|\n{}",
        arguments.events,
        arguments.small,
        super::load::threads(),
        std::env::consts::ARCH,
        json / 1e9,
        table.text
    )
}

/// Measures loading and decompressing a trail, alternately. Returns its number of events and bytes of JSON.
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
    table.row(&format!("{what} / decompress it with flate2"), load / unpack, "times", Some(2.0), Some(aim));
    table.row(&what, load, "s", None, None);
    table.row(
        "processor time of that load / of flate2",
        least(&|run| run.1["cpu"]) / least(&|run| run.0["cpu"]),
        "times",
        None,
        None,
    );
    table.row(
        "memory after that load / size of its JSON",
        loaded["resident"] / json,
        "",
        Some(0.30),
        Some(0.16),
    );
    table.row("peak memory of that load / size of its JSON", loaded["peak"] / json, "", None, None);
    (loaded["events"], json)
}

fn first(table: &mut Table, folder: &Path) {
    let best = (0..ROUNDS).map(|_| one("first", folder)["wall"]).fold(f64::INFINITY, f64::min);
    table.row("time until the first events are shown", best * 1000.0, "ms", Some(150.0), Some(60.0));
}

/// Measures load time and memory by size, and compares the cost per event of the largest and the smallest trail: a ratio
/// of 1 is linear growth. Returns the sizes in events.
fn growth(table: &mut Table, folders: &[&Path]) -> Vec<f64> {
    let mut loads = Vec::new();
    for folder in folders {
        let run = (0..ROUNDS)
            .map(|_| one("load", folder))
            .min_by(|one, other| one["wall"].total_cmp(&other["wall"]));
        let run = run.expect("there is at least one round");
        let events = run["events"];
        let (load, memory) = (run["wall"] / events, run["resident"] / events);
        table.row(&format!("load time per million events, {events:.0} events"), load * 1e6, "s", None, None);
        table.row(&format!("memory per event, {events:.0} events"), memory, "bytes", None, None);
        loads.push((events, load, memory));
    }
    let (smallest, largest) = (loads[0], loads[loads.len() - 1]);
    let words = format!("{:.0} events / {:.0} events", largest.0, smallest.0);
    table.row(
        &format!("load time per event, {words}"),
        largest.1 / smallest.1,
        "times",
        Some(LINEAR),
        Some(1.0),
    );
    table.row(
        &format!("memory per event, {words}"),
        largest.2 / smallest.2,
        "times",
        Some(LINEAR),
        Some(1.0),
    );
    loads.into_iter().map(|(events, ..)| events).collect()
}

/// Highest ratio of costs per event that counts as linear growth; caches and clock speeds vary by as much.
const LINEAR: f64 = 1.25;

/// Adds the results of the measure `part` for a trail. Returns the sum of the keystroke medians, in milliseconds.
fn answers(table: &mut Table, folder: &Path, part: &str, suffix: &str) -> f64 {
    let lines = figures_of(part, folder);
    for line in &lines {
        if let [name, value, unit, must, aim] = line.split('\t').collect::<Vec<_>>()[..] {
            let value = value.parse().expect("a number");
            table.row(&format!("{name}{suffix}"), value, unit, must.parse().ok(), aim.parse().ok());
        }
    }
    keystrokes(&lines)
}

/// Adds up the keystroke medians, in milliseconds.
fn keystrokes(lines: &[String]) -> f64 {
    let medians = lines.iter().filter(|line| line.starts_with("keystroke") && line.contains("median\t"));
    medians.filter_map(|line| line.split('\t').nth(1)?.parse::<f64>().ok()).sum()
}

type Figures = HashMap<String, f64>;

/// Runs one measure in a process of its own.
fn one(measure: &str, folder: &Path) -> Figures {
    let named = figures_of(measure, folder);
    named
        .iter()
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, value)| Some((name.to_owned(), value.parse().ok()?)))
        .collect()
}

/// Returns the lines that a measure prints.
fn figures_of(measure: &str, folder: &Path) -> Vec<String> {
    let program = std::env::current_exe().expect("this program has a path");
    let output = Command::new(program).args(["--one", measure]).arg(folder).output().expect("it runs again");
    assert!(output.status.success(), "{measure}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

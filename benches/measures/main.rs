//! Everything that is promised about speed and memory, measured in one run, as one table of ratios.
//!
//!     cargo bench --bench measures -- --data FOLDER [--events N] [--small N] [--huge N] [--duckdb PYTHON]... [--write FILE]
//!
//! makes the trails it needs in FOLDER (once; two million events take a few minutes and 600 MB) and runs each measure in
//! a process of its own, so that each has its own memory. The reference of loads and of text searches is flate2 on as
//! many threads over the same files. `benches/RESULTS.md` is what `--write` wrote. Times of a busy machine are worth
//! nothing: let it run alone.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a measure, run by hand: what fails should stop with its values"
)]

mod answers;
mod case;
mod data;
mod forms;
mod idle;
mod insight;
mod load;
mod parts;
mod peers;
mod process;
mod screen;
mod table;
mod unpack;

use std::path::{Path, PathBuf};

use clap::Parser;

#[derive(Parser)]
struct Arguments {
    /// Where the trails are made and kept.
    #[arg(long, default_value = concat!(env!("CARGO_TARGET_TMPDIR"), "/measures"))]
    data: PathBuf,
    /// Events of the main trail.
    #[arg(long, default_value_t = 2_000_000)]
    events: usize,
    /// Events of the trail of small files, five in the middle one.
    #[arg(long, default_value_t = 1_300_000)]
    small: usize,
    /// Events of a very large trail, measured on request only: shows how load, memory and keystrokes grow.
    #[arg(long)]
    huge: Option<usize>,
    /// A Python that has DuckDB, once for each release to compare with.
    #[arg(long, value_name = "PYTHON")]
    duckdb: Vec<PathBuf>,
    /// Writes the table into a file, too.
    #[arg(long)]
    write: Option<PathBuf>,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
    /// One measure alone, in this process: its name and a folder.
    #[arg(long, num_args = 2, value_names = ["MEASURE", "FOLDER"])]
    one: Option<Vec<String>>,
}

fn main() {
    let arguments = Arguments::parse();
    match arguments.one.as_deref() {
        Some([measure, folder]) => one(measure, Path::new(folder)),
        _ => table::run(&arguments),
    }
}

fn one(measure: &str, folder: &Path) {
    match measure {
        "peers" => {
            for (name, seconds) in peers::measure(folder, &[]) {
                println!("{name}: {seconds:?}");
            }
        }
        "unpack" => load::measure_unpack(folder),
        "load" => load::measure_load(folder),
        "first" => load::measure_first(folder),
        "screen" => screen::measure(folder),
        "case" => case::measure(folder),
        "parts" => parts::measure(folder),
        "insight" => insight::measure(folder),
        "answers" | "keystrokes" | "groups" | "details" | "texts" | "memory" => {
            answers::measure(folder, measure);
        }
        _ => eprintln!("no such measure: {measure}"),
    }
}

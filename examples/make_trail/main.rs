//! Makes CloudTrail folders: the sample of the project, or any number of events for measuring.

mod base;
mod bulk;
mod forms;
mod sample;
mod services;
mod story;

use std::io::{Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use base::output::{Outcome, OutputFolder};
use forms::Form;

const HELP_END: &str = "\
Examples:
  The sample folder of the project (an invented incident, about 700 events):
    cargo run --example make_trail -- --sample --out sample-logs --seed 7

  Two million events in the layout of S3, for measuring:
    cargo run --release --example make_trail -- --events 2000000 --out /tmp/big --seed 1

  Few large files instead of many small ones:
    cargo run --release --example make_trail -- --events 100000 --file-median 400 --out /tmp/large

  The same events as the CSV of Event history:
    cargo run --example make_trail -- --events 5000 --form history --out /tmp/history

The same seed gives the same files, byte for byte, on any number of threads.
Nothing is ever deleted. Accounts, people, addresses and keys are invented; every key ends in EXAMPLE.";

/// Makes CloudTrail folders to try trailsift on.
#[derive(Parser)]
#[command(name = "make_trail", after_help = HELP_END)]
struct Options {
    /// Write the sample folder: two days at an invented company, with an intruder.
    #[arg(long, required_unless_present = "events", conflicts_with_all = ["events", "file_median", "threads"])]
    sample: bool,

    /// Write this many believable events without a story, records delivered twice included.
    #[arg(long, value_name = "N")]
    events: Option<usize>,

    /// Folder to write to; it must be new or empty.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Number that decides everything random.
    #[arg(long, value_name = "S", default_value_t = 7)]
    seed: u64,

    /// Events in the middle one of the files (--events only); a few files are very much larger.
    #[arg(long, value_name = "M", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    file_median: u32,

    /// Threads to write with (--events only); 0 takes one for each processor.
    #[arg(long, value_name = "T", default_value_t = 0)]
    threads: usize,

    /// How to write the trail; another form than that of S3 is one file. Tables need --events.
    #[arg(long, value_enum, default_value_t = Form::S3)]
    form: Form,

    /// Write into a folder that has files in it, overwriting those of the same name.
    #[arg(long)]
    force: bool,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to be done if even the message cannot be written.
            let _ = writeln!(std::io::stderr(), "make_trail: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Outcome<()> {
    if options.sample && options.form.is_table() {
        return Err(
            "files of the sample are damaged or no logs, which no table can have; use --events".into()
        );
    }
    let folder = OutputFolder::open(&options.out, options.force)?;
    let line = if options.form == Form::S3 {
        write(options, &folder)?
    } else {
        let trail = tempfile::tempdir()?;
        let line = write(options, &OutputFolder::open(trail.path(), false)?)?;
        let name = forms::write(trail.path(), options.form, &folder)?.unwrap_or_default();
        format!("{name}: {line}")
    };
    writeln!(stdout(), "{line}")?;
    Ok(())
}

/// Writes the trail in the layout of S3; returns what was written, as a line.
fn write(options: &Options, folder: &OutputFolder) -> Outcome<String> {
    if let Some(events) = options.events {
        let plan = bulk::Plan {
            events,
            seed: options.seed,
            file_median: options.file_median,
            threads: options.threads,
        };
        return Ok(bulk::write(folder, &plan)?.to_string());
    }
    let summary = sample::write(folder, options.seed)?;
    Ok(format!("{} files, {} records", summary.files, summary.records))
}

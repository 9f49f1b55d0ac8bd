//! The same question for other installed tools: how many events of each error code are in the folder. Each is
//! named with its version, because another release may work differently.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Prints its rows: columns and types are named, so that nothing is guessed from the files first.
const DUCKDB: &str = "
import duckdb, sys
print(duckdb.sql('''select r.errorCode, count(*) from (
    select unnest(Records) r from read_json($1,
        columns = {Records: 'STRUCT(errorCode VARCHAR)[]'}, maximum_object_size = 100000000)
) group by 1''', params = [sys.argv[1] + '/**/*.json.gz']).fetchall())
";

const JQ: &str =
    "find \"$0\" -name '*.json.gz' -print0 | xargs -0 zcat | jq -r '.Records[].errorCode' | sort | uniq -c";

/// Name, version and seconds of each; none for what is not installed. `pythons` are interpreters that have DuckDB.
pub(crate) fn measure(folder: &Path, pythons: &[PathBuf]) -> Vec<(String, Option<f64>)> {
    let folder = folder.to_str().expect("the folder's name is text");
    let group = ["group", folder, "--by", "errorCode", "--format", "json"];
    let mut measured = vec![(
        format!("trailsift {} group --by errorCode", env!("CARGO_PKG_VERSION")),
        time(Command::new(env!("CARGO_BIN_EXE_trailsift")).args(group)),
    )];
    measured.push(match version(Command::new("jq").arg("--version")) {
        Some(version) => (format!("zcat and {version}"), time(Command::new("sh").args(["-c", JQ, folder]))),
        None => ("zcat and jq".to_owned(), None),
    });
    let usual = [PathBuf::from("python3")];
    for python in if pythons.is_empty() { &usual } else { pythons } {
        let asked = ["-c", "import duckdb; print(duckdb.__version__)"];
        measured.push(match version(Command::new(python).args(asked)) {
            Some(version) => (
                format!("DuckDB {version} (from Python)"),
                time(Command::new(python).args(["-c", DUCKDB, folder])),
            ),
            None => (format!("DuckDB (from {})", python.display()), None),
        });
    }
    measured
}

/// The line that a program prints about itself; none where it fails.
fn version(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok().map(|text| text.trim().to_owned())
}

/// The better of two runs.
fn time(command: &mut Command) -> Option<f64> {
    let mut run = || {
        let started = Instant::now();
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
        status.success().then(|| started.elapsed().as_secs_f64())
    };
    let first = run()?;
    Some(run().map_or(first, |second| second.min(first)))
}

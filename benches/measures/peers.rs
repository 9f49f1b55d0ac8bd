//! The same question put to other tools that are installed: how many events of each error code are in the folder.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Name and seconds of each; none for what is not installed.
pub(crate) fn measure(folder: &Path) -> Vec<(&'static str, Option<f64>)> {
    let folder = folder.to_str().expect("the folder's name is text");
    let jq = "find \"$0\" -name '*.json.gz' -print0 | xargs -0 zcat | jq -r '.Records[].errorCode' | sort | uniq -c";
    let duck = "import duckdb, sys; duckdb.sql(\"select errorCode, count(*) from (select unnest(Records, recursive := true) \
                from read_json('\" + sys.argv[1] + \"/**/*.json.gz', columns = {Records: 'STRUCT(errorCode VARCHAR)[]'}, \
                maximum_object_size = 100000000)) group by 1\").fetchall()";
    vec![
        (
            "trailsift group --by errorCode",
            time(Command::new(env!("CARGO_BIN_EXE_trailsift")).args([
                "group",
                folder,
                "--by",
                "errorCode",
                "--format",
                "json",
            ])),
        ),
        ("zcat and jq", installed("jq").then(|| time(Command::new("sh").args(["-c", jq, folder]))).flatten()),
        ("DuckDB (from Python)", time(Command::new("python3").args(["-c", duck, folder]))),
    ]
}

fn installed(program: &str) -> bool {
    Command::new(program).arg("--version").stdout(Stdio::null()).status().is_ok_and(|status| status.success())
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

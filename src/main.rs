//! trailsift: browse downloaded AWS CloudTrail files in the terminal, offline.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(trailsift::cli::run(std::env::args_os()).code())
}

//! All measures in one table of ratios.
#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a measure that fails should stop with its values"
)]
mod load;
mod parts;
mod process;
mod unpack;

use std::path::Path;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["one", "unpack", folder] => load::measure_unpack(Path::new(folder)),
        ["one", "load", folder] => load::measure_load(Path::new(folder)),
        ["one", "parts", folder] => parts::measure(Path::new(folder)),
        _ => {}
    }
}

//! What loading a folder costs, in a process of its own, so that its memory is its own, too.

use std::path::Path;
use std::sync::mpsc;
use std::time::Instant;

use trailsift::ingest::{Options, load, start};

use super::process::{cpu_seconds, resident};
use super::unpack::unpack;

/// Threads of the load and of the reference.
pub(crate) fn threads() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

/// Prints what reading and unpacking takes.
pub(crate) fn measure_unpack(folder: &Path) {
    let started = Instant::now();
    let bytes = unpack(folder, threads());
    println!("wall\t{}", started.elapsed().as_secs_f64());
    println!("cpu\t{}", cpu_seconds());
    println!("json_bytes\t{bytes}");
}

/// Prints what a load takes and holds.
pub(crate) fn measure_load(folder: &Path) {
    let started = Instant::now();
    let store = load(Options::new(vec![folder.to_owned()])).expect("the folder can be loaded");
    println!("wall\t{}", started.elapsed().as_secs_f64());
    println!("cpu\t{}", cpu_seconds());
    let (now, peak) = resident();
    println!("resident\t{now}");
    println!("peak\t{peak}");
    println!("events\t{}", store.len());
    println!("files\t{}", store.files().count());
}

/// Prints when the first events can be shown.
pub(crate) fn measure_first(folder: &Path) {
    let started = Instant::now();
    let (sender, reports) = mpsc::channel();
    let loading = start(Options::new(vec![folder.to_owned()]), move |report| drop(sender.send(report)))
        .expect("threads can be started");
    let first = reports.iter().find(|report| report.store.as_ref().is_some_and(|store| !store.is_empty()));
    println!("wall\t{}", started.elapsed().as_secs_f64());
    println!("events\t{}", first.and_then(|report| report.store).map_or(0, |store| store.len()));
    loading.stop();
}

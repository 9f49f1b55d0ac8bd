//! Where the time of a load goes: each stage on one thread, file by file, so that the text is as warm as in a load.

use std::path::Path;
use std::time::{Duration, Instant};

use trailsift::ingest::extract;
use trailsift::json::scan::Scanner;
use trailsift::record::identity::cache::IdentityCache;
use trailsift::record::read::RawRecord;
use trailsift::store::builder::Builder;

use super::unpack::{files, unpack_file};

/// Prints what each stage takes for all files below `folder`, in seconds.
pub(crate) fn measure(folder: &Path) {
    let (mut packed, mut text) = (Vec::new(), Vec::new());
    let mut collector = Builder::default().collector();
    let mut stages = [
        ("unpack", Duration::ZERO),
        ("scan", Duration::ZERO),
        ("read", Duration::ZERO),
        ("collect", Duration::ZERO),
    ];
    let mut check = 0;
    let mut known = IdentityCache::default();
    for path in files(folder) {
        let mut stage = 0;
        let mut time = |work: &mut dyn FnMut() -> usize| {
            let started = Instant::now();
            check += work();
            stages[stage].1 += started.elapsed();
            stage += 1;
        };
        time(&mut || unpack_file(&path, &mut packed, &mut text).expect("the generated files are sound"));
        time(&mut || Scanner::new(&text, 0).value().map_or(0, |place| place.len()));
        time(&mut || {
            let mut at = 12;
            while let Ok(record) = RawRecord::read_knowing(&text, at, &mut known) {
                at += record.text.len() + 1;
            }
            at
        });
        time(&mut || extract::read(&text, 0, &mut collector).events as usize);
        if collector.waiting() > 8192 {
            collector.take();
        }
    }
    for (name, took) in stages {
        println!("{name}\t{:.3}", took.as_secs_f64());
    }
    println!("check\t{check}");
}

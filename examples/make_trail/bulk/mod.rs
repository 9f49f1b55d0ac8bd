//! Any number of believable events without a story, for measuring. The work is cut into shards of one
//! account, region and day; each has its own random numbers, so the tree does not depend on the threads.

mod calls;
mod shard;
mod world;

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::base::clock::{self, DAY};
use crate::base::output::{Outcome, OutputFolder};
use crate::base::rng::mix;
use shard::Shard;
use world::World;

const REGIONS: [(&str, f64); 5] = [
    ("us-east-1", 0.46),
    ("eu-west-1", 0.30),
    ("eu-central-1", 0.14),
    ("us-west-2", 0.07),
    ("ap-southeast-2", 0.03),
];

/// The options.
pub(crate) struct Plan {
    pub(crate) events: usize,
    pub(crate) seed: u64,
    pub(crate) file_median: u32,
    pub(crate) threads: usize,
}

/// What was written.
#[derive(Clone, Copy, Default)]
pub(crate) struct Totals {
    pub(crate) files: u64,
    pub(crate) events: u64,
    pub(crate) json_bytes: u64,
    pub(crate) gz_bytes: u64,
}

impl Totals {
    pub(crate) fn add(&mut self, other: Self) {
        self.files += other.files;
        self.events += other.events;
        self.json_bytes += other.json_bytes;
        self.gz_bytes += other.gz_bytes;
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.json_bytes * 10).checked_div(self.gz_bytes).unwrap_or(0);
        let mean = self.json_bytes.checked_div(self.events).unwrap_or(0);
        write!(
            out,
            "{} files, {} events, {} bytes JSON ({mean} an event), {} bytes gz, ratio {}.{} : 1",
            self.files,
            self.events,
            self.json_bytes,
            self.gz_bytes,
            tenths / 10,
            tenths % 10
        )
    }
}

/// Writes the whole tree.
pub(crate) fn write(folder: &OutputFolder, plan: &Plan) -> Outcome<Totals> {
    let accounts = (2 + plan.events / 250_000).min(world::ACCOUNTS.len());
    let worlds: Vec<World> =
        world::ACCOUNTS.iter().take(accounts).map(|account| World::new(account, plan.seed)).collect();
    let shards = plan_shards(plan, &worlds);
    let next = AtomicUsize::new(0);
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let threads = if plan.threads == 0 { processors } else { plan.threads };
    thread::scope(|scope| {
        let worker = || -> Outcome<Totals> {
            let mut totals = Totals::default();
            while let Some(shard) = shards.get(next.fetch_add(1, Ordering::Relaxed)) {
                totals.add(shard.write(folder)?);
            }
            Ok(totals)
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        let mut totals = Totals::default();
        for worker in workers {
            totals.add(worker.join().map_err(|_| "a writing thread ended early")??);
        }
        Ok(totals)
    })
}

fn plan_shards<'a>(plan: &Plan, worlds: &'a [World]) -> Vec<Shard<'a>> {
    let days = i64::try_from((plan.events / 25_000).clamp(1, 90)).unwrap_or(1);
    let first_day = clock::at(2026, 1, 5, 0, 0);
    let mut weighed = Vec::new();
    for (rank, world) in (1_u32..).zip(worlds) {
        for (region, share) in REGIONS {
            for day in 0..days {
                // The first day is a Monday; little happens at the weekend.
                let weekend = if day % 7 > 4 { 0.4 } else { 1.0 };
                weighed.push((world, region, first_day + day * DAY, share * weekend / f64::from(rank)));
            }
        }
    }
    let total: f64 = weighed.iter().map(|(.., weight)| weight).sum();
    let (mut sum, mut given) = (0.0, 0);
    let last = weighed.len().saturating_sub(1);
    let mut shards = Vec::with_capacity(weighed.len());
    for (index, (world, region, day, weight)) in weighed.into_iter().enumerate() {
        sum += weight;
        let until = if index == last { plan.events } else { world::scaled(plan.events, sum / total) };
        let seed = mix(plan.seed ^ mix(u64::try_from(index).unwrap_or(0)));
        let events = until.saturating_sub(given);
        shards.push(Shard { world, region, day, events, file_median: plan.file_median, seed });
        given = until.max(given);
    }
    // Large shards first, so that no thread is left with a large one at the end.
    shards.sort_by_key(|shard| std::cmp::Reverse(shard.events));
    shards
}

//! The files of one account, region and day.

use super::Totals;
use super::calls::Call;
use super::world::{World, Zipf, scaled};
use crate::base::caller::Caller;
use crate::base::clock::{DAY, MINUTE};
use crate::base::event::Event;
use crate::base::output::{Outcome, OutputFolder};
use crate::base::rng::Rng;
use crate::base::s3_path::log_path;
use crate::base::template::fill;

const FAILED: f64 = 0.035;
const TWICE: f64 = 0.003;
/// How many calls are followed by others of the same kind.
const BURST: f64 = 0.3;
const TEAMS: [&str; 6] = ["orders", "billing", "search", "media", "fraud", "stock"];
/// Spread of the file sizes: with 1.6, files in the middle are small and most events lie in large ones.
const SPREAD: f64 = 1.6;

pub(crate) struct Shard<'a> {
    pub(crate) world: &'a World,
    pub(crate) region: &'static str,
    pub(crate) day: i64,
    pub(crate) events: usize,
    pub(crate) file_median: u32,
    pub(crate) seed: u64,
}

/// What a shard remembers while its files are written.
struct Work<'a> {
    shard: &'a Shard<'a>,
    rng: Rng,
    sessions: Vec<Option<Caller>>,
    ranks: Vec<Zipf>,
    /// The call that is being repeated, and how often yet: programs do the same thing several times over.
    burst: Option<(Event, usize)>,
    /// Records that will be delivered again with the next file.
    again: Vec<String>,
}

impl Shard<'_> {
    pub(crate) fn write(&self, folder: &OutputFolder) -> Outcome<Totals> {
        let principals = &self.world.principals;
        let mut work = Work {
            shard: self,
            rng: Rng::new(self.seed),
            sessions: principals.iter().map(|_| None).collect(),
            ranks: principals.iter().map(|one| Zipf::new(one.profile.calls().len())).collect(),
            burst: None,
            again: Vec::new(),
        };
        let mut totals = Totals::default();
        let mut done = 0;
        while done < self.events {
            let size = work.file_size().min(self.events - done);
            let delivered = self.day + time_of_day(done, self.events) + 5 * MINUTE;
            let text = work.file(size, delivered);
            let path = log_path(self.world.account, "CloudTrail", self.region, delivered, &mut work.rng);
            totals.add(Totals {
                files: 1,
                events: u64::try_from(size)?,
                json_bytes: u64::try_from(text.len())?,
                gz_bytes: folder.write_gz(&path, text.as_bytes())?,
            });
            done += size;
        }
        Ok(totals)
    }
}

/// When the n-th of all events of a day is delivered: seven tenths of them between 7 and 19 o'clock.
fn time_of_day(done: usize, all: usize) -> i64 {
    let permille = i64::try_from(done * 1000 / all.max(1)).unwrap_or(0);
    let seconds = match permille {
        0..150 => permille * 168,
        150..850 => 25_200 + (permille - 150) * 432 / 7,
        _ => 68_400 + (permille - 850) * 119,
    };
    // Delivery comes in steps of five minutes.
    seconds.min(DAY - 1) / (5 * MINUTE) * (5 * MINUTE)
}

impl Work<'_> {
    fn file_size(&mut self) -> usize {
        // e^x as (1 + x/1024)^1024: plain multiplication gives the same bits on every machine.
        let mut growth = (1.0 + SPREAD * self.rng.bell() / 1024.0).max(0.0);
        for _ in 0..10 {
            growth *= growth;
        }
        let median = usize::try_from(self.shard.file_median).unwrap_or(1);
        scaled(median * 1000, growth / 1000.0).clamp(1, 20_000.max(median))
    }

    fn file(&mut self, size: usize, delivered: i64) -> String {
        let mut text = String::with_capacity(size * 1500);
        text.push_str("{\"Records\":[");
        let mut old = std::mem::take(&mut self.again).into_iter();
        for number in 0..size {
            if number > 0 {
                text.push(',');
            }
            if let Some(record) = old.next() {
                text.push_str(&record);
                continue;
            }
            let time = delivered - self.rng.between(45, 600);
            let record = self.next_event(time).finish(&mut self.rng).render();
            text.push_str(&record);
            if self.rng.chance(TWICE) {
                self.again.push(record);
            }
        }
        text.push_str("]}");
        text
    }

    fn next_event(&mut self, time: i64) -> Event {
        if let Some((event, left)) = &mut self.burst
            && *left > 0
        {
            *left -= 1;
            let mut event = event.clone();
            event.time = time;
            return event;
        }
        let event = self.event(time);
        let repeats = if self.rng.chance(BURST) { 1 + self.rng.below(9) } else { 0 };
        self.burst = Some((event.clone(), repeats));
        event
    }

    fn event(&mut self, time: i64) -> Event {
        let world = self.shard.world;
        let index = world.popularity.pick(&mut self.rng);
        let (Some(principal), Some(ranks)) = (world.principals.get(index), self.ranks.get(index)) else {
            return Event::new(
                &Caller::service(world.account, "ec2"),
                time,
                self.shard.region,
                "sts",
                "AssumeRole",
            );
        };
        // A session lives for some dozens of calls.
        let fresh = self.rng.chance(0.02);
        let caller = match self.sessions.get_mut(index) {
            Some(slot) if fresh || slot.is_none() => {
                slot.insert(principal.caller(world.account, time, &mut self.rng)).clone()
            }
            Some(Some(caller)) => caller.clone(),
            _ => principal.caller(world.account, time, &mut self.rng),
        };
        let calls = principal.profile.calls();
        let mut call = ranks.pick(&mut self.rng);
        // Global services record in us-east-1 only.
        if self.shard.region != "us-east-1" && calls.get(call).is_some_and(|(service, ..)| *service == "iam")
        {
            call = 0;
        }
        let call = calls.get(call).copied().unwrap_or(("sts", "GetCallerIdentity", "null", "null"));
        let event = self.filled(&caller, time, call);
        if caller.direct && self.rng.chance(FAILED * 1.5) { self.failed(event) } else { event }
    }

    fn filled(&mut self, caller: &Caller, time: i64, call: Call) -> Event {
        let (world, region) = (self.shard.world, self.shard.region);
        let (service, name, request, response) = call;
        let rng = &mut self.rng;
        let pick = |names: &'_ [String], rng: &mut Rng| {
            let near = rng.below(names.len()).min(rng.below(names.len()));
            names.get(near).cloned().unwrap_or_default()
        };
        let bucket = pick(&world.buckets, rng);
        let key = pick(&world.keys, rng);
        let mut event = Event::new(caller, time, region, service, name);
        if matches!(request, "bucket" | "object") {
            let object =
                (request == "object").then(|| format!("in/{}/{}.json", rng.word(&TEAMS), rng.hex(16)));
            let bytes = if name.starts_with("Get") { 300 + rng.below(90_000) } else { 0 };
            event = event.bucket(&bucket, object.as_deref(), bytes);
        } else {
            let (function, instance) = (pick(&world.functions, rng), pick(&world.instances, rng));
            let policy = if request.contains("$policy") { policy(rng) } else { String::new() };
            let grant = if response.contains("$grant") { rng.key("ASIA") } else { String::new() };
            let zone = format!("{region}b");
            let values = [
                ("account", world.account),
                ("region", region),
                ("regionb", &zone),
                ("bucket", &bucket),
                ("kmskey", &key),
                ("function", &function),
                ("instance", &instance),
                ("team", rng.word(&TEAMS)),
                ("policy", &policy),
                ("grant", &grant),
            ];
            event = event.req(&fill(request, &values, rng)).res(&fill(response, &values, rng));
        }
        if service == "kms" || name == "AssumeRole" {
            event =
                event.resource("AWS::KMS::Key", &format!("arn:aws:kms:{region}:{}:key/{key}", world.account));
            event.shared = Some(rng.guid());
        }
        if caller.ip.starts_with("10.") {
            event.endpoint = Some(String::from("vpce-0a41c7e2d95b38f60"));
        }
        event
    }

    fn failed(&mut self, event: Event) -> Event {
        let (region, account) = (self.shard.region, self.shard.world.account);
        let service = event.source.split('.').next().unwrap_or_default().to_owned();
        let action = format!("{service}:{}", event.name);
        match self.rng.below(20) {
            0..11 => event.denied(&action, &format!("arn:aws:{service}:{region}:{account}:*")),
            11..16 => event.fail("ThrottlingException", "Rate exceeded"),
            16..18 if service == "s3" => event.fail("NoSuchKey", "The specified key does not exist."),
            16..19 => event.fail("ResourceNotFoundException", "The specified resource does not exist."),
            _ => event.fail(
                "ValidationException",
                "1 validation error detected: Value at 'name' failed to satisfy constraint",
            ),
        }
    }
}

/// A policy as JSON inside a JSON text.
fn policy(rng: &mut Rng) -> String {
    let statements: Vec<String> = (0..=rng.below(4))
        .map(|_| {
            let team = rng.word(&TEAMS);
            format!(
                r#"{{\"Sid\":\"S{}\",\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"s3:PutObject\",\"sqs:SendMessage\"],\"Resource\":[\"arn:aws:s3:::example-{team}/*\",\"arn:aws:sqs:*:*:{team}-jobs\"]}}"#,
                rng.below(900)
            )
        })
        .collect();
    format!(r#"{{\"Version\":\"2012-10-17\",\"Statement\":[{}]}}"#, statements.join(","))
}

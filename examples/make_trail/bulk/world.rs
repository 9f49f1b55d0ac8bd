//! One account of the bulk tree: who works there, and the names of the things they work with.

use crate::base::caller::{Caller, Session};
use crate::base::rng::{Rng, hash_text, mix};

use super::calls::Profile;

pub(crate) const ACCOUNTS: [&str; 8] = [
    "111122223333",
    "444455556666",
    "777788889999",
    "123456789012",
    "210987654321",
    "112233445566",
    "998877665544",
    "555555555555",
];

const SERVICES: [&str; 8] =
    ["lambda", "ec2", "cloudtrail", "config", "ecs-tasks", "delivery.logs", "rds", "autoscaling"];
const TEAMS: [&str; 8] = ["orders", "billing", "search", "media", "mail", "fraud", "stock", "reports"];
const JOBS: [&str; 6] = ["intake", "worker", "api", "indexer", "export", "notifier"];
const PEOPLE: [&str; 9] = ["ada", "bela", "chika", "dara", "edda", "farid", "gita", "hugo", "ilse"];
const AGENTS: [&str; 9] = [
    "Boto3/1.36.21 md/Botocore#1.36.21 ua/2.0 os/linux#6.1.0 md/arch#x86_64 lang/python#3.12.8 cfg/retry-mode#legacy",
    "aws-sdk-java/2.30.22 md/io#async md/http#NettyNio ua/2.0 os/Linux#5.10.233 lang/java#21.0.6 md/OpenJDK_64-Bit_Server_VM cfg/retry-mode#standard",
    "aws-sdk-nodejs/3.758.0 os/linux#5.10 lang/js#22.13.1 exec-env/AWS_Lambda_nodejs22.x",
    "aws-sdk-go-v2/1.36.1 ua/2.1 os/linux lang/go#1.23.6 md/GOARCH#arm64 md/GOOS#linux",
    "aws-cli/2.24.10 md/awscrt#0.23.8 ua/2.0 os/linux#6.8.0 md/arch#x86_64 lang/python#3.12.9",
    "Mozilla/5.0 (X11; Linux x86_64; rv:136.0) Gecko/20100101 Firefox/136.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:135.0) Gecko/20100101 Firefox/135.0",
    "aws-sdk-rust/1.5.16 ua/2.1 os/linux lang/rust#1.84.0",
    "Boto3/1.26.4 Python/3.8.16 Linux/4.14.255 Botocore/1.29.4",
];

/// A role, user or service with the calls that are usual for it.
pub(crate) struct Principal {
    pub(crate) name: String,
    pub(crate) profile: Profile,
    agent: &'static str,
}

pub(crate) struct World {
    pub(crate) account: &'static str,
    pub(crate) principals: Vec<Principal>,
    pub(crate) popularity: Zipf,
    pub(crate) buckets: Vec<String>,
    pub(crate) functions: Vec<String>,
    pub(crate) instances: Vec<String>,
    pub(crate) keys: Vec<String>,
}

/// Chooses small numbers often and large ones seldom.
pub(crate) struct Zipf {
    sums: Vec<f64>,
}

impl Zipf {
    pub(crate) fn new(count: usize) -> Self {
        let mut sum = 0.0;
        let ranks = (1_u32..).take(count);
        let sums = ranks.map(|rank| {
            sum += 1.0 / f64::from(rank);
            sum
        });
        Self { sums: sums.collect() }
    }

    pub(crate) fn pick(&self, rng: &mut Rng) -> usize {
        let target = rng.unit() * self.sums.last().copied().unwrap_or(0.0);
        self.sums.partition_point(|sum| *sum <= target)
    }
}

/// A share of a whole, rounded down.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "the share lies between 0 and 1, and event counts are far below 2^52"
)]
pub(crate) fn scaled(whole: usize, share: f64) -> usize {
    (whole as f64 * share) as usize
}

impl World {
    pub(crate) fn new(account: &'static str, seed: u64) -> Self {
        let mut rng = Rng::new(mix(seed ^ hash_text(account)));
        let mut principals = machines(&mut rng);
        principals.extend(SERVICES.iter().map(|name| principal(name, Profile::Service, "")));
        for (name, agent) in [("ci-deploy", 4), ("terraform", 3)] {
            principals.push(principal(
                name,
                Profile::Builder,
                AGENTS.get(agent).copied().unwrap_or_default(),
            ));
        }
        for name in ["AWSServiceRoleForConfig", "posture-scanner"] {
            principals.push(principal(name, Profile::Watcher, AGENTS.first().copied().unwrap_or_default()));
        }
        for person in PEOPLE {
            principals.push(principal(person, Profile::Person, rng.word(&AGENTS)));
        }
        for user in ["old-backup", "mail-relay", "report-export"] {
            principals.push(principal(user, Profile::User, rng.word(&AGENTS)));
        }
        rng.shuffle(&mut principals);
        // AWS's own services make most records of a real account.
        principals.sort_by_cached_key(|principal| {
            !matches!(principal.profile, Profile::Service) && rng.chance(0.75)
        });
        let names = |prefix: &str, count: usize, rng: &mut Rng| {
            (0..count).map(|_| format!("{prefix}{}-{}", rng.word(&TEAMS), rng.hex(6))).collect()
        };
        Self {
            account,
            popularity: Zipf::new(principals.len()),
            principals,
            buckets: names("example-", 30, &mut rng),
            functions: names("", 40, &mut rng),
            instances: (0..60).map(|_| format!("i-0{}", rng.hex(16))).collect(),
            keys: (0..12).map(|_| rng.guid()).collect(),
        }
    }
}

fn principal(name: &str, profile: Profile, agent: &'static str) -> Principal {
    Principal { name: name.to_owned(), profile, agent }
}

fn machines(rng: &mut Rng) -> Vec<Principal> {
    let mut machines = Vec::new();
    for team in TEAMS {
        for job in JOBS {
            if rng.chance(0.5) {
                let agent = rng.word(&AGENTS);
                machines.push(principal(&format!("{team}-{job}-role"), Profile::Machine, agent));
            }
        }
    }
    machines
}

impl Principal {
    /// A fresh session of this principal; services and users have none and just call.
    pub(crate) fn caller(&self, account: &str, time: i64, rng: &mut Rng) -> Caller {
        let key = rng.key("ASIA");
        let created = time - rng.between(20, 3000);
        let address = public_address(rng);
        match self.profile {
            Profile::Service => Caller::service(account, &self.name),
            Profile::User => {
                let key = Rng::new(hash_text(&format!("{account}/{}", self.name))).key("AKIA");
                Caller::user(account, &self.name, &key).from(&address, self.agent)
            }
            Profile::Person => {
                let mail = format!("{}@example.com", self.name);
                let session = Session { name: &mail, key: "$key", created, mfa: false };
                let role = "AWSReservedSSO_Engineer_2d9f41c07ab3e865";
                let path = "/aws-reserved/sso.amazonaws.com/eu-west-1/";
                Caller::role(account, path, role, &session).from(&address, self.agent).in_console()
            }
            Profile::Machine | Profile::Builder | Profile::Watcher => {
                let name = format!("{}-{}", self.name.trim_end_matches("-role"), rng.hex(12));
                let session = Session { name: &name, key: &key, created, mfa: false };
                let inside = format!("10.{}.{}.{}", rng.below(4) * 16, rng.below(200), rng.below(250));
                let address = if matches!(self.profile, Profile::Builder) { address } else { inside };
                Caller::role(account, "/", &self.name, &session).from(&address, self.agent)
            }
        }
    }
}

/// An address of the ranges kept free for documentation.
fn public_address(rng: &mut Rng) -> String {
    if rng.chance(0.06) {
        return format!("2001:db8:{}::{}", rng.hex(3), rng.hex(2));
    }
    format!("{}.{}", rng.word(&["192.0.2", "198.51.100", "203.0.113"]), rng.below(254) + 1)
}

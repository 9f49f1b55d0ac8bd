//! Larkspur: its accounts, people, roles, addresses and agents.

use crate::base::caller::{Caller, Session};
use crate::base::clock;
use crate::base::rng::Rng;

/// The account the shop runs in.
pub(crate) const APP: &str = "111122223333";
/// The account that keeps the data.
pub(crate) const VAULT: &str = "444455556666";
/// An account nobody at Larkspur knows.
pub(crate) const STRANGER: &str = "777788889999";

pub(crate) const VIRGINIA: &str = "us-east-1";
pub(crate) const IRELAND: &str = "eu-west-1";
pub(crate) const FRANKFURT: &str = "eu-central-1";

pub(crate) const OFFICE: &str = "192.0.2.44";
/// The build server that was meant to be switched off last year.
pub(crate) const OLD_BUILD_SERVER: &str = "198.51.100.140";
/// The key that leaked.
pub(crate) const BUILD_KEY: &str = "AKIAQ7LKSPRBDEXAMPLE";
/// The key the intruder made.
pub(crate) const BACKUP_KEY: &str = "AKIAV2BACKUP4EXAMPLE";
pub(crate) const INTRUDER_HOME: &str = "203.0.113.77";
pub(crate) const INTRUDER_SERVER: &str = "198.51.100.23";
pub(crate) const INTRUDER_BROWSER: &str = "2001:db8:4f:12::9";

pub(crate) const KALI: &str = "aws-cli/2.23.6 md/awscrt#0.23.8 ua/2.0 os/linux#6.12.13-amd64 md/arch#x86_64 \
     lang/python#3.13.2 md/pyimpl#CPython exec-env/kali-rolling cfg/retry-mode#standard";
pub(crate) const BOTO: &str = "Boto3/1.36.21 md/Botocore#1.36.21 ua/2.0 os/linux#6.1.0-31-cloud-amd64 \
                               md/arch#x86_64 lang/python#3.11.2 cfg/retry-mode#legacy";
pub(crate) const OLD_CLI: &str = "aws-cli/1.29.62 Python/3.8.10 Linux/5.4.0-216-generic botocore/1.31.62";
pub(crate) const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:136.0) Gecko/20100101 Firefox/136.0";
pub(crate) const RUNNER: &str = "aws-cli/2.24.10 md/awscrt#0.23.8 ua/2.0 os/linux#6.8.0-1021 \
                                 md/arch#x86_64 lang/python#3.12.9 cfg/retry-mode#standard";
pub(crate) const CLI: &str = "aws-cli/2.24.3 md/awscrt#0.23.8 ua/2.0 os/macos#24.3.0 md/arch#arm64 \
                              lang/python#3.12.9 md/prompt#off";

/// Somebody who works at Larkspur.
pub(crate) struct Person {
    pub(crate) mail: &'static str,
    pub(crate) role: &'static str,
    pub(crate) ip: &'static str,
}

pub(crate) const NORA: Person = Person {
    mail: "nora.lindqvist@example.com",
    role: "AWSReservedSSO_PlatformAdmin_8ab3f0c2d7154e96",
    ip: OFFICE,
};
pub(crate) const TOMAS: Person = Person {
    mail: "tomas.baran@example.com",
    role: "AWSReservedSSO_DeveloperAccess_3f9c1a7be2d04816",
    ip: "192.0.2.101",
};
pub(crate) const JULES: Person = Person {
    mail: "jules.moreau@example.com",
    role: "AWSReservedSSO_DataAnalyst_c40d5e9176ba2f83",
    ip: OFFICE,
};
pub(crate) const PRIYA: Person = Person {
    mail: "priya.iyer@example.com",
    role: "AWSReservedSSO_SecurityResponse_51e7b6a09cd3f248",
    ip: "192.0.2.61",
};

impl Person {
    /// The person's session on the command line.
    pub(crate) fn shell(&self, account: &str, created: i64, key: &str) -> Caller {
        let session = Session { name: self.mail, key, created, mfa: false };
        let path = "/aws-reserved/sso.amazonaws.com/eu-west-1/";
        Caller::role(account, path, self.role, &session).from(self.ip, CLI)
    }

    /// The person's session in the console.
    pub(crate) fn console(&self, account: &str, created: i64) -> Caller {
        self.shell(account, created, "$key").from(self.ip, BROWSER).in_console()
    }
}

/// A moment on the first day, Tuesday 10 March 2026.
pub(crate) fn tuesday(hour: i64, minute: i64) -> i64 {
    clock::at(2026, 3, 10, hour, minute)
}

/// A moment on the second day.
pub(crate) fn wednesday(hour: i64, minute: i64) -> i64 {
    clock::at(2026, 3, 11, hour, minute)
}

/// `responseElements` of an STS call that hands out credentials.
pub(crate) fn granted(account: &str, role: &str, session: &Session<'_>, hours: i64) -> String {
    let id = crate::base::caller::principal_id("AROA", account, role);
    let (name, key) = (session.name, session.key);
    let expiration = clock::wordy(session.created + hours * clock::HOUR);
    format!(
        r#"{{"credentials":{{"accessKeyId":"{key}","sessionToken":"EXAMPLETOKEN","expiration":"{expiration}"}},"assumedRoleUser":{{"assumedRoleId":"{id}:{name}","arn":"arn:aws:sts::{account}:assumed-role/{role}/{name}"}}}}"#
    )
}

/// An address of a build runner; they change from job to job.
pub(crate) fn runner_address(rng: &mut Rng) -> String {
    format!("198.51.100.{}", 150 + rng.below(90))
}

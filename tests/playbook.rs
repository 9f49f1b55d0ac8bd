//! The questions of the playbooks, asked of the sample logs as README and manual page say, compared with plain
//! counts of the records.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    dead_code,
    reason = "a test that fails should stop with its values"
)]

use common::run;
use serde_json::Value;
use trailsift::query::language::playbook::PLAYBOOK;
use trailsift::query::language::saved::shipped;

#[path = "common/binary.rs"]
mod common;

/// A record of the sample, and how the counts look at it.
struct Record(Value);

impl Record {
    fn text(&self, path: &str) -> &str {
        self.0.pointer(path).and_then(Value::as_str).unwrap_or("")
    }

    fn name(&self) -> &str {
        self.text("/eventName")
    }

    fn calls(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.name().to_lowercase().contains(&name.to_lowercase()))
    }

    fn service(&self, service: &str) -> bool {
        self.text("/eventSource") == format!("{service}.amazonaws.com")
    }

    fn key(&self, key: &str) -> bool {
        self.text("/userIdentity/accessKeyId") == key
    }

    fn is_type(&self, identity: &str) -> bool {
        self.text("/userIdentity/type") == identity
    }

    fn writes(&self) -> bool {
        let verbs = ["Put", "Attach", "Cancel", "Create", "Delete", "Disable", "Enable", "Set"];
        let is_insight = self.text("/eventCategory") == "Insight";
        // Older records do not state it; there the verb decides.
        let name = if self.name().is_empty() { self.text("/EventName") } else { self.name() };
        let tells = || !is_insight && verbs.iter().any(|verb| name.starts_with(verb));
        self.0["readOnly"] == false || (self.0["readOnly"].is_null() && tells())
    }

    fn failed(&self) -> bool {
        !self.text("/errorCode").is_empty() || self.text("/responseElements/ConsoleLogin") == "Failure"
    }

    fn by_service(&self) -> bool {
        let nobody_else = self.is_type("") && !self.text("/userIdentity/invokedBy").is_empty();
        self.is_type("AWSService") || nobody_else
    }

    fn on_instance(&self) -> bool {
        self.text("/userIdentity/principalId").contains(":i-")
    }

    /// The first listed ARN, else the bucket of the request.
    fn bucket(&self, bucket: &str) -> bool {
        let first =
            self.0["resources"].as_array().and_then(|all| all.iter().find_map(|one| one["ARN"].as_str()));
        first.unwrap_or_else(|| self.text("/requestParameters/bucketName")).contains(bucket)
    }
}

const LEAKED: &str = "AKIAQ7LKSPRBDEXAMPLE";

/// What a question should find, as plain code over the JSON, in the order of the table.
const PLAIN: [fn(&Record) -> bool; 24] = [
    |r| r.key(LEAKED),
    |r| r.key(LEAKED),
    |r| {
        let left = [
            "CreateUser",
            "CreateAccessKey",
            "LoginProfile",
            "CreateRole",
            "AssumeRolePolicy",
            "AttachUserPolicy",
            "AttachRolePolicy",
            "PutUserPolicy",
            "PutRolePolicy",
            "PolicyVersion",
            "AddUserToGroup",
            "MFADevice",
        ];
        r.key(LEAKED) && r.writes() && r.calls(&left)
    },
    |r| {
        let reads =
            ["GetObject", "CopyObject", "GetSecretValue", "GetParameter", "CreateSnapshot", "Scan", "Query"];
        r.key(LEAKED) && r.calls(&reads)
    },
    |r| r.key("AKIAV2BACKUP4EXAMPLE") && r.calls(&["AssumeRole"]),
    |r| r.key(LEAKED) && r.failed(),
    |r| r.bucket("larkspur-customer-exports"),
    |r| r.service("s3") && r.name() == "GetObject" && !r.failed(),
    |r| r.name() == "GetObject" && r.bucket("larkspur-customer-exports"),
    |_| false,
    |r| r.name().starts_with("Delete") && !r.failed(),
    |r| {
        let copies = ["Snapshot", "PutBucketVersioning", "PutBucketLifecycle"];
        r.writes() && (r.service("kms") || r.calls(&copies))
    },
    |r| r.text("/sourceIPAddress") == "198.51.100.23",
    Record::failed,
    |r| r.key(LEAKED),
    |r| {
        let without = r.text("/additionalEventData/MFAUsed") == "No";
        r.name() == "ConsoleLogin" && without && !r.is_type("AssumedRole")
    },
    |r| (r.is_type("AWSAccount") || !r.text("/sharedEventID").is_empty()) && !r.by_service(),
    |r| r.on_instance() && (r.service("iam") || r.name() == "ListBuckets"),
    |r| r.is_type("Root") && r.text("/eventType") != "AwsServiceEvent",
    |r| r.text("/sessionCredentialFromConsole") == "true" && r.writes(),
    |_| false,
    |r| r.writes() && !r.by_service(),
    |r| r.on_instance() && r.text("/userIdentity/sessionContext/sessionIssuer/arn").contains("role/shop-web"),
    |r| r.text("/awsRegion") == "us-east-1" && r.text("/eventTime").starts_with("2026-03-11T06:"),
];

fn sample(filter: &str) -> Vec<Record> {
    let answer = run(&["list", common::sample_logs(), "--format", "jsonl", "-f", filter]);
    assert_eq!(answer.code, Some(3), "{filter}: {}", answer.err);
    answer.text().lines().map(|line| Record(serde_json::from_str(line).unwrap())).collect()
}

#[test]
fn every_query_finds_what_a_plain_count_finds() {
    let all = sample("");
    assert_eq!((all.len() > 500, PLAYBOOK.len()), (true, PLAIN.len()));
    for (answer, plain) in PLAYBOOK.iter().zip(PLAIN) {
        let id = |record: &Record| record.text("/eventID").to_owned();
        let found: Vec<String> = sample(answer.filter).iter().map(id).collect();
        let wanted: Vec<String> = all.iter().filter(|record| plain(record)).map(id).collect();
        assert_eq!(found, wanted, "{}", answer.asks);
    }
}

#[test]
fn every_command_line_answers() {
    for answer in PLAYBOOK {
        let command = answer.command();
        let (line, filter) = command.split_once(" -f '").unwrap();
        let mut arguments: Vec<&str> = line.split(' ').skip(1).collect();
        for word in arguments.iter_mut().filter(|word| **word == "sample-logs") {
            *word = common::sample_logs();
        }
        arguments.extend(["-f", filter.trim_end_matches('\'')]);
        let out = run(&arguments);
        assert_eq!(out.code, Some(3), "{command}: {}", out.err);
        assert!(out.text().lines().count() > 1 || sample(answer.filter).is_empty(), "{command}");
    }
}

#[test]
fn the_shipped_questions_tell_the_story_of_the_sample() {
    let silent: Vec<String> = shipped()
        .into_iter()
        .filter(|question| sample(&question.filter).is_empty())
        .map(|question| question.name)
        .collect();
    // Nothing of the kind happens in the sample; everything else finds something.
    let quiet = [
        "Instance profiles calling IAM",
        "TLS below 1.2",
        "MFA devices changed",
        "Sessions that outlive a key",
        "Access to instances",
        "S3 objects copied",
        "S3 objects deleted, by principal",
        "Buckets made accessible",
        "Bucket versioning and lifecycle changed",
        "Databases changed",
        "KMS keys disabled or shared",
        "Root sessions in member accounts",
        "Sign-in tokens for programs",
        "Identity Center access granted",
        "Role credentials from Identity Center",
        "Credentials without an access key",
        "Telemetry switched off",
        "Long-term keys for models and services",
        "Account-wide protections switched off",
    ];
    assert_eq!(silent, quiet);
}

/// Calls that the sample does not have, each with a question that must find it.
#[test]
fn questions_find_the_calls_of_today() {
    let calls = [
        ("sts", "AssumeRoot", "Root sessions in member accounts"),
        ("sts", "AssumeRoot", "Roles assumed"),
        ("signin", "CreateOAuth2Token", "Sign-in tokens for programs"),
        ("signin", "AuthorizeOAuth2Access", "Sign-in tokens for programs"),
        ("signin", "CreateOAuth2Token", "Sessions that outlive a key"),
        ("sso", "CreateAccountAssignment", "Identity Center access granted"),
        ("account-access", "CreateEntitlement", "Identity Center access granted"),
        ("identitystore", "CreateGroupMembership", "Identity Center access granted"),
        ("sso", "GetRoleCredentials", "Role credentials from Identity Center"),
        ("account-access", "GetRoleCredentials", "Role credentials from Identity Center"),
        ("sts", "GetDelegatedAccessToken", "Credentials without an access key"),
        ("sts", "GetScopedCredentials", "Credentials without an access key"),
        ("sts", "GetWebIdentityToken", "Credentials without an access key"),
        ("rolesanywhere", "CreateSession", "Credentials without an access key"),
        ("observabilityadmin", "DeleteTelemetryRule", "Telemetry switched off"),
        ("observabilityadmin", "StopTelemetryEvaluation", "Logging changes"),
        ("cloudtrail", "PutEventConfiguration", "Logging changes"),
        ("iam", "CreateServiceSpecificCredential", "Long-term keys for models and services"),
        ("ec2", "DisableSnapshotBlockPublicAccess", "Account-wide protections switched off"),
        ("s3", "DeleteAccountPublicAccessBlock", "Account-wide protections switched off"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let shipped = shipped();
    for (at, (service, call, name)) in calls.into_iter().enumerate() {
        let record = format!(
            r#"{{"Records":[{{"eventVersion":"1.11","eventSource":"{service}.amazonaws.com","eventName":"{call}","readOnly":false,"userIdentity":{{"type":"IAMUser","userName":"u"}}}}]}}"#
        );
        let path = folder.path().join(format!("{at}.json"));
        std::fs::write(&path, record).unwrap();
        let question = shipped.iter().find(|question| question.name == name).unwrap();
        let out = run(&["list", path.to_str().unwrap(), "-f", &question.filter]);
        assert_eq!(out.code, Some(0), "{name} does not find {service} {call}: {}", out.err);
    }
}

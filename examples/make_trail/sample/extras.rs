//! Records of other kinds (insights, network activity, aggregated data events) and files that are not logs.

use crate::base::caller::{Caller, Session};
use crate::base::clock::{self, MINUTE};
use crate::base::event::Event;
use crate::base::json::{Object, list, pairs};
use crate::base::rng::Rng;
use crate::base::s3_path::{ORGANISATION, log_path};
use crate::story::company::{APP, BOTO, FRANKFURT, KALI, STRANGER, VAULT, VIRGINIA, tuesday, wednesday};

/// A finished file and the number of records in it.
pub(crate) struct Extra {
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) records: usize,
}

/// What an Insights event says about one unusual stretch of time.
struct Insight<'a> {
    account: &'a str,
    region: &'a str,
    begin: i64,
    minutes: i64,
    source: &'a str,
    name: &'a str,
    error: Option<&'a str>,
    rates: (&'a str, &'a str),
    arn: &'a str,
    agent: &'a str,
}

pub(crate) fn logs(rng: &mut Rng) -> Vec<Extra> {
    let probing = Insight {
        account: APP,
        region: VIRGINIA,
        begin: tuesday(22, 43),
        minutes: 7,
        source: "ec2.amazonaws.com",
        name: "DescribeInstances",
        error: Some("Client.UnauthorizedOperation"),
        rates: ("0.0007", "1.5714285714"),
        arn: "arn:aws:iam::111122223333:user/build-deploy",
        agent: KALI,
    };
    let taking = Insight {
        account: VAULT,
        region: FRANKFURT,
        begin: wednesday(7, 2),
        minutes: 14,
        source: "s3.amazonaws.com",
        name: "GetObject",
        error: None,
        rates: ("0.0416666667", "4.4285714286"),
        arn: "arn:aws:sts::444455556666:assumed-role/OrganizationAccountAccessRole/backup-sync",
        agent: BOTO,
    };
    let mut extras = Vec::new();
    for insight in [probing, taking] {
        let shared = rng.guid();
        for state in ["Start", "End"] {
            extras.push(insight_file(&insight, state, &shared, rng));
        }
    }
    extras.push(network_activity(rng));
    extras.push(aggregated(rng));
    extras
}

fn insight_file(insight: &Insight<'_>, state: &str, shared: &str, rng: &mut Rng) -> Extra {
    let Insight { account, region, begin, minutes, .. } = *insight;
    let (time, duration) = if state == "Start" { (begin, 1) } else { (begin + minutes * MINUTE, minutes) };
    let record = Object::new()
        .text("eventVersion", "1.11")
        .text("eventTime", &clock::iso(time))
        .text("awsRegion", region)
        .text("eventID", &rng.guid())
        .text("eventType", "AwsCloudTrailInsight")
        .text("recipientAccountId", account)
        .text("sharedEventID", shared)
        .raw("insightDetails", &insight_details(insight, state, duration))
        .text("eventCategory", "Insight")
        .end();
    let path = log_path(account, "CloudTrail-Insight", region, time + 10 * MINUTE, rng);
    Extra { path, text: format!("{{\"Records\":[{record}]}}"), records: 1 }
}

fn insight_details(insight: &Insight<'_>, state: &str, duration: i64) -> String {
    let (baseline, rate) = insight.rates;
    let average = |value: &str| format!("{{\"average\":{value}}}");
    let statistics = Object::new()
        .raw("baseline", &average(baseline))
        .raw("insight", &average(rate))
        .raw("insightDuration", &duration.to_string())
        .raw("baselineDuration", "10080")
        .end();
    // Nobody did such a thing in the week before, so no baseline can be attributed.
    let attribution = |attribute: &str, value: &str| {
        let share = Object::new().text("value", value).raw("average", rate).end();
        Object::new().text("attribute", attribute).raw("insight", &list(&[share])).raw("baseline", "[]").end()
    };
    let attributions = [
        attribution("userIdentityArn", insight.arn),
        attribution("userAgent", insight.agent),
        attribution("errorCode", insight.error.unwrap_or("null")),
    ];
    let kind = if insight.error.is_some() { "ApiErrorRateInsight" } else { "ApiCallRateInsight" };
    let context =
        Object::new().raw("statistics", &statistics).raw("attributions", &list(&attributions)).end();
    Object::new()
        .text("state", state)
        .text("eventSource", insight.source)
        .text("eventName", insight.name)
        .text("insightType", kind)
        .maybe_text("errorCode", insight.error)
        .raw("insightContext", &context)
        .end()
}

/// Calls through a VPC endpoint whose policy lets in the own account only.
fn network_activity(rng: &mut Rng) -> Extra {
    let key = rng.key("ASIA");
    let start = wednesday(6, 57);
    let session = Session { name: "loader-7", key: &key, created: start - 900, mfa: false };
    let own = Caller::role(VAULT, "/", "warehouse-loader", &session).from("10.30.7.19", BOTO);
    let strange = Caller::foreign(VAULT, STRANGER, "AIDAZ2STRANGE4EXAMPLE").from("10.30.7.19", BOTO);
    let mut records = Vec::new();
    for (step, (who, service, name)) in [
        (&own, "secretsmanager", "GetSecretValue"),
        (&strange, "kms", "Decrypt"),
        (&strange, "s3", "PutObject"),
        (&strange, "s3", "PutObject"),
    ]
    .into_iter()
    .enumerate()
    {
        let time = start + 40 * i64::try_from(step).unwrap_or(0);
        let mut event = Event::new(who, time, FRANKFURT, service, name);
        if step > 0 {
            event = event.fail("VpceAccessDenied", "The request was denied due to a VPC endpoint policy");
        }
        event.kind = "AwsVpceEvent";
        event.management = None;
        event.read_only = None;
        event.category = Some("NetworkActivity");
        event.endpoint = Some(String::from("vpce-0b4c7d19e2f8a3560"));
        event.endpoint_account = Some(VAULT.to_owned());
        event.shared = Some(rng.guid());
        records.push(event.finish(rng).render());
    }
    let path = log_path(VAULT, "CloudTrail-NetworkActivity", FRANKFURT, start + 13 * MINUTE, rng);
    Extra { path, text: format!("{{\"Records\":{}}}", list(&records)), records: records.len() }
}

/// Five-minute sums of the data events; the top level of such a file is an array.
fn aggregated(rng: &mut Rng) -> Extra {
    let session = "arn:aws:sts::444455556666:assumed-role/OrganizationAccountAccessRole/backup-sync";
    let mut records = Vec::new();
    for (minute, count, bucket) in [
        (0, 34, "larkspur-customer-exports"),
        (10, 6, "larkspur-customer-exports"),
        (10, 22, "larkspur-warehouse"),
    ] {
        let start = wednesday(7, minute);
        let statistics = |name: &str| {
            format!("[{}]", Object::new().text("name", name).raw("value", &count.to_string()).end())
        };
        let dimension = |kind: &str, name: &str| {
            Object::new()
                .text("dimension", kind)
                .raw("statistics", &statistics(name))
                .text("aggregationType", "Count")
                .end()
        };
        let window = pairs(&[
            ("windowStart", &clock::iso(start)),
            ("windowEnd", &clock::iso(start + 5 * MINUTE)),
            ("windowSize", "PT5M"),
        ]);
        let details = list(&[dimension("userIdentityArn", session), dimension("eventName", "GetObject")]);
        let resource = format!("arn:aws:s3:::{bucket}");
        let summary = Object::new()
            .raw("primaryDimension", &dimension("resourceArn", &resource))
            .raw("details", &details)
            .end();
        let record = Object::new()
            .text("eventVersion", "1.0")
            .text("accountId", VAULT)
            .text("eventId", &rng.guid())
            .text("eventCategory", "Aggregated")
            .text("eventType", "AwsAggregatedEvent")
            .text("awsRegion", FRANKFURT)
            .text("eventSource", "s3.amazonaws.com")
            .raw("timeWindow", &window)
            .raw("summary", &summary);
        records.push(record.end());
    }
    let path = log_path(VAULT, "CloudTrail-Aggregated", FRANKFURT, wednesday(7, 25), rng);
    Extra { path, text: list(&records), records: records.len() }
}

/// Other files in a folder that was copied from a bucket.
pub(crate) fn not_logs() -> Vec<(String, Vec<u8>)> {
    let mut desktop = Vec::from(*b"\0\0\0\x01Bud1\0\0\x10\0\0\0\x08\0");
    desktop.resize(512, 0);
    desktop.extend_from_slice(b"\0\x07\0A\0W\0S\0L\0o\0g\0sIlocblob\0\0\0\x10");
    desktop.resize(1024, 0);
    vec![
        (format!("AWSLogs/{ORGANISATION}/.DS_Store"), desktop),
        (format!("AWSLogs/{ORGANISATION}/{VAULT}/CloudTrail/eu-west-1/empty.json.gz"), Vec::new()),
        (String::from("notifications/s3-event.json"), notification().into_bytes()),
    ]
}

/// A message of S3 to a queue: it has `Records`, too, but they are not CloudTrail's.
fn notification() -> String {
    let object = r#"{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1","eventTime":"2026-03-10T22:55:03.412Z","eventName":"ObjectCreated:Put","userIdentity":{"principalId":"AWS:AIDAX4NOTIFY7EXAMPLE"},"requestParameters":{"sourceIPAddress":"192.0.2.77"},"responseElements":{"x-amz-request-id":"4F8Z2QK71MWB9D3C","x-amz-id-2":"EXAMPLEq7Tz/notARealHostId="},"s3":{"s3SchemaVersion":"1.0","configurationId":"tell-the-indexer","bucket":{"name":"larkspur-org-logs","ownerIdentity":{"principalId":"A7LARKSPUREXAMPLE"},"arn":"arn:aws:s3:::larkspur-org-logs"},"object":{"key":"AWSLogs/o-exampleorgid/111122223333/CloudTrail/us-east-1/2026/03/10/part.json.gz","size":4213,"eTag":"6b1f0c9e27d84a53b0e6c7f2915ad384","sequencer":"0068C1F2A9B3D47E50"}}}]}"#;
    crate::base::json::pretty(object, 2)
}

//! CloudWatch and its relatives: alarms, EventBridge rules, log groups, Internet Monitor, Synthetics.

use super::{console_role, finished};
use crate::base::caller::{Caller, Session};
use crate::base::event::Event;
use crate::base::rng::Rng;
use crate::story::company::{APP, BROWSER, CLI, IRELAND, OFFICE, TOMAS, VIRGINIA, tuesday};

/// Name, `requestParameters`, `responseElements`.
type Call = (&'static str, &'static str, &'static str);

const ALARM_CALLS: [Call; 15] = [
    (
        "PutMetricAlarm",
        r#"{"threshold":50.0,"period":60,"metricName":"Errors","evaluationPeriods":3,"comparisonOperator":"GreaterThanThreshold","namespace":"Larkspur/Checkout","alarmName":"checkout errors","statistic":"Sum"}"#,
        "null",
    ),
    ("DescribeAlarms", r#"{"alarmNamePrefix":"checkout"}"#, "null"),
    ("DescribeAlarmHistory", r#"{"alarmName":"checkout errors","maxRecords":20}"#, "null"),
    ("DescribeAlarmsForMetric", r#"{"metricName":"Errors","namespace":"Larkspur/Checkout"}"#, "null"),
    (
        "SetAlarmState",
        r#"{"alarmName":"checkout errors","stateValue":"ALARM","stateReason":"fire drill"}"#,
        "null",
    ),
    ("DisableAlarmActions", r#"{"alarmNames":["checkout errors"]}"#, "null"),
    ("EnableAlarmActions", r#"{"alarmNames":["checkout errors"]}"#, "null"),
    (
        "PutAnomalyDetector",
        r#"{"namespace":"Larkspur/Checkout","metricName":"Orders","stat":"Average"}"#,
        "null",
    ),
    ("DescribeAnomalyDetectors", r#"{"namespace":"Larkspur/Checkout"}"#, "null"),
    (
        "DeleteAnomalyDetector",
        r#"{"namespace":"Larkspur/Checkout","metricName":"Orders","stat":"Average"}"#,
        "null",
    ),
    (
        "PutDashboard",
        r#"{"dashboardName":"shop","dashboardBody":"{\"widgets\":[{\"type\":\"metric\",\"x\":0,\"y\":0,\"width\":12,\"height\":6,\"properties\":{\"metrics\":[[\"Larkspur/Checkout\",\"Orders\"]],\"title\":\"Orders\"}}]}"}"#,
        r#"{"dashboardValidationMessages":[]}"#,
    ),
    ("GetDashboard", r#"{"dashboardName":"shop"}"#, "null"),
    ("ListDashboards", r#"{"dashboardNamePrefix":"sh"}"#, "null"),
    ("DeleteDashboards", r#"{"dashboardNames":["old-shop"]}"#, "null"),
    ("DeleteAlarms", r#"{"alarmNames":["checkout errors (old)"]}"#, "null"),
];

const CANARY_CALLS: [Call; 13] = [
    (
        "CreateCanary",
        r#"{"Name":"front-page","Code":{"Handler":"frontPage.handler","ZipFile":"HIDDEN_DUE_TO_SECURITY_REASONS"},"Schedule":{"Expression":"rate(5 minutes)"},"RuntimeVersion":"syn-nodejs-puppeteer-9.1","ArtifactS3Location":"s3://larkspur-canaries/front-page"}"#,
        r#"{"Canary":{"Id":"$guid","Name":"front-page","Status":{"State":"CREATING"}}}"#,
    ),
    ("StartCanary", r#"{"name":"front-page"}"#, "null"),
    ("DescribeCanaries", "null", "null"),
    ("DescribeCanariesLastRun", r#"{"MaxResults":20}"#, "null"),
    ("DescribeRuntimeVersions", "null", "null"),
    ("GetCanary", r#"{"name":"front-page"}"#, "null"),
    (
        "GetCanaryRuns",
        r#"{"Filter":"TIME_RANGE","name":"front-page","FilterValues":["2026-03-10T09:00:00.000Z","2026-03-10T09:10:00.000Z"]}"#,
        "null",
    ),
    (
        "UpdateCanary",
        r#"{"Schedule":{"Expression":"rate(1 minute)"},"name":"front-page","Code":{"Handler":"frontPage.handler","ZipFile":"HIDDEN_DUE_TO_SECURITY_REASONS"}}"#,
        "null",
    ),
    (
        "TagResource",
        r#"{"resourceArn":"arn%3Aaws%3Asynthetics%3Aeu-west-1%3A111122223333%3Acanary%3Afront-page","Tags":{"team":"web"}}"#,
        "null",
    ),
    (
        "ListTagsForResource",
        r#"{"resourceArn":"arn%3Aaws%3Asynthetics%3Aeu-west-1%3A111122223333%3Acanary%3Afront-page"}"#,
        "null",
    ),
    (
        "UntagResource",
        r#"{"resourceArn":"arn%3Aaws%3Asynthetics%3Aeu-west-1%3A111122223333%3Acanary%3Afront-page","tagKeys":["team"]}"#,
        "null",
    ),
    ("StopCanary", r#"{"name":"front-page"}"#, "null"),
    ("DeleteCanary", r#"{"name":"front-page"}"#, "null"),
];

/// All fifteen alarm and dashboard calls, in the oldest shape: no `readOnly`, no `eventType`.
pub(crate) fn alarm_records(rng: &mut Rng) -> Vec<String> {
    let who = TOMAS.shell(APP, tuesday(9, 0), &rng.key("ASIA"));
    let mut records: Vec<String> = Vec::new();
    for (index, (name, request, response)) in ALARM_CALLS.iter().enumerate() {
        let time = tuesday(9, 2) + 47 * i64::try_from(index).unwrap_or(0);
        let mut event =
            Event::new(&who, time, VIRGINIA, "monitoring", name).req(request).res(response).old("1.01");
        event.read_only = None;
        if *name == "DeleteAlarms" {
            event = event.fail("ResourceNotFound", "");
        }
        records.push(finished(event, rng));
    }
    records
}

/// Rules and log groups: JSON inside a text, numbers beyond 2^31, and `apiVersion`.
pub(crate) fn rule_and_log_records(rng: &mut Rng) -> Vec<String> {
    let root = Caller::root(APP, tuesday(7, 40)).from("AWS Internal", "AWS CloudWatch Console");
    let user = Caller::user(APP, "log-archivist", &rng.key("AKIA")).from(OFFICE, CLI);
    let mut records = Vec::new();
    for (who, service, name, version, request, response) in [
        (
            &root,
            "events",
            "PutRule",
            "2015-10-07",
            r#"{"description":"","name":"instance-changes","state":"ENABLED","eventPattern":"{\"source\":[\"aws.ec2\"],\"detail-type\":[\"EC2 Instance State-change Notification\"]}","scheduleExpression":""}"#,
            r#"{"ruleArn":"arn:aws:events:us-east-1:111122223333:rule/instance-changes"}"#,
        ),
        (
            &root,
            "events",
            "PutTargets",
            "2015-10-07",
            r#"{"rule":"instance-changes","targets":[{"id":"1","arn":"arn:aws:sns:us-east-1:111122223333:operations"}]}"#,
            r#"{"failedEntryCount":0,"failedEntries":[]}"#,
        ),
        (&root, "events", "DisableRule", "2015-10-07", r#"{"name":"instance-changes"}"#, "null"),
        (&user, "logs", "CreateLogGroup", "20140328", r#"{"logGroupName":"/archive/checkout"}"#, "null"),
        (
            &user,
            "logs",
            "PutRetentionPolicy",
            "20140328",
            r#"{"logGroupName":"/archive/checkout","retentionInDays":400}"#,
            "null",
        ),
        (
            &user,
            "logs",
            "CreateExportTask",
            "20140328",
            r#"{"destination":"larkspur-archive","logGroupName":"/archive/checkout","to":1773100800000,"from":0,"taskName":"february"}"#,
            r#"{"taskId":"$guid"}"#,
        ),
        (&user, "logs", "DescribeExportTasks", "20140328", r#"{"limit":5}"#, "null"),
        (&user, "logs", "CancelExportTask", "20140328", r#"{"taskId":"$guid"}"#, "null"),
    ] {
        let time = tuesday(7, 44) + 53 * i64::try_from(records.len()).unwrap_or(0);
        let mut event = Event::new(who, time, VIRGINIA, service, name).req(request).res(response).old("1.03");
        event.api_version = Some(version);
        event.read_only = None;
        if name == "CancelExportTask" {
            event = event.fail("InvalidOperationException", "Specified export task has already finished");
        }
        records.push(finished(event, rng));
    }
    records
}

/// Internet Monitor: parameters with capitals.
pub(crate) fn internet_monitor_records(rng: &mut Rng) -> Vec<String> {
    let start = tuesday(11, 20);
    let who = console_role("network-operations", "ada.sorensen@example.com", &rng.key("ASIA"), start - 280);
    let mut records = Vec::new();
    for (name, request, response) in [
        ("ListMonitors", "null", "null"),
        (
            "CreateMonitor",
            r#"{"MonitorName":"shop-visitors","Resources":["arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0d8e41b7c29a6f350"],"ClientToken":"$guid"}"#,
            r#"{"Arn":"arn:aws:internetmonitor:eu-west-1:111122223333:monitor/shop-visitors","Status":"PENDING"}"#,
        ),
        ("GetMonitor", r#"{"MonitorName":"shop-visitors"}"#, "null"),
        ("ListHealthEvents", r#"{"MonitorName":"shop-visitors","MaxResults":25}"#, "null"),
        (
            "UpdateMonitor",
            r#"{"MonitorName":"shop-visitors","Status":"INACTIVE"}"#,
            r#"{"MonitorArn":"arn:aws:internetmonitor:eu-west-1:111122223333:monitor/shop-visitors","Status":"INACTIVE"}"#,
        ),
        ("DeleteMonitor", r#"{"MonitorName":"shop-visitor"}"#, "null"),
    ] {
        let time = start + 64 * i64::try_from(records.len()).unwrap_or(0);
        let mut event = Event::new(&who, time, IRELAND, "internetmonitor", name).req(request).res(response);
        event.version = "1.08";
        event.tls_host = None;
        if name == "DeleteMonitor" {
            event = event
                .fail("ResourceNotFoundException", "The request specifies a resource that doesn't exist.");
        }
        records.push(finished(event, rng));
    }
    records
}

/// All thirteen calls of Synthetics.
pub(crate) fn canary_records(rng: &mut Rng) -> Vec<String> {
    let key = rng.key("ASIA");
    let session = Session { name: "web-team", key: &key, created: tuesday(8, 52), mfa: false };
    let who = Caller::role(APP, "/", "web-operations", &session).from(OFFICE, BROWSER);
    let mut records = Vec::new();
    for (name, request, response) in CANARY_CALLS {
        let time = tuesday(9, 11) + 38 * i64::try_from(records.len()).unwrap_or(0);
        let event =
            Event::new(&who, time, IRELAND, "synthetics", name).req(request).res(response).old("1.05");
        let event = if name == "DeleteCanary" {
            event.fail("ConflictException", "Canary is in a state that can't be deleted: STOPPING")
        } else {
            event
        };
        records.push(finished(event, rng));
    }
    records
}

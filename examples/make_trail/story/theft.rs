//! Wednesday morning: into the other account, out with the data, and off with the light.

use super::company::{
    APP, BACKUP_KEY, BOTO, FRANKFURT, INTRUDER_SERVER, IRELAND, STRANGER, VAULT, VIRGINIA, granted, wednesday,
};
use super::{Scene, Story};
use crate::base::caller::{Caller, Session, principal_id};
use crate::base::event::Event;
use crate::base::json::pairs;

const ACCESS_ROLE: &str = "OrganizationAccountAccessRole";
/// The intruder's session key in the vault account.
pub(crate) const VAULT_KEY: &str = "ASIAX5VAULTQ7EXAMPLE";
const SNAPSHOT: &str = "snap-09d41be7c2f583a60";
/// When printed as it is, the end of this name reads `gpj.exe`.
const HOSTILE_OBJECT: &str = "exports/2026/invoices\u{202e}exe.jpg\u{1b}[31m.csv";

/// The intruder in the vault account; the session began when the role was assumed.
pub(crate) fn vault_session() -> Caller {
    let session = Session { name: "backup-sync", key: VAULT_KEY, created: wednesday(6, 40) + 12, mfa: false };
    Caller::role(VAULT, "/", ACCESS_ROLE, &session).from(INTRUDER_SERVER, BOTO)
}

pub(crate) fn tell(story: &mut Story) {
    cross_over(story);
    let vault = vault_session();
    look_for_data(&mut story.scene(&vault, FRANKFURT, wednesday(6, 42)));
    secrets(story, &vault);
    objects(&mut story.scene(&vault, FRANKFURT, wednesday(7, 2)), 0, 34);
    objects(&mut story.scene(&vault, FRANKFURT, wednesday(7, 11)), 34, 62);
    snapshot(story, &vault);
    cover_up(story);
}

/// One grant, two records: each account's trail has its own, tied by `sharedEventID`.
fn cross_over(story: &mut Story) {
    let time = wednesday(6, 40) + 12;
    let caller = Caller::user(APP, "svc-backup", BACKUP_KEY).from(INTRUDER_SERVER, BOTO);
    let arn = format!("arn:aws:iam::{VAULT}:role/{ACCESS_ROLE}");
    story.add(Event::new(&caller, time - 20, VIRGINIA, "sts", "GetCallerIdentity"));
    let guess = format!("arn:aws:iam::{VAULT}:role/Admin");
    story.add(Event::new(&caller, time - 8, VIRGINIA, "sts", "AssumeRole").denied("sts:AssumeRole", &guess));

    let session = Session { name: "backup-sync", key: VAULT_KEY, created: time, mfa: false };
    let shared = story.rng.guid();
    let request_id = story.rng.guid();
    let seen_there =
        Caller::foreign(VAULT, APP, &principal_id("AIDA", APP, "svc-backup")).from(INTRUDER_SERVER, BOTO);
    for who in [&caller, &seen_there] {
        let mut event = Event::new(who, time, VIRGINIA, "sts", "AssumeRole")
            .req(&format!(r#"{{"roleArn":"{arn}","roleSessionName":"backup-sync","durationSeconds":43200}}"#))
            .res(&granted(VAULT, ACCESS_ROLE, &session, 12));
        event.resources.push(pairs(&[("accountId", VAULT), ("type", "AWS::IAM::Role"), ("ARN", &arn)]));
        event.shared = Some(shared.clone());
        event.request_id = Some(request_id.clone());
        story.add(event);
    }
}

fn look_for_data(scene: &mut Scene<'_>) {
    scene.run(&[
        ("sts", "GetCallerIdentity", "null"),
        ("s3", "ListBuckets", r#"{"Host":"s3.eu-central-1.amazonaws.com"}"#),
        ("secretsmanager", "ListSecrets", r#"{"maxResults":100}"#),
        ("rds", "DescribeDBInstances", r#"{"maxRecords":100}"#),
        (
            "ec2",
            "DescribeSnapshots",
            r#"{"snapshotSet":{},"ownersSet":{"items":[{"owner":"self"}]},"filterSet":{}}"#,
        ),
        ("ec2", "DescribeVolumes", r#"{"volumeSet":{},"filterSet":{}}"#),
        ("athena", "ListWorkGroups", "null"),
    ]);
    for bucket in ["larkspur-customer-exports", "larkspur-warehouse"] {
        let event = scene.event("s3", "GetBucketVersioning").bucket(bucket, None, 113);
        scene.add(event);
        let event = scene.event("s3", "ListObjects").bucket(bucket, None, 48_200).data();
        scene.add(event);
    }
}

fn secrets(story: &mut Story, vault: &Caller) {
    let key = format!("arn:aws:kms:{FRANKFURT}:{VAULT}:key/c7d2180b-5e4f-4a96-b3d1-90fe6a27845c");
    for (index, name) in ["warehouse/loader", "payments/gateway", "crm/api-token"].into_iter().enumerate() {
        let time = wednesday(6, 51) + i64::try_from(index).unwrap_or(0) * 4;
        let arn = format!("arn:aws:secretsmanager:{FRANKFURT}:{VAULT}:secret:{name}-x7Qp2a");
        let request = format!(r#"{{"secretId":"{name}"}}"#);
        let event = Event::new(vault, time, FRANKFURT, "secretsmanager", "GetSecretValue").req(&request);
        let event = if index == 1 {
            event.denied_because(
                "secretsmanager:GetSecretValue",
                &arn,
                "with an explicit deny in a resource-based policy",
            )
        } else {
            event
        };
        story.add(event);
        if index != 1 {
            let request = format!(
                r#"{{"encryptionAlgorithm":"SYMMETRIC_DEFAULT","encryptionContext":{{"SecretARN":"{arn}","SecretVersionId":"$guid"}}}}"#
            );
            let event = Event::new(&vault.through("secretsmanager"), time, FRANKFURT, "kms", "Decrypt")
                .req(&request)
                .resource("AWS::KMS::Key", &key);
            story.add(event);
        }
    }
}

fn objects(scene: &mut Scene<'_>, first: usize, last: usize) {
    scene.pace = 5;
    for number in first..last {
        let (bucket, file) = match number {
            17 => ("larkspur-customer-exports", HOSTILE_OBJECT.to_owned()),
            n if n < 40 => ("larkspur-customer-exports", format!("exports/2026/customers-{n:04}.csv.gz")),
            n => ("larkspur-warehouse", format!("sales/orders/day=2026-02-{:02}/part-00000.parquet", n - 39)),
        };
        let bytes = if number == 9 { 271 } else { 4_000_000 + scene.story.rng.below(38_000_000) };
        let event = scene.event("s3", "GetObject").bucket(bucket, Some(&file), bytes);
        let event =
            if number == 9 { event.fail("NoSuchKey", "The specified key does not exist.") } else { event };
        scene.add(event);
    }
}

fn snapshot(story: &mut Story, vault: &Caller) {
    let mut scene = story.scene(vault, FRANKFURT, wednesday(7, 23));
    scene.pace = 20;
    let event = scene
        .event("ec2", "CreateSnapshot")
        .req(r#"{"volumeId":"vol-0c51d9e27ab34f680","description":"sync"}"#)
        .res(&format!(r#"{{"requestId":"$guid","snapshotId":"{SNAPSHOT}","volumeId":"vol-0c51d9e27ab34f680","status":"pending","ownerId":"{VAULT}","volumeSize":"40","encrypted":false,"description":"sync"}}"#));
    scene.add(event);
    let request = format!(
        r#"{{"snapshotId":"{SNAPSHOT}","createVolumePermission":{{"add":{{"items":[{{"userId":"{STRANGER}"}}]}}}},"attributeType":"CREATE_VOLUME_PERMISSION"}}"#
    );
    let event = scene
        .event("ec2", "ModifySnapshotAttribute")
        .req(&request)
        .res(r#"{"requestId":"$guid","_return":true}"#);
    scene.add(event);
    let details = format!(
        r#"{{"snapshotId":"{SNAPSHOT}","snapshotOwnerId":"{VAULT}","createVolumeAccountId":"{STRANGER}"}}"#
    );
    let mut event = Event::new(
        &Caller::service(VAULT, "ec2"),
        wednesday(7, 31) + 5,
        FRANKFURT,
        "ec2",
        "SharedSnapshotVolumeCreated",
    )
    .service_event(&details);
    event.identity = format!(r#"{{"accountId":"{VAULT}","invokedBy":"ec2.amazonaws.com"}}"#);
    story.add(event);
}

fn cover_up(story: &mut Story) {
    let who = Caller::user(APP, "svc-backup", BACKUP_KEY).from(INTRUDER_SERVER, BOTO);
    let mut scene = story.scene(&who, VIRGINIA, wednesday(7, 40));
    scene.pace = 15;
    scene.run(&[("cloudtrail", "StopLogging", r#"{"name":"larkspur-app-trail"}"#)]);
    let org = format!("arn:aws:cloudtrail:{VIRGINIA}:{APP}:trail/larkspur-org-trail");
    let because = "with an explicit deny in a service control policy";
    for name in ["DeleteTrail", "PutEventSelectors", "UpdateTrail"] {
        let event =
            scene.event("cloudtrail", name).denied_because(&format!("cloudtrail:{name}"), &org, because);
        scene.add(event);
    }
    let event = scene
        .event("ec2", "DeleteFlowLogs")
        .req(r#"{"DeleteFlowLogsRequest":{"FlowLogId":{"tag":1,"content":"fl-0e61b7d24c9a3f850"}}}"#)
        .res(r#"{"DeleteFlowLogsResponse":{"requestId":"$guid","unsuccessful":""}}"#);
    scene.add(event);
    let mut scene = story.scene(&who, IRELAND, wednesday(7, 42));
    for (service, name, action, resource) in [
        (
            "guardduty",
            "UpdateDetector",
            "guardduty:UpdateDetector",
            "arn:aws:guardduty:eu-west-1:111122223333:detector/42c8f1a97e3b4d60",
        ),
        (
            "config",
            "StopConfigurationRecorder",
            "config:StopConfigurationRecorder",
            "arn:aws:config:eu-west-1:111122223333:config-recorder/*",
        ),
    ] {
        let event = scene.event(service, name).denied_because(action, resource, because);
        scene.add(event);
    }
    scene.run(&[("logs", "DeleteLogGroup", r#"{"logGroupName":"/vpc/flow/shop"}"#)]);
}

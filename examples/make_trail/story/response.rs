//! Wednesday, later: the security engineer notices, root signs in, the doors are closed.

use super::Story;
use super::company::{
    APP, BACKUP_KEY, BOTO, BROWSER, BUILD_KEY, FRANKFURT, INTRUDER_BROWSER, INTRUDER_HOME, INTRUDER_SERVER,
    KALI, OFFICE, PRIYA, STRANGER, VAULT, VIRGINIA, wednesday,
};
use super::foothold::login;
use super::theft::vault_session;
use crate::base::caller::Caller;
use crate::base::event::Event;
use crate::base::json::{Object, pairs};

const EXPLICIT: &str = "with an explicit deny in an identity-based policy";

pub(crate) fn tell(story: &mut Story) {
    notice(story);
    root_signs_in(story);
    close_doors(story);
    close_vault(story);
    knocking(story);
}

fn notice(story: &mut Story) {
    let start = wednesday(8, 18);
    let who = PRIYA.console(APP, start);
    let mut scene = story.scene(&who, VIRGINIA, start);
    scene.pace = 20;
    scene.run(&[
        ("guardduty", "GetFindings", r#"{"detectorId":"42c8f1a97e3b4d60","findingIds":["f0c1$hex28"]}"#),
        ("cloudtrail", "LookupEvents", r#"{"maxResults":50,"lookupAttributes":[{"attributeKey":"AccessKeyId","attributeValue":"AKIAQ7LKSPRBDEXAMPLE"}]}"#),
        ("cloudtrail", "LookupEvents", r#"{"maxResults":50,"lookupAttributes":[{"attributeKey":"EventName","attributeValue":"CreateUser"}]}"#),
        ("cloudtrail", "LookupEvents", r#"{"maxResults":50,"lookupAttributes":[{"attributeKey":"AccessKeyId","attributeValue":"AKIAV2BACKUP4EXAMPLE"}]}"#),
        ("cloudtrail", "GetTrailStatus", r#"{"name":"larkspur-app-trail"}"#),
        ("iam", "ListAccessKeys", r#"{"userName":"svc-backup"}"#),
        ("iam", "GetAccessKeyLastUsed", r#"{"accessKeyId":"AKIAV2BACKUP4EXAMPLE"}"#),
        ("iam", "ListAttachedUserPolicies", r#"{"userName":"svc-backup"}"#),
        ("iam", "GetPolicyVersion", r#"{"policyArn":"arn:aws:iam::111122223333:policy/larkspur-build-deploy","versionId":"v4"}"#),
        ("iam", "GenerateCredentialReport", "null"),
        ("iam", "GetCredentialReport", "null"),
    ]);
    scene.refused(&[
        (
            "iam",
            "UpdateAccessKey",
            "iam:UpdateAccessKey",
            "arn:aws:iam::111122223333:user/svc-backup",
            "null",
        ),
        (
            "iam",
            "DeleteLoginProfile",
            "iam:DeleteLoginProfile",
            "arn:aws:iam::111122223333:user/svc-backup",
            "null",
        ),
    ]);
}

/// Reading is all that the security role may do, so the root user is fetched from the safe.
fn root_signs_in(story: &mut Story) {
    let start = wednesday(8, 35);
    let additional = Object::new()
        .text("LoginTo", "https://console.aws.amazon.com/console/home")
        .text("MobileVersion", "No")
        .text("MFAIdentifier", "arn:aws:iam::111122223333:mfa/root-account-mfa-device")
        .text("MFAUsed", "Yes")
        .end();
    let door = Caller::root_at_sign_in(APP).from(OFFICE, BROWSER);
    let mut event = login(&door, start, "Success").more(&additional);
    event.request = String::from("null");
    story.add(event);
    let root = Caller::root(APP, start).from(OFFICE, BROWSER);
    let mut scene = story.scene(&root, VIRGINIA, start + 5);
    scene.pace = 25;
    scene.run(&[
        ("iam", "GetAccountSummary", "null"),
        ("iam", "ListUsers", r#"{"maxItems":100}"#),
        ("cloudtrail", "DescribeTrails", r#"{"trailNameList":[]}"#),
        ("cloudtrail", "StartLogging", r#"{"name":"larkspur-app-trail"}"#),
        ("iam", "GetUser", r#"{"userName":"svc-backup"}"#),
    ]);
}

fn close_doors(story: &mut Story) {
    let root = Caller::root(APP, wednesday(8, 35)).from(OFFICE, BROWSER);
    let mut scene = story.scene(&root, VIRGINIA, wednesday(8, 54));
    scene.pace = 18;
    for (user, key) in [("svc-backup", BACKUP_KEY), ("build-deploy", BUILD_KEY)] {
        let request = format!(r#"{{"userName":"{user}","accessKeyId":"{key}","status":"Inactive"}}"#);
        scene.run(&[("iam", "UpdateAccessKey", &request)]);
    }
    let deny = Object::new()
        .text("userName", "svc-backup")
        .text("policyName", "Quarantine")
        .text(
            "policyDocument",
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#,
        )
        .end();
    scene.run(&[
        ("iam", "DeleteLoginProfile", r#"{"userName":"svc-backup"}"#),
        ("iam", "PutUserPolicy", &deny),
        (
            "iam",
            "DetachUserPolicy",
            r#"{"userName":"svc-backup","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}"#,
        ),
        (
            "iam",
            "SetDefaultPolicyVersion",
            r#"{"policyArn":"arn:aws:iam::111122223333:policy/larkspur-build-deploy","versionId":"v3"}"#,
        ),
        (
            "iam",
            "DeletePolicyVersion",
            r#"{"policyArn":"arn:aws:iam::111122223333:policy/larkspur-build-deploy","versionId":"v4"}"#,
        ),
        ("iam", "DeleteUserPolicy", r#"{"userName":"build-deploy","policyName":"BuildCachePolicy"}"#),
    ]);
}

fn close_vault(story: &mut Story) {
    let start = wednesday(9, 2);
    let mut scene = story.scene(&PRIYA.console(VAULT, start), FRANKFURT, start);
    scene.pace = 20;
    let revoke = Object::new()
        .text("roleName", "OrganizationAccountAccessRole")
        .text("policyName", "AWSRevokeOlderSessions")
        .text("policyDocument", r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["*"],"Resource":["*"],"Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-03-11T09:02:00.000Z"}}}]}"#)
        .end();
    let unshare = format!(
        r#"{{"snapshotId":"snap-09d41be7c2f583a60","createVolumePermission":{{"remove":{{"items":[{{"userId":"{STRANGER}"}}]}}}},"attributeType":"CREATE_VOLUME_PERMISSION"}}"#
    );
    scene.run(&[
        ("iam", "PutRolePolicy", &revoke),
        (
            "ec2",
            "DescribeSnapshotAttribute",
            r#"{"snapshotId":"snap-09d41be7c2f583a60","attributeType":"CREATE_VOLUME_PERMISSION"}"#,
        ),
        ("ec2", "ModifySnapshotAttribute", &unshare),
        ("secretsmanager", "RotateSecret", r#"{"secretId":"warehouse/loader","clientRequestToken":"$guid"}"#),
        ("secretsmanager", "RotateSecret", r#"{"secretId":"crm/api-token","clientRequestToken":"$guid"}"#),
    ]);
}

/// What the intruder still tries when nothing opens any more.
fn knocking(story: &mut Story) {
    let vault = vault_session();
    let mut scene = story.scene(&vault, FRANKFURT, wednesday(9, 7));
    for number in 62..69 {
        let file = format!("sales/orders/day=2026-02-{:02}/part-00000.parquet", number - 39);
        let arn = format!("arn:aws:s3:::larkspur-warehouse/{file}");
        let event = scene.event("s3", "GetObject").bucket("larkspur-warehouse", Some(&file), 0);
        scene.add(event.denied_because("s3:GetObject", &arn, EXPLICIT));
    }
    let event = scene.event("secretsmanager", "ListSecrets").denied_because(
        "secretsmanager:ListSecrets",
        "*",
        EXPLICIT,
    );
    scene.add(event);

    // A console session outlives the password it began with.
    let browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0";
    let who = Caller::signed_in_user(APP, "svc-backup", wednesday(6, 12) + 41, false)
        .from(INTRUDER_BROWSER, browser);
    let mut scene = story.scene(&who, VIRGINIA, wednesday(9, 11));
    for (service, name) in
        [("iam", "ListUsers"), ("iam", "CreateUser"), ("ec2", "DescribeInstances"), ("s3", "ListBuckets")]
    {
        let action = if name == "ListBuckets" {
            String::from("s3:ListAllMyBuckets")
        } else {
            format!("{service}:{name}")
        };
        let event = scene.event(service, name).denied_because(&action, "*", EXPLICIT);
        scene.add(event);
    }
    let hidden = pairs(&[
        ("type", "IAMUser"),
        ("accountId", APP),
        ("accessKeyId", ""),
        ("userName", "HIDDEN_DUE_TO_SECURITY_REASONS"),
    ]);
    let nobody = Caller::other(APP, "unknown", hidden).from(INTRUDER_BROWSER, browser);
    for wait in [0, 33, 71] {
        let mut event = login(&nobody, wednesday(9, 14) + wait, "Failure");
        event.error = Some((String::new(), Some(String::from("No username found in supplied account"))));
        story.add(event);
    }
    let build = Caller::user(APP, "build-deploy", BUILD_KEY).from(INTRUDER_HOME, KALI);
    let inactive = "The access key ID is inactive";
    story.add(
        Event::new(&build, wednesday(9, 16), VIRGINIA, "sts", "GetCallerIdentity")
            .fail("InvalidClientTokenId", inactive),
    );
    let backup = Caller::user(APP, "svc-backup", BACKUP_KEY).from(INTRUDER_SERVER, BOTO);
    story.add(
        Event::new(&backup, wednesday(9, 17), VIRGINIA, "sts", "AssumeRole")
            .fail("InvalidClientTokenId", inactive),
    );
}

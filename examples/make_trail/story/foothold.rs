//! Tuesday night and Wednesday morning: a user of the intruder's own, and its first visit to the console.

use super::Story;
use super::company::{
    APP, BACKUP_KEY, BUILD_KEY, INTRUDER_BROWSER, INTRUDER_HOME, KALI, VIRGINIA, tuesday, wednesday,
};
use crate::base::caller::{Caller, principal_id};
use crate::base::event::Event;
use crate::base::json::{Object, pairs};

const WINDOWS_BROWSER: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0";

pub(crate) fn tell(story: &mut Story) {
    new_user(story);
    sign_in(story);
    console_visit(story);
}

fn new_user(story: &mut Story) {
    let who = Caller::user(APP, "build-deploy", BUILD_KEY).from(INTRUDER_HOME, KALI);
    let mut scene = story.scene(&who, VIRGINIA, tuesday(23, 14));
    scene.pace = 14;
    let id = principal_id("AIDA", APP, "svc-backup");
    let arn = "arn:aws:iam::111122223333:user/svc-backup";
    let event = scene
        .event("iam", "CreateUser")
        .req(r#"{"userName":"svc-backup","tags":[{"key":"owner","value":"platform"}]}"#)
        .res(&format!(r#"{{"user":{{"path":"/","userName":"svc-backup","userId":"{id}","arn":"{arn}","createDate":"$created","tags":[{{"key":"owner","value":"platform"}}]}}}}"#));
    scene.add(event);
    let event = scene
        .event("iam", "CreateAccessKey")
        .req(r#"{"userName":"svc-backup"}"#)
        .res(&format!(r#"{{"accessKey":{{"userName":"svc-backup","accessKeyId":"{BACKUP_KEY}","status":"Active","createDate":"$created"}}}}"#));
    scene.add(event);
    scene.run(&[(
        "iam",
        "AttachUserPolicy",
        r#"{"userName":"svc-backup","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}"#,
    )]);
    let event = scene
        .event("iam", "CreateLoginProfile")
        .req(r#"{"userName":"svc-backup","passwordResetRequired":false}"#)
        .res(r#"{"loginProfile":{"userName":"svc-backup","createDate":"$created","passwordResetRequired":false}}"#);
    scene.add(event);
    let admins = "arn:aws:iam::111122223333:user/nora-breakglass";
    let event = scene
        .event("iam", "CreateAccessKey")
        .req(r#"{"userName":"nora-breakglass"}"#)
        .fail("NoSuchEntityException", "The user with name nora-breakglass cannot be found.");
    scene.add(event);
    let event = scene.event("iam", "UpdateLoginProfile").denied_because(
        "iam:UpdateLoginProfile",
        admins,
        "with an explicit deny in a service control policy",
    );
    scene.add(event);
}

fn sign_in(story: &mut Story) {
    // A failed sign-in names the user but has no ARN and no error code, only a message.
    let nameless = pairs(&[
        ("type", "IAMUser"),
        ("principalId", &principal_id("AIDA", APP, "svc-backup")),
        ("accountId", APP),
        ("accessKeyId", ""),
        ("userName", "svc-backup"),
    ]);
    let failing = Caller::other(APP, "svc-backup", nameless).from(INTRUDER_BROWSER, WINDOWS_BROWSER);
    let mut event = login(&failing, wednesday(6, 12) + 9, "Failure");
    event.error = Some((String::new(), Some(String::from("Failed authentication"))));
    story.add(event);
    let entering = Caller::user_at_sign_in(APP, "svc-backup").from(INTRUDER_BROWSER, WINDOWS_BROWSER);
    story.add(login(&entering, wednesday(6, 12) + 41, "Success"));
}

/// A visit to the sign-in page without a second factor.
pub(crate) fn login(who: &Caller, time: i64, result: &str) -> Event {
    let additional = Object::new()
        .text("LoginTo", "https://console.aws.amazon.com/console/home?hashArgs=%23&isauthcode=true")
        .text("MobileVersion", "No")
        .text("MFAUsed", "No")
        .end();
    let mut event = Event::new(who, time, VIRGINIA, "signin", "ConsoleLogin")
        .res(&pairs(&[("ConsoleLogin", result)]))
        .more(&additional);
    event.kind = "AwsConsoleSignIn";
    event
}

fn console_visit(story: &mut Story) {
    let start = wednesday(6, 12) + 41;
    let who = Caller::signed_in_user(APP, "svc-backup", start, false).from(INTRUDER_BROWSER, WINDOWS_BROWSER);
    let mut scene = story.scene(&who, VIRGINIA, start + 3);
    scene.pace = 12;
    scene.run(&[
        ("health", "DescribeEventAggregates", r#"{"aggregateField":"eventTypeCategory","filter":{"eventStatusCodes":["open","upcoming"]}}"#),
        ("iam", "GetAccountSummary", "null"),
        ("iam", "ListUsers", r#"{"maxItems":100}"#),
        ("iam", "ListMFADevices", r#"{"userName":"svc-backup"}"#),
        ("organizations", "ListAccounts", "null"),
        ("ec2", "DescribeRegions", r#"{"regionSet":{},"allRegions":true}"#),
        ("s3", "ListBuckets", r#"{"Host":"s3.us-east-1.amazonaws.com"}"#),
        ("ce", "GetCostAndUsage", r#"{"timePeriod":{"start":"2026-02-01","end":"2026-03-11"},"granularity":"MONTHLY","metrics":["UnblendedCost"]}"#),
        ("cloudtrail", "LookupEvents", r#"{"maxResults":50,"lookupAttributes":[{"attributeKey":"Username","attributeValue":"svc-backup"}]}"#),
    ]);
    // A key pair for machines that were never started: the account's limit for such machines is zero.
    scene.run(&[("ec2", "CreateKeyPair", r#"{"keyName":"svc","keyType":"ed25519","keyFormat":"pem"}"#)]);
    for _ in 0..2 {
        let event = scene
            .event("ec2", "RunInstances")
            .req(r#"{"instancesSet":{"items":[{"imageId":"ami-0f2e9b47c1d8a6350","minCount":1,"maxCount":8,"keyName":"svc"}]},"instanceType":"g6.12xlarge","blockDeviceMapping":{},"monitoring":{"enabled":false},"clientToken":"$guid"}"#)
            .fail("Client.VcpuLimitExceeded", "You have requested more vCPU capacity than your current vCPU limit of 0 allows for the instance bucket that the specified instance type belongs to.");
        scene.add(event);
    }
}

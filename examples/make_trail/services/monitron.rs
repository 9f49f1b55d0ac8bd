//! Amazon Monitron: every action it records. Some names have a colon, and error texts are in
//! `responseElements` under `Message` or `message`.

use super::{console_role, finished};
use crate::base::caller::{Caller, principal_id};
use crate::base::clock::{self, MINUTE};
use crate::base::event::Event;
use crate::base::json::{Object, pairs};
use crate::base::rng::Rng;
use crate::story::company::{APP, BROWSER, IRELAND, tuesday};

const PROJECT: &str = r#"{"Name":"bottling-line-2"}"#;
const PROJECT_ARN: &str = "arn:aws:monitron:eu-west-1:111122223333:project/bl2x7";

/// Name, `requestParameters`, `responseElements`.
const ACTIONS: [(&str, &str, &str); 27] = [
    (
        "CreateProject",
        r#"{"Name":"bottling-line-2","ClientToken":"$guid","Tags":{"plant":"north"}}"#,
        PROJECT,
    ),
    ("UpdateProject", r#"{"Name":"bottling-line-2","DisplayName":"Bottling line 2"}"#, PROJECT),
    ("GetProject", PROJECT, "null"),
    ("ListProjects", r#"{"MaxResults":50}"#, "null"),
    ("AssociateProjectAdminUser", r#"{"Name":"bottling-line-2","UserId":"94c7a2e1-$hex8"}"#, "null"),
    ("ListProjectAdminUsers", r#"{"Name":"bottling-line-2","MaxResults":25}"#, "null"),
    ("GetProjectAdminUser", r#"{"Name":"bottling-line-2","UserId":"94c7a2e1-$hex8"}"#, "null"),
    (
        "TagResource",
        r#"{"ResourceArn":"arn:aws:monitron:eu-west-1:111122223333:project/bl2x7","Tags":{"shift":"early"}}"#,
        "null",
    ),
    (
        "ListTagsForResource",
        r#"{"ResourceArn":"arn:aws:monitron:eu-west-1:111122223333:project/bl2x7"}"#,
        "null",
    ),
    (
        "UntagResource",
        r#"{"ResourceArn":"arn:aws:monitron:eu-west-1:111122223333:project/bl2x7","TagKeys":["shift"]}"#,
        "null",
    ),
    (
        "AmazonMonitronApp:CreateSite",
        r#"{"ProjectName":"bottling-line-2","DisplayName":"Hall A"}"#,
        r#"{"SiteName":"site-$hex8"}"#,
    ),
    (
        "AmazonMonitronApp:UpdateSite",
        r#"{"SiteName":"site-41c0b7e2","DisplayName":"Hall A (north)"}"#,
        "null",
    ),
    (
        "AmazonMonitronApp:CreateGateway",
        r#"{"SiteName":"site-41c0b7e2","MacAddress":"02:00:5e:10:00:7a"}"#,
        r#"{"GatewayName":"gw-$hex8"}"#,
    ),
    (
        "AmazonMonitronApp:CreateAsset",
        r#"{"SiteName":"site-41c0b7e2","DisplayName":"Filler pump 3","MachineClass":"CLASS_II"}"#,
        r#"{"AssetName":"asset-$hex8"}"#,
    ),
    (
        "AmazonMonitronApp:UpdateAsset",
        r#"{"AssetName":"asset-7d20e5f1","DisplayName":"Filler pump 3b"}"#,
        "null",
    ),
    (
        "AmazonMonitronApp:CreateSensor",
        r#"{"AssetName":"asset-7d20e5f1","PositionName":"drive end","PositionType":"BEARING","PhysicalId":"02005e10$hex4"}"#,
        r#"{"SensorName":"sensor-$hex8"}"#,
    ),
    (
        "AmazonMonitronApp:UpdateSensor",
        r#"{"SensorName":"sensor-0b93f6c4","PositionName":"non-drive end"}"#,
        "null",
    ),
    (
        "AmazonMonitronApp:CreateAssetStateTransition",
        r#"{"AssetName":"asset-7d20e5f1","AssetState":"NEEDS_MAINTENANCE","FailureMode":"UNBALANCE"}"#,
        "null",
    ),
    (
        "AmazonMonitronApp:CreateUserAccessRoleAssociation",
        r#"{"UserId":"94c7a2e1-$hex8","AccessRole":"TECHNICIAN","SiteName":"site-41c0b7e2"}"#,
        "null",
    ),
    (
        "AmazonMonitronApp:UpdateUserAccessRoleAssociation",
        r#"{"UserId":"94c7a2e1-$hex8","AccessRole":"RELIABILITY_MANAGER","SiteName":"site-41c0b7e2"}"#,
        "null",
    ),
    (
        "AmazonMonitronApp:DeleteUserAccessRoleAssociation",
        r#"{"UserId":"94c7a2e1-$hex8","SiteName":"site-41c0b7e2"}"#,
        "null",
    ),
    ("AmazonMonitronApp:DeleteSensor", r#"{"SensorName":"sensor-0b93f6c4"}"#, "null"),
    ("AmazonMonitronApp:DeleteAsset", r#"{"AssetName":"asset-7d20e5f1"}"#, "null"),
    ("AmazonMonitronApp:DeleteGateway", r#"{"GatewayName":"gw-5e81d09a"}"#, "null"),
    ("AmazonMonitronApp:DeleteSite", r#"{"SiteName":"site-41c0b7e2"}"#, "null"),
    ("DisassociateProjectAdminUser", r#"{"Name":"bottling-line-2","UserId":"94c7a2e1-$hex8"}"#, "null"),
    ("DeleteProject", PROJECT, PROJECT),
];

pub(crate) fn records(rng: &mut Rng) -> Vec<String> {
    let start = tuesday(10, 0);
    let key = rng.key("ASIA");
    let engineer = console_role("plant-reliability", "ines.okafor@example.com", &key, start - 11 * MINUTE);
    let mut records = Vec::new();
    let mut time = start;
    for (name, request, response) in ACTIONS {
        if name == "DeleteProject" {
            records.push(conflict(&engineer, time, rng));
            records.push(not_allowed(time + 2 * MINUTE, rng));
            time += 9 * MINUTE;
        }
        time += rng.between(20, 190);
        let event = event(&engineer, time, name).req(request).res(response);
        records.push(finished(event, rng));
    }
    records
}

fn event(who: &Caller, time: i64, name: &str) -> Event {
    Event::new(who, time, IRELAND, "monitron", name).old("1.05")
}

/// Sensors are still attached: the text is under a small `message`.
fn conflict(who: &Caller, time: i64, rng: &mut Rng) -> String {
    let text = "The project has sensors that are still paired. Remove them before you delete it.";
    let event = event(who, time, "DeleteProject").req(PROJECT).fail("ConflictException", "");
    finished(event.res(&pairs(&[("message", text)])), rng)
}

/// A user without permission: the text is under a capital `Message`, and there is no `errorMessage`.
fn not_allowed(time: i64, rng: &mut Rng) -> String {
    let name = "night-shift";
    let arn = format!("arn:aws:iam::{APP}:user/{name}");
    let attributes =
        pairs(&[("mfaAuthenticated", "false"), ("creationDate", &clock::iso(time - 3 * MINUTE))]);
    let context = Object::new()
        .raw("sessionIssuer", "{}")
        .raw("webIdFederationData", "{}")
        .raw("attributes", &attributes)
        .end();
    let identity = Object::new()
        .text("type", "IAMUser")
        .text("principalId", &principal_id("AIDA", APP, name))
        .text("arn", &arn)
        .text("accountId", APP)
        .text("accessKeyId", &rng.key("ASIA"))
        .text("userName", name)
        .raw("sessionContext", &context)
        .end();
    let who = Caller::other(APP, &arn, identity).from("192.0.2.73", BROWSER);
    let text = format!(
        "User: {arn} is not authorized to perform: monitron:DeleteProject on resource: {PROJECT_ARN}"
    );
    let event = event(&who, time, "DeleteProject").req(PROJECT).fail("AccessDenied", "");
    finished(event.res(&pairs(&[("Message", &text)])), rng)
}

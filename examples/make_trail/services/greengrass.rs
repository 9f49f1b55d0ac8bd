//! IoT Greengrass: errors in `responseElements.Message`, parameters masked as `***`, and a
//! front door (`apimanager`) that calls on the user's behalf.

use super::finished;
use crate::base::caller::{Caller, principal_id};
use crate::base::clock;
use crate::base::event::Event;
use crate::base::json::{Object, pairs};
use crate::base::rng::Rng;
use crate::story::company::{APP, IRELAND, tuesday};

const FRONT_DOOR: &str = "apimanager.amazonaws.com";

pub(crate) fn records(rng: &mut Rng) -> Vec<String> {
    let name = "edge-installer";
    let key = rng.key("AKIA");
    let who = Caller::user(APP, name, &key).from("192.0.2.118", FRONT_DOOR);
    let mut through = who.clone();
    through.identity = with_session(name, &key);
    let (group, function) = (rng.guid(), rng.guid());
    let group_request = format!(r#"{{"GroupVersionId":"$guid","GroupId":"{group}"}}"#);
    let arn = format!("arn:aws:greengrass:{IRELAND}:{APP}:/greengrass/definition/functions/{function}");
    let created = format!(
        r#"{{"CreationTimestamp":"2026-03-10T12:06:40.118Z","LatestVersion":"$guid","LatestVersionArn":"{arn}/versions/$guid","LastUpdatedTimestamp":"2026-03-10T12:06:40.118Z","Id":"{function}","Arn":"{arn}"}}"#
    );
    let connectivity = r#"{"ThingName":"press-hall-core"}"#;
    let mut records = Vec::new();
    for (who, action, request, response) in [
        (&who, "GetConnectivityInfo", connectivity, "null"),
        (&who, "CreateFunctionDefinition", r#"{"InitialVersion":"***"}"#, created.as_str()),
        (&through, "GetGroupVersion", group_request.as_str(), "null"),
        (&who, "CreateDeployment", group_request.as_str(), r#"{"DeploymentId":"$guid"}"#),
    ] {
        let time = tuesday(12, 5) + 50 * i64::try_from(records.len()).unwrap_or(0);
        let event = Event::new(who, time, IRELAND, "greengrass", action).req(request).res(response);
        records.push(finished(event.old("1.05"), rng));
    }
    let event = Event::new(&who, tuesday(12, 1), IRELAND, "greengrass", "AssociateServiceRoleToAccount")
        .fail("BadRequestException", "")
        .res(&pairs(&[("Message", "The role in the request could not be found or assumed.")]));
    records.push(finished(event.old("1.05"), rng));
    records
}

fn with_session(name: &str, key: &str) -> String {
    let attributes = pairs(&[("mfaAuthenticated", "false"), ("creationDate", &clock::iso(tuesday(12, 0)))]);
    Object::new()
        .text("type", "IAMUser")
        .text("principalId", &principal_id("AIDA", APP, name))
        .text("arn", &format!("arn:aws:iam::{APP}:user/{name}"))
        .text("accountId", APP)
        .text("accessKeyId", key)
        .text("userName", name)
        .raw("sessionContext", &Object::new().raw("attributes", &attributes).end())
        .text("invokedBy", FRONT_DOOR)
        .end()
}

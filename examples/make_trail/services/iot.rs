//! AWS IoT: a record of today, and the older capitalised form with empty texts for absent values
//! and a misspelt field name.

use super::finished;
use crate::base::caller::{Caller, Session, principal_id};
use crate::base::event::Event;
use crate::base::json::{Object, pairs};
use crate::base::rng::Rng;
use crate::story::company::{APP, IRELAND, RUNNER, tuesday};

pub(crate) fn record(rng: &mut Rng) -> String {
    let key = rng.key("ASIA");
    let session = Session { name: "fleet-provisioner", key: &key, created: tuesday(12, 30), mfa: false };
    let who = Caller::role(APP, "/", "iot-fleet", &session).from("192.0.2.118", RUNNER);
    let certificate = rng.hex(64);
    let request = format!(
        r#"{{"policyName":"press-hall-devices","target":"arn:aws:iot:{IRELAND}:{APP}:cert/{certificate}"}}"#
    );
    finished(Event::new(&who, tuesday(12, 31), IRELAND, "iot", "AttachPolicy").req(&request), rng)
}

pub(crate) fn capitalised_record(rng: &mut Rng) -> String {
    let target = format!("arn:aws:iot:us-east-1:{APP}:cert/{}", rng.hex(64));
    let parameters = pairs(&[("principal", &target), ("policyName", "SorterGatePolicy")]);
    Object::new()
        .text("timestamp", "1466582475")
        .text("AdditionalEventData", "")
        .text("Annotation", "")
        .text("ApiVersion", "")
        .text("ErrorCode", "")
        .text("ErrorMessage", "")
        .text("EventID", &rng.guid())
        .text("EventName", "AttachPolicy")
        .text("EventTime", "2026-03-10T08:01:15Z")
        .text("EventType", "AwsApiCall")
        .text("ReadOnly", "")
        .text("RecipientAccountList", "")
        .text("RequestID", &rng.guid())
        .raw("RequestParamters", &parameters)
        .text("Resources", "")
        .text("ResponseElements", "")
        .text("SourceIpAddress", "192.0.2.19")
        .text("UserAgent", "aws-internal/3")
        .raw("UserIdentity", &capitalised_identity(rng))
        .text("VpcEndpointId", "")
        .end()
}

fn capitalised_identity(rng: &mut Rng) -> String {
    let (role, instance) = ("sorter-gate-instances", format!("i-{}", rng.hex(8)));
    let id = principal_id("AROA", APP, role);
    let attributes =
        pairs(&[("mfaAuthenticated", "false"), ("creationDate", "Tue Mar 10 08:00:52 UTC 2026")]);
    let issuer = pairs(&[
        ("type", "Role"),
        ("principalId", &id),
        ("arn", &format!("arn:aws:iam::{APP}:role/factory/{role}")),
        ("accountId", APP),
        ("userName", role),
    ]);
    Object::new()
        .text("type", "AssumedRole")
        .text("principalId", &id)
        .text("arn", &format!("arn:aws:sts::{APP}:assumed-role/{role}/{instance}"))
        .text("accountId", APP)
        .text("accessKeyId", &rng.key("ASIA"))
        .raw(
            "sessionContext",
            &Object::new().raw("attributes", &attributes).raw("sessionIssuer", &issuer).end(),
        )
        .raw("invokedBy", &pairs(&[("serviceAccountId", "777788889999")]))
        .end()
}

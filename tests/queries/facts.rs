//! What a simple reader finds in one record: the value of each column, the ID, the time, the text.

use trailsift::record::field::{COLUMNS, Column, OnDemand};
use trailsift::record::identity::Identity;
use trailsift::record::outcome::family;
use trailsift::record::policy::find::PolicyCall;
use trailsift::record::program::{os, program};
use trailsift::record::read::RawRecord;
use trailsift::record::read::key::Key;
use trailsift::record::targets::{rule_of, targets};

use crate::json::{Inside, Node, percent_decoded};
use crate::{calendar, denials, watch};

/// One record, read.
pub(crate) struct Facts {
    pub(crate) node: Node,
    /// By the number of the column; never empty texts.
    pub(crate) values: Vec<Option<String>>,
    pub(crate) id: Option<String>,
    /// Milliseconds since 1970.
    pub(crate) time: Option<i64>,
    /// The time as `2023-07-10T12:01:02`.
    pub(crate) stamp: Option<String>,
    pub(crate) raw: Forms,
    /// The record with its escapes undone.
    pub(crate) plain: Forms,
    /// What its strings hold where that reads otherwise: JSON, also without its escapes, and URL-encoded text.
    pub(crate) inner: Vec<Forms>,
}

/// A text, also in lower case.
pub(crate) struct Forms {
    pub(crate) text: String,
    pub(crate) lower: String,
}

impl Forms {
    fn of(text: String) -> Self {
        Self { lower: text.to_lowercase(), text }
    }
}

impl Facts {
    /// Reads a record; `None` if it is not valid JSON in UTF-8.
    pub(crate) fn read(record: &[u8]) -> Option<Self> {
        let raw = std::str::from_utf8(record).ok()?;
        let node = Node::read(raw)?;
        let time = field(&node, "eventTime")
            .or_else(|| top(&node, "timeWindow")?.text_at(&["windowStart"]))
            .and_then(|text| calendar::millis(&text));
        let mut values = vec![None; COLUMNS + OnDemand::FIXED];
        let mut put = |column: Column, value: Option<String>| {
            values[column.index()] = value.filter(|value: &String| !value.is_empty());
        };
        put(Column::OnDemand(OnDemand::EVENT_TIME), time.map(calendar::spelled));
        put(Column::OnDemand(OnDemand::EVENT_ID), field(&node, "eventID"));
        fill(&node, record, &mut put);
        Some(Self {
            values,
            id: field(&node, "eventID"),
            time,
            stamp: time.map(calendar::stamp),
            raw: Forms::of(raw.to_owned()),
            plain: Forms::of(unescaped(raw)),
            inner: {
                let mut inner = Vec::new();
                collect_inner(&node, &mut inner);
                inner.into_iter().map(Forms::of).collect()
            },
            node,
        })
    }
}

fn collect_inner(node: &Node, found: &mut Vec<String>) {
    match &node.inside {
        Inside::Members(members) => members.iter().for_each(|(_, value)| collect_inner(value, found)),
        Inside::Items(items) => items.iter().for_each(|item| collect_inner(item, found)),
        Inside::Document(document) => {
            let text = node.text.clone().unwrap();
            let text = if text.trim_start().starts_with(['{', '[']) { text } else { percent_decoded(&text) };
            found.push(unescaped(&text));
            found.push(text);
            collect_inner(document, found);
        }
        Inside::Nothing => {
            let text = node.text.as_deref().filter(|_| node.is_string).unwrap_or_default();
            found.extend(is_percent_encoded(text).then(|| percent_decoded(text)));
        }
    }
}

/// Returns whether a text contains URL encoding of text.
pub(crate) fn is_percent_encoded(text: &str) -> bool {
    let encoded = regex::Regex::new("%[0-9A-Fa-f]{2}").unwrap();
    encoded.is_match(text) && !percent_decoded(text).is_empty()
}

/// A member of the record. Older records write names with capitals and one with a mistake.
fn top<'n>(record: &'n Node, name: &str) -> Option<&'n Node> {
    record.last(|key| {
        key.eq_ignore_ascii_case(name)
            || (name == "requestParameters" && key.eq_ignore_ascii_case("RequestParamters"))
    })
}

fn field(record: &Node, name: &str) -> Option<String> {
    top(record, name).and_then(|node| node.text.clone())
}

fn fill(record: &Node, bytes: &[u8], put: &mut impl FnMut(Column, Option<String>)) {
    for (column, name) in [
        (Column::AwsRegion, "awsRegion"),
        (Column::ReadOnly, "readOnly"),
        (Column::EventType, "eventType"),
        (Column::EventCategory, "eventCategory"),
        (Column::RecipientAccountId, "recipientAccountId"),
        (Column::SourceIpAddress, "sourceIPAddress"),
        (Column::UserAgent, "userAgent"),
    ] {
        put(column, field(record, name));
    }
    // Insights events keep these two deeper.
    let insight = |name| top(record, "insightDetails").and_then(|details| details.text_at(&[name]));
    let source = field(record, "eventSource").or_else(|| insight("eventSource"));
    put(Column::EventName, field(record, "eventName").or_else(|| insight("eventName")));
    put(Column::Service, source.as_deref().map(without_domain));
    put(Column::EventSource, source.clone());
    let code = field(record, "errorCode").or_else(|| insight("errorCode"));
    let is_error = |code: &String| !code.eq_ignore_ascii_case("success");
    put(Column::ErrorFamily, code.clone().filter(is_error).map(|code| family(&code).to_owned()));
    put(Column::ErrorCode, code);
    let message = error_message(record);
    let is_insight = field(record, "eventCategory").as_deref() == Some("Insight")
        || field(record, "eventType").as_deref() == Some("AwsCloudTrailInsight");
    let outcome = if failed(record) { "failed" } else { "ok" };
    put(Column::Outcome, (!is_insight).then(|| outcome.to_owned()));
    let read = RawRecord::read(bytes, 0).unwrap();
    let name = field(record, "eventName").or_else(|| insight("eventName")).unwrap_or_default();
    let rule = rule_of(source.as_deref().unwrap_or_default(), &name);
    let mut touched = String::new();
    targets(&read, rule.as_ref(), message.as_deref(), &mut touched);
    put(Column::Resource, Some(touched).filter(|names| !names.is_empty()));
    put(Column::ErrorMessage, message);
    identity(record, &read, put);
    computed(record, put);
    let by_service = identity_text(record, "type").as_deref() == Some("AWSService")
        || identity_text(record, "invokedBy").is_some_and(|service| !service.is_empty());
    let words = watch::words(source.as_deref().unwrap_or_default(), &name, by_service);
    for (column, words) in watch::COLUMNS_OF_WORDS.into_iter().zip(words) {
        put(Column::OnDemand(column), words.filter(|_| !is_insight));
    }
    let opens = PolicyCall::of(&read).map(|call| call.opens()).unwrap_or_default();
    let opens: Vec<&str> = opens.iter().map(|opening| opening.name()).collect();
    put(Column::OnDemand(OnDemand::OPENS), Some(opens.join(", ")));
    let issued = if failed(record) { Vec::new() } else { issued(record, &name) };
    put(Column::OnDemand(OnDemand::ISSUED), Some(issued.join(", ")));
}

/// The access keys in the response of a call that issues credentials.
fn issued(record: &Node, name: &str) -> Vec<String> {
    let calls = ["AssumeRo", "Token", "Credentials", "CreateAccessKey", "Session", "DataAccess", "Login"];
    let own = top(record, "userIdentity").and_then(|identity| identity.text_at(&["accessKeyId"]));
    let mut keys = Vec::new();
    if let Some(response) =
        top(record, "responseElements").filter(|_| calls.iter().any(|call| name.contains(call)))
    {
        keys_in(response, &mut keys);
    }
    let form = regex::Regex::new("^A[A-Z0-9]{15,127}$").unwrap();
    keys.retain(|key| form.is_match(key) && Some(key) != own.as_ref());
    keys.dedup();
    keys
}

fn keys_in(node: &Node, keys: &mut Vec<String>) {
    match &node.inside {
        Inside::Members(members) => {
            for (name, value) in members {
                if name == "accessKeyId" {
                    keys.extend(value.text.clone());
                }
                keys_in(value, keys);
            }
        }
        Inside::Items(items) => items.iter().for_each(|item| keys_in(item, keys)),
        Inside::Document(_) | Inside::Nothing => {}
    }
}

fn identity_text(record: &Node, name: &str) -> Option<String> {
    let identity = top(record, "userIdentity")?;
    Node::last(identity, |key| key.eq_ignore_ascii_case(name))?.text.clone()
}

/// The columns that are computed when they are first needed.
fn computed(record: &Node, put: &mut impl FnMut(Column, Option<String>)) {
    let agent = field(record, "userAgent").unwrap_or_default();
    put(Column::OnDemand(OnDemand::PROGRAM), program(&agent).map(str::to_owned));
    put(Column::OnDemand(OnDemand::OS), os(&agent).map(str::to_owned));
    let attributed: Vec<String> = attributions(record).into_iter().flatten().flatten().collect();
    put(Column::OnDemand(OnDemand::ATTRIBUTED), Some(joined(&attributed)));
    let refusal = denials::parts(&error_message(record).unwrap_or_default());
    for (column, part) in denials::COLUMNS_OF_PARTS.into_iter().zip(refusal) {
        put(Column::OnDemand(column), part);
    }
    for (column, name) in
        [(OnDemand::BYTES_IN, "bytesTransferredIn"), (OnDemand::BYTES_OUT, "bytesTransferredOut")]
    {
        let written = top(record, "additionalEventData").and_then(|data| data.text_at(&[name]));
        let whole = |text: String| text.parse::<f64>().map_or(text, |number| number.to_string());
        put(Column::OnDemand(column), written.map(whole));
    }
}

fn identity(record: &Node, read: &RawRecord<'_>, put: &mut impl FnMut(Column, Option<String>)) {
    let insight = attributed_identity(record).and_then(|text| Node::read(&text));
    let caller = |names: &[&str]| {
        let identity = top(record, "userIdentity").or(insight.as_ref());
        // Some tools write the names of an identity's members in lower case.
        let named = |node, name: &&str| Node::last(node, |key| key.eq_ignore_ascii_case(name));
        identity
            .and_then(|identity| names.iter().try_fold(identity, named))
            .and_then(|node| node.text.clone())
    };
    for (column, names) in [
        (Column::IdentityType, &["type"][..]),
        (Column::IdentityArn, &["arn"]),
        (Column::IdentityAccount, &["accountId"]),
        (Column::AccessKey, &["accessKeyId"]),
        (Column::UserName, &["userName"]),
        (Column::PrincipalId, &["principalId"]),
        (Column::IssuerArn, &["sessionContext", "sessionIssuer", "arn"]),
        (Column::SourceIdentity, &["sessionContext", "sourceIdentity"]),
        (Column::AssumedRoot, &["sessionContext", "assumedRoot"]),
        (Column::MfaAuthenticated, &["sessionContext", "attributes", "mfaAuthenticated"]),
    ] {
        put(column, caller(names));
    }
    // Old AWS IoT records have an object there.
    let in_object = caller(&["invokedBy"]).is_some_and(|text| text.starts_with('{'));
    let invoked_by = if in_object { &["invokedBy", "serviceAccountId"][..] } else { &["invokedBy"] };
    put(Column::InvokedBy, caller(invoked_by));
    put(Column::Account, field(record, "recipientAccountId").or_else(|| caller(&["accountId"])));
    let used = top(record, "additionalEventData").and_then(|data| data.text_at(&["MFAUsed"]));
    let used = match used.as_deref() {
        Some("Yes") => Some(("true".to_owned(), true)),
        Some("No") => Some(("false".to_owned(), true)),
        _ => caller(&["sessionContext", "attributes", "mfaAuthenticated"]).map(|used| (used, false)),
    };
    let kind = caller(&["type"]).unwrap_or_default();
    let arns = [caller(&["arn"]), caller(&["sessionContext", "sessionIssuer", "arn"])];
    let is_sso = arns.iter().flatten().any(|arn| arn.contains("/AWSReservedSSO_"));
    let by_provider = ["SAMLUser", "WebIdentityUser", "IdentityCenterUser"].contains(&kind.as_str())
        || (kind == "AssumedRole" && is_sso);
    let is_session = ["AssumedRole", "FederatedUser"].contains(&kind.as_str());
    let known = used.and_then(|(used, is_sign_in)| match used.as_str() {
        "true" => Some("yes"),
        "false" if by_provider || (is_session && is_sign_in) => Some("not knowable"),
        "false" => Some("no"),
        _ => None,
    });
    put(Column::Mfa, known.map(str::to_owned));
    let said = |text: Option<String>| text.as_deref() == Some("true");
    let is_console = field(record, "eventType").is_some_and(|kind| kind.starts_with("AwsConsole"))
        || said(field(record, "sessionCredentialFromConsole"));
    let session = said(caller(&["sessionContext", "attributes", "sessionCredentialFromConsole"]));
    put(Column::Console, (is_console || session).then(|| "true".to_owned()));
    let attributed = attributed_identity(record);
    let element =
        attributed.as_ref().map_or(read.raw(Key::UserIdentity), |arn| Some(arn.as_bytes())).unwrap_or(b"{}");
    let identity = Identity::read(element);
    let who = identity.who(is_console, &field(record, "sourceIPAddress").unwrap_or_default());
    put(Column::Principal, Some(who.principal.into_owned()));
    put(Column::PrincipalLabel, Some(who.label.into_owned()));
    put(Column::Session, Some(who.session.into_owned()));
    put(Column::SessionName, session_name(caller(&["arn"]), caller(&["principalId"]), &kind));
    put(Column::Person, Some(who.person.into_owned()));
}

/// The name of a role session, by its ARN or its id.
fn session_name(arn: Option<String>, id: Option<String>, kind: &str) -> Option<String> {
    let of_arn = arn.and_then(|arn| {
        let (_, session) = arn.split_once(":assumed-role/")?;
        session.split_once('/').map(|(_, name)| name.to_owned()).filter(|name| !name.is_empty())
    });
    let id = id.filter(|_| kind == "AssumedRole");
    let of_id = id.and_then(|id| id.split_once(':').map(|(_, name)| name.to_owned()));
    of_arn.or(of_id).filter(|name| !name.is_empty())
}

/// Insights events name no caller; the first ARN that they attribute calls to takes its place.
fn attributed_identity(record: &Node) -> Option<String> {
    if top(record, "userIdentity").is_some() {
        return None;
    }
    let arn = attributions(record)?.into_iter().next()??;
    Some(serde_json::json!({ "arn": arn }).to_string())
}

/// The ARNs that an Insights event attributes calls to.
fn attributions(record: &Node) -> Option<Vec<Option<String>>> {
    let items = |node: &Node, name: &str| match node.member(name).map(|node| &node.inside) {
        Some(Inside::Items(_)) => node.member(name).and_then(|node| node.text.clone()),
        _ => None,
    };
    let context = top(record, "insightDetails")?.member("insightContext")?;
    let attributions: Vec<serde_json::Value> =
        serde_json::from_str(&items(context, "attributions")?).unwrap();
    let arns = attributions.iter().find(|attribution| attribution["attribute"] == "userIdentityArn")?;
    let of =
        |item: &serde_json::Value| item["value"].as_str().filter(|arn| !arn.is_empty()).map(str::to_owned);
    Some(arns["insight"].as_array()?.iter().map(of).collect())
}

/// Several values as one, as they are shown.
pub(crate) fn joined(values: &[String]) -> String {
    // A comma before a blank would look like one between items.
    let comma = regex::Regex::new(",(\u{fe0e}* )").unwrap();
    let marked = values.iter().map(|text| comma.replace_all(text, ",\u{fe0e}$1").replace('←', "←\u{fe0e}"));
    marked.collect::<Vec<_>>().join(", ")
}

fn without_domain(source: &str) -> String {
    let cut = source.strip_suffix(".cn").filter(|cut| cut.ends_with(".amazonaws.com")).unwrap_or(source);
    cut.strip_suffix(".amazonaws.com").unwrap_or(cut).to_owned()
}

/// Returns `errorMessage`, otherwise what the response says, if the call had an error code or the text reports
/// a denial.
fn error_message(record: &Node) -> Option<String> {
    field(record, "errorMessage").or_else(|| {
        if says_success(record) {
            return None;
        }
        let response = top(record, "responseElements")?;
        let said = response.text_at(&["Message"]).or_else(|| response.text_at(&["message"]))?;
        let lower = said.to_lowercase();
        let tells = lower.contains("denied") || lower.contains("not authorized");
        (tells || field(record, "errorCode").is_some()).then_some(said)
    })
}

/// Some services write that there was no error where the error belongs.
fn says_success(record: &Node) -> bool {
    field(record, "errorCode").is_some_and(|code| code.eq_ignore_ascii_case("success"))
}

fn failed(record: &Node) -> bool {
    if says_success(record) {
        return false;
    }
    let response = top(record, "responseElements").map(Node::members).unwrap_or_default();
    field(record, "errorCode").is_some()
        || error_message(record).is_some()
        || response.iter().any(|(_, value)| value.text.as_deref() == Some("Failure"))
}

/// Returns the text with every escape decoded.
fn unescaped(json: &str) -> String {
    let mut units: Vec<u16> = Vec::new();
    let mut chars = json.chars();
    while let Some(char) = chars.next() {
        let char = match char {
            '\\' => match chars.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                Some('b') => '\u{8}',
                Some('f') => '\u{c}',
                Some('u') => {
                    let digits: String = chars.by_ref().take(4).collect();
                    units.push(u16::from_str_radix(&digits, 16).unwrap());
                    continue;
                }
                other => other.unwrap(),
            },
            char => char,
        };
        units.extend_from_slice(char.encode_utf16(&mut [0; 2]));
    }
    String::from_utf16_lossy(&units)
}

//! Finds the policy that a record's call writes, removes or attaches.

use std::borrow::Cow;

use super::condition::Condition;
use super::managed;
use super::opens::{Opening, PolicyKind};
use super::places::{ATTACHING, PLACES, PolicyPlace};
use super::statement::{Document, Principal, Statement, StatementEffect};
use crate::json::members::{items, members};
use crate::record::call::without_api_date;
use crate::record::identity::service_name;
use crate::record::outcome::outcome;
use crate::record::read::RawRecord;
use crate::record::read::key::Key;
use crate::record::read::value::{is_present, text_of};

/// What a call does with a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyCall {
    /// What the policy is for.
    pub kind: PolicyKind,
    /// Its document; `None` if the call removes it, or only names policies.
    pub document: Option<Document>,
    /// ARNs of managed policies that it attaches, or that limit a session.
    pub managed: Vec<String>,
    /// What it belongs to, if it can have versions.
    pub owner: Option<PolicyOwner>,
    /// The account that has it.
    pub account: Option<String>,
    /// Whether the call failed, and changed nothing.
    pub failed: bool,
}

/// What a policy belongs to. Policies of the same owner are versions of each other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PolicyOwner {
    /// What it is, such as `inline policy of user`.
    pub family: &'static str,
    /// The account.
    pub account: String,
    /// The names.
    pub names: Vec<String>,
}

/// Returns whether calls of this name may write, remove or attach a policy.
pub fn may_have_policy(source: &str, name: &str) -> bool {
    let call = (service_name(source), without_api_date(name));
    place_of(call).is_some() || attaching(call).is_some()
}

fn place_of(call: (&str, &str)) -> Option<&'static PolicyPlace> {
    PLACES.iter().find(|place| place.call == call)
}

fn attaching(call: (&str, &str)) -> Option<&'static str> {
    ATTACHING.iter().find(|(known, _)| *known == call).map(|(_, path)| *path)
}

impl PolicyCall {
    /// Reads a record; `None` if its call has nothing to do with policies.
    pub fn of(record: &RawRecord<'_>) -> Option<Self> {
        let (source, name) = (record.text(Key::EventSource)?, record.text(Key::EventName)?);
        let call = (service_name(&source), without_api_date(&name));
        let account = record.text(Key::RecipientAccountId).map(Cow::into_owned);
        let failed = outcome(record).failed;
        if let Some(path) = attaching(call) {
            let managed = at(record, path).iter().map(|arn| text_of(arn).into_owned()).collect();
            return Some(Self {
                kind: PolicyKind::Identity,
                document: None,
                managed,
                owner: None,
                account,
                failed,
            });
        }
        let place = place_of(call)?;
        let document = document(record, place);
        let managed = if place.kind == PolicyKind::Session { session_policies(record) } else { Vec::new() };
        if document.is_none() && managed.is_empty() && !place.documents.is_empty() {
            return None;
        }
        let owner = owner(record, place, account.as_deref());
        Some(Self { kind: place.kind, document, managed, owner, account, failed })
    }

    /// Returns whether the call removes a policy.
    pub fn removes(&self) -> bool {
        self.document.is_none() && self.managed.is_empty()
    }

    /// Returns what the policy opens, each once; nothing if the call failed.
    pub fn opens(&self) -> Vec<Opening> {
        let statements = self.document.iter().flat_map(|document| &document.statements);
        let of_statements =
            statements.flat_map(|statement| statement.opens(self.kind, self.account.as_deref()));
        let is_attached = self.kind == PolicyKind::Identity;
        let of_managed = self.managed.iter().filter(|_| is_attached).flat_map(|arn| managed::opens(arn));
        let found: Vec<Opening> = of_statements.chain(of_managed.copied()).collect();
        Opening::ALL.into_iter().filter(|opening| !self.failed && found.contains(opening)).collect()
    }
}

/// Returns the document, or the permission that Lambda makes from parameters.
fn document(record: &RawRecord<'_>, place: &PolicyPlace) -> Option<Document> {
    // SNS sets one attribute of many.
    if place.call == ("sns", "SetTopicAttributes") {
        let attribute = at(record, "req.attributeName").first().map(|name| text_of(name).into_owned());
        attribute.filter(|name| name.eq_ignore_ascii_case("Policy"))?;
    }
    let value = place.documents.iter().find_map(|path| at(record, path).into_iter().next());
    if value.is_none() && place.call == ("lambda", "AddPermission") {
        return permission(record);
    }
    value.map(Document::read)
}

/// Makes the statement that the parameters of `AddPermission` describe: the answer is missing if it failed.
fn permission(record: &RawRecord<'_>) -> Option<Document> {
    let text = |name: &str| at(record, &format!("req.{name}")).first().map(|text| text_of(text).into_owned());
    let name = text("principal")?;
    let kind = if name.contains(".amazonaws.com") { "Service" } else { "AWS" };
    let limits = [
        ("ArnLike", "AWS:SourceArn", "sourceArn"),
        ("StringEquals", "AWS:SourceAccount", "sourceAccount"),
        ("StringEquals", "aws:PrincipalOrgID", "principalOrgID"),
        ("StringEquals", "lambda:FunctionUrlAuthType", "functionUrlAuthType"),
    ];
    let condition = |(operator, key, name): (&str, &str, &str)| {
        let values = vec![text(name)?];
        Some(Condition { operator: operator.to_owned(), key: key.to_owned(), values })
    };
    let statement = Statement {
        sid: text("statementId").unwrap_or_default(),
        effect: StatementEffect::Allow,
        principals: vec![Principal { kind: kind.to_owned(), name }],
        actions: text("action").into_iter().collect(),
        resources: text("functionName").into_iter().collect(),
        conditions: limits.into_iter().filter_map(condition).collect(),
        ..Statement::default()
    };
    Some(Document { statements: vec![statement], is_json: true, text: String::new() })
}

fn session_policies(record: &RawRecord<'_>) -> Vec<String> {
    at(record, "req.policyArns.arn").iter().map(|arn| text_of(arn).into_owned()).collect()
}

fn owner(record: &RawRecord<'_>, place: &PolicyPlace, account: Option<&str>) -> Option<PolicyOwner> {
    let name = |path: &&str| {
        let name = at(record, path).first().map(|name| text_of(name).into_owned())?;
        // Keys are named by their ID or their ARN.
        let is_key = place.family == "policy of key";
        Some(if is_key { name.rsplit_once('/').map_or(name.clone(), |(_, id)| id.to_owned()) } else { name })
    };
    let names: Option<Vec<String>> = place.owner.iter().map(name).collect();
    let names = names.filter(|names| !names.is_empty())?;
    Some(PolicyOwner { family: place.family, account: account.unwrap_or_default().to_owned(), names })
}

/// Returns the present values at a path such as `req.policyDocument`. Arrays are looked through, and the first
/// letter of a name may be in either case.
fn at<'r>(record: &RawRecord<'r>, path: &str) -> Vec<&'r [u8]> {
    let mut names = path.split('.');
    let key = match names.next() {
        Some("req") => Key::RequestParameters,
        Some("res") => Key::ResponseElements,
        _ => return Vec::new(),
    };
    let mut found: Vec<&[u8]> = record.raw(key).into_iter().collect();
    for name in names {
        found = found.into_iter().flat_map(|value| named(value, name)).collect();
    }
    found.into_iter().filter(|value| is_present(value)).collect()
}

fn named<'v>(value: &'v [u8], name: &str) -> Vec<&'v [u8]> {
    let objects: Vec<&[u8]> = if value.first() == Some(&b'[') { items(value).collect() } else { vec![value] };
    let is_named = |key: &[u8]| {
        let same_rest = key.get(1..) == name.as_bytes().get(1..);
        same_rest && key.first().zip(name.as_bytes().first()).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b))
    };
    objects
        .into_iter()
        .filter_map(|object| members(object).filter(|(key, _)| is_named(key)).last().map(|(_, value)| value))
        .collect()
}

//! Policies in records: where they are, what their statements say and open, and what changed; generated ones are
//! read a second time with serde_json.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::difference::difference;
use super::find::PolicyCall;
use super::opens::{Opening, PolicyKind};
use super::statement::Document;
use crate::record::read::RawRecord;

const OWN: &str = "111122223333";

fn record(call: &str, request: &Value, response: &Value) -> String {
    let (service, name) = call.split_once(':').unwrap();
    json!({
        "eventSource": format!("{service}.amazonaws.com"), "eventName": name, "recipientAccountId": OWN,
        "requestParameters": request, "responseElements": response,
    })
    .to_string()
}

fn read(record: &str) -> Option<PolicyCall> {
    PolicyCall::of(&RawRecord::read(record.as_bytes(), 0).unwrap())
}

fn names(opens: &[Opening]) -> String {
    opens.iter().map(|opening| opening.name()).collect::<Vec<_>>().join(" ")
}

fn document(statements: &Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn url_encoded(text: &str) -> String {
    let escapes: Vec<String> = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    escapes.concat()
}

/// One statement in words, and what it opens in a policy of `kind`.
#[track_caller]
fn says(kind: PolicyKind, statement: &Value, words: &str, opens: &str) {
    let document = Document::read(document(statement).to_string().as_bytes());
    let [read] = document.statements.as_slice() else { panic!("{document:?}") };
    let found = (read.words(Some(OWN)), names(&read.opens(kind, Some(OWN))));
    assert_eq!((found.0.as_str(), found.1.as_str()), (words, opens), "{statement}");
}

#[test]
fn identity_policies_in_words() {
    let says =
        |statement: Value, words: &str, opens: &str| says(PolicyKind::Identity, &statement, words, opens);
    says(
        json!({"Effect": "Allow", "Action": "*", "Resource": "*"}),
        "allows every action on every resource",
        "admin",
    );
    says(
        json!({"Effect": "Allow", "Action": ["iam:*", "s3:GetObject"], "Resource": ["*"]}),
        "allows iam:*, s3:GetObject on every resource",
        "wide",
    );
    says(
        json!({"Effect": "Deny", "Action": "*", "Resource": "*"}),
        "denies every action on every resource",
        "",
    );
    says(
        json!({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}),
        "allows every action but iam:* on every resource",
        "not",
    );
    says(
        json!({"Effect": "allow", "action": "s3:Get*", "resource": "arn:aws:s3:::b/*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": ["a", "b"]}, "BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}}),
        "allows s3:Get* on arn:aws:s3:::b/*, if aws:MultiFactorAuthPresent is true or absent and aws:PrincipalTag/team is a or b",
        "",
    );
    says(
        json!({"Effect": "Maybe", "Action": "s3:Get*", "Extra": {"a": 1}}),
        "Effect Maybe: s3:Get*; also has Extra",
        "",
    );
    says(
        json!({"Action": ["a:b", "a:c", "a:d", "a:e", "a:f", "a:g"]}),
        "no Effect: a:b, a:c, a:d, a:e and 2 more",
        "",
    );
    says(json!("text"), "not a statement: \"text\"", "");
    says(
        json!({"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:x"}),
        "allows s3:* on every resource but arn:x",
        "not",
    );
}

#[test]
fn resource_and_trust_policies_in_words() {
    let resource =
        |statement: Value, words: &str, opens: &str| says(PolicyKind::Resource, &statement, words, opens);
    let get = |principal: Value, condition: Value| json!({"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": "arn:b/*", "Condition": condition});
    resource(get(json!("*"), json!({})), "anybody may s3:GetObject on arn:b/*", "anyone");
    resource(get(json!({"AWS": ["*"]}), json!({})), "anybody may s3:GetObject on arn:b/*", "anyone");
    resource(
        get(json!("*"), json!({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})),
        "anybody may s3:GetObject on arn:b/*, if aws:SourceIp is in 203.0.113.0/24",
        "anyone_if",
    );
    resource(
        get(json!("*"), json!({"IpAddress": {"aws:SourceIp": ["0.0.0.0/0"]}})),
        "anybody may s3:GetObject on arn:b/*, if aws:SourceIp is in 0.0.0.0/0",
        "anyone",
    );
    resource(
        get(json!({"AWS": ["arn:aws:iam::444455556666:root", "111122223333"]}), json!({})),
        "account 444455556666, this account (111122223333) may s3:GetObject on arn:b/*",
        "foreign",
    );
    resource(
        get(json!({"AWS": "AIDAEXAMPLEEXAMPLE77"}), json!({})),
        "AIDAEXAMPLEEXAMPLE77 (the ID of a user or role that may no longer exist) may s3:GetObject on arn:b/*",
        "",
    );
    resource(
        json!({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"}),
        "this account (111122223333) may kms:* on every resource",
        "",
    );
    resource(
        json!({"Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:user/a"}, "Action": "s3:*", "Resource": "*"}),
        "denies anybody but user/a s3:* on every resource",
        "",
    );
    let trust =
        |statement: Value, words: &str, opens: &str| says(PolicyKind::Trust, &statement, words, opens);
    let oidc = "arn:aws:iam::111122223333:oidc-provider/ci.example";
    let federated = |condition: Value| json!({"Effect": "Allow", "Principal": {"Federated": oidc}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": condition});
    trust(federated(json!({})), &format!("users of {oidc} may sts:AssumeRoleWithWebIdentity"), "federated");
    trust(
        federated(json!({"StringLike": {"ci.example:sub": "repo:x/*"}})),
        &format!("users of {oidc} may sts:AssumeRoleWithWebIdentity, if ci.example:sub is like repo:x/*"),
        "",
    );
    trust(
        json!({"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com", "AWS": "arn:aws:iam::444455556666:user/eve"}, "Action": "sts:AssumeRole"}),
        "user/eve of account 444455556666, ec2.amazonaws.com may sts:AssumeRole",
        "foreign",
    );
    says(
        PolicyKind::Session,
        &json!({"Effect": "Allow", "Action": "*", "Resource": "*"}),
        "allows every action on every resource",
        "",
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn documents_are_found_in_every_call_and_form() {
    let admin = document(&json!([{"Effect": "Allow", "Action": "*", "Resource": "*"}]));
    let anyone = document(&json!({"Effect": "Allow", "Principal": "*", "Action": "x:y", "Resource": "r"}));
    let (text, url) = (admin.to_string(), url_encoded(&admin.to_string()));
    let open = anyone.to_string();
    for (call, request, response, owner, opens) in [
        (
            "iam:PutUserPolicy",
            json!({"userName": "a", "policyName": "p", "policyDocument": text}),
            json!(null),
            "inline policy of user: a, p",
            "admin",
        ),
        (
            "iam:PutRolePolicy",
            json!({"roleName": "a", "policyName": "p", "policyDocument": url}),
            json!(null),
            "inline policy of role: a, p",
            "admin",
        ),
        (
            "iam:CreatePolicyVersion",
            json!({"policyArn": "arn:p", "policyDocument": text}),
            json!(null),
            "managed policy: arn:p",
            "admin",
        ),
        (
            "iam:CreatePolicy",
            json!({"policyDocument": text}),
            json!({"policy": {"arn": "arn:p"}}),
            "managed policy: arn:p",
            "admin",
        ),
        (
            "iam:CreateRole",
            json!({"roleName": "r", "assumeRolePolicyDocument": open}),
            json!(null),
            "trust policy of role: r",
            "anyone",
        ),
        (
            "s3:PutBucketPolicy",
            json!({"bucketName": "b", "bucketPolicy": anyone}),
            json!(null),
            "policy of bucket: b",
            "anyone",
        ),
        (
            "kms:PutKeyPolicy",
            json!({"keyId": "arn:aws:kms:x:1:key/k-1", "policy": open}),
            json!(null),
            "policy of key: k-1",
            "anyone",
        ),
        (
            "kms:CreateKey",
            json!({"policy": open}),
            json!({"keyMetadata": {"keyId": "k-1"}}),
            "policy of key: k-1",
            "anyone",
        ),
        (
            "secretsmanager:PutResourcePolicy",
            json!({"secretId": "s", "resourcePolicy": open}),
            json!(null),
            "policy of secret: s",
            "anyone",
        ),
        (
            "sns:SetTopicAttributes",
            json!({"topicArn": "t", "attributeName": "Policy", "attributeValue": open}),
            json!(null),
            "policy of topic: t",
            "anyone",
        ),
        (
            "sqs:SetQueueAttributes",
            json!({"queueUrl": "q", "attributes": {"Policy": open}}),
            json!(null),
            "policy of queue: q",
            "anyone",
        ),
        (
            "ecr:SetRepositoryPolicy",
            json!({"repositoryName": "e", "policyText": open}),
            json!(null),
            "policy of repository: e",
            "anyone",
        ),
        (
            "organizations:UpdatePolicy",
            json!({"policyId": "p-1", "content": text}),
            json!(null),
            "organization policy: p-1",
            "",
        ),
        (
            "sso:PutInlinePolicyToPermissionSet",
            json!({"permissionSetArn": "s", "inlinePolicy": text}),
            json!(null),
            "inline policy of permission set: s",
            "admin",
        ),
        ("sts:AssumeRole", json!({"roleArn": "r", "policy": text}), json!(null), "none", ""),
        (
            "lambda:AddPermission20150331v2",
            json!({"functionName": "f", "principal": "*", "action": "lambda:InvokeFunctionUrl"}),
            json!(null),
            "none",
            "anyone",
        ),
        (
            "lambda:AddPermission20150331v2",
            json!({}),
            json!({"statement": "{\"Sid\":\"x\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"s3.amazonaws.com\"},\"Action\":\"lambda:InvokeFunction\",\"Resource\":\"arn:f\"}"}),
            "none",
            "",
        ),
        (
            "iam:AttachUserPolicy",
            json!({"userName": "a", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}),
            json!(null),
            "none",
            "admin",
        ),
    ] {
        let found = read(&record(call, &request, &response)).unwrap_or_else(|| panic!("{call}"));
        let named = found.owner.as_ref().map(|owner| format!("{}: {}", owner.family, owner.names.join(", ")));
        assert_eq!(named.as_deref().unwrap_or("none"), owner, "{call}");
        assert_eq!(names(&found.opens()), opens, "{call}");
        let statements = found.document.as_ref().map_or(1, |document| document.statements.len());
        assert!(statements == 1 && found.document.is_none_or(|document| document.is_json), "{call}");
    }
}

#[test]
fn other_calls_have_no_policy_and_failed_ones_open_nothing() {
    assert!(read(&record("iam:CreateUser", &json!({"userName": "a"}), &json!(null))).is_none());
    assert!(read(&record("sts:AssumeRole", &json!({"roleArn": "r"}), &json!(null))).is_none());
    let display = json!({"topicArn": "t", "attributeName": "DisplayName", "attributeValue": "{}"});
    assert!(read(&record("sns:SetTopicAttributes", &display, &json!(null))).is_none());
    let removed = read(&record("s3:DeleteBucketPolicy", &json!({"bucketName": "b"}), &json!(null))).unwrap();
    assert!(removed.removes() && removed.opens().is_empty());
    let open = json!({"bucketName": "b", "bucketPolicy": document(&json!({"Effect": "Allow", "Principal": "*", "Action": "s3:*"}))});
    let failed = record("s3:PutBucketPolicy", &open, &json!(null)).replacen(
        '{',
        "{\"errorCode\":\"AccessDenied\",",
        1,
    );
    let failed = read(&failed).unwrap();
    assert!(failed.failed && failed.opens().is_empty() && failed.document.is_some());
}

#[test]
fn broken_documents_keep_what_can_be_read() {
    for (text, statements) in [
        ("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\"},{\"Effect\":", 0),
        ("{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\"},\"x\":", 1),
        ("not json", 0),
        ("", 0),
    ] {
        let found = Document::read(serde_json::to_string(text).unwrap().as_bytes());
        assert_eq!((found.is_json, found.statements.len()), (false, statements), "{text}");
        assert_eq!(found.text, text);
    }
}

#[test]
fn versions_are_compared_as_sets_of_statements() {
    let of = |statements: Value| Document::read(document(&statements).to_string().as_bytes());
    let a = json!({"Sid": "1", "Effect": "Allow", "Action": ["s3:Get*", "s3:List*"], "Resource": "*"});
    let same = json!({"Sid": "2", "Resource": ["*"], "Effect": "Allow", "Action": ["s3:List*", "s3:Get*"]});
    let b = json!({"Effect": "Deny", "Action": "iam:*", "Resource": "*"});
    let c = json!({"Effect": "Allow", "Action": "*", "Resource": "*"});
    let found = difference(&of(json!([a, b])), &of(json!([c, same])));
    let words = |statements: &[super::statement::Statement]| {
        statements.iter().map(|statement| statement.words(None)).collect::<Vec<_>>().join(" | ")
    };
    assert_eq!(found.kept, 1);
    assert_eq!(words(&found.added), "allows every action on every resource");
    assert_eq!(words(&found.removed), "denies iam:* on every resource");
    let none = difference(&of(json!([a, b])), &of(json!([b, same])));
    assert_eq!((none.kept, none.added.len(), none.removed.len()), (2, 0, 0));
}

/// What a statement opens, over serde_json's values.
#[expect(clippy::too_many_lines, reason = "plain on purpose: all rules in one place")]
fn opens_again(statement: &Value, kind: PolicyKind) -> Vec<&'static str> {
    fn list(value: &Value) -> Vec<&str> {
        match value {
            Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
            Value::String(text) => vec![text],
            _ => Vec::new(),
        }
    }
    let narrows = matches!(kind, PolicyKind::Session | PolicyKind::Organization);
    if statement["Effect"] != "Allow" || narrows {
        return Vec::new();
    }
    let principal = &statement["Principal"];
    let aws: Vec<&str> = if principal.is_object() { list(&principal["AWS"]) } else { list(principal) };
    let (actions, resources) = (list(&statement["Action"]), list(&statement["Resource"]));
    let tests: Vec<(&str, &str, Vec<&str>)> = statement["Condition"]
        .as_object()
        .into_iter()
        .flatten()
        .flat_map(|(operator, keys)| {
            keys.as_object()
                .into_iter()
                .flatten()
                .map(move |(key, values)| (operator.as_str(), key.as_str(), list(values)))
        })
        .collect();
    let limited = tests.iter().any(|(operator, key, values)| {
        !(*operator == "IpAddress" && *key == "aws:SourceIp" && values.contains(&"0.0.0.0/0"))
    });
    let everybody = aws.contains(&"*");
    let account = |name: &str| {
        name.split(':').find(|part| part.len() == 12 && part.parse::<u64>().is_ok()).map(str::to_owned)
    };
    let foreign = aws.iter().filter_map(|name| account(name)).any(|account| account != OWN);
    let others: Vec<&str> = principal
        .as_object()
        .map(|kinds| {
            kinds.iter().filter(|(kind, _)| *kind != "AWS").flat_map(|(_, names)| list(names)).collect()
        })
        .unwrap_or_default();
    let only_root = others.is_empty()
        && !aws.is_empty()
        && aws.iter().all(|name| *name == OWN || *name == format!("arn:aws:iam::{OWN}:root"));
    let federated = !list(&principal["Federated"]).is_empty()
        && !tests.iter().any(|(_, key, _)| key.ends_with(":sub") || key.ends_with(":aud"));
    let all = resources.contains(&"*");
    [
        ("anyone", everybody && !limited),
        ("anyone_if", everybody && limited),
        ("foreign", foreign),
        ("federated", federated),
        ("admin", all && (actions.contains(&"*") || actions.contains(&"*:*"))),
        (
            "wide",
            all && !only_root
                && actions.iter().any(|action| {
                    *action != "*:*" && action.ends_with(":*") && action.matches(':').count() == 1
                }),
        ),
        (
            "not",
            ["NotAction", "NotResource", "NotPrincipal"].iter().any(|name| statement.get(name).is_some()),
        ),
    ]
    .into_iter()
    .filter(|(_, holds)| *holds)
    .map(|(name, _)| name)
    .collect()
}

fn one_or_more(values: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop_oneof![
        proptest::sample::select(values).prop_map(|value| json!(value)),
        proptest::collection::vec(proptest::sample::select(values), 1..4).prop_map(|values| json!(values)),
    ]
}

const NAMES: &[&str] = &[
    "*",
    OWN,
    "444455556666",
    "arn:aws:iam::111122223333:root",
    "arn:aws:iam::444455556666:user/eve",
    "arn:aws:iam::111122223333:role/x",
    "AROAEXAMPLEEXAMPLE77",
];
const ACTIONS: &[&str] = &["*", "*:*", "s3:*", "s3:GetObject", "iam:*", "sts:AssumeRole"];
const CONDITIONS: &[&str] = &[
    r#"{"IpAddress":{"aws:SourceIp":["0.0.0.0/0"]}}"#,
    r#"{"IpAddress":{"aws:SourceIp":"198.51.100.0/24"}}"#,
    r#"{"StringEquals":{"ci.example:sub":"x"}}"#,
    r#"{"StringEquals":{"aws:PrincipalOrgID":"o-1"},"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}"#,
    "{}",
];

prop_compose! {
    fn statements()(
        effect in proptest::sample::select(&["Allow", "Allow", "Allow", "Deny"][..]),
        bare in any::<bool>(),
        names in proptest::option::of(one_or_more(NAMES)),
        provider in proptest::option::of(Just("arn:aws:iam::111122223333:oidc-provider/ci.example")),
        actions in one_or_more(ACTIONS),
        not_action in any::<bool>(),
        resources in proptest::option::of(one_or_more(&["*", "arn:aws:s3:::b/*"])),
        condition in proptest::option::of(proptest::sample::select(CONDITIONS)),
    ) -> Value {
        let mut statement = json!({"Effect": effect});
        statement[if not_action { "NotAction" } else { "Action" }] = actions;
        if let Some(names) = names {
            statement["Principal"] = if bare && names.is_string() { names } else { json!({"AWS": names}) };
        }
        if let Some(provider) = provider.filter(|_| !statement["Principal"].is_string()) {
            statement["Principal"]["Federated"] = json!(provider);
        }
        if let Some(resources) = resources {
            statement["Resource"] = resources;
        }
        if let Some(condition) = condition {
            statement["Condition"] = serde_json::from_str(condition).unwrap();
        }
        statement
    }
}

proptest! {
    #[test]
    fn generated_policies_are_read_as_serde_json_reads_them(
        list in proptest::collection::vec(statements(), 1..4),
        form in 0..3,
        kind in 0..2,
    ) {
        let statements = if list.len() == 1 { list[0].clone() } else { json!(list) };
        let whole = document(&statements);
        let value = match form {
            0 => whole.clone(),
            1 => json!(whole.to_string()),
            _ => json!(url_encoded(&whole.to_string())),
        };
        let (call, request, policy) = match kind {
            0 => ("s3:PutBucketPolicy", json!({"bucketName": "b", "bucketPolicy": value}), PolicyKind::Resource),
            _ => ("iam:PutUserPolicy", json!({"userName": "u", "policyName": "p", "policyDocument": value}), PolicyKind::Identity),
        };
        let found = read(&record(call, &request, &json!(null))).unwrap();
        let read = found.document.as_ref().unwrap();
        prop_assert_eq!(read.statements.len(), list.len());
        let mut expected: Vec<&str> = Vec::new();
        for (statement, read) in list.iter().zip(&read.statements) {
            let again = opens_again(statement, policy);
            prop_assert_eq!(names(&read.opens(policy, Some(OWN))), again.join(" "), "{}", statement);
            expected.extend(again);
        }
        let all = Opening::ALL.map(Opening::name).into_iter().filter(|name| expected.contains(name));
        prop_assert_eq!(names(&found.opens()), all.collect::<Vec<_>>().join(" "));
        // The same policy in another order is no other policy.
        let turned: Vec<&Value> = list.iter().rev().collect();
        let other = Document::read(document(&json!(turned)).to_string().as_bytes());
        let change = difference(read, &other);
        prop_assert_eq!((change.kept, change.added.len(), change.removed.len()), (list.len(), 0, 0));
    }

    #[test]
    fn no_text_is_too_odd(text in "\\PC{0,120}", json in "[\\[\\]{}\":,a-zA-Z*]{0,80}") {
        for text in [text, json, r#"{"Statement":[{"Effect":[],"Principal":[[{}]],"Action":{},"Condition":"x"},3]}"#.to_owned()] {
            let string = serde_json::to_string(&text).unwrap();
            for value in [string.as_bytes(), text.as_bytes()] {
                for statement in Document::read(value).statements {
                    prop_assert!(!statement.words(None).is_empty());
                    statement.opens(PolicyKind::Resource, Some(OWN));
                }
            }
        }
    }
}

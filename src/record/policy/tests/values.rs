//! Generated statements, read a second time with serde_json.

use super::*;

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
        // The order of statements does not make it another policy.
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

//! Which calls made those who act: the user, the role, and the instance or the function that has the session.

use serde_json::{Value, json};
use trailsift::insight::chain::nodes::Graph;
use trailsift::insight::chain::words::made_words;
use trailsift::insight::ledger::Ledger;
use trailsift::insight::makers::is_named_like;
use trailsift::insight::run::Run;
use trailsift::record::field::Column;

use crate::common::load;

/// A call at a minute, by an ARN, in an account.
fn call(minute: usize, (service, name): (&str, &str), (account, arn): (&str, &str), rest: &Value) -> Value {
    let key = if arn == KIM { "AKIAMAKESMAKEEXAMPLE" } else { KEY };
    let mut record = json!({
        "eventVersion": "1.08",
        "eventTime": format!("2026-01-01T00:{minute:02}:00Z"),
        "eventID": format!("00000000-0000-0000-0000-{minute:012}"),
        "eventSource": format!("{service}.amazonaws.com"),
        "eventName": name,
        "awsRegion": "us-east-1",
        "recipientAccountId": account,
        "userIdentity": {"type": "AssumedRole", "arn": arn, "accountId": account, "accessKeyId": key},
    });
    record.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    record
}

const KEY: &str = "ASIAACTSACTSAEXAMPLE";
const KIM: &str = "arn:aws:iam::1:user/kim";

/// What made the one who made a user `x`: the minutes of the calls.
#[track_caller]
fn makers(before: &[Value], (account, arn): (&str, &str)) -> Vec<String> {
    let made =
        call(30, ("iam", "CreateUser"), (account, arn), &json!({"requestParameters": {"userName": "x"}}));
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<String> = before.iter().chain([&made]).map(Value::to_string).collect();
    std::fs::write(folder.path().join("x.jsonl"), lines.join("\n")).unwrap();
    let store = load(&[folder.path().to_owned()], 1);
    let ledger = Ledger::of(&store, Run::QUIET).unwrap();
    let line = ledger.lines.iter().find(|line| line.what == ["x"]).unwrap();
    let name = |event| format!("{} {}", store.value(event, Column::EventName), store.time(event));
    // The chain compares the same names.
    let graph = Graph::of(&store, Run::QUIET).unwrap();
    let report = graph.report(&store, &graph.named(&store, KEY));
    assert_eq!(report.nodes.len(), 1);
    assert_eq!(report.nodes[0].made_by, line.actor_made, "{arn}");
    line.actor_made.iter().map(|&event| name(event).trim_end_matches(":00Z").to_owned()).collect()
}

#[test]
fn a_session_was_made_by_what_made_its_instance_its_function_and_its_role() {
    let run = |minute: usize, id: &str| {
        let items = json!({"items": [{"instanceId": "i-0000000000000000a"}, {"instanceId": id}]});
        call(
            minute,
            ("ec2", "RunInstances"),
            ("1", KIM),
            &json!({"responseElements": {"instancesSet": items}}),
        )
    };
    let function = |minute: usize, name: &str| {
        let request = json!({"functionName": name, "role": "arn:aws:iam::1:role/service-role/other"});
        let request = json!({"requestParameters": request});
        call(minute, ("lambda", "CreateFunction20150331"), ("1", KIM), &request)
    };
    let role = |minute: usize, name: &str| {
        call(minute, ("iam", "CreateRole"), ("1", KIM), &json!({"requestParameters": {"roleName": name}}))
    };
    let all = [
        run(1, "i-0000000000000000b"),
        function(2, "job"),
        function(3, "arn:aws:lambda:us-east-1:1:function:named"),
        role(4, "web"),
        role(5, "deleted-and-made-again"),
        // After the act.
        run(40, "i-0000000000000000c"),
        role(41, "later"),
    ];
    let at = |words: &[&str]| -> Vec<String> { words.iter().map(|words| (*words).to_owned()).collect() };
    for (arn, expected) in [
        (
            "assumed-role/web/i-0000000000000000b",
            at(&["RunInstances 2026-01-01T00:01", "CreateRole 2026-01-01T00:04"]),
        ),
        ("assumed-role/other/i-0000000000000000a", at(&["RunInstances 2026-01-01T00:01"])),
        ("assumed-role/other/i-0000000000000000c", at(&[])),
        ("assumed-role/later/i-0000000000000000d", at(&[])),
        ("assumed-role/other/job", at(&["CreateFunction20150331 2026-01-01T00:02"])),
        ("assumed-role/other/named", at(&["CreateFunction20150331 2026-01-01T00:03"])),
        // The function has another role.
        ("assumed-role/web/job", at(&["CreateRole 2026-01-01T00:04"])),
        ("assumed-role/web/somebody", at(&["CreateRole 2026-01-01T00:04"])),
        ("assumed-role/other/somebody", at(&[])),
    ] {
        assert_eq!(makers(&all, ("1", &format!("arn:aws:sts::1:{arn}"))), expected, "{arn}");
        // The same names in another account are others.
        assert_eq!(makers(&all, ("2", &format!("arn:aws:sts::2:{arn}"))), at(&[]), "{arn}");
    }
}

/// The caller of `AssumeRole` chooses the name of the session, so such a session was said to be a function's.
#[test]
fn a_session_that_somebody_named_is_not_said_to_be_a_function_s() {
    let function = json!({"functionName": "job", "role": "arn:aws:iam::1:role/ops"});
    let function =
        call(1, ("lambda", "CreateFunction20150331"), ("1", KIM), &json!({"requestParameters": function}));
    let session = "arn:aws:sts::1:assumed-role/ops/job";
    let grant = |key: &str, minute: usize| {
        let answer = json!({
            "requestParameters": {"roleArn": "arn:aws:iam::1:role/ops", "roleSessionName": "job"},
            "responseElements": {"credentials": {"accessKeyId": key}, "assumedRoleUser": {"arn": session}},
        });
        call(minute, ("sts", "AssumeRole"), ("1", KIM), &answer)
    };
    let act =
        call(30, ("iam", "CreateUser"), ("1", session), &json!({"requestParameters": {"userName": "x"}}));
    // The grant is that of the session, or of another.
    for (key, expected) in [(KEY, 0), ("ASIAOTHERKEYSEXAMPLE", 1)] {
        let folder = tempfile::tempdir().unwrap();
        let lines = [&function, &grant(key, 20), &act].map(Value::to_string);
        std::fs::write(folder.path().join("x.jsonl"), lines.join("\n")).unwrap();
        let store = load(&[folder.path().to_owned()], 1);
        let graph = Graph::of(&store, Run::QUIET).unwrap();
        let report = graph.report(&store, &graph.named(&store, KEY));
        let node = report.nodes.iter().find(|node| node.name == KEY).unwrap();
        assert_eq!(node.made_by.len(), expected, "{key}: {:?}", node.basis);
        assert!(node.made_by.iter().all(|&event| is_named_like(&store, event)));
    }
}

#[test]
fn a_service_linked_role_was_made_by_the_call_whose_answer_names_it() {
    let role = |minute: usize, answer: &Value| {
        let request = json!({"aWSServiceName": "autoscaling.amazonaws.com"});
        let rest = json!({"requestParameters": request, "responseElements": answer});
        call(minute, ("iam", "CreateServiceLinkedRole"), ("1", KIM), &rest)
    };
    let named =
        |name: &str| json!({"role": {"roleName": name, "path": "/aws-service-role/x.amazonaws.com/"}});
    let (own, other) = ("AWSServiceRoleForAutoScaling", "AWSServiceRoleForOther");
    for (answer, minute, expected) in [
        (named(own), 4, 1),
        (named(other), 4, 0),
        // After the act, and without an answer.
        (named(own), 40, 0),
        (Value::Null, 4, 0),
    ] {
        let arn = format!("arn:aws:sts::1:assumed-role/{own}/AutoScaling");
        assert_eq!(makers(&[role(minute, &answer)], ("1", &arn)).len(), expected, "{answer} {minute}");
    }
    let mut failed = role(4, &named(own));
    failed["errorCode"] = json!("AccessDenied");
    assert!(makers(&[failed], ("1", &format!("arn:aws:sts::1:assumed-role/{own}/x"))).is_empty());
}

/// The calls about passwords that the sign-in of a user goes back to, by their minutes.
#[track_caller]
fn password(before: &[Value], sign_in: &Value) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<String> = before.iter().chain([sign_in]).map(Value::to_string).collect();
    std::fs::write(folder.path().join("x.jsonl"), lines.join("\n")).unwrap();
    let store = load(&[folder.path().to_owned()], 1);
    let graph = Graph::of(&store, Run::QUIET).unwrap();
    let report = graph.report(&store, &graph.named(&store, sign_in["eventID"].as_str().unwrap()));
    let node = report.nodes.iter().find(|node| node.sign_in.is_some()).unwrap();
    let say = |event| {
        format!(
            "{} {} {}",
            made_words(&store, event),
            store.value(event, Column::EventName),
            store.time(event)
        )
    };
    node.made_by.iter().map(|&event| say(event).replace("2026-01-01T00:", "").replace(":00Z", "")).collect()
}

#[test]
fn a_sign_in_was_made_with_the_password_that_was_set_last() {
    let about = |minute: usize, name: &str, user: &str| {
        call(minute, ("iam", name), ("1", KIM), &json!({"requestParameters": {"userName": user}}))
    };
    // The user changes it: no name in the record.
    let own = |minute: usize, user: &str| {
        let identity =
            json!({"type": "IAMUser", "arn": format!("arn:aws:iam::1:user/path/{user}"), "accountId": "1"});
        let rest = json!({"requestParameters": Value::Null, "userIdentity": identity});
        call(minute, ("iam", "ChangePassword"), ("1", KIM), &rest)
    };
    let signs_in = |minute: usize, kind: &str, arn: &str| {
        let identity =
            json!({"type": kind, "arn": arn, "accountId": "1", "principalId": "AIDAEVEEVEEVEEXAMPLE"});
        let answer = json!({"ConsoleLogin": "Success"});
        call(
            minute,
            ("signin", "ConsoleLogin"),
            ("1", KIM),
            &json!({"userIdentity": identity, "responseElements": answer}),
        )
    };
    let eve = |minute| signs_in(minute, "IAMUser", "arn:aws:iam::1:user/path/eve");
    let (made, updated, removed) = ("CreateLoginProfile", "UpdateLoginProfile", "DeleteLoginProfile");
    let mut failed = about(5, made, "eve");
    failed["errorCode"] = json!("EntityAlreadyExists");
    let mut elsewhere = about(5, made, "eve");
    elsewhere["recipientAccountId"] = json!("2");
    for (before, expected) in [
        (vec![about(4, made, "eve")], &["password made by CreateLoginProfile 04"][..]),
        (vec![about(4, made, "eve"), about(40, updated, "eve")], &["password made by CreateLoginProfile 04"]),
        (
            vec![about(4, made, "eve"), about(5, updated, "eve"), about(6, updated, "eve"), own(7, "eve")],
            &[
                "password made by CreateLoginProfile 04",
                "login profile changed by UpdateLoginProfile 06",
                "password changed by ChangePassword 07",
            ],
        ),
        (vec![about(4, updated, "eve")], &["login profile changed by UpdateLoginProfile 04"]),
        (
            vec![about(3, made, "eve"), own(4, "eve"), about(5, removed, "eve"), about(6, made, "eve")],
            &["password made by CreateLoginProfile 06"],
        ),
        // Something is missing.
        (vec![about(4, made, "eve"), about(5, removed, "eve")], &[]),
        (vec![about(4, made, "adam"), own(5, "adam"), failed, elsewhere, about(31, made, "eve")], &[]),
        // About its caller, who is a session.
        (vec![call(4, ("iam", made), ("1", "arn:aws:sts::1:assumed-role/path/eve"), &json!({}))], &[]),
    ] {
        assert_eq!(password(&before, &eve(30)), expected);
    }
    // A role and root do not sign in with the password of a user.
    let made = [about(4, made, "eve")];
    assert!(password(&made, &signs_in(30, "Root", "arn:aws:iam::1:root")).is_empty());
}

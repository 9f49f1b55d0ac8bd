//! What a filter matched is marked in the tree of each event that it finds.

use trailsift::json::tree::Tree;
use trailsift::query::language::parse::parse;
use trailsift::query::marks::{marks, searched_texts};

use crate::files::load;

const RECORD: &str = r#"{"eventName":"PutUserPolicy","eventSource":"iam.amazonaws.com","sourceIPAddress":"203.0.113.77",
"userIdentity":{"type":"IAMUser","userName":"alice","arn":"arn:aws:iam::111122223333:user/alice"},
"requestParameters":{"userName":"bob","ports":[22,443],"note":"AL\u00e9 policy",
"policyDocument":"{\"Effect\":\"Allow\"}"},"readOnly":false,"other":false,"eventID":"11111111-2222-4333-8444-555555555555"}"#;

#[test]
fn what_matched_is_marked_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.json");
    std::fs::write(&path, RECORD).unwrap();
    let store = load(&[path], 1);
    let event = store.order()[0];
    let tree = Tree::new(RECORD.as_bytes().to_vec(), 9);
    for (filter, expected) in [
        ("", ""),
        ("'UserPol", "eventName=UserPol"),
        ("alice", "userIdentity.userName=alice userIdentity.arn=alice"),
        ("eventName:put*", "eventName=PutUserPolicy"),
        ("eventName:user", "eventName=User"),
        ("name=PutUserPolicy", "eventName=PutUserPolicy"),
        ("eventName~P[uo]", "eventName=PuPo"),
        ("ip:203.0.113.0/24", "sourceIPAddress=203.0.113.77"),
        ("requestParameters.ports>=100", "requestParameters.ports[1]=443"),
        ("requestParameters.policyDocument.Effect=Allow", "requestParameters.policyDocument.Effect=Allow"),
        ("\"Effect\"", "requestParameters.policyDocument.Effect=<Effect>"),
        (
            "/[Aa]lé?/",
            "userIdentity.userName=al userIdentity.arn=al requestParameters.policyDocument.Effect=Al readOnly=al other=al",
        ),
        ("who:alice", "userIdentity.userName=alice userIdentity.arn=alice"),
        ("!who:alice is:write", "eventName=PutUserPolicy readOnly=false"),
        ("!who:bob", ""),
        ("id=11111111-2222-4333-8444-555555555555", "eventID=11111111-2222-4333-8444-555555555555"),
        ("putpol", "eventName=PutPol"),
    ] {
        let expr = parse(filter).unwrap();
        let found = marks(&store, event, &expr, &tree);
        let letters = |text: &str, places: &[usize]| {
            places.iter().filter_map(|&at| text.chars().nth(at)).collect::<String>()
        };
        let written = found.iter().map(|mark| {
            let node = tree.node(mark.row).unwrap();
            let value = trailsift::json::text::decode(tree.raw(node)).into_owned();
            let key = String::from_utf8_lossy(tree.raw_key(node).unwrap_or_default()).into_owned();
            let key = letters(&key, &mark.key);
            let key = if key.is_empty() { key } else { format!("<{key}>") };
            format!("{}={key}{}", tree.path(mark.row), letters(&value, &mark.value))
        });
        assert_eq!(written.collect::<Vec<_>>().join(" "), expected, "{filter}");
    }
    assert_eq!(searched_texts(&parse("alice eventName:put !bob \"x y\"").unwrap()), ["alice", "put", "x y"]);
}

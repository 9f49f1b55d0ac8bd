//! What filters mean, as a table, and where their mistakes are told.

use crate::query::language::syntax::quote;
use proptest::prelude::*;

use super::*;
use crate::query::language::expr::{Target, Test};
use crate::query::language::term::{IS_NAMES, TIME_NAMES};
use crate::record::field::Column;

fn word(text: &str) -> Expr {
    Expr::Fuzzy(Word::new(text))
}

fn value(column: Column, test: Test) -> Expr {
    Expr::Value(Target::Column(column), test)
}

fn contains(text: &str) -> Test {
    Test::Contains(text.to_owned())
}

fn equals(text: &str) -> Test {
    Test::Equals(text.to_owned())
}

fn not(expr: Expr) -> Expr {
    Expr::Not(Box::new(expr))
}

#[track_caller]
fn means(text: &str, expected: Expr) {
    assert_eq!(parse(text), Ok(expected), "{text}");
}

#[track_caller]
fn mistake(text: &str, place: std::ops::Range<usize>, part: &str) {
    let error = parse(text).expect_err(text);
    assert_eq!(error.start..error.end, place, "{text}: {error:?}");
    assert!(error.message.contains(part), "{text}: {error:?}");
}

#[test]
fn words_groups_and_negation() {
    means("", Expr::And(vec![]));
    means(" delbuck ", word("delbuck"));
    means("a b", Expr::And(vec![word("a"), word("b")]));
    means("a b | !c", Expr::Or(vec![Expr::And(vec![word("a"), word("b")]), not(word("c"))]));
    means("-(a | b) c", Expr::And(vec![not(Expr::Or(vec![word("a"), word("b")])), word("c")]));
    means("!!a", word("a"));
    means("a-b", word("a-b"));
    means("'Bucket", Expr::Exact(Word::new("Bucket")));
    means("2001:db8::9", word("2001:db8::9"));
    means("\"a b\"", Expr::Anywhere(Pattern::literal("a b", true).unwrap()));
    means(r#""A\"b""#, Expr::Anywhere(Pattern::literal("A\"b", false).unwrap()));
    means(r"/Delete(User|Role)\/x/i", Expr::Anywhere(Pattern::new("Delete(User|Role)/x", true).unwrap()));
}

#[test]
fn fields_and_their_operators() {
    means("eventName:User", value(Column::EventName, contains("user")));
    means("NAME:Delete*", value(Column::EventName, Test::Glob(Pattern::glob("Delete*").unwrap())));
    means("name=DeleteUser", value(Column::EventName, equals("DeleteUser")));
    means("name!=DeleteUser", not(value(Column::EventName, equals("DeleteUser"))));
    means(
        "agent~^aws-(cli|sdk)",
        value(Column::UserAgent, Test::Matches(Pattern::new("^aws-(cli|sdk)", false).unwrap())),
    );
    means("error:*", value(Column::ErrorCode, Test::Present));
    means("!error:*", not(value(Column::ErrorCode, Test::Present)));
    means("name:A,\"b,c\"", value(Column::EventName, Test::AnyOf(vec![contains("a"), contains("b,c")])));
    means("name:\"a*\"", value(Column::EventName, contains("a*")));
    means("error=\"\"", value(Column::ErrorCode, equals("")));
    let network = || Test::Within("10.0.0.0/8".parse().unwrap());
    means("ip:10.0.0.0/8", value(Column::SourceIpAddress, network()));
    // As an exact text it let nothing pass, and with != everything.
    means("ip=10.0.0.0/8", value(Column::SourceIpAddress, network()));
    means("ip!=10.0.0.0/8", Expr::Not(Box::new(value(Column::SourceIpAddress, network()))));
    means("name=a/8", value(Column::EventName, Test::Equals("a/8".to_owned())));
    let path = |text: &str| Target::Path(crate::json::path::Path::parse(text).unwrap());
    means(
        "requestParameters.bucketName:logs",
        Expr::Value(path("requestParameters.bucketName"), contains("logs")),
    );
    means(
        "requestParameters[\"aws:SourceIp\"]=x",
        Expr::Value(path("requestParameters[\"aws:SourceIp\"]"), equals("x")),
    );
    let around =
        Expr::Time(crate::query::language::time_range::When::around("2026-03-10T12:00:00Z~30m").unwrap());
    means("(around:2026-03-10T12:00:00Z~30m|a)", Expr::Or(vec![around, word("a")]));
    means("requestID=x", Expr::Value(path("requestID"), equals("x")));
    means(
        "(who:a)|is:failed",
        Expr::Or(vec![value(Column::Principal, contains("a")), value(Column::Outcome, equals("failed"))]),
    );
}

#[test]
fn a_network_is_one_whether_it_is_asked_for_or_excluded() {
    let address = |test| value(Column::SourceIpAddress, test);
    let within = |text: &str| Test::Within(text.parse().unwrap());
    means("ip=10.0.0.0/8", address(within("10.0.0.0/8")));
    means("ip!=10.0.0.0/8", Expr::Not(Box::new(address(within("10.0.0.0/8")))));
    means(
        "ip=2001:db8::/32,192.0.2.1",
        address(Test::AnyOf(vec![within("2001:db8::/32"), equals("192.0.2.1")])),
    );
    means("ip=\"10.0.0.0/8\"", address(equals("10.0.0.0/8")));
    for text in ["10.0.0.0/8", "10.0.0.0/99"] {
        means(&format!("ip={}", quote(text)), address(equals(text)));
    }
    means("ip=aws/internal", address(equals("aws/internal")));
    means("name=10.0.0.0/8", value(Column::EventName, equals("10.0.0.0/8")));
    // As a text it would let everything pass.
    mistake("ip!=10.0.0.0/99", 4..15, "network");
    let read = |_: &str| Ok(vec!["10.0.0.0/8".to_owned(), "192.0.2.1".to_owned()]);
    let lines = Test::AnyOf(vec![within("10.0.0.0/8"), equals("192.0.2.1")]);
    assert_eq!(parse_with("ip=@iocs.txt", &read), Ok(address(lines)));
}

#[test]
fn files_give_any_of_their_lines() {
    let read = |name: &str| match name {
        "iocs.txt" => Ok(vec!["# bad".to_owned(), "10.0.0.0/8".to_owned(), " 192.0.2.1 ".to_owned()]),
        _ => Err("no such file".to_owned()),
    };
    let tests = vec![Test::Within("10.0.0.0/8".parse().unwrap()), contains("192.0.2.1")];
    assert_eq!(parse_with("ip:@iocs.txt", &read), Ok(value(Column::SourceIpAddress, Test::AnyOf(tests))));
    assert_eq!(parse_with("ip:@x", &read).unwrap_err().message, "no such file");
}

#[test]
fn mistakes_have_a_place_and_say_what_to_do() {
    mistake("a (b", 2..3, "not closed");
    mistake("a)", 1..2, "no matching (");
    mistake("a | ", 2..3, "both sides");
    mistake("| a", 0..1, "both sides");
    mistake("a !", 2..3, "need a term");
    mistake("\"ab", 0..3, "not closed");
    mistake("\"\"", 0..2, "empty");
    mistake("/ab", 0..3, "not closed");
    mistake("a /[/", 2..5, "");
    mistake("x eventNam:a", 2..10, "eventName?");
    mistake("iam:CreateUser", 0..3, "quotes");
    mistake("name:", 5..5, "value");
    mistake("name:a,,b", 5..9, "commas");
    mistake("agent~[", 6..7, "");
    mistake("ip:10.0.0.0/99", 3..14, "network");
    mistake("time:soon", 5..9, "2023");
    mistake("is:odd", 3..6, "failed");
    mistake(&"(".repeat(100), 64..65, "too deeply");
}

/// They were taken for words, and a filter out of habit found nothing, as if nothing had happened.
#[test]
fn what_other_languages_write_is_a_mistake_that_says_what_to_write_here() {
    mistake("name=A OR name=B", 7..9, "|");
    mistake("name=A or name=B", 7..9, "|");
    mistake("a OR", 2..4, "|");
    // A sound filter became a mistake when a value was added to it.
    mistake("a or", 2..4, "|");
    mistake("and", 0..3, "space");
    mistake("(a AND b)", 3..6, "a space means AND");
    mistake("a && b", 2..4, "a space means AND");
    mistake("a || b", 2..3, "both sides");
    mistake("NOT is:read", 0..3, "!");
    mistake("a not is:read", 2..5, "!");
    mistake("name = DeleteUser", 5..6, "without spaces");
    mistake("name =DeleteUser", 5..16, "without spaces");
    mistake("name != DeleteUser", 6..7, "without spaces");
    mistake("name : x", 5..6, "without spaces");
    mistake("name==DeleteUser", 5..16, "a single =");
    mistake("name!==DeleteUser", 6..17, "a single =");
    mistake("name=~^Delete", 5..13, "~ alone");
    mistake("name!~^Delete", 0..13, "!name~");
    mistake("time>=2026-03-10", 0..16, "after:");
    mistake("time > 2026-03-10", 5..6, "> is not an operator");
    mistake("account<>123456789012", 0..21, "!=");
}

/// Both found what `:` finds, so that a pattern was taken for a day or a name without a word.
#[test]
fn times_and_ready_made_tests_take_no_regular_expression() {
    for name in TIME_NAMES {
        mistake(&format!("{name}~2026-03"), name.len() + 1..name.len() + 8, &format!("write {name}:2026-03"));
    }
    for (name, _) in IS_NAMES {
        mistake(&format!("is~{name}"), 3..3 + name.len(), &format!("write is:{name}"));
    }
    mistake("IS~read", 3..7, "write IS:read");
}

#[test]
fn words_that_only_look_like_it_are_words() {
    for text in [
        "orc",
        "android",
        "'or",
        "not-this",
        "Notify",
        "ORIGIN",
        "<script>",
        "a>b",
        ":user/alice",
        "&",
        "x!y",
    ] {
        assert!(parse(text).is_ok(), "{text}");
    }
    means("'OR", Expr::Exact(Word::new("OR")));
    means("a \"OR\"", Expr::And(vec![word("a"), Expr::Anywhere(Pattern::literal("OR", false).unwrap())]));
    means("name=\"=x\"", value(Column::EventName, equals("=x")));
}

#[test]
fn quoted_values_mean_themselves() {
    for text in ["plain", "a b", "\"", "\\", "a*b", "x)y|", "@f", "", "é,ü", "!x"] {
        let filter = format!("name={}", quote(text));
        means(&filter, value(Column::EventName, equals(text)));
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_at_a_place(text in "[a-z:=~!\"'/()|@,*. -]{0,30}|.{0,30}") {
        if let Err(error) = parse(&text) {
            prop_assert!(error.start <= error.end && error.end <= text.len() + 1, "{error:?}");
            prop_assert!(!error.message.is_empty());
        }
    }
}

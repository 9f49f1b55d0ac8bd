//! Mistakes: where they are reported, and what they tell the user to write.

use super::*;

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

/// They silently found nothing.
#[test]
fn words_between_a_name_and_a_value_say_what_to_write() {
    mistake("eventName LIKE Auth*", 0..14, "eventName:begin*");
    mistake("x eventName in (a, b)", 2..14, "eventName=one,other");
    mistake("errorCode is null", 0..12, "!errorCode:*");
    mistake("errorCode exists", 0..16, "errorCode:*");
    mistake("requestParameters.name contains x", 0..31, "requestParameters.name:part");
    mistake("userAgent startswith aws", 0..20, "userAgent:begin*");
    mistake("$.eventName=DeleteTrail", 0..23, "write eventName");
    mistake("Records.eventName=DeleteTrail", 0..17, "write eventName");
    mistake("Records[0].userIdentity.arn=x", 0..27, "write userIdentity.arn");
    mistake(".eventName=x", 0..12, "write eventName");
    mistake("detail.requestParameters.x=y", 0..26, "write requestParameters.x");
    mistake("account <> 1", 8..10, "!=");
    for fine in ["like", "in", "is", "exists", "contains", "delete in", "'eventName like", "alice contains"] {
        assert!(parse(fine).is_ok(), "{fine}");
    }
}

/// They were taken for words, and a filter typed out of habit silently found nothing.
#[test]
fn what_other_languages_write_is_a_mistake_that_says_what_to_write_here() {
    mistake("name=A OR name=B", 7..9, "|");
    mistake("name=A or name=B", 7..9, "|");
    mistake("a OR", 2..4, "|");
    // A valid filter became invalid when a value was added to it.
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
    mistake("time > 2026-03-10", 5..6, "without spaces");
    mistake("account<>123456789012", 0..21, "!=");
    mistake("_exists_:errorCode", 0..18, "write errorCode:*");
    mistake("+eventName:GetObject", 0..20, "write eventName:GetObject");
    mistake("@iocs.txt", 0..9, "ip=@iocs.txt");
    for host in ["@example.com", "+x:y", "_exists_"] {
        assert!(parse(host).is_ok(), "{host}");
    }
}

/// `sourceIP` was answered with `source`, the service, and `event_name` with `event`.
#[test]
fn a_name_of_another_program_leads_to_the_field_that_it_means() {
    for (name, meant) in [
        ("sourceIP", "sourceIPAddress"),
        ("event_name", "eventName"),
        ("source_ip_address", "sourceIPAddress"),
        ("error_code", "errorCode"),
        ("aws_region", "awsRegion"),
        ("eventNam", "eventName"),
    ] {
        mistake(&format!("{name}=x"), 0..name.len(), &format!("did you mean {meant}?"));
    }
}

/// Both found what `:` finds, so a pattern was silently taken for a day or a name.
#[test]
fn times_and_ready_made_tests_take_no_regular_expression() {
    for name in TIME_NAMES {
        mistake(&format!("{name}~2026-03"), name.len() + 1..name.len() + 8, &format!("write {name}:2026-03"));
    }
    for (name, _) in is_names() {
        mistake(&format!("is~{name}"), 3..3 + name.len(), &format!("write is:{name}"));
    }
    mistake("IS~read", 3..7, "write IS:read");
    mistake("is>read", 3..7, "write is:read");
    mistake("is<=failed", 4..10, "write is:failed");
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

//! Single terms: fields with their operators, addresses, names, identifiers, files.

use super::*;

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
    means("'198.51.100.7'", Expr::Exact(Word::new("198.51.100.7")));
    means(r#"'"it'""#, Expr::Exact(Word::new("it'")));
    means("\"a b\"", Expr::Anywhere(Pattern::literal("a b", true).unwrap()));
    means(r#""A\"b""#, Expr::Anywhere(Pattern::literal("A\"b", false).unwrap()));
    means(r"/Delete(User|Role)\/x/i", Expr::Anywhere(Pattern::new("Delete(User|Role)/x", true).unwrap()));
}

#[test]
fn fields_and_their_operators() {
    means("eventName:User", value(Column::EventName, contains("user")));
    means("NAME:Delete*", value(Column::EventName, Test::Glob(Pattern::glob("Delete*").unwrap())));
    means("name=DeleteUser", value(Column::EventName, call("DeleteUser")));
    means("name!=DeleteUser", not(value(Column::EventName, call("DeleteUser"))));
    means(
        "agent~^aws-(cli|sdk)",
        value(Column::UserAgent, Test::Matches(Pattern::new("^aws-(cli|sdk)", false).unwrap())),
    );
    means("error:*", value(Column::ErrorCode, Test::Present));
    means("!error:*", not(value(Column::ErrorCode, Test::Present)));
    means("name:A,\"b,c\"", value(Column::EventName, Test::AnyOf(vec![contains("a"), contains("b,c")])));
    means("name:\"a*\"", value(Column::EventName, contains("a*")));
    means("error=\"\"", value(Column::ErrorCode, equals("")));
    let network = || within("10.0.0.0/8");
    means("ip:10.0.0.0/8", value(Column::SourceIpAddress, network()));
    // As an exact text it matched nothing, and with != everything.
    means("ip=10.0.0.0/8", value(Column::SourceIpAddress, network()));
    means("ip!=10.0.0.0/8", Expr::Not(Box::new(value(Column::SourceIpAddress, network()))));
    means("name=a/8", value(Column::EventName, call("a/8")));
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
        Expr::Time(crate::query::language::time::range::When::around("2026-03-10T12:00:00Z~30m").unwrap());
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
    means("ip=10.0.0.0/8", address(within("10.0.0.0/8")));
    means("ip!=10.0.0.0/8", Expr::Not(Box::new(address(within("10.0.0.0/8")))));
    means(
        "ip=2001:db8::/32,192.0.2.1",
        address(Test::AnyOf(vec![within("2001:db8::/32"), within("192.0.2.1")])),
    );
    means("ip=\"10.0.0.0/8\"", address(equals("10.0.0.0/8")));
    for text in ["10.0.0.0/8", "10.0.0.0/99"] {
        means(&format!("ip={}", quote(text)), address(equals(text)));
    }
    means("ip=aws/internal", address(equals("aws/internal")));
    means("name=10.0.0.0/8", value(Column::EventName, call("10.0.0.0/8")));
    // As a text it would match everything.
    mistake("ip!=10.0.0.0/99", 4..15, "network");
}

/// `!ip:192.0.2.2` hid .20, and other spellings of an address were not found.
#[test]
fn addresses_are_compared_as_addresses() {
    let passes = |filter: &str, value: &str| match parse(filter).unwrap() {
        Expr::Value(_, test) => test.passes(Some(value)),
        other => panic!("{filter}: {other:?}"),
    };
    for (filter, value) in [
        ("ip:192.0.2.2", "192.0.2.2:443"),
        ("ip:192.0.2.2", "::ffff:192.0.2.2"),
        ("ip=192.0.2.2", "192.0.2.2, 10.0.0.1"),
        ("ip=2001:db8::1", "2001:DB8:0:0:0:0:0:1"),
        ("ip:203.0.113.0/24", "::ffff:203.0.113.9"),
        ("ip=203.0.113.*", "203.0.113.9"),
        ("ip:203.0.113.*", "::ffff:203.0.113.9"),
        ("ip:192.0.2", "192.0.2.20"),
        ("ip:2001:db8::", "2001:db8::77"),
        ("ip:\"192.0.2.2\"", "[::ffff:192.0.2.2]"),
        ("requestParameters.sourceIp:192.0.2.2", "[\"192.0.2.2/32\"]"),
        ("requestParameters.cidrIp=10.0.0.0/8", "10.0.0.0/8"),
        ("requestParameters.cidrIp:10.0.0.0/8", "10.1.0.0/16"),
        ("requestParameters.x=2001:db8:0::1", "2001:db8::1"),
        ("requestParameters.x:ec2::1", "arn:ec2::1234"),
        ("resource:192.0.2.0/28", "host 192.0.2.7."),
        ("agent:1.2.3.4", "cli/1.2.3.45"),
    ] {
        assert!(passes(filter, value), "{filter} {value}");
    }
    for (filter, value) in [
        ("ip:192.0.2.2", "192.0.2.20"),
        ("ip=192.0.2.2", "192.0.2.21"),
        ("ip=\"192.0.2.2\"", "::ffff:192.0.2.2"),
        ("ip:::/0", "192.0.2.2"),
        ("ip=203.0.113.*", "203.0.11.3"),
        ("requestParameters.sourceIp:192.0.2.2", "192.0.2.22"),
        ("requestParameters.cidrIp=0.0.0.0/0", "10.0.0.0/8"),
        ("requestParameters.cidrIp=10.0.0.1", "10.0.0.1 and more"),
    ] {
        assert!(!passes(filter, value), "{filter} {value}");
    }
}

#[test]
fn files_give_any_of_their_lines() {
    let read = |name: &str| match name {
        "iocs.txt" => ListFile::read(name, "# bad\n10.0.0.0/8\n 192.0.2.1 \n"),
        "words.txt" => ListFile::read(name, "Mozilla\n"),
        _ => Err("no such file".to_owned()),
    };
    for (filter, passing, failing) in [
        ("ip:@iocs.txt", "::ffff:192.0.2.1", "192.0.2.10"),
        ("ip=@iocs.txt", "10.9.8.7", "11.0.0.0"),
        ("agent:@words.txt", "a mozilla", "curl"),
        ("agent=@words.txt", "Mozilla", "mozilla"),
        ("ip!=@iocs.txt", "10.9.8.7", "11.0.0.0"),
    ] {
        let expr = parse_with(filter, &read).unwrap();
        let expr = if let Expr::Not(inner) = expr { *inner } else { expr };
        let Expr::Value(_, test) = expr else { panic!("{filter}") };
        assert!(test.passes(Some(passing)) && !test.passes(Some(failing)) && !test.passes(None), "{filter}");
    }
    assert_eq!(parse_with("ip:@x", &read).unwrap_err().message, "no such file");
    let message = parse_with("ip:@words.txt", &read).unwrap_err().message;
    assert_eq!(message, "words.txt: no line can be used: not an address or network");
}

/// As exact texts they silently found nothing.
#[test]
fn what_is_plainly_meant_is_taken() {
    let glob = |text: &str| Test::Glob(Pattern::glob(text).unwrap());
    means("name=Delete*", value(Column::EventName, glob("Delete*")));
    means("name!=Delete*", not(value(Column::EventName, glob("Delete*"))));
    means("ip=203.0.113.*", value(Column::SourceIpAddress, within("203.0.113.0/24")));
    means("region=\"us-*\"", value(Column::AwsRegion, equals("us-*")));
    means("region='us-*'", value(Column::AwsRegion, equals("us-*")));
    means("agent:'aws cli'", value(Column::UserAgent, contains("aws cli")));
    means("name='GetObject'", value(Column::EventName, equals("GetObject")));
    let two = || value(Column::EventName, Test::AnyOf(vec![call("GetObject"), call("PutObject")]));
    means("name=GetObject, PutObject", two());
    means(
        "name=GetObject,  PutObject is:failed",
        Expr::And(vec![two(), value(Column::Outcome, equals("failed"))]),
    );
    mistake("name=GetObject,", 5..15, "between the commas");
    mistake("name=GetObject, error=x", 5..15, "between the commas");
    mistake("name=,x", 5..7, "between the commas");
    mistake("region=*", 7..8, "region:*");
    mistake("agent:'aws", 6..10, "not closed");
    mistake("agent:\"aws cli", 6..14, "not closed");
    mistake("agent:a,\"b", 8..10, "not closed");
    let time = |text: &str| Expr::Time(crate::query::language::time::range::When::time(text).unwrap());
    means("time:2026-05-09 14:00", time("2026-05-09T14:00"));
    means("2026-05-09 14:00", time("2026-05-09T14:00"));
    means("time:'2026-05-09'", time("2026-05-09"));
    means(
        "after:2026-05-09 14:00",
        Expr::Time(crate::query::language::time::range::When::after("2026-05-09T14:00").unwrap()),
    );
}

#[test]
fn what_is_compared_has_an_order() {
    let compared = |order, text: &str| Test::Compare(Comparison::read(order, text).unwrap());
    let path = |text: &str| Target::Path(crate::json::path::Path::parse(text).unwrap());
    means(
        "requestParameters.fromPort>=22",
        Expr::Value(path("requestParameters.fromPort"), compared(Order::AtLeast, "22")),
    );
    means(
        "additionalEventData.bytesTransferredOut>10M",
        Expr::Value(path("additionalEventData.bytesTransferredOut"), compared(Order::Above, "10M")),
    );
    means("account<5", value(Column::Account, compared(Order::Below, "5")));
    let when = |order, text: &str| {
        Expr::Time(crate::query::language::time::range::When::compared(order, text).unwrap())
    };
    means("eventTime>=2026-03-10", when(Order::AtLeast, "2026-03-10"));
    means("time<2026-03-10 12:00", when(Order::Below, "2026-03-10T12:00"));
    mistake("requestParameters.fromPort>=http", 28..32, "size");
    means("id>5", Expr::Value(Target::EventId, compared(Order::Above, "5")));
    let times = ["2026-03-10", "2026-03-12"]
        .map(|text| Expr::Time(crate::query::language::time::range::When::time(text).unwrap()));
    means("time:2026-03-10,2026-03-12", Expr::Or(times.to_vec()));
    means("time!=2026-03-10,2026-03-12", Expr::Not(Box::new(Expr::Or(times.to_vec()))));
    means("eventTime:*", Expr::Time(crate::query::language::time::range::When::ANY));
    mistake("time=*", 5..6, "not a time");
    mistake("time:2026-03-10,soon", 5..20, "not a time");
    mistake("after>2026-03-10", 6..16, "time>=");
    mistake("time~2026", 5..9, "time:");
}

#[test]
fn names_that_hold_anything_are_quoted() {
    let path = |text: &str| Target::Path(crate::json::path::Path::parse(text).unwrap());
    for (name, value) in [
        ("requestParameters.\"team.example/app:prod\"", "owned"),
        ("requestParameters.a.\"b=c\".d", "x"),
        ("requestParameters.\"a \\\"b\\\" (c|d)\"", "x"),
        ("[\"odd=key\"]", "x"),
    ] {
        means(&format!("{name}={value}"), Expr::Value(path(name), equals(value)));
        means(&format!("{name}:*"), Expr::Value(path(name), Test::Present));
    }
}

/// A pasted identifier was searched in the shown columns only, and found nothing.
#[test]
fn identifiers_are_taken_for_what_they_are_and_it_is_said() {
    let taken = |text: &str| -> Vec<(String, Identifier)> {
        let reading = read(text, Typing::Done, &no_lines).unwrap();
        reading.taken.into_iter().map(|taken| (taken.word, taken.identifier)).collect()
    };
    assert_eq!(
        taken("AKIAQ7LKSPRBDEXAMPLE is:failed"),
        [("AKIAQ7LKSPRBDEXAMPLE".to_owned(), Identifier::AccessKey)]
    );
    assert_eq!(taken("!203.0.113.9 | 23:14").len(), 2);
    assert_eq!(
        taken("AROAQ7LKSPRBDEXAMPLE:kim"),
        [("AROAQ7LKSPRBDEXAMPLE:kim".to_owned(), Identifier::PrincipalId)]
    );
    assert_eq!(taken("arn:aws:s3:::b").len(), 1);
    // An ID in base64 was a test of a field, or the beginning of a regular expression.
    for base64 in ["dGVzdA==", "/x2b/Qm3v+9a7Zr0cD4=", "Kx2b/Qm3v+9a7Zr0cD4="] {
        for text in [base64.to_owned(), format!("is:failed {base64}"), format!("( {base64} | x )")] {
            assert_eq!(taken(&text), [(base64.to_owned(), Identifier::Base64)], "{text}");
        }
    }
    for way_out in ["'AKIAQ7LKSPRBDEXAMPLE", "\"AKIAQ7LKSPRBDEXAMPLE\"", "key=AKIAQ7LKSPRBDEXAMPLE", "delete"]
    {
        assert_eq!(taken(way_out), [], "{way_out}");
    }
}

/// While a filter was typed, half of it was searched for, or was an error.
#[test]
fn what_is_still_being_typed_is_closed_or_left_out() {
    let same = |typed: &str, meant: &str| {
        let reading = read(typed, Typing::GoesOn, &no_lines).expect(typed);
        assert_eq!(Ok(reading.expr), parse(meant), "{typed}");
        assert_eq!(reading.is_unfinished, typed != meant, "{typed}");
    };
    for (typed, meant) in [
        ("del \"a b", "del \"a b\""),
        ("del \"a\\", "del \"a\""),
        ("del \"", "del"),
        ("del '", "del"),
        ("del '\"a b", "del '\"a b\""),
        ("who=\"a b", "who=\"a b\""),
        ("who=\"", ""),
        ("del who", "del"),
        ("del who:", "del"),
        ("del !who:", "del"),
        ("del eventName=", "del"),
        ("del requestParameters.a>", "del"),
        ("del is", "del"),
        ("del is:", "del"),
        ("del is:fai", "del"),
        ("del name:A,", "del"),
        ("del | who", "del"),
        ("del |", "del"),
        ("who |", "who"),
        ("del !", "del"),
        ("del -", "del"),
        ("(del | is:failed", "del | is:failed"),
        ("a (b who", "a b"),
        ("a (", "a"),
        ("del /Get(", "del"),
        ("del /Get", "del /Get/"),
        ("after:", ""),
        ("who ", "who"),
        ("who del", "who del"),
        ("is:failed", "is:failed"),
        ("", ""),
    ] {
        if typed.ends_with(' ') {
            assert_eq!(read(typed, Typing::GoesOn, &no_lines).map(|reading| reading.expr), parse(meant));
        } else {
            same(typed, meant);
        }
    }
    for typed in ["is:odd", "a)", "| a", "name:a,,b", "nosuch:a", "\"\" a"] {
        assert!(read(typed, Typing::GoesOn, &no_lines).is_err(), "{typed}");
    }
}

#[test]
fn quoted_values_mean_themselves() {
    for text in ["plain", "a b", "\"", "\\", "a*b", "x)y|", "@f", "", "é,ü", "!x"] {
        let filter = format!("region={}", quote(text));
        means(&filter, value(Column::AwsRegion, equals(text)));
    }
}

proptest! {
    /// A text that needs no quotes is also a call as its older APIs name it, with a date behind it.
    #[test]
    fn any_value_that_is_quoted_means_itself(text in "[a-z#:=~!\"'/()|@,*. \\\\-]{1,12}|.{1,12}") {
        means(&format!("region={}", quote(&text)), value(Column::AwsRegion, equals(&text)));
        let expected = if quote(&text) == text { call(&text) } else { equals(&text) };
        means(&format!("eventName={}", quote(&text)), value(Column::EventName, expected));
    }

    #[test]
    fn any_text_is_read_or_refused_at_a_place(text in "[a-z:=~!\"'/()|@,*. -]{0,30}|.{0,30}") {
        for typing in [Typing::Done, Typing::GoesOn] {
            if let Err(error) = read(&text, typing, &no_lines) {
                prop_assert!(error.start <= error.end && error.end <= text.len() + 1, "{error:?}");
                prop_assert!(!error.message.is_empty());
            }
        }
    }
}

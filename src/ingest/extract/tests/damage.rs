//! Damage of every kind costs what it touches and nothing else.

use super::*;

#[test]
fn damage_costs_one_record() {
    damaged(&format!(r#"{{"Records":[{A}, ..additional entries ]}}"#), 1);
    damaged(&format!(r#"{{"Records":[{A},{{"eventVersion":"1.08","eventName":"C" oops}},{B}]}}"#), 3);
    damaged(&format!(r#"{{"Records":[{A},{{"eventVersion":"1.08,"eventName":"C"}},{B}]}}"#), 2);
    damaged(&format!(r#"{{"Records":[{A},{{"eventVersion":"1.08","ev"#), 1);
    damaged(&format!(r#"{{"Records":[{A}{B}]}}"#), 2);
    damaged(&format!(r#"{{"Records":[{A},{B},]}}"#), 2);
    damaged(&format!(r#"{{"Records":[{A},{B}"#), 2);
    damaged(&format!(r#"{{"Recxrds [{A},{B}]}}"#), 2);
    damaged(&format!("{A}\n{{\"eventVersion\":\"1.08\",\"eventNa\n{B}\n"), 2);
    damaged(&format!("{A}\nplain words\n{B}\n"), 2);
    let lookup = format!(r#"{{"Events":[{{"EventId":"x","CloudTrailEvent":{}}},{{"EventId":"#, in_string(A));
    damaged(&lookup, 1);
}

#[test]
fn hostile_damage_ends_in_time() {
    let text = "\n{\"a\":[".repeat(100_000);
    assert!(!findings(&text).issues.is_empty());
    let text = "\n{\"a\"".repeat(100_000);
    assert!(findings(&text).issues.len() <= MAX_ISSUES);
}

#[test]
fn a_text_that_doubles_at_each_level_ends_in_time() {
    let level = |inner: &str| format!(r#"{{"CloudTrailEvent":1,"a":{inner}}}"#);
    let eight = |inner: String| (0..7).fold(inner, |text, _| level(&text));
    let text = (0..4).fold(eight("1".to_owned()), |text, _| eight(in_string(&text)));
    assert_eq!(findings(&text).events, 0);
}

#[test]
fn a_quote_too_many_costs_one_record_at_most() {
    damaged(&format!("{{\"Records\":[{A},\"{B},{A}]}}"), 3);
    damaged(&format!("{{\"Records\":[\"{A},{B}]}}"), 2);
    damaged(&format!("{{\"Records\":\"[{A},{B}]}}"), 2);
    damaged(&format!("{A}\n\"{B}\n{A}\n"), 3);
    damaged(&format!("\"{A}\n{B}\n"), 2);
    damaged(&format!("{{\"Records\":[{A}\",{B},{A}]}}"), 3);
}

#[test]
fn a_lost_bracket_does_not_swallow_what_follows() {
    let open = r#"{"eventVersion":"1.08","eventName":"O","resources":[{"type":"x"}"#;
    damaged(&format!("{{\"Records\":[{A},{open},{B},{A}]}}"), 4);
}

#[test]
fn records_that_begin_with_another_key_survive_damage_too() {
    let one = r#"{"awsRegion":"r","eventID":"1","eventName":"A","eventVersion":"1.08"}"#;
    let bad = r#"{"awsRegion":x,"eventID":"2","eventName":"A","eventVersion":"1.08"}"#;
    damaged(&format!(r#"{{"Records":[{bad},{one}]}}"#), 1);
    damaged(&format!(r#"{{"Records":[{one},{{"awsRegion":"r,{one},{one}]}}"#), 3);
    damaged(&format!(r#"{{"Records":[{one}{one}]}}"#), 2);
}

/// An extra quote pairs with the first quote of the next record, wherever it is.
#[test]
fn a_stray_quote_does_not_swallow_the_record_behind_it() {
    damaged(&format!("{{\"Records\":[\"{A},{B}]}}"), 2);
    damaged(&format!("{{\"Records\":[{A},\"{B}]}}"), 2);
    damaged(&format!("{{\"Records\":[{A}\",{B}]}}"), 2);
    damaged(&format!("\t\":[{A},{B}]}}"), 2);
    damaged(&format!("{{{{\"eventVersion\"\"\"\"\"}},\"\n{A}"), 1);
    damaged(&format!("{A}\n\"{{\\\"eventVersion\\\":\n{B}"), 2);
    damaged(&format!("{{\"a\";\"{{\\\"eventVersion\\\":[{A},{B}]"), 2);
}

/// After the damage, records were taken for too deeply nested and not read.
#[test]
fn opening_brackets_that_never_close_hide_no_record() {
    for brackets in [1, 8, 9, 40, 5000] {
        damaged(&format!("{}))\"{A},{B}]", "[".repeat(brackets)), 2);
        damaged(&format!("{}x\n{{\"Records\":[{A}]}}", "[".repeat(brackets)), 1);
    }
}

/// The record took the end of the list for its own, and its neighbours for a part of itself. It was kept with
/// its neighbours inside, which were counted as well. Now it ends where the first of them begins.
#[test]
fn a_record_that_lost_its_ends_keeps_no_neighbour() {
    let open = r#"{"eventVersion":"1.08","eventName":"O","resources":[{"ARN":"a"#;
    let rest = r#"b","c":1}"#;
    let text = format!("{{\"Records\":[{A},{open}\0\0\0{rest},{B},{A}]}}");
    damaged(&text, 4);
    let lost = findings(&text).issues.remove(0).lost.unwrap();
    let start = text.find(open).unwrap();
    assert_eq!((lost.start, lost.length), (start as u64, (text.find(B).unwrap() - start) as u64));
    damaged(&format!("{text}\n{{\"Records\":[{B}]}}"), 5);
    damaged(&format!("[{{\"detail\":{A}}}"), 1);
    sound(&format!("{{\"Records\":[{open}{rest},{B}]}}]}}"), 1);
}

/// An intact record that contains another is not torn, whatever damage follows it.
#[test]
fn a_record_within_a_record_stays_there() {
    let outer = format!(r#"{{"eventVersion":"1.08","eventName":"O","requestParameters":{{"event":{A}}}}}"#);
    damaged(&format!("{{\"Records\":[{outer}{B}]}}"), 2);
    damaged(&format!("{{\"Records\":[{outer},{B}"), 2);
    let listed =
        r#"{"eventVersion":"1.08","eventName":"O","resources":[{"eventVersion":"1"},{"accountId":"1"}]}"#;
    damaged(&format!("{{\"Records\":[{listed}{B}]}}"), 2);
}

/// Records that had been read were read again when the text broke off after them.
#[test]
fn records_behind_the_list_are_counted_once() {
    damaged(&format!(r#"{{"Records":[{A}],"more":[{B}]"#), 2);
    damaged(&format!(r#"{{"Records":[{A}],"more":[{B}],"name":"x"{A}"#), 3);
    damaged(&format!(r#"{{"Records":[{A}],"more":[{B}],"name":x"#), 2);
    damaged(&format!("{{\"Records\":[{A}],\"name\":\"{{\"a\":{B}}}"), 2);
}

/// The text of the event was found twice when the wrapper was taken for a torn record.
#[test]
fn a_wrapper_before_damage_is_opened_once() {
    let item = |text: &str| {
        let text = in_string(text);
        format!(r#"{{"EventId":"1","EventName":"A","EventTime":"t","CloudTrailEvent":{text}}}"#)
    };
    damaged(&format!(r#"{{"Events":[{}{}]}}"#, item(A), item(B)), 2);
    damaged(&format!(r#"{{"Events":[{},{}"#, item(A), item(B)), 2);
}

/// One damaged byte in one of six wrappers lost all of them.
#[test]
fn damage_in_one_wrapper_of_strings_costs_that_one() {
    let names = ["A", "B", "C", "D"];
    let record =
        |name: &str| format!(r#"{{"version":"0","detail":{{"eventVersion":"1.08","eventName":"{name}"}}}}"#);
    let text_of = |name: &str| in_string(&record(name));
    let sqs = |name: &str| format!(r#"{{"MessageId":"m","Body":{}}}"#, text_of(name));
    let sns = |name: &str| {
        format!(
            r#"{{"Body":{}}}"#,
            in_string(&format!(r#"{{"Type":"Notification","Message":{}}}"#, text_of(name)))
        )
    };
    let lookup = |name: &str| format!(r#"{{"EventId":"e","CloudTrailEvent":{}}}"#, text_of(name));
    let forms: [&dyn Fn(&str) -> String; 3] = [&sqs, &sns, &lookup];
    for form in forms {
        let items: Vec<String> = names.iter().map(|name| form(name)).collect();
        for (text, second) in [
            (format!(r#"{{"Messages":[{}]}}"#, items.join(",")), 1),
            (format!("[{}]", items.join(",")), 1),
            (items.join("\n"), 1),
        ] {
            let start = text.find(&items[second]).unwrap();
            for at in start..start + items[second].len() {
                let mut damaged = text.clone().into_bytes();
                damaged.remove(at);
                let damaged = String::from_utf8(damaged).unwrap();
                let found = findings(&damaged);
                assert!(found.events >= 3, "{} of 3: {damaged}", found.events);
            }
        }
    }
}

/// A record after a cut across two lines was taken for a part of the previous one.
#[test]
fn a_cut_across_two_lines_keeps_the_next_record() {
    let line = |name: &str| {
        format!(
            r#"{{"version":"0","detail-type":"x","resources":[],"detail":{{"eventVersion":"1.08","userIdentity":{{"type":"IAMUser","userName":"u"}},"eventName":"{name}","eventID":"1"}}}}"#
        )
    };
    let (first, second) = (line("First"), line("Second"));
    let record = second.find(r#"{"eventVersion"#).unwrap();
    for from in first.find("eventVersion").unwrap()..first.len() {
        for to in [0, 5, record - 9] {
            let text =
                format!("{}{}\n{}", first.get(..from).unwrap(), second.get(to..).unwrap(), line("Third"));
            let found = names_of(&text);
            assert!(found.contains("Second") && found.contains("Third"), "{found:?} {text}");
        }
    }
}

fn names_of(text: &str) -> std::collections::BTreeSet<String> {
    let mut builder = Builder::default();
    let mut collector = builder.collector();
    let _ = read(text.as_bytes(), 0, &mut collector);
    builder.append(collector.take());
    let store = builder.publish();
    store.order().iter().map(|&event| store.value(event, Column::EventName).to_owned()).collect()
}

/// Sorted or shuffled records after damage were lost in a file that began otherwise.
#[test]
fn records_in_any_order_are_found_behind_damage() {
    let members = [
        r#""awsRegion":"r""#,
        r#""eventID":"1""#,
        r#""eventName":"S""#,
        r#""eventVersion":"1.08""#,
        r#""userIdentity":{"type":"x"}"#,
    ];
    for turn in 0..members.len() {
        let shuffled: Vec<_> = members.iter().cycle().skip(turn).take(members.len()).copied().collect();
        let one = format!("{{{}}}", shuffled.join(","));
        let cut = A.split_at(A.len() - 5).0;
        damaged(&format!("{{\"Records\":[{A},{cut}{{\"Records\":[{one},{one},{one}]}}"), 4);
        damaged(&format!("{{\"Records\":[{A},{cut},{one},{one}]}}"), 3);
    }
}

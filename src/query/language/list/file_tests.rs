//! Lists as people write them, compared with one test for each line; and the cost of a list.

use proptest::prelude::*;

use super::*;
use crate::json::path::Path;
use crate::query::language::expr::{Target, Test};
use crate::query::language::term::address::list_test;
use crate::query::language::term::pattern::Pattern;
use crate::record::field::Column;

fn ip() -> Target {
    Target::Column(Column::SourceIpAddress)
}

fn made(text: &str, target: &Target, is_exact: bool) -> List {
    let file = ListFile::read("l.txt", text).unwrap();
    match list_test(target, is_exact, &file).unwrap() {
        Test::Listed(list) => list,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn told(text: &str, target: &Target, values: &[&str], expected: &str) {
    let list = made(text, target, true);
    assert_eq!(list.report_on(values.iter()).to_string(), expected);
}

/// Remarks, CSV, defanged addresses and ports silently found nothing.
#[test]
fn addresses_are_read_as_people_list_them() {
    let text = "ip,remark\n203.0.113.9 # c2\n198[.]51[.]100[.]4,scanner,high\n\"192.0.2.7:443\"\n\
                hxxp://192[.]0[.]2[.]8:8080/x\n\n// end\n2001:DB8::0:1\t; exit node\n192.0.2.64 - 192.0.2.95\n\
                10.20.*.*\n192.0.2.200, 192.0.2.201\nnot an address\n192.0.2.999\n";
    let list = made(text, &ip(), false);
    for address in [
        "203.0.113.9",
        "::ffff:203.0.113.9",
        "198.51.100.4",
        "192.0.2.7",
        "192.0.2.8:1",
        "2001:db8::1",
        "192.0.2.64",
        "192.0.2.80",
        "192.0.2.95",
        "10.20.255.1",
        "192.0.2.200",
        "192.0.2.201",
        "1.1.1.1, 203.0.113.9",
    ] {
        assert!(list.passes(address), "{address}");
    }
    for address in
        ["", "203.0.113.90", "192.0.2.96", "10.21.0.0", "2001:db8::2", "c2", "scanner", "x203.0.113.9"]
    {
        assert!(!list.passes(address), "{address}");
    }
    told(
        text,
        &ip(),
        &["203.0.113.9", "192.0.2.70", "192.0.2.71", "", "8.8.8.8"],
        "l.txt: 2 of 9 values match; 3 lines are not usable (lines 1, 12, 13): not an address or network",
    );
    told("192.0.2.1\n", &ip(), &["192.0.2.1"], "l.txt: 1 of 1 value matches");
    let none = list_test(&ip(), true, &ListFile::read("l.txt", "a\nb").unwrap()).unwrap_err();
    assert_eq!(none, "l.txt: no line can be used: not an address or network");
    assert_eq!(ListFile::read("l.txt", "# a\n\n").unwrap_err(), "l.txt: the file contains no values");
}

#[test]
fn other_fields_take_whole_lines_or_the_cell_of_their_form() {
    let list = made(
        "AKIAIOSFODNN7EXAMPLE # leaked\nname,ASIAIOSFODNN7EXAMPLE,x\n",
        &Target::Column(Column::AccessKey),
        true,
    );
    assert!(
        list.passes("AKIAIOSFODNN7EXAMPLE") && list.passes("ASIAIOSFODNN7EXAMPLE") && !list.passes("name")
    );
    told(
        "AKIAIOSFODNN7EXAMPLE leaked on Monday\n\"ASIAIOSFODNN7EXAMPLE\" of build\nno key here\n",
        &Target::Column(Column::AccessKey),
        &["AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE"],
        "l.txt: 2 of 2 values match; 1 line is not usable (line 3): not an access key",
    );
    told(
        "1111-2222-3333 production\n444455556666\n",
        &Target::Column(Column::Account),
        &["111122223333", "444455556666"],
        "l.txt: 2 of 2 values match",
    );
    let agents = Target::Column(Column::UserAgent);
    let list = made("Mozilla/5.0 (KHTML, like Gecko)\naws-cli/1.2.3.4 Botocore#1\n*kali*\n", &agents, false);
    for agent in ["x mozilla/5.0 (khtml, like gecko)", "AWS-CLI/1.2.3.4 Botocore#1.40", "on KALI linux"] {
        assert!(list.passes(agent), "{agent}");
    }
    assert!(!list.passes("like Gecko") && !list.passes("1.2.3.4"));
    // It is unknown whether a path holds addresses or text; an address in the list matches in every spelling.
    let path = Target::Path(Path::parse("requestParameters.x").unwrap());
    let list = made("192.0.2.2\nevil[.]example\n10.0.0.0/8\n", &path, false);
    for value in ["host 192.0.2.2:22", "https://EVIL.example/a", "10.1.2.3", "::ffff:192.0.2.2"] {
        assert!(list.passes(value), "{value}");
    }
    assert!(!list.passes("192.0.2.20") && !list.passes("11.0.0.0"));
    let list = made("10.0.0.0/8\n", &path, true);
    assert!(
        list.passes("10.0.0.0/8")
            && list.passes("10.1.1.1")
            && !list.passes("10.0.0.0/9")
            && !list.passes("at 10.1.1.1")
    );
}

#[test]
fn a_bundle_is_a_list() {
    let bundle = r#"{"type":"bundle","objects":[
        {"type":"indicator","pattern":"[ipv4-addr:value = '203.0.113.9' OR ipv4-addr:value = '198.51.100.0/24']"},
        {"type":"indicator","pattern":"[domain-name:value = 'evil.example']"},
        {"type":"indicator","pattern":"[ipv4-addr:value = '192.0.2.1' AND url:value = 'x']"}]}"#;
    told(
        bundle,
        &ip(),
        &["198.51.100.77"],
        "l.txt: 1 of 2 values matches; 2 objects are not usable (objects 2, 3): not an address or network",
    );
    let list = made(bundle, &Target::Column(Column::Resource), false);
    assert!(list.passes("host evil.example") && list.passes("203.0.113.9"));
}

/// A list of event names finds what `=` finds for each.
#[test]
fn names_of_calls_pass_with_the_date_of_their_api() {
    let list = made("CreateFunction\nDeleteUser\n", &Target::Column(Column::EventName), true);
    assert!(
        list.passes("CreateFunction20150331") && list.passes("DeleteUser") && !list.passes("DeleteUsers")
    );
    let seen = ["CreateFunction20150331", "PutObject"];
    assert_eq!(list.report_on(seen.iter()).to_string(), "l.txt: 1 of 2 values matches");
}

/// A list of many lines cost values times lines.
#[test]
fn what_a_list_costs_does_not_grow_with_its_lines() {
    let address = |number: u32| format!("{}", std::net::Ipv4Addr::from(0x0a00_0000 + number * 7919));
    let texts =
        |count: u32, make: &dyn Fn(u32) -> String| (0..count).map(make).collect::<Vec<_>>().join("\n");
    let agents = Target::Column(Column::UserAgent);
    for (name, target, is_exact, make) in [
        ("addresses", ip(), false, &address as &dyn Fn(u32) -> String),
        ("networks", ip(), false, &|number| format!("{}/{}", address(number), 20 + number % 12)),
        ("whole values", agents.clone(), true, &|number| format!("agent {number}")),
        ("pieces", agents.clone(), false, &|number| format!("agent {number};")),
        ("wildcards", agents.clone(), false, &|number| format!("*agent {number};")),
        ("wildcards within", agents.clone(), false, &|number| format!("an agent*{number}: o?her")),
        ("wildcards behind", agents, true, &|number| format!("an*agent {number}?*")),
    ] {
        let steps = |count: u32| {
            let list = made(&texts(count, make), &target, is_exact);
            let mut steps = 0;
            for number in 0..1000 {
                let value = if target == ip() {
                    address(number * 31 + 5)
                } else {
                    format!("an agent {number}: other")
                };
                list.matcher().passes(&value, list.0.scope, &mut steps);
            }
            steps
        };
        let (few, many) = (steps(64), steps(64 * 600));
        // A binary search takes ten more steps if there are 600 times as many values; at one place in a text,
        // parts of several lengths may begin.
        assert!(many <= 2 * few + 1000 * 11, "{name}: {few} steps for 64 lines, {many} for {}", 64 * 600);
    }
}

#[test]
fn a_list_is_made_once_for_all_fields_of_a_form() {
    let file = ListFile::read("l.txt", "a\nb").unwrap();
    let test = |path: &str| list_test(&Target::Path(Path::parse(path).unwrap()), true, &file).unwrap();
    let first = test("requestParameters.a");
    assert_eq!(first, test("requestParameters.ab"));
    assert_ne!(first, list_test(&Target::Column(Column::UserAgent), false, &file).unwrap());
}

proptest! {
    /// A list matches what one of its lines matches alone, and counts the lines that do.
    #[test]
    fn a_list_is_any_of_its_lines(
        lines in proptest::collection::vec("[ab*.1kK]{1,4}|10\\.[01]\\.0\\.[0-9](/(8|16|31))?|10\\.0\\.[01]\\.\\*", 1..8),
        values in proptest::collection::vec("[abA.1kſK]{0,6}|10\\.[01]\\.0\\.[0-9](/31|:80)?|::ffff:10\\.0\\.0\\.1|10.1.0.1, a", 1..8),
        which in 0_usize..3, is_exact: bool,
    ) {
        let target = [ip(), Target::Column(Column::UserAgent), Target::Column(Column::Resource)][which].clone();
        let Ok(Test::Listed(list)) = list_test(&target, is_exact, &ListFile::read("l", &lines.join("\n")).unwrap()) else {
            return Ok(());
        };
        let alone: Vec<List> = lines
            .iter()
            .filter_map(|line| list_test(&target, is_exact, &ListFile::read("l", line).ok()?).ok())
            .map(|test| if let Test::Listed(list) = test { list } else { panic!() })
            .collect();
        for value in &values {
            let plain = alone.iter().any(|list| list.passes(value));
            prop_assert_eq!(list.passes(value), plain, "{}", value);
        }
        let matching = alone.iter().filter(|list| values.iter().any(|value| !value.is_empty() && list.passes(value)));
        prop_assert_eq!(list.report_on(values.iter()).matched, Some(matching.count()));
    }

    /// The automaton finds what the pattern of a single term finds.
    #[test]
    fn a_line_means_what_it_means_alone(line in "[ab*?kKs]{1,4}", value in "[abAkKsSſK]{1,5}", is_exact: bool) {
        let list = made(&line, &Target::Column(Column::UserAgent), is_exact);
        let expected = if line.contains(['*', '?']) {
            Test::Glob(Pattern::glob(&line).unwrap())
        } else if is_exact {
            Test::Equals(line)
        } else {
            Test::Contains(line.to_lowercase())
        };
        prop_assert_eq!(list.passes(&value), expected.passes(Some(&value)));
    }
}

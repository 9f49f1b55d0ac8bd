//! Tables of filters and their queries, and what hostile values do to them: nothing.

use clap::ValueEnum as _;
use proptest::prelude::*;

use super::*;
use crate::export::engines::options::PartitionColumn;
use crate::query::language::parse::parse;
use crate::query::language::syntax::quote;

fn query(engine: Engine, filter: &str) -> EngineQuery {
    request(engine, filter, QueryOptions::default()).write()
}

fn request(engine: Engine, filter: &str, options: QueryOptions) -> EngineRequest {
    EngineRequest { engine, filter: filter.to_owned(), expr: parse(filter).unwrap(), options, store: None }
}

/// The condition of a query, without what stands around it.
fn condition(engine: Engine, filter: &str) -> String {
    let text = query(engine, filter).text;
    let (begin, end) = match engine {
        Engine::Athena | Engine::Lake | Engine::Duckdb => ("WHERE ", "\nORDER"),
        Engine::Insights => ("| filter ", "\n| sort"),
        Engine::Spl | Engine::Kql => ("| where ", "\n| "),
        Engine::Elastic => ("| WHERE ", "\n| SORT"),
        Engine::Jq => ("ev | select(", ")\n"),
        Engine::Lookup => ("aws ", "\n"),
    };
    let (_, rest) = text.rsplit_once(begin).unwrap_or_else(|| panic!("{filter}: {text}"));
    rest.split_once(end).unwrap().0.to_owned()
}

#[track_caller]
fn says(engine: Engine, rows: &[(&str, &str)]) {
    for (filter, expected) in rows {
        assert_eq!(condition(engine, filter), *expected, "{filter}");
    }
}

#[test]
fn athena() {
    says(
        Engine::Athena,
        &[
            ("region=eu-west-1", "awsregion = 'eu-west-1'"),
            ("region!=eu-west-1", "(awsregion IS NULL OR awsregion <> 'eu-west-1')"),
            ("region:eu,us", "lower(awsregion) LIKE '%eu%' OR lower(awsregion) LIKE '%us%'"),
            ("!agent:Boto", "NOT coalesce(lower(useragent) LIKE '%boto%', false)"),
            ("agent:\"50%_a\\\\b\"", r"lower(useragent) LIKE '%50\%\_a\\b%' ESCAPE '\'"),
            ("agent:aws-?li*", "lower(useragent) LIKE 'aws-_li%'"),
            ("user:*", "useridentity.username <> ''"),
            ("!user:*", "coalesce(useridentity.username, '') = ''"),
            ("user=\"o'neill\"", "useridentity.username = 'o''neill'"),
            ("category=Data,Insight", "eventcategory IN ('Data', 'Insight')"),
            ("eventName~^Delete", "regexp_like(eventname, '^Delete')"),
            (
                "time:2026-03-10T12:00..12:30",
                "(eventtime >= '2026-03-10T12:00:00' AND eventtime < '2026-03-10T12:31:00')",
            ),
            (
                "requestParameters.items.\"a b\"=x",
                "any_match(CAST(json_parse(json_query(requestparameters, 'lax $.items.\"a b\"[*]' WITH ARRAY WRAPPER)) AS \
                 ARRAY(JSON)), v -> coalesce(json_extract_scalar(v, '$'), json_format(v)) = 'x')",
            ),
            ("resources.ARN=arn:aws:s3:::b", "any_match(resources, r -> r.arn = 'arn:aws:s3:::b')"),
            (
                "requestParameters.fromPort>=22",
                "any_match(CAST(json_parse(json_query(requestparameters, 'lax $.fromPort[*]' WITH ARRAY WRAPPER)) AS \
                 ARRAY(JSON)), v -> TRY_CAST(coalesce(json_extract_scalar(v, '$'), json_format(v)) AS DOUBLE) >= 22)",
            ),
            ("ip:2001:db8::/32", "contains('2001:db8::/32', TRY_CAST(sourceipaddress AS IPADDRESS))"),
        ],
    );
}

#[test]
fn partitions_and_time_stand_before_the_filter() {
    let filter = "region=eu-west-1 (user:a | user:b) time:2026-03-10";
    let read = |text: &&str| PartitionColumn::read(text).unwrap();
    let partitions = ["date=timestamp", "region=region_partition"].iter().map(read).collect();
    let options = QueryOptions { table: Some("logs.trail".to_owned()), partitions };
    let query = request(Engine::Athena, filter, options).write();
    let (_, rest) = query.text.split_once("\nFROM ").unwrap();
    assert_eq!(
        rest,
        "logs.trail\nWHERE \"timestamp\" >= '2026/03/10'\n  AND \"timestamp\" <= '2026/03/12'\n  AND \"region_partition\" = \
         'eu-west-1'\n  AND (awsregion = 'eu-west-1' AND (lower(useridentity.username) LIKE '%a%' OR \
         lower(useridentity.username) LIKE '%b%') AND (eventtime >= '2026-03-10T00:00:00' AND eventtime < \
         '2026-03-11T00:00:00'))\nORDER BY eventtime;\n"
    );
}

#[test]
fn lake() {
    says(
        Engine::Lake,
        &[
            ("region=eu-west-1", "awsRegion = 'eu-west-1'"),
            ("readOnly=false", "CAST(readOnly AS VARCHAR) = 'false'"),
            ("after:2026-03-10", "eventTime >= '2026-03-10 00:00:00'"),
            (
                "requestParameters.bucketName=b",
                "lower(element_at(requestParameters, 'bucketName')) LIKE '%b%'",
            ),
            ("sourceIdentity=x", "userIdentity.sessionContext.sourceIdentity = 'x'"),
        ],
    );
}

#[test]
fn insights() {
    says(
        Engine::Insights,
        &[
            ("region=eu-west-1", "awsRegion = \"eu-west-1\""),
            ("region!=eu-west-1", "not (awsRegion = \"eu-west-1\")"),
            ("agent:a/b.c", r"userAgent like /(?i)a\/b\.c/"),
            ("error:*", "(ispresent(errorCode) and errorCode != \"\")"),
            ("category=Data,Insight", "eventCategory in [\"Data\", \"Insight\"]"),
            ("readOnly=false", r#"@message like /"readOnly":\s*(false)/"#),
            ("requestParameters.\"x-amz-acl\"=a", "`requestParameters.x-amz-acl` = \"a\""),
            ("requestParameters.items[0].b=a", "requestParameters.items.0.b = \"a\""),
            ("\"ab\"", "@message like /(?i)ab/"),
        ],
    );
}

#[test]
fn duckdb() {
    says(
        Engine::Duckdb,
        &[
            ("region=eu-west-1", "(event->>'$.awsRegion') = 'eu-west-1'"),
            (
                "requestParameters.a.b:X",
                "len([1 FOR v IN ts_texts(ts_step(ts_step(ts_step([event], 'requestParameters'), 'a'), 'b')) IF v <> '' AND \
                 lower(v) LIKE '%x%']) > 0",
            ),
            ("\"ab\"", "lower(CAST(event AS VARCHAR)) LIKE '%ab%'"),
            ("hour:22..23", "substr((event->>'$.eventTime'), 12, 2) IN ('22', '23')"),
        ],
    );
}

#[test]
fn jq() {
    says(
        Engine::Jq,
        &[
            ("region=eu-west-1", "(at([\"awsRegion\"]) | txt | . == \"eu-west-1\")"),
            ("region!=eu-west-1", "((at([\"awsRegion\"]) | txt | . == \"eu-west-1\") | not)"),
            (
                "requestParameters.a[0].b:X",
                "any(step(\"requestParameters\") | step(\"a\") | item(0) | step(\"b\") | texts; (. // \"\" | test(\"x\"; \"i\")))",
            ),
            (
                "user~a*",
                "(at([\"userIdentity\", \"userName\"]) | txt | . != null and (. // \"\" | test(\"a*\")))",
            ),
        ],
    );
}

#[test]
fn splunk_sentinel_elastic_and_event_history() {
    says(
        Engine::Spl,
        &[
            ("region!=eu-west-1", "NOT (coalesce('awsRegion', \"\")==\"eu-west-1\")"),
            ("agent:boto", "match(coalesce('userAgent', \"\"), \"(?i)boto\")"),
        ],
    );
    says(
        Engine::Kql,
        &[
            ("region!=eu-west-1", "not(AWSRegion == \"eu-west-1\")"),
            ("agent:boto", "UserAgent contains \"boto\""),
            (
                "time:22:00..04:00",
                "(TimeGenerated - startofday(TimeGenerated) >= time(22:00:00) or TimeGenerated - startofday(TimeGenerated) \
                 < time(04:01:00))",
            ),
            ("requestParameters.a.b=x", "tostring(parse_json(RequestParameters)[\"a\"][\"b\"]) == \"x\""),
        ],
    );
    says(
        Engine::Elastic,
        &[
            ("region!=eu-west-1", "NOT COALESCE(cloud.region == \"eu-west-1\", false)"),
            ("agent:b*o", "TO_LOWER(user_agent.original) LIKE \"b*o\""),
            ("ip:10.0.0.0/8", "CIDR_MATCH(source.ip, \"10.0.0.0/8\")"),
        ],
    );
    says(
        Engine::Lookup,
        &[(
            "key=AKIAQ7LKSPRBDEXAMPLE region=eu-west-1 after:2026-03-10",
            "cloudtrail lookup-events --output json --lookup-attributes \
             '[{\"AttributeKey\":\"AccessKeyId\",\"AttributeValue\":\"AKIAQ7LKSPRBDEXAMPLE\"}]' --start-time \
             2026-03-10T00:00:00Z",
        )],
    );
}

fn has(query: &EngineQuery, kind: NoteKind, part: &str) -> bool {
    let is_it = |note: &Note| note.kind == kind && note.text.contains(part);
    query.notes.iter().any(is_it) && query.text.contains(kind.words())
}

#[test]
fn what_cannot_be_said_stands_above_the_query() {
    let left_out = query(Engine::Athena, "region=eu-west-1 is:duplicate");
    assert!(left_out.says_anything && has(&left_out, NoteKind::LeftOut, "is:duplicate"), "{}", left_out.text);
    // An alternative that cannot be said leaves nothing of the others, and its opposite neither.
    for filter in ["region=eu-west-1 | is:duplicate", "!is:duplicate", "!who:alice", "sourceIdentity=x"] {
        let nothing = query(Engine::Athena, filter);
        assert!(
            !nothing.says_anything && nothing.text.lines().all(|line| line.starts_with("--")),
            "{}",
            nothing.text
        );
        assert!(nothing.notes.iter().any(|note| note.kind == NoteKind::LeftOut), "{filter}");
    }
    let more = query(Engine::Athena, "who:alice");
    assert!(more.says_anything && has(&more, NoteKind::More, "principal is computed"), "{}", more.text);
    assert!(has(&query(Engine::Athena, "!(who:alice)"), NoteKind::LeftOut, "principal is computed"));
    assert!(!query(Engine::Jq, "sourceIdentity=x").notes.iter().any(|note| note.kind == NoteKind::LeftOut));
}

#[test]
fn what_a_test_misses_its_opposite_finds() {
    for (filter, part) in
        [("requestParameters.a=x", "names within JSON"), ("requestParameters:*", "the text null")]
    {
        let negated = query(Engine::Athena, &format!("!{filter}"));
        assert!(has(&query(Engine::Athena, filter), NoteKind::Fewer, part));
        assert!(
            has(&negated, NoteKind::More, part) && !has(&negated, NoteKind::Fewer, part),
            "{}",
            negated.text
        );
    }
}

#[test]
fn where_records_that_aws_did_not_write_differ_is_told() {
    for (engine, filter, times, names) in [
        (Engine::Athena, "before:2026-03-10", true, true),
        (Engine::Duckdb, "!(region=x | !hour:9)", true, true),
        (Engine::Duckdb, "region=x", false, true),
        (Engine::Duckdb, "requestParameters.a=x", false, false),
        (Engine::Jq, "region=x before:2026-03-10", true, false),
        (Engine::Lake, "region=x before:2026-03-10", false, false),
    ] {
        let query = query(engine, filter);
        let told = |part| has(&query, NoteKind::Differs, part);
        assert_eq!((told("eventTime"), told("names of members")), (times, names), "{filter}: {}", query.text);
        assert!(query.warning().is_none_or(|words| !words.contains("differs")), "{filter}");
    }
}

#[test]
fn loaded_events_are_named_up_to_a_limit() {
    let ids = |count: usize| move |_: &Expr| Some((0..count).map(|id| format!("id-{id}")).collect());
    let of = |count| {
        let ids = ids(count);
        let reading = FilterReading { has_whole_record: false, most_ids: 200, event_ids: &ids, newest: None };
        let filter = "region=x !is:duplicate";
        let condition = reading.condition(&parse(filter).unwrap());
        written(Engine::Insights, filter, &condition, &QueryOptions::default())
    };
    assert!(of(2).text.contains("not (eventID in [\"id-0\", \"id-1\"])"), "{}", of(2).text);
    assert!(of(2).text.contains("the 2 eventIDs of loaded events"));
    assert!(!of(0).text.contains("eventID in"));
    assert!(has(&of(201), NoteKind::LeftOut, "201 loaded events match it"));
}

/// A query without its comments, with each text in it replaced by a mark, as the engine finds where texts end.
fn skeleton(engine: Engine, query: &str) -> String {
    let comment = engine.row().unwrap().comment;
    let lines: Vec<&str> = query.lines().skip_while(|line| line.starts_with(comment)).collect();
    let text = lines.join("\n");
    let by_doubling = matches!(engine, Engine::Athena | Engine::Lake | Engine::Duckdb);
    let quotes: &[char] = match engine {
        Engine::Athena | Engine::Lake | Engine::Duckdb | Engine::Spl => &['\'', '"'],
        Engine::Insights => &['"', '/', '`'],
        Engine::Lookup => &['\''],
        _ => &['"'],
    };
    let mut chars = text.chars().peekable();
    let mut out = String::new();
    while let Some(char) = chars.next() {
        if !quotes.contains(&char) {
            out.push(char);
            // Outside of quotes, a shell takes the next character as it is.
            out.extend(chars.next_if(|_| char == '\\' && engine == Engine::Lookup));
            continue;
        }
        out.push('∎');
        loop {
            let next = chars.next().unwrap_or_else(|| panic!("a text does not end: {query}"));
            match next {
                '\\' if !by_doubling && engine != Engine::Lookup => drop(chars.next()),
                next if next == char && by_doubling && chars.peek() == Some(&char) => drop(chars.next()),
                next if next == char => break,
                _ => {}
            }
        }
    }
    // Of no text, only how it is written.
    out.replace(" ESCAPE ∎", "").replace(r"∎\'", "")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_hostile_value_stays_a_value(value in "[a'\"\\\\/;)(%_*?\n\r\t|#{}$\\-]{1,10}") {
        for engine in Engine::value_variants() {
            for (name, sign) in [("eventSource", "="), ("userName", "="), ("user", ":"), ("requestParameters.a", "="), ("agent", ":")] {
                let name = if name == "userName" { "user" } else { name };
                let of = |value: &str| {
                    let quoted = format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
                    skeleton(*engine, &query(*engine, &format!("{name}{sign}{quoted}")).text)
                };
                prop_assert_eq!(of(&value), of("x"), "{:?} {}", engine, name);
            }
        }
        // Its quoted form is what the filter language reads again.
        let again = parse(&format!("user={}", quote(&value)));
        prop_assert!(again.is_ok());
    }

    #[test]
    fn a_hostile_name_of_a_member_stays_a_name(name in "[a'\"\\\\/;)(%\n|#{}$`~-]{1,8}") {
        let filter = |name: &str| format!("requestParameters.{}=x", crate::json::text::encode(name, |_| false));
        for engine in [Engine::Athena, Engine::Lake, Engine::Duckdb, Engine::Jq, Engine::Insights, Engine::Spl, Engine::Kql] {
            let hostile = query(engine, &filter(&name));
            if hostile.says_anything {
                let plain = skeleton(engine, &query(engine, &filter("x")).text);
                let plain = if engine == Engine::Insights { plain.replace("requestParameters.x", "∎") } else { plain };
                let found = skeleton(engine, &hostile.text).replace("requestParameters.a", "∎");
                prop_assert!(found == plain || name.chars().all(|char| char == 'a'), "{:?}: {}", engine, hostile.text);
            }
        }
    }

    #[test]
    fn a_hostile_filter_ends_no_comment(text in "[a\n\r`*/'\"-]{1,10}") {
        for engine in Engine::value_variants() {
            let plain = query(*engine, "region=x");
            let hostile = EngineRequest { filter: text.clone(), ..request(*engine, "region=x", QueryOptions::default()) };
            let made = hostile.write();
            prop_assert_eq!(made.text.lines().count(), plain.text.lines().count());
            prop_assert_eq!(made.text.lines().skip(1).collect::<Vec<_>>(), plain.text.lines().skip(1).collect::<Vec<_>>());
        }
    }
}

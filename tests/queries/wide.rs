//! More events than one segment holds.

use std::fmt::Write as _;

use trailsift::query::language::parse::parse;
use trailsift::store::segment::SEGMENT_ROWS;

use crate::files::load;
use crate::random::Random;
use crate::trail::Trail;

const FILES: usize = 6;
const RECORDS: usize = 11_000;

/// Short records of few values, some delivered twice.
fn records(random: &mut Random) -> String {
    let mut lines = String::new();
    for _ in 0..RECORDS {
        let name = random.pick(&["GetObject", "DeleteUser", "ConsoleLogin", "PutRule"]);
        let error = random.pick(&["", "", "AccessDenied", "NoSuchBucket"]);
        let (day, minute, from) = (1 + random.below(28), random.below(60), random.below(200));
        let id = random.below(FILES * RECORDS * 40);
        writeln!(
            lines,
            r#"{{"eventVersion":"1.08","eventTime":"2026-02-{day:02}T12:{minute:02}:00Z","eventName":"{name}","errorCode":"{error}","sourceIPAddress":"10.0.{}.{from}","requestParameters":{{"list":[{from}]}},"eventID":"id-{id}"}}"#,
            from / 50,
        )
        .unwrap();
    }
    lines
}

#[test]
fn filters_over_several_segments_answer_what_the_oracle_answers() {
    let folder = tempfile::tempdir().unwrap();
    let mut random = Random::new(3);
    let mut text = String::new();
    for file in 0..FILES {
        // The last lines of a file are the first of the next.
        let again = text.len() - text.len() / 50;
        let again = text[again..].split_once('\n').map_or("", |(_, lines)| lines).to_owned();
        text = again + &records(&mut random);
        if file + 1 == FILES {
            // The last segment holds repeats too.
            let last = text.lines().rev().take(100).collect::<Vec<_>>().join("\n");
            text.push_str(&last);
        }
        std::fs::write(folder.path().join(format!("{file}.jsonl")), &text).unwrap();
    }
    let folder = [folder.path().to_owned()];
    let stores =
        [("one thread", 1), ("five threads", 5)].map(|(name, threads)| (name, load(&folder, threads)));
    let mut trail = Trail::loaded(stores.into());
    assert!(trail.facts.len() > SEGMENT_ROWS && trail.repeated.contains(&true));
    for way in &mut trail.ways {
        let folds = way.store.folds();
        let shown: Vec<_> =
            way.store.order().iter().copied().filter(|&event| !folds.is_folded(event)).collect();
        assert!(folds.count() > 100);
        for filter in ["", "time:1990..2090"] {
            let answer = way.filter.answer(&way.store, &parse(filter).unwrap(), false, &|| false);
            assert_eq!(answer.as_ref(), Some(&shown), "{filter}");
        }
    }
    crate::agree(&mut trail, 22, 20);
}

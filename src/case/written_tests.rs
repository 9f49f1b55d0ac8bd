//! The format of cases: what is written is read, and what a stranger writes does no harm.

use proptest::prelude::*;

use super::*;
use crate::case::case_tests::{any_case, case_of};

const FIRST: &str = "{\"trailsift\":\"case\",\"version\":1}\n";
const HASH: &str = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

proptest! {
    #[test]
    fn what_is_written_is_read(case in any_case()) {
        let text = write(&case);
        prop_assert_eq!(read(text.as_bytes()), Ok(case));
        prop_assert!(text.chars().all(|char| char == '\n' || !is_hidden(char)), "{}", text);
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        let _ = read(&bytes);
        let _ = read(&[FIRST.as_bytes(), &bytes].concat());
    }
}

#[test]
fn a_case_is_one_object_a_line_in_the_order_of_time() {
    let mut case = case_of(2);
    case.view = Some(CaseView { filter: "is:failed".to_owned(), ..CaseView::default() });
    case.filters.insert(("mine".to_owned(), "ip:\u{202e}".to_owned()));
    let hash = RecordHash::of(b"01");
    let expected = format!(
        "{FIRST}{{\"mark\":{{\"eventID\":\"id-1\",\"sha256\":\"{hash}\",\"eventTime\":\"2026-03-11T12:58:00Z\",\"eventName\":\"GetObject\"}}}}\n\
         {{\"mark\":{{\"eventID\":\"id-0\",\"sha256\":\"{hash}\",\"eventTime\":\"2026-03-11T12:59:00Z\",\"eventName\":\"GetObject\",\"notes\":[\"note 0\\nwith two lines\"],\"labels\":[\"exfil\"]}}}}\n\
         {{\"filter\":{{\"name\":\"mine\",\"text\":\"ip:\\u202e\"}}}}\n\
         {{\"view\":{{\"filter\":\"is:failed\"}}}}\n"
    );
    assert_eq!(write(&case), expected);
}

#[test]
fn what_is_not_understood_is_refused_with_its_line() {
    let mark =
        |more: &str| format!("{FIRST}{{\"mark\":{{\"eventID\":\"x\",\"sha256\":\"{HASH}\"{more}}}}}\n");
    assert!(read(mark("").as_bytes()).is_ok());
    let long = "x".repeat(MAX_NOTE + 1);
    let cases = [
        (String::new(), 1, "not a trailsift case"),
        ("{\"Records\":[]}".to_owned(), 1, "not a trailsift case"),
        ("{\"trailsift\":\"case\",\"version\":2}".to_owned(), 1, "version 2"),
        (format!("{FIRST}\n{{\"run\":\"rm\"}}"), 3, "unknown variant `run`"),
        (mark(",\"script\":\"x\""), 2, "unknown field `script`"),
        (mark(",\"notes\":[1]"), 2, "invalid type"),
        (mark(&format!(",\"notes\":[\"{long}\"]")), 2, "longer than 20000"),
        (mark(&format!(",\"eventName\":\"{long}\"")), 2, "longer than 10000"),
        (mark(&format!(",\"labels\":[\"{}\"]", "y".repeat(65))), 2, "longer than 64"),
        (format!("{FIRST}{{\"mark\":{{\"eventID\":\"x\",\"sha256\":\"12\"}}}}"), 2, "64 hexadecimal digits"),
        (format!("{FIRST}{{\"view\":{{}}}}\n{{\"view\":{{}}}}"), 3, "a second view"),
        (format!("{FIRST}{{\"mark\":"), 2, "EOF"),
        (format!("{FIRST}{}", "[".repeat(100_000)), 2, "expected"),
        (format!("{FIRST}\u{0}"), 2, "expected"),
    ];
    for (text, line, reason) in cases {
        let error = read(text.as_bytes()).unwrap_err();
        let start: String = text.chars().take(80).collect();
        assert!(error.line == line && error.reason.contains(reason), "{error} for {start}");
    }
    let labels: Vec<String> = (0..33).map(|number| format!("\"{number}\"")).collect();
    let many = mark(&format!(",\"labels\":[{}]", labels.join(",")));
    assert!(read(many.as_bytes()).unwrap_err().reason.contains("at most 32"));
}

#[test]
fn lines_of_the_same_record_are_joined() {
    let line = |note: &str| {
        format!("{{\"mark\":{{\"eventID\":\"x\",\"sha256\":\"{HASH}\",\"notes\":[\"{note}\"]}}}}\r\n")
    };
    let case = read(format!("{FIRST}{}\n{}{}", line("a"), line("b"), line("a")).as_bytes()).unwrap();
    let notes: Vec<_> = case.marks.values().flat_map(|mark| mark.notes.clone()).collect();
    assert_eq!(notes, ["a", "b"]);
}

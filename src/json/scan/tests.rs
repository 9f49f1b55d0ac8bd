//! Where values end, where faults are reported, and that nesting does not use the stack.

use super::*;

#[track_caller]
fn sound(text: &str) {
    let mut scanner = Scanner::new(text.as_bytes(), 0);
    assert_eq!(scanner.value().map(|place| place.end), Ok(text.trim_end().len()), "{text}");
    assert!(serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok(), "{text}");
}

#[track_caller]
fn broken(text: &str, at: usize) {
    let fault = Scanner::new(text.as_bytes(), 0).value().expect_err(text);
    assert_eq!(fault.at, at, "{text}: {fault:?}");
    assert!(serde_json::from_str::<&serde_json::value::RawValue>(text).is_err(), "{text}");
}

#[test]
fn values_end_where_json_says() {
    for text in
        ["{}", "[]", "0", "-0.5e+3", "\"a\\\"b\"", "[[],{}]", " {\"a\" : [1, {\"b\":null}] }", "[1,2]"]
    {
        sound(text);
    }
}

#[test]
fn faults_name_their_place() {
    broken("[1,]", 3);
    broken("{,}", 1);
    broken("[,]", 1);
    broken("{\"a\":1,}", 7);
    broken("{\"a\" 1}", 5);
    broken("{\"a\":1]", 6);
    broken("[1}", 2);
    broken("01", 2);
    broken("\"ab", 0);
    broken("\"a\\x\"", 2);
    broken("\"a\\u12\"", 2);
    broken("nul", 0);
    broken("{", 1);
}

#[test]
fn nesting_never_uses_the_stack() {
    for depth in [1, 63, 64, 65, 128, 129, 100_000] {
        let text = format!("{}1{}", "[{\"a\":".repeat(depth), "}]".repeat(depth));
        assert_eq!(Scanner::new(text.as_bytes(), 0).value(), Ok(0..text.len()), "{depth}");
        let wrong = format!("{}1{}", "[{\"a\":".repeat(depth), "]}".repeat(depth));
        assert!(Scanner::new(wrong.as_bytes(), 0).value().is_err());
    }
}

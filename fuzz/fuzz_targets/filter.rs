//! Any text as a filter: a mistake is reported at a position in the text; a valid filter means the same in
//! brackets and negated twice; any text can be searched in quotes; and each event matches either a filter or
//! its negation.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use trailsift::query::language::list::file::ListFile;
use trailsift::query::language::expr::{Expr, Target, Test};
use trailsift::query::engine::filter::Filter;
use trailsift::query::language::parse::{parse, parse_with};
use trailsift::query::language::syntax::quote;
use trailsift::query::language::pivot;
use trailsift::store::Store;
use trailsift_fuzz::read_text;

/// Filters are parsed again in brackets, whose depth is limited.
const TOO_DEEP: &str = "too many brackets in brackets";

fuzz_target!(|text: &str| {
    let lines = |name: &str| ListFile::read(name, &format!("{text}\n# none"));
    let _ = parse_with(text, &lines);
    if !text.is_empty() {
        let equals = parse(&format!("eventName={}", quote(text))).unwrap();
        let Expr::Value(Target::Column(_), Test::Equals(value) | Test::Call(value)) = equals else {
            panic!("{text:?} in quotes: {equals:?}");
        };
        assert_eq!(value, text);
    }
    let expr = match parse(text) {
        Ok(expr) => expr,
        Err(error) => {
            assert!(error.start <= error.end && text.is_char_boundary(error.start), "{error:?}");
            assert!(error.end >= text.len() || text.is_char_boundary(error.end), "{error:?}");
            return;
        }
    };
    for again in [format!("({text} )"), format!("!!({text} )"), format!(" {text} ")] {
        match parse(&again) {
            Ok(same) => assert_eq!(same, expr, "{again}"),
            Err(error) => assert_eq!(error.message, TOO_DEEP, "{again}"),
        }
    }
    let answer = |expr: &Expr| Filter::default().answer(events(), expr, true, &|| false).unwrap();
    let (pass, fail) = (answer(&expr), answer(&Expr::Not(Box::new(expr.clone()))));
    assert_eq!(pass.len() + fail.len(), events().len());
    assert!(pass.iter().all(|event| !fail.contains(event)));
    if !text.trim().is_empty() {
        match parse(&pivot::inverse(text)) {
            Ok(inverse) => assert_eq!(answer(&inverse), fail, "{}", pivot::inverse(text)),
            Err(error) => assert_eq!(error.message, TOO_DEEP),
        }
    }
    let both = pivot::and(text, "eventName=X");
    match parse(&both) {
        Ok(_) => {}
        Err(error) => assert_eq!(error.message, TOO_DEEP, "{both}"),
    }
});

fn events() -> &'static Store {
    static STORE: OnceLock<Store> = OnceLock::new();
    STORE.get_or_init(|| {
        read_text(
            br#"{"eventVersion":"1.08","eventTime":"2026-03-10T12:00:00Z","eventName":"GetObject","userIdentity":{"type":"Root","arn":"arn:aws:iam::1:root"},"errorCode":"AccessDenied","readOnly":true,"sourceIPAddress":"10.0.0.1","eventID":"1"}
{"eventVersion":"1.08","eventName":"PutObject","requestParameters":{"bucketName":"logs","items":[{"a":"b"},{"p":"{\"x\":[1]}"}]},"sourceIPAddress":"s3.amazonaws.com","userAgent":"a \u202e\"b\\c"}
{"eventVersion":"1.08","eventTime":"x","eventName":"Stra\u00dfe\u0130","awsRegion":"us-east-1","resources":null}"#,
        )
        .store
    })
}

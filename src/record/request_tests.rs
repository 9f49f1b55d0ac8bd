//! What parameters name, in odd shapes too.

use super::*;

#[track_caller]
fn names(object: &str, expected: Option<&str>) {
    let read = RequestParameters::read(&mut Scanner::new(object.as_bytes(), 0), object.as_bytes());
    let (place, request) = read.unwrap();
    assert_eq!(place, 0..object.len());
    assert_eq!(request.touched().as_deref(), expected, "{object}");
    assert_eq!(RequestParameters::of(object.as_bytes()), Some(request), "{object}");
}

#[test]
fn the_most_telling_name_counts_wherever_it_stands() {
    names(r#"{"userName":"u","policyArn":"p","name":"n"}"#, Some("p"));
    names(r#"{"name":"n","policyArn":"p","userName":"u"}"#, Some("p"));
    names(r#"{"name":"n","key":"k"}"#, Some("n"));
    names(r#"{"key":"k"}"#, None);
    names(r#"{"bucketName":"b","key":"k","roleArn":"r"}"#, Some("b/k"));
    names("{}", None);
}

#[test]
fn the_first_of_equal_names_and_the_last_of_duplicate_others_counts() {
    names(r#"{"userName":"a","userName":"b"}"#, Some("a"));
    names(r#"{"bucketName":"a","bucketName":"b"}"#, Some("b"));
    names(r#"{"bucketName":"a","bucketName":null,"key":"","key":"k"}"#, Some("a/k"));
    let sets = r#"{"instancesSet":{},"instancesSet":{"items":[{"instanceId":"i"}]},"instancesSet":null}"#;
    names(sets, Some("i"));
}

#[test]
fn what_is_empty_or_holds_others_is_no_name() {
    names(r#"{"roleArn":"","policyArn":null,"userName":{},"roleName":[],"id":7}"#, Some("7"));
    names(r#"{"bucketName":{"a":1}}"#, Some("{\"a\":1}"));
    names(r#"{ "bucketName" : "b" , "key" : "k" }"#, Some("b/k"));
    names(r#"{"bucket\u004eame":"b"}"#, None);
}

#[test]
fn a_fault_ends_an_object_at_its_place() {
    for (object, at) in [("{\"a\":1,}", 7), ("{\"a\":1 2}", 7), ("{\"a\":}", 5), ("{\"a\":1", 6), ("{a", 1)] {
        let read = RequestParameters::read(&mut Scanner::new(object.as_bytes(), 0), object.as_bytes());
        let fault = read.unwrap_err();
        assert_eq!(fault, Scanner::new(object.as_bytes(), 0).value().unwrap_err(), "{object}");
        assert_eq!(fault.at, at, "{object}");
    }
}

//! Who a failed console sign-in was: the record has a name and an account, and no ARN.

use std::collections::BTreeSet;

use tempfile::TempDir;
use trailsift::record::field::Column;
use trailsift::store::Store;

use crate::files::{answer, load};

const SIGN_IN: &str = r#""eventName":"ConsoleLogin","eventType":"AwsConsoleSignIn","errorMessage":"Failed authentication","responseElements":{"ConsoleLogin":"Failure"}"#;

fn record(number: usize, identity: &str, members: &str) -> String {
    format!(
        r#"{{"eventVersion":"1.08","eventTime":"2026-01-02T03:04:{number:02}Z","eventID":"u-{number}","userIdentity":{{{identity}}},{members}}}"#
    )
}

fn with_arn(path: &str, account: &str, name: &str) -> String {
    format!(
        r#""type":"IAMUser","arn":"arn:aws:iam::{account}:user/{path}{name}","accountId":"{account}","userName":"{name}""#
    )
}

fn without_arn(account: &str, name: &str) -> String {
    format!(r#""type":"IAMUser","accountId":"{account}","accessKeyId":"","userName":"{name}""#)
}

/// Loads each identity in a file of its own, in both orders and with several numbers of threads; the principals of
/// all sign-ins, which are the same each time.
#[track_caller]
fn sign_ins(identities: &[String]) -> Vec<String> {
    let folder = TempDir::new().unwrap();
    let mut paths = Vec::new();
    for (number, identity) in identities.iter().enumerate() {
        let members = if identity.contains("\"arn\"") { r#""eventName":"ListKeys""# } else { SIGN_IN };
        let path = folder.path().join(format!("{number}.json"));
        std::fs::write(&path, record(number, identity, members)).unwrap();
        paths.push(path);
    }
    let principals = |store: &Store| -> Vec<String> {
        let events = answer(store, "eventName=ConsoleLogin");
        let value = |column| events.iter().map(|&event| store.value(event, column).to_owned()).collect();
        let (principals, persons): (Vec<String>, Vec<String>) =
            (value(Column::Principal), value(Column::Person));
        assert_eq!(principals, persons);
        principals
    };
    let first = principals(&load(&paths, 1));
    for _ in 0..2 {
        paths.reverse();
        for threads in [1, 2, 5] {
            let store = load(&paths, threads);
            assert_eq!(principals(&store), first, "{threads} threads");
            for name in first.iter().collect::<BTreeSet<_>>() {
                let found = answer(&store, &format!("principal=\"{name}\" eventName=ConsoleLogin")).len();
                assert_eq!(found, first.iter().filter(|other| *other == name).count(), "{name}");
            }
        }
    }
    first
}

/// The failed sign-ins of a user were another principal than everything else that the user did.
#[test]
fn a_sign_in_without_an_arn_is_the_user_whose_arn_is_known() {
    let (one, other) = ("111122223333", "444455556666");
    for path in ["", "team/", "a/b/"] {
        let known = with_arn(path, one, "ada");
        let arn = format!("arn:aws:iam::{one}:user/{path}ada");
        assert_eq!(sign_ins(&[without_arn(one, "ada"), known.clone()]), [arn.as_str()]);
        assert_eq!(
            sign_ins(&[known.clone(), without_arn(one, "ada"), known.clone(), without_arn(other, "ada")]),
            [arn, format!("{other}:user/ada")],
            "the same name in another account is another user"
        );
    }
}

#[test]
fn what_is_not_certain_stays_as_it_is() {
    let one = "111122223333";
    let said = format!("{one}:user/ada");
    let two = [with_arn("", one, "ada"), without_arn(one, "ada"), with_arn("old/", one, "ada")];
    assert_eq!(sign_ins(&two), [said.as_str()], "two users had the name");
    assert_eq!(sign_ins(&[without_arn(one, "ada"), with_arn("", one, "adam")]), [said.as_str()]);
    let role = format!(r#""type":"AssumedRole","arn":"arn:aws:iam::{one}:user/ada","accountId":"{one}""#);
    assert_eq!(sign_ins(&[without_arn(one, "ada"), role]), [said.as_str()], "no user of its own");
    let hidden = sign_ins(&[
        without_arn(one, "HIDDEN_DUE_TO_SECURITY_REASONS"),
        with_arn("", one, "HIDDEN_DUE_TO_SECURITY_REASONS"),
    ]);
    assert!(hidden[0].contains("hidden user"), "{hidden:?}");
}

/// Its failed sign-ins were in a separate row.
#[test]
fn the_group_of_the_sample_has_one_row_for_the_user() {
    let store = load(&[crate::sample_logs().to_owned()], 2);
    let events = answer(&store, "who:svc-backup userIdentity.type=IAMUser");
    let principals: BTreeSet<&str> =
        events.iter().map(|&event| store.value(event, Column::Principal)).collect();
    assert_eq!(principals.len(), 1, "{principals:?}");
}

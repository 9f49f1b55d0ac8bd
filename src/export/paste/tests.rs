//! Copies that are pasted into shells.

use std::path::Path;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::json::print::{compact, pretty};

#[track_caller]
fn becomes(json: &str, expected: &str) {
    assert_eq!(super::json(json.as_bytes()).text, expected);
}

#[test]
fn what_shells_act_on_is_an_escape_that_means_the_same() {
    becomes(r#"{"a":"$(id) `id` !! x"}"#, r#"{"a":"\u0024(id) \u0060id\u0060 \u0021\u0021 x"}"#);
    becomes(r#"{"a":"\"; id; \"\\"}"#, r#"{"a":"\u0022; id; \u0022\\"}"#);
    becomes(r#"{"a":"“; id"}"#, r#"{"a":"\u201c; id"}"#);
    becomes(r#"["a", "reboot" ]"#, r#"["a", "\u0072eboot" ]"#);
    becomes(r#"["iam:*", "sts:*" ]"#, r#"["iam:*", "sts:*" ]"#);
    becomes(r#"{"$x":[1,true,null,-2.5e+3,{}]}"#, r#"{"\u0024x":[1,true,null,-2.5e+3,{}]}"#);
}

#[test]
fn torn_records_leave_nothing_outside_of_strings_to_run() {
    becomes(r#"{"a":x; id|id&"b":1"#, r#"{"a":x\u003b id\u007cid\u0026"b":1"#);
    becomes(r#"{"a":"b\$(id)"#, r#"{"a":"b\u005c\u0024(id)"#);
    becomes(r#"{"a":"b"#, r#"{"a":"\u0062"#);
}

fn value() -> impl Strategy<Value = Value> {
    let text = "[a$`!\"\\\\(){};|&\n\u{201c}\u{e9} ]{0,8}";
    let leaf = prop_oneof![Just(Value::Null), any::<i32>().prop_map(Value::from), text.prop_map(Value::from)];
    leaf.prop_recursive(3, 16, 4, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((text, inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn a_copy_means_what_its_record_means_and_holds_nothing_active(value in value()) {
        for text in [pretty(value.to_string().as_bytes()), compact(value.to_string().as_bytes())] {
            let copy = super::json(&text).text;
            prop_assert_eq!(&serde_json::from_str::<Value>(&copy).unwrap(), &value);
            prop_assert!(!copy.contains(['$', '`', '!', '“']), "{}", copy);
            prop_assert!(!copy.replace(r"\\", "").contains(r#"\""#), "{}", copy);
            prop_assert_eq!(copy.lines().count(), String::from_utf8(text).unwrap().lines().count());
        }
    }
}

/// Runs a shell in `folder`, sends `script` line by line as a paste without brackets does, and returns the
/// files that were created.
fn made_by(shell: &[&str], folder: &Path, script: &str) -> Option<Vec<String>> {
    use std::io::Write as _;

    let (program, arguments) = shell.split_first()?;
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).env("HOME", folder).env("PATH", "/bin:/usr/bin");
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    // A shell that has already ended has done what it could.
    let _ = child.stdin.take()?.write_all(format!("{script}\n").as_bytes());
    let _ = child.wait();
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let made = entries.map(|entry| entry.file_name().into_string().unwrap());
    Some(made.filter(|name| name.starts_with("made-by-")).collect())
}

/// Pasted without brackets, a user agent ran as a command without Enter, because each line of a copy ends with
/// one.
#[test]
fn nothing_in_a_copy_runs_in_a_shell() {
    let folder = tempfile::tempdir().unwrap();
    let command = folder.path().join("run");
    std::fs::write(&command, "#!/bin/sh\n: > made-by-item\n").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&command, std::fs::Permissions::from_mode(0o700)).unwrap();
    }
    let record = json!({
        "userAgent": "[cli/1 $(: > made-by-dollar) `: > made-by-backtick`]",
        "requestParameters": {
            "policy": "{\"a\":\"; : > made-by-quote; \"} '; : > made-by-single '",
            "names": ["first", command.to_str().unwrap()],
            "only": [command.to_str().unwrap()],
            "$(: > made-by-key)": "x\n: > made-by-line\n",
        },
        "errorMessage": "!! && : > made-by-and; ${x:=$(: > made-by-default)} \\$(: > made-by-backslash) \\",
    });
    let torn = br#"{"userAgent":"a"; : > made-by-torn; "x":[1, `: > made-by-torn-too` | : > made-by-pipe"#;
    let exact = pretty(record.to_string().as_bytes());
    let copies = [
        super::json(&exact).text,
        super::json(&compact(record.to_string().as_bytes())).text,
        super::json(&pretty(torn)).text,
    ];
    let mut tried = 0;
    for shell in
        [&["bash", "--norc", "-i"][..], &["bash"], &["dash"], &["dash", "-i"], &["zsh", "-f"], &["fish"]]
    {
        for copy in &copies {
            let Some(made) = made_by(shell, folder.path(), copy) else { continue };
            assert_eq!(made, Vec::<String>::new(), "{shell:?} ran a part of\n{copy}");
            tried += 1;
        }
    }
    // Checks that the test can fail: unescaped text does run.
    if let Some(made) = made_by(&["bash"], folder.path(), &String::from_utf8(exact).unwrap()) {
        assert!(made.len() > 2, "{made:?}");
        assert!(tried >= 6, "{tried}");
    }
}

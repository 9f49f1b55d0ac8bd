//! The program as a shell sees it: what it prints, where, and its exit code.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that fails should stop with its values"
)]

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

use common::{Answer, Folder, run, run_with, sample_logs, start};
use flate2::Compression;
use flate2::read::GzEncoder;
use serde_json::{Value, json};
use walkdir::WalkDir;

#[path = "common/binary.rs"]
mod common;

#[track_caller]
fn exits(arguments: &[&str], code: i32) -> Answer {
    let answer = run(arguments);
    assert_eq!(answer.code, Some(code), "{arguments:?}: {}", answer.err);
    answer
}

#[track_caller]
fn refuses(arguments: &[&str], words: &[&str]) {
    let answer = exits(arguments, 2);
    assert_eq!(answer.text(), "", "{arguments:?}");
    for word in words {
        assert!(answer.err.contains(word), "{arguments:?} should say {word}: {}", answer.err);
    }
}

/// A torn record is written unchanged; there was no warning that JSON readers will reject it.
#[test]
fn torn_records_among_json_are_told() {
    let a = r#"{"eventVersion":"1.08","eventName":"A","eventID":"1"}"#;
    // It has lost its bracket, and continues into the next record.
    let torn = r#"{"eventVersion":"1.08","eventName":"B","eventID":"2","resources":[{"a":1}"#;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("log.json"), format!("{{\"Records\":[{a},{torn},{a}]}}")).unwrap();
    for (format, told) in [("jsonl", true), ("json", true), ("csv", false)] {
        let answer = exits(&["list", folder.path().to_str().unwrap(), "--format", format], 3);
        assert_eq!(
            answer.err.contains("1 truncated record was written unchanged"),
            told,
            "{format}: {}",
            answer.err
        );
    }
    let sound = "eventName=A";
    let answer = exits(&["list", folder.path().to_str().unwrap(), "--format", "json", "-f", sound], 3);
    assert!(!answer.err.contains("truncated record"), "{}", answer.err);
}

#[test]
fn exit_codes_tell_how_it_went() {
    let folder = Folder::new();
    let sound = folder.text();
    let by_error = ["--by", "errorCode"];
    for command in ["list", "summary"] {
        assert_eq!(exits(&[command, sound], 0).err, "");
        let nothing = exits(&[command, sound, "-f", "nowhere"], 1).err;
        // Where no event is listed, the command says that no event has the word elsewhere either.
        let elsewhere = "trailsift: nowhere: 0 in the columns, 0 elsewhere in the JSON\n";
        assert_eq!(nothing, if command == "list" { elsewhere } else { "" });
        exits(&[command, sample_logs()], 3);
        // A match may have been in the damaged part.
        exits(&[command, sample_logs(), "-f", "zzzzqqqq"], 3);
        let missing = format!("{sound}/missing");
        assert!(exits(&[command, &missing], 2).err.contains("missing"));
        assert!(exits(&[command, sound, &missing], 3).err.contains("missing"));
    }
    exits(&["group", sound, by_error[0], by_error[1]], 0);
    exits(&["group", sound, by_error[0], by_error[1], "-f", "nowhere"], 1);
    exits(&["group", sample_logs(), by_error[0], by_error[1]], 3);
    // A filter that begins with a minus was taken for options.
    exits(&["list", sound, "-f", "-errorCode:AccessDenied"], 0);
}

#[test]
fn what_cannot_be_answered_is_said() {
    let folder = Folder::new();
    let sound = folder.text();
    refuses(&["list", sound, "--no-such-option"], &["--no-such-option"]);
    refuses(&["list", sound, "--format", "xml"], &["xml", "jsonl"]);
    refuses(&["list", sound, "--columns", "eventName,nosuch"], &["nosuch", "eventName", "userIdentity.arn"]);
    refuses(&["group", sound, "--by", "nosuch"], &["nosuch", "eventName", "errorCode"]);
    refuses(&["group", sound], &["--by"]);
    refuses(&[sound], &["terminal", "trailsift list"]);
    refuses(&["--columns", "event,requestParameters.x", sound], &["terminal", "trailsift list"]);
    refuses(&["--columns", "event,nosuch", sound], &["nosuch", "requestParameters.bucketName"]);
    let missing = format!("{sound}/missing");
    refuses(&["list", &missing], &["missing"]);
    // The explorer opened without events, as if the trail had none.
    refuses(&[&missing], &["missing: no such file or folder"]);
    refuses(&[&missing, sound], &["terminal"]);
    refuses(&["list", sound, "-f", "name=A OR name=B"], &["write | for OR", "       ^^"]);
    refuses(&["list", sound, "--max-file-size", "10"], &["calls.jsonl", "--max-file-size"]);
    let empty = tempfile::tempdir().unwrap();
    refuses(&["list", empty.path().to_str().unwrap()], &["trailsift: "]);
    let help = exits(&["--help"], 0);
    for word in ["list", "group", "summary", "Usage"] {
        assert!(help.text().contains(word), "{word}");
    }
}

/// The table of fields promised groups by these, and they were refused.
#[test]
fn time_and_id_group_like_every_other_field() {
    let json = ["--format", "json"];
    let group = |by: &str| {
        let answer = exits(&[&["group", sample_logs(), "--by", by], &json[..]].concat(), 3);
        let groups: Vec<serde_json::Value> = serde_json::from_str(answer.text()).unwrap();
        let events: u64 = groups.iter().map(|group| group["events"].as_u64().unwrap()).sum();
        (groups, events)
    };
    let listed = exits(&["list", sample_logs(), "--columns", "eventTime,eventID", "--format", "csv"], 3);
    let rows: Vec<(&str, &str)> =
        listed.text().lines().skip(1).filter_map(|row| row.split_once(',')).collect();
    for (field, values) in [
        ("eventTime", rows.iter().map(|row| row.0).collect::<std::collections::HashSet<_>>()),
        ("eventID", rows.iter().map(|row| row.1).collect()),
    ] {
        let (groups, events) = group(field);
        assert_eq!((groups.len(), events), (values.len(), rows.len() as u64), "{field}");
        assert!(groups.iter().all(|group| values.contains(group["values"][field].as_str().unwrap_or(""))));
    }
    let (groups, events) = group("eventName,eventTime");
    assert_eq!(events, rows.len() as u64);
    assert!(groups.iter().all(|group| group["values"].as_object().unwrap().len() == 2));
}

#[test]
fn events_without_a_number_to_sum_up_are_counted() {
    let sum = |filter: &str| {
        exits(
            &[
                "group",
                sample_logs(),
                "--by",
                "eventName",
                "--sum",
                "bytesOut",
                "-f",
                filter,
                "--format",
                "json",
            ],
            3,
        )
    };
    let all = sum("");
    assert!(all.err.contains(" of 714 events have no whole number in bytesOut"), "{}", all.err);
    let groups: Vec<serde_json::Value> = serde_json::from_str(all.text()).unwrap();
    let without: u64 =
        groups.iter().map(|group| group["sums"]["bytesOut"]["without"].as_u64().unwrap()).sum();
    assert!(all.err.contains(&format!("{without} of 714 events")), "{}", all.err);
    assert!(!sum("bytesOut>1M").err.contains("whole number"));
}

#[test]
fn any_path_is_a_column_in_every_format() {
    let by = |format: &str| {
        let fields = "requestParameters.bucketName,program";
        exits(&["group", sample_logs(), "--by", fields, "--format", format, "-f", "name:GetObject"], 3)
    };
    let groups: Vec<serde_json::Value> = serde_json::from_str(by("json").text()).unwrap();
    assert!(groups.len() > 3);
    let of = |group: &serde_json::Value| {
        group["values"]["requestParameters.bucketName"] == "larkspur-customer-exports"
    };
    let events: Vec<&serde_json::Value> =
        groups.iter().filter(|group| of(group)).map(|group| &group["events"]).collect();
    let filter = "name:GetObject requestParameters.bucketName=larkspur-customer-exports";
    let columns = "eventName,program,requestParameters.bucketName,bytesOut";
    let list = exits(&["list", sample_logs(), "-f", filter, "--columns", columns, "--format", "csv"], 3);
    let rows: Vec<&str> = list.text().lines().skip(1).collect();
    assert_eq!(events.iter().map(|events| events.as_u64().unwrap()).sum::<u64>(), rows.len() as u64);
    assert!(rows.iter().all(|row| row.contains(",larkspur-customer-exports,")), "{rows:?}");
    for format in ["table", "csv", "md"] {
        assert!(by(format).text().contains("larkspur-customer-exports"), "{format}");
    }
    // What is compared is what is printed.
    let large =
        exits(&["list", sample_logs(), "-f", "bytesOut>1M", "--columns", "bytesOut", "--format", "csv"], 3);
    let bytes: Vec<u64> = large.text().lines().skip(1).map(|row| row.parse().unwrap()).collect();
    assert!(!bytes.is_empty() && bytes.iter().all(|&bytes| bytes > 1_000_000), "{bytes:?}");
    let sums = |format: &str| {
        exits(
            &[
                "group",
                sample_logs(),
                "--by",
                "eventName",
                "--sum",
                "bytesOut",
                "--format",
                format,
                "-f",
                "bytesOut>1M",
            ],
            3,
        )
    };
    let groups: Vec<serde_json::Value> = serde_json::from_str(sums("json").text()).unwrap();
    let of = |figure: &str| {
        groups.iter().map(|group| group["sums"]["bytesOut"][figure].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(of("sum").iter().sum::<u64>(), bytes.iter().sum::<u64>());
    assert_eq!(of("max").iter().max(), bytes.iter().max());
    assert_eq!(of("numbers").iter().sum::<u64>(), bytes.len() as u64);
    assert_eq!(of("without").iter().sum::<u64>(), 0);
    assert!(
        sums("csv")
            .text()
            .lines()
            .next()
            .unwrap()
            .ends_with("sum of bytesOut,median of bytesOut,max of bytesOut")
    );
    // A path that is misspelled is said, not counted in silence.
    let none = exits(&["group", sample_logs(), "--by", "requestParameters.bucketNam"], 3);
    assert!(none.err.contains("no event has requestParameters.bucketNam"), "{}", none.err);
}

#[test]
fn a_summary_in_json_has_the_documented_shape_and_adds_up() {
    let folder = Folder::new();
    let mut summary = exits(&["summary", folder.text(), "--format", "json"], 0).json();
    let notes = summary["coverage"]["notes"].take();
    assert!(notes.to_string().contains("These files contain no data events"), "{notes}");
    let strongest = summary["strongest"].clone();
    assert!(strongest.as_array().is_some_and(|lines| lines.len() <= 5), "{strongest}");
    assert_eq!(
        summary,
        json!({
            "files": {
                "seen": 1, "read": 1, "not_logs": 0, "damaged": 0, "unreadable": 0, "problems": [], "misnamed": [],
            },
            "events": {"found": 7, "shown": 7, "duplicates": 0, "twins": 0, "recovered": 0, "partial": 0, "rows_of_records": 0, "quoted": 0, "without_time": 0, "failed": 3},
            "span": {"first": "2026-03-10T12:00:00Z", "last": "2026-03-10T12:00:06Z"},
            "accounts": [], "regions": [], "by_category": {"": 7},
            "coverage": {
                "first_day": "2026-03-10", "last_day": "2026-03-10", "files_without_place": 1, "notes": null,
                "rows": [{
                    "account": "", "region": "", "events": 7, "without_time": 0, "log_files": 0, "digests": 0,
                    "only_global_services": false, "missing": [],
                    "days": [{
                        "day": "2026-03-10", "events": 7, "log_files": 0, "digests": 0, "troubled_files": 0,
                        "logging_changes": 0
                    }]
                }]
            },
            "logging_changes": [],
            "data_events": {"events": 0, "by_service": {}, "by_call_name": {}},
            "strongest": strongest
        })
    );

    let summary = exits(&["summary", sample_logs(), "--format", "json"], 3).json();
    let number = |path: &str| summary.pointer(path).and_then(Value::as_u64).unwrap();
    let files = ["read", "not_logs", "damaged", "unreadable"].map(|name| number(&format!("/files/{name}")));
    assert_eq!(number("/files/seen"), files.iter().sum::<u64>());
    assert_eq!(number("/files/seen"), contents(sample_logs()).len() as u64);
    assert_eq!(files[2..], [1, 0]);
    assert_eq!(number("/events/found"), number("/events/shown") + number("/events/duplicates"));
    assert!(number("/events/duplicates") > 0 && number("/events/recovered") > 0);
    let keys = ["events_recovered", "kind", "offset", "path", "reason"];
    let problems = summary["files"]["problems"].as_array().unwrap();
    for problem in problems {
        // What was lost is there only where something was.
        let named = problem.as_object().unwrap().keys().filter(|key| *key != "lost");
        assert!(named.eq(keys), "{problem:#?}");
    }
    let lost: Vec<_> = problems.iter().filter_map(|problem| problem.get("lost")).collect();
    assert!(lost.iter().any(|lost| lost["length"].as_u64() > Some(0)), "{problems:#?}");
    let paths: std::collections::BTreeSet<_> =
        problems.iter().map(|problem| problem["path"].as_str()).collect();
    assert_eq!(paths.len() as u64, files[1] + files[2]);
    let categories =
        summary["by_category"].as_object().unwrap().values().map(|count| count.as_u64().unwrap());
    assert_eq!(categories.sum::<u64>(), number("/events/shown"));
    let rows = summary["coverage"]["rows"].as_array().unwrap();
    assert_eq!(rows.iter().map(|row| row["events"].as_u64().unwrap()).sum::<u64>(), number("/events/shown"));
    let changes = summary["logging_changes"].as_array().unwrap();
    assert!(changes.iter().any(|change| change["eventName"] == "StopLogging"), "{changes:#?}");
    let filtered = exits(&["summary", sample_logs(), "--format", "json", "-f", "StopLogging"], 3).json();
    assert_eq!(filtered["coverage"], summary["coverage"], "what files cover does not depend on the filter");
}

#[test]
fn a_list_comes_in_four_formats() {
    let folder = Folder::new();
    let sound = folder.text();
    let names = ["list", sound, "--columns", "eventName,error", "-n", "2"];
    let of = |more: &[&str]| exits(&[&names[..], more].concat(), 0);
    assert_eq!(of(&[]).text(), "eventName  errorCode\nCall0      AccessDenied\nCall1\n");
    assert_eq!(of(&["--reverse"]).text(), "eventName  errorCode\nCall6\nCall5\n");
    std::fs::write(
        folder.path().join("later.jsonl"),
        r#"{"eventVersion":"1.08","eventName":"NoTime","eventTime":"x","eventSource":"a"}"#,
    )
    .unwrap();
    assert_eq!(
        of(&["--reverse"]).text(),
        "eventName  errorCode\nCall6\nCall5\n",
        "what has no time is not the newest"
    );
    std::fs::remove_file(folder.path().join("later.jsonl")).unwrap();
    assert_eq!(of(&["--format", "csv"]).text(), "eventName,errorCode\r\nCall0,AccessDenied\r\nCall1,\r\n");
    let record = std::fs::read_to_string(folder.path().join("calls.jsonl")).unwrap();
    let records: Vec<&str> = record.lines().collect();
    assert_eq!(of(&["--format", "jsonl"]).text(), format!("{}\n{}\n", records[0], records[1]));
    assert_eq!(
        of(&["--format", "json"]).text(),
        format!("{{\"Records\":[\n{},\n{}\n]}}\n", records[0], records[1])
    );

    let lines = exits(&["list", sample_logs(), "--format", "jsonl"], 3);
    let shown = exits(&["summary", sample_logs(), "--format", "json"], 3).json()["events"]["shown"].clone();
    assert_eq!(shown, lines.text().lines().count());
    let unread: Vec<_> =
        lines.text().lines().filter(|line| serde_json::from_str::<Value>(line).is_err()).collect();
    assert!(unread.is_empty(), "{unread:?}");
    assert_eq!(
        exits(&["list", sample_logs(), "--format", "csv"], 3).csv().len(),
        lines.text().lines().count() + 1
    );
}

#[test]
fn standard_input_is_read_and_a_printed_log_file_opens_again() {
    let printed = run(&["list", sample_logs(), "--format", "json"]).out;
    for arguments in [&["list", "-", "--format", "json"][..], &["list", "--format", "json"]] {
        let again = run_with(arguments, &printed);
        assert_eq!((again.code, again.err.as_str()), (Some(0), ""));
        assert!(again.out == printed, "{arguments:?} prints another text");
    }
    let record = br#"{"eventVersion":"1.08","eventName":"Alone"}"#;
    let mut packed = Vec::new();
    GzEncoder::new(record.as_slice(), Compression::fast()).read_to_end(&mut packed).unwrap();
    for input in [record.as_slice(), &packed] {
        assert_eq!(run_with(&["list", "--format", "jsonl"], input).text().trim_end().as_bytes(), record);
    }
}

#[test]
fn text_for_spreadsheets_and_terminals_is_made_safe() {
    let folder = Folder::new();
    folder.write("hostile.json", &json!({
        "eventVersion": "1.08", "eventName": "Hostile", "userAgent": "=cmd()", "errorCode": "a\u{202e}b\u{1b}[31m"
    }).to_string());
    let hostile = ["list", folder.text(), "-f", "Hostile", "--columns", "userAgent,errorCode"];
    let csv = exits(&[&hostile[..], &["--format", "csv"]].concat(), 0);
    assert_eq!(csv.csv()[1], ["'=cmd()", "a⟨202E⟩b␛[31m"]);
    assert_eq!(exits(&hostile, 0).text(), "userAgent  errorCode\n=cmd()     a⟨202E⟩b␛[31m\n");
    let by_agent = ["group", folder.text(), "-f", "Hostile", "--by", "userAgent", "--format", "csv"];
    assert_eq!(exits(&by_agent, 0).csv()[1][0], "'=cmd()");
    for arguments in [
        &["summary", sample_logs()][..],
        &["list", sample_logs()],
        &["group", sample_logs(), "--by", "agent"],
    ] {
        let answer = exits(arguments, 3);
        let hidden = |text: &str| text.chars().find(|&char| char != '\n' && trailsift::text::is_hidden(char));
        assert_eq!((hidden(answer.text()), hidden(&answer.err)), (None, None), "{arguments:?}");
    }
}

#[test]
fn groups_in_json_come_largest_first_then_by_value() {
    let folder = Folder::new();
    let group = |error: Value, events: usize, failed: usize, first: u8, last: u8| {
        let time = |second| format!("2026-03-10T12:00:0{second}Z");
        json!({"values": {"errorCode": error}, "events": events, "failed": failed, "first": time(first), "last": time(last)})
    };
    let by_error = ["--by", "errorCode", "--format", "json"];
    let groups = exits(&[&["group", folder.text()], &by_error[..]].concat(), 0).json();
    assert_eq!(
        groups,
        json!([
            group(Value::Null, 4, 0, 1, 6),
            group("AccessDenied".into(), 2, 2, 0, 4),
            group("Throttling".into(), 1, 1, 2, 2)
        ])
    );
    let groups = exits(&[&["group", sample_logs()], &by_error[..]].concat(), 3).json();
    let rank = |group: &Value| {
        (Reverse(group["events"].as_u64()), group["values"]["errorCode"].as_str().map(str::to_owned))
    };
    assert!(groups.as_array().unwrap().is_sorted_by_key(rank), "{groups:#}");
    let no_time =
        run_with(&["group", "--by", "name", "--format", "json"], br#"{"eventVersion":"1","eventName":"X"}"#)
            .json();
    assert_eq!(
        no_time[0],
        json!({"values": {"eventName": "X"}, "events": 1, "failed": 0, "first": null, "last": null})
    );
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let complaint = exits(&["list", sample_logs(), "-n", "1"], 3).err;
    assert_eq!(complaint.lines().count(), 1);
    for format in ["jsonl", "json", "csv", "table"] {
        let arguments = ["list", sample_logs(), "--format", format];
        let more_than_a_pipe_holds = 1 << 16;
        assert!(run(&arguments).out.len() > more_than_a_pipe_holds, "{format}");
        let mut child = start(&arguments);
        let mut reader = child.stdout.take().unwrap();
        reader.read_exact(&mut [0; 10]).unwrap();
        drop(reader);
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), complaint, "{format}");
        assert!(matches!(output.status.code(), Some(0 | 3)), "{format}: {:?}", output.status);
    }
}

#[test]
fn a_file_that_is_named_for_another_account_is_told_and_shown() {
    let folder = Folder::new();
    let name = "111122223333_CloudTrail_eu-west-1_20260310T0235Z_9FXISIucSZqvhm4v.json";
    let record = r#"{"eventVersion":"1.08","eventName":"Planted","recipientAccountId":"4444\u001b"}"#;
    folder.write(name, record);
    // Nothing in it is damaged.
    let summary = exits(&["summary", folder.text()], 0);
    let told = "\nThe account in the path differs from the account in the events:\n";
    assert!(summary.text().contains(told), "{}", summary.text());
    let reason = "the account in its name is 111122223333, but 1 event was delivered to 4444␛\n";
    assert!(summary.text().contains(reason), "{}", summary.text());
    let json = exits(&["summary", folder.text(), "--format", "json"], 0).json();
    assert!(json["files"]["misnamed"][0]["path"].as_str().unwrap().ends_with(name));
    assert_eq!(
        exits(&["list", folder.text(), "-f", "Planted", "--format", "jsonl"], 0).text().lines().count(),
        1
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_told_and_the_rest_is_shown() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let closed = folder.write("closed.json", "{}");
    let inner = closed.with_file_name("closed");
    std::fs::create_dir(&inner).unwrap();
    let allow = |mode: u32| {
        for path in [&closed, &inner] {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    allow(0o000);
    if std::fs::File::open(&closed).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    let answer = exits(&["list", folder.text(), "--format", "jsonl"], 3);
    assert_eq!(answer.text().lines().count(), 7);
    assert_eq!(answer.err.lines().count(), 2, "{}", answer.err);
    for path in [&closed, &inner] {
        let told = format!("{}: permission denied: ", path.display());
        assert!(answer.err.contains(&told), "{}", answer.err);
        refuses(&["list", path.to_str().unwrap()], &["permission denied"]);
    }
    let summary = exits(&["summary", folder.text()], 3);
    assert!(summary.text().contains(" 2 unreadable\n"), "{}", summary.text());
    allow(0o700);
}

#[cfg(unix)]
#[test]
fn a_hostile_file_name_is_spelled_out() {
    let folder = Folder::new();
    folder.write("a\u{1b}[31m\n\u{202e}b.json", r#"{"Records":[{"eventVersion":"1.08","eventName":"#);
    for arguments in [&["list", folder.text()][..], &["summary", folder.text()]] {
        let answer = exits(arguments, 3);
        assert!(answer.err.contains("a␛[31m⏎⟨202E⟩b.json: "), "{}", answer.err);
        assert_eq!(answer.err.lines().count(), 1);
        assert!(!answer.err.contains('\u{1b}') && !answer.text().contains('\u{1b}'), "{}", answer.text());
    }
}

#[test]
fn the_folder_that_is_read_stays_as_it_is() {
    let before = contents(sample_logs());
    for command in [&["list"][..], &["group", "--by", "eventName"], &["summary"]] {
        exits(&[command, &[sample_logs()]].concat(), 3);
    }
    exits(&[sample_logs()], 2);
    assert!(before == contents(sample_logs()));
}

/// Each file under a folder, with its bytes and when it was changed.
fn contents(folder: &str) -> BTreeMap<PathBuf, (Vec<u8>, std::time::SystemTime)> {
    let entries =
        WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let content = |path: PathBuf| {
        let changed = path.metadata().unwrap().modified().unwrap();
        (path.clone(), (std::fs::read(path).unwrap(), changed))
    };
    entries.map(|entry| content(entry.into_path())).collect()
}

/// Tables follow the zone; what programs read stays in UTC, as AWS wrote it.
#[test]
fn tables_show_times_in_a_zone_and_nothing_else_does() {
    let folder = tempfile::tempdir().unwrap();
    let record = r#"{"eventTime":"2023-03-26T01:00:00Z","eventName":"A","eventSource":"s3.amazonaws.com"}"#;
    std::fs::write(folder.path().join("log.json"), format!("{{\"Records\":[{record}]}}")).unwrap();
    let path = folder.path().to_str().unwrap();
    let (local, utc) = ("2023-03-26T03:00:00+02:00", "2023-03-26T01:00:00Z");
    let group = ["group", path, "--by", "eventName", "--zone", "europe/berlin"];
    let list = ["list", path, "--zone", "Europe/Berlin"];
    let summary = ["summary", path, "--zone", "Europe/Berlin"];
    for (command, formats) in [
        (&list[..], &["table", "csv", "md", "jsonl", "json"][..]),
        (&group, &["table", "csv", "md", "json"]),
        (&summary, &["text", "json"]),
    ] {
        for format in formats {
            let answer = exits(&[command, &["--format", format]].concat(), 0);
            let (shown, absent) =
                if matches!(*format, "table" | "text") { (local, utc) } else { (utc, local) };
            assert!(answer.text().contains(shown), "{format}: {}", answer.text());
            assert!(!answer.text().contains(absent), "{format}: {}", answer.text());
        }
    }
    refuses(&["list", path, "--zone", "Europe/Berln"], &["no such time zone", "did you mean Europe/Berlin"]);
}

//! The export from within the explorer: the same bytes as the command line, and never over what is open.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::Ordering;

use sha2::{Digest as _, Sha256};
use trailsift::record::field::list_columns::ListColumn;
use trailsift::tui::message::{Effect, Msg};
use trailsift::tui::platform::threads::export_thread::Exported;

use crate::same_text;
use crate::screen::{Screen, parse};

/// What the command line prints for the invented trail.
fn printed(arguments: &[&str]) -> Vec<u8> {
    let (command, rest) = arguments.split_first().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_trailsift"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([command, "sample-logs"])
        .args(rest)
        .output()
        .unwrap();
    assert!(!output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Exports with these keys, pressed once the overlay is open, to a new file, and returns what it holds.
#[track_caller]
fn exported(screen: &mut Screen, keys: &str, path: &Path) -> Vec<u8> {
    screen.keys("x").shows("Export").keys(keys);
    screen.keys(&format!("<c-u>{}<enter>", path.display()));
    screen.lacks("listed event").shows("SHA-256");
    fs::read(path).unwrap()
}

fn target(folder: &tempfile::TempDir, extension: &str) -> PathBuf {
    folder.path().join(format!("out.{extension}"))
}

#[test]
fn each_form_has_the_bytes_of_the_command_line_for_the_same_filter() {
    let filter = "is:denied | createuser | is:write";
    for (form, extension) in
        [("csv", "csv"), ("md", "md"), ("jsonl", "jsonl"), ("json", "json"), ("table", "txt")]
    {
        let folder = tempfile::tempdir().unwrap();
        let mut screen = Screen::sample(120, 40);
        screen.keys(&format!("/{filter}<enter>"));
        let bytes = exported(&mut screen, "", &target(&folder, extension));
        assert_eq!(bytes, printed(&["list", "-f", filter, "--format", form]), "{form}");
    }
}

#[test]
fn what_is_listed_is_exported_in_its_order_and_with_its_columns() {
    let folder = tempfile::tempdir().unwrap();
    let mut screen = Screen::sample(120, 40);
    screen.keys("/s3<enter>ScrequestParameters.bucketName<enter>c<space><esc>");
    let columns: Vec<&str> =
        screen.app.list.columns().iter().filter_map(ListColumn::field).map(|field| field.name).collect();
    assert!(columns.contains(&"requestParameters.bucketName"), "{columns:?}");
    let columns = columns.join(",");
    let bytes = exported(&mut screen, "", &target(&folder, "csv"));
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        String::from_utf8(printed(&[
            "list",
            "-f",
            "s3",
            "--reverse",
            "--format",
            "csv",
            "--columns",
            &columns
        ]))
        .unwrap()
    );
}

#[test]
fn repeated_deliveries_are_exported_as_they_are_listed() {
    let rows = |keys: &str| {
        let folder = tempfile::tempdir().unwrap();
        let mut screen = Screen::sample(120, 40);
        screen.keys(keys);
        let bytes = exported(&mut screen, "", &target(&folder, "jsonl"));
        let rows = bytes.split(|&byte| byte == b'\n').count() - 1;
        assert_eq!(rows, screen.app.list.events().len(), "{keys}");
        rows
    };
    assert!(rows("U") > rows(""));
}

#[test]
fn groups_are_exported_with_their_sums() {
    let folder = tempfile::tempdir().unwrap();
    let mut screen = Screen::sample(120, 40);
    screen.keys("bprincipal<enter>");
    screen.keys("<esc><esc>p");
    let bytes = exported(&mut screen, "", &target(&folder, "csv"));
    assert_eq!(bytes, printed(&["group", "--by", "principal", "--format", "csv"]));
    let folder = tempfile::tempdir().unwrap();
    screen.keys("So");
    let bytes = exported(&mut screen, "<right><right>", &target(&folder, "json"));
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let printed: serde_json::Value = serde_json::from_slice(&printed(&[
        "group",
        "--by",
        "principal",
        "--sum",
        "bytesOut",
        "--format",
        "json",
    ]))
    .unwrap();
    let sorted = |json: &serde_json::Value| {
        let mut rows: Vec<String> = json.as_array().unwrap().iter().map(ToString::to_string).collect();
        rows.sort();
        rows
    };
    assert_eq!(sorted(&json), sorted(&printed), "the same groups, here in the order of the sums");
    assert_ne!(json, printed);
}

#[test]
fn the_footer_says_what_was_written_and_its_hash() {
    let folder = tempfile::tempdir().unwrap();
    let path = target(&folder, "csv");
    let mut screen = Screen::sample(200, 40);
    screen.keys("/createuser<enter>");
    let bytes = exported(&mut screen, "", &path);
    let events = screen.app.list.events().len();
    screen.shows(&format!("wrote {events} event")).shows(&format!("{:x}", Sha256::digest(bytes)));
    screen.keys("j").lacks("SHA-256");
}

#[test]
fn one_event_is_exported_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut screen = Screen::sample(120, 40);
    screen.keys("jj<enter>");
    let bytes = exported(&mut screen, "<right><right>", &target(&folder, "jsonl"));
    let record: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(record["eventID"], screen.app.store.event_id(screen.app.current().unwrap()).as_str());
}

#[test]
fn a_file_is_replaced_only_when_asked_twice() {
    let folder = tempfile::tempdir().unwrap();
    let path = target(&folder, "csv");
    fs::write(&path, "mine").unwrap();
    let mut screen = Screen::sample(120, 40);
    let keys = format!("x<c-u>{}<enter>", path.display());
    screen.keys(&keys).shows("the file exists: enter replaces it");
    assert_eq!(fs::read(&path).unwrap(), b"mine");
    screen.keys("<esc>").keys(&keys).shows("the file exists").keys("<enter>").shows("wrote 714 events");
    assert_eq!(fs::read(&path).unwrap(), printed(&["list", "--format", "csv"]));
    // Another name asks again.
    let other = folder.path().join("other.csv");
    fs::write(&other, "mine").unwrap();
    screen.keys(&keys).keys(&format!("<c-u>{}<enter>", other.display())).shows("enter replaces it");
    assert_eq!(fs::read(&other).unwrap(), b"mine");
}

#[test]
fn nothing_is_written_into_an_opened_folder_or_over_an_opened_file() {
    let folder = tempfile::tempdir().unwrap();
    let opened = folder.path().join("opened");
    fs::create_dir(&opened).unwrap();
    let log = opened.join("log.json");
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens/export.rs"), &log).unwrap();
    fs::write(&log, r#"{"eventVersion":"1.08","eventName":"GetObject","eventID":"x"}"#).unwrap();
    let link = folder.path().join("link.csv");
    fs::hard_link(&log, &link).unwrap();
    let mut screen = Screen::open(&[&opened], 120, 40);
    screen.app.paths = vec![opened.to_str().unwrap().to_owned()];
    let before = fs::read(&log).unwrap();
    for path in [opened.join("new.csv"), log.clone()] {
        screen.keys(&format!("x<c-u>{}", path.display())).shows("which is an input; choose another folder");
        screen.keys("<enter>").shows("nothing was written").keys("<esc>");
    }
    screen.keys(&format!("x<c-u>{}<enter>", link.display())).shows("it is the same file as");
    assert_eq!(fs::read(&log).unwrap(), before);
    assert_eq!(fs::read_dir(&opened).unwrap().count(), 1);
}

#[test]
fn names_are_completed_with_tab() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["case-1", "case-2", "other"] {
        fs::create_dir(folder.path().join(name)).unwrap();
    }
    let mut screen = Screen::sample(120, 40);
    let base = folder.path().display();
    screen.keys(&format!("x<c-u>{base}/c<tab>")).shows("case-1/").shows("case-2/").lacks("other");
    screen.keys("<tab><tab>a.csv<enter>").shows("wrote");
    assert!(folder.path().join("case-2/a.csv").exists());
}

#[test]
fn an_export_is_cancelled_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = target(&folder, "csv");
    let mut screen = Screen::sample(120, 40);
    screen.keys(&format!("x<c-u>{}", path.display()));
    let effects = screen.tell(Msg::Key(parse("<enter>")[0]));
    let [Effect::Export(order)] = effects.as_slice() else { panic!("{effects:?}") };
    screen.send(Msg::Exported(order.number, Exported::Rows(320, 714))).shows("writing 320 of 714 rows");
    screen.keys("q").shows("writing").keys("<esc>").shows("cancelling");
    assert!(order.cancelled.load(Ordering::Relaxed));
    let exported = order.carry_out(&mut |_| {});
    assert_eq!(exported, Exported::Cancelled);
    screen.send(Msg::Exported(order.number, exported)).shows("cancelled; nothing was written");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    // It can be started again.
    screen.keys("<enter>").shows("wrote 714 events");
}

#[test]
fn the_clipboard_gets_the_same_text() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/createuser<enter>x<down><down><right><enter>").shows("export sent to the terminal");
    let copied = screen.copied.last().unwrap();
    assert_eq!(copied.text.as_bytes(), printed(&["list", "-f", "createuser", "--format", "csv"]));
}

#[test]
fn the_form_and_the_end_of_the_name_follow_each_other() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("x").shows("[CSV]").shows("trailsift-20260310-0205.csv");
    screen.keys("<right>").shows("[Markdown]").shows("trailsift-20260310-0205.md");
    screen.keys("<c-u>a.jsonl").shows("[JSON Lines]");
    screen.keys("<up><up><up><right>").shows("[JSON]").shows("a.json").lacks("a.jsonl");
    screen.keys("<c-u>a.JSONL").shows("[JSON Lines]");
}

#[test]
fn people_find_the_export_in_the_palette() {
    for word in ["export", "save", "csv", "write"] {
        let mut screen = Screen::sample(120, 40);
        screen.keys(&format!(":{word}")).shows("export what is listed");
    }
    let mut screen = Screen::sample(120, 40);
    screen.keys(":export<enter>").shows("Export").shows("714 listed events");
}

#[test]
fn the_overlay_on_screens_of_several_sizes() {
    for (name, columns, rows, keys) in [
        ("export_80", 80, 24, "x"),
        ("export_120_groups", 120, 40, "px"),
        ("export_narrow", 44, 14, "x<down><down>"),
    ] {
        let mut screen = Screen::sample(columns, rows);
        same_text(name, screen.keys(keys));
    }
    Screen::sample(80, 24).keys("/zzzzqq<enter>x").shows("there is nothing to export");
}

#[test]
fn an_export_gets_pseudonyms_if_its_row_or_the_switch_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut screen = Screen::sample(120, 40);
    screen.keys("/name=CreateAccessKey<enter>");
    let plain = String::from_utf8(exported(&mut screen, "", &target(&folder, "a.csv"))).unwrap();
    screen.shows("wrote").lacks("redacted");
    let row = "<down><right>";
    let redacted = String::from_utf8(exported(&mut screen, row, &target(&folder, "b.csv"))).unwrap();
    screen.shows("events, redacted");
    assert!(plain.contains("build-deploy") && !redacted.contains("build-deploy"), "{redacted}");
    assert_eq!(plain.lines().count(), redacted.lines().count());
    screen.keys("P").keys("x").shows("[pseudonyms]").keys("<down><right>").shows("[as they are]");
}

/// The report is written where its overlay says, and has what the marked events mean.
#[test]
fn the_report_of_the_case_goes_to_a_path() {
    let folder = tempfile::tempdir().unwrap();
    let mut screen = Screen::sample(120, 40);
    screen.keys("/name=CreateAccessKey<enter>gm").keys("Cx").shows("the report of 1 marked event");
    screen.shows("trailsift-report").shows("a new folder");
    let path = folder.path().join("report");
    screen
        .keys(&format!("<down><right><c-u>{}<enter>", path.display()))
        .shows("report written")
        .shows("redacted");
    let part = |name: &str| fs::read_to_string(path.join(name)).unwrap();
    let text = part("report.md");
    for words in
        ["What the marked events changed and still stands", "iam:CreateAccessKey", "↑ key: CreateAccessKey"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("build-deploy") && part("chain.json").contains("nodes"));
    assert!(part("changes.json").contains("\"standing\": 1"), "{}", part("changes.json"));
    assert!(folder.path().join("report.pseudonyms.csv").is_file());
    screen
        .keys(&format!("Cx<c-u>{}", path.display()))
        .shows("it already exists; type the name of a new folder");
}

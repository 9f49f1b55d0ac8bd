//! Rows of tables: marked above the event, in its facts and in the account; the row itself is shown and copied.

use std::fs;
use std::io::Write;

use trailsift::ingest::Options;
use trailsift::tui::theme::ThemeName;

use crate::screen::{Loaded, Screen};

const HISTORY: &str = "User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,User \
agent,Error code,Resources,Request ID,Event ID,Read-only,Event type,Recipient Account Id,Event category";
const ROW: &str = "alice,,2026-03-10T12:00:00Z,iam.amazonaws.com,CreateUser,us-east-1,192.0.2.1,\"a, b\",,[],r,e,false,AwsApiCall,111122223333,Management";

fn open(is_packed: bool, size: (u16, u16)) -> Screen {
    let folder = tempfile::tempdir().unwrap();
    let table = format!("{HISTORY}\r\n{ROW}\r\n");
    let bytes = if is_packed {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(table.as_bytes()).unwrap();
        encoder.finish().unwrap()
    } else {
        table.into_bytes()
    };
    fs::write(folder.path().join("event_history.csv"), bytes).unwrap();
    let options = Options { threads: 1, ..Options::new(vec![folder.path().into()]) };
    Screen::of(&Loaded::with(options), ThemeName::Terminal, size)
}

#[test]
fn a_row_is_told_from_a_record_everywhere() {
    for is_packed in [false, true] {
        for size in [(120, 40), (80, 24)] {
            let mut screen = open(is_packed, size);
            screen.keys("<enter>").shows("~ a row of a table").shows("from a table: no request");
            screen.shows("userName").keys("<esc>i").shows("1 from tables (no request, no response)");
        }
    }
}

#[test]
fn the_row_itself_is_shown_and_copied() {
    for is_packed in [false, true] {
        let mut screen = open(is_packed, (200, 40));
        screen.keys("<enter>yr").shows("alice,,2026-03-10T12:00:00Z,iam.amazonaws.com,CreateUser");
        let copied = screen.copied.last().unwrap();
        assert_eq!((copied.text.as_str(), copied.what), (ROW, "row of the table"));
    }
}

//! An incident by keys alone: from a leaked access key to what is handed over, in the invented trail.
//!
//! What a responder wants to know: who used the key and from where, what it changed, which credentials it made, what
//! those did, how many bytes went out, and the events as a file. No text is typed but the key, which is pasted, and
//! the name of the file.

use std::fs;

use serde_json::Value;
use trailsift::store::record_reader::RecordReader;
use trailsift::tui::message::Msg;

use crate::screen::{Screen, parse};

const LEAKED: &str = "AKIAQ7LKSPRBDEXAMPLE";

/// A screen that counts the keys; a paste is one.
struct Walk {
    screen: Screen,
    keys: usize,
}

impl Walk {
    fn press(&mut self, keys: &str) -> &mut Screen {
        self.keys += parse(keys).len();
        self.screen.keys(keys)
    }

    fn paste(&mut self, text: &str) {
        self.keys += 1;
        self.screen.send(Msg::Paste(text.to_owned()));
    }

    /// The values of a member of the records that are listed.
    fn listed(&self, pointer: &str) -> Vec<Value> {
        let app = &self.screen.app;
        let record = |&event: &_| RecordReader::once(&app.store, event);
        let records: Vec<Vec<u8>> = app.list.events().iter().map(record).collect();
        let json = records.iter().map(|record| serde_json::from_slice::<Value>(record).unwrap());
        json.map(|json| json.pointer(pointer).cloned().unwrap_or(Value::Null)).collect()
    }
}

#[test]
fn the_incident_of_the_leaked_key_is_worked_in_thirty_keys() {
    let folder = tempfile::tempdir().unwrap();
    let mut walk = Walk { screen: Screen::sample(120, 40), keys: 0 };
    // Who used it, from where: the facts of an event say it, the groups all of it.
    walk.press("/");
    walk.paste(LEAKED);
    walk.press("<enter>").shows("taken for: access key").shows("100 of 714").shows("build-deploy");
    walk.press("p").shows("203.0.113.77").shows("198.51.100.140").shows("62 failed");
    walk.press("<esc>");
    // What it changed; the last credential that it made.
    walk.press("W").shows("CreateUser").shows("AttachUserPolicy");
    walk.press("Gkkkkk").shows("svc-backup ← AKIAV2BACKUP4EXA");
    // What that credential did.
    walk.press("f").shows("the key that this call issued");
    walk.press("b").shows("StopLogging").shows("DeleteTrail").shows("198.51.100.23");
    // It took over a role of another account; what the session did there.
    walk.press("g.").shows("AccessDenied");
    walk.press("gjjj").shows("AssumeRole sts").shows("444455556666");
    walk.press("f").shows("the key that this call issued");
    walk.press("b").shows("444455556666");
    let went: i64 =
        walk.listed("/additionalEventData/bytesTransferredOut").iter().filter_map(Value::as_i64).sum();
    assert!(went > 1_000_000, "{went}");
    // How much went out, and of what.
    walk.press("p").shows("OrganizationAccountAccessRole");
    let words = trailsift::plural::number(usize::try_from(went).unwrap());
    walk.press("So").shows(&format!("sum {words}"));
    // The hand-over: what is listed, to a file.
    walk.press("<esc>");
    let listed = walk.screen.app.list.events().len();
    walk.press("x").shows("Export");
    let path = folder.path().join("handover.csv");
    walk.press("<c-u>");
    walk.paste(path.to_str().unwrap());
    walk.press("<enter>").shows("SHA-256").shows(&format!("wrote {listed} events"));
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), listed + 1);
    assert_eq!(walk.keys, 30);
}

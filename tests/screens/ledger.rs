//! What still stands: the pane follows the filter, is narrowed by typing, and leads to the events.

use crate::screen::Screen;
use crate::{same_styles, same_text};

#[test]
fn the_ledger_lists_what_stands_by_kind() {
    for (columns, rows) in [(120, 40), (80, 24)] {
        let mut screen = Screen::sample(columns, rows);
        screen.keys("o");
        same_text(&format!("ledger_{columns}x{rows}"), &screen);
    }
    // The longest state was cut between 90 and 110 columns.
    for columns in (80..=130).step_by(5) {
        Screen::sample(columns, 40).keys("o").shows("not identified ");
    }
    let mut screen = Screen::sample(120, 40);
    screen.keys("o").shows("What still stands").shows("as far as these files tell");
    same_styles("ledger_120x40", &screen);
}

#[test]
fn the_ledger_follows_the_filter_and_shows_what_was_undone() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/who:user/svc-backup<enter>o").shows("4 changes, 3 stand").lacks("ModifySnapshotAttribute");
    screen.lacks("StopLogging").keys("X").shows("StopLogging").shows("undone");
    screen.keys("X").lacks("StopLogging");
}

#[test]
fn a_line_leads_to_its_events() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("o/createaccesskey<enter>");
    assert_eq!(screen.app.list.events().len(), 2, "{}", screen.app.filter.text());
    screen.shows("CreateAccessKey").shows("UpdateAccessKey");
    let mut screen = Screen::sample(120, 40);
    screen.keys("o/flowlogs<esc><esc>").lacks("What still stands");
    let before = screen.app.list.events().len();
    screen.keys("o-");
    assert_eq!(screen.app.list.events().len(), before - 1);
    let mut screen = Screen::sample(120, 40);
    screen.keys("/is:read<enter>o").shows("No change that the ledger follows");
}

/// `AuthorizeSecurityGroupIngress` and who called it were cut at 200 columns, beside sixty blank cells.
#[test]
fn calls_and_people_take_the_room_that_is_left() {
    let mut screen = Screen::sample(200, 60);
    screen
        .keys("o")
        .shows("ec2:AuthorizeSecurityGroupIngress")
        .shows("PlatformAdmin (SSO) / nora.lindqvist@example.com");
}

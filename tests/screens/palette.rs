//! The palette: finding actions and questions by typing, and taking them.

use trailsift::query::language::saved::read;
use trailsift::tui::app::{Focus, Overlay};
use trailsift::tui::message::Msg;
use trailsift::tui::panes::menus::palette::Palette;

use crate::screen::Screen;
use crate::{same_styles, same_text};

fn palette(screen: &Screen) -> &Palette {
    match &screen.app.overlay {
        Some(Overlay::Palette(palette)) => palette,
        other => panic!("{other:?}"),
    }
}

fn label(screen: &Screen) -> &str {
    &palette(screen).row(palette(screen).window.cursor()).unwrap().0.label
}

#[test]
fn it_shows_actions_with_their_keys_and_questions() {
    let mut screen = Screen::sample(100, 30);
    same_text("palette_100x30", screen.keys(":"));
    screen.keys("root");
    same_text("palette_typed_100x30", &screen);
    same_styles("palette_typed_100x30", &screen);
    same_text("palette_questions_100x30", screen.keys("<c-u>persist"));
    same_text("palette_nothing_100x30", screen.keys("zzz"));
}

#[test]
fn enter_acts_where_it_was_opened() {
    let mut screen = Screen::sample(100, 30);
    screen.keys(":group by error code<enter>").shows("AccessDenied");
    assert!(screen.app.overlay.is_none() && screen.app.shows_groups());
    screen.keys(":open the event<enter>").shows("this needs the event list");
    screen.keys("<esc><enter>").keys(":indented").keys("<esc>").keys(":copy the event's<enter>");
    assert_eq!(screen.copied[0].what, "JSON");
    assert_eq!(screen.app.focus, Focus::Detail);
    let rows = screen.app.detail.lines().len();
    screen.keys("g:collapse this and its siblings<enter>");
    assert!(screen.app.detail.lines().len() < rows);
    screen.keys("<esc>:quit<enter>");
    assert_eq!(screen.effects.len(), 1);
}

#[test]
fn an_action_of_another_pane_goes_there_or_says_why_not() {
    let mut screen = Screen::sample(100, 30);
    screen.keys(":search in this event<enter>");
    assert_eq!(screen.app.focus, Focus::Search);
    screen.keys("<esc><esc>:sort: largest<enter>").shows("this needs groups on the screen");
    screen.keys(":zoom in<enter>");
    assert_eq!(screen.app.focus, Focus::Timeline);
    screen.keys("T/<c-u>zzzzqq<enter>:next match<enter>").shows("this needs an event on the screen");
}

#[test]
fn a_question_takes_the_place_of_the_filter_and_the_old_one_comes_back() {
    let mut screen = Screen::sample(100, 30);
    screen.keys("/denied<enter>:logging changes");
    assert_eq!(label(&screen), "Logging changes");
    screen.keys("<enter>").shows("Logging changes: ");
    assert!(screen.app.filter.text().contains("StopLogging") && !screen.app.shows_groups());
    screen.keys("/<up>");
    assert_eq!(screen.app.filter.text(), "denied");
    screen.keys("<enter>:denied, by principal<enter>");
    assert_eq!(screen.app.filter.text(), "is:denied");
    assert_eq!(screen.app.groups.as_ref().unwrap().fields[0].name, "principal");
    screen.keys(":denied, by principal<enter>");
    assert!(screen.app.shows_groups(), "asked again, it is shown again");
    screen.keys("<enter>:logging changes<enter>");
    assert!(screen.app.groups.is_none() && screen.app.focus == Focus::List);
}

#[test]
fn every_question_can_be_taken() {
    let mut screen = Screen::sample(100, 30);
    for question in screen.app.questions.clone() {
        screen.keys(":").send(Msg::Paste(question.name.clone())).keys("<enter>");
        assert_eq!(screen.app.filter.text(), question.filter, "{}", question.name);
    }
}

#[test]
fn the_cursor_moves_and_letters_only_type() {
    let mut screen = Screen::sample(100, 30);
    screen.keys(":<down><c-n><down><up><c-p>");
    assert_eq!(palette(&screen).window.cursor(), 1);
    screen.keys("<pgdn>");
    assert!(palette(&screen).window.cursor() > 10);
    screen.keys("jkq");
    assert_eq!((palette(&screen).line.text(), palette(&screen).window.cursor()), ("jkq", 0));
    screen.keys("<enter>").shows("no matches").keys("<esc>");
    assert!(screen.app.overlay.is_none() && screen.app.filter.text().is_empty());
    screen.keys(":<c-c>");
    assert!(screen.app.overlay.is_none() && screen.effects.is_empty(), "C-c closes it");
    screen.keys("/a:b");
    assert_eq!(screen.app.filter.text(), "a:b");
}

#[test]
fn clicks_take_entries_and_close_it() {
    let mut screen = Screen::sample(100, 30);
    screen.keys(":group by");
    let (x, y) = screen.find("group by error code");
    screen.click(x, y).shows("AccessDenied");
    screen.keys(":").wheel(50, 15, true);
    assert_eq!(palette(&screen).window.offset(), 3);
    let (x, y) = screen.find("Palette");
    screen.click(x, y + 1);
    palette(&screen);
    screen.click(0, 29);
    assert!(screen.app.overlay.is_none());
}

#[test]
fn own_questions_are_offered_and_mistakes_in_them_are_said() {
    let own = "[[question]]\nname = 'Mine'\nwhy = 'for me'\nfilter = 'putuserpol'\n";
    let mut screen = Screen::sample(100, 30);
    let shipped = screen.app.questions.len();
    screen.send(Msg::Questions(Ok(read(own).unwrap()))).keys(":mine<enter>");
    assert_eq!((screen.app.questions.len(), screen.app.filter.text()), (shipped + 1, "putuserpol"));

    let mut screen = Screen::sample(100, 30);
    screen.send(Msg::Questions(Err("questions.toml: line 3: no; your questions are left out".to_owned())));
    let (x, y) = screen.find("line 3");
    assert_eq!(screen.meaning(x, y), "warning");
    assert_eq!(screen.app.questions.len(), shipped);
}

/// The ends of long entries were shown nowhere.
#[test]
fn the_entry_under_the_cursor_is_whole_where_lines_are_cut() {
    for (columns, rows, end) in
        [(60, 20, "first of its principal, compared"), (80, 24, "in: Timeline"), (100, 30, "in: Timeline")]
    {
        let mut screen = Screen::sample(columns, rows);
        screen.keys(":show what is new in the column");
        screen.shows(end);
        assert!(screen.line(rows - 1).contains("enter"), "the keys stay");
    }
    let mut screen = Screen::sample(60, 20);
    same_text("palette_60x20", screen.keys(":"));
}

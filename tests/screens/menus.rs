//! Menus: their letters never replace a key that moves, chooses or closes, and C-c closes every one of them.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use trailsift::tui::app::Overlay;
use trailsift::tui::input::keymap::Keymap;
use trailsift::tui::input::look_up::menu_letters;
use trailsift::tui::message::Msg;
use trailsift::tui::panes::menus::menu::Menu;

use crate::same_text;
use crate::screen::{Screen, parse};

/// Keys that open menus, after the way to where they are pressed.
const MENUS: [&str; 10] = ["Y", "f", "t", "+", "-", "b", "<enter>Y", "<enter>f", "<enter>t", "pB"];

fn menu(screen: &Screen) -> Option<&Menu> {
    match &screen.app.overlay {
        Some(Overlay::Menu(menu)) => Some(menu),
        _ => None,
    }
}

/// What a menu could have done: the copies, the filter, the effects, the groups.
fn done(screen: &Screen) -> (usize, String, usize, Option<usize>) {
    let groups = screen.app.groups.as_ref().map(|groups| groups.fields.len());
    (screen.copied.len(), screen.app.filter.text().to_owned(), screen.effects.len(), groups)
}

/// One event of each call: every kind of menu of every kind of event.
fn filters() -> Vec<String> {
    let screen = Screen::sample(80, 24);
    let name = |event: &u32| screen.app.store.value(*event, trailsift::record::field::Column::EventName);
    let mut names: Vec<&str> = screen.app.list.events().iter().map(name).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(|name| format!("/name={name}<enter>")).collect()
}

#[test]
fn no_letter_of_any_menu_means_something_else() {
    let free = menu_letters(&Keymap::default());
    let mut met = 0;
    for (row, filter) in filters().iter().enumerate() {
        // Each event meets a third of the menus, each menu a third of the events.
        for keys in MENUS.into_iter().skip(row % 3).step_by(3) {
            let mut screen = Screen::sample(80, 24);
            // Typed at once, because each key on its own draws the screen.
            screen.send(Msg::Keys(parse(filter))).keys(keys);
            let Some(menu) = menu(&screen) else { continue };
            let mut letters: Vec<char> = menu.items.iter().map(|item| item.letter).collect();
            letters.retain(|letter| *letter != ' ');
            met += letters.len();
            assert!(letters.iter().all(|letter| free.contains(letter)), "{filter}{keys}: {letters:?}");
            letters.sort_unstable();
            assert!(letters.windows(2).all(|pair| pair[0] != pair[1]), "{filter}{keys}: {letters:?}");
        }
    }
    assert!(met > 400, "{met} letters");
}

/// C-c in the copy menu copied, `k` in the menu of `+` set a filter, and the letters of `f` ran on to `j`.
#[test]
fn moving_moves_and_leaving_leaves_in_every_menu() {
    for keys in MENUS {
        let mut screen = Screen::sample(80, 24);
        screen.keys("/name=CreateAccessKey<enter>").keys(keys);
        let before = done(&screen);
        let rows = menu(&screen).unwrap_or_else(|| panic!("{keys}\n{}", screen.text())).items.len();
        let types = menu(&screen).is_some_and(|menu| menu.narrowing.is_typing());
        let moves = [("<down>", 1), ("<up>", 0), ("j", 1), ("k", 0), ("G", rows - 1), ("g", 0)];
        for (key, row) in moves.into_iter().take(if types { 2 } else { 6 }) {
            screen.keys(key);
            assert_eq!(menu(&screen).map(|menu| menu.window.cursor()), Some(row), "{key} in {keys}");
        }
        for held in [KeyModifiers::ALT, KeyModifiers::CONTROL | KeyModifiers::ALT, KeyModifiers::SUPER] {
            for letter in ' '..='~' {
                screen.send(Msg::Key(KeyEvent::new(KeyCode::Char(letter), held)));
            }
        }
        assert!(menu(&screen).is_some(), "a chord is not a letter: {keys}");
        for leave in ["<c-c>", "<esc>", "q"].into_iter().take(if types { 2 } else { 3 }) {
            screen.keys(leave);
            assert!(menu(&screen).is_none(), "{leave} in {keys}");
            assert_eq!(done(&screen), before, "{leave} in {keys}");
            screen.keys(keys.trim_start_matches("<enter>").trim_start_matches('p'));
        }
    }
}

#[test]
fn loading_goes_on_when_a_menu_is_left() {
    let mut screen = Screen::sample(80, 24);
    screen.app.progress.finished = false;
    screen.keys("+<c-c>");
    assert!(menu(&screen).is_none() && screen.effects.is_empty(), "{:?}", screen.effects);
    screen.keys("<c-c>").shows("the events read so far are kept");
}

/// M-q quit, and M-y copied.
#[test]
fn a_key_with_alt_is_another_key() {
    let mut screen = Screen::sample(80, 24);
    let before = screen.text();
    for letter in ' '..='~' {
        screen.send(Msg::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::ALT)));
    }
    assert!(screen.effects.is_empty() && screen.copied.is_empty(), "{:?}", screen.effects);
    assert_eq!(screen.text(), before);
}

/// In the menu of more than fifty fields every one had to be gone to by rows.
#[test]
fn every_menu_is_narrowed_by_typing() {
    for keys in MENUS {
        let mut screen = Screen::sample(80, 24);
        screen.keys("/name=CreateAccessKey<enter>").keys(keys);
        let before = done(&screen);
        let all = menu(&screen).unwrap().items.len();
        let opened = if menu(&screen).unwrap().narrowing.is_typing() { "" } else { "/" };
        // Each line is found by its own name, and is then chosen like any other.
        for row in 0..all {
            let (name, mut other) = (menu(&screen).unwrap().items[row].label.clone(), Screen::sample(80, 24));
            other.send(Msg::Keys(parse("/name=CreateAccessKey<enter>"))).keys(keys).keys(opened);
            other.send(Msg::Paste(name.clone()));
            let shown = menu(&other).unwrap();
            let found = (0..shown.window.total())
                .filter_map(|row| shown.row(row))
                .any(|(item, _)| item.label == name);
            assert!(found, "{name} in {keys}\n{}", other.text());
        }
        screen.keys(opened).keys("qqqzz").shows("no matches").keys("<enter>");
        assert!(menu(&screen).is_some(), "nothing is chosen where nothing matches: {keys}");
        screen.keys("<esc>");
        assert_eq!(menu(&screen).is_some(), opened == "/", "the line is left before the menu: {keys}");
        assert_eq!(done(&screen), before, "{keys}");
    }
    let mut screen = Screen::sample(80, 24);
    screen.keys("buserag");
    same_text("group_menu_narrowed", &screen);
    screen.keys("<enter>").shows("userAgent");
    let mut screen = Screen::sample(80, 24);
    screen.keys("Y/whole<esc>").shows("command line").keys("/comm<enter>");
    assert_eq!(screen.copied.last().map(|copy| copy.what), Some("command line"));
}

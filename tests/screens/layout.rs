//! The layout of list and event: which of them are shown, beside or below each other, and the border between them.

use crossterm::event::{MouseButton, MouseEventKind};
use trailsift::tui::app::Focus;
use trailsift::tui::layout_choice::{LayoutChoice, PaneLayout};

use crate::same_text;
use crate::screen::Screen;

/// Returns the cells of the list and of the event.
fn sizes(screen: &Screen) -> [(u16, u16); 2] {
    let areas = screen.app.areas();
    [areas.list, areas.detail].map(|area| if area.is_empty() { (0, 0) } else { (area.width, area.height) })
}

/// It went round from both to the event, whichever pane had the keys, and to the list.
#[test]
fn z_gives_the_pane_with_the_keys_the_whole_screen_and_both_again() {
    let both = [(78, 33), (42, 33)];
    // Without the timeline, the pane has its rows too.
    let (list, event) = ([(120, 37), (0, 0)], [(0, 0), (120, 37)]);
    let mut screen = Screen::sample(120, 40);
    let start = screen.text();
    for (keys, zoomed, focus, name) in [
        ("", list, Focus::List, "layout_list_120x40"),
        ("<enter>", event, Focus::Detail, "layout_event_120x40"),
        ("<tab>", list, Focus::List, "layout_list_120x40"),
    ] {
        let before = screen.keys(keys).text();
        assert_eq!(sizes(&screen), both, "{keys}");
        screen.keys("z");
        assert_eq!((sizes(&screen), screen.app.focus), (zoomed, focus), "{keys}");
        same_text(name, &screen);
        screen.keys("z");
        assert_eq!((screen.text(), screen.app.focus), (before, focus), "{keys}");
    }
    assert_eq!(screen.text(), start);
    // Events are read from the enlarged list one after another, each alone.
    screen.keys("z<enter>");
    assert_eq!((sizes(&screen), screen.app.focus), (event, Focus::Detail));
    screen.keys("<esc>j<enter><tab>");
    assert_eq!((sizes(&screen), screen.app.focus), (list, Focus::List));
    screen.keys("<enter>z");
    assert_eq!((sizes(&screen), screen.app.focus), (both, Focus::Detail));
    // The timeline comes back for its key, as it is now.
    screen.keys("<esc>z/denied<enter>T");
    assert_eq!((sizes(&screen), screen.app.focus), (both, Focus::Timeline));
    let counted: u32 = screen.app.timeline.shown().unwrap().counts.iter().map(|count| count.total()).sum();
    assert_eq!(counted as usize, screen.app.list.events().len());
}

/// Below each other both are shown only while an event is open: it has to come back with the list.
#[test]
fn an_enlarged_list_gives_its_event_back_and_a_small_screen_shows_both() {
    let mut screen = Screen::sample(80, 44);
    screen.keys("<enter><tab>");
    let before = (screen.text(), sizes(&screen));
    assert!(before.1.iter().all(|size| *size != (0, 0)), "{before:?}");
    screen.keys("z");
    assert_eq!(sizes(&screen), [(80, 41), (0, 0)]);
    screen.keys("z");
    assert_eq!((screen.text(), sizes(&screen)), before);
    for keys in ["", "<enter>"] {
        let mut small = Screen::sample(80, 24);
        small.keys(keys);
        let alone = sizes(&small);
        small.keys("z");
        assert!(sizes(&small).iter().all(|size| *size != (0, 0)), "{keys}");
        small.keys("z");
        let zoomed = sizes(&small);
        assert_eq!(zoomed.map(|size| size.0), alone.map(|size| size.0), "{keys}");
        let mut tiny = Screen::sample(40, 9);
        tiny.keys(keys).keys("z").shows("too small for two panes");
    }
}

#[test]
fn an_event_that_takes_the_screen_is_left_with_esc_and_with_tab() {
    for (columns, rows, keys) in [(80, 24, "<enter>"), (40, 12, "<enter>"), (120, 40, "<enter>z")] {
        for back in ["<esc>", "<tab>"] {
            let mut screen = Screen::sample(columns, rows);
            let before = screen.text();
            screen.keys(keys);
            assert_eq!(sizes(&screen)[0], (0, 0));
            screen.keys(back);
            assert_eq!(screen.text(), before, "{columns}x{rows} {back}");
        }
    }
    let mut screen = Screen::sample(80, 24);
    screen.keys("<enter>J").keys("<esc>");
    assert_eq!(screen.app.list.window.cursor(), 1, "the list follows the event");
}

#[test]
fn the_event_goes_below_the_list_and_beside_it() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("|");
    assert_eq!(sizes(&screen), [(120, 13), (120, 20)]);
    same_text("layout_below_120x40", &screen);
    screen.keys("|");
    assert_eq!(sizes(&screen), [(78, 33), (42, 33)]);
    let mut screen = Screen::sample(80, 24);
    screen.keys("|");
    assert_eq!(sizes(&screen), [(52, 19), (28, 19)]);
    screen.keys("|");
    assert_eq!(sizes(&screen), [(80, 7), (80, 12)]);
    screen.resize(40, 9).shows("Events").keys("|").shows("the event beside the list needs a");
    assert_eq!(sizes(&screen), [(40, 6), (0, 0)]);
}

#[test]
fn the_border_moves_by_keys_and_by_the_mouse() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("<lt>");
    assert_eq!(sizes(&screen)[0].0, 76);
    screen.keys(">>>");
    assert_eq!(sizes(&screen)[0].0, 82);
    let drag = |screen: &mut Screen, from: (u16, u16), to: (u16, u16)| {
        screen.mouse(MouseEventKind::Down(MouseButton::Left), from.0, from.1);
        screen.mouse(MouseEventKind::Drag(MouseButton::Left), to.0, to.1);
        screen.mouse(MouseEventKind::Up(MouseButton::Left), to.0, to.1);
    };
    drag(&mut screen, (82, 20), (50, 20));
    assert_eq!(sizes(&screen), [(50, 33), (70, 33)]);
    drag(&mut screen, (50, 20), (119, 20));
    assert_eq!(sizes(&screen)[1].0, 24, "the event keeps its least width");
    drag(&mut screen, (40, 20), (10, 20));
    assert_eq!(sizes(&screen)[1].0, 24, "not the border");
    screen.keys("|<lt>");
    assert_eq!(sizes(&screen)[0].1, 11);
    drag(&mut screen, (60, 17), (60, 30));
    assert_eq!(sizes(&screen)[0].1, 24);
    screen.keys("z<lt>").shows("there is no border to move");
}

#[test]
fn the_layout_that_a_person_starts_with_holds() {
    for (choice, list, event) in [
        (LayoutChoice::Auto, (80, 19), (0, 0)),
        (LayoutChoice::List, (80, 19), (0, 0)),
        (LayoutChoice::Beside, (52, 19), (28, 19)),
        (LayoutChoice::Below, (80, 7), (80, 12)),
    ] {
        let mut screen = Screen::sample(80, 24);
        screen.app.layout = PaneLayout::from(choice);
        screen.keys("g");
        assert_eq!(sizes(&screen), [list, event], "{choice:?}");
    }
}

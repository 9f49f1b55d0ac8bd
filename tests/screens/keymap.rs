//! Keys of the configuration: what they do, and that footer, help and palette show them.

use trailsift::tui::input::chord::Chord;
use trailsift::tui::input::keymap::{BINDINGS, Binding, Keymap};

use crate::screen::Screen;

#[test]
fn changed_keys_work_and_are_shown() {
    let keys: &[Chord] = vec![Chord::read("Q").unwrap()].leak();
    let change = |binding: &Binding| {
        let is_changed = binding.name() == "group-by-principal";
        if is_changed { Binding { keys, ..*binding } } else { *binding }
    };
    let mut screen = Screen::sample(120, 34);
    screen.app.keymap = Keymap::new(BINDINGS.iter().map(change).collect());
    screen.keys("p").lacks("Groups by");
    screen.shows("Q by principal").keys("?").shows("Q ").keys("q");
    screen.keys(":who acted").shows("Q").keys("<esc>");
    screen.keys("Q").shows("Groups by principal");
}

//! The table of keys: no key is used twice, letters are text while typing, keys of the context come first.

use super::super::action::Context::{Detail, List, Palette, Typing};
use super::super::action::{GroupAction as Group, MoveAction as Go};
use super::super::chord::Chord;
use super::super::keymap::BINDINGS;
use super::*;

fn looked_up(context: Context, event: &KeyEvent) -> Option<Action> {
    look_up(&Keymap::default(), context, event)
}

#[test]
fn no_key_means_two_things_in_one_context() {
    for context in Context::ALL {
        let mut met: Vec<Chord> = Vec::new();
        for chord in
            BINDINGS.iter().filter(|binding| binding.context == context).flat_map(|binding| binding.keys)
        {
            assert!(!met.contains(chord), "{} twice in {context:?}", chord.label());
            met.push(*chord);
        }
    }
}

#[test]
fn letters_are_text_while_typing() {
    let press = |code| KeyEvent::new(code, KeyModifiers::NONE);
    for char in ('!'..='~').chain([' ']) {
        assert_eq!(looked_up(Typing, &press(KeyCode::Char(char))), None, "{char}");
    }
    assert_eq!(looked_up(Typing, &press(KeyCode::Left)), None);
    let control = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
    assert_eq!(looked_up(Typing, &control), Some(Action::Cancel));
    let delete_line = KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL);
    assert_eq!(looked_up(Typing, &delete_line), None);
}

#[test]
fn keys_of_the_context_come_first() {
    let press = |char| KeyEvent::new(KeyCode::Char(char), KeyModifiers::NONE);
    assert_eq!(looked_up(Detail, &press('e')), Some(Action::Tree(Tree::ExpandSiblings)));
    assert_eq!(looked_up(List, &press('e')), Some(Action::Group(Group::ByError)));
    assert_eq!(looked_up(List, &press('p')), Some(Action::Group(Group::ByPrincipal)));
    assert_eq!(looked_up(Detail, &press('7')), Some(Action::Tree(Tree::Level(7))));
    let shifted = KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT);
    assert_eq!(looked_up(List, &shifted), Some(Action::Move(Go::Last)));
}

/// M-q quit, and M-y copied.
#[test]
fn with_alt_no_key_of_the_table_is_meant() {
    for context in Context::ALL.into_iter().filter(|context| !matches!(context, Typing | Palette)) {
        for char in '!'..='~' {
            assert_eq!(
                looked_up(context, &KeyEvent::new(KeyCode::Char(char), KeyModifiers::ALT)),
                None,
                "{char}"
            );
        }
    }
}

#[test]
fn menus_have_letters_left_and_none_that_means_something() {
    let letters: String = menu_letters(&Keymap::default()).into_iter().collect();
    assert!(!letters.contains(['j', 'k', 'g', 'G', 'q', ' ']) && letters.len() > 50, "{letters}");
}

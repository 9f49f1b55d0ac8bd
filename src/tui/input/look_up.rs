//! What a key means where it is pressed, and which letters are free in a menu.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::action::Context::{Anywhere, Menu};
use super::action::{Action, Context, ListAction, Reach, TreeAction as Tree};
use super::keymap::Keymap;

/// Finds the action of a key in a context.
pub fn look_up(keymap: &Keymap, context: Context, event: &KeyEvent) -> Option<Action> {
    let bound = |context: Context| {
        let here = keymap.bindings().iter().filter(move |binding| binding.context == context);
        here.filter(|binding| binding.keys.iter().any(|chord| chord.is(event)))
            .map(|binding| binding.action)
            .next()
    };
    let general = || bound(Anywhere).filter(|&action| holds_in(action, context, event));
    let action = bound(context).or_else(general)?;
    let digit = || {
        let KeyCode::Char(digit) = event.code else { return None };
        digit.to_digit(10).and_then(|digit| u8::try_from(digit).ok())
    };
    if let Action::Tree(Tree::Level(_)) = action {
        return digit().map(Tree::Level).map(Action::Tree);
    }
    if let Action::List(ListAction::Digit(_)) = action {
        return digit().map(ListAction::Digit).map(Action::List);
    }
    Some(action)
}

/// Returns whether keys that work anywhere also work in a context.
fn holds_in(action: Action, context: Context, event: &KeyEvent) -> bool {
    match context.reach() {
        Reach::NoText => !is_text(event),
        Reach::MovesOnly => match action {
            Action::Move(_) | Action::Back | Action::Cancel | Action::Redraw | Action::Suspend => true,
            Action::Quit
            | Action::Mouse
            | Action::Show(_)
            | Action::NextPane
            | Action::Open
            | Action::Accept
            | Action::List(_)
            | Action::Filter(_)
            | Action::Pivot(_)
            | Action::Group(_)
            | Action::Tree(_)
            | Action::Time(_)
            | Action::Copy(_)
            | Action::Columns(_)
            | Action::Path(_)
            | Action::Tab(_)
            | Action::Layout(_)
            | Action::Compare(_)
            | Action::Load(_)
            | Action::Case(_) => false,
        },
        Reach::All => true,
    }
}

/// Returns whether a key types or edits text, so that a text field gets it before anything else.
fn is_text(event: &KeyEvent) -> bool {
    let control = event.modifiers.contains(KeyModifiers::CONTROL);
    !control || !matches!(event.code, KeyCode::Char('c' | 'z' | 'l'))
}

/// Returns the letters and digits that a menu may assign to its lines: those without a meaning there.
pub fn menu_letters(keymap: &Keymap) -> Vec<char> {
    let press = |char: &char| KeyEvent::new(KeyCode::Char(*char), KeyModifiers::NONE);
    let all = ('a'..='z').chain('A'..='Z').chain('0'..='9');
    all.filter(|char| look_up(keymap, Menu, &press(char)).is_none()).collect()
}

#[cfg(test)]
#[path = "look_up_tests.rs"]
mod tests;

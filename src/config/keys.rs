//! Keys of the configuration: changes of the table of keys. Keys of one action are replaced together. The keys without
//! which one would be locked in, esc and C-c, stay where they are.

use super::settings::{KeyChange, Origin};
use crate::tui::input::action::Context;
use crate::tui::input::chord::Chord;
use crate::tui::input::keymap::{BINDINGS, Binding, Keymap};

impl KeyChange {
    fn line(&self) -> usize {
        match self.keys.origin {
            Origin::File(line) => line,
            Origin::Default | Origin::Environment(_) | Origin::Option(_) => 0,
        }
    }

    fn is_of(&self, binding: &Binding) -> bool {
        self.context == binding.context && self.action == binding.name()
    }
}

/// Returns whether a key always keeps its meaning.
fn is_reserved(chord: Chord) -> bool {
    matches!(chord.name().as_str(), "esc" | "C-c")
}

/// Checks a key for an action.
pub(super) fn check(context: Context, action: &str, chord: Chord) -> Result<(), String> {
    let is_its = |binding: &Binding| binding.name() == action && binding.keys.contains(&chord);
    if context.bindings().any(is_its) {
        return Ok(());
    }
    if is_reserved(chord) {
        return Err(format!("{} always goes back, and cannot do anything else", chord.name()));
    }
    if chord.is_text() && context.types_text() {
        return Err(format!("{} is text there", chord.name()));
    }
    Ok(())
}

/// Makes the table of keys with some changes. Also returns which keys two actions of one context would have, each
/// with its line: an action whose keys were changed wins, and the first of two such.
pub(super) fn changed(changes: &[KeyChange]) -> (Keymap, Vec<(usize, String)>) {
    if changes.is_empty() {
        return (Keymap::default(), Vec::new());
    }
    let mut problems = Vec::new();
    // Keys that changed actions have, by context.
    let mut taken: Vec<(Context, Chord, &KeyChange)> = Vec::new();
    for change in changes {
        for &chord in &change.keys.value {
            let other =
                taken.iter().find(|(context, other, _)| (*context, *other) == (change.context, chord));
            match other {
                Some((_, _, other)) => problems.push((
                    change.line(),
                    format!("{} is already a key of {} (line {})", chord.name(), other.action, other.line()),
                )),
                None => taken.push((change.context, chord, change)),
            }
        }
    }
    let mut bindings = Vec::with_capacity(BINDINGS.len());
    for binding in BINDINGS {
        let change = changes.iter().find(|change| change.is_of(binding));
        let owner = |chord: Chord| {
            let here =
                |(context, taken, _): &&(Context, Chord, _)| (*context, *taken) == (binding.context, chord);
            taken.iter().find(here).map(|(_, _, owner)| *owner)
        };
        let keys: Vec<Chord> = if let Some(change) = change {
            let reserved = binding.keys.iter().copied().filter(|chord| is_reserved(*chord));
            let own = change.keys.value.iter().copied();
            let mut keys: Vec<Chord> =
                own.filter(|&chord| owner(chord).is_some_and(|owner| owner == change)).collect();
            keys.extend(reserved.filter(|chord| !change.keys.value.contains(chord)));
            keys
        } else {
            let lost = binding.keys.iter().filter_map(|&chord| Some((chord, owner(chord)?)));
            problems.extend(lost.map(|(chord, owner)| {
                let reason = format!(
                    "{} no longer means \"{}\" there; choose others for {}, or [] for none",
                    chord.name(),
                    binding.about,
                    binding.name()
                );
                (owner.line(), reason)
            }));
            binding.keys.iter().copied().filter(|&chord| owner(chord).is_none()).collect()
        };
        // The table of keys lives as long as the program and is made once.
        bindings.push(if keys == binding.keys {
            *binding
        } else {
            Binding { keys: Vec::leak(keys), ..*binding }
        });
    }
    (Keymap::new(bindings), problems)
}

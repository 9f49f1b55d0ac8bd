//! The names of actions and contexts in the configuration. They are made from the names of the program, so that each
//! action has one from the beginning.

use super::action::Context;
use super::keymap::{BINDINGS, Binding};

impl Binding {
    /// Returns the name of the action, such as `group-by-principal`; unique in its context.
    pub fn name(&self) -> String {
        kebab(&format!("{:?}", self.action))
    }
}

impl Context {
    /// Returns the name of the context, such as `list`.
    pub fn name(self) -> String {
        kebab(&format!("{self:?}"))
    }

    /// Returns the context with a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|context| context.name() == name)
    }

    /// Returns the rows of the table of keys that belong to it.
    pub fn bindings(self) -> impl Iterator<Item = &'static Binding> {
        BINDINGS.iter().filter(move |binding| binding.context == self)
    }
}

/// Turns `Move(Rows(-1))` into `move-rows-previous`, and `Group(ByPrincipal)` into `group-by-principal`.
fn kebab(debug: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let is_part = |char: char| char.is_alphanumeric() || char == '-' || char == '!';
    for part in debug.split(|char| !is_part(char)).filter(|part| !part.is_empty()) {
        if let Ok(number) = part.parse::<i32>() {
            let direction = if number < 0 { "previous" } else { "next" };
            match number.unsigned_abs() {
                0 => {}
                1 => words.push(direction.to_owned()),
                steps => words.extend([direction.to_owned(), steps.to_string()]),
            }
            continue;
        }
        let part = match part.strip_prefix('!') {
            Some(negated) => {
                words.extend(["not".to_owned(), String::new()]);
                negated
            }
            None => part,
        };
        for char in part.chars() {
            match words.last_mut() {
                Some(word) if !char.is_uppercase() && !word.is_empty() => word.push(char),
                _ => words.push(char.to_lowercase().collect()),
            }
        }
        words.push(String::new());
    }
    words.retain(|word| !word.is_empty() && word != "true");
    words.join("-")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_action_has_a_name_of_its_own() {
        let mut met = HashSet::new();
        for binding in BINDINGS {
            let name = (binding.context, binding.name());
            let is_plain = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-';
            assert!(name.1.chars().all(is_plain) && !name.1.is_empty(), "{name:?}");
            assert!(!name.1.contains("--") && !name.1.ends_with('-'), "{name:?}");
            assert!(met.insert(name.clone()), "{name:?} twice");
            assert_eq!(Context::named(&name.0.name()), Some(name.0));
        }
    }

    /// They are in configurations of users.
    #[test]
    fn names_stay_as_they_are() {
        for (context, name) in [
            ("anywhere", "group-by-principal"),
            ("anywhere", "group-by-error"),
            ("anywhere", "filter-type"),
            ("anywhere", "filter-reduce-not-is-service"),
            ("anywhere", "filter-undo-previous"),
            ("anywhere", "pivot-keep"),
            ("anywhere", "pivot-keep-false"),
            ("anywhere", "move-rows-next"),
            ("anywhere", "move-page-previous-2"),
            ("anywhere", "copy-json"),
            ("anywhere", "quit"),
            ("list", "open"),
            ("list", "list-seek-failure-next"),
            ("detail", "tree-collapse-siblings"),
            ("typing", "filter-earlier"),
        ] {
            let context = Context::named(context).unwrap();
            let names: Vec<String> = context.bindings().map(Binding::name).collect();
            assert!(names.iter().any(|known| known == name), "{name}: {names:?}");
        }
    }
}

//! Questions about what is at a path of the record, found by walking down at random.

use std::fmt::Write as _;

use trailsift::record::field::field;
use trailsift::record::read::key::is_record_key;

use crate::ask::{Ask, Step, Whose};
use crate::generate::Generator;
use crate::json::{Inside, Node};

impl Generator<'_> {
    /// `None` where the name is that of a column, or of no member that records have.
    pub(crate) fn path(&mut self) -> Option<Ask> {
        let at = self.random.below(self.trail.facts.len());
        let (mut node, mut steps, mut name) = (&self.trail.facts[at].node, Vec::new(), String::new());
        loop {
            node = match &node.inside {
                Inside::Document(document) => document,
                Inside::Members(members)
                    if !members.is_empty() && (steps.len() < 2 || self.random.chance(90)) =>
                {
                    let (key, value) = self.random.pick(members);
                    self.step(key, &mut steps, &mut name);
                    value
                }
                Inside::Items(items) if !items.is_empty() => {
                    let place = self.random.below(items.len());
                    let has_names = matches!(items[place].inside, Inside::Members(_));
                    // Without a position, an array represents its items.
                    match self.random.below(if has_names { 3 } else { 4 }) {
                        0 => {
                            steps.push(Step::At(place));
                            write!(name, "[{place}]").unwrap();
                        }
                        1 => {
                            steps.push(Step::Each);
                            name.push_str("[*]");
                        }
                        _ => {}
                    }
                    &items[place]
                }
                _ => break,
            };
        }
        let value = node.text.clone().unwrap_or_default();
        let other = self.facts().values[0].clone().unwrap_or_default();
        // What a column is called means the column; one name alone must be a member that records have.
        let alone =
            matches!(&steps[..], [Step::Name(only)] if !is_record_key(only)) && !name.starts_with('[');
        (field(&name).is_none() && !alone).then_some(())?;
        Some(Ask::Value { test: self.test(&value, &other), name, whose: Whose::Path(steps) })
    }

    /// A question about a path that has several values in some event; `None` where the record that was drawn has none.
    pub(crate) fn path_of_several(&mut self) -> Option<Ask> {
        let at = self.random.below(self.trail.facts.len());
        let mut arrays = Vec::new();
        collect_arrays(&self.trail.facts[at].node, &mut Vec::new(), &mut arrays);
        if arrays.is_empty() {
            return None;
        }
        let (names, values) = arrays.swap_remove(self.random.below(arrays.len()));
        let (mut steps, mut name) = (Vec::new(), String::new());
        for key in names {
            self.step(&key, &mut steps, &mut name);
        }
        let (value, other) = (self.random.pick(&values).clone(), self.random.pick(&values).clone());
        (field(&name).is_none() && steps.len() > 1).then_some(())?;
        Some(Ask::Value { test: self.test(&value, &other), name, whose: Whose::Path(steps) })
    }

    fn step(&mut self, key: &str, steps: &mut Vec<Step>, name: &mut String) {
        let key = if self.random.chance(15) { self.random.recased(key) } else { key.to_owned() };
        let is_plain = |char: char| char.is_ascii_alphanumeric() || "_-@$/".contains(char);
        let parts: Vec<&str> = key.split('.').collect();
        let can_be_plain = parts.iter().all(|part| !part.is_empty() && part.chars().all(is_plain));
        let begins_well = !steps.is_empty() || key.starts_with(|char: char| char.is_ascii_alphabetic());
        // Names with dots are found with and without quotes.
        if can_be_plain && begins_well && (parts.len() == 1 || (!steps.is_empty() && self.random.chance(50)))
        {
            name.push_str(if name.is_empty() { "" } else { "." });
            name.push_str(&key);
            steps.extend(parts.into_iter().map(|part| Step::Name(part.to_owned())));
            return;
        }
        let quoted = serde_json::to_string(&key).unwrap();
        if steps.is_empty() || self.random.chance(50) {
            write!(name, "[{quoted}]").unwrap();
        } else {
            write!(name, ".{quoted}").unwrap();
        }
        steps.push(Step::Name(key));
    }
}

/// The names that lead to an array, and its values.
type ArrayPath = (Vec<String>, Vec<String>);

/// Collects the paths, without places, to arrays of several values.
fn collect_arrays(node: &Node, names: &mut Vec<String>, found: &mut Vec<ArrayPath>) {
    match &node.inside {
        Inside::Document(document) => collect_arrays(document, names, found),
        Inside::Members(members) => {
            for (key, value) in members {
                names.push(key.clone());
                collect_arrays(value, names, found);
                names.pop();
            }
        }
        Inside::Items(items) => {
            for item in items {
                collect_arrays(item, names, found);
            }
            let is_plain = |item: &&Node| matches!(item.inside, Inside::Nothing);
            let mut values: Vec<String> =
                items.iter().filter(is_plain).filter_map(|item| item.text.clone()).collect();
            values.sort_unstable();
            values.dedup();
            if values.len() > 1 {
                found.push((names.clone(), values));
            }
        }
        Inside::Nothing => {}
    }
}

//! Questions about what is at a path of the record, found by walking down at random.

use std::fmt::Write as _;

use trailsift::record::field::field;
use trailsift::record::key::is_record_key;

use crate::ask::{Ask, Step, Whose};
use crate::generate::Generator;
use crate::json::Inside;

impl Generator<'_> {
    /// `None` where the end of the walk has no name that can be written.
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
                    self.step(key, &mut steps, &mut name)?;
                    value
                }
                Inside::Items(items) if !items.is_empty() => {
                    let place = self.random.below(items.len());
                    let has_names = matches!(items[place].inside, Inside::Members(_));
                    match self.random.below(if has_names { 3 } else { 2 }) {
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
        let alone = matches!(&steps[..], [Step::Name(only)] if !is_record_key(only));
        (field(&name).is_none() && !alone).then_some(())?;
        Some(Ask::Value { test: self.test(&value, &other), name, whose: Whose::Path(steps) })
    }

    fn step(&mut self, key: &str, steps: &mut Vec<Step>, name: &mut String) -> Option<()> {
        let key = if self.random.chance(15) { self.random.recased(key) } else { key.to_owned() };
        let odd = |char: char| !(char.is_ascii_alphanumeric() || "_-@$/ .[]".contains(char));
        if key.is_empty() || key.contains(odd) || (steps.is_empty() && key.contains(['.', '['])) {
            return None;
        }
        if key.contains(['.', '[', ']', ' ']) {
            write!(name, "[\"{key}\"]").unwrap();
        } else {
            name.push_str(if name.is_empty() { "" } else { "." });
            name.push_str(&key);
        }
        steps.push(Step::Name(key));
        Some(())
    }
}

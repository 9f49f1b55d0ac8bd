//! The names of what a call touched, as one text: `svc-backup ← arn:aws:iam::aws:policy/AdministratorAccess`.
//!
//! What the call acted on stands before the arrow, what it was done with behind it; several things of one side are
//! separated by a comma and a blank. A name that has these marks in it is written so that it stays one name: the
//! variation selector U+FE0E follows the mark. The screen spells that selector out, so nothing can pass for two names.

use std::borrow::Cow;

/// Between what a call acted on and what it was done with.
pub const WITH: &str = " ← ";
/// Between things of the same side.
pub const AND: &str = ", ";
/// Follows a mark that belongs to a name.
const LITERAL: char = '\u{fe0e}';

/// Names while they are gathered.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Targets<'a> {
    /// What the call acted on.
    pub what: Vec<Cow<'a, str>>,
    /// What it was done with.
    pub with: Vec<Cow<'a, str>>,
}

impl<'a> Targets<'a> {
    /// Whether nothing was named.
    pub fn is_empty(&self) -> bool {
        self.what.is_empty() && self.with.is_empty()
    }

    /// Takes over names that were found in another way, before those that are there.
    pub(super) fn take(&mut self, other: Self) {
        self.what.extend(other.what);
        self.with.splice(0..0, other.with);
    }

    /// Adds a name that AWS lists by its ARN. Where the same thing is there by its name alone the ARN takes its place.
    pub fn add_listed(&mut self, arn: Cow<'a, str>) {
        let mut same = self.what.iter_mut().chain(&mut self.with).filter(|name| names_the_same(name, &arn));
        match (same.next(), same.next()) {
            (Some(name), None) if name.len() >= arn.len() => {}
            (Some(name), None) => *name = arn,
            // Of two things with the same name it is not known which is meant.
            _ => {
                drop(same);
                let side = if self.what.is_empty() { &mut self.what } else { &mut self.with };
                side.push(arn);
            }
        }
    }

    /// The names in one text; `None` when there are none.
    pub fn text(&self) -> Option<String> {
        let mut text = String::new();
        let mut seen: Vec<&str> = Vec::new();
        for (side, before) in [(&self.what, ""), (&self.with, WITH)] {
            let mut between = if text.is_empty() { "" } else { before };
            for name in side {
                // Short lists, nearly always; long ones keep their repeats rather than compare each with each.
                if seen.len() < 64 && seen.contains(&&**name) {
                    continue;
                }
                seen.push(name);
                text.push_str(between);
                push_name(name, &mut text);
                between = AND;
            }
        }
        (!text.is_empty()).then_some(text)
    }
}

/// Whether one of two texts is the other with an ARN's or a path's beginning before it.
fn names_the_same(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    !short.is_empty()
        && long
            .strip_suffix(short)
            .is_some_and(|before| before.is_empty() || short.starts_with('/') || before.ends_with([':', '/']))
}

/// The length of the mark that `text` begins with: the arrow, or a comma before a blank. Selectors may stand between.
fn mark_length(text: &str) -> Option<usize> {
    if text.starts_with('←') {
        return Some('←'.len_utf8());
    }
    let rest = text.strip_prefix(',')?;
    rest.trim_start_matches(LITERAL).starts_with(' ').then_some(1)
}

fn push_name(name: &str, text: &mut String) {
    let mut rest = name;
    while let Some(at) = rest.find(['←', ',']) {
        let (before, mark) = rest.split_at(at);
        let length = mark_length(mark);
        let (kept, behind) = mark.split_at(length.unwrap_or(1));
        text.push_str(before);
        text.push_str(kept);
        if length.is_some() {
            text.push(LITERAL);
        }
        rest = behind;
    }
    text.push_str(rest);
}

/// The names in a text, in order, as their records have them.
pub fn names(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    text.split(WITH).flat_map(|side| side.split(AND)).map(plain_name)
}

fn plain_name(written: &str) -> Cow<'_, str> {
    if !written.contains(LITERAL) {
        return Cow::Borrowed(written);
    }
    let mut name = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = rest.find(['←', ',']) {
        let (before, mark) = rest.split_at(at);
        let (kept, behind) = mark.split_at(mark_length(mark).unwrap_or(1));
        name.push_str(before);
        name.push_str(kept);
        rest = match mark_length(mark) {
            Some(_) => behind.strip_prefix(LITERAL).unwrap_or(behind),
            None => behind,
        };
    }
    name.push_str(rest);
    Cow::Owned(name)
}

/// The other texts that name the same thing as `name`: of an ARN its last part, the name behind its type, and the bucket
/// of an object.
pub fn short_names(name: &str) -> impl Iterator<Item = &str> {
    let resource = name.strip_prefix("arn:").and_then(|rest| rest.splitn(5, ':').nth(4));
    let bucket = resource
        .filter(|_| name.starts_with("arn:aws") && name.contains(":s3:::"))
        .and_then(|resource| resource.split_once('/'))
        .map(|(bucket, _)| bucket);
    let behind_type = resource.and_then(|resource| resource.split_once(['/', ':'])).map(|(_, behind)| behind);
    let last = resource.and_then(|resource| resource.rsplit(['/', ':']).next());
    [resource, bucket, behind_type, last].into_iter().flatten().filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text_of(what: &[&str], with: &[&str]) -> String {
        let own = |names: &[&str]| names.iter().map(|name| Cow::Owned((*name).to_owned())).collect();
        Targets { what: own(what), with: own(with) }.text().unwrap_or_default()
    }

    #[test]
    fn the_arrow_stands_between_what_and_with() {
        assert_eq!(text_of(&["alice"], &["arn:p", "q"]), "alice ← arn:p, q");
        assert_eq!(text_of(&["i-1", "i-2", "i-1"], &["i-2"]), "i-1, i-2");
        assert_eq!(text_of(&[], &["q"]), "q");
    }

    #[test]
    fn an_arn_takes_the_place_of_its_name() {
        let mut targets = Targets { what: vec!["b/k".into()], with: vec![] };
        targets.add_listed("arn:aws:s3:::b/k".into());
        targets.add_listed("arn:aws:s3:::b".into());
        targets.add_listed("k".into());
        assert_eq!(targets.text().as_deref(), Some("arn:aws:s3:::b/k ← arn:aws:s3:::b"));
    }

    #[test]
    fn an_arn_has_shorter_names() {
        let short = |name| short_names(name).collect::<Vec<_>>();
        assert_eq!(short("arn:aws:iam::1:user/team/alice"), ["user/team/alice", "team/alice", "alice"]);
        assert_eq!(short("arn:aws:s3:::b/k/1"), ["b/k/1", "b", "k/1", "1"]);
        assert_eq!(short("arn:aws:sns:eu-central-1:1:alerts"), ["alerts", "alerts"]);
        assert!(short("prod/db").is_empty());
    }

    proptest! {
        #[test]
        fn names_come_back_as_they_were(
            what in proptest::collection::vec("[a←, \u{fe0e}x]{1,8}", 1..4),
            with in proptest::collection::vec("[a←, \u{fe0e}x]{1,8}", 0..3),
        ) {
            // A name that begins or ends with a blank could take part in a mark of its neighbours.
            let clean = |names: &Vec<String>| -> Vec<String> {
                names.iter().map(|name| format!("a{name}a")).collect()
            };
            let (what, with) = (clean(&what), clean(&with));
            let mut all: Vec<String> = Vec::new();
            for name in what.iter().chain(&with) {
                if !all.contains(name) {
                    all.push(name.clone());
                }
            }
            let targets = Targets {
                what: what.iter().map(Into::into).collect(),
                with: with.iter().map(Into::into).collect(),
            };
            let text = targets.text().unwrap();
            let back: Vec<String> = names(&text).map(Cow::into_owned).collect();
            prop_assert_eq!(back, all);
        }
    }
}

//! The names of what a call touched, as one text: `svc-backup ← arn:aws:iam::aws:policy/AdministratorAccess`.
//!
//! What the call acted on comes before the arrow, what it was done with after it. Several things on one side
//! are separated by a comma and a blank. If a name itself contains these separators, the variation selector
//! U+FE0E is put after each of them, so that it remains one name. The screen shows that selector as an escape,
//! so nothing can look like two names.

use std::borrow::Cow;

use smallvec::SmallVec;

use crate::json::text::percent_decode;

/// Between what a call acted on and what it was done with.
pub const WITH: &str = " ← ";
/// Between things of the same side.
pub const AND: &str = ", ";
/// Follows a separator that belongs to a name.
const LITERAL: char = '\u{fe0e}';

/// One name, in one or two parts: a key is shown after its bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name<'a> {
    /// The name.
    pub text: Cow<'a, str>,
    /// The part after it, separated by a slash.
    pub behind: Option<Cow<'a, str>>,
}

impl<'a> From<Cow<'a, str>> for Name<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self { text, behind: None }
    }
}

impl Name<'_> {
    fn len(&self) -> usize {
        self.text.len() + self.behind.as_ref().map_or(0, |behind| behind.len() + 1)
    }

    fn write(&self, text: &mut String) {
        push_name(&self.text, text);
        if let Some(behind) = &self.behind {
            text.push('/');
            push_name(behind, text);
        }
    }

    /// Returns whether the name and an ARN identify the same thing: one is the other with the beginning of an
    /// ARN or a path before it.
    fn is_same(&self, arn: &str) -> bool {
        if self.len() > arn.len() {
            return self.behind.is_none() && is_end_of(arn, &self.text);
        }
        let Some(behind) = &self.behind else { return is_end_of(&self.text, arn) };
        let before = arn.strip_suffix(&**behind).and_then(|before| before.strip_suffix('/'));
        before.is_some_and(|before| is_end_of(&self.text, before))
    }
}

/// The names of one side; usually four at most.
pub type Names<'a> = SmallVec<[Name<'a>; 4]>;

/// Names while they are collected.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Targets<'a> {
    /// What the call acted on.
    pub what: Names<'a>,
    /// What it was done with.
    pub with: Names<'a>,
}

impl<'a> Targets<'a> {
    /// Returns whether nothing was named.
    pub fn is_empty(&self) -> bool {
        self.what.is_empty() && self.with.is_empty()
    }

    /// Adds names that were found in another way before the existing ones.
    pub(super) fn take(&mut self, other: Self) {
        self.what.extend(other.what);
        self.with.insert_many(0, other.with);
    }

    /// Adds a name that AWS lists by its ARN. If the same thing is already there by its bare name, the ARN
    /// replaces it.
    pub fn add_listed(&mut self, arn: Cow<'a, str>) {
        let mut same = self.what.iter_mut().chain(&mut self.with).filter(|name| name.is_same(&arn));
        match (same.next(), same.next()) {
            (Some(name), None) if name.len() >= arn.len() => {}
            (Some(name), None) => *name = arn.into(),
            // Two things have the same name, and it is not known which one is meant.
            _ => {
                drop(same);
                let side = if self.what.is_empty() { &mut self.what } else { &mut self.with };
                side.push(arn.into());
            }
        }
    }

    /// Returns whether one of the names is the ARN of an object in this bucket, which names the bucket too.
    fn has_object_in(&self, bucket: &str) -> bool {
        is_s3(bucket) && self.what.iter().chain(&self.with).any(|name| is_bucket_of(bucket, &name.text))
    }

    /// Appends the names to `text`; appends nothing if there are none.
    pub fn write(&self, text: &mut String) {
        let mut seen: SmallVec<[&Name<'_>; 8]> = SmallVec::new();
        for (side, before) in [(&self.what, ""), (&self.with, WITH)] {
            let mut between = if seen.is_empty() { "" } else { before };
            for name in side {
                // Nearly all lists are short. Long ones may repeat names, because comparing each with each
                // takes too long.
                if seen.len() < 64 && (seen.contains(&name) || self.has_object_in(&name.text)) {
                    continue;
                }
                seen.push(name);
                text.push_str(between);
                name.write(text);
                between = AND;
            }
        }
    }
}

/// Returns whether an ARN is that of an object's bucket.
fn is_bucket_of(bucket: &str, object: &str) -> bool {
    object.strip_prefix(bucket).is_some_and(|rest| rest.starts_with('/'))
}

fn is_s3(arn: &str) -> bool {
    arn.starts_with("arn:") && arn.contains(":s3:::")
}

/// Returns whether `long` is `name`, or ends with it after the beginning of an ARN or a path.
fn is_end_of(name: &str, long: &str) -> bool {
    !name.is_empty()
        && long
            .strip_suffix(name)
            .is_some_and(|before| before.is_empty() || name.starts_with('/') || before.ends_with([':', '/']))
}

/// Decodes an ARN that was a part of a URL: `arn%3Aaws%3Aiam%3A%3A111122223333%3Auser%2Flena`. Other texts may have
/// a percent sign of their own.
pub(super) fn without_escapes(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_escaped = text.get(..6).is_some_and(|begin| begin.eq_ignore_ascii_case("arn%3A"));
    let decoded = is_escaped.then(|| percent_decode(&text)).flatten();
    decoded.map_or(text, Cow::Owned)
}

/// Returns the length of the separator that `text` begins with: the arrow, or a comma before a blank. Selectors
/// may be in between.
fn mark_length(text: &str) -> Option<usize> {
    if text.starts_with('←') {
        return Some('←'.len_utf8());
    }
    let rest = text.strip_prefix(',')?;
    rest.trim_start_matches(LITERAL).starts_with(' ').then_some(1)
}

/// Appends a name to the names in a text.
pub fn add(name: &str, text: &mut String) {
    if !text.is_empty() {
        text.push_str(AND);
    }
    push_name(name, text);
}

fn push_name(name: &str, text: &mut String) {
    // Nearly no name has a byte that a separator may begin with.
    if memchr::memchr2(b',', "←".as_bytes().first().copied().unwrap_or_default(), name.as_bytes()).is_none()
    {
        text.push_str(name);
        return;
    }
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

/// Returns the names in a text, in order, as their records have them.
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

/// Returns the other texts that identify the same thing as `name`, or its bucket: the last part of an ARN, the
/// name after its type, and for an object its bucket and the bucket's ARN.
pub fn short_names(name: &str) -> impl Iterator<Item = &str> {
    let resource = name.strip_prefix("arn:").and_then(|rest| rest.splitn(5, ':').nth(4));
    let before_slash = |text: &'_ str| text.split_once('/').map(|(before, _)| before.len());
    let bucket = resource.filter(|_| is_s3(name)).and_then(|text| text.get(..before_slash(text)?));
    let bucket_arn = Some(name).filter(|name| is_s3(name)).and_then(|text| text.get(..before_slash(text)?));
    let behind_type = resource.and_then(|resource| resource.split_once(['/', ':'])).map(|(_, behind)| behind);
    let last = resource.and_then(|resource| resource.rsplit(['/', ':']).next());
    [resource, bucket, bucket_arn, behind_type, last].into_iter().flatten().filter(|name| !name.is_empty())
}

/// Shortens a text of names for narrow cells: after the arrow, only the last part of each ARN.
pub fn short(text: &str) -> Cow<'_, str> {
    let Some((what, with)) = text.split_once(WITH).filter(|(_, with)| with.contains("arn:")) else {
        return Cow::Borrowed(text);
    };
    let with: Vec<&str> = with.split(AND).map(last_part).collect();
    Cow::Owned([what, WITH, &with.join(AND)].concat())
}

/// Returns `AdministratorAccess` for `arn:aws:iam::aws:policy/AdministratorAccess`; other names unchanged.
fn last_part(name: &str) -> &str {
    let resource = name.strip_prefix("arn:").and_then(|rest| rest.splitn(5, ':').nth(4));
    let last = resource.and_then(|resource| resource.rsplit(['/', ':']).next());
    last.filter(|last| !last.is_empty()).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names_of(names: &[&str]) -> Names<'static> {
        names.iter().map(|name| Cow::<str>::Owned((*name).to_owned()).into()).collect()
    }

    fn written(targets: &Targets<'_>) -> String {
        let mut text = String::new();
        targets.write(&mut text);
        text
    }

    fn text_of(what: &[&str], with: &[&str]) -> String {
        written(&Targets { what: names_of(what), with: names_of(with) })
    }

    #[test]
    fn the_arrow_stands_between_what_and_with() {
        assert_eq!(text_of(&["alice"], &["arn:p", "q"]), "alice ← arn:p, q");
        assert_eq!(text_of(&["i-1", "i-2", "i-1"], &["i-2"]), "i-1, i-2");
        assert_eq!(text_of(&[], &["q"]), "q");
    }

    #[test]
    fn an_arn_takes_the_place_of_its_name() {
        let object = Name { text: "b".into(), behind: Some("k".into()) };
        let mut targets = Targets { what: [object].into_iter().collect(), with: Names::new() };
        targets.add_listed("arn:aws:s3:::b".into());
        targets.add_listed("arn:aws:s3:::b/k".into());
        targets.add_listed("k".into());
        assert_eq!(written(&targets), "arn:aws:s3:::b/k");
    }

    #[test]
    fn an_arn_has_shorter_names() {
        let short = |name| short_names(name).collect::<Vec<_>>();
        assert_eq!(short("arn:aws:iam::1:user/team/alice"), ["user/team/alice", "team/alice", "alice"]);
        assert_eq!(short("arn:aws:s3:::b/k/1"), ["b/k/1", "b", "arn:aws:s3:::b", "k/1", "1"]);
        assert_eq!(short("arn:aws:sns:eu-central-1:1:alerts"), ["alerts", "alerts"]);
        assert!(short("prod/db").is_empty());
    }

    #[test]
    fn cells_shorten_arns_behind_the_arrow_and_nothing_else() {
        for (text, expected) in [
            ("svc-backup ← arn:aws:iam::aws:policy/AdministratorAccess", "svc-backup ← AdministratorAccess"),
            (
                "a ← arn:aws:iam::1:role/team/etl, k-1, arn:aws:sns:eu-central-1:1:pages",
                "a ← etl, k-1, pages",
            ),
            ("arn:aws:iam::1:role/etl, b", "arn:aws:iam::1:role/etl, b"),
            ("arn:aws:iam::1:role/etl ← arn:aws:iam::1:policy/p", "arn:aws:iam::1:role/etl ← p"),
            ("a ← arn:aws:s3:::logs", "a ← logs"),
            ("a ← arn:aws:s3:::logs/", "a ← arn:aws:s3:::logs/"),
            ("a ← arn:short, x", "a ← arn:short, x"),
            ("a ← x/y", "a ← x/y"),
            ("", ""),
        ] {
            assert_eq!(short(text), expected);
        }
    }

    #[test]
    fn a_mark_within_a_name_stays_one() {
        let text = text_of(&["a ← arn:aws:iam::1:role/x"], &["arn:aws:iam::1:role/y, z"]);
        assert_eq!(names(&short(&text)).collect::<Vec<_>>(), ["a ← arn:aws:iam::1:role/x", "y, z"]);
    }

    proptest! {
        #[test]
        fn names_come_back_as_they_were(
            what in proptest::collection::vec("[a←, \u{fe0e}x]{1,8}", 1..4),
            with in proptest::collection::vec("[a←, \u{fe0e}x]{1,8}", 0..3),
        ) {
            // A name that begins or ends with a blank could form a separator with its neighbours.
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
            let of = |names: &[String]| names_of(&names.iter().map(String::as_str).collect::<Vec<_>>());
            let text = written(&Targets { what: of(&what), with: of(&with) });
            let back: Vec<String> = names(&text).map(Cow::into_owned).collect();
            prop_assert_eq!(back, all);
        }
    }
}

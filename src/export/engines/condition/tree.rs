//! A condition as a tree, and how negations are moved down to its leaves.
//!
//! What cannot be said exactly is said more widely, and never more narrowly without a word: a query may find more than
//! the filter, and says so. That is why negations stand only before leaves: the opposite of a test that finds more would
//! find less.

use super::place::FieldPlace;
use crate::query::language::order::Order;

/// A condition on a record.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::export::engines) enum RecordCondition {
    /// All of them hold; if empty, it always holds.
    All(Vec<Self>),
    /// Any of them holds; if empty, none does.
    Any(Vec<Self>),
    /// It does not hold.
    Not(Box<Self>),
    /// One test.
    Leaf(Leaf),
    /// This, although it holds for more than was asked, for this reason.
    More(Box<Self>, String),
    /// This, or nothing where an engine has no place for it.
    IfHeld(Box<Self>),
    /// The same, with a remark.
    Told(Box<Self>, String),
    /// It cannot be said, for this reason.
    Unsaid(String),
}

/// One test.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::export::engines) enum Leaf {
    /// Of a value: if there are several, one of them is enough. A missing value passes none.
    Value(FieldPlace, Check),
    /// Of the whole record.
    Anywhere(TextCheck),
    /// Of the time of the event.
    Time(TimeCheck),
}

/// A test of one value.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::export::engines) enum Check {
    /// It is there: not missing, `null` or empty.
    Present,
    /// It equals this.
    Equals(String),
    /// It equals one of these.
    OneOf(Vec<String>),
    /// It contains this, which is in lower case, ignoring case.
    Contains(String),
    /// The whole value has this form, with `*` and `?`, ignoring case.
    Glob(String),
    /// It equals one of these, alone or with the date of an API behind it.
    Calls(Vec<String>),
    /// It contains a match of this.
    Regex(Regex),
    /// It is a number on this side of this one.
    Number(Order, String),
    /// It is, or has in it, an address of a network.
    Network(Network),
}

/// A network or a range of addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::export::engines) struct Network {
    /// As networks such as `203.0.113.0/24`.
    pub(in crate::export::engines) blocks: Vec<String>,
    /// Finds its addresses in a text.
    pub(in crate::export::engines) regex: Regex,
    /// Whether the expression finds others too: IPv6 addresses have many spellings.
    pub(in crate::export::engines) is_wide: bool,
}

/// A test of the text of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::export::engines) enum TextCheck {
    /// It contains this.
    Literal {
        /// What is looked for.
        text: String,
        /// Whether case is ignored.
        ignore_case: bool,
    },
    /// It contains a match.
    Regex(Regex),
}

/// A regular expression of the form that all engines share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::export::engines) struct Regex {
    /// Its text, without flags for case.
    pub(in crate::export::engines) source: String,
    /// Whether case is ignored.
    pub(in crate::export::engines) ignore_case: bool,
}

impl Regex {
    /// Makes one that regards case.
    pub(in crate::export::engines) fn exact(source: impl Into<String>) -> Self {
        Self { source: source.into(), ignore_case: false }
    }

    /// Makes one that ignores case.
    pub(in crate::export::engines) fn any_case(source: impl Into<String>) -> Self {
        Self { source: source.into(), ignore_case: true }
    }

    /// Returns it with the flag for case in front.
    pub(in crate::export::engines) fn flagged(&self) -> String {
        if self.ignore_case { format!("(?i){}", self.source) } else { self.source.clone() }
    }
}

/// A test of the time of an event, whole seconds of UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::export::engines) enum TimeCheck {
    /// From a time to before another, as `2026-03-10T12:00:00`; open where there is none.
    Between(Option<String>, Option<String>),
    /// From one time of day to before another, as `22:00:00`; across midnight if the end comes first.
    Daily(String, String),
    /// In one of these hours.
    Hours(Vec<usize>),
}

impl RecordCondition {
    /// Makes the test of a value.
    pub(in crate::export::engines) fn value(place: &FieldPlace, check: Check) -> Self {
        Self::Leaf(Leaf::Value(place.clone(), check))
    }

    /// Makes the test that a member is present.
    pub(in crate::export::engines) fn present(name: &str) -> Self {
        Self::value(&FieldPlace::member(name), Check::Present)
    }

    /// Makes the test that a member is missing.
    pub(in crate::export::engines) fn missing(name: &str) -> Self {
        Self::present(name).opposite()
    }

    /// Makes the test that a member equals this.
    pub(in crate::export::engines) fn equals(name: &str, text: &str) -> Self {
        Self::value(&FieldPlace::member(name), Check::Equals(text.to_owned()))
    }

    /// Makes the opposite.
    pub(in crate::export::engines) fn opposite(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// The same, saying that it holds for more.
    pub(in crate::export::engines) fn more(self, reason: impl Into<String>) -> Self {
        Self::More(Box::new(self), reason.into())
    }

    /// The same, or nothing where an engine has no place for it.
    pub(in crate::export::engines) fn if_held(self) -> Self {
        Self::IfHeld(Box::new(self))
    }

    /// Returns it with negations only before its leaves.
    pub(in crate::export::engines) fn settled(self) -> Self {
        self.pushed(false)
    }

    fn pushed(self, negated: bool) -> Self {
        let each = |parts: Vec<Self>| parts.into_iter().map(|part| part.pushed(negated)).collect();
        match self {
            Self::All(parts) if negated => Self::Any(each(parts)),
            Self::Any(parts) if negated => Self::All(each(parts)),
            Self::All(parts) => Self::All(each(parts)),
            Self::Any(parts) => Self::Any(each(parts)),
            Self::Not(inner) => inner.pushed(!negated),
            Self::Leaf(leaf) if negated => Self::Not(Box::new(Self::Leaf(leaf))),
            Self::More(_, reason) if negated => {
                Self::Unsaid(format!("{reason}; what such a test leaves out would be left out wrongly"))
            }
            Self::More(inner, reason) => inner.pushed(false).more(reason),
            Self::IfHeld(inner) if negated => {
                Self::Not(Box::new(Self::IfHeld(Box::new(inner.pushed(false)))))
            }
            Self::IfHeld(inner) => inner.pushed(false).if_held(),
            Self::Told(inner, words) => Self::Told(Box::new(inner.pushed(negated)), words),
            Self::Leaf(_) | Self::Unsaid(_) => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negations_stand_before_leaves_and_never_before_what_finds_more() {
        let leaf = |name: &str| RecordCondition::present(name);
        let not = |condition: RecordCondition| condition.opposite();
        let both =
            RecordCondition::All(vec![leaf("a"), not(RecordCondition::Any(vec![leaf("b"), not(leaf("c"))]))]);
        let pushed =
            RecordCondition::All(vec![leaf("a"), RecordCondition::All(vec![not(leaf("b")), leaf("c")])]);
        assert_eq!(both.settled(), pushed);
        assert_eq!(not(not(leaf("a").more("wide"))).settled(), leaf("a").more("wide"));
        assert!(matches!(not(leaf("a").more("wide")).settled(), RecordCondition::Unsaid(_)));
    }
}

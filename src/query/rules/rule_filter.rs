//! The filter of a rule as a tree, and as text in the language of the filter bar. The text is what is asked: it is read
//! like any other filter.

/// A filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RuleFilter {
    /// All of them.
    And(Vec<Self>),
    /// Any of them.
    Or(Vec<Self>),
    /// It does not match.
    Not(Box<Self>),
    /// A term, as it is written.
    Term(String),
}

impl RuleFilter {
    /// Joins parts that must all match.
    pub(super) fn all(parts: Vec<Self>) -> Self {
        Self::joined(parts, Self::And)
    }

    /// Joins parts of which any may match.
    pub(super) fn any(parts: Vec<Self>) -> Self {
        Self::joined(parts, Self::Or)
    }

    fn joined(mut parts: Vec<Self>, join: fn(Vec<Self>) -> Self) -> Self {
        match (parts.len(), parts.pop()) {
            (1, Some(only)) => only,
            (_, Some(last)) => {
                parts.push(last);
                join(parts)
            }
            (_, None) => join(parts),
        }
    }

    /// Returns the text of the whole filter.
    pub(super) fn text(&self) -> String {
        match self {
            Self::And(parts) => parts.iter().map(Self::part).collect::<Vec<_>>().join(" "),
            Self::Or(parts) => parts.iter().map(Self::part).collect::<Vec<_>>().join(" | "),
            Self::Not(_) | Self::Term(_) => self.part(),
        }
    }

    /// Returns the text of a part; the blanks beside brackets end regular expressions.
    fn part(&self) -> String {
        match self {
            Self::And(_) | Self::Or(_) => format!("( {} )", self.text()),
            Self::Not(inner) => match &**inner {
                Self::Not(twice) => twice.part(),
                inner => format!("!{}", inner.part()),
            },
            Self::Term(text) => text.clone(),
        }
    }
}

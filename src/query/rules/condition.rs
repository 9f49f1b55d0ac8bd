//! The condition of a rule: `selection and not 1 of filter_*`. It joins the filters of the search identifiers.

use super::rule_filter::RuleFilter;

/// The filters of the search identifiers, by name.
pub(super) type Searches = [(String, RuleFilter)];

/// Maximum nesting of brackets.
const MOST_NESTED: usize = 32;

/// Returns the filter of a condition.
pub(super) fn condition(text: &str, searches: &Searches) -> Result<RuleFilter, String> {
    if text.contains('|') {
        return Err("aggregations such as | count() are not supported".to_owned());
    }
    let words = words(text);
    let mut reading = ConditionReader { words: &words, at: 0, nested: 0, searches };
    let asked = reading.any()?;
    match reading.peek() {
        None => Ok(asked),
        Some(word) => Err(format!("the condition does not continue with {word}")),
    }
}

fn words(text: &str) -> Vec<String> {
    text.replace('(', " ( ").replace(')', " ) ").split_whitespace().map(str::to_owned).collect()
}

struct ConditionReader<'c> {
    words: &'c [String],
    at: usize,
    nested: usize,
    searches: &'c Searches,
}

impl ConditionReader<'_> {
    fn peek(&self) -> Option<&str> {
        self.words.get(self.at).map(String::as_str)
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.peek().is_some_and(|next| next.eq_ignore_ascii_case(word));
        self.at += usize::from(found);
        found
    }

    fn any(&mut self) -> Result<RuleFilter, String> {
        let mut parts = vec![self.all()?];
        while self.eat("or") {
            parts.push(self.all()?);
        }
        Ok(RuleFilter::any(parts))
    }

    fn all(&mut self) -> Result<RuleFilter, String> {
        let mut parts = vec![self.one()?];
        while self.eat("and") {
            parts.push(self.one()?);
        }
        Ok(RuleFilter::all(parts))
    }

    fn one(&mut self) -> Result<RuleFilter, String> {
        self.nested += 1;
        if self.nested > MOST_NESTED {
            return Err("the condition is nested too deeply".to_owned());
        }
        let asked = if self.eat("not") {
            RuleFilter::Not(Box::new(self.one()?))
        } else if self.eat("(") {
            let inner = self.any()?;
            if !self.eat(")") {
                return Err("a bracket of the condition is not closed".to_owned());
            }
            inner
        } else {
            self.named()?
        };
        self.nested -= 1;
        Ok(asked)
    }

    /// Reads `name`, `1 of name*` or `all of them`.
    fn named(&mut self) -> Result<RuleFilter, String> {
        let Some(word) = self.peek().map(str::to_owned) else {
            return Err("the condition ends too early".to_owned());
        };
        self.at += 1;
        if !self.eat("of") {
            let named = self.searches.iter().find(|(name, _)| *name == word);
            return named
                .map(|(_, asked)| asked.clone())
                .ok_or_else(|| format!("the condition names {word}, which is not there"));
        }
        let Some(pattern) = self.peek().map(str::to_owned) else {
            return Err("the condition ends after of".to_owned());
        };
        self.at += 1;
        let is_named = |name: &str| {
            if pattern.eq_ignore_ascii_case("them") {
                !name.starts_with('_')
            } else {
                matches_glob(name, &pattern)
            }
        };
        let found: Vec<RuleFilter> =
            self.searches.iter().filter(|(name, _)| is_named(name)).map(|(_, asked)| asked.clone()).collect();
        if found.is_empty() {
            return Err(format!("the condition names {pattern}, which is not there"));
        }
        match word.to_ascii_lowercase().as_str() {
            "1" | "any" => Ok(RuleFilter::any(found)),
            "all" => Ok(RuleFilter::all(found)),
            other => Err(format!("{other} of … is not supported; 1 of and all of are")),
        }
    }
}

/// Returns whether a name matches a pattern with `*`.
fn matches_glob(name: &str, pattern: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return name == pattern };
    let Some(name) = name.strip_prefix(start) else { return false };
    if rest.is_empty() {
        return true;
    }
    (0..=name.len()).any(|at| name.get(at..).is_some_and(|name| matches_glob(name, rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn text(of: &str) -> Result<String, String> {
        let searches = ["sel_a", "sel_b", "filter", "_hidden"]
            .map(|name| (name.to_owned(), RuleFilter::Term(name.to_owned())));
        condition(of, &searches).map(|asked| asked.text())
    }

    #[test]
    fn not_binds_before_and_before_or() {
        for (of, expected) in [
            ("sel_a", "sel_a"),
            ("sel_a and sel_b or filter", "( sel_a sel_b ) | filter"),
            ("sel_a AND NOT filter", "sel_a !filter"),
            ("not (sel_a or sel_b)", "!( sel_a | sel_b )"),
            ("not not sel_a", "sel_a"),
            ("1 of sel_*", "sel_a | sel_b"),
            ("all of them", "sel_a sel_b filter"),
            ("all of sel_* and not 1 of filter*", "( sel_a sel_b ) !filter"),
            ("any of *_?b or 1 of *_b", ""),
            ("_hidden", "_hidden"),
        ] {
            match text(of) {
                Ok(text) => assert_eq!(text, expected, "{of}"),
                Err(reason) => assert!(expected.is_empty(), "{of}: {reason}"),
            }
        }
    }

    #[test]
    fn what_cannot_be_asked_is_named() {
        for (of, words) in [
            ("sel_a | count() > 5", "count()"),
            ("2 of sel_*", "2 of"),
            ("sel_c", "sel_c"),
            ("1 of none*", "none*"),
            ("sel_a sel_b", "sel_b"),
            ("(sel_a", "bracket"),
            ("sel_a and", "early"),
            ("1 of", "after of"),
            (&format!("{}sel_a", "not ".repeat(60)), "nested"),
        ] {
            let reason = text(of).expect_err(of);
            assert!(reason.contains(words), "{of}: {reason}");
        }
    }
}

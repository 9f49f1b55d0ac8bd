//! The text of a filter for what is new in a span of time.

use super::pivot::{and, cut, standing_alone};
use super::time::term;
use crate::record::time::Time;

/// Returns a filter with this window instead of the one that it has: what is new from one time to another, in milliseconds
/// since 1970, compared with all that came before.
pub fn set_window(filter: &str, from: i64, to: i64) -> String {
    let is_since = |part: &str| part.get(..NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME));
    let others = cut(filter, &standing_alone(filter, is_since), 0);
    let begin = Time::from_millis(from).to_string();
    let news = and(&others, "is:new");
    let within = term::set(news.trim(), &term::term(from, to));
    and(&within, &format!("{NAME}{begin}"))
}

const NAME: &str = "since:";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::language::parse::parse;
    use crate::query::language::term::since;

    #[test]
    fn a_window_replaces_the_one_before() {
        let at = |text: &str| Time::parse(text).unwrap().millis().unwrap();
        let window =
            |filter: &str| set_window(filter, at("2026-03-10T22:00:00Z"), at("2026-03-11T00:00:00Z"));
        let time = "time:2026-03-10T22:00:00..2026-03-10T23:59:59";
        let whole = format!("is:new {time} since:2026-03-10T22:00:00Z");
        for (filter, expected) in [
            ("", whole.clone()),
            (whole.as_str(), whole.clone()),
            ("who:x", format!("who:x {whole}")),
            ("since:2026-03-01 who:x", format!("who:x {whole}")),
            ("a | b", format!("(a | b) {whole}")),
            ("time:2026-01-01 x", format!("{time} x is:new since:2026-03-10T22:00:00Z")),
        ] {
            assert_eq!(window(filter), expected, "{filter}");
            let expr = parse(&window(filter)).unwrap();
            assert_eq!(since::time(&expr), Time::parse("2026-03-10T22:00:00Z"));
        }
    }
}

//! Regular expressions that mean the same in every engine, and why others do not.

use super::tree::Regex;

/// What engines read differently, or not at all.
const OWN: [(&str, &str); 16] = [
    ("(?P<", "a named group"),
    ("(?<", "a named group"),
    ("(?x", "the flag x"),
    ("(?u", "the flag u"),
    ("(?U", "the flag U"),
    ("(?R", "the flag R"),
    ("(?-", "a flag that is switched off"),
    ("&&", "an intersection of classes"),
    ("--", "a difference of classes"),
    ("~~", "a difference of classes"),
    (r"\p", "a class of Unicode"),
    (r"\P", "a class of Unicode"),
    (r"\x{", "a character by its number"),
    (r"\u", "a character by its number"),
    (r"\U", "a character by its number"),
    (r"\b{", "a boundary of a kind"),
];

/// Returns a regular expression of the filter for other engines. The error is a reason.
pub(super) fn portable(source: &str, ignore_case: bool) -> Result<Regex, String> {
    match OWN.iter().find(|(part, _)| source.contains(part)) {
        Some((_, what)) => Err(format!("/{source}/ has {what}, which engines read differently")),
        None => Ok(Regex { source: source.to_owned(), ignore_case }),
    }
}

/// Returns `text` so that an expression finds it literally.
pub(in crate::export::engines) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        // Brackets mean the same in all engines; a backslash before a letter or a blank does not.
        if r"\.+*?()|[]{}^$".contains(char) {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

/// Returns a pattern of `*` and `?` for a whole value as an expression.
pub(in crate::export::engines) fn of_glob(glob: &str) -> Regex {
    Regex::any_case(format!("^{}$", inside_of_glob(glob)))
}

/// Returns the same without the anchors.
pub(in crate::export::engines) fn inside_of_glob(glob: &str) -> String {
    let mut source = String::new();
    let mut chars = [0; 4];
    for char in glob.chars() {
        match char {
            '*' => source.push_str(r"[\s\S]*"),
            '?' => source.push_str(r"[\s\S]"),
            char => source.push_str(&escaped(char.encode_utf8(&mut chars))),
        }
    }
    source
}

/// Returns an expression for calls with or without the date of their API.
pub(in crate::export::engines) fn of_calls(names: &[String]) -> Regex {
    let any = match names {
        [one] => escaped(one),
        names => format!("({})", names.iter().map(|name| escaped(name)).collect::<Vec<_>>().join("|")),
    };
    Regex::exact(format!("^{any}{API_DATE}?$"))
}

/// The dates that some services put behind the names of their calls.
pub(in crate::export::engines) const API_DATE: &str =
    r"(((19|20)[0-9]{6}|[0-9]{4}_[0-9]{2}_[0-9]{2})(v[0-9])?)";

/// Returns an expression for `text` where it is not a part of something longer: a word, a number, an address.
pub(super) fn of_whole_word(text: &str) -> String {
    let (before, behind) = match text.parse() {
        Ok(std::net::IpAddr::V4(_)) => (r"(^\.?|[^0-9A-Za-z_.]|[^0-9]\.)", r"([^0-9A-Za-z_.]|\.[^0-9]|\.?$)"),
        Ok(std::net::IpAddr::V6(_)) => return of_whole_v6(&escaped(text)),
        Err(_) => ("(^|[^0-9A-Za-z_])", "([^0-9A-Za-z_]|$)"),
    };
    format!("{before}{}{behind}", escaped(text))
}

/// Returns an expression that finds what `source` finds, an IPv6 address, unless it is a part of a longer one.
pub(super) fn of_whole_v6(source: &str) -> String {
    format!("(^|[^0-9A-Za-z_:]){source}([^0-9A-Za-z_:]|:[^0-9A-Fa-f:]|:?$)")
}

/// Returns an expression for the letters of a word, in order within one text.
pub(super) fn of_letters(word: &str) -> String {
    let letters: Vec<String> = word.chars().map(|char| escaped(&char.to_string())).collect();
    letters.join("[^\"\\n]*")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::query::language::expr::Pattern;
    use crate::record::call::without_api_date;

    #[test]
    fn what_engines_read_differently_is_refused() {
        for source in [r"(?P<a>b)", r"[a-z&&[^b]]", r"\p{Greek}", r"(?x) a b", r"\x{41}"] {
            assert!(portable(source, false).is_err(), "{source}");
        }
        for source in [r"^aws-cli/\d+\.", r"(?i)a|b", r"[^a-z]{2,}$", r"\bx\b"] {
            assert!(portable(source, false).is_ok(), "{source}");
        }
    }

    proptest! {
        #[test]
        fn a_glob_is_the_same_as_an_expression(glob in "[ab*?.(\\\\]{0,6}", value in "[abAB.(\\\\\n]{0,6}") {
            let regex = regex::Regex::new(&of_glob(&glob).flagged()).unwrap();
            prop_assert_eq!(regex.is_match(&value), Pattern::glob(&glob).unwrap().is_match(value.as_bytes()));
        }

        #[test]
        fn a_whole_word_is_found_as_the_filter_finds_it(
            text in "[ab1]{1,3}|10\\.0\\.0\\.1", around in "[ab1.: _]{0,4}", behind in "[ab1.: _]{0,4}"
        ) {
            let value = format!("{around}{text}{behind}");
            let regex = regex::Regex::new(&of_whole_word(&text)).unwrap();
            let pattern = Pattern::whole(&text, false).unwrap();
            prop_assert_eq!(regex.is_match(&value), pattern.is_match(value.as_bytes()), "{}", value);
        }

        #[test]
        fn a_call_has_its_date(date in "(19|20|30)[0-9]{5,7}(v[0-9])?|[0-9]{4}_[0-9]{2}_[0-9]{2}(v2)?") {
            let name = format!("CreateFunction{date}");
            let regex = regex::Regex::new(&of_calls(&["CreateFunction".to_owned()]).flagged()).unwrap();
            prop_assert_eq!(regex.is_match(&name), without_api_date(&name) == "CreateFunction");
        }
    }
}

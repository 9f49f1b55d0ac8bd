//! Text inside HTML.

use crate::text::distinct;

/// Returns text for HTML: nothing in it is markup, and hidden characters are escaped.
pub(in crate::report) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in distinct(text).chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            char => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup_and_nothing_is_hidden() {
        assert_eq!(escaped("<b a='\"&\u{202e}\u{1b}"), "&lt;b a=&#39;&quot;&amp;⟨202E⟩␛");
    }
}

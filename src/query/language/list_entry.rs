//! One value of a list: its text without quotes, as it was before it was defanged, and the cells of its row.

/// A value of a list, before it is known what field it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ListEntry {
    /// The line of the file, or the number of the object in JSON; from 1.
    pub(super) line: u32,
    /// The whole value, without remark and quotes, its brackets undone.
    pub(super) text: String,
    /// Why it cannot be read, when it cannot.
    pub(super) fault: Option<&'static str>,
}

/// What the numbers of entries count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Unit {
    #[default]
    Line,
    Object,
}

/// A text without the quotes around it, and as it was before it was defanged.
pub(super) fn plain(text: &str) -> String {
    let text = text.trim();
    let unquoted = ['"', '\'', '`'].into_iter().find_map(|quote| {
        let inside = text.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inside.contains(quote)).then_some(inside)
    });
    refanged(unquoted.unwrap_or(text).trim())
}

/// `203[.]0[.]113[.]9`, `hxxp://`, `[:]`, `user[@]example.com` as they were before they were made harmless.
fn refanged(text: &str) -> String {
    if !text.contains(['[', '(', '{', 'x', 'X']) {
        return text.to_owned();
    }
    let mut text = text.to_owned();
    for (defanged, is) in [
        ("[.]", "."),
        ("(.)", "."),
        ("{.}", "."),
        ("[dot]", "."),
        ("(dot)", "."),
        ("[:]", ":"),
        ("[://]", "://"),
        ("[@]", "@"),
        ("[at]", "@"),
        ("[/]", "/"),
    ] {
        if text.contains(defanged) {
            text = text.replace(defanged, is);
        }
    }
    for (defanged, is) in [("hxxp", "http"), ("fxp:", "ftp:")] {
        if text.get(..defanged.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(defanged)) {
            text.replace_range(..defanged.len(), is);
        }
    }
    text
}

/// The cells of a line, whatever stands between them.
pub(super) fn cells(line: &str) -> impl Iterator<Item = String> + '_ {
    line.split([',', ';', '|', '\t']).map(plain).filter(|cell| !cell.is_empty())
}

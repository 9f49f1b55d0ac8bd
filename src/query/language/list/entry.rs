//! One value of a list: its text without quotes and defanging, and the cells of its row.

/// A value of a list, before its field is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::query::language) struct ListEntry {
    /// The line of the file, or the number of the object in JSON; from 1.
    pub(in crate::query::language) line: u32,
    /// The whole value, without remark, quotes and defanging.
    pub(in crate::query::language) text: String,
    /// Why it cannot be read, if so.
    pub(in crate::query::language) fault: Option<&'static str>,
}

/// What the numbers of entries count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::query::language) enum Unit {
    #[default]
    Line,
    Object,
}

/// Removes the quotes around a text, and its defanging.
pub(in crate::query::language) fn plain(text: &str) -> String {
    let text = text.trim();
    let unquoted = ['"', '\'', '`'].into_iter().find_map(|quote| {
        let inside = text.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inside.contains(quote)).then_some(inside)
    });
    refanged(unquoted.unwrap_or(text).trim())
}

/// Restores defanged text: `203[.]0[.]113[.]9`, `hxxp://`, `[:]`, `user[@]example.com`.
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

/// Splits a line into cells at any separator, then into words: a remark may follow a value without a sign.
pub(in crate::query::language) fn cells_and_words(line: &str) -> impl Iterator<Item = String> + '_ {
    let words = line.split(|char: char| char.is_whitespace() || ",;|".contains(char)).map(plain);
    cells(line).chain(words.filter(|word| !word.is_empty()))
}

/// Splits a line into cells at any separator.
pub(in crate::query::language) fn cells(line: &str) -> impl Iterator<Item = String> + '_ {
    line.split([',', ';', '|', '\t']).map(plain).filter(|cell| !cell.is_empty())
}

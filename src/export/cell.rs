//! Values as cells for spreadsheets: text stays unchanged, and different values give different cells.

use crate::text::distinct;

/// Writes a value as a cell for a spreadsheet. Hidden characters are escaped. An apostrophe is put before
/// anything that would be read as a formula, before a number or a date that would be changed, and before an apostrophe
/// at the start of the value. One is also put after a semicolon, which starts a cell where commas are part of
/// numbers.
pub fn spreadsheet_cell(value: &str) -> String {
    let shown = distinct(value);
    let mut cell = String::with_capacity(shown.len() + 1);
    for (number, part) in shown.split(';').enumerate() {
        if number > 0 {
            cell.push(';');
        }
        let is_changed = number == 0 && (is_changed_number(&shown) || is_read_as_time(&shown));
        // Behind a semicolon a quote opens a cell, and a second one closes it before what follows.
        let behind = if number == 0 { part } else { part.trim_start_matches(is_blank_or_quote) };
        let begins_with_control = number == 0 && value.starts_with(['\t', '\r']);
        if part.starts_with('\'') || begins_formula(behind) || is_changed || begins_with_control {
            cell.push('\'');
        }
        cell.push_str(part);
    }
    cell
}

fn begins_formula(text: &str) -> bool {
    text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

fn is_blank_or_quote(char: char) -> bool {
    char == '"' || char.is_whitespace()
}

/// Spreadsheets keep this many digits of a number.
const DIGITS_KEPT: usize = 15;

/// Returns whether a spreadsheet would read a text as a number and show a different one: leading zeros and
/// digits after the fifteenth are dropped, and `12e3` becomes 12000.
fn is_changed_number(text: &str) -> bool {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_plain {
        let number = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-');
        return text.bytes().all(number) && text.parse::<f64>().is_ok();
    }
    (text.len() > 1 && text.starts_with('0')) || text.len() > DIGITS_KEPT
}

/// The months, which are known by their first three letters or more.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Returns whether a spreadsheet of some country would read a text as a date, a time of day or a number in groups, and
/// show another text: `3-4`, `12:30`, `1.2.26`, `MAR1`, `1,234`. Addresses of four parts are none.
fn is_read_as_time(text: &str) -> bool {
    const LONGEST_PART: usize = 4;
    let is_sign = |char: char| matches!(char, '-' | '/' | '.' | ':' | ',' | ' ');
    let is_short = |part: &str| part.len() <= LONGEST_PART && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split(is_sign).collect();
    if matches!(parts.len(), 2 | 3) && parts.iter().all(|part| !part.is_empty() && is_short(part)) {
        return true;
    }
    let letters: String =
        text.chars().filter(char::is_ascii_alphabetic).map(|char| char.to_ascii_lowercase()).collect();
    let is_month = letters.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(&letters));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let signs = text.chars().filter(|&char| is_sign(char)).count();
    is_month
        && !digits.is_empty()
        && is_short(&digits)
        && signs <= 2
        && text.len() == letters.len() + digits.len() + signs
        && (text.starts_with(|char: char| char.is_ascii_digit())
            || text.ends_with(|char: char| char.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn is_cell(value: &str, cell: &str) {
        assert_eq!(spreadsheet_cell(value), cell, "{value:?}");
    }

    #[test]
    fn formulas_are_defused() {
        for text in ["=1+1", "+x", "-x", "@x", " =1", "＝1"] {
            is_cell(text, &format!("'{text}"));
        }
        is_cell("\t=1", "'→=1");
        is_cell("\rx", "'␍x");
        is_cell("a=1", "a=1");
        is_cell("a\u{202e}b", "a⟨202E⟩b");
        is_cell("AROAEXAMPLE:i-0abc", "AROAEXAMPLE:i-0abc");
    }

    /// Where numbers are written with commas, cells are separated by semicolons, and quotes do not protect what
    /// follows one.
    #[test]
    fn no_formula_begins_behind_a_semicolon() {
        is_cell("Mozilla/5.0 (X11;=HYPERLINK(1))", "Mozilla/5.0 (X11;'=HYPERLINK(1))");
        is_cell("a; @b;c;-d", "a;' @b;c;'-d");
        is_cell("(X11; Linux x86_64)", "(X11; Linux x86_64)");
    }

    /// A quote behind a semicolon opened a cell, the next one closed it, and what followed was a formula.
    #[test]
    fn no_formula_begins_behind_a_semicolon_and_a_quote() {
        is_cell("a;\"=HYPERLINK(1);", "a;'\"=HYPERLINK(1);");
        is_cell("a; \" \"@x", "a;' \" \"@x");
        is_cell("a;\"b\"=1", "a;\"b\"=1");
        is_cell("\"=1", "\"=1");
    }

    /// A role `MAR1` became a day in March.
    #[test]
    fn what_would_become_a_date_stays_text() {
        for text in
            ["3-4", "1/2", "12:30", "1.2.26", "2026-03-10", "1,234", "MAR1", "sept-2", "1-Dec", "june 2026"]
        {
            is_cell(text, &format!("'{text}"));
        }
        for text in [
            "198.51.100.7",
            "10.0.0.0/8",
            "a-1",
            "mars",
            "march",
            "marvin7",
            "mary1",
            "1:2:3:4",
            "-",
            "12-",
            "march1b",
            "123456-1",
        ] {
            is_cell(text, if text == "-" { "'-" } else { text });
        }
    }

    /// An account ID is a name; spreadsheets dropped its leading zero.
    #[test]
    fn numbers_that_would_be_changed_stay_text() {
        for text in ["012345678901", "00", "1234567890123456", "12e3", "1.50", "5E12"] {
            is_cell(text, &format!("'{text}"));
        }
        for text in ["", "0", "7", "123456789012", "i-0123", "12e", "1.2.3.4", "e", "0x10"] {
            is_cell(text, text);
        }
    }

    #[test]
    fn what_is_spelled_out_is_no_other_value() {
        for (one, two) in [
            ("a\u{1b}", "a␛"),
            ("\u{202e}", "⟨202E⟩"),
            ("=1", "'=1"),
            ("x;=1", "x;'=1"),
            ("a\tb", "a→b"),
            ("a\nb", "a⏎b"),
            ("\u{301}x", "⟨0301⟩x"),
            ("012", "'012"),
        ] {
            assert_ne!(spreadsheet_cell(one), spreadsheet_cell(two), "{one:?} {two:?}");
        }
    }

    proptest! {
        #[test]
        fn different_values_are_different_cells(
            one in "[=;' 0-2e\t\u{1b}␛→⏎\n⟨⟩B\u{301}\u{202e}a]{0,6}", two in "[=;' 0-2e\t\u{1b}␛→⏎\n⟨⟩B\u{301}\u{202e}a]{0,6}",
        ) {
            prop_assert_eq!(one == two, spreadsheet_cell(&one) == spreadsheet_cell(&two));
        }

        /// Read with either separator, by another reader.
        #[test]
        fn no_part_of_a_cell_is_a_formula(value in "[=;,'\"' +@a\t-]{0,10}", first in any::<bool>()) {
            let cell = spreadsheet_cell(&value);
            let row = if first { vec![cell.as_str(), "x"] } else { vec!["id-1", cell.as_str(), "x"] };
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&row).unwrap();
            let bytes = writer.into_inner().unwrap();
            for separator in [b',', b';'] {
                let mut reader = csv::ReaderBuilder::new();
                reader.has_headers(false).flexible(true).delimiter(separator);
                for row in reader.from_reader(&bytes[..]).records() {
                    let row = row.unwrap();
                    prop_assert!(row.iter().all(|part| !begins_formula(part)), "{} {:?}", cell, row);
                }
            }
        }
    }
}

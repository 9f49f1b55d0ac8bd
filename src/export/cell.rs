//! Values as cells for spreadsheets: text stays unchanged, and different values give different cells.

use crate::text::distinct;

/// Writes a value as a cell for a spreadsheet. Hidden characters are escaped. An apostrophe is put before
/// anything that would be read as a formula, before a number that would be changed, and before an apostrophe at
/// the start of the value. One is also put after a semicolon, which starts a cell where commas are part of
/// numbers.
pub(super) fn spreadsheet_cell(value: &str) -> String {
    let shown = distinct(value);
    let mut cell = String::with_capacity(shown.len() + 1);
    for (number, part) in shown.split(';').enumerate() {
        if number > 0 {
            cell.push(';');
        }
        let is_number = number == 0 && would_be_changed(&shown);
        let begins_with_control = number == 0 && value.starts_with(['\t', '\r']);
        if part.starts_with('\'') || begins_formula(part) || is_number || begins_with_control {
            cell.push('\'');
        }
        cell.push_str(part);
    }
    cell
}

fn begins_formula(text: &str) -> bool {
    text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Spreadsheets keep this many digits of a number.
const DIGITS_KEPT: usize = 15;

/// Returns whether a spreadsheet would read a text as a number and show a different one: leading zeros and
/// digits after the fifteenth are dropped, and `12e3` becomes 12000.
fn would_be_changed(text: &str) -> bool {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_plain {
        let number = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-');
        return text.bytes().all(number) && text.parse::<f64>().is_ok();
    }
    (text.len() > 1 && text.starts_with('0')) || text.len() > DIGITS_KEPT
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

        #[test]
        fn no_part_of_a_cell_is_a_formula(value in "[=;' +@a\t-]{0,10}") {
            let cell = spreadsheet_cell(&value);
            prop_assert!(cell.split(';').all(|part| !begins_formula(part)), "{}", cell);
        }
    }
}

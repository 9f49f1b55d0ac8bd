//! What spreadsheets make of cells: marks that keep a text as it is, numbers that lose digits, and times such as `5/9/2026 14:00`, in which only
//! other rows tell whether the day or the month comes first.

/// The order of day and month in the times of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateOrder {
    DayFirst,
    MonthFirst,
}

/// What the rows of a table tell about that order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct DateEvidence {
    /// Some first number is too large for a month.
    day_first: bool,
    /// Some second number is too large for a month.
    month_first: bool,
}

impl DateEvidence {
    /// Adds what the time of one row tells.
    pub(super) fn add(&mut self, cell: &[u8]) {
        let Some(time) = SlashedTime::read(cell) else { return };
        self.day_first |= time.first > 12;
        self.month_first |= time.second > 12;
    }

    /// Returns the order, if the rows tell one and do not contradict each other.
    pub(super) fn order(self) -> Option<DateOrder> {
        match (self.day_first, self.month_first) {
            (true, false) => Some(DateOrder::DayFirst),
            (false, true) => Some(DateOrder::MonthFirst),
            (true, true) | (false, false) => None,
        }
    }
}

/// Returns whether a cell is a time with slashes, in some order of day and month.
pub(super) fn has_slashes(cell: &[u8]) -> bool {
    SlashedTime::read(cell).is_some()
}

/// Returns such a time as other programs write it, in UTC, which the tables of AWS are in.
pub(super) fn ordered(cell: &[u8], order: DateOrder) -> Option<String> {
    let SlashedTime { first, second, year, clock } = SlashedTime::read(cell)?;
    let (day, month) = match order {
        DateOrder::DayFirst => (first, second),
        DateOrder::MonthFirst => (second, first),
    };
    (month <= 12).then(|| format!("{year:04}-{month:02}-{day:02} {clock} UTC"))
}

/// A time as `5/9/2026 14:00`, `5/9/2026 14:00:07` or `5/9/2026 2:00:07 PM`.
struct SlashedTime {
    first: u8,
    second: u8,
    year: u16,
    /// As `14:00:07`.
    clock: String,
}

impl SlashedTime {
    fn read(cell: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(cell).ok()?.trim();
        let (date, clock) = text.split_once(' ')?;
        let mut parts = date.trim_end_matches(',').split('/');
        let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
        let number = |text: &str| -> Option<u8> {
            let number = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())??;
            (1..=31).contains(&number).then_some(number)
        };
        if parts.next().is_some() || year.len() != 4 {
            return None;
        }
        let (first, second) = (number(first)?, number(second)?);
        Some(Self { first, second, year: year.parse().ok()?, clock: clock_of(clock.trim())? })
    }
}

fn clock_of(text: &str) -> Option<String> {
    let (digits, half) = text.split_once(' ').map_or((text, ""), |(digits, half)| (digits, half));
    let parts: Vec<Option<u8>> = digits.split(':').map(|part| part.parse::<u8>().ok()).collect();
    let (hour, minute, second) = match parts.as_slice() {
        [Some(hour), Some(minute)] => (*hour, *minute, 0),
        [Some(hour), Some(minute), Some(second)] => (*hour, *minute, *second),
        _ => return None,
    };
    let hour = match half.to_ascii_lowercase().as_str() {
        "" => hour,
        "am" if (1..=12).contains(&hour) => hour % 12,
        "pm" if (1..=12).contains(&hour) => hour % 12 + 12,
        _ => return None,
    };
    (hour < 24 && minute < 60 && second < 60).then(|| format!("{hour:02}:{minute:02}:{second:02}"))
}

/// Returns a cell without the marks that keep its text from being changed: `="0123"`, and an apostrophe before what a
/// spreadsheet would compute or take for a number.
pub(super) fn without_marks(cell: &[u8]) -> &[u8] {
    let quoted = cell.strip_prefix(b"=\"").and_then(|rest| rest.strip_suffix(b"\""));
    if let Some(inside) = quoted.filter(|inside| !inside.contains(&b'"')) {
        return inside;
    }
    let Some(rest @ [first, ..]) = cell.strip_prefix(b"'") else { return cell };
    let is_number = rest.iter().all(|byte| byte.is_ascii_digit() || b".,:/-+eE ".contains(byte));
    if is_number || b"=+-@'".contains(first) { rest } else { cell }
}

/// The digits of an account, and how many zeros at its beginning a spreadsheet may have dropped.
const ACCOUNT_DIGITS: std::ops::RangeInclusive<usize> = 9..=11;

/// Returns whether a text became a number in a spreadsheet and lost digits: `1.11122E+11`. No name or ID of AWS has an E
/// with a sign between digits only.
#[inline]
pub(super) fn is_rounded(cell: &[u8]) -> bool {
    // Most cells are decided by their first two bytes.
    matches!(cell, [b'0'..=b'9', b'.' | b',' | b'E' | b'e', ..]) && has_exponent(cell)
}

/// Returns whether a cell is one digit, with a fraction or not, and an exponent.
fn has_exponent(cell: &[u8]) -> bool {
    const LONGEST: usize = 30;
    let Some(at) =
        Some(cell).filter(|cell| cell.len() <= LONGEST).and_then(|cell| memchr::memchr2(b'E', b'e', cell))
    else {
        return false;
    };
    let (number, exponent) = cell.split_at(at);
    let (whole, part) = number.split_at(number.iter().take_while(|byte| byte.is_ascii_digit()).count());
    let is_part = match part {
        [] => true,
        [b'.' | b',', digits @ ..] => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    let is_exponent = matches!(exponent, [b'E' | b'e', b'+', digits @ ..] if (2..=3).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit));
    whole.len() == 1 && is_part && is_exponent
}

/// Returns the digits of an account that a program took for a fraction: `111122223333.0`.
#[inline]
pub(super) fn account_digits(cell: &[u8]) -> &[u8] {
    let digits = cell.strip_suffix(b".0").filter(|digits| digits.iter().all(u8::is_ascii_digit));
    digits.unwrap_or(cell)
}

/// Returns whether an account is one without the zeros at its beginning.
#[inline]
pub(super) fn is_short_account(cell: &[u8]) -> bool {
    ACCOUNT_DIGITS.contains(&cell.len()) && cell.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_lost_digits_are_told_from_ids() {
        for cell in ["1.11122E+11", "1.11122e+11", "1E+11", "1,11122E+11", "4.5E+102"] {
            assert!(is_rounded(cell.as_bytes()), "{cell}");
        }
        for cell in [
            "111122223333",
            "1E5F2A7C9D3B4E6F",
            "1234E567-0000-1111-2222-333344445555",
            "11E+11",
            "1.E+11",
            "1.5E+",
            "1.5E+1",
            "1.5E+1234",
            "1.5E-11",
            "AKIA1E+11EXAMPLE",
            "E+11",
            "2026-03-10T12:00:00Z",
            "aws-cli/1.2E+11",
            "",
        ] {
            assert!(!is_rounded(cell.as_bytes()), "{cell}");
        }
        let short = ["11122223333", "111122223333", "12345678", "a1122223333", ""];
        assert_eq!(short.map(|cell| is_short_account(cell.as_bytes())), [true, false, false, false, false]);
    }

    fn order(cells: &[&str]) -> Option<DateOrder> {
        let mut evidence = DateEvidence::default();
        for cell in cells {
            evidence.add(cell.as_bytes());
        }
        evidence.order()
    }

    #[test]
    fn other_rows_tell_the_order_or_nothing_does() {
        assert_eq!(order(&["5/9/2026 14:00", "25/9/2026 14:00"]), Some(DateOrder::DayFirst));
        assert_eq!(
            order(&["5/9/2026 14:00", "9/25/2026 14:00", "2026-09-25T14:00:00Z"]),
            Some(DateOrder::MonthFirst)
        );
        assert_eq!(order(&["5/9/2026 14:00", "12/12/2026 14:00"]), None);
        assert_eq!(order(&["25/9/2026 14:00", "9/25/2026 14:00"]), None);
        assert_eq!(order(&[]), None);
    }

    #[test]
    fn times_are_written_in_their_order() {
        for (cell, order, expected) in [
            ("5/9/2026 14:00", DateOrder::DayFirst, Some("2026-09-05 14:00:00 UTC")),
            ("5/9/2026 14:00", DateOrder::MonthFirst, Some("2026-05-09 14:00:00 UTC")),
            ("09/05/2026, 2:03:04 PM", DateOrder::MonthFirst, Some("2026-09-05 14:03:04 UTC")),
            ("9/5/2026 12:00 am", DateOrder::MonthFirst, Some("2026-09-05 00:00:00 UTC")),
            ("25/9/2026 14:00", DateOrder::MonthFirst, None),
            ("5/9/2026 24:00", DateOrder::DayFirst, None),
            ("5/9/26 14:00", DateOrder::DayFirst, None),
            ("5/9/2026", DateOrder::DayFirst, None),
            ("32/9/2026 14:00", DateOrder::DayFirst, None),
            ("2026-09-05T14:00:00Z", DateOrder::DayFirst, None),
        ] {
            assert_eq!(ordered(cell.as_bytes(), order).as_deref(), expected, "{cell}");
        }
    }

    #[test]
    fn marks_of_spreadsheets_are_no_part_of_a_value() {
        for (cell, expected) in [
            ("=\"AKIA\"", "AKIA"),
            ("'111122223333", "111122223333"),
            ("'=1+1", "=1+1"),
            ("''quoted", "'quoted"),
            ("'; DROP TABLE", "'; DROP TABLE"),
            ("'alice'", "'alice'"),
            ("=\"a\"&\"b\"", "=\"a\"&\"b\""),
            ("'", "'"),
            ("", ""),
        ] {
            assert_eq!(without_marks(cell.as_bytes()), expected.as_bytes(), "{cell}");
        }
    }
}

//! Times as mail, web servers and spreadsheets write them, if they can mean only one moment: `Sat, 09 May 2026
//! 14:30:00 GMT`, `09/May/2026:14:30:00 +0000`, `2026/05/09 14:30:00`, `20260509143000`. The name of a month needs a
//! zone beside it, because these writers use their own.

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Returns the same time in the form of records, such as `2026-05-09T14:30:00Z`.
pub(in crate::record) fn plain(text: &str) -> Option<String> {
    if text.get(4..5) == Some("/") && text.get(7..8) == Some("/") {
        return Some(text.replacen('/', "-", 2));
    }
    if text.len() == 14 && text.starts_with("20") && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(format!("{}T{}Z", text.get(..8)?, text.get(8..)?));
    }
    let without_day =
        text.split_once(", ").filter(|(day, _)| day.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let text = without_day.map_or(text, |(_, rest)| rest);
    let words: Vec<&str> = text.split([' ', ',', '/']).filter(|word| !word.is_empty()).collect();
    let (day, month, rest) = match words[..] {
        [first, second, ref rest @ ..] if month(first).is_some() => (second, month(first)?, rest),
        [first, second, ref rest @ ..] => (first, month(second)?, rest),
        _ => return None,
    };
    let day: u8 = day.parse().ok()?;
    let (year, clock, rest) = match *rest {
        // A web server puts a colon before the clock.
        [time, ref rest @ ..] if time.contains(':') => {
            let (year, clock) = time.split_once(':')?;
            (year, clock, rest)
        }
        [year, clock, ref rest @ ..] => (year, clock, rest),
        _ => return None,
    };
    let clock = match rest {
        [half @ ("AM" | "PM"), _] => twenty_four(clock, half)?,
        [_] => clock.to_owned(),
        _ => return None,
    };
    let zone = match *rest.last()? {
        "GMT" | "UTC" | "Z" => "Z",
        offset if offset.starts_with(['+', '-']) => offset,
        _ => return None,
    };
    Some(format!("{year}-{month:02}-{day:02}T{clock}{zone}"))
}

/// Returns the number of a month from its name or the first three letters of it.
fn month(name: &str) -> Option<usize> {
    let is = |known: &&str| {
        known.eq_ignore_ascii_case(name)
            || known.get(..3).is_some_and(|short| short.eq_ignore_ascii_case(name))
    };
    MONTHS.iter().position(is).map(|at| at + 1)
}

/// Returns a clock of twelve hours as one of 24.
pub(in crate::record) fn twenty_four(clock: &str, half: &str) -> Option<String> {
    let (hour, rest) = clock.split_once(':')?;
    let hour = hour.parse::<u8>().ok().filter(|hour| (1..=12).contains(hour))? % 12;
    match half {
        "AM" => Some(format!("{hour:02}:{rest}")),
        "PM" => Some(format!("{:02}:{rest}", hour + 12)),
        _ => None,
    }
}

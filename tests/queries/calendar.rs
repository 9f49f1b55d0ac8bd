//! Times as a person counts them: years, months and days one after another.

const DAY: i64 = 86_400_000;

fn days_of_year(year: i64) -> i64 {
    if (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 { 366 } else { 365 }
}

fn days_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 => days_of_year(year) - 337,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Milliseconds since 1970 of `2023-07-10T12:01:02Z`, with or without a fraction and zone, or of the form without
/// separators.
pub(crate) fn millis(text: &str) -> Option<i64> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?;
    let (date, rest) = text.split_once(['T', ' '])?;
    let date = date.replace('-', "");
    let zone_at = rest.find(|char: char| !char.is_ascii_digit() && char != ':' && char != '.');
    let (clock, zone) = rest.split_at(zone_at.unwrap_or(rest.len()));
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let clock = clock.replace(':', "");
    if date.len() != 8 || clock.len() != 6 {
        return None;
    }
    let part = |text: &str, from: usize, to: usize| digits(text.get(from..to)?);
    let (year, month, day) = (part(&date, 0, 4)?, part(&date, 4, 6)?, part(&date, 6, 8)?);
    let (hour, minute, second) = (part(&clock, 0, 2)?, part(&clock, 2, 4)?, part(&clock, 4, 6)?);
    let valid = (1..=12).contains(&month)
        && (1..=days_of_month(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    let fraction = digits(&format!("{fraction}00")[..3])?;
    let days = (1970..year).map(days_of_year).sum::<i64>()
        + (1..month).map(|month| days_of_month(year, month)).sum::<i64>()
        + day
        - 1;
    let clock = (hour * 3600 + minute * 60 + second) * 1000 + fraction;
    valid.then_some(days * DAY + clock - offset(zone)?)
}

fn offset(zone: &str) -> Option<i64> {
    if zone.is_empty() || zone == "Z" {
        return Some(0);
    }
    let (sign, rest) = zone.split_at(1);
    let digits = rest.replace(':', "");
    let (hours, minutes) = (digits.get(..2)?.parse::<i64>().ok()?, digits.get(2..)?.parse::<i64>().ok()?);
    let length = (hours * 60 + minutes) * 60_000;
    Some(if sign == "-" { -length } else { length })
}

/// `2023-07-10T12:01:02` of milliseconds since 1970.
pub(crate) fn stamp(millis: i64) -> String {
    let mut days = millis.div_euclid(DAY);
    let (mut year, mut month) = (1970, 1);
    while days >= days_of_year(year) {
        days -= days_of_year(year);
        year += 1;
    }
    while days >= days_of_month(year, month) {
        days -= days_of_month(year, month);
        month += 1;
    }
    let seconds = millis.rem_euclid(DAY) / 1000;
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}", days + 1)
}

/// The same with its fraction, where it has one, and its zone.
pub(crate) fn spelled(millis: i64) -> String {
    match millis.rem_euclid(1000) {
        0 => format!("{}Z", stamp(millis)),
        fraction => format!("{}.{fraction:03}Z", stamp(millis)),
    }
}

#[test]
fn the_calendar_knows_its_days() {
    assert_eq!(millis("1970-01-01T00:00:00Z"), Some(0));
    assert_eq!(millis("2000-03-01T00:00:00Z"), Some(951_868_800_000));
    assert_eq!(millis("2021-11-18T09:41:02.5-08:00").map(stamp).as_deref(), Some("2021-11-18T17:41:02"));
    assert_eq!(millis("20131102T010628Z").map(stamp).as_deref(), Some("2013-11-02T01:06:28"));
    assert_eq!(millis("2023-02-29T00:00:00Z"), None);
}

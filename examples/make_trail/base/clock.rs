//! Times as seconds since 1970, and the ways CloudTrail writes them.

pub(crate) const MINUTE: i64 = 60;
pub(crate) const HOUR: i64 = 3600;
pub(crate) const DAY: i64 = 86_400;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A moment taken apart.
pub(crate) struct Parts {
    pub(crate) year: i64,
    pub(crate) month: i64,
    pub(crate) day: i64,
    pub(crate) hour: i64,
    pub(crate) minute: i64,
    pub(crate) second: i64,
}

/// Seconds since 1970 of a civil date and time (UTC).
pub(crate) fn at(year: i64, month: i64, day: i64, hour: i64, minute: i64) -> i64 {
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * 146_097 + day_of_era - 719_468) * DAY + hour * HOUR + minute * MINUTE
}

pub(crate) fn parts(time: i64) -> Parts {
    let days = time.div_euclid(DAY) + 719_468;
    let rest = time.rem_euclid(DAY);
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Parts {
        year,
        month,
        day: day_of_year - (153 * shifted_month + 2) / 5 + 1,
        hour: rest / HOUR,
        minute: rest % HOUR / MINUTE,
        second: rest % MINUTE,
    }
}

/// `2026-03-10T22:41:07Z`
pub(crate) fn iso(time: i64) -> String {
    let Parts { year, month, day, hour, minute, second } = parts(time);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// `20260310T2241Z`, the form in log file names.
pub(crate) fn stamp(time: i64) -> String {
    let Parts { year, month, day, hour, minute, .. } = parts(time);
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}Z")
}

/// `20260310T224107Z`, the form in digest file names.
pub(crate) fn long_stamp(time: i64) -> String {
    let second = parts(time).second;
    let short = stamp(time);
    format!("{}{second:02}Z", short.trim_end_matches('Z'))
}

/// `2026/03/10`, the folders of a day.
pub(crate) fn folders(time: i64) -> String {
    let Parts { year, month, day, .. } = parts(time);
    format!("{year:04}/{month:02}/{day:02}")
}

/// `Mar 10, 2026, 10:41:07 PM`, the form IAM and STS use inside `responseElements`.
pub(crate) fn wordy(time: i64) -> String {
    let Parts { year, month, day, hour, minute, second } = parts(time);
    let name = usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)).unwrap_or(&"");
    let (clock_hour, half) = ((hour + 11) % 12 + 1, if hour < 12 { "AM" } else { "PM" });
    format!("{name} {day}, {year}, {clock_hour}:{minute:02}:{second:02} {half}")
}

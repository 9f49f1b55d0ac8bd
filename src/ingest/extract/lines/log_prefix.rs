//! What loggers write before the JSON of a line: a time, a host, a priority. Nothing that a caller sent may be
//! mistaken for it.

use crate::record::read::RawRecord;

/// Maximum length in bytes of a timestamp and host before the JSON in a line of a log.
const MAX_LINE_PREFIX: usize = 200;

/// How the events in the AWS CLI's `--output text` begin.
const TEXT_OUTPUT: &[u8] = b"EVENTS\t";
/// How the lines after them begin.
const SEARCHED: &[u8] = b"SEARCHEDLOGSTREAMS\t";

/// Returns the brace where the JSON of a log line begins, after a time or a syslog prefix. Nothing may follow
/// that JSON: a logged request may appear in the middle of a line, but not alone at its end.
pub(in crate::ingest) fn brace_behind_prefix(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let line = rest.get(..MAX_LINE_PREFIX).unwrap_or(rest).split(|&byte| byte == b'\n').next()?;
    let prefix = line.get(..line.iter().position(|&byte| byte == b'{')?)?;
    let brace = at + prefix.len();
    // The AWS CLI's `--output text` has columns after it.
    let is_text_output = prefix.starts_with(TEXT_OUTPUT);
    if !is_text_output && (prefix.contains(&b'"') || !is_log_prefix(prefix) || !ends_as_prefix(prefix)) {
        return None;
    }
    let Ok(record) = RawRecord::read(text, brace) else { return Some(brace) };
    (is_text_output || is_line_end(text, brace + record.text.len())).then_some(brace)
}

/// Returns the end of the line at `start` if it is a line of the AWS CLI's `--output text`, with columns after its JSON.
pub(in crate::ingest) fn end_of_text_output(text: &[u8], start: usize) -> Option<usize> {
    let is_known = |line: &&[u8]| line.starts_with(TEXT_OUTPUT) || line.starts_with(SEARCHED);
    let line = text.get(start..).filter(is_known)?;
    Some(start + memchr::memchr(b'\n', line).unwrap_or(line.len()))
}

/// Returns whether there is only white space after `at` in its line.
pub(in crate::ingest) fn is_line_end(text: &[u8], at: usize) -> bool {
    let mut behind = text.get(at..).unwrap_or_default().iter();
    behind.find(|byte| !matches!(byte, b' ' | b'\t' | b'\r')).is_none_or(|&byte| byte == b'\n')
}

/// Returns whether a prefix is a time, a priority in angle brackets, or a month: CloudWatch Logs, the AWS CLI
/// and syslog begin their lines with these.
fn is_log_prefix(prefix: &[u8]) -> bool {
    const MONTHS: [&[u8]; 12] = [
        b"Jan ", b"Feb ", b"Mar ", b"Apr ", b"May ", b"Jun ", b"Jul ", b"Aug ", b"Sep ", b"Oct ", b"Nov ",
        b"Dec ",
    ];
    let digits = prefix.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let is_date = digits == 4 && matches!(prefix.get(4), Some(b'-' | b'/'));
    let is_epoch = (10..=13).contains(&digits) && matches!(prefix.get(digits), Some(b' ' | b'\t' | b'.'));
    let is_priority = prefix.starts_with(b"<") && prefix.get(1).is_some_and(u8::is_ascii_digit);
    is_date || is_epoch || is_priority || MONTHS.iter().any(|month| prefix.starts_with(month))
}

/// Returns whether a prefix ends where the message of a log begins: after a time and at most one name, or after a
/// colon or a hyphen.
fn ends_as_prefix(prefix: &[u8]) -> bool {
    let is_time =
        |word: &&[u8]| word.iter().any(u8::is_ascii_digit) && !word.iter().all(u8::is_ascii_alphanumeric);
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let mut words: Vec<&[u8]> = prefix.split(is_blank).filter(|word| !word.is_empty()).collect();
    let last = words.pop().unwrap_or_default();
    let others = words.iter().filter(|word| !is_time(word)).count();
    prefix.last().is_some_and(is_blank) && (last.ends_with(b":") || last == b"-" || others == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn begins(line: &str, prefix: Option<&str>) {
        assert_eq!(brace_behind_prefix(line.as_bytes(), 0), prefix.map(str::len), "{line}");
    }

    #[test]
    fn json_behind_what_loggers_write_is_found() {
        for prefix in [
            "2026-03-10T12:00:00.000Z ",
            "2026/03/10 12:00:00 host app: ",
            "<134>host app: ",
            "<134>1 2026-03-10T12:00:00Z host app - - - ",
            "Mar 10 12:00:00 host app[7]: ",
            "1773144000000\t",
            "2026-03-10T12:00:00.000000+00:00 111122223333_CloudTrail_us-east-1 ",
        ] {
            begins(&format!("{prefix}{{\"a\":1}} \r\nnext"), Some(prefix));
            begins(&format!("{prefix}{{\"a\":"), Some(prefix));
            begins(&format!("{prefix}{{\"a\":1}}\" 200"), None);
            begins(&format!("{prefix}\"{{\"a\":1}}"), None);
        }
        begins("EVENTS\tx\t{\"a\":1}\t1773144000000\n", Some("EVENTS\tx\t"));
        begins("203.0.113.9 - - {\"a\":1}", None);
        begins("GET /{\"a\":1}", None);
        for prefix in [
            "2026-03-10 12:00:00 GET /?",
            "2026-03-10 12:00:00 ua=",
            "2026-03-10 12:00:00 app: GET / ",
            "Mar 10 12:00:00 host nginx: 203.0.113.9 ",
            "<134>Mar 10 host nginx: GET /?",
        ] {
            begins(&format!("{prefix}{{\"a\":1}}"), None);
        }
    }
}

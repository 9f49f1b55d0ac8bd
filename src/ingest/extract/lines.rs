//! What is between JSON values: the beginnings of log lines, and text that is not JSON.

use super::envelope::quoted_records;
use super::line_start::is_line_start;
use super::reader::{Reader, TextLayer};
use super::resync::Items;
use crate::json::scan::Scanner;
use crate::record::read::RawRecord;

/// Maximum length in bytes of a timestamp and host before the JSON in a line of a log.
const MAX_LINE_PREFIX: usize = 200;

impl Reader<'_> {
    /// Reads text that is not JSON: a log line may begin with a timestamp; anything else is reported, once per
    /// stretch. Returns where reading continues.
    pub(in crate::ingest) fn text_line(&mut self, layer: TextLayer<'_>, at: usize) -> usize {
        let begins_line = is_line_start(layer.text, at);
        let brace = Some(at).filter(|_| begins_line).and_then(|at| brace_behind_prefix(layer.text, at));
        let mut from = at;
        let next = loop {
            let next = self.next_record(layer, from, &Items::Unknown);
            match next.filter(|&next| begins_line && brace != Some(next) && is_quoted(layer.text, at, next)) {
                Some(quoted) => {
                    self.quoted(layer, quoted, 1);
                    from = quoted + 1;
                }
                None => break next,
            }
        };
        if let Some(brace) = brace.filter(|&brace| next.is_none_or(|next| brace <= next)) {
            return brace;
        }
        let end = next.unwrap_or(layer.text.len());
        self.quoted(layer, at, quoted_records(layer.text.get(at..end).unwrap_or_default()));
        if self.findings.is_json || next.is_some() {
            self.is_distrusted = true;
            self.damage(layer, at..at, "this is not JSON");
            self.lost_until(layer, end);
        }
        end
    }

    /// Reads a string on its own. It is the text of a record only if it is a whole line.
    pub(in crate::ingest) fn top_level_string(
        &mut self,
        layer: TextLayer<'_>,
        at: usize,
    ) -> Result<usize, usize> {
        match Scanner::new(layer.text, at).string() {
            Ok(place) => {
                let end = place.end;
                let events = self.findings.events;
                let holds_records = is_line_start(layer.text, at) && is_line_end(layer.text, end);
                self.is_distrusted |= !holds_records;
                self.string_item(layer, place, 0, holds_records);
                let ends_in_word = layer.text.get(end).is_some_and(u8::is_ascii_alphanumeric);
                if ends_in_word && self.findings.events == events {
                    self.damage(layer, at..end, "unexpected text after a string");
                    return Err(self.retry_inside(at..end));
                }
                Ok(end)
            }
            Err(fault) => {
                self.wasted(fault.at.saturating_sub(at));
                self.damage(layer, at..fault.at.max(at), fault.reason);
                if is_line_start(layer.text, at) { self.torn_member(layer, at, 0) } else { Err(at + 1) }
            }
        }
    }
}

/// Returns the brace where the JSON of a log line begins, after a time or a syslog prefix. Nothing may follow
/// that JSON: a logged request may appear in the middle of a line, but not alone at its end.
fn brace_behind_prefix(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let line = rest.get(..MAX_LINE_PREFIX).unwrap_or(rest).split(|&byte| byte == b'\n').next()?;
    let prefix = line.get(..line.iter().position(|&byte| byte == b'{')?)?;
    let brace = at + prefix.len();
    // The AWS CLI's `--output text` has columns after it.
    let is_text_output = prefix.starts_with(b"EVENTS\t");
    if !is_text_output && (prefix.contains(&b'"') || !is_log_prefix(prefix)) {
        return None;
    }
    let Ok(record) = RawRecord::read(text, brace) else { return Some(brace) };
    (is_text_output || is_line_end(text, brace + record.text.len())).then_some(brace)
}

/// Returns whether there is only white space after `at` in its line.
fn is_line_end(text: &[u8], at: usize) -> bool {
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

/// Returns whether an object in a line of text is quoted there: the text before it does not end as JSON does
/// before an object.
fn is_quoted(text: &[u8], line: usize, at: usize) -> bool {
    let before = text.get(line..at).unwrap_or_default();
    let last = before.trim_ascii_end().last();
    let is_same_line = !before.contains(&b'\n');
    is_same_line && last.is_some_and(|byte| byte.is_ascii_graphic() && !b",[]{}:".contains(byte))
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
        ] {
            begins(&format!("{prefix}{{\"a\":1}} \r\nnext"), Some(prefix));
            begins(&format!("{prefix}{{\"a\":"), Some(prefix));
            begins(&format!("{prefix}{{\"a\":1}}\" 200"), None);
            begins(&format!("{prefix}\"{{\"a\":1}}"), None);
        }
        begins("EVENTS\tx\t{\"a\":1}\t1773144000000\n", Some("EVENTS\tx\t"));
        begins("203.0.113.9 - - {\"a\":1}", None);
        begins("GET /{\"a\":1}", None);
    }
}

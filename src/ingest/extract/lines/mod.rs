//! What is between JSON values: the beginnings of log lines, and text that is not JSON. `json_line` decides which
//! lines are JSON, `log_prefix` what loggers write before it.

pub(in crate::ingest::extract) mod json_line;
pub(in crate::ingest::extract) mod line_start;
pub(in crate::ingest::extract) mod log_prefix;

use super::reader::{Reader, TextLayer};
use crate::ingest::extract::damage::resync::Items;
use crate::ingest::extract::lines::json_line::{goes_on_as_json, goes_on_behind, is_json};
use crate::ingest::extract::lines::line_start::{is_line_start, text_start};
use crate::ingest::extract::lines::log_prefix::{brace_behind_prefix, end_of_text_output, is_line_end};
use crate::json::scan::Scanner;

impl Reader<'_> {
    /// Reads text that is not JSON: a log line may begin with a timestamp; anything else is reported, once per
    /// stretch. Returns where reading continues.
    pub(in crate::ingest) fn text_line(&mut self, layer: TextLayer<'_>, at: usize) -> usize {
        let begins_line = is_line_start(layer.text, at);
        let brace = Some(at).filter(|_| begins_line).and_then(|at| brace_behind_prefix(layer.text, at));
        let line = self.line.start_of(layer.number, layer.text, at);
        if let Some(end) = end_of_text_output(layer.text, line).filter(|_| brace.is_none()) {
            self.hold_back(layer, at..end);
            return end.max(at + 1);
        }
        if !begins_line {
            self.begins_text(layer, at);
        }
        let next = self.next_record(layer, at, &Items::Unknown);
        if let Some(brace) = brace.filter(|&brace| next.is_none_or(|next| brace <= next)) {
            return brace;
        }
        let end = next.unwrap_or(layer.text.len());
        self.quoted(layer, at..end);
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

impl Reader<'_> {
    /// Notes that what is not JSON begins at `at`, on a line that is sound up to there.
    pub(in crate::ingest) fn begins_text(&mut self, layer: TextLayer<'_>, at: usize) {
        let start = self.line.start_of(layer.number, layer.text, at);
        let is_sound = self.damaged_at.0 != layer.number || self.damaged_at.1 < start;
        if is_sound && !goes_on_as_json(layer.text.get(at..).unwrap_or_default()) {
            self.line.text_from = at;
        }
    }

    /// Returns whether the object at `at` is quoted in a line of text.
    pub(in crate::ingest) fn is_in_text(&mut self, layer: TextLayer<'_>, at: usize) -> bool {
        let start = self.line.start_of(layer.number, layer.text, at);
        if self.line.text_from > start && self.line.text_from < at {
            return true;
        }
        let before = layer.text.get(start..at).unwrap_or_default();
        let may_be_cut = || start == 0 && goes_on_behind(layer.text, at);
        !is_json(before, may_be_cut)
            && brace_behind_prefix(layer.text, text_start(layer.text, start)) != Some(at)
    }
}

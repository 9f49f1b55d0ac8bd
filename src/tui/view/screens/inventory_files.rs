//! Draws the lists of files in the inventory, and more about one of their lines.

use ratatui::text::Span;

use super::integrity;
use super::inventory::{Drawing, Spans, number_of};
use crate::store::file::LogFile;
use crate::tui::number::{counted, number};
use crate::tui::panes::screens::inventory::Section;
use crate::tui::text_fit::{Cut, fit_bytes};

impl Drawing<'_> {
    pub(in crate::tui::view) fn section(&self, section: Section, open: bool) -> Spans {
        let (files, count) = (section.files(self.account), self.pane.count(section));
        let (name, style) = match section {
            Section::Damaged => ("damaged; what could be read is shown", self.theme.warning),
            Section::Unreadable => {
                ("unreadable or not supported; their events are not shown", self.theme.warning)
            }
            Section::Absent => ("listed in digests, not found here", self.theme.warning),
            Section::Misnamed => {
                ("the account in the path differs from the account in the events", self.theme.warning)
            }
            Section::NotLogs => ("set aside, no CloudTrail records", self.theme.text),
            Section::Read => ("read completely", self.theme.text),
        };
        let mark = match (count == 0, open) {
            (true, _) => "  ",
            (_, true) => "▾ ",
            (_, false) => "▸ ",
        };
        let style = if count == 0 { self.theme.dim } else { style };
        let mut words = format!("{mark}{:>6} {name}", number(count));
        if matches!(section, Section::NotLogs | Section::Unreadable) && !files.is_empty() {
            words = format!("{words}: {}", self.account.kinds(files));
        }
        self.fit(&words, self.width, Cut::End, style)
    }

    fn log_file(&self, number: u32) -> Option<&LogFile> {
        self.account.store.file(number).map(AsRef::as_ref)
    }

    /// Two cells before the name are reserved for the file's mark.
    pub(in crate::tui::view) fn file(&self, file: u32) -> Spans {
        let mark = integrity::mark(self.app, file);
        let is_gone = self.account.store.gone().binary_search(&file).is_ok();
        let Some(file) = self.log_file(file) else { return Vec::new() };
        let about = match file.issues.first() {
            Some(issue) if file.events == 0 => issue.kind.label().to_owned(),
            _ if is_gone => format!("gone · {}", events(file)),
            _ => events(file),
        };
        let mut spans = vec![Span::raw("    "), mark];
        spans.extend(self.fit(&about, 18, Cut::End, self.theme.accent));
        spans.push(Span::raw(" "));
        let room = self.width.saturating_sub(25);
        spans.extend(fit_bytes(
            file.name().as_os_str().as_encoded_bytes(),
            room,
            Cut::Middle,
            self.theme.text,
            self.theme,
        ));
        spans
    }

    pub(in crate::tui::view) fn issue(&self, number: u32, issue: usize) -> Spans {
        let issue = self.log_file(number).and_then(|file| file.issues.get(issue));
        let Some(issue) = issue else { return Vec::new() };
        let mut spans = vec![Span::raw("        ")];
        let at = issue.offset.map(|offset| format!(" at byte {}", number_of(offset))).unwrap_or_default();
        let lost = issue.lost.as_ref().map(|lost| format!(" ({})", lost.words())).unwrap_or_default();
        let words = format!("{}{at}: {}{lost}", issue.kind, issue.reason);
        spans.extend(self.fit(&words, self.width.saturating_sub(8), Cut::End, self.theme.warning));
        spans
    }

    pub(in crate::tui::view) fn misnaming(&self, file: u32) -> Spans {
        let mut spans = vec![Span::raw("        ")];
        let words = self.account.misnaming(file).unwrap_or_default();
        spans.extend(self.fit(words, self.width.saturating_sub(8), Cut::End, self.theme.warning));
        spans
    }

    pub(in crate::tui::view) fn absent(&self, at: usize) -> Spans {
        let mut spans = vec![Span::raw("      ")];
        let address = self.app.integrity.absent().get(at).map_or("", |absent| absent.address.as_str());
        spans.extend(self.fit(address, self.width.saturating_sub(6), Cut::Middle, self.theme.text));
        spans
    }

    pub(in crate::tui::view) fn about_absent(&self, at: usize) -> Vec<Spans> {
        let Some(absent) = self.app.integrity.absent().get(at) else { return Vec::new() };
        let told = format!("listed in {}", absent.digest);
        vec![
            self.fit(&absent.address, self.width, Cut::Middle, self.theme.text),
            self.fit(&told, self.width, Cut::Middle, self.theme.dim),
        ]
    }

    pub(in crate::tui::view) fn about_file(&self, at: u32) -> Vec<Spans> {
        let (width, dim) = (self.width, |words: &str| self.fit(words, self.width, Cut::End, self.theme.dim));
        let Some(file) = self.log_file(at) else { return Vec::new() };
        let name = file.name();
        let path = name.as_os_str().as_encoded_bytes();
        let reason = match file.issues.first() {
            Some(issue) => format!("{}: {}; {} shown", issue.kind, issue.reason, events(file)),
            None => events(file),
        };
        let misnaming = self.account.misnaming(at).map(|words| format!(" · {words}")).unwrap_or_default();
        vec![
            fit_bytes(path, width, Cut::Middle, self.theme.text, self.theme),
            dim(&(reason + &misnaming + &integrity::words(self.app, at))),
        ]
    }
}

fn events(file: &LogFile) -> String {
    let events = counted(file.events as usize, "event");
    if file.quoted_events == 0 {
        events
    } else {
        format!("{events} ({} quoted)", number(file.quoted_events as usize))
    }
}

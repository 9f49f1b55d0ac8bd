//! Draws the inventory of what is loaded, over everything but the footer: its lines, and below them more about
//! the line under the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::integrity;
use crate::plural::text_of_size;
use crate::query::summary::coverage::{Cell, LEGEND, Row, date};
use crate::query::summary::inventory::Inventory;
use crate::record::field::Column;
use crate::record::time::Time;
use crate::store::Event;
use crate::text;
use crate::text::ascii::own_words;
use crate::tui::app::App;
use crate::tui::cells::{paint_row, put};
use crate::tui::layout;
use crate::tui::number::{counted, number};
use crate::tui::panes::screens::inventory::{InventoryLine, InventoryPane, Section};
use crate::tui::text_fit::{self, Cut, fit};
use crate::tui::theme::Theme;
use crate::tui::view::frame::scroll_bar;

/// Cells of a time in UTC, and in another zone, each with a blank.
const UTC_TIME: usize = 21;
const LOCAL_TIME: usize = 26;

/// Draws the inventory inside its frame.
pub(in crate::tui::view) fn draw(app: &App, pane: &InventoryPane, screen: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    let (body, about) = layout::inventory_parts(screen);
    let Some(account) = &pane.account else {
        put(buffer, body, 0, &Line::styled("Counting…", theme.dim));
        return;
    };
    let width = usize::from(body.width).saturating_sub(1);
    for (line, row) in (0..).zip(pane.window.visible()) {
        let Some(shown) = pane.lines().get(row) else { continue };
        let selected = row == pane.window.cursor();
        let drawing = Drawing { app, account, pane, width, theme };
        put(buffer, body, line, &Line::from(drawing.line(shown)));
        if selected {
            paint_row(buffer, Rect { width: body.width.saturating_sub(1), ..body }, line, theme.selected);
        }
    }
    scroll_bar(buffer, body, &pane.window, theme);
    if about.height > 0 {
        put(buffer, about, 0, &Line::styled("─".repeat(usize::from(about.width)), theme.border));
        let drawing = Drawing { app, account, pane, width, theme };
        for (line, words) in (1..).zip(drawing.about()) {
            put(buffer, about, line, &Line::from(words));
        }
    }
}

pub(in crate::tui::view) struct Drawing<'a> {
    pub(in crate::tui::view) app: &'a App,
    pub(in crate::tui::view) account: &'a Inventory,
    pub(in crate::tui::view) pane: &'a InventoryPane,
    pub(in crate::tui::view) width: usize,
    pub(in crate::tui::view) theme: &'a Theme,
}

pub(in crate::tui::view) type Spans = Vec<Span<'static>>;

const LABEL: usize = 8;

impl Drawing<'_> {
    pub(in crate::tui::view) fn fit(&self, text: &str, width: usize, cut: Cut, style: Style) -> Spans {
        fit(&own_words(text), width, cut, style, &[], self.theme)
    }

    fn line(&self, line: &InventoryLine) -> Spans {
        let theme = self.theme;
        match line {
            InventoryLine::Blank => Vec::new(),
            InventoryLine::Heading(words) => self.fit(words, self.width, Cut::End, theme.heading),
            InventoryLine::Files => self.pair("Files", &self.files(), theme.text),
            InventoryLine::Events => self.pair("Events", &self.events(), theme.text),
            InventoryLine::MoreEvents => self.pair("", &self.more_events(), theme.dim),
            InventoryLine::Span => self.pair("Span", &self.span(), theme.text),
            InventoryLine::Integrity => {
                let (words, style) = integrity::line(self.app);
                self.pair("Digests", words, style)
            }
            InventoryLine::Section(section, open) => self.section(*section, *open),
            InventoryLine::File(number) => self.file(*number),
            InventoryLine::Issue(number, issue) => self.issue(*number, *issue),
            InventoryLine::Misnaming(number) => self.misnaming(*number),
            InventoryLine::Absent(at) => self.absent(*at),
            InventoryLine::Axis => self.axis(),
            InventoryLine::Row(row) => {
                self.account.coverage.rows.get(*row).map_or_else(Vec::new, |of| self.row(*row, of))
            }
            InventoryLine::Legend(at) => {
                let (symbols, about) = LEGEND.get(*at).copied().unwrap_or_default();
                let mut spans = self.fit(symbols, 6, Cut::End, symbol_style(symbols.chars().next(), theme));
                spans.extend(self.fit(about, self.width.saturating_sub(6), Cut::End, theme.dim));
                spans
            }
            InventoryLine::Change(event) => self.change(*event),
            InventoryLine::Words(words, first, absence) => {
                let mark = if *first && *absence { "? " } else { "  " };
                let mut spans = self.fit(mark, 2, Cut::End, theme.warning);
                spans.extend(self.fit(words, self.width.saturating_sub(2), Cut::End, theme.text));
                spans
            }
        }
    }

    fn pair(&self, label: &str, words: &str, style: Style) -> Spans {
        let mut spans = self.fit(label, LABEL, Cut::End, self.theme.heading);
        spans.extend(self.fit(words, self.width.saturating_sub(LABEL), Cut::End, style));
        spans
    }

    fn files(&self) -> String {
        let account = self.account;
        let loading = if self.app.progress.finished { "" } else { "; still loading" };
        let gone = match account.store.gone().len() {
            0 => String::new(),
            gone => format!("; {} gone since, events kept", number(gone)),
        };
        format!(
            "{} seen = {} read + {} not logs + {} damaged + {} unreadable{gone}{loading}",
            number(account.seen()),
            number(account.read.len()),
            number(account.not_logs.len()),
            number(account.damaged.len()),
            number(account.unreadable.len())
        )
    }

    fn events(&self) -> String {
        let (found, shown) = (self.account.store.len(), self.account.totals.events);
        format!("{} found = {} shown + {}", number(found), number(shown), counted(found - shown, "duplicate"))
    }

    fn more_events(&self) -> String {
        let totals = &self.account.totals;
        let twins = match totals.twins {
            0 => String::new(),
            twins => format!("{} (same eventID, other text) · ", counted(twins, "twin")),
        };
        let partial = match totals.partial {
            0 => String::new(),
            partial if totals.rows_of_records > 0 => format!(
                "{} from tables (no request, no response), {} beside their records · ",
                number(partial),
                number(totals.rows_of_records)
            ),
            partial => format!("{} from tables (no request, no response) · ", number(partial)),
        };
        let quoted = match totals.quoted {
            0 => String::new(),
            quoted => format!("{} quoted · ", number(quoted)),
        };
        format!(
            "{} failed · {partial}{} recovered from damaged files · {quoted}{twins}{} without a time · {} in memory",
            number(totals.failed),
            number(totals.recovered),
            number(totals.without_time),
            text_of_size(self.account.store.held_bytes())
        )
    }

    fn span(&self) -> String {
        let span = self.account.totals.span.filter(|(first, _)| *first != Time::NONE);
        span.map_or_else(
            || "no event has a time".to_owned(),
            |(first, last)| format!("{} → {}", self.app.local(first), self.app.local(last)),
        )
    }

    fn axis(&self) -> Spans {
        let Some(columns) = self.pane.columns() else { return Vec::new() };
        let left = self.width.saturating_sub(layout::map_width(self.width));
        // The days of files are in their names, in UTC.
        let zone = if self.app.zone().is_utc() { "" } else { ", in UTC" };
        let mut spans =
            self.fit(&(format!("{} a column", columns.step_words()) + zone), left, Cut::End, self.theme.dim);
        let cell = layout::cell_width(self.width, columns.count);
        let every = 6_usize.div_ceil(cell);
        let mut words = String::new();
        // The day under the cursor, and as many days before it as fit.
        let at = self.pane.column().min(columns.count.saturating_sub(1));
        let chosen = matches!(self.pane.current(), Some(InventoryLine::Row(_)));
        if chosen {
            let (before, day) = (at * cell, date(columns.days(at).0));
            let left = (before + day.len() + 2 > layout::map_width(self.width))
                .then(|| before.saturating_sub(day.len() + 1));
            words = left.map_or_else(
                || format!("{}▾ {day}", " ".repeat(before)),
                |blanks| format!("{}{day} ▾", " ".repeat(blanks)),
            );
        }
        for column in (0..if chosen { 0 } else { columns.count }).step_by(every) {
            words.extend(std::iter::repeat_n(' ', (column * cell).saturating_sub(text_fit::width(&words))));
            words.push_str(&columns.label(column));
        }
        spans.extend(self.fit(&words, layout::map_width(self.width), Cut::End, self.theme.dim));
        spans
    }

    fn row(&self, at: usize, row: &Row) -> Spans {
        let [account, region, events] = layout::map_names(self.width);
        let theme = self.theme;
        let named = |text: &str| if text.is_empty() { "(none)".to_owned() } else { text.to_owned() };
        let style = if row.is_empty() { theme.dim } else { theme.text };
        let mut spans = self.fit(&named(&row.account), account, Cut::Middle, style);
        spans.push(Span::raw(" "));
        spans.extend(self.fit(&named(&row.region_label()), region, Cut::End, style));
        spans.push(Span::raw(" "));
        if events > 0 {
            let count = number(row.events);
            spans.extend(self.fit(&format!("{count:>events$}"), events, Cut::End, theme.dim));
            spans.push(Span::raw(" "));
        }
        spans.push(Span::raw(if events > 0 { " " } else { "  " }));
        let cells = self.pane.cells(at);
        let width = layout::cell_width(self.width, cells.len());
        for cell in cells {
            let symbol = cell.symbol();
            let style = symbol_style(Some(symbol), theme);
            let wide = width.saturating_sub(1).max(1);
            spans.push(Span::styled(std::iter::repeat_n(symbol, wide).collect::<String>(), style));
            spans.push(Span::raw(" ".repeat(width - wide)));
        }
        spans
    }

    fn change(&self, event: Event) -> Spans {
        let store = &self.account.store;
        let value = |column| store.value(event, column);
        let failed = value(Column::Outcome) == "failed";
        let (mark, style) = if failed { ("  ", self.theme.dim) } else { ("! ", self.theme.warning) };
        let mut spans = self.fit(mark, 2, Cut::End, style);
        let time = if self.app.zone().is_utc() { UTC_TIME } else { LOCAL_TIME };
        spans.extend(self.fit(
            &self.app.local(store.time(event)).to_string(),
            time,
            Cut::End,
            self.theme.text,
        ));
        let (name, reason) = if self.width >= 100 { (32, 28) } else { (18, 16) };
        spans.extend(self.fit(value(Column::EventName), name, Cut::End, style));
        spans.push(Span::raw(" "));
        let result = if failed { value(Column::ErrorCode) } else { "done" };
        let result = if result.is_empty() { "failed" } else { result };
        spans.extend(self.fit(result, reason, Cut::End, style));
        spans.push(Span::raw(" "));
        let who = format!("{}  {}", value(Column::PrincipalLabel), value(Column::AwsRegion));
        spans.extend(self.fit(
            &who,
            self.width.saturating_sub(time + name + reason + 4),
            Cut::End,
            self.theme.text,
        ));
        spans
    }

    /// Describes the line under the cursor.
    fn about(&self) -> Vec<Spans> {
        let width = self.width;
        let dim = |words: &str| self.fit(words, width, Cut::End, self.theme.dim);
        match self.pane.current() {
            Some(InventoryLine::File(at) | InventoryLine::Issue(at, _) | InventoryLine::Misnaming(at)) => {
                self.about_file(*at)
            }
            Some(InventoryLine::Absent(at)) => self.about_absent(*at),
            Some(InventoryLine::Row(row)) => self.about_row(*row),
            Some(InventoryLine::Change(event)) => {
                let value = |column| self.account.store.value(*event, column).to_owned();
                let who =
                    [Column::IdentityArn, Column::SourceIpAddress, Column::UserAgent].map(value).join("  ");
                let what = [Column::Resource, Column::ErrorMessage].map(value).join("  ");
                vec![self.fit(&who, width, Cut::End, self.theme.text), dim(what.trim())]
            }
            Some(InventoryLine::Section(section, _)) => {
                let more = match section {
                    Section::Damaged => {
                        "Events outside the damaged parts are shown; the damaged parts are lost."
                    }
                    Section::Unreadable => "Their content is not in any list, count or map here.",
                    Section::Absent => "Deleted, or never downloaded. The digests list them.",
                    Section::Misnamed => {
                        "Renamed, moved or planted; their events are shown. Each file is also in another list."
                    }
                    Section::NotLogs => "Digest files, notifications and others, each with its kind.",
                    Section::Read => "Every byte was read.",
                };
                vec![dim(more)]
            }
            Some(InventoryLine::Files) => self.whole(&self.files()),
            Some(InventoryLine::Events) => self.whole(&self.events()),
            Some(InventoryLine::MoreEvents) => self.whole(&self.more_events()),
            Some(InventoryLine::Span) => self.whole(&self.span()),
            Some(InventoryLine::Integrity) => self.whole(integrity::line(self.app).0),
            _ => Vec::new(),
        }
    }

    /// Returns all words of a line with a label, if the line has no room for them.
    fn whole(&self, words: &str) -> Vec<Spans> {
        if text_fit::width(words) <= self.width.saturating_sub(LABEL) {
            return Vec::new();
        }
        let lines = text_fit::wrap_words(&text::plain(&own_words(words)), self.width);
        let (first, rest) = lines.split_first().map_or(("", &[][..]), |(first, rest)| (first, rest));
        [first, &rest.join(" ")].map(|line| self.fit(line, self.width, Cut::End, self.theme.text)).into()
    }

    fn about_row(&self, at: usize) -> Vec<Spans> {
        let Some(row) = self.account.coverage.rows.get(at) else { return Vec::new() };
        let mut parts = vec![format!("{} {}", row.account, row.region_label()).trim().to_owned()];
        parts.push(format!(
            "{}, {}, {}",
            counted(row.events, "event"),
            counted(row.files, "log file"),
            counted(row.digests, "digest file")
        ));
        parts.push(row.words());
        parts.retain(|part| !part.is_empty());
        let mut lines = vec![self.fit(&parts.join(" · "), self.width, Cut::End, self.theme.text)];
        if let (Some(columns), Some(cell)) =
            (self.pane.columns(), self.pane.cells(at).get(self.pane.column()))
        {
            let (first, last) = columns.days(self.pane.column());
            let days =
                if first == last { date(first) } else { format!("{} → {}", date(first), date(last)) };
            lines.push(self.fit(
                &format!("{days}: {}", Cell::words(cell)),
                self.width,
                Cut::End,
                self.theme.dim,
            ));
        }
        lines
    }
}

pub(in crate::tui::view) fn number_of(offset: u64) -> String {
    number(usize::try_from(offset).unwrap_or(usize::MAX))
}

fn symbol_style(symbol: Option<char>, theme: &Theme) -> Style {
    match symbol {
        Some('!' | '×' | 'x' | '~') => theme.warning,
        Some('·') => theme.dim,
        Some('□' | '◇') => theme.text,
        _ => theme.accent,
    }
}

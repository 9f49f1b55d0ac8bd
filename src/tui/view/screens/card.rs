//! Draws a card: each line with what more is known of it, whole below the lines for the one under the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::sections::{self, SectionTexts};
use crate::text::ascii::own_words;
use crate::tui::app::App;
use crate::tui::layout;
use crate::tui::panes::screens::card::{CardLine, CardPane};
use crate::tui::text_fit::{self, Cut, Cuts, fit};
use crate::tui::theme::Theme;

/// Blanks between a line and what more is known.
const GAP: usize = 2;

/// Draws the pane inside its frame.
pub(in crate::tui::view) fn draw(app: &App, pane: &CardPane, screen: Rect, buffer: &mut Buffer) {
    let waits = pane.headline.is_empty();
    let is_reading = !app.progress.finished && !app.progress.stopped;
    let words = match (waits, is_reading) {
        (true, true) => "This is followed when the files are read…",
        (true, false) => "Following it through all events…",
        (false, _) => pane.headline.as_str(),
    };
    let width = usize::from(layout::ledger_parts(screen).2.width);
    let texts = SectionTexts {
        head: words,
        waits,
        hint: "type a call, a name, or a word of a line",
        nothing: "nothing to list, as far as these files tell",
        about: pane.current().map(|line| about(line, width)),
        bars: 0..0,
    };
    let cells = |lines: &[usize], width| {
        let lines: Vec<&CardLine> = lines.iter().filter_map(|&at| pane.line(at)).collect();
        let most = most_text(width);
        let texts: Vec<_> = lines.iter().map(|line| own_words(&line.text)).collect();
        let cuts = Cuts::of(texts.iter().map(|text| &**text), most, |_| Cut::Middle, &app.theme);
        lines.into_iter().map(|line| cells(line, width, &cuts, &app.theme)).collect()
    };
    sections::draw((&pane.sections, &texts), &cells, screen, &app.theme, buffer);
}

/// Returns how many cells the text of a line gets beside what more is known.
fn most_text(width: usize) -> usize {
    (width * 2 / 5).max(20)
}

fn cells(line: &CardLine, width: usize, cuts: &Cuts, theme: &Theme) -> Vec<Span<'static>> {
    let whole = text_fit::width(&own_words(&line.text));
    let most = if line.about.is_empty() { width } else { most_text(width) };
    let text = whole.clamp(1, most.max(1));
    let mut spans = if whole > most && !line.about.is_empty() {
        cuts.fit(&own_words(&line.text), theme.text, &[], theme)
    } else {
        // A sentence is read from its beginning.
        fit(&own_words(&line.text), text, Cut::End, theme.text, &[], theme)
    };
    let room = width.saturating_sub(text + GAP);
    if room > 0 && !line.about.is_empty() {
        spans.push(Span::raw(" ".repeat(GAP)));
        spans.extend(fit(&own_words(&line.about), room, Cut::End, theme.dim, &[], theme));
    }
    spans
}

/// Returns the whole line, and its filter if that leaves room for it.
fn about(line: &CardLine, width: usize) -> [String; 2] {
    let gap = if line.about.is_empty() { "" } else { "  " };
    let whole = format!("{}{gap}{}", line.text.trim_start(), line.about);
    if text_fit::width(&own_words(&whole)) <= width {
        return [whole, line.filter.clone()];
    }
    let at = whole.char_indices().nth(width).map_or(whole.len(), |(at, _)| at);
    let (first, rest) = whole.split_at(at);
    match first.rsplit_once(' ') {
        Some((first, word)) => [first.to_owned(), format!("{word}{rest}")],
        None => [first.to_owned(), rest.to_owned()],
    }
}

//! What both pictures draw: bars, the style of a cell, and its numbers in words.

use ratatui::style::Style;

use crate::query::summary::timeline::BarCount;
use crate::tui::app::App;
use crate::tui::number::{counted, number};

/// The highest bar leaves an eighth free, so that bars of neighbouring rows stay apart.
const BLOCKS: [&str; 8] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇"];

/// Returns whether most calls of a cell failed.
pub(in crate::tui::view) fn mostly_failed(count: BarCount) -> bool {
    count.failed > count.ok
}

/// Returns the style of a cell: of failed calls if most of its calls failed.
pub(in crate::tui::view) fn style_of(app: &App, count: BarCount) -> Style {
    match count {
        count if count.total() == 0 => app.theme.dim,
        count if mostly_failed(count) => app.theme.failed,
        _ => app.theme.accent,
    }
}

/// Returns `57 events, 3 failed`.
pub(in crate::tui::view) fn count_words(count: BarCount) -> String {
    let failed =
        if count.failed > 0 { format!(", {} failed", number(whole(count.failed))) } else { String::new() };
    format!("{}{failed}", counted(whole(count.total()), "event"))
}

/// Returns a bar of at least one eighth for anything that is not zero.
pub(in crate::tui::view) fn block(count: u32, highest: u32) -> &'static str {
    let eighths = (u64::from(count) * 7).div_ceil(u64::from(highest.max(1)));
    usize::try_from(eighths).ok().and_then(|at| BLOCKS.get(at)).copied().unwrap_or("▇")
}

/// Returns a number of events.
pub(in crate::tui::view) fn whole(events: u32) -> usize {
    usize::try_from(events).unwrap_or(usize::MAX)
}

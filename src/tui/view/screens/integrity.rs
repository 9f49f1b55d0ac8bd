//! Draws what the digests say about the files, in the inventory: a summary line, a mark beside each file, and
//! words about one.

use ratatui::style::Style;
use ratatui::text::Span;

use crate::tui::app::App;
use crate::tui::panes::screens::integrity::Integrity;
use crate::verify::{Badges, Verdict};

/// Makes the line about all files, with its style.
pub(in crate::tui::view) fn line(app: &App) -> (&str, Style) {
    match &app.integrity {
        Integrity::Unknown => ("the files are validated when loading has finished", app.theme.dim),
        Integrity::Asked => ("validating the files…", app.theme.dim),
        Integrity::Known { words, badges, .. } if *badges != Badges::default() => (words, app.theme.warning),
        Integrity::Known { words, .. } => (words, app.theme.text),
    }
}

/// Makes the mark of a file: two cells beside its name.
pub(in crate::tui::view) fn mark(app: &App, number: u32) -> Span<'static> {
    match app.integrity.status(number).map(|status| status.verdict) {
        None => Span::raw("  "),
        Some(Verdict::Invalid | Verdict::Unsigned | Verdict::DigestInvalid) => {
            Span::styled("! ", app.theme.warning)
        }
        Some(Verdict::NotCovered | Verdict::NotChecked | Verdict::Unconfirmed) => {
            Span::styled("? ", app.theme.dim)
        }
        // Three levels of assurance, and three marks; the words are shown for the file under the cursor.
        Some(Verdict::HashMatches) => Span::styled("= ", app.theme.accent),
        Some(Verdict::InUnbrokenChain) => Span::styled("≡ ", app.theme.accent),
        Some(Verdict::SignatureVerified) => Span::styled("✓ ", app.theme.accent),
    }
}

/// Makes the words about the validation of a file.
pub(in crate::tui::view) fn words(app: &App, number: u32) -> String {
    let Some(status) = app.integrity.status(number) else { return String::new() };
    let reason = if status.reason.is_empty() { String::new() } else { format!(": {}", status.reason) };
    format!(" · {}{reason}", status.verdict.label())
}

//! A page of text over everything else: the keys.

use crate::tui::keymap::{BINDINGS, Context, labels};
use crate::tui::window::Window;

/// One line of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageLine {
    /// A heading.
    Heading(String),
    /// Two columns: what, and what about it.
    Pair(String, String),
    /// Nothing.
    Blank,
}

/// A page.
#[derive(Debug)]
pub struct Page {
    /// Its title.
    pub title: &'static str,
    /// Its lines; log text in them is already made visible.
    pub lines: Vec<PageLine>,
    /// Scroll position; the cursor is not shown.
    pub window: Window,
}

impl Page {
    fn new(title: &'static str, lines: Vec<PageLine>) -> Self {
        let mut window = Window::default();
        window.set_total(lines.len());
        Self { title, lines, window }
    }

    /// All keys, those of `context` first.
    pub fn keys(context: Context) -> Self {
        let others = Context::ALL.into_iter().filter(|&other| other != context && other != Context::Anywhere);
        let mut lines = Vec::new();
        for context in [context, Context::Anywhere].into_iter().chain(others) {
            lines.push(PageLine::Heading(context.title().to_owned()));
            let rows = BINDINGS.iter().filter(|binding| binding.context == context);
            lines.extend(rows.map(|binding| PageLine::Pair(labels(binding), binding.about.to_owned())));
            lines.push(PageLine::Blank);
        }
        lines.extend([
            PageLine::Heading("In the list".to_owned()),
            PageLine::Pair("!".to_owned(), "the call failed".to_owned()),
            PageLine::Pair("•".to_owned(), "the call changed something (readOnly is false)".to_owned()),
            PageLine::Pair("~".to_owned(), "the event comes from a damaged file".to_owned()),
            PageLine::Pair(
                "×2".to_owned(),
                "the same record was delivered twice and is shown once".to_owned(),
            ),
            PageLine::Pair(
                "⚠".to_owned(),
                "a value in the row has hidden characters; is:hidden finds all events with any".to_owned(),
            ),
        ]);
        Self::new("Keys", lines)
    }
}

//! A page of text over everything else: the keys, or the files and their problems.

use std::collections::BTreeMap;

use crate::store::Store;
use crate::store::file::FileState;
use crate::text;
use crate::tui::keymap::{BINDINGS, Context, labels};
use crate::tui::view::fit::Cut;
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
    /// Where its lines are cut when they are too long: paths tell by both ends, sentences by their beginning.
    pub cut: Cut,
    /// Its lines; log text in them is already made visible.
    pub lines: Vec<PageLine>,
    /// Scroll position; the cursor is not shown.
    pub window: Window,
}

impl Page {
    fn new(title: &'static str, cut: Cut, lines: Vec<PageLine>) -> Self {
        let mut window = Window::default();
        window.set_total(lines.len());
        Self { title, cut, lines, window }
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
        ]);
        Self::new("Keys", Cut::End, lines)
    }

    /// Every file with a problem and what it is, then the files that were set aside, by kind.
    pub fn files(store: &Store) -> Self {
        let mut lines = Vec::new();
        for (state, heading) in [
            (FileState::Damaged, "Damaged; what could be read is shown"),
            (FileState::Unreadable, "Unreadable"),
        ] {
            let files: Vec<_> = store.files().filter(|file| file.state == state).collect();
            if files.is_empty() {
                continue;
            }
            lines.push(PageLine::Heading(format!("{heading} ({})", files.len())));
            for file in files {
                lines.push(PageLine::Pair(format!("{} events", file.events), text::path(&file.path)));
                for issue in &file.issues {
                    let at = issue.offset.map(|offset| format!("at byte {offset}: ")).unwrap_or_default();
                    lines.push(PageLine::Pair(
                        issue.kind.to_owned(),
                        format!("{at}{}", text::plain(&issue.reason)),
                    ));
                }
            }
            lines.push(PageLine::Blank);
        }
        lines.extend(set_aside(store));
        let read = store.files().filter(|file| file.state == FileState::Read).count();
        lines.push(PageLine::Heading(format!("Read without trouble: {read}")));
        Self::new("Files", Cut::Middle, lines)
    }
}

/// Files without CloudTrail records, the same kind together.
fn set_aside(store: &Store) -> Vec<PageLine> {
    let mut kinds: BTreeMap<&str, Vec<PageLine>> = BTreeMap::new();
    for file in store.files().filter(|file| file.state == FileState::NotLog) {
        let Some(issue) = file.issues.first() else { continue };
        let rows = kinds.entry(issue.kind).or_default();
        let known =
            rows.iter().any(|row| matches!(row, PageLine::Pair(_, reason) if *reason == issue.reason));
        if !known {
            rows.push(PageLine::Pair(String::new(), issue.reason.clone()));
        }
        rows.push(PageLine::Pair(issue.kind.to_owned(), text::path(&file.path)));
    }
    let heading =
        |rows: usize| PageLine::Heading(format!("Set aside, no CloudTrail records in them ({rows})"));
    let files = store.files().filter(|file| file.state == FileState::NotLog).count();
    let mut lines: Vec<PageLine> = (files > 0).then(|| heading(files)).into_iter().collect();
    lines.extend(kinds.into_values().flatten());
    lines.extend((files > 0).then_some(PageLine::Blank));
    lines
}

//! A menu: choices that are selected by the cursor, by a letter, or by typing a part of them.
//!
//! A menu whose lines have letters begins with those, and `/` narrows it; a menu without letters narrows as one
//! types.

use clap::ValueEnum as _;
use ratatui::layout::Rect;

use super::choice::{Choice, CopyKind, NodePart, PathPurpose, RecordForm};
use super::chooser::Chooser;
use super::narrowing::Narrowing;
use super::overlay::OverlayAnswer;
use crate::export::engines::engine::{ENGINES, EngineRow};
use crate::record::field::list_columns::ListColumn;
use crate::record::field::{FIELDS, Field, field};
use crate::text::ascii::own_words;
use crate::tui::input::action::{Action, Context, CopyAction};
use crate::tui::input::keymap::Keymap;
use crate::tui::input::look_up::menu_letters;
use crate::tui::layout;
use crate::tui::panes::filter::text_line::TextLine;
use crate::tui::panes::list::chosen_columns::ListColumns;
use crate::tui::text_fit;
use crate::tui::theme::ThemeName;
use crate::tui::window::Window;

/// Which letter a line of a menu should have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LetterWish {
    None,
    Any,
    This(char),
}

/// One line of a menu.
#[derive(Debug)]
pub struct Item {
    /// The letter that selects it, assigned by [`Menu::new`]; a blank if it has none.
    pub letter: char,
    wish: LetterWish,
    /// Its name; log text in it is escaped when it is drawn.
    pub label: String,
    /// Its description.
    pub about: String,
    /// What selecting it does.
    pub choice: Choice,
}

/// A menu.
#[derive(Debug)]
pub struct Menu {
    /// Its heading.
    pub title: &'static str,
    /// Its lines.
    pub items: Vec<Item>,
    /// Cursor and scroll position among the lines that match.
    pub window: Window,
    /// What is typed to narrow it.
    pub narrowing: Narrowing,
}

impl Item {
    /// Makes a line with this letter, if the letter is free.
    pub fn lettered(letter: char, label: String, about: String, choice: Choice) -> Self {
        Self { letter: ' ', wish: LetterWish::This(letter), label, about, choice }
    }

    /// Makes a line with the next free letter.
    pub fn next(label: String, about: String, choice: Choice) -> Self {
        Self { letter: ' ', wish: LetterWish::Any, label, about, choice }
    }

    /// Makes a line without a letter.
    pub fn plain(label: String, about: String, choice: Choice) -> Self {
        Self { letter: ' ', wish: LetterWish::None, label, about, choice }
    }
}

impl Menu {
    /// Makes a menu of some items and assigns their letters: no letter twice, and none of a key that moves,
    /// chooses or closes.
    pub fn new(title: &'static str, items: Vec<Item>) -> Self {
        let narrowing = Narrowing::new(items.iter().all(|item| item.wish == LetterWish::None));
        let mut menu = Self { title, items, window: Window::default(), narrowing };
        menu.assign_letters(&Keymap::default());
        menu.narrow();
        menu
    }

    /// Assigns the letters: those that have no meaning of their own by these keys.
    pub fn assign_letters(&mut self, keymap: &Keymap) {
        let mut free = menu_letters(keymap);
        for item in &mut self.items {
            item.letter = ' ';
            if let LetterWish::This(letter) = item.wish
                && let Some(at) = free.iter().position(|&other| other == letter)
            {
                item.letter = free.remove(at);
            }
        }
        let mut free = free.into_iter();
        let wishes = |item: &&mut Item| item.wish != LetterWish::None && item.letter == ' ';
        for item in self.items.iter_mut().filter(wishes) {
            item.letter = free.next().unwrap_or(' ');
        }
    }

    /// Returns the line in a row, and the letters of its name that match what is typed.
    pub fn row(&self, row: usize) -> Option<(&Item, &[usize])> {
        let (at, matched) = self.narrowing.found().get(row)?;
        Some((self.items.get(*at)?, matched))
    }

    /// Returns the cells of names and of descriptions on lines of `cells` cells.
    pub fn columns(&self, cells: usize) -> (usize, usize) {
        let width = cells.saturating_sub(1);
        let names = self.items.iter().map(|item| text_fit::width(&item.label)).max().unwrap_or(0);
        let is_described = self.items.iter().any(|item| !item.about.is_empty());
        let names = names.min(if is_described { width * 2 / 5 } else { width.saturating_sub(4) });
        (names, width.saturating_sub(names + 4))
    }

    /// Returns whether a description, or the name before it, does not fit on a line of `cells` cells.
    fn is_cut(&self, cells: usize) -> bool {
        self.items.iter().any(|item| !item.about.is_empty() && self.whole(item, cells).is_some())
    }

    /// Returns what a line of `cells` cells cuts of an item.
    pub fn whole(&self, item: &Item, cells: usize) -> Option<String> {
        let (names, abouts) = self.columns(cells);
        match () {
            () if text_fit::width(&item.label) > names => Some(format!("{}: {}", item.label, item.about)),
            () if text_fit::width(&own_words(&item.about)) > abouts => Some(item.about.clone()),
            () => None,
        }
    }

    /// Divides the area inside the borders: the rows, and what is said about the one under the cursor.
    pub fn areas(&self, inside: Rect) -> (Rect, Rect) {
        let rows = self.narrowing.rows(inside);
        let is_cut = self.is_cut(usize::from(inside.width));
        if is_cut { layout::with_about_row(rows) } else { (rows, Rect { height: 0, ..rows }) }
    }

    /// Returns the choice under the cursor.
    pub fn current(&self) -> Option<Choice> {
        self.row(self.window.cursor()).map(|(item, _)| item.choice.clone())
    }

    /// Returns the choice with a letter.
    pub fn choice_of(&self, letter: char) -> Option<Choice> {
        self.items.iter().find(|item| item.letter == letter && letter != ' ').map(|item| item.choice.clone())
    }

    /// Makes the menu of fields to group by: the path under the cursor, the fields, and an entry for any other
    /// path.
    pub fn group_by(title: &'static str, within: PathPurpose, under_cursor: Option<String>) -> Self {
        let choice = |field| match within {
            PathPurpose::GroupBy => Choice::GroupBy(field),
            PathPurpose::Within => Choice::GroupWithin(field),
            PathPurpose::Sum => Choice::Sum(Some(field)),
        };
        let path = under_cursor.map(|path| {
            let choice = Choice::Path(path.clone(), within);
            Item::plain(path, "the path under the cursor".to_owned(), choice)
        });
        let item =
            |field: &'static Field| Item::plain(field.name.to_owned(), field.plain_about(), choice(field));
        let fields = FIELDS.iter().map(item);
        let about = "any path into the record, such as requestParameters.bucketName".to_owned();
        let other = Item::plain(own_words("a path…").into_owned(), about, Choice::AskPath(within));
        Self::new(title, path.into_iter().chain(fields).chain([other]).collect())
    }

    /// Makes the menu of numbers to sum up for each group, and the way back when there is a sum.
    pub fn sum(has_sum: bool) -> Self {
        let bytes = ['i', 'o'].into_iter().zip(["bytesIn", "bytesOut"].into_iter().filter_map(field));
        let items = bytes.map(|(letter, field)| {
            let (name, about) = (field.name.to_owned(), field.about.to_owned());
            Item::lettered(letter, name, about, Choice::Sum(Some(field)))
        });
        let about = "any path or field with whole numbers, such as requestParameters.maxResults".to_owned();
        let path =
            Item::lettered('a', own_words("a path…").into_owned(), about, Choice::AskPath(PathPurpose::Sum));
        let about = "remove the columns of sums".to_owned();
        let none = has_sum.then(|| Item::lettered('n', "no sum".to_owned(), about, Choice::Sum(None)));
        Self::new("Sum for each group", items.chain([path]).chain(none).collect())
    }

    /// Makes the menu of engines that the filter can be written for.
    pub fn engines() -> Self {
        let item = |row: &EngineRow| {
            let about = row.says.replace('`', "");
            Item::lettered(row.letter, row.title.to_owned(), about, Choice::Query(row.engine))
        };
        Self::new("As a query for", ENGINES.iter().map(item).collect())
    }

    /// Makes the menu of earlier texts of a line, given the newest last.
    pub fn earlier(texts: &[String]) -> Self {
        let item = |text: &String| Item::plain(text.clone(), String::new(), Choice::Earlier(text.clone()));
        Self::new("Earlier", texts.iter().rev().map(item).collect())
    }

    /// Makes the menu of themes, with the cursor on the one in use.
    pub fn themes(chosen: ThemeName) -> Self {
        let item = |&name: &ThemeName| {
            let (label, about) = name.words();
            Item::next(label, about, Choice::Theme(name))
        };
        let themes = ThemeName::value_variants();
        let mut menu = Self::new("Theme", themes.iter().map(item).collect());
        menu.window.select(themes.iter().position(|&name| name == chosen).unwrap_or(0));
        menu
    }

    /// Makes the menu of columns to sort by; the cursor is on the one that the list is sorted by.
    pub fn sort(chosen: &ListColumns) -> Self {
        let item = |column: &ListColumn| {
            let mut next = chosen.clone();
            next.sort_by(*column);
            let about = match chosen.sorted(column) {
                Some(false) => "sorted ↑; again turns the list round".to_owned(),
                Some(true) => "sorted ↓; again turns the list round".to_owned(),
                None => column.field().map(Field::plain_about).unwrap_or_default(),
            };
            Item::next(column.heading.to_owned(), about, Choice::Show(Box::new(next)))
        };
        let mut menu = Self::new("Sort by", chosen.columns.iter().map(item).collect());
        let sorted = chosen.columns.iter().position(|column| chosen.sorted(column).is_some());
        menu.window.select(sorted.unwrap_or(0));
        menu
    }

    /// Makes the menu of what can be copied of an event, with the node under the cursor if there is one.
    pub fn copy(with_node: bool) -> Self {
        let item = |letter, label: &str, about: &str, kind| {
            Item::lettered(letter, label.to_owned(), about.to_owned(), Choice::Copy(kind))
        };
        let record = |letter, label, about, form| item(letter, label, about, CopyKind::Record(form));
        let node = |letter, label, about, part| item(letter, label, about, CopyKind::Node(part));
        let mut items = vec![
            record('y', "JSON", "indented; numbers and key order as AWS wrote them", RecordForm::Pretty),
            record('w', "as written", "unchanged, hidden characters included", RecordForm::AsWritten),
            record('c', "compact", "on one line", RecordForm::Compact),
            item('r', "row", "the row of the list", CopyKind::Row),
            Item::lettered(
                'e',
                own_words("as a query for …").into_owned(),
                "the filter as a query for Athena, Lake, DuckDB, jq, Splunk and others".to_owned(),
                Choice::AskEngine,
            ),
            item('l', "command line", "the command that prints what the list shows", CopyKind::CommandLine),
            record('f', "to a file", "the JSON, to a new file", RecordForm::ToFile),
            record('o', "original bytes", "the record byte for byte, to a new file", RecordForm::RawToFile),
            Item::lettered(
                'x',
                "pseudonyms".to_owned(),
                "for accounts, keys, addresses, names; on or off".to_owned(),
                Choice::Act(Action::Copy(CopyAction::Redact), Context::Anywhere),
            ),
        ];
        if with_node {
            items.splice(
                3..3,
                [
                    node('v', "value", "the value under the cursor", NodePart::Value),
                    node(
                        'V',
                        "raw value",
                        "the value unchanged, hidden characters included",
                        NodePart::RawValue,
                    ),
                    node('p', "path", "the path of the value in the record", NodePart::Path),
                    node('n', "key", "the name of the value", NodePart::Key),
                ],
            );
        }
        Self::new("Copy", items)
    }
}

impl Chooser for Menu {
    fn keys(&self) -> Context {
        if self.narrowing.is_typing() { Context::Narrowing } else { Context::Menu }
    }

    fn heading(&self) -> &'static str {
        self.title
    }

    fn lines(&self, cells: usize) -> usize {
        let about = if self.is_cut(cells) { usize::from(layout::ABOUT_ROW) } else { 0 };
        self.narrowing.lines(self.items.len()) + about
    }

    fn rows(&self, inside: Rect) -> Rect {
        self.areas(inside).0
    }

    fn cursor(&mut self) -> &mut Window {
        &mut self.window
    }

    fn typed(&mut self) -> Option<&mut TextLine> {
        self.narrowing.typed()
    }

    /// The cursor moves with the wheel, because most menus fit on the screen.
    fn turn_wheel(&mut self, rows: isize) {
        self.window.move_by(rows);
    }

    fn narrow(&mut self) {
        let texts = self.items.iter().map(|item| (item.label.as_str(), item.about.as_str()));
        self.narrowing.find(texts);
        self.window.set_total(self.narrowing.found().len());
        self.window.select(0);
    }

    fn by_letter(&self, letter: char) -> Option<Choice> {
        if self.narrowing.is_typing() { None } else { self.choice_of(letter) }
    }

    fn carry_out(&mut self, action: Action) -> Option<OverlayAnswer> {
        if self.narrowing.act(action) {
            self.narrow();
            return Some(OverlayAnswer::Stay);
        }
        (action == Action::Accept).then(|| self.take())
    }

    fn take(&mut self) -> OverlayAnswer {
        OverlayAnswer::choosing(self.current())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_given_out_once_and_wishes_come_first() {
        let choice = || Choice::Copy(CopyKind::Row);
        let line = |wish: Option<char>| match wish {
            Some(letter) => Item::lettered(letter, String::new(), String::new(), choice()),
            None => Item::next(String::new(), String::new(), choice()),
        };
        let items = [None, Some('a'), Some('a'), Some('j'), Some('5'), None].map(line);
        let menu = Menu::new(
            "x",
            items.into_iter().chain([Item::plain(String::new(), String::new(), choice())]).collect(),
        );
        let letters: String = menu.items.iter().map(|item| item.letter).collect();
        assert_eq!(letters, "bacd5e ");
        assert!(menu.choice_of(' ').is_none() && menu.choice_of('j').is_none());
        let many = (0..200).map(|_| line(None)).collect();
        let letters: String = Menu::new("x", many).items.iter().map(|item| item.letter).collect();
        let letters = letters.trim_end();
        assert!(
            letters.starts_with("abcdefhilm") && letters.len() == menu_letters(&Keymap::default()).len(),
            "{letters}"
        );
    }
}

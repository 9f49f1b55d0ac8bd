//! The menu of the ways to show times: in UTC, in any zone, since an event, or as the gap to the row above. Typed
//! letters narrow it.

use super::choice::Choice;
use super::chooser::Chooser;
use super::overlay::OverlayAnswer;
use crate::query::matcher::fuzzy::Word;
use crate::record::time::Time;
use crate::record::time::zone::Zone;
use crate::tui::input::action::Context;
use crate::tui::layout;
use crate::tui::panes::clock::{Clock, ClockStyle, TimesAs};
use crate::tui::panes::filter::text_line::TextLine;
use crate::tui::window::Window;

/// A line of the menu.
#[derive(Debug)]
pub struct TimeEntry {
    /// Its name.
    pub name: String,
    /// What it shows: of a zone, its offset from UTC at the event under the cursor.
    pub about: String,
    /// Whether times are shown so now.
    pub is_current: bool,
    way: TimesAs,
}

/// The menu.
#[derive(Debug)]
pub struct TimeMenu {
    /// The typed text.
    pub line: TextLine,
    /// Cursor and scroll position among the matches.
    pub window: Window,
    entries: Vec<TimeEntry>,
    /// The entries that match, and where.
    found: Vec<(usize, Vec<usize>)>,
}

impl TimeMenu {
    /// Makes the menu; `now` is the time of the event under the cursor.
    pub fn new(clock: &Clock, now: Time) -> Self {
        let mut menu = Self {
            line: TextLine::default(),
            window: Window::default(),
            entries: Vec::new(),
            found: Vec::new(),
        };
        let is_of_day = clock.style() == ClockStyle::OfDay;
        menu.add_zone(Zone::default(), clock, now);
        if let Some(other) = clock.other() {
            menu.add_zone(other.clone(), clock, now);
        }
        let is_since = clock.style() == ClockStyle::Since;
        let is_first = is_since && clock.reference().is_none();
        menu.add(
            "since the first listed event",
            "the time from it to each event",
            is_first,
            TimesAs::SinceFirst,
        );
        if now != Time::NONE {
            let about = format!("{} is the reference", clock.zone().local(now));
            let is_this = is_since && clock.reference() == Some(now);
            menu.add("since this event", &about, is_this, TimesAs::Since(now));
        }
        menu.add("gap", "the time since the event in the row above", !is_of_day && !is_since, TimesAs::Gap);
        for zone in Zone::names().iter().filter_map(|name| Zone::named(name)) {
            menu.add_zone(zone, clock, now);
        }
        menu.search();
        menu
    }

    fn add(&mut self, name: &str, about: &str, is_current: bool, way: TimesAs) {
        let (name, about) = (name.to_owned(), about.to_owned());
        self.entries.push(TimeEntry { name, about, is_current, way });
    }

    fn add_zone(&mut self, zone: Zone, clock: &Clock, now: Time) {
        let name = zone.name().to_owned();
        if self.entries.iter().any(|entry| entry.name == name) {
            return;
        }
        let local = zone.local(now);
        let about = if local.millis().is_none() {
            String::new()
        } else if zone.is_utc() {
            format!("as CloudTrail writes · {}", local.clock())
        } else {
            format!("{} · {}", local.offset_words(), local.clock())
        };
        let is_current = clock.style() == ClockStyle::OfDay && *clock.zone() == zone;
        self.add(&name, &about, is_current, TimesAs::In(zone));
    }

    /// Returns how many ways there are.
    pub fn total(&self) -> usize {
        self.entries.len()
    }

    /// Returns how many of them match.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Returns whether none matches.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Returns the line in a row, and the matched letters of its name.
    pub fn row(&self, row: usize) -> Option<(&TimeEntry, &[usize])> {
        let (at, matched) = self.found.get(row)?;
        Some((self.entries.get(*at)?, matched))
    }

    /// Searches for what is typed. Names that have a word that begins so come first, then those that have it in
    /// one piece.
    fn search(&mut self) {
        let typed = self.line.text().trim();
        let words: Vec<Word> = typed.split_whitespace().map(Word::new).collect();
        let found = self.entries.iter().enumerate().filter_map(|(at, entry)| {
            let (rank, matched) = find(&entry.name, &words)?;
            Some((rank, (at, matched)))
        });
        let mut found: Vec<(u8, (usize, Vec<usize>))> = found.collect();
        found.sort_by_key(|(rank, _)| *rank);
        self.found = found.into_iter().map(|(_, found)| found).collect();
        self.window.set_total(self.found.len());
        self.window.select(0);
    }

    fn chosen(&self) -> OverlayAnswer {
        let entry = self.row(self.window.cursor());
        entry
            .map_or(OverlayAnswer::Stay, |(entry, _)| OverlayAnswer::Choose(Choice::Times(entry.way.clone())))
    }
}

/// Returns where all words match a name, and how well: 0 is best.
fn find(name: &str, words: &[Word]) -> Option<(u8, Vec<usize>)> {
    let is_letter = |at: usize| name.chars().nth(at).is_some_and(char::is_alphabetic);
    let (mut worst, mut matched) = (0, Vec::new());
    for word in words {
        let exact = word.exact_positions(name);
        let begins = |positions: &Vec<usize>| {
            let before = positions.first().and_then(|first| first.checked_sub(1));
            !before.is_some_and(is_letter)
        };
        worst = worst.max(match &exact {
            Some(positions) if begins(positions) => 0,
            Some(_) => 1,
            None => 2,
        });
        matched.extend(exact.or_else(|| word.positions(name))?);
    }
    matched.sort_unstable();
    Some((worst, matched))
}

impl Chooser for TimeMenu {
    fn keys(&self) -> Context {
        Context::Times
    }

    fn heading(&self) -> &'static str {
        "Show times"
    }

    fn lines(&self, _cells: usize) -> usize {
        layout::palette_lines(self.entries.len())
    }

    fn cursor(&mut self) -> &mut Window {
        &mut self.window
    }

    fn typed(&mut self) -> Option<&mut TextLine> {
        Some(&mut self.line)
    }

    fn narrow(&mut self) {
        self.search();
    }

    fn take(&mut self) -> OverlayAnswer {
        self.chosen()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(menu: &TimeMenu) -> Vec<&str> {
        (0..menu.len()).filter_map(|row| menu.row(row)).map(|(entry, _)| entry.name.as_str()).collect()
    }

    #[test]
    fn zones_are_found_by_parts_of_their_names() {
        let now = Time::parse("2023-07-10T12:00:00Z").unwrap();
        let mut menu = TimeMenu::new(&Clock::new(Zone::default(), Zone::named("Europe/Berlin")), now);
        let first = ["UTC", "Europe/Berlin", "since the first listed event", "since this event", "gap"];
        assert_eq!(names(&menu)[..5], first);
        assert_eq!(names(&menu).iter().filter(|name| **name == "Europe/Berlin").count(), 1);
        for (typed, expected) in [
            ("kolka", "Asia/Kolkata"),
            ("new york", "America/New_York"),
            ("berlin", "Europe/Berlin"),
            ("gap", "gap"),
        ] {
            menu.line.set(typed);
            menu.search();
            assert_eq!(names(&menu).first(), Some(&expected), "{typed}: {:?}", names(&menu));
        }
        assert_eq!(menu.row(0).map(|(entry, _)| entry.is_current), Some(false));
        let none = TimeMenu::new(&Clock::default(), Time::NONE);
        assert!(!names(&none).contains(&"since this event"));
    }
}

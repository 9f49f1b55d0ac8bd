//! One line of the ledger: what a call made, and what became of it.

use super::live::LiveCredential;
use super::pairs::table::Pair;
use crate::store::Event;
use crate::store::models::Model;

/// What became of a change, as far as the files tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineState {
    /// No record undoes it.
    Stands,
    /// A later event switched it off; it still exists.
    SwitchedOff(Event),
    /// Its record lacks what identifies it, so nothing can be matched with it.
    NotIdentified,
    /// An event undid it.
    Undone {
        /// That event.
        by: Event,
        /// Whether both have the same time, or one has none, so that their order is not known.
        order_unknown: bool,
    },
    /// It hung on something that was removed, which AWS refuses while anything hangs on it.
    UndoneWithOwner(Event),
    /// What was removed was made again, under the same name; what was in it is not back.
    MadeAgain(Event),
}

impl LineState {
    /// Returns its name, as in the column `state`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stands => "stands",
            Self::SwitchedOff(_) => "switched off",
            Self::NotIdentified => "not identified",
            Self::Undone { .. } => "undone",
            Self::UndoneWithOwner(_) => "undone with its owner",
            Self::MadeAgain(_) => "made again",
        }
    }

    /// Returns whether the change is still there as far as the files tell: also if it is only switched off, or
    /// if its record lacks what would identify it.
    pub fn is_standing(self) -> bool {
        match self {
            Self::Stands | Self::SwitchedOff(_) | Self::NotIdentified => true,
            Self::Undone { .. } | Self::UndoneWithOwner(_) | Self::MadeAgain(_) => false,
        }
    }

    /// Returns the event that led to it, if it is not the making one.
    pub fn by(self) -> Option<Event> {
        match self {
            Self::Stands | Self::NotIdentified => None,
            Self::SwitchedOff(by)
            | Self::Undone { by, .. }
            | Self::UndoneWithOwner(by)
            | Self::MadeAgain(by) => Some(by),
        }
    }
}

/// One line: one thing that was changed.
#[derive(Debug, Clone)]
pub struct LedgerLine {
    /// The line of the table.
    pub pair: &'static Pair,
    /// What it was done to: the parts of its identity, as written. Empty if it is not identified, or if there is
    /// one for each account or Region.
    pub what: Vec<String>,
    /// The events that made it, in time order; several if it was made again while it was there.
    pub made: Vec<Event>,
    /// What became of it.
    pub state: LineState,
    /// The events that made the role or user by which it was made first, and the instance or function whose name its session
    /// has, as far as they are in these files.
    pub actor_made: Vec<Event>,
}

/// A call that undid something whose making is not in the files.
#[derive(Debug, Clone)]
pub struct UndoneBefore {
    /// The line of the table.
    pub pair: &'static Pair,
    /// What it was done to.
    pub what: Vec<String>,
    /// The event that undid it.
    pub by: Event,
}

/// All changes of a store, and the temporary credentials that outlive it.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// In the order in which they were first made.
    pub lines: Vec<LedgerLine>,
    /// What was undone and made before the files begin, or elsewhere.
    pub before: Vec<UndoneBefore>,
    /// Temporary credentials that are valid after the newest event.
    pub live: Vec<LiveCredential>,
    /// How many grants of temporary credentials do not say, in a form that can be read, until when they are valid.
    pub without_expiration: usize,
}

impl Model for Ledger {
    fn held_bytes(&self) -> u64 {
        let texts = |what: &[String]| what.iter().map(|part| part.len() + size_of::<String>()).sum::<usize>();
        let events = |line: &LedgerLine| line.made.len() + line.actor_made.len();
        let lines: usize = self
            .lines
            .iter()
            .map(|line| size_of_val(line) + texts(&line.what) + events(line) * size_of::<Event>())
            .sum();
        let before: usize = self.before.iter().map(|before| size_of_val(before) + texts(&before.what)).sum();
        let live: usize =
            self.live.iter().map(|live| size_of_val(live) + live.key.len() + live.acts_as.len()).sum();
        (lines + before + live) as u64
    }
}

impl Ledger {
    /// Returns the part of it that some events made. A line is in it if one of its making events is among them; its
    /// state stays what all events say. What was made before counts by the undoing event, a credential by its grant.
    #[must_use]
    pub fn of_events(&self, is_among: &dyn Fn(Event) -> bool) -> Self {
        let made = |line: &&LedgerLine| line.made.iter().any(|&event| is_among(event));
        Self {
            lines: self.lines.iter().filter(made).cloned().collect(),
            before: self.before.iter().filter(|before| is_among(before.by)).cloned().collect(),
            live: self.live.iter().filter(|live| is_among(live.event)).cloned().collect(),
            without_expiration: self.without_expiration,
        }
    }

    /// Returns how many of the lines stand as far as the files tell.
    pub fn standing(&self) -> usize {
        self.lines.iter().filter(|line| line.state.is_standing()).count()
    }

    /// Returns whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.before.is_empty() && self.live.is_empty()
    }
}

impl LedgerLine {
    /// Returns the event that made it first.
    pub fn first(&self) -> Option<Event> {
        self.made.first().copied()
    }

    /// Returns what it was done to, as one text.
    pub fn what_words(&self) -> String {
        what_words(&self.what, self.state == LineState::NotIdentified)
    }
}

impl UndoneBefore {
    /// Returns what it was done to, as one text.
    pub fn what_words(&self) -> String {
        what_words(&self.what, false)
    }
}

fn what_words(what: &[String], unknown: bool) -> String {
    match what {
        [] if unknown => "?".to_owned(),
        [] => "the account".to_owned(),
        _ => what.join(" · "),
    }
}

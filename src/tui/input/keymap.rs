//! BINDINGS, the one table of keys: looked up by the loop, printed by footer, help and README.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::action::{Action, TimeAction as Time};
use super::chord::{Chord, ctrl, key, named, shift};

/// The context of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// The event list.
    List,
    /// The groups.
    Groups,
    /// The event with its JSON tree.
    Detail,
    /// The timeline.
    Timeline,
    /// The filter bar and the search line, where letters are text.
    Typing,
    /// A menu.
    Menu,
    /// The palette, where letters are text.
    Palette,
    /// Help.
    Page,
    /// The files and what they cover.
    Accounting,
    /// Every context in which the key has no other meaning.
    Anywhere,
}

impl Context {
    /// All of them, in the order of the help.
    pub const ALL: [Self; 10] = [
        Self::List,
        Self::Groups,
        Self::Detail,
        Self::Timeline,
        Self::Typing,
        Self::Menu,
        Self::Palette,
        Self::Page,
        Self::Accounting,
        Self::Anywhere,
    ];

    /// The heading in the help.
    pub fn title(self) -> &'static str {
        match self {
            Self::List => "Events",
            Self::Groups => "Groups",
            Self::Detail => "One event",
            Self::Timeline => "Timeline",
            Self::Typing => "Filter and search",
            Self::Menu => "Menus",
            Self::Palette => "Palette",
            Self::Page => "Help",
            Self::Accounting => "Files and coverage",
            Self::Anywhere => "Anywhere",
        }
    }
}

/// One row of [`BINDINGS`].
#[derive(Debug)]
pub struct Binding {
    /// The context in which it applies.
    pub context: Context,
    /// The keys, the one to print first.
    pub keys: &'static [Chord],
    /// The action.
    pub action: Action,
    /// What it does, for help and README.
    pub about: &'static str,
    /// The word in the footer; empty for keys that are not shown there.
    pub footer: &'static str,
}

const fn bind(
    context: Context,
    keys: &'static [Chord],
    action: Action,
    footer: &'static str,
    about: &'static str,
) -> Binding {
    Binding { context, keys, action, about, footer }
}

const fn at(
    context: Context,
    keys: &'static [Chord],
    action: Time,
    footer: &'static str,
    about: &'static str,
) -> Binding {
    bind(context, keys, Action::Time(action), footer, about)
}

use Context::{Accounting, Anywhere, Detail, Groups, List, Menu, Page, Palette, Timeline, Typing};

/// Every key.
pub const BINDINGS: &[Binding] = &[
    bind(
        List,
        &[named(KeyCode::Enter), key('l'), named(KeyCode::Right)],
        Action::Open,
        "open",
        "open the event",
    ),
    bind(List, &[key('S')], Action::Reverse, "", "sort newest first, or oldest first again"),
    bind(List, &[key('U')], Action::Unfold, "", "show repeated deliveries, or merge them again"),
    at(List, &[key('d')], Time::Day(1), "", "go to the next day in the list"),
    at(List, &[key('D')], Time::Day(-1), "", "go to the previous day in the list"),
    at(List, &[key(']')], Time::Hour(1), "", "go to the next hour that has events"),
    at(List, &[key('[')], Time::Hour(-1), "", "go to the previous hour that has events"),
    bind(
        Groups,
        &[named(KeyCode::Enter), key('l'), named(KeyCode::Right)],
        Action::Open,
        "events",
        "show the events of the group",
    ),
    bind(Groups, &[key('s')], Action::GroupOrder, "sort", "sort: largest, by name, earliest, rarest first"),
    bind(Groups, &[key('B')], Action::GroupWithin, "then by…", "count by another field within each group"),
    bind(Groups, &[key(' ')], Action::GroupFold, "expand", "expand or collapse the group"),
    bind(
        Groups,
        &[key('L')],
        Action::PrincipalLevel,
        "",
        "switch between groups by person, principal, session and access key",
    ),
    bind(
        Detail,
        &[key(' '), named(KeyCode::Enter)],
        Action::Toggle,
        "open",
        "expand or collapse; show a long text, or JSON in a string",
    ),
    bind(Detail, &[key('h'), named(KeyCode::Left)], Action::Collapse, "", "collapse, or go to the parent"),
    bind(Detail, &[key('l'), named(KeyCode::Right)], Action::Expand, "", "expand, or go to the first child"),
    bind(Detail, &[key('c')], Action::CollapseSiblings, "", "collapse this and its siblings"),
    bind(Detail, &[key('e')], Action::ExpandSiblings, "", "expand this and its siblings"),
    bind(
        Detail,
        &[key('1'), key('2'), key('3'), key('4'), key('5'), key('6'), key('7'), key('8'), key('9')],
        Action::Level(0),
        "levels",
        "expand to this many levels",
    ),
    bind(Detail, &[key('/')], Action::Search, "search", "search in this event"),
    bind(Detail, &[key('n')], Action::NextMatch, "", "go to the next match"),
    bind(Detail, &[key('N')], Action::PreviousMatch, "", "go to the previous match"),
    bind(Detail, &[key('J')], Action::OtherEvent(1), "next event", "go to the next event of the list"),
    bind(Detail, &[key('K')], Action::OtherEvent(-1), "", "go to the previous event of the list"),
    at(
        Timeline,
        &[named(KeyCode::Enter)],
        Time::Take,
        "filter",
        "filter by the time of the column or selection",
    ),
    at(Timeline, &[key('v')], Time::Select, "select", "start selecting columns, or clear the selection"),
    // With SHIFT first: the arrows below are meant with and without it.
    at(Timeline, &[shift(KeyCode::Left), key('H')], Time::Extend(-1), "", "extend the selection left"),
    at(Timeline, &[shift(KeyCode::Right), key('L')], Time::Extend(1), "", "extend the selection right"),
    at(
        Timeline,
        &[named(KeyCode::Left), key('h')],
        Time::Column(-1),
        "",
        "go to the previous column with events",
    ),
    at(
        Timeline,
        &[named(KeyCode::Right), key('l')],
        Time::Column(1),
        "column",
        "go to the next column with events",
    ),
    at(Timeline, &[key('z')], Time::ZoomIn, "zoom in", "zoom in: filter, and stay in the timeline"),
    at(Timeline, &[key('Z')], Time::ZoomOut, "out", "zoom out: double the time range, up to all of it"),
    bind(Typing, &[named(KeyCode::Enter)], Action::Accept, "apply", "apply the filter"),
    bind(
        Typing,
        &[named(KeyCode::Esc)],
        Action::Back,
        "close",
        "close the line and keep the filter; press again in the list to clear it",
    ),
    bind(
        Typing,
        &[named(KeyCode::Tab)],
        Action::Complete(1),
        "complete",
        "complete a field, a test or a value; values show their count",
    ),
    bind(Typing, &[named(KeyCode::BackTab)], Action::Complete(-1), "", "go to the previous completion"),
    bind(Typing, &[named(KeyCode::Up), ctrl('p')], Action::History(-1), "earlier", "go to an earlier filter"),
    bind(Typing, &[named(KeyCode::Down), ctrl('n')], Action::History(1), "", "go to a later filter"),
    bind(Typing, &[named(KeyCode::PageDown)], Action::Page(2), "", "scroll the results down while typing"),
    bind(Typing, &[named(KeyCode::PageUp)], Action::Page(-2), "", "scroll the results up while typing"),
    bind(Menu, &[named(KeyCode::Enter), key(' ')], Action::Accept, "choose", "choose this entry"),
    bind(Menu, &[named(KeyCode::Esc), key('q')], Action::Back, "back", "close without choosing"),
    bind(Palette, &[named(KeyCode::Enter)], Action::Accept, "run", "run this action or question"),
    bind(Palette, &[named(KeyCode::Esc)], Action::Back, "close", "close without choosing"),
    bind(Palette, &[named(KeyCode::Up), ctrl('p')], Action::Move(-1), "up", "move up"),
    bind(Palette, &[named(KeyCode::Down), ctrl('n')], Action::Move(1), "down", "move down"),
    bind(Palette, &[named(KeyCode::PageDown)], Action::Page(2), "", "move a page down"),
    bind(Palette, &[named(KeyCode::PageUp)], Action::Page(-2), "", "move a page up"),
    bind(Page, &[key('q')], Action::Back, "close", "close; esc also closes"),
    bind(
        Accounting,
        &[named(KeyCode::Enter), key(' ')],
        Action::Open,
        "open",
        "open or close a list of files; show the events of a day in the map, or a logging change",
    ),
    at(Accounting, &[named(KeyCode::Left), key('h')], Time::Column(-1), "", "previous day in the map"),
    at(Accounting, &[named(KeyCode::Right), key('l')], Time::Column(1), "day", "next day in the map"),
    bind(Accounting, &[key('q'), key('i')], Action::Back, "close", "close; esc also closes"),
    bind(Anywhere, &[key('/')], Action::Filter, "filter", "type a filter"),
    bind(Anywhere, &[key('p')], Action::GroupByPrincipal, "by principal", "group by who acted"),
    bind(Anywhere, &[key('e')], Action::GroupByError, "by error", "group by error code"),
    bind(Anywhere, &[key('b')], Action::GroupMenu, "by…", "group by another field"),
    bind(
        Anywhere,
        &[key('+')],
        Action::Keep(true),
        "only this",
        "show only the value under the cursor: of an event, a group or the tree",
    ),
    bind(Anywhere, &[key('-')], Action::Keep(false), "not this", "filter out the value under the cursor"),
    bind(
        Anywhere,
        &[key('f')],
        Action::Follow,
        "follow",
        "follow this key, session, role, address, request or resource",
    ),
    bind(Anywhere, &[key('t')], Action::Around, "around", "show events close in time to this one"),
    bind(Anywhere, &[key('u')], Action::UndoFilter(-1), "", "undo the last filter change"),
    bind(Anywhere, &[ctrl('r')], Action::UndoFilter(1), "", "redo the last filter change"),
    bind(Anywhere, &[key('F')], Action::Reduce("is:failed"), "", "show failed events only, or all again"),
    bind(Anywhere, &[key('W')], Action::Reduce("is:write"), "", "show write events only, or all again"),
    bind(
        Anywhere,
        &[key('A')],
        Action::Reduce("!is:service"),
        "",
        "filter out AWS services that act on their own, or show all again",
    ),
    bind(Anywhere, &[key('X')], Action::ShowHidden, "", "show only what is filtered out, or go back"),
    bind(
        Anywhere,
        &[key('y')],
        Action::Copy,
        "copy",
        "copy the event's JSON, indented; in groups, copy the value",
    ),
    bind(
        Anywhere,
        &[key('Y')],
        Action::CopyMenu,
        "",
        "copy in another form: as written, compact, value, path, row, to a file",
    ),
    bind(
        Anywhere,
        &[named(KeyCode::Tab), named(KeyCode::BackTab)],
        Action::NextPane,
        "",
        "go to the other pane",
    ),
    bind(
        Anywhere,
        &[named(KeyCode::Esc)],
        Action::Back,
        "",
        "go one step back; in the list, clear the filter; never quits",
    ),
    bind(Anywhere, &[key('j'), named(KeyCode::Down), ctrl('n')], Action::Move(1), "", "move down"),
    bind(Anywhere, &[key('k'), named(KeyCode::Up), ctrl('p')], Action::Move(-1), "", "move up"),
    bind(Anywhere, &[ctrl('d')], Action::Page(1), "", "move half a page down"),
    bind(Anywhere, &[ctrl('u')], Action::Page(-1), "", "move half a page up"),
    bind(Anywhere, &[named(KeyCode::PageDown), ctrl('f'), key(' ')], Action::Page(2), "", "move a page down"),
    bind(Anywhere, &[named(KeyCode::PageUp), ctrl('b')], Action::Page(-2), "", "move a page up"),
    bind(Anywhere, &[key('g'), named(KeyCode::Home)], Action::First, "", "go to the top"),
    bind(Anywhere, &[key('G'), named(KeyCode::End)], Action::Last, "", "go to the bottom"),
    at(Anywhere, &[key('T')], Time::Focus, "timeline", "go to the timeline, or back"),
    bind(Anywhere, &[key(':')], Action::Palette, "palette", "find any action or saved question"),
    bind(
        Anywhere,
        &[key('i')],
        Action::Accounting,
        "files",
        "show the files: read, set aside, damaged; what they cover, and what is missing",
    ),
    bind(Anywhere, &[key('M')], Action::Mouse, "", "let the terminal use the mouse, or use it here"),
    bind(Anywhere, &[key('?'), named(KeyCode::F(1))], Action::Help, "help", "show all keys"),
    bind(Anywhere, &[ctrl('l')], Action::Redraw, "", "redraw the screen"),
    bind(Anywhere, &[ctrl('z')], Action::Suspend, "", "suspend; fg resumes"),
    bind(Anywhere, &[key('q')], Action::Quit, "quit", "quit"),
    bind(Anywhere, &[ctrl('c')], Action::Cancel, "", "stop loading, keep what is read; otherwise quit"),
];

/// Finds the action of a key in a context.
pub fn look_up(context: Context, event: &KeyEvent) -> Option<Action> {
    let bound = |context: Context| {
        let here = BINDINGS.iter().filter(move |binding| binding.context == context);
        here.filter(|binding| binding.keys.iter().any(|chord| chord.is(event)))
            .map(|binding| binding.action)
            .next()
    };
    let general = || bound(Anywhere).filter(|&action| holds_in(action, context, event));
    let action = bound(context).or_else(general)?;
    match (action, event.code) {
        (Action::Level(_), KeyCode::Char(digit)) => {
            digit.to_digit(10).and_then(|digit| u8::try_from(digit).ok()).map(Action::Level)
        }
        _ => Some(action),
    }
}

/// Whether keys that work anywhere also work in a context.
fn holds_in(action: Action, context: Context, event: &KeyEvent) -> bool {
    match context {
        Typing | Palette => !is_text(event),
        // A pane under a menu or a page must not change unseen.
        Menu | Page | Accounting => matches!(
            action,
            Action::Move(_)
                | Action::Page(_)
                | Action::First
                | Action::Last
                | Action::Back
                | Action::Cancel
                | Action::Redraw
                | Action::Suspend
        ),
        _ => true,
    }
}

/// Whether a key types or edits text, so that a text field must have it before it is looked up anywhere else.
fn is_text(event: &KeyEvent) -> bool {
    let control = event.modifiers.contains(KeyModifiers::CONTROL);
    !control || !matches!(event.code, KeyCode::Char('c' | 'z' | 'l'))
}

/// The keys of a binding as they are printed; more than three in a row are printed as a range.
pub fn labels(binding: &Binding) -> String {
    let labels: Vec<String> = binding.keys.iter().map(|chord| chord.label()).collect();
    match (labels.first(), labels.last()) {
        (Some(first), Some(last)) if labels.len() > 4 => format!("{first}–{last}"),
        _ => labels.join(" "),
    }
}

/// The key of a binding to print where there is room for one.
pub fn first_label(binding: &Binding) -> String {
    let all = labels(binding);
    if all.contains('–') { all } else { all.split(' ').next().unwrap_or_default().to_owned() }
}

/// The keys as Markdown tables, for the README.
pub fn markdown() -> String {
    let section = |context: Context| {
        let rows = BINDINGS.iter().filter(move |binding| binding.context == context);
        let rows = rows.map(|binding| {
            let keys: Vec<String> = labels(binding).split(' ').map(|label| format!("`{label}`")).collect();
            format!("| {} | {} |\n", keys.join(" "), binding.about)
        });
        format!("| {} | |\n|---|---|\n{}\n", context.title(), rows.collect::<String>())
    };
    Context::ALL.into_iter().map(section).collect()
}

#[cfg(test)]
#[path = "keymap_tests.rs"]
mod tests;

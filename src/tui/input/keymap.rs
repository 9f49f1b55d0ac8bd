//! BINDINGS, the one table of keys: looked up by the loop, printed by footer, help and README; `look_up` finds keys in it.

use crossterm::event::KeyCode;

use super::action::{
    Action, CopyAction as Copy, FilterAction as Filter, GroupAction as Group, ListAction as Listed,
    MoveAction as Go, PivotAction as Pivot, TimeAction as Time, TreeAction as Tree,
};
use super::chord::{Chord, ctrl, key, named, shift};
pub use super::context::Context;

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
    /// Other words that people look for it by, in the palette.
    pub words: &'static [&'static str],
}

impl Binding {
    /// With other words that people look for it by.
    const fn also(mut self, words: &'static [&'static str]) -> Self {
        self.words = words;
        self
    }
}

const fn bind(
    context: Context,
    keys: &'static [Chord],
    action: Action,
    footer: &'static str,
    about: &'static str,
) -> Binding {
    Binding { context, keys, action, about, footer, words: &[] }
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

use Context::{Anywhere, Detail, Groups, Inventory, List, Menu, Page, Palette, Timeline, Typing};

/// Every key.
pub const BINDINGS: &[Binding] = &[
    bind(
        List,
        &[named(KeyCode::Enter), key('l'), named(KeyCode::Right)],
        Action::Open,
        "open",
        "open the event",
    ),
    bind(List, &[key('S')], Action::List(Listed::Reverse), "", "sort newest first, or oldest first again")
        .also(&["sort", "order", "newest", "oldest"]),
    bind(
        List,
        &[key('U')],
        Action::List(Listed::Unfold),
        "",
        "show repeated deliveries, or merge them again",
    )
    .also(&["duplicates", "dedupe", "repeats"]),
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
    bind(
        Groups,
        &[key('s')],
        Action::Group(Group::Order),
        "sort",
        "sort: largest, by name, earliest, rarest first",
    )
    .also(&["sort"]),
    bind(
        Groups,
        &[key('B')],
        Action::Group(Group::Within),
        "then by…",
        "count by another field within each group",
    ),
    bind(Groups, &[key(' ')], Action::Group(Group::Fold), "expand", "expand or collapse the group"),
    bind(
        Groups,
        &[key('L')],
        Action::Group(Group::Level),
        "",
        "switch between groups by person, principal, session and access key",
    ),
    bind(
        Detail,
        &[key(' '), named(KeyCode::Enter)],
        Action::Tree(Tree::Toggle),
        "open",
        "expand or collapse; show a long text, or JSON in a string",
    ),
    bind(
        Detail,
        &[key('h'), named(KeyCode::Left)],
        Action::Tree(Tree::Collapse),
        "",
        "collapse, or go to the parent",
    ),
    bind(
        Detail,
        &[key('l'), named(KeyCode::Right)],
        Action::Tree(Tree::Expand),
        "",
        "expand, or go to the first child",
    ),
    bind(Detail, &[key('c')], Action::Tree(Tree::CollapseSiblings), "", "collapse this and its siblings"),
    bind(Detail, &[key('e')], Action::Tree(Tree::ExpandSiblings), "", "expand this and its siblings"),
    bind(
        Detail,
        &[key('1'), key('2'), key('3'), key('4'), key('5'), key('6'), key('7'), key('8'), key('9')],
        Action::Tree(Tree::Level(0)),
        "levels",
        "expand to this many levels",
    ),
    bind(Detail, &[key('/')], Action::Tree(Tree::Search), "search", "search in this event"),
    bind(Detail, &[key('n')], Action::Tree(Tree::NextMatch), "", "go to the next match"),
    bind(Detail, &[key('N')], Action::Tree(Tree::PreviousMatch), "", "go to the previous match"),
    bind(
        Detail,
        &[key('J')],
        Action::List(Listed::OtherEvent(1)),
        "next event",
        "go to the next event of the list",
    ),
    bind(
        Detail,
        &[key('K')],
        Action::List(Listed::OtherEvent(-1)),
        "",
        "go to the previous event of the list",
    ),
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
        Action::Filter(Filter::Complete(1)),
        "complete",
        "complete a field, a test or a value; values show their count",
    ),
    bind(
        Typing,
        &[named(KeyCode::BackTab)],
        Action::Filter(Filter::Complete(-1)),
        "",
        "go to the previous completion",
    ),
    bind(
        Typing,
        &[named(KeyCode::Up), ctrl('p')],
        Action::Filter(Filter::History(-1)),
        "earlier",
        "go to an earlier filter",
    ),
    bind(
        Typing,
        &[named(KeyCode::Down), ctrl('n')],
        Action::Filter(Filter::History(1)),
        "",
        "go to a later filter",
    ),
    bind(
        Typing,
        &[named(KeyCode::PageDown)],
        Action::Move(Go::Page(2)),
        "",
        "scroll the results down while typing",
    ),
    bind(
        Typing,
        &[named(KeyCode::PageUp)],
        Action::Move(Go::Page(-2)),
        "",
        "scroll the results up while typing",
    ),
    bind(Menu, &[named(KeyCode::Enter), key(' ')], Action::Accept, "choose", "choose this entry"),
    bind(Menu, &[named(KeyCode::Esc), key('q')], Action::Back, "back", "close without choosing"),
    bind(Palette, &[named(KeyCode::Enter)], Action::Accept, "run", "run this action or question"),
    bind(Palette, &[named(KeyCode::Esc)], Action::Back, "close", "close without choosing"),
    bind(Palette, &[named(KeyCode::Up), ctrl('p')], Action::Move(Go::Rows(-1)), "up", "move up"),
    bind(Palette, &[named(KeyCode::Down), ctrl('n')], Action::Move(Go::Rows(1)), "down", "move down"),
    bind(Palette, &[named(KeyCode::PageDown)], Action::Move(Go::Page(2)), "", "move a page down"),
    bind(Palette, &[named(KeyCode::PageUp)], Action::Move(Go::Page(-2)), "", "move a page up"),
    bind(Page, &[key('q')], Action::Back, "close", "close; esc also closes"),
    bind(
        Inventory,
        &[named(KeyCode::Enter), key(' ')],
        Action::Open,
        "open",
        "open or close a list of files; show the events of a day in the map, or a logging change",
    ),
    at(Inventory, &[named(KeyCode::Left), key('h')], Time::Column(-1), "", "previous day in the map"),
    at(Inventory, &[named(KeyCode::Right), key('l')], Time::Column(1), "day", "next day in the map"),
    bind(Inventory, &[key('q'), key('i')], Action::Back, "close", "close; esc also closes"),
    bind(Anywhere, &[key('/')], Action::Filter(Filter::Type), "filter", "type a filter")
        .also(&["search", "find", "grep", "query"]),
    bind(Anywhere, &[key('p')], Action::Group(Group::ByPrincipal), "by principal", "group by who acted")
        .also(&["user", "who", "identity", "caller"]),
    bind(Anywhere, &[key('e')], Action::Group(Group::ByError), "by error", "group by error code")
        .also(&["denied", "failures"]),
    bind(Anywhere, &[key('b')], Action::Group(Group::Menu), "by…", "group by another field")
        .also(&["count", "aggregate"]),
    bind(
        Anywhere,
        &[key('+')],
        Action::Pivot(Pivot::Keep(true)),
        "only this",
        "show only the value under the cursor: of an event, a group or the tree",
    )
    .also(&["include"]),
    bind(
        Anywhere,
        &[key('-')],
        Action::Pivot(Pivot::Keep(false)),
        "not this",
        "filter out the value under the cursor",
    )
    .also(&["exclude"]),
    bind(
        Anywhere,
        &[key('f')],
        Action::Pivot(Pivot::Follow),
        "follow",
        "follow this key, session, role, address, request or resource",
    )
    .also(&["pivot", "related"]),
    bind(
        Anywhere,
        &[key('t')],
        Action::Pivot(Pivot::Around),
        "around",
        "show events close in time to this one",
    ),
    bind(Anywhere, &[key('u')], Action::Filter(Filter::Undo(-1)), "", "undo the last filter change"),
    bind(Anywhere, &[ctrl('r')], Action::Filter(Filter::Undo(1)), "", "redo the last filter change"),
    bind(
        Anywhere,
        &[key('F')],
        Action::Filter(Filter::Reduce("is:failed")),
        "",
        "show failed events only, or all again",
    ),
    bind(
        Anywhere,
        &[key('W')],
        Action::Filter(Filter::Reduce("is:write")),
        "",
        "show write events only, or all again",
    ),
    bind(
        Anywhere,
        &[key('A')],
        Action::Filter(Filter::Reduce("!is:service")),
        "",
        "filter out AWS services that act on their own, or show all again",
    ),
    bind(
        Anywhere,
        &[key('X')],
        Action::Filter(Filter::ShowHidden),
        "",
        "show only what is filtered out, or go back",
    )
    .also(&["invert", "negate"]),
    bind(
        Anywhere,
        &[key('y')],
        Action::Copy(Copy::Json),
        "copy",
        "copy the event's JSON, indented; in groups, copy the value",
    )
    .also(&["clipboard"]),
    bind(
        Anywhere,
        &[key('Y')],
        Action::Copy(Copy::Menu),
        "",
        "copy in another form: as written, compact, value, path, row, to a file",
    )
    .also(&["save", "clipboard"]),
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
    bind(Anywhere, &[key('j'), named(KeyCode::Down), ctrl('n')], Action::Move(Go::Rows(1)), "", "move down"),
    bind(Anywhere, &[key('k'), named(KeyCode::Up), ctrl('p')], Action::Move(Go::Rows(-1)), "", "move up"),
    bind(Anywhere, &[ctrl('d')], Action::Move(Go::Page(1)), "", "move half a page down"),
    bind(Anywhere, &[ctrl('u')], Action::Move(Go::Page(-1)), "", "move half a page up"),
    bind(
        Anywhere,
        &[named(KeyCode::PageDown), ctrl('f'), key(' ')],
        Action::Move(Go::Page(2)),
        "",
        "move a page down",
    ),
    bind(Anywhere, &[named(KeyCode::PageUp), ctrl('b')], Action::Move(Go::Page(-2)), "", "move a page up"),
    bind(Anywhere, &[key('g'), named(KeyCode::Home)], Action::Move(Go::First), "", "go to the top"),
    bind(Anywhere, &[key('G'), named(KeyCode::End)], Action::Move(Go::Last), "", "go to the bottom"),
    at(Anywhere, &[key('T')], Time::Focus, "timeline", "go to the timeline, or back").also(&[
        "histogram",
        "chart",
        "graph",
    ]),
    bind(Anywhere, &[key(':')], Action::Palette, "palette", "find any action or saved question"),
    bind(
        Anywhere,
        &[key('i')],
        Action::Inventory,
        "files",
        "show the files: read, set aside, damaged; what they cover, and what is missing",
    )
    .also(&["coverage", "digest", "integrity", "problems", "damaged", "skipped"]),
    bind(Anywhere, &[key('M')], Action::Mouse, "", "let the terminal use the mouse, or use it here"),
    bind(Anywhere, &[key('?'), named(KeyCode::F(1))], Action::Help, "help", "show all keys").also(&[
        "keys",
        "shortcuts",
        "manual",
    ]),
    bind(Anywhere, &[ctrl('l')], Action::Redraw, "", "redraw the screen"),
    bind(Anywhere, &[ctrl('z')], Action::Suspend, "", "suspend; fg resumes"),
    bind(Anywhere, &[key('q')], Action::Quit, "quit", "quit").also(&["exit"]),
    bind(Anywhere, &[ctrl('c')], Action::Cancel, "", "stop loading, keep what is read; otherwise quit"),
];

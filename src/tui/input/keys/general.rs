//! The keys of what is shown, that work anywhere.

use crossterm::event::KeyCode;

use crate::tui::input::action::Context::Anywhere;
use crate::tui::input::action::{
    Action, Binding, Context, CopyAction as Copy, FilterAction as Filter, GroupAction as Group,
    MoveAction as Go, PivotAction as Pivot, TabAction as Tabs, TimeAction as Time, at, bind,
};
use crate::tui::input::chord::{ctrl, key, named};

/// In the order of the help.
pub(in crate::tui::input) const KEYS: &[Binding] = &[
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
        &[key('a')],
        Action::Pivot(Pivot::Chain),
        "",
        "show who really did this: where the credential came from, and what came of it",
    )
    .also(&["credential", "chain", "session", "assume role", "origin", "access key"]),
    bind(
        Anywhere,
        &[key('t')],
        Action::Pivot(Pivot::Around),
        "around",
        "show events close in time to this one",
    ),
    bind(
        Anywhere,
        &[ctrl('t')],
        Action::Tab(Tabs::Open),
        "",
        "keep what is shown as a tab, and continue in a copy of it",
    )
    .also(&["tab", "tabs", "new tab", "window"]),
    bind(Anywhere, &[key('}')], Action::Tab(Tabs::Turn(1)), "", "go to the next tab").also(&["tabs"]),
    bind(Anywhere, &[key('{')], Action::Tab(Tabs::Turn(-1)), "", "go to the previous tab").also(&["tabs"]),
    bind(Anywhere, &[ctrl('w')], Action::Tab(Tabs::Close), "", "close this tab").also(&["tabs"]),
    bind(
        Anywhere,
        &[key('u')],
        Action::Filter(Filter::Undo(-1)),
        "",
        "undo the last filter change, mark or note",
    ),
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
        &[key('P')],
        Action::Copy(Copy::Redact),
        "",
        "put pseudonyms for accounts, keys, addresses and names into copies and exports, or no more",
    )
    .also(&["redact", "redaction", "anonymize", "pseudonym", "mask", "hide", "privacy", "share"]),
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
    at(
        Anywhere,
        &[key('*')],
        Time::Pictures,
        "",
        "show pictures: a heat map of hours and days of the week, and who was active when",
    )
    .also(&[
        "heatmap",
        "heat map",
        "calendar",
        "chart",
        "graph",
        "weekday",
        "hours",
        "activity",
        "swimlanes",
        "night",
    ]),
    at(
        Anywhere,
        &[key('=')],
        Time::Style,
        "",
        "show times in UTC, in the local zone, since the first event, as gaps to the row above",
    )
    .also(&["timezone", "time zone", "local time", "relative", "elapsed", "delta"]),
    bind(
        Anywhere,
        &[key('Z')],
        Action::Show(Context::Times),
        "",
        "choose how times are shown: in any zone, since an event, or as gaps",
    )
    .also(&["timezone", "time zone", "local time", "utc", "reference", "relative", "daylight"]),
    at(Anywhere, &[key('T')], Time::Focus, "timeline", "go to the timeline, or back").also(&[
        "histogram",
        "chart",
        "graph",
    ]),
];

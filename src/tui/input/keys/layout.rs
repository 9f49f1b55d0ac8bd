//! The keys of the layout: of list and event, and of groups and the selected one.

use crate::tui::input::action::Context::Anywhere;
use crate::tui::input::action::{Action, Binding, LayoutAction as Layout, bind};
use crate::tui::input::chord::key;

/// In the order of the help.
pub(in crate::tui::input) const KEYS: &[Binding] = &[
    bind(
        Anywhere,
        &[key('z')],
        Action::Layout(Layout::Zoom),
        "",
        "zoom: give this pane the whole screen, or show both panes again",
    )
    .also(&["layout", "zoom", "maximize", "enlarge", "fullscreen", "split"]),
    bind(
        Anywhere,
        &[key('|')],
        Action::Layout(Layout::Turn),
        "",
        "put the event beside the list, or below it; the group beside the groups",
    )
    .also(&["layout", "split", "vertical", "horizontal", "right", "bottom"]),
    bind(Anywhere, &[key('<')], Action::Layout(Layout::Border(-1)), "", "move the border left or up")
        .also(&["layout", "resize", "narrower", "wider"]),
    bind(Anywhere, &[key('>')], Action::Layout(Layout::Border(1)), "", "move the border right or down")
        .also(&["layout", "resize", "narrower", "wider"]),
];

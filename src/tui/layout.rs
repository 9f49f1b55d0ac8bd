//! The areas of the panes: a pure function of size and shape, used by `update` and by `draw`.
//!
//! ```text
//!     header
//!     filter bar
//!     timeline                on screens of 20 rows and more, while there are no groups and no pane is enlarged
//!     list or groups          | detail        beside or below each other, or one at a time: `layout_choice`
//!     footer
//! ```

use ratatui::layout::Rect;

use super::layout_choice::PaneLayout;

/// What has to be placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Whether there are groups in place of the list.
    pub groups: bool,
    /// Whether an event was opened, or the selected group is alone.
    pub detail: bool,
    /// How the two panes share the screen.
    pub layout: PaneLayout,
    /// The number of lines of facts.
    pub facts: u16,
}

/// The areas; those that are not shown are empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names are the parts")]
pub struct Areas {
    pub header: Rect,
    pub filter: Rect,
    pub timeline: Rect,
    pub list: Rect,
    pub detail: Rect,
    pub footer: Rect,
}

/// Returns whether the screen is too small for anything but one sentence.
pub fn is_too_small(area: Rect) -> bool {
    area.width < 20 || area.height < 5
}

/// Places everything on a screen of `size`: columns, rows.
pub fn split(size: (u16, u16), shape: Shape) -> Areas {
    let (width, height) = size;
    if is_too_small(Rect::new(0, 0, width, height)) {
        return Areas::default();
    }
    let row = |y| Rect::new(0, y, width, 1);
    let is_hidden = shape.groups || shape.layout.is_zoomed(shape.detail);
    let timeline = Rect { height: if is_hidden { 0 } else { timeline_height(height) }, ..row(2) };
    let main = Rect::new(0, timeline.bottom(), width, height - 3 - timeline.height);
    let (list, detail) = shape.layout.place(main, shape.detail);
    Areas { header: row(0), filter: row(1), timeline, list, detail, footer: row(height - 1) }
}

/// The parts of the pane of a group: its whole value, when its events happened, and the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the parts")]
pub struct PortraitAreas {
    pub value: Rect,
    pub time: Rect,
    pub rows: Rect,
}

/// Divides the pane of a group, whose value takes `lines` lines: half of the pane at most.
pub fn portrait(area: Rect, lines: usize) -> PortraitAreas {
    // The first column is the line between the panes.
    let inner = Rect { x: area.x + area.width.min(2), width: area.width.saturating_sub(2), ..area };
    let below = |above: u16, height: u16| {
        let top = above.min(inner.height);
        Rect { y: inner.y + top, height: height.min(inner.height - top), ..inner }
    };
    let value = u16::try_from(lines).unwrap_or(u16::MAX).min(inner.height / 2);
    let time = below(1 + value, 2);
    PortraitAreas { value: below(1, value), time, rows: below(1 + value + 3, inner.height) }
}

/// Returns how many rows the timeline has on a screen of that height: one of bars and one of marks, or two of
/// bars, one of marks and the axis.
fn timeline_height(height: u16) -> u16 {
    match height {
        ..20 => 0,
        20..30 => 2,
        _ => 4,
    }
}

/// The parts of the timeline: bars, marks below them, the axis below those. With little room, marks and axis
/// share a row. The title of the list below states the length of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the parts")]
pub struct TimelineAreas {
    pub bars: Rect,
    pub marks: Rect,
    pub axis: Rect,
}

/// Divides the timeline; bars have the whole width.
pub fn timeline(area: Rect) -> TimelineAreas {
    if area.is_empty() {
        return TimelineAreas { bars: Rect::ZERO, marks: Rect::ZERO, axis: Rect::ZERO };
    }
    let bars = Rect { height: area.height / 2, ..area };
    let marks = Rect { y: bars.bottom(), height: (area.height - bars.height).min(1), ..bars };
    let axis = Rect { y: area.bottom() - 1, height: 1, ..bars };
    TimelineAreas { bars, marks, axis }
}

/// Returns the rows of a list or of groups, below its title and its headings.
pub fn rows(list: Rect) -> Rect {
    let top = list.height.min(2);
    Rect { y: list.y + top, height: list.height - top, ..list }
}

/// Returns what is seen of an area on a screen of `height` rows while a notice covers `covered` rows above the last
/// one.
pub fn uncovered(area: Rect, height: u16, covered: u16) -> Rect {
    let end = height.saturating_sub(1).saturating_sub(covered);
    Rect { height: area.height.min(end.saturating_sub(area.y)), ..area }
}

/// Returns the cells of a row of the list: all but the one of the scroll bar.
pub fn list_width(list: Rect) -> usize {
    usize::from(list.width).saturating_sub(1)
}

/// Returns the line with the headings of the list.
pub fn headings(list: Rect) -> Rect {
    let top = list.height.min(1);
    Rect { y: list.y + top, height: (list.height - top).min(1), ..list }
}

/// Returns the rows of groups, and below them the area for `lines` lines of the selected value: a third of the
/// area at most.
pub fn group_rows(list: Rect, lines: usize) -> (Rect, Rect) {
    let rows = rows(list);
    let height = u16::try_from(lines).unwrap_or(u16::MAX).min(rows.height / 3);
    let above = Rect { height: rows.height - height, ..rows };
    (above, Rect { y: above.bottom(), height, ..rows })
}

/// The parts of the detail pane: title, facts, the tree, and the line with the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the parts")]
pub struct DetailAreas {
    pub title: Rect,
    pub facts: Rect,
    pub tree: Rect,
    pub path: Rect,
}

/// Divides the detail pane. On short screens the facts are combined on fewer lines: see [`short_facts`].
pub fn detail(area: Rect, facts: u16) -> DetailAreas {
    // The first column is the line between the panes.
    let inner = Rect { x: area.x + area.width.min(2), width: area.width.saturating_sub(2), ..area };
    let title = Rect { height: area.height.min(1), ..area };
    let facts = (if short_facts(area) { facts.min(4) } else { facts }).min(area.height.saturating_sub(4));
    let facts_area = Rect { y: inner.y + title.height, height: facts, ..inner };
    let path_height = u16::from(area.height > facts + 4);
    let top = title.height + facts;
    let tree = Rect { y: inner.y + top, height: inner.height.saturating_sub(top + path_height), ..inner };
    let path = Rect { y: tree.y + tree.height, height: path_height, ..inner };
    DetailAreas { title, facts: facts_area, tree, path }
}

/// Returns whether there is so little room that related facts share a line.
pub fn short_facts(area: Rect) -> bool {
    area.height < 18
}

/// Returns the part of the screen for an overlay of `lines` lines, including borders.
pub fn overlay(screen: Rect, lines: usize) -> Rect {
    let width = screen.width.saturating_sub(4).min(100).max(screen.width.min(20));
    let wanted = u16::try_from(lines.saturating_add(2)).unwrap_or(u16::MAX);
    let height = wanted.min(screen.height.saturating_sub(2)).max(screen.height.min(3));
    Rect {
        x: screen.x + (screen.width - width) / 2,
        y: screen.y + (screen.height - height) / 2,
        width,
        height,
    }
}

/// Returns the area inside the borders.
pub fn inside(area: Rect) -> Rect {
    Rect {
        x: area.x + area.width.min(2),
        y: area.y + area.height.min(1),
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(2),
    }
}

/// Returns the part of the screen for the inventory, including borders: everything but the footer.
pub fn inventory(screen: Rect) -> Rect {
    Rect { height: screen.height.saturating_sub(1).max(screen.height.min(3)), ..screen }
}

/// Returns the area of the inventory's lines, and that of the details on one of them.
pub fn inventory_parts(screen: Rect) -> (Rect, Rect) {
    let body = inside(inventory(screen));
    let about = if body.height >= 12 { 3 } else { 0 };
    let lines = Rect { height: body.height - about, ..body };
    (lines, Rect { y: lines.bottom(), height: about, ..body })
}

/// Where the parts of the screen of the case are.
#[derive(Debug, Clone, Copy)]
pub struct CaseAreas {
    /// What is said about the case as a whole.
    pub head: Rect,
    /// Its events.
    pub rows: Rect,
    /// What is said about the event under the cursor, below a rule.
    pub note: Rect,
}

/// Returns the parts of the screen of the case.
pub fn case_parts(screen: Rect) -> CaseAreas {
    let body = inside(inventory(screen));
    let head = Rect { height: body.height.min(2), ..body };
    let left = body.height - head.height;
    let note = if left >= 6 { (left / 3).max(4) } else { 0 };
    let rows = Rect { y: head.bottom(), height: left - note, ..body };
    CaseAreas { head, rows, note: Rect { y: rows.bottom(), height: note, ..body } }
}

/// Returns the areas of what still stands: of its first line, of its lines, and of the details on one of them.
pub fn ledger_parts(screen: Rect) -> (Rect, Rect, Rect) {
    let (lines, about) = inventory_parts(screen);
    let head = Rect { height: lines.height.min(1), ..lines };
    let gap = if lines.height > 4 { 2 } else { 1 }.min(lines.height);
    (head, Rect { y: lines.y + gap, height: lines.height - gap, ..lines }, about)
}

/// Returns the widths of account, Region and number of events on a line of this many cells.
pub(super) fn map_names(width: usize) -> [usize; 3] {
    match width {
        90.. => [12, 15, 11],
        56.. => [12, 14, 8],
        40.. => [12, 12, 0],
        _ => [5, 9, 0],
    }
}

/// Returns the width of the map on a line of this many cells.
pub fn map_width(width: usize) -> usize {
    width.saturating_sub(map_names(width).iter().map(|name| name + 1).sum::<usize>() + 1)
}

/// Returns the width of a column of the map, in cells.
pub(super) fn cell_width(width: usize, columns: usize) -> usize {
    (map_width(width) / columns.max(1)).clamp(1, 6)
}

/// Maximum number of rows; a longer list is searched, not read.
const MOST_ROWS: usize = 20;

/// Lines above the rows: what is typed, and a rule.
const ABOVE: u16 = 2;

/// Returns how many lines the palette takes inside the borders. It does not depend on the text, so that nothing
/// moves while it is typed.
pub fn palette_lines(entries: usize) -> usize {
    usize::from(ABOVE) + entries.min(MOST_ROWS)
}

/// Lines below the rows of a menu, for the whole description of the selected one.
pub const ABOUT_ROW: u16 = 2;

/// Divides the area of a menu's rows: the rows, and what is said about the one under the cursor.
pub fn with_about_row(rows: Rect) -> (Rect, Rect) {
    let about = if rows.height > ABOUT_ROW + 3 { ABOUT_ROW } else { rows.height.saturating_sub(3).min(1) };
    let above = Rect { height: rows.height - about, ..rows };
    (above, Rect { y: above.bottom(), height: about, ..rows })
}

/// Returns the area of the rows below a line of typed text and a rule.
pub fn below_typed(body: Rect) -> Rect {
    let above = ABOVE.min(body.height);
    Rect { y: body.y + above, height: body.height - above, ..body }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::layout_choice::{LayoutChoice, ListAlone};

    fn shapes() -> impl Iterator<Item = Shape> {
        let choices = [LayoutChoice::Auto, LayoutChoice::List, LayoutChoice::Beside, LayoutChoice::Below];
        let layouts = choices.into_iter().flat_map(|choice| {
            [(false, false), (true, false), (false, true), (true, true)].map(|(event_alone, list_alone)| {
                let mut layout = PaneLayout::from(choice);
                layout.event_alone = event_alone;
                layout.list_alone = list_alone.then_some(ListAlone { had_event: false });
                layout
            })
        });
        let flags = [(false, false), (false, true), (true, false), (true, true)];
        layouts
            .flat_map(move |layout| flags.map(|(groups, detail)| Shape { groups, detail, layout, facts: 6 }))
    }

    #[test]
    fn nothing_overlaps_and_nothing_leaves_the_screen() {
        let sizes =
            (0..250).step_by(3).flat_map(|width| (0..100).step_by(2).map(move |height| (width, height)));
        for (width, height) in
            sizes.chain((0..140).flat_map(|width| (0..40).map(move |height| (width, height))))
        {
            for shape in shapes() {
                let areas = split((width, height), shape);
                let screen = Rect::new(0, 0, width, height);
                let all =
                    [areas.header, areas.filter, areas.timeline, areas.list, areas.detail, areas.footer];
                for (at, area) in all.iter().enumerate() {
                    assert_eq!(area.intersection(screen), *area, "{width}x{height}");
                    let others = all.iter().skip(at + 1);
                    assert!(
                        others.into_iter().all(|other| !other.intersects(*area)),
                        "{width}x{height} {shape:?}"
                    );
                }
                let cells: u32 = all.iter().map(|area| u32::from(area.width) * u32::from(area.height)).sum();
                assert!(
                    is_too_small(screen) || cells == u32::from(width) * u32::from(height),
                    "{width}x{height} {shape:?}"
                );
                let parts = super::detail(areas.detail, 6);
                for area in [parts.title, parts.facts, parts.tree, parts.path, rows(areas.list)] {
                    assert!(
                        area.is_empty() || area.intersection(screen) == area,
                        "{width}x{height} {area:?}"
                    );
                }
                let time = timeline(areas.timeline);
                for area in [time.bars, time.marks, time.axis] {
                    assert!(area.is_empty() || area.intersection(areas.timeline) == area, "{width}x{height}");
                }
                assert!(!time.bars.intersects(time.marks));
                assert!(!parts.tree.intersects(parts.facts) && !parts.tree.intersects(parts.path));
            }
        }
    }
}

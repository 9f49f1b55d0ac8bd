//! The areas of the pictures: a pure function of the screen, used by the pane and by drawing.

use std::ops::Range;

use ratatui::layout::{Position, Rect};

use super::layout::{inside, inventory};
use crate::query::summary::heat::{DAYS, HOURS};

/// The areas. An area that does not fit is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureAreas {
    /// What is counted.
    pub about: Rect,
    /// The hours of the heat map, or the axis of the lanes.
    pub heads: Rect,
    /// The cells of the heat map, without the names of days.
    pub heat: Rect,
    /// The rows of the lanes.
    pub lanes: Rect,
    /// What is said about the selected cell.
    pub below: Rect,
}

/// Width of the names of days, with a blank.
pub const DAY_NAME: u16 = 4;
/// Lines below: two numbers or ranges, and the filter.
const BELOW: u16 = 3;
/// Maximum height of a cell of the heat map.
const TALLEST: u16 = 3;
/// Width of the counts of lanes.
const COUNT: u16 = 11;
/// Width of the first and the last time of a lane, on screens that are wide enough.
const TIMES: (u16, u16) = (27, 110);

/// Divides the screen.
pub fn pictures(screen: Rect) -> PictureAreas {
    let body = inside(inventory(screen));
    let row = |y: u16, height: u16| {
        let y = body.y + y.min(body.height);
        Rect { y, height: height.min(body.bottom() - y), ..body }
    };
    let below = if body.height > 12 { BELOW } else { 1.min(body.height) };
    let rows = row(2, body.height.saturating_sub(2 + below));
    let name = DAY_NAME.min(body.width);
    let cell = ((body.width - name) / count(HOURS)).clamp(1, 4);
    let width = (cell * count(HOURS)).min(body.width - name);
    // One row stays for the sums of the hours.
    let tall = (rows.height.saturating_sub(1) / count(DAYS)).clamp(1, TALLEST);
    let heat = Rect { x: body.x + name, width, height: rows.height.min(tall * count(DAYS)), ..rows };
    PictureAreas {
        about: row(0, 1),
        heads: row(1, 1),
        heat,
        lanes: rows,
        below: row(body.height.saturating_sub(below), below),
    }
}

fn count(items: usize) -> u16 {
    u16::try_from(items).unwrap_or(u16::MAX)
}

impl PictureAreas {
    /// Returns the width and the height of a cell of the heat map.
    pub fn cell(&self) -> (u16, u16) {
        ((self.heat.width / count(HOURS)).max(1), (self.heat.height / count(DAYS)).max(1))
    }

    /// Returns the day and the hour of a place in the heat map.
    pub fn heat_cell(&self, place: Position) -> Option<(usize, usize)> {
        let (width, height) = self.cell();
        let hour = usize::from(place.x.checked_sub(self.heat.x)? / width);
        let day = usize::from(place.y.checked_sub(self.heat.y)? / height);
        (self.heat.contains(place) && hour < HOURS && day < DAYS).then_some((day, hour))
    }

    /// Returns the widths of the name and the count of a lane.
    pub fn lane_names(&self) -> (u16, u16) {
        ((self.lanes.width / 4).clamp(8, 34), COUNT)
    }

    /// Returns where the bars of lanes begin, and how wide they are.
    pub fn bars(&self) -> (u16, u16) {
        let (name, count) = self.lane_names();
        let left = (name + count + 2).min(self.lanes.width);
        let right = if self.lanes.width >= TIMES.1 { TIMES.0 } else { 1 };
        (self.lanes.x + left, self.lanes.width.saturating_sub(left + right))
    }

    /// Returns the cells of a column of time, counted from where the bars begin. All of them together fill the width.
    pub fn bar(&self, column: usize, columns: usize) -> Range<u16> {
        let width = usize::from(self.bars().1);
        let border = |column: usize| (column.min(columns) * width).checked_div(columns).unwrap_or(0);
        let cell = |column: usize| u16::try_from(border(column)).unwrap_or(u16::MAX);
        cell(column)..cell(column + 1)
    }

    /// Returns whether the first and the last time of a lane are shown after its bars.
    pub fn has_times(&self) -> bool {
        self.lanes.width >= TIMES.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stay_inside_and_cells_are_found_again() {
        for (width, height) in (20..250).flat_map(|width| (5..60).map(move |height| (width, height))) {
            let screen = Rect::new(0, 0, width, height);
            let (parts, body) = (pictures(screen), inside(inventory(screen)));
            for area in [parts.about, parts.heads, parts.heat, parts.lanes, parts.below] {
                assert!(area.is_empty() || area.intersection(body) == area, "{width}x{height} {area:?}");
            }
            assert!(!parts.below.intersects(parts.lanes) && !parts.heads.intersects(parts.lanes));
            let (x, bars) = parts.bars();
            assert!(x + bars <= body.right().max(x), "{width}x{height}");
            let (wide, tall) = parts.cell();
            for place in parts.heat.positions() {
                let hour = usize::from((place.x - parts.heat.x) / wide);
                let day = usize::from((place.y - parts.heat.y) / tall);
                let expected = Some((day, hour)).filter(|_| hour < HOURS && day < DAYS);
                assert_eq!(parts.heat_cell(place), expected, "{width}x{height}");
            }
            for columns in [0, 1, 7, usize::from(bars)] {
                let cells: Vec<u16> = (0..columns).flat_map(|column| parts.bar(column, columns)).collect();
                let all: Vec<u16> = (0..bars).filter(|_| columns > 0).collect();
                assert_eq!(cells, all, "{columns} in {bars}");
            }
        }
    }
}

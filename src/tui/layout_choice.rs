//! How the list and the event share the screen, or the groups and the selected one: one of them alone, beside or below each other, and where the
//! border between them is. `layout` places everything else, `update/layout` has the keys and the mouse.

use ratatui::layout::{Position, Rect};

/// How the list and the event share the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LayoutChoice {
    /// By the size of the screen: beside each other if it is wide, below each other if it is high and an event is
    /// open, otherwise one at a time.
    #[default]
    Auto,
    /// One at a time: the list, or the opened event.
    List,
    /// The event always beside the list, if there is room.
    Beside,
    /// The event always below the list, if there is room.
    Below,
}

/// The layouts by their names in files.
pub const LAYOUTS: [(&str, LayoutChoice); 4] = [
    ("auto", LayoutChoice::Auto),
    ("list", LayoutChoice::List),
    ("beside", LayoutChoice::Beside),
    ("below", LayoutChoice::Below),
];

/// Returns the name of a layout.
pub fn layout_name(layout: LayoutChoice) -> &'static str {
    LAYOUTS.iter().find(|(_, choice)| *choice == layout).map_or("auto", |(name, _)| name)
}

/// How the screen is divided if both are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Division {
    /// Beside each other.
    Beside,
    /// Below each other.
    Below,
}

/// The state of the layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaneLayout {
    /// How the list and the event share the screen while neither is enlarged.
    pub choice: LayoutChoice,
    /// Whether an opened event, or the selected group, takes the screen alone in any case.
    pub event_alone: bool,
    /// Whether the list, or the groups, take the screen alone in any case.
    pub list_alone: Option<ListAlone>,
    /// Whether the mouse drags the border.
    pub is_dragged: bool,
    room: RoomForBoth,
    beside: Border,
    below: Border,
}

/// A list that takes the screen alone: what comes back with the other pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListAlone {
    /// Whether an event was open.
    pub had_event: bool,
}

/// From which size on [`LayoutChoice::Auto`] shows both panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct RoomForBoth {
    /// Columns, to show them beside each other.
    beside: u16,
    /// Columns and rows of both, to show one below the other.
    below: (u16, u16),
    /// Whether they are below each other only if the second one was opened.
    if_opened: bool,
}

const LIST_AND_EVENT: RoomForBoth = RoomForBoth { beside: 110, below: (60, 28), if_opened: true };
const GROUPS_AND_ONE: RoomForBoth = RoomForBoth { beside: 100, below: (60, 32), if_opened: false };

/// How much of the room the list takes: its cells, and the cells of list and event together. The ratio holds on
/// screens of every size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Border {
    list: u16,
    of: u16,
}

/// Minimum columns of each pane beside the other, and minimum rows of each below the other.
pub const LEAST: (u16, u16) = (24, 5);

impl Default for PaneLayout {
    fn default() -> Self {
        Self::from(LayoutChoice::Auto)
    }
}

impl From<LayoutChoice> for PaneLayout {
    fn from(choice: LayoutChoice) -> Self {
        Self {
            choice,
            event_alone: false,
            list_alone: None,
            is_dragged: false,
            room: LIST_AND_EVENT,
            beside: Border { list: 13, of: 20 },
            below: Border { list: 2, of: 5 },
        }
    }
}

impl PaneLayout {
    /// Makes the layout of the groups and the selected one.
    pub fn of_groups() -> Self {
        let below = Border { list: 1, of: 2 };
        Self { room: GROUPS_AND_ONE, below, ..Self::default() }
    }

    /// Returns whether one of the panes takes the screen alone because that was asked for. `opened`: whether an event was
    /// opened.
    pub fn is_zoomed(&self, opened: bool) -> bool {
        self.list_alone.is_some() || self.event_alone && opened
    }

    /// Returns how `main`, the area of both, is divided; `None` if one of them has it alone. `opened`: whether an
    /// event was opened.
    pub fn division(&self, main: Rect, opened: bool) -> Option<Division> {
        let room = self.room;
        let is_high = main.width >= room.below.0 && main.height >= room.below.1;
        let division = match self.choice {
            _ if self.is_zoomed(opened) => None,
            LayoutChoice::Auto if main.width >= room.beside => Some(Division::Beside),
            LayoutChoice::Auto if is_high && (opened || !room.if_opened) => Some(Division::Below),
            LayoutChoice::Auto | LayoutChoice::List => None,
            LayoutChoice::Beside => Some(Division::Beside),
            LayoutChoice::Below => Some(Division::Below),
        };
        division.filter(|division| division.fits(main))
    }

    /// Places the list and the event in `main`; the one that is not shown has an empty area.
    pub fn place(&self, main: Rect, opened: bool) -> (Rect, Rect) {
        let none = Rect::new(0, 2, 0, 0);
        match self.division(main, opened) {
            None if opened => (none, main),
            None => (main, none),
            Some(Division::Beside) => {
                let left = self.beside.at(main.width, LEAST.0);
                (Rect { width: left, ..main }, Rect { x: main.x + left, width: main.width - left, ..main })
            }
            Some(Division::Below) => {
                let top = self.below.at(main.height, LEAST.1);
                (Rect { height: top, ..main }, Rect { y: main.y + top, height: main.height - top, ..main })
            }
        }
    }

    /// Returns where the borders are: the cells of the first pane, and of both, beside and below each other.
    pub fn borders(&self) -> [(u16, u16); 2] {
        [self.beside, self.below].map(|border| (border.list, border.of))
    }

    /// Puts the borders there.
    pub fn set_borders(&mut self, borders: [(u16, u16); 2]) {
        let [beside, below] = borders.map(|(list, of)| Border { list: list.min(of), of });
        (self.beside, self.below) = (beside, below);
    }

    /// Moves the border by some cells: to the right or down if positive. Returns whether there is one.
    pub fn move_border(&mut self, main: Rect, opened: bool, cells: i16) -> bool {
        let Some(division) = self.division(main, opened) else { return false };
        let (border, size, least) = self.border(division, main);
        border.put(border.at(size, least).saturating_add_signed(cells), size, least);
        true
    }

    /// Moves the border to a place on the screen, if there is a border.
    pub fn drag_border(&mut self, main: Rect, opened: bool, to: Position) {
        let Some(division) = self.division(main, opened) else { return };
        let list = match division {
            Division::Beside => to.x.saturating_sub(main.x),
            Division::Below => to.y.saturating_sub(main.y),
        };
        let (border, size, least) = self.border(division, main);
        border.put(list, size, least);
    }

    fn border(&mut self, division: Division, main: Rect) -> (&mut Border, u16, u16) {
        match division {
            Division::Beside => (&mut self.beside, main.width, LEAST.0),
            Division::Below => (&mut self.below, main.height, LEAST.1),
        }
    }
}

impl Division {
    /// Returns whether both panes have room in `main`.
    pub fn fits(self, main: Rect) -> bool {
        match self {
            Self::Beside => main.width >= LEAST.0 * 2,
            Self::Below => main.height >= LEAST.1 * 2,
        }
    }
}

impl Border {
    /// Returns how many of `size` cells the list has; both panes have at least `least`.
    fn at(self, size: u16, least: u16) -> u16 {
        let part = u32::from(size) * u32::from(self.list) / u32::from(self.of.max(1));
        let most = size.saturating_sub(least);
        u16::try_from(part).unwrap_or(u16::MAX).clamp(least.min(most), most)
    }

    fn put(&mut self, list: u16, size: u16, least: u16) {
        *self = Self { list, of: size };
        self.list = self.at(size, least);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CHOICES: [LayoutChoice; 4] =
        [LayoutChoice::Auto, LayoutChoice::List, LayoutChoice::Beside, LayoutChoice::Below];

    proptest! {
        #[test]
        fn both_panes_cover_their_area_and_are_never_too_small(
            (width, height, x, y) in (20..250_u16, 2..100_u16, 0..3_u16, 2..7_u16),
            choice in prop::sample::select(&CHOICES[..]), alone in any::<bool>(), opened in any::<bool>(),
            list_alone in any::<bool>(),
            moves in prop::collection::vec((-40..40_i16, 0..260_u16, 0..120_u16), 0..4),
        ) {
            let main = Rect::new(x, y, width, height);
            let list_alone = list_alone.then_some(ListAlone { had_event: false });
            let mut layout = PaneLayout { event_alone: alone, list_alone, ..PaneLayout::from(choice) };
            for (cells, x, y) in moves {
                layout.move_border(main, opened, cells);
                layout.drag_border(main, opened, Position::new(x, y));
            }
            let (list, event) = layout.place(main, opened);
            let (cells, both) = (|area: Rect| u32::from(area.width) * u32::from(area.height), layout.division(main, opened));
            prop_assert!(!list.intersects(event));
            prop_assert_eq!(cells(list) + cells(event), cells(main));
            for area in [list, event].into_iter().filter(|area| !area.is_empty()) {
                prop_assert_eq!(area.intersection(main), area);
            }
            match both {
                None => prop_assert_eq!((list.is_empty(), event.is_empty()), (opened, !opened)),
                Some(Division::Beside) => prop_assert!(list.width.min(event.width) >= LEAST.0),
                Some(Division::Below) => prop_assert!(list.height.min(event.height) >= LEAST.1),
            }
        }

        #[test]
        fn a_border_moves_by_the_cells_asked_for(width in 110..250_u16, cells in -10..10_i16) {
            let (main, mut layout) = (Rect::new(0, 2, width, 20), PaneLayout::default());
            let before = layout.place(main, false).0.width;
            assert!(layout.move_border(main, false, cells));
            prop_assert_eq!(layout.place(main, false).0.width, before.saturating_add_signed(cells));
        }
    }

    #[test]
    fn the_size_of_the_screen_decides_unless_something_was_chosen() {
        use Division::{Below, Beside};
        let groups = PaneLayout::of_groups();
        assert_eq!(groups.division(Rect::new(0, 2, 100, 27), false), Some(Beside));
        assert_eq!(groups.division(Rect::new(0, 2, 80, 32), false), Some(Below));
        assert_eq!(groups.division(Rect::new(0, 2, 80, 31), false), None);
        let (wide, high, small) =
            (Rect::new(0, 6, 120, 33), Rect::new(0, 6, 80, 33), Rect::new(0, 4, 80, 19));
        let division = |choice, main, opened| PaneLayout::from(choice).division(main, opened);
        for (choice, main, closed, opened) in [
            (LayoutChoice::Auto, wide, Some(Beside), Some(Beside)),
            (LayoutChoice::Auto, high, None, Some(Below)),
            (LayoutChoice::Auto, small, None, None),
            (LayoutChoice::List, wide, None, None),
            (LayoutChoice::Beside, small, Some(Beside), Some(Beside)),
            (LayoutChoice::Below, small, Some(Below), Some(Below)),
            (LayoutChoice::Beside, Rect::new(0, 2, 47, 30), None, None),
            (LayoutChoice::Below, Rect::new(0, 2, 200, 9), None, None),
        ] {
            assert_eq!(
                (division(choice, main, false), division(choice, main, true)),
                (closed, opened),
                "{choice:?} {main}"
            );
        }
        let alone = PaneLayout { event_alone: true, ..PaneLayout::default() };
        assert_eq!((alone.division(wide, true), alone.division(wide, false)), (None, Some(Beside)));
        let alone = PaneLayout { list_alone: Some(ListAlone { had_event: true }), ..PaneLayout::default() };
        assert_eq!((alone.division(wide, true), alone.division(wide, false)), (None, None));
    }
}

//! Which columns fit, how wide they are, and that addresses stay whole.

use super::*;
use crate::record::field::field;

fn needs(need: usize, chosen: &ListColumns, badges: usize) -> Needs {
    let is_time = |column: &ListColumn| column.source == FieldSource::Time;
    let values = chosen.columns.iter().map(|column| if is_time(column) { 8 } else { need });
    Needs { values: values.collect(), address: need.min(15), badges, longest_run: 0 }
}

fn cells(needs: &Needs, chosen: &ListColumns, width: usize) -> Vec<(&'static str, usize)> {
    let widths = needs.widths(chosen, 0, width);
    widths.columns.iter().map(|(column, cells)| (column.heading, *cells)).collect()
}

fn with(added: &[&str]) -> ListColumns {
    let added = added.iter().map(|name| ListColumn::of(field(name).unwrap()));
    let columns = ListColumn::defaults().into_iter().chain(added).collect();
    ListColumns { columns, ..ListColumns::default() }
}

fn place(chosen: &ListColumns, heading: &str) -> usize {
    chosen.columns.iter().position(|column| column.heading == heading).unwrap()
}

#[test]
fn columns_fit_and_the_least_important_go_first() {
    for chosen in [with(&[]), with(&["program"]), with(&["eventID", "os", "userAgent"])] {
        for (need, badges) in [1, 8, 20, 60].into_iter().flat_map(|need| [(need, 0), (need, 5)]) {
            let needs = needs(need, &chosen, badges);
            for width in 0..300 {
                let widths = needs.widths(&chosen, 0, width);
                let shown: Vec<ListColumn> = widths.columns.iter().map(|(column, _)| *column).collect();
                let used: usize =
                    widths.gutter() + widths.columns.iter().map(|(_, cells)| cells + 1).sum::<usize>();
                assert!(used <= width || shown.len() == 2, "{width} {widths:?}");
                let at = |column| chosen.columns.iter().position(|other| other == column).unwrap();
                assert!(shown.len() >= 2 && shown.iter().map(at).is_sorted());
                // Added columns stay longest, the earliest of them longest of all.
                let asked = shown.iter().filter(|column| column.is_added).count();
                assert_eq!(asked + widths.left_out, chosen.columns.len() - 8);
                assert!(widths.left_out == 0 || shown.len() == 2 + asked);
            }
        }
    }
}

/// An address lacked its last characters beside columns that could be shorter.
#[test]
fn an_ipv4_address_is_whole_or_left_out() {
    for chosen in [with(&[]), with(&["userAgent"]), with(&["userAgent", "eventID"])] {
        let from = place(&chosen, "from");
        for (need, badges) in (7..=15).flat_map(|need| [(need, 0), (need, 3)]) {
            let mut needs = needs(60, &chosen, badges);
            needs.values[from] = need;
            needs.address = need;
            for width in 20..260 {
                let cells = cells(&needs, &chosen, width);
                let shown = cells.iter().find(|(heading, _)| *heading == "from");
                assert!(shown.is_none_or(|(_, cells)| *cells >= need), "{width}: {cells:?}");
                assert!(shown.is_some() || width < 70 || chosen.columns.len() > 8, "{width}: {cells:?}");
                let used: usize = 3 + badges + cells.iter().map(|(_, cells)| cells + 1).sum::<usize>();
                assert!(used <= width || cells.len() == 2, "{width}: {cells:?}");
            }
        }
    }
}

/// The others were shortened because of the name of a service.
#[test]
fn an_address_takes_cells_from_the_event_name_too() {
    let chosen = with(&[]);
    let mut needs = needs(60, &chosen, 0);
    needs.address = 0;
    let event = |needs: &Needs| cells(needs, &chosen, 77)[place(&chosen, "event")].1;
    let before = event(&needs);
    needs.address = 15;
    assert!(event(&needs) < before);
}

/// `DescribeSecurityGroups` and `GetAccountPasswordPolicy` were cut beside targets that were cut in any case.
#[test]
fn the_event_name_is_whole_before_other_columns_get_their_least() {
    let chosen = with(&[]);
    let (event, resource) = (place(&chosen, "event"), place(&chosen, "resource"));
    for name in 19..=24 {
        for long in [20, 60, 200] {
            let mut needs = needs(long, &chosen, 0);
            (needs.values[event], needs.address) = (name, 0);
            for width in 77..200 {
                let cells = cells(&needs, &chosen, width);
                assert_eq!(cells[event].1, name, "{width}: {cells:?}");
                let (heading, left) = cells[resource];
                assert!(heading == "resource" && left >= 9, "{width}: {cells:?}");
            }
        }
    }
}

/// Names were cut to 15 cells beside columns that were blank.
#[test]
fn blank_columns_give_their_room_to_the_name() {
    let chosen = with(&[]);
    let mut blank = needs(0, &chosen, 0);
    assert_eq!(blank.widths(&chosen, 0, 80).columns.len(), 1, "only the time");
    blank.values[1] = 27;
    assert_eq!(cells(&blank, &chosen, 40), [("time", 8), ("event", 27)]);
    let chosen = with(&["program"]);
    assert_eq!(cells(&needs(0, &chosen, 0), &chosen, 80), [("time", 8), ("program", 7)], "asked for");
}

#[test]
fn a_pane_beside_an_event_has_room_for_name_target_who_address_and_error() {
    let chosen = with(&[]);
    let headings: Vec<_> =
        cells(&needs(60, &chosen, 0), &chosen, 77).into_iter().map(|(heading, _)| heading).collect();
    assert_eq!(headings, ["time", "event", "resource", "who", "from", "error"]);
}

#[test]
fn every_column_is_reached_by_scrolling_and_the_first_one_stays() {
    let chosen = with(&["userAgent", "os", "program", "eventID"]);
    let needs = needs(60, &chosen, 0);
    for width in [40, 78, 118] {
        let mut met: Vec<ListColumn> = Vec::new();
        for skipped in 0..chosen.columns.len() {
            let widths = needs.widths(&chosen, skipped, width);
            assert_eq!(widths.columns[0].0.heading, "time");
            met.extend(widths.columns.iter().map(|(column, _)| *column));
            if skipped > 0 {
                let places: Vec<usize> = (skipped.min(10) + 1..).take(widths.places.len()).collect();
                assert_eq!(widths.places, places, "without gaps");
            }
        }
        assert!(chosen.columns.iter().all(|column| met.contains(column)), "{width}");
    }
    let words = |skipped| needs.widths(&chosen, skipped, 100).words().unwrap();
    assert_eq!(words(2), "columns 3–8 of 11");
    assert_eq!(needs.widths(&chosen, 0, 600).words(), None);
    assert_eq!(words(99), "column 11 of 11");
    assert!(words(0).ends_with(" of 11 columns"), "{}", words(0));
}

#[test]
fn a_chosen_width_is_kept_and_cells_name_their_column() {
    let mut chosen = with(&[]);
    chosen.widths.push((chosen.columns[2], 30));
    let widths = needs(10, &chosen, 2).widths(&chosen, 0, 200);
    assert_eq!(widths.of(&chosen.columns[2]), Some(30));
    let heading = |cell| widths.column_at(cell).map(|column| column.heading);
    assert_eq!(
        (heading(4), heading(5), heading(13), heading(14)),
        (None, Some("time"), Some("time"), Some("event"))
    );
}

#[test]
fn the_time_has_its_date_in_a_list_that_is_not_sorted_by_time() {
    let store = Store::default();
    assert_eq!(time_cells(&store, true, 8), 8);
}

//! Groups by any path into the record and by computed fields, from the menu, the palette and the event.

use trailsift::query::groups::group::Group;

use crate::screen::Screen;

/// The values of the outermost groups, with their events.
fn groups(screen: &Screen) -> Vec<(String, usize)> {
    let pane = screen.app.groups.as_ref().unwrap();
    let column = pane.columns()[0];
    let value = |group: &Group| screen.app.store.dict(column).get(group.value).to_owned();
    let outermost = pane.all().iter().filter(|group| group.within.is_empty());
    outermost.map(|group| (value(group), group.events)).collect()
}

#[test]
fn the_palette_groups_by_a_path_that_is_typed() {
    let mut screen = Screen::sample(120, 40);
    screen.keys(":requestParameters.bucketName").shows("group by requestParameters.bucketName");
    screen.keys("<enter>").shows("requestParameters.bucketName").shows("larkspur-orders");
    let found = groups(&screen);
    assert!(found.contains(&("larkspur-orders".to_owned(), 29)), "{found:?}");
    assert_eq!(found.iter().map(|(_, events)| events).sum::<usize>(), 714);
    // The groups open, and a group becomes a term that finds its events.
    screen.keys("j<enter>").shows("Events of ");
    screen.keys("<esc>j+").shows("requestParameters.bucketName=");
    let (_, events) = &found[2];
    assert_eq!(screen.app.list.events().len(), *events);
}

#[test]
fn the_menu_asks_for_a_path_and_groups_within_groups() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("ba path").shows("a path…").keys("<enter>").shows("group by");
    screen.keys("requestParameters.roleName<enter>").shows("requestParameters.roleName");
    screen
        .keys("Ba path<enter>")
        .shows("then by")
        .keys("userIdentity.sessionContext.attributes.creationDate<enter>");
    assert_eq!(screen.app.groups.as_ref().unwrap().fields.len(), 2);
    assert_eq!(groups(&screen).iter().map(|(_, events)| events).sum::<usize>(), 714);
}

#[test]
fn the_value_under_the_cursor_offers_its_path() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/eventName=RunInstances<enter><enter>");
    screen.keys("/imageId<enter>b").shows("the path under the cursor");
    screen.keys("<enter>").shows("imageId").shows("ami-");
    assert_eq!(screen.app.groups.as_ref().unwrap().fields.len(), 1);
}

#[test]
fn computed_fields_are_completed_filtered_and_compared() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/program:bo<tab>").shows("Boto3").keys("<enter>");
    let boto = screen.app.list.events().len();
    assert!(boto > 100 && boto < 714, "{boto}");
    screen.keys("u/bytesOut>1M<enter>");
    let large = screen.app.list.events().len();
    assert!(large > 0 && large < 200, "{large}");
    screen.keys("<esc>:group by bytesOut<enter>");
    assert!(groups(&screen).len() > 3);
}

/// The groups had one row without a value, and nothing said why.
#[test]
fn a_path_to_group_by_that_no_event_has_is_said_with_the_nearest() {
    for keys in [":requestParameters.bucketNam<enter>", "ba path<enter>requestParameters.bucketNam<enter>"] {
        let mut screen = Screen::sample(160, 40);
        screen.keys(keys).shows("Groups by requestParameters.bucketNam");
        screen.shows("no event has requestParameters.bucketNam; did you mean requestParameters.bucketName");
        screen.keys("<esc>").lacks("no event has");
    }
    Screen::sample(160, 40).keys(":requestParameters.bucketName<enter>").lacks("no event has");
}

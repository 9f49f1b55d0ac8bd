//! Keys of the groups: fields, nested fields, sort order, and level of identity.

use crate::json::path::{Path, Step};
use crate::query::language::pivot;
use crate::record::field::{Column, Field, field};
use crate::record::on_demand::{field_or_path, path_named};
use crate::store::MISSING;
use crate::tui::app::{App, Focus};
use crate::tui::input::action::GroupAction;
use crate::tui::message::Effect;
use crate::tui::panes::groups::{GroupsPane, MAX_LEVELS};
use crate::tui::panes::menus::choice::PathPurpose;
use crate::tui::panes::menus::menu::Menu;

impl App {
    /// Returns the name of the opened group.
    pub fn opened_group(&self) -> Option<String> {
        let groups = self.groups.as_ref()?;
        let opened = groups.opened.as_ref()?;
        let name = |((field, column), value): ((&&Field, Column), &u32)| match *value {
            MISSING => format!("{} (none)", field.name),
            value => format!("{} {}", field.name, self.store.dict(column).get(value)),
        };
        let names: Vec<String> = groups.fields.iter().zip(groups.columns()).zip(opened).map(name).collect();
        Some(names.join(" › "))
    }

    pub(super) fn group(&mut self, action: GroupAction) -> Vec<Effect> {
        match action {
            GroupAction::ByPrincipal => group_by_names(self, &["principal"]),
            GroupAction::ByError => group_by_names(self, &["errorFamily", "errorCode"]),
            GroupAction::Menu => {
                let path = self.path_under_cursor();
                self.open_menu(Menu::group_by("Group by", PathPurpose::GroupBy, path))
            }
            GroupAction::Within => within_menu(self),
            GroupAction::Level => principal_level(self),
            GroupAction::Fold => {
                if let Some(groups) = &mut self.groups {
                    groups.toggle();
                }
                Vec::new()
            }
            GroupAction::Order => {
                let is_slow = self.groups.as_mut().is_some_and(|groups| groups.next_order(&self.store));
                // What is being counted comes in the order in which it was asked for.
                if is_slow || self.is_waiting() { self.ask() } else { Vec::new() }
            }
            GroupAction::Sum => {
                let has_sum = self.groups.as_ref().is_some_and(|groups| groups.sum.is_some());
                self.open_menu(Menu::sum(has_sum))
            }
        }
    }

    /// Groups by a field within each of the current groups.
    pub(in crate::tui) fn group_within(&mut self, field: &'static Field) -> Vec<Effect> {
        let outer = self.groups.as_ref().map(|groups| groups.fields.clone()).unwrap_or_default();
        self.group_by(outer.into_iter().chain([field]).collect())
    }

    /// Groups by a path into the record, or sums it up.
    pub(in crate::tui) fn use_path(&mut self, path: &str, purpose: PathPurpose) -> Vec<Effect> {
        match (field_or_path(path), purpose) {
            (Some(field), PathPurpose::GroupBy) => self.group_by(vec![field]),
            (Some(field), PathPurpose::Within) => self.group_within(field),
            (Some(field), PathPurpose::Sum) => self.sum_up(Some(field)),
            (None, _) => {
                self.say("this is not a path into a record; write one such as requestParameters.bucketName")
            }
        }
    }

    /// Sums a field up for each of the groups that are shown, and puts those with the greatest sum first.
    pub(in crate::tui) fn sum_up(&mut self, field: Option<&'static Field>) -> Vec<Effect> {
        let Some(groups) = self.groups.as_mut().filter(|groups| groups.opened.is_none()) else {
            return self.say("this needs groups on the screen; p, e and b make them");
        };
        groups.sum_up(field);
        self.ask()
    }

    /// Returns the path of the value under the cursor of the event, if it can be grouped by. It covers all
    /// items of an array.
    fn path_under_cursor(&self) -> Option<String> {
        let node = self.detail.current().filter(|_| self.focus == Focus::Detail)?;
        let path = path_named(&self.detail.tree().path(node))?;
        let names = path.steps().iter().filter(|step| matches!(step, Step::Name(_)));
        Some(Path::of(names.cloned().collect()).to_string())
    }

    /// Shows groups by some fields; if these are shown already, returns to the events.
    pub(in crate::tui) fn group_by(&mut self, fields: Vec<&'static Field>) -> Vec<Effect> {
        let same = |groups: &GroupsPane| {
            groups.fields.iter().map(|field| field.name).eq(fields.iter().map(|field| field.name))
        };
        let same = self.groups.as_ref().is_some_and(same);
        if let Some(term) = self.opened_term() {
            if same {
                return self.back();
            }
            // The events of the opened group are counted: its term is added to the filter, which can be undone.
            let filter = pivot::and(self.filter.text(), &term);
            self.filter.change(&filter);
        }
        let again = self.shows_groups() && same;
        let sum = self.groups.as_ref().and_then(|groups| groups.sum);
        self.groups = (!again).then(|| GroupsPane::new(fields).with_sum(sum));
        self.close_event();
        self.ask()
    }
}

fn group_by_names(app: &mut App, names: &[&str]) -> Vec<Effect> {
    app.group_by(names.iter().filter_map(|name| field(name)).collect())
}

/// Chooses a field to count by within each group.
fn within_menu(app: &mut App) -> Vec<Effect> {
    let levels = app.groups.as_ref().map_or(0, |groups| groups.fields.len());
    if levels >= MAX_LEVELS {
        return app.say("at most three fields; press esc and group again");
    }
    let path = app.path_under_cursor();
    app.open_menu(Menu::group_by("Then by", PathPurpose::Within, path))
}

/// Levels of identity, from person to access key.
const PRINCIPAL_LEVELS: [&str; 4] = ["person", "principal", "session", "userIdentity.accessKeyId"];

fn principal_level(app: &mut App) -> Vec<Effect> {
    let Some(groups) = &app.groups else { return Vec::new() };
    let level = |field: &Field| PRINCIPAL_LEVELS.iter().position(|name| *name == field.name);
    let Some((place, level)) =
        groups.fields.iter().enumerate().find_map(|(place, field)| Some((place, level(field)?)))
    else {
        return app.say("this works for groups by person, principal, session or access key");
    };
    let mut fields = groups.fields.clone();
    let next = PRINCIPAL_LEVELS.get((level + 1) % PRINCIPAL_LEVELS.len()).and_then(|name| field(name));
    if let (Some(slot), Some(next)) = (fields.get_mut(place), next) {
        *slot = next;
    }
    app.group_by(fields)
}

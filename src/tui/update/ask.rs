//! Sends the current query to the worker.

use crate::ingest;
use crate::query::engine::worker::Request;
use crate::query::language::parse::parse_with;
use crate::tui::app::App;
use crate::tui::message::Effect;
use crate::tui::panes::groups::GroupsPane;

impl App {
    /// Requests the answer to the current query.
    pub(in crate::tui) fn ask(&mut self) -> Vec<Effect> {
        // While the filter has a mistake its last good form is asked, with all that changes besides: the group, the
        // events that were loaded meanwhile.
        self.mistake = match parse_with(self.filter.text(), &ingest::lines) {
            Ok(expr) => {
                self.expr = expr;
                None
            }
            Err(mistake) => Some(mistake),
        };
        let expr = self.expr.clone();
        self.asked += 1;
        self.asked_words = expr.words().into_iter().cloned().collect();
        self.asked_columns = self.columns();
        let groups = self.groups.as_ref();
        let request = Request {
            number: self.asked,
            store: self.store.clone(),
            expr,
            unfolded: self.unfolded,
            scope: groups.map(GroupsPane::scope).unwrap_or_default(),
            group_by: groups
                .filter(|groups| groups.opened.is_none())
                .map(GroupsPane::columns)
                .unwrap_or_default(),
            order: groups.map(|groups| groups.order).unwrap_or_default(),
            columns: self.asked_columns,
        };
        vec![Effect::Ask(Box::new(request))]
    }
}

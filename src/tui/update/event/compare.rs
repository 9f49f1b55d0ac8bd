//! Compares the current event with another one: the nearest of the same call, or one that was picked before.

use crate::export::two_events::{Against, CompareRequest, Compared};
use crate::store::Event;
use crate::tui::app::{App, Overlay};
use crate::tui::input::action::CompareAction;
use crate::tui::message::Effect;
use crate::tui::panes::event::compare::ComparePane;
use crate::tui::panes::focus::Copying;
use crate::tui::panes::menus::choice::Comparing;

impl App {
    pub(in crate::tui::update) fn act_on_comparison(&mut self, action: CompareAction) -> Vec<Effect> {
        match action {
            CompareAction::Open => self.compare_current(),
            CompareAction::Pick => self.pick(),
            // The overlay carries these out.
            CompareAction::NextDifference(_)
            | CompareAction::Equal
            | CompareAction::Other(_)
            | CompareAction::Copy => Vec::new(),
        }
    }

    /// Remembers the current event for a comparison, or forgets it.
    fn pick(&mut self) -> Vec<Effect> {
        let Some(event) = self.current().filter(|_| !self.shows_groups()) else {
            return self.say("there is no event to pick");
        };
        let id = self.store.event_id(event);
        if self.picked() == Some(event) {
            self.picked = None;
            return self.say("no event is picked for comparison any more");
        }
        self.picked = Some((event, id));
        self.say("picked for comparison; ~ on another event compares the two")
    }

    /// Returns the picked event, if it is still the same after a reload.
    fn picked(&self) -> Option<Event> {
        let (event, id) = self.picked.as_ref()?;
        let is_same = self.store.locate(*event).is_some() && self.store.event_id(*event) == *id;
        is_same.then_some(*event)
    }

    fn compare_current(&mut self) -> Vec<Effect> {
        let Some(right) = self.current().filter(|_| !self.shows_groups()) else {
            return self.say("there is no event to compare");
        };
        let picked = self.picked().filter(|&picked| picked != right);
        self.overlay = Some(Overlay::Compare(Box::new(ComparePane::new(right))));
        vec![self.ask_for_comparison(right, picked.map_or(Against::Nearest, Against::Event))]
    }

    fn ask_for_comparison(&self, right: Event, against: Against) -> Effect {
        Effect::Compare(Box::new(CompareRequest { store: self.store.clone(), right, against }))
    }

    /// Carries out what the overlay cannot do alone.
    pub(in crate::tui::update) fn compare(&mut self, what: Comparing) -> Vec<Effect> {
        let Some(Overlay::Compare(pane)) = &mut self.overlay else { return Vec::new() };
        let Some(compared) = pane.compared() else { return Vec::new() };
        match what {
            Comparing::Copy => {
                let copying = Copying { what: "comparison", ..Copying::default() };
                let text = compared.text.clone();
                vec![Effect::Copy { copying, text, to_file: false }]
            }
            Comparing::Other(step) if !pane.waits => {
                let (right, left) = (compared.right, compared.left);
                pane.waits = true;
                vec![self.ask_for_comparison(right, Against::Step(left, step))]
            }
            Comparing::Other(_) => Vec::new(),
        }
    }

    /// Takes a comparison, unless another event is compared by now.
    pub(in crate::tui::update) fn take_comparison(
        &mut self,
        right: Event,
        compared: Option<Compared>,
    ) -> Vec<Effect> {
        let Some(Overlay::Compare(pane)) = &mut self.overlay else { return Vec::new() };
        if pane.right != right {
            return Vec::new();
        }
        if let Some(compared) = compared {
            pane.show(compared);
            return Vec::new();
        }
        pane.waits = false;
        if pane.compared().is_none() {
            self.overlay = None;
        }
        self.say("there is no other event of this call there")
    }
}

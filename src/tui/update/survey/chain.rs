//! Who really did this: asks for the chain of the credential under the cursor, and shows it as a card. It is followed on
//! a thread, because records have to be read for it.

use crate::export::meanings::chain::{ChainAnswer, ChainOf, ChainRequest};
use crate::tui::app::{App, Overlay};
use crate::tui::message::Effect;
use crate::tui::panes::screens::card::CardPane;
use crate::tui::panes::screens::sections_pane::Sectioned;

/// The fields whose values name credentials.
const CREDENTIALS: [&str; 4] = ["userIdentity.accessKeyId", "session", "root", "issued"];

impl App {
    /// Asks for the chain of the current event, or of the credential that the current group is about.
    pub(in crate::tui::update) fn ask_for_chain(&mut self) -> Vec<Effect> {
        let of =
            if self.shows_groups() { self.credential_of_group() } else { self.current().map(ChainOf::Event) };
        let Some(of) = of else {
            return self.say("choose an event, or a group by key, session, root or issued key");
        };
        self.waits_for_chain = Some(of.clone());
        let store = self.store.clone();
        let mut effects = self.say("following this credential…");
        effects.push(Effect::Chain(Box::new(ChainRequest { store, of })));
        effects
    }

    fn credential_of_group(&self) -> Option<ChainOf> {
        let groups = self.groups.as_ref()?;
        let path = groups.current()?.path();
        let columns = groups.columns();
        let mut levels = groups.fields.iter().zip(&columns).zip(&path).rev();
        let ((_, column), value) = levels.find(|((field, _), _)| CREDENTIALS.contains(&field.name))?;
        let name = self.store.dict(*column).get(*value);
        (!name.is_empty()).then(|| ChainOf::Name(name.to_owned()))
    }

    /// Offers the chain, unless something else was opened meanwhile.
    pub(in crate::tui::update) fn take_chain(&mut self, answer: ChainAnswer) -> Vec<Effect> {
        if self.waits_for_chain != answer.of || self.overlay.is_some() {
            return Vec::new();
        }
        self.waits_for_chain = None;
        if answer.lines.is_empty() {
            return self.say("no credential is known here: the call names no access key and no session");
        }
        // The card says what it is; its keys are to be seen.
        self.notice = None;
        self.put_over(Overlay::Card(Box::new(Sectioned(CardPane::of_chain(answer)))))
    }
}

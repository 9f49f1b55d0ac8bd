//! Pseudonyms in copies: switches them on and off, and sends what is to be copied past them.

use crate::tui::app::{App, Notice};
use crate::tui::message::{Effect, RedactRequest};
use crate::tui::panes::focus::{CopyContent, Copying};

impl App {
    /// Puts pseudonyms into copies and exports, or no more.
    pub(in crate::tui::update) fn toggle_redaction(&mut self) -> Vec<Effect> {
        self.redacts = !self.redacts;
        self.say(if self.redacts {
            "copies and exports get pseudonyms for accounts, keys, addresses, names and hosts"
        } else {
            "copies and exports have the values as they are"
        })
    }

    /// Sends each copy past the pseudonyms, if it has none yet.
    pub(in crate::tui::update) fn redact_copies(&self, effects: Vec<Effect>) -> Vec<Effect> {
        if !self.redacts {
            return effects;
        }
        let redact = |copying, content| {
            Effect::Redact(Box::new(RedactRequest { store: self.store.clone(), copying, content }))
        };
        let past = |effect| {
            let is_plain = matches!(
                &effect,
                Effect::Copy { copying, .. } | Effect::Write { copying, .. } if !copying.is_redacted
            );
            if !is_plain {
                return effect;
            }
            if let Effect::Copy { copying, text, to_file } = effect {
                return redact(copying, CopyContent::Text { text, to_file });
            }
            if let Effect::Write { copying, bytes } = effect {
                return redact(copying, CopyContent::Bytes(bytes));
            }
            effect
        };
        effects.into_iter().map(past).collect()
    }

    /// Copies what got its pseudonyms.
    pub(in crate::tui::update) fn copy_redacted(
        &mut self,
        copying: Copying,
        result: Result<CopyContent, String>,
    ) -> Vec<Effect> {
        match result {
            Ok(CopyContent::Text { text, to_file }) => vec![Effect::Copy { copying, text, to_file }],
            Ok(CopyContent::Bytes(bytes)) => vec![Effect::Write { copying, bytes }],
            Err(reason) => {
                self.notice = Some(Notice { text: format!("not copied: {reason}"), is_warning: true });
                Vec::new()
            }
        }
    }
}

//! Puts pseudonyms into what is to be copied. The first time, every record is read for the values: not on the thread of
//! the screen.

use crate::export::paste;
use crate::export::redacted::Pseudonyms;
use crate::tui::message::{Msg, RedactRequest};
use crate::tui::panes::focus::{CopyContent, Copying};

impl RedactRequest {
    /// Replaces the values. A copy in which an original would be left is refused.
    pub fn run(self) -> Msg {
        let redacted = Pseudonyms::of(&self.store, &[], &|| false)
            .ok_or_else(|| "the records could not be read".to_owned())
            .and_then(|pseudonyms| content(&pseudonyms, self.content));
        Msg::Redacted(Copying { is_redacted: true, ..self.copying }, redacted)
    }
}

fn content(pseudonyms: &Pseudonyms, content: CopyContent) -> Result<CopyContent, String> {
    let checked = |bytes: &[u8]| -> Result<Vec<u8>, String> {
        let redacted = pseudonyms.answer(bytes);
        pseudonyms.check(&redacted).map_err(|error| error.to_string())?;
        Ok(redacted)
    };
    Ok(match content {
        CopyContent::Text { text, to_file } => {
            // JSON on which no shell acts stays so.
            let is_inert = crate::redact::is_json(&text) && paste::json(text.as_bytes()).text == text;
            let redacted = checked(text.as_bytes())?;
            let text = if is_inert {
                paste::json(&redacted).text
            } else {
                String::from_utf8_lossy(&redacted).into_owned()
            };
            CopyContent::Text { text, to_file }
        }
        CopyContent::Bytes(bytes) => CopyContent::Bytes(checked(&bytes)?),
    })
}

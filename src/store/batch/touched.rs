//! What an event touched, as one ID. The same call with the same parameters is not examined again.

use super::Collector;
use super::calls::Call;
use crate::record::field::Column;
use crate::record::read::RawRecord;
use crate::record::read::key::Key;
use crate::record::targets::targets;

/// Longer parameters rarely repeat; in bytes.
const LONGEST: usize = 1024;
/// Written instead of the length of a member that a record does not have.
const NO_MEMBER: u32 = u32::MAX;

impl Collector {
    /// Returns the ID of what an event of this kind touched. `message` is its error text.
    pub(super) fn touched(&mut self, record: &RawRecord<'_>, kind: u32, message: Option<&str>) -> u32 {
        let call = self.calls.of(kind, record);
        let has_key = call.is_some_and(|call| call.write_key(kind, record, message, &mut self.scratch));
        let fingerprint = has_key.then(|| self.tables.fingerprint(&self.scratch));
        if let Some(id) = fingerprint.and_then(|fingerprint| self.known_touched.find(fingerprint)) {
            return id;
        }
        let mut text = std::mem::take(&mut self.touched_text);
        targets(record, call.and_then(|call| call.rule.as_ref()), message, &mut text);
        let id = self.intern(Column::Resource, Some(&text));
        self.touched_text = text;
        if let Some(fingerprint) = fingerprint {
            self.known_touched.put(fingerprint, id);
        }
        id
    }
}

impl Call {
    /// Writes everything that decides what the call touches as one text; returns `false` if such parameters
    /// rarely repeat. Each part follows its length, so that no two inputs of a kind have the same text.
    fn write_key(&self, kind: u32, record: &RawRecord<'_>, message: Option<&str>, key: &mut Vec<u8>) -> bool {
        key.clear();
        key.extend_from_slice(&kind.to_ne_bytes());
        let values = self.inputs.iter().map(|&input| (input, record.raw(input)));
        for (input, value) in values.chain([(Key::ErrorMessage, message.map(str::as_bytes))]) {
            let text = value.unwrap_or_default();
            // No two responses are the same: they have IDs, times and credentials.
            let is_answer = input == Key::ResponseElements && value.is_some();
            if is_answer || key.len() + text.len() > LONGEST {
                return false;
            }
            let length = value.map_or(NO_MEMBER, |text| u32::try_from(text.len()).unwrap_or(NO_MEMBER));
            key.extend_from_slice(&length.to_ne_bytes());
            key.extend_from_slice(text);
        }
        true
    }
}

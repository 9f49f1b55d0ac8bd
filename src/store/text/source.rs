//! The unchanged bytes of a file, and the steps from them to text.
//!
//! Nothing is read from disk twice: what was loaded is what is searched, shown and copied, even if the folder
//! was changed or unmounted since. Compressed files stay compressed; `record_reader` decodes their text
//! whenever it is needed.

use std::sync::Arc;

use super::codec::coding::Step;

/// The kept bytes of a file, shared between the stores that hold the file.
#[derive(Debug, Clone)]
pub struct Source {
    bytes: KeptBytes,
    steps: Box<[Step]>,
}

/// Bytes that were read once. The box keeps them where they were read to.
pub(crate) type KeptBytes = Arc<Box<[u8]>>;

impl Source {
    /// Keeps `bytes`; the `steps`, applied in order, lead to the text.
    pub fn new(bytes: impl Into<Box<[u8]>>, steps: impl Into<Box<[Step]>>) -> Self {
        Self { bytes: Arc::new(bytes.into()), steps: steps.into() }
    }

    /// Keeps bytes that another store holds too; the `steps`, applied in order, lead to the text.
    pub(crate) fn shared(bytes: KeptBytes, steps: impl Into<Box<[Step]>>) -> Self {
        Self { bytes, steps: steps.into() }
    }

    /// Returns the bytes, for a load that does not read them from disk again.
    pub(crate) fn kept(&self) -> KeptBytes {
        Arc::clone(&self.bytes)
    }

    /// Returns how many bytes are kept.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Returns whether the file was empty.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Returns the unchanged bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the steps from the bytes to the text.
    pub(super) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Returns the bytes if they are the text.
    pub(super) fn as_text(&self) -> Option<&[u8]> {
        self.steps.is_empty().then_some(&**self.bytes)
    }

    /// Returns the length of the text.
    pub(super) fn text_length(&self) -> usize {
        self.steps.last().map_or(self.bytes.len(), |last| last.made)
    }

    /// Returns how many bytes are decoded for the text up to byte `end`; 0 if the bytes are the text.
    pub(super) fn cost_until(&self, end: usize) -> usize {
        let before = self.steps.len().saturating_sub(1);
        let whole: usize = self.steps.iter().take(before).map(|step| step.made).sum();
        whole.saturating_add(self.steps.last().map_or(0, |last| last.made.min(end)))
    }
}

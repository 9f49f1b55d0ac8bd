//! The unchanged bytes of a file, and the steps from them to text.
//!
//! Nothing is read from disk twice: what was loaded is what is searched, shown and copied, even if the folder
//! was changed or unmounted since. Compressed files stay compressed; `record_reader` decodes their text
//! whenever it is needed.

use std::sync::Arc;

use smallvec::SmallVec;

use super::codec::coding::Step;

/// The kept bytes of a file, shared between the stores that hold the file.
#[derive(Debug, Clone)]
pub struct Source {
    bytes: KeptBytes,
    steps: SmallVec<[Step; 1]>,
}

/// Bytes that were read once.
#[derive(Debug, Clone)]
pub(crate) struct KeptBytes(Keeping);

#[derive(Debug, Clone)]
enum Keeping {
    /// Of one file. The box keeps them where they were read to.
    Own(Arc<Box<[u8]>>),
    /// A part of the bytes of several files that were read together: where it begins, and its length.
    Part(Arc<[u8]>, u32, u32),
    /// The same before these bytes are complete.
    Waiting(u32, u32),
}

impl KeptBytes {
    /// Keeps a part of the bytes that [`Source::complete`] will give.
    pub(in crate::store) fn waiting(start: u32, length: u32) -> Self {
        Self(Keeping::Waiting(start, length))
    }

    fn get(&self) -> &[u8] {
        match &self.0 {
            Keeping::Own(bytes) => bytes,
            Keeping::Part(bytes, start, length) => {
                bytes.get(*start as usize..*start as usize + *length as usize).unwrap_or_default()
            }
            Keeping::Waiting(..) => &[],
        }
    }
}

impl<B: Into<Box<[u8]>>> From<B> for KeptBytes {
    fn from(bytes: B) -> Self {
        Self(Keeping::Own(Arc::new(bytes.into())))
    }
}

impl std::ops::Deref for KeptBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.get()
    }
}

impl Source {
    /// Keeps `bytes`; the `steps`, applied in order, lead to the text.
    pub fn new(bytes: impl Into<Box<[u8]>>, steps: impl Into<Box<[Step]>>) -> Self {
        Self::shared(bytes.into().into(), &steps.into())
    }

    /// Keeps bytes that other stores or files hold too; the `steps`, applied in order, lead to the text.
    pub(crate) fn shared(bytes: KeptBytes, steps: &[Step]) -> Self {
        Self { bytes, steps: steps.into() }
    }

    /// Gives the bytes of which a part is kept, if that part is waiting for them.
    pub(in crate::store) fn complete(&mut self, all: &Arc<[u8]>) {
        if let Keeping::Waiting(start, length) = self.bytes.0 {
            self.bytes.0 = Keeping::Part(Arc::clone(all), start, length);
        }
    }

    /// Returns the bytes, for a load that does not read them from disk again.
    pub(crate) fn kept(&self) -> KeptBytes {
        self.bytes.clone()
    }

    /// Returns how many bytes are kept.
    pub fn len(&self) -> usize {
        match self.bytes.0 {
            Keeping::Own(ref bytes) => bytes.len(),
            Keeping::Part(_, _, length) | Keeping::Waiting(_, length) => length as usize,
        }
    }

    /// Returns whether the file was empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
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
        self.steps.is_empty().then_some(&*self.bytes)
    }

    /// Returns the length of the text.
    pub(super) fn text_length(&self) -> usize {
        self.steps.last().map_or(self.len(), |last| last.made)
    }

    /// Returns how many bytes are decoded for the text up to byte `end`; 0 if the bytes are the text.
    pub(super) fn cost_until(&self, end: usize) -> usize {
        let before = self.steps.len().saturating_sub(1);
        let whole: usize = self.steps.iter().take(before).map(|step| step.made).sum();
        whole.saturating_add(self.steps.last().map_or(0, |last| last.made.min(end)))
    }
}

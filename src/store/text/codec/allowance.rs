//! Limits of a decoder: how much it may produce and how long it may run. The decoder checks them, its caller sets them.

/// Why unpacking ended before the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// At the greatest size of a text.
    Size,
    /// Far more came out than went in.
    Ratio,
    /// There is no memory for more.
    Memory,
    /// Somebody wants it to end.
    Stopped,
}

/// What a decoder must ask for.
pub trait Allowance {
    /// The most bytes that a text may have.
    fn text_bytes(&self) -> usize;

    /// Takes so many bytes of memory for a buffer; `false` when there are none.
    fn take(&mut self, bytes: usize) -> bool;

    /// Asked between steps: `read` packed bytes have become `made` bytes of text.
    fn go_on(&mut self, read: usize, made: usize) -> Result<(), Cut>;
}

/// Only the size is limited: for data that has been unpacked before.
#[derive(Debug, Clone, Copy)]
pub struct UpTo(pub usize);

impl Allowance for UpTo {
    fn text_bytes(&self) -> usize {
        self.0
    }

    fn take(&mut self, _bytes: usize) -> bool {
        true
    }

    fn go_on(&mut self, _read: usize, made: usize) -> Result<(), Cut> {
        if made > self.0 { Err(Cut::Size) } else { Ok(()) }
    }
}

//! Limits of a decoder: how much it may produce and how long it may run. The decoder checks them, its caller
//! sets them.

/// Why decompression ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The maximum size of a text was reached.
    Size,
    /// The output was far larger than the input.
    Ratio,
    /// There is no memory for more.
    Memory,
    /// The caller stopped it.
    Stopped,
}

/// What a decoder asks its caller.
pub trait Allowance {
    /// Returns the maximum size of a text in bytes.
    fn text_bytes(&self) -> usize;

    /// Takes memory for a buffer; returns `false` if there is not enough.
    fn take(&mut self, bytes: usize) -> bool;

    /// Returns how much memory is left, if that is known.
    fn memory_left(&self) -> usize {
        usize::MAX
    }

    /// Called between steps, after `read` compressed bytes have become `made` bytes of text.
    fn go_on(&mut self, read: usize, made: usize) -> Result<(), Cut>;
}

/// Limits only the size: for data that has been decompressed before.
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

/// Refuses memory after this many bytes.
#[cfg(test)]
pub(super) struct Poor(pub(super) usize);

#[cfg(test)]
impl Allowance for Poor {
    fn text_bytes(&self) -> usize {
        1 << 30
    }

    fn take(&mut self, bytes: usize) -> bool {
        let left = self.0.checked_sub(bytes);
        self.0 = left.unwrap_or(self.0);
        left.is_some()
    }

    fn go_on(&mut self, _read: usize, _made: usize) -> Result<(), Cut> {
        Ok(())
    }
}

//! The nesting of a scanner: its depth, and what each open bracket is.

/// The open brackets, one bit each: 64 levels without heap memory, then one word for every 64 more.
#[derive(Default)]
pub(super) struct Nest {
    bits: u64,
    depth: usize,
    deeper: Vec<u64>,
}

impl Nest {
    pub(super) fn push(&mut self, in_object: bool) {
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.deeper.push(self.bits);
        }
        self.bits = (self.bits << 1) | u64::from(in_object);
        self.depth += 1;
    }

    pub(super) fn pop(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.bits >>= 1;
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.bits = self.deeper.pop().unwrap_or_default();
        }
    }

    pub(super) fn top(&self) -> Option<bool> {
        (self.depth > 0).then_some(self.bits & 1 == 1)
    }
}

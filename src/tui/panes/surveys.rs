//! Which survey of the selection is the newest, and whether it is still running.

/// The numbers of surveys.
#[derive(Debug, Default)]
pub struct Surveys {
    number: u64,
    is_running: bool,
}

impl Surveys {
    /// Returns the number of the next survey, which is running from now on.
    pub fn start(&mut self) -> u64 {
        self.number += 1;
        self.is_running = true;
        self.number
    }

    /// Called when a survey is done: returns whether it is the newest, and still wanted.
    pub fn finish(&mut self, number: u64) -> bool {
        number == self.number && std::mem::take(&mut self.is_running)
    }

    /// Returns whether a survey is the newest, and still wanted.
    pub fn runs(&self, number: u64) -> bool {
        number == self.number && self.is_running
    }

    /// Returns the number before which all surveys are cancelled, if one is running.
    pub fn end(&mut self) -> Option<u64> {
        self.number += u64::from(self.is_running);
        std::mem::take(&mut self.is_running).then_some(self.number)
    }
}

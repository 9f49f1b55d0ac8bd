//! Times in a filter. `range`: what times mean; `term`: the `time:` term within a filter's text; `moment`: a time to
//! go to; `clock`: hours of the day and days of the week in a zone.

pub mod clock;
pub mod moment;
pub mod range;
pub mod term;

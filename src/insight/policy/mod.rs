//! What calls do to policies: `said` says it in lines, `versions` finds the version before, `opened` is the column
//! of what they open.

pub mod opened;
pub mod said;
mod versions;

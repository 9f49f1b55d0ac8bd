//! What the thread of the case does: `case_work` opens, changes and saves it, `case_report` writes its report.

mod case_report;
pub mod case_work;

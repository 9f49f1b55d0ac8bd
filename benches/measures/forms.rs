//! What loading a trail costs in the other forms that people hold: archives against the folders of the same trail, and
//! tables by their size. By processor time, which other programs disturb less.

use std::path::Path;

use super::data::{trail, trail_as};

/// The archives, as `make_trail` names them.
const ARCHIVES: [&str; 4] = ["zip", "tar", "tar-gz", "tar-bz2"];
/// The tables: with the record in a cell, and with less than the record.
const TABLES: [&str; 2] = ["raw", "history"];
/// bzip2 itself takes longer than everything else.
const UNBOUNDED: &str = "tar-bz2";

/// A row of results: what, value, unit, limit.
pub(crate) type FormRow = (String, f64, &'static str, Option<f64>);

/// Measures the forms of a trail with this many events. `load` is the processor time of a load, in seconds.
pub(crate) fn measure(data: &Path, events: usize, load: &dyn Fn(&Path) -> f64) -> Vec<FormRow> {
    let folder = load(&trail(data, events, None));
    let mut rows = Vec::new();
    for form in ARCHIVES {
        let ratio = load(&trail_as(data, events, form)) / folder;
        let limit = Some(1.2).filter(|_| form != UNBOUNDED);
        rows.push((
            format!("processor time of a load from {form} / from its folders"),
            ratio,
            "times",
            limit,
        ));
    }
    for form in TABLES {
        let table = trail_as(data, events, form);
        let entries = std::fs::read_dir(&table).expect("the table was made").filter_map(Result::ok);
        let bytes: u64 = entries.filter_map(|entry| Some(entry.metadata().ok()?.len())).sum();
        #[expect(clippy::cast_precision_loss, reason = "sizes of files are far below 2^53")]
        let of_200_mb = load(&table) * 200e6 / bytes as f64;
        rows.push((format!("processor time of a load from {form}, for 200 MB"), of_200_mb, "s", Some(1.0)));
    }
    rows
}

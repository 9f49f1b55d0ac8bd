//! How keys are printed: in footer, help, palette, README and manual.

use super::action::Context;
use super::keymap::{BINDINGS, Binding};

/// Returns the printed keys of a binding; more than three in a row are printed as a range.
pub fn labels(binding: &Binding) -> String {
    let labels: Vec<String> = binding.keys.iter().map(|chord| chord.label()).collect();
    match (labels.first(), labels.last()) {
        (Some(first), Some(last)) if labels.len() > 4 => format!("{first}–{last}"),
        _ => labels.join(" "),
    }
}

/// Returns the key of a binding to print if there is room for only one.
pub fn first_label(binding: &Binding) -> String {
    let all = labels(binding);
    if all.contains('–') { all } else { all.split(' ').next().unwrap_or_default().to_owned() }
}

/// Returns the keys as Markdown tables, for the README.
pub fn markdown() -> String {
    let section = |context: Context| {
        let rows = BINDINGS.iter().filter(move |binding| binding.context == context);
        let rows = rows.map(|binding| {
            let keys: Vec<String> = labels(binding).split(' ').map(|label| format!("`{label}`")).collect();
            format!("| {} | {} |\n", keys.join(" "), binding.about)
        });
        format!("| {} | |\n|---|---|\n{}\n", context.title(), rows.collect::<String>())
    };
    Context::ALL.into_iter().map(section).collect()
}

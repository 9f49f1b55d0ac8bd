//! Joins two cases of the same data. Nothing that was said is lost: notes that differ both stay, and what only one
//! of them removed is still there. The order of the two does not matter, except for the view, of which there can
//! only be one.

use std::sync::Arc;

use super::model::{Case, CaseMark};

/// Joins two cases. The view is that of the first one that has one.
pub fn cases(one: &Case, other: &Case) -> Case {
    let mut merged = one.clone();
    for (key, mark) in &other.marks {
        let joined = match merged.marks.get(key) {
            Some(known) if known == mark => continue,
            Some(known) => Arc::new(marks(known, mark)),
            None => Arc::clone(mark),
        };
        merged.marks.insert(key.clone(), joined);
    }
    merged.filters.extend(other.filters.iter().cloned());
    merged.files.extend(other.files.iter().cloned());
    merged.view = one.view.clone().or_else(|| other.view.clone());
    merged
}

/// Joins what was said about the same record.
pub(super) fn marks(one: &CaseMark, other: &CaseMark) -> CaseMark {
    CaseMark {
        about: one.about.clone().max(other.about.clone()),
        notes: one.notes.union(&other.notes).cloned().collect(),
        labels: one.labels.union(&other.labels).cloned().collect(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::case::case_tests::any_case;

    fn without_view(case: Case) -> Case {
        Case { view: None, ..case }
    }

    proptest! {
        #[test]
        fn the_order_and_the_number_of_merges_do_not_matter(
            one in any_case(), other in any_case(), third in any_case(),
        ) {
            prop_assert_eq!(without_view(cases(&one, &other)), without_view(cases(&other, &one)));
            let left = cases(&cases(&one, &other), &third);
            prop_assert_eq!(&left, &cases(&one, &cases(&other, &third)));
            prop_assert_eq!(&cases(&one, &one), &one);
            prop_assert_eq!(&cases(&left, &other), &left);
            prop_assert_eq!(&cases(&one, &Case::default()), &one);
        }

        #[test]
        fn nothing_that_was_said_is_lost(one in any_case(), other in any_case()) {
            let merged = cases(&one, &other);
            for (key, mark) in one.marks.iter().chain(&other.marks) {
                let joined = &merged.marks[key];
                prop_assert!(mark.notes.is_subset(&joined.notes) && mark.labels.is_subset(&joined.labels));
            }
            prop_assert!(merged.marks.len() <= one.marks.len() + other.marks.len());
        }
    }
}

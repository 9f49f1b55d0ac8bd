//! What a misspelled name may mean.

/// Returns the most similar of some names, if it is similar at all.
pub fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let likeness = |known: &str| strsim::normalized_damerau_levenshtein(known, name);
    let most = known.max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
    most.filter(|most| likeness(most) >= 0.5)
}

/// Returns "; did you mean NAME?", or nothing.
pub fn did_you_mean<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    nearest(name, known).map(|meant| format!("; did you mean {meant}?")).unwrap_or_default()
}

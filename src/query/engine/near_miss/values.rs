//! The values of a column nearest to one that no event has: `eventName=GetObjct`, `region=eu-west1`,
//! `outcome=success`.

use crate::query::language::expr::{Target, Test};
use crate::query::language::syntax::quote;
use crate::query::language::term::near_term::name_of;
use crate::record::field::{Column, OnDemand};
use crate::store::Store;

/// Maximum number of values that are offered.
const MOST: usize = 3;

/// Columns with more distinct values are not examined.
const MOST_EXAMINED: usize = 50_000;

/// Columns with few values that nobody can know: all of them are offered.
const FEW: [Column; 8] = [
    Column::Outcome,
    Column::ErrorFamily,
    Column::Mfa,
    Column::EventCategory,
    Column::IdentityType,
    Column::OnDemand(OnDemand::DENY),
    Column::OnDemand(OnDemand::STATE),
    Column::OnDemand(OnDemand::WATCH),
];

/// Returns the terms with the nearest values that events have, the nearest first.
pub(super) fn terms(store: &Store, target: &Target, test: &Test) -> Vec<String> {
    let (Target::Column(column), Some(name)) = (target, name_of(target)) else { return Vec::new() };
    let (Test::Equals(value) | Test::Call(value) | Test::Contains(value)) = test else { return Vec::new() };
    let is_read = column.on_demand().is_none() || store.has(*column);
    if value.is_empty() || !is_read || store.dict(*column).len() > MOST_EXAMINED {
        return Vec::new();
    }
    let sought = letters(value);
    let most = if sought.len() < 4 { 0 } else { (sought.len() / 5).clamp(1, 3) };
    let mut near: Vec<(usize, &str)> = (store.dict(*column).iter())
        .filter(|known| !known.is_empty() && known.len().abs_diff(value.len()) <= value.len())
        .map(|known| (strsim::osa_distance(&letters(known), &sought), known))
        .filter(|(distance, known)| *distance <= most && *known != value)
        .collect();
    near.sort_unstable();
    let mut near: Vec<&str> = near.into_iter().take(MOST).map(|(_, known)| known).collect();
    if near.is_empty() && FEW.contains(column) {
        near = store.dict(*column).iter().filter(|known| !known.is_empty()).collect();
        near.sort_unstable();
    }
    near.into_iter().map(|known| format!("{name}={}", quote(known))).collect()
}

/// Returns the letters and digits of a value, in lower case.
fn letters(value: &str) -> String {
    value.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

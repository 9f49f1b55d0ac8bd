//! Records that AWS did not write, as other programs and people make them: where a query finds others among them than
//! the filter, that stands above it.

use super::super::condition::place::FieldPlace;
use super::super::condition::tree::{Leaf, RecordCondition};
use super::super::engine::Engine;
use super::said::{NoteKind, QueryNotes};

const TIMES: &str =
    "eventTime is not written as CloudTrail writes it (2026-03-10T12:00:00Z): it is compared as text";
const NAMES: &str = "names of members are in another case than AWS's";

/// Tells what the engine compares by its text alone.
pub(super) fn tell(engine: Engine, condition: &RecordCondition, notes: &mut QueryNotes) {
    let (of_times, of_names) = match engine {
        Engine::Athena | Engine::Duckdb | Engine::Insights | Engine::Spl => (true, true),
        // Its query looks for members in any case.
        Engine::Jq => (true, false),
        // They hold what was read when the records came in.
        Engine::Lake | Engine::Kql | Engine::Elastic | Engine::Lookup => (false, false),
    };
    let is_time = |leaf: &Leaf| matches!(leaf, Leaf::Time(_));
    let is_member = |leaf: &Leaf| matches!(leaf, Leaf::Time(_) | Leaf::Value(FieldPlace::Member(_), _));
    if of_times && has(condition, &is_time) {
        notes.add(NoteKind::Differs, TIMES);
    }
    if of_names && has(condition, &is_member) {
        notes.add(NoteKind::Differs, NAMES);
    }
}

/// Returns whether a condition has such a test.
fn has(condition: &RecordCondition, is_such: &dyn Fn(&Leaf) -> bool) -> bool {
    match condition {
        RecordCondition::All(parts) | RecordCondition::Any(parts) => {
            parts.iter().any(|part| has(part, is_such))
        }
        RecordCondition::Not(inner)
        | RecordCondition::More(inner, _)
        | RecordCondition::IfHeld(inner)
        | RecordCondition::Told(inner, _) => has(inner, is_such),
        RecordCondition::Leaf(leaf) => is_such(leaf),
        RecordCondition::Unsaid(_) => false,
    }
}

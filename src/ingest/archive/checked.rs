//! Members that share bytes: a small archive of many large members is made like that, and no program that packs
//! files does it.

use super::listing::{Listing, MemberContent};
use crate::store::file::{FileState, Issue, IssueKind};

/// Refuses every member whose bytes overlap those of another one that begins before it.
pub(super) fn refuse_overlaps(listing: &mut Listing) {
    let mut places: Vec<(usize, usize, usize)> = Vec::new();
    for (number, member) in listing.members.iter().enumerate() {
        if let MemberContent::Bytes(packed) = &member.content {
            places.push((packed.place.start, packed.place.end, number));
        }
    }
    places.sort_unstable();
    let mut end = 0;
    for (start, own_end, number) in places {
        if start >= end || start == own_end {
            end = end.max(own_end);
            continue;
        }
        if let Some(member) = listing.members.get_mut(number) {
            let reason = "its bytes are those of another member of the archive too; it was not read";
            member.content =
                MemberContent::Problem(FileState::Unreadable, Issue::new(IssueKind::Damaged, reason));
        }
    }
}

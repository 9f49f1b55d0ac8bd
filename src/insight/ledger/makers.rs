//! Which events of the ledger made the actor of each of its lines.

use super::line::LedgerLine;
use crate::insight::makers::{Makers, makes_an_actor};
use crate::record::field::Column;
use crate::store::Store;

/// Tells each line which events made the one who made it first.
pub(super) fn tell(store: &Store, lines: &mut [LedgerLine]) {
    let mut makers = Makers::default();
    for line in lines.iter().filter(|line| makes_an_actor(line.pair.make)) {
        let Some(what) = line.what.first() else { continue };
        line.made.iter().for_each(|&event| makers.add(store, (line.pair.make, what), event));
    }
    for line in lines {
        let Some(first) = line.first() else { continue };
        line.actor_made = makers.of(store, store.value(first, Column::IdentityArn), store.time(first));
        line.actor_made.retain(|&made| made != first);
    }
}

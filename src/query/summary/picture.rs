//! The pictures of an answer: its heat map, and its largest groups over time. They are counted off the screen's
//! thread.

use std::sync::Arc;

use super::heat::Heat;
use super::lanes::Lanes;
use crate::query::groups::members;
use crate::record::field::Column;
use crate::record::time::zone::Zone;
use crate::store::{Event, Store};

/// What pictures are made of.
#[derive(Debug, Clone)]
pub struct PictureRequest {
    /// The snapshot that has the events.
    pub store: Store,
    /// The events of the answer, in sort order.
    pub events: Arc<Vec<Event>>,
    /// The heat map has only events with these values.
    pub scope: Vec<(Column, u32)>,
    /// The column of the groups.
    pub by: Column,
    /// The zone of hours and days.
    pub zone: Zone,
    /// Maximum number of columns of time.
    pub columns: usize,
}

/// The pictures, with the request that they answer.
#[derive(Debug, Clone)]
pub struct Picture {
    /// What was asked for.
    pub request: PictureRequest,
    /// Events by day of the week and hour.
    pub heat: Heat,
    /// Groups over time.
    pub lanes: Lanes,
}

/// Maximum number of groups that have a lane.
const MOST_LANES: usize = 200;

impl PictureRequest {
    /// Counts both.
    pub fn draw(self) -> Picture {
        let Self { store, events, scope, by, zone, columns } = &self;
        let heat = if scope.is_empty() {
            Heat::of(store, events, zone)
        } else {
            Heat::of(store, &members(store, events, scope), zone)
        };
        let lanes = Lanes::of(store, events, *by, (MOST_LANES, *columns), zone);
        Picture { heat, lanes, request: self }
    }

    /// Returns whether both requests ask for the same picture.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.events, &other.events)
            && self.store.is_same(&other.store)
            && (&self.scope, self.by, &self.zone, self.columns)
                == (&other.scope, other.by, &other.zone, other.columns)
    }
}

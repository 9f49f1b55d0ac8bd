//! The names of the paths that occur in what is loaded: collected in the background when they are first needed.

use std::sync::Arc;

use crate::query::engine::on_demand::path_names::PathNames;
use crate::store::Store;

/// What is known about the paths.
#[derive(Debug, Default)]
pub struct KnownPaths {
    names: Option<Arc<PathNames>>,
    is_gathering: bool,
}

impl KnownPaths {
    /// Returns the paths that were collected last; more events may have been loaded since.
    pub fn names(&self) -> Option<&Arc<PathNames>> {
        self.names.as_ref()
    }

    /// Returns whether they should be collected now: those of this store are unknown, and nothing is collecting
    /// them.
    pub fn begin(&mut self, store: &Store) -> bool {
        let are_known = self.names.as_ref().is_some_and(|names| names.are_of(store));
        let begins = !are_known && !self.is_gathering;
        self.is_gathering |= begins;
        begins
    }

    /// Takes the paths that were collected.
    pub fn take(&mut self, names: Arc<PathNames>) {
        self.names = Some(names);
        self.is_gathering = false;
    }
}

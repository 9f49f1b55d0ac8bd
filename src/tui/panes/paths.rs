//! The names of the paths that occur in what is loaded: gathered behind the screen when they are first needed.

use std::sync::Arc;

use crate::query::engine::path_names::PathNames;
use crate::store::Store;

/// What is known of the paths.
#[derive(Debug, Default)]
pub struct KnownPaths {
    names: Option<Arc<PathNames>>,
    is_gathering: bool,
}

impl KnownPaths {
    /// The paths that were gathered last; more may have been loaded since.
    pub fn names(&self) -> Option<&Arc<PathNames>> {
        self.names.as_ref()
    }

    /// Whether they are to be gathered now: those of this store are not known, and nobody is at it.
    pub fn begin(&mut self, store: &Store) -> bool {
        let are_known = self.names.as_ref().is_some_and(|names| names.are_of(store));
        let begins = !are_known && !self.is_gathering;
        self.is_gathering |= begins;
        begins
    }

    /// Takes the paths that were gathered.
    pub fn take(&mut self, names: Arc<PathNames>) {
        self.names = Some(names);
        self.is_gathering = false;
    }
}

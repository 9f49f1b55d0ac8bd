//! What was computed from all events of a snapshot together: computed once, then shared by all copies of the
//! snapshot and by every thread that has one.
//!
//! The store does not know what is computed; each kind of model has its own type.

use std::any::{Any, TypeId};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// What can be kept with a snapshot.
pub trait Model: Any + Send + Sync {
    /// Returns roughly how much memory it takes, in bytes.
    fn held_bytes(&self) -> u64;
}

/// A model and its size in bytes.
type KeptModel = (TypeId, u64, Arc<dyn Any + Send + Sync>);

/// The models of one snapshot, one of each type.
#[derive(Clone, Default)]
pub(in crate::store) struct Models(Arc<Mutex<Vec<KeptModel>>>);

impl Models {
    /// Returns the model of a type, if there is one.
    pub(in crate::store) fn get<M: Model>(&self) -> Option<Arc<M>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().find(|(kind, ..)| *kind == TypeId::of::<M>());
        found.and_then(|(.., model)| Arc::clone(model).downcast().ok())
    }

    /// Keeps a model, unless another thread was faster; returns the one that is kept.
    pub(in crate::store) fn put<M: Model>(&self, model: M) -> Arc<M> {
        let model = Arc::new(model);
        if let Some(known) = self.get::<M>() {
            return known;
        }
        let kept = (TypeId::of::<M>(), model.held_bytes(), Arc::clone(&model) as Arc<dyn Any + Send + Sync>);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(kept);
        model
    }

    /// Returns roughly how much memory they take, in bytes.
    pub(in crate::store) fn held_bytes(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().map(|(_, bytes, _)| bytes).sum()
    }
}

impl fmt::Debug for Models {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Models").field("held_bytes", &self.held_bytes()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct One(u64);
    struct Other;

    impl Model for One {
        fn held_bytes(&self) -> u64 {
            self.0
        }
    }

    impl Model for Other {
        fn held_bytes(&self) -> u64 {
            7
        }
    }

    #[test]
    fn one_of_each_type_is_kept_and_counted() {
        let models = Models::default();
        let copy = models.clone();
        assert!(models.get::<One>().is_none());
        models.put(One(1));
        assert_eq!(*copy.put(One(2)), One(1), "the first one stays");
        copy.put(Other);
        assert!(models.get::<Other>().is_some());
        assert_eq!(models.held_bytes(), 8);
    }
}

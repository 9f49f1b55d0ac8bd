//! The IDs of one kind or one actor, set by column, so that no order has to be kept by hand.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::record::field::{ACTOR_COLUMNS, Column, KIND_COLUMNS};
use crate::record::identity::Identity;
use crate::store::event::MISSING;

/// An actor, and the parts of it that influence the kind of an event.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Actor {
    pub(super) id: u32,
    /// The id of its account.
    pub(super) account: u32,
    /// The ID of whether MFA was used.
    pub(super) factor: u32,
    /// Who would know whether MFA was used.
    pub(super) known_by: KnownBy,
}

/// Who verified the caller, and so would know whether MFA was used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) enum KnownBy {
    /// AWS: a user of IAM, or the root user.
    #[default]
    Aws,
    /// AWS, when the role was assumed, or an identity provider; the record does not say which.
    Session,
    /// An identity provider: IAM Identity Center, SAML or OpenID Connect.
    Provider,
}

impl KnownBy {
    pub(super) fn of(identity: &Identity<'_>) -> Self {
        static SSO: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("/AWSReservedSSO_"));
        let is_sso = |arn: &str| SSO.find(arn.as_bytes()).is_some();
        match identity.kind.as_deref() {
            Some("SAMLUser" | "WebIdentityUser" | "IdentityCenterUser") => Self::Provider,
            Some("AssumedRole")
                if [&identity.arn, &identity.issuer_arn].into_iter().flatten().any(|arn| is_sso(arn)) =>
            {
                Self::Provider
            }
            Some("AssumedRole" | "FederatedUser") => Self::Session,
            _ => Self::Aws,
        }
    }
}

/// A tuple that is being built; columns that are not set have the missing value.
#[derive(Debug)]
pub(super) struct TupleBuilder<const N: usize> {
    /// Index of the first column of such tuples.
    first: usize,
    ids: [u32; N],
}

impl TupleBuilder<KIND_COLUMNS> {
    pub(super) fn kind() -> Self {
        Self { first: 0, ids: [MISSING; KIND_COLUMNS] }
    }
}

impl TupleBuilder<ACTOR_COLUMNS> {
    pub(super) fn actor() -> Self {
        Self { first: KIND_COLUMNS, ids: [MISSING; ACTOR_COLUMNS] }
    }
}

impl<const N: usize> TupleBuilder<N> {
    /// Sets the ID of a column; ignores columns of other tuples.
    pub(super) fn set(&mut self, column: Column, id: u32) {
        if let Some(slot) = column.index().checked_sub(self.first).and_then(|place| self.ids.get_mut(place)) {
            *slot = id;
        }
    }

    /// Returns the id of a column.
    pub(super) fn get(&self, column: Column) -> u32 {
        let place = column.index().checked_sub(self.first);
        place.and_then(|place| self.ids.get(place)).copied().unwrap_or(MISSING)
    }

    /// Returns the tuple, in the order of the columns.
    pub(super) fn ids(self) -> [u32; N] {
        self.ids
    }
}

//! `assets/undo.toml`: which call makes something, and which call undoes it.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;
use serde::Deserialize;

use super::identity::{IdentityPart, IdentityRule};
use super::kind::ChangeKind;
use super::member_test::MemberTest;
use super::norm::Norm;

const TABLE: &str = include_str!("../../../../assets/undo.toml");

/// A line of the table: a call that changes something, and how it is undone.
#[derive(Debug)]
pub struct Pair {
    /// The call that makes it, such as `iam:CreateUser`.
    pub make: &'static str,
    /// What kind of change it is.
    pub kind: ChangeKind,
    /// Its position in the table.
    pub(in crate::insight::ledger) number: usize,
    /// Whether the undoing call only cancels what has not happened yet.
    pub(in crate::insight::ledger) cancels: bool,
    pub(in crate::insight::ledger) scope: UniqueWithin,
    pub(in crate::insight::ledger) make_if: Option<MemberTest>,
    pub(in crate::insight::ledger) undo_if: Option<MemberTest>,
    pub(in crate::insight::ledger) key: IdentityRule,
    pub(in crate::insight::ledger) undo_key: IdentityRule,
    /// The positions of the parts that are compared; all if `None`.
    compared: Option<&'static [usize]>,
    pub(in crate::insight::ledger) id: Option<IdentityPart>,
    pub(in crate::insight::ledger) undo_id: Option<IdentityPart>,
    pub(in crate::insight::ledger) norm: Norm,
    pub(in crate::insight::ledger) covers: Vec<(&'static str, usize)>,
}

/// Where an identity is unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::insight::ledger) enum UniqueWithin {
    /// In one Region of an account.
    #[default]
    Region,
    /// In all Regions of an account.
    Account,
    /// In all accounts.
    Bucket,
}

/// What a call is to a line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::insight::ledger) enum Role {
    Make,
    /// Whether it is the first call that the line names, which undoes nothing else of its kind.
    Undo {
        first: bool,
    },
    Off(Option<MemberTest>),
    On(Option<MemberTest>),
}

#[derive(Debug, Default)]
pub(in crate::insight::ledger) struct UndoTable {
    pub(in crate::insight::ledger) pairs: Vec<Pair>,
    roles: HashMap<&'static str, Vec<(usize, Role)>, RandomState>,
}

#[derive(Debug, Default, Deserialize)]
struct WrittenTable {
    pairs: Vec<WrittenPair>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPair {
    make: String,
    undo: Vec<String>,
    kind: ChangeKind,
    #[serde(default)]
    cancels: bool,
    #[serde(default)]
    scope: UniqueWithin,
    key: Vec<String>,
    undo_key: Vec<String>,
    #[serde(rename = "match")]
    compared: Option<Vec<usize>>,
    id: Option<String>,
    undo_id: Option<String>,
    #[serde(default)]
    norm: Norm,
    make_if: Option<String>,
    undo_if: Option<String>,
    off: Option<String>,
    on: Option<String>,
    #[serde(default)]
    covers: Vec<String>,
    /// For readers of the table.
    #[serde(rename = "why")]
    _why: Option<String>,
}

/// The table, read when it is first needed.
pub(in crate::insight::ledger) static PAIRS: LazyLock<UndoTable> = LazyLock::new(|| {
    // A mistake in the table is found by its test; without the table there are no lines.
    let written: WrittenTable = toml::from_str(TABLE).unwrap_or_default();
    let mut table = UndoTable::default();
    written.pairs.into_iter().for_each(|pair| table.add(pair));
    table
});

impl UndoTable {
    /// Returns what a call is, and to which lines.
    pub(in crate::insight::ledger) fn roles(&self, call: &str) -> &[(usize, Role)] {
        self.roles.get(call).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, written: WrittenPair) {
        let number = self.pairs.len();
        let test = |text: &Option<String>| text.as_ref().map(|text| MemberTest::parse(text));
        let part = |text: &Option<String>| text.as_ref().map(|text| IdentityPart::parse(text));
        let make = leaked(written.make);
        self.role(make, number, Role::Make);
        for (place, call) in written.undo.into_iter().enumerate() {
            self.role(leaked(call), number, Role::Undo { first: place == 0 });
        }
        for (switch, role) in [(written.off, Role::Off as fn(_) -> _), (written.on, Role::On)] {
            if let Some(switch) = switch {
                let (call, condition) = match switch.split_once(' ') {
                    Some((call, condition)) => (call.to_owned(), Some(MemberTest::parse(condition))),
                    None => (switch, None),
                };
                self.role(leaked(call), number, role(condition));
            }
        }
        let covers = written.covers.into_iter().map(|call| {
            let (name, place) = call.split_once('.').unwrap_or((&call, "0"));
            (leaked(name.to_owned()), place.parse().unwrap_or_default())
        });
        self.pairs.push(Pair {
            make,
            kind: written.kind,
            number,
            cancels: written.cancels,
            scope: written.scope,
            make_if: test(&written.make_if),
            undo_if: test(&written.undo_if),
            key: IdentityRule::parse(&written.key),
            undo_key: IdentityRule::parse(&written.undo_key),
            compared: written.compared.map(|places| &*places.leak()),
            id: part(&written.id),
            undo_id: part(&written.undo_id),
            norm: written.norm,
            covers: covers.collect(),
        });
    }

    fn role(&mut self, call: &'static str, number: usize, role: Role) {
        self.roles.entry(call).or_default().push((number, role));
    }
}

/// Keeps a text of the table for the rest of the program, which needs it until then.
fn leaked(text: String) -> &'static str {
    text.leak()
}

impl Pair {
    /// Returns whether the part of an identity at a position is compared.
    pub(in crate::insight::ledger) fn compares(&self, place: usize) -> bool {
        self.compared.is_none_or(|compared| compared.contains(&place))
    }

    /// Returns whether the thing exists in all Regions of an account, or in all accounts.
    pub fn is_global(&self) -> bool {
        self.scope != UniqueWithin::Region
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_can_be_read_and_refers_to_lines_that_exist() {
        let written: WrittenTable = toml::from_str(TABLE).unwrap();
        assert_eq!(written.pairs.len(), PAIRS.pairs.len());
        assert!(PAIRS.pairs.len() > 150);
        for (pair, written) in PAIRS.pairs.iter().zip(&written.pairs) {
            for (call, _) in &pair.covers {
                let roles = PAIRS.roles(call);
                assert!(roles.iter().any(|(_, role)| *role == Role::Make), "{}: {call}", pair.make);
            }
            let parts = written.undo.is_empty() || written.key.len() == written.undo_key.len();
            assert!(parts, "{}: the identities have different parts", pair.make);
            let ends = !written.undo.is_empty() || !written.undo_key.is_empty();
            assert!(
                ends || matches!(pair.kind, ChangeKind::Change | ChangeKind::Destroy | ChangeKind::Blind)
            );
            // The same call can only undo what another value made.
            let itself = written.undo.contains(&written.make);
            assert!(!itself || written.undo_if.is_some() || written.key != written.undo_key, "{}", pair.make);
        }
    }

    #[test]
    fn a_call_has_a_role_in_each_line_that_names_it() {
        let of = |call: &str| -> Vec<(&str, Role)> {
            let roles = PAIRS.roles(call).iter();
            roles.map(|(pair, role)| (PAIRS.pairs[*pair].make, role.clone())).collect()
        };
        assert_eq!(of("iam:DeleteUser"), [("iam:CreateUser", Role::Undo { first: true })]);
        assert_eq!(of("iam:UpdateAccessKey").len(), 4);
        assert_eq!(of("iam:ListUsers"), []);
    }
}

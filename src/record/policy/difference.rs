//! What is different between two versions of a policy: statements are compared as sets, so that order, white
//! space and names of statements do not count.

use super::statement::{Document, Statement};

/// The statements of the newer version that the older one lacks, the other way round, and how many both have.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// New statements.
    pub added: Vec<Statement>,
    /// Statements that are gone.
    pub removed: Vec<Statement>,
    /// How many statements of the newer version the older one has, too.
    pub kept: usize,
}

/// Compares a version with the one before.
pub fn difference(before: &Document, after: &Document) -> Difference {
    let normal = |document: &Document| document.statements.iter().map(Statement::normal).collect::<Vec<_>>();
    let (old, new) = (normal(before), normal(after));
    let lacking = |document: &Document, own: &[Statement], other: &[Statement]| {
        let pairs = document.statements.iter().zip(own);
        let lacks = pairs.filter(|(_, normal)| !other.contains(normal));
        lacks.map(|(statement, _)| statement.clone()).collect::<Vec<_>>()
    };
    let added = lacking(after, &new, &old);
    Difference { kept: after.statements.len() - added.len(), added, removed: lacking(before, &old, &new) }
}

//! Values as they are written (`raw.`), answered by columns where these have the same text.

use crate::json::path::Path;
use crate::query::engine::plan::{Plan, Planning};
use crate::query::engine::value_cache::Predicate;
use crate::query::language::expr::Test;
use crate::record::field::{Column, FIELDS};

impl Planning<'_> {
    /// Tests a value as it is written. Where a column has the same text, it answers; what it cannot tell (an empty text
    /// from a missing one) and the events of which it has another text (Insights) are decided by the records.
    pub(in crate::query::engine) fn written(&mut self, path: &Path, test: &Test) -> Option<Plan> {
        let exact = Plan::Written(path.clone(), test.clone());
        let Some(column) = written_column(path) else { return Some(exact) };
        let equals = |text: &str| Test::Equals(text.to_owned());
        let present = Plan::And(vec![
            self.column_test(&[column], &Test::Present)?,
            self.values(&[(column, Predicate::Test(test.clone()))])?,
        ]);
        let mut either = vec![present];
        if test.passes_text("") {
            either.push(Plan::And(vec![self.column_test(&[column], &equals(""))?, exact.clone()]));
        }
        let insight = Plan::Or(vec![
            self.column_test(&[Column::EventCategory], &equals("Insight"))?,
            self.column_test(&[Column::EventType], &equals("AwsCloudTrailInsight"))?,
        ]);
        let call = Plan::And(vec![Plan::Not(Box::new(insight.clone())), Plan::Or(either)]);
        Some(Plan::Or(vec![call, Plan::And(vec![insight, exact])]))
    }
}

/// Returns the column whose text is that at a path of the record.
fn written_column(path: &Path) -> Option<Column> {
    const SAME: [Column; 18] = [
        Column::EventName,
        Column::EventSource,
        Column::AwsRegion,
        Column::ErrorCode,
        Column::ReadOnly,
        Column::EventType,
        Column::EventCategory,
        Column::RecipientAccountId,
        Column::SourceIpAddress,
        Column::UserAgent,
        Column::IdentityType,
        Column::IdentityArn,
        Column::IdentityAccount,
        Column::AccessKey,
        Column::UserName,
        Column::PrincipalId,
        Column::InvokedBy,
        Column::IssuerArn,
    ];
    let name = path.to_string();
    let column = FIELDS.iter().find(|field| field.name == name)?.source.column()?;
    SAME.contains(&column).then_some(column)
}

//! Managed policies: calls name them by their ARN, and their text is not in the log. The statements of a few
//! that AWS wrote are well known.

use super::opens::Opening;

/// A well-known policy of AWS: the end of its ARN, what it allows, and what it opens.
const KNOWN: [(&str, &str, &[Opening]); 7] = [
    ("AdministratorAccess", "allows every action on every resource", &[Opening::Admin]),
    (
        "PowerUserAccess",
        "allows nearly every action but those of IAM, Organizations and Account Management",
        &[Opening::Not],
    ),
    ("IAMFullAccess", "allows every action of IAM on every resource", &[Opening::Wide]),
    ("AmazonS3FullAccess", "allows every action of S3 on every resource", &[Opening::Wide]),
    ("AmazonEC2FullAccess", "allows every action of EC2 on every resource", &[Opening::Wide]),
    ("SecurityAudit", "allows reading the security configuration", &[]),
    ("ReadOnlyAccess", "allows reading nearly everything", &[]),
];

/// Returns the row of a policy that AWS wrote.
fn known(arn: &str) -> Option<&'static (&'static str, &'static str, &'static [Opening])> {
    let (_, path) = arn.split_once(":iam::aws:policy/")?;
    KNOWN.iter().find(|(name, ..)| *name == path)
}

/// Returns what a managed policy opens, as far as that is known without its text.
pub fn opens(arn: &str) -> &'static [Opening] {
    known(arn).map_or(&[], |(_, _, opens)| opens)
}

/// Says what a managed policy allows, as far as that is known without its text.
pub fn words(arn: &str) -> String {
    let name = arn.rsplit_once('/').map_or(arn, |(_, name)| name);
    match known(arn) {
        Some((_, allows, _)) => format!("{name} (AWS managed) {allows}"),
        None if arn.contains(":iam::aws:policy/") => {
            format!("{name} (AWS managed): its text is not in the log")
        }
        None => format!("{name}: the call names it without its text"),
    }
}

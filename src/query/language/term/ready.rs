//! The ready-made tests, `is:failed` and its like: their names, and what each means.

use crate::insight::calls::columns::MARKED;
use crate::insight::meaning;
use crate::query::language::expr::{Expr, Is, Target, Test};
use crate::query::language::term::named_rules;
use crate::record::field::{Column, OnDemand};

/// The ready-made tests of single events.
const IS_NAMES: [(&str, &str); 26] = [
    ("failed", "the call failed, including failures without an errorCode"),
    ("denied", "access was denied: AccessDenied, UnauthorizedOperation and similar errors"),
    ("throttled", "rate-limited by the service"),
    ("write", "a write event: readOnly is false, or is absent and the verb of eventName changes something"),
    ("read", "a read event: readOnly is true, or is absent and the verb of eventName only reads"),
    ("byname", "readOnly is absent, so is:write and is:read use the verb of eventName"),
    ("root", "made by the root user, or with root credentials from sts:AssumeRoot"),
    ("assumedroot", "made with root credentials from sts:AssumeRoot"),
    ("service", "an AWS service acted on its own, not on behalf of a caller"),
    ("console", "made in the console"),
    ("nomfa", "made in a session or sign-in without MFA, if AWS can know that (mfa=no)"),
    ("watch", "the call is worth a look (watch=yes); bulk calls and those of AWS services are left out"),
    ("insight", "an Insights event"),
    ("data", "a data event"),
    ("duplicate", "delivered more than once"),
    ("twin", "another event has the same eventID but a different text"),
    ("damaged", "from a damaged file"),
    ("recovered", "recovered from a damaged file, or contains bytes that are not valid UTF-8"),
    ("converted", "eventTime was written in another form, such as seconds since 1970, and was converted"),
    ("unsigned", "appended to a log file, outside the part that CloudTrail signs"),
    (
        "partial",
        "a row of a table, such as a CSV file of Event history: no request, no response, little identity",
    ),
    ("quoted", "quoted in other text or in a damaged record, and loaded with --quoted"),
    (
        "hidden",
        "has invisible, control or text-direction characters in a key or a value, or bytes that are not valid UTF-8",
    ),
    ("marked", "marked by the investigator"),
    ("noted", "the investigator wrote a note on it"),
    ("ioc", "a value of it matches a line of --iocs FILE"),
];

/// Returns the ready-made tests, with what they mean.
pub fn is_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    IS_NAMES.into_iter().chain(meaning::TESTS.iter().map(|(name, about, _)| (*name, *about)))
}

/// Combines what AWS says with the verb of the event name, for events where AWS says nothing.
fn by_name_too(said: Expr, reads: bool) -> Expr {
    Expr::Or(vec![said, by_verb(reads)])
}

/// Matches if AWS does not say whether the call writes, and the verb does. An Insights event is not a call.
fn by_verb(reads: bool) -> Expr {
    let equals = |column, text: &str| Expr::Value(Target::Column(column), Test::Equals(text.to_owned()));
    Expr::And(vec![
        equals(Column::ReadOnly, ""),
        Expr::Value(Target::Column(Column::EventName), Test::Verb { reads }),
        Expr::Not(Box::new(equals(Column::EventCategory, "Insight"))),
        Expr::Not(Box::new(equals(Column::EventType, "AwsCloudTrailInsight"))),
    ])
}

/// Calls that failed with an error of a family.
fn failed_as(family: &str) -> Expr {
    let equals = |column, text: &str| Expr::Value(Target::Column(column), Test::Equals(text.to_owned()));
    Expr::And(vec![equals(Column::ErrorFamily, family), equals(Column::Outcome, "failed")])
}

/// Returns what a ready-made test means; the error names all.
pub(in crate::query::language) fn is(name: &str) -> Result<Expr, String> {
    let equals = |column, text: &str| Expr::Value(Target::Column(column), Test::Equals(text.to_owned()));
    Ok(match name.to_ascii_lowercase().as_str() {
        "failed" => equals(Column::Outcome, "failed"),
        // Insights events have the family of the error that they are about.
        "denied" => failed_as("denied"),
        "throttled" => failed_as("throttled"),
        "write" => by_name_too(equals(Column::ReadOnly, "false"), false),
        "read" => by_name_too(equals(Column::ReadOnly, "true"), true),
        "byname" => Expr::Or(vec![by_verb(true), by_verb(false)]),
        "converted" => Expr::Is(Is::Converted),
        "root" => equals(Column::IdentityType, "Root"),
        "assumedroot" => equals(Column::AssumedRoot, "true"),
        "service" => {
            let nobody_else = vec![
                equals(Column::IdentityType, ""),
                Expr::Value(Target::Column(Column::InvokedBy), Test::Present),
            ];
            Expr::Or(vec![equals(Column::IdentityType, "AWSService"), Expr::And(nobody_else)])
        }
        "console" => equals(Column::Console, "true"),
        "nomfa" => equals(Column::Mfa, "no"),
        "watch" => equals(Column::OnDemand(OnDemand::WATCH), MARKED),
        "insight" => equals(Column::EventCategory, "Insight"),
        "data" => equals(Column::EventCategory, "Data"),
        "duplicate" => Expr::Is(Is::Duplicate),
        "twin" => Expr::Is(Is::Twin),
        "damaged" => Expr::Is(Is::Damaged),
        "recovered" => Expr::Is(Is::Recovered),
        "unsigned" => Expr::Is(Is::Unsigned),
        "partial" => Expr::Is(Is::Partial),
        "quoted" => Expr::Is(Is::Quoted),
        "hidden" => Expr::Is(Is::Hidden),
        "marked" => Expr::Value(Target::Column(Column::OnDemand(OnDemand::MARK)), Test::Present),
        "noted" => Expr::Value(Target::Column(Column::OnDemand(OnDemand::NOTE)), Test::Present),
        "ioc" => Expr::Value(Target::Column(Column::OnDemand(OnDemand::IOC)), Test::Present),
        "rule" => named_rules::named("*")?,
        name => {
            if let Some(meaning) = meaning::test(name) {
                return Ok(Expr::Meaning(meaning));
            }
            return Err(unknown(name));
        }
    })
}

/// Words that people use for something else, and what to write.
const MEANT: [(&str, &str); 14] = [
    ("error errors failure unsuccessful", "is:failed"),
    ("ok success successful succeeded", "!is:failed"),
    ("accessdenied unauthorized forbidden refused", "is:denied"),
    ("ratelimited limited", "is:throttled"),
    ("mutating change changes changed modify readwrite", "is:write"),
    ("readonly list get", "is:read"),
    ("mfa withmfa", "mfa=yes"),
    ("withoutmfa", "is:nomfa"),
    ("aws internal awsservice", "is:service"),
    ("login logon signin consolelogin", "eventName=ConsoleLogin"),
    ("management", "eventCategory=Management"),
    ("dataevent", "is:data"),
    ("user iamuser", "userIdentity.type=IAMUser"),
    ("role assumedrole", "userIdentity.type=AssumedRole"),
];

/// Says that the test does not exist, and names the one that was probably meant, or lists all.
fn unknown(name: &str) -> String {
    let sought: String = name.chars().filter(|char| char.is_alphanumeric()).collect();
    let meant = MEANT.iter().find(|(words, _)| words.split(' ').any(|word| word == sought));
    if let Some((_, meant)) = meant {
        return format!("no such test; did you mean {meant}?");
    }
    let near = |known: &&str| {
        sought.len() > 2 && (known.starts_with(&sought) || strsim::osa_distance(known, &sought) == 1)
    };
    let names: Vec<&str> = is_names().map(|(name, _)| name).collect();
    match names.iter().copied().find(|known| near(known)) {
        Some(known) => format!("no such test; did you mean is:{known}?"),
        None => format!("no such test; the tests are {}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::language::parse::parse;

    #[test]
    fn a_test_that_does_not_exist_is_told_with_the_one_that_was_meant() {
        for (name, meant) in [
            ("error", "is:failed"),
            ("fail", "is:failed"),
            ("Success", "!is:failed"),
            ("access-denied", "is:denied"),
            ("wirte", "is:write"),
            ("readonly", "is:read"),
            ("odd", "the tests are failed"),
        ] {
            let said = is(name).unwrap_err();
            assert!(said.contains(meant), "{name}: {said}");
        }
        for (words, meant) in MEANT {
            assert!(parse(meant).is_ok(), "{meant}");
            assert!(words.split(' ').all(|word| is(word).is_err()), "{words}");
        }
    }
}

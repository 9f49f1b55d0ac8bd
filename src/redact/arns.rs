//! Finds names that ARNs and addresses of AWS's services tell, anywhere in a text.

use std::sync::LazyLock;

use regex::Regex;

use super::find::pattern;
use super::kind::RedactedKind as Kind;
use super::resources::{is_of_aws, name, object, word_of};

/// Service, account and what follows.
static ARN: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r#"arn:aws[a-z-]*:([a-z0-9-]+):[a-z0-9-]*:([0-9a-z-]*):([^\s"'\\,;<>()]+)"#));
/// Buckets in addresses, and behind them the key if there is one.
static S3: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r#"s3[an]?://([A-Za-z0-9._-]{3,63})(?:/([^\s"'\\?]+))?"#));
static S3_HOST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\.s3(?:[.-][a-z0-9-]+){0,2}\.amazonaws\.com")
});
static QUEUE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"\b(?:sqs|queue)[a-z0-9.-]*\.amazonaws\.com/[0-9]{12}/([A-Za-z0-9_-]+)"));
static IMAGE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/([a-z0-9._/-]+)"));

/// Types of which everything that follows is one name.
const PATHS: [&str; 5] = ["parameter", "log-group", "repository", "secret", "alias"];

/// Calls `each` with every name in a text.
pub(super) fn of_text(text: &str, each: &mut dyn FnMut(Kind, &str)) {
    let all = |pattern: &'static LazyLock<Option<Regex>>| {
        pattern.iter().flat_map(|pattern| pattern.captures_iter(text))
    };
    if text.contains("arn:") {
        for found in all(&ARN) {
            let part = |number| found.get(number).map_or("", |part| part.as_str());
            arn(part(1), part(2), part(3), each);
        }
    }
    if text.contains("s3") {
        for found in all(&S3) {
            let part = |number| found.get(number).map_or("", |part| part.as_str());
            name("bucket", part(1), each);
            object(part(2), each);
        }
    }
    if text.contains(".amazonaws.com") {
        for (pattern, word) in [(&S3_HOST, "bucket"), (&QUEUE, "queue"), (&IMAGE, "repository")] {
            for found in all(pattern).filter_map(|found| found.get(1)) {
                name(word, found.as_str(), each);
            }
        }
    }
}

fn arn(service: &str, account: &str, rest: &str, each: &mut dyn FnMut(Kind, &str)) {
    let rest = rest.trim_end_matches(['.', ':', '/', ']', '}']);
    if account == "aws" || service == "sts" {
        return;
    }
    if service == "s3" {
        let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
        name("bucket", bucket, each);
        return object(key, each);
    }
    let Some(at) = rest.find([':', '/']) else { return name(word_of(service_word(service)), rest, each) };
    let (kind, names) = rest.split_at(at);
    let names = names.trim_start_matches([':', '/']);
    let word = word_of(kind);
    if service == "iam" {
        // Users, roles and groups are found as such; of a path only the last part is the name.
        if !["user", "role", "group", "assumed-role", "instance-profile"].contains(&kind) {
            name(word, names.rsplit('/').next().unwrap_or_default(), each);
        }
    } else if PATHS.contains(&kind) {
        let path = names.split(':').next().unwrap_or_default();
        name(word, path, each);
        // Six characters are added to the name of a secret.
        if let Some((secret, added)) = path.rsplit_once('-')
            && kind == "secret"
            && added.len() == 6
        {
            name(word, secret, each);
        }
    } else {
        names.split([':', '/']).filter(|part| !is_of_aws(part)).for_each(|part| name(word, part, each));
    }
}

/// Returns the type that a service without types has.
fn service_word(service: &str) -> &str {
    match service {
        "sns" => "topic",
        "sqs" => "queue",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_arns_and_addresses() {
        for (text, expected) in [
            ("arn:aws:s3:::acme-x/in/a.csv and", vec!["bucket acme-x", "object in/a.csv"]),
            (r#"{"Resource":"arn:aws:s3:::acme-x/*"}"#, vec!["bucket acme-x"]),
            ("arn:aws:s3:::acme-*", vec!["bucket acme"]),
            ("arn:aws:lambda:us-east-1:210987654321:function:mailer:$LATEST", vec!["function mailer"]),
            ("arn:aws:sns:us-east-1:210987654321:acme-alerts", vec!["topic acme-alerts"]),
            (
                "arn:aws:secretsmanager:us-east-1:210987654321:secret:crm/token-AbCdEf",
                vec!["secret crm/token-AbCdEf", "secret crm/token"],
            ),
            ("arn:aws:ssm:us-east-1:210987654321:parameter/prod/db", vec!["parameter prod/db"]),
            ("arn:aws:logs:us-east-1:210987654321:log-group:/aws/lambda/mailer:*", vec!["loggroup mailer"]),
            (
                "arn:aws:dynamodb:us-east-1:210987654321:table/Acme/index/ByDay",
                vec!["table Acme", "table ByDay"],
            ),
            ("arn:aws:ec2:us-east-1:210987654321:instance/i-0dbc91f429e48eeed", vec![]),
            ("arn:aws:iam::aws:policy/AdministratorAccess", vec![]),
            ("arn:aws:iam::210987654321:policy/ops/acme-ro", vec!["policy acme-ro"]),
            ("arn:aws:iam::210987654321:role/deploy", vec![]),
            ("acme-x.s3.eu-central-1.amazonaws.com", vec!["bucket acme-x"]),
            ("s3.eu-central-1.amazonaws.com", vec![]),
            ("https://sqs.us-east-1.amazonaws.com/210987654321/jobs-acme", vec!["queue jobs-acme"]),
            ("210987654321.dkr.ecr.eu-west-1.amazonaws.com/shop/search:bf9", vec!["repository shop/search"]),
            ("s3://acme-x/in/a.csv", vec!["bucket acme-x", "object in/a.csv"]),
        ] {
            let mut found = Vec::new();
            of_text(text, &mut |kind, name| found.push(format!("{} {name}", kind.name())));
            assert_eq!(found, expected, "{text}");
        }
    }
}

//! Finds names that an account gave to its resources, by the members that hold them: buckets, functions, tables, queues,
//! secrets, stacks and their like. What ARNs and addresses of services say is left to `arns`.

use super::find::is_example;
use super::kind::RedactedKind as Kind;

/// What a resource is called in pseudonyms, by a part of the name of its member or of its type in an ARN, in lower case.
/// The first that fits counts.
const WORDS: [(&str, &str); 34] = [
    ("bucket", "bucket"),
    ("function", "function"),
    ("loggroup", "loggroup"),
    ("log-group", "loggroup"),
    ("logstream", "logstream"),
    ("log-stream", "logstream"),
    ("table", "table"),
    ("queue", "queue"),
    ("topic", "topic"),
    ("trail", "trail"),
    ("stack", "stack"),
    ("changeset", "changeset"),
    ("cluster", "cluster"),
    ("secret", "secret"),
    ("policy", "policy"),
    ("repository", "repository"),
    ("pipeline", "pipeline"),
    ("project", "project"),
    ("snapshot", "snapshot"),
    ("snapshop", "snapshot"),
    ("dbinstance", "database"),
    ("dbname", "database"),
    ("database", "database"),
    ("db", "database"),
    ("instance", "instance"),
    ("stream", "stream"),
    ("alias", "alias"),
    ("keyname", "keypair"),
    ("key-pair", "keypair"),
    ("parameter", "parameter"),
    ("domain", "domain"),
    ("zone", "domain"),
    ("provider", "provider"),
    ("rule", "rule"),
];

/// Members whose values are names although nothing in their own name says so, in lower case.
const NAMED: [&str; 17] = [
    "bucket",
    "s3bucket",
    "alias",
    "cluster",
    "clusters",
    "family",
    "taskdefinition",
    "secretid",
    "resourceid",
    "rule",
    "repository",
    "statemachine",
    "loggroup",
    "snapshotid",
    "trail",
    "workgroup",
    "function",
];

/// Members that are called so but hold words of AWS, or what other rules find, in lower case.
const NOT_NAMED: [&str; 35] = [
    "agentname",
    "algorithmname",
    "attributename",
    "attributenames",
    "availabilityzonename",
    "computername",
    "devicename",
    "enginename",
    "errorname",
    "eventname",
    "eventtypename",
    "featurename",
    "fieldname",
    "hostname",
    "insightname",
    "licensename",
    "managedrulegroupname",
    "operationname",
    "optionname",
    "platformname",
    "privatednsname",
    "productname",
    "protocolname",
    "publicdnsname",
    "quotaname",
    "regionname",
    "regionnames",
    "rootdevicename",
    "rulegroupname",
    "servicename",
    "servicenames",
    "settingname",
    "tlsservername",
    "typename",
    "vendorname",
];

/// Segments of paths and ARNs that say what follows.
const SEGMENTS: [&str; 9] =
    ["app", "net", "gwy", "index", "service-role", "targetgroup", "aws-reserved", "stage", "stages"];

/// Types of resources in ARNs: a resource of such a name would change the ARNs of all others.
const TYPES: [&str; 31] = [
    "user",
    "role",
    "group",
    "policy",
    "assumed-role",
    "federated-user",
    "instance-profile",
    "mfa",
    "root",
    "table",
    "function",
    "key",
    "alias",
    "secret",
    "log-group",
    "instance",
    "volume",
    "snapshot",
    "image",
    "vpc",
    "subnet",
    "db",
    "cluster",
    "service",
    "task",
    "repository",
    "parameter",
    "stack",
    "trail",
    "bucket",
    "object",
];

/// Minimum length of a name, in characters: shorter ones are parts of everything.
const SHORTEST: usize = 3;

/// Returns what a resource is called whose member or type has this name.
pub(super) fn word_of(name: &str) -> &'static str {
    let lower = name.to_ascii_lowercase();
    WORDS.iter().find(|(part, _)| lower.contains(part)).map_or("name", |(_, word)| word)
}

/// Returns whether a member of this name holds names of resources.
fn is_named(lower: &str) -> bool {
    let ends = ["name", "names", "identifier", "identifiers"].iter().any(|end| lower.ends_with(end));
    NAMED.contains(&lower) || (ends && !NOT_NAMED.contains(&lower))
}

/// Returns whether AWS made a value or gives it to everybody.
pub(super) fn is_of_aws(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let starts = ["aws", "amazon", "default", "alias/aws/", "rds-ca-", "$", "<", "arn%3a"];
    let is_word = ["primary", "self", "hidden_due_to_security_reasons", "latest", "cloudtrail"];
    starts.iter().any(|start| lower.starts_with(start))
        || is_word.contains(&lower.as_str())
        || is_type(&lower)
        || lower.contains(".amazonaws.com")
        || is_id(&lower)
}

/// Returns whether a name in lower case is also that of a type in ARNs.
pub(super) fn is_type(lower: &str) -> bool {
    TYPES.contains(&lower)
}

/// Returns whether a value in lower case is an ID: `i-0abc…`, a UUID, a number, a hash, a date.
fn is_id(lower: &str) -> bool {
    let is_hex = |text: &str, least: usize| {
        text.len() >= least && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
    };
    let rest = lower.split_once('-').filter(|(kind, _)| kind.bytes().all(|byte| byte.is_ascii_lowercase()));
    is_hex(lower, 16)
        || rest.is_some_and(|(_, rest)| is_hex(rest, 8))
        || !lower.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Calls `each` with a name that is a resource's, or with the names that its path has.
pub(super) fn name(word: &'static str, text: &str, each: &mut dyn FnMut(Kind, &str)) {
    // In a policy, what comes before the first wildcard is the name or its beginning.
    let text = text.split(['*', '?', '$', '{']).next().unwrap_or_default();
    let text = text.trim_matches(|char: char| "/.:-_ ".contains(char));
    let parts: Vec<&str> = text.split('/').collect();
    // Services write for themselves under a path that says so, with the name of the resource in it.
    if let ["aws", _, rest @ ..] = parts.as_slice() {
        for part in rest {
            one(word, part, each);
        }
    } else if parts.iter().any(|part| !SEGMENTS.contains(part) && is_name(part)) {
        one(word, text, each);
    }
}

fn is_name(text: &str) -> bool {
    text.chars().count() >= SHORTEST && !is_of_aws(text) && !is_example(text)
}

fn one(word: &'static str, text: &str, each: &mut dyn FnMut(Kind, &str)) {
    let is_text = !text.contains(['"', '\\', '\n']) && text.len() <= 1024;
    if is_text && is_name(text) && !SEGMENTS.contains(&text) {
        each(Kind::Resource(word), text);
    }
}

/// Calls `each` with the names in the value of a member. `is_object` says that a `key` is one of S3, `is_pair` that the
/// member is `name` beside a `value`: a word of AWS, as in filters.
pub(super) fn of_member(
    member: &str,
    text: &str,
    (is_object, is_pair): (bool, bool),
    each: &mut dyn FnMut(Kind, &str),
) {
    if text.starts_with("arn:") || text.contains("://") {
        return;
    }
    let lower = member.to_ascii_lowercase();
    if lower == "s3key" || (is_object && ["key", "prefix"].contains(&lower.as_str())) {
        object(text, each);
    } else if is_named(&lower) && !(is_pair && lower == "name") {
        let word = word_of(&lower);
        // `alias/NAME` is how keys are named, `NAME:TAG` how versions are.
        let text = text.strip_prefix("alias/").unwrap_or(text);
        let text = if word == "name" { text } else { text.split(':').next().unwrap_or_default() };
        name(word, text, each);
    }
}

/// Calls `each` with the key of an object.
pub(super) fn object(key: &str, each: &mut dyn FnMut(Kind, &str)) {
    let key = key.split('*').next().unwrap_or_default().trim_matches('/');
    // What CloudTrail and other services deliver has the account and the Region in its name, and nothing else.
    let is_delivered = key.starts_with("AWSLogs");
    if !is_delivered {
        one("object", key, each);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(member: &str, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        of_member(member, text, (true, false), &mut |kind, name| {
            found.push(format!("{} {name}", kind.name()));
        });
        found
    }

    #[test]
    fn names_are_found_by_their_members_and_ids_and_words_of_aws_are_not() {
        for (member, text, expected) in [
            ("bucketName", "acme-exports", vec!["bucket acme-exports"]),
            ("TableName", "Customers", vec!["table Customers"]),
            ("dBInstanceIdentifier", "crm-prod", vec!["database crm-prod"]),
            ("logGroupName", "/aws/lambda/acme-mailer", vec!["loggroup acme-mailer"]),
            ("logGroupName", "/acme/app", vec!["loggroup acme/app"]),
            ("aliasName", "alias/acme", vec!["alias acme"]),
            ("aliasName", "alias/aws/ssm", vec![]),
            ("key", "exports/jane doe.csv", vec!["object exports/jane doe.csv"]),
            ("key", "AWSLogs/210987654321/CloudTrail/x.json.gz", vec![]),
            ("names", "/prod/db/password", vec!["name prod/db/password"]),
            ("secretId", "arn:aws:secretsmanager:us-east-1:210987654321:secret:a", vec![]),
            ("resourceId", "i-0dbc91f429e48eeed", vec![]),
            ("name", "9f0c3a52-1111-4222-8333-444455556666", vec![]),
            ("name", "default", vec![]),
            ("deviceName", "/dev/xvda", vec![]),
            ("instanceType", "m5.large", vec![]),
            ("policyName", "AWSLambdaBasicExecutionRole", vec![]),
            ("name", "ab", vec![]),
            ("tableName", "user", vec![]),
            ("name", "Role", vec![]),
            ("name", "user-data", vec!["name user-data"]),
        ] {
            assert_eq!(found(member, text), expected, "{member} {text}");
        }
        let mut count = 0;
        of_member("name", "vpc-id-of", (false, true), &mut |_, _| count += 1);
        of_member("key", "Department", (false, false), &mut |_, _| count += 1);
        assert_eq!(count, 0, "names of filters and tags are no resources");
    }
}

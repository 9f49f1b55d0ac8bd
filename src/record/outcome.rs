//! Whether a call failed, what the error says, and to which family it belongs.
//!
//! `errorCode` alone is not enough: a failed console sign-in has none, and Monitron, Greengrass and EKS put the
//! error text into `responseElements.Message` or `.message`.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::read::RawRecord;

use crate::record::read::value::member_text;

use crate::json::members::members;
use crate::record::read::key::Key;

/// What became of the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome<'a> {
    /// Whether it failed.
    pub failed: bool,
    /// What the service said about it.
    pub message: Option<Cow<'a, str>>,
}

static MESSAGE: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(b"essage\""));
static FAILURE: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(b"\"Failure\""));

/// Reads the outcome of a record.
pub fn outcome<'a>(record: &RawRecord<'a>) -> Outcome<'a> {
    let success = record.raw(Key::ErrorCode).is_some_and(says_success);
    let code = record.raw(Key::ErrorCode).is_some() && !success;
    let message = record.text(Key::ErrorMessage);
    if message.is_some() || success {
        return Outcome { failed: !success, message };
    }
    let Some(response) = record.raw(Key::ResponseElements).filter(|raw| raw.first() == Some(&b'{')) else {
        return Outcome { failed: code, message: None };
    };
    let spoken = MESSAGE
        .find(response)
        .and_then(|_| member_text(response, "Message").or_else(|| member_text(response, "message")))
        .filter(|text| code || says_denied(text));
    let failed = code || spoken.is_some() || answers_failure(response);
    Outcome { failed, message: spoken }
}

/// Returns whether an error code says that there was no error: some services write `Success`.
pub fn says_success(code: &[u8]) -> bool {
    code.eq_ignore_ascii_case(b"\"Success\"")
}

/// Returns whether a sign-in event failed: it answers `{"ConsoleLogin":"Failure"}`; `CheckMfa`, `SwitchRole`
/// and others answer in the same way.
fn answers_failure(response: &[u8]) -> bool {
    FAILURE.find(response).is_some() && members(response).any(|(_, value)| value == b"\"Failure\"")
}

fn says_denied(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.contains("not authorized") || text.contains("denied")
}

/// The families of error codes, with the words of which their codes have one, in lower case. The first that fits counts.
pub const FAMILIES: [(&str, &[&str]); 5] = [
    (
        "denied",
        &["accessdenied", "unauthorized", "forbidden", "notauthorized", "authorizationerror", "authfailure"],
    ),
    ("throttled", &["throttl", "requestlimitexceeded", "slowdown", "toomanyrequests"]),
    ("not found", &["nosuch", "notfound", "doesnotexist"]),
    ("conflict", &["conflict", "alreadyexists", "duplicate", "inuse", "alreadyowned"]),
    ("validation", &["validation", "invalid", "malformed", "badrequest", "missing", "unsupported"]),
];

/// The family of every other code.
pub const OTHER_FAMILY: &str = "other";

/// Returns the family of an error code, to summarise many codes.
pub fn family(code: &str) -> &'static str {
    // EC2 puts the side at fault before its codes.
    let code = code.strip_prefix("Client.").or_else(|| code.strip_prefix("Server.")).unwrap_or(code);
    let lower = code.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    FAMILIES.iter().find(|(_, words)| has(words)).map_or(OTHER_FAMILY, |(family, _)| family)
}

/// Returns the resource that a denial names: `… to perform: iam:ListUsers on resource: arn:aws:iam::1:user/
/// because …`.
pub fn denied_resource(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once(" on resource: ")?;
    let name = rest.split_whitespace().next()?.trim_end_matches([',', '.']);
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(members: &str, failed: bool, message: Option<&str>) {
        let text = format!("{{\"eventName\":\"X\",{members}}}");
        let record = RawRecord::read(text.as_bytes(), 0).unwrap();
        let outcome = outcome(&record);
        assert_eq!((outcome.failed, outcome.message.as_deref()), (failed, message), "{members}");
    }

    #[test]
    fn failure_is_found_wherever_it_is_told() {
        reads(r#""errorCode":"AccessDenied""#, true, None);
        reads(r#""errorCode":null,"responseElements":null"#, false, None);
        reads(r#""errorCode":"","errorMessage":"""#, false, None);
        reads(r#""errorCode":"Success""#, false, None);
        reads(r#""errorCode":"success","errorMessage":"OK""#, false, Some("OK"));
        reads(r#""errorMessage":"Failed authentication""#, true, Some("Failed authentication"));
        reads(r#""responseElements":{"ConsoleLogin":"Failure"}"#, true, None);
        reads(r#""responseElements":{"ConsoleLogin":"Success"}"#, false, None);
        reads(r#""responseElements":{"a":{"b":"Failure"}}"#, false, None);
        reads(r#""errorCode":"X","responseElements":{"Message":"Bad."}"#, true, Some("Bad."));
        reads(r#""errorCode":"X","responseElements":{"message":"bad."}"#, true, Some("bad."));
        let eks = "user is not authorized to perform: eks:ListClusters";
        reads(&format!(r#""responseElements":{{"Message":"{eks}"}}"#), true, Some(eks));
        reads(r#""responseElements":{"message":"queued"}"#, false, None);
        reads(r#""responseElements":"Failure""#, false, None);
    }

    #[test]
    fn codes_have_families() {
        for (code, expected) in [
            ("AccessDenied", "denied"),
            ("Client.UnauthorizedOperation", "denied"),
            ("VpceAccessDenied", "denied"),
            ("NotAuthorizedException", "denied"),
            ("ThrottlingException", "throttled"),
            ("Client.RequestLimitExceeded", "throttled"),
            ("NoSuchBucketPolicy", "not found"),
            ("ResourceNotFoundException", "not found"),
            ("Client.InvalidVpcID.NotFound", "not found"),
            ("ConflictException", "conflict"),
            ("EntityAlreadyExistsException", "conflict"),
            ("ValidationException", "validation"),
            ("BadRequestException", "validation"),
            ("InternalFailure", "other"),
        ] {
            assert_eq!(family(code), expected, "{code}");
        }
    }

    #[test]
    fn a_denial_names_its_resource() {
        let message = "User: arn:aws:iam::1:user/a is not authorized to perform: iam:ListUsers on resource: \
                       arn:aws:iam::1:user/ because no identity-based policy allows the iam:ListUsers action";
        assert_eq!(denied_resource(message), Some("arn:aws:iam::1:user/"));
        assert_eq!(denied_resource("Access Denied"), None);
        assert_eq!(denied_resource("x on resource: "), None);
    }
}

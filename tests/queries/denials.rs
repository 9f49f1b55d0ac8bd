//! What messages of denied calls say, read a second time with regular expressions.

use std::sync::LazyLock;

use regex::Regex;
use trailsift::record::field::OnDemand;

use crate::files::{answer, corpus, load};
use crate::sample_logs;

static ACTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|\s)is not authorized to perform:\s+([\w*-]+:[\w*-]+)[.,;]*(?:\s|$)(.*)$").unwrap()
});
static NONE_ALLOWS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:.*\S)? because no ([A-Za-z -]+ boundary|[A-Za-z -]+?)(?: policy)? allows the \S+ action\.?\s*$",
    )
    .unwrap()
});
static DENIES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:.*\S)? with an explicit deny in (?:an?|the) ([A-Za-z -]+ boundary|[A-Za-z -]+?)(?: policy)?(?:: (arn:\S+?))?(?: transitively through [A-Za-z -]+)?\.?\s*$").unwrap()
});

/// Action, kind of policy, effect and policy of a message.
pub(crate) fn parts(message: &str) -> [Option<String>; 4] {
    let message = message.split("Encoded authorization failure message:").next().unwrap_or_default().trim();
    let Some(found) = ACTION.captures(message) else {
        let endpoint = message.contains("denied due to a VPC endpoint policy");
        return [None, endpoint.then(|| "VPC endpoint".to_owned()), None, None];
    };
    let action = Some(found[1].to_owned());
    let rest = format!(" {}", &found[2]);
    if let Some(found) = NONE_ALLOWS.captures(&rest) {
        return [action, Some(found[1].to_owned()), Some("implicit".to_owned()), None];
    }
    if let Some(found) = DENIES.captures(&rest) {
        let by = found.get(2).map(|by| by.as_str().to_owned());
        return [action, Some(found[1].to_owned()), Some("explicit".to_owned()), by];
    }
    [action, None, None, None]
}

/// The columns of these parts.
pub(crate) const COLUMNS_OF_PARTS: [OnDemand; 4] =
    [OnDemand::DENIED_ACTION, OnDemand::DENIED_POLICY, OnDemand::DENY, OnDemand::DENIED_BY];

/// Counted in the sample logs by an independent program: denied calls, with an action, with a kind of policy. One call
/// has its message in responseElements.
#[test]
fn the_sample_incident_says_why_calls_were_denied() {
    let store = load(&[sample_logs().to_owned()], 1);
    let count = |filter: &str| answer(&store, filter).len();
    assert_eq!(
        [
            count("is:denied"),
            count("is:denied deniedAction:*"),
            count("is:denied deniedPolicy:*"),
            count("deny=explicit"),
            count("deny=implicit")
        ],
        [87, 84, 86, 19, 64]
    );
    assert_eq!(count("deniedPolicy:service"), 6);
    assert_eq!(count("is:denied !deniedAction:*"), count("deniedPolicy=\"VPC endpoint\""));
}

/// Counted in the real trails by an independent program.
#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn the_corpus_says_why_calls_were_denied() {
    let of = |folder: &str| {
        let store = load(&[corpus().join(folder)], 2);
        let count = |filter: &str| answer(&store, filter).len();
        let filters = ["is:denied", "is:denied deniedAction:*", "is:denied deniedPolicy:*"];
        filters.map(count)
    };
    assert_eq!(of("invictus-ir_aws_dataset"), [30, 8, 1]);
    assert_eq!(of("DataDog_stratus-red-team"), [33, 33, 31]);
}

//! Messages of denied calls and their parts.

use proptest::prelude::*;

use super::*;

const ALICE: &str = "arn:aws:iam::111122223333:user/alice";

/// The parts of a message as one text: action, resource, effect, policy and its ARN, marks.
#[track_caller]
fn parts(message: &str) -> String {
    let Some(denial) = Denial::read(message) else { return "nothing".to_owned() };
    let text = |part: Option<&str>| part.unwrap_or("-").to_owned();
    let effect = denial.effect.map_or("-", DenialEffect::name);
    let marks = [(denial.encoded, " encoded"), (denial.cut, " cut")];
    let marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
    let Denial { action, resource, policy, by, .. } = denial;
    format!("{} | {} | {effect} | {} | {}{marks}", text(action), text(resource), text(policy), text(by))
}

#[test]
fn messages_have_parts() {
    let user = format!("User: {ALICE} is not authorized to perform:");
    let table = [
        (
            "iam:ListUsers on resource: arn:aws:iam::1:user/ because no identity-based policy allows the iam:ListUsers action",
            "iam:ListUsers | arn:aws:iam::1:user/ | implicit | identity-based | -",
        ),
        (
            "s3:ListAllMyBuckets because no session policy allows the s3:ListAllMyBuckets action",
            "s3:ListAllMyBuckets | - | implicit | session | -",
        ),
        (
            "sts:AssumeRole on resource: arn:aws:iam::1:role/x because no role trust policy allows the sts:AssumeRole action",
            "sts:AssumeRole | arn:aws:iam::1:role/x | implicit | role trust | -",
        ),
        (
            "ec2:RunInstances on resource: * because no permissions boundary allows the ec2:RunInstances action.",
            "ec2:RunInstances | * | implicit | permissions boundary | -",
        ),
        (
            "s3:GetObject on resource: \"arn:aws:s3:::b/a key\" with an explicit deny in a resource-based policy",
            "s3:GetObject | arn:aws:s3:::b/a key | explicit | resource-based | -",
        ),
        (
            "kms:Decrypt on resource: arn:k with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-1/service_control_policy/p-1",
            "kms:Decrypt | arn:k | explicit | service control | arn:aws:organizations::1:policy/o-1/service_control_policy/p-1",
        ),
        (
            "kms:Decrypt on resource: arn:k with an explicit deny in the role trust policy",
            "kms:Decrypt | arn:k | explicit | role trust | -",
        ),
        ("iam:GetUser on resource: user alice", "iam:GetUser | user alice | - | - | -"),
        (
            "iam:GetUser on resource:  because no VPC endpoint policy allows the iam:GetUser action",
            "iam:GetUser | - | implicit | VPC endpoint | -",
        ),
        (
            "iam:GetPolicyVersion on resource: policy arn:aws:iam::aws:policy/X version v2",
            "iam:GetPolicyVersion | policy arn:aws:iam::aws:policy/X version v2 | - | - | -",
        ),
        (
            "sqs:SendMessage on the specified resource with an explicit deny in an identity-based policy transitively through a service control policy",
            "sqs:SendMessage | - | explicit | identity-based | -",
        ),
        ("apigateway:GET", "apigateway:GET | - | - | - | -"),
        ("iam:GetU...", "- | - | - | - | - cut"),
        ("iam:GetUser on resource: arn:x because no identity-ba...", "iam:GetUser | arn:x | - | - | - cut"),
    ];
    for (rest, expected) in table {
        let message = format!("{user} {rest}");
        assert_eq!(parts(&message), expected, "{message}");
        assert_eq!(Denial::read(&message).unwrap().who, Some(ALICE), "{message}");
        let leading = format!("You are not authorized to perform this operation. {message}");
        assert_eq!(parts(&leading), expected, "{leading}");
        if !rest.ends_with("...") {
            let encoded = format!("{leading}. Encoded authorization failure message: abcDEF-1_2");
            assert_eq!(parts(&encoded), format!("{expected} encoded"), "{encoded}");
        }
    }
}

#[test]
fn other_messages_have_few_parts_or_none() {
    for (message, expected) in [
        ("Access Denied", "nothing"),
        ("", "nothing"),
        ("IAM user access not activated", "nothing"),
        ("Cross-account pass role is not allowed.", "nothing"),
        ("User is not authorized to perform: eks:ListClusters", "eks:ListClusters | - | - | - | -"),
        ("The request was denied due to a VPC endpoint policy", "- | - | - | VPC endpoint | -"),
        (
            "You are not authorized to perform this operation. Encoded authorization failure message: x",
            "- | - | - | - | - encoded",
        ),
        ("User: x is not authorized to perform: something else", "- | - | - | - | -"),
    ] {
        assert_eq!(parts(message), expected, "{message}");
    }
}

/// The caller chooses the key of an object, and with it a part of the message.
#[test]
fn a_name_that_reads_like_a_reason_is_not_one() {
    let forged = "a with an explicit deny in a service control policy";
    let begin = "User: u is not authorized to perform: s3:GetObject on resource: ";
    let real = " because no identity-based policy allows the s3:GetObject action";
    let whole = format!("{begin}\"arn:aws:s3:::b/{forged}\"{real}");
    assert_eq!(
        parts(&whole),
        format!("s3:GetObject | arn:aws:s3:::b/{forged} | implicit | identity-based | -")
    );
    let quoted = format!("{begin}\"arn:aws:s3:::b/{forged}\"");
    assert_eq!(parts(&quoted), format!("s3:GetObject | arn:aws:s3:::b/{forged} | - | - | -"));
}

#[test]
fn a_long_message_without_a_reason_was_cut() {
    let name = "x".repeat(CUT_AT);
    let message =
        format!("User: u is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/{name}");
    let denial = Denial::read(&message).unwrap();
    assert!(denial.cut && denial.reason().contains("cut"), "{denial:?}");
}

#[test]
fn reasons_are_words() {
    let why = |rest: &str| {
        Denial::read(&format!("User: u is not authorized to perform: s3:GetObject{rest}")).unwrap().reason()
    };
    assert_eq!(why(""), "no reason given");
    assert_eq!(
        why(" with an explicit deny in a service control policy: arn:p"),
        "explicit deny in a service control policy: arn:p"
    );
    assert_eq!(
        why(" because no permissions boundary allows the s3:GetObject action"),
        "no permissions boundary allows it"
    );
}

proptest! {
    #[test]
    fn no_text_is_too_odd(start in "[ -~]{0,40}", end in "\\PC{0,80}") {
        for message in [format!("{start}{REFUSED}{end}"), format!("{REFUSED}{start} with an explicit deny in {end}"), end.clone()] {
            if let Some(denial) = Denial::read(&message) {
                for part in [denial.who, denial.action, denial.resource, denial.policy, denial.by].into_iter().flatten() {
                    prop_assert!(message.contains(part) || part == "VPC endpoint");
                }
                prop_assert!(!denial.reason().is_empty());
            }
        }
    }

    /// Messages are made from parts, and the same parts are read.
    #[test]
    fn parts_are_read_as_they_were_written(
        who in "arn:aws:iam::[0-9]{12}:user/[a-z]{1,9}",
        action in "[a-z0-9-]{1,9}:[A-Z][A-Za-z]{1,20}",
        resource in prop_oneof![Just("*".to_owned()), "arn:aws:s3:::[a-z]{3,9}/[a-zA-Z0-9 =+_-]{0,20}[a-z]"],
        kind in 0..KINDS.len(),
        explicit in any::<bool>(),
        by in proptest::option::of("arn:aws:iam::[0-9]{12}:policy/[a-z]{1,9}"),
        encoded in any::<bool>(),
    ) {
        let kind = KINDS[kind];
        let noun = policy_words(kind);
        let reason = match (explicit, &by) {
            (true, Some(by)) => format!("with an explicit deny in a {noun}: {by}"),
            (true, None) => format!("with an explicit deny in a {noun}"),
            (false, _) => format!("because no {noun} allows the {action} action"),
        };
        let blob = if encoded { ". Encoded authorization failure message: Zm9v" } else { "" };
        let message = format!("User: {who} is not authorized to perform: {action} on resource: {resource} {reason}{blob}");
        let effect = if explicit { DenialEffect::Explicit } else { DenialEffect::Implicit };
        let expected = Denial {
            who: Some(&who),
            action: Some(&action),
            resource: Some(&resource),
            effect: Some(effect),
            policy: Some(kind),
            by: by.as_deref().filter(|_| explicit),
            encoded,
            cut: false,
        };
        prop_assert_eq!(Denial::read(&message), Some(expected));
    }
}

const KINDS: [&str; 8] = [
    "identity-based",
    "resource-based",
    "permissions boundary",
    "session",
    "service control",
    "resource control",
    "VPC endpoint",
    "role trust",
];

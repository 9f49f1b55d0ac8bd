//! Published detonations of attack techniques, one by one: each leaves its change in the ledger, or its credential among
//! the live ones, or neither because the technique only reads, runs a command or was refused.

use crate::common::corpus;
use crate::{of_path, short};

/// File, lines of the ledger, roles of live credentials.
#[rustfmt::skip]
const DETONATIONS: &[(&str, &[&str], &[&str])] = &[
    // Takes a role, and is refused the passwords.
    ("credential-access.ec2-get-password-data", &[], &["stratus-red-team-ec2-get-password-data-role"; 2]),
    // Reads only.
    ("credential-access.secretsmanager-batch-retrieve-secrets", &[], &[]),
    ("credential-access.ssm-retrieve-securestring-parameters", &[], &[]),
    ("defense-evasion.cloudtrail-event-selectors",
        &["cloudtrail:PutEventSelectors stratus-red-team-ctes-trail-khlvciwdor stands"], &[]),
    ("defense-evasion.dns-delete-logs",
        &["route53resolver:DeleteResolverQueryLogConfig rqlc-4473f20ca554c07 stands"], &[]),
    ("defense-evasion.vpc-remove-flow-logs", &["ec2:DeleteFlowLogs fl-0e17aa62a21d4bbfe stands"], &[]),
    // Takes a role, and is refused the instances.
    ("execution.ec2-launch-unusual-instances", &[], &["stratus-red-team-ec2lui-role-idtzskbvtd"; 2]),
    // Runs a command on an instance.
    ("execution.ssm-send-command", &[], &[]),
    // Everybody, whatever the digits before the length of the network.
    ("exfiltration.ec2-security-group-open-port-22-ingress",
        &["ec2:AuthorizeSecurityGroupIngress sg-003dc7f1f1c686164 tcp 22 22 0.0.0.0/0 stands"], &[]),
    ("exfiltration.ec2-share-ebs-snapshot",
        &["ec2:ModifySnapshotAttribute snap-041993b54a9b3af6f 098797384747 stands"], &[]),
    ("impact.bedrock-invoke-model",
        &["bedrock:CreateFoundationModelAgreement anthropic.claude-3-sonnet-20240229-v1:0 stands"], &[]),
    // Sends a key that is valid for a minute.
    ("lateral-movement.ec2-instance-connect", &[], &[]),
    ("persistence.iam-backdoor-role", &["iam:UpdateAssumeRolePolicy stratus-red-team-backdoor-r-role stands"], &[]),
    ("persistence.iam-create-admin-user", &[
        "iam:AttachUserPolicy malicious-iam-user arn:aws:iam::aws:policy/AdministratorAccess stands",
        "iam:CreateAccessKey malicious-iam-user AKIA943D8128AEXAMPLE stands",
        "iam:CreateUser malicious-iam-user stands",
    ], &[]),
    ("persistence.iam-create-user-login-profile",
        &["iam:CreateLoginProfile stratus-red-team-login-profile-user stands"], &[]),
    ("persistence.lambda-layer-extension", &["lambda:UpdateFunctionConfiguration \
        arn:aws:lambda:eugov-eastcentral-1r:712967571683:function:stratus-red-team-lambda-layer-simpleLambda stands"],
        &[]),
    ("persistence.rolesanywhere-create-trust-anchor", &[
        "rolesanywhere:CreateProfile 910042eb-8463-427d-8095-6fd60ac303d9 stands",
        "rolesanywhere:CreateTrustAnchor 4d07f6a0-1c50-44d3-951b-b68b783daa0a stands",
    ], &[]),
    ("privilege-escalation.iam-update-user-login-profile",
        &["iam:UpdateLoginProfile stratus-red-team-update-login-profile-user stands"], &[]),
];

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn detonations_of_the_corpus_are_in_the_ledger_one_by_one() {
    let folder = corpus().join("DataDog_stratus-red-team/docs/detonation-logs");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), DETONATIONS.len());
    for (name, lines, roles) in DETONATIONS {
        let path = folder.join(format!("aws.{name}.json"));
        let (_, ledger) = of_path(path.to_str().unwrap());
        let mut found: Vec<String> = ledger.lines.iter().map(short).collect();
        found.sort();
        assert_eq!(found, *lines, "{name}");
        let taken: Vec<&str> =
            ledger.live.iter().map(|live| live.acts_as.split('/').nth(1).unwrap_or_default()).collect();
        assert_eq!(taken, *roles, "{name}");
    }
}

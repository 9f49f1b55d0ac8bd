//! The calls that write or remove policies: of what kind the policy is, where its document is, and what names
//! its owner. Paths begin with `req` (requestParameters) or `res` (responseElements).

use super::opens::PolicyKind;

/// One call.
#[derive(Debug)]
pub(super) struct PolicyPlace {
    /// The service and the event name, without an API date.
    pub(super) call: (&'static str, &'static str),
    pub(super) kind: PolicyKind,
    /// Where the document is; the first that is there counts. Without one, the call removes the policy.
    pub(super) documents: &'static [&'static str],
    /// What the policy belongs to: policies of the same family and names are versions of each other. Without
    /// names, it has no versions.
    pub(super) family: &'static str,
    pub(super) owner: &'static [&'static str],
}

const fn place(
    call: (&'static str, &'static str),
    kind: PolicyKind,
    documents: &'static [&'static str],
    family: &'static str,
    owner: &'static [&'static str],
) -> PolicyPlace {
    PolicyPlace { call, kind, documents, family, owner }
}

use PolicyKind::{Identity, Organization, Resource, Session, Trust};

const DOCUMENT: &[&str] = &["req.policyDocument"];
const POLICY: &[&str] = &["req.policy"];
const NONE: &[&str] = &[];

/// Calls by service and name.
pub(super) const PLACES: &[PolicyPlace] = &[
    place(
        ("iam", "PutUserPolicy"),
        Identity,
        DOCUMENT,
        "inline policy of user",
        &["req.userName", "req.policyName"],
    ),
    place(
        ("iam", "DeleteUserPolicy"),
        Identity,
        NONE,
        "inline policy of user",
        &["req.userName", "req.policyName"],
    ),
    place(
        ("iam", "PutRolePolicy"),
        Identity,
        DOCUMENT,
        "inline policy of role",
        &["req.roleName", "req.policyName"],
    ),
    place(
        ("iam", "DeleteRolePolicy"),
        Identity,
        NONE,
        "inline policy of role",
        &["req.roleName", "req.policyName"],
    ),
    place(
        ("iam", "PutGroupPolicy"),
        Identity,
        DOCUMENT,
        "inline policy of group",
        &["req.groupName", "req.policyName"],
    ),
    place(
        ("iam", "DeleteGroupPolicy"),
        Identity,
        NONE,
        "inline policy of group",
        &["req.groupName", "req.policyName"],
    ),
    place(("iam", "CreatePolicy"), Identity, DOCUMENT, "managed policy", &["res.policy.arn"]),
    place(("iam", "CreatePolicyVersion"), Identity, DOCUMENT, "managed policy", &["req.policyArn"]),
    place(("iam", "DeletePolicy"), Identity, NONE, "managed policy", &["req.policyArn"]),
    place(
        ("iam", "CreateRole"),
        Trust,
        &["req.assumeRolePolicyDocument", "res.role.assumeRolePolicyDocument"],
        "trust policy of role",
        &["req.roleName"],
    ),
    place(("iam", "UpdateAssumeRolePolicy"), Trust, DOCUMENT, "trust policy of role", &["req.roleName"]),
    place(("iam", "DeleteRole"), Trust, NONE, "trust policy of role", &["req.roleName"]),
    place(("sts", "AssumeRole"), Session, POLICY, "session", NONE),
    place(("sts", "AssumeRoleWithSAML"), Session, POLICY, "session", NONE),
    place(("sts", "AssumeRoleWithWebIdentity"), Session, POLICY, "session", NONE),
    place(("sts", "GetFederationToken"), Session, POLICY, "session", NONE),
    place(
        ("s3", "PutBucketPolicy"),
        Resource,
        &["req.bucketPolicy"],
        "policy of bucket",
        &["req.bucketName"],
    ),
    place(("s3", "DeleteBucketPolicy"), Resource, NONE, "policy of bucket", &["req.bucketName"]),
    place(("s3", "DeleteBucket"), Resource, NONE, "policy of bucket", &["req.bucketName"]),
    place(("kms", "CreateKey"), Resource, POLICY, "policy of key", &["res.keyMetadata.keyId"]),
    place(("kms", "PutKeyPolicy"), Resource, POLICY, "policy of key", &["req.keyId"]),
    place(
        ("secretsmanager", "PutResourcePolicy"),
        Resource,
        &["req.resourcePolicy"],
        "policy of secret",
        &["req.secretId"],
    ),
    place(("secretsmanager", "DeleteResourcePolicy"), Resource, NONE, "policy of secret", &["req.secretId"]),
    place(
        ("sns", "SetTopicAttributes"),
        Resource,
        &["req.attributeValue"],
        "policy of topic",
        &["req.topicArn"],
    ),
    place(("sns", "CreateTopic"), Resource, &["req.attributes.policy"], "policy of topic", &["res.topicArn"]),
    place(
        ("sqs", "SetQueueAttributes"),
        Resource,
        &["req.attributes.policy"],
        "policy of queue",
        &["req.queueUrl"],
    ),
    place(("sqs", "CreateQueue"), Resource, &["req.attributes.policy"], "policy of queue", &["res.queueUrl"]),
    place(
        ("ecr", "SetRepositoryPolicy"),
        Resource,
        &["req.policyText"],
        "policy of repository",
        &["req.repositoryName"],
    ),
    place(("ecr", "DeleteRepositoryPolicy"), Resource, NONE, "policy of repository", &["req.repositoryName"]),
    place(
        ("organizations", "CreatePolicy"),
        Organization,
        &["req.content"],
        "organization policy",
        &["res.policy.policySummary.id"],
    ),
    place(
        ("organizations", "UpdatePolicy"),
        Organization,
        &["req.content"],
        "organization policy",
        &["req.policyId"],
    ),
    place(("organizations", "DeletePolicy"), Organization, NONE, "organization policy", &["req.policyId"]),
    place(
        ("sso", "PutInlinePolicyToPermissionSet"),
        Identity,
        &["req.inlinePolicy"],
        "inline policy of permission set",
        &["req.permissionSetArn"],
    ),
    place(
        ("sso", "DeleteInlinePolicyFromPermissionSet"),
        Identity,
        NONE,
        "inline policy of permission set",
        &["req.permissionSetArn"],
    ),
    place(("lambda", "AddPermission"), Resource, &["res.statement"], "permission of function", NONE),
    place(
        ("elasticfilesystem", "PutFileSystemPolicy"),
        Resource,
        POLICY,
        "policy of file system",
        &["req.fileSystemId"],
    ),
    place(
        ("backup", "PutBackupVaultAccessPolicy"),
        Resource,
        POLICY,
        "policy of backup vault",
        &["req.backupVaultName"],
    ),
];

/// The calls that attach a managed policy, and where its ARN is.
pub(super) const ATTACHING: [((&str, &str), &str); 4] = [
    (("iam", "AttachUserPolicy"), "req.policyArn"),
    (("iam", "AttachRolePolicy"), "req.policyArn"),
    (("iam", "AttachGroupPolicy"), "req.policyArn"),
    (("sso", "AttachManagedPolicyToPermissionSet"), "req.managedPolicyArn"),
];

//! Where documents are in calls, what is kept of broken ones, and how versions differ.

use super::*;

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn documents_are_found_in_every_call_and_form() {
    let admin = document(&json!([{"Effect": "Allow", "Action": "*", "Resource": "*"}]));
    let anyone = document(&json!({"Effect": "Allow", "Principal": "*", "Action": "x:y", "Resource": "r"}));
    let (text, url) = (admin.to_string(), url_encoded(&admin.to_string()));
    let open = anyone.to_string();
    for (call, request, response, owner, opens) in [
        (
            "iam:PutUserPolicy",
            json!({"userName": "a", "policyName": "p", "policyDocument": text}),
            json!(null),
            "inline policy of user: a, p",
            "admin",
        ),
        (
            "iam:PutRolePolicy",
            json!({"roleName": "a", "policyName": "p", "policyDocument": url}),
            json!(null),
            "inline policy of role: a, p",
            "admin",
        ),
        (
            "iam:CreatePolicyVersion",
            json!({"policyArn": "arn:p", "policyDocument": text}),
            json!(null),
            "managed policy: arn:p",
            "admin",
        ),
        (
            "iam:CreatePolicy",
            json!({"policyDocument": text}),
            json!({"policy": {"arn": "arn:p"}}),
            "managed policy: arn:p",
            "admin",
        ),
        (
            "iam:CreateRole",
            json!({"roleName": "r", "assumeRolePolicyDocument": open}),
            json!(null),
            "trust policy of role: r",
            "anyone",
        ),
        (
            "s3:PutBucketPolicy",
            json!({"bucketName": "b", "bucketPolicy": anyone}),
            json!(null),
            "policy of bucket: b",
            "anyone",
        ),
        (
            "kms:PutKeyPolicy",
            json!({"keyId": "arn:aws:kms:x:1:key/k-1", "policy": open}),
            json!(null),
            "policy of key: k-1",
            "anyone",
        ),
        (
            "kms:CreateKey",
            json!({"policy": open}),
            json!({"keyMetadata": {"keyId": "k-1"}}),
            "policy of key: k-1",
            "anyone",
        ),
        (
            "secretsmanager:PutResourcePolicy",
            json!({"secretId": "s", "resourcePolicy": open}),
            json!(null),
            "policy of secret: s",
            "anyone",
        ),
        (
            "sns:SetTopicAttributes",
            json!({"topicArn": "t", "attributeName": "Policy", "attributeValue": open}),
            json!(null),
            "policy of topic: t",
            "anyone",
        ),
        (
            "sqs:SetQueueAttributes",
            json!({"queueUrl": "q", "attributes": {"Policy": open}}),
            json!(null),
            "policy of queue: q",
            "anyone",
        ),
        (
            "ecr:SetRepositoryPolicy",
            json!({"repositoryName": "e", "policyText": open}),
            json!(null),
            "policy of repository: e",
            "anyone",
        ),
        (
            "organizations:UpdatePolicy",
            json!({"policyId": "p-1", "content": text}),
            json!(null),
            "organization policy: p-1",
            "",
        ),
        (
            "sso:PutInlinePolicyToPermissionSet",
            json!({"permissionSetArn": "s", "inlinePolicy": text}),
            json!(null),
            "inline policy of permission set: s",
            "admin",
        ),
        ("sts:AssumeRole", json!({"roleArn": "r", "policy": text}), json!(null), "none", ""),
        (
            "lambda:AddPermission20150331v2",
            json!({"functionName": "f", "principal": "*", "action": "lambda:InvokeFunctionUrl"}),
            json!(null),
            "none",
            "anyone",
        ),
        (
            "lambda:AddPermission20150331v2",
            json!({}),
            json!({"statement": "{\"Sid\":\"x\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"s3.amazonaws.com\"},\"Action\":\"lambda:InvokeFunction\",\"Resource\":\"arn:f\"}"}),
            "none",
            "",
        ),
        (
            "iam:AttachUserPolicy",
            json!({"userName": "a", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}),
            json!(null),
            "none",
            "admin",
        ),
    ] {
        let found = read(&record(call, &request, &response)).unwrap_or_else(|| panic!("{call}"));
        let named = found.owner.as_ref().map(|owner| format!("{}: {}", owner.family, owner.names.join(", ")));
        assert_eq!(named.as_deref().unwrap_or("none"), owner, "{call}");
        assert_eq!(names(&found.opens()), opens, "{call}");
        let statements = found.document.as_ref().map_or(1, |document| document.statements.len());
        assert!(statements == 1 && found.document.is_none_or(|document| document.is_json), "{call}");
    }
}

#[test]
fn other_calls_have_no_policy_and_failed_ones_open_nothing() {
    assert!(read(&record("iam:CreateUser", &json!({"userName": "a"}), &json!(null))).is_none());
    assert!(read(&record("sts:AssumeRole", &json!({"roleArn": "r"}), &json!(null))).is_none());
    let display = json!({"topicArn": "t", "attributeName": "DisplayName", "attributeValue": "{}"});
    assert!(read(&record("sns:SetTopicAttributes", &display, &json!(null))).is_none());
    let removed = read(&record("s3:DeleteBucketPolicy", &json!({"bucketName": "b"}), &json!(null))).unwrap();
    assert!(removed.removes() && removed.opens().is_empty());
    let open = json!({"bucketName": "b", "bucketPolicy": document(&json!({"Effect": "Allow", "Principal": "*", "Action": "s3:*"}))});
    let failed = record("s3:PutBucketPolicy", &open, &json!(null)).replacen(
        '{',
        "{\"errorCode\":\"AccessDenied\",",
        1,
    );
    let failed = read(&failed).unwrap();
    assert!(failed.failed && failed.opens().is_empty() && failed.document.is_some());
}

#[test]
fn broken_documents_keep_what_can_be_read() {
    for (text, statements) in [
        ("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\"},{\"Effect\":", 0),
        ("{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\"},\"x\":", 1),
        ("not json", 0),
        ("", 0),
    ] {
        let found = Document::read(serde_json::to_string(text).unwrap().as_bytes());
        assert_eq!((found.is_json, found.statements.len()), (false, statements), "{text}");
        assert_eq!(found.text, text);
    }
}

#[test]
fn versions_are_compared_as_sets_of_statements() {
    let of = |statements: Value| Document::read(document(&statements).to_string().as_bytes());
    let a = json!({"Sid": "1", "Effect": "Allow", "Action": ["s3:Get*", "s3:List*"], "Resource": "*"});
    let same = json!({"Sid": "2", "Resource": ["*"], "Effect": "Allow", "Action": ["s3:List*", "s3:Get*"]});
    let b = json!({"Effect": "Deny", "Action": "iam:*", "Resource": "*"});
    let c = json!({"Effect": "Allow", "Action": "*", "Resource": "*"});
    let found = difference(&of(json!([a, b])), &of(json!([c, same])));
    let words = |statements: &[crate::record::policy::statement::Statement]| {
        statements.iter().map(|statement| statement.words(None)).collect::<Vec<_>>().join(" | ")
    };
    assert_eq!(found.kept, 1);
    assert_eq!(words(&found.added), "allows every action on every resource");
    assert_eq!(words(&found.removed), "denies iam:* on every resource");
    let none = difference(&of(json!([a, b])), &of(json!([b, same])));
    assert_eq!((none.kept, none.added.len(), none.removed.len()), (2, 0, 0));
}

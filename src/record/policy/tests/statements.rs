//! Statements in words, and what they open.

use super::*;

#[test]
fn identity_policies_in_words() {
    let says =
        |statement: Value, words: &str, opens: &str| says(PolicyKind::Identity, &statement, words, opens);
    says(
        json!({"Effect": "Allow", "Action": "*", "Resource": "*"}),
        "allows every action on every resource",
        "admin",
    );
    says(
        json!({"Effect": "Allow", "Action": ["iam:*", "s3:GetObject"], "Resource": ["*"]}),
        "allows iam:*, s3:GetObject on every resource",
        "wide",
    );
    says(
        json!({"Effect": "Deny", "Action": "*", "Resource": "*"}),
        "denies every action on every resource",
        "",
    );
    says(
        json!({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}),
        "allows every action but iam:* on every resource",
        "not",
    );
    says(
        json!({"Effect": "allow", "action": "s3:Get*", "resource": "arn:aws:s3:::b/*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": ["a", "b"]}, "BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}}),
        "allows s3:Get* on arn:aws:s3:::b/*, if aws:MultiFactorAuthPresent is true or absent and aws:PrincipalTag/team is a or b",
        "",
    );
    says(
        json!({"Effect": "Maybe", "Action": "s3:Get*", "Extra": {"a": 1}}),
        "Effect Maybe: s3:Get*; also has Extra",
        "",
    );
    says(
        json!({"Action": ["a:b", "a:c", "a:d", "a:e", "a:f", "a:g"]}),
        "no Effect: a:b, a:c, a:d, a:e and 2 more",
        "",
    );
    says(json!("text"), "not a statement: \"text\"", "");
    says(
        json!({"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:x"}),
        "allows s3:* on every resource but arn:x",
        "not",
    );
}

#[test]
fn resource_and_trust_policies_in_words() {
    let resource =
        |statement: Value, words: &str, opens: &str| says(PolicyKind::Resource, &statement, words, opens);
    let get = |principal: Value, condition: Value| json!({"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": "arn:b/*", "Condition": condition});
    resource(get(json!("*"), json!({})), "anybody may s3:GetObject on arn:b/*", "anyone");
    resource(get(json!({"AWS": ["*"]}), json!({})), "anybody may s3:GetObject on arn:b/*", "anyone");
    resource(
        get(json!("*"), json!({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})),
        "anybody may s3:GetObject on arn:b/*, if aws:SourceIp is in 203.0.113.0/24",
        "anyone_if",
    );
    resource(
        get(json!("*"), json!({"IpAddress": {"aws:SourceIp": ["0.0.0.0/0"]}})),
        "anybody may s3:GetObject on arn:b/*, if aws:SourceIp is in 0.0.0.0/0",
        "anyone",
    );
    resource(
        get(json!({"AWS": ["arn:aws:iam::444455556666:root", "111122223333"]}), json!({})),
        "account 444455556666, this account (111122223333) may s3:GetObject on arn:b/*",
        "foreign",
    );
    resource(
        get(json!({"AWS": "AIDAEXAMPLEEXAMPLE77"}), json!({})),
        "AIDAEXAMPLEEXAMPLE77 (the ID of a user or role that may no longer exist) may s3:GetObject on arn:b/*",
        "",
    );
    resource(
        json!({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"}),
        "this account (111122223333) may kms:* on every resource",
        "",
    );
    resource(
        json!({"Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:user/a"}, "Action": "s3:*", "Resource": "*"}),
        "denies anybody but user/a s3:* on every resource",
        "",
    );
    let trust =
        |statement: Value, words: &str, opens: &str| says(PolicyKind::Trust, &statement, words, opens);
    let oidc = "arn:aws:iam::111122223333:oidc-provider/ci.example";
    let federated = |condition: Value| json!({"Effect": "Allow", "Principal": {"Federated": oidc}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": condition});
    trust(federated(json!({})), &format!("users of {oidc} may sts:AssumeRoleWithWebIdentity"), "federated");
    trust(
        federated(json!({"StringLike": {"ci.example:sub": "repo:x/*"}})),
        &format!("users of {oidc} may sts:AssumeRoleWithWebIdentity, if ci.example:sub is like repo:x/*"),
        "",
    );
    trust(
        json!({"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com", "AWS": "arn:aws:iam::444455556666:user/eve"}, "Action": "sts:AssumeRole"}),
        "user/eve of account 444455556666, ec2.amazonaws.com may sts:AssumeRole",
        "foreign",
    );
    says(
        PolicyKind::Session,
        &json!({"Effect": "Allow", "Action": "*", "Resource": "*"}),
        "allows every action on every resource",
        "",
    );
}

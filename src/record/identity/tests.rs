//! One table for every identity type, and the odd shapes in real trails.

use super::*;

/// Returns owned texts.
fn who(json: &str, console: bool, address: &str) -> Who<'static> {
    let identity = Identity::read(json.as_bytes());
    let who = identity.who(console, address);
    let [principal, label, session, person] =
        [who.principal, who.label, who.session, who.person].map(|text| text.into_owned().into());
    Who { principal, label, session, person, session_name: None }
}

#[track_caller]
fn acts(json: &str, principal: &str, label: &str) -> Who<'static> {
    let who = who(json, false, "192.0.2.7");
    assert_eq!((&*who.principal, &*who.label), (principal, label), "{json}");
    who
}

const SSO: &str = "AWSReservedSSO_AdministratorAccess_0123456789abcdef";

#[test]
fn root_and_users() {
    acts(
        r#"{"type":"Root","accountId":"111122223333","arn":"arn:aws:iam::111122223333:root"}"#,
        "111122223333:root",
        "root @ 111122223333",
    );
    acts(
        r#"{"type":"Root","accountId":"111122223333","userName":"larkspur"}"#,
        "111122223333:root",
        "root @ 111122223333 (larkspur)",
    );
    acts(r#"{"type":"Root"}"#, ":root", "root");
    let user = r#"{"type":"IAMUser","arn":"arn:aws:iam::1:user/ops/alice","userName":"alice","accessKeyId":"AKIAEXAMPLE"}"#;
    let who = acts(user, "arn:aws:iam::1:user/ops/alice", "alice");
    assert_eq!((&*who.session, &*who.person), ("", "arn:aws:iam::1:user/ops/alice"));
    acts(r#"{"type":"IAMUser","arn":"arn:aws:iam::1:user/bob"}"#, "arn:aws:iam::1:user/bob", "bob");
    acts(
        r#"{"type":"IAMUser","accountId":"1","userName":"alice","accessKeyId":""}"#,
        "1:user/alice",
        "alice",
    );
    acts(
        r#"{"type":"IAMUser","accountId":"1","userName":"HIDDEN_DUE_TO_SECURITY_REASONS"}"#,
        "1:hidden user from 192.0.2.7",
        "(hidden: bad user name)",
    );
    acts(
        r#"{"type":"IAMUser","arn":"arn:aws:iam::1:user/m","userName":"m","invokedBy":"apimanager.amazonaws.com"}"#,
        "arn:aws:iam::1:user/m",
        "m via apimanager",
    );
}

#[test]
fn roles() {
    let issuer =
        r#""sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::1:role/team/Deploy","userName":"Deploy"}}"#;
    let json = format!(
        r#"{{"type":"AssumedRole","principalId":"AROA1:ci-7","arn":"arn:aws:sts::1:assumed-role/Deploy/ci-7","accessKeyId":"ASIAEXAMPLE",{issuer}}}"#
    );
    let who = acts(&json, "arn:aws:iam::1:role/team/Deploy", "Deploy / ci-7");
    assert_eq!(who.session, "ASIAEXAMPLE");
    acts(
        r#"{"type":"AssumedRole","arn":"arn:aws:sts::1:assumed-role/Deploy/ci-7","sessionContext":{"sessionIssuer":{}}}"#,
        "arn:aws:iam::1:role/Deploy",
        "Deploy / ci-7",
    );
    acts(
        r#"{"type":"AssumedRole","arn":"arn:aws:iam::1:assumed-role/role_name"}"#,
        "arn:aws:iam::1:role/role_name",
        "role_name",
    );
    acts(
        r#"{"type":"AssumedRole","principalId":"AROA1:s","arn":"arn:aws:iam::1:role/x/Reader"}"#,
        "arn:aws:iam::1:role/x/Reader",
        "Reader / s",
    );
    let json = format!(
        r#"{{"type":"AssumedRole","principalId":"AROA1:eve@example.com","arn":"arn:aws:sts::1:assumed-role/{SSO}/eve@example.com"}}"#
    );
    let who =
        acts(&json, &format!("arn:aws:iam::1:role/{SSO}"), "AdministratorAccess (SSO) / eve@example.com");
    assert_eq!(who.person, "eve@example.com");
    acts(r#"{"type":"Role","arn":"arn:aws:iam::1:role/Reader"}"#, "arn:aws:iam::1:role/Reader", "Reader");
    acts(r#"{"type":"AssumedRole","principalId":"principal ID","arn":"ARN"}"#, "ARN", "ARN");
    acts(
        r#"{"type":"AssumedRole","arn":"a:assumed-role/A/s","sessionContext":{"sourceIdentity":null}}"#,
        "a:role/A",
        "A / s",
    );
    acts(r#"{"type":"AssumedRole"}"#, "AssumedRole", "(AssumedRole)");
    acts(
        r#"{"type":"AssumedRole","arn":"arn:aws:sts::1:assumed-role/A/s","sessionContext":{"sourceIdentity":"dana"}}"#,
        "arn:aws:iam::1:role/A",
        "dana (A / s)",
    );
}

#[test]
fn services_accounts_and_providers() {
    acts(
        r#"{"type":"AWSService","invokedBy":"config.amazonaws.com"}"#,
        "service:config.amazonaws.com",
        "config",
    );
    acts(r#"{"invokedBy":"ec2.amazonaws.com","accountId":"1"}"#, "service:ec2.amazonaws.com", "ec2");
    acts(r#"{"accountId":"1"}"#, "account:1", "account 1");
    acts(
        r#"{"type":"AWSAccount","accountId":"1","principalId":"AIDAX"}"#,
        "account:1:AIDAX",
        "account 1 AIDAX",
    );
    acts(
        r#"{"type":"FederatedUser","arn":"arn:aws:sts::1:federated-user/eve","sessionContext":{"sessionIssuer":{"userName":"alice"}}}"#,
        "arn:aws:sts::1:federated-user/eve",
        "eve (fed. by alice)",
    );
    acts(r#"{"type":"SAMLUser","userName":"eve","identityProvider":"Q="}"#, "saml:Q=:eve", "eve");
    acts(
        r#"{"type":"WebIdentityUser","userName":"repo:a/b","identityProvider":"gh"}"#,
        "oidc:gh:repo:a/b",
        "repo:a/b",
    );
    let idc = r#"{"type":"IdentityCenterUser","accountId":"1","onBehalfOf":{"userId":"12345678-aaaa","identityStoreArn":"arn:s"},"credentialId":"c-1"}"#;
    let who = acts(idc, "idc:arn:s#12345678-aaaa", "IdC user 12345678");
    assert_eq!((&*who.session, &*who.person), ("c-1", "12345678-aaaa"));
    acts(r#"{"type":"Directory","principalId":"d-1:x","userName":"x"}"#, "d-1:x", "x");
    acts(r#"{"accountId":"1","principalId":"p"}"#, "p", "p");
}

#[test]
fn the_unknown_is_never_nothing() {
    acts(r#"{"type":"Unknown","arn":"","userName":"guest"}"#, "guest", "guest");
    acts(r#"{"type":"Unknown","principalId":"Anonymous"}"#, "Anonymous", "Anonymous");
    acts(r#"{"type":"QuantumUser","arn":"arn:q"}"#, "arn:q", "arn:q (QuantumUser)");
    acts(r#"{"type":"QuantumUser"}"#, "QuantumUser", "(QuantumUser)");
    acts("{}", "", NOBODY);
    acts("\"alice\"", "alice", "alice");
    acts("7", "7", "7");
}

#[test]
fn console_sessions_hold_together() {
    let context = r#""sessionContext":{"attributes":{"creationDate":"2026-03-02T08:00:00Z"}}"#;
    let one = format!(r#"{{"type":"IAMUser","principalId":"AIDA1","accessKeyId":"ASIA1",{context}}}"#);
    let two = format!(r#"{{"type":"IAMUser","principalId":"AIDA1","accessKeyId":"ASIA2",{context}}}"#);
    let session = |json: &str, console| who(json, console, "").session;
    assert_eq!(session(&one, true), session(&two, true));
    assert_ne!(session(&one, false), session(&two, false));
    let signed_in =
        r#"{"type":"IAMUser","accessKeyId":"ASIA1","sessionContext":{"signInSessionArn":"arn:s"}}"#;
    assert_eq!(session(signed_in, false), "arn:s");
}

/// Everybody who used an administrator role was shown as one person.
#[test]
fn sessions_of_one_role_are_apart_where_their_names_read_as_names() {
    let person = |name: &str| {
        let json = format!(
            r#"{{"type":"AssumedRole","principalId":"AROA1:{name}","arn":"arn:aws:sts::1:assumed-role/Ops/{name}"}}"#
        );
        let identity = Identity::read(json.as_bytes());
        assert_eq!(identity.session_name(), Some(name));
        identity.who(false, "").person.into_owned()
    };
    assert_eq!(person("nora"), "arn:aws:iam::1:role/Ops / nora");
    assert_eq!(person("nora.lind"), "arn:aws:iam::1:role/Ops / nora.lind");
    assert_eq!(person("lind@example.com"), "lind@example.com");
    for name in ["botocore-session-1790000000", "i-0a1b2c3d4e5f60718", "ci-7", "1790000000", "AutoScaling"] {
        assert_eq!(person(name), "arn:aws:iam::1:role/Ops", "{name}");
    }
}

#[test]
fn only_role_sessions_have_a_session_name() {
    let name = |json: &str| Identity::read(json.as_bytes()).session_name().map(str::to_owned);
    let named = |json: &str, expected: &str| assert_eq!(name(json).as_deref(), Some(expected), "{json}");
    named(r#"{"type":"AssumedRole","principalId":"AROA1:nora"}"#, "nora");
    named(r#"{"type":"AssumedRole","principalId":"AROA1:a","arn":"arn:aws:sts::1:assumed-role/Ops/b"}"#, "b");
    named(r#"{"type":"AssumedRole","principalId":"AROA1:a","arn":"arn:aws:sts::1:assumed-role/Ops/"}"#, "a");
    named(r#"{"arn":"arn:aws-cn:sts::1:assumed-role/Ops/nora"}"#, "nora");
    for json in [
        r#"{"type":"IAMUser","principalId":"AIDA1","arn":"arn:aws:iam::1:user/nora"}"#,
        r#"{"type":"FederatedUser","principalId":"1:nora","arn":"arn:aws:sts::1:federated-user/nora"}"#,
        r#"{"type":"WebIdentityUser","principalId":"example.com:app:nora"}"#,
        r#"{"type":"AssumedRole","principalId":"AROA1:"}"#,
        r#"{"type":"AssumedRole","principalId":"AROA1"}"#,
    ] {
        assert_eq!(name(json), None, "{json}");
    }
}

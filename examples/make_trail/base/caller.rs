//! Who makes a call: the `userIdentity` block, and the address, agent and account that go with it.

use super::clock;
use super::json::{Object, pairs};
use super::rng::{Rng, hash_text};

/// One kind of caller at one address. `identity` may hold `$key`: console sessions get a new key with every call.
#[derive(Clone)]
pub(crate) struct Caller {
    /// Account whose trail records the call.
    pub(crate) account: String,
    pub(crate) arn: String,
    pub(crate) identity: String,
    pub(crate) ip: String,
    pub(crate) agent: String,
    pub(crate) from_console: bool,
    /// Called by the client itself, so that the record has `tlsDetails`.
    pub(crate) direct: bool,
}

/// What a set of temporary credentials knows about itself.
#[derive(Clone)]
pub(crate) struct Session<'a> {
    pub(crate) name: &'a str,
    pub(crate) key: &'a str,
    pub(crate) created: i64,
    pub(crate) mfa: bool,
}

/// The id of a role or user depends on its account and name only, so every file agrees on it.
pub(crate) fn principal_id(prefix: &str, account: &str, name: &str) -> String {
    Rng::new(hash_text(&format!("{prefix}/{account}/{name}"))).principal(prefix)
}

fn attributes(created: i64, mfa: bool) -> String {
    pairs(&[("creationDate", &clock::iso(created)), ("mfaAuthenticated", if mfa { "true" } else { "false" })])
}

fn session_context(issuer: &str, session: &Session<'_>) -> Object {
    Object::new()
        .raw("sessionIssuer", issuer)
        .raw("webIdFederationData", "{}")
        .raw("attributes", &attributes(session.created, session.mfa))
}

impl Caller {
    fn new(account: &str, arn: &str, identity: String) -> Self {
        Self {
            account: account.to_owned(),
            arn: arn.to_owned(),
            identity,
            ip: String::new(),
            agent: String::new(),
            from_console: false,
            direct: true,
        }
    }

    pub(crate) fn from(mut self, ip: &str, agent: &str) -> Self {
        ip.clone_into(&mut self.ip);
        agent.clone_into(&mut self.agent);
        self
    }

    /// Returns the same caller in the web console.
    pub(crate) fn in_console(mut self) -> Self {
        self.from_console = true;
        self
    }

    /// Returns the same caller, seen by a service that was called on its behalf.
    pub(crate) fn through(&self, service: &str) -> Self {
        let mut caller = self.clone();
        let host = format!("{service}.amazonaws.com");
        if let Some(open) = caller.identity.strip_suffix('}') {
            caller.identity = format!("{open},\"invokedBy\":\"{host}\"}}");
        }
        caller.direct = false;
        caller.from_console = false;
        caller.from(&host, &host)
    }

    /// An IAM user with a long-term key.
    pub(crate) fn user(account: &str, name: &str, key: &str) -> Self {
        let arn = format!("arn:aws:iam::{account}:user/{name}");
        let identity =
            Self::user_fields(account, name, &arn).text("accessKeyId", key).text("userName", name).end();
        Self::new(account, &arn, identity)
    }

    /// An IAM user who signed in to the console with a password.
    pub(crate) fn signed_in_user(account: &str, name: &str, created: i64, mfa: bool) -> Self {
        let arn = format!("arn:aws:iam::{account}:user/{name}");
        let session = Session { name, key: "$key", created, mfa };
        let identity = Self::user_fields(account, name, &arn)
            .text("accessKeyId", session.key)
            .text("userName", name)
            .raw("sessionContext", &session_context("{}", &session).end())
            .end();
        Self::new(account, &arn, identity).in_console()
    }

    fn user_fields(account: &str, name: &str, arn: &str) -> Object {
        Object::new()
            .text("type", "IAMUser")
            .text("principalId", &principal_id("AIDA", account, name))
            .text("arn", arn)
            .text("accountId", account)
    }

    /// An IAM user on the sign-in page: no key yet.
    pub(crate) fn user_at_sign_in(account: &str, name: &str) -> Self {
        let arn = format!("arn:aws:iam::{account}:user/{name}");
        let identity = Self::user_fields(account, name, &arn).text("userName", name).end();
        Self::new(account, &arn, identity)
    }

    /// A role session; `path` is the role's path, `/` for most.
    pub(crate) fn role(account: &str, path: &str, role: &str, session: &Session<'_>) -> Self {
        Self::role_with(account, path, role, session, None)
    }

    /// The session of a role that an EC2 instance got from its metadata service.
    pub(crate) fn instance_role(account: &str, role: &str, session: &Session<'_>) -> Self {
        Self::role_with(account, "/", role, session, Some("2.0"))
    }

    fn role_with(
        account: &str,
        path: &str,
        role: &str,
        session: &Session<'_>,
        delivery: Option<&str>,
    ) -> Self {
        let id = principal_id("AROA", account, role);
        let arn = format!("arn:aws:sts::{account}:assumed-role/{role}/{}", session.name);
        let issuer = pairs(&[
            ("type", "Role"),
            ("principalId", &id),
            ("arn", &format!("arn:aws:iam::{account}:role{path}{role}")),
            ("accountId", account),
            ("userName", role),
        ]);
        let context = session_context(&issuer, session).maybe_text("ec2RoleDelivery", delivery);
        let identity = Object::new()
            .text("type", "AssumedRole")
            .text("principalId", &format!("{id}:{}", session.name))
            .text("arn", &arn)
            .text("accountId", account)
            .text("accessKeyId", session.key)
            .raw("sessionContext", &context.end())
            .end();
        Self::new(account, &arn, identity)
    }

    /// The root user in the console.
    pub(crate) fn root(account: &str, created: i64) -> Self {
        let arn = format!("arn:aws:iam::{account}:root");
        let session = Session { name: "root", key: "$key", created, mfa: true };
        let identity = Object::new()
            .text("type", "Root")
            .text("principalId", account)
            .text("arn", &arn)
            .text("accountId", account)
            .text("accessKeyId", session.key)
            .raw("sessionContext", &session_context("{}", &session).end())
            .end();
        Self::new(account, &arn, identity).in_console()
    }

    /// The root user on the sign-in page.
    pub(crate) fn root_at_sign_in(account: &str) -> Self {
        let arn = format!("arn:aws:iam::{account}:root");
        let identity = pairs(&[
            ("type", "Root"),
            ("principalId", account),
            ("arn", &arn),
            ("accountId", account),
            ("accessKeyId", ""),
        ]);
        Self::new(account, &arn, identity)
    }

    /// An AWS service acting for itself.
    pub(crate) fn service(account: &str, service: &str) -> Self {
        let host = format!("{service}.amazonaws.com");
        let identity = pairs(&[("type", "AWSService"), ("invokedBy", &host)]);
        let mut caller = Self::new(account, &host, identity).from(&host, &host);
        caller.direct = false;
        caller
    }

    /// A caller from another account, as the called account's trail names it.
    pub(crate) fn foreign(account: &str, home: &str, principal: &str) -> Self {
        let identity = pairs(&[("type", "AWSAccount"), ("principalId", principal), ("accountId", home)]);
        Self::new(account, principal, identity)
    }

    /// A build job that shows a token of its build service.
    pub(crate) fn build_job(account: &str, audience: &str, subject: &str) -> Self {
        let provider = format!("arn:aws:iam::{account}:oidc-provider/token.actions.githubusercontent.com");
        let identity = pairs(&[
            ("type", "WebIdentityUser"),
            ("principalId", &format!("{provider}:{audience}:{subject}")),
            ("userName", subject),
            ("identityProvider", &provider),
        ]);
        Self::new(account, subject, identity)
    }

    /// A person whom IAM Identity Center lets in.
    pub(crate) fn saml(account: &str, mail: &str) -> Self {
        let provider = "AWSSSO_7c1e0d94b2a6f358_DO_NOT_DELETE";
        let identity = pairs(&[
            ("type", "SAMLUser"),
            ("principalId", &format!("Q9hV2sLkTd0=:{mail}")),
            ("userName", mail),
            ("identityProvider", &format!("arn:aws:iam::{account}:saml-provider/{provider}")),
        ]);
        Self::new(account, mail, identity)
    }

    /// A caller whose identity is given as JSON.
    pub(crate) fn other(account: &str, arn: &str, identity: String) -> Self {
        Self::new(account, arn, identity)
    }
}

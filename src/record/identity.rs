//! `userIdentity` → who acted, for every identity type.
//!
//! [`Identity::read`] takes the element apart; [`Identity::who`] is the one place that decides the principal (the key
//! for grouping), its label (what a person reads), the session and the person behind it. An empty string counts as
//! missing everywhere. Fields and types: AWS's "CloudTrail userIdentity element"; odd shapes: real trails.

use std::borrow::Cow;

use super::read::{is_present, member_text, text_of};
use crate::json::members::{member, members};

type Text<'a> = Option<Cow<'a, str>>;

/// The members of `userIdentity` that tell who acted, decoded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "AWS's names in snake case")]
pub struct Identity<'a> {
    pub kind: Text<'a>,
    pub principal_id: Text<'a>,
    pub arn: Text<'a>,
    pub account_id: Text<'a>,
    pub access_key_id: Text<'a>,
    pub user_name: Text<'a>,
    pub invoked_by: Text<'a>,
    pub identity_provider: Text<'a>,
    pub credential_id: Text<'a>,
    pub on_behalf_of_user: Text<'a>,
    pub on_behalf_of_store: Text<'a>,
    pub creation_date: Text<'a>,
    pub mfa_authenticated: Text<'a>,
    pub issuer_arn: Text<'a>,
    pub issuer_user_name: Text<'a>,
    pub source_identity: Text<'a>,
    pub sign_in_session: Text<'a>,
    pub from_console: bool,
    /// The whole element, when it is not an object.
    pub odd: Text<'a>,
}

/// Who acted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Who {
    /// Key for "group by principal"; empty only when the record names nobody.
    pub principal: String,
    /// What a person reads.
    pub label: String,
    /// Key for "everything in this session"; empty where no session is known.
    pub session: String,
    /// The human, where the record tells, else the principal.
    pub person: String,
}

/// CloudTrail writes this in place of a user name that may have been a mistyped password.
pub const HIDDEN_USER: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";

/// The label where a record names nobody.
pub const NOBODY: &str = "(no identity)";

impl<'a> Identity<'a> {
    /// Reads the element from its JSON.
    pub fn read(raw: &'a [u8]) -> Self {
        let mut identity = Self::default();
        if raw.first() != Some(&b'{') {
            identity.odd = Some(raw).filter(|raw| is_present(raw)).map(text_of);
            return identity;
        }
        for (key, value) in members(raw) {
            let text = || Some(value).filter(|value| is_present(value)).map(text_of);
            match key {
                b"type" => identity.kind = text(),
                b"principalId" => identity.principal_id = text(),
                b"arn" => identity.arn = text(),
                b"accountId" => identity.account_id = text(),
                b"accessKeyId" => identity.access_key_id = text(),
                b"userName" => identity.user_name = text(),
                b"invokedBy" => identity.invoked_by = invoked_by(value),
                b"identityProvider" => identity.identity_provider = text(),
                b"credentialId" => identity.credential_id = text(),
                b"onBehalfOf" => {
                    identity.on_behalf_of_user = member_text(value, "userId");
                    identity.on_behalf_of_store = member_text(value, "identityStoreArn");
                }
                b"sessionContext" => identity.read_session(value),
                _ => {}
            }
        }
        identity
    }

    fn read_session(&mut self, context: &'a [u8]) {
        for (key, value) in members(context) {
            match key {
                b"attributes" => {
                    self.creation_date = member_text(value, "creationDate");
                    self.mfa_authenticated = member_text(value, "mfaAuthenticated");
                    self.from_console |= member(value, "sessionCredentialFromConsole").is_some_and(says_true);
                }
                b"sessionIssuer" => {
                    self.issuer_arn = member_text(value, "arn");
                    self.issuer_user_name = member_text(value, "userName");
                }
                b"sourceIdentity" => {
                    self.source_identity = Some(value).filter(|value| is_present(value)).map(text_of);
                }
                b"signInSessionArn" => {
                    self.sign_in_session = Some(value).filter(|value| is_present(value)).map(text_of);
                }
                _ => {}
            }
        }
    }

    /// Decides who acted. `from_console` is the record's own `sessionCredentialFromConsole`; `source_ip` tells apart
    /// callers whose name CloudTrail hides.
    pub fn who(&self, from_console: bool, source_ip: &str) -> Who {
        let (principal, label) = self.principal_and_label(source_ip);
        let person = self.person(&principal);
        let label = match (&self.source_identity, &self.invoked_by, self.kind.as_deref()) {
            (Some(source), ..) => format!("{source} ({label})"),
            (None, Some(service), Some(kind)) if kind != "AWSService" && kind != "AWSAccount" => {
                format!("{label} via {}", service_name(service))
            }
            _ => label,
        };
        Who { principal, label, session: self.session(from_console), person }
    }

    fn principal_and_label(&self, source_ip: &str) -> (String, String) {
        let account = self.account_id.as_deref().unwrap_or_default();
        match self.kind.as_deref() {
            Some("Root") => {
                let label = format!("root @ {account}");
                let alias = self.user_name.as_deref().filter(|name| !name.eq_ignore_ascii_case("root"));
                let label = alias.map_or(label.clone(), |alias| format!("{label} ({alias})"));
                (format!("{account}:root"), label.trim_end_matches(" @ ").to_owned())
            }
            Some("IAMUser") if self.is_hidden() => self.hidden(source_ip),
            Some("IAMUser") => self.iam_user(account),
            Some("AssumedRole") => self.assumed_role(),
            Some("FederatedUser") => self.federated_user(),
            Some("AWSService") if self.invoked_by.is_some() => self.service(),
            Some("AWSAccount") => {
                let id = self.principal_id.as_deref().or(self.invoked_by.as_deref()).unwrap_or_default();
                (format!("account:{account}:{id}"), format!("account {account} {id}").trim_end().to_owned())
            }
            Some("SAMLUser") => self.provided("saml"),
            Some("WebIdentityUser") => self.provided("oidc"),
            Some("IdentityCenterUser") if self.on_behalf_of_user.is_some() => self.identity_center(),
            None if self.invoked_by.is_some() && self.arn.is_none() => self.service(),
            Some("Directory") if self.principal_id.is_some() => {
                let id = self.principal_id.as_deref().unwrap_or_default();
                (id.to_owned(), self.user_name.as_deref().unwrap_or(id).to_owned())
            }
            None if self.account_id.is_some() && self.names_only_an_account() => {
                (format!("account:{account}"), format!("account {account}"))
            }
            Some("Role") => {
                let (principal, label) = self.fallback();
                (principal, last_segment(&label).to_owned())
            }
            _ if self.is_hidden() => self.hidden(source_ip),
            _ => self.fallback(),
        }
    }

    fn names_only_an_account(&self) -> bool {
        [&self.arn, &self.user_name, &self.principal_id, &self.on_behalf_of_user]
            .into_iter()
            .all(Option::is_none)
    }

    fn is_hidden(&self) -> bool {
        self.user_name.as_deref() == Some(HIDDEN_USER)
    }

    fn hidden(&self, source_ip: &str) -> (String, String) {
        let account = self.account_id.as_deref().unwrap_or_default();
        (format!("{account}:hidden user from {source_ip}"), "(hidden: bad user name)".to_owned())
    }

    fn iam_user(&self, account: &str) -> (String, String) {
        match (&self.arn, &self.user_name) {
            (Some(arn), name) => {
                let label = name.as_deref().unwrap_or_else(|| last_segment(arn));
                (arn.to_string(), label.to_owned())
            }
            (None, Some(name)) => (format!("{account}:user/{name}"), name.to_string()),
            (None, None) => self.fallback(),
        }
    }

    fn assumed_role(&self) -> (String, String) {
        let arn = self.arn.as_deref().unwrap_or_default();
        let named_session =
            self.principal_id.as_deref().and_then(|id| id.split_once(':')).map(|(_, name)| name);
        // Roles with a path keep the path only in the issuer's ARN, never in the STS one.
        let sts =
            arn.split_once(":assumed-role/").map(|(_, rest)| rest.split_once('/').unwrap_or((rest, "")));
        let role = (self.issuer_arn.as_deref().filter(|arn| arn.contains(":role/")).map(last_segment))
            .or(sts.map(|(role, _)| role).filter(|role| !role.is_empty()))
            .or(arn.contains(":role/").then(|| last_segment(arn)))
            .or(self.issuer_user_name.as_deref());
        let session = sts.map(|(_, session)| session).filter(|name| !name.is_empty()).or(named_session);
        let Some(role) = role else { return self.fallback() };
        let label = match session {
            Some(session) => format!("{} / {session}", readable_role(role)),
            None => readable_role(role).into_owned(),
        };
        let principal = match (&self.issuer_arn, &self.arn) {
            (Some(issuer), _) => issuer.to_string(),
            (None, Some(arn)) => role_arn(arn, role),
            (None, None) => role.to_owned(),
        };
        (principal, label)
    }

    fn federated_user(&self) -> (String, String) {
        let Some(arn) = self.arn.as_deref() else { return self.fallback() };
        let name = last_segment(arn);
        let issuer =
            self.issuer_user_name.as_deref().or_else(|| self.issuer_arn.as_deref().map(last_segment));
        let label = issuer.map_or_else(|| name.to_owned(), |issuer| format!("{name} (fed. by {issuer})"));
        (arn.to_owned(), label)
    }

    fn service(&self) -> (String, String) {
        let service = self.invoked_by.as_deref().unwrap_or_default();
        (format!("service:{service}"), service_name(service).to_owned())
    }

    fn provided(&self, kind: &str) -> (String, String) {
        let Some(name) = self.user_name.as_deref() else { return self.fallback() };
        let provider = self.identity_provider.as_deref().unwrap_or_default();
        (format!("{kind}:{provider}:{name}"), name.to_owned())
    }

    fn identity_center(&self) -> (String, String) {
        let user = self.on_behalf_of_user.as_deref().unwrap_or_default();
        let store = self.on_behalf_of_store.as_deref().unwrap_or_default();
        let short: String = user.chars().take(8).collect();
        (format!("idc:{store}#{user}"), format!("IdC user {short}"))
    }

    /// For types that are unknown, new, or lack what their type promises: the first thing that names anybody.
    fn fallback(&self) -> (String, String) {
        let named =
            [&self.arn, &self.on_behalf_of_user, &self.user_name, &self.principal_id, &self.account_id];
        let name = named.into_iter().chain([&self.invoked_by, &self.odd]).flatten().next();
        match (name, self.kind.as_deref()) {
            (Some(name), Some("Unknown") | None) => (name.to_string(), name.to_string()),
            (Some(name), Some(kind)) if TYPES.contains(&kind) => (name.to_string(), name.to_string()),
            (Some(name), Some(kind)) => (name.to_string(), format!("{name} ({kind})")),
            (None, Some(kind)) => (kind.to_owned(), format!("({kind})")),
            (None, None) => (String::new(), NOBODY.to_owned()),
        }
    }

    /// Console sessions get a fresh key for each request, so that the key would split one session into single events.
    fn session(&self, from_console: bool) -> String {
        if let Some(arn) = &self.sign_in_session {
            return arn.to_string();
        }
        let temporary = self.access_key_id.as_deref().filter(|key| !key.starts_with("AKIA"));
        match (temporary, &self.principal_id, &self.creation_date) {
            (Some(key), ..) if !from_console && !self.from_console => key.to_owned(),
            (_, Some(principal), Some(date)) => format!("{principal}@{date}"),
            (Some(key), ..) => key.to_owned(),
            _ => self.credential_id.as_deref().unwrap_or_default().to_owned(),
        }
    }

    fn person(&self, principal: &str) -> String {
        if let Some(source) = self.source_identity.as_deref().or(self.on_behalf_of_user.as_deref()) {
            return source.to_owned();
        }
        let session = self.principal_id.as_deref().and_then(|id| id.split_once(':')).map(|(_, name)| name);
        match (session, self.kind.as_deref()) {
            (Some(mail), Some("AssumedRole")) if mail.contains('@') => mail.to_owned(),
            // A user's bare name may occur in other accounts too: the principal tells them apart.
            _ => principal.to_owned(),
        }
    }
}

/// Types whose name adds nothing to a fallback label.
const TYPES: [&str; 9] = [
    "IAMUser",
    "AssumedRole",
    "FederatedUser",
    "AWSService",
    "SAMLUser",
    "WebIdentityUser",
    "IdentityCenterUser",
    "Directory",
    "Role",
];

/// `true` or `"true"`: CloudTrail writes some truths as text.
pub fn says_true(value: &[u8]) -> bool {
    value == b"true" || value == b"\"true\""
}

/// Usually a service name; older AWS IoT records hold an object with the service's account.
fn invoked_by(value: &[u8]) -> Text<'_> {
    let text = if value.first() == Some(&b'{') {
        member_text(value, "serviceAccountId")
    } else {
        Some(text_of(value))
    };
    text.filter(|text| !text.is_empty() && value != b"null")
}

/// `cloudformation.amazonaws.com` → `cloudformation`.
pub fn service_name(source: &str) -> &str {
    source
        .strip_suffix(".amazonaws.com")
        .or_else(|| source.strip_suffix(".amazonaws.com.cn"))
        .unwrap_or(source)
}

fn last_segment(arn: &str) -> &str {
    arn.rsplit(['/', ':']).next().unwrap_or(arn)
}

/// `AWSReservedSSO_Admin_0123456789abcdef` is the permission set `Admin` of IAM Identity Center.
fn readable_role(role: &str) -> Cow<'_, str> {
    let set = role.strip_prefix("AWSReservedSSO_").and_then(|rest| rest.rsplit_once('_'));
    match set {
        Some((name, tail)) if tail.len() == 16 && tail.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            Cow::Owned(format!("{name} (SSO)"))
        }
        _ => Cow::Borrowed(role),
    }
}

/// The role's ARN, rebuilt from that of one of its sessions.
fn role_arn(arn: &str, role: &str) -> String {
    match arn.split_once(":assumed-role/") {
        Some((head, _)) => format!("{}:role/{role}", head.replacen(":sts:", ":iam:", 1)),
        None => arn.to_owned(),
    }
}

#[cfg(test)]
#[path = "identity_tests.rs"]
mod tests;

//! `userIdentity` → who acted, for every identity type.
//!
//! `element` parses the element. [`Identity::who`] alone decides the principal (the key for grouping), its
//! label (what people read), the session and the person. An empty string counts as missing everywhere. Fields
//! and types are from AWS's "CloudTrail userIdentity element", odd shapes from real trails.

pub mod cache;
pub(in crate::record) mod element;
pub(in crate::record) mod session_name;

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;

pub use crate::record::identity::element::{Identity, says_true};
use crate::record::identity::session_name::{is_email, reads_as_name};

/// Who acted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Who<'a> {
    /// Key for "group by principal"; empty only if the record names nobody.
    pub principal: Cow<'a, str>,
    /// What a person reads.
    pub label: Cow<'a, str>,
    /// Key for "everything in this session"; empty if no session is known.
    pub session: Cow<'a, str>,
    /// The human, if the record names one, otherwise the principal.
    pub person: Cow<'a, str>,
    /// The name of the role session, if there is one.
    pub session_name: Option<&'a str>,
}

/// Built once, because the names of every session are searched for it.
static ASSUMED_ROLE: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(":assumed-role/"));
static ROLE: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(":role/"));

/// Splits a text at a word, into the parts before and after it.
fn split<'t>(word: &Finder<'_>, text: &'t str) -> Option<(&'t str, &'t str)> {
    let at = word.find(text.as_bytes())?;
    Some((text.get(..at)?, text.get(at + word.needle().len()..)?))
}

/// A principal and its label.
type Named<'a> = (Cow<'a, str>, Cow<'a, str>);

/// CloudTrail writes this instead of a user name that may be a mistyped password.
pub const HIDDEN_USER: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";

/// The label if a record names nobody.
pub const NOBODY: &str = "(no identity)";

impl Identity<'_> {
    /// Decides who acted. `from_console` is the record's own `sessionCredentialFromConsole`; `source_ip`
    /// distinguishes callers whose names CloudTrail hides.
    pub fn who(&self, from_console: bool, source_ip: &str) -> Who<'_> {
        let session_name = self.session_name();
        let (principal, label) = self.principal_and_label(source_ip, session_name);
        let person = self.person(&principal, session_name);
        let label = match (&self.source_identity, &self.invoked_by, self.kind.as_deref()) {
            (Some(source), ..) => format!("{source} ({label})").into(),
            (None, Some(service), Some(kind)) if kind != "AWSService" && kind != "AWSAccount" => {
                format!("{label} via {}", service_name(service)).into()
            }
            _ => label,
        };
        Who { principal, label, session: self.session(from_console), person, session_name }
    }

    fn principal_and_label<'s>(&'s self, source_ip: &str, session_name: Option<&'s str>) -> Named<'s> {
        let account = self.account_id.as_deref().unwrap_or_default();
        match self.kind.as_deref() {
            Some("Root") => {
                let label = format!("root @ {account}");
                let alias = self.user_name.as_deref().filter(|name| !name.eq_ignore_ascii_case("root"));
                let label = alias.map_or(label.clone(), |alias| format!("{label} ({alias})"));
                (format!("{account}:root").into(), label.trim_end_matches(" @ ").to_owned().into())
            }
            Some("IAMUser") if self.is_hidden() => self.hidden(source_ip),
            Some("IAMUser") => self.iam_user(account),
            Some("AssumedRole") => self.assumed_role(session_name),
            Some("FederatedUser") => self.federated_user(),
            Some("AWSService") if self.invoked_by.is_some() => self.service(),
            Some("AWSAccount") => {
                let id = self.principal_id.as_deref().or(self.invoked_by.as_deref()).unwrap_or_default();
                let label = format!("account {account} {id}").trim_end().to_owned();
                (format!("account:{account}:{id}").into(), label.into())
            }
            Some("SAMLUser") => self.provided("saml"),
            Some("WebIdentityUser") => self.provided("oidc"),
            Some("IdentityCenterUser") if self.on_behalf_of_user.is_some() => self.identity_center(),
            None if self.invoked_by.is_some() && self.arn.is_none() => self.service(),
            Some("Directory") if self.principal_id.is_some() => {
                let id = self.principal_id.as_deref().unwrap_or_default();
                (id.into(), self.user_name.as_deref().unwrap_or(id).into())
            }
            None if self.account_id.is_some() && self.names_only_an_account() => {
                (format!("account:{account}").into(), format!("account {account}").into())
            }
            None if self.arn.is_some() && !self.is_hidden() => self.by_arn(session_name),
            Some("Role") => {
                let (principal, label) = self.fallback();
                (principal, last_segment(&label).to_owned().into())
            }
            _ if self.is_hidden() => self.hidden(source_ip),
            _ => self.fallback(),
        }
    }

    /// An ARN alone, as Insights events have it, means the same principal as in calls.
    fn by_arn<'s>(&'s self, session_name: Option<&'s str>) -> Named<'s> {
        let arn = self.arn.as_deref().unwrap_or_default();
        let account = arn.split(':').nth(4).unwrap_or_default();
        match arn.split(':').nth(5) {
            Some("root") => (format!("{account}:root").into(), format!("root @ {account}").into()),
            Some(user) if user.starts_with("user/") => (arn.into(), last_segment(arn).into()),
            Some(session) if session.starts_with("assumed-role/") => self.assumed_role(session_name),
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

    fn hidden(&self, source_ip: &str) -> Named<'_> {
        let account = self.account_id.as_deref().unwrap_or_default();
        (format!("{account}:hidden user from {source_ip}").into(), "(hidden: bad user name)".into())
    }

    fn iam_user(&self, account: &str) -> Named<'_> {
        match (&self.arn, &self.user_name) {
            (Some(arn), name) => {
                let label = name.as_deref().unwrap_or_else(|| last_segment(arn));
                (arn.as_ref().into(), label.into())
            }
            (None, Some(name)) => (format!("{account}:user/{name}").into(), name.as_ref().into()),
            (None, None) => self.fallback(),
        }
    }

    fn assumed_role<'s>(&'s self, session_name: Option<&'s str>) -> Named<'s> {
        let arn = self.arn.as_deref().unwrap_or_default();
        // If a role has a path, only the issuer's ARN contains it; the STS ARN does not.
        let sts = split(&ASSUMED_ROLE, arn).map(|(_, rest)| rest.split_once('/').unwrap_or((rest, "")));
        let role = (self.issuer_arn.as_deref().filter(|arn| split(&ROLE, arn).is_some()).map(last_segment))
            .or(sts.map(|(role, _)| role).filter(|role| !role.is_empty()))
            .or_else(|| split(&ROLE, arn).map(|_| last_segment(arn)))
            .or(self.issuer_user_name.as_deref());
        let Some(role) = role else { return self.fallback() };
        let label = match session_name {
            Some(session) => [&readable_role(role), " / ", session].concat().into(),
            None => readable_role(role),
        };
        let principal = match (&self.issuer_arn, &self.arn) {
            (Some(issuer), _) => issuer.as_ref().into(),
            (None, Some(arn)) => role_arn(arn, role),
            (None, None) => role.into(),
        };
        (principal, label)
    }

    fn federated_user(&self) -> Named<'_> {
        let Some(arn) = self.arn.as_deref() else { return self.fallback() };
        let name = last_segment(arn);
        let issuer =
            self.issuer_user_name.as_deref().or_else(|| self.issuer_arn.as_deref().map(last_segment));
        let label = issuer.map_or(name.into(), |issuer| format!("{name} (fed. by {issuer})").into());
        (arn.into(), label)
    }

    fn service(&self) -> Named<'_> {
        let service = self.invoked_by.as_deref().unwrap_or_default();
        (format!("service:{service}").into(), service_name(service).into())
    }

    fn provided(&self, kind: &str) -> Named<'_> {
        let Some(name) = self.user_name.as_deref() else { return self.fallback() };
        let provider = self.identity_provider.as_deref().unwrap_or_default();
        (format!("{kind}:{provider}:{name}").into(), name.into())
    }

    fn identity_center(&self) -> Named<'_> {
        let user = self.on_behalf_of_user.as_deref().unwrap_or_default();
        let store = self.on_behalf_of_store.as_deref().unwrap_or_default();
        let short: String = user.chars().take(8).collect();
        (format!("idc:{store}#{user}").into(), format!("IdC user {short}").into())
    }

    /// Names the caller for types that are unknown or lack their usual members: takes the first member that
    /// names anybody.
    fn fallback(&self) -> Named<'_> {
        let named =
            [&self.arn, &self.on_behalf_of_user, &self.user_name, &self.principal_id, &self.account_id];
        let name = named.into_iter().chain([&self.invoked_by, &self.odd]).flatten().next();
        let name = name.map(|name| Cow::Borrowed(name.as_ref()));
        match (name, self.kind.as_deref()) {
            (Some(name), Some("Unknown") | None) => (name.clone(), name),
            (Some(name), Some(kind)) if TYPES.contains(&kind) => (name.clone(), name),
            (Some(name), Some(kind)) => (name.clone(), format!("{name} ({kind})").into()),
            (None, Some(kind)) => (kind.into(), format!("({kind})").into()),
            (None, None) => (Cow::default(), NOBODY.into()),
        }
    }

    /// Returns the key of the session. Console sessions get a new access key for each request, so the access key
    /// would split them into single events.
    fn session(&self, from_console: bool) -> Cow<'_, str> {
        if let Some(arn) = &self.sign_in_session {
            return arn.as_ref().into();
        }
        let temporary = self.access_key_id.as_deref().filter(|key| !key.starts_with("AKIA"));
        match (temporary, &self.principal_id, &self.creation_date) {
            (Some(key), ..) if !from_console && !self.from_console => key.into(),
            (_, Some(principal), Some(date)) => [principal, "@", date].concat().into(),
            (Some(key), ..) => key.into(),
            _ => self.credential_id.as_deref().unwrap_or_default().into(),
        }
    }

    /// Returns the name of the role session: the end of its ARN, otherwise the part of `principalId` after the
    /// `:`.
    fn session_name(&self) -> Option<&str> {
        let of_arn = self.arn.as_deref().and_then(|arn| split(&ASSUMED_ROLE, arn)?.1.split_once('/'));
        let is_role = self.kind.as_deref() == Some("AssumedRole");
        let of_id = || self.principal_id.as_deref().filter(|_| is_role)?.split_once(':');
        let is_there = |name: &&str| !name.is_empty();
        let name = of_arn.map(|(_, name)| name).filter(is_there);
        name.or_else(|| of_id().map(|(_, name)| name)).filter(is_there)
    }

    fn person<'s>(&'s self, principal: &Cow<'s, str>, session_name: Option<&'s str>) -> Cow<'s, str> {
        if let Some(source) = self.source_identity.as_deref().or(self.on_behalf_of_user.as_deref()) {
            return source.into();
        }
        let is_role = self.kind.as_deref() == Some("AssumedRole");
        match session_name.filter(|_| is_role) {
            Some(mail) if is_email(mail) => mail.into(),
            // The same name may occur in several accounts: the principal distinguishes them.
            Some(name) if reads_as_name(name) => [principal, " / ", name].concat().into(),
            _ => principal.clone(),
        }
    }
}

/// Types that add no information to a fallback label.
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

/// Returns `cloudformation` for `cloudformation.amazonaws.com`.
pub fn service_name(source: &str) -> &str {
    source
        .strip_suffix(".amazonaws.com")
        .or_else(|| source.strip_suffix(".amazonaws.com.cn"))
        .unwrap_or(source)
}

fn last_segment(arn: &str) -> &str {
    arn.rsplit(['/', ':']).next().unwrap_or(arn)
}

/// Returns `Admin`, the permission set of IAM Identity Center, for `AWSReservedSSO_Admin_0123456789abcdef`.
fn readable_role(role: &str) -> Cow<'_, str> {
    let set = role.strip_prefix("AWSReservedSSO_").and_then(|rest| rest.rsplit_once('_'));
    match set {
        Some((name, tail)) if tail.len() == 16 && tail.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            [name, " (SSO)"].concat().into()
        }
        _ => Cow::Borrowed(role),
    }
}

/// Returns the role's ARN, derived from the ARN of one of its sessions.
fn role_arn<'a>(arn: &'a str, role: &str) -> Cow<'a, str> {
    match split(&ASSUMED_ROLE, arn) {
        Some((head, _)) => format!("{}:role/{role}", head.replacen(":sts:", ":iam:", 1)).into(),
        None => arn.into(),
    }
}

#[cfg(test)]
mod tests;

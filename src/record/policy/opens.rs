//! What statements open: a few rules about single statements that allow something. Other statements, such as
//! denials, and what AWS would decide in the end are not considered.

use super::condition::Condition;
use super::statement::{Principal, Statement, StatementEffect};

/// What a policy is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyKind {
    /// Of a user, role, group or permission set.
    Identity,
    /// Who may assume a role.
    Trust,
    /// Of a bucket, key, queue or another resource.
    Resource,
    /// Of one session: it only narrows what the session may do.
    Session,
    /// Of an organization: it only narrows what its accounts may do.
    Organization,
}

impl PolicyKind {
    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identity => "permissions",
            Self::Trust => "trust policy",
            Self::Resource => "resource policy",
            Self::Session => "session policy",
            Self::Organization => "organization policy",
        }
    }

    /// Returns whether its statements can give access to anybody.
    pub const fn can_open(self) -> bool {
        match self {
            Self::Identity | Self::Trust | Self::Resource => true,
            Self::Session | Self::Organization => false,
        }
    }
}

/// Something that a statement opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Opening {
    /// Anybody, without a condition that limits it.
    Anyone,
    /// Anybody, if a condition holds.
    AnyoneIf,
    /// Another account.
    Foreign,
    /// Every user of an identity provider: no condition names a subject or an audience.
    Federated,
    /// Every action on every resource.
    Admin,
    /// Every action of a service on every resource.
    Wide,
    /// Everything or everybody but what is named.
    Not,
}

impl Opening {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 7] =
        [Self::Anyone, Self::AnyoneIf, Self::Foreign, Self::Federated, Self::Admin, Self::Wide, Self::Not];

    /// Returns its name in filters.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::AnyoneIf => "anyone_if",
            Self::Foreign => "foreign",
            Self::Federated => "federated",
            Self::Admin => "admin",
            Self::Wide => "wide",
            Self::Not => "not",
        }
    }
}

impl Statement {
    /// Returns what it opens, as part of a policy that `account` has.
    pub fn opens(&self, kind: PolicyKind, account: Option<&str>) -> Vec<Opening> {
        if self.effect != StatementEffect::Allow || !kind.can_open() {
            return Vec::new();
        }
        let is_limited = !self.conditions.iter().all(Condition::is_vacuous);
        let anyone = self.principals.iter().any(Principal::is_anyone);
        let on_all = self.resources.iter().any(|resource| resource == "*");
        let own_root = !self.principals.is_empty()
            && self.principals.iter().all(|principal| principal.is_root_of(account));
        let holds = |opening: &Opening| match opening {
            Opening::Anyone => anyone && !is_limited,
            Opening::AnyoneIf => anyone && is_limited,
            Opening::Foreign => self.principals.iter().any(|one| one.foreign_account(account).is_some()),
            Opening::Federated => {
                self.principals.iter().any(|one| one.kind.eq_ignore_ascii_case("Federated"))
                    && !self.conditions.iter().any(Condition::names_token)
            }
            Opening::Admin => {
                on_all && self.actions.iter().any(|action| matches!(action.as_str(), "*" | "*:*"))
            }
            // The default policy of a KMS key gives its own account every action on it.
            Opening::Wide => {
                on_all && !own_root && self.actions.iter().any(|action| is_whole_service(action))
            }
            Opening::Not => {
                !self.not_principals.is_empty()
                    || !self.not_actions.is_empty()
                    || !self.not_resources.is_empty()
            }
        };
        Opening::ALL.into_iter().filter(holds).collect()
    }
}

fn is_whole_service(action: &str) -> bool {
    action.split_once(':').is_some_and(|(service, name)| name == "*" && service != "*" && !service.is_empty())
}

impl Principal {
    /// Returns whether it is anybody, with or without an AWS account.
    pub fn is_anyone(&self) -> bool {
        self.name == "*" && (self.kind == "*" || self.kind.eq_ignore_ascii_case("AWS"))
    }

    /// Returns the account that it names.
    pub fn account(&self) -> Option<&str> {
        let is_account = |text: &&str| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
        if !self.kind.eq_ignore_ascii_case("AWS") && self.kind != "*" {
            return None;
        }
        let named = if self.name.starts_with("arn:") { self.name.split(':').nth(4)? } else { &self.name };
        Some(named).filter(is_account)
    }

    /// Returns the account that it names, if that is another than `own`.
    pub fn foreign_account(&self, own: Option<&str>) -> Option<&str> {
        let own = own?;
        self.account().filter(|account| *account != own)
    }

    /// Returns whether it is an account as a whole.
    pub fn is_root_of(&self, account: Option<&str>) -> bool {
        let is_whole = !self.name.starts_with("arn:") || self.name.ends_with(":root");
        is_whole && account.is_some() && self.account() == account
    }

    /// Returns whether it is the unique ID of a user or role, which policies show when it was deleted.
    pub fn is_unique_id(&self) -> bool {
        let is_kind = self.name.starts_with("AIDA") || self.name.starts_with("AROA");
        is_kind && self.name.len() >= 16 && self.name.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }
}

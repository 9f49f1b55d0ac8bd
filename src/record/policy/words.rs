//! A statement in words, on one line: `anybody may s3:GetObject on arn:aws:s3:::x/*, if aws:SourceIp is in …`.

use super::condition::Condition;
use super::statement::{Principal, Statement, StatementEffect};

/// Longer lists are cut; the number of the rest is said.
const MOST: usize = 4;

impl Statement {
    /// Says what it allows or denies. `account` is the account that has the policy.
    pub fn words(&self, account: Option<&str>) -> String {
        if let [(name, text)] = self.unknown.as_slice()
            && name.is_empty()
        {
            return format!("not a statement: {text}");
        }
        let who = self.who(account);
        let what = self.what();
        let mut words = match (&self.effect, who.is_empty()) {
            (StatementEffect::Allow, true) => format!("allows {what}"),
            (StatementEffect::Allow, false) => format!("{who} may {what}"),
            (StatementEffect::Deny, true) => format!("denies {what}"),
            (StatementEffect::Deny, false) => format!("denies {who} {what}"),
            (StatementEffect::Other(effect), _) => {
                let effect =
                    if effect.is_empty() { "no Effect".to_owned() } else { format!("Effect {effect}") };
                let who = if who.is_empty() { who } else { format!("{who}: ") };
                format!("{effect}: {who}{what}")
            }
        };
        let conditions: Vec<String> = self.conditions.iter().map(Condition::words).collect();
        if !conditions.is_empty() {
            words.push_str(", if ");
            words.push_str(&conditions.join(" and "));
        }
        if !self.unknown.is_empty() {
            let names: Vec<&str> = self.unknown.iter().map(|(name, _)| name.as_str()).collect();
            words.push_str("; also has ");
            words.push_str(&names.join(", "));
        }
        words
    }

    fn who(&self, account: Option<&str>) -> String {
        let named: Vec<String> = self.principals.iter().map(|principal| principal.words(account)).collect();
        let but: Vec<String> = self.not_principals.iter().map(|principal| principal.words(account)).collect();
        match (named.is_empty(), but.is_empty()) {
            (_, true) => listed(&named),
            (true, false) => format!("anybody but {}", listed(&but)),
            (false, false) => format!("{}, and anybody but {}", listed(&named), listed(&but)),
        }
    }

    fn what(&self) -> String {
        let actions = chosen(&self.actions, &self.not_actions, "every action");
        let resources = chosen(&self.resources, &self.not_resources, "every resource");
        match (actions, resources) {
            (None, None) => "nothing that is named".to_owned(),
            (Some(actions), None) => actions,
            (None, Some(resources)) => format!("no named action on {resources}"),
            (Some(actions), Some(resources)) => format!("{actions} on {resources}"),
        }
    }
}

/// Returns a list in words, or everything but a list.
fn chosen(named: &[String], but: &[String], all: &str) -> Option<String> {
    let named_words = || {
        let is_all = named.iter().any(|name| name == "*");
        if is_all { all.to_owned() } else { listed(named) }
    };
    match (named.is_empty(), but.is_empty()) {
        (true, true) => None,
        (false, true) => Some(named_words()),
        (true, false) => Some(format!("{all} but {}", listed(but))),
        (false, false) => Some(format!("{}, and {all} but {}", named_words(), listed(but))),
    }
}

fn listed(names: &[String]) -> String {
    let shown = names.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(MOST) {
        Some(more @ 1..) => format!("{shown} and {more} more"),
        _ => shown,
    }
}

impl Principal {
    /// Says who it is.
    pub fn words(&self, own: Option<&str>) -> String {
        if self.is_anyone() {
            return "anybody".to_owned();
        }
        if self.is_unique_id() {
            return format!("{} (the ID of a user or role that may no longer exist)", self.name);
        }
        if self.kind.eq_ignore_ascii_case("Federated") {
            return format!("users of {}", self.name);
        }
        if self.kind.eq_ignore_ascii_case("CanonicalUser") {
            return format!("canonical user {}", self.name);
        }
        let Some(account) = self.account() else { return self.name.clone() };
        let is_own = own == Some(account);
        let name = self.name.splitn(6, ':').nth(5).filter(|name| *name != "root");
        match (name, is_own) {
            (Some(name), true) => name.to_owned(),
            (Some(name), false) => format!("{name} of account {account}"),
            (None, true) => format!("this account ({account})"),
            (None, false) => format!("account {account}"),
        }
    }
}

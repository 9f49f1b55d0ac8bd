//! The message of a denied call, taken apart: who was refused which action on which resource, by what kind of
//! policy. Only what AWS writes is read; a message in another form has no parts. `outcome` finds the message.
//!
//! The forms are those of "Troubleshoot access denied error messages" in AWS's IAM user guide.

/// The parts of a message. Texts are as written, without quotes around them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Denial<'m> {
    /// The caller, mostly an ARN.
    pub who: Option<&'m str>,
    /// The IAM action, `s3:ListAllMyBuckets`, which may differ from the name of the call.
    pub action: Option<&'m str>,
    /// What it was to be done to: an ARN, `*`, or words such as `user alice`.
    pub resource: Option<&'m str>,
    /// Whether a policy denies the action, or none allows it.
    pub effect: Option<DenialEffect>,
    /// The kind of policy: `identity-based`, `service control`, `permissions boundary` and others.
    pub policy: Option<&'m str>,
    /// The ARN of the policy that denies.
    pub by: Option<&'m str>,
    /// Whether the rest can only be decoded by AWS: `aws sts decode-authorization-message`.
    pub encoded: bool,
    /// Whether the end is missing, and with it the reason: CloudTrail cuts messages at 1 KB.
    pub cut: bool,
}

/// Why a call was denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DenialEffect {
    /// A policy denies the action.
    Explicit,
    /// No policy allows it.
    Implicit,
}

impl DenialEffect {
    /// Returns its name in filters.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Explicit => "explicit",
            Self::Implicit => "implicit",
        }
    }
}

/// The part of a message that a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeniedPart {
    /// [`Denial::action`].
    Action,
    /// [`Denial::policy`].
    Policy,
    /// [`Denial::effect`].
    Effect,
    /// [`Denial::by`].
    By,
}

impl DeniedPart {
    /// Returns this part of a message.
    pub fn of(self, message: &str) -> Option<&str> {
        let denial = Denial::read(message)?;
        match self {
            Self::Action => denial.action,
            Self::Policy => denial.policy,
            Self::Effect => denial.effect.map(DenialEffect::name),
            Self::By => denial.by,
        }
    }
}

/// Messages of this many bytes may have been cut.
const CUT_AT: usize = 1000;

const REFUSED: &str = " is not authorized to perform: ";
const ON: &str = " on resource:";
const ENCODED: &str = "Encoded authorization failure message:";
const ENDPOINT: &str = "denied due to a VPC endpoint policy";

impl<'m> Denial<'m> {
    /// Reads a message; `None` if it is not in one of AWS's forms.
    pub fn read(message: &'m str) -> Option<Self> {
        let (text, encoded) = match message.rsplit_once(ENCODED) {
            Some((before, _)) => (before, true),
            None => (message, false),
        };
        let found = text.find(REFUSED).or_else(|| text.starts_with(REFUSED.trim_start()).then_some(0));
        let Some(at) = found else {
            let policy = text.contains(ENDPOINT).then_some("VPC endpoint");
            return (encoded || policy.is_some()).then(|| Self { policy, encoded, ..Self::default() });
        };
        let (caller, rest) = text.split_at(at);
        let rest = rest.trim_start().strip_prefix(REFUSED.trim_start())?.trim_start();
        let (action, rest) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
        let mut denial = Self { who: who(caller), action: action_named(action), encoded, ..Self::default() };
        let (named, reason) = reason(rest);
        if let Some((effect, policy, by)) = reason {
            (denial.effect, denial.policy, denial.by) = (Some(effect), Some(policy), by);
        }
        denial.resource = named.strip_prefix(ON).and_then(resource);
        denial.cut = reason.is_none() && (message.ends_with("...") || message.len() >= CUT_AT);
        Some(denial)
    }

    /// Says why, in words.
    pub fn reason(&self) -> String {
        let policy = self.policy.map(policy_words).unwrap_or_default();
        let by = self.by.map(|by| format!(": {by}")).unwrap_or_default();
        match self.effect {
            Some(DenialEffect::Explicit) => format!("explicit deny in a {policy}{by}"),
            Some(DenialEffect::Implicit) => format!("no {policy} allows it"),
            None if self.policy.is_some() => format!("denied due to a {policy}"),
            None if self.encoded => {
                "the reason is encoded; aws sts decode-authorization-message shows it".to_owned()
            }
            None if self.cut => "the end of the message was cut, and with it the reason".to_owned(),
            None => "no reason given".to_owned(),
        }
    }
}

/// Returns a kind of policy with its noun.
fn policy_words(kind: &str) -> String {
    if kind.ends_with("boundary") { kind.to_owned() } else { format!("{kind} policy") }
}

/// Returns the caller in `You are not authorized to perform this operation. User: arn:…`.
fn who(caller: &str) -> Option<&str> {
    let (_, name) = caller.rsplit_once("User: ")?;
    Some(name.trim()).filter(|name| !name.is_empty())
}

/// Returns an action without the punctuation after it: a service, a colon and a name.
fn action_named(text: &str) -> Option<&str> {
    let action = text.trim_end_matches(['.', ',', ';']);
    let is_part = |part: &str| {
        !part.is_empty() && part.chars().all(|char| char.is_ascii_alphanumeric() || "-_*".contains(char))
    };
    let (service, name) = action.split_once(':')?;
    (is_part(service) && is_part(name) && !text.ends_with("...")).then_some(action)
}

/// Returns a resource without quotes and punctuation around it.
fn resource(text: &str) -> Option<&str> {
    let text = text.trim().trim_end_matches(['.', ',']);
    let inside = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text).trim();
    (!inside.is_empty()).then_some(inside)
}

/// Effect, kind of policy, and the ARN of the policy.
type ReasonParts<'m> = (DenialEffect, &'m str, Option<&'m str>);

/// Splits what follows the action into the resource and the reason. The name of a resource may contain the
/// words of a reason, so the reason is the last one, and nothing may follow it.
fn reason(text: &str) -> (&str, Option<ReasonParts<'_>>) {
    let text = text.trim_end().trim_end_matches('.');
    let forms =
        [(" because no ", DenialEffect::Implicit), (" with an explicit deny in ", DenialEffect::Explicit)];
    let last = forms
        .iter()
        .filter_map(|&(words, effect)| Some((text.rfind(words)?, words.len(), effect)))
        .max_by_key(|last| last.0);
    let Some((at, length, effect)) = last else { return (text, None) };
    let (named, rest) = (text.get(..at).unwrap_or_default(), text.get(at + length..).unwrap_or_default());
    let found = match effect {
        DenialEffect::Implicit => implicit(rest).map(|policy| (effect, policy, None)),
        DenialEffect::Explicit => explicit(rest).map(|(policy, by)| (effect, policy, by)),
    };
    match found {
        Some(reason) => (named, Some(reason)),
        // The words belong to the resource, or the text ends within the reason.
        None if is_begun(rest) => (named, None),
        None => (text, None),
    }
}

/// Returns whether a reason may begin so: only words, and nothing that belongs to a name.
fn is_begun(rest: &str) -> bool {
    rest.chars().all(|char| char.is_ascii_alphabetic() || " -.:".contains(char))
}

/// Reads `identity-based policy allows the iam:ListUsers action`.
fn implicit(rest: &str) -> Option<&str> {
    let (kind, rest) = rest.split_once(" allows the ")?;
    let action = rest.strip_suffix(" action")?;
    (!action.contains(char::is_whitespace)).then_some(())?;
    kind_named(kind)
}

/// Reads `a service control policy: arn:aws:organizations::…`, and what it was reached through.
fn explicit(rest: &str) -> Option<(&str, Option<&str>)> {
    let rest = rest.split_once(" transitively through ").map_or(rest, |(before, _)| before);
    let rest = ["a ", "an ", "the "].into_iter().find_map(|article| rest.strip_prefix(article))?;
    let (kind, by) = match rest.split_once(": ") {
        Some((kind, by)) => (kind, Some(by.trim()).filter(|by| by.starts_with("arn:"))),
        None => (rest, None),
    };
    if by.is_some_and(|by| by.contains(char::is_whitespace)) {
        return None;
    }
    Some((kind_named(kind)?, by))
}

/// Returns a kind of policy without its noun. Kinds that are not known yet are accepted if they look like one.
fn kind_named(text: &str) -> Option<&str> {
    let kind = text.strip_suffix(" policy").or_else(|| text.ends_with(" boundary").then_some(text))?;
    let is_words = kind.chars().all(|char| char.is_ascii_alphabetic() || " -".contains(char));
    (is_words && !kind.is_empty() && kind.len() <= 40).then_some(kind)
}

#[cfg(test)]
mod tests;

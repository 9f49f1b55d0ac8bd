//! Names that records write in several forms, made equal.

use serde::Deserialize;

/// How the parts of an identity are made equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::insight::ledger) enum Norm {
    /// Compared as written.
    #[default]
    Exact,
    /// The last part of an ARN or path.
    Name,
    /// The name in a secret's ARN, without the six random letters that AWS appends.
    Secret,
    /// A Lambda function by name, partial or whole ARN, without its qualifier.
    Function,
    /// With or without the slash in front; an SSM parameter by its ARN.
    Slash,
    /// A stack by name or ID.
    Stack,
    /// Ignoring case.
    Lower,
}

impl Norm {
    /// Returns the form that is compared.
    pub(in crate::insight::ledger) fn of(self, text: &str) -> String {
        match self {
            Self::Name => resource(text).rsplit('/').next().unwrap_or(text).to_owned(),
            Self::Secret => secret(text).to_owned(),
            Self::Function => function(text).to_owned(),
            Self::Slash => {
                let name = resource(text);
                let name = if name == text { name } else { name.strip_prefix("parameter").unwrap_or(name) };
                name.trim_start_matches('/').to_owned()
            }
            Self::Stack if text.starts_with("arn:") => {
                resource(text).split('/').nth(1).unwrap_or(text).to_owned()
            }
            Self::Exact | Self::Stack => text.to_owned(),
            Self::Lower => text.to_lowercase(),
        }
    }
}

/// Returns the part of an ARN after its account; other texts unchanged.
fn resource(text: &str) -> &str {
    text.strip_prefix("arn:").and_then(|rest| rest.splitn(5, ':').nth(4)).unwrap_or(text)
}

fn secret(text: &str) -> &str {
    let Some(name) = resource(text).strip_prefix("secret:").filter(|_| text.starts_with("arn:")) else {
        return text;
    };
    match name.rsplit_once('-') {
        Some((name, tail)) if tail.len() == 6 && tail.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            name
        }
        _ => name,
    }
}

/// Reads `name`, `name:qualifier`, `account:function:name` and ARNs, each with or without a qualifier.
fn function(text: &str) -> &str {
    let name = text.split_once("function:").map_or(text, |(_, name)| name);
    name.split(':').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_name_are_equal() {
        for (norm, text, expected) in [
            (Norm::Exact, "Ab", "Ab"),
            (Norm::Lower, "Ab", "ab"),
            (Norm::Name, "arn:aws:cloudtrail:eu-west-1:1:trail/main", "main"),
            (Norm::Name, "arn:aws:kms:eu-west-1:1:key/1234-5678", "1234-5678"),
            (Norm::Name, "arn:aws:ecs:eu-west-1:1:task-definition/web:7", "web:7"),
            (Norm::Name, "main", "main"),
            (Norm::Secret, "arn:aws:secretsmanager:eu-west-1:1:secret:db/main-AbC12d", "db/main"),
            (Norm::Secret, "arn:aws:secretsmanager:eu-west-1:1:secret:db", "db"),
            (Norm::Secret, "my-secret", "my-secret"),
            (Norm::Function, "arn:aws:lambda:eu-west-1:1:function:f:LIVE", "f"),
            (Norm::Function, "1:function:f", "f"),
            (Norm::Function, "f:3", "f"),
            (Norm::Function, "f", "f"),
            (Norm::Slash, "/a/b", "a/b"),
            (Norm::Slash, "arn:aws:ssm:eu-west-1:1:parameter/a/b", "a/b"),
            (Norm::Slash, "a", "a"),
            (Norm::Stack, "arn:aws:cloudformation:eu-west-1:1:stack/web/guid", "web"),
            (Norm::Stack, "web", "web"),
        ] {
            assert_eq!(norm.of(text), expected, "{norm:?} {text}");
        }
    }
}

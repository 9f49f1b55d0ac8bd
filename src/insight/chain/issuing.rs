//! The calls that issue credentials, by name. Only their records are read.

use crate::record::call::without_api_date;

/// Calls that issue credentials under a name that does not say so.
const NAMES: [&str; 6] =
    ["AssumeRoot", "ConsoleLogin", "CreateSession", "CreateAccessKey", "GetDataAccess", "SwitchRole"];

/// What the names of other such calls begin with.
const BEGINNINGS: [&str; 2] = ["AssumeRole", "GetTemporary"];

/// What the names of other such calls contain after `Get` or `Create`.
const WORDS: [&str; 4] = ["SessionToken", "FederationToken", "SigninToken", "Credentials"];

/// Tokens of OAuth and of delegated access contain access keys.
const TOKENS: [&str; 3] = ["CreateOAuth2Token", "GetDelegatedAccessToken", "GetAccessToken"];

/// Returns whether a call with this name may issue a credential.
pub(super) fn may_issue(event_name: &str) -> bool {
    let name = without_api_date(event_name);
    let is_made = name.starts_with("Get") || name.starts_with("Create");
    NAMES.contains(&name)
        || TOKENS.contains(&name)
        || BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
        || (is_made && WORDS.iter().any(|word| name.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calls_that_issue_credentials_are_known_by_name() {
        for name in [
            "AssumeRole",
            "AssumeRoleWithSAML",
            "AssumeRoleWithWebIdentity",
            "AssumeRoleForPodIdentity",
            "AssumeRoot",
            "GetFederationToken",
            "GetSessionToken",
            "GetDelegatedAccessToken",
            "GetScopedCredentials",
            "CreateAccessKey",
            "GetSigninToken",
            "ConsoleLogin",
            "SwitchRole",
            "CreateOAuth2Token",
            "GetCredentialsForIdentity",
            "CreateSession",
            "GetRoleCredentials",
            "GetAccessToken",
            "GetEnvironmentCredentials",
            "GetDataAccess",
            "GetTemporaryGlueTableCredentials",
        ] {
            assert!(may_issue(name), "{name}");
        }
        for name in
            ["ListAccessKeys", "DeleteAccessKey", "GetObject", "UpdateAssumeRolePolicy", "Decrypt", ""]
        {
            assert!(!may_issue(name), "{name}");
        }
    }
}

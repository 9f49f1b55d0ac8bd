//! Names of role sessions: which ones read like the name of a person, and which ones were made by a program.
//!
//! The caller chooses the name when it assumes the role. It proves nothing; it only separates the sessions of one
//! role.

/// Names that services and tools give to their sessions, and that would otherwise read like a person's name.
const OF_PROGRAMS: [&str; 4] = ["AutoScaling", "ElasticLoadBalancing", "GitHubActions", "SLRManagement"];

/// Returns whether a session name reads like a person's name: an email address, or one or two words of letters
/// only, with a dot, underscore or hyphen between them. IDs, numbers and names that programs choose do not.
pub(in crate::record) fn reads_as_name(name: &str) -> bool {
    is_email(name) || (is_one_or_two_words(name) && !is_of_program(name))
}

/// Returns whether a session name looks like an email address.
pub(in crate::record) fn is_email(name: &str) -> bool {
    name.contains('@')
}

fn is_one_or_two_words(name: &str) -> bool {
    let mut words = name.split(['.', '_', '-']);
    let is_word = |word: &str| !word.is_empty() && word.chars().all(char::is_alphabetic);
    words.by_ref().take(2).all(is_word) && words.next().is_none()
}

fn is_of_program(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.starts_with("aws")
        || lower.starts_with("i-")
        || lower.ends_with("session")
        || OF_PROGRAMS.iter().any(|other| other.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_people_are_told_from_names_that_programs_choose() {
        for name in [
            "nora",
            "Nora",
            "nora.lind",
            "nora_lind",
            "nora-lind",
            "nora@example.com",
            "n1@example.com",
            "Åsa",
        ] {
            assert!(reads_as_name(name), "{name:?}");
        }
        for name in [
            "",
            "i-0a1b2c3d4e5f60718",
            "i-abcdefab",
            "botocore-session-1790000000",
            "botocore-session",
            "aws-go-sdk-1790000000000000000",
            "1790000000",
            "6f1c9c1e-8f0e-4a51-9f0a-2a9e6f1d7b30",
            "AWSCLI-Session",
            "AWSBackup",
            "RolesAnywhereInternalSession",
            "AutoScaling",
            "githubactions",
            "build-42",
            "nora.",
            ".lind",
            "nora..lind",
            "one-two-three",
            "nora lind",
        ] {
            assert!(!reads_as_name(name), "{name:?}");
        }
    }
}

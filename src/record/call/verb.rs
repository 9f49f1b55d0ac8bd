//! Whether a call changes something, judging by its name, for records in which AWS does not say so.

/// The first words of calls that only read. Where AWS states it, they have `readOnly: true`.
const READING: [&str; 29] = [
    "Assume", "Check", "Count", "Decode", "Decrypt", "Describe", "Detect", "Discover", "Download", "Encrypt",
    "Estimate", "Evaluate", "Get", "Head", "Is", "List", "Lookup", "Poll", "Preview", "Query", "Read",
    "Retrieve", "Scan", "Search", "Select", "Simulate", "Test", "Validate", "View",
];

/// The first words of calls that change something. Where AWS states it, they have `readOnly: false`.
const WRITING: [&str; 77] = [
    "Accept",
    "Activate",
    "Add",
    "Allocate",
    "Allow",
    "Apply",
    "Approve",
    "Assign",
    "Associate",
    "Attach",
    "Authorize",
    "Cancel",
    "Change",
    "Clear",
    "Close",
    "Complete",
    "Confirm",
    "Continue",
    "Copy",
    "Create",
    "Deactivate",
    "Delete",
    "Deploy",
    "Deprecate",
    "Deregister",
    "Detach",
    "Disable",
    "Disassociate",
    "Enable",
    "Execute",
    "Export",
    "Grant",
    "Import",
    "Initiate",
    "Install",
    "Invite",
    "Issue",
    "Join",
    "Leave",
    "Merge",
    "Modify",
    "Move",
    "Password",
    "Publish",
    "Purchase",
    "Push",
    "Put",
    "Reboot",
    "Register",
    "Reject",
    "Release",
    "Remove",
    "Renew",
    "Replace",
    "Request",
    "Reset",
    "Restore",
    "Resume",
    "Resync",
    "Retire",
    "Revoke",
    "Rotate",
    "Run",
    "Schedule",
    "Send",
    "Set",
    "Share",
    "Start",
    "Stop",
    "Subscribe",
    "Suspend",
    "Tag",
    "Terminate",
    "Transfer",
    "Untag",
    "Update",
    "Upload",
];

/// Returns the first words of calls that only read, or of those that change something.
pub fn words(reads: bool) -> &'static [&'static str] {
    if reads { &READING } else { &WRITING }
}

/// Returns whether a call only reads, judging by its name. `None` if its first word is not known.
pub fn only_reads(event_name: &str) -> Option<bool> {
    let first = first_word(event_name)?;
    // A batch does what its second word says: BatchGetItem, BatchDeleteImage.
    let first = if first == "Batch" { event_name.get(first.len()..).and_then(first_word)? } else { first };
    if READING.binary_search(&first).is_ok() {
        Some(true)
    } else {
        WRITING.binary_search(&first).ok().map(|_| false)
    }
}

/// Returns the first word, a capital and the small letters after it: `Delete` of `DeleteBucket`.
fn first_word(name: &str) -> Option<&str> {
    let small = name.get(1..)?.find(|char: char| !char.is_ascii_lowercase()).unwrap_or(name.len() - 1);
    name.get(..=small).filter(|word| word.starts_with(|char: char| char.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_decides() {
        assert!(READING.is_sorted() && WRITING.is_sorted());
        for (name, expected) in [
            ("DescribeInstances", Some(true)),
            ("GetSecretValue", Some(true)),
            ("AssumeRoleWithSAML", Some(true)),
            ("DeleteTrail", Some(false)),
            ("PutBucketPolicy", Some(false)),
            ("CreateFunction20150331", Some(false)),
            ("AttachUserPolicy", Some(false)),
            ("BatchGetItem", Some(true)),
            ("BatchDeleteImage", Some(false)),
            ("Batch", None),
            ("Tag", Some(false)),
            ("Getaway", None),
            ("NotCreateUser", None),
            ("getObject", None),
            ("ConsoleLogin", None),
            ("É", None),
            ("", None),
        ] {
            assert_eq!(only_reads(name), expected, "{name}");
        }
    }
}

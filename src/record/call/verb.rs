//! Whether a call changes something, judging by its name, for records in which AWS does not say so.

use std::sync::LazyLock;

/// The first words of calls that only read. Where AWS states it, they have `readOnly: true`.
static READING: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "\
        Analyze Assume Calculate Check Classify Compare Count Decode Decrypt Describe Detect Discover Download \
        Encrypt Estimate Evaluate Fetch Filter Geocode Get Head Infer Is List Lookup Poll Preview Query Read \
        Render Retrieve Scan Search Select Simulate Synthesize Test Validate View"
        .split(' ')
        .collect()
});

/// The first words of calls that change something. Where AWS states it, they have `readOnly: false`.
static WRITING: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "\
        Abort Accept Acknowledge Activate Add Advertise Allocate Allow Alter Apply Approve Archive Assign \
        Associate Attach Authorize Backtrack Bundle Cancel Change Claim Clear Clone Close Commit Complete \
        Configure Confirm Continue Convert Copy Create Deactivate Deauthorize Decline Decrease Define Delete \
        Deploy Deprecate Deprovision Deregister Detach Disable Disassociate Disconnect Dispose Dissociate Drop \
        Enable Enroll Evict Execute Expire Export Extend Failover Finalize Flush Forget Grant Group Import \
        Increase Ingest Initialize Initiate Inject Insert Install Invalidate Invite Issue Join Label Launch \
        Leave Link Lock Merge Migrate Modify Monitor Mount Move Open Override Password Patch Pause Peer Persist \
        Populate Promote Provision Publish Purchase Purge Push Put Reboot Rebuild Redrive Regenerate Register \
        Reject Release Remove Rename Renew Reorder Replace Replicate Request Reserve Reset Resize Restart \
        Restore Resume Resync Retire Retry Revoke Rollback Rotate Run Schedule Send Set Setup Share Shutdown \
        Signal Skip Split Start Stop Submit Subscribe Suspend Swap Switchover Sync Synchronize Tag Terminate \
        Toggle Transfer Transition Unarchive Unassign Unauthorize Undeprecate Ungroup Unlabel Unlink Unlock \
        Unmonitor Unpeer Unpublish Unshare Unsubscribe Untag Update Upgrade Upload Upsert Wipe Withdraw Write"
        .split(' ')
        .collect()
});

/// Words before the one that says what is done: `BatchDeleteImage`, `TransactWriteItems`, `AdminCreateUser`.
pub const BEFORE: [&str; 3] = ["Admin", "Batch", "Transact"];

/// Returns the first words of calls that only read, or of those that change something.
pub fn words(reads: bool) -> &'static [&'static str] {
    if reads { &READING } else { &WRITING }
}

/// Returns whether a call only reads, judging by its name. `None` if its first word is not known.
pub fn only_reads(event_name: &str) -> Option<bool> {
    let first = first_word(event_name)?;
    let first =
        if BEFORE.contains(&first) { event_name.get(first.len()..).and_then(first_word)? } else { first };
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
            ("AdminCreateUser", Some(false)),
            ("AdminGetUser", Some(true)),
            ("TransactGetItems", Some(true)),
            ("TransactWriteItems", Some(false)),
            ("PurgeQueue", Some(false)),
            ("SwitchoverReadReplica", Some(false)),
            ("FilterLogEvents", Some(true)),
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

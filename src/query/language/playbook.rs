//! PLAYBOOK, the questions that public incident-response playbooks ask, each with the command line that answers
//! it. README and manual page are made from it. The values are those of the sample logs.

use super::reference::cell;

/// One question of the playbooks, and how it is asked here.
#[derive(Debug)]
pub struct PlaybookAnswer {
    /// The question.
    pub asks: &'static str,
    /// The filter that finds the events.
    pub filter: &'static str,
    /// The fields to count by, outermost first; empty for a list of events.
    pub by: &'static [&'static str],
    /// The columns of a list; empty for the default ones.
    pub columns: &'static [&'static str],
}

/// Makes a question that is answered by counting.
const fn count(asks: &'static str, filter: &'static str, by: &'static [&'static str]) -> PlaybookAnswer {
    PlaybookAnswer { asks, filter, by, columns: &[] }
}

/// Makes a question that is answered by a list, oldest first.
const fn list(asks: &'static str, filter: &'static str) -> PlaybookAnswer {
    PlaybookAnswer { asks, filter, by: &[], columns: &[] }
}

/// All questions, in the order of an investigation of a leaked key.
pub const PLAYBOOK: &[PlaybookAnswer] = &[
    list("What did this access key do?", "key=AKIAQ7LKSPRBDEXAMPLE"),
    count(
        "From which addresses and with which programs?",
        "key=AKIAQ7LKSPRBDEXAMPLE",
        &["sourceIPAddress", "userAgent"],
    ),
    list(
        "What did the key create or change for later access?",
        "key=AKIAQ7LKSPRBDEXAMPLE eventName:CreateUser,CreateAccessKey,LoginProfile,CreateRole,AssumeRolePolicy,AttachUserPolicy,AttachRolePolicy,PutUserPolicy,PutRolePolicy,PolicyVersion,AddUserToGroup,MFADevice is:write",
    ),
    list(
        "Which data did the key read?",
        "key=AKIAQ7LKSPRBDEXAMPLE eventName:GetObject,CopyObject,GetSecretValue,GetParameter,CreateSnapshot,Scan,Query",
    ),
    PlaybookAnswer {
        asks: "Which roles did the key assume?",
        filter: "key=AKIAV2BACKUP4EXAMPLE eventName:AssumeRole",
        by: &[],
        columns: &["eventTime", "eventName", "resource", "errorCode"],
    },
    count(
        "Which calls with this key failed?",
        "key=AKIAQ7LKSPRBDEXAMPLE is:failed",
        &["errorCode", "eventName"],
    ),
    count("Who touched this bucket?", "resource:larkspur-customer-exports", &["principal", "eventName"]),
    PlaybookAnswer {
        asks: "When were objects read in bulk?",
        filter: "service=s3 eventName=GetObject is:read !is:failed",
        by: &[],
        columns: &["eventTime", "principal", "resource"],
    },
    count(
        "Which objects were read?",
        "eventName=GetObject resource:larkspur-customer-exports",
        &["resource"],
    ),
    list("What was copied to other buckets?", "eventName=CopyObject"),
    count("Who deleted what, and how much?", "eventName:Delete* !is:failed", &["principal", "eventName"]),
    count(
        "What happened to keys, snapshots and versions?",
        "is:write (service=kms | eventName:Snapshot,PutBucketVersioning,PutBucketLifecycle)",
        &["eventName", "principal"],
    ),
    count("What did this address do, in which accounts?", "ip=198.51.100.23", &["account", "eventName"]),
    count(
        "Which errors occurred, for whom, on which call?",
        "is:failed",
        &["errorFamily", "principal", "eventName"],
    ),
    count("Which programs does a key use, rarest last?", "key=AKIAQ7LKSPRBDEXAMPLE", &["userAgent"]),
    list(
        "Who signed in to the console without MFA?",
        "eventName=ConsoleLogin additionalEventData.MFAUsed=No !userIdentity.type=AssumedRole",
    ),
    count(
        "Who called from another account?",
        "(userIdentity.type=AWSAccount | sharedEventID:*) !is:service",
        &["userIdentity.accountId", "eventName"],
    ),
    count(
        "Which instance profiles call IAM or list buckets?",
        "userIdentity.principalId~:i-[0-9a-f]+$ (service=iam | eventName=ListBuckets)",
        &["principal", "eventName"],
    ),
    list("What did the root user do?", "is:root !eventType:AwsServiceEvent"),
    count(
        "What was changed in the console?",
        "is:console is:write !eventType:SignIn",
        &["principal", "eventName"],
    ),
    count("Who uses TLS below 1.2?", r"tlsDetails.tlsVersion~^TLSv1\.?[01]?$", &["userAgent"]),
    count("Which write calls does each user make?", "is:write !is:service", &["principal", "eventName"]),
    count(
        "Which instances use this role?",
        "role:shop-web userIdentity.principalId~:i-",
        &["userIdentity.principalId"],
    ),
    list(
        "What happened in a Region between two times?",
        "region=us-east-1 after:2026-03-11T06:00 before:2026-03-11T07:00",
    ),
];

impl PlaybookAnswer {
    /// Returns the command line that answers it on the sample logs.
    pub fn command(&self) -> String {
        let filter = self.filter;
        if self.by.is_empty() {
            let columns = match self.columns {
                [] => String::new(),
                columns => format!(" --columns {}", columns.join(",")),
            };
            format!("trailsift list sample-logs{columns} -f '{filter}'")
        } else {
            format!("trailsift group sample-logs --by {} -f '{filter}'", self.by.join(","))
        }
    }
}

/// Returns the questions as a Markdown table, for the README.
pub fn markdown() -> String {
    let row =
        |answer: &PlaybookAnswer| format!("| {} | `{}` |\n", cell(answer.asks), cell(&answer.command()));
    format!("| question | command |\n|---|---|\n{}", PLAYBOOK.iter().map(row).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::language::parse::parse;
    use crate::record::field::field;

    #[test]
    fn every_query_can_be_asked() {
        assert!(PLAYBOOK.len() >= 23);
        for answer in PLAYBOOK {
            assert!(
                !parse(answer.filter).unwrap().is_empty() && !answer.filter.contains('\''),
                "{}",
                answer.asks
            );
            assert!(answer.by.iter().all(|name| field(name).is_some()), "{}", answer.asks);
            assert!(answer.columns.iter().all(|name| field(name).is_some()), "{}", answer.asks);
        }
    }
}

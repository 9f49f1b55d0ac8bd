//! FIELDS, the only table of the named fields. Columns, filter names, groups, CSV headings and the table in the
//! README are made from it. `on_demand` has the paths that become columns.

pub use super::column::{ACTOR_COLUMNS, COLUMNS, Column, Home, KIND_COLUMNS, OWN_COLUMNS, OnDemand};
pub use super::field_row::{Field, FieldSource};
use super::field_row::{column, own};
pub use super::together::{GivenColumn, Together};

/// Every field, in the order in which pickers and tables show them.
pub const FIELDS: &[Field] = &[
    Field {
        name: "eventTime",
        aliases: &["time"],
        title: "time",
        source: FieldSource::Time,
        about: "when the call completed, in UTC; for aggregated events, the start of their window",
    },
    column(
        "eventName",
        &["name", "event"],
        "event",
        Column::EventName,
        "the API call or event; for Insights events, the call that they are about",
    ),
    column("eventSource", &["source"], "source", Column::EventSource, "the DNS name of the service"),
    column("service", &[], "service", Column::Service, "computed: eventSource without `.amazonaws.com`"),
    column(
        "principal",
        &["who"],
        "principal",
        Column::Principal,
        "computed: who acted; one value for each user, role, service or account",
    ),
    column(
        "session",
        &[],
        "session",
        Column::Session,
        "computed: one value for all calls of a session, including console sessions",
    ),
    column(
        "sessionName",
        &[],
        "session name",
        Column::SessionName,
        "computed: the name of the role session, from the end of its ARN or of principalId; the caller chooses it",
    ),
    column(
        "person",
        &[],
        "person",
        Column::Person,
        "computed: the source identity, Identity Center user or email address of the session; otherwise the role and the session name, if that looks like a person's name; otherwise the principal",
    ),
    column(
        "sourceIPAddress",
        &["ip", "from"],
        "from",
        Column::SourceIpAddress,
        "IP address of the caller, or the name of the AWS service that called",
    ),
    column("awsRegion", &["region"], "region", Column::AwsRegion, "the Region that the request was made to"),
    column(
        "errorCode",
        &["error"],
        "error",
        Column::ErrorCode,
        "the error; absent when the call succeeded; for Insights events the error they are about",
    ),
    column(
        "errorFamily",
        &["family"],
        "family",
        Column::ErrorFamily,
        "computed: denied, throttled, not found, conflict, validation or other",
    ),
    column(
        "errorMessage",
        &["message"],
        "error message",
        Column::ErrorMessage,
        "the text of the error, even if the service puts it into responseElements",
    ),
    column(
        "outcome",
        &[],
        "outcome",
        Column::Outcome,
        "computed: failed or ok; includes failed sign-ins, which have no errorCode; absent for Insights events, which are not calls",
    ),
    column(
        "resource",
        &[],
        "resource",
        Column::Resource,
        "computed: what the call acted on, and after ← what it was done with, such as a policy; a filter can match a single name",
    ),
    column("userAgent", &["agent"], "agent", Column::UserAgent, "the program that made the call"),
    column(
        "program",
        &[],
        "program",
        Column::OnDemand(OnDemand::PROGRAM),
        "computed: the program that userAgent names, without its version",
    ),
    column(
        "os",
        &[],
        "OS",
        Column::OnDemand(OnDemand::OS),
        "computed: the operating system that userAgent names",
    ),
    column(
        "bytesIn",
        &[],
        "bytes in",
        Column::OnDemand(OnDemand::BYTES_IN),
        "computed: bytes sent to the service, from additionalEventData.bytesTransferredIn",
    ),
    column(
        "bytesOut",
        &[],
        "bytes out",
        Column::OnDemand(OnDemand::BYTES_OUT),
        "computed: bytes sent by the service, from additionalEventData.bytesTransferredOut",
    ),
    column(
        "account",
        &[],
        "account",
        Column::Account,
        "computed: recipientAccountId, otherwise the caller's account",
    ),
    column(
        "recipientAccountId",
        &[],
        "recipient",
        Column::RecipientAccountId,
        "the account that received the event",
    ),
    column(
        "readOnly",
        &[],
        "read only",
        Column::ReadOnly,
        "true for calls that only read, false for calls that write; if it is absent, is:read and is:write use the verb of eventName",
    ),
    column(
        "eventType",
        &[],
        "type",
        Column::EventType,
        "AwsApiCall, AwsConsoleAction, AwsConsoleSignIn, AwsServiceEvent and others",
    ),
    column(
        "eventCategory",
        &["category"],
        "category",
        Column::EventCategory,
        "Management, Data, NetworkActivity, Insight or Aggregated",
    ),
    column(
        "userIdentity.type",
        &[],
        "identity type",
        Column::IdentityType,
        "Root, IAMUser, AssumedRole, AWSService and others",
    ),
    column(
        "userIdentity.arn",
        &["arn"],
        "ARN",
        Column::IdentityArn,
        "ARN of the caller; for Insights events the one that most calls are attributed to",
    ),
    column(
        "attributed",
        &[],
        "attributed to",
        Column::OnDemand(OnDemand::ATTRIBUTED),
        "computed: all identities that an Insights event attributes the unusual calls to; each ARN is found on its own",
    ),
    column("userIdentity.accountId", &[], "caller account", Column::IdentityAccount, "account of the caller"),
    column(
        "userIdentity.accessKeyId",
        &["key"],
        "access key",
        Column::AccessKey,
        "the access key that signed the request",
    ),
    column("userIdentity.userName", &["user"], "user name", Column::UserName, "name of the IAM user"),
    column(
        "userIdentity.principalId",
        &[],
        "principal id",
        Column::PrincipalId,
        "unique ID of the caller; for roles, followed by the session name",
    ),
    column(
        "userIdentity.invokedBy",
        &[],
        "invoked by",
        Column::InvokedBy,
        "the AWS service that made the call on behalf of the caller",
    ),
    column(
        "userIdentity.sessionContext.sessionIssuer.arn",
        &["role"],
        "role",
        Column::IssuerArn,
        "the role or user that issued the session",
    ),
    column(
        "userIdentity.sessionContext.sourceIdentity",
        &["sourceIdentity"],
        "source identity",
        Column::SourceIdentity,
        "the source identity set when the first role was assumed",
    ),
    column(
        "userIdentity.sessionContext.assumedRoot",
        &["assumedRoot"],
        "assumed root",
        Column::AssumedRoot,
        "true for calls made with the root credentials that sts:AssumeRoot gives for a member account",
    ),
    column(
        "userIdentity.sessionContext.attributes.mfaAuthenticated",
        &[],
        "MFA",
        Column::MfaAuthenticated,
        "whether the session was created with MFA",
    ),
    column(
        "mfa",
        &[],
        "MFA used",
        Column::Mfa,
        "computed from the sign-in or the session: yes, no, or not knowable if an identity provider signed the user in",
    ),
    column(
        "console",
        &[],
        "console",
        Column::Console,
        "computed: true for calls and sign-ins made in the console",
    ),
    column(
        "deniedAction",
        &[],
        "denied action",
        Column::OnDemand(OnDemand::DENIED_ACTION),
        "computed: the IAM action that errorMessage says was denied, which may differ from the name of the call",
    ),
    column(
        "deniedPolicy",
        &[],
        "denied by kind",
        Column::OnDemand(OnDemand::DENIED_POLICY),
        "computed: the kind of policy that denied the action or does not allow it, such as identity-based or service control",
    ),
    column(
        "deny",
        &[],
        "deny",
        Column::OnDemand(OnDemand::DENY),
        "computed: explicit if a policy denies the action, implicit if none allows it",
    ),
    column(
        "deniedBy",
        &[],
        "denied by",
        Column::OnDemand(OnDemand::DENIED_BY),
        "computed: ARN of the policy that denied the action, where AWS names it (since 2026)",
    ),
    column(
        "issued",
        &["issuedKey"],
        "issued key",
        Column::OnDemand(OnDemand::ISSUED),
        "computed: the access key that the call issued, from responseElements",
    ),
    column(
        "root",
        &[],
        "root",
        Column::OnDemand(OnDemand::ROOT),
        "computed: the first known credential or sign-in that the caller's credential goes back to; the principal if the call has none",
    ),
    column(
        "basis",
        &[],
        "basis",
        Column::OnDemand(OnDemand::BASIS),
        "computed: what the origin of the caller's credential rests on: key, session, sibling, console, behalf or none",
    ),
    column(
        "mark",
        &[],
        "mark",
        Column::OnDemand(OnDemand::MARK),
        "said by the investigator: `marked` if the event is marked",
    ),
    column(
        "label",
        &["labels"],
        "label",
        Column::OnDemand(OnDemand::LABEL),
        "said by the investigator: the labels of the event; each is found on its own",
    ),
    column(
        "note",
        &[],
        "note",
        Column::OnDemand(OnDemand::NOTE),
        "said by the investigator: the note on the event",
    ),
    column(
        "state",
        &[],
        "state",
        Column::OnDemand(OnDemand::STATE),
        "computed: what became of what the call made or opened: stands, undone, undone with its owner, switched off, made again, or not identified",
    ),
    column(
        "new",
        &[],
        "new",
        Column::OnDemand(OnDemand::NEW),
        "computed: in what the event is the first of its principal: call, service, region, address (its network), agent (its program), error; since: changes what it is compared with",
    ),
    column(
        "opens",
        &[],
        "opens",
        Column::OnDemand(OnDemand::OPENS),
        "computed: what the policy that the call writes or attaches opens: anyone, anyone_if (a condition holds), foreign (another account), federated (every user of an identity provider), admin, wide (all of a service) or not (all but what is named)",
    ),
    column(
        "watch",
        &[],
        "watch",
        Column::OnDemand(OnDemand::WATCH),
        "computed: whether the call is on the list of calls worth a look: yes; bulk for calls that ordinary days have by the thousand; service if an AWS service called or passed the call on",
    ),
    column(
        "tactic",
        &[],
        "tactic",
        Column::OnDemand(OnDemand::TACTIC),
        "computed: the tactics of MITRE ATT&CK that the call may serve, such as persistence; in groups an event counts under each",
    ),
    column(
        "technique",
        &[],
        "technique",
        Column::OnDemand(OnDemand::TECHNIQUE),
        "computed: the techniques of MITRE ATT&CK that the call may be part of; T1098 also finds T1098.001; in groups an event counts under each",
    ),
    own("accountName", &[], OnDemand::ACCOUNT_NAME, "name of the account, from --accounts FILE"),
    own("country", &[], OnDemand::COUNTRY, "country code of sourceIPAddress, from --mmdb FILE"),
    own("city", &[], OnDemand::CITY, "city of sourceIPAddress, from --mmdb FILE"),
    own("asn", &["operator"], OnDemand::ASN, "its network operator, from --mmdb FILE"),
    own("ioc", &["indicator"], OnDemand::IOC, "lines of --iocs FILE that the event has"),
    Field {
        name: "eventID",
        aliases: &["id"],
        title: "event ID",
        source: FieldSource::EventId,
        about: "unique ID of the event",
    },
];

/// Finds a field by name or alias, in any case.
pub fn field(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| {
        field.name.eq_ignore_ascii_case(name)
            || field.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    })
}

/// Returns the fields as a Markdown table, for the README.
pub fn markdown() -> String {
    let rows = FIELDS.iter().map(|field| {
        let aliases: Vec<String> = field.aliases.iter().map(|alias| format!("`{alias}`")).collect();
        format!("| `{}` | {} | {} |\n", field.name, aliases.join(" "), field.about)
    });
    std::iter::once("| field | alias | description |\n|---|---|---|\n".to_owned()).chain(rows).collect()
}

#[cfg(test)]
#[path = "field_tests.rs"]
mod tests;

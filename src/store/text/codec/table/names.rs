//! The columns that hold members of a record: Event history, Athena, CloudTrail Lake, Sentinel, Elastic.

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Text.
    Text,
    /// Any value of a column that no record has: a number in it is one.
    Other,
    /// The number of an account.
    Account,
    /// `true` or `false`.
    Flag,
    /// A time.
    Time,
    /// JSON, or Athena's text of a structure, or other text.
    Json,
    /// The same, with CloudTrail's own names in it, which products write in lower case.
    Structure,
    /// A time, or milliseconds since 1970.
    Milliseconds,
}

/// The names of a column, and where a record has its value.
type ColumnName = (&'static [&'static str], &'static [&'static str], Holds);

/// In the order in which CloudTrail writes the members. Names are in lower case, with letters only.
const NAMES: &[ColumnName] = &[
    (&["eventversion"], &["eventVersion"], Holds::Text),
    (&["useridentity"], &["userIdentity"], Holds::Structure),
    (&["useridentitytype"], &["userIdentity", "type"], Holds::Text),
    (&["useridentityprincipalid"], &["userIdentity", "principalId"], Holds::Text),
    (&["useridentityarn"], &["userIdentity", "arn"], Holds::Text),
    (&["useridentityaccountid"], &["userIdentity", "accountId"], Holds::Account),
    (&["useridentityaccesskeyid", "awsaccesskey"], &["userIdentity", "accessKeyId"], Holds::Text),
    (&["useridentityusername", "username"], &["userIdentity", "userName"], Holds::Text),
    (&["useridentityinvokedby"], &["userIdentity", "invokedBy"], Holds::Text),
    (
        &["sessionissuertype", "useridentitysessioncontextsessionissuertype"],
        &["userIdentity", "sessionContext", "sessionIssuer", "type"],
        Holds::Text,
    ),
    (
        &["sessionissuerprincipalid", "useridentitysessioncontextsessionissuerprincipalid"],
        &["userIdentity", "sessionContext", "sessionIssuer", "principalId"],
        Holds::Text,
    ),
    (
        &["sessionissuerarn", "useridentitysessioncontextsessionissuerarn"],
        &["userIdentity", "sessionContext", "sessionIssuer", "arn"],
        Holds::Text,
    ),
    (
        &["sessionissueraccountid", "useridentitysessioncontextsessionissueraccountid"],
        &["userIdentity", "sessionContext", "sessionIssuer", "accountId"],
        Holds::Account,
    ),
    (
        &["sessionissuerusername", "useridentitysessioncontextsessionissuerusername"],
        &["userIdentity", "sessionContext", "sessionIssuer", "userName"],
        Holds::Text,
    ),
    (
        &["sessioncreationdate", "useridentitysessioncontextcreationdate"],
        &["userIdentity", "sessionContext", "attributes", "creationDate"],
        Holds::Text,
    ),
    (
        &["sessionmfaauthenticated", "useridentitysessioncontextmfaauthenticated"],
        &["userIdentity", "sessionContext", "attributes", "mfaAuthenticated"],
        Holds::Text,
    ),
    (&["eventtime", "timegenerated", "timestamp"], &["eventTime"], Holds::Time),
    (&["eventsource", "eventprovider"], &["eventSource"], Holds::Text),
    (&["eventname", "eventaction"], &["eventName"], Holds::Text),
    (&["awsregion", "cloudregion"], &["awsRegion"], Holds::Text),
    (&["sourceipaddress", "sourceaddress", "sourceip"], &["sourceIPAddress"], Holds::Text),
    (&["useragent", "useragentoriginal"], &["userAgent"], Holds::Text),
    (&["errorcode"], &["errorCode"], Holds::Text),
    (&["errormessage"], &["errorMessage"], Holds::Text),
    (&["requestparameters"], &["requestParameters"], Holds::Json),
    (&["responseelements"], &["responseElements"], Holds::Json),
    (&["additionaleventdata"], &["additionalEventData"], Holds::Json),
    (&["requestid", "awsrequestid"], &["requestID"], Holds::Text),
    (&["eventid", "awseventid"], &["eventID"], Holds::Text),
    (&["readonly"], &["readOnly"], Holds::Flag),
    (&["resources"], &["resources"], Holds::Structure),
    (&["eventtype", "eventtypename"], &["eventType"], Holds::Text),
    (&["apiversion"], &["apiVersion"], Holds::Text),
    (&["managementevent"], &["managementEvent"], Holds::Flag),
    (&["recipientaccountid"], &["recipientAccountId"], Holds::Account),
    (&["sharedeventid"], &["sharedEventID"], Holds::Text),
    (&["serviceeventdetails"], &["serviceEventDetails"], Holds::Json),
    (&["vpcendpointid"], &["vpcEndpointId"], Holds::Text),
    (&["vpcendpointaccountid"], &["vpcEndpointAccountId"], Holds::Account),
    (&["eventcategory"], &["eventCategory"], Holds::Text),
    (&["addendum"], &["addendum"], Holds::Structure),
    (&["sessioncredentialfromconsole"], &["sessionCredentialFromConsole"], Holds::Text),
    (&["edgedevicedetails"], &["edgeDeviceDetails"], Holds::Structure),
    (&["tlsdetails"], &["tlsDetails"], Holds::Structure),
    (&["insightdetails"], &["insightDetails"], Holds::Structure),
];

/// Elastic's names begin with this.
const OF_ELASTIC: &str = "awscloudtrail";

/// Returns a column's name in lower case, with letters only.
pub(super) fn letters(name: &[u8]) -> String {
    let letters = name.iter().filter(|byte| byte.is_ascii_alphabetic());
    letters.map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

/// Returns where a record has the value of a column, and what its cells hold. `name` has letters only.
pub(super) fn member(name: &str) -> Option<(usize, &'static [&'static str], Holds)> {
    let name = name.strip_prefix(OF_ELASTIC).unwrap_or(name);
    let mut known = NAMES.iter().enumerate();
    let (rank, (_, path, holds)) = known.find(|(_, (names, ..))| names.contains(&name))?;
    Some((rank, path, *holds))
}

/// Returns whether a column has a name that only Elastic's CloudTrail fields have.
pub(super) fn is_elastic(name: &str) -> bool {
    name.starts_with(OF_ELASTIC)
}

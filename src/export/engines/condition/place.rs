//! Where in a record a value stands: a member that AWS's reference names, or a path that anybody may write.

use crate::json::path::{Path, Step};
use crate::record::read::key::record_keys;

/// The members that hold one text, number or truth value, in AWS's spelling.
pub(in crate::export::engines) const MEMBERS: [&str; 43] = [
    "eventVersion",
    "eventTime",
    "eventSource",
    "eventName",
    "awsRegion",
    "sourceIPAddress",
    "userAgent",
    "errorCode",
    "errorMessage",
    "requestID",
    "eventID",
    "readOnly",
    "eventType",
    "managementEvent",
    "apiVersion",
    "recipientAccountId",
    "eventCategory",
    "sharedEventID",
    "vpcEndpointId",
    "vpcEndpointAccountId",
    "sessionCredentialFromConsole",
    "userIdentity.type",
    "userIdentity.principalId",
    "userIdentity.arn",
    "userIdentity.accountId",
    "userIdentity.accessKeyId",
    "userIdentity.userName",
    "userIdentity.invokedBy",
    "userIdentity.identityProvider",
    "userIdentity.credentialId",
    "userIdentity.onBehalfOf.userId",
    "userIdentity.onBehalfOf.identityStoreArn",
    "userIdentity.sessionContext.attributes.creationDate",
    "userIdentity.sessionContext.attributes.mfaAuthenticated",
    "userIdentity.sessionContext.sessionIssuer.type",
    "userIdentity.sessionContext.sessionIssuer.principalId",
    "userIdentity.sessionContext.sessionIssuer.arn",
    "userIdentity.sessionContext.sessionIssuer.accountId",
    "userIdentity.sessionContext.sessionIssuer.userName",
    "userIdentity.sessionContext.sourceIdentity",
    "userIdentity.sessionContext.assumedRoot",
    "userIdentity.sessionContext.signInSessionArn",
    "tlsDetails.tlsVersion",
];

/// Where a value stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::export::engines) enum FieldPlace {
    /// At a member of [`MEMBERS`], by its name.
    Member(String),
    /// At the end of a path; arrays represent their items.
    Path(Vec<PlaceStep>),
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::export::engines) enum PlaceStep {
    /// Into the member with that name; of each item, if it is an array.
    Name(String),
    /// Into the item at that position.
    Item(usize),
    /// Into each item.
    Each,
    /// Into each member.
    Any,
}

impl FieldPlace {
    /// Names a member: one of [`MEMBERS`], otherwise a path of names with dots between them.
    pub(in crate::export::engines) fn member(name: &str) -> Self {
        if MEMBERS.contains(&name) {
            return Self::Member(name.to_owned());
        }
        Self::Path(name.split('.').map(|name| PlaceStep::Name(name.to_owned())).collect())
    }

    /// Names every member of a member of the record.
    pub(in crate::export::engines) fn any_of(name: &str) -> Self {
        Self::Path(vec![PlaceStep::Name(name.to_owned()), PlaceStep::Any])
    }

    /// Names the end of a path, in AWS's spelling as far as it is known.
    pub(in crate::export::engines) fn of_path(path: &Path) -> Self {
        let names: Option<Vec<&str>> = path.steps().iter().map(name_of).collect();
        let whole = names.map(|names| names.join("."));
        let known =
            whole.and_then(|whole| MEMBERS.into_iter().find(|known| known.eq_ignore_ascii_case(&whole)));
        if let Some(known) = known {
            return Self::Member(known.to_owned());
        }
        let first = |name: &str| {
            let known = record_keys().find(|known| known.eq_ignore_ascii_case(name));
            known.map_or_else(|| name.to_owned(), str::to_owned)
        };
        let step = |(at, step): (usize, &Step)| match step {
            Step::Name(name) if at == 0 => PlaceStep::Name(first(name)),
            Step::Name(name) => PlaceStep::Name(name.clone()),
            Step::Item(item) => PlaceStep::Item(*item),
            Step::Each => PlaceStep::Each,
        };
        Self::Path(path.steps().iter().enumerate().map(step).collect())
    }

    /// Returns the first name, and the steps behind it; nothing if it begins with something else.
    pub(in crate::export::engines) fn split_first(&self) -> Option<(&str, &[PlaceStep])> {
        match self {
            Self::Member(_) => None,
            Self::Path(steps) => match steps.split_first()? {
                (PlaceStep::Name(name), rest) => Some((name, rest)),
                _ => None,
            },
        }
    }

    /// Returns it as a filter names it.
    pub(in crate::export::engines) fn written(&self) -> String {
        let steps = match self {
            Self::Member(name) => return name.clone(),
            Self::Path(steps) => steps,
        };
        let step = |step: &PlaceStep| match step {
            PlaceStep::Name(name) => Step::Name(name.clone()),
            PlaceStep::Item(item) => Step::Item(*item),
            PlaceStep::Each | PlaceStep::Any => Step::Each,
        };
        Path::of(steps.iter().map(step).collect()).to_string()
    }
}

fn name_of(step: &Step) -> Option<&str> {
    match step {
        Step::Name(name) => Some(name),
        Step::Item(_) | Step::Each => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_take_the_spelling_of_aws() {
        let place = |text: &str| FieldPlace::of_path(&Path::parse(text).unwrap());
        assert_eq!(place("requestid"), FieldPlace::Member("requestID".to_owned()));
        assert_eq!(place("tlsdetails.tlsversion"), FieldPlace::Member("tlsDetails.tlsVersion".to_owned()));
        assert_eq!(place("REQUESTPARAMETERS.a").written(), "requestParameters.a");
        assert_eq!(place("requestParameters.a[0].\"x:y\"").written(), "requestParameters.a[0].\"x:y\"");
        assert_eq!(place("requestParameters.a").split_first().unwrap().0, "requestParameters");
    }
}

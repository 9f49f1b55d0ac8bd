//! Which calls change what is recorded: by CloudTrail, by flow logs and the other logs of an account, by AWS Config.

/// Calls that start, stop, narrow or delete the recording of events: event source without `.amazonaws.com`,
/// event name. Sources: the API references of the services, and what investigations look for.
const CALLS: [(&str, &str); 46] = [
    ("cloudtrail", "StopLogging"),
    ("cloudtrail", "StartLogging"),
    ("cloudtrail", "CreateTrail"),
    ("cloudtrail", "UpdateTrail"),
    ("cloudtrail", "DeleteTrail"),
    ("cloudtrail", "PutEventSelectors"),
    ("cloudtrail", "PutInsightSelectors"),
    ("cloudtrail", "PutEventConfiguration"),
    ("cloudtrail", "CreateEventDataStore"),
    ("cloudtrail", "UpdateEventDataStore"),
    ("cloudtrail", "DeleteEventDataStore"),
    ("cloudtrail", "RestoreEventDataStore"),
    ("cloudtrail", "StopEventDataStoreIngestion"),
    ("cloudtrail", "StartEventDataStoreIngestion"),
    ("cloudtrail", "CreateChannel"),
    ("cloudtrail", "UpdateChannel"),
    ("cloudtrail", "DeleteChannel"),
    ("ec2", "CreateFlowLogs"),
    ("ec2", "DeleteFlowLogs"),
    ("route53resolver", "CreateResolverQueryLogConfig"),
    ("route53resolver", "DeleteResolverQueryLogConfig"),
    ("route53resolver", "AssociateResolverQueryLogConfig"),
    ("route53resolver", "DisassociateResolverQueryLogConfig"),
    ("observabilityadmin", "CreateTelemetryRule"),
    ("observabilityadmin", "UpdateTelemetryRule"),
    ("observabilityadmin", "DeleteTelemetryRule"),
    ("observabilityadmin", "CreateTelemetryRuleForOrganization"),
    ("observabilityadmin", "UpdateTelemetryRuleForOrganization"),
    ("observabilityadmin", "DeleteTelemetryRuleForOrganization"),
    ("observabilityadmin", "StartTelemetryEvaluation"),
    ("observabilityadmin", "StopTelemetryEvaluation"),
    ("observabilityadmin", "StartTelemetryEvaluationForOrganization"),
    ("observabilityadmin", "StopTelemetryEvaluationForOrganization"),
    ("observabilityadmin", "CreateTelemetryPipeline"),
    ("observabilityadmin", "UpdateTelemetryPipeline"),
    ("observabilityadmin", "DeleteTelemetryPipeline"),
    ("config", "PutConfigurationRecorder"),
    ("config", "StartConfigurationRecorder"),
    ("config", "StopConfigurationRecorder"),
    ("config", "DeleteConfigurationRecorder"),
    ("config", "DeleteDeliveryChannel"),
    ("s3", "PutBucketLogging"),
    ("eks", "UpdateClusterConfig"),
    ("wafv2", "DeleteLoggingConfiguration"),
    ("bedrock", "DeleteModelInvocationLoggingConfiguration"),
    ("bedrock", "PutModelInvocationLoggingConfiguration"),
];

/// Calls that delete or shorten a log group. They count if the group holds a log of the account (see
/// [`holds_logs`]).
const OF_LOG_GROUPS: [&str; 5] = [
    "DeleteLogGroup",
    "DeleteLogStream",
    "PutRetentionPolicy",
    "DeleteSubscriptionFilter",
    "DisassociateSourceFromS3",
];

/// What is known about a call from its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Changes {
    /// It does not change what is recorded.
    Nothing,
    /// It changes what is recorded.
    Logging,
    /// It does if its log group holds a log of the account.
    LogGroup,
}

/// Returns what a call changes, by its event source and event name.
pub(super) fn changes(source: &str, name: &str) -> Changes {
    let service = source.strip_suffix(".amazonaws.com").unwrap_or(source);
    if CALLS.contains(&(service, name)) {
        Changes::Logging
    } else if service == "logs" && OF_LOG_GROUPS.contains(&name) {
        Changes::LogGroup
    } else {
        Changes::Nothing
    }
}

/// Returns whether a log group, judging by its name, holds a log of the account and not of an application: flow
/// logs, trails, DNS queries, audit logs of clusters.
pub(super) fn holds_logs(group: &str) -> bool {
    const WORDS: [&str; 8] = ["flow", "trail", "audit", "dns", "resolver", "vpc", "waf", "/aws/eks/"];
    let group = group.to_ascii_lowercase();
    WORDS.iter().any(|word| group.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_known_by_service_and_name() {
        assert_eq!(changes("cloudtrail.amazonaws.com", "StopLogging"), Changes::Logging);
        assert_eq!(changes("redshift.amazonaws.com", "StopLogging"), Changes::Nothing);
        assert_eq!(changes("observabilityadmin.amazonaws.com", "DeleteTelemetryRule"), Changes::Logging);
        assert_eq!(changes("logs.amazonaws.com", "DeleteLogGroup"), Changes::LogGroup);
        assert!(
            holds_logs("/vpc/flow/shop")
                && holds_logs("aws-cloudtrail-logs-1")
                && !holds_logs("/aws/lambda/shop")
        );
    }
}

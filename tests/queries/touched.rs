//! What calls touch, by records as AWS writes them, through the way that files are loaded: the first name of `resource`.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tempfile::TempDir;
use trailsift::record::field::Column;
use trailsift::record::targets::list::names;

use crate::files::load;

/// Service and call, request, response, and what the call acted on.
const CALLS: [(&str, &str, &str, &str); 72] = [
    ("iam:CreateUser", r#"{"userName":"lena"}"#, r#"{"user":{"userName":"lena","userId":"AIDAX"}}"#, "lena"),
    (
        "iam:CreateAccessKey",
        r#"{"userName":"lena"}"#,
        r#"{"accessKey":{"accessKeyId":"AKIA1EXAMPLE","userName":"lena"}}"#,
        "lena",
    ),
    (
        "iam:CreateAccessKey",
        "null",
        r#"{"accessKey":{"accessKeyId":"AKIA1EXAMPLE","userName":"timo"}}"#,
        "timo",
    ),
    (
        "iam:AttachUserPolicy",
        r#"{"userName":"lena","policyArn":"arn:aws:iam::aws:policy/PowerUserAccess"}"#,
        "null",
        "lena",
    ),
    ("iam:PutRolePolicy", r#"{"roleName":"etl","policyName":"inline","policyDocument":"{}"}"#, "null", "etl"),
    (
        "iam:UpdateAssumeRolePolicy",
        r#"{"policyDocument":"{}","roleName":"break-glass"}"#,
        "null",
        "break-glass",
    ),
    ("iam:AddUserToGroup", r#"{"groupName":"ops","userName":"lena"}"#, "null", "lena"),
    (
        "iam:DeactivateMFADevice",
        r#"{"serialNumber":"arn:aws:iam::1:mfa/p","userName":"timo"}"#,
        "null",
        "timo",
    ),
    (
        "iam:CreateLoginProfile",
        r#"{"userName":"backdoor","passwordResetRequired":false}"#,
        "null",
        "backdoor",
    ),
    (
        "iam:AddRoleToInstanceProfile",
        r#"{"instanceProfileName":"ip-batch","roleName":"batch"}"#,
        "null",
        "ip-batch",
    ),
    (
        "sts:AssumeRole",
        r#"{"roleArn":"arn:aws:iam::999988887777:role/Reader","roleSessionName":"s"}"#,
        "null",
        "arn:aws:iam::999988887777:role/Reader",
    ),
    (
        "ec2:TerminateInstances",
        r#"{"instancesSet":{"items":[{"instanceId":"i-0c1"},{"instanceId":"i-0c2"}]}}"#,
        "null",
        "i-0c1",
    ),
    (
        "ec2:RunInstances",
        r#"{"instancesSet":{"items":[{"imageId":"ami-0f","minCount":1}]}}"#,
        r#"{"instancesSet":{"items":[{"instanceId":"i-0d9"}]}}"#,
        "i-0d9",
    ),
    (
        "ec2:ModifyInstanceAttribute",
        r#"{"instanceId":"i-0c3","userData":{"value":"<sensitiveDataRemoved>"}}"#,
        "null",
        "i-0c3",
    ),
    (
        "ec2:AuthorizeSecurityGroupIngress",
        r#"{"groupId":"sg-77","ipPermissions":{"items":[{"ipRanges":{"items":[{"cidrIp":"203.0.113.0/24"}]}}]}}"#,
        "null",
        "sg-77",
    ),
    (
        "ec2:CreateSnapshot",
        r#"{"volumeId":"vol-31"}"#,
        r#"{"snapshotId":"snap-31","volumeId":"vol-31"}"#,
        "vol-31",
    ),
    (
        "ec2:ModifySnapshotAttribute",
        r#"{"snapshotId":"snap-32","createVolumePermission":{"add":{"items":[{"userId":"999988887777"}]}},"attributeType":"CREATE_VOLUME_PERMISSION"}"#,
        "null",
        "snap-32",
    ),
    (
        "ec2:ModifyImageAttribute",
        r#"{"imageId":"ami-33","launchPermission":{"add":{"items":[{"group":"all"}]}}}"#,
        "null",
        "ami-33",
    ),
    (
        "ec2:DeleteFlowLogs",
        r#"{"DeleteFlowLogsRequest":{"FlowLogId":{"tag":1,"content":"fl-34"}}}"#,
        "null",
        "fl-34",
    ),
    (
        "ec2:CreateKeyPair",
        r#"{"keyName":"night","keyType":"ed25519"}"#,
        r#"{"keyName":"night","keyPairId":"key-1"}"#,
        "night",
    ),
    (
        "ec2:AssociateIamInstanceProfile",
        r#"{"AssociateIamInstanceProfileRequest":{"InstanceId":"i-0c4","IamInstanceProfile":{"Name":"admin"}}}"#,
        "null",
        "i-0c4",
    ),
    ("ec2:DeleteVpc", r#"{"vpcId":"vpc-35"}"#, "null", "vpc-35"),
    (
        "s3:GetObject",
        r#"{"bucketName":"wages","key":"2026/q1.ods","Host":"wages.s3.amazonaws.com"}"#,
        "null",
        "wages/2026/q1.ods",
    ),
    (
        "s3:PutBucketPolicy",
        r#"{"bucketPolicy":{"Statement":[]},"bucketName":"wages","policy":""}"#,
        "null",
        "wages",
    ),
    ("s3:DeleteBucket", r#"{"bucketName":"old-wages"}"#, "null", "old-wages"),
    (
        "s3:PutBucketReplication",
        r#"{"bucketName":"wages","replication":"","ReplicationConfiguration":{"Rule":{"Destination":{"Bucket":"arn:aws:s3:::far"}}}}"#,
        "null",
        "wages",
    ),
    (
        "lambda:CreateFunction20150331",
        r#"{"functionName":"nightly","role":"arn:aws:iam::1:role/l"}"#,
        "null",
        "nightly",
    ),
    (
        "lambda:UpdateFunctionCode20150331v2",
        r#"{"functionName":"nightly","publish":true}"#,
        "null",
        "nightly",
    ),
    (
        "lambda:AddPermission20150331v2",
        r#"{"functionName":"nightly","principal":"*","statementId":"x"}"#,
        "null",
        "nightly",
    ),
    ("lambda:CreateFunctionUrlConfig", r#"{"functionName":"nightly","authType":"NONE"}"#, "null", "nightly"),
    (
        "kms:ScheduleKeyDeletion",
        r#"{"keyId":"0a0b0c0d-1111-2222-3333-444455556666","pendingWindowInDays":7}"#,
        "null",
        "0a0b0c0d-1111-2222-3333-444455556666",
    ),
    ("kms:PutKeyPolicy", r#"{"keyId":"k-51","policyName":"default","policy":"{}"}"#, "null", "k-51"),
    ("secretsmanager:GetSecretValue", r#"{"secretId":"db/orders"}"#, "null", "db/orders"),
    (
        "secretsmanager:DeleteSecret",
        r#"{"secretId":"db/orders","forceDeleteWithoutRecovery":true}"#,
        "null",
        "db/orders",
    ),
    ("ssm:GetParameter", r#"{"name":"/web/token","withDecryption":true}"#, "null", "/web/token"),
    (
        "ssm:SendCommand",
        r#"{"documentName":"AWS-RunShellScript","instanceIds":["i-0c5","i-0c6"]}"#,
        "null",
        "i-0c5",
    ),
    ("ssm:StartSession", r#"{"target":"i-0c7"}"#, r#"{"sessionId":"lena-1"}"#, "i-0c7"),
    ("rds:DeleteDBInstance", r#"{"dBInstanceIdentifier":"shop","skipFinalSnapshot":true}"#, "null", "shop"),
    (
        "rds:ModifyDBSnapshotAttribute",
        r#"{"dBSnapshotIdentifier":"shop-1","attributeName":"restore","valuesToAdd":["all"]}"#,
        "null",
        "shop-1",
    ),
    (
        "rds:CreateDBSnapshot",
        r#"{"dBInstanceIdentifier":"shop","dBSnapshotIdentifier":"shop-2"}"#,
        "null",
        "shop",
    ),
    ("dynamodb:DeleteTable", r#"{"tableName":"carts"}"#, "null", "carts"),
    ("dynamodb:Scan", r#"{"tableName":"carts","limit":1}"#, "null", "carts"),
    (
        "cloudtrail:StopLogging",
        r#"{"name":"arn:aws:cloudtrail:eu-west-3:222233334444:trail/all"}"#,
        "null",
        "arn:aws:cloudtrail:eu-west-3:222233334444:trail/all",
    ),
    ("cloudtrail:PutEventSelectors", r#"{"trailName":"all","eventSelectors":[]}"#, "null", "all"),
    ("cloudtrail:DeleteTrail", r#"{"name":"all"}"#, "null", "all"),
    ("logs:DeleteLogGroup", r#"{"logGroupName":"/flow/all"}"#, "null", "/flow/all"),
    (
        "logs:PutSubscriptionFilter",
        r#"{"logGroupName":"/flow/all","filterName":"f","destinationArn":"arn:aws:lambda:eu-west-3:1:function:x"}"#,
        "null",
        "/flow/all",
    ),
    ("guardduty:DeleteDetector", r#"{"detectorId":"d61"}"#, "null", "d61"),
    ("guardduty:UpdateDetector", r#"{"detectorId":"d62","enable":false}"#, "null", "d62"),
    ("config:StopConfigurationRecorder", r#"{"configurationRecorderName":"default"}"#, "null", "default"),
    ("config:DeleteDeliveryChannel", r#"{"deliveryChannelName":"to-s3"}"#, "null", "to-s3"),
    (
        "sns:Subscribe",
        r#"{"topicArn":"arn:aws:sns:eu-west-3:222233334444:pages","protocol":"email"}"#,
        "null",
        "arn:aws:sns:eu-west-3:222233334444:pages",
    ),
    (
        "sqs:SetQueueAttributes",
        r#"{"queueUrl":"https://sqs.eu-west-3.amazonaws.com/222233334444/in","attributes":{"Policy":"{}"}}"#,
        "null",
        "https://sqs.eu-west-3.amazonaws.com/222233334444/in",
    ),
    (
        "organizations:MoveAccount",
        r#"{"accountId":"555566667777","sourceParentId":"r-1","destinationParentId":"ou-1"}"#,
        "null",
        "555566667777",
    ),
    (
        "organizations:RemoveAccountFromOrganization",
        r#"{"accountId":"555566667777"}"#,
        "null",
        "555566667777",
    ),
    (
        "eks:AssociateAccessPolicy",
        r#"{"name":"apps","principalArn":"arn:aws:iam::1:user/x","policyArn":"arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"}"#,
        "null",
        "apps",
    ),
    ("eks:DeleteCluster", r#"{"name":"apps"}"#, "null", "apps"),
    ("ecs:DeleteService", r#"{"service":"front","cluster":"main"}"#, "null", "front"),
    ("ecr:SetRepositoryPolicy", r#"{"repositoryName":"shop/front","policyText":"{}"}"#, "null", "shop/front"),
    ("ecr:DeleteRepository", r#"{"repositoryName":"shop/front","force":true}"#, "null", "shop/front"),
    ("cloudformation:DeleteStack", r#"{"stackName":"vpc-base"}"#, "null", "vpc-base"),
    (
        "cloudfront:UpdateDistribution2020_05_31",
        r#"{"id":"E2INVENTED","distributionConfig":{}}"#,
        "null",
        "E2INVENTED",
    ),
    ("route53:DeleteHostedZone", r#"{"id":"Z1INVENTED"}"#, "null", "Z1INVENTED"),
    (
        "elasticloadbalancing:DeleteLoadBalancer",
        r#"{"loadBalancerArn":"arn:aws:elasticloadbalancing:eu-west-3:1:loadbalancer/app/a/1"}"#,
        "null",
        "arn:aws:elasticloadbalancing:eu-west-3:1:loadbalancer/app/a/1",
    ),
    (
        "autoscaling:UpdateAutoScalingGroup",
        r#"{"autoScalingGroupName":"fleet","maxSize":90}"#,
        "null",
        "fleet",
    ),
    ("bedrock:InvokeModel", r#"{"modelId":"example.model-v1"}"#, "null", "example.model-v1"),
    ("sagemaker:CreatePresignedNotebookInstanceUrl", r#"{"notebookInstanceName":"study"}"#, "null", "study"),
    (
        "glue:CreateDevEndpoint",
        r#"{"endpointName":"dev-9","roleArn":"arn:aws:iam::1:role/g"}"#,
        "null",
        "dev-9",
    ),
    ("codebuild:UpdateProject", r#"{"name":"site"}"#, "null", "site"),
    (
        "backup:DeleteRecoveryPoint",
        r#"{"backupVaultName":"vault","recoveryPointArn":"arn:aws:ec2:eu-west-3::snapshot/snap-9"}"#,
        "null",
        "arn:aws:ec2:eu-west-3::snapshot/snap-9",
    ),
    ("ses:VerifyEmailIdentity", r#"{"emailAddress":"news@example.org"}"#, "null", "news@example.org"),
    ("wafv2:UpdateWebACL", r#"{"name":"front-acl","id":"w-1","scope":"REGIONAL"}"#, "null", "front-acl"),
];

#[test]
fn the_first_name_is_what_the_call_acted_on() {
    let services: BTreeSet<&str> = CALLS.iter().map(|(call, ..)| call.split_once(':').unwrap().0).collect();
    assert!(CALLS.len() >= 60 && services.len() >= 25, "{}", services.len());
    let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let record = |(at, (call, request, response, _)): (usize, &(&str, &str, &str, &str))| {
        let (service, name) = call.split_once(':').unwrap();
        json!({
            "eventVersion": "1.11", "eventID": format!("call-{at}"), "eventTime": format!("2026-05-01T00:{:02}:{:02}Z", at / 60, at % 60),
            "eventSource": format!("{service}.amazonaws.com"), "eventName": name, "readOnly": false,
            "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::222233334444:user/ops/ada", "userName": "ada", "accountId": "222233334444"},
            "requestParameters": value(request), "responseElements": value(response), "recipientAccountId": "222233334444",
        })
    };
    let records: Vec<Value> = CALLS.iter().enumerate().map(record).collect();
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("calls.json"), json!({"Records": records}).to_string()).unwrap();
    let store = load(&[folder.path().to_owned()], 1);
    assert_eq!(store.len(), CALLS.len());
    let mut told = Vec::new();
    for &event in store.order() {
        let id = store.event_id(event);
        let (call, .., expected) = CALLS[id.trim_start_matches("call-").parse::<usize>().unwrap()];
        let resource = store.value(event, Column::Resource);
        if names(resource).next().as_deref() != Some(expected) {
            told.push(format!("{call}: {resource}, and not {expected}"));
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

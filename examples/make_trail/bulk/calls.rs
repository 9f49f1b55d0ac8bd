//! The calls that are usual for each kind of principal, the most frequent first.

/// What a principal usually does.
#[derive(Clone, Copy)]
pub(crate) enum Profile {
    Service,
    Machine,
    Builder,
    Watcher,
    Person,
    User,
}

/// Service, name, `requestParameters`, `responseElements`. The names after `$` are those of the shard.
pub(crate) type Call = (&'static str, &'static str, &'static str, &'static str);

const ROLE_GRANT: &str = r#"{"credentials":{"accessKeyId":"$grant","sessionToken":"EXAMPLETOKEN","expiration":"Jan 5, 2026, 6:30:22 PM"}}"#;
const ROLE_REQUEST: &str =
    r#"{"roleArn":"arn:aws:iam::$account:role/$function-role","roleSessionName":"$function"}"#;
const KMS_CONTEXT: &str = r#"{"encryptionAlgorithm":"SYMMETRIC_DEFAULT","keyId":"arn:aws:kms:$region:$account:key/$kmskey","encryptionContext":{"aws:lambda:FunctionArn":"arn:aws:lambda:$region:$account:function:$function"}}"#;
const DATA_KEY: &str = r#"{"keySpec":"AES_256","encryptionContext":{"aws:s3:arn":"arn:aws:s3:::$bucket/AWSLogs/$account/CloudTrail/$region/$al16.json.gz"},"keyId":"arn:aws:kms:$region:$account:key/$kmskey"}"#;
const FILTERS: &str = r#"{"maxResults":100,"instancesSet":{},"filterSet":{"items":[{"name":"tag:team","valueSet":{"items":[{"value":"$team"}]}}]}}"#;
const LOG_STREAM: &str =
    r#"{"logGroupName":"/aws/lambda/$function","logStreamName":"2026/01/05/[$LATEST]$hex32"}"#;
const RUN: &str = r#"{"instancesSet":{"items":[{"imageId":"ami-0$hex16","minCount":1,"maxCount":1}]},"instanceType":"m7g.large","blockDeviceMapping":{"items":[{"deviceName":"/dev/xvda","ebs":{"volumeSize":40,"deleteOnTermination":true,"volumeType":"gp3","encrypted":true}}]},"monitoring":{"enabled":false},"subnetId":"subnet-0$hex16","clientToken":"$guid"}"#;
const RUN_RESULT: &str = r#"{"requestId":"$guid","reservationId":"r-0$hex16","ownerId":"$account","groupSet":{},"instancesSet":{"items":[{"instanceId":"$instance","imageId":"ami-0$hex16","instanceState":{"code":0,"name":"pending"},"instanceType":"m7g.large","launchTime":1767607200000,"placement":{"availabilityZone":"$regionb","tenancy":"default"},"subnetId":"subnet-0$hex16","privateIpAddress":"10.0.3.$n250"}]}}"#;
const INGRESS: &str = r#"{"groupId":"sg-0$hex16","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":443,"toPort":443,"groups":{},"ipRanges":{"items":[{"cidrIp":"192.0.2.$n250/32","description":"$team"}]},"ipv6Ranges":{},"prefixListIds":{}}]}}"#;
const ROLE_POLICY: &str =
    r#"{"roleName":"$function-role","policyName":"inline-$hex4","policyDocument":"$policy"}"#;

const SERVICE: [Call; 6] = [
    ("sts", "AssumeRole", ROLE_REQUEST, ROLE_GRANT),
    ("kms", "GenerateDataKey", DATA_KEY, "null"),
    ("kms", "Decrypt", KMS_CONTEXT, "null"),
    ("s3", "GetBucketAcl", "bucket", "null"),
    ("s3", "PutObject", "object", "null"),
    ("logs", "CreateLogStream", LOG_STREAM, "null"),
];

const MACHINE: [Call; 14] = [
    ("s3", "GetObject", "object", "null"),
    ("kms", "Decrypt", KMS_CONTEXT, "null"),
    (
        "secretsmanager",
        "GetSecretValue",
        r#"{"secretId":"arn:aws:secretsmanager:$region:$account:secret:$team/database-Qx7$hex3","versionStage":"AWSCURRENT"}"#,
        "null",
    ),
    ("logs", "CreateLogStream", LOG_STREAM, "null"),
    ("s3", "PutObject", "object", "null"),
    (
        "ssm",
        "GetParameters",
        r#"{"names":["/$team/settings","/$team/flags","/$team/endpoint"],"withDecryption":true}"#,
        "null",
    ),
    (
        "sqs",
        "GetQueueAttributes",
        r#"{"queueUrl":"https://sqs.$region.amazonaws.com/$account/$team-jobs","attributeNames":["All"]}"#,
        "null",
    ),
    ("dynamodb", "DescribeTable", r#"{"tableName":"$team-state"}"#, "null"),
    (
        "sts",
        "GetCallerIdentity",
        "null",
        r#"{"userId":"AROAEXAMPLE:$function","account":"$account","arn":"arn:aws:sts::$account:assumed-role/$function-role/$function"}"#,
    ),
    (
        "ssm",
        "UpdateInstanceInformation",
        r#"{"instanceId":"$instance","agentVersion":"3.3.1611.0","agentStatus":"Active","platformType":"Linux","platformName":"Amazon Linux","platformVersion":"2023","iPAddress":"10.0.3.$n250","computerName":"ip-10-0-3-$n250.ec2.internal","agentName":"amazon-ssm-agent"}"#,
        "null",
    ),
    ("s3", "HeadObject", "object", "null"),
    ("s3", "DeleteObject", "object", "null"),
    (
        "ecr",
        "BatchGetImage",
        r#"{"repositoryName":"$team/$function","imageIds":[{"imageTag":"$hex7"}],"registryId":"$account"}"#,
        "null",
    ),
    (
        "states",
        "StartExecution",
        r#"{"stateMachineArn":"arn:aws:states:$region:$account:stateMachine:$team","name":"$guid","input":"HIDDEN_DUE_TO_SECURITY_REASONS"}"#,
        r#"{"executionArn":"arn:aws:states:$region:$account:execution:$team:$guid"}"#,
    ),
];

const BUILDER: [Call; 13] = [
    ("ecr", "GetAuthorizationToken", "null", "null"),
    ("cloudformation", "DescribeStacks", r#"{"stackName":"$team-$function"}"#, "null"),
    ("ecs", "DescribeServices", r#"{"cluster":"$team","services":["$function"]}"#, "null"),
    (
        "lambda",
        "UpdateFunctionCode20150331v2",
        r#"{"functionName":"$function","s3Bucket":"$bucket","s3Key":"$function/$hex12.zip","publish":false,"dryRun":false}"#,
        r#"{"functionName":"$function","functionArn":"arn:aws:lambda:$region:$account:function:$function","runtime":"python3.13","handler":"main.handler","codeSize":1843021,"codeSha256":"$al43=","version":"$hex2","timeout":30,"memorySize":512}"#,
    ),
    (
        "ecs",
        "RegisterTaskDefinition",
        r#"{"family":"$function","networkMode":"awsvpc","cpu":"512","memory":"1024","containerDefinitions":[{"name":"$function","image":"$account.dkr.ecr.$region.amazonaws.com/$team/$function:$hex7","essential":true,"environment":[{"name":"TEAM","value":"$team"}],"portMappings":[{"containerPort":8080}]}]}"#,
        r#"{"taskDefinition":{"family":"$function","revision":17,"status":"ACTIVE"}}"#,
    ),
    (
        "ecs",
        "UpdateService",
        r#"{"cluster":"$team","service":"$function","taskDefinition":"$function","forceNewDeployment":true}"#,
        "null",
    ),
    ("s3", "PutObject", "object", "null"),
    ("iam", "GetRole", r#"{"roleName":"$function-role"}"#, "null"),
    ("iam", "PutRolePolicy", ROLE_POLICY, "null"),
    (
        "iam",
        "CreatePolicyVersion",
        r#"{"policyArn":"arn:aws:iam::$account:policy/$team","policyDocument":"$policy","setAsDefault":true}"#,
        r#"{"policyVersion":{"versionId":"v5","isDefaultVersion":true}}"#,
    ),
    ("iam", "PassRole", ROLE_REQUEST, "null"),
    (
        "cloudformation",
        "ExecuteChangeSet",
        r#"{"stackName":"$team-$function","changeSetName":"release-$n9000"}"#,
        "null",
    ),
    (
        "s3",
        "PutBucketPolicy",
        r#"{"bucketName":"$bucket","Host":"$bucket.s3.$region.amazonaws.com","policy":"","bucketPolicy":"$policy"}"#,
        "null",
    ),
];

const WATCHER: [Call; 15] = [
    ("ec2", "DescribeInstances", FILTERS, "null"),
    ("s3", "GetBucketPolicy", "bucket", "null"),
    (
        "ec2",
        "DescribeSecurityGroups",
        r#"{"maxResults":1000,"securityGroupSet":{},"securityGroupIdSet":{},"filterSet":{}}"#,
        "null",
    ),
    ("s3", "GetBucketEncryption", "bucket", "null"),
    ("iam", "ListAttachedRolePolicies", r#"{"roleName":"$function-role","maxItems":100}"#, "null"),
    (
        "lambda",
        "GetFunction20150331v2",
        r#"{"functionName":"arn:aws:lambda:$region:$account:function:$function"}"#,
        "null",
    ),
    ("iam", "GetRole", r#"{"roleName":"$function-role"}"#, "null"),
    ("kms", "DescribeKey", r#"{"keyId":"$kmskey"}"#, "null"),
    ("kms", "GetKeyPolicy", r#"{"keyId":"$kmskey","policyName":"default"}"#, "null"),
    ("rds", "DescribeDBInstances", r#"{"maxRecords":100}"#, "null"),
    ("ec2", "DescribeVolumes", r#"{"maxResults":500,"volumeSet":{},"filterSet":{}}"#, "null"),
    (
        "ec2",
        "DescribeSnapshots",
        r#"{"maxResults":1000,"snapshotSet":{},"ownersSet":{"items":[{"owner":"self"}]},"filterSet":{}}"#,
        "null",
    ),
    ("iam", "ListUsers", r#"{"maxItems":1000}"#, "null"),
    ("elasticloadbalancing", "DescribeLoadBalancers", r#"{"pageSize":400}"#, "null"),
    ("guardduty", "ListFindings", r#"{"detectorId":"$hex32","maxResults":50}"#, "null"),
];

const PERSON: [Call; 16] = [
    ("ec2", "DescribeInstances", FILTERS, "null"),
    (
        "logs",
        "FilterLogEvents",
        r#"{"logGroupName":"/aws/lambda/$function","filterPattern":"ERROR","limit":100,"startTime":1767600000000}"#,
        "null",
    ),
    ("monitoring", "DescribeAlarms", r#"{"maxRecords":100,"alarmNamePrefix":"$team"}"#, "null"),
    (
        "health",
        "DescribeEventAggregates",
        r#"{"aggregateField":"eventTypeCategory","filter":{"eventStatusCodes":["open","upcoming"]}}"#,
        "null",
    ),
    ("s3", "ListBuckets", r#"{"Host":"s3.$region.amazonaws.com"}"#, "null"),
    ("lambda", "ListFunctions20150331", r#"{"maxItems":50}"#, "null"),
    ("ecs", "DescribeServices", r#"{"cluster":"$team","services":["$function"]}"#, "null"),
    ("s3", "GetBucketVersioning", "bucket", "null"),
    ("iam", "ListRoles", r#"{"maxItems":100}"#, "null"),
    ("ec2", "AuthorizeSecurityGroupIngress", INGRESS, r#"{"requestId":"$guid","_return":true}"#),
    ("ec2", "RunInstances", RUN, RUN_RESULT),
    (
        "ec2",
        "TerminateInstances",
        r#"{"instancesSet":{"items":[{"instanceId":"$instance"}]}}"#,
        r#"{"requestId":"$guid","instancesSet":{"items":[{"instanceId":"$instance","currentState":{"code":32,"name":"shutting-down"},"previousState":{"code":16,"name":"running"}}]}}"#,
    ),
    (
        "ssm",
        "StartSession",
        r#"{"target":"$instance"}"#,
        r#"{"sessionId":"engineer-$hex17","tokenValue":"EXAMPLETOKEN"}"#,
    ),
    (
        "ce",
        "GetCostAndUsage",
        r#"{"timePeriod":{"start":"2026-01-01","end":"2026-01-05"},"granularity":"DAILY","metrics":["UnblendedCost"]}"#,
        "null",
    ),
    ("iam", "PutRolePolicy", ROLE_POLICY, "null"),
    (
        "iam",
        "CreateUser",
        r#"{"userName":"$team-$hex4"}"#,
        r#"{"user":{"path":"/","userName":"$team","userId":"AIDAEXAMPLE","arn":"arn:aws:iam::$account:user/$team"}}"#,
    ),
];

const USER: [Call; 5] = [
    ("s3", "PutObject", "object", "null"),
    ("s3", "GetObject", "object", "null"),
    (
        "ses",
        "SendRawEmail",
        r#"{"source":"shop@example.com","destinations":["HIDDEN_DUE_TO_SECURITY_REASONS"],"rawMessage":{"data":"HIDDEN_DUE_TO_SECURITY_REASONS"}}"#,
        r#"{"messageId":"$guid"}"#,
    ),
    ("sts", "GetCallerIdentity", "null", "null"),
    ("s3", "ListObjects", "bucket", "null"),
];

impl Profile {
    pub(crate) fn calls(self) -> &'static [Call] {
        match self {
            Self::Service => &SERVICE,
            Self::Machine => &MACHINE,
            Self::Builder => &BUILDER,
            Self::Watcher => &WATCHER,
            Self::Person => &PERSON,
            Self::User => &USER,
        }
    }
}

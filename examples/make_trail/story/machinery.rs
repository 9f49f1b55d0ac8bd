//! What AWS and Larkspur's own programs do all day without anybody asking.

use super::Story;
use super::company::{APP, FRANKFURT, IRELAND, VAULT, VIRGINIA, tuesday, wednesday};
use crate::base::caller::{Caller, Session};
use crate::base::clock::{HOUR, MINUTE};
use crate::base::event::Event;

const LAMBDA_AGENT: &str = "aws-sdk-nodejs/3.758.0 os/linux#5.10 lang/js#22.13.1 \
                            exec-env/AWS_Lambda_nodejs22.x api/s3#3.758.0";

pub(crate) fn tell(story: &mut Story) {
    for start in [tuesday(2, 5), tuesday(14, 5), wednesday(2, 5)] {
        log_delivery(story, APP, VIRGINIA, start);
        config_sweep(story, APP, IRELAND, start + 17 * MINUTE);
        backup(story, VAULT, FRANKFURT, start + 40 * MINUTE);
    }
    for start in [tuesday(8, 30), tuesday(17, 30), wednesday(8, 40)] {
        scale_out(story, start);
    }
    for (hours, failing) in
        [(6, false), (9, true), (12, false), (16, false), (25, false), (31, true), (34, false)]
    {
        order_function(story, tuesday(0, 12) + hours * HOUR, failing);
    }
    for start in [tuesday(11, 0), wednesday(5, 0)] {
        report_function(story, start);
    }
    service_events(story);
}

fn log_delivery(story: &mut Story, account: &str, region: &str, start: i64) {
    let trail = Caller::service(account, "cloudtrail");
    for step in 0..4 {
        let event = Event::new(&trail, start + step * 31, region, "s3", "GetBucketAcl");
        story.add(event.bucket("larkspur-org-logs", None, 566));
        let event = Event::new(&trail, start + step * 31 + 2, region, "kms", "GenerateDataKey");
        let key = format!("arn:aws:kms:{region}:{account}:key/5a1de7c0-93b2-4d0f-8e6a-2f7c41b90d35");
        let request = format!(
            r#"{{"keySpec":"AES_256","encryptionContext":{{"aws:cloudtrail:arn":"arn:aws:cloudtrail:{region}:{account}:trail/larkspur-org-trail","aws:s3:arn":"arn:aws:s3:::larkspur-org-logs/AWSLogs/o-exampleorgid/{account}/CloudTrail/{region}/$al16.json.gz"}},"keyId":"{key}"}}"#
        );
        let mut event = event.req(&request).resource("AWS::KMS::Key", &key);
        event.shared = Some(story.rng.guid());
        story.add(event);
    }
}

fn config_sweep(story: &mut Story, account: &str, region: &str, start: i64) {
    let key = story.rng.key("ASIA");
    let session = Session { name: "AWSConfig-Describe", key: &key, created: start, mfa: false };
    let role = "AWSServiceRoleForConfig";
    let who =
        Caller::role(account, "/aws-service-role/config.amazonaws.com/", role, &session).through("config");
    let mut scene = story.scene(&who, region, start);
    scene.run(&[
        ("ec2", "DescribeVpcs", r#"{"vpcSet":{},"filterSet":{}}"#),
        (
            "ec2",
            "DescribeSecurityGroups",
            r#"{"securityGroupSet":{},"securityGroupIdSet":{},"filterSet":{}}"#,
        ),
        ("ec2", "DescribeSubnets", r#"{"subnetSet":{},"filterSet":{}}"#),
        ("ec2", "DescribeVolumes", r#"{"maxResults":500,"volumeSet":{},"filterSet":{}}"#),
        ("iam", "ListRoles", r#"{"maxItems":1000}"#),
        ("iam", "ListUsers", r#"{"maxItems":1000}"#),
        ("iam", "GetAccountPasswordPolicy", "null"),
        ("lambda", "ListFunctions20150331", r#"{"maxItems":50}"#),
        ("rds", "DescribeDBInstances", r#"{"maxRecords":100}"#),
        ("kms", "ListAliases", r#"{"limit":100}"#),
        ("sns", "ListTopics", "null"),
        ("elasticloadbalancing", "DescribeLoadBalancers", r#"{"pageSize":400}"#),
    ]);
    let missing = scene.event("s3", "GetBucketPolicy").bucket("larkspur-artifacts", None, 0);
    let missing = missing.fail("NoSuchBucketPolicy", "The bucket policy does not exist");
    scene.add(missing);
}

fn backup(story: &mut Story, account: &str, region: &str, start: i64) {
    let key = story.rng.key("ASIA");
    let session = Session { name: "AWSBackup-nightly", key: &key, created: start, mfa: false };
    let who = Caller::role(account, "/service-role/", "LarkspurBackupRole", &session).through("backup");
    let mut scene = story.scene(&who, region, start);
    scene.run(&[
        ("ec2", "DescribeVolumes", r#"{"volumeSet":{"items":[{"volumeId":"vol-0c51d9e27ab34f680"}]},"filterSet":{}}"#),
        ("ec2", "CreateSnapshot", r#"{"volumeId":"vol-0c51d9e27ab34f680","description":"nightly copy of the customer database","tagSpecificationSet":{"items":[{"resourceType":"snapshot","tags":[{"key":"plan","value":"nightly"}]}]}}"#),
        ("ec2", "DescribeSnapshots", r#"{"snapshotSet":{},"ownersSet":{"items":[{"owner":"self"}]},"filterSet":{}}"#),
        ("ec2", "DeleteSnapshot", r#"{"snapshotId":"snap-0$hex16"}"#),
        ("backup", "DescribeRecoveryPoint", r#"{"backupVaultName":"nightly"}"#),
    ]);
    let done = r#"{"completionDate":{"seconds":1773100800,"nanos":0},"state":"COMPLETED","percentDone":100,"backupSizeInBytes":42949672960,"resourceType":"EBS"}"#;
    let mut event = scene.event("backup", "BackupJobCompleted").service_event(done);
    event.identity = format!(r#"{{"accountId":"{account}","invokedBy":"backup.amazonaws.com"}}"#);
    scene.add(event);
}

fn scale_out(story: &mut Story, start: i64) {
    let instance = format!("i-0{}", story.rng.hex(16));
    let key = story.rng.key("ASIA");
    let session = Session { name: "AutoScaling", key: &key, created: start, mfa: false };
    let path = "/aws-service-role/autoscaling.amazonaws.com/";
    let scaling = Caller::role(APP, path, "AWSServiceRoleForAutoScaling", &session).through("autoscaling");
    let mut scene = story.scene(&scaling, IRELAND, start);
    let event = scene
        .event("ec2", "RunInstances")
        .req(r#"{"instancesSet":{"items":[{"minCount":1,"maxCount":1}]},"blockDeviceMapping":{},"monitoring":{"enabled":false},"launchTemplate":{"launchTemplateId":"lt-0b7e2d4c6f8a91350","version":"14"},"clientToken":"fleet-$guid"}"#)
        .res(&format!(r#"{{"requestId":"$guid","reservationId":"r-0$hex16","ownerId":"{APP}","groupSet":{{}},"instancesSet":{{"items":[{{"instanceId":"{instance}","imageId":"ami-0d3c51f8a6b27e490","instanceState":{{"code":0,"name":"pending"}},"instanceType":"m7g.large","placement":{{"availabilityZone":"eu-west-1b","tenancy":"default"}},"subnetId":"subnet-0a91c3e5d7f2b4680","privateIpAddress":"10.20.4.117"}}]}}}}"#));
    scene.add(event);
    let targets = format!(
        r#"{{"targetGroupArn":"arn:aws:elasticloadbalancing:{IRELAND}:{APP}:targetgroup/shop/6d0ecf831eec9f09","targets":[{{"id":"{instance}"}}]}}"#
    );
    scene.run(&[
        ("elasticloadbalancing", "RegisterTargets", &targets),
        ("ec2", "DescribeInstanceStatus", r#"{"instancesSet":{},"filterSet":{},"includeAllInstances":true}"#),
    ]);
    instance_boots(story, &instance, start + 50);
}

fn instance_boots(story: &mut Story, instance: &str, start: i64) {
    let key = story.rng.key("ASIA");
    let session = Session { name: instance, key: &key, created: start, mfa: false };
    let role = format!("arn:aws:iam::{APP}:role/shop-web");
    let event = Event::new(&Caller::service(APP, "ec2"), start, IRELAND, "sts", "AssumeRole")
        .req(&format!(r#"{{"roleArn":"{role}","roleSessionName":"{instance}"}}"#))
        .res(&super::company::granted(APP, "shop-web", &session, 6))
        .resource("AWS::IAM::Role", &role);
    story.add(event);
    let agent = "aws-sdk-go/1.55.5 (go1.23.6; linux; arm64) amazon-ssm-agent/3.3.1611.0";
    let who = Caller::instance_role(APP, "shop-web", &session).from("192.0.2.200", agent);
    let mut scene = story.scene(&who, IRELAND, start);
    let update = format!(
        r#"{{"instanceId":"{instance}","agentVersion":"3.3.1611.0","agentStatus":"Active","platformType":"Linux","platformName":"Amazon Linux","platformVersion":"2023","iPAddress":"10.20.4.117","computerName":"ip-10-20-4-117.eu-west-1.compute.internal","agentName":"amazon-ssm-agent"}}"#
    );
    scene.run(&[
        ("ssm", "UpdateInstanceInformation", &update),
        ("ssm", "GetParameters", r#"{"names":["/shop/web/database-host","/shop/web/feature-flags"],"withDecryption":true}"#),
        ("ec2", "DescribeTags", r#"{"filterSet":{"items":[{"name":"resource-type","valueSet":{"items":[{"value":"instance"}]}}]}}"#),
    ]);
}

fn order_function(story: &mut Story, start: i64, failing: bool) {
    let key = story.rng.key("ASIA");
    let session = Session { name: "orders-intake", key: &key, created: start, mfa: false };
    let role = format!("arn:aws:iam::{APP}:role/service-role/orders-intake-role");
    let event = Event::new(&Caller::service(APP, "lambda"), start, IRELAND, "sts", "AssumeRole")
        .req(&format!(r#"{{"roleArn":"{role}","roleSessionName":"orders-intake"}}"#))
        .res(&super::company::granted(APP, "orders-intake-role", &session, 12))
        .resource("AWS::IAM::Role", &role);
    story.add(event);
    let who =
        Caller::role(APP, "/service-role/", "orders-intake-role", &session).from("192.0.2.210", LAMBDA_AGENT);
    let mut scene = story.scene(&who, IRELAND, start);
    scene.run(&[
        (
            "logs",
            "CreateLogStream",
            r#"{"logGroupName":"/aws/lambda/orders-intake","logStreamName":"2026/03/[$LATEST]$hex32"}"#,
        ),
        ("secretsmanager", "GetSecretValue", r#"{"secretId":"shop/orders/queue-token"}"#),
    ]);
    for number in 0..4 {
        let order = format!("incoming/order-{}.json", 48_210 + scene.story.rng.below(900));
        let event =
            scene.event("s3", "GetObject").bucket("larkspur-orders", Some(&order), 1400 + number * 37);
        let event = if failing && number > 1 {
            event.fail("NoSuchKey", "The specified key does not exist.")
        } else {
            event
        };
        scene.add(event);
    }
}

/// A report that asks for too much at once, every time.
fn report_function(story: &mut Story, start: i64) {
    let key = story.rng.key("ASIA");
    let session = Session { name: "usage-report", key: &key, created: start, mfa: false };
    let who = Caller::role(APP, "/service-role/", "usage-report-role", &session).from(
        "192.0.2.211",
        "Boto3/1.36.2 md/Botocore#1.36.2 lang/python#3.13.1 exec-env/AWS_Lambda_python3.13",
    );
    let mut scene = story.scene(&who, VIRGINIA, start);
    scene.pace = 4;
    for number in 0..16 {
        let service = if number % 3 == 0 { "monitoring" } else { "logs" };
        let name = if number % 3 == 0 { "DescribeAlarms" } else { "DescribeLogStreams" };
        let event =
            scene.event(service, name).req(r#"{"limit":50,"logGroupName":"/aws/lambda/checkout-$n20"}"#);
        let event = if number > 3 { event.fail("ThrottlingException", "Rate exceeded") } else { event };
        scene.add(event);
    }
}

fn service_events(story: &mut Story) {
    for (account, region, time, service, name, details) in [
        (
            APP,
            VIRGINIA,
            tuesday(3, 20),
            "kms",
            "RotateKey",
            r#"{"keyId":"5a1de7c0-93b2-4d0f-8e6a-2f7c41b90d35"}"#,
        ),
        (
            VAULT,
            FRANKFURT,
            tuesday(4, 2),
            "kms",
            "RotateKey",
            r#"{"keyId":"c7d2180b-5e4f-4a96-b3d1-90fe6a27845c"}"#,
        ),
        (
            APP,
            IRELAND,
            tuesday(8, 51),
            "acm",
            "RenewCertificate",
            r#"{"certificateArn":"arn:aws:acm:eu-west-1:111122223333:certificate/$guid","status":"SUCCEEDED"}"#,
        ),
        (
            APP,
            IRELAND,
            wednesday(4, 10),
            "rds",
            "DBInstanceMaintenance",
            r#"{"dBInstanceIdentifier":"shop-primary","message":"Finished applying an off-line patch."}"#,
        ),
    ] {
        let mut event = Event::new(&Caller::service(account, service), time, region, service, name)
            .service_event(details);
        event.identity = format!(r#"{{"accountId":"{account}","invokedBy":"{}"}}"#, event.ip);
        story.add(event);
    }
}

//! People and build jobs at work.

use super::company::{
    APP, BROWSER, BUILD_KEY, FRANKFURT, IRELAND, JULES, NORA, OLD_BUILD_SERVER, OLD_CLI, Person, RUNNER,
    TOMAS, VAULT, VIRGINIA, granted, runner_address, tuesday, wednesday,
};
use super::{Scene, Story};
use crate::base::caller::{Caller, Session};
use crate::base::event::Event;

pub(crate) fn tell(story: &mut Story) {
    for (service, time) in [
        ("checkout", tuesday(8, 20)),
        ("catalogue", tuesday(10, 45)),
        ("checkout", tuesday(13, 10)),
        ("search", tuesday(15, 35)),
        ("catalogue", wednesday(9, 15)),
        ("search", wednesday(10, 20)),
    ] {
        deployment(story, service, time);
    }
    for time in [tuesday(9, 5), tuesday(14, 35)] {
        old_build_server(story, time);
    }
    developer(story, tuesday(7, 55), 0);
    developer(story, tuesday(12, 40), 1);
    developer(story, wednesday(8, 30), 2);
    administrator(story, tuesday(8, 5));
    administrator(story, tuesday(16, 10));
    administrator(story, wednesday(9, 35));
    analyst(story, tuesday(9, 30));
    analyst(story, tuesday(13, 45));
    analyst(story, wednesday(9, 50));
}

fn deployment(story: &mut Story, service: &str, start: i64) {
    let subject = format!("repo:larkspur-shop/{service}:ref:refs/heads/main");
    let ip = runner_address(&mut story.rng);
    let key = story.rng.key("ASIA");
    let name = format!("deploy-{service}-{}", 7000 + story.rng.below(900));
    let session = Session { name: &name, key: &key, created: start, mfa: false };
    let role = "ci-deploy";
    let job = Caller::build_job(APP, "sts.amazonaws.com", &subject).from(&ip, RUNNER);
    let arn = format!("arn:aws:iam::{APP}:role/{role}");
    let event = Event::new(&job, start, IRELAND, "sts", "AssumeRoleWithWebIdentity")
        .req(&format!(r#"{{"roleArn":"{arn}","roleSessionName":"{name}","durationSeconds":3600}}"#))
        .res(&granted(APP, role, &session, 1))
        .resource("AWS::IAM::Role", &arn);
    story.add(event);
    let who = Caller::role(APP, "/", role, &session).from(&ip, RUNNER);
    let mut scene = story.scene(&who, IRELAND, start);
    deployment_steps(&mut scene, service);
}

fn deployment_steps(scene: &mut Scene<'_>, service: &str) {
    let function = format!(
        r#"{{"functionName":"{service}","s3Bucket":"larkspur-artifacts","s3Key":"{service}/$hex12.zip","publish":false,"dryRun":false}}"#
    );
    let repository = format!(r#"{{"repositoryName":"shop/{service}"}}"#);
    let stack = format!(
        r#"{{"stackName":"shop-{service}","changeSetName":"release-$n9000","capabilities":["CAPABILITY_IAM"]}}"#
    );
    let task = format!(
        r#"{{"family":"{service}","networkMode":"awsvpc","cpu":"512","memory":"1024","containerDefinitions":[{{"name":"{service}","image":"111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/{service}:$hex7","essential":true,"portMappings":[{{"containerPort":8080}}]}}]}}"#
    );
    let ecs = format!(
        r#"{{"cluster":"shop","service":"{service}","taskDefinition":"{service}","forceNewDeployment":true}}"#
    );
    let services = format!(r#"{{"cluster":"shop","services":["{service}"]}}"#);
    scene.run(&[
        ("sts", "GetCallerIdentity", "null"),
        ("ecr", "GetAuthorizationToken", "null"),
        ("ecr", "InitiateLayerUpload", &repository),
        ("ecr", "PutImage", &repository),
        ("ecs", "RegisterTaskDefinition", &task),
        ("cloudformation", "CreateChangeSet", &stack),
        ("cloudformation", "DescribeChangeSet", &stack),
        ("cloudformation", "ExecuteChangeSet", &stack),
        ("lambda", "UpdateFunctionCode20150331v2", &function),
        ("ecs", "UpdateService", &ecs),
        ("ecs", "DescribeServices", &services),
        ("ecs", "DescribeServices", &services),
    ]);
    let package = format!("{service}/latest.zip");
    let event = scene.event("s3", "PutObject").bucket("larkspur-artifacts", Some(&package), 0);
    scene.add(event);
}

/// The long-term key in its honest place: the same few calls from the same address.
fn old_build_server(story: &mut Story, start: i64) {
    let who = Caller::user(APP, "build-deploy", BUILD_KEY).from(OLD_BUILD_SERVER, OLD_CLI);
    let mut scene = story.scene(&who, VIRGINIA, start);
    for file in ["site/index.html", "site/app.js", "site/style.css"] {
        let event = scene.event("s3", "PutObject").bucket("larkspur-artifacts", Some(file), 0);
        scene.add(event);
    }
    scene.run(&[("cloudfront", "CreateInvalidation2020_05_31", r#"{"distributionId":"E1LARKSPUR0EX","invalidationBatch":{"paths":{"quantity":1,"items":["/*"]},"callerReference":"cli-$n90000-$n90000"}}"#)]);
}

fn sign_in(story: &mut Story, person: &Person, account: &str, start: i64) {
    let (role, mail) = (person.role, person.mail);
    let arn = format!("arn:aws:iam::{account}:role/aws-reserved/sso.amazonaws.com/eu-west-1/{role}");
    let saml = Caller::saml(account, mail).from(person.ip, BROWSER);
    let key = story.rng.key("ASIA");
    let session = Session { name: mail, key: &key, created: start, mfa: false };
    let event = Event::new(&saml, start, VIRGINIA, "sts", "AssumeRoleWithSAML")
        .req(&format!(r#"{{"sAMLAssertionID":"_$guid","roleSessionName":"{mail}","durationSeconds":3600,"roleArn":"{arn}","principalArn":"arn:aws:iam::{account}:saml-provider/AWSSSO_7c1e0d94b2a6f358_DO_NOT_DELETE"}}"#))
        .res(&granted(account, role, &session, 1))
        .resource("AWS::IAM::Role", &arn);
    story.add(event);
    let mut event =
        Event::new(&person.console(account, start), start + 2, VIRGINIA, "signin", "ConsoleLogin")
            .res(r#"{"ConsoleLogin":"Success"}"#)
            .more(r#"{"MobileVersion":"No","MFAUsed":"No"}"#);
    event.kind = "AwsConsoleSignIn";
    event.from_console = false;
    event.identity = event.identity.replace(r#""accessKeyId":"$key","#, "");
    story.add(event);
}

fn developer(story: &mut Story, start: i64, day: usize) {
    sign_in(story, &TOMAS, APP, start);
    let mut scene = story.scene(&TOMAS.console(APP, start), IRELAND, start + 5);
    scene.run(&[
        ("ecs", "ListClusters", "null"),
        ("ecs", "DescribeClusters", r#"{"clusters":["shop"]}"#),
        ("logs", "DescribeLogGroups", r#"{"limit":50}"#),
        (
            "logs",
            "FilterLogEvents",
            r#"{"logGroupName":"/ecs/checkout","filterPattern":"ERROR","limit":100}"#,
        ),
        ("monitoring", "DescribeAlarms", r#"{"maxRecords":100}"#),
        ("lambda", "GetFunction20150331v2", r#"{"functionName":"orders-intake"}"#),
        ("lambda", "ListFunctions20150331", r#"{"maxItems":50}"#),
    ]);
    let who = TOMAS.shell(APP, start, &scene.story.rng.key("ASIA"));
    let mut scene = story.scene(&who, IRELAND, start + 60);
    scene.run(&[
        ("sts", "GetCallerIdentity", "null"),
        ("ssm", "GetParameter", r#"{"name":"/shop/web/feature-flags","withDecryption":false}"#),
        ("ssm", "PutParameter", r#"{"name":"/shop/web/feature-flags","type":"String","overwrite":true,"value":"HIDDEN_DUE_TO_SECURITY_REASONS"}"#),
        ("sqs", "GetQueueAttributes", r#"{"queueUrl":"https://sqs.eu-west-1.amazonaws.com/111122223333/orders","attributeNames":["All"]}"#),
    ]);
    if day > 0 {
        scene.refused(&[(
            "iam",
            "CreateRole",
            "iam:CreateRole",
            "arn:aws:iam::111122223333:role/tomas-test",
            "null",
        )]);
    }
    if day > 1 {
        let event = scene.event("lambda", "UpdateFunctionConfiguration20150331v2").fail("ResourceConflictException", "The operation cannot be performed at this time. An update is in progress for resource: arn:aws:lambda:eu-west-1:111122223333:function:orders-intake");
        scene.add(event);
    }
}

fn administrator(story: &mut Story, start: i64) {
    sign_in(story, &NORA, APP, start);
    let mut scene = story.scene(&NORA.console(APP, start), IRELAND, start + 4);
    scene.run(&[
        ("ec2", "DescribeInstances", r#"{"maxResults":100,"instancesSet":{},"filterSet":{}}"#),
        ("ec2", "DescribeRegions", r#"{"regionSet":{},"allRegions":true}"#),
        ("iam", "ListUsers", r#"{"maxItems":100}"#),
        ("iam", "GetAccountSummary", "null"),
        ("cloudtrail", "DescribeTrails", r#"{"trailNameList":[],"includeShadowTrails":true}"#),
        ("health", "DescribeEventAggregates", r#"{"aggregateField":"eventTypeCategory","filter":{"eventStatusCodes":["open","upcoming"]}}"#),
        ("ec2", "AuthorizeSecurityGroupIngress", r#"{"groupId":"sg-0d47ac1e58b239f60","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":443,"toPort":443,"groups":{},"ipRanges":{"items":[{"cidrIp":"192.0.2.0/24","description":"office"}]},"ipv6Ranges":{},"prefixListIds":{}}]}}"#),
        ("s3", "ListBuckets", r#"{"Host":"s3.eu-west-1.amazonaws.com"}"#),
        ("ce", "GetCostAndUsage", r#"{"timePeriod":{"start":"2026-03-01","end":"2026-03-10"},"granularity":"DAILY","metrics":["UnblendedCost"]}"#),
    ]);
}

fn analyst(story: &mut Story, start: i64) {
    let key = story.rng.key("ASIA");
    sign_in(story, &JULES, VAULT, start);
    let who = JULES.shell(VAULT, start, &key);
    let mut scene = story.scene(&who, FRANKFURT, start + 5);
    scene.run(&[
        ("athena", "StartQueryExecution", r#"{"queryString":"SELECT day, count(*) FROM orders WHERE day >= '2026-03-01' GROUP BY day","clientRequestToken":"$guid","workGroup":"analysts","queryExecutionContext":{"database":"sales"}}"#),
        ("athena", "GetQueryExecution", r#"{"queryExecutionId":"$guid"}"#),
        ("glue", "GetTable", r#"{"databaseName":"sales","name":"orders"}"#),
        ("athena", "GetQueryResults", r#"{"queryExecutionId":"$guid","maxResults":1000}"#),
    ]);
    scene.who = who.through("athena");
    for part in 0..3 {
        let file = format!("sales/orders/day=2026-03-0{}/part-0000{part}.parquet", part + 1);
        let event =
            scene.event("s3", "GetObject").bucket("larkspur-warehouse", Some(&file), 88_000 + part * 911);
        scene.add(event);
    }
}

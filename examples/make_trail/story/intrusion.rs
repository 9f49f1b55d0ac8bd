//! Tuesday night: somebody tries out a key they found.

use super::company::{APP, BUILD_KEY, FRANKFURT, INTRUDER_HOME, IRELAND, KALI, VIRGINIA, tuesday};
use super::{Scene, Story};
use crate::base::caller::Caller;
use crate::base::json::{Object, quoted};

const DEPLOY_POLICY: &str = "arn:aws:iam::111122223333:policy/larkspur-build-deploy";
const EVERYTHING: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Sid":"Deploy","Effect":"Allow","Action":"*","Resource":"*"}]}"#;

/// What the title of a terminal window becomes when a tool prints the agent as it is.
const HOSTILE_AGENT: &str =
    "aws-cli/2.23.6 \u{1b}]0;all logs are clean\u{7}\u{1b}[2J\u{1b}[1;32mOK\u{1b}[0m \u{202e}nosj.tropxe";

pub(crate) fn tell(story: &mut Story) {
    let who = Caller::user(APP, "build-deploy", BUILD_KEY).from(INTRUDER_HOME, KALI);
    who_am_i(&mut story.scene(&who, VIRGINIA, tuesday(22, 41)));
    what_may_i(&mut story.scene(&who, VIRGINIA, tuesday(22, 43)));
    for (region, minute) in [(VIRGINIA, 46), (IRELAND, 48), (FRANKFURT, 49)] {
        look_around(&mut story.scene(&who, region, tuesday(22, minute)));
    }
    buckets(&mut story.scene(&who, VIRGINIA, tuesday(22, 52)));
    escalate(&mut story.scene(&who, VIRGINIA, tuesday(23, 5)));
    let disguised = Caller::user(APP, "build-deploy", BUILD_KEY).from(INTRUDER_HOME, HOSTILE_AGENT);
    read_everything(&mut story.scene(&disguised, VIRGINIA, tuesday(23, 8)));
}

fn who_am_i(scene: &mut Scene<'_>) {
    scene.pace = 25;
    scene.run(&[
        ("sts", "GetCallerIdentity", "null"),
        ("s3", "ListBuckets", r#"{"Host":"s3.us-east-1.amazonaws.com"}"#),
    ]);
    let user = "arn:aws:iam::111122223333:user/build-deploy";
    scene.refused(&[("iam", "GetUser", "iam:GetUser", user, "null")]);
}

fn what_may_i(scene: &mut Scene<'_>) {
    let account = "arn:aws:iam::111122223333:";
    let users = format!("{account}user/");
    let roles = format!("{account}role/");
    let build = format!("{account}user/build-deploy");
    scene.refused(&[
        ("iam", "ListUsers", "iam:ListUsers", &users, "null"),
        ("iam", "ListRoles", "iam:ListRoles", &roles, "null"),
        ("iam", "ListGroups", "iam:ListGroups", "arn:aws:iam::111122223333:group/", "null"),
        ("iam", "GetAccountAuthorizationDetails", "iam:GetAccountAuthorizationDetails", "*", "null"),
        ("iam", "GetAccountSummary", "iam:GetAccountSummary", "*", "null"),
        ("iam", "ListAccessKeys", "iam:ListAccessKeys", &build, "null"),
        ("iam", "ListUserPolicies", "iam:ListUserPolicies", &build, "null"),
        ("organizations", "DescribeOrganization", "organizations:DescribeOrganization", "*", "null"),
        ("iam", "SimulatePrincipalPolicy", "iam:SimulatePrincipalPolicy", &build, "null"),
    ]);
    let policy = format!(r#"{{"policyArn":"{DEPLOY_POLICY}"}}"#);
    let version = format!(r#"{{"policyArn":"{DEPLOY_POLICY}","versionId":"v3"}}"#);
    scene.run(&[
        ("iam", "ListAttachedUserPolicies", r#"{"userName":"build-deploy"}"#),
        ("iam", "GetPolicy", &policy),
        ("iam", "GetPolicyVersion", &version),
        ("iam", "ListPolicyVersions", &policy),
    ]);
}

fn look_around(scene: &mut Scene<'_>) {
    scene.pace = 3;
    let region = scene.region;
    let functions = format!("arn:aws:lambda:{region}:{APP}:function:*");
    scene.refused(&[
        ("ec2", "DescribeInstances", "ec2:DescribeInstances", "", r#"{"instancesSet":{},"filterSet":{}}"#),
        (
            "ec2",
            "DescribeSecurityGroups",
            "ec2:DescribeSecurityGroups",
            "",
            r#"{"securityGroupSet":{},"securityGroupIdSet":{},"filterSet":{}}"#,
        ),
        (
            "ec2",
            "DescribeSnapshots",
            "ec2:DescribeSnapshots",
            "",
            r#"{"snapshotSet":{},"ownersSet":{"items":[{"owner":"self"}]},"filterSet":{}}"#,
        ),
        ("rds", "DescribeDBInstances", "rds:DescribeDBInstances", "*", "null"),
        ("secretsmanager", "ListSecrets", "secretsmanager:ListSecrets", "*", "null"),
        ("lambda", "ListFunctions20150331", "lambda:ListFunctions", &functions, "null"),
        ("dynamodb", "ListTables", "dynamodb:ListTables", "*", "null"),
        ("kms", "ListKeys", "kms:ListKeys", "*", "null"),
        ("guardduty", "ListDetectors", "guardduty:ListDetectors", "*", "null"),
        ("bedrock", "ListFoundationModels", "bedrock:ListFoundationModels", "*", "null"),
    ]);
    if region == VIRGINIA {
        insist(scene);
    }
    if region == IRELAND {
        scene.refused(&[
            ("ses", "GetSendQuota", "ses:GetSendQuota", "*", "null"),
            ("ssm", "DescribeInstanceInformation", "ssm:DescribeInstanceInformation", "*", "null"),
        ]);
    }
}

/// A script that takes a refusal for a question of spelling.
fn insist(scene: &mut Scene<'_>) {
    scene.pace = 20;
    for state in ["running", "stopped", "pending", "stopping", "terminated"] {
        for size in [5, 1000] {
            let request = format!(
                r#"{{"maxResults":{size},"instancesSet":{{}},"filterSet":{{"items":[{{"name":"instance-state-name","valueSet":{{"items":[{{"value":"{state}"}}]}}}}]}}}}"#
            );
            scene.refused(&[("ec2", "DescribeInstances", "ec2:DescribeInstances", "", &request)]);
        }
    }
}

fn buckets(scene: &mut Scene<'_>) {
    scene.pace = 6;
    for bucket in ["larkspur-artifacts", "larkspur-orders", "larkspur-org-logs"] {
        for name in ["GetBucketLocation", "GetBucketPolicy", "GetBucketAcl", "GetBucketVersioning"] {
            let event = scene.event("s3", name).bucket(bucket, None, 322);
            let arn = format!("arn:aws:s3:::{bucket}");
            let own = bucket == "larkspur-artifacts" || name == "GetBucketLocation";
            scene.add(if own { event } else { event.denied(&format!("s3:{name}"), &arn) });
        }
    }
    let key = "arn:aws:s3:::larkspur-orders/incoming/order-48210.json";
    let event =
        scene.event("s3", "GetObject").bucket("larkspur-orders", Some("incoming/order-48210.json"), 0);
    scene.add(event.denied("s3:GetObject", key));
}

/// The policy of the build user allows it to write new versions of that same policy.
fn escalate(scene: &mut Scene<'_>) {
    scene.pace = 40;
    let request = Object::new()
        .text("policyArn", DEPLOY_POLICY)
        .text("policyDocument", EVERYTHING)
        .flag("setAsDefault", true)
        .end();
    let event = scene
        .event("iam", "CreatePolicyVersion")
        .req(&request)
        .res(r#"{"policyVersion":{"versionId":"v4","isDefaultVersion":true,"createDate":"$created"}}"#);
    scene.add(event);
    scene.run(&[("sts", "GetCallerIdentity", "null")]);
}

fn read_everything(scene: &mut Scene<'_>) {
    scene.pace = 7;
    scene.run(&[
        ("iam", "GetAccountAuthorizationDetails", r#"{"maxItems":1000}"#),
        ("iam", "ListUsers", r#"{"maxItems":1000}"#),
        ("iam", "ListRoles", r#"{"maxItems":1000}"#),
        ("organizations", "DescribeOrganization", "null"),
        ("organizations", "ListAccounts", "null"),
        ("cloudtrail", "DescribeTrails", r#"{"trailNameList":[]}"#),
        ("cloudtrail", "GetEventSelectors", r#"{"trailName":"larkspur-app-trail"}"#),
        ("ec2", "DescribeInstances", r#"{"instancesSet":{},"filterSet":{}}"#),
    ]);
    // Some tools send the document URL-encoded; CloudTrail keeps what it got.
    let encoded = "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22\
                   Action%22%3A%5B%22iam%3A%2A%22%2C%22sts%3A%2A%22%5D%2C%22Resource%22%3A%22%2A%22%7D%5D%7D";
    let request = format!(
        r#"{{"userName":"build-deploy","policyName":"BuildCachePolicy","policyDocument":{}}}"#,
        quoted(encoded)
    );
    scene.run(&[("iam", "PutUserPolicy", &request)]);
    let omitted = r#"{"reason":"requestParameters too large","omitted":"true","originalSize":"149893"}"#;
    scene.run(&[("iam", "PutRolePolicy", omitted)]);
}

//! What is no record of CloudTrail and looks like one: logs of other vendors (R1), OCSF (R2), members that were made from a
//! record and stand beside its text (R3). Nothing of them is an event, and none of their neighbours is lost.

use crate::input::Input;
use crate::json::sound;
use crate::packed::gzip;
use crate::random::Random;

/// One object of the logs of each of these, in the words of its vendor.
const FOREIGN: [&str; 44] = [
    r#"{"EventTime":"2026-01-02 03:04:05","EventID":4624,"EventType":"AUDIT_SUCCESS","Hostname":"WIN","Channel":"Security"}"#,
    r#"{"EventID":1,"EventRecordID":77,"SourceName":"Sysmon","UserID":"S-1-5-18","EventTime":"2026-01-02 03:04:05"}"#,
    r#"{"Event":{"System":{"EventID":4688,"TimeCreated":"2026-01-02T03:04:05Z"},"EventData":{"SubjectUserName":"a"}}}"#,
    r#"{"eventType":"user.session.start","uuid":"x","published":"2026-01-02T03:04:05Z","actor":{"id":"1"},"outcome":{"result":"SUCCESS"}}"#,
    r#"{"operationName":"Microsoft.Compute/virtualMachines/write","resultType":"Success","eventName":{"value":"EndRequest"},"caller":"a"}"#,
    r#"{"eventTimestamp":"2026-01-02T03:04:05Z","eventDataId":"x","eventName":{"value":"BeginRequest"},"category":{"value":"Administrative"}}"#,
    r#"{"CreationTime":"2026-01-02T03:04:05","Operation":"UserLoggedIn","Workload":"AzureActiveDirectory","UserId":"a","ClientIP":"192.0.2.1"}"#,
    r#"{"insertId":"x","protoPayload":{"methodName":"SetIamPolicy","serviceName":"iam.googleapis.com"},"logName":"projects/p/logs/audit"}"#,
    r#"{"action":"repo.create","actor":"a","created_at":1767323045000,"org":"o","actor_ip":"192.0.2.1"}"#,
    r#"{"kind":"Event","apiVersion":"audit.k8s.io/v1","verb":"create","user":{"username":"a"},"sourceIPs":["192.0.2.1"],"userAgent":"kubectl"}"#,
    r#"{"timestamp":"2026-01-02T03:04:05","event_type":"alert","src_ip":"192.0.2.1","alert":{"signature":"x"}}"#,
    r#"{"ts":1767323045.0,"uid":"C1","id.orig_h":"192.0.2.1","service":"dns","query":"example.com"}"#,
    r#"{"name":"pack_users","hostIdentifier":"h","calendarTime":"x","columns":{"username":"a"},"action":"added"}"#,
    r#"{"output":"Shell in container","priority":"Notice","rule":"Terminal shell","time":"2026-01-02T03:04:05Z","output_fields":{}}"#,
    r#"{"version":2,"account-id":"111122223333","interface-id":"eni-1","srcaddr":"192.0.2.1","action":"ACCEPT"}"#,
    r#"{"type":"https","time":"2026-01-02T03:04:05Z","elb":"app/x","client_ip":"192.0.2.1","user_agent":"curl"}"#,
    r#"{"schemaVersion":"2.0","accountId":"111122223333","region":"us-east-1","type":"Recon:EC2/PortProbe","service":{"action":{}}}"#,
    r#"{"configurationItemVersion":"1.3","awsAccountId":"111122223333","awsRegion":"us-east-1","resourceType":"AWS::S3::Bucket"}"#,
    r#"{"SchemaVersion":"2018-10-08","Id":"x","ProductArn":"y","AwsAccountId":"111122223333","Types":["TTPs"],"Region":"us-east-1"}"#,
    r#"{"Datetime":"2026-01-02T03:04:05Z","ClientIP":"192.0.2.1","EdgeResponseStatus":200,"ClientRequestUserAgent":"x"}"#,
    r#"{"access_device":{"ip":"192.0.2.1"},"event_type":"authentication","factor":"push","result":"success","txid":"x"}"#,
    r#"{"id":1,"event_type_id":5,"user_name":"a","ipaddr":"192.0.2.1","created_at":"2026-01-02T03:04:05Z"}"#,
    r#"{"date":"2026-01-02T03:04:05Z","type":"s","client_id":"x","ip":"192.0.2.1","user_agent":"x","log_id":"1"}"#,
    r#"{"EVENT_TYPE":"Login","TIMESTAMP":"20260102030405","USER_ID":"a","CLIENT_IP":"192.0.2.1"}"#,
    r#"{"id":"x","date_create":1767323045,"action":"user_login","actor":{"type":"user"},"context":{"ip_address":"192.0.2.1"}}"#,
    r#"{"uuid":"x","session_uuid":"y","timestamp":"2026-01-02T03:04:05Z","category":"success","type":"credentials_ok","target_user":{}}"#,
    r#"{"event":{"datetime":"x","action":"Allowed","user":"a","urlcategory":"x"},"sourcetype":"zscalernss-web"}"#,
    r#"{"metadata":{"customerIDString":"x","eventType":"DetectionSummaryEvent","eventCreationTime":1767323045000},"event":{"UserName":"a"}}"#,
    r#"{"agentDetectionInfo":{"siteId":"1"},"threatInfo":{"classification":"Malware"},"id":"x"}"#,
    r#"{"rule":{"level":3,"id":"5501"},"agent":{"id":"000"},"manager":{"name":"m"},"decoder":{"name":"pam"},"full_log":"session opened"}"#,
    r#"{"@timestamp":"2026-01-02T03:04:05Z","event":{"action":"logged-in","category":["authentication"],"original":"a b"},"host":{"name":"h"}}"#,
    r#"{"__REALTIME_TIMESTAMP":"1","MESSAGE":"x","_COMM":"sshd","_HOSTNAME":"h","PRIORITY":"6"}"#,
    r#"{"log":"hello\n","stream":"stdout","time":"2026-01-02T03:04:05Z"}"#,
    r#"{"level":30,"time":1767323045000,"pid":1,"hostname":"h","msg":"request","req":{"method":"GET"}}"#,
    r#"{"instant":{"epochSecond":1},"thread":"main","level":"INFO","loggerName":"x","message":"y"}"#,
    r#"{"eventName":"page_view","eventTime":"2026-01-02T03:04:05Z","properties":{"path":"/"}}"#,
    r#"{"eventName":"purchase","eventID":"1","userAgent":"Mozilla","value":3}"#,
    r#"{"eventSource":"webhook","eventType":"push","requestID":"x"}"#,
    r#"{"eventID":"1","eventTime":"2026-01-02T03:04:05Z","userAgent":"x","errorCode":"E1"}"#,
    r#"{"Records":[{"eventName":"INSERT","eventSource":"aws:dynamodb","dynamodb":{"Keys":{}},"eventID":"x","awsRegion":"us-east-1"}]}"#,
    r#"{"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put","awsRegion":"us-east-1","s3":{"bucket":{"name":"b"}}}]}"#,
    r#"{"Records":[{"EventSource":"aws:sns","EventVersion":"1.0","Sns":{"Message":"hello","Type":"Notification"}}]}"#,
    r#"{"events":[{"eventName":"x","timestamp":1}],"eventType":"batch"}"#,
    r#"{"swagger":"2.0","info":{"title":"x"},"paths":{},"eventName":"y"}"#,
];

fn string(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// An object in each place that an object may have in a file, alone and among records, and the records beside it.
fn places(object: &str) -> Vec<(&'static str, String, usize)> {
    let (one, two) = (sound(0), sound(1));
    vec![
        ("alone", object.to_owned(), 0),
        ("in an array", format!("[{object},{object}]"), 0),
        ("in lines", format!("{object}\n{object}\n"), 0),
        ("in a log file", format!("{{\"Records\":[{object}]}}"), 0),
        ("wrapped", format!("{{\"hits\":[{{\"_source\":{object}}}]}}"), 0),
        ("in EventBridge", format!("{{\"version\":\"0\",\"detail-type\":\"x\",\"detail\":{object}}}"), 0),
        ("in a string", format!("{{\"Messages\":[{{\"Body\":{}}}]}}", string(object)), 0),
        ("between records", format!("{{\"Records\":[{one},{object},{two}]}}"), 2),
        ("between lines", format!("{one}\n{object}\n{two}\n"), 2),
        ("before a record", format!("[{object},{one}]"), 1),
        ("behind a record", format!("{one}{object}"), 1),
    ]
}

fn add_all(set: &'static str, what: &str, object: &str, add: &mut dyn FnMut(Input)) {
    let records = [sound(0), sound(1)];
    for (place, text, beside) in places(object) {
        let name = format!("{what} {place}: {}", object.chars().take(40).collect::<String>());
        add(Input::new(set, name.clone(), text.clone()).with(&records[..beside]).exactly());
        add(Input::new(set, format!("{name}, packed"), gzip(text.as_bytes()))
            .with(&records[..beside])
            .exactly());
    }
}

/// Without one of its members, or with one of a record that alone makes none.
fn neighbours(object: &str, random: &mut Random) -> Vec<String> {
    let members: serde_json::Map<String, serde_json::Value> = serde_json::from_str(object).unwrap();
    let names: Vec<String> = members.keys().cloned().collect();
    let mut without = members.clone();
    without.remove(random.pick(&names));
    let extra = [
        ("userAgent", "aws-cli/2"),
        ("requestID", "r"),
        ("eventType", "AwsApiCall"),
        ("errorMessage", "no"),
        ("eventTime", "2026-03-10T00:00:00Z"),
        ("readOnly", "true"),
    ];
    let (name, value) = *random.pick(&extra);
    let mut with = members;
    with.insert(name.to_owned(), value.into());
    [without, with].into_iter().map(|one| serde_json::Value::Object(one).to_string()).collect()
}

fn ocsf() -> Vec<String> {
    let api = r#""api":{"operation":"StopLogging","service":{"name":"cloudtrail.amazonaws.com"}}"#;
    let product = r#""metadata":{"product":{"name":"CloudTrail"},"version":"1.1.0"}"#;
    let unmapped = [
        r#"{"eventType":"AwsApiCall","recipientAccountId":"111122223333","requestParameters":{"name":"t"}}"#,
        r#"{"eventName":"StopLogging","eventSource":"cloudtrail.amazonaws.com","awsRegion":"us-east-1"}"#,
        r#"{"userIdentity":{"type":"IAMUser"},"eventName":"StopLogging","recipientAccountId":"1"}"#,
        r#"{"requestParameters":{"eventName":"x","eventSource":"y","userIdentity":{}}}"#,
        "{}",
    ];
    let mut all = Vec::new();
    for class in [6003, 3002, 4001, 2004] {
        for unmapped in unmapped {
            all.push(format!(
                r#"{{"class_uid":{class},{product},{api},"time":1767323045000,"unmapped":{unmapped}}}"#
            ));
            all.push(format!(r#"{{{product},"unmapped":{unmapped},{api},"class_uid":{class}}}"#));
            all.push(format!(r#"{{"activity_name":"Update","class_uid":{class},"cloud":{{"region":"us-east-1"}},"unmapped":{unmapped},"actor":{{"user":{{"name":"a"}}}}}}"#));
        }
    }
    all
}

/// A record's text, and beside it what a product made of it.
fn normalised(add: &mut dyn FnMut(Input)) {
    for number in 0..6 {
        let record = sound(number);
        let id = format!("sound-{number}");
        let copies = [
            format!(
                r#"{{"name":"Sound{number}","properties":{{"recipientAccountId":"1","userIdentity":{{"arn":"a"}}}}}}"#
            ),
            format!(
                r#"{{"eventName":"Sound{number}","userIdentity":{{"type":"IAMUser"}},"eventID":"{id}"}}"#
            ),
            format!(r#"{{"eventVersion":"1.08","eventName":"Sound{number}","eventID":"{id}"}}"#),
            format!(
                r#"{{"eventName":"Sound{number}","eventSource":"s3.amazonaws.com","awsRegion":"us-east-1"}}"#
            ),
            format!(r#"[{{"eventName":"Sound{number}","sourceIPAddress":"192.0.2.1"}}]"#),
            record.clone(),
        ];
        for carrier in ["message", "_raw", "event.original", "CloudTrailEvent", "@message", "Message", "body"]
        {
            for copy in &copies {
                for (form, object) in [
                    ("behind", format!(r#"{{"{carrier}":{},"action":{copy}}}"#, string(&record))),
                    ("before", format!(r#"{{"aws":{copy},"{carrier}":{}}}"#, string(&record))),
                    (
                        "deeper",
                        format!(r#"{{"{carrier}":{},"a":{{"b":{{"cloudtrail":{copy}}}}}}}"#, string(&record)),
                    ),
                    (
                        "in an array",
                        format!(r#"[{{"x":1,"{carrier}":{},"action":{copy}}}]"#, string(&record)),
                    ),
                ] {
                    let name = format!("{carrier}, {form}: {}", copy.chars().take(30).collect::<String>());
                    add(Input::new("V3", name, object).with(&[&record]).exactly());
                }
            }
        }
        // Another record beside it is one.
        let other = sound(number + 10);
        let both = format!(r#"{{"message":{},"next":{other}}}"#, string(&record));
        add(Input::new("V3", format!("two records {number}"), both).with(&[&record, &other]).exactly());
    }
}

pub(crate) fn inputs(random: &mut Random, add: &mut dyn FnMut(Input)) {
    for object in FOREIGN {
        add_all("V1", "as it is", object, add);
        for neighbour in neighbours(object, random) {
            add_all("V1", "changed", &neighbour, add);
        }
    }
    for object in ocsf() {
        add_all("V2", "OCSF", &object, add);
    }
    let record = sound(3);
    let raw =
        format!(r#"{{"class_uid":6003,"raw_data":{},"unmapped":{{"eventName":"Sound3"}}}}"#, string(&record));
    add(Input::new("V2", "OCSF with its text", raw).with(&[&record]).exactly());
    normalised(add);
}

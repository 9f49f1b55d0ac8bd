//! One CloudTrail record: built field by field, then written in AWS's key order.

use super::caller::Caller;
use super::clock;
use super::json::{Object, list, pairs};
use super::rng::Rng;
use super::template::fill;

/// Beginnings of the names of calls that change nothing.
const READING: [&str; 13] = [
    "Get", "List", "Describe", "Head", "Lookup", "Assume", "Decrypt", "Generate", "Batch", "Scan", "Query",
    "Simulate", "Select",
];

#[derive(Clone)]
pub(crate) struct Event {
    pub(crate) version: &'static str,
    pub(crate) identity: String,
    pub(crate) time: i64,
    pub(crate) source: String,
    pub(crate) name: String,
    pub(crate) region: String,
    pub(crate) ip: String,
    pub(crate) agent: String,
    pub(crate) error: Option<(String, Option<String>)>,
    pub(crate) request: String,
    pub(crate) response: String,
    pub(crate) additional: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) id: String,
    pub(crate) read_only: Option<bool>,
    pub(crate) resources: Vec<String>,
    pub(crate) kind: &'static str,
    pub(crate) api_version: Option<&'static str>,
    pub(crate) management: Option<bool>,
    /// `recipientAccountId`
    pub(crate) account: String,
    pub(crate) details: Option<String>,
    pub(crate) shared: Option<String>,
    pub(crate) endpoint: Option<String>,
    pub(crate) endpoint_account: Option<String>,
    pub(crate) category: Option<&'static str>,
    pub(crate) tls_host: Option<String>,
    pub(crate) from_console: bool,
    caller_arn: String,
}

impl Event {
    /// A successful management call without parameters; `service` is the part before `.amazonaws.com`.
    pub(crate) fn new(who: &Caller, time: i64, region: &str, service: &str, name: &str) -> Self {
        let host = match service {
            "iam" | "cloudfront" | "organizations" => format!("{service}.amazonaws.com"),
            "signin" => format!("{region}.signin.aws.amazon.com"),
            _ => format!("{service}.{region}.amazonaws.com"),
        };
        let agent =
            if service == "s3" && who.direct { format!("[{}]", who.agent) } else { who.agent.clone() };
        Self {
            version: "1.11",
            identity: who.identity.clone(),
            time,
            source: format!("{service}.amazonaws.com"),
            name: name.to_owned(),
            region: region.to_owned(),
            ip: who.ip.clone(),
            agent,
            error: None,
            request: String::from("null"),
            response: String::from("null"),
            additional: None,
            request_id: None,
            id: String::new(),
            read_only: Some(READING.iter().any(|start| name.starts_with(start))),
            resources: Vec::new(),
            kind: "AwsApiCall",
            api_version: None,
            management: Some(true),
            account: who.account.clone(),
            details: None,
            shared: None,
            endpoint: None,
            endpoint_account: None,
            category: Some("Management"),
            tls_host: (who.direct && !who.from_console).then_some(host),
            from_console: who.from_console,
            caller_arn: who.arn.clone(),
        }
    }

    /// `requestParameters` as a JSON template.
    pub(crate) fn req(mut self, json: &str) -> Self {
        json.clone_into(&mut self.request);
        self
    }

    /// `responseElements` as a JSON template.
    pub(crate) fn res(mut self, json: &str) -> Self {
        json.clone_into(&mut self.response);
        self
    }

    pub(crate) fn more(mut self, json: &str) -> Self {
        self.additional = Some(json.to_owned());
        self
    }

    pub(crate) fn fail(mut self, code: &str, message: &str) -> Self {
        let message = (!message.is_empty()).then(|| message.to_owned());
        self.error = Some((code.to_owned(), message));
        String::from("null").clone_into(&mut self.response);
        self
    }

    /// Refused for want of a policy: parameters go, except with EC2, which adds an encoded message.
    pub(crate) fn denied(self, action: &str, resource: &str) -> Self {
        let reason = format!("because no identity-based policy allows the {action} action");
        self.denied_because(action, resource, &reason)
    }

    pub(crate) fn denied_because(mut self, action: &str, resource: &str, reason: &str) -> Self {
        let who = self.caller_arn.clone();
        let place = if resource.is_empty() { String::new() } else { format!(" on resource: {resource}") };
        let sentence = format!("User: {who} is not authorized to perform: {action}{place} {reason}");
        if action.starts_with("ec2:") {
            let message = format!(
                "You are not authorized to perform this operation. {sentence}. \
                 Encoded authorization failure message: $al96-$al128_$al112"
            );
            return self.fail("Client.UnauthorizedOperation", &message);
        }
        String::from("null").clone_into(&mut self.request);
        let old_style = ["iam:", "sts:", "s3:", "sns:", "ses:", "rds:", "cloudformation:"];
        let exception =
            if old_style.iter().any(|start| action.starts_with(start)) { "" } else { "Exception" };
        self.fail(&format!("AccessDenied{exception}"), &sentence)
    }

    pub(crate) fn resource(mut self, kind: &str, arn: &str) -> Self {
        let owner = self.account.clone();
        self.resources.push(pairs(&[("accountId", &owner), ("type", kind), ("ARN", arn)]));
        self
    }

    /// A call on an S3 bucket or, with a key, on an object in it.
    pub(crate) fn bucket(mut self, bucket: &str, key: Option<&str>, bytes_out: usize) -> Self {
        let host = format!("{bucket}.s3.{}.amazonaws.com", self.region);
        self.request =
            Object::new().text("bucketName", bucket).text("Host", &host).maybe_text("key", key).end();
        if let Some(key) = key {
            let arn = format!("arn:aws:s3:::{bucket}/{key}");
            self.resources.push(pairs(&[("type", "AWS::S3::Object"), ("ARN", &arn)]));
            self = self.data();
        }
        self.tls_host = self.tls_host.map(|_| host);
        self.additional = Some(s3_additional(bytes_out));
        self.resource("AWS::S3::Bucket", &format!("arn:aws:s3:::{bucket}"))
    }

    pub(crate) fn data(mut self) -> Self {
        self.management = Some(false);
        self.category = Some("Data");
        self
    }

    /// An event that a service reports by itself.
    pub(crate) fn service_event(mut self, details: &str) -> Self {
        self.kind = "AwsServiceEvent";
        self.details = Some(details.to_owned());
        self.read_only = Some(false);
        self
    }

    /// The shape of records before version 1.06: no category, no TLS block.
    pub(crate) fn old(mut self, version: &'static str) -> Self {
        self.version = version;
        self.management = None;
        self.category = None;
        self.tls_host = None;
        self.from_console = false;
        self
    }

    /// Gives the record its ids and replaces what is random in its parameters.
    pub(crate) fn finish(mut self, rng: &mut Rng) -> Self {
        let created = clock::wordy(self.time);
        let values = [
            ("account", self.account.as_str()),
            ("region", self.region.as_str()),
            ("created", created.as_str()),
        ];
        self.request = fill(&self.request, &values, rng);
        self.response = fill(&self.response, &values, rng);
        self.additional = self.additional.map(|json| fill(&json, &values, rng));
        self.details = self.details.map(|json| fill(&json, &values, rng));
        for resource in &mut self.resources {
            *resource = fill(resource, &values, rng);
        }
        if let Some((_, Some(message))) = &mut self.error {
            *message = fill(message, &values, rng);
        }
        if self.identity.contains("$key") {
            self.identity = self.identity.replace("$key", &rng.key("ASIA"));
        }
        let short = self.source == "s3.amazonaws.com";
        let fresh = if short { rng.upper(16) } else { rng.guid() };
        // Sign-ins and service events have no request of their own.
        if self.kind == "AwsApiCall" && self.request_id.is_none() {
            self.request_id = Some(fresh);
        }
        self.id = rng.guid();
        self
    }

    pub(crate) fn render(&self) -> String {
        let (code, message) = match &self.error {
            Some((code, message)) => {
                (Some(code.as_str()).filter(|code| !code.is_empty()), message.as_deref())
            }
            None => (None, None),
        };
        let mut object = Object::with_capacity(2048)
            .text("eventVersion", self.version)
            .raw("userIdentity", &self.identity)
            .text("eventTime", &clock::iso(self.time))
            .text("eventSource", &self.source)
            .text("eventName", &self.name)
            .text("awsRegion", &self.region)
            .text("sourceIPAddress", &self.ip)
            .text("userAgent", &self.agent)
            .maybe_text("errorCode", code)
            .maybe_text("errorMessage", message)
            .raw("requestParameters", &self.request)
            .raw("responseElements", &self.response)
            .maybe_raw("additionalEventData", self.additional.as_deref())
            .maybe_text("requestID", self.request_id.as_deref())
            .text("eventID", &self.id);
        if let Some(read_only) = self.read_only {
            object = object.flag("readOnly", read_only);
        }
        if !self.resources.is_empty() {
            object = object.raw("resources", &list(&self.resources));
        }
        self.render_end(object.text("eventType", self.kind))
    }

    fn render_end(&self, mut object: Object) -> String {
        object = object.maybe_text("apiVersion", self.api_version);
        if let Some(management) = self.management {
            object = object.flag("managementEvent", management);
        }
        object = object
            .text("recipientAccountId", &self.account)
            .maybe_raw("serviceEventDetails", self.details.as_deref())
            .maybe_text("sharedEventID", self.shared.as_deref())
            .maybe_text("vpcEndpointId", self.endpoint.as_deref())
            .maybe_text("vpcEndpointAccountId", self.endpoint_account.as_deref())
            .maybe_text("eventCategory", self.category);
        if let Some(host) = &self.tls_host {
            object = object.raw("tlsDetails", &tls_details(host));
        }
        if self.from_console {
            object = object.text("sessionCredentialFromConsole", "true");
        }
        object.end()
    }
}

fn tls_details(host: &str) -> String {
    pairs(&[
        ("tlsVersion", "TLSv1.3"),
        ("cipherSuite", "TLS_AES_128_GCM_SHA256"),
        ("clientProvidedHostHeader", host),
    ])
}

fn s3_additional(bytes_out: usize) -> String {
    Object::new()
        .text("SignatureVersion", "SigV4")
        .text("CipherSuite", "TLS_AES_128_GCM_SHA256")
        .raw("bytesTransferredIn", "0")
        .text("AuthenticationMethod", "AuthHeader")
        .text("x-amz-id-2", "$al43=")
        .raw("bytesTransferredOut", &bytes_out.to_string())
        .end()
}

"""Filters that are asked: one of each kind of term, and others made from what the records hold."""

import json
import re

from engines import text

# One of each kind of term, whatever the generator draws.
FIXED = [
    "is:failed", "!is:failed", "is:denied", "!is:denied", "is:throttled", "is:write", "is:read", "!is:write", "is:byname",
    "is:root", "is:service", "!is:service", "is:console", "!is:console", "is:nomfa", "!is:nomfa", "is:insight", "is:data",
    "is:assumedroot", "outcome:ok", "errorFamily:*", "!errorFamily:*", 'errorFamily="not found"', "family:conflict",
    "errorCode:*", "!errorCode:*", 'errorCode=""', 'errorCode!="" eventName:*User*', "service=iam", "service:s3",
    "service!=sts", "service:e?2*", "ip:10.0.0.0/8", "!ip:10.0.0.0/8", "ip:0.0.0.0/1", "ip:2001:db8::/32",
    "ip:203.0.113.*", "ip=203.0.113.9", "mfa=no", "mfa:yes", "mfa:knowable", "!mfa:*", "hour:22..05", "hour:9..17",
    "time:12:00..18:00", "time:22:00..04:00", "before:2026-03-11", "after:2026-03-10T12:00", "time:2026-03",
    "requestParameters:*", "!requestParameters:*", "responseElements.ConsoleLogin=Failure",
    "additionalEventData.MFAUsed=No", "additionalEventData.bytesTransferredOut>1000", "bytesOut>=1k", "bytesIn<10M",
    "resources.ARN:s3", "resources.accountId:*", "!resources.ARN:*", "account:*", "account!=111122223333",
    "errorMessage:denied", "!errorMessage:denied", "errorMessage:*", "who:alice", "who=root", "sessionName:a",
    "program:cli", "os:linux", "tlsDetails.tlsVersion=TLSv1.3", "requestID:*", "sharedEventID:*", "delbuck", "'bucket",
    '"AccessDenied"', '!"AccessDenied"', "/Delete(User|Role)/", "/assumed-role/i", "resource:prod", "deniedAction:s3",
    "requestParameters.policyDocument:Allow", "requestParameters.policyDocument.Statement.Effect=Allow",
    'requestParameters.policyDocument.Statement.Action:"iam"', "insightDetails.insightType:*",
]


class Generator:
    """Makes filters from what the records hold."""

    fields = [
        ("eventName", "eventName"), ("eventSource", "eventSource"), ("region", "awsRegion"), ("ip", "sourceIPAddress"),
        ("agent", "userAgent"), ("error", "errorCode"), ("readOnly", "readOnly"), ("eventType", "eventType"),
        ("category", "eventCategory"), ("arn", "userIdentity.arn"), ("key", "userIdentity.accessKeyId"),
        ("user", "userIdentity.userName"), ("userIdentity.type", "userIdentity.type"),
        ("userIdentity.principalId", "userIdentity.principalId"), ("userIdentity.accountId", "userIdentity.accountId"),
        ("role", "userIdentity.sessionContext.sessionIssuer.arn"), ("eventID", "eventID"),
        ("userIdentity.invokedBy", "userIdentity.invokedBy"), ("recipientAccountId", "recipientAccountId"),
        ("sourceIdentity", "userIdentity.sessionContext.sourceIdentity"), ("errorMessage", "errorMessage"),
        ("vpcEndpointId", "vpcEndpointId"), ("apiVersion", "apiVersion"),
    ]

    def __init__(self, records, random):
        self.records = records
        self.random = random

    def filter(self):
        terms = [self.term() for _ in range(self.random.choice([1, 1, 2, 2, 3]))]
        if len(terms) == 3 and self.random.random() < 0.5:
            return f"{terms[0]} {self.random.choice(['', '!'])}({terms[1]} | {terms[2]})"
        return self.random.choice([" ", " ", " | "]).join(terms)

    def term(self):
        negation = "!" if self.random.random() < 0.25 else ""
        kind = self.random.random()
        if kind < 0.1:
            return negation + self.random.choice(FIXED).removeprefix("!")
        if kind < 0.2:
            return negation + self.time()
        if kind < 0.5:
            found = self.path()
            if found:
                return negation + self.test(*found)
        for _ in range(50):
            name, path = self.random.choice(self.fields)
            value = self.random.choice(self.records)
            for part in path.split("."):
                value = value.get(part) if isinstance(value, dict) else None
            if value not in (None, "") and not isinstance(value, (dict, list)):
                return negation + self.test(name, text(value))
        return "eventName:*"

    def path(self):
        """A path into a record, and a value that stands there."""
        record = self.random.choice(self.records)
        first = self.random.choice(["requestParameters", "responseElements", "additionalEventData", "resources"])
        value, names = record.get(first), [first]
        while isinstance(value, (dict, list)) and value:
            if isinstance(value, list):
                value = self.random.choice(value)
            else:
                name = self.random.choice(list(value))
                if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", name):
                    name_written = json.dumps(name)
                    if not re.fullmatch(r'"[ -~]*"', name_written) or "\\" in name_written or "." in name:
                        return None
                    names.append(name_written)
                else:
                    names.append(name)
                value = value[name]
        if value in (None, "", [], {}) or len(names) < 2:
            return None
        return ".".join(names), text(value)

    def test(self, name, value):
        value = value[:120] if len(value) > 120 else value
        kind = self.random.random()
        quoted = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        if "\n" in value or "\t" in value:
            return f"{name}:*"
        if kind < 0.3:
            return f"{name}={quoted}"
        if kind < 0.4:
            return f"{name}!={quoted}"
        part = value[(start := self.random.randrange(len(value))) : start + self.random.randint(1, 8)]
        written = '"' + part.replace("\\", "\\\\").replace('"', '\\"') + '"'
        if kind < 0.6:
            return f"{name}:{written}"
        if kind < 0.7 and re.fullmatch(r"[A-Za-z0-9._-]+", part):
            return f"{name}:{self.random.choice(['*', ''])}{part}{self.random.choice(['*', '?', '?*'])}"
        if kind < 0.8 and re.fullmatch(r"[A-Za-z0-9_-]+", part):
            return f"{name}~{self.random.choice(['^', '', '.'])}{part}{self.random.choice(['$', '', '.*', '[a-z0-9]'])}"
        if kind < 0.85 and re.fullmatch(r"-?[0-9]{1,15}", value):
            return f"{name}{self.random.choice(['<', '<=', '>', '>='])}{value}"
        if kind < 0.92 and re.fullmatch(r"[A-Za-z0-9._-]+", value):
            return f"{name}={value},{value[::-1]}"
        return f"{name}:*"

    def time(self):
        at = self.random.choice(self.records)["eventTime"]
        return self.random.choice(
            [f"after:{at}", f"before:{at}", f"time:{at[:10]}", f"time:{at[:13]}", f"time:{at[:16]}..", f"around:{at}~30m"]
        )

"""Makes the Parquet files of this folder: the same three events, as other programs write them.

    pip install pyarrow duckdb
    python tests/forms/parquet/make.py tests/forms/parquet

- lake.parquet: columns as CloudTrail Lake has them (structures, maps, times), zstd, pages of the second version.
- athena.parquet: columns in lower case as Athena's table has them, snappy, written by duckdb.
- security_lake.parquet: the OCSF schema of Security Lake, gzip.
- delta.parquet: columns as Athena has them, each with an encoding of differences or of split bytes, and no dictionary.
- raw.parquet: one column with the whole record, LZ4.
- other.parquet: a table without events.
"""

import json
import sys
from datetime import datetime, timezone
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = Path(sys.argv[1])
ACCOUNT = "111122223333"


def record(number, name, error=None):
    made = {
        "eventVersion": "1.11",
        "userIdentity": {
            "type": "AssumedRole",
            "principalId": "AROAEXAMPLE:alice",
            "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/admin/alice",
            "accountId": ACCOUNT,
            "accessKeyId": "ASIAIOSFODNN7EXAMPLE",
            "sessionContext": {
                "sessionIssuer": {"type": "Role", "arn": f"arn:aws:iam::{ACCOUNT}:role/admin"},
                "attributes": {"creationDate": "2026-03-10T11:00:00Z", "mfaAuthenticated": "true"},
            },
        },
        "eventTime": f"2026-03-10T12:00:0{number}Z",
        "eventSource": "s3.amazonaws.com",
        "eventName": name,
        "awsRegion": "us-east-1",
        "sourceIPAddress": "192.0.2.1",
        "userAgent": "aws-cli/2.15, \"é\"",
        "requestParameters": {"bucketName": "logs", "Host": "logs.s3.amazonaws.com"},
        "requestID": f"R{number}",
        "eventID": f"0000000{number}-1111-2222-3333-444455556666",
        "readOnly": name.startswith("Get"),
        "resources": [{"ARN": "arn:aws:s3:::logs", "type": "AWS::S3::Bucket"}],
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": ACCOUNT,
        "eventCategory": "Management",
    }
    return made if error is None else made | {"errorCode": error}


RECORDS = [record(1, "GetBucketAcl"), record(2, "PutBucketAcl"), record(3, "DeleteBucket", "AccessDenied")]


def lower(value):
    """A structure as Hive knows it: names in lower case."""
    if isinstance(value, dict):
        return {key.lower(): lower(inner) for key, inner in value.items()}
    return [lower(item) for item in value] if isinstance(value, list) else value


def lake():
    rows = [dict(one, eventTime=datetime.fromisoformat(one["eventTime"])) for one in RECORDS]
    text = pa.string()
    issuer = pa.struct([("type", text), ("arn", text)])
    attributes = pa.struct([("creationdate", text), ("mfaauthenticated", text)])
    session = pa.struct([("sessionissuer", issuer), ("attributes", attributes)])
    identity = ["type", "principalid", "arn", "accountid", "accesskeyid", "username"]
    schema = pa.schema(
        [("eventVersion", text), ("eventTime", pa.timestamp("ns", tz="UTC"))]
        + [("userIdentity", pa.struct([(name, text) for name in identity] + [("sessioncontext", session)]))]
        + [(name, text) for name in ["eventSource", "eventName", "awsRegion", "sourceIPAddress", "userAgent"]]
        + [(name, text) for name in ["errorCode", "requestID", "eventID", "eventType", "recipientAccountId"]]
        + [("requestParameters", pa.map_(text, text)), ("readOnly", pa.bool_()), ("managementEvent", pa.bool_())]
        + [("resources", pa.list_(pa.struct([("arn", text), ("type", text)]))), ("eventCategory", text)]
    )
    for row in rows:
        row["userIdentity"] = lower(row["userIdentity"])
        row["resources"] = lower(row["resources"])
        row["requestParameters"] = list(row["requestParameters"].items())
    table = pa.Table.from_pylist(rows, schema=schema)
    pq.write_table(table, FOLDER / "lake.parquet", compression="zstd", data_page_version="2.0", row_group_size=2)


def athena():
    rows = []
    for one in RECORDS:
        row = {key.lower(): value for key, value in one.items()}
        row["useridentity"] = lower(row["useridentity"])
        row["resources"] = lower(row["resources"])
        row["requestparameters"] = json.dumps(one["requestParameters"])
        row["readonly"] = str(row["readonly"]).lower()
        row.setdefault("errorcode", None)
        rows.append(row)
    events = pa.Table.from_pylist(rows, schema=pa.Table.from_pylist(rows[::-1]).schema)
    duckdb.sql(f"COPY (FROM events ORDER BY eventid) TO '{FOLDER / 'athena.parquet'}' (FORMAT parquet, COMPRESSION snappy)")


def delta():
    rows = [dict(one, eventTime=datetime.fromisoformat(one["eventTime"])) for one in RECORDS]
    for number, row in enumerate(rows):
        row["userIdentity"] = json.dumps(lower(row["userIdentity"]))
        row["requestParameters"] = json.dumps(row["requestParameters"])
        row["resources"] = [lower(item) for item in row["resources"]]
        row |= {"number": number, "ratio": number / 4, "digest": bytes([number, 65, 66, 67])}
    text = pa.string()
    texts = {"eventVersion": "DELTA_LENGTH_BYTE_ARRAY", "userIdentity": "DELTA_BYTE_ARRAY"}
    texts |= {name: "DELTA_BYTE_ARRAY" for name in ["eventSource", "eventName", "awsRegion", "sourceIPAddress"]}
    texts |= {name: "DELTA_LENGTH_BYTE_ARRAY" for name in ["userAgent", "errorCode", "requestID", "eventID", "eventType"]}
    texts |= {name: "DELTA_BYTE_ARRAY" for name in ["recipientAccountId", "eventCategory", "requestParameters"]}
    item = "resources.list.element."
    encodings = texts | {
        "eventTime": "DELTA_BINARY_PACKED", item + "arn": "DELTA_BYTE_ARRAY", item + "type": "DELTA_LENGTH_BYTE_ARRAY",
        "number": "BYTE_STREAM_SPLIT", "ratio": "BYTE_STREAM_SPLIT", "digest": "DELTA_BYTE_ARRAY",
    }
    schema = pa.schema(
        [("eventTime", pa.timestamp("ms", tz="UTC"))] + [(name, text) for name in texts]
        + [("resources", pa.list_(pa.struct([("arn", text), ("type", text)])))]
        + [("number", pa.int64()), ("ratio", pa.float64()), ("digest", pa.binary(4))]
        + [("readOnly", pa.bool_()), ("managementEvent", pa.bool_())]
    )
    table = pa.Table.from_pylist(rows, schema=schema)
    pq.write_table(
        table, FOLDER / "delta.parquet", compression="snappy", use_dictionary=False, column_encoding=encodings,
        row_group_size=2,
    )


def security_lake():
    rows = []
    for one in RECORDS:
        user, time = one["userIdentity"], datetime.fromisoformat(one["eventTime"])
        session = user["sessionContext"]
        made = datetime.fromisoformat(session["attributes"]["creationDate"])
        rows.append({
            "metadata": {
                "product": {"version": one["eventVersion"], "name": "CloudTrail", "vendor_name": "AWS",
                            "feature": {"name": "Management"}},
                "uid": one["eventID"], "profiles": ["cloud", "datetime"], "version": "1.1.0",
            },
            "time": int(time.timestamp() * 1000),
            "time_dt": time.astimezone(timezone.utc),
            "cloud": {"region": one["awsRegion"], "provider": "AWS"},
            "api": {
                "operation": one["eventName"],
                "response": {"error": one.get("errorCode"), "message": None, "data": None},
                "request": {"uid": one["requestID"], "data": json.dumps(one["requestParameters"])},
                "service": {"name": one["eventSource"]}, "version": None,
            },
            "actor": {
                "user": {"type": user["type"], "uid_alt": user["principalId"], "uid": user["arn"], "name": None,
                         "account": {"uid": user["accountId"]}, "credential_uid": user["accessKeyId"]},
                "session": {"created_time_dt": made.astimezone(timezone.utc), "is_mfa": True,
                            "issuer": session["sessionIssuer"]["arn"]},
                "invoked_by": None,
            },
            "http_request": {"user_agent": one["userAgent"]},
            "src_endpoint": {"ip": one["sourceIPAddress"], "domain": None, "uid": None},
            "resources": [{"uid": item["ARN"], "type": item["type"]} for item in one["resources"]],
            "class_name": "API Activity", "class_uid": 6003, "category_uid": 6, "severity_id": 1,
            "unmapped": [("readOnly", str(one["readOnly"]).lower()), ("eventType", one["eventType"]),
                         ("managementEvent", "true"), ("recipientAccountId", one["recipientAccountId"])],
            "accountid": ACCOUNT, "region": one["awsRegion"],
        })
    schema = pa.Table.from_pylist([dict(row, unmapped=None) for row in rows]).schema
    at = schema.get_field_index("unmapped")
    schema = schema.set(at, pa.field("unmapped", pa.map_(pa.string(), pa.string())))
    at = schema.get_field_index("api")
    text = pa.string()
    api = pa.struct([
        ("operation", text), ("response", pa.struct([("error", text), ("message", text), ("data", text)])),
        ("request", pa.struct([("uid", text), ("data", text)])), ("service", pa.struct([("name", text)])),
        ("version", text),
    ])
    schema = schema.set(at, pa.field("api", api))
    table = pa.Table.from_pylist(rows, schema=schema)
    pq.write_table(table, FOLDER / "security_lake.parquet", compression="gzip")


def raw():
    table = pa.table({"_time": [one["eventTime"] for one in RECORDS], "_raw": [json.dumps(one) for one in RECORDS]})
    pq.write_table(table, FOLDER / "raw.parquet", compression="lz4", use_dictionary=False)


def other():
    table = pa.table({"id": [1, 2, 3], "name": ["a" * 100, "b" * 100, None]})
    pq.write_table(table, FOLDER / "other.parquet", compression="lz4")


for make in (lake, athena, delta, security_lake, raw, other):
    make()
(FOLDER / "records.json").write_text(json.dumps({"Records": RECORDS}, ensure_ascii=False) + "\n")

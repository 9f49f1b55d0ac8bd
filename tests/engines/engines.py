"""The engines: what a query finds in them, and what they return for it."""

import gzip
import ipaddress
import json
import re
import subprocess
import tempfile

import duckdb
import sqlglot
from sqlglot import exp


class DuckDb:
    name = "duckdb"

    def __init__(self, logs):
        self.connection = duckdb.connect()
        self.logs = logs

    def asked(self, text):
        return text.replace("AWSLogs/**/*.json*", f"{self.logs}/*.json.gz")

    def run(self, text):
        rows = self.connection.execute(self.asked(text)).fetchall()
        return {json.loads(row[0])["eventID"] for row in rows}

    def results(self, text, folder):
        """What is written for a query, in each form of the engine."""
        *macros, query = self.asked(text).strip().rstrip(";").split(";\n")
        for macro in macros:
            self.connection.execute(macro)
        query = "\n".join(line for line in query.splitlines() if not line.startswith("--"))
        for name, options in [
            ("duckdb.csv", "FORMAT csv, HEADER"),
            ("duckdb.tsv", "FORMAT csv, HEADER, DELIMITER '\t'"),
            ("duckdb.jsonl", "FORMAT json"),
            ("duckdb.json", "FORMAT json, ARRAY true"),
        ]:
            path = folder / name
            self.connection.execute(f"COPY ({query}) TO '{path}' ({options})")
            yield path, True


class Jq:
    name = "jq"

    def __init__(self, logs):
        self.all = logs.parent / "all.json"
        self.program = logs.parent / "filter.jq"
        with open(self.all, "wb") as file:
            for path in sorted(logs.glob("*.json.gz")):
                file.write(gzip.decompress(path.read_bytes()))

    def asked(self, text, *options):
        self.program.write_text(text, encoding="utf-8")
        command = ["jq", *options, "-f", str(self.program), str(self.all)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout

    def run(self, text):
        return {json.loads(line)["eventID"] for line in self.asked(text, "-c").splitlines()}

    def results(self, text, folder):
        """What is printed for a query, in each form of the engine."""
        for name, options in [("jq.jsonl", ["-c"]), ("jq.json", [])]:
            path = folder / name
            path.write_text(self.asked(text, *options), encoding="utf-8")
            yield path, True


TEXTS = (
    "eventVersion eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage requestID "
    "eventID readOnly eventType apiVersion recipientAccountId sharedEventID vpcEndpointId vpcEndpointAccountId "
    "eventCategory sessionCredentialFromConsole"
).split()
JSONS = "requestParameters responseElements additionalEventData serviceEventDetails edgeDeviceDetails".split()
IDENTITY_NAMES = (
    "type principalId arn accountId invokedBy accessKeyId userName onBehalfOf userId identityStoreArn sessionContext "
    "attributes mfaAuthenticated creationDate sessionIssuer sourceIdentity tlsVersion"
).split()
IDENTITY = (
    "STRUCT(type VARCHAR, principalid VARCHAR, arn VARCHAR, accountid VARCHAR, invokedby VARCHAR, accesskeyid VARCHAR, "
    "username VARCHAR, onbehalfof STRUCT(userid VARCHAR, identitystorearn VARCHAR), sessioncontext STRUCT(attributes "
    "STRUCT(mfaauthenticated VARCHAR, creationdate VARCHAR), sessionissuer STRUCT(type VARCHAR, principalid VARCHAR, arn "
    "VARCHAR, accountid VARCHAR, username VARCHAR), ec2roledelivery VARCHAR, webidfederationdata STRUCT(federatedprovider "
    "VARCHAR, attributes MAP(VARCHAR, VARCHAR))))"
)
ADDENDUM = "STRUCT(reason VARCHAR, updatedfields VARCHAR, originalrequestid VARCHAR, originaleventid VARCHAR)"
TLS = "STRUCT(tlsversion VARCHAR, ciphersuite VARCHAR, clientprovidedhostheader VARCHAR)"
RESOURCES = "STRUCT(arn VARCHAR, accountid VARCHAR, type VARCHAR)[]"


def lower(value):
    """Names of members in lower case, as a struct of Hive has them."""
    if isinstance(value, dict):
        return {name.lower(): lower(inner) for name, inner in value.items()}
    return [lower(item) for item in value] if isinstance(value, list) else value


def text(value):
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


class Athena:
    name = "athena"

    def __init__(self, records):
        self.connection = duckdb.connect()
        self.connection.create_function("trino_json_query", json_query, ["VARCHAR", "VARCHAR"], "VARCHAR", null_handling="special")
        self.connection.create_function("trino_contains", contains, ["VARCHAR", "VARCHAR"], "BOOLEAN", null_handling="special")
        columns = [f"{name.lower()} VARCHAR" for name in TEXTS + JSONS]
        columns += [f"useridentity {IDENTITY}", f"resources {RESOURCES}", f"tlsdetails {TLS}", f"addendum {ADDENDUM}"]
        self.connection.execute(f"CREATE TABLE cloudtrail_logs ({', '.join(columns)})")
        rows = []
        for record in records:
            row = {name.lower(): text(record.get(name)) for name in TEXTS + JSONS}
            for name in ["userIdentity", "resources", "tlsDetails", "addendum"]:
                row[name.lower()] = lower(record.get(name))
            if not isinstance(row["useridentity"], dict):
                row["useridentity"] = None
            rows.append(row)
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps(row) + "\n")
            file.flush()
            types = {column.split(" ", 1)[0]: column.split(" ", 1)[1] for column in columns}
            self.connection.execute(
                f"INSERT INTO cloudtrail_logs SELECT * FROM read_json('{file.name}', format='newline_delimited', columns={types!r})"
            )

    def asked(self, text):
        tree = sqlglot.parse_one(text, read="athena")
        # From the leaves up, because what is replaced holds what was replaced.
        for node in list(tree.walk(bfs=False))[::-1]:
            replaced = for_duckdb(node)
            if replaced is not node:
                node.replace(replaced)
        return tree

    def run(self, text):
        tree = self.asked(text)
        tree.set("expressions", [exp.column("eventid")])
        return {row[0] for row in self.connection.execute(tree.sql(dialect="duckdb")).fetchall()}

    def results(self, text, folder):
        """What is written for a query: Athena's CSV quotes every cell that is not NULL."""
        found = self.connection.execute(self.asked(text).sql(dialect="duckdb"))
        cell = lambda value: "" if value is None else '"' + str(value).replace('"', '""') + '"'
        names = [column[0] for column in found.description]
        lines = [",".join(map(cell, row)) for row in [names, *found.fetchall()]]
        path = folder / "athena.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        yield path, False


def for_duckdb(node):
    """What sqlglot does not write for DuckDB by itself."""
    if isinstance(node, exp.JSONExtract) and node.args.get("json_query"):
        return exp.Anonymous(this="trino_json_query", expressions=[node.this.copy(), node.expression.copy()])
    if isinstance(node, exp.Anonymous) and str(node.this).lower() == "any_match":
        found = exp.Anonymous(this="list_filter", expressions=[part.copy() for part in node.expressions])
        return exp.GT(this=exp.Anonymous(this="len", expressions=[found]), expression=exp.Literal.number(0))
    if isinstance(node, exp.ArrayContains) and isinstance(node.expression, exp.TryCast):
        return exp.Anonymous(this="trino_contains", expressions=[node.this.copy(), node.expression.this.copy()])
    if isinstance(node, exp.JSONFormat):
        return exp.cast(exp.Anonymous(this="to_json", expressions=[node.this.copy()]), "VARCHAR")
    if isinstance(node, exp.JSONExtractScalar):
        inner = node.this
        plain = exp.Anonymous(this="json_extract_string", expressions=[inner.copy(), exp.Literal.string("$")])
        kind = exp.Anonymous(this="json_type", expressions=[inner.copy()])
        container = exp.In(this=kind, expressions=[exp.Literal.string("OBJECT"), exp.Literal.string("ARRAY")])
        return exp.Case(ifs=[exp.If(this=exp.Not(this=container), true=plain)])
    return node


def json_query(text, path):
    """Trino's json_query … WITH ARRAY WRAPPER, in lax mode."""
    try:
        value = json.loads(text)
    except (TypeError, ValueError):
        return None
    steps = re.findall(r'\.\*|\[\*\]|\[\d+\]|\."(?:[^"]|"")*"|\.\w+', path.removeprefix("lax $"))
    assert "lax $" + "".join(steps) == path, path
    found = [value]
    for step in steps:
        if step == "[*]":
            found = [item for value in found for item in (value if isinstance(value, list) else [value])]
        elif step.startswith("["):
            at = int(step[1:-1])
            lists = [value if isinstance(value, list) else [value] for value in found]
            found = [value[at] for value in lists if at < len(value)]
        else:
            opened = [item for value in found for item in (value if isinstance(value, list) else [value])]
            objects = [value for value in opened if isinstance(value, dict)]
            if step == ".*":
                found = [item for value in objects for item in value.values()]
            else:
                name = step[2:-1].replace('""', '"') if step.startswith('."') else step[1:]
                found = [value[name] for value in objects if name in value]
    return json.dumps(found, separators=(",", ":"), ensure_ascii=False) if found else None


def contains(network, address):
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(network)
    except (TypeError, ValueError):
        return None

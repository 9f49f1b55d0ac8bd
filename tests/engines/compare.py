"""Runs generated filters in trailsift and in the engines that its queries are for, and compares the events.

    python3 -m venv /tmp/engines && /tmp/engines/bin/pip install duckdb sqlglot numpy
    cargo build
    /tmp/engines/bin/python tests/engines/compare.py target/debug/trailsift sample-logs [-n 500] [-o figures.md]

DuckDB runs the text for `duckdb` as it is, over the files. jq runs the text for `jq` as it is. The text for `athena` is
parsed as Athena's SQL by sqlglot and written for DuckDB; it runs over a table with the columns that AWS's documentation
gives to CloudTrail, made from the same records. DuckDB lacks Trino's JSON paths and its test of addresses: these two are
written here in Python, and that much is not proved. Lake's text is parsed as Trino's SQL, and no more.

A query must find the same eventIDs as the filter. If its comments say that it finds more, it must find all of them; if
they say that it may find fewer, none but them, unless it also finds more. Insights events are left out of a comparison
where the comments say that they are not tested.
"""

import argparse
import gzip
import ipaddress
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import duckdb
import sqlglot
from sqlglot import exp

SEED = 20260310


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("program")
    arguments.add_argument("folder", nargs="+")
    arguments.add_argument("-n", type=int, default=500, help="how many filters")
    arguments.add_argument("-o", help="write the figures to this file, too")
    arguments.add_argument("--seed", type=int, default=SEED)
    arguments = arguments.parse_args()
    program = Program(arguments.program)
    records = program.records(arguments.folder)
    # An eventID stands for one text, so that sets of them can be compared.
    unique = {}
    for record in records:
        if record.get("eventID") and isinstance(record.get("eventTime"), str):
            unique.setdefault(record["eventID"], record)
    records = list(unique.values())
    with tempfile.TemporaryDirectory() as folder:
        logs = pathlib.Path(folder, "AWSLogs")
        logs.mkdir()
        for at in range(0, len(records), 500):
            with gzip.open(logs / f"{at:06}.json.gz", "wt", encoding="utf-8") as file:
                json.dump({"Records": records[at : at + 500]}, file, separators=(",", ":"), ensure_ascii=False)
        engines = [DuckDb(logs), Athena(records), Jq(logs)]
        insights = {record["eventID"] for record in records if record.get("eventType") == "AwsCloudTrailInsight"}
        figures = Figures(len(records), insights, arguments)
        generator = Generator(records, random.Random(arguments.seed))
        filters = FIXED + [generator.filter() for _ in range(max(0, arguments.n - len(FIXED)))]
        found = program.answers(logs, filters)
        for filter in filters:
            ours = found(filter)
            if ours is None:
                figures.refused += 1
                continue
            figures.asked += 1
            figures.nonempty += bool(ours)
            for engine in engines:
                text = program.query(filter, engine.name)
                figures.add(engine.name, filter, text, ours, engine)
            figures.parse_lake(program.query(filter, "lake"))
    figures.tell()
    sys.exit(1 if figures.wrong else 0)


class Program:
    def __init__(self, path):
        self.path = path

    def run(self, *words):
        return subprocess.run([self.path, *words], capture_output=True, text=True, check=False)

    def records(self, folders):
        listed = self.run("list", *folders, "--format", "jsonl").stdout
        records = []
        for line in listed.splitlines():
            try:
                records.append(json.loads(line))
            except ValueError:
                pass  # a record that is not JSON is in no engine
        return records

    def answers(self, logs, filters):
        """Returns what gives the eventIDs of a filter."""

        def found(filter):
            listed = self.run("list", str(logs), "-f", filter, "--columns", "eventID", "--format", "csv")
            if listed.returncode not in (0, 1, 3) or listed.stdout == "":
                return None if listed.returncode == 2 else set()
            # Spreadsheets get an apostrophe before what they would compute.
            return {line.strip('"').removeprefix("'") for line in listed.stdout.splitlines()[1:]}

        return found

    def query(self, filter, engine):
        return self.run("query", "-f", filter, "--for", engine).stdout


class Figures:
    def __init__(self, records, insights, arguments):
        self.records = records
        self.insights = insights
        self.arguments = arguments
        self.asked = self.refused = self.nonempty = self.lake = self.lake_parsed = 0
        self.by_engine = {}
        self.wrong = []

    def add(self, name, filter, text, ours, engine):
        figures = self.by_engine.setdefault(
            name, dict.fromkeys(["queries", "same", "more, and told", "fewer, and told", "both, and told", "nothing said", "wrong"], 0)
        )
        notes = "\n".join(line for line in text.splitlines() if re.match(r"(--|#) (left out|finds more|may find)", line))
        more = "finds more:" in notes or "left out" in notes
        fewer = "may find fewer:" in notes
        if "nothing of this filter can be said" in text or "matches every event, or none" in text:
            figures["nothing said"] += 1
            return
        figures["queries"] += 1
        try:
            theirs = engine.run(text)
        except Exception as error:  # whatever an engine says
            figures["wrong"] += 1
            self.wrong.append((name, filter, f"{type(error).__name__}: {str(error)[:600]}\n{text[-1500:]}"))
            return
        if "Insights events keep" in text:
            ours, theirs = ours - self.insights, theirs - self.insights
        if theirs == ours:
            figures["same"] += 1
        elif theirs > ours and more:
            figures["more, and told"] += 1
        elif theirs < ours and fewer:
            figures["fewer, and told"] += 1
        elif more and fewer:
            figures["both, and told"] += 1
        else:
            figures["wrong"] += 1
            difference = f"only here {sorted(ours - theirs)[:3]}, only there {sorted(theirs - ours)[:3]}"
            self.wrong.append((name, filter, f"{len(ours)} here, {len(theirs)} there; {difference}\n{text[-1500:]}"))

    def parse_lake(self, text):
        query = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
        if query.strip():
            self.lake += 1
            try:
                sqlglot.parse_one(query, read="trino")
                self.lake_parsed += 1
            except sqlglot.errors.ParseError as error:
                self.wrong.append(("lake", query, str(error)))

    def tell(self):
        lines = [
            f"{self.asked} filters ({self.nonempty} of them find something), over {self.records} events of "
            f"{' '.join(self.arguments.folder)}; seed {self.arguments.seed}; DuckDB {duckdb.__version__}, sqlglot "
            f"{sqlglot.__version__}",
            "",
            "| engine | queries | same events | more, and told | fewer, and told | both, and told | nothing said | wrong |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for name, figures in self.by_engine.items():
            lines.append(f"| {name} | " + " | ".join(str(figure) for figure in figures.values()) + " |")
        lines.append("")
        lines.append(f"lake: {self.lake_parsed} of {self.lake} queries parse as Trino's SQL")
        if self.refused:
            lines.append(f"{self.refused} generated filters were refused by the filter language")
        text = "\n".join(lines) + "\n"
        print(text)
        for name, filter, what in self.wrong[:20]:
            print(f"WRONG {name}: {filter}\n  {what}\n")
        if self.arguments.o:
            pathlib.Path(self.arguments.o).write_text(text, encoding="utf-8")


class DuckDb:
    name = "duckdb"

    def __init__(self, logs):
        self.connection = duckdb.connect()
        self.logs = logs

    def run(self, text):
        text = text.replace("AWSLogs/**/*.json*", f"{self.logs}/*.json.gz")
        rows = self.connection.execute(text).fetchall()
        return {json.loads(row[0])["eventID"] for row in rows}


class Jq:
    name = "jq"

    def __init__(self, logs):
        self.all = logs.parent / "all.json"
        self.program = logs.parent / "filter.jq"
        with open(self.all, "wb") as file:
            for path in sorted(logs.glob("*.json.gz")):
                file.write(gzip.decompress(path.read_bytes()))

    def run(self, text):
        self.program.write_text(text, encoding="utf-8")
        done = subprocess.run(
            ["jq", "-c", "-f", str(self.program), str(self.all)], capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return {json.loads(line)["eventID"] for line in done.stdout.splitlines()}


TEXTS = (
    "eventVersion eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage requestID "
    "eventID readOnly eventType apiVersion recipientAccountId sharedEventID vpcEndpointId vpcEndpointAccountId "
    "eventCategory sessionCredentialFromConsole"
).split()
JSONS = "requestParameters responseElements additionalEventData serviceEventDetails edgeDeviceDetails".split()
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

    def run(self, text):
        tree = sqlglot.parse_one(text, read="athena")
        # From the leaves up, because what is replaced holds what was replaced.
        for node in list(tree.walk(bfs=False))[::-1]:
            replaced = for_duckdb(node)
            if replaced is not node:
                node.replace(replaced)
        # The columns are proved by the result that opens again, not here.
        tree.set("expressions", [exp.column("eventid")])
        return {row[0] for row in self.connection.execute(tree.sql(dialect="duckdb")).fetchall()}


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


if __name__ == "__main__":
    main()

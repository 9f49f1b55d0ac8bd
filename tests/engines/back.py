"""The way back: what an engine returns for a query of trailsift is opened by trailsift, with every field that it has.

    PYTHON tests/engines/back.py target/debug/trailsift tests/forms/results

writes the kept results that tests/forms/back.rs opens, for the records of log.json there. Results of CloudTrail Lake and
Logs Insights are written in the form that AWS documents: these engines do not run here.
"""

import argparse
import csv
import gzip
import io
import json
import pathlib
import re
import tempfile

from engines import Athena, DuckDb, Jq, text

FILTERS = ["eventName:*", "is:failed", "requestParameters.bucketName:*"]

# What the table of AWS's documentation holds, and what is computed from it.
COLUMNS = (
    "eventID eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage requestID readOnly "
    "eventType apiVersion recipientAccountId sharedEventID vpcEndpointId eventCategory userIdentity.type "
    "userIdentity.principalId userIdentity.arn userIdentity.accountId userIdentity.invokedBy userIdentity.accessKeyId "
    "userIdentity.userName userIdentity.sessionContext.attributes.mfaAuthenticated "
    "userIdentity.sessionContext.attributes.creationDate userIdentity.sessionContext.sessionIssuer.arn "
    "userIdentity.sessionContext.sessionIssuer.userName tlsDetails.tlsVersion requestParameters responseElements "
    "additionalEventData resources.ARN outcome service"
).split()


def compare(program, engine, logs):
    """Rows of a table: the result, the filter, how many events, and what is wrong."""
    found = []
    for filter in FILTERS:
        with tempfile.TemporaryDirectory() as folder:
            query = program.query(filter, engine.name)
            expected = engine.run(query)
            for path, is_whole in engine.results(query, pathlib.Path(folder)):
                ids, fault = (whole if is_whole else fields)(program, path, logs)
                if sorted(ids) != sorted(expected):
                    fault = f"WRONG: {len(ids)} events of {len(expected)} come back"
                found.append((path.name, filter, len(ids), fault))
    return found


def whole(program, path, logs):
    """The records themselves come back."""
    ours = {record["eventID"]: record for record in program.records([logs])}
    back = program.records([path])
    ids = [record.get("eventID") for record in back]
    for record in back:
        if record != ours.get(record.get("eventID")):
            return ids, f"WRONG: {record.get('eventID')} {json.dumps(record)[:300]}"
    return ids, None


def fields(program, path, logs):
    """The columns of a table come back."""
    ours = {row["eventID"]: row for row in rows(program, logs)}
    back = rows(program, path)
    ids = [row["eventID"] for row in back]
    wrong = {}
    for row in back:
        for name, value in row.items():
            if not same(value, ours.get(row["eventID"], {}).get(name)):
                wrong.setdefault(name, []).append((row["eventID"], value, ours.get(row["eventID"], {}).get(name)))
    faults = "; ".join(f"{name} {len(all)} {all[0]}" for name, all in wrong.items())
    return ids, f"WRONG: {faults}" if wrong else None


def rows(program, path):
    listed = program.run("list", str(path), "--columns", ",".join(COLUMNS), "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(listed.stdout)))
    # Spreadsheets get an apostrophe before what they would compute.
    return [{**row, "eventID": row["eventID"].removeprefix("'")} for row in rows]


def same(one, other):
    """Whether two cells are the same, as texts or as JSON. The text null is nothing in a table."""
    if one == other or {one, other} == {"", "null"}:
        return True
    try:
        return json.loads(one) == json.loads(other)
    except (TypeError, ValueError):
        return False


def keep(program, folder):
    records = program.records([folder / "log.json"])
    with tempfile.TemporaryDirectory() as logs:
        with gzip.open(pathlib.Path(logs, "log.json.gz"), "wb") as file:
            file.write((folder / "log.json").read_bytes())
        path = pathlib.Path(logs, "AWSLogs")
        path.mkdir()
        pathlib.Path(logs, "log.json.gz").rename(path / "log.json.gz")
        for engine in [DuckDb(path), Athena(records), Jq(path)]:
            for _ in engine.results(program.query("eventName:*", engine.name), folder):
                pass
    of_insights(records, folder)
    of_lake(records, program.query("eventName:*", "lake"), folder)


def of_insights(records, folder):
    """`aws logs get-query-results`, and the CSV of the console."""
    stamps = [record["eventTime"].replace("T", " ").replace("Z", ".000") for record in records]
    texts = [text(record) for record in records]
    row = lambda at: [("@timestamp", stamps[at]), ("@message", texts[at]), ("@ptr", f"Cl{at}")]
    rows = [[{"field": name, "value": value} for name, value in row(at)] for at in range(len(records))]
    statistics = {"recordsMatched": float(len(rows)), "recordsScanned": 9.0, "bytesScanned": 9000.0}
    answer = {"results": rows, "statistics": statistics, "status": "Complete"}
    (folder / "insights.json").write_text(json.dumps(answer, indent=4) + "\n", encoding="utf-8")
    with open(folder / "insights.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["@timestamp", "@message"])
        writer.writerows(zip(stamps, texts))


MAPS = ["requestParameters", "responseElements", "additionalEventData", "serviceEventDetails"]


def of_lake(records, query, folder):
    """`aws cloudtrail get-query-results`, and the CSV that Lake writes to S3."""
    names = re.findall(r"(\w+)(?:,|$)", re.search(r"SELECT (.*)", query).group(1))
    rows = []
    for record in records:
        # Requests and responses are maps of text, whatever they hold.
        maps = {name: {key: text(value) for key, value in (record.get(name) or {}).items()} or None for name in MAPS}
        row = {name: text({**record, **maps}.get(name)) or "" for name in names}
        row["eventTime"] = row["eventTime"].replace("T", " ").replace("Z", ".000")
        rows.append(row)
    answer = {
        "QueryStatus": "FINISHED",
        "QueryStatistics": {"ResultsCount": len(rows), "TotalResultsCount": len(rows), "BytesScanned": 9000},
        "QueryResultRows": [[{name: value} for name, value in row.items()] for row in rows],
    }
    (folder / "lake.json").write_text(json.dumps(answer, indent=4) + "\n", encoding="utf-8")
    with open(folder / "lake.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(row.values() for row in rows)


if __name__ == "__main__":
    from compare import Program

    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("program")
    arguments.add_argument("folder", type=pathlib.Path)
    arguments = arguments.parse_args()
    keep(Program(arguments.program), arguments.folder)

"""Runs generated filters in trailsift and in the engines that its queries are for, and compares the events.

    python3 -m venv /tmp/engines && /tmp/engines/bin/pip install duckdb sqlglot numpy
    cargo build
    /tmp/engines/bin/python tests/engines/compare.py target/debug/trailsift sample-logs [-n 500] [-o figures.md]
    npm install --prefix /tmp/kql @kusto/language-service-next   # for --kql /tmp/kql

DuckDB runs the text for `duckdb` as it is, over the files. jq runs the text for `jq` as it is. The text for `athena` is
parsed as Athena's SQL by sqlglot and written for DuckDB; it runs over a table with the columns that AWS's documentation
gives to CloudTrail, made from the same records. DuckDB lacks Trino's JSON paths and its test of addresses: these two are
written here in Python, and that much is not proved. Lake's text is parsed as Trino's SQL, and no more; with --kql, Sentinel's is parsed by
Microsoft's parser, its names and types too (kql.js).

A query must find the same eventIDs as the filter. If its comments say that it finds more, it must find all of them; if
they say that it may find fewer, none but them, unless it also finds more. If they say that it differs where a record is
not as CloudTrail writes it, it may differ in such records only. Insights events are left out of a comparison where the
comments say that they are not tested.

At the end, what each engine returns for a query, in each form that it has, is opened by trailsift again (back.py).
"""

import argparse
import gzip
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import duckdb
import sqlglot

import back
from engines import IDENTITY_NAMES, JSONS, TEXTS, Athena, DuckDb, Jq
from filters import FIXED, Generator

SEED = 20260310

HEAD = """# Filters against the queries that are written for other engines

Made by `tests/engines/compare.py … -o tests/engines/FIGURES.md`, once for each collection of events. "differs, and told" are
filters for which only records differ that AWS did not write as CloudTrail writes them; "more" and "fewer" are what the comments
above the query say.
"""


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("program")
    arguments.add_argument("folder", nargs="+")
    arguments.add_argument("-n", type=int, default=500, help="how many filters")
    arguments.add_argument("-o", help="write the figures to the end of this file, too")
    arguments.add_argument("--name", help="how the figures name the folders")
    arguments.add_argument("--kql", metavar="FOLDER", help="where npm installed @kusto/language-service-next")
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
        figures = Figures(records, arguments)
        generator = Generator(records, random.Random(arguments.seed))
        filters = FIXED + [generator.filter() for _ in range(max(0, arguments.n - len(FIXED)))]
        for filter in filters:
            ours = program.answer(logs, filter)
            if ours is None:
                figures.refused += 1
                continue
            figures.asked += 1
            figures.nonempty += bool(ours)
            for engine in engines:
                figures.add(engine, filter, program.query(filter, engine.name), ours)
            figures.parse_lake(program.query(filter, "lake"))
            figures.kql.append((filter, without_comments(program.query(filter, "kql"), "//")))
        figures.parse_kql()
        for engine in engines:
            figures.back += back.compare(program, engine, logs)
    figures.tell()
    sys.exit(1 if figures.wrong or any(fault for *_, fault in figures.back) else 0)


class Program:
    def __init__(self, path):
        self.path = path

    def run(self, *words):
        return subprocess.run([self.path, *words], capture_output=True, text=True, check=False)

    def records(self, folders):
        listed = self.run("list", *map(str, folders), "--format", "jsonl").stdout
        records = []
        for line in listed.splitlines():
            try:
                records.append(json.loads(line))
            except ValueError:
                pass  # a record that is not JSON is in no engine
        return records

    def answer(self, logs, filter):
        """The eventIDs of a filter; None if the filter is refused."""
        listed = self.run("list", str(logs), "-f", filter, "--columns", "eventID", "--format", "csv")
        if listed.returncode not in (0, 1, 3) or listed.stdout == "":
            return None if listed.returncode == 2 else set()
        # Spreadsheets get an apostrophe before what they would compute.
        return {line.strip('"').removeprefix("'") for line in listed.stdout.splitlines()[1:]}

    def query(self, filter, engine):
        return self.run("query", "-f", filter, "--for", engine).stdout


def without_comments(text, mark):
    return "\n".join(line for line in text.splitlines() if not line.startswith(mark)).strip()


def odd_time(record):
    return not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", record["eventTime"])


SPELLED = {name.lower(): name for name in TEXTS + JSONS + ["userIdentity", "resources", "tlsDetails"] + IDENTITY_NAMES}


def odd_names(record):
    """Whether a name is one of AWS's in another case, at the top or in the identity."""
    objects = [record]
    while objects:
        one = objects.pop()
        for name, value in one.items():
            if SPELLED.get(name.lower(), name) != name:
                return True
            if name in ("userIdentity", "sessionContext", "sessionIssuer", "attributes", "onBehalfOf", "tlsDetails"):
                objects += [value] if isinstance(value, dict) else []
    return False


class Figures:
    KINDS = ["queries", "same", "differs, and told", "more, and told", "fewer, and told", "both, and told", "nothing said", "wrong"]

    def __init__(self, records, arguments):
        self.records = records
        self.insights = {record["eventID"] for record in records if record.get("eventType") == "AwsCloudTrailInsight"}
        self.odd_times = {record["eventID"] for record in records if odd_time(record)}
        self.odd_names = {record["eventID"] for record in records if odd_names(record)}
        self.arguments = arguments
        self.asked = self.refused = self.nonempty = self.lake = self.lake_parsed = 0
        self.by_engine = {}
        self.wrong = []
        self.back = []
        self.kql = []

    def add(self, engine, filter, text, ours):
        figures = self.by_engine.setdefault(engine.name, dict.fromkeys(self.KINDS, 0))
        notes = "\n".join(line for line in text.splitlines() if re.match(r"(--|#) (left out|finds more|may find|differs)", line))
        if "nothing of this filter can be said" in text or "matches every event, or none" in text:
            figures["nothing said"] += 1
            return
        figures["queries"] += 1
        try:
            theirs = engine.run(text)
        except Exception as error:  # whatever an engine says
            figures["wrong"] += 1
            self.wrong.append((engine.name, filter, f"{type(error).__name__}: {str(error)[:600]}\n{text[-1500:]}"))
            return
        if "Insights events keep" in text:
            ours, theirs = ours - self.insights, theirs - self.insights
        kind = self.kind(ours, theirs, notes)
        figures[kind] += 1
        if kind == "wrong":
            difference = f"only here {sorted(ours - theirs)[:3]}, only there {sorted(theirs - ours)[:3]}"
            self.wrong.append((engine.name, filter, f"{len(ours)} here, {len(theirs)} there; {difference}\n{text[-700:]}"))

    def kind(self, ours, theirs, notes):
        """Which of the figures a comparison counts for."""
        if theirs == ours:
            return "same"
        odd = self.odd_times if "differs where eventTime" in notes else set()
        odd = odd | (self.odd_names if "differs where names" in notes else set())
        ours, theirs = ours - odd, theirs - odd
        more = "finds more:" in notes or "left out" in notes
        fewer = "may find fewer:" in notes
        if theirs == ours:
            return "differs, and told"
        if theirs > ours and more:
            return "more, and told"
        if theirs < ours and fewer:
            return "fewer, and told"
        return "both, and told" if more and fewer else "wrong"

    def parse_lake(self, text):
        query = without_comments(text, "--")
        if query:
            self.lake += 1
            try:
                sqlglot.parse_one(query, read="trino")
                self.lake_parsed += 1
            except sqlglot.errors.ParseError as error:
                self.wrong.append(("lake", query, str(error)))

    def parse_kql(self):
        self.kql = [(filter, query) for filter, query in self.kql if query and self.arguments.kql]
        if not self.kql:
            return
        done = subprocess.run(
            ["node", pathlib.Path(__file__).with_name("kql.js")],
            input="\n".join(json.dumps(query) for _, query in self.kql) + "\n",
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "NODE_PATH": str(pathlib.Path(self.arguments.kql, "node_modules").resolve())},
        )
        for (filter, query), line in zip(self.kql, done.stdout.splitlines(), strict=True):
            if line != "[]":
                self.wrong.append(("kql", filter, f"{line}\n{query}"))

    def tell(self):
        lines = [
            f"{self.asked} filters ({self.nonempty} of them find something), over {len(self.records)} events of "
            f"{self.arguments.name or ' '.join(self.arguments.folder)}; seed {self.arguments.seed}; DuckDB "
            f"{duckdb.__version__}, sqlglot {sqlglot.__version__}, "
            + subprocess.run(["jq", "--version"], capture_output=True, text=True, check=True).stdout.strip(),
            "",
            f"| engine | {' | '.join(self.KINDS)} |",
            f"|---|{'---|' * len(self.KINDS)}",
        ]
        for name, figures in self.by_engine.items():
            lines.append(f"| {name} | " + " | ".join(str(figure) for figure in figures.values()) + " |")
        lines += ["", f"- lake: {self.lake_parsed} of {self.lake} queries parse as Trino's SQL"]
        if self.kql:
            wrong = sum(name == "kql" for name, *_ in self.wrong)
            lines.append(f"- kql: {len(self.kql) - wrong} of {len(self.kql)} queries pass Microsoft's parser")
        if self.refused:
            lines.append(f"- {self.refused} generated filters were refused by the filter language")
        lines += ["", "What they return opens again with the same events and the same fields:", ""]
        lines += ["| result | filter | events | fields |", "|---|---|---|---|"]
        lines += [f"| {name} | `{filter}` | {events} | {fault or 'all'} |" for name, filter, events, fault in self.back]
        text = "\n".join(lines) + "\n"
        print(text)
        for name, filter, what in self.wrong[:60]:
            print(f"WRONG {name}: {filter}\n  {what}\n")
        if self.arguments.o:
            path = pathlib.Path(self.arguments.o)
            before = path.read_text(encoding="utf-8") if path.exists() else HEAD
            path.write_text(f"{before}\n{text}", encoding="utf-8")


if __name__ == "__main__":
    main()

//! DuckDB, over the files themselves: `read_json` unpacks them, and every record stays whole, as JSON.

use super::super::condition::place::PlaceStep;
use super::super::condition::tree::{Check, RecordCondition, Regex, TextCheck};
use super::said::{NoteKind, QueryNotes, Said, say};
use super::sql::{PathTest, Sql, SqlTable, holds, quoted, value_test};

/// Where DuckDB finds the files, if nothing else is given.
pub(super) const FILES: &str = "AWSLogs/**/*.json*";

/// What paths need: arrays represent their items, strings that hold JSON are opened, URL-encoded text is read both ways.
const MACROS: &str = r"CREATE OR REPLACE TEMP MACRO ts_items(v) AS CASE json_type(v) WHEN 'ARRAY' THEN flatten([CASE json_type(x) WHEN 'ARRAY' THEN json_extract(x, '$[*]') ELSE [x] END FOR x IN json_extract(v, '$[*]')]) ELSE [v] END;
CREATE OR REPLACE TEMP MACRO ts_inner(v) AS CASE WHEN json_type(v) = 'VARCHAR' AND regexp_matches(v->>'$', '^\s*[\[{]') AND json_valid(v->>'$') THEN CAST(v->>'$' AS JSON) WHEN json_type(v) = 'VARCHAR' AND regexp_matches(v->>'$', '^%(7B|5B|7b|5b)') AND json_valid(url_decode(replace(v->>'$', '+', ' '))) THEN CAST(url_decode(replace(v->>'$', '+', ' ')) AS JSON) ELSE v END;
CREATE OR REPLACE TEMP MACRO ts_key(name) AS '/' || replace(replace(name, '~', '~0'), '/', '~1');
CREATE OR REPLACE TEMP MACRO ts_member(x, name) AS coalesce(json_extract(x, ts_key(name)), json_extract(x, ts_key([k FOR k IN json_keys(x) IF lower(k) = lower(name)][1])));
CREATE OR REPLACE TEMP MACRO ts_step(vs, name) AS flatten([[ts_member(x, name) FOR x IN ts_items(ts_inner(v))] FOR v IN vs]);
CREATE OR REPLACE TEMP MACRO ts_each(vs, path) AS flatten([json_extract(x, path) FOR x IN [ts_inner(v) FOR v IN vs]]);
CREATE OR REPLACE TEMP MACRO ts_texts(vs) AS flatten([[v->>'$', CASE WHEN regexp_matches(v->>'$', '%[0-9A-Fa-f]{2}') THEN url_decode(replace(v->>'$', '+', ' ')) END] FOR v IN flatten([ts_items(v) FOR v IN vs])]);
";

/// Returns the query; `None` if nothing could be said.
pub(super) fn query(condition: &RecordCondition, files: &str, notes: &mut QueryNotes) -> Option<String> {
    let Said::Text(test, _) = say(&Sql(&FileRecords), condition, notes) else { return None };
    let macros = if test.contains("ts_") { MACROS } else { "" };
    let files = quoted(files);
    Some(format!(
        "{macros}SELECT event\nFROM (\n  SELECT unnest(Records) AS event\n  FROM read_json({files}, columns = {{'Records': \
         'JSON[]'}}, maximum_object_size = 1073741824)\n)\nWHERE {test}\nORDER BY event->>'$.eventTime';\n"
    ))
}

struct FileRecords;

impl SqlTable for FileRecords {
    fn member(&self, name: &str) -> Result<String, String> {
        Ok(format!("(event->>'$.{name}')"))
    }

    fn path(
        &self,
        first: &str,
        rest: &[PlaceStep],
        check: &Check,
        _: &mut QueryNotes,
    ) -> Result<PathTest, String> {
        let mut values = format!("ts_step([event], {})", quoted(first));
        for step in rest {
            values = match step {
                PlaceStep::Name(name) => format!("ts_step({values}, {})", quoted(name)),
                PlaceStep::Item(item) => format!("ts_each({values}, ['$[{item}]'])"),
                PlaceStep::Each => format!("ts_each({values}, '$[*]')"),
                PlaceStep::Any => format!("ts_each({values}, '$.*')"),
            };
        }
        if *check == Check::Present {
            return Ok(PathTest::Exact(format!("len([1 FOR v IN {values} IF v->>'$' <> '']) > 0")));
        }
        let test = value_test(self, "v", check);
        Ok(PathTest::Exact(format!("len([1 FOR v IN ts_texts({values}) IF v <> '' AND {test}]) > 0")))
    }

    fn matches(&self, text: &str, regex: &Regex) -> String {
        format!("regexp_matches({text}, {})", quoted(&regex.flagged()))
    }

    fn network(&self, _: &str, _: &str) -> Option<String> {
        None
    }

    fn anywhere(&self, check: &TextCheck, notes: &mut QueryNotes) -> Vec<String> {
        let record = "CAST(event AS VARCHAR)";
        match check {
            TextCheck::Literal { text, ignore_case } => {
                let mut tests = holds(record, text, *ignore_case);
                if !text.chars().all(|char| char.is_ascii_alphanumeric() || "-_.~".contains(char)) {
                    tests.extend(holds(&format!("url_decode({record})"), text, *ignore_case));
                }
                tests
            }
            TextCheck::Regex(regex) => {
                notes.add(NoteKind::Fewer, DECODED);
                vec![self.matches(record, regex)]
            }
        }
    }
}

/// Where expressions are matched differently from here.
pub(super) const DECODED: &str = "an expression for the whole record is matched with its unchanged JSON; here also with the escapes of its strings decoded";

//! What the AWS CLI prints with `--output yaml`, `table` and `text`, where it is named and not read: YAML folds the texts of
//! records and doubles their quotes; in tables, and where text output has lines of resources, a record cannot be told from
//! the name of a resource. Text output without such lines is left to `reader`, tables of files are left to `rows`.

use memchr::memmem;

use super::findings::Form;

/// Number of bytes that are searched.
const SEARCHED: usize = 1 << 20;
/// What names a record.
const VERSION: &[u8] = b"eventVersion";
/// How text output begins the line of a resource of an event.
const OF_RESOURCES: &[u8] = b"RESOURCES\t";
/// Other members than `CloudTrailEvent` whose strings may be the texts of records.
const CARRIERS: [&[u8]; 4] = [b"message", b"Message", b"@message", b"value"];

/// The name of YAML, for the table of forms.
pub(in crate::ingest) const YAML_NAME: &str = "YAML";
/// The name of text output, for the table of forms.
pub(in crate::ingest) const TEXT_NAME: &str = "text of lookup-events";
/// The name of table output, for the table of forms.
pub(in crate::ingest) const TABLE_NAME: &str = "table of the AWS CLI";

const YAML: Form = (
    YAML_NAME,
    "YAML is not read; repeat the command with --output json, or convert this file with yq -o=json",
);
const TEXT: Form = (TEXT_NAME, "this text is not read; repeat the command with --output json");

const TABLE: Form =
    (TABLE_NAME, "what --output table prints is not read; repeat the command with --output json");

/// Returns the form of a text that is not JSON, if the AWS CLI printed it and it has events.
pub(super) fn form_of(text: &[u8]) -> Option<Form> {
    let searched = text.get(..SEARCHED).unwrap_or(text);
    // Nearly all texts have neither.
    memmem::find(searched, VERSION).or_else(|| memmem::find(searched, b"CloudTrailEvent:"))?;
    let lines = || searched.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end);
    let is_content = |line: &&[u8]| {
        !(line.is_empty() || line.starts_with(b"#") || line.starts_with(b"%") || *line == b"---")
    };
    let mut contents = lines().filter(is_content);
    let first = contents.next()?;
    if first.iter().all(|&byte| byte == b'-') {
        let is_cell = |line: &[u8]| line.starts_with(b"|") && line.ends_with(b"|");
        return contents.next().is_some_and(is_cell).then_some(TABLE);
    }
    if is_labelled(first) {
        let has_record = |line: &[u8]| is_labelled(line) && has_cell_with_record(line);
        let is_named = lines().any(|line| line.starts_with(OF_RESOURCES)) && lines().any(has_record);
        return is_named.then_some(TEXT);
    }
    if !begins_yaml(first) {
        return None;
    }
    let (mut has_version, mut has_id) = (false, false);
    let is_yaml = lines().any(|line| {
        let Some((key, value)) = item(line) else { return false };
        has_version |= key == b"eventVersion";
        has_id |= key == b"eventID";
        (has_version && has_id) || carries(key, value)
    });
    is_yaml.then_some(YAML)
}

/// Returns whether a line begins as each line of text output does: with the name of its list.
fn is_labelled(line: &[u8]) -> bool {
    let label = line.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    label > 1 && line.get(label) == Some(&b'\t')
}

fn has_cell_with_record(line: &[u8]) -> bool {
    line.split(|&byte| byte == b'\t')
        .any(|cell| cell.starts_with(b"{") && memmem::find(cell, VERSION).is_some())
}

/// Returns whether a line may be the first one of a document in YAML: an item of a list, or a name.
fn begins_yaml(line: &[u8]) -> bool {
    line.starts_with(b"- ") || item(line).is_some_and(|(key, _)| !key.is_empty())
}

/// Splits a line of YAML into its name, which items of lists may not have, and its value; `None` if it is neither.
fn item(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut rest = line.trim_ascii_start();
    let mut is_item = false;
    while let Some(behind) = rest.strip_prefix(b"- ") {
        rest = behind.trim_ascii_start();
        is_item = true;
    }
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || b"@_-.".contains(byte);
    let (key, behind) = rest.split_at(rest.iter().take_while(is_name).count());
    match behind {
        [b':'] if !key.is_empty() => Some((key, b"")),
        [b':', b' ', value @ ..] if !key.is_empty() => Some((key, value.trim_ascii_start())),
        _ => is_item.then_some((b"", rest)),
    }
}

/// Returns whether a value is the text of a record in one of YAML's ways to write strings.
fn carries(key: &[u8], value: &[u8]) -> bool {
    let is_event = key == b"CloudTrailEvent";
    let is_carrier = is_event || key.is_empty() || CARRIERS.contains(&key);
    let is_record = match value.split_first() {
        // The text may be written in several lines, so what names a record may be in another one.
        Some((b'\'' | b'"', inside)) => inside.first() == Some(&b'{'),
        Some((b'|' | b'>', _)) => is_event,
        _ => false,
    };
    is_carrier && is_record
}

#[cfg(test)]
mod tests {
    use super::{TABLE_NAME, TEXT_NAME, YAML_NAME, form_of};

    #[test]
    fn what_the_aws_cli_prints_is_told_from_its_neighbours() {
        let record = r#"{"eventVersion":"1.08","eventName":"A"}"#;
        let escaped = record.replace('"', "\\\"");
        for (text, form) in [
            (format!("Events:\n- AccessKeyId: A\n  CloudTrailEvent: '{record}'\n  EventId: e\n"), YAML_NAME),
            (format!("---\n# told by aws\nEvents:\r\n- CloudTrailEvent: \"{escaped}\"\r\n"), YAML_NAME),
            ("Events:\n  - CloudTrailEvent: |-\n      {\n".to_owned(), YAML_NAME),
            (format!("- '{record}'\n- '{record}'\n"), YAML_NAME),
            (format!("- - '{record}'\n"), YAML_NAME),
            (format!("events:\n- eventId: '1'\n  message: '{record}'\n"), YAML_NAME),
            ("Records:\n- eventVersion: '1.08'\n  eventID: e\n".to_owned(), YAML_NAME),
            (format!("EVENTS\tA\t{record}\te\nRESOURCES\tbob\tAWS::IAM::User\n"), TEXT_NAME),
            (format!("NEXTTOKEN\tt\nEVENTS\tA\t{record}\te\nRESOURCES\tbob\tAWS::IAM::User\n"), TEXT_NAME),
            (format!("------\n|  Events  |\n+----+\n||  CloudTrailEvent |  {record}  ||\n"), TABLE_NAME),
            // None of these has events, or they can be read.
            ("trailList:\n- HomeRegion: us-east-1\n  Name: main\n".to_owned(), ""),
            ("Events: []\n".to_owned(), ""),
            ("detection:\n  selection:\n    eventName: A\n    eventVersion: '1.08'\n".to_owned(), ""),
            ("EVENTS\tListUsers\tCloudTrailEvent:\n".to_owned(), ""),
            (format!("EVENTS\t1\tstream\t{record}\t2\n"), ""),
            (format!("{record}\t{record}\n"), ""),
            (format!("2026-03-10T12:00:00Z INFO\n- '{record}'\n"), ""),
            (format!("note: seen {record}\n"), ""),
            (format!("INFO: {record}\n"), ""),
            (format!("------\n{record}\n"), ""),
            (String::new(), ""),
        ] {
            assert_eq!(form_of(text.as_bytes()).map_or("", |(name, _)| name), form, "{text}");
        }
    }
}

//! Objects in which a product gave CloudTrail's members other names, Sentinel's and Elastic's, and the rows of CloudTrail
//! Lake's answers in JSON, as rows of one table.

use super::names::{is_elastic, letters, member};
use super::object::TableHeading;
use super::row::TableRow;
use crate::json::members::{items, members};
use crate::json::text::{inside, unescape_into};
use crate::record::read::made::MadeRecord;

/// Objects are not looked into deeper.
const DEEPEST: usize = 6;
/// Names, with letters only, that Sentinel's table of CloudTrail has and no record.
const OF_SENTINEL: [&str; 5] =
    ["awseventid", "awsrequestid", "useridentityarn", "useridentitytype", "useridentityaccesskeyid"];

/// Names and texts of values.
#[derive(Default)]
struct FlatCells {
    names: Vec<u8>,
    name_ends: Vec<usize>,
    texts: Vec<u8>,
    text_ends: Vec<usize>,
}

/// Gives the members of an object CloudTrail's names: of an object with a product's names, or of a row of CloudTrail
/// Lake, which is a list of objects with one cell each. `None` if it is not a CloudTrail event.
pub fn renamed(value: &[u8]) -> Option<MadeRecord> {
    let mut cells = FlatCells::default();
    let is_row_of_lake = value.first() == Some(&b'[');
    if is_row_of_lake {
        cells.add_row(value);
    } else {
        cells.add_all(value, &mut Vec::new());
    }
    let heading = TableRow::of(&cells.names, &cells.name_ends);
    // Records of the first years have `UserIdentity` with `arn` in it: only a whole name is Sentinel's.
    let is_of_product = |cell: &[u8]| {
        let name = letters(cell);
        is_elastic(&name) || (!cell.contains(&b'.') && OF_SENTINEL.contains(&name.as_str()))
    };
    if !is_row_of_lake && !heading.cells().any(is_of_product) {
        return None;
    }
    let mut heading = TableHeading::of(&heading, b"", b',')?;
    heading.leave_marks();
    let mut made = MadeRecord::default();
    heading.object(&TableRow::of(&cells.texts, &cells.text_ends), &mut made);
    Some(made)
}

impl FlatCells {
    /// Adds the members of an object, and of the objects in it, by their whole names.
    fn add_all(&mut self, object: &[u8], path: &mut Vec<Vec<u8>>) {
        for (name, value) in members(object) {
            path.push(name.to_vec());
            let whole = path.join(&b'.');
            let known = member(&letters(&whole));
            // The members of an identity have names of the product's own too.
            let is_own = known.is_some_and(|(_, path, _)| path != ["userIdentity"]);
            if value.first() == Some(&b'{') && !is_own && path.len() < DEEPEST {
                self.add_all(value, path);
            } else {
                self.add(&whole, value);
            }
            path.pop();
        }
    }

    /// Adds the cells of a row of Lake.
    fn add_row(&mut self, row: &[u8]) {
        for cell in items(row) {
            for (name, value) in members(cell) {
                self.add(name, value);
            }
        }
    }

    fn add(&mut self, name: &[u8], value: &[u8]) {
        self.names.extend_from_slice(name);
        self.name_ends.push(self.names.len());
        if value.first() == Some(&b'"') {
            unescape_into(inside(value), &mut self.texts);
        } else if value != b"null" {
            self.texts.extend_from_slice(value);
        }
        self.text_ends.push(self.texts.len());
    }
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn other_names_become_those_of_a_record() {
        for (object, expected) in [
            (
                r#"{"TimeGenerated":"2026-03-10T12:00:00Z","EventName":"A","EventSource":"s3.amazonaws.com","AwsEventId":"e","UserIdentityArn":"arn","RequestParameters":"{\"a\":1}","ReadOnly":true,"ErrorCode":null,"Type":"AWSCloudTrail"}"#,
                r#"{"userIdentity":{"arn":"arn"},"eventTime":"2026-03-10T12:00:00Z","eventSource":"s3.amazonaws.com","eventName":"A","requestParameters":{"a":1},"eventID":"e","readOnly":true,"Type":"AWSCloudTrail"}"#,
            ),
            (
                r#"{"@timestamp":"2026-03-10T12:00:00Z","event":{"action":"A","provider":"s3.amazonaws.com","id":"e"},"aws":{"cloudtrail":{"user_identity":{"arn":"arn","type":"IAMUser"},"error_code":"AccessDenied","event_type":"AwsApiCall"}},"source":{"ip":"192.0.2.1"},"cloud":{"region":"us-east-1"}}"#,
                r#"{"userIdentity":{"type":"IAMUser","arn":"arn"},"eventTime":"2026-03-10T12:00:00Z","eventSource":"s3.amazonaws.com","eventName":"A","awsRegion":"us-east-1","sourceIPAddress":"192.0.2.1","errorCode":"AccessDenied","eventID":"e","eventType":"AwsApiCall"}"#,
            ),
            (
                r#"[{"eventID":"e"}, {"eventTime":"2026-03-10 12:00:00.000"},{"eventName":"A"},{"eventSource":"s3.amazonaws.com"},{"userIdentity":"{type=IAMUser, username=bob}"},{"requestParameters":"{a=1}"},{"readOnly":"false"},{"calls":"7"}]"#,
                r#"{"userIdentity":{"type":"IAMUser","userName":"bob"},"eventTime":"2026-03-10 12:00:00.000","eventSource":"s3.amazonaws.com","eventName":"A","requestParameters":"{a=1}","eventID":"e","readOnly":false,"calls":"7"}"#,
            ),
        ] {
            let made = renamed(object.as_bytes()).map(|made| String::from_utf8(made.text).unwrap());
            assert_eq!(made.as_deref(), Some(expected));
        }
    }

    #[test]
    fn objects_of_other_products_are_none() {
        for object in [
            "{}",
            r#"{"event":{"action":"logged-in"},"source":{"ip":"192.0.2.1"}}"#,
            r#"{"eventName":"A","eventSource":"s3.amazonaws.com"}"#,
            r#"{"EventName":"A","EventID":"e","UserIdentity":{"type":"IAMUser","arn":"arn","accessKeyId":"k"},"VpcEndpointId":""}"#,
            r#"{"aws":{"cloudtrail":{"event_type":"x"}}}"#,
            "[]",
            "[7]",
            r#"[{"eventName":"A"},{"calls":"7"}]"#,
            r#"[{"eventSource":"s3.amazonaws.com"},{"awsRegion":"us-east-1"}]"#,
        ] {
            assert!(renamed(object.as_bytes()).is_none(), "{object}");
        }
    }
}

//! The documents of a YAML file as trees, within limits: anchors are refused, because one line may represent millions of
//! nodes, and so are files with too many nodes or too much nesting.

use saphyr_parser::{Event, Parser, ScalarStyle};

/// A node of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct YamlNode {
    /// The line where it begins, counted from 1.
    pub(super) line: usize,
    /// What it is.
    pub(super) kind: YamlKind,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum YamlKind {
    /// Nothing: `null`, `~`, or no value.
    Null,
    /// A text, a number or a truth value, by its text.
    Text(String),
    /// A list.
    List(Vec<YamlNode>),
    /// Names with values, in order.
    Map(Vec<(String, YamlNode)>),
}

/// Why a file cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct YamlProblem {
    /// The line, counted from 1.
    pub(super) line: usize,
    /// What is wrong there.
    pub(super) reason: String,
}

/// Maximum number of nodes of a file.
const MOST_NODES: usize = 50_000;
/// Maximum number of lists and maps inside each other.
const MOST_NESTED: usize = 32;

impl YamlNode {
    /// Returns the text of a text, a number or a truth value.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.kind {
            YamlKind::Text(text) => Some(text),
            YamlKind::Null | YamlKind::List(_) | YamlKind::Map(_) => None,
        }
    }

    /// Returns the value of a name in a map.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        match &self.kind {
            YamlKind::Map(members) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            YamlKind::Null | YamlKind::Text(_) | YamlKind::List(_) => None,
        }
    }
}

/// A list or map that is not yet closed.
struct OpenNode {
    line: usize,
    parts: OpenParts,
}

enum OpenParts {
    List(Vec<YamlNode>),
    /// With the name whose value comes next.
    Map(Vec<(String, YamlNode)>, Option<String>),
}

/// Reads all documents of a file; empty ones are left out.
pub(super) fn documents(text: &str) -> Result<Vec<YamlNode>, YamlProblem> {
    let mut reading = YamlReading { open: Vec::new(), documents: Vec::new(), nodes: 0 };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| YamlProblem {
            line: error.marker().line(),
            reason: format!("not valid YAML: {}", error.info()),
        })?;
        let line = span.start.line();
        reading.take(event, line).map_err(|reason| YamlProblem { line, reason })?;
    }
    Ok(reading.documents)
}

struct YamlReading {
    open: Vec<OpenNode>,
    documents: Vec<YamlNode>,
    nodes: usize,
}

impl YamlReading {
    fn take(&mut self, event: Event<'_>, line: usize) -> Result<(), String> {
        match event {
            Event::Scalar(_, _, 1.., _) | Event::SequenceStart(1.., _) | Event::MappingStart(1.., _) => {
                Err("an anchor (&) cannot be used here".to_owned())
            }
            Event::Alias(_) => Err("an alias (*) cannot be used here; put the value in quotes".to_owned()),
            Event::Scalar(text, style, ..) => {
                let is_null =
                    style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                let kind = if is_null { YamlKind::Null } else { YamlKind::Text(text.into_owned()) };
                self.add(YamlNode { line, kind })
            }
            Event::SequenceStart(..) => self.open(line, OpenParts::List(Vec::new())),
            Event::MappingStart(..) => self.open(line, OpenParts::Map(Vec::new(), None)),
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(OpenNode { line, parts }) = self.open.pop() else { return Ok(()) };
                let kind = match parts {
                    OpenParts::List(items) => YamlKind::List(items),
                    OpenParts::Map(members, _) => YamlKind::Map(members),
                };
                self.add(YamlNode { line, kind })
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Ok(()),
        }
    }

    fn open(&mut self, line: usize, parts: OpenParts) -> Result<(), String> {
        if self.open.len() >= MOST_NESTED {
            return Err(format!("more than {MOST_NESTED} lists and maps inside each other"));
        }
        self.open.push(OpenNode { line, parts });
        Ok(())
    }

    fn add(&mut self, node: YamlNode) -> Result<(), String> {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            return Err(format!("more than {MOST_NODES} nodes"));
        }
        match self.open.last_mut().map(|open| &mut open.parts) {
            None if node.kind == YamlKind::Null => {}
            None => self.documents.push(node),
            Some(OpenParts::List(items)) => items.push(node),
            Some(OpenParts::Map(members, name)) => {
                if let Some(name) = name.take() {
                    members.push((name, node));
                    return Ok(());
                }
                let key = node.text().ok_or("a name that is not a text")?;
                if members.iter().any(|(known, _)| known == key) {
                    return Err(format!("{key} is there twice"));
                }
                *name = Some(key.to_owned());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(text: &str, line: usize, words: &str) {
        let problem = documents(text).expect_err(text);
        assert!(problem.line == line && problem.reason.contains(words), "{problem:?}");
    }

    #[test]
    fn documents_keep_texts_as_they_are_written() {
        let read = documents("a: NO\nb: [012, 'null', null, ]\nc:\n---\n---\nd: {e: \"x\\ty\"}\n").unwrap();
        assert_eq!(read.len(), 2);
        let text = |name: &str| read.first().unwrap().get(name).unwrap().clone();
        assert_eq!(text("a").text(), Some("NO"));
        let YamlKind::List(items) = text("b").kind else { panic!("a list") };
        let texts: Vec<Option<&str>> = items.iter().map(YamlNode::text).collect();
        assert_eq!(texts, [Some("012"), Some("null"), None]);
        assert_eq!(text("c").kind, YamlKind::Null);
        assert_eq!(read.get(1).unwrap().get("d").unwrap().get("e").unwrap().text(), Some("x\ty"));
    }

    #[test]
    fn what_would_grow_or_is_broken_is_refused_with_its_line() {
        refused("a: &x 1\nb: *x\n", 1, "anchor");
        refused("a: 1\nb: *x\n", 2, "");
        refused("a: 1\na: 2\n", 2, "twice");
        assert!(documents("a: [1\nb: 2").unwrap_err().reason.contains("YAML"));
        refused(&"[".repeat(40), 1, "inside each other");
        refused(&format!("a: [{}]", "1,".repeat(60_000)), 1, "nodes");
        refused("? [a]\n: b\n", 1, "name");
    }
}

//! Names of accounts: a TOML file of lines such as `123456789012 = "production"`, also below a heading, or the JSON that
//! `aws organizations list-accounts` prints.

use std::collections::HashMap;
use std::path::PathBuf;

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use crate::ingest::list_text;

/// Digits of an account.
const DIGITS: usize = 12;

/// The names by account.
#[derive(Debug, Default)]
pub(super) struct Accounts(HashMap<String, String>);

impl Accounts {
    /// Reads files; the last one that names an account counts. None if no file is given.
    pub(super) fn read(paths: &[PathBuf]) -> Result<Option<Self>, String> {
        let mut accounts = Self::default();
        for path in paths {
            let name = path.to_string_lossy();
            let text = list_text(&name)?;
            accounts.add(&text).map_err(|reason| format!("{}: {reason}", crate::text::path(path)))?;
        }
        Ok((!paths.is_empty()).then_some(accounts))
    }

    /// Returns the name of an account.
    pub(super) fn name(&self, account: &str) -> Option<String> {
        self.0.get(account).cloned()
    }

    fn add(&mut self, text: &str) -> Result<(), String> {
        let before = self.0.len();
        if text.trim_start().starts_with(['{', '[']) && serde_json::from_str::<Value>(text).is_ok() {
            self.add_json(text)?;
        } else if text.trim_start().starts_with('{') {
            return Err(serde_json::from_str::<Value>(text)
                .map_or_else(|error| format!("it is not valid JSON: {error}"), |_| String::new()));
        } else {
            self.add_toml(text)?;
        }
        if self.0.len() == before { Err("it names no account".to_owned()) } else { Ok(()) }
    }

    fn add_toml(&mut self, text: &str) -> Result<(), String> {
        let line = |at: usize| 1 + text.bytes().take(at).filter(|&byte| byte == b'\n').count();
        let document = DeTable::parse(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            format!("line {}: {}", line(at), error.message().lines().collect::<Vec<_>>().join(" "))
        })?;
        for (name, value) in document.get_ref() {
            // A heading such as [accounts].
            if let DeValue::Table(table) = value.get_ref() {
                for (name, value) in table {
                    self.put(name.get_ref(), value.get_ref().as_str())
                        .map_err(|reason| format!("line {}: {reason}", line(name.span().start)))?;
                }
                continue;
            }
            self.put(name.get_ref(), value.get_ref().as_str())
                .map_err(|reason| format!("line {}: {reason}", line(name.span().start)))?;
        }
        Ok(())
    }

    fn add_json(&mut self, text: &str) -> Result<(), String> {
        let document: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let accounts = document.get("Accounts").unwrap_or(&document);
        if let Value::Object(names) = accounts {
            return names.iter().try_for_each(|(account, name)| self.put(account, name.as_str()));
        }
        let Value::Array(accounts) = accounts else {
            return Err("it has no array Accounts".to_owned());
        };
        for (number, account) in (1..).zip(accounts) {
            let text = |member: &str| account.get(member).and_then(Value::as_str);
            let id = text("Id").ok_or_else(|| format!("account {number} has no Id"))?;
            self.put(id, text("Name")).map_err(|reason| format!("account {number}: {reason}"))?;
        }
        Ok(())
    }

    fn put(&mut self, account: &str, name: Option<&str>) -> Result<(), String> {
        if account.len() != DIGITS || !account.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(format!("{account} is not an account of {DIGITS} digits"));
        }
        let name = name.ok_or_else(|| format!("the name of {account} is not a text"))?;
        if !name.is_empty() {
            self.0.insert(account.to_owned(), name.to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_in_all_forms_and_mistakes_have_their_place() {
        for text in [
            "111122223333 = \"prod\"\n\"012345678901\" = \"backup\"\n",
            "[accounts]\n111122223333 = \"prod\"\n012345678901 = \"backup\"\n",
            r#"{"Accounts":[{"Id":"111122223333","Name":"prod","Status":"ACTIVE"},{"Id":"012345678901","Name":"backup"}]}"#,
            r#"[{"Id":"111122223333","Name":"prod"},{"Id":"012345678901","Name":"backup"}]"#,
            r#"{"111122223333":"prod","012345678901":"backup"}"#,
        ] {
            let mut accounts = Accounts::default();
            accounts.add(text).unwrap();
            assert_eq!(accounts.name("012345678901").as_deref(), Some("backup"), "{text}");
            assert_eq!((accounts.name("111122223333").as_deref(), accounts.name("1")), (Some("prod"), None));
        }
        for (text, reason) in [
            ("\n12 = \"x\"", "line 2: 12 is not an account of 12 digits"),
            ("111122223333 = 7", "line 1: the name of 111122223333 is not a text"),
            ("111122223333 = ", "line 1:"),
            ("{\"Accounts\":", "it is not valid JSON"),
            (r#"{"Accounts":[{"Name":"x"}]}"#, "account 1 has no Id"),
            ("# nothing\n", "it names no account"),
        ] {
            let error = Accounts::default().add(text).unwrap_err();
            assert!(error.starts_with(reason), "{text}: {error}");
        }
    }
}

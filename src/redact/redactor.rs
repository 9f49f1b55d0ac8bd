//! Gathers values, gives each a pseudonym, and replaces them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};

use super::find::find;
use super::gather::Gathered;
use super::kind::RedactedKind;
use super::strings::words;
use super::whole::{is_plain_word, is_whole, percent_encoded};
use crate::json::text::{decode, push_escape};

/// The digits of an account.
const ACCOUNT_DIGITS: usize = 12;

/// Maximum size of all values, in bytes. What searches for them takes many times as much memory; more values are not
/// searched for, so that all are left and nothing is written.
pub(crate) const MOST_BYTES: usize = 32 << 20;

/// What a value is, its number, and how it was written first.
type RedactedValue = (RedactedKind, usize, String);

/// Replaces values by pseudonyms.
#[derive(Debug, Default)]
pub struct Redactor {
    /// By value in lower case.
    values: BTreeMap<String, RedactedValue>,
    counts: BTreeMap<RedactedKind, usize>,
    /// Words that are no secret, in lower case.
    words: BTreeSet<String>,
    finder: Option<(AhoCorasick, Vec<String>)>,
    /// Whether the values are longer together than can be searched for.
    exceeds_limit: bool,
}

impl Redactor {
    /// Gathers the values of a text.
    pub fn gather_text(&mut self, text: &str) {
        find(text, &mut |kind, value| self.add(kind, value));
    }

    /// Gathers the values of a record.
    pub fn gather_record(&mut self, record: &[u8]) {
        let mut gathered = Gathered::default();
        gathered.record(record);
        self.gather_all(&gathered);
    }

    /// Takes what was gathered, in the order of kinds and values.
    pub fn gather_all(&mut self, gathered: &Gathered) {
        let mut values: Vec<(RedactedKind, String)> = gathered.values.values().cloned().collect();
        values.sort_unstable();
        for (kind, value) in values {
            self.add(kind, &value);
        }
    }

    /// Gathers a value that only its place tells.
    pub fn gather_value(&mut self, kind: RedactedKind, value: &str) {
        if !value.is_empty() {
            self.add(kind, value);
        }
    }

    /// Says which words others use too: a name that is one of them is replaced where it is a value, and may occur in
    /// a result as a word.
    pub fn know_words<'w>(&mut self, words: impl IntoIterator<Item = &'w str>) {
        self.words.extend(words.into_iter().map(str::to_ascii_lowercase));
    }

    /// Returns the words that are no secret, in lower case.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    fn add(&mut self, kind: RedactedKind, value: &str) {
        if kind == RedactedKind::DashedV4 {
            // Written with dots, it is the same address.
            self.add(RedactedKind::V4, &value.replace('-', "."));
        }
        let key = value.to_ascii_lowercase();
        if !self.values.contains_key(&key) {
            let count = self.counts.entry(kind).or_default();
            *count += 1;
            self.values.insert(key, (kind, *count, value.to_owned()));
        }
    }

    /// Ends gathering: numbers are given again until no pseudonym is a value. Must be called before anything is replaced.
    pub fn finish(&mut self) {
        self.finish_within(MOST_BYTES);
    }

    /// Does so with another limit for the size of all values, in bytes.
    fn finish_within(&mut self, most_bytes: usize) {
        let taken: Vec<String> = self.values.keys().cloned().collect();
        let is_taken = |pseudonym: String| taken.binary_search(&pseudonym.to_ascii_lowercase()).is_ok();
        let mut next: BTreeMap<RedactedKind, usize> = BTreeMap::new();
        let mut addresses: BTreeMap<String, usize> = BTreeMap::new();
        let mut in_order: Vec<&mut RedactedValue> = self.values.values_mut().collect();
        in_order.sort_by_key(|value| (value.0, value.1));
        for (kind, number, value) in in_order {
            if let Some(&same) = addresses.get(&value.replace('-', ".")) {
                *number = same;
                continue;
            }
            let free = next.entry(*kind).or_insert(1);
            let dashed = |number| RedactedKind::DashedV4.pseudonym(number, "");
            while is_taken(kind.pseudonym(*free, value))
                || (*kind == RedactedKind::V4 && is_taken(dashed(*free)))
            {
                *free += 1;
            }
            *number = *free;
            *free += 1;
            if *kind == RedactedKind::V4 {
                addresses.insert(value.clone(), *number);
            }
        }
        let mut patterns: Vec<String> = taken.clone();
        let mut keys = taken;
        for at in 0..keys.len() {
            let key = keys.get(at).cloned().unwrap_or_default();
            if let Some(encoded) = percent_encoded(&key) {
                patterns.push(encoded);
                keys.push(key);
            }
        }
        let bytes: usize = patterns.iter().map(String::len).sum();
        self.exceeds_limit = bytes > most_bytes;
        let builder = || AhoCorasickBuilder::new().ascii_case_insensitive(true).build(&patterns).ok();
        let finder = if self.exceeds_limit { None } else { builder() };
        self.finder = finder.map(|finder| (finder, keys));
    }

    /// Returns whether the values are longer together than `MOST_BYTES`, so that none is replaced.
    pub fn exceeds_limit(&self) -> bool {
        self.exceeds_limit
    }

    /// Returns how many values are replaced.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Returns whether nothing is replaced.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Replaces the values in a text.
    pub fn text(&self, text: &str) -> String {
        self.replaced(text, Replaced::All)
    }

    /// Replaces the values in a text of AWS's vocabulary, in which no word is a name.
    pub fn word(&self, text: &str) -> String {
        self.replaced(text, Replaced::WithoutNames)
    }

    /// Calls `each` with every value in a text: its place, and what it is.
    fn each_in<'r>(
        &'r self,
        text: &str,
        what: Replaced,
        each: &mut dyn FnMut(Range<usize>, &'r str, &'r RedactedValue),
    ) {
        let Some((finder, values)) = &self.finder else { return };
        for found in finder.find_overlapping_iter(text) {
            let key = values.get(found.pattern().as_usize());
            let Some((key, value)) = key.and_then(|key| Some((key, self.values.get(key)?))) else { continue };
            let is_meant = match what {
                Replaced::All => true,
                Replaced::WithoutNames => !value.0.is_name(),
                Replaced::Numbers => value.0 == RedactedKind::Account,
            };
            if is_meant && is_whole(text, found.start(), found.end(), value.0) {
                each(found.range(), key, value);
            }
        }
    }

    fn replaced(&self, text: &str, what: Replaced) -> String {
        let mut matches: Vec<(Range<usize>, &RedactedValue)> = Vec::new();
        self.each_in(text, what, &mut |place, _, value| matches.push((place, value)));
        matches.sort_by_key(|(place, _)| (place.start, std::cmp::Reverse(place.end)));
        let (mut out, mut at) = (String::with_capacity(text.len()), 0);
        for (place, (kind, number, value)) in matches {
            if place.start >= at {
                out.push_str(text.get(at..place.start).unwrap_or_default());
                out.push_str(&kind.pseudonym(*number, value));
                at = place.end;
            }
        }
        out.push_str(text.get(at..).unwrap_or_default());
        out
    }

    /// Replaces the values in the strings and numbers of a record; all else stays byte for byte.
    pub fn record(&self, record: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(record.len());
        let mut at = 0;
        for (place, is_word) in words(record) {
            self.between(record.get(at..place.start).unwrap_or_default(), &mut out);
            at = place.end;
            let string = record.get(place).unwrap_or_default();
            let text = decode(string);
            let redacted = self.replaced(&text, if is_word { Replaced::WithoutNames } else { Replaced::All });
            if redacted == *text {
                out.extend_from_slice(string);
            } else {
                out.extend_from_slice(quoted(&redacted).as_bytes());
            }
        }
        self.between(record.get(at..).unwrap_or_default(), &mut out);
        out
    }

    /// Replaces accounts that are written as numbers, in what is between strings.
    fn between(&self, text: &[u8], out: &mut Vec<u8>) {
        match std::str::from_utf8(text) {
            Ok(numbers) if numbers.len() >= ACCOUNT_DIGITS => {
                out.extend_from_slice(self.replaced(numbers, Replaced::Numbers).as_bytes());
            }
            Ok(_) | Err(_) => out.extend_from_slice(text),
        }
    }

    /// Returns the table: kind, value and pseudonym of each.
    pub fn table(&self) -> Vec<[String; 3]> {
        let mut rows: Vec<&RedactedValue> = self.values.values().collect();
        rows.sort_by_key(|row| (row.0, row.1));
        let row = |(kind, number, value): &RedactedValue| {
            [kind.name().to_owned(), value.clone(), kind.pseudonym(*number, value)]
        };
        rows.into_iter().map(row).collect()
    }

    /// Returns the originals that occur in a result, whole. There must be none. In JSON, names of members and values of
    /// AWS's vocabulary are not taken for names; in any form, words that are no secret are not.
    pub fn left(&self, result: &str) -> Vec<String> {
        if self.finder.is_none() {
            // Nothing can have been replaced.
            return self.values.keys().cloned().collect();
        }
        let mut left = BTreeSet::new();
        let mut search = |text: &str, what: Replaced| {
            self.each_in(text, what, &mut |_, key, (kind, ..)| {
                let is_word = matches!(kind, RedactedKind::Resource(_)) && is_plain_word(key);
                if !(kind.is_name() && (is_word || self.words.contains(key))) {
                    left.insert(key.to_owned());
                }
            });
        };
        if !is_json(result) {
            search(result, Replaced::All);
            return left.into_iter().collect();
        }
        let mut at = 0;
        for (place, is_word) in words(result.as_bytes()) {
            search(result.get(at..place.start).unwrap_or_default(), Replaced::Numbers);
            at = place.end;
            let string = result.as_bytes().get(place).unwrap_or_default();
            search(&decode(string), if is_word { Replaced::WithoutNames } else { Replaced::All });
        }
        search(result.get(at..).unwrap_or_default(), Replaced::Numbers);
        left.into_iter().collect()
    }
}

/// Returns whether a text is JSON, by its beginning: no other form begins so.
pub fn is_json(text: &str) -> bool {
    text.starts_with(['{', '['])
}

/// What is replaced in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Replaced {
    /// All values.
    All,
    /// All but names.
    WithoutNames,
    /// Accounts.
    Numbers,
}

/// Writes a text as a JSON string.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            char if char < ' ' => push_escape(char, &mut out),
            char => out.push(char),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    // In two parts, so that nobody takes it for a real key.
    const RECORD: &str = concat!(
        r#"{"eventSource":"iam.amazonaws.com","userIdentity":{"userName":"alice","arn":"arn:aws:iam::210987654321:user/ops/alice","accessKeyId":"AKIA"#,
        r#"Q7LKSPRBDABCDEFG"},"sourceIPAddress":"8.8.4.4","requestParameters":{"userName":"iam","policyDocument":"{\"AWS\":\"arn:aws:iam::210987654321:role/deploy\"}","note":"al\u0069ce and Alice-key, malice"},"n": 1.50}"#
    );

    fn redacted(record: &str) -> (Redactor, String) {
        let mut redactor = Redactor::default();
        redactor.gather_record(record.as_bytes());
        redactor.finish();
        let result = String::from_utf8(redactor.record(record.as_bytes())).unwrap();
        (redactor, result)
    }

    #[test]
    fn values_become_the_same_pseudonym_everywhere_and_all_else_stays() {
        let (redactor, result) = redacted(RECORD);
        let expected = r#"{"eventSource":"iam.amazonaws.com","userIdentity":{"userName":"user1","arn":"arn:aws:iam::900000000001:user/ops/user1","accessKeyId":"AKIA000000001EXAMPLE"},"sourceIPAddress":"240.0.0.1","requestParameters":{"userName":"user2","policyDocument":"{\"AWS\":\"arn:aws:iam::900000000001:role/role1\"}","note":"user1 and user1-key, malice"},"n": 1.50}"#;
        assert_eq!(result, expected);
        assert_eq!(redactor.left(&result), Vec::<String>::new());
        assert!(redactor.left(RECORD).len() >= 5);
        assert_eq!(redactor.table().len(), redactor.len());
    }

    #[test]
    fn values_up_to_the_limit_are_replaced_and_above_it_none_is() {
        let gathered = || {
            let mut redactor = Redactor::default();
            redactor.gather_record(RECORD.as_bytes());
            // Percent-encoded, it is searched for in both forms.
            redactor.gather_value(RedactedKind::User, "al ice");
            redactor
        };
        let bytes: usize = gathered()
            .table()
            .iter()
            .map(|[_, value, _]| value.len() + percent_encoded(value).map_or(0, |encoded| encoded.len()))
            .sum();
        let mut whole = gathered();
        whole.finish_within(bytes);
        let result = String::from_utf8(whole.record(RECORD.as_bytes())).unwrap();
        assert!(!whole.exceeds_limit() && result != RECORD && whole.left(&result).is_empty());
        let mut none = gathered();
        none.finish_within(bytes - 1);
        let result = String::from_utf8(none.record(RECORD.as_bytes())).unwrap();
        assert!(none.exceeds_limit());
        // All are reported as left, even in a text without any, so that nothing is written.
        assert_eq!((result.as_str(), none.left("").len()), (RECORD, none.len()));
    }

    #[test]
    fn the_limit_is_thirty_two_megabytes() {
        let mut redactor = Redactor::default();
        for number in 10..43 {
            redactor.gather_value(RedactedKind::User, &format!("{number}{}", "a".repeat(MOST_BYTES / 32)));
        }
        redactor.finish();
        assert_eq!((redactor.exceeds_limit(), redactor.left("").len()), (true, 33));
    }

    #[test]
    fn a_pseudonym_is_never_an_original() {
        let record = r#"{"userName":"user1","x":{"userName":"bob"}}"#;
        let (_, result) = redacted(record);
        assert_eq!(result, r#"{"userName":"user3","x":{"userName":"user2"}}"#);
    }

    /// Policies of IAM are percent-encoded in some calls.
    #[test]
    fn percent_encoded_texts_have_no_original_either() {
        let record = concat!(
            r#"{"p":"%7B%22AWS%22%3A%22arn%3Aaws%3Aiam%3A%3A210987654321%3Auser%2Fbob.x%22%2C%22ip%22%3A%22%208.8.4.4%22%7D","#,
            r#""q":"%2Facme%2Fapp+210987654321","name":"/acme/app"}"#
        );
        let (redactor, result) = redacted(record);
        let expected = concat!(
            r#"{"p":"%7B%22AWS%22%3A%22arn%3Aaws%3Aiam%3A%3A900000000001%3Auser%2Fuser1%22%2C%22ip%22%3A%22%20240.0.0.1%22%7D","#,
            r#""q":"%2Fname1+900000000001","name":"/name1"}"#
        );
        assert_eq!(result, expected);
        assert!(redactor.left(&result).is_empty() && redactor.left(record).len() >= 4);
    }

    #[test]
    fn documentation_stays() {
        let record = r#"{"recipientAccountId":"111122223333","k":"AKIAIOSFODNN7EXAMPLE","ip":"192.0.2.1","m":"a@example.com"}"#;
        assert_eq!(redacted(record).1, record);
    }
}

//! Which lines of lists of indicators any text has: addresses and networks by their value, all else as whole words in any
//! case.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::entry::cells_and_words;
use super::file::{ListFile, ranges};
use super::form::ListForm;
use super::matching::ListValue;
use super::pieces::PieceFinder;
use crate::record::address::{Address, AddressRange, addresses_in};

/// Shorter words would be found everywhere.
const SHORTEST: usize = 3;

/// Indicators of several lists, numbered in their order.
#[derive(Debug)]
pub struct Indicators {
    lines: Vec<IndicatorLine>,
    single: HashMap<Address, Vec<u32>, RandomState>,
    /// Networks by their first address, each with the greatest last address of all up to it.
    networks: Vec<(AddressRange, Address, u32)>,
    words: Option<PieceFinder>,
    /// The words in lower case, each with its lines.
    word_lines: Vec<(String, Vec<u32>)>,
    /// The lines that cannot be used, with the reason.
    unusable: Vec<(IndicatorLine, &'static str)>,
}

/// A line of a list. Not safe for a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorLine {
    /// The name of the list.
    pub list: String,
    /// Its number in the list, counted from 1.
    pub number: u32,
    /// Its text.
    pub text: String,
}

impl IndicatorLine {
    /// Returns it as a value of the field `ioc`: the text, the file and the number.
    pub fn value(&self) -> String {
        let name = self.list.rsplit(['/', '\\']).next().unwrap_or_default();
        format!("{} ({name}:{})", self.text, self.number)
    }
}

impl Indicators {
    /// Reads the lines of lists.
    pub fn of(lists: &[ListFile]) -> Self {
        let mut found = Self {
            lines: Vec::new(),
            single: HashMap::default(),
            networks: Vec::new(),
            words: None,
            word_lines: Vec::new(),
            unusable: Vec::new(),
        };
        let mut words: HashMap<String, Vec<u32>, RandomState> = HashMap::default();
        for list in lists {
            let (name, entries) = list.entries();
            for (number, text, fault) in entries {
                let line = IndicatorLine { list: name.to_owned(), number, text: text.to_owned() };
                match fault.map_or_else(|| found.add(&line, &mut words), Err) {
                    Ok(()) => found.lines.push(line),
                    Err(reason) => found.unusable.push((line, reason)),
                }
            }
        }
        found.networks.sort_unstable();
        let mut reach = None;
        for (range, greatest, _) in &mut found.networks {
            *greatest = reach.map_or(range.last(), |reach: Address| reach.max(range.last()));
            reach = Some(*greatest);
        }
        found.word_lines = words.into_iter().collect();
        found.word_lines.sort_unstable();
        let pieces: Vec<&str> = found.word_lines.iter().map(|(word, _)| word.as_str()).collect();
        found.words = (!pieces.is_empty()).then(|| PieceFinder::new(&pieces));
        found
    }

    /// Adds a line that will get the next number.
    fn add(
        &mut self,
        line: &IndicatorLine,
        words: &mut HashMap<String, Vec<u32>, RandomState>,
    ) -> Result<(), &'static str> {
        let number = u32::try_from(self.lines.len()).map_err(|_| "there are too many lines")?;
        if let Some(addresses) = ranges(&line.text) {
            for value in addresses {
                if let ListValue::Range(range) = value {
                    if range.is_single() {
                        self.single.entry(range.first()).or_default().push(number);
                    } else {
                        self.networks.push((range, range.last(), number));
                    }
                }
            }
            return Ok(());
        }
        // Of a row, a cell or a word that is certainly an identifier.
        let identifier =
            |cell: String| ListForm::AccessKey.read(&cell).or_else(|| ListForm::Account.read(&cell));
        let word = cells_and_words(&line.text).find_map(identifier).unwrap_or_else(|| line.text.clone());
        if word.chars().count() < SHORTEST {
            return Err("it is too short to be looked for in all values");
        }
        if word.contains(['*', '?']) {
            return Err("patterns are not looked for in all values; name a field, as in ip:@FILE");
        }
        words.entry(word.to_lowercase()).or_default().push(number);
        Ok(())
    }

    /// Returns the lines that are looked for.
    pub fn lines(&self) -> &[IndicatorLine] {
        &self.lines
    }

    /// Returns the lines that cannot be used, with the reason.
    pub fn unusable(&self) -> &[(IndicatorLine, &'static str)] {
        &self.unusable
    }

    /// Calls `each` with every line that a text has; a line may come more than once.
    pub fn each_in(&self, text: &str, each: &mut dyn FnMut(&IndicatorLine)) {
        let mut numbers: Vec<u32> = Vec::new();
        if !(self.single.is_empty() && self.networks.is_empty()) {
            for address in addresses_in(text) {
                numbers.extend(self.single.get(&address).into_iter().flatten());
                let after = self.networks.partition_point(|(range, ..)| range.first() <= address);
                let before = self.networks.iter().take(after).rev();
                let near = before.take_while(|(_, greatest, _)| *greatest >= address);
                numbers.extend(near.filter(|(range, ..)| range.holds(address)).map(|(.., number)| number));
            }
        }
        if let Some(words) = &self.words {
            let lower = text.to_lowercase();
            for at in words.found(&lower, &mut 0) {
                if let Some((_, lines)) = self.word_lines.get(at).filter(|(word, _)| is_in(word, &lower)) {
                    numbers.extend(lines);
                }
            }
        }
        numbers.sort_unstable();
        for number in numbers {
            if let Some(line) = self.lines.get(number as usize) {
                each(line);
            }
        }
    }
}

/// Returns whether a word is in a text and not a part of a longer one.
fn is_in(word: &str, text: &str) -> bool {
    let is_part = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
    let begins = word.chars().next().is_some_and(char::is_alphanumeric);
    let ends = word.chars().next_back().is_some_and(char::is_alphanumeric);
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        !((begins && is_part(before)) || (ends && is_part(after)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(lines: &str, text: &str) -> Vec<u32> {
        let indicators = Indicators::of(&[ListFile::read("x/iocs.txt", lines).unwrap()]);
        let mut found = Vec::new();
        indicators.each_in(text, &mut |line| found.push(line.number));
        found
    }

    #[test]
    fn lines_are_found_by_value_or_as_whole_words() {
        let lines = "203.0.113.9\n198.51.100.0/24 # net\n198.51.0.0/16\nevil.example\nAKIAIOSFODNN7EXAMPLE,key\n2001:db8::1\nkali linux\n";
        for (text, expected) in [
            ("203.0.113.9", vec![1]),
            ("::ffff:203.0.113.9", vec![1]),
            ("203.0.113.90", vec![]),
            ("from 198.51.100.77 and 198.51.7.1", vec![2, 3, 3]),
            ("https://x.EVIL.example/a", vec![4]),
            ("notevil.example", vec![]),
            ("evil.example2", vec![]),
            ("akiaiosfodnn7example", vec![5]),
            ("[2001:db8:0::1]:443", vec![6]),
            ("aws-cli (Kali Linux)", vec![7]),
            ("", vec![]),
        ] {
            assert_eq!(found(lines, text), expected, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_used_is_told() {
        let indicators = Indicators::of(&[ListFile::read("iocs.txt", "ab\na*\nusable\n").unwrap()]);
        let unusable: Vec<u32> = indicators.unusable().iter().map(|(line, _)| line.number).collect();
        assert_eq!((unusable, indicators.lines().len()), (vec![1, 2], 1));
        assert_eq!(indicators.lines()[0].value(), "usable (iocs.txt:3)");
    }
}

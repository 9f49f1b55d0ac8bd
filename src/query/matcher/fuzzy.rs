//! What a typed word matches: its letters in order, close together, at beginnings of words.
//!
//! fuzzy-matcher accepts any subsequence, and nearly everything is a subsequence of an ARN, so scattered
//! matches are useless. A word of one or two letters must therefore occur literally. A longer one may also be
//! spread, if its score is at least `FLOOR` for each letter and each part of it begins a word. Lower case
//! ignores case.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::alignment::{Aligner, InBytes, in_bytes, widest_gap};
use super::glance::{FirstLook, Glance};
use super::ignore_case;
use super::many::{JoinedTexts, LookResult};

/// Minimum score for each letter. A matching letter scores 16; beginnings of words and adjacent letters add to
/// it, gaps subtract. At 16 the gains must outweigh the gaps.
const FLOOR: i32 = 16;

/// Shorter words must occur literally.
const SHORTEST_SPREAD: usize = 3;

/// Only this much of a text is searched for spread matches, because the time grows with its length times the
/// word's.
const MAX_TEXT: usize = 1000;

/// One word of a filter.
#[derive(Debug, Clone)]
pub struct Word {
    text: String,
    ignore_case: bool,
    /// The position of the letter that is searched first.
    rarest: usize,
    aligner: Option<Aligner>,
    letters: Option<FirstLook>,
}

/// A word consists only of what was typed.
impl PartialEq for Word {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Word {}

impl Word {
    /// Makes a word from what was typed.
    pub fn new(text: &str) -> Self {
        let ignore_case = !text.chars().any(char::is_uppercase);
        let aligner = Aligner::new(text, ignore_case);
        let letters = FirstLook::new(text, ignore_case, widest_gap(text.len()));
        let rarest = ignore_case::rarest(text.as_bytes());
        Self { text: text.to_owned(), ignore_case, rarest, aligner, letters }
    }

    /// Returns the word as typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns whether case is ignored.
    pub fn ignores_case(&self) -> bool {
        self.ignore_case
    }

    /// Returns whether the word matches `text`.
    pub fn matches(&self, text: &str) -> bool {
        self.matches_now_or_later(text).0
    }

    /// Returns whether the word matches `text`, and whether a longer word that begins with it may.
    pub(in crate::query) fn matches_now_or_later(&self, text: &str) -> (bool, bool) {
        let Some(letters) = &self.letters else {
            let may = self.is_subsequence(text);
            return (may && (self.find(text).is_some() || self.spread(text).is_some()), may);
        };
        // One or two letters are missed, and one is found, in half of the time by searching for bytes.
        if self.text.len() <= 2 {
            let may = self.is_subsequence(text);
            if !may || self.text.len() == 1 {
                return (may, may);
            }
        }
        match letters.look(text.as_bytes()) {
            Glance::Refused => (false, false),
            Glance::Contained => (true, true),
            Glance::Near => (self.is_spread(text, letters), true),
            // Characters of several bytes are nearer than they look.
            Glance::Later => (!text.is_ascii() && self.is_spread(text, letters), true),
        }
    }

    /// Looks at many texts: reports those that contain the word, and those that it or a longer one may match, by their
    /// positions, maybe several times each. All others match neither. If `exact`, only the first are reported.
    pub(in crate::query) fn look_at_all(
        &self,
        texts: JoinedTexts<'_>,
        exact: bool,
        tell: impl FnMut(usize, LookResult),
    ) {
        if let Some(letters) = &self.letters {
            letters.look_at_all(texts, exact || self.text.len() == 1, tell);
        }
    }

    /// Returns whether [`Self::look_at_all`] can look for it.
    pub(in crate::query) fn can_look_at_all(&self) -> bool {
        self.letters.is_some()
    }

    /// Returns whether every text that matches this word is among those that `shorter` reported as possible: it
    /// has its letters in order, and in runs that begin words unless they are adjacent.
    pub(in crate::query) fn grew_from(&self, shorter: &Self) -> bool {
        // Case beyond ASCII has more variants than the search for letters in order considers.
        self.text.is_ascii()
            && self.text.starts_with(&shorter.text)
            && (shorter.ignore_case || !self.ignore_case)
    }

    /// Returns whether `text` contains the word literally.
    pub fn stands_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// Returns the positions of the matched letters in `text`, counted in characters; `None` if it does not
    /// match.
    pub fn positions(&self, text: &str) -> Option<Vec<usize>> {
        self.exact_positions(text).or_else(|| self.spread(text))
    }

    /// Returns the positions of the letters of a literal match; `None` if there is none.
    pub fn exact_positions(&self, text: &str) -> Option<Vec<usize>> {
        let first = text.get(..self.find(text)?)?.chars().count();
        Some((first..first + self.text.chars().count()).collect())
    }

    /// Returns the positions of the letters of all literal matches, from left to right; none overlaps another.
    pub fn all_positions(&self, text: &str) -> Vec<usize> {
        let (mut found, mut rest, mut skipped) = (Vec::new(), text, 0);
        while let Some(here) = self.exact_positions(rest).filter(|here| !here.is_empty()) {
            let end = here.last().map_or(0, |last| last + 1);
            found.extend(here.iter().map(|at| at + skipped));
            skipped += end;
            rest = rest.char_indices().nth(end).and_then(|(at, _)| rest.get(at..)).unwrap_or_default();
        }
        found
    }

    /// Returns the byte offset of a literal match.
    fn find(&self, text: &str) -> Option<usize> {
        if !self.ignore_case {
            return text.find(&self.text);
        }
        if self.text.is_ascii() {
            return ignore_case::find(self.text.as_bytes(), self.rarest, text.as_bytes());
        }
        // Lower case may be longer than the text itself, so it is compared character by character.
        text.char_indices()
            .map(|(at, _)| at)
            .find(|&at| starts_with(text.get(at..).unwrap_or_default(), &self.text))
    }

    /// Returns whether its letters occur spread in a text in which they occur.
    fn is_spread(&self, text: &str, letters: &FirstLook) -> bool {
        let text = beginning(text);
        let Some((aligner, bytes)) = self.aligned(text).filter(|_| self.may_be_spread()) else {
            return self.spread(text).is_some();
        };
        let is_near = matches!(bytes, InBytes::Same(_)) || letters.look(bytes.bytes()) == Glance::Near;
        is_near && aligner.is_in(&self.text, bytes.bytes(), self.floor())
    }

    /// Returns what aligns it in a text, and the text with one byte for each character.
    fn aligned<'t>(&self, text: &'t str) -> Option<(&Aligner, InBytes<'t>)> {
        Some((self.aligner.as_ref()?, in_bytes(text)?))
    }

    fn spread(&self, text: &str) -> Option<Vec<usize>> {
        if !self.may_be_spread() || !self.is_subsequence(text) {
            return None;
        }
        let text = beginning(text);
        if let Some((aligner, bytes)) = self.aligned(text) {
            return aligner.find(&self.text, bytes.bytes(), self.floor());
        }
        // A new one each time, because what it keeps from one text may change the score of the next.
        let matcher = SkimMatcherV2::default();
        let matcher = if self.ignore_case { matcher.ignore_case() } else { matcher.respect_case() };
        let (score, positions) = matcher.fuzzy_indices(text, &self.text)?;
        (score >= i64::from(self.floor()) && runs_begin_words(text, &positions)).then_some(positions)
    }

    /// Returns whether it matches texts that do not contain it.
    pub(in crate::query) fn may_be_spread(&self) -> bool {
        // A letter takes at least one byte.
        self.text.len() >= SHORTEST_SPREAD && self.text.chars().count() >= SHORTEST_SPREAD
    }

    fn floor(&self) -> i32 {
        FLOOR.saturating_mul(i32::try_from(self.text.chars().count()).unwrap_or(i32::MAX))
    }

    /// Tests cheaply; rejects nearly everything that the matcher would reject, and nothing else.
    fn is_subsequence(&self, text: &str) -> bool {
        if !self.text.is_ascii() {
            return true;
        }
        let mut rest = text.as_bytes();
        self.text.bytes().all(|byte| {
            let other = if self.ignore_case { byte.to_ascii_uppercase() } else { byte };
            let found = memchr::memchr2(byte, other, rest);
            rest = found.and_then(|at| rest.get(at + 1..)).unwrap_or_default();
            found.is_some()
        })
    }
}

/// Returns as much of a text as is searched.
fn beginning(text: &str) -> &str {
    if text.len() <= MAX_TEXT {
        return text;
    }
    text.char_indices().nth(MAX_TEXT).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// Returns whether each run of adjacent matched letters begins at the beginning of a word: after a separator,
/// at a capital after a small letter, or where digits begin. `delbuck` is `Del` and `Buck`; `root` is not the
/// middle of `RebootDBInstance`.
fn runs_begin_words(text: &str, positions: &[usize]) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let char = |at: usize| chars.get(at).copied().unwrap_or(' ');
    let begins = |at: usize| {
        let Some(before) = at.checked_sub(1).map(char) else { return true };
        let (this, next) = (char(at), char(at + 1));
        !before.is_alphanumeric()
            || (this.is_uppercase() && (!before.is_uppercase() || next.is_lowercase()))
            || (this.is_numeric() != before.is_numeric())
    };
    let mut last = None;
    positions.iter().all(|&at| {
        let continues = last.is_some_and(|last| last + 1 == at);
        last = Some(at);
        continues || begins(at)
    })
}

fn starts_with(text: &str, lower: &str) -> bool {
    let mut text = text.chars().flat_map(char::to_lowercase);
    lower.chars().all(|char| text.next() == Some(char))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn means(word: &str, text: &str) {
        assert!(Word::new(word).matches(text), "{word} should mean {text}");
    }

    #[track_caller]
    fn does_not_mean(word: &str, text: &str) {
        assert!(!Word::new(word).matches(text), "{word} should not mean {text}");
    }

    #[test]
    fn words_mean_what_a_person_means() {
        means("root", "root @ 111122223333");
        means("accden", "AccessDenied");
        means("delbuck", "DeleteBucket");
        means("assumerole", "AssumeRoleWithWebIdentity");
        means("AccD", "AccessDenied");
        means("éc", "École");
        means("s3", "s3");
        does_not_mean("root", "OrganizationAccountAccessRole / deploy-bot");
        does_not_mean("root", "arn:aws:iam::111122223333:role/service-role/AmazonSSMRoleForInstances");
        does_not_mean("ec2", "eu-central-1");
        does_not_mean("root", "RebootDBInstance");
        does_not_mean("accden", "ListCloudFrontOriginAccessIdentities");
        does_not_mean("delbuck", "arn:aws:s3:::model-blue-trucks");
        means("gci", "GetCallerIdentity");
        does_not_mean("accD", "accessdenied");
        does_not_mean("as", "a/s");
    }

    #[test]
    fn a_list_of_names_is_refused_as_another_text_is() {
        let list = "svc-backup ← arn:aws:iam::aws:policy/AdministratorAccess";
        let look = |word: &str| Word::new(word).matches_now_or_later(list);
        assert_eq!(
            ["deleteb", "zzz", "svx", "sba", "svcacc", "admacc"].map(look),
            [(false, false), (false, false), (false, false), (true, true), (false, true), (true, true)]
        );
    }

    /// Aligning takes five times as long as a glance, so that a keystroke is slow if many texts need it.
    #[test]
    fn few_texts_have_to_be_aligned() {
        let key = |number: u64| {
            let hash = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let (bucket, object) = (hash & 0xff_ffff, hash.rotate_left(24));
            format!("arn:aws:s3:::example-media-{bucket:06x}/in/billing/{object:016x}.json")
        };
        let keys: Vec<String> = (1..=1000).map(key).collect();
        for word in ["del", "ass", "bac", "err", "dele", "assume", "error"] {
            let letters = Word::new(word).letters.unwrap();
            let aligned = keys.iter().filter(|key| letters.look(key.as_bytes()) == Glance::Near).count();
            assert!(aligned <= 250, "{word}: {aligned}");
        }
    }

    #[test]
    fn positions_count_characters() {
        assert_eq!(Word::new("bucket").positions("é DeleteBucket"), Some((8..14).collect()));
        assert_eq!(Word::new("delbuck").positions("DeleteBucket"), Some(vec![0, 1, 2, 6, 7, 8, 9]));
        assert_eq!(Word::new("x").positions("abc"), None);
    }

    proptest! {
        #[test]
        fn what_contains_the_word_matches(before in ".{0,20}", word in "[a-z0-9é-]{1,8}", after in ".{0,20}") {
            let text = format!("{before}{word}{after}");
            prop_assert!(Word::new(&word).matches(&text));
            let positions = Word::new(&word).positions(&text).unwrap();
            let chars: Vec<char> = text.chars().collect();
            let matched: String = positions.iter().map(|&at| chars[at]).flat_map(char::to_lowercase).collect();
            prop_assert_eq!(matched, word);
        }

        #[test]
        fn the_fast_road_answers_what_the_plain_one_does(
            word in "[a-cA1]{1,5}", text in "[a-cA-C1/ ←-]{0,20}[a-cé½,←-]{0,9}[a-c/ ←-]{0,90}",
        ) {
            let word = Word::new(&word);
            let plain = Word { aligner: None, letters: None, ..word.clone() };
            prop_assert_eq!(word.positions(&text), plain.positions(&text));
            prop_assert_eq!(word.matches(&text), plain.matches(&text));
            prop_assert_eq!(word.matches(&text), word.positions(&text).is_some());
        }

        #[test]
        fn a_longer_word_is_meant_only_where_a_shorter_one_may_be(
            word in "[a-cA]{2,5}", text in "[a-cA-C←é-]{0,12}", end in 1..5_usize,
        ) {
            let shorter = Word::new(word.get(..end).unwrap_or(&word));
            let word = Word::new(&word);
            if word.grew_from(&shorter) && word.matches(&text) {
                prop_assert!(shorter.matches_now_or_later(&text).1);
            }
        }

        #[test]
        fn the_cheap_test_refuses_nothing_that_matches(word in "[a-c]{3,5}", text in "[a-cA-C-]{0,12}") {
            let word = Word::new(&word);
            if SkimMatcherV2::default().ignore_case().fuzzy_match(&text, word.text()).is_some() {
                prop_assert!(word.is_subsequence(&text));
            }
        }
    }
}

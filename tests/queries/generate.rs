//! Questions drawn from the records themselves: values that occur, parts of them in another case, values that occur
//! nowhere; nested up to four deep.

use trailsift::query::language::term::identifier::Identifier;
use trailsift::record::field::list_columns::SEARCHED_COLUMNS;
use trailsift::record::field::{Column, FIELDS, Field, FieldSource, OnDemand};

use crate::ask::{Ask, Part, Test, When, Whose};
use crate::calendar;
use crate::facts::Facts;
use crate::random::Random;
use crate::trail::Trail;

pub(crate) const DEPTH: usize = 4;

const IS: [&str; 17] = [
    "assumedroot",
    "byname",
    "failed",
    "denied",
    "throttled",
    "write",
    "read",
    "root",
    "service",
    "console",
    "nomfa",
    "insight",
    "data",
    "duplicate",
    "twin",
    "damaged",
    "hidden",
];

pub(crate) struct Generator<'t> {
    pub(crate) random: Random,
    pub(crate) trail: &'t Trail,
}

impl Generator<'_> {
    /// A question with groups in groups no deeper than `depth`.
    pub(crate) fn ask(&mut self, depth: usize) -> Ask {
        if depth == 0 || self.random.chance(25) {
            return self.one();
        }
        match self.random.below(5) {
            0 | 1 => Ask::All(self.some(depth)),
            2 | 3 => Ask::Any(self.some(depth)),
            _ => Ask::Not(Box::new(self.ask(depth - 1))),
        }
    }

    fn some(&mut self, depth: usize) -> Vec<Ask> {
        (0..2 + self.random.below(2)).map(|_| self.ask(depth - 1)).collect()
    }

    fn one(&mut self) -> Ask {
        loop {
            if let Some(ask) = self.try_one() {
                return ask;
            }
        }
    }

    /// `None` when the value that was drawn is missing, or cannot be written.
    fn try_one(&mut self) -> Option<Ask> {
        match self.random.below(100) {
            0..14 => self.word().map(Ask::Word),
            14..22 => self.shown().map(|value| Ask::Exact(self.altered(&value))),
            22..30 => Some(Ask::Text(self.text())),
            30..36 => self.regex(),
            36..64 => self.column(),
            64..66 => self.id(),
            66..68 => self.identifier().map(Ask::Identifier),
            68..72 => self.path_of_several(),
            72..79 => self.path(),
            79..90 => self.time().map(Ask::Time),
            _ => Some(Ask::Is(IS[self.random.below(IS.len())])),
        }
    }

    pub(crate) fn facts(&mut self) -> &Facts {
        self.random.pick(&self.trail.facts)
    }

    fn value(&mut self, column: Column) -> Option<String> {
        let values = &self.trail.columns[column.index()].values;
        // By record for what is common, by value for what is rare.
        if self.random.chance(60) {
            self.facts().values[column.index()].clone()
        } else {
            self.random.pick(values).clone()
        }
    }

    fn shown(&mut self) -> Option<String> {
        let column = *self.random.pick(&SEARCHED_COLUMNS);
        self.value(column)
    }

    /// A value as a person may type it.
    fn altered(&mut self, value: &str) -> String {
        match self.random.below(10) {
            0..3 => value.to_owned(),
            3 => self.random.beginning(value),
            4 | 5 => self.random.part(value, 12),
            6 => self.random.part(value, 5),
            7 => self.random.recased(value),
            8 => {
                let part = self.random.part(value, 8);
                self.random.recased(&part)
            }
            _ => format!("{value}\\\"x"),
        }
    }

    /// Letters of one or two words of a value.
    fn word(&mut self) -> Option<String> {
        let value = self.shown()?;
        let words: Vec<&str> =
            value.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let first = *words.get(self.random.below(words.len()))?;
        let mut word = self.random.beginning(first);
        if self.random.chance(40) {
            let capitals: String = first.chars().filter(char::is_ascii_uppercase).collect();
            let rest = if self.random.chance(50) { capitals } else { self.random.part(&value, 4) };
            word.push_str(&rest);
        }
        if self.random.chance(60) {
            word = word.to_lowercase();
        }
        word.retain(|char| char.is_alphanumeric() || "_./@".contains(char));
        // These mean something in other languages, and are refused.
        let foreign = [
            "or", "and", "not", "in", "is", "has", "like", "exists", "contains", "between", "starts", "ends",
        ];
        let is_foreign = foreign.iter().any(|foreign| word.eq_ignore_ascii_case(foreign));
        let is_foreign = is_foreign || Identifier::of(&word).is_some();
        (word.starts_with(char::is_alphanumeric) && !is_foreign).then_some(word)
    }

    /// Makes something that is recognised as an identifier, wherever it is in a record.
    fn identifier(&mut self) -> Option<String> {
        let column = *self.random.pick(&[
            Column::AccessKey,
            Column::PrincipalId,
            Column::SourceIpAddress,
            Column::Account,
            Column::EventName,
        ]);
        let text = if column == Column::EventName { self.facts().id.clone() } else { self.value(column) }?;
        let wholes = [
            Identifier::AccessKey,
            Identifier::PrincipalId,
            Identifier::Uuid,
            Identifier::Account,
            Identifier::Address,
        ];
        let is_plain = text.chars().all(|char| char.is_ascii_alphanumeric() || ".:-_@".contains(char));
        let is_known = Identifier::of(&text).is_some_and(|identifier| wholes.contains(&identifier));
        let is_canonical = text.parse::<std::net::IpAddr>().is_ok_and(|address| address.to_string() == text);
        let is_clear = is_canonical || !text.contains(['.', ':']) || text.starts_with('A');
        let text = Some(text).filter(|_| is_plain && is_known && is_clear)?;
        Some(if self.random.chance(40) { respelled(&text).unwrap_or(text) } else { text })
    }

    fn text(&mut self) -> String {
        let facts = &self.trail.facts[self.random.below(self.trail.facts.len())];
        let whole = if self.random.chance(50) { &facts.raw.text } else { &facts.plain.text };
        let part = self.random.part(whole, 24);
        if self.random.chance(30) { part.to_lowercase() } else { part }
    }

    /// A regular expression that finds the text that it is made from.
    fn pattern(&mut self, text: &str) -> String {
        let escaped = regex::escape(text);
        let source = match self.random.below(5) {
            0 => escaped,
            1 => format!("^{escaped}"),
            2 => format!("{escaped}$"),
            3 => format!("({escaped}|zz+)"),
            _ => text
                .split(|char: char| char.is_ascii_digit())
                .map(regex::escape)
                .collect::<Vec<_>>()
                .join("\\d"),
        };
        if self.random.chance(20) { format!("(?i){}", source.replace("zz+", "[0-9]{4}")) } else { source }
    }

    fn regex(&mut self) -> Option<Ask> {
        let text = self.text();
        let source = self.pattern(&text);
        (!source.is_empty()).then(|| Ask::Regex { source, ignore_case: self.random.chance(50) })
    }

    /// The field's name or one of its aliases, in any case.
    fn name(&mut self, field: &Field) -> String {
        let names: Vec<&str> = field.aliases.iter().copied().chain([field.name]).collect();
        let name = *self.random.pick(&names);
        if self.random.chance(30) { self.random.recased(name) } else { name.to_owned() }
    }

    fn column(&mut self) -> Option<Ask> {
        let mut field = self.random.pick(FIELDS);
        // Many fields are computed on demand, and most events have none of their values.
        if matches!(field.source, FieldSource::Column(Column::OnDemand(_))) && self.random.chance(60) {
            field = self.random.pick(FIELDS);
        }
        let FieldSource::Column(column) = field.source else { return None };
        // Only names that ATT&CK has are taken; `watch` tests them.
        // Rules are given when the program starts.
        if [OnDemand::TACTIC, OnDemand::TECHNIQUE, OnDemand::RULE].map(Column::OnDemand).contains(&column) {
            return None;
        }
        let name = self.name(field);
        if column == Column::SourceIpAddress && self.random.chance(40) {
            let network = self.network()?;
            return Some(Ask::Value { name, whose: Whose::Column(column), test: Test::Has(vec![network]) });
        }
        let value = self.value(column).unwrap_or_default();
        let other = self.value(column).unwrap_or_default();
        // A slash in what follows ip: would be a network.
        let slash = column == Column::SourceIpAddress && (value.contains('/') || other.contains('/'));
        let test = if slash { Test::Equals(vec![value]) } else { self.test(&value, &other) };
        // An alias and the beginning of an ARN together are an ARN: `arn:aws:iam`.
        let is_an_arn = name.eq_ignore_ascii_case("arn") && matches!(test, Test::Has(_));
        let name = if is_an_arn { field.name.to_owned() } else { name };
        Some(Ask::Value { name, whose: Whose::Column(column), test })
    }

    fn network(&mut self) -> Option<Part> {
        let address = self.value(Column::SourceIpAddress)?;
        let longest = match address.parse().ok()? {
            std::net::IpAddr::V4(_) => 32,
            // A network around an IPv4 address within IPv6 may hold addresses of both kinds.
            std::net::IpAddr::V6(address) if address.to_ipv4_mapped().is_some() => return None,
            std::net::IpAddr::V6(_) => 128,
        };
        Some(Part::Network(address, u8::try_from(self.random.below(longest + 1)).unwrap()))
    }

    fn id(&mut self) -> Option<Ask> {
        let value = self.facts().id.clone()?;
        let other = self.facts().id.clone().unwrap_or_default();
        let name = self.random.pick(&["eventID", "id", "EVENTID"]).to_string();
        let test = self.test(&value, &other);
        Some(Ask::Value { name, whose: Whose::Id, test })
    }

    /// A test that `value`, which may be missing, is likely to pass.
    pub(crate) fn test(&mut self, value: &str, other: &str) -> Test {
        if value.is_empty() {
            return match self.random.below(3) {
                0 => Test::Present,
                1 => Test::Equals(vec![String::new()]),
                _ => Test::Differs(vec![String::new(), other.to_owned()]),
            };
        }
        if self.random.chance(40)
            && let Some(test) = self.comparison(value)
        {
            return test;
        }
        let several = self.random.chance(25);
        match self.random.below(10) {
            0 => Test::Present,
            1 | 2 => {
                let value =
                    if self.random.chance(80) { value.to_owned() } else { self.random.recased(value) };
                Test::Equals(if several { vec![value, other.to_owned()] } else { vec![value] })
            }
            3 => Test::Differs(if several {
                vec![value.to_owned(), other.to_owned()]
            } else {
                vec![value.to_owned()]
            }),
            4 => {
                let part = if self.random.chance(50) { value.to_owned() } else { self.random.part(value, 8) };
                Test::Matches(self.pattern(&part))
            }
            5 | 6 => Test::Has(
                self.glob(value).map_or_else(|| vec![Part::Text(value.to_owned())], |glob| vec![glob]),
            ),
            _ => {
                let mut parts = vec![Part::Text(self.altered(value))];
                if several && !other.is_empty() {
                    parts.push(Part::Text(self.altered(other)));
                    parts.extend(self.glob(value));
                }
                parts.retain(|part| !matches!(part, Part::Text(text) if text.contains('/')) || !several);
                Test::Has(if parts.is_empty() { vec![Part::Text("zz".to_owned())] } else { parts })
            }
        }
    }

    /// A comparison with a number or a time near to one that occurs.
    fn comparison(&mut self, value: &str) -> Option<Test> {
        let sign = *self.random.pick(&["<", "<=", ">", ">="]);
        let bound = match value.parse::<i64>() {
            Ok(number) => number.checked_add(i64::try_from(self.random.below(3)).unwrap() - 1)?.to_string(),
            Err(_) if value.len() == 20 && calendar::millis(value).is_some() => value.to_owned(),
            Err(_) => return None,
        };
        Some(Test::Compare { sign, bound })
    }

    /// The value with some of it left open, where that can be written without quotes.
    fn glob(&mut self, value: &str) -> Option<Part> {
        let value: String = value.chars().take(60).collect();
        let mut glob: String =
            value.chars().map(|char| if self.random.chance(8) { '?' } else { char }).collect();
        let cut = self.random.beginning(&glob);
        glob = match self.random.below(4) {
            0 => format!("{cut}*"),
            1 => format!("*{}", glob.strip_prefix(&cut)?),
            2 => format!("*{}*", self.random.part(&glob, 6)),
            _ => glob,
        };
        let plain = |char: char| char.is_alphanumeric() || "-_./:+#*?@".contains(char);
        let written =
            glob.chars().all(plain) && glob.contains(['*', '?']) && !glob.starts_with('@') && glob != "*";
        written.then(|| Part::Glob(if self.random.chance(30) { self.random.recased(&glob) } else { glob }))
    }

    fn time(&mut self) -> Option<When> {
        let (one, other) = (self.facts().stamp.clone()?, self.facts().stamp.clone()?);
        let (early, late) = if one <= other { (one, other) } else { (other, one) };
        let cut = |random: &mut Random, stamp: &str| {
            let length = *random.pick(&[4, 7, 10, 10, 13, 16, 16, 19]);
            let zone = if length >= 16 && random.chance(50) { "Z" } else { "" };
            format!("{}{zone}", &stamp[..length])
        };
        let (from, to) = (cut(&mut self.random, &early), cut(&mut self.random, &late));
        let clocks = [&early[11..16], &late[11..16], &early[11..], &late[11..]];
        let number = i64::try_from(1 + self.random.below(50)).unwrap();
        let unit = *self.random.pick(&['s', 'm', 'h', 'd', 'w']);
        Some(match self.random.below(10) {
            0 => When::In(from),
            1 => When::From(to),
            2 => When::To(from),
            3 => When::FromTo(from, to),
            4 => When::FromTo(early[..16].to_owned(), clocks[self.random.below(2)].to_owned()),
            5 => When::After(from),
            6 => When::Before(to),
            7 => {
                When::Daily((*self.random.pick(&clocks)).to_owned(), (*self.random.pick(&clocks)).to_owned())
            }
            8 => When::Last(number, unit),
            _ => When::Around(format!("{late}Z"), number, unit),
        })
    }
}

/// Spells an IPv6 address in full, or an account in groups.
fn respelled(text: &str) -> Option<String> {
    if let Ok(address) = text.parse::<std::net::Ipv6Addr>() {
        let groups = address.segments().map(|group| format!("{group:04X}"));
        return Some(groups.join(":"));
    }
    let is_account = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_account.then(|| [&text[..4], &text[4..8], &text[8..]].join("-"))
}

//! The answer to a question, found the slow way: each part is tested on each record, and nothing is skipped.

use ipnet::IpNet;
use regex::{Regex, RegexBuilder};
use trailsift::query::matcher::fuzzy::Word;
use trailsift::record::field::Column;
use trailsift::record::field::list_columns::SEARCHED_COLUMNS;
use trailsift::record::targets::list::{names, short_names};

use crate::ask::{Ask, Part, Step, Test, When, Whose, length};
use crate::facts::{Facts, Forms, is_percent_encoded, joined};
use crate::json::{Inside, Node, percent_decoded};
use crate::trail::{Distinct, Trail};
use crate::{addresses, calendar};

type Passes = Box<dyn Fn(Option<&str>) -> bool>;

impl Trail {
    /// The answer for each record.
    pub(crate) fn asks(&self, ask: &Ask) -> Vec<bool> {
        let each = |passes: &dyn Fn(&Facts) -> bool| self.facts.iter().map(passes).collect::<Vec<_>>();
        match ask {
            Ask::All(parts) => self.join(parts, |one, other| one && other),
            Ask::Any(parts) => self.join(parts, |one, other| one || other),
            Ask::Not(inner) => self.asks(inner).into_iter().map(|passes| !passes).collect(),
            Ask::Word(text) => self.word(text),
            Ask::Exact(text) => {
                let stands: Passes = Box::new(stands_in(text));
                self.any_column(&SEARCHED_COLUMNS.map(|column| (column, &stands)))
            }
            Ask::Text(text) => {
                let as_written = text.chars().any(char::is_uppercase);
                let stands =
                    |forms: &Forms| (if as_written { &forms.text } else { &forms.lower }).contains(text);
                each(&|facts| facts.forms().any(stands))
            }
            Ask::Regex { source, ignore_case } => {
                let regex = RegexBuilder::new(source).case_insensitive(*ignore_case).build().unwrap();
                each(&|facts| facts.forms().any(|forms| regex.is_match(&forms.text)))
            }
            Ask::Value { whose, test: Test::Differs(texts), .. } => {
                let same = self.values(whose, &Test::Equals(texts.clone()));
                same.into_iter().map(|same| !same).collect()
            }
            Ask::Value { whose, test, .. } => self.values(whose, test),
            Ask::Identifier(text) => {
                // An IPv4 address within IPv6 is the same address, and so is one with a port.
                let asked: Option<std::net::IpAddr> = text.parse().ok();
                let asked = asked.map(|address| address.to_canonical());
                let caller = |facts: &Facts| facts.values[Column::SourceIpAddress.index()].clone();
                // The console shows accounts in groups.
                let is_grouped = text.split('-').map(str::len).eq([4, 4, 4]);
                let digits = if is_grouped { text.replace('-', "") } else { text.clone() };
                let spelled = |text: &str| {
                    let v6 = asked.filter(std::net::IpAddr::is_ipv6);
                    v6.is_some_and(|asked| addresses::all_in(text).contains(&asked))
                };
                each(&|facts| {
                    let is_caller = || {
                        let all = caller(facts).map(|ip| addresses::all_in(&ip)).unwrap_or_default();
                        asked.is_some_and(|asked| all.iter().any(|address| address.to_canonical() == asked))
                    };
                    let stands = |text: &str| stands_alone(&digits, text) || spelled(text);
                    facts.forms().any(|forms| stands(&forms.text)) || is_caller()
                })
            }
            Ask::Time(when) => each(&|facts| happened(when, facts, self.newest)),
            Ask::Is(name) => self.is(name),
        }
    }

    fn join(&self, parts: &[Ask], join: fn(bool, bool) -> bool) -> Vec<bool> {
        let answers = parts.iter().map(|part| self.asks(part));
        answers
            .reduce(|one, other| one.into_iter().zip(other).map(|(one, other)| join(one, other)).collect())
            .unwrap()
    }

    /// Tests the values of columns: one match is enough; a missing value is tested too.
    fn any_column(&self, columns: &[(Column, &Passes)]) -> Vec<bool> {
        let mut answers = vec![false; self.facts.len()];
        for (column, passes) in columns {
            let Distinct { values, of } = &self.columns[column.index()];
            let passed: Vec<bool> = values.iter().map(|value| passes(value.as_deref())).collect();
            answers.iter_mut().zip(of).for_each(|(answer, &value)| *answer |= passed[value]);
        }
        answers
    }

    fn word(&self, text: &str) -> Vec<bool> {
        let word = Word::new(text);
        let matches: Passes = Box::new(move |value| value.is_some_and(|value| word.matches(value)));
        let stands: Passes = Box::new(stands_in(text));
        self.any_column(
            &SEARCHED_COLUMNS
                .map(|column| (column, if column == Column::Principal { &stands } else { &matches })),
        )
    }

    fn values(&self, whose: &Whose, test: &Test) -> Vec<bool> {
        let passes = passes(test, Holds::of(whose));
        match whose {
            // Who acted is also found by label; only the principal itself can be missing.
            Whose::Column(Column::Principal) if !matches!(test, Test::Present) => {
                let passes = std::rc::Rc::new(passes);
                let shared = std::rc::Rc::clone(&passes);
                let label: Passes = Box::new(move |value| value.is_some() && shared(value));
                let principal: Passes = Box::new(move |value| passes(value));
                self.any_column(&[(Column::Principal, &principal), (Column::PrincipalLabel, &label)])
            }
            // A call is found under its name without the date of its API.
            Whose::Column(Column::EventName) if matches!(test, Test::Equals(_)) => {
                let Test::Equals(texts) = test.clone() else { panic!() };
                let dated = Regex::new(r"^(.+?)((19|20)\d{6}|\d{4}_\d\d_\d\d)(v\d)?$").unwrap();
                let passes: Passes = Box::new(move |value| {
                    passes(value)
                        || value.and_then(|value| dated.captures(value)).is_some_and(|parts| {
                            texts.iter().any(|text| *text == parts[1] && crate::ask::is_plain(text))
                        })
                });
                self.any_column(&[(Column::EventName, &passes)])
            }
            Whose::Column(Column::Resource) => {
                let test = test.clone();
                let names: Passes = Box::new(move |value| a_name_passes(&test, &passes, value));
                self.any_column(&[(Column::Resource, &names)])
            }
            Whose::Column(column @ Column::OnDemand(_)) => {
                let is_whole = matches!(test, Test::Equals(_));
                let items: Passes = Box::new(move |value| match value {
                    Some(all) => names(all).any(|item| passes(Some(&item))) || (is_whole && passes(value)),
                    None => passes(None),
                });
                self.any_column(&[(*column, &items)])
            }
            Whose::Column(column) => self.any_column(&[(*column, &passes)]),
            Whose::Id => self.facts.iter().map(|facts| passes(facts.id.as_deref())).collect(),
            Whose::Path(steps) => {
                let any = |facts: &Facts| {
                    let mut values = Vec::new();
                    follow(&facts.node, steps, &mut values);
                    values.retain(|value| value.text.is_some());
                    if values.is_empty() || matches!(test, Test::Present) {
                        return passes(values.first().and_then(|value| value.text.as_deref()));
                    }
                    let mut texts = Vec::new();
                    for value in &values {
                        items(value, &mut texts);
                    }
                    // An empty array represents itself, and a list matches if it is given as it is shown.
                    if texts.is_empty() {
                        texts.extend(values.iter().filter_map(|value| value.text.clone()));
                    }
                    texts.iter().any(|text| passes(Some(text)))
                        || (matches!(test, Test::Equals(_)) && passes(path_value(facts, steps).as_deref()))
                };
                self.facts.iter().map(any).collect()
            }
        }
    }

    fn is(&self, name: &str) -> Vec<bool> {
        match name {
            "duplicate" => return self.repeated.clone(),
            "twin" => return self.twins.clone(),
            "damaged" => return self.damaged.clone(),
            "hidden" => return self.facts.iter().map(|facts| is_hidden(&facts.node)).collect(),
            _ => {}
        }
        let holds = |facts: &Facts| {
            let value = |column: Column| facts.values[column.index()].as_deref();
            let is_call = value(Column::EventCategory) != Some("Insight")
                && value(Column::EventType) != Some("AwsCloudTrailInsight");
            let verb = by_verb(value(Column::EventName)).filter(|_| is_call);
            match name {
                "failed" => value(Column::Outcome) == Some("failed"),
                "denied" | "throttled" => {
                    value(Column::ErrorFamily) == Some(name) && value(Column::Outcome) == Some("failed")
                }
                "write" => value(Column::ReadOnly).or(verb) == Some("false"),
                "read" => value(Column::ReadOnly).or(verb) == Some("true"),
                "byname" => value(Column::ReadOnly).is_none() && verb.is_some(),
                "converted" => false,
                "assumedroot" => value(Column::AssumedRoot) == Some("true"),
                "root" => value(Column::IdentityType) == Some("Root"),
                "service" => match value(Column::IdentityType) {
                    Some(kind) => kind == "AWSService",
                    None => value(Column::InvokedBy).is_some(),
                },
                "console" => value(Column::Console).is_some(),
                "nomfa" => value(Column::Mfa) == Some("no"),
                "insight" => value(Column::EventCategory) == Some("Insight"),
                "data" => value(Column::EventCategory) == Some("Data"),
                _ => panic!("{name}"),
            }
        };
        self.facts.iter().map(holds).collect()
    }
}

/// What `readOnly` would say, by the verb of a call's name.
fn by_verb(name: Option<&str>) -> Option<&'static str> {
    trailsift::record::call::verb::only_reads(name?).map(|reads| if reads { "true" } else { "false" })
}

/// All lower case ignores case.
fn stands_in(text: &str) -> impl Fn(Option<&str>) -> bool + 'static {
    let (text, as_written) = (text.to_owned(), text.chars().any(char::is_uppercase));
    move |value| {
        value.is_some_and(|value| {
            if as_written { value.contains(&text) } else { value.to_lowercase().contains(&text) }
        })
    }
}

/// What a field may hold of addresses.
#[derive(Clone, Copy, PartialEq)]
enum Holds {
    Only,
    Some,
    None,
}

impl Holds {
    fn of(whose: &Whose) -> Self {
        match whose {
            Whose::Column(Column::SourceIpAddress) => Self::Only,
            Whose::Column(Column::Resource | Column::ErrorMessage) | Whose::Path(_) => Self::Some,
            Whose::Column(_) | Whose::Id => Self::None,
        }
    }

    fn is_asked(self, text: &str) -> bool {
        self != Self::None && addresses::is_asked(text, self == Self::Only)
    }
}

/// Whether a value is a text, or the same address. What is written in quotes is a text.
fn same(text: &str, value: &str, holds: Holds) -> bool {
    if !holds.is_asked(text) || crate::ask::spelled(text).starts_with('"') {
        return text == value;
    }
    let asked = addresses::spelled(text).unwrap();
    if holds == Holds::Only {
        addresses::all_in(value).iter().any(|address| address.to_string() == asked)
    } else {
        addresses::spelled(value).is_some_and(|value| value == asked)
    }
}

fn passes(test: &Test, holds: Holds) -> Passes {
    match test.clone() {
        Test::Present => Box::new(|value| value.is_some()),
        Test::Equals(texts) => {
            Box::new(move |value| texts.iter().any(|text| same(text, value.unwrap_or_default(), holds)))
        }
        Test::Compare { sign, bound } => {
            let order = move |value: &str| -> Option<std::cmp::Ordering> {
                if let Some(bound) = calendar::millis(&bound) {
                    // A second has no parts that are written.
                    return Some((calendar::millis(value)?.div_euclid(1000) * 1000).cmp(&bound));
                }
                match (value.parse::<i128>(), bound.parse::<i128>()) {
                    (Ok(value), Ok(bound)) => Some(value.cmp(&bound)),
                    _ if value.contains(|char: char| char.is_ascii_digit()) => {
                        value.parse::<f64>().ok()?.partial_cmp(&bound.parse::<f64>().unwrap())
                    }
                    _ => None,
                }
            };
            Box::new(move |value| {
                value.and_then(&order).is_some_and(|order| match sign {
                    "<" => order.is_lt(),
                    "<=" => order.is_le(),
                    ">" => order.is_gt(),
                    _ => order.is_ge(),
                })
            })
        }
        Test::Differs(_) => panic!("negated outside, or one of several values would be enough"),
        Test::Matches(source) => {
            let regex = Regex::new(&source).unwrap();
            Box::new(move |value| value.is_some_and(|value| regex.is_match(value)))
        }
        Test::Has(parts) => {
            Box::new(move |value| value.is_some_and(|value| parts.iter().any(|part| has(part, value, holds))))
        }
    }
}

/// One of the names of a list is enough; what is compared as a whole also passes by the short name of an ARN, and by
/// the whole list as it is shown.
fn a_name_passes(test: &Test, passes: &Passes, value: Option<&str>) -> bool {
    let Some(value) = value else { return passes(None) };
    let compares_all = match test {
        Test::Equals(_) => true,
        Test::Has(parts) => parts.len() > 1 || parts.iter().all(|part| matches!(part, Part::Glob(_))),
        _ => false,
    };
    let names: Vec<String> = names(value).map(std::borrow::Cow::into_owned).collect();
    names
        .iter()
        .any(|name| passes(Some(name)) || (compares_all && short_names(name).any(|name| passes(Some(name)))))
        || (compares_all && passes(Some(value)))
}

fn has(part: &Part, value: &str, holds: Holds) -> bool {
    match part {
        Part::Text(text) if holds.is_asked(text) => {
            let asked = addresses::spelled(text).unwrap();
            addresses::all_in(value).iter().any(|address| address.to_string() == asked)
                || (text.ends_with("::") && value.to_lowercase().contains(&text.to_lowercase()))
        }
        Part::Text(text) => value.to_lowercase().contains(&text.to_lowercase()),
        Part::Glob(glob) if holds == Holds::Only && addresses::open(glob).is_some() => {
            let begins = addresses::open(glob).unwrap();
            addresses::all_in(value).iter().any(|address| address.to_string().starts_with(&begins))
        }
        Part::Glob(glob) => {
            let chars = |text: &str| text.to_lowercase().chars().collect::<Vec<_>>();
            fits(&chars(glob), &chars(value))
        }
        Part::Network(address, bits) => {
            let network: IpNet = format!("{address}/{bits}").parse().unwrap();
            addresses::all_in(value).iter().any(|address| network.contains(address))
        }
    }
}

fn fits(glob: &[char], text: &[char]) -> bool {
    match glob.split_first() {
        None => text.is_empty(),
        Some(('*', rest)) => (0..=text.len()).any(|at| fits(rest, &text[at..])),
        Some((first, rest)) => text
            .split_first()
            .is_some_and(|(char, text)| (*first == '?' || first == char) && fits(rest, text)),
    }
}

/// The texts of what is at the end of a path. A name asked of an array is asked of its objects; strings open by
/// themselves.
fn follow<'n>(node: &'n Node, steps: &[Step], found: &mut Vec<&'n Node>) {
    let Some((step, rest)) = steps.split_first() else {
        found.push(node);
        return;
    };
    match (&node.inside, step) {
        (Inside::Document(document), _) => follow(document, steps, found),
        (Inside::Members(members), Step::Name(_)) => {
            // Names with dots may be written as several steps.
            let names = (1..=steps.len()).map_while(|end| {
                let names = steps[..end]
                    .iter()
                    .map(|step| if let Step::Name(name) = step { Some(&**name) } else { None });
                Some((end, names.collect::<Option<Vec<_>>>()?.join(".")))
            });
            let names: Vec<(usize, String)> = names.collect();
            let meant: Vec<_> = members
                .iter()
                .flat_map(|(key, value)| {
                    let same = names.iter().filter(|(_, name)| name.eq_ignore_ascii_case(key));
                    same.map(move |(end, name)| (name == key, &steps[*end..], value))
                })
                .collect();
            let is_exact = meant.iter().any(|(is_exact, ..)| *is_exact);
            for (_, rest, value) in meant.into_iter().filter(|(exact, ..)| *exact || !is_exact) {
                follow(value, rest, found);
            }
        }
        (Inside::Items(items), Step::Name(_)) => items.iter().for_each(|item| follow(item, steps, found)),
        (Inside::Items(items), Step::Each) => items.iter().for_each(|item| follow(item, rest, found)),
        (Inside::Items(items), Step::At(place)) => {
            items.get(*place).into_iter().for_each(|item| follow(item, rest, found));
        }
        _ => {}
    }
}

/// What is at a path as one text: the items, each once, with commas between them.
pub(crate) fn path_value(facts: &Facts, steps: &[Step]) -> Option<String> {
    let (mut values, mut plain) = (Vec::new(), Vec::new());
    follow(&facts.node, steps, &mut values);
    for value in &values {
        leaves(value, &mut plain);
    }
    if plain.is_empty() {
        plain.extend(values.iter().filter_map(|value| value.text.clone()));
    }
    let mut once: Vec<String> = Vec::new();
    for text in plain {
        if once.len() >= 64 || !once.contains(&text) {
            once.push(text);
        }
    }
    Some(joined(&once)).filter(|text| !text.is_empty())
}

/// The texts of a value, or of its items.
fn leaves(node: &Node, texts: &mut Vec<String>) {
    match &node.inside {
        Inside::Items(inner) => inner.iter().for_each(|item| leaves(item, texts)),
        _ => texts.extend(node.text.clone()),
    }
}

/// The texts of a value, or of its items, also without their URL encoding.
fn items(node: &Node, texts: &mut Vec<String>) {
    if let Inside::Items(inner) = &node.inside {
        for item in inner {
            items(item, texts);
        }
        return;
    }
    let text = node.text.iter();
    text.clone().filter(|text| is_percent_encoded(text)).for_each(|text| texts.push(percent_decoded(text)));
    texts.extend(text.cloned());
}

/// Returns whether a text occurs, and not as a part of something longer.
fn stands_alone(text: &str, whole: &str) -> bool {
    let address: Option<std::net::IpAddr> = text.parse().ok();
    let goes_on = |char: Option<char>| char.is_some_and(|char| char.is_ascii_alphanumeric() || char == '_');
    let ignores_case = address.is_some() || text.len() == 36;
    let lower = |text: &str| if ignores_case { text.to_ascii_lowercase() } else { text.to_owned() };
    let (text, whole) = (lower(text), lower(whole));
    whole.match_indices(&text).any(|(at, _)| {
        let (before, after) = (&whole[..at], &whole[at + text.len()..]);
        let (mut back, mut on) = (before.chars().rev(), after.chars());
        let (last, first) = ((back.next(), back.next()), (on.next(), on.next()));
        let is_digit = |char: Option<char>| char.is_some_and(|char| char.is_ascii_digit());
        let is_part = match address {
            Some(std::net::IpAddr::V4(_)) => {
                (last.0 == Some('.') && is_digit(last.1)) || (first.0 == Some('.') && is_digit(first.1))
            }
            Some(std::net::IpAddr::V6(_)) => {
                let hex = first.1.is_some_and(|char| char.is_ascii_hexdigit() || char == ':');
                last.0 == Some(':') || (first.0 == Some(':') && hex)
            }
            None => false,
        };
        !goes_on(last.0) && !goes_on(first.0) && !is_part
    })
}

impl Facts {
    /// All that the record says, in every way in which it can be read.
    fn forms(&self) -> impl Iterator<Item = &Forms> {
        [&self.raw, &self.plain].into_iter().chain(&self.inner)
    }
}

/// Times are compared as texts of one form, as far as they are written.
fn happened(when: &When, facts: &Facts, newest: Option<i64>) -> bool {
    let (Some(stamp), Some(time)) = (&facts.stamp, facts.time) else { return false };
    let written = |text: &str| text.trim_end_matches('Z').to_owned();
    let from = |text: &str| *stamp >= written(text);
    let to = |text: &str| stamp[..written(text).len()] <= *written(text);
    match when {
        When::In(text) => stamp.starts_with(&written(text)),
        When::From(text) | When::After(text) => from(text),
        When::To(text) => to(text),
        When::FromTo(start, end) if end.len() == 5 => from(start) && to(&format!("{}T{end}", &start[..10])),
        When::FromTo(start, end) => from(start) && to(end),
        When::Before(text) => !from(text),
        When::Daily(start, end) => {
            let clock = &stamp[11..];
            let (after, before) = (clock >= start.as_str(), clock[..end.len()] <= **end);
            let both = start.len().min(end.len());
            if start[..both] <= end[..both] { after && before } else { after || before }
        }
        When::Last(number, unit) => newest.is_some_and(|newest| time >= newest - length(*number, *unit)),
        When::Around(centre, number, unit) => {
            let centre = calendar::millis(centre).unwrap();
            (time - centre).abs() <= length(*number, *unit)
        }
    }
}

/// Whether a key or a value has a character that would not be seen, or half of one, which serde_json does not read.
fn is_hidden(node: &Node) -> bool {
    let text = |text: &str| {
        text.chars().any(|char| !matches!(char, '\t' | '\n' | '\r') && trailsift::text::is_hidden(char))
    };
    match &node.inside {
        Inside::Members(members) => members.iter().any(|(key, value)| text(key) || is_hidden(value)),
        Inside::Items(items) => items.iter().any(is_hidden),
        Inside::Nothing | Inside::Document(_) => node.text.as_deref().is_some_and(text),
    }
}

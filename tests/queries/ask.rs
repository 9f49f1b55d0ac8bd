//! A question in the tests' own words, and how it is written in trailsift's language.

use trailsift::record::field::Column;

/// A question to each record.
#[derive(Debug, Clone)]
pub(crate) enum Ask {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    /// A word for the shown columns.
    Word(String),
    /// Text in one of the shown columns.
    Exact(String),
    /// Text anywhere in the record.
    Text(String),
    Regex {
        source: String,
        ignore_case: bool,
    },
    Value {
        name: String,
        whose: Whose,
        test: Test,
    },
    /// An identifier, found anywhere.
    Identifier(String),
    Time(When),
    Is(&'static str),
}

/// Whose value.
#[derive(Debug, Clone)]
pub(crate) enum Whose {
    Column(Column),
    Id,
    Path(Vec<Step>),
}

/// A step of a path.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    Name(String),
    At(usize),
    Each,
}

/// A test of one value.
#[derive(Debug, Clone)]
pub(crate) enum Test {
    Present,
    Equals(Vec<String>),
    Differs(Vec<String>),
    Matches(String),
    Has(Vec<Part>),
    /// On one side of a number or a time.
    Compare {
        sign: &'static str,
        bound: String,
    },
}

/// One of the values after a colon.
#[derive(Debug, Clone)]
pub(crate) enum Part {
    Text(String),
    /// With `*` and `?`.
    Glob(String),
    /// An address and how many of its bits count.
    Network(String, u8),
}

/// A time, in texts as they are written.
#[derive(Debug, Clone)]
pub(crate) enum When {
    In(String),
    From(String),
    To(String),
    FromTo(String, String),
    After(String),
    Before(String),
    /// Times of day.
    Daily(String, String),
    Last(i64, char),
    Around(String, i64, char),
}

/// The length of `number` of `unit` in milliseconds.
pub(crate) fn length(number: i64, unit: char) -> i64 {
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => 7 * 86_400,
    };
    number * seconds * 1000
}

impl Ask {
    /// The question as a filter.
    pub(crate) fn written(&self) -> String {
        match self {
            Self::All(parts) => parts.iter().map(Self::in_all).collect::<Vec<_>>().join(" "),
            Self::Any(parts) => parts.iter().map(Self::in_any).collect::<Vec<_>>().join(" | "),
            Self::Not(inner) => format!("{}{}", if inner.is_group() { "-" } else { "!" }, inner.in_all()),
            Self::Word(word) => word.clone(),
            Self::Exact(text) => format!("'{}", spelled(text)),
            Self::Text(text) => quoted(text),
            Self::Regex { source, ignore_case } => {
                format!("/{}/{}", source.replace('/', "\\/"), if *ignore_case { "i" } else { "" })
            }
            Self::Value { name, test, .. } => format!("{name}{}", test.written()),
            Self::Identifier(text) => text.clone(),
            Self::Time(when) => when.written(),
            Self::Is(name) => format!("is:{name}"),
        }
    }

    fn is_group(&self) -> bool {
        matches!(self, Self::All(_) | Self::Any(_))
    }

    fn in_all(&self) -> String {
        // What follows ~ continues to the next blank, brackets included.
        if self.is_group() { format!("( {} )", self.written()) } else { self.written() }
    }

    /// Blanks bind more tightly than bars, so that conjunctions need no brackets.
    fn in_any(&self) -> String {
        if matches!(self, Self::Any(_)) { self.in_all() } else { self.written() }
    }
}

impl Test {
    fn written(&self) -> String {
        let list = |texts: &[String]| texts.iter().map(|text| spelled(text)).collect::<Vec<_>>().join(",");
        match self {
            Self::Present => ":*".to_owned(),
            Self::Equals(texts) => format!("={}", list(texts)),
            Self::Differs(texts) => format!("!={}", list(texts)),
            Self::Compare { sign, bound } => format!("{sign}{bound}"),
            Self::Matches(source) => format!("~{}", bare_or_quoted(source)),
            Self::Has(parts) => {
                format!(":{}", parts.iter().map(Part::written).collect::<Vec<_>>().join(","))
            }
        }
    }
}

impl Part {
    fn written(&self) -> String {
        match self {
            Self::Text(text) => spelled(text),
            Self::Glob(glob) => glob.clone(),
            Self::Network(address, bits) => format!("{address}/{bits}"),
        }
    }
}

impl When {
    fn written(&self) -> String {
        match self {
            Self::In(text) => format!("time:{text}"),
            Self::From(text) => format!("eventTime={text}.."),
            Self::To(text) => format!("TIME:..{text}"),
            Self::After(text) => format!("after:{text}"),
            Self::Before(text) => format!("before:{text}"),
            Self::Daily(from, to) if from == to => format!("time:{from}"),
            Self::FromTo(from, to) | Self::Daily(from, to) => format!("time:{from}..{to}"),
            Self::Last(number, unit) => format!("last:{number}{unit}"),
            Self::Around(time, number, unit) => format!("around:{time}~{number}{unit}"),
        }
    }
}

/// As it is where nothing in it means anything else, else between quotes.
pub(crate) fn spelled(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

pub(crate) fn is_plain(text: &str) -> bool {
    let means_itself = |char: char| char.is_alphanumeric() || "-_./:+@#".contains(char);
    !text.is_empty() && text.chars().all(means_itself) && !text.starts_with('@')
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A regular expression after `~`.
fn bare_or_quoted(source: &str) -> String {
    let goes_on = source.contains(|char: char| char.is_whitespace() || char == '"');
    if goes_on { quoted(source) } else { source.to_owned() }
}

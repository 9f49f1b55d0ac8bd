//! Texts that would control a terminal or deceive its reader, in every place where text is shown: values,
//! names, file names, the title, errors, groups, typed text. The explorer is drawn as in the program, and every
//! byte that would go to the terminal is checked.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{self, Write};
use std::path::Path;
use std::rc::Rc;

use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use trailsift::export::{OutputForm, TerminalWriter};
use trailsift::text::{path as shown_path, plain, visible};
use trailsift::tui::message::Msg;
use trailsift::tui::theme::ThemeName;
use trailsift::tui::view;

use crate::files::as_log_file;
use crate::input::Counts;
use crate::random::Random;
use crate::screen::{Loaded, Screen};

/// One text, and the part of the corpus it belongs to.
pub(crate) struct Attack {
    pub(crate) set: &'static str,
    pub(crate) text: String,
    /// Control characters are raw in the JSON, not escaped.
    pub(crate) raw: bool,
    place: Place,
}

/// Where a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Values,
    Names,
    File,
    Everywhere,
    Field(&'static str),
}

const SIZE: (u16, u16) = (100, 28);

pub(crate) fn attacks(random: &mut Random) -> Vec<Attack> {
    let mut all = Vec::new();
    let mut add = |set, text: String, raw, place| all.push(Attack { set, text, raw, place });
    for char in ('\0'..='\u{1f}').chain('\u{7f}'..='\u{9f}') {
        for raw in [false, true] {
            for place in [Place::Values, Place::Names, Place::File, Place::Everywhere] {
                add("T1", format!("a{char}b{char}{char}"), raw, place);
            }
        }
    }
    for text in sequences() {
        add("T2", text, random.chance(50), Place::Everywhere);
    }
    for text in deceits() {
        add("T3", text, random.chance(50), Place::Everywhere);
    }
    let fields = [
        "eventName",
        "eventSource",
        "awsRegion",
        "sourceIPAddress",
        "userAgent",
        "errorCode",
        "errorMessage",
        "eventID",
    ];
    for text in naughty(random) {
        for field in fields {
            add("T4", text.clone(), random.chance(50), Place::Field(field));
        }
    }
    all
}

/// Returns sequences that terminals obey: complete, unfinished, in eight bits, and nested.
fn sequences() -> Vec<String> {
    let mut all = Vec::new();
    let csi = [
        "31m", "38;5;1m", "2J", "K", "H", "10;10H", "5A", "5B", "5C", "5D", "s", "u", "6n", "c", ">c",
        "?1049h", "?25l", "?2004h", "?1000h", "!p", "20t", "21t", "4;1;1t", ">q", "?u", "=1u", "5i", "4i",
        "1;1r", "3g", "?6n", "0q", "8m", "7m",
    ];
    let osc = [
        "0;owned",
        "2;owned",
        "1;x",
        "7;file:///x",
        "8;;http://x",
        "9;x",
        "9;4;1;50",
        "52;c;ZXZpbA==",
        "52;c;?",
        "133;A",
        "777;notify;a;b",
        "1337;File=:eA==",
        "10;?",
        "11;?",
        "4;1;?",
        "104",
        "50;?",
        "P0000000",
    ];
    let strings =
        ["P$q\"p", "P+q544e", "P1;1|x", "Xsos", "^pm", "_apc", "_Ga=T;eA==", "Ptmux;\u{1b}\u{1b}[31m"];
    for text in csi {
        all.push(format!("a\u{1b}[{text}b"));
        all.push(format!("a\u{9b}{text}b"));
    }
    for text in osc {
        for end in ["\u{7}", "\u{1b}\\", "\u{9c}", ""] {
            all.push(format!("a\u{1b}]{text}{end}b"));
        }
        all.push(format!("a\u{9d}{text}\u{9c}b"));
    }
    for text in strings {
        all.push(format!("a\u{1b}{text}\u{1b}\\b"));
        all.push(format!("a\u{1b}{text}b"));
    }
    for text in [
        "\u{1b}c",
        "\u{1b}7",
        "\u{1b}8",
        "\u{1b}(0lqqk",
        "\u{1b}#8",
        "\u{1b}%@",
        "\u{1b}=",
        "\u{1b}N",
        "\u{1b}O",
        "\u{1b}Z",
        "\u{1b}",
        "\u{1b}[",
        "\u{1b}]",
        "\u{1b}[201~rm -rf\n",
        "\u{1b}\u{1b}]0;\u{1b}[31m\u{7}x\u{7}",
        "\r\u{1b}[Kforged\n",
        "x\u{8}\u{8}\u{8}y",
        "\u{e}\u{f}",
        "\u{5}",
        "\u{1a}",
        "\u{18}",
        "\u{1b}[\u{18}31m",
        "\r\nforged row",
        "\t\t\t\t",
        "\u{b}\u{c}",
    ] {
        all.push(format!("a{text}b"));
    }
    all
}

/// Returns text that is invisible or reverses other text.
fn deceits() -> Vec<String> {
    let ranges = [
        ('\u{200b}', '\u{200f}'),
        ('\u{2028}', '\u{202e}'),
        ('\u{2060}', '\u{206f}'),
        ('\u{fe00}', '\u{fe0f}'),
        ('\u{fff9}', '\u{fffb}'),
        ('\u{e0000}', '\u{e007f}'),
        ('\u{e0100}', '\u{e0110}'),
        ('\u{1d173}', '\u{1d17a}'),
        ('\u{180b}', '\u{180e}'),
    ];
    let mut all: Vec<String> =
        ranges.iter().flat_map(|&(from, to)| (from..=to).map(|char| format!("a{char}b"))).collect();
    for char in [
        '\u{ad}', '\u{34f}', '\u{61c}', '\u{115f}', '\u{1160}', '\u{17b4}', '\u{17b5}', '\u{2800}',
        '\u{3164}', '\u{feff}', '\u{ffa0}', '\u{a0}', '\u{2003}', '\u{3000}',
    ] {
        all.push(format!("ad{char}min"));
    }
    for text in [
        "\u{202e}gpj.exe",
        "\u{2066}a\u{2067}b\u{2069}",
        "שלום admin",
        "abc مرحبا 123",
        "e\u{301}\u{301}",
        "漢字テスト",
        "ﾊﾟ",
        "👨\u{200d}👩\u{200d}👧",
        "🏳\u{fe0f}\u{200d}🌈",
        "🇩🇪",
        "1\u{fe0f}\u{20e3}",
        "🖐🏽",
        "ａｄｍｉｎ",
        "аdmin",
        "⟨200B⟩",
        "␛[31m",
        "→",
        "\u{1f3f4}\u{e0067}\u{e007f}",
        "ก็็็็็็็็็็็็",
        "﷽",
        "𒐫",
        "\u{e000}",
        "\u{f8ff}",
        "\u{10fffd}",
        "\u{fdd0}",
        "\u{1fffe}",
    ] {
        all.push(text.to_owned());
    }
    for marks in [4, 5, 41, 500] {
        all.push(format!("a{}b", "\u{301}".repeat(marks)));
    }
    all
}

/// Short texts of parts that make trouble each for another kind of program.
fn naughty(random: &mut Random) -> Vec<String> {
    let parts = [
        "",
        " ",
        "null",
        "undefined",
        "NaN",
        "-1",
        "0/0",
        "'",
        "\"",
        "\\",
        "`",
        "--",
        "';--",
        "<script>",
        "</td>",
        "&amp;",
        "${x}",
        "$(id)",
        "`id`",
        "|",
        "||",
        "%s%n",
        "%00",
        "../..",
        "C:\\",
        "=1+1",
        "@x",
        "+1",
        "-1",
        "\t=1",
        "﹦1",
        "{{7*7}}",
        "%7B",
        "[\"a\"]",
        "{\"a\":1}",
        "\u{1b}[31m",
        "\u{202e}",
        "\u{200b}",
        "\u{feff}",
        "é",
        "漢字",
        "😀",
        "e\u{301}",
        "ß",
        "İ",
        "ﬀ",
        "Ω",
        "\u{0}",
        "\r\n",
        "\n",
        "\u{7f}",
        "\u{85}",
        "\u{2028}",
        "a|b",
        "*",
        "_x_",
        "[x](y)",
        "http://x",
        "1e400",
        "١٢٣",
        "ᴀ",
        "🏳\u{fe0f}",
        "\u{e0041}",
        "𝓪",
        "\u{fffc}",
        "\u{ad}",
    ];
    let mut all: Vec<String> = parts.iter().map(ToString::to_string).collect();
    all.extend(parts.iter().map(|part| part.repeat(300)));
    while all.len() < 515 {
        let count = 2 + random.below(3);
        all.push((0..count).map(|_| *random.pick(&parts)).collect());
    }
    all
}

/// Draws all that shows an attack and counts what went wrong.
pub(crate) fn run(attack: &Attack, folder: &Path, counts: &mut Counts) {
    let Attack { set, text, raw, place } = attack;
    let name = format!("{set} {text:?} in {place:?}, raw {raw}");
    if let Some(leak) = counts.try_one(&name, || tour(attack, folder)) {
        counts.leaks += usize::from(leak.is_some());
        if let Some(leak) = leak {
            counts.fail(format!("{name}: {leak}"));
        }
    }
}

fn tour(attack: &Attack, folder: &Path) -> Option<String> {
    let file = folder.join(file_name(attack));
    std::fs::write(&file, records(attack)).unwrap();
    let loaded = Loaded::of(&[&file]);
    std::fs::remove_file(&file).unwrap();
    let title =
        if matches!(attack.place, Place::Everywhere | Place::File) { attack.text.as_str() } else { "title" };
    let mut screen = Screen::empty(title, ThemeName::Terminal, SIZE);
    let mut wire = Wire::new();
    wire.draw(&screen);
    screen.send(loaded.report());
    wire.draw(&screen);
    for keys in [
        "<enter>9", "G", "<esc>", "Y", "<esc>", "p", "<enter>", "<esc>", "<esc>", "e", "<esc>", "<esc>",
        "iG", "<esc>", "/",
    ] {
        screen.keys(keys);
        wire.draw(&screen);
    }
    screen.send(Msg::Paste(attack.text.clone()));
    wire.draw(&screen);
    screen.keys("<enter>");
    wire.draw(&screen);
    let mut printed = Vec::new();
    let mut writer = TerminalWriter::new(&mut printed, OutputForm::Lines, std::rc::Rc::default());
    writer.write_all(&as_log_file(&loaded.store, loaded.store.order())).unwrap();
    writer.flush().unwrap();
    let said = format!(
        "{}{}{}",
        String::from_utf8_lossy(&printed).replace('\n', ""),
        shown_path(&file),
        plain(&attack.text)
    );
    foreign(&wire.line.0.borrow())
        .or_else(|| said.chars().find(|&char| is_foreign(char)).map(|char| format!("{char:?} is printed")))
}

/// A name that file systems take; a text that they do not take is in the records only.
fn file_name(attack: &Attack) -> String {
    let allowed = matches!(attack.place, Place::File | Place::Everywhere);
    let fits = attack.text.len() < 200 && !attack.text.contains(['\0', '/']);
    if allowed && fits { format!("x{}.json", attack.text) } else { "x.json".to_owned() }
}

/// Makes two records with the text in the requested place, and half a record, so that there is damage to
/// report.
fn records(attack: &Attack) -> Vec<u8> {
    let quoted = |text: &str| {
        let string = serde_json::to_string(text).unwrap();
        if attack.raw {
            // JSON readers disagree about raw control characters; this one accepts them.
            format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
        } else {
            string
        }
    };
    let attacked = quoted(&attack.text);
    let everywhere = attack.place == Place::Everywhere;
    let value = |field: &str, usual: &str| {
        let here = matches!(attack.place, Place::Values)
            || everywhere
            || attack.place == Place::Field(match_field(field));
        if here { attacked.clone() } else { format!("\"{usual}\"") }
    };
    let key =
        if everywhere || attack.place == Place::Names { attacked.clone() } else { "\"key\"".to_owned() };
    let record = |at: u8| {
        format!(
            r#"{{"eventVersion":"1.08","eventTime":"2026-03-10T12:00:0{at}Z","eventSource":{},"eventName":{},"awsRegion":{},"sourceIPAddress":{},"userAgent":{},"errorCode":{},"errorMessage":{},"eventID":{},"userIdentity":{{"type":"IAMUser","userName":{},"arn":{},"accountId":"1","accessKeyId":"AKIAEXAMPLE"}},"requestParameters":{{{key}:{{{key}:[{attacked}]}}}},"resources":[{{"ARN":{}}}]}}"#,
            value("eventSource", "s3.amazonaws.com"),
            value("eventName", "GetObject"),
            value("awsRegion", "us-east-1"),
            value("sourceIPAddress", "192.0.2.1"),
            value("userAgent", "aws-cli"),
            value("errorCode", "AccessDenied"),
            value("errorMessage", "no"),
            value("eventID", "1"),
            value("userName", "alice"),
            value("arn", "arn:aws:iam::1:user/alice"),
            value("ARN", "arn:aws:s3:::b"),
        )
    };
    format!("{{\"Records\":[{},{},{{\"eventVersion\":\"1.08\",{key}:", record(1), record(2)).into_bytes()
}

fn match_field(field: &str) -> &'static str {
    let fields = [
        "eventName",
        "eventSource",
        "awsRegion",
        "sourceIPAddress",
        "userAgent",
        "errorCode",
        "errorMessage",
        "eventID",
    ];
    fields.into_iter().find(|known| *known == field).unwrap_or("")
}

/// A terminal that keeps every byte.
struct Wire {
    terminal: Terminal<CrosstermBackend<Line>>,
    line: Line,
}

/// What was written, shared with the writer.
#[derive(Clone, Default)]
struct Line(Rc<RefCell<Vec<u8>>>);

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Wire {
    fn new() -> Self {
        let viewport = Viewport::Fixed(Rect::new(0, 0, SIZE.0, SIZE.1));
        let line = Line::default();
        let backend = CrosstermBackend::new(line.clone());
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport }).unwrap();
        Self { terminal, line }
    }

    fn draw(&mut self, screen: &Screen) {
        self.terminal.draw(|frame| view::draw(&screen.app, frame)).unwrap();
    }
}

/// Returns what is on the line besides text, colours and cursor moves.
pub(crate) fn foreign(bytes: &[u8]) -> Option<String> {
    let Ok(mut rest) = std::str::from_utf8(bytes) else { return Some("bytes that are no text".to_owned()) };
    while let Some(char) = rest.chars().next() {
        let Some(sequence) = rest.strip_prefix("\u{1b}[") else {
            if is_foreign(char) {
                return Some(format!("{:?}", rest.chars().take(30).collect::<String>()));
            }
            rest = &rest[char.len_utf8()..];
            continue;
        };
        let end = sequence.find(|char: char| !matches!(char, '0'..='9' | ';' | ':' | '?'))?;
        let (values, last) = (&sequence[..end], sequence[end..].chars().next()?);
        let known = match last {
            'm' => !values.contains('?'),
            'H' => values.split(';').count() == 2,
            'h' | 'l' => values == "?25",
            'J' => values == "2",
            _ => false,
        };
        if !known {
            return Some(format!("the sequence {values}{last}"));
        }
        rest = &sequence[end + last.len_utf8()..];
    }
    None
}

/// Controls, marks of direction, and what has no width and joins nothing. This list is not the program's own.
fn is_foreign(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'
                ..='\u{180e}'
        )
        || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}')
        || matches!(char, '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || matches!(char, '\u{fdd0}'..='\u{fdef}')
}

/// How many texts look like another, style included. Marks beyond a few on one letter are counted, not shown.
pub(crate) fn alike(attacks: &[Attack]) -> (usize, Vec<String>) {
    let mut met: HashMap<Vec<(char, bool)>, &str> = HashMap::new();
    let mut same = Vec::new();
    for Attack { text, .. } in attacks {
        let pieces = visible(text);
        let shown = pieces
            .iter()
            .flat_map(|piece| piece.text.chars().map(|char| (char, piece.spelled)).collect::<Vec<_>>());
        if let Some(other) = met.insert(shown.collect(), text).filter(|other| other != text) {
            same.push(format!("{text:?} looks like {other:?}"));
        }
    }
    (same.len(), same)
}

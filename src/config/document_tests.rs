//! Values are read, and each mistake is reported with its line while the rest holds.

use super::*;
use crate::config::{example, listed};
use crate::tui::input::keymap::BINDINGS;
use crate::tui::theme::Theme;

const GOOD: &str = "columns = ['time', 'eventName', 'requestParameters.bucketName']
zone = 'Europe/Berlin'
view = 'groups by principal, errorCode'
mouse = false
state = false
ascii = true
layout = 'below'
wrap = true
[theme]
name = 'solarized-dark'
[theme.colors]
failed = '#ff0000 on black bold'
";

#[test]
fn every_setting_is_read_with_its_line() {
    let (settings, problems) = read(GOOD);
    assert_eq!(problems, []);
    let names: Vec<&str> = settings.columns.value.iter().map(|field| field.name).collect();
    assert_eq!(names, ["eventTime", "eventName", "requestParameters.bucketName"]);
    assert_eq!((settings.zone.value.as_str(), settings.zone.origin), ("Europe/Berlin", Origin::File(2)));
    assert_eq!(settings.view.value.name(), "groups by principal, errorCode");
    assert!(
        !settings.mouse.value
            && !settings.state.value
            && settings.ascii.value == Some(true)
            && settings.layout.value == LayoutChoice::Below
            && settings.wrap.value
    );
    assert_eq!((settings.theme.value, settings.theme.origin), (ThemeName::SolarizedDark, Origin::File(10)));
    assert_eq!(settings.colors[0].1.value, "#ff0000 on black bold");
    assert_eq!(read("theme = 'dark'").0.theme.value, ThemeName::Dark);
    // What is printed is read again.
    let (again, problems) = read(&listed(&settings, &["a remark".to_owned()]));
    assert_eq!((bare(&again), problems), (bare(&settings), Vec::new()));
}

/// Returns tables, names and values, without where they come from.
fn bare(settings: &Settings) -> Vec<(String, String, String)> {
    settings.rows().into_iter().map(|row| (row.table, row.name, row.value)).collect()
}

#[test]
fn a_mistake_is_named_with_its_line_and_the_rest_holds() {
    for (line, wrong, words) in [
        (1, "tehme = 'dark'", "tehme is not a setting; did you mean theme?"),
        (1, "xyzzy = 1", "there are columns, zone,"),
        (1, "theme = 'drak'", "drak is not a theme; did you mean dark?"),
        (1, "theme = 1", "theme: write a text in quotes"),
        (2, "[theme]\nnmae = 'dark'", "did you mean name?"),
        (2, "[theme.colors]\nfialed = 'red'", "did you mean failed?"),
        (2, "[theme.colors]\nfailed = 'redd'", "failed: \"redd\" is not a colour"),
        (1, "columns = ['evntName']", "evntName is not a field or path; did you mean eventName?"),
        (1, "columns = 'eventName'", "in brackets"),
        (1, "columns = []", "there has to be a column"),
        (1, "view = 'grops'", "is not a view"),
        (1, "view = 'groups by nosuch'", "nosuch is not a field"),
        (1, "zone = 'Europe/Berln'", "zone: no such time zone; did you mean Europe/Berlin"),
        (1, "mouse = 'no'", "write true or false"),
        (1, "layout = 'besides'", "did you mean beside?"),
        (1, "ascii = 7", "true or false, or \"auto\""),
        (1, "mouse = tru", ""),
        (2, "\n= 3", ""),
        (1, "zone = \"UTC", ""),
        (2, "mouse = true\nmouse = true", "duplicate"),
    ] {
        let text = format!("{wrong}\n\n[theme.colors2]\n");
        let (_, problems) = read(&text);
        let found = problems.iter().find(|problem| problem.line == line);
        assert!(found.is_some_and(|problem| problem.reason.contains(words)), "{wrong}: {problems:?}");
        let (settings, problems) = read(&format!("state = false\n{wrong}\n"));
        assert!(!settings.state.value, "{wrong}");
        assert!(
            problems.iter().all(|problem| problem.line == line + 1) && !problems.is_empty(),
            "{wrong}: {problems:?}"
        );
    }
}

/// The example has every setting; as it is, and with the marks of comments removed, it equals the defaults.
#[test]
fn the_example_is_read_back_and_equals_the_defaults() {
    let written = example();
    let (settings, problems) = read(&written);
    assert_eq!(problems, []);
    assert_eq!(settings.rows(), Settings::default().rows());
    let is_setting = |line: &&str| line.starts_with('#') && !line.starts_with("# ") && line.len() > 1;
    let uncommented: Vec<&str> = written
        .lines()
        .map(|line| if is_setting(&line) { line.trim_start_matches('#') } else { line })
        .collect();
    let (settings, problems) = read(&uncommented.join("\n"));
    assert_eq!(problems, []);
    let without_colors = Settings { colors: Vec::new(), keys: Vec::new(), ..settings.clone() };
    assert_eq!(bare(&without_colors), bare(&Settings::default()));
    let from_file = settings.rows().iter().all(|row| matches!(row.origin, Origin::File(_)));
    assert!(from_file, "{:?}", settings.rows());
    assert_eq!(settings.keys.len(), BINDINGS.len());
    let same = |(one, other): (&Binding, &Binding)| one.keys == other.keys && one.action == other.action;
    assert!(settings.keymap.bindings().iter().zip(BINDINGS).all(same));
    assert_eq!(settings.colors.len(), MEANINGS.len());
    assert_eq!(Theme::of(settings.theme.value, &settings.styles()), Theme::named(ThemeName::default()));
}

#[test]
fn keys_are_changed_and_what_is_wrong_with_them_is_named() {
    let keys = |settings: &Settings, context: &str, action: &str| {
        let of = |binding: &&Binding| binding.context.name() == context && binding.name() == action;
        let binding = settings.keymap.bindings().iter().find(of).unwrap();
        binding.keys.iter().map(|chord| chord.name()).collect::<Vec<_>>()
    };
    let (settings, problems) = read(
        "[keys.list]\nopen = ['o2', 'x']\n[keys.anywhere]\nquit = 'F12'\ngroup-by-error = []\ncancel = 'C-x'\n",
    );
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].line == 2 && problems[0].reason.contains("\"o2\" is not a key"), "{problems:?}");
    assert_eq!(keys(&settings, "list", "open"), ["enter", "l", "right"], "what is wrong changes nothing");
    assert_eq!(keys(&settings, "anywhere", "quit"), ["F12"]);
    assert_eq!(keys(&settings, "anywhere", "group-by-error"), [""; 0]);
    assert_eq!(keys(&settings, "anywhere", "cancel"), ["C-x", "C-c"], "C-c stays");
    for (text, line, words) in [
        ("[keys.lst]\n", 1, "did you mean list?"),
        ("[keys.list]\nopne = 'x'", 2, "opne is not a action of list; did you mean open?"),
        ("[keys.list]\nopen = 'esc'", 2, "esc always goes back"),
        ("[keys.anywhere]\nquit = 'C-c'", 2, "C-c always"),
        ("[keys.typing]\naccept = 'x'", 2, "x is text there"),
        ("[keys.anywhere]\nquit = 'p'", 2, "p no longer means \"group by who acted\""),
        ("[keys.anywhere]\nquit = 'F12'\ngroup-by-error = 'F12'", 3, "F12 is already a key of"),
        ("keys = 1", 1, "write a table"),
    ] {
        let (_, problems) = read(text);
        let found = problems.iter().any(|problem| problem.reason.contains(words));
        assert!(found && problems.len() == 1, "{text}: {line} {problems:?}");
    }
    // Two keys change places.
    let (settings, problems) = read("[keys.anywhere]\ngroup-by-error = 'p'\ngroup-by-principal = 'e'\n");
    assert_eq!(problems, []);
    assert_eq!(keys(&settings, "anywhere", "group-by-error"), ["p"]);
}

//! Completions and the manual page, as the program prints them.
#![expect(clippy::unwrap_used, dead_code, reason = "a test that fails should stop with its values")]

use common::run;
use trailsift::query::language::playbook::PLAYBOOK;
use trailsift::query::language::reference::rows;
use trailsift::query::language::saved::shipped;
use trailsift::record::field::FIELDS;
use trailsift::tui::input::keymap::BINDINGS;

#[path = "common/binary.rs"]
mod common;

fn man() -> String {
    let answer = run(&["man"]);
    assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""));
    answer.text().to_owned()
}

/// What a reader of the page sees: escapes of hyphens, blanks and quotes undone, marks of fonts gone.
fn read(page: &str) -> String {
    let mut page = page.replace("\\*(Aq", "'").replace("\\(bu", "•");
    for (escape, char) in [("\\-", "-"), ("\\fB", ""), ("\\fI", ""), ("\\fR", ""), ("\\&", ""), ("\\ ", " ")]
    {
        page = page.replace(escape, char);
    }
    page.replace("\\\\", "\\")
}

#[test]
fn every_shell_gets_completions_of_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let answer = run(&["completions", shell]);
        assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""), "{shell}");
        for word in ["list", "group", "summary", "completions", "man", "--columns"] {
            assert!(answer.text().contains(word.trim_start_matches('-')), "{shell} should complete {word}");
        }
    }
    let answer = run(&["completions", "cobol"]);
    assert_eq!((answer.code, answer.text()), (Some(2), ""));
    assert!(answer.err.contains("bash"), "{}", answer.err);
}

#[test]
fn the_manual_page_has_its_sections_in_order() {
    let page = man();
    let titles: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix(".SH ")).collect();
    let titles: Vec<&str> = titles.iter().map(|title| title.trim_matches('"')).collect();
    let wanted = [
        "NAME",
        "SYNOPSIS",
        "DESCRIPTION",
        "OPTIONS",
        "COMMANDS",
        "KEYS",
        "FIELDS",
        "FILTER LANGUAGE",
        "ENGINES",
        "EXIT STATUS",
        "SAVED QUESTIONS",
        "QUESTIONS",
    ];
    assert_eq!(titles, wanted);
}

#[test]
fn the_manual_page_is_made_from_the_tables() {
    let page = read(&man());
    for field in FIELDS {
        assert!(page.contains(field.name), "{}", field.name);
    }
    for words in ["group by error code", "delbuck", "--max-file-size", "no event matched"] {
        assert!(page.contains(words), "{words}");
    }
    for question in shipped() {
        assert!(page.contains(&question.name) && page.contains(&question.filter), "{}", question.name);
    }
    for answer in PLAYBOOK {
        assert!(page.contains(&answer.command()), "{}", answer.command());
    }
}

#[test]
fn nothing_in_the_manual_page_is_taken_for_a_request_or_a_control() {
    let page = man();
    assert!(page.chars().all(|char| char == '\n' || !char.is_control()));
    let known = [
        ".SH", ".SS", ".TP", ".PP", ".RS", ".RE", ".TH", ".IP", ".nh", ".ad", ".ie", ".el", ".nf", ".fi",
        ".br",
    ];
    for line in page.lines().filter(|line| line.starts_with(['.', '\''])) {
        let request = line.split(' ').next().unwrap();
        assert!(known.contains(&request), "{line}");
    }
}

/// The topics are made from the tables of the program, and lose no row of them.
#[test]
fn the_topics_of_help_list_their_tables() {
    let topic = |name: &str| {
        let answer = run(&["help", name]);
        assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""), "{name}");
        assert!(answer.text().lines().all(|line| line.chars().count() <= 100), "{name} is too wide");
        answer.text().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let has = |page: &str, wanted: &str| {
        let wanted = wanted.replace('`', "").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(page.contains(&wanted), "missing: {wanted}");
    };
    let fields = topic("fields");
    for field in FIELDS {
        has(&fields, field.about);
    }
    let filter = topic("filter");
    for (_, means) in rows() {
        has(&filter, means);
    }
    let keys = topic("keys");
    for binding in BINDINGS {
        has(&keys, binding.about);
    }
    has(&topic("exit"), "3 answered, but a file was damaged or unreadable");
}

#[test]
fn help_knows_commands_and_says_what_a_mistyped_one_may_mean() {
    let listed = run(&["help", "list"]);
    assert_eq!(listed.text().trim_end(), run(&["list", "--help"]).text().trim_end());
    assert_eq!(run(&["help"]).text().trim_end(), run(&["--help"]).text().trim_end());
    for (typed, meant) in [("lits", "list"), ("filtr", "filter"), ("gruop", "group"), ("exits", "exit")] {
        let answer = run(&["help", typed]);
        assert_eq!((answer.code, answer.text()), (Some(2), ""));
        assert!(answer.err.contains(&format!("did you mean {meant}?")), "{}", answer.err);
    }
    assert!(!run(&["help", "zzzz"]).err.contains("did you mean"));
    let answer = run(&["sumary"]);
    assert!(answer.err.contains("did you mean the command summary?"), "{}", answer.err);
}

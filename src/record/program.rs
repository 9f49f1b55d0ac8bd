//! Which program made a call and on which system, according to its user agent. The data is
//! `assets/programs.tsv`.
//!
//! The caller chooses the user agent, so a program can pretend to be another.

use std::sync::LazyLock;

const TABLE: &str = include_str!("../../assets/programs.tsv");

/// A line of the table.
#[derive(Debug, Clone, Copy)]
struct Line {
    /// In lower case.
    text: &'static str,
    /// Whether the agent must begin with it.
    first: bool,
    name: &'static str,
}

struct Table {
    programs: Vec<Line>,
    systems: Vec<Line>,
}

static LINES: LazyLock<Table> = LazyLock::new(|| {
    let of_kind = |kind: &str| {
        let line = |line: &'static str| {
            let mut columns = line.split('\t');
            let (_, text, name) =
                (columns.next().filter(|first| *first == kind)?, columns.next()?, columns.next()?);
            let first = text.strip_prefix('^');
            Some(Line { text: first.unwrap_or(text), first: first.is_some(), name })
        };
        TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(line).collect()
    };
    Table { programs: of_kind("program"), systems: of_kind("os") }
});

/// Returns the program that a user agent names; the first word of the user agent if the table has no match.
/// `None` if it is empty.
pub fn program(agent: &str) -> Option<&str> {
    let agent = inside(agent);
    find(&LINES.programs, agent).or_else(|| own_name(agent))
}

/// Returns the operating system that a user agent names.
pub fn os(agent: &str) -> Option<&'static str> {
    find(&LINES.systems, inside(agent))
}

/// A part of user agents that names a program or a system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgentPart {
    /// In lower case.
    pub text: &'static str,
    /// Whether the agent must begin with it.
    pub is_first: bool,
}

/// Returns the parts of user agents that name a program whose name passes a test. Those of other programs may stand in
/// the same agent, and then the first of the table counts.
pub fn parts_of_programs(passes: impl Fn(&str) -> bool) -> Vec<AgentPart> {
    parts_of(&LINES.programs, passes)
}

/// Returns the parts of user agents that name an operating system whose name passes a test, in the same way.
pub fn parts_of_systems(passes: impl Fn(&str) -> bool) -> Vec<AgentPart> {
    parts_of(&LINES.systems, passes)
}

fn parts_of(lines: &[Line], passes: impl Fn(&str) -> bool) -> Vec<AgentPart> {
    let named = lines.iter().filter(|line| passes(line.name));
    named.map(|line| AgentPart { text: line.text, is_first: line.first }).collect()
}

fn find(lines: &[Line], agent: &str) -> Option<&'static str> {
    let agent = agent.to_ascii_lowercase();
    let fits =
        |line: &&Line| if line.first { agent.starts_with(line.text) } else { agent.contains(line.text) };
    lines.iter().find(fits).map(|line| line.name)
}

/// Removes the brackets that some services put around the user agent.
fn inside(agent: &str) -> &str {
    let agent = agent.trim();
    agent.strip_prefix('[').map_or(agent, |rest| rest.strip_suffix(']').unwrap_or(rest)).trim()
}

/// Returns the name before the first version: `my-tool` for `my-tool/1.2 (x)`. IDs that tools append to their
/// names are left out.
fn own_name(agent: &str) -> Option<&str> {
    let word = agent.split(['/', ' ', ';', ',', '(']).next().unwrap_or(agent);
    (!word.is_empty() && word != "-").then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn tells(agent: &str, expected: (Option<&str>, Option<&str>)) {
        assert_eq!((program(agent), os(agent)), expected, "{agent}");
    }

    #[test]
    fn an_agent_tells_its_program_and_its_system() {
        tells(
            "APN/1.0 HashiCorp/1.0 Terraform/1.5.0 (+https://www.terraform.io) aws-sdk-go/1.44.1 (go1.20; linux; amd64)",
            (Some("Terraform"), Some("Linux")),
        );
        tells("[Boto3/1.36.2 Python/3.11 Linux/6.1 Botocore/1.36.2]", (Some("Boto3"), Some("Linux")));
        tells(
            "aws-cli/2.23.6 md/awscrt#0.23.8 os/linux#6.12 exec-env/kali-rolling cfg/retry-mode#standard",
            (Some("AWS CLI"), Some("Kali Linux")),
        );
        tells("aws-cli/1.16 Python/2.7 Darwin/17.7.0 botocore/1.10", (Some("AWS CLI"), Some("macOS")));
        tells(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
            (Some("Firefox"), Some("Windows")),
        );
        tells(
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36",
            (Some("Chrome"), Some("macOS")),
        );
        tells("stratus-red-team_00000000-0000", (Some("Stratus Red Team"), None));
        tells("rds.amazonaws.com", (Some("AWS"), None));
        tells("my-tool/3.2 (x)", (Some("my-tool"), None));
        tells("", (None, None));
        tells("-", (None, None));
    }

    #[test]
    fn every_line_can_be_the_first_that_fits() {
        let lines = LINES.programs.iter().map(|line| (line, &LINES.programs));
        let lines = lines.chain(LINES.systems.iter().map(|line| (line, &LINES.systems)));
        let mut count = 0;
        for (line, all) in lines {
            assert_eq!(line.text, line.text.to_lowercase());
            let first = all.iter().find(|other| {
                if other.first { line.text.starts_with(other.text) } else { line.text.contains(other.text) }
            });
            assert_eq!(first.map(|line| line.name), Some(line.name), "an earlier line hides {:?}", line.text);
            count += 1;
        }
        assert!(count > 100, "{count}");
    }
}

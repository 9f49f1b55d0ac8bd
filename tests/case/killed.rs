//! A program that is killed while it saves leaves a whole case: the one before, or the new one.

use std::path::Path;
use std::process::{Command, Stdio};

use trailsift::case::case_file::{read, save};
use trailsift::case::lock::CaseLock;
use trailsift::case::model::Case;

/// Names the case that the other process saves again and again.
const SAVES: &str = "TRAILSIFT_TEST_SAVES";

fn case_of(number: usize) -> Case {
    let mut case = Case::default();
    let filters = (0..50 + number % 300).map(|at| (format!("{number}"), format!("{at} {}", "x".repeat(900))));
    case.filters.extend(filters);
    case
}

/// Not a test by itself: the process that is killed.
#[test]
fn saves_until_it_is_killed() {
    let Some(path) = std::env::var_os(SAVES) else { return };
    let path = Path::new(&path);
    let _lock = CaseLock::take(path).unwrap().expect("the lock of a killed program is free");
    for number in 0.. {
        save(path, &case_of(number), &[]).unwrap();
        println!("{number}");
    }
}

#[test]
fn no_case_is_lost_or_half_written() {
    kill(12);
}

#[test]
#[ignore = "takes ten seconds: cargo test --test case two_hundred_kills -- --ignored"]
fn two_hundred_kills_lose_no_case() {
    kill(200);
}

/// Each round ends the process after another number of saves, in the middle of the next one; all rounds save the same
/// case.
fn kill(rounds: usize) {
    use std::io::{BufRead as _, BufReader};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.case.jsonl");
    for round in 0..rounds {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["killed::saves_until_it_is_killed", "--exact", "--nocapture"])
            .env(SAVES, &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut saved = lines.by_ref().map(Result::unwrap).filter(|line| line.parse::<usize>().is_ok());
        let last = saved.nth(round * 3 % 17).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        let case = read(&path).unwrap().unwrap();
        let (number, _) = case.filters.first().unwrap();
        let number: usize = number.parse().unwrap();
        assert!(
            case == case_of(number) && number >= last.parse().unwrap(),
            "round {round}: {number} after {last}"
        );
    }
}

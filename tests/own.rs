//! The user's own files: names of accounts, places of addresses, indicators. What they say is a field like every other,
//! and what cannot be read is refused with its place.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    dead_code,
    reason = "a test that fails should stop with its values"
)]

use std::path::{Path, PathBuf};

use common::{Answer, run, sample_logs};
use mmdb::{Data, database, text};

#[path = "common/binary.rs"]
mod common;
#[path = "common/mmdb.rs"]
mod mmdb;

struct Files {
    folder: tempfile::TempDir,
}

impl Files {
    fn new() -> Self {
        let files = Self { folder: tempfile::tempdir().unwrap() };
        let names = |country: &str, city: &str| {
            Data::Map(vec![
                ("country", Data::Map(vec![("iso_code", text(country))])),
                ("city", Data::Map(vec![("names", Data::Map(vec![("en", text(city))]))])),
            ])
        };
        let places = [
            ([203, 0, 113, 0], 24, names("NL", "Utr\u{202e}echt")),
            ([198, 51, 100, 0], 24, names("DE", "Berlin")),
        ];
        files.put("city.mmdb", &database(&places));
        let operator = Data::Map(vec![
            ("autonomous_system_number", Data::Number(64_500)),
            ("autonomous_system_organization", text("Example Networks")),
        ]);
        files.put("asn.mmdb", &database(&[([203, 0, 113, 64], 26, operator)]));
        files.put("accounts.toml", b"111122223333 = \"larkspur production\"\n");
        files.put("iocs.txt", b"# of the incident\n203.0.113.77\n198.18.0.0/15\nsvc-backup\nAKIAQ7LKSPRBDEXAMPLE # leaked\nab\n");
        files
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    /// Runs a command with all files.
    fn run(&self, arguments: &[&str]) -> Answer {
        let (city, asn) = (self.text("city.mmdb"), self.text("asn.mmdb"));
        let (accounts, iocs) = (self.text("accounts.toml"), self.text("iocs.txt"));
        let own = ["--mmdb", &city, "--mmdb", &asn, "--accounts", &accounts, "--iocs", &iocs];
        run(&[arguments, &own].concat())
    }
}

fn grouped(answer: &Answer) -> Vec<[String; 2]> {
    answer.csv()[1..].iter().map(|row| [row[0].clone(), row[1].clone()]).collect()
}

#[test]
fn what_the_files_say_is_grouped_filtered_listed_and_sorted() {
    let files = Files::new();
    let answer = files.run(&["group", sample_logs(), "--by", "country", "--format", "csv"]);
    let countries = grouped(&answer);
    let of_address = |network: &str| {
        let filter = format!("ip:{network}");
        let rows = run(&["list", sample_logs(), "-f", &filter, "--format", "csv"]).csv();
        (rows.len() - 1).to_string()
    };
    for (country, network) in [("NL", "203.0.113.0/24"), ("DE", "198.51.100.0/24")] {
        let row = countries.iter().find(|row| row[0] == country).unwrap();
        assert_eq!(row[1], of_address(network), "{country}: {countries:?}");
    }
    let listed = files.run(&[
        "list",
        sample_logs(),
        "-f",
        "asn:AS64500 accountName:larkspur",
        "--columns",
        "ip,country,city,asn,accountName",
        "--sort",
        "ip",
        "--format",
        "csv",
    ]);
    let row = &listed.csv()[1];
    assert_eq!(
        row[1..],
        ["NL", "Utr⟨202E⟩echt", "AS64500 Example Networks", "larkspur production"],
        "{row:?}"
    );
    assert!(listed.csv()[1..].iter().all(|row| row[0].starts_with("203.0.113.")));
    let table = files.run(&["group", sample_logs(), "--by", "city"]);
    assert!(table.text().contains("⟨202E⟩") && !table.text().contains('\u{202e}'));
}

#[test]
fn indicators_are_found_in_every_value_and_counted() {
    let files = Files::new();
    let answer = files.run(&["group", sample_logs(), "--by", "ioc", "-f", "is:ioc", "--format", "csv"]);
    let groups = grouped(&answer);
    let all: String = groups.iter().map(|row| row[0].as_str()).collect::<Vec<_>>().join("\n");
    for line in ["203.0.113.77 (iocs.txt:2)", "svc-backup (iocs.txt:4)", "AKIAQ7LKSPRBDEXAMPLE (iocs.txt:5)"]
    {
        assert!(all.contains(line), "{line}: {all}");
    }
    assert!(
        !all.contains("198.18.0.0") && answer.err.contains("indicators: 3 of 4 values match"),
        "{}",
        answer.err
    );
    assert!(answer.err.contains("1 indicator is not looked for; "), "{}", answer.err);
    assert!(answer.err.contains("iocs.txt line 6: it is too short"), "{}", answer.err);
    // As many events as a search for the same words finds.
    let words = "\"203.0.113.77\" | \"svc-backup\" | \"AKIAQ7LKSPRBDEXAMPLE\"";
    let lines = |answer: &Answer| answer.text().lines().count();
    let found = files.run(&["list", sample_logs(), "-f", "is:ioc", "--format", "jsonl"]);
    assert_eq!(lines(&found), lines(&run(&["list", sample_logs(), "-f", words, "--format", "jsonl"])));
}

#[test]
fn a_field_whose_file_is_not_given_says_so() {
    for (field, option) in
        [("country", "--mmdb FILE"), ("accountName", "--accounts FILE"), ("ioc", "--iocs FILE")]
    {
        let answer = run(&["list", sample_logs(), "-f", &format!("{field}:x")]);
        assert!(answer.err.contains(&format!("no event has {field}: it needs {option}")), "{}", answer.err);
        let answer = run(&["group", sample_logs(), "--by", field]);
        assert!(answer.err.contains(option), "{}", answer.err);
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
    let files = Files::new();
    let mut database = std::fs::read(files.path("city.mmdb")).unwrap();
    database.truncate(database.len() - 60);
    files.put("cut.mmdb", &database);
    files.put("bad.toml", b"111122223333 = \"x\"\n7 = \"y\"\n");
    files.put("empty.txt", b"# nothing\n");
    for (option, name, reason) in [
        ("--mmdb", "cut.mmdb", "cut.mmdb: not a readable MaxMind database: "),
        ("--mmdb", "absent.mmdb", "absent.mmdb: "),
        ("--accounts", "bad.toml", "bad.toml: line 2: 7 is not an account of 12 digits"),
        ("--iocs", "empty.txt", "empty.txt: the file contains no values"),
    ] {
        let answer = run(&["list", sample_logs(), option, &files.text(name)]);
        assert_eq!(answer.code, Some(2), "{name}");
        assert!(answer.err.contains(reason) && answer.out.is_empty(), "{name}: {}", answer.err);
    }
    // Damage in the middle is not taken for an unknown place.
    let mut database = std::fs::read(files.path("city.mmdb")).unwrap();
    let at = database.windows(2).position(|pair| pair == b"NL").unwrap();
    database[at] = 0xff;
    files.put("damaged.mmdb", &database);
    let answer = run(&["group", sample_logs(), "--by", "country", "--mmdb", &files.text("damaged.mmdb")]);
    assert!(
        answer.text().contains("not readable in ") && answer.text().contains("damaged.mmdb"),
        "{}",
        answer.text()
    );
}

#[test]
fn the_configuration_names_the_files_too() {
    let files = Files::new();
    let config = files.path("config.toml");
    let written =
        format!("accounts = {:?}\nmmdb = [{:?}]\n", files.text("accounts.toml"), files.text("city.mmdb"));
    std::fs::write(&config, written).unwrap();
    let by = ["group", sample_logs(), "--by", "accountName,country", "--format", "csv"];
    let answer = run(&[&by[..], &["--config", config.to_str().unwrap()]].concat());
    assert!(answer.text().contains("larkspur production,NL"), "{}", answer.text());
    assert!(Path::new(sample_logs()).is_dir());
}

#[test]
fn names_of_accounts_are_redacted_with_the_accounts() {
    let files = Files::new();
    let answer =
        files.run(&["group", sample_logs(), "--by", "account,accountName", "--format", "csv", "--redact"]);
    assert_eq!(answer.code, Some(3), "{}", answer.err);
    assert!(
        !answer.text().contains("larkspur production") && answer.text().contains("account1"),
        "{}",
        answer.text()
    );
}

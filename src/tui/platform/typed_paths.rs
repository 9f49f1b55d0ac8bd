//! Looks up a path that is being typed: what completes it, and whether it can be written or opened. Runs on
//! a separate thread, because a folder may be large or on a slow disk.

use std::fs;
use std::path::{Path, PathBuf};

use crate::export::file::{InputFiles, would_replace};
use crate::tui::panes::screens::path_line::{PathAnswer, PathNeed, PathQuestion};

/// Maximum number of names that are offered.
const MOST_OFFERED: usize = 200;

/// Maximum number of files with one name, numbered `-2`, `-3`, …
const MOST_NUMBERED: u32 = 1000;

/// Returns the path that a typed text means: `~` is the home folder.
pub(in crate::tui) fn path_of(typed: &str) -> PathBuf {
    let typed = typed.trim();
    let in_home = typed.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with(is_separator));
    match (in_home, etcetera::home_dir()) {
        (Some(rest), Ok(home)) => home.join(rest.trim_start_matches(is_separator)),
        _ => PathBuf::from(typed),
    }
}

fn is_separator(char: char) -> bool {
    std::path::is_separator(char)
}

impl PathQuestion {
    /// Looks up the path.
    pub fn answer(&self) -> PathAnswer {
        // A leading + adds to what is open.
        let (prefix, typed) = match self.typed.strip_prefix('+') {
            Some(rest) if self.need == PathNeed::Open => ("+", rest),
            _ => ("", self.typed.as_str()),
        };
        let (mut candidates, count) = candidates(typed);
        for candidate in &mut candidates {
            candidate.insert_str(0, prefix);
        }
        let answer = PathAnswer { number: self.number, candidates, count, ..PathAnswer::default() };
        if typed.trim().is_empty() {
            return answer;
        }
        match self.need {
            PathNeed::Open => {
                let is_there = path_of(typed).exists();
                let remark = (!is_there).then(|| ("no such file or folder".to_owned(), false));
                PathAnswer { remark, ..answer }
            }
            PathNeed::Write | PathNeed::NewFolder => {
                let (remark, can_be_used) = self.remark(&path_of(typed));
                let instead = (self.is_offer && !can_be_used).then(|| self.other_offer(typed)).flatten();
                PathAnswer { remark, instead, ..answer }
            }
        }
    }

    /// Returns what to say about writing to a path, and whether it can be offered.
    fn remark(&self, path: &Path) -> (Option<(String, bool)>, bool) {
        let inputs = InputFiles { named: &self.inputs, each_read: &|_| {} };
        if self.need == PathNeed::NewFolder && path.symlink_metadata().is_ok() {
            return (Some(("it already exists; type the name of a new folder".to_owned(), true)), false);
        }
        match would_replace(path, inputs) {
            Ok(false) => (None, true),
            Ok(true) => {
                (Some(("the file exists; enter asks before it is replaced".to_owned(), false)), false)
            }
            Err(_) if path.is_dir() => (Some(("type the name of a file".to_owned(), false)), false),
            Err(error) => (Some((error.to_string(), true)), false),
        }
    }

    /// Finds another name or folder for an offered file.
    fn other_offer(&self, typed: &str) -> Option<String> {
        let name = Path::new(typed.trim()).file_name()?.to_str()?.to_owned();
        let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
        let temporary = std::env::temp_dir();
        let temporary = temporary.to_str().map(|folder| format!("{folder}/"));
        let folders = [Some(String::new()), Some("~/".to_owned()), temporary];
        let numbered = |number: u32| match number {
            1 => name.clone(),
            number if extension.is_empty() => format!("{stem}-{number}"),
            number => format!("{stem}-{number}.{extension}"),
        };
        folders.into_iter().flatten().find_map(|folder| {
            // In a folder that is refused, each name is.
            let offers = (1..MOST_NUMBERED).map(|number| format!("{folder}{}", numbered(number)));
            let mut offers = offers.take_while(|offer| {
                let inputs = InputFiles { named: &self.inputs, each_read: &|_| {} };
                let path = path_of(offer);
                would_replace(&path, inputs).is_ok() || (self.need == PathNeed::NewFolder && path.is_dir())
            });
            offers.find(|offer| self.remark(&path_of(offer)).1)
        })
    }
}

/// Returns what completes a typed path, folders first, and how much there is.
fn candidates(typed: &str) -> (Vec<String>, usize) {
    let start = typed.rfind(is_separator).map_or(0, |at| at + 1);
    let (folder, begun) = (typed.get(..start).unwrap_or_default(), typed.get(start..).unwrap_or_default());
    if begun == "~" && folder.is_empty() {
        return (vec!["~/".to_owned()], 1);
    }
    let place = if folder.is_empty() { PathBuf::from(".") } else { path_of(folder) };
    let Ok(entries) = fs::read_dir(place) else { return (Vec::new(), 0) };
    let mut found: Vec<(bool, String)> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name().into_string().ok()?;
            let is_hidden = name.starts_with('.') && !begun.starts_with('.');
            if is_hidden || !name.starts_with(begun) {
                return None;
            }
            let is_folder = entry.path().is_dir();
            Some((!is_folder, format!("{folder}{name}{}", if is_folder { "/" } else { "" })))
        })
        .collect();
    found.sort_unstable();
    let count = found.len();
    (found.into_iter().map(|(_, name)| name).take(MOST_OFFERED).collect(), count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(typed: &str, need: PathNeed, inputs: &[&Path]) -> PathQuestion {
        let inputs = inputs.iter().map(|&input| input.to_owned()).collect();
        PathQuestion { number: 7, typed: typed.to_owned(), need, is_offer: false, inputs }
    }

    #[test]
    fn folders_come_first_and_hidden_names_only_when_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b-folder", ".hidden"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        for name in ["a.csv", "b.csv"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let at = |name: &str| format!("{}/{name}", folder.path().display());
        let candidates = |typed: &str| question(&at(typed), PathNeed::Open, &[]).answer().candidates;
        assert_eq!(candidates(""), [at("b-folder/"), at("a.csv"), at("b.csv")]);
        assert_eq!(candidates("b"), [at("b-folder/"), at("b.csv")]);
        assert_eq!(candidates("."), [at(".hidden/")]);
        assert_eq!(candidates("x/"), Vec::<String>::new());
        let added = question(&format!("+{}", at("a")), PathNeed::Open, &[]).answer();
        assert_eq!((added.candidates, added.remark.is_some()), (vec![format!("+{}", at("a.csv"))], true));
        assert_eq!(question("~", PathNeed::Open, &[]).answer().candidates, ["~/"]);
    }

    #[test]
    fn what_stands_against_writing_is_said_and_another_name_is_offered() {
        let folder = tempfile::tempdir().unwrap();
        let [opened, other] = ["opened", "other"].map(|name| folder.path().join(name));
        fs::create_dir(&opened).unwrap();
        fs::create_dir(&other).unwrap();
        fs::write(other.join("x.csv"), "").unwrap();
        let remark = |path: &Path| {
            let answer = question(path.to_str().unwrap(), PathNeed::Write, &[&opened]).answer();
            answer.remark.map(|(words, is_warning)| format!("{words} {is_warning}")).unwrap_or_default()
        };
        assert_eq!(remark(&other.join("new.csv")), "");
        assert!(remark(&other.join("x.csv")).starts_with("the file exists; enter asks"));
        assert!(remark(&opened.join("x.csv")).ends_with("which is an input; choose another folder true"));
        assert_eq!(remark(&other), "type the name of a file false");
        let offer = |typed: &Path| {
            let typed = typed.to_str().unwrap().to_owned();
            PathQuestion { is_offer: true, ..question(&typed, PathNeed::Write, &[&opened]) }.answer().instead
        };
        assert_eq!(offer(&other.join("new.csv")), None);
        let elsewhere = offer(&opened.join("trailsift-never-written.csv")).unwrap();
        assert_eq!(elsewhere, "trailsift-never-written.csv");
    }
}

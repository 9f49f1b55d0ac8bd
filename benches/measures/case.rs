//! What marks cost in a large load: ten thousand events marked at once, then one after another, and each save.

use std::path::Path;
use std::time::Instant;

use crossterm::event::KeyCode;
use trailsift::tui::message::Msg;
use trailsift::tui::platform::case::case_work::{CasePlace, CaseWork};

use super::screen::Desk;

/// Number of events that are marked at once: as many as the program allows.
const MARKED: usize = 10_000;
/// Number of events that are marked one by one afterwards.
const ONE_BY_ONE: usize = 50;

/// What parts of the work took, in milliseconds.
#[derive(Default)]
struct Times {
    /// Frames after a key, and after the answer of the case.
    frames: Vec<f64>,
    /// The work behind the screen, of one change.
    work: Vec<f64>,
    /// Writing the case to the disk, behind the screen.
    saves: Vec<f64>,
}

/// Prints what both took, and what scrolling costs with all these marks.
pub(crate) fn measure(folder: &Path) {
    let (mut desk, _) = Desk::load(folder);
    desk.settle();
    let kept = tempfile::tempdir().expect("a folder");
    let place = CasePlace::File(kept.path().join("marks.json"));
    let mut case = CaseWork::new(place, vec![folder.to_owned()]);
    let mut at_once = Times::default();
    desk.key(KeyCode::Char('g'));
    for digit in MARKED.to_string().chars() {
        desk.key(KeyCode::Char(digit));
    }
    at_once.change(&mut desk, &mut case, KeyCode::Char('m'));
    assert_eq!(desk.app.case.shown().marks().len(), MARKED);
    let mut one_by_one = Times::default();
    for _ in 0..ONE_BY_ONE {
        one_by_one.frames.push(desk.key(KeyCode::Char('j')));
        one_by_one.change(&mut desk, &mut case, KeyCode::Char('m'));
    }
    assert_eq!(desk.app.case.shown().marks().len(), MARKED + ONE_BY_ONE);
    let scrolled =
        [KeyCode::PageUp, KeyCode::Up].map(|code| (0..200).map(|_| desk.key(code)).collect::<Vec<f64>>());
    let mut shown = vec![desk.key(KeyCode::Char('C'))];
    shown.extend((0..200).map(|_| desk.key(KeyCode::PageDown)));
    at_once.print("at_once");
    one_by_one.print("one_by_one");
    print("scrolling", scrolled.concat());
    print("case_screen", shown);
}

impl Times {
    /// Presses a key, carries out what it asks of the case, shows the answer and saves.
    fn change(&mut self, desk: &mut Desk, case: &mut CaseWork, code: KeyCode) {
        self.frames.push(desk.key(code));
        for effect in std::mem::take(&mut desk.for_case) {
            let started = Instant::now();
            let news = case.carry_out(effect);
            self.work.push(milliseconds(started));
            self.frames.extend(news.map(|news| desk.frame(Msg::Case(Box::new(news)))));
        }
        self.frames.extend(desk.settle());
        let started = Instant::now();
        let news = case.save();
        self.saves.push(milliseconds(started));
        self.frames.extend(news.map(|news| desk.frame(Msg::Case(Box::new(news)))));
        desk.for_case.clear();
    }

    fn print(self, name: &str) {
        print(&format!("{name}_frames"), self.frames);
        print(&format!("{name}_work"), self.work);
        print(&format!("{name}_saves"), self.saves);
    }
}

fn print(name: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let worst = times.last().copied().unwrap_or_default();
    let p95 = times.get(times.len() * 95 / 100).copied().unwrap_or(worst);
    println!("{name}_p95\t{p95}\n{name}_worst\t{worst}");
}

fn milliseconds(started: Instant) -> f64 {
    started.elapsed().as_secs_f64() * 1000.0
}

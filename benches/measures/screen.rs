//! What a frame costs while events come in, while one types, scrolls and sorts, and how long a sort takes: taking in
//! what happened and drawing, on a screen of 120 × 40 in memory.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use trailsift::ingest::{Options, Report, start};
use trailsift::query::engine::worker::Worker;
use trailsift::tui::app::{App, Overlay};
use trailsift::tui::case_message::CaseEffect;
use trailsift::tui::message::{Effect, Msg};
use trailsift::tui::theme::{Theme, ThemeName};
use trailsift::tui::view;

const SIZE: (u16, u16) = (120, 40);
const TYPED: &str = "/delbuck\"no such text anywhere\"";
/// What is typed letter by letter, with the filter emptied in between.
const QUERIES: [&str; 4] = ["delbuck", "is:failed who:a", "errorCode:AccessDenied !is:service", "203.0.113."];
/// What one scrolls with, and how often: rows, pages, ends, days, hours, failed calls, changes, columns.
const SCROLLED: [(KeyCode, usize); 10] = [
    (KeyCode::Char('j'), 200),
    (KeyCode::PageDown, 200),
    (KeyCode::Char('G'), 1),
    (KeyCode::PageUp, 100),
    (KeyCode::Char('g'), 1),
    (KeyCode::Char('d'), 20),
    (KeyCode::Char('['), 50),
    (KeyCode::Char('.'), 100),
    (KeyCode::Char(';'), 100),
    (KeyCode::Char('L'), 3),
];

/// The explorer without a terminal: its state, its screen in memory, and the worker that answers.
pub(crate) struct Desk {
    pub(crate) app: App,
    terminal: Terminal<TestBackend>,
    worker: Worker,
    messages: Receiver<Msg>,
    /// What keys asked of the case. It is left to the measure of the case.
    pub(crate) for_case: Vec<CaseEffect>,
}

/// Prints the 95th percentile and the worst frame of each part, and the slowest sort.
pub(crate) fn measure(folder: &Path) {
    let (mut desk, loading) = Desk::load(folder);
    let searching = desk.search();
    desk.clear();
    let typing: Vec<f64> = QUERIES.iter().flat_map(|query| desk.type_in(query)).collect();
    desk.settle();
    let scrolling: Vec<f64> = SCROLLED
        .iter()
        .flat_map(|&(code, times)| (0..times).map(move |_| code))
        .map(|code| desk.key(code))
        .collect();
    let (sorting, sorts) = desk.sort_by_each_column();
    let parts = [
        ("loading", loading),
        ("searching", searching),
        ("typing", typing),
        ("scrolling", scrolling),
        ("sorting", sorting),
    ];
    for (name, mut times) in parts {
        times.sort_by(f64::total_cmp);
        println!("{name}_p95\t{}", times[times.len() * 95 / 100]);
        println!("{name}_worst\t{}", times[times.len() - 1]);
    }
    println!("sort_slowest\t{}", sorts.iter().copied().fold(0.0, f64::max));
}

impl Desk {
    /// Loads a folder; returns the frames that were drawn meanwhile.
    pub(crate) fn load(folder: &Path) -> (Self, Vec<f64>) {
        let (sender, messages) = channel();
        let mut desk = Self::new(sender.clone(), messages);
        let send = move |report: Report| drop(sender.send(Msg::Loaded(Box::new(report))));
        let _load = start(Options::new(vec![folder.to_owned()]), send).expect("threads");
        let mut loading = Vec::new();
        while !desk.app.progress.finished {
            loading.extend(desk.take_in());
            // Somebody looks around meanwhile.
            loading.push(desk.key(KeyCode::Char('j')));
        }
        (desk, loading)
    }

    fn new(sender: Sender<Msg>, messages: Receiver<Msg>) -> Self {
        let worker = Worker::start(move |answer| drop(sender.send(Msg::Answered(Box::new(answer)))))
            .expect("a thread");
        let terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).expect("a screen in memory");
        let app = App::new("trail", "", Theme::named(ThemeName::Terminal), SIZE);
        Self { app, terminal, worker, messages, for_case: Vec::new() }
    }

    /// Takes in what happened and draws; returns how long both took, in milliseconds.
    pub(crate) fn frame(&mut self, msg: Msg) -> f64 {
        let started = Instant::now();
        for effect in self.app.update(msg) {
            match effect {
                Effect::Ask(request) => self.worker.ask(*request),
                Effect::Case(effect) => self.for_case.push(*effect),
                _ => {}
            }
        }
        let app = &self.app;
        self.terminal.draw(|frame| view::draw(app, frame)).expect("a screen in memory cannot fail");
        started.elapsed().as_secs_f64() * 1000.0
    }

    pub(crate) fn key(&mut self, code: KeyCode) -> f64 {
        self.frame(Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)))
    }

    /// Waits for a message, at most a little, and draws it.
    fn take_in(&mut self) -> Option<f64> {
        let msg = self.messages.recv_timeout(Duration::from_millis(20)).ok()?;
        Some(self.frame(msg))
    }

    /// Draws until everything that was asked is answered.
    pub(crate) fn settle(&mut self) -> Vec<f64> {
        let mut frames = Vec::new();
        while self.app.is_waiting() {
            frames.extend(self.take_in());
        }
        frames
    }

    fn search(&mut self) -> Vec<f64> {
        let mut frames = Vec::new();
        for letter in TYPED.chars() {
            frames.push(self.key(KeyCode::Char(letter)));
            while let Ok(msg) = self.messages.try_recv() {
                frames.push(self.frame(msg));
            }
        }
        while self.app.filter.searched().is_some() || frames.len() < 100 {
            let answered = self.take_in();
            frames.push(answered.unwrap_or_else(|| self.key(KeyCode::Down)));
        }
        frames
    }

    /// Empties the filter bar and leaves it.
    fn clear(&mut self) {
        self.key(KeyCode::Char('/'));
        self.frame(Msg::Key(KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL)));
        self.key(KeyCode::Enter);
        self.settle();
    }

    /// Types a filter as fast as its answers come, and empties it again.
    fn type_in(&mut self, query: &str) -> Vec<f64> {
        let mut frames = vec![self.key(KeyCode::Char('/'))];
        for letter in query.chars() {
            frames.push(self.key(KeyCode::Char(letter)));
            frames.extend(self.settle());
        }
        self.clear();
        frames
    }

    /// Sorts by each column that the list has. Returns the frames, and the time of each sort.
    fn sort_by_each_column(&mut self) -> (Vec<f64>, Vec<f64>) {
        let (mut frames, mut sorts) = (Vec::new(), Vec::new());
        let mut column = 0;
        loop {
            self.key(KeyCode::Char('s'));
            let lines = match &self.app.overlay {
                Some(Overlay::Menu(menu)) => menu.items.len(),
                _ => 0,
            };
            if column >= lines {
                self.key(KeyCode::Esc);
                return (frames, sorts);
            }
            self.key(KeyCode::Home);
            for _ in 0..column {
                self.key(KeyCode::Down);
            }
            let started = Instant::now();
            frames.push(self.key(KeyCode::Enter));
            frames.extend(self.settle());
            sorts.push(started.elapsed().as_secs_f64() * 1000.0);
            column += 1;
        }
    }
}

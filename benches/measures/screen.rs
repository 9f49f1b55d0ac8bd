//! What a frame costs while events come in and while texts are searched: taking in what happened and drawing, on a
//! screen of 120 × 40 in memory.

use std::path::Path;
use std::sync::mpsc;
use std::time::Instant;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use trailsift::ingest::{Options, start};
use trailsift::query::engine::worker::Worker;
use trailsift::tui::app::App;
use trailsift::tui::message::{Effect, Msg};
use trailsift::tui::theme::{Theme, ThemeName};
use trailsift::tui::view;

const SIZE: (u16, u16) = (120, 40);
const TYPED: &str = "/delbuck\"no such text anywhere\"";

/// Prints the 95th percentile and the worst of both.
pub(crate) fn measure(folder: &Path) {
    let (sender, messages) = mpsc::channel();
    let answers = sender.clone();
    let worker =
        Worker::start(move |answer| drop(answers.send(Msg::Answered(Box::new(answer))))).expect("a thread");
    let options = Options::new(vec![folder.to_owned()]);
    let _loading =
        start(options, move |report| drop(sender.send(Msg::Loaded(Box::new(report))))).expect("threads");
    let mut app = App::new("trail", "", Theme::named(ThemeName::Terminal), SIZE);
    let mut terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).expect("a screen in memory");
    let mut frame = |app: &mut App, msg: Msg| {
        let started = Instant::now();
        for effect in app.update(msg) {
            if let Effect::Ask(request) = effect {
                worker.ask(*request);
            }
        }
        let app = &*app;
        terminal.draw(|frame| view::draw(app, frame)).expect("a screen in memory cannot fail");
        started.elapsed().as_secs_f64() * 1000.0
    };
    let mut loading = Vec::new();
    while !app.progress.finished {
        let msg = messages.recv().expect("the load tells of its end");
        loading.push(frame(&mut app, msg));
        // Somebody looks around meanwhile.
        loading.push(frame(&mut app, key('j')));
    }
    let mut searching = Vec::new();
    for letter in TYPED.chars() {
        searching.push(frame(&mut app, key(letter)));
        while let Ok(msg) = messages.try_recv() {
            searching.push(frame(&mut app, msg));
        }
    }
    while app.filter.searched().is_some() || searching.len() < 100 {
        let down = Msg::Key(KeyEvent::new(KeyCode::Down, KeyModifiers::NONE));
        let msg = messages.recv_timeout(std::time::Duration::from_millis(20)).unwrap_or(down);
        searching.push(frame(&mut app, msg));
    }
    for (name, mut times) in [("loading", loading), ("searching", searching)] {
        times.sort_by(f64::total_cmp);
        println!("{name}_p95\t{}", times[times.len() * 95 / 100]);
        println!("{name}_worst\t{}", times[times.len() - 1]);
    }
}

fn key(letter: char) -> Msg {
    Msg::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE))
}

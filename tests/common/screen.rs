//! The explorer without a terminal: keys in, whole screens out.
//!
//! Everything works as in the program: messages go through `App::update`, and its effects are carried out
//! immediately on this thread, so that a screen depends on the keys alone. Only the duration of an answer is
//! set to zero.

use std::cell::{OnceCell, RefCell};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, mpsc};
use std::time::Duration;

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use trailsift::export::engines::written::EngineRequest;
use trailsift::export::file::written_here;
use trailsift::ingest::{self, Loading, Options, Progress, Report};
use trailsift::query::engine::completion::Completer;
use trailsift::query::engine::filter::Filter;
use trailsift::query::engine::on_demand::path_names::PathNames;
use trailsift::query::engine::stats::passes_here;
use trailsift::query::engine::worker;
use trailsift::query::language::list::file::ListFile;
use trailsift::query::summary::inventory::Inventory;
use trailsift::store::Store;
use trailsift::store::record_reader::RecordReader;
use trailsift::tui::app::App;
use trailsift::tui::case_message::{CaseEffect, CaseNews};
use trailsift::tui::message::{Effect, LoadEffect, Msg, RecordRequest};
use trailsift::tui::panes::focus::Copying;
use trailsift::tui::panes::screens::export::ExportTarget;
use trailsift::tui::panes::screens::integrity::Integrity;
use trailsift::tui::platform::case::case_work::{CasePlace, CaseWork};
use trailsift::tui::platform::clipboard::{self, Road};
use trailsift::tui::platform::threads::completion_thread::Completing;
use trailsift::tui::platform::threads::export_thread::Exported;
use trailsift::tui::theme::{Theme, ThemeName};
use trailsift::tui::view;
use trailsift::verify::verify;
use unicode_width::UnicodeWidthStr as _;

use meaning::meaning;
pub(crate) use script::parse;

#[path = "meaning.rs"]
mod meaning;
#[path = "script.rs"]
mod script;

/// A loaded trail, with the last report of its load.
#[derive(Clone)]
pub(crate) struct Loaded {
    pub(crate) store: Store,
    pub(crate) progress: Progress,
}

impl Loaded {
    /// Loads paths with one thread.
    pub(crate) fn of(paths: &[&Path]) -> Self {
        let paths: Vec<PathBuf> = paths.iter().map(|&path| path.into()).collect();
        Self::with(Options { threads: 1, ..Options::new(paths) })
    }

    /// Loads with some options.
    pub(crate) fn with(options: Options) -> Self {
        let (sender, reports) = mpsc::channel();
        let loading = ingest::start(options, move |report| sender.send(report).unwrap()).unwrap();
        let last = reports.iter().last().unwrap();
        loading.join();
        Self { store: last.store.unwrap(), progress: last.progress }
    }

    /// The invented trail of this repository, loaded once. Its paths are relative, so that screens with paths are the
    /// same on every machine.
    pub(crate) fn sample() -> Self {
        static SAMPLE: LazyLock<Loaded> = LazyLock::new(|| {
            std::env::set_current_dir(env!("CARGO_MANIFEST_DIR")).unwrap();
            Loaded::of(&[Path::new("sample-logs")])
        });
        SAMPLE.clone()
    }

    pub(crate) fn report(&self) -> Msg {
        Msg::Loaded(Box::new(Report { store: Some(self.store.clone()), progress: self.progress }))
    }
}

/// Something that was copied.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Copied {
    pub(crate) what: &'static str,
    pub(crate) text: String,
    pub(crate) to_file: bool,
}

/// Reads a file that a filter names.
fn list_file(path: &str) -> Result<ListFile, String> {
    ListFile::read(path, &ingest::list_text(path)?)
}

/// The paths of a store; those of the invented trail are read once for all tests.
fn paths_of(store: &Store) -> Arc<PathNames> {
    static SAMPLE: LazyLock<Arc<PathNames>> =
        LazyLock::new(|| Arc::new(PathNames::of(&Loaded::sample().store, &|| false).unwrap()));
    if store.is_same(&Loaded::sample().store) {
        return Arc::clone(&SAMPLE);
    }
    Arc::new(PathNames::of(store, &|| false).unwrap())
}

/// What this thread has done so far that the thread of the screen must not: bytes that it unpacked, passes over events,
/// files that it began to write.
fn work_here() -> (u64, u64, u64) {
    (RecordReader::unpacked_here(), passes_here(), written_here())
}

/// Keeps lines that the program would write; nothing results from that.
fn keep(kept: &mut Vec<String>, lines: Vec<String>) -> Option<Msg> {
    kept.extend(lines);
    None
}

/// A running explorer and its screen.
pub(crate) struct Screen {
    pub(crate) app: App,
    /// The requested effects, without answers and copies.
    pub(crate) effects: Vec<Effect>,
    pub(crate) copied: Vec<Copied>,
    /// Filters that the next run would know.
    pub(crate) remembered: Vec<String>,
    /// Views that the next run would know.
    pub(crate) views: Vec<String>,
    /// Requests for records of large files, while they are held back.
    pub(crate) held_back: Option<Vec<RecordRequest>>,
    /// The load that is shown, if the test reads again or opens other paths.
    pub(crate) loading: Option<Loading>,
    /// How often the explorer has read again by itself.
    pub(crate) quietly: usize,
    /// The case, kept nowhere unless a test says where.
    pub(crate) case: CaseWork,
    reader: RecordReader,
    terminal: RefCell<Terminal<TestBackend>>,
    /// The screen since the last message, if anybody has looked at it: drawing takes most of the time of a test.
    shown: OnceCell<Buffer>,
    filter: Filter,
    completer: Completer,
}

impl Screen {
    /// An explorer that has loaded nothing yet.
    pub(crate) fn empty(name: &str, theme: ThemeName, (columns, rows): (u16, u16)) -> Self {
        Self {
            app: App::new(name, "", Theme::named(theme), (columns, rows)),
            effects: Vec::new(),
            copied: Vec::new(),
            remembered: Vec::new(),
            views: Vec::new(),
            held_back: None,
            loading: None,
            quietly: 0,
            case: CaseWork::new(CasePlace::Nowhere, Vec::new()),
            reader: RecordReader::for_steps(),
            terminal: RefCell::new(Terminal::new(TestBackend::new(columns, rows)).unwrap()),
            shown: OnceCell::new(),
            filter: Filter::default(),
            completer: Completer::default(),
        }
    }

    /// An explorer of what was loaded.
    pub(crate) fn of(loaded: &Loaded, theme: ThemeName, size: (u16, u16)) -> Self {
        let mut screen = Self::empty("sample-logs", theme, size);
        screen.send(loaded.report());
        screen
    }

    /// An explorer of paths.
    pub(crate) fn open(paths: &[&Path], columns: u16, rows: u16) -> Self {
        Self::of(&Loaded::of(paths), ThemeName::Terminal, (columns, rows))
    }

    /// An explorer of the invented trail.
    pub(crate) fn sample(columns: u16, rows: u16) -> Self {
        Self::of(&Loaded::sample(), ThemeName::Terminal, (columns, rows))
    }

    /// An explorer that has loaded a path, and can read it again.
    pub(crate) fn load(path: &Path, columns: u16, rows: u16) -> Self {
        let mut screen = Self::empty("logs", ThemeName::Terminal, (columns, rows));
        screen.app.paths = vec![path.to_str().unwrap().to_owned()];
        let (sender, reports) = mpsc::channel();
        let options = Options { threads: 1, ..Options::new(vec![path.into()]) };
        screen.loading = Some(ingest::start(options, move |report| sender.send(report).unwrap()).unwrap());
        let last = reports.iter().last().unwrap();
        screen.send(Msg::Loaded(Box::new(last)));
        screen
    }

    /// Reads again what is open, and `more`; returns the last report. What a test has just written is complete.
    fn read_again(&mut self, more: &[String], quietly: bool) -> Msg {
        self.quietly += usize::from(quietly);
        let (sender, reports) = mpsc::channel();
        let loading = self.loading.as_mut().unwrap();
        let paths = more.iter().map(PathBuf::from).collect();
        assert!(loading.again(paths, None, move |report| sender.send(report).unwrap()).unwrap());
        if !more.is_empty() {
            let paths =
                loading.options().paths.iter().map(|path| path.to_str().unwrap().to_owned()).collect();
            self.tell(Msg::Opening { name: "logs and 1 more".to_owned(), paths, adds: true });
        }
        Msg::Loaded(Box::new(reports.iter().last().unwrap()))
    }

    /// Loads another path; returns the last report.
    fn load_instead(&mut self, typed: &str) -> Msg {
        let (sender, reports) = mpsc::channel();
        let options = Options { threads: 1, ..Options::new(vec![typed.into()]) };
        self.loading = Some(ingest::start(options, move |report| sender.send(report).unwrap()).unwrap());
        let name = Path::new(typed).file_name().unwrap().to_str().unwrap().to_owned();
        self.tell(Msg::Opening { name, paths: vec![typed.to_owned()], adds: false });
        Msg::Loaded(Box::new(reports.iter().last().unwrap()))
    }

    /// Tells the explorer what happened, does what it asks for, and draws.
    pub(crate) fn send(&mut self, msg: Msg) -> &mut Self {
        let effects = self.tell(msg);
        self.carry_out(effects)
    }

    /// Tells the explorer what happened. No key waits for files or for a look at all events: nothing is unpacked,
    /// written, filtered or counted for it here.
    pub(crate) fn tell(&mut self, msg: Msg) -> Vec<Effect> {
        let what = match &msg {
            Msg::Key(key) => format!("{key:?}"),
            _ => "a message".to_owned(),
        };
        let before = work_here();
        let effects = self.app.update(msg);
        assert_eq!(work_here(), before, "the screen's thread unpacked, filtered or wrote for {what}");
        effects
    }

    /// Carries out effects, and sends the results to the explorer. Whoever looks next sees a new screen.
    pub(crate) fn carry_out(&mut self, effects: Vec<Effect>) -> &mut Self {
        let mut open: VecDeque<Effect> = effects.into();
        while let Some(effect) = open.pop_front() {
            if let Some(msg) = self.done(effect) {
                open.extend(self.tell(msg));
            }
        }
        self.shown.take();
        self
    }

    /// Carries out one effect; returns the message that results from it.
    fn done(&mut self, effect: Effect) -> Option<Msg> {
        Some(match effect {
            Effect::Ask(request) => self.answer(&request),
            Effect::Complete(request) => {
                let completed = self.completer.complete(&request, &|| false, &mut |_| {}).unwrap();
                Msg::Completing(Completing::Done(Box::new(completed)))
            }
            Effect::GatherPaths(store) => Msg::Paths(paths_of(&store)),
            Effect::Copy { copying, text, to_file } => {
                let what = copying.what;
                let msg = Msg::Copied(copying, Ok(clipboard::Copied::Done(text.len(), Road::Terminal)));
                self.copied.push(Copied { what, text, to_file });
                msg
            }
            Effect::Redact(request) => request.run(),
            Effect::CopyQuery(copying, request) => self.query_copied(copying, &request),
            Effect::Survey(number, survey) => Msg::Surveyed(number, survey.count(&|| false).unwrap()),
            Effect::EndSurvey(_) => return None,
            Effect::LookBehind(number, answered) => {
                Msg::Missed(number, answered.look(&list_file, &|| false).unwrap())
            }
            Effect::Read(request) => match &mut self.held_back {
                Some(held_back) => {
                    held_back.push(*request);
                    return None;
                }
                None => Msg::Read(Box::new(request.read(&mut self.reader))),
            },
            Effect::Load(LoadEffect::Again { more, settled }) if self.loading.is_some() => {
                self.read_again(&more, settled)
            }
            Effect::Load(LoadEffect::Open(typed)) => self.load_instead(&typed),
            Effect::LookAtPath(question) => Msg::Path(question.answer()),
            Effect::Export(order) => {
                // Keys pressed at random must not write beside the sources.
                let is_here = matches!(&order.target, ExportTarget::File { typed, .. } if Path::new(typed).is_relative());
                let exported = if is_here { Exported::Cancelled } else { order.carry_out(&mut |_| {}) };
                Msg::Exported(order.number, exported)
            }
            Effect::ReadList(path) => {
                let lines = list_file(&path);
                Msg::List(path, lines)
            }
            Effect::Picture(request) => Msg::Picture(Box::new(request.draw())),
            Effect::Case(effect) => return self.case_done(*effect),
            Effect::Compare(request) => Msg::Compared(request.right, request.run().map(Box::new)),
            Effect::Chain(request) => Msg::Chain(Box::new(request.run())),
            Effect::Inventory(store) => Msg::Inventory(Box::new(Inventory::of(&store))),
            Effect::Verify(store) => {
                Msg::Verified(Integrity::of(&verify(&store, &self.app.keys, &|| false).unwrap()))
            }
            Effect::RememberViews(views) => return keep(&mut self.views, views),
            Effect::Remember(filters) => return keep(&mut self.remembered, filters),
            other => {
                self.effects.push(other);
                return None;
            }
        })
    }

    /// Copies the query of another engine, unless it says nothing.
    fn query_copied(&mut self, mut copying: Copying, request: &EngineRequest) -> Msg {
        let query = request.write();
        copying.warning = query.warning();
        let result = if query.says_anything {
            let length = query.text.len();
            self.copied.push(Copied { what: copying.what, text: query.text, to_file: false });
            Ok(clipboard::Copied::Done(length, Road::Terminal))
        } else {
            Err(copying.warning.take().unwrap_or_default())
        };
        Msg::Copied(copying, result)
    }

    /// Keys pressed at random must not write a report beside the sources.
    fn case_done(&mut self, effect: CaseEffect) -> Option<Msg> {
        let is_here = matches!(&effect, CaseEffect::Report(order) if Path::new(&order.typed).is_relative());
        let news = if is_here { None } else { self.case.carry_out(effect) };
        // What nobody waits for is done at once, and reported after it.
        let news = match (news, self.case.catch_up(&|| false)) {
            (Some(now), Some(later)) => {
                Some(CaseNews { words: now.words, is_change: now.is_change, ..later })
            }
            (now, later) => later.or(now),
        };
        news.map(|news| Msg::Case(Box::new(news)))
    }

    /// The complete answer, which comes last; the parts before it depend on the clock.
    fn answer(&mut self, request: &worker::Request) -> Msg {
        let mut answers = Vec::new();
        worker::answer(&mut self.filter, request, &|| false, &mut |answer| answers.push(answer));
        let mut answer = answers.pop().unwrap();
        answer.took = Duration::ZERO;
        Msg::Answered(Box::new(answer))
    }

    /// Reads a record that was held back, and sends it to the explorer.
    pub(crate) fn read(&mut self, request: &RecordRequest) -> &mut Self {
        let read = request.read(&mut self.reader);
        self.send(Msg::Read(Box::new(read)))
    }

    fn draw(&self) -> Buffer {
        let before = work_here();
        let mut terminal = self.terminal.borrow_mut();
        let shown = terminal.draw(|frame| view::draw(&self.app, frame)).unwrap().buffer.clone();
        assert_eq!(work_here(), before, "drawing unpacks, filters and writes nothing");
        shown
    }

    /// Presses the keys of a script: letters as they are, other keys by name, as in `jj/del<enter><c-d>`.
    #[track_caller]
    pub(crate) fn keys(&mut self, script: &str) -> &mut Self {
        for key in parse(script) {
            self.send(Msg::Key(key));
        }
        self
    }

    pub(crate) fn mouse(&mut self, kind: MouseEventKind, x: u16, y: u16) -> &mut Self {
        self.send(Msg::Mouse(MouseEvent { kind, column: x, row: y, modifiers: KeyModifiers::NONE }))
    }

    pub(crate) fn click(&mut self, x: u16, y: u16) -> &mut Self {
        self.mouse(MouseEventKind::Down(MouseButton::Left), x, y);
        self.mouse(MouseEventKind::Up(MouseButton::Left), x, y)
    }

    pub(crate) fn wheel(&mut self, x: u16, y: u16, down: bool) -> &mut Self {
        self.mouse(if down { MouseEventKind::ScrollDown } else { MouseEventKind::ScrollUp }, x, y)
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.terminal.get_mut().backend_mut().resize(columns, rows);
        self.send(Msg::Resize(columns, rows))
    }

    /// Returns the cells of the screen, drawn after the last message.
    pub(crate) fn cells(&self) -> &Buffer {
        self.shown.get_or_init(|| self.draw())
    }

    /// Returns where the terminal's cursor is: column and row.
    pub(crate) fn cursor(&self) -> (u16, u16) {
        self.cells();
        self.terminal.borrow_mut().get_cursor_position().unwrap().into()
    }

    /// Draws now, also if nobody looks.
    pub(crate) fn drawn(&mut self) -> &mut Self {
        self.cells();
        self
    }

    /// The same screen in another theme.
    pub(crate) fn painted(&mut self, theme: ThemeName) -> &mut Self {
        self.app.theme = Theme::named(theme);
        self.shown.take();
        self
    }

    /// One line of the screen, without blanks at its end.
    pub(crate) fn line(&self, y: u16) -> String {
        let mut line = String::new();
        let mut x = 0;
        while x < self.cells().area.width {
            let symbol = self.cells()[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(symbol.width().max(1)).unwrap();
        }
        line.trim_end().to_owned()
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        (0..self.cells().area.height).map(|y| self.line(y)).collect()
    }

    /// The whole screen.
    pub(crate) fn text(&self) -> String {
        self.lines().join("\n")
    }

    /// Returns where a text first appears on the screen: column and row.
    #[track_caller]
    pub(crate) fn find(&self, text: &str) -> (u16, u16) {
        let found =
            (0..).zip(self.lines()).find_map(|(y, line)| line.find(text).map(|at| (line[..at].width(), y)));
        let (x, y) = found.unwrap_or_else(|| panic!("no {text:?} on the screen:\n{}", self.text()));
        (u16::try_from(x).unwrap(), y)
    }

    #[track_caller]
    pub(crate) fn shows(&mut self, text: &str) -> &mut Self {
        self.find(text);
        self
    }

    #[track_caller]
    pub(crate) fn lacks(&mut self, text: &str) -> &mut Self {
        assert!(!self.text().contains(text), "{text:?} is on the screen:\n{}", self.text());
        self
    }

    /// The path of the row under the cursor of the tree.
    #[track_caller]
    pub(crate) fn path(&self) -> String {
        self.app.detail.tree().path(self.app.detail.current().unwrap())
    }

    /// Searches the event and moves to the match with this path.
    #[track_caller]
    pub(crate) fn seek(&mut self, needle: &str, path: &str) -> &mut Self {
        self.keys(&format!("/{needle}<enter>"));
        for _ in 0..100 {
            if self.path() == path {
                return self;
            }
            self.keys("n");
        }
        panic!("{needle} is not found at {path}:\n{}", self.text());
    }

    /// What the style of a cell means in the theme.
    pub(crate) fn meaning(&self, x: u16, y: u16) -> String {
        meaning(&self.app.theme, &self.cells()[(x, y)])
    }

    /// What is styled on the screen, each run of cells with the meaning of its style: `row: first-last meaning, …`.
    pub(crate) fn styles(&self) -> String {
        let area = self.cells().area;
        let mut out = Vec::new();
        for y in 0..area.height {
            let mut runs: Vec<(u16, u16, String)> = Vec::new();
            for x in 0..area.width {
                let meaning = self.meaning(x, y);
                match runs.last_mut() {
                    Some((_, last, same)) if *same == meaning => *last = x,
                    _ => runs.push((x, x, meaning)),
                }
            }
            runs.retain(|(_, _, meaning)| meaning != "text");
            let runs: Vec<String> =
                runs.iter().map(|(from, to, what)| format!("{from}-{to} {what}")).collect();
            out.push(format!("{y}: {}", runs.join(", ")).trim_end().to_owned());
        }
        out.join("\n")
    }

    /// The row of the screen with the bar of the cursor.
    #[track_caller]
    pub(crate) fn bar(&self) -> u16 {
        let rows = 0..self.cells().area.height;
        let is_bar =
            |y: &u16| (0..self.cells().area.width).filter(|&x| self.meaning(x, *y) == "selected").count() > 8;
        rows.clone()
            .find(is_bar)
            .unwrap_or_else(|| panic!("no row is selected:\n{}\n{}", self.text(), self.styles()))
    }
}

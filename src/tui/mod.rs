//! The explorer: the only place that uses ratatui, crossterm and arboard.
//!
//! There is one queue of messages and one loop: [`App::update`](app::App::update) takes a message, changes the
//! state and returns what is to be done outside; then the screen is drawn from the state. Loading, answering
//! and reading keys run on separate threads and arrive as messages. An idle explorer sleeps in `recv`.
//!
//! - [`message`]: everything that can happen, and everything that can be asked for outside; [`queue`]: in which order;
//! - [`input`]: from keys to actions; `update`: what each message and action does, one file for each verb;
//! - [`app`]: the state, which joins the [`panes`]; `layout`, `window`, `text_fit`: what state and drawing both need;
//! - [`view`]: from the state to cells, in the styles of [`theme`]; [`start`]: what the state begins with;
//! - [`platform`]: terminal, clipboard, threads.

// A missing arm must not compile.
#![warn(clippy::wildcard_enum_match_arm)]

pub mod app;
pub mod case_message;
pub mod cells;
pub mod hints;
pub mod input;
pub mod layout;
pub mod layout_choice;
pub mod message;
pub mod number;
mod paint_codes;
pub mod panes;
pub mod picture_layout;
pub mod platform;
pub mod queue;
pub mod start;
pub mod text_fit;
pub mod theme;
mod update;
pub mod view;
pub mod window;

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use app::App;
use message::{Effect, Msg};
use platform::case::case_work::CasePlace;
use platform::clipboard::{Copied, Road};
use platform::loads::{Loads, name_of, named_paths};
use platform::state_file::{self, Remembered};
use platform::terminal::keyboard::Keyboard;
use platform::terminal::{self, Screen, signals};
use platform::threads::case_thread::CaseThread;
use platform::threads::completion_thread::CompletionThread;
use platform::threads::copy_thread::{CopyJob, CopyThread};
use platform::threads::near_miss_thread::NearMissThread;
use platform::threads::record_thread::RecordThread;
use platform::threads::state_thread::StateThread;
use platform::threads::survey_thread::SurveyThread;
use platform::threads::{compare_thread, export_thread};
use platform::{errands, saved_questions};
use queue::Queue;
use start::Start;
use theme::Theme;

use crate::exit::Exit;
#[cfg(unix)]
use crate::export::file::interrupted;
use crate::ingest::Options;
use crate::query::engine::worker::Worker;
use crate::query::rules::in_force::use_rules;
use crate::record::time::zone::Zone;
use crate::text::ascii::show_ascii_only;
use crate::verify::Keys;
use panes::clock::Clock;
use panes::focus::Copying;

/// How long messages are handled before the screen is drawn again, so that typing never waits for many of them.
const DRAW_AT_LEAST_EVERY: Duration = Duration::from_millis(16);

/// How often an idle explorer checks whether its terminal still exists, and how large it is.
const LOOK_AT_TERMINAL_EVERY: Duration = Duration::from_secs(2);

/// The number of the signal that a lost terminal sends.
const SIGHUP: u8 = 1;

/// Runs the explorer until it ends.
pub fn run(options: Options, keys: Keys, start: Start) -> io::Result<Exit> {
    // Our own themes decide; crossterm's handling of NO_COLOR would remove the bar of the selected row.
    crossterm::style::force_color_output(true);
    let name = name_of(&options);
    let (sender, messages) = channel();
    // The loop itself holds the other end.
    let _ = sender.send(Msg::Questions(saved_questions::questions()));
    terminal::restore_on_panic(&sender);
    let size = crossterm::terminal::size()?;
    let Start {
        filter,
        columns,
        theme,
        styles,
        keymap,
        view,
        layout,
        wrap,
        mouse,
        zone,
        state,
        case,
        ascii,
        rules,
        follow,
        remark,
    } = start;
    show_ascii_only(ascii);
    let mut app = App::new(&name, &filter, Theme::of(theme, &styles), size);
    use_rules(&rules);
    (app.keymap, app.layout, app.rules) = (keymap, layout.unwrap_or_default().into(), rules);
    app.views.has_layout = layout.is_some();
    if wrap {
        app.detail.toggle_wrap();
    }
    (app.look.chosen, app.look.own, app.mouse) = (theme, styles, mouse);
    let _ = sender.send(Msg::Started(view, remark));
    app.paths = options.paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    app.arrival.following = follow;
    app.keys = Arc::new(keys);
    let state = if state { state_file::usual_folder() } else { None };
    app.start_with_columns(columns.as_deref());
    app.recall_earlier_runs(state.as_deref());
    app.set_clock(Clock::new(zone, Zone::of_machine()));
    signals::watch(&sender)?;
    let screen = terminal::enter(mouse).inspect_err(|_| terminal::leave())?;
    // An export that is not finished is removed below, because the signals end the loop.
    #[cfg(unix)]
    interrupted::leave_signals_to_caller();
    let keyboard = Keyboard::default();
    let result = keyboard
        .start(&sender)
        .and_then(|()| Explorer::start(options, app, screen, keyboard.clone(), (state, case), &sender))
        .and_then(|explorer| explorer.run(&messages));
    keyboard.pause();
    terminal::leave();
    #[cfg(unix)]
    interrupted::remove_unfinished();
    match result {
        Err(_) if !io::stdout().is_terminal() => Ok(Exit::Signal(SIGHUP)),
        result => result,
    }
}

/// The running explorer: its state and everything outside that it uses.
struct Explorer {
    app: App,
    screen: Screen,
    keyboard: Keyboard,
    loads: Loads,
    worker: Worker,
    near_misses: NearMissThread,
    surveys: SurveyThread,
    records: RecordThread,
    completions: CompletionThread,
    copies: CopyThread,
    state: StateThread,
    case: CaseThread,
    sender: Sender<Msg>,
}

impl Explorer {
    fn start(
        options: Options,
        app: App,
        screen: Screen,
        keyboard: Keyboard,
        (state, case): (Option<PathBuf>, Option<PathBuf>),
        sender: &Sender<Msg>,
    ) -> io::Result<Self> {
        let of_case = sender.clone();
        let case =
            CaseThread::start(CasePlace::of(case, state.as_deref()), options.paths.clone(), move |news| {
                drop(of_case.send(Msg::Case(Box::new(news))));
            })?;
        let answers = sender.clone();
        let worker = Worker::start(move |answer| drop(answers.send(Msg::Answered(Box::new(answer)))))?;
        let missed = sender.clone();
        let surveyed = sender.clone();
        let surveys =
            SurveyThread::start(move |number, one| drop(surveyed.send(Msg::Surveyed(number, one))))?;
        let near_misses = NearMissThread::start(move |number, near_miss| {
            drop(missed.send(Msg::Missed(number, near_miss)));
        })?;
        let read = sender.clone();
        let records = RecordThread::start(move |one| drop(read.send(Msg::Read(Box::new(one)))))?;
        let completed = sender.clone();
        let completions = CompletionThread::start(move |one| drop(completed.send(Msg::Completing(one))))?;
        let made = sender.clone();
        let copies = CopyThread::start(options.paths.clone(), move |copying, result| {
            drop(made.send(Msg::Copied(copying, result)));
        })?;
        let not_written = sender.clone();
        let state = StateThread::start(state, options.paths.clone(), move |reason| {
            drop(not_written.send(Msg::NotRemembered(reason)));
        })?;
        state.remember(Remembered::Folders, named_paths(options.paths.iter()));
        let loads = Loads::start(options, app.arrival.following, sender)?;
        let sender = sender.clone();
        Ok(Self {
            app,
            screen,
            keyboard,
            loads,
            worker,
            near_misses,
            surveys,
            records,
            completions,
            copies,
            state,
            case,
            sender,
        })
    }

    fn run(mut self, messages: &Receiver<Msg>) -> io::Result<Exit> {
        let mut queue = Queue::default();
        loop {
            let app = &self.app;
            self.screen.draw(|frame| view::draw(app, frame))?;
            if queue.is_empty() {
                let Some(first) = self.next(messages)? else { return Ok(Exit::Signal(SIGHUP)) };
                queue.add(first);
            }
            let started = Instant::now();
            while let Some(msg) = queue.take_with(messages.try_iter()) {
                for effect in self.app.update(msg) {
                    if let Some(exit) = self.carry_out(effect)? {
                        self.loads.stop();
                        if exit == Exit::Answered {
                            self.copies.finish();
                            queue.extend(messages.try_iter());
                            send_copies(queue)?;
                        }
                        self.state.finish();
                        self.case.finish();
                        return Ok(exit);
                    }
                }
                let Some(left) = DRAW_AT_LEAST_EVERY.checked_sub(started.elapsed()) else { break };
                // Most records and lists arrive before anybody could see that they are being read.
                if queue.is_empty() && self.app.waits_for_little() {
                    queue.extend(messages.recv_timeout(left));
                }
            }
        }
    }

    /// Waits for the next message; returns `None` if the terminal is gone. A process that is not the leader of
    /// its session may never be notified of that, and crossterm would read the end of the keyboard again and
    /// again. Crossterm also loses a resize event if a key arrives at the same moment, so the size is checked
    /// too.
    fn next(&self, messages: &Receiver<Msg>) -> io::Result<Option<Msg>> {
        loop {
            let (columns, rows) = crossterm::terminal::size()?;
            if (columns, rows) != self.app.size() {
                return Ok(Some(Msg::Resize(columns, rows)));
            }
            match messages.recv_timeout(LOOK_AT_TERMINAL_EVERY) {
                Ok(msg) => return Ok(Some(msg)),
                Err(RecvTimeoutError::Timeout) if io::stdout().is_terminal() => {}
                Err(_) => return Ok(None),
            }
        }
    }

    /// Carries out an effect; returns the exit code if the program is to end.
    fn carry_out(&mut self, effect: Effect) -> io::Result<Option<Exit>> {
        match effect {
            Effect::Ask(request) => {
                self.near_misses.give_up_before(request.number);
                self.worker.ask(*request);
            }
            Effect::Survey(number, survey) => self.surveys.start_survey(number, survey),
            Effect::EndSurvey(number) => self.surveys.cancel_before(number),
            Effect::LookBehind(number, answered) => self.near_misses.look(number, answered),
            Effect::Read(request) => self.records.ask(*request),
            Effect::ReadList(path) => errands::read_list(&self.sender, path)?,
            Effect::Complete(request) => self.completions.ask(request),
            Effect::GatherPaths(store) => errands::gather_paths(&self.sender, store)?,
            Effect::StopCompleting(number) => self.completions.give_up(number),
            Effect::Copy { copying, text, to_file } => {
                self.copies.make(copying, CopyJob::Text(text, to_file));
            }
            Effect::Redact(request) => errands::redact(&self.sender, *request)?,
            Effect::CopyQuery(copying, request) => self.copies.make(copying, CopyJob::Query(request)),
            Effect::Write { copying, bytes } => self.copies.make(copying, CopyJob::Bytes(bytes)),
            Effect::SendToTerminal { copying, text } => {
                let sent = terminal::send_copy(&text).map_err(|error| error.to_string());
                let result = sent.map(|()| Copied::Done(text.len(), Road::Terminal));
                // The loop itself holds the other end.
                let _ = self.sender.send(Msg::Copied(copying, result));
            }
            Effect::LookAtPath(question) => errands::look_at_path(&self.sender, question)?,
            Effect::Export(order) => {
                let sender = self.sender.clone();
                let tell = move |number, exported| drop(sender.send(Msg::Exported(number, exported)));
                export_thread::start(*order, tell)?;
            }
            Effect::Remember(filters) => self.state.remember(Remembered::Filters, filters),
            Effect::RememberViews(views) => self.state.remember(Remembered::Views, views),
            Effect::Case(effect) => self.case.ask(*effect),
            Effect::Load(effect) => {
                let instead = matches!(effect, message::LoadEffect::Open(_));
                let opened = self.loads.carry_out(effect)?;
                self.state.protect(opened.clone());
                self.state.remember(Remembered::Folders, named_paths(opened.iter()));
                self.case.opened(&opened, instead);
                self.copies.make(Copying::default(), CopyJob::Protect(opened));
            }
            Effect::Compare(request) => compare_thread::start(*request, self.sender.clone())?,
            Effect::Chain(request) => errands::follow_credential(&self.sender, *request)?,
            Effect::Inventory(store) => errands::account(&self.sender, store)?,
            Effect::Picture(request) => errands::draw_picture(&self.sender, *request)?,
            Effect::Verify(store) => errands::validate(&self.sender, store, Arc::clone(&self.app.keys))?,
            Effect::StopLoading => self.loads.stop(),
            Effect::Suspend => self.suspend()?,
            Effect::Retake => {
                terminal::retake(self.app.mouse);
                terminal::paint_anew(&mut self.screen)?;
            }
            Effect::Redraw => terminal::paint_anew(&mut self.screen)?,
            Effect::Mouse(on) => terminal::set_mouse(on)?,
            Effect::Fail => return Ok(Some(Exit::Failed)),
            Effect::Quit(None) => return Ok(Some(Exit::Answered)),
            Effect::Quit(Some(signal)) => return Ok(Some(Exit::Signal(u8::try_from(signal).unwrap_or(0)))),
        }
        Ok(None)
    }

    /// Gives the terminal to the shell until the program continues. Keys are not read meanwhile, because they
    /// are typed for the shell.
    fn suspend(&mut self) -> io::Result<()> {
        self.keyboard.pause();
        terminal::leave();
        signals::stop()?;
        self.screen = terminal::enter(self.app.mouse)?;
        self.keyboard.resume();
        let (columns, rows) = crossterm::terminal::size()?;
        // The loop handles it like any other change of size.
        let _ = self.sender.send(Msg::Resize(columns, rows));
        terminal::paint_anew(&mut self.screen)
    }
}

/// Sends the terminal the copies that it has not received yet, when the program ends.
fn send_copies(mut queue: Queue) -> io::Result<()> {
    while let Some(msg) = queue.take() {
        if let Msg::Copied(_, Ok(Copied::ForTerminal(text))) = msg {
            terminal::send_copy(&text)?;
        }
    }
    Ok(())
}

//! Runs the program in a terminal of its own. vt100 draws what it writes, and every byte of it is kept.

use std::io::{Read, Write};
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;
use vt100::{MouseProtocolMode, Parser, Screen};

/// Much longer than anything takes; only a failing test waits this long.
const LIMIT: Duration = Duration::from_secs(20);

struct State {
    parser: Parser,
    raw: Vec<u8>,
    /// The reader should close the terminal at the end of a frame, when the program is idle.
    hang_up: bool,
    /// Nothing more will be read.
    closed: bool,
    exit: Option<ExitStatus>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

impl Shared {
    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        // A test that fails while it looks poisons the lock; its own message is enough.
        let result = change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.notify_all();
        result
    }
}

type Writer = Arc<Mutex<Option<Box<dyn Write + Send>>>>;

/// A terminal with the program in it, which is killed on drop.
pub(crate) struct Tui {
    shared: Arc<Shared>,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Writer,
    process: String,
    /// The settings of the line before the program was started.
    settings: String,
    _home: TempDir,
}

impl Tui {
    /// Starts trailsift on a terminal, in an environment of what every terminal has, and `env`.
    pub(crate) fn start(args: &[&str], columns: u16, rows: u16, env: &[(&str, &str)]) -> Self {
        Self::start_command(&[&[env!("CARGO_BIN_EXE_trailsift")], args].concat(), columns, rows, env)
    }

    /// Starts any command in the same way.
    pub(crate) fn start_command(words: &[&str], columns: u16, rows: u16, env: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut command = CommandBuilder::from_argv(words.iter().map(Into::into).collect());
        command.cwd(home.path());
        command.env_clear();
        command.env("HOME", home.path());
        command.env("PATH", std::env::var_os("PATH").unwrap());
        let always = [("TERM", "xterm-256color"), ("SHELL", "/bin/sh")];
        always.iter().chain(env).for_each(|(name, value)| command.env(name, value));

        let pty = native_pty_system().openpty(size(columns, rows)).unwrap();
        let settings = settings(&*pty.master);
        let parser = Parser::new(rows, columns, 0);
        let state = State { parser, raw: Vec::new(), hang_up: false, closed: false, exit: None };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let writer: Writer = Arc::new(Mutex::new(Some(pty.master.take_writer().unwrap())));
        let output = pty.master.try_clone_reader().unwrap();
        let mut child = pty.slave.spawn_command(command).unwrap();
        // As long as this end is open here, the terminal never looks closed.
        drop(pty.slave);
        let process = child.process_id().unwrap().to_string();
        let (to, answers) = (Arc::clone(&shared), Arc::clone(&writer));
        thread::spawn(move || read(output, &to, &answers));
        let to = Arc::clone(&shared);
        thread::spawn(move || {
            let status = child.wait().unwrap();
            to.change(|state| state.exit = Some(status));
        });
        Self { shared, master: Some(pty.master), writer, process, settings, _home: home }
    }

    /// Presses keys.
    pub(crate) fn send(&self, keys: &str) {
        write(&self.writer, keys);
    }

    /// Sends a signal, given by its name without SIG.
    pub(crate) fn signal(&self, name: &str) {
        assert!(Command::new("kill").args(["-s", name, &self.process]).status().unwrap().success());
    }

    /// Gives the terminal another size.
    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        // First the screen: it must not meet what is drawn for the new size. With one row vt100 can count below zero.
        self.shared.change(|state| state.parser.screen_mut().set_size(rows.max(2), columns.max(2)));
        self.master.as_ref().unwrap().resize(size(columns, rows)).unwrap();
    }

    /// Waits until the screen shows a text.
    #[track_caller]
    pub(crate) fn wait(&self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    /// Waits until `wanted` accepts the screen; if it never does, the failure names `what`.
    #[track_caller]
    pub(crate) fn wait_until(&self, what: &str, wanted: impl Fn(&Screen) -> bool) {
        let holds = |state: &State| wanted(state.parser.screen());
        let state = self.wait_for(what, |state| holds(state) || has_ended(state));
        assert!(holds(&state), "{what}: not before the end\n{}", state.parser.screen().contents());
    }

    /// Waits until the program has ended of itself and has given back the terminal; returns its exit code.
    #[track_caller]
    pub(crate) fn exit(&self) -> u32 {
        let status = self.wait_for("the end", has_ended).exit.clone().unwrap();
        assert_eq!(status.signal(), None, "{}", self.look(Screen::contents));
        if self.master.is_some() {
            self.wait_until_restored();
        }
        status.exit_code()
    }

    #[track_caller]
    fn wait_for(&self, what: &str, wanted: impl Fn(&State) -> bool) -> MutexGuard<'_, State> {
        let state = self.shared.state.lock().unwrap();
        let waits = |state: &mut State| !wanted(state);
        let (state, result) = self.shared.changed.wait_timeout_while(state, LIMIT, waits).unwrap();
        assert!(!result.timed_out(), "waited for: {what}\n{}", state.parser.screen().contents());
        state
    }

    /// Waits until the kernel says that the program is stopped.
    #[cfg(target_os = "linux")]
    pub(crate) fn wait_until_stopped(&self) {
        let started = Instant::now();
        let status = || std::fs::read_to_string(format!("/proc/{}/stat", self.process)).unwrap();
        while !status().rsplit(") ").next().unwrap().starts_with('T') {
            assert!(started.elapsed() < LIMIT, "it does not stop\n{}", self.look(Screen::contents));
            thread::park_timeout(Duration::from_millis(2));
        }
    }

    /// Reads something from the current screen, which may be between two frames.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&Screen) -> T) -> T {
        look(self.shared.state.lock().unwrap().parser.screen())
    }

    /// Every byte that was written so far.
    pub(crate) fn raw(&self) -> Vec<u8> {
        self.shared.state.lock().unwrap().raw.clone()
    }

    /// Waits until the program has the terminal.
    #[track_caller]
    pub(crate) fn wait_until_taken(&self) {
        self.wait_until("the terminal is taken", |screen| modes(screen) == [true; 4]);
        // A program that continues sets everything again: for a moment the settings are those of a shell.
        let started = Instant::now();
        while settings(&**self.master.as_ref().unwrap()) == self.settings {
            assert!(
                started.elapsed() < LIMIT,
                "keys are not read one by one\n{}",
                self.look(Screen::contents)
            );
            thread::park_timeout(Duration::from_millis(2));
        }
    }

    /// Waits until the terminal is as a shell expects it.
    #[track_caller]
    pub(crate) fn wait_until_restored(&self) {
        self.wait_until("the terminal is given back", |screen| modes(screen) == [false; 4]);
        assert_eq!(self.look(Screen::attributes_formatted), b"\x1b[m");
        assert_eq!(settings(&**self.master.as_ref().unwrap()), self.settings);
    }

    /// Takes the terminal away, as when its window is closed.
    pub(crate) fn hang_up(&mut self) {
        self.shared.change(|state| state.hang_up = true);
        // The reader has the terminal open, too, and looks up only when something is written.
        self.send("j");
        drop(self.wait_for("the reader", |state| state.closed));
        *self.writer.lock().unwrap() = None;
        self.master = None;
    }
}

impl Drop for Tui {
    fn drop(&mut self) {
        if self.shared.change(|state| state.exit.is_none()) {
            let _ = Command::new("kill").args(["-s", "KILL", &self.process]).status();
        }
    }
}

fn has_ended(state: &State) -> bool {
    state.closed && state.exit.is_some()
}

/// Reads what the program writes until nothing can be written any more; answers requests for the cursor
/// position.
fn read(mut output: Box<dyn Read + Send>, shared: &Shared, answers: &Writer) {
    const QUESTION: &[u8] = b"\x1b[6n";
    let mut buffer = [0; 4096];
    loop {
        // The end is an error on some systems.
        let length = output.read(&mut buffer).unwrap_or(0);
        let (closed, answer) = shared.change(|state| {
            let new = state.raw.len().saturating_sub(QUESTION.len() - 1);
            state.raw.extend(&buffer[..length]);
            state.closed = length == 0 || state.hang_up && state.raw.ends_with(b"\x1b[?25l");
            state.parser.process(&buffer[..length]);
            let (row, column) = state.parser.screen().cursor_position();
            let asked = state.raw[new..].windows(QUESTION.len()).any(|bytes| bytes == QUESTION);
            (state.closed, asked.then(|| format!("\x1b[{};{}R", row + 1, column + 1)))
        });
        match answer {
            _ if closed => return,
            Some(answer) => write(answers, &answer),
            None => {}
        }
    }
}

fn write(writer: &Writer, text: &str) {
    writer.lock().unwrap().as_mut().unwrap().write_all(text.as_bytes()).unwrap();
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, ..PtySize::default() }
}

/// The alternate screen, the hidden cursor, bracketed paste, the mouse.
fn modes(screen: &Screen) -> [bool; 4] {
    let mouse = screen.mouse_protocol_mode() != MouseProtocolMode::None;
    [screen.alternate_screen(), screen.hide_cursor(), screen.bracketed_paste(), mouse]
}

/// The settings of the line (echo, line mode, signals and so on), to be compared.
fn settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

/// What a run wrote besides text.
#[derive(Default)]
pub(crate) struct Said {
    /// Colours and the like.
    styles: Vec<u16>,
    /// What was copied, in base64.
    pub(crate) copies: Vec<String>,
}

impl Said {
    /// Fails at anything that the program must not write. Lone bytes that some terminals take for controls are
    /// not valid UTF-8.
    pub(crate) fn by(tui: &Tui) -> Self {
        let (raw, mut said) = (tui.raw(), Self::default());
        let mut rest = std::str::from_utf8(&raw).unwrap();
        while let Some(char) = rest.chars().next() {
            rest = if let Some(sequence) = rest.strip_prefix("\x1b[") {
                let (values, after) =
                    sequence.split_at(sequence.find(|char| matches!(char, '@'..='~')).unwrap());
                let (last, after) = after.split_at(1);
                said.sequence(values, last);
                after
            } else if let Some(copy) = rest.strip_prefix("\x1b]52;c;") {
                let (copy, after) = copy.split_once("\x1b\\").or_else(|| copy.split_once('\x07')).unwrap();
                said.copies.push(copy.to_owned());
                after
            } else {
                assert!(!is_hidden(char), "{:?}", rest.chars().take(40).collect::<String>());
                rest.strip_prefix(char).unwrap()
            };
        }
        said
    }

    fn sequence(&mut self, values: &str, last: &str) {
        let values = values.trim_start_matches('?').split([';', ':']).map(|value| value.parse().unwrap());
        let values: Vec<u16> = values.collect();
        match (last, values.as_slice()) {
            ("m", _) => self.styles.extend(values),
            ("H", [_, _])
            | ("J", [2])
            | ("h" | "l", [25 | 1000 | 1002 | 1003 | 1006 | 1015 | 1049 | 2004]) => {}
            _ => panic!("{values:?} {last}"),
        }
    }

    pub(crate) fn has_colours(&self) -> bool {
        self.styles.iter().any(|style| matches!(style, 30..=38 | 40..=48 | 90..=97 | 100..=107))
    }
}

/// Returns whether a character controls terminals or deceives readers.
pub(crate) fn is_hidden(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(char, '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{fffd}' | '\u{e0000}'..='\u{e0fff}')
}

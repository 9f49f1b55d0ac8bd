//! The real terminal: set up once, and restored however the program ends.

pub(in crate::tui) mod keyboard;
pub(in crate::tui) mod signals;

use std::io::{self, stdout};
use std::mem::ManuallyDrop;
use std::panic;
use std::sync::mpsc::Sender;

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::Show;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::execute;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Position, Rect};

use crate::tui::message::Msg;

/// The terminal while the explorer uses it. It is never dropped: that would show the cursor, as [`leave`] does,
/// but panic if the terminal is gone.
pub(in crate::tui) type Screen = ManuallyDrop<Terminal<CrosstermBackend<io::Stdout>>>;

/// Sets up the terminal: raw mode, the alternate screen, bracketed paste, and the mouse if wanted.
pub(in crate::tui) fn enter(mouse: bool) -> io::Result<Screen> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
    if mouse {
        execute!(stdout(), EnableMouseCapture)?;
    }
    Terminal::new(CrosstermBackend::new(stdout())).map(ManuallyDrop::new)
}

/// Forgets what is on the screen, so that the next frame paints every cell. (`Terminal::clear` would ask the
/// terminal for its cursor position, and the thread that reads keys would get the answer.)
pub(in crate::tui) fn paint_anew(screen: &mut Screen) -> io::Result<()> {
    let size = screen.size()?;
    screen.resize(Rect::from((Position::ORIGIN, size)))
}

/// Restores the terminal. Continues after errors, so that everything that can be restored is. The screen comes
/// last: as soon as the shell's screen is visible, a user may type, and keys must arrive as lines by then.
pub(in crate::tui) fn leave() {
    let _ = execute!(stdout(), DisableMouseCapture, DisableBracketedPaste);
    let _ = disable_raw_mode();
    let _ = execute!(stdout(), LeaveAlternateScreen, Show);
}

/// Sets again what a shell may have changed while the program was suspended. The alternate screen is still
/// there; entering it twice would lose the saved cursor position. If the terminal is lost, the loop finds out.
pub(in crate::tui) fn retake(mouse: bool) {
    let _ = disable_raw_mode().and_then(|()| enable_raw_mode());
    let _ = execute!(stdout(), EnableBracketedPaste);
    let _ = set_mouse(mouse);
}

/// Sends the terminal a text to copy; the terminal does not confirm it.
pub(in crate::tui) fn send_copy(text: &str) -> io::Result<()> {
    execute!(stdout(), CopyToClipboard::to_clipboard_from(text))
}

/// Switches mouse capture on or off.
pub(in crate::tui) fn set_mouse(on: bool) -> io::Result<()> {
    if on { execute!(stdout(), EnableMouseCapture) } else { execute!(stdout(), DisableMouseCapture) }
}

/// Restores the terminal before a panic is printed, on any thread, and ends the loop. Panics while a file is
/// read are excepted: the load catches and reports them, and the explorer continues.
pub(in crate::tui) fn restore_on_panic(sender: &Sender<Msg>) {
    let before = panic::take_hook();
    let to_loop = sender.clone();
    panic::set_hook(Box::new(move |info| {
        if crate::ingest::is_reading() {
            return;
        }
        leave();
        before(info);
        // If the loop has ended, nothing receives the message.
        let _ = to_loop.send(Msg::Failed);
    }));
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::Read;
    use std::sync::mpsc::channel;
    use std::thread;

    use portable_pty::{CommandBuilder, PtySize, native_pty_system};

    use super::*;

    const ENTERED: &str = "\x1b[?1049h";
    const LEFT: &str = "\x1b[?1049l";

    #[test]
    #[ignore = "run by the next one, in a terminal of its own"]
    fn a_worker_panics() {
        let (sender, messages) = channel();
        restore_on_panic(&sender);
        let _screen = enter(true).unwrap();
        let worker = thread::Builder::new().name("trailsift-query".into());
        let worker = worker.spawn(|| panic!("the worker fails")).unwrap();
        assert!(worker.join().is_err());
        assert!(matches!(messages.recv(), Ok(Msg::Failed)));
        assert!(!crossterm::terminal::is_raw_mode_enabled().unwrap());
    }

    #[test]
    fn a_panic_on_any_thread_gives_the_terminal_back_before_it_is_printed() {
        let pair = native_pty_system().openpty(PtySize::default()).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args([
            "--exact",
            "tui::platform::terminal::tests::a_worker_panics",
            "--ignored",
            "--nocapture",
        ]);
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let mut written = Vec::new();
        // The end of a terminal is reported as an error on Linux.
        let _ = reader.read_to_end(&mut written);
        let written = String::from_utf8_lossy(&written);
        assert!(child.wait().unwrap().success(), "{written}");
        let place = |text: &str| written.find(text).unwrap_or_else(|| panic!("no {text:?} in {written:?}"));
        assert!(place(ENTERED) < place(LEFT) && place(LEFT) < place("the worker fails"), "{written:?}");
    }
}

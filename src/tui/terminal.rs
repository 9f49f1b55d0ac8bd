//! The real terminal: entered once, left in every way that the program can end.

use std::io::{self, stdout};
use std::mem::ManuallyDrop;
use std::panic;
use std::sync::mpsc::Sender;
use std::thread;

use crossterm::cursor::Show;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture, Event, KeyEventKind,
};
use crossterm::execute;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Position, Rect};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::message::Msg;

/// The terminal while it is ours. It is never dropped: that would show the cursor, as [`leave`] does, but panic where
/// the terminal is gone.
pub(super) type Screen = ManuallyDrop<Terminal<CrosstermBackend<io::Stdout>>>;

/// Takes the terminal: raw mode, a screen of its own, paste as one text, the mouse if wanted.
pub(super) fn enter(mouse: bool) -> io::Result<Screen> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
    if mouse {
        execute!(stdout(), EnableMouseCapture)?;
    }
    Terminal::new(CrosstermBackend::new(stdout())).map(ManuallyDrop::new)
}

/// Forgets what is on the screen, so that the next frame paints every cell. (`Terminal::clear` would ask the terminal
/// where its cursor is, and the answer would go to the thread that reads keys.)
pub(super) fn paint_anew(screen: &mut Screen) -> io::Result<()> {
    let size = screen.size()?;
    screen.resize(Rect::from((Position::ORIGIN, size)))
}

/// Gives the terminal back as it was. Goes on after errors: every part that can be restored is.
pub(super) fn leave() {
    let _ = execute!(stdout(), DisableMouseCapture, DisableBracketedPaste);
    let _ = execute!(stdout(), LeaveAlternateScreen, Show);
    let _ = disable_raw_mode();
}

/// Sets again what a shell may have changed while the program was stopped. The screen of its own is still there: to
/// take it twice would lose where the cursor was before. Where the terminal is lost, the loop finds out.
pub(super) fn retake(mouse: bool) {
    let _ = disable_raw_mode().and_then(|()| enable_raw_mode());
    let _ = execute!(stdout(), EnableBracketedPaste);
    let _ = set_mouse(mouse);
}

/// Takes or leaves the mouse.
pub(super) fn set_mouse(on: bool) -> io::Result<()> {
    if on { execute!(stdout(), EnableMouseCapture) } else { execute!(stdout(), DisableMouseCapture) }
}

/// Gives the terminal back before a panic is printed, on whichever thread it happens, and ends the loop. Panics while a
/// file is read are that file's problem: the load catches and reports them, and the screen goes on.
pub(super) fn restore_on_panic(sender: &Sender<Msg>) {
    let before = panic::take_hook();
    let to_loop = sender.clone();
    panic::set_hook(Box::new(move |info| {
        if thread::current().name().is_some_and(|name| name.starts_with(crate::ingest::THREAD_NAME)) {
            return;
        }
        leave();
        before(info);
        // Without a loop any more there is nobody to tell.
        let _ = to_loop.send(Msg::Failed);
    }));
}

/// Starts the thread that waits for signals: before the terminal is taken, so that none ends the program in between.
pub(super) fn watch_signals(sender: &Sender<Msg>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
    let to_loop = sender.clone();
    thread::Builder::new().name("trailsift-signals".into()).spawn(move || {
        for signal in signals.forever() {
            let msg = match signal {
                SIGTSTP => Msg::Stop,
                SIGCONT => Msg::Continued,
                other => Msg::Signal(other),
            };
            if to_loop.send(msg).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// Starts the thread that reads keys.
pub(super) fn read_keys(sender: &Sender<Msg>) -> io::Result<()> {
    let to_loop = sender.clone();
    thread::Builder::new().name("trailsift-keys".into()).spawn(move || {
        loop {
            let msg = match crossterm::event::read() {
                Ok(Event::Key(key)) if key.kind == KeyEventKind::Release => continue,
                Ok(Event::Key(key)) => Msg::Key(key),
                Ok(Event::Mouse(mouse)) => Msg::Mouse(mouse),
                Ok(Event::Paste(text)) => Msg::Paste(text),
                Ok(Event::Resize(columns, rows)) => Msg::Resize(columns, rows),
                Ok(_) => continue,
                Err(_) => Msg::InputLost,
            };
            let lost = matches!(msg, Msg::InputLost);
            if to_loop.send(msg).is_err() || lost {
                return;
            }
        }
    })?;
    Ok(())
}

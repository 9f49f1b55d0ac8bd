//! Everything that can happen to the explorer, and everything that it may ask for.

use crate::store::Event;
use crossterm::event::{KeyEvent, MouseEvent};

use super::panes::integrity::Integrity;
use super::platform::clipboard::Road;
use crate::ingest::Report;
use crate::query::engine::worker::{Answer, Request};
use crate::query::language::saved::SavedQuery;
use crate::query::summary::inventory::Accounting;
use crate::store::Store;

/// Something that happened.
#[derive(Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(KeyEvent),
    /// The mouse did something.
    Mouse(MouseEvent),
    /// Text was pasted.
    Paste(String),
    /// The terminal has another size now: columns, rows.
    Resize(u16, u16),
    /// The load has come further.
    Loaded(Box<Report>),
    /// A question was answered.
    Answered(Box<Answer>),
    /// The record of an event was read.
    Read(Box<RecordRead>),
    /// A copy was made: what, how many bytes and by which road, or why not.
    Copied(&'static str, Result<(usize, Road), String>),
    /// The questions that somebody has saved were read, or why they could not be.
    Questions(Result<Vec<SavedQuery>, String>),
    /// What is loaded has been accounted for.
    Accounted(Box<Accounting>),
    /// The files were compared with the digests.
    Verified(Integrity),
    /// The keyboard cannot be read any more.
    InputLost,
    /// A thread has panicked; the terminal has been given back and the panic printed.
    Failed,
    /// A signal asks the program to stop for a while.
    Stop,
    /// The program goes on after it was stopped.
    Continued,
    /// A signal asks the program to end.
    Signal(i32),
}

/// Something to be done outside.
#[derive(Debug)]
pub enum Effect {
    /// Answer this; whatever was asked before is no longer wanted.
    Ask(Box<Request>),
    /// Read the record of this event; whichever was wanted before is no longer wanted.
    Read(Box<RecordRequest>),
    /// Copy this text.
    Copy {
        /// What it is, for the message.
        what: &'static str,
        /// The text.
        text: String,
        /// Into a file instead of the clipboard.
        to_file: bool,
    },
    /// Write these bytes into a new file.
    Write {
        /// What they are, for the message.
        what: &'static str,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// Account for what is loaded.
    Account(Store),
    /// Compare the files with the digests.
    Verify(Store),
    /// Stop loading.
    StopLoading,
    /// Send the program to sleep.
    Suspend,
    /// Set again what a shell may have changed, and paint everything anew.
    Retake,
    /// Paint everything anew.
    Redraw,
    /// Take the mouse, or leave it to the terminal.
    Mouse(bool),
    /// End the program: it has failed.
    Fail,
    /// End the program; with the signal that asked for it, if one did.
    Quit(Option<i32>),
}

/// A record that is wanted; whichever was wanted before is not any more.
#[derive(Debug)]
pub struct RecordRequest {
    /// What the event is of.
    pub store: Store,
    /// The event.
    pub event: Event,
}

/// A record that was read.
#[derive(Debug)]
pub struct RecordRead {
    /// Whose it is.
    pub event: Event,
    /// The record as it stands in its file.
    pub record: Vec<u8>,
}

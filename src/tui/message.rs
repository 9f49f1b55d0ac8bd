//! Messages to the explorer, and effects that it asks for.

use std::sync::Arc;

use crate::store::Event;
use crate::tui::panes::event::event_text::EventText;
use crossterm::event::{KeyEvent, MouseEvent};

use super::case_message::{CaseEffect, CaseNews};
use super::panes::focus::{CopyContent, Copying};
use super::panes::menus::choice::RecordForm;
use super::panes::screens::export::ExportOrder;
use super::panes::screens::integrity::Integrity;
use super::panes::screens::path_line::{PathAnswer, PathQuestion};
use super::platform::clipboard::Copied;
use super::start::FirstView;
use crate::export::engines::written::EngineRequest;
use crate::export::meanings::chain::{ChainAnswer, ChainRequest};
use crate::export::two_events::{CompareRequest, Compared};
use crate::ingest::Report;
use crate::query::engine::completion::CompletionRequest;
use crate::query::engine::near_miss::{Answered, NearMiss};
use crate::query::engine::on_demand::path_names::PathNames;
use crate::query::engine::worker::{Answer, Request};
use crate::query::language::saved::SavedQuery;
use crate::query::summary::inventory::Inventory;
use crate::query::summary::picture::{Picture, PictureRequest};
use crate::query::summary::survey::{Survey, Surveyed};
use crate::store::Store;
use crate::tui::platform::threads::completion_thread::Completing;
use crate::tui::platform::threads::export_thread::Exported;

/// Something that happened.
#[derive(Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(KeyEvent),
    /// Several keys were pressed before the first of them was handled.
    Keys(Vec<KeyEvent>),
    /// A mouse event.
    Mouse(MouseEvent),
    /// Text was pasted.
    Paste(String),
    /// The terminal was resized: columns, rows.
    Resize(u16, u16),
    /// The load has made progress.
    Loaded(Box<Report>),
    /// The answer to a query, or a part of it.
    Answered(Box<Answer>),
    /// What a survey counted, and its number.
    Surveyed(u64, Surveyed),
    /// What the filter of a request just missed, and the request's number.
    Missed(u64, NearMiss),
    /// The values that completion offers were counted, or are being read.
    Completing(Completing),
    /// The names of paths were collected.
    Paths(Arc<PathNames>),
    /// The record of an event was read.
    Read(Box<RecordRead>),
    /// The lines of a file that the filter names were read, or why not.
    List(String, Result<crate::query::language::list::file::ListFile, String>),
    /// A copy was made, or is meant for the terminal, or why it failed.
    Copied(Copying, Result<Copied, String>),
    /// A copy got its pseudonyms, or why it did not.
    Redacted(Copying, Result<CopyContent, String>),
    /// A typed path was looked up.
    Path(PathAnswer),
    /// Something has changed in the opened paths.
    FolderChanged,
    /// A load of other paths has begun, or of more paths.
    Opening {
        /// The name for the header.
        name: String,
        /// All paths.
        paths: Vec<String>,
        /// Whether the paths that were open are among them.
        adds: bool,
    },
    /// How far the export with this number is, or what became of it.
    Exported(u64, Exported),
    /// The user's saved questions were read, or could not be.
    Questions(Result<Vec<SavedQuery>, String>),
    /// Why nothing can be remembered for the next run.
    NotRemembered(String),
    /// The explorer has started; what it shows first, and what is wrong in the configuration.
    Started(FirstView, Option<String>),
    /// An event was compared with another one, or there is none.
    Compared(Event, Option<Box<Compared>>),
    /// Something became of the case.
    Case(Box<CaseNews>),
    /// The inventory of what is loaded is ready.
    Inventory(Box<Inventory>),
    /// The pictures of an answer were counted.
    Picture(Box<Picture>),
    /// A credential was followed.
    Chain(Box<ChainAnswer>),
    /// The files were validated against the digests.
    Verified(Integrity),
    /// The keyboard can no longer be read.
    InputLost,
    /// A thread has panicked; the terminal was restored and the panic printed.
    Failed,
    /// A signal suspends the program.
    Stop,
    /// The program continues after it was suspended.
    Continued,
    /// A signal asks the program to end.
    Signal(i32),
}

/// Something for the loop to do.
#[derive(Debug)]
pub enum Effect {
    /// Answer this query; it replaces every earlier one.
    Ask(Box<Request>),
    /// Search for what the filter of a request just missed; its number, and its answer.
    LookBehind(u64, Box<Answered>),
    /// Count what is shown about the selection; replaces the survey before.
    Survey(u64, Survey),
    /// Cancel every survey before this number.
    EndSurvey(u64),
    /// Count the values that completion offers.
    Complete(Box<CompletionRequest>),
    /// Collect the names of paths.
    GatherPaths(Store),
    /// Cancel the counting for the completion with this number.
    StopCompleting(u64),
    /// Read the record of this event.
    Read(Box<RecordRequest>),
    /// Read the lines of this file, which the filter names.
    ReadList(String),
    /// Copy this text.
    Copy {
        /// The remark on it.
        copying: Copying,
        /// The text.
        text: String,
        /// Whether to write a file instead of using the clipboard.
        to_file: bool,
    },
    /// Put pseudonyms into what is to be copied.
    Redact(Box<RedactRequest>),
    /// Write the filter for an engine, and copy that.
    CopyQuery(Copying, Box<EngineRequest>),
    /// Send the terminal a text to copy.
    SendToTerminal {
        /// The remark on it.
        copying: Copying,
        /// The text.
        text: String,
    },
    /// Write these bytes into a new file.
    Write {
        /// The remark on them.
        copying: Copying,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// Look up a typed path.
    LookAtPath(PathQuestion),
    /// Export.
    Export(Box<ExportOrder>),
    /// Remember these filters for the next run.
    Remember(Vec<String>),
    /// Remember these views for the next run, one a line.
    RememberViews(Vec<String>),
    /// Do something about what is loaded.
    Load(LoadEffect),
    /// Compare two events.
    Compare(Box<CompareRequest>),
    /// Do something about the case.
    Case(Box<CaseEffect>),
    /// Follow a credential.
    Chain(Box<ChainRequest>),
    /// Make the inventory of what is loaded.
    Inventory(Store),
    /// Count the pictures of an answer.
    Picture(Box<PictureRequest>),
    /// Validate the files against the digests.
    Verify(Store),
    /// Stop loading.
    StopLoading,
    /// Suspend the program.
    Suspend,
    /// Set the terminal up again after a shell may have changed it, and redraw everything.
    Retake,
    /// Redraw everything.
    Redraw,
    /// Switch mouse capture on or off.
    Mouse(bool),
    /// End the program, because it has failed.
    Fail,
    /// End the program; with the signal that asked for it, if any.
    Quit(Option<i32>),
}

/// What is to be copied with pseudonyms.
#[derive(Debug)]
pub struct RedactRequest {
    /// What is loaded: it decides which values have pseudonyms.
    pub store: Store,
    /// The remark on the copy.
    pub copying: Copying,
    /// What is copied.
    pub content: CopyContent,
}

/// Something to do about what is loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadEffect {
    /// Load this path, as it was typed, instead of what is open.
    Open(String),
    /// Read what is new or has changed in the opened paths.
    Again {
        /// Paths to add, as they were typed.
        more: Vec<String>,
        /// Whether files that may still be written are left for the next time.
        settled: bool,
    },
    /// Watch the opened paths, or no more.
    Follow(bool),
    /// Report in a moment that something has changed.
    LookLater,
}

/// What the text of an event is requested for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordUse {
    /// To be shown; replaces an earlier request to show another.
    Show,
    /// To be copied.
    Copy(RecordForm),
    /// To offer what can be followed from the event.
    Follow,
}

/// A request for a record.
#[derive(Debug)]
pub struct RecordRequest {
    /// The store that has the event.
    pub store: Store,
    /// The event.
    pub event: Event,
    /// What its text is requested for.
    pub wanted_for: RecordUse,
}

/// A record that was read.
#[derive(Debug)]
pub struct RecordRead {
    /// The event that it belongs to.
    pub event: Event,
    /// Its texts.
    pub text: EventText,
    /// What it was requested for.
    pub wanted_for: RecordUse,
}

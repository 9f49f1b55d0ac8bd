//! Compares two events on a separate thread, because records of millions of bytes exist.

use std::sync::mpsc::Sender;
use std::{io, thread};

use crate::export::two_events::CompareRequest;
use crate::tui::message::Msg;

/// Starts a thread that compares, sends the result, and ends.
pub(in crate::tui) fn start(request: CompareRequest, sender: Sender<Msg>) -> io::Result<()> {
    let work = move || drop(sender.send(Msg::Compared(request.right, request.run().map(Box::new))));
    thread::Builder::new().name("trailsift-compare".into()).spawn(work).map(drop)
}

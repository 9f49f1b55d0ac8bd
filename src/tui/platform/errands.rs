//! Work that is done once on a thread of its own, which ends with the program at the latest: reading a list, looking up
//! a path, making an inventory or a picture, collecting names of paths, validating files.

use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::{io, thread};

use crate::export::meanings::chain::ChainRequest;
use crate::ingest;
use crate::query::engine::on_demand::path_names::PathNames;
use crate::query::language::list::file::ListFile;
use crate::query::summary::inventory::Inventory;
use crate::query::summary::picture::PictureRequest;
use crate::store::Store;
use crate::tui::message::{Msg, RedactRequest};
use crate::tui::panes::screens::integrity::Integrity;
use crate::tui::panes::screens::path_line::PathQuestion;
use crate::verify::{Keys, verify};

/// Does some work on a thread with this name; what it returns goes to the loop.
fn start(
    name: &str,
    sender: &Sender<Msg>,
    work: impl FnOnce() -> Option<Msg> + Send + 'static,
) -> io::Result<()> {
    let sender = sender.clone();
    let work = move || {
        if let Some(msg) = work() {
            // The program has ended if nobody takes it.
            let _ = sender.send(msg);
        }
    };
    thread::Builder::new().name(format!("trailsift-{name}")).spawn(work).map(drop)
}

/// Reads the lines of a file.
pub(in crate::tui) fn read_list(sender: &Sender<Msg>, path: String) -> io::Result<()> {
    start("list", sender, move || {
        let lines = list_file(&path);
        Some(Msg::List(path, lines))
    })
}

/// Reads the lines of a file on the calling thread, which is not that of the screen.
pub(in crate::tui) fn list_file(path: &str) -> Result<ListFile, String> {
    ingest::list_text(path).and_then(|text| ListFile::read(path, &text))
}

/// Looks up a typed path.
pub(in crate::tui) fn look_at_path(sender: &Sender<Msg>, question: PathQuestion) -> io::Result<()> {
    start("path", sender, move || Some(Msg::Path(question.answer())))
}

/// Makes the inventory of what is loaded.
pub(in crate::tui) fn account(sender: &Sender<Msg>, store: Store) -> io::Result<()> {
    start("account", sender, move || Some(Msg::Inventory(Box::new(Inventory::of(&store)))))
}

/// Puts pseudonyms into what is to be copied.
pub(in crate::tui) fn redact(sender: &Sender<Msg>, request: RedactRequest) -> io::Result<()> {
    start("redact", sender, move || Some(request.run()))
}

/// Follows a credential.
pub(in crate::tui) fn follow_credential(sender: &Sender<Msg>, request: ChainRequest) -> io::Result<()> {
    start("chain", sender, move || Some(Msg::Chain(Box::new(request.run()))))
}

/// Counts the pictures of an answer.
pub(in crate::tui) fn draw_picture(sender: &Sender<Msg>, request: PictureRequest) -> io::Result<()> {
    start("picture", sender, move || Some(Msg::Picture(Box::new(request.draw()))))
}

/// Collects the names of paths.
pub(in crate::tui) fn gather_paths(sender: &Sender<Msg>, store: Store) -> io::Result<()> {
    start("paths", sender, move || Some(Msg::Paths(Arc::new(PathNames::of(&store, &|| false)?))))
}

/// Compares files with digests.
pub(in crate::tui) fn validate(sender: &Sender<Msg>, store: Store, keys: Arc<Keys>) -> io::Result<()> {
    start("verify", sender, move || Some(Msg::Verified(Integrity::of(&verify(&store, &keys, &|| false)?))))
}

//! The load of what is open: starts it, continues it, and replaces it by another. Reports of a load that was
//! replaced are dropped.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use super::folder_watch::FolderWatch;
use super::typed_paths::path_of;
use crate::ingest::{self, Loading, Options, Report};
use crate::text;
use crate::tui::message::{LoadEffect, Msg};

/// A file that was not written for this long is complete.
const SETTLED: Duration = Duration::from_secs(2);

/// The current load.
#[derive(Debug)]
pub(in crate::tui) struct Loads {
    loading: Loading,
    /// Whether the reports of that load are wanted.
    is_current: Arc<AtomicBool>,
    watch: Option<FolderWatch>,
    sender: Sender<Msg>,
}

impl Loads {
    /// Starts to load; reports go to the loop. Watches the paths if they are followed.
    pub(in crate::tui) fn start(options: Options, follows: bool, sender: &Sender<Msg>) -> io::Result<Self> {
        let is_current = Arc::new(AtomicBool::new(true));
        let loading = ingest::start(options, report_to(sender, &is_current))?;
        let mut loads = Self { loading, is_current, watch: None, sender: sender.clone() };
        loads.follow(follows)?;
        Ok(loads)
    }

    /// Carries out an effect; returns the paths that were opened by it.
    pub(in crate::tui) fn carry_out(&mut self, effect: LoadEffect) -> io::Result<Vec<PathBuf>> {
        match effect {
            LoadEffect::Open(typed) => self.open(&typed),
            LoadEffect::Again { more, settled } => self.read_again(&more, settled),
            LoadEffect::Follow(on) => self.follow(on).map(|()| Vec::new()),
            LoadEffect::LookLater => self.look_later().map(|()| Vec::new()),
        }
    }

    fn follow(&mut self, on: bool) -> io::Result<()> {
        let (sender, paths) = (self.sender.clone(), self.loading.options().paths.clone());
        let watch = || FolderWatch::start(paths, move || drop(sender.send(Msg::FolderChanged)));
        self.watch = if on { Some(watch()?) } else { None };
        Ok(())
    }

    /// Reports a change when what is being written may be complete.
    fn look_later(&self) -> io::Result<()> {
        let sender = self.sender.clone();
        let work = move || {
            thread::sleep(SETTLED);
            drop(sender.send(Msg::FolderChanged));
        };
        thread::Builder::new().name("trailsift-later".into()).spawn(work).map(drop)
    }

    /// Stops the load; what has been read is kept.
    pub(in crate::tui) fn stop(&self) {
        self.loading.stop();
    }

    /// Loads a path instead of what is open; returns what was opened.
    fn open(&mut self, typed: &str) -> io::Result<Vec<PathBuf>> {
        let paths = vec![path_of(typed)];
        let options = Options { paths: paths.clone(), ..self.loading.options().clone() };
        self.loading.stop();
        self.is_current.store(false, Ordering::Relaxed);
        self.tell(&options, false);
        *self = Self::start(options, self.watch.is_some(), &self.sender)?;
        Ok(paths)
    }

    /// Reads what is new in the opened paths and in these; returns what was opened.
    /// With `settled`, files that may still be written are left for the next time.
    fn read_again(&mut self, typed: &[String], settled: bool) -> io::Result<Vec<PathBuf>> {
        let more: Vec<PathBuf> = typed.iter().map(|typed| path_of(typed)).collect();
        let begun = self.loading.again(
            more.clone(),
            settled.then_some(SETTLED),
            report_to(&self.sender, &self.is_current),
        )?;
        if begun && !more.is_empty() {
            self.tell(self.loading.options(), true);
            self.follow(self.watch.is_some())?;
        }
        Ok(more)
    }

    fn tell(&self, options: &Options, adds: bool) {
        let paths = options.paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        // The loop holds the other end until the program ends.
        let _ = self.sender.send(Msg::Opening { name: name_of(options), paths, adds });
    }
}

/// Returns what sends the reports of a load to the loop, as long as it is the current one.
fn report_to(sender: &Sender<Msg>, is_current: &Arc<AtomicBool>) -> impl FnMut(Report) + Send + use<> {
    let (sender, is_current) = (sender.clone(), Arc::clone(is_current));
    move |report| {
        if is_current.load(Ordering::Relaxed) {
            drop(sender.send(Msg::Loaded(Box::new(report))));
        }
    }
}

/// Returns the name of the opened paths in the header: the last part of the first one, and how many more there
/// are.
pub(in crate::tui) fn name_of(options: &Options) -> String {
    let Some(first) = options.paths.first() else { return String::new() };
    let name = if first.as_os_str() == "-" {
        "standard input".to_owned()
    } else if first.as_os_str() == ingest::DEMO {
        "sample incident".to_owned()
    } else {
        let full = std::path::absolute(first).unwrap_or_else(|_| first.clone());
        text::path(full.file_name().map_or(first, Path::new))
    };
    match options.paths.len() {
        1 => name,
        more => format!("{name} and {} more", more - 1),
    }
}

/// Returns those of some opened paths that can be opened again, as absolute paths.
pub(in crate::tui) fn named_paths(paths: impl Iterator<Item = impl AsRef<Path>>) -> Vec<String> {
    let absolute = |path: &Path| std::path::absolute(path).ok()?.to_str().map(str::to_owned);
    let is_path = |path: &Path| path.as_os_str() != "-" && path.as_os_str() != ingest::DEMO;
    paths.filter(|path| is_path(path.as_ref())).filter_map(|path| absolute(path.as_ref())).collect()
}

//! Exports what is listed, on a separate thread that can be cancelled: to a file that appears only when it is
//! complete, or as a text for the clipboard. The rows are those of the command line, written by the same code.

use std::cell::Cell;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use sha2::{Digest as _, Sha256};

use crate::export::file::{InputFiles, NewFile, would_replace};
use crate::export::groups::{self, Headings, Sum};
use crate::export::redacted::Pseudonyms;
use crate::export::terminal::safe;
use crate::export::{BeforeRow, list, paste};
use crate::plural::text_of_size;
use crate::query::groups::group::Group;
use crate::query::groups::sorted::Groups;
use crate::record::field::Column;
use crate::store::{Event, Store};
use crate::tui::panes::screens::export::{ExportOrder, ExportRows, ExportTarget};
use crate::tui::platform::typed_paths::path_of;

/// How often progress is reported.
const REPORT_EVERY: Duration = Duration::from_millis(100);

/// Maximum size of a text for the clipboard, in bytes.
const MOST_COPIED: usize = 64 << 20;

/// What became of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exported {
    /// So far, this many rows were made, of this many.
    Rows(usize, usize),
    /// A file was written.
    Written(WrittenFile),
    /// This is to be copied; some characters of it are escaped, because shells act on them.
    ForClipboard(safe::Safe),
    /// There is a file with that name, and it was not asked for to be replaced.
    Exists,
    /// It was cancelled; nothing was written.
    Cancelled,
    /// It failed; nothing was written.
    Failed(String),
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenFile {
    /// Its absolute path.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
    /// How many of its records are truncated and not valid JSON.
    pub torn: usize,
}

impl ExportOrder {
    /// Carries the export out; `report` gets the progress. Returns what became of it.
    pub fn carry_out(&self, report: &mut dyn FnMut(Exported)) -> Exported {
        match self.export(report) {
            Ok(exported) => exported,
            Err(_) if self.is_cancelled() => Exported::Cancelled,
            Err(error) => Exported::Failed(error.to_string()),
        }
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    fn export(&self, report: &mut dyn FnMut(Exported)) -> io::Result<Exported> {
        match &self.target {
            ExportTarget::File { typed, replace } => self.to_file(&path_of(typed), *replace, report),
            ExportTarget::Clipboard => {
                let mut text = Limited(Vec::new());
                self.write(report, &mut text)?;
                Ok(Exported::ForClipboard(self.pasted(&text.0)))
            }
        }
    }

    fn to_file(&self, path: &Path, replace: bool, report: &mut dyn FnMut(Exported)) -> io::Result<Exported> {
        let each_read = |each: &mut dyn FnMut(&Path)| self.store.files().for_each(|file| each(&file.path));
        let inputs = InputFiles { named: &self.inputs, each_read: &each_read };
        if would_replace(path, inputs)? && !replace {
            return Ok(Exported::Exists);
        }
        let file = NewFile::create(path, replace, inputs)?;
        let mut out = Hashed { inner: file, hash: Sha256::new(), bytes: 0 };
        self.write(report, &mut out)?;
        if self.is_cancelled() {
            return Ok(Exported::Cancelled);
        }
        let torn = match self.rows {
            ExportRows::Events { format, .. } if format.is_json() => list::torn(&self.store, &self.events),
            ExportRows::Events { .. } | ExportRows::Groups { .. } => 0,
        };
        out.inner.finish()?;
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let sha256 = format!("{:x}", out.hash.finalize());
        Ok(Exported::Written(WrittenFile { path, bytes: out.bytes, sha256, torn }))
    }

    /// Writes the rows; with pseudonyms, once no original is left in them.
    fn write(&self, report: &mut dyn FnMut(Exported), out: &mut dyn Write) -> io::Result<()> {
        if !self.redacts {
            return self.write_rows(&self.store, report, out);
        }
        let pseudonyms = Pseudonyms::of(&self.store, &[], &|| self.is_cancelled())
            .ok_or_else(|| io::Error::other("cancelled"))?;
        let mut rows = Vec::new();
        self.write_rows(&pseudonyms.shown(&self.store), report, &mut rows)?;
        pseudonyms.check(&rows)?;
        out.write_all(&rows)
    }

    /// Writes the rows with the values of a copy of what is loaded.
    fn write_rows(
        &self,
        shown: &Store,
        report: &mut dyn FnMut(Exported),
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match &self.rows {
            ExportRows::Events { format, fields } => {
                let events = self.events_in_order();
                let all = events.len() * format.passes();
                self.watched(all, report, |before| {
                    list::write_watched(shown, &events, fields, *format, before, out)
                })
            }
            ExportRows::Groups { format, fields, order, sum, new_at } => {
                let columns: Vec<Column> = fields.iter().map(|field| field.column()).collect();
                let mut counted = Groups::count(&self.store, &self.events, &columns, *order);
                let sums: Vec<Sum> =
                    sum.iter().map(|field| Sum::new(&self.store, &self.events, &columns, field)).collect();
                if let Some(sum) = sums.first() {
                    counted = counted.with_sums(&self.store, &columns, *order, sum.sums().clone());
                }
                if !counted.is_in_order() {
                    counted.sort(&self.store, &columns, *order);
                }
                let rows: Vec<Group> = counted.iter().cloned().collect();
                let headings = Headings { fields, columns: &columns, sums: &sums, new_at: new_at.as_deref() };
                self.watched(rows.len(), report, |before| {
                    groups::write_watched(shown, &rows, headings, *format, before, out)
                })
            }
        }
    }

    /// Returns the events in the order of the list on the screen.
    fn events_in_order(&self) -> Vec<Event> {
        let mut events = self.events.to_vec();
        if self.reversed {
            // Events without a time stay last: they are not the newest.
            let timed = self.store.timed(&events);
            events.get_mut(..timed).unwrap_or_default().reverse();
        }
        events
    }

    /// Runs `write` with a function that counts rows, reports them, and fails once the export is cancelled.
    fn watched(
        &self,
        all: usize,
        report: &mut dyn FnMut(Exported),
        write: impl FnOnce(BeforeRow<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        let (rows, reported) = (Cell::new(0_usize), Cell::new(Instant::now()));
        let report = std::cell::RefCell::new(report);
        write(&|| {
            if self.is_cancelled() {
                return Err(io::Error::other("cancelled"));
            }
            rows.set(rows.get() + 1);
            // Looking at the clock takes longer than making some rows.
            if rows.get().is_multiple_of(64) && reported.get().elapsed() >= REPORT_EVERY {
                reported.set(Instant::now());
                (report.borrow_mut())(Exported::Rows(rows.get().min(all), all));
            }
            Ok(())
        })
    }

    /// Makes a text safe to paste.
    fn pasted(&self, text: &[u8]) -> safe::Safe {
        let is_json = match self.rows {
            ExportRows::Events { format, .. } => format.is_json(),
            ExportRows::Groups { format, .. } => format == groups::GroupFormat::Json,
        };
        if is_json { paste::json(text) } else { safe::raw(text) }
    }
}

/// Starts an export; `report` is called on its thread with the progress and with what became of it.
pub(in crate::tui) fn start(
    order: ExportOrder,
    report: impl Fn(u64, Exported) + Send + 'static,
) -> io::Result<()> {
    let work = move || {
        let tell = |exported| report(order.number, exported);
        tell(order.carry_out(&mut |exported| tell(exported)));
    };
    std::thread::Builder::new().name("trailsift-export".into()).spawn(work).map(drop)
}

/// Passes bytes on, counts and hashes them.
struct Hashed<W> {
    inner: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Takes as much as a clipboard may get.
struct Limited(Vec<u8>);

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MOST_COPIED {
            let most = text_of_size(MOST_COPIED as u64);
            return Err(io::Error::other(format!("more than {most} for the clipboard; write a file")));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

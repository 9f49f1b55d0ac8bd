//! Three ways to copy: the desktop's clipboard, the terminal (OSC 52), a file. The screen says which one was
//! used.
//!
//! If a desktop answers, it gets the copy. Over ssh and in containers there usually is none, but the terminal
//! at the other end may accept text with OSC 52. It never confirms that, and many drop long texts, so those go
//! to a file.

use std::env;
use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::PathBuf;

use crate::export::file::{count_written, input_at};

/// Maximum length of a text for OSC 52: many terminals stop at 100,000 bytes of base64.
pub const MAX_OSC_52: usize = 74_994;

/// The way a copy was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Road {
    /// Copied to the desktop's clipboard.
    Clipboard,
    /// Sent to the terminal, which does not confirm it.
    Terminal,
    /// Written to this file.
    File(PathBuf),
}

/// What became of a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Copied {
    /// This many bytes were copied this way.
    Done(usize, Road),
    /// The terminal should get this text. Only the thread that draws writes to it.
    ForTerminal(String),
}

/// The ways to copy. They stay open, because on X11 a copied text disappears with the program that copied it.
#[derive(Default)]
pub struct Clipboard {
    desktop: Option<arboard::Clipboard>,
    /// The opened paths; no copy is written inside them.
    inputs: Vec<PathBuf>,
}

impl Clipboard {
    /// Makes a clipboard that never writes inside `inputs`.
    pub fn new(inputs: Vec<PathBuf>) -> Self {
        Self { desktop: None, inputs }
    }

    /// Never writes inside these paths either.
    pub fn protect(&mut self, inputs: Vec<PathBuf>) {
        self.inputs.extend(inputs);
    }

    /// Copies `text` in the best way; returns what became of it, or why it failed. A file gets this extension.
    pub fn copy(&mut self, text: String, to_file: bool, extension: &str) -> Result<Copied, String> {
        if !to_file {
            if self.copy_to_desktop(&text) {
                return Ok(Copied::Done(text.len(), Road::Clipboard));
            }
            if text.len() <= MAX_OSC_52 {
                return Ok(Copied::ForTerminal(text));
            }
        }
        self.write(text.as_bytes(), extension)
    }

    /// Writes bytes into a new file; returns how many and where, or why not.
    pub fn write(&self, bytes: &[u8], extension: &str) -> Result<Copied, String> {
        match write_file(bytes, extension, &self.inputs) {
            Ok(path) => Ok(Copied::Done(bytes.len(), Road::File(path))),
            Err(error) => Err(format!("the file could not be written: {error}")),
        }
    }

    fn copy_to_desktop(&mut self, text: &str) -> bool {
        let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        if !may_have_desktop(cfg!(all(unix, not(target_os = "macos"))), is_set) {
            return false;
        }
        if self.desktop.is_none() {
            self.desktop = arboard::Clipboard::new().ok();
        }
        self.desktop.as_mut().is_some_and(|desktop| desktop.set_text(text).is_ok())
    }
}

/// Returns whether the user may have a desktop that accepts a copy; if it does not answer, the terminal gets
/// it.
///
/// With X11 or Wayland the display variable decides, which may also be a forwarded display. Other desktops have
/// no such variable. There, an ssh session means no desktop, unless a multiplexer is in between, whose
/// variables may be older than the attached terminal.
fn may_have_desktop(has_displays: bool, is_set: impl Fn(&str) -> bool) -> bool {
    if has_displays {
        return is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
    }
    let is_remote = is_set("SSH_CONNECTION") || is_set("SSH_TTY");
    !is_remote || is_set("TMUX") || is_set("STY")
}

/// Writes a new file that only its owner can read, outside the opened folders: in the user's state folder, or
/// where temporary files go.
fn write_file(bytes: &[u8], extension: &str, inputs: &[PathBuf]) -> io::Result<PathBuf> {
    use etcetera::BaseStrategy as _;
    count_written();
    let state = etcetera::choose_base_strategy().ok().and_then(|base| base.state_dir());
    let folder = first_outside(
        state.map(|state| state.join("trailsift")).into_iter().chain([env::temp_dir()]),
        inputs,
    )?;
    std::fs::create_dir_all(&folder)?;
    let extension = if extension.is_empty() { "json" } else { extension };
    for number in 1..10_000_u32 {
        let path = folder.join(format!("copied-{number}.{extension}"));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
            Ok(mut file) => {
                file.write_all(bytes)?;
                return Ok(path);
            }
        }
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, format!("{} has too many copies", folder.display())))
}

/// Finds the first folder that is outside all `inputs`; it need not exist yet.
fn first_outside(mut folders: impl Iterator<Item = PathBuf>, inputs: &[PathBuf]) -> io::Result<PathBuf> {
    let is_outside = |folder: &PathBuf| {
        let there = folder.ancestors().find_map(|part| part.canonicalize().ok());
        there.is_none_or(|there| input_at(&there, OsStr::new(""), inputs).is_none())
    };
    folders.find(is_outside).ok_or_else(|| {
        io::Error::other("every folder where a copy could be saved is inside an opened folder")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stale `SSH_TTY` within tmux, or `SSH_CONNECTION=` without a value, kept copies from the desktop.
    #[test]
    fn the_desktop_comes_first_where_one_may_be() {
        let may = |displays, set: &[&str]| may_have_desktop(displays, |name| set.contains(&name));
        for (displays, set, expected) in [
            (true, &[][..], false),
            (true, &["DISPLAY"], true),
            (true, &["DISPLAY", "SSH_TTY", "TMUX"], true),
            (true, &["WAYLAND_DISPLAY", "SSH_CONNECTION"], true),
            (true, &["SSH_CONNECTION", "TMUX"], false),
            (false, &[], true),
            (false, &["SSH_CONNECTION"], false),
            (false, &["SSH_TTY"], false),
            (false, &["SSH_TTY", "TMUX"], true),
            (false, &["SSH_CONNECTION", "SSH_TTY", "STY"], true),
            (true, &["DISPLAY", "SSH_TTY", "STY"], true),
            (true, &["WAYLAND_DISPLAY", "SSH_TTY", "SSH_CONNECTION", "TMUX"], true),
            (true, &["TMUX"], false),
        ] {
            assert_eq!(may(displays, set), expected, "{displays} {set:?}");
        }
    }

    #[test]
    fn a_copy_that_is_written_counts_as_a_file_of_this_thread() {
        let before = crate::export::file::written_here();
        Clipboard::new(vec!["/".into()]).write(b"x", "").unwrap_err();
        assert_eq!(crate::export::file::written_here(), before + 1);
    }

    /// If the home folder was opened, copies were written into it.
    #[test]
    fn no_copy_is_written_into_what_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let [home, other] = ["home", "other"].map(|name| folder.path().join(name));
        std::fs::create_dir(&home).unwrap();
        std::fs::create_dir(&other).unwrap();
        let state = home.join(".local/state/trailsift");
        let first =
            |inputs: &[PathBuf]| first_outside([state.clone(), other.clone()].into_iter(), inputs).ok();
        assert_eq!(first(&[]), Some(state.clone()));
        assert_eq!(first(std::slice::from_ref(&other)), Some(state.clone()));
        assert_eq!(first(std::slice::from_ref(&home)), Some(other.clone()));
        assert_eq!(first(&[home.join("missing"), home.join(".")]), Some(other.clone()));
        assert_eq!(first(&[home.clone(), other.clone()]), None);
    }
}

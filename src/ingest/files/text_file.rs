//! The text of a file that is given besides the trail: a list of addresses, keys or names to look for, public
//! keys, saved questions.

use crate::store::file::IssueKind;
use std::path::Path;
use std::sync::Arc;

use super::decode::text;
use super::open::read;
use crate::ingest::limits::Limits;
use crate::ingest::memory::Memory;
use crate::json::text::start_of_text;
use crate::plural::counted;

/// Maximum size in bytes; a longer file is not a list that somebody wrote.
const LONGEST: u32 = 64 << 20;

/// Reads a text file of at most `longest` bytes, in any encoding that Windows or PowerShell writes; the error
/// is a sentence. Refuses pipes, devices and files that cannot be read completely, because half a list looks
/// like a list.
pub fn text_of_file(path: &Path, longest: u32) -> Result<Vec<u8>, String> {
    let limits = Limits { file_bytes: longest, ..Limits::USUAL };
    let memory = Arc::new(Memory::new(u64::from(longest) * 4));
    let mut bytes = Vec::new();
    let too_large = || format!("the file is larger than {}", counted(longest, "byte"));
    let (failed, _taken) = read(path, &mut bytes, &limits, &memory).map_err(|issue| match issue.kind {
        IssueKind::TooLarge => too_large(),
        _ => issue.reason,
    })?;
    if let Some(issue) = failed {
        return Err(issue.reason);
    }
    let text = text(&bytes, longest as usize).map_err(|foreign| foreign.advice.to_owned())?;
    if text.cut.is_some() {
        return Err(too_large());
    }
    if let Some(issue) = text.issues.first() {
        return Err(issue.reason.clone());
    }
    let text = text.of(&bytes);
    Ok(text.get(start_of_text(text)..).unwrap_or_default().to_vec())
}

/// Reads the text of a list; the error is a sentence that names the file.
pub fn list_text(path: &str) -> Result<String, String> {
    let text = text_of_file(Path::new(path), LONGEST).map_err(|reason| format!("{path}: {reason}"))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With a byte order mark, the first line of a list matched nothing; in UTF-16, no line did.
    #[test]
    fn lists_are_read_however_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.txt");
        let read = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            let text = list_text(path.to_str().unwrap());
            text.map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
                .map_err(|reason| reason.rsplit(": ").next().unwrap().to_owned())
        };
        let two = || Ok(vec!["198.51.100.23".to_owned(), "192.0.2.0/24".to_owned()]);
        assert_eq!(read(b"198.51.100.23\n192.0.2.0/24\n"), two());
        assert_eq!(read(b"\xef\xbb\xbf198.51.100.23\r\n192.0.2.0/24"), two());
        let units = "\u{feff}198.51.100.23\r\n192.0.2.0/24\r\n".encode_utf16();
        assert_eq!(read(&units.flat_map(u16::to_le_bytes).collect::<Vec<_>>()), two());
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut packed, b"198.51.100.23\n192.0.2.0/24\n").unwrap();
        let packed = packed.finish().unwrap();
        assert_eq!(read(&packed), two());
        // Half of it was taken for the whole list.
        assert!(read(&packed[..packed.len() - 12]).is_err());
        assert_eq!(
            read(&vec![b'1'; LONGEST as usize + 1]),
            Err("the file is larger than 67108864 bytes".to_owned())
        );
        assert_eq!(read(b"PK\x03\x04").unwrap_err(), "an archive, not a file; extract it first");
        let folder = list_text(folder.path().to_str().unwrap()).unwrap_err();
        assert!(folder.ends_with("a device, pipe, socket or folder; it was not read"), "{folder}");
    }

    /// The explorer hung, and even a signal did not end it.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_is_no_list() {
        let device = list_text("/dev/zero").unwrap_err();
        assert!(device.ends_with("a device, pipe, socket or folder; it was not read"), "{device}");
    }
}

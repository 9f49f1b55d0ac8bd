//! Archives without times and owners, so that the same trail gives the same bytes.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};

use super::TrailFile;
use crate::base::output::Outcome;

pub(super) fn zip(files: &[TrailFile]) -> Outcome<Vec<u8>> {
    let mut out = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut out);
    for (name, bytes) in files {
        let file = archive.new_file(name.as_str()).compression_method(rawzip::CompressionMethod::DEFLATE);
        let (mut entry, config) = file.start()?;
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
        writer.write_all(bytes)?;
        let (encoder, descriptor) = writer.finish()?;
        encoder.finish()?;
        entry.finish(descriptor)?;
    }
    archive.finish()?;
    Ok(out)
}

pub(super) fn tar(files: &[TrailFile]) -> Outcome<Vec<u8>> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(u64::try_from(bytes.len())?);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, bytes.as_slice())?;
    }
    Ok(builder.into_inner()?)
}

pub(super) fn tar_gz(files: &[TrailFile]) -> Outcome<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&tar(files)?)?;
    Ok(encoder.finish()?)
}

pub(super) fn tar_bz2(files: &[TrailFile]) -> Outcome<Vec<u8>> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
    encoder.write_all(&tar(files)?)?;
    Ok(encoder.finish()?)
}

//! stub
pub mod theme;
use crate::cli::Exit;
use crate::ingest::Options;
/// stub
pub fn run(_options: Options, _filter: &str, _theme: theme::ThemeName) -> std::io::Result<Exit> { Ok(Exit::Answered) }

//! stub
/// Name
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ThemeName {
    /// a
    #[default]
    Terminal,
}

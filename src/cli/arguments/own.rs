//! The user's own files as arguments, or from the configuration: names of accounts, places, indicators.

use std::path::{Path, PathBuf};

use anyhow::{Error, Result};
use clap::Args;

use crate::cli::complain::complain;
use crate::config::settings::Settings;
use crate::own::OwnPaths;

/// Files of the user's own. They replace those of the configuration.
#[derive(Debug, Args)]
pub(in crate::cli) struct OwnArguments {
    /// Names for accounts: lines such as 123456789012 = "production", or the output of aws organizations list-accounts
    #[arg(long, value_name = "FILE", global = true)]
    accounts: Vec<PathBuf>,
    /// Database in MaxMind's format, for the fields country, city and asn
    #[arg(long, value_name = "FILE", global = true)]
    mmdb: Vec<PathBuf>,
    /// List of indicators to look for in every value: is:ioc and the field ioc
    #[arg(long, value_name = "FILE", global = true)]
    iocs: Vec<PathBuf>,
}

impl OwnArguments {
    /// Reads the files, once, before any log file. What cannot be read is an error with its place.
    pub(in crate::cli) fn read(&self, settings: &Settings) -> Result<()> {
        let either = |given: &[PathBuf], set: &[String]| match given {
            [] => set.iter().map(|path| of_home(path)).collect(),
            given => given.to_vec(),
        };
        let paths = OwnPaths {
            accounts: either(&self.accounts, &settings.accounts.value),
            mmdb: either(&self.mmdb, &settings.mmdb.value),
            iocs: either(&self.iocs, &settings.iocs.value),
        };
        paths.read().map_err(Error::msg)?.iter().for_each(|remark| complain(remark));
        Ok(())
    }
}

/// Returns a path of the configuration, where `~/` is the home folder.
fn of_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), etcetera::home_dir()) {
        (Some(rest), Ok(home)) => home.join(rest),
        _ => Path::new(path).to_owned(),
    }
}

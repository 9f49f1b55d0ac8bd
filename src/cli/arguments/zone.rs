//! The time zone of printed tables and of the explorer, as an argument.

use clap::Args;

use crate::record::time::zone::Zone;

/// The zone in which times are shown.
#[derive(Debug, Args)]
pub(in crate::cli) struct ZoneArgument {
    /// Time zone of shown times, such as Europe/Berlin, or local; CSV, JSON, Markdown and filters stay in UTC [default: UTC]
    #[arg(long, value_name = "NAME", env = "TRAILSIFT_ZONE", hide_env_values = true, value_parser = Zone::read)]
    zone: Option<Zone>,
}

impl ZoneArgument {
    /// Returns the zone; UTC if none was given.
    pub(in crate::cli) fn zone(self) -> Zone {
        self.zone.unwrap_or_default()
    }

    /// Returns the zone that was given, if any.
    pub(in crate::cli) fn given(&self) -> Option<&Zone> {
        self.zone.as_ref()
    }
}

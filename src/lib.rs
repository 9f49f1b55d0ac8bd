//! trailsift: an offline terminal explorer for AWS CloudTrail log files.
pub mod cli;
pub mod export;
pub mod ingest;
pub mod json;
pub mod query;
pub mod record;
pub mod store;
pub mod text;
pub mod tui;

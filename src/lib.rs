//! trailsift: an offline terminal explorer for AWS CloudTrail log files.
pub mod ingest;
pub mod json;
pub mod record;
pub mod store;

//! trailsift: an offline terminal explorer for AWS CloudTrail log files.
pub mod json;
pub mod record;

//! What can be exported, and in which forms.

use crate::export::groups::GroupFormat;
use crate::export::list::ListFormat;

/// What is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportSubject {
    /// The events of the list.
    Listed,
    /// The events of the selected range.
    Selected,
    /// The event under the cursor.
    Event,
    /// The groups.
    Groups,
    /// The report of the case.
    Report,
}

/// The form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportForm {
    /// Columns for a spreadsheet.
    Csv,
    /// A Markdown table.
    Markdown,
    /// One record on each line.
    JsonLines,
    /// A log file that opens again; of groups, an array.
    Json,
    /// Aligned columns.
    Table,
    /// A folder with all parts of a report.
    Folder,
}

impl ExportSubject {
    /// Returns its forms.
    pub fn forms(self) -> &'static [ExportForm] {
        use ExportForm::{Csv, Folder, Json, JsonLines, Markdown, Table};
        match self {
            Self::Listed | Self::Selected | Self::Event => &[Csv, Markdown, JsonLines, Json, Table],
            Self::Groups => &[Csv, Markdown, Json, Table],
            Self::Report => &[Folder],
        }
    }
}

impl ExportForm {
    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Markdown => "Markdown",
            Self::JsonLines => "JSON Lines",
            Self::Json => "JSON",
            Self::Table => "text table",
            Self::Folder => "a new folder",
        }
    }

    /// Returns the extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Markdown => "md",
            Self::JsonLines => "jsonl",
            Self::Json => "json",
            Self::Table => "txt",
            Self::Folder => "",
        }
    }

    /// Says what the file will contain.
    pub fn about(self, subject: ExportSubject) -> &'static str {
        match (self, subject) {
            (Self::Folder, _) => {
                "Markdown, HTML, tables, records, changes, credentials, indicators, and a manifest with the SHA-256 of each"
            }
            (Self::Csv, _) => "the columns shown, for a spreadsheet; formulas are made harmless",
            (Self::Markdown, _) => "the columns shown, as a Markdown table",
            (Self::Table, _) => "the columns shown, aligned; nothing is cut",
            (Self::JsonLines, _) => "whole records, one on each line",
            (Self::Json, ExportSubject::Groups) => "an array of objects",
            (
                Self::Json,
                ExportSubject::Listed
                | ExportSubject::Selected
                | ExportSubject::Event
                | ExportSubject::Report,
            ) => "whole records byte for byte, as a log file that opens again: {\"Records\":[…]}",
        }
    }

    /// Returns the form of events.
    pub fn of_events(self) -> ListFormat {
        match self {
            Self::Csv => ListFormat::Csv,
            Self::Markdown => ListFormat::Md,
            Self::JsonLines => ListFormat::Jsonl,
            Self::Json => ListFormat::Json,
            Self::Table | Self::Folder => ListFormat::Table,
        }
    }

    /// Returns the form of groups.
    pub fn of_groups(self) -> GroupFormat {
        match self {
            Self::Csv => GroupFormat::Csv,
            Self::Markdown => GroupFormat::Md,
            Self::JsonLines | Self::Json => GroupFormat::Json,
            Self::Table | Self::Folder => GroupFormat::Table,
        }
    }
}

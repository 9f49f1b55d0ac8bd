//! What the explorer starts with: what the command line and the configuration say.

use std::path::PathBuf;
use std::sync::Arc;

use super::input::keymap::Keymap;
use super::layout_choice::LayoutChoice;
use super::theme::ThemeName;
use super::theme::written::ThemeStyles;
use crate::query::rules::set::RuleSet;
use crate::record::field::Field;
use crate::record::time::zone::Zone;

/// What is shown first.
#[derive(Debug, Clone, Default)]
pub enum FirstView {
    /// The event list.
    #[default]
    List,
    /// Groups by these fields.
    Groups(Vec<&'static Field>),
    /// The files and what they cover.
    Inventory,
    /// The triage board.
    Board,
}

impl FirstView {
    /// Returns how it is written in the configuration.
    pub fn name(&self) -> String {
        match self {
            Self::List => "list".to_owned(),
            Self::Inventory => "inventory".to_owned(),
            Self::Board => "board".to_owned(),
            Self::Groups(fields) => {
                let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
                format!("groups by {}", names.join(", "))
            }
        }
    }
}

/// What the explorer starts with.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct Start {
    /// The filter.
    pub filter: String,
    /// The columns of the list that are asked for, if any.
    pub columns: Option<Vec<&'static Field>>,
    /// The theme.
    pub theme: ThemeName,
    /// Own styles in it.
    pub styles: ThemeStyles,
    /// The keys that hold.
    pub keymap: Keymap,
    /// What is shown first.
    pub view: FirstView,
    /// How the list and the event share the screen, if that is asked for.
    pub layout: Option<LayoutChoice>,
    /// Whether long values of an event are wrapped.
    pub wrap: bool,
    /// Whether the mouse is used.
    pub mouse: bool,
    /// The time zone in which times are shown.
    pub zone: Zone,
    /// Whether filters, folders and views are remembered for the next run.
    pub state: bool,
    /// The file of the case; `None` for the usual one.
    pub case: Option<PathBuf>,
    /// Whether the screen shows ASCII only.
    pub ascii: bool,
    /// The user's own rules.
    pub rules: Arc<RuleSet>,
    /// Whether new files are read as they appear.
    pub follow: bool,
    /// What is wrong in the configuration.
    pub remark: Option<String>,
}

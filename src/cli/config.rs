//! The configuration on the command line: which file is read, options that replace its values, and printing it.

use std::env;
use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Error, Result};
use clap::Args;

use super::complain::complain;
use crate::cli::arguments::fields;
use crate::cli::arguments::fields::FieldList;
use crate::cli::arguments::rule_files::read_rules;
use crate::cli::arguments::when::ShowWhen;
use crate::cli::arguments::zone::ZoneArgument;
use crate::config::file::{Config, ConfigFile, usual_path};
use crate::config::locale::without_utf8;
use crate::config::settings::{Origin, Setting, Settings};
use crate::config::{example, listed};
use crate::exit::Exit;
use crate::plural::counted;
use crate::query::rules::in_force::use_rules;
use crate::query::rules::set::RuleSet;
use crate::record::time::zone::Zone;
use crate::text;
use crate::text::paint::Paint;
use crate::tui::start::{FirstView, Start};
use crate::tui::theme::{Theme, ThemeName};

/// Which configuration is read.
#[derive(Debug, Args)]
pub(super) struct ConfigArguments {
    /// Read this configuration file instead of the usual one (also: TRAILSIFT_CONFIG)
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long, global = true, conflicts_with = "config")]
    no_config: bool,
}

/// Where the user's own rules are.
#[derive(Debug, Args)]
pub(super) struct RulesArgument {
    /// Sigma rules for CloudTrail: a folder of .yml files, or one file (also: rules in the configuration)
    #[arg(long, value_name = "DIR", global = true)]
    rules: Option<PathBuf>,
}

impl RulesArgument {
    /// Lets filters name the rules that are asked for.
    pub(super) fn let_filters_name_them(&self) -> Result<()> {
        if let Some(path) = &self.rules {
            use_rules(&read_rules(path)?);
        }
        Ok(())
    }

    /// Reads the rules that are asked for, or that the configuration names, or those in its folder `rules`; `None` if
    /// there are none.
    pub(super) fn read(&self, arguments: &ConfigArguments) -> Result<Option<RuleSet>> {
        if let Some(path) = &self.rules {
            return read_rules(path).map(Some);
        }
        let config = file(arguments)?;
        let Some(folder) = config.path.as_deref().and_then(Path::parent) else { return Ok(None) };
        let named = &config.settings.rules.value;
        if !named.is_empty() {
            return read_rules(&folder.join(named)).map(Some);
        }
        let usual = folder.join("rules");
        if usual.is_dir() { read_rules(&usual).map(Some) } else { Ok(None) }
    }
}

/// What the explorer starts with, instead of what the configuration says.
#[derive(Debug, Args)]
pub(super) struct StartArguments {
    /// Columns of the explorer's list, separated by commas: fields, or paths into the record
    #[arg(long, value_parser = fields::read)]
    columns: Vec<FieldList>,
    /// Colours of the explorer
    #[arg(long, value_enum)]
    theme: Option<ThemeName>,
    #[command(flatten)]
    zone: ZoneArgument,
    /// Show ASCII only: always, never, or auto, if the locale has no UTF-8
    #[arg(long, value_name = "WHEN", value_enum, num_args = 0..=1, require_equals = true,
        default_missing_value = "always")]
    ascii: Option<ShowWhen>,
    /// Show the triage board first: what is worth a look, and what has an answer
    #[arg(long)]
    board: bool,
    /// Remember nothing for the next run: no filters, folders, columns and layout (also: TRAILSIFT_NO_STATE)
    #[arg(long)]
    no_state: bool,
}

/// What to print of the configuration.
#[derive(Debug, Args)]
pub(super) struct ShowArguments {
    /// Print the path of the configuration file
    #[arg(long, conflicts_with = "example")]
    path: bool,
    /// Print a configuration file with every setting, its default and what it does
    #[arg(long)]
    example: bool,
    #[command(flatten)]
    start: StartArguments,
}

/// Reads the configuration file.
fn file(arguments: &ConfigArguments) -> Result<Config> {
    let named = arguments.config.clone().or_else(|| set("TRAILSIFT_CONFIG").map(PathBuf::from));
    let file = match &named {
        _ if arguments.no_config => ConfigFile::None,
        Some(path) => ConfigFile::Named(path),
        None => ConfigFile::Usual,
    };
    Config::read(file).map_err(Error::msg)
}

/// Reads the configuration; options and the environment replace its values.
fn read(start: &StartArguments, arguments: &ConfigArguments) -> Result<Config> {
    let mut config = file(arguments)?;
    let settings = &mut config.settings;
    if set("NO_COLOR").is_some() {
        settings.theme.set(ThemeName::Mono, Origin::Environment("NO_COLOR"));
    } else if let Some(theme) = start.theme {
        settings.theme.set(theme, Origin::Option("--theme"));
    }
    if settings.theme.value == ThemeName::Mono {
        // Own colours are colours too.
        settings.colors.clear();
    }
    if let Some(zone) = start.zone.given() {
        let is_set = set("TRAILSIFT_ZONE").is_some_and(|name| name.eq_ignore_ascii_case(zone.name()));
        let origin = if is_set { Origin::Environment("TRAILSIFT_ZONE") } else { Origin::Option("--zone") };
        settings.zone.set(zone.name().to_owned(), origin);
    }
    if let Some(when) = start.ascii {
        settings.ascii.set(when.decided(), Origin::Option("--ascii"));
    }
    if settings.ascii.value.is_none()
        && let Some(name) = without_utf8(|name| env::var(name).ok())
    {
        settings.ascii.set(Some(true), Origin::Environment(name));
    }
    if start.board {
        settings.view.set(FirstView::Board, Origin::Option("--board"));
    }
    if start.no_state {
        settings.state.set(false, Origin::Option("--no-state"));
    } else if set("TRAILSIFT_NO_STATE").is_some() {
        settings.state.set(false, Origin::Environment("TRAILSIFT_NO_STATE"));
    }
    let columns = fields::all(&start.columns);
    if !columns.is_empty() {
        settings.columns.set(columns, Origin::Option("--columns"));
    }
    Ok(config)
}

/// Returns a variable of the environment, unless it is empty.
fn set(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

/// Returns what the explorer starts with. Mistakes in the configuration are printed, for when it has ended, and
/// the first of them is shown.
pub(super) fn start(filter: String, start: &StartArguments, arguments: &ConfigArguments) -> Result<Start> {
    let config = read(start, arguments)?;
    let remarks = config.remarks();
    for remark in &remarks {
        complain(remark);
    }
    let remark = remarks.first().map(|first| match remarks.len() {
        1 => first.clone(),
        more => format!("{first}; and {} (trailsift config)", counted(more - 1, "more problem")),
    });
    let settings = config.settings;
    let styles = settings.styles();
    Ok(Start {
        filter,
        columns: asked(settings.columns),
        theme: settings.theme.value,
        styles,
        keymap: settings.keymap,
        view: settings.view.value,
        layout: asked(settings.layout),
        wrap: settings.wrap.value,
        mouse: settings.mouse.value,
        // What is in the file was checked.
        zone: Zone::read(&settings.zone.value).unwrap_or_default(),
        state: settings.state.value,
        case: None,
        rules: Arc::default(),
        ascii: settings.ascii.value.unwrap_or(false),
        follow: false,
        remark,
    })
}

/// Returns the settings of the configuration file.
pub(super) fn settings(arguments: &ConfigArguments) -> Result<Settings> {
    Ok(file(arguments)?.settings)
}

/// Returns a value that is not the program's own.
fn asked<T>(setting: Setting<T>) -> Option<T> {
    (setting.origin != Origin::Default).then_some(setting.value)
}

/// Returns the colours of tables: those of the theme of the configuration.
pub(super) fn paint(arguments: &ConfigArguments) -> Result<Paint> {
    let config = file(arguments)?;
    Ok(Theme::of(config.settings.theme.value, &config.settings.styles()).paint())
}

/// Prints what holds, the example, or the path.
pub(super) fn show(show: &ShowArguments, arguments: &ConfigArguments) -> Result<Exit> {
    if show.example {
        return print(&example());
    }
    if show.path {
        let named = arguments.config.clone().or_else(|| set("TRAILSIFT_CONFIG").map(PathBuf::from));
        let path = named.or_else(usual_path).context(
            "the configuration folder is unknown, because HOME is not set; name a file with --config",
        )?;
        return print(&format!("{}\n", text::path(&path)));
    }
    let config = read(&show.start, arguments)?;
    let remarks = config.remarks();
    for remark in &remarks {
        complain(remark);
    }
    let path = config.path.as_deref().map(file_words(config.is_read));
    print(&listed(&config.settings, &path.into_iter().collect::<Vec<_>>()))
}

fn file_words(is_read: bool) -> impl Fn(&Path) -> String {
    move |path| format!("{}{}", text::path(path), if is_read { "" } else { " (does not exist)" })
}

fn print(text: &str) -> Result<Exit> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("the output could not be written")?;
    Ok(Exit::Answered)
}

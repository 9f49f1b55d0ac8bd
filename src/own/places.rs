//! Places and network operators of addresses, from databases in MaxMind's format, such as GeoLite2 or DB-IP.

use std::fmt;
use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use maxminddb::{PathElement, Reader};

use crate::plural::counted;
use crate::record::own::OwnColumn;
use crate::text;

/// Maximum size of a database, in bytes.
const LARGEST: u64 = 1 << 30;

/// A database.
struct Database {
    /// Its path, for messages.
    name: String,
    reader: Reader<Vec<u8>>,
}

impl fmt::Debug for Database {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Database").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The databases, in the order in which they were given.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<Database>);

impl Places {
    /// Reads databases.
    pub(super) fn read(paths: &[PathBuf]) -> Result<Self, String> {
        let mut databases = Vec::new();
        for path in paths {
            let name = text::path(path);
            let bytes = bytes_of(path).map_err(|reason| format!("{name}: {reason}"))?;
            let reader = Reader::from_source(bytes)
                .map_err(|error| format!("{name}: not a readable MaxMind database: {error}"))?;
            databases.push(Database { name, reader });
        }
        Ok(Self(databases))
    }

    /// Returns whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns what the first database that knows it says about an address.
    pub(super) fn value(&self, column: OwnColumn, address: &str) -> Option<String> {
        let address: IpAddr = crate::record::address::Address::read(address)?.into();
        self.0.iter().find_map(|database| database.value(column, address))
    }
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, String> {
    let about = fs::metadata(path).map_err(|error| error.to_string())?;
    if !about.is_file() {
        return Err("a device, pipe, socket or folder; it was not read".to_owned());
    }
    if about.len() > LARGEST {
        return Err(format!("the file is larger than {}", counted(LARGEST, "byte")));
    }
    fs::read(path).map_err(|error| error.to_string())
}

impl Database {
    /// A part that cannot be read is said in the value: nothing is taken for unknown that is only damaged.
    fn value(&self, column: OwnColumn, address: IpAddr) -> Option<String> {
        if address.is_ipv6() && self.reader.metadata().ip_version == 4 {
            return None;
        }
        self.read(column, address)
            .unwrap_or_else(|error| Some(format!("not readable in {}: {error}", self.name)))
    }

    fn read(&self, column: OwnColumn, address: IpAddr) -> Result<Option<String>, maxminddb::MaxMindDbError> {
        let found = self.reader.lookup(address)?;
        let text = |path: &[&str]| {
            let path: Vec<PathElement<'_>> = path.iter().map(|name| PathElement::Key(name)).collect();
            found.decode_path::<String>(&path)
        };
        match column {
            OwnColumn::Country => {
                Ok(text(&["country", "iso_code"])?.or(text(&["registered_country", "iso_code"])?))
            }
            OwnColumn::City => text(&["city", "names", "en"]),
            OwnColumn::Asn => {
                let number = found.decode_path::<u32>(&[PathElement::Key("autonomous_system_number")])?;
                let name = text(&["autonomous_system_organization"])?;
                let words = [number.map(|number| format!("AS{number}")), name];
                let words: Vec<String> = words.into_iter().flatten().collect();
                Ok((!words.is_empty()).then(|| words.join(" ")))
            }
            OwnColumn::AccountName | OwnColumn::Ioc => Ok(None),
        }
    }
}

//! The lines of a file that a filter names: lists of addresses, keys or names to look for.

/// Reads the lines of a file; the error is a sentence that names the file.
pub fn lines(path: &str) -> Result<Vec<String>, String> {
    let text = std::fs::read(path).map_err(|error| format!("{path}: {error}"))?;
    Ok(String::from_utf8_lossy(&text).lines().map(str::to_owned).collect())
}

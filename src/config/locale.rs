//! Whether the locale of the environment has UTF-8.

/// The variables that decide, the first that is set.
const VARIABLES: [&str; 3] = ["LC_ALL", "LC_CTYPE", "LANG"];

/// Returns the variable that says that the terminal has no UTF-8. Without any of them, as in many containers, nothing
/// is known, and terminals without UTF-8 are rare.
pub fn without_utf8(variable: impl Fn(&str) -> Option<String>) -> Option<&'static str> {
    let mut set = VARIABLES.into_iter().filter_map(|name| Some((name, variable(name)?)));
    let (name, value) = set.find(|(_, value)| !value.is_empty())?;
    let value = value.to_ascii_lowercase();
    (!value.contains("utf-8") && !value.contains("utf8")).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_decides() {
        for (set, decides) in [
            (&[][..], None),
            (&[("LANG", "en_US.UTF-8")], None),
            (&[("LANG", "C.utf8")], None),
            (&[("LANG", "C")], Some("LANG")),
            (&[("LANG", "de_DE.ISO-8859-1")], Some("LANG")),
            (&[("LANG", "C"), ("LC_CTYPE", "en_US.UTF-8")], None),
            (&[("LC_CTYPE", "en_US.UTF-8"), ("LC_ALL", "POSIX")], Some("LC_ALL")),
            (&[("LC_ALL", ""), ("LANG", "en_US.UTF-8")], None),
        ] {
            let value =
                |name: &str| set.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(without_utf8(value), decides, "{set:?}");
        }
    }
}

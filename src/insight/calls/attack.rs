//! Names of tactics and techniques of MITRE ATT&CK as people write them: `Privilege Escalation`, `TA0004`,
//! `T1562.008`. Names of earlier versions lead to what replaced them.

use super::watch::{TABLE, attack_version};

/// Returns the tactics that a text names: by name, ID or beginning. The error says what may have been meant.
pub fn tactics_named(text: &str) -> Result<Vec<String>, String> {
    let wanted = plain(text);
    let known = || TABLE.tactics.keys();
    if let Some(tactic) = known().find(|tactic| **tactic == wanted) {
        return Ok(vec![tactic.clone()]);
    }
    if let Some((tactic, _)) = TABLE.tactics.iter().find(|(_, id)| id.eq_ignore_ascii_case(&wanted)) {
        return Ok(vec![tactic.clone()]);
    }
    let is_renamed = |name: &str| name == wanted || (wanted.len() > 2 && name.starts_with(&wanted));
    let renamed = TABLE.renamed.iter().filter(|(name, _)| !is_technique(name) && is_renamed(name));
    let mut found: Vec<String> = renamed.flat_map(|(_, names)| names.iter().cloned()).collect();
    if found.is_empty() || !TABLE.renamed.contains_key(&wanted) {
        found.extend(known().filter(|tactic| !wanted.is_empty() && tactic.starts_with(&wanted)).cloned());
    }
    found.sort();
    found.dedup();
    if found.is_empty() { Err(no_tactic(text, &wanted)) } else { Ok(found) }
}

/// Returns the techniques that a text names, in upper case. Sub-techniques are found with their technique.
pub fn techniques_named(text: &str) -> Result<Vec<String>, String> {
    let id = text.trim().to_ascii_uppercase();
    if !is_technique(&id) {
        return Err(format!("{text} is not the ID of a technique; write T1098 or T1098.001"));
    }
    Ok(TABLE.renamed.get(&id).cloned().unwrap_or_else(|| vec![id]))
}

/// Returns the names of the tactics.
pub fn attack_tactics() -> impl Iterator<Item = &'static str> {
    TABLE.tactics.keys().map(String::as_str)
}

/// Returns the tactic as people read it: `Privilege Escalation`.
pub fn tactic_title(tactic: &str) -> String {
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
    };
    tactic.split('-').map(capital).collect::<Vec<_>>().join(" ")
}

fn plain(text: &str) -> String {
    text.trim().to_ascii_lowercase().replace([' ', '_'], "-")
}

fn is_technique(id: &str) -> bool {
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let Some(number) = id.strip_prefix('T') else { return false };
    match number.split_once('.') {
        Some((number, sub)) => digits(number, 4) && digits(sub, 3),
        None => digits(number, 4),
    }
}

fn no_tactic(text: &str, wanted: &str) -> String {
    let names = || TABLE.tactics.keys().chain(TABLE.renamed.keys().filter(|name| !is_technique(name)));
    let near = names().map(|name| (strsim::damerau_levenshtein(name, wanted), name)).min();
    let meant = match near.filter(|(distance, _)| *distance <= 4) {
        Some((_, name)) => format!("did you mean {name}? "),
        None => String::new(),
    };
    let all: Vec<&str> = TABLE.tactics.keys().map(String::as_str).collect();
    format!("no tactic {text} in ATT&CK v{}; {meant}The tactics are {}", attack_version(), all.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tactics_have_names_ids_beginnings_and_former_names() {
        for (text, expected) in [
            ("persistence", "persistence"),
            ("Privilege Escalation", "privilege-escalation"),
            ("ta0112", "defense-impairment"),
            ("TA0005", "stealth"),
            ("defense_evasion", "defense-impairment stealth"),
            ("exf", "exfiltration"),
            ("p", "persistence privilege-escalation"),
            ("defense", "defense-impairment stealth"),
        ] {
            assert_eq!(tactics_named(text).map(|found| found.join(" ")).as_deref(), Ok(expected), "{text}");
        }
        let error = tactics_named("persistance").unwrap_err();
        assert!(error.contains("did you mean persistence?") && error.contains("v19"), "{error}");
        assert!(!tactics_named("qqqqqqqqqqqqqqq").unwrap_err().contains("did you mean"));
        assert!(tactics_named("").is_err());
    }

    #[test]
    fn techniques_are_ids_and_former_ids_lead_on() {
        for (text, expected) in [
            ("t1098", "T1098"),
            ("T1098.001", "T1098.001"),
            ("T1562.008", "T1685.002"),
            ("T1562", "T1685 T1686"),
        ] {
            assert_eq!(
                techniques_named(text).map(|found| found.join(" ")).as_deref(),
                Ok(expected),
                "{text}"
            );
        }
        for text in ["", "1098", "T109", "T1098.1", "Account Manipulation"] {
            assert!(techniques_named(text).is_err(), "{text}");
        }
    }

    #[test]
    fn tactics_have_titles() {
        assert_eq!(tactic_title("privilege-escalation"), "Privilege Escalation");
        assert_eq!(tactic_title("command-and-control"), "Command And Control");
    }
}

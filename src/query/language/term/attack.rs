//! Values of `tactic` and `technique`: names and IDs of MITRE ATT&CK in any spelling, and those of its earlier
//! versions.

use crate::insight::calls::attack::{tactics_named, techniques_named};
use crate::query::language::expr::{Target, Test};
use crate::record::field::{Column, OnDemand};

/// Returns the test of a value of these fields; `None` for other fields, and for text that is taken literally. The
/// error is a sentence.
pub(in crate::query) fn test(
    target: &Target,
    is_exact: bool,
    is_quoted: bool,
    value: &str,
) -> Result<Option<Test>, String> {
    let Target::Column(Column::OnDemand(column)) = target else { return Ok(None) };
    // A whole list is compared as it is shown.
    if value.is_empty() || value.contains(['*', '?']) || (is_quoted && value.contains(',')) {
        return Ok(None);
    }
    let any = |tests: Vec<Test>| Ok(Some(Test::AnyOf(tests)));
    match *column {
        OnDemand::TACTIC => any(tactics_named(value)?.into_iter().map(Test::Equals).collect()),
        // A sub-technique is found with its technique.
        OnDemand::TECHNIQUE if is_exact => {
            any(techniques_named(value)?.into_iter().map(Test::Equals).collect())
        }
        OnDemand::TECHNIQUE => {
            any(techniques_named(value)?.iter().map(|id| Test::Contains(id.to_lowercase())).collect())
        }
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use crate::query::language::parse::parse;

    #[test]
    fn names_of_every_spelling_mean_the_same() {
        for (one, other) in [
            ("tactic:\"Privilege Escalation\"", "tactic=privilege-escalation"),
            ("tactic:TA0040", "tactic:impact"),
            ("tactic:TA0112", "tactic=Defense_Impairment"),
            ("technique:t1562.008", "technique:T1685.002"),
        ] {
            assert_eq!(parse(one), parse(other), "{one}");
        }
        let both = format!("{:?}", parse("tactic:defense-evasion").unwrap());
        assert!(both.contains("\"stealth\"") && both.contains("\"defense-impairment\""), "{both}");
    }

    #[test]
    fn unknown_names_are_mistakes() {
        let message = |filter: &str| parse(filter).unwrap_err().message;
        assert!(message("tactic:persistance").contains("did you mean persistence?"));
        assert!(message("technique:hello").contains("T1098"));
        assert!(parse("tactic:* technique:T10* tactic=\"\" tactic!=impact").is_ok());
    }
}

//! Event names, and the API dates that some services add to them.

pub mod verb;

/// Returns an event name without the date of its API: Lambda and CloudFront write `CreateFunction20150331`,
/// `UpdateFunctionCode20150331v2` and `CreateDistribution2020_05_31`.
pub fn without_api_date(name: &str) -> &str {
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let version =
        name.strip_suffix(|char: char| char.is_ascii_digit()).and_then(|name| name.strip_suffix('v'));
    for name in [version, Some(name)].into_iter().flatten() {
        let Some((call, date)) = name.len().checked_sub(8).and_then(|at| name.split_at_checked(at)) else {
            continue;
        };
        if !call.is_empty()
            && date.bytes().all(|byte| is_digit(&byte))
            && (date.starts_with("19") || date.starts_with("20"))
        {
            return call;
        }
        let Some((call, date)) = name.len().checked_sub(10).and_then(|at| name.split_at_checked(at)) else {
            continue;
        };
        if let [y @ .., b'_', m1, m2, b'_', d1, d2] = date.as_bytes()
            && !call.is_empty()
            && y.iter().chain([m1, m2, d1, d2]).all(is_digit)
        {
            return call;
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_of_an_api_is_no_part_of_a_call() {
        for (name, plain) in [
            ("CreateFunction20150331", "CreateFunction"),
            ("UpdateFunctionCode20150331v2", "UpdateFunctionCode"),
            ("CreateDistribution2014_05_31", "CreateDistribution"),
            ("CreateUser", "CreateUser"),
            ("Put20990101", "Put"),
            ("20150331", "20150331"),
            ("Put12345678", "Put12345678"),
            ("Putv2", "Putv2"),
            ("Résumé2015", "Résumé2015"),
        ] {
            assert_eq!(without_api_date(name), plain);
        }
    }
}

//! Texts with `$names` in them: most request parameters are written this way.
//!
//! Besides the values given, a template knows `$guid`, `$hexN`, `$upN` and `$alN` (N characters)
//! and `$nN` (a number below N).

use super::rng::Rng;

/// Replaces every `$name`; an unknown name stays, so that a mistake is easy to find.
pub(crate) fn fill(template: &str, values: &[(&str, &str)], rng: &mut Rng) -> String {
    let mut out = String::with_capacity(template.len() + 64);
    let mut pieces = template.split('$');
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let end = piece.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(piece.len());
        let (name, rest) = piece.split_at_checked(end).unwrap_or((piece, ""));
        match values.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => out.push_str(value),
            None => push_random(&mut out, name, rng),
        }
        out.push_str(rest);
    }
    out
}

fn push_random(out: &mut String, name: &str, rng: &mut Rng) {
    let (kind, size) = match name.find(|letter: char| letter.is_ascii_digit()) {
        Some(digit) => name.split_at_checked(digit).unwrap_or((name, "")),
        None => (name, ""),
    };
    let size: usize = size.parse().unwrap_or(0);
    match kind {
        "guid" => out.push_str(&rng.guid()),
        "hex" => out.push_str(&rng.hex(size)),
        "up" => out.push_str(&rng.upper(size)),
        "al" => out.push_str(&rng.alnum(size)),
        "n" => out.push_str(&rng.below(size).to_string()),
        _ => {
            out.push('$');
            out.push_str(name);
        }
    }
}

//! Addresses a second time, plain: every spelling to one text, and what of a value is an address.

use std::net::{IpAddr, SocketAddr};

/// Returns an address in one spelling, without port, brackets and zone; `None` if the text is not an address.
pub(crate) fn spelled(text: &str) -> Option<String> {
    let text = text.trim();
    // A zone comes before the closing bracket, or at the end.
    let plain = match (text.find('%'), text.find(']')) {
        (Some(zone), Some(end)) if zone + 1 < end => format!("{}{}", &text[..zone], &text[end..]),
        (Some(zone), None) if zone + 1 < text.len() => text[..zone].to_owned(),
        _ => text.to_owned(),
    };
    let zoned = plain.len() < text.len();
    let bare = plain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let address: IpAddr = if let Ok(address) = plain.parse() {
        address
    } else if let Some(address) = bare.and_then(|bare| bare.parse().ok()) {
        IpAddr::V6(address)
    } else {
        plain.parse::<SocketAddr>().ok()?.ip()
    };
    (address.is_ipv6() || !zoned).then(|| address.to_canonical().to_string())
}

/// The addresses in a text, each apart from what else is a word.
pub(crate) fn all_in(text: &str) -> Vec<IpAddr> {
    let words = text.split(|char: char| !char.is_alphanumeric() && !"._:%".contains(char));
    let read = |word: &str| spelled(word).map(|text| text.parse().unwrap());
    words
        .filter(|word| word.len() > 1 && word.contains(['.', ':']))
        .filter_map(|word| {
            let cut = word.strip_suffix(['.', ':']);
            read(word)
                .or_else(|| cut.and_then(read))
                .or_else(|| word.split_once('%').and_then(|(before, _)| read(before)))
        })
        .collect()
}

/// Returns whether a searched text is taken for an address in a field that holds only addresses, or may hold
/// some.
pub(crate) fn is_asked(text: &str, alone: bool) -> bool {
    let groups = text.split(':').filter(|group| !group.is_empty()).count();
    spelled(text).is_some() && (alone || !text.contains(':') || text.contains('.') || groups > 2)
}

/// Returns how the addresses begin that `203.0.113.*` matches.
pub(crate) fn open(glob: &str) -> Option<String> {
    let given = glob.trim_end_matches(".*");
    let parts = glob.split('.').count();
    let zeros = format!("{given}{}", ".0".repeat((glob.len() - given.len()) / 2));
    (given.len() < glob.len() && parts == 4 && zeros.parse::<std::net::Ipv4Addr>().is_ok())
        .then(|| format!("{given}."))
}

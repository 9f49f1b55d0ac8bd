//! Rules of security groups: one identity for each group, protocol, ports and peer, in whichever form a request
//! names them.

use std::str::FromStr as _;

use ipnet::IpNet;

use super::changed_thing::ChangedThing;
use crate::json::members::{items, member};
use crate::record::read::RawRecord;
use crate::record::read::key::Key;
use crate::record::read::value::{is_present, member_text, text_of};

/// The members that name a peer: of a request in its flat form and of a response; and the lists of a request.
const FLAT: [&str; 9] = [
    "cidrIp",
    "cidrIpv4",
    "cidrIpv6",
    "prefixListId",
    "sourceSecurityGroupId",
    "sourceSecurityGroupName",
    "groupId",
    "groupName",
    "referencedGroupInfo",
];
const LISTS: [&str; 4] = ["ipRanges", "ipv6Ranges", "prefixListIds", "groups"];

/// Returns the rules that a record adds or removes, with their IDs where the record has them.
pub(in crate::insight::ledger) fn rules(record: &RawRecord<'_>) -> Vec<ChangedThing> {
    let request = record.raw(Key::RequestParameters).unwrap_or_default();
    let answered = member(record.raw(Key::ResponseElements).unwrap_or_default(), "securityGroupRuleSet");
    let answered: Vec<&[u8]> = answered.map(listed).unwrap_or_default();
    let group = member_text(request, "groupId")
        .or_else(|| answered.iter().find_map(|rule| member_text(rule, "groupId")))
        .or_else(|| member_text(request, "groupName"))
        .map(std::borrow::Cow::into_owned);
    let mut rules = Vec::new();
    let permissions = member(request, "ipPermissions").map(listed).unwrap_or_default();
    for permission in permissions {
        let peers = LISTS.iter().filter_map(|list| member(permission, list)).flat_map(listed);
        rules.extend(peers.filter_map(peer).map(|peer| rule(group.as_ref(), permission, &peer)));
    }
    if rules.is_empty() {
        let flat = FLAT.get(..6).unwrap_or_default().iter().find_map(|name| member_text(request, name));
        rules.extend(flat.map(|peer| rule(group.as_ref(), request, &peer)));
    }
    let ids: Vec<String> = member(request, "securityGroupRuleIds").map(ids).unwrap_or_default();
    rules.extend(
        ids.into_iter()
            .map(|id| ChangedThing { parts: vec![group.clone(), None, None, None, None], id: Some(id) }),
    );
    // Without its group, a rule could be one of any group.
    rules.retain(|rule| rule.id.is_some() || rule.parts.iter().all(Option::is_some));
    for rule in &mut rules {
        let same = answered.iter().find(|answer| is_same(rule, answer));
        rule.id = rule.id.take().or_else(|| member_text(same?, "securityGroupRuleId").map(Into::into));
    }
    rules
}

fn rule(group: Option<&String>, permission: &[u8], peer: &str) -> ChangedThing {
    let port = |name| member_text(permission, name).map_or("-1".to_owned(), Into::into);
    let protocol =
        member_text(permission, "ipProtocol").map_or("-1".to_owned(), |protocol| protocol.to_lowercase());
    ChangedThing {
        parts: vec![
            group.cloned(),
            Some(protocol),
            Some(port("fromPort")),
            Some(port("toPort")),
            Some(network(peer)),
        ],
        id: None,
    }
}

/// Returns whether a rule of a response is the one that was asked for.
fn is_same(identity: &ChangedThing, answer: &[u8]) -> bool {
    let Some(peer) = peer(answer) else { return false };
    let other = rule(None, answer, &peer);
    identity.parts.iter().zip(&other.parts).skip(1).all(|(one, other)| one == other)
}

/// Returns the address range, prefix list or group that an object names as the other side.
fn peer(object: &[u8]) -> Option<String> {
    if object.first() == Some(&b'"') {
        return Some(text_of(object).into_owned());
    }
    if let Some(info) = member(object, "referencedGroupInfo").filter(|info| is_present(info)) {
        return member_text(info, "groupId").map(Into::into);
    }
    let answered = member(object, "securityGroupRuleId").is_some();
    let mut names = FLAT.iter().filter(|name| !(answered && name.starts_with("group")));
    names.find_map(|name| member_text(object, name)).map(Into::into)
}

/// Returns an address range without the digits that its length leaves out: `208.236.235.254/0` is everybody.
fn network(peer: &str) -> String {
    IpNet::from_str(peer).map_or_else(|_| peer.to_owned(), |network| network.trunc().to_string())
}

/// Returns the items of a list, inside the wrapper that EC2 puts around it.
fn listed(raw: &[u8]) -> Vec<&[u8]> {
    let inside = ["items", "item"].into_iter().find_map(|name| member(raw, name)).unwrap_or(raw);
    match inside.first() {
        Some(b'[') => items(inside).collect(),
        Some(b'{') if inside != b"{}" => vec![inside],
        _ => Vec::new(),
    }
}

fn ids(raw: &[u8]) -> Vec<String> {
    let id = |item: &[u8]| match item.first() {
        Some(b'{') => member_text(item, "securityGroupRuleId").map(std::borrow::Cow::into_owned),
        _ => Some(text_of(item).into_owned()).filter(|text| !text.is_empty()),
    };
    listed(raw).into_iter().filter_map(id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(members: &str, expected: &[(&str, Option<&str>)]) {
        let text = format!(r#"{{"eventName":"X",{members}}}"#);
        let record = RawRecord::read(text.as_bytes(), 0).unwrap();
        let written = |identity: &ChangedThing| {
            let parts: Vec<&str> = identity.parts.iter().map(|part| part.as_deref().unwrap_or("*")).collect();
            (parts.join(" "), identity.id.clone())
        };
        let found: Vec<_> = rules(&record).iter().map(written).collect();
        let expected: Vec<_> =
            expected.iter().map(|(parts, id)| ((*parts).to_owned(), id.map(str::to_owned))).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn flat_and_listed_rules_have_the_same_parts() {
        reads(
            r#""requestParameters":{"cidrIp":"208.236.235.254/0","fromPort":22,"toPort":22,"groupId":"sg-1","ipProtocol":"tcp",
            "ipPermissions":{}},"responseElements":{"securityGroupRuleSet":{"items":[{"cidrIpv4":"208.236.235.254/0",
            "fromPort":22,"toPort":22,"ipProtocol":"tcp","groupId":"sg-1","securityGroupRuleId":"sgr-1"}]}}"#,
            &[("sg-1 tcp 22 22 0.0.0.0/0", Some("sgr-1"))],
        );
        reads(
            r#""requestParameters":{"groupId":"sg-1","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":22,"toPort":22,
            "groups":{"items":[{"groupId":"sg-2"}]},"ipRanges":{"items":[{"cidrIp":"10.0.0.0/8"},{"cidrIp":"0.0.0.0/0"}]},
            "ipv6Ranges":{},"prefixListIds":{}}]}},"responseElements":{"_return":true}"#,
            &[
                ("sg-1 tcp 22 22 10.0.0.0/8", None),
                ("sg-1 tcp 22 22 0.0.0.0/0", None),
                ("sg-1 tcp 22 22 sg-2", None),
            ],
        );
        reads(
            r#""requestParameters":{"groupId":"sg-1","securityGroupRuleIds":{"items":[{"securityGroupRuleId":"sgr-1"}]}}"#,
            &[("sg-1 * * * *", Some("sgr-1"))],
        );
        reads(r#""requestParameters":null"#, &[]);
    }
}

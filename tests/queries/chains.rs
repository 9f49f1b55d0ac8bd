//! Where credentials came from, found the slow way: every record is compared with every other. And what is known of
//! the trails at hand.

use std::collections::{BTreeMap, BTreeSet};

use trailsift::insight::chain::nodes::Graph;
use trailsift::insight::chain::reach::ChainWay;
use trailsift::insight::run::Run;
use trailsift::query::engine::filter::Filter;

use trailsift::record::field::{Column, OnDemand};
use trailsift::record::targets::list::names;
use trailsift::store::Store;

use crate::calendar;
use crate::facts::Facts;
use crate::files::{answer, load};
use crate::sample_logs;
use crate::trail::Trail;

/// A credential as plain code sees it.
#[derive(Debug, Clone, Default)]
struct Plain {
    name: String,
    principal_id: Option<String>,
    records: Vec<usize>,
    forwarded: bool,
    /// Whether services made all its calls, also if it is of a session.
    invoked: bool,
    /// Milliseconds since 1970.
    began: Option<i64>,
    basis: &'static str,
    parent: Option<String>,
}

fn value(facts: &Facts, column: Column) -> Option<&str> {
    facts.values[column.index()].as_deref()
}

fn credential(facts: &Facts) -> Option<String> {
    let is_key = |key: &str| {
        key.starts_with('A')
            && (16..=128).contains(&key.len())
            && key.chars().all(|char| char.is_ascii_uppercase() || char.is_ascii_digit())
    };
    match value(facts, Column::AccessKey) {
        Some(key) if is_key(key) => Some(format!("k {key}")),
        Some(_) => None,
        None => value(facts, Column::Session).map(|session| format!("s {session}")),
    }
}

/// Fills the columns `root` and `basis`. `shown` are the records without repeated deliveries.
pub(crate) fn fill(facts: &mut [Facts], shown: &[usize]) {
    let mut all: BTreeMap<String, Plain> = BTreeMap::new();
    for &at in shown {
        let Some(name) = credential(&facts[at]) else { continue };
        let is_key = name.starts_with("k ");
        let plain =
            all.entry(name.clone()).or_insert_with(|| Plain { name, forwarded: is_key, ..Plain::default() });
        plain.records.push(at);
        plain.principal_id =
            plain.principal_id.clone().or_else(|| value(&facts[at], Column::PrincipalId).map(str::to_owned));
        plain.forwarded &= value(&facts[at], Column::InvokedBy).is_some();
        let said = facts[at].node.text_at(&["userIdentity", "sessionContext", "attributes", "creationDate"]);
        if !plain.name.starts_with("k AKIA") {
            plain.began = plain.began.or_else(|| said.as_deref().and_then(calendar::millis));
        }
    }
    for plain in all.values_mut() {
        plain.invoked = plain.forwarded;
    }
    // A key that was made for a service, in a session that others have too, is of that session.
    let of_sessions: BTreeSet<String> = all
        .values()
        .filter(|plain| plain.forwarded)
        .filter(|plain| {
            let as_others = Plain { forwarded: false, ..(*plain).clone() };
            all.values().any(|other| is_same_session(&as_others, other))
        })
        .map(|plain| plain.name.clone())
        .collect();
    all.values_mut()
        .filter(|plain| of_sessions.contains(&plain.name))
        .for_each(|plain| plain.forwarded = false);
    let grants: Vec<usize> = shown.iter().copied().filter(|&at| is_grant(&facts[at])).collect();
    let logins: Vec<usize> = grants.iter().copied().filter(|&at| is_login(&facts[at])).collect();
    let origins: Vec<(String, &'static str, Option<String>)> =
        all.values().map(|plain| origin(plain, facts, (&all, &grants, &logins))).collect();
    for (name, basis, parent) in origins {
        let plain = all.get_mut(&name).unwrap();
        (plain.basis, plain.parent) = (basis, parent);
    }
    for fact in facts {
        let (root, basis) = match credential(fact) {
            Some(name) if all.contains_key(&name) => (top(&name, &all), Some(all[&name].basis.to_owned())),
            _ if is_login(fact) && is_grant(fact) => (login_name(fact), Some("none".to_owned())),
            _ => (value(fact, Column::Principal).unwrap_or_default().to_owned(), None),
        };
        fact.values[Column::OnDemand(OnDemand::ROOT).index()] = Some(root).filter(|root| !root.is_empty());
        fact.values[Column::OnDemand(OnDemand::BASIS).index()] = basis;
    }
}

fn top(name: &str, all: &BTreeMap<String, Plain>) -> String {
    let mut at = name.to_owned();
    for _ in 0..1000 {
        match all.get(&at).map(|plain| plain.parent.clone()) {
            Some(Some(parent)) => at = parent,
            // Several keys of a session without a known origin go back to the session.
            Some(None) => {
                let plain = &all[&at];
                let alike = || all.values().filter(|other| is_same_session(plain, other));
                let placed = alike().filter(|other| other.basis == "key").count();
                let members = alike().filter(|other| placed == 1 || other.basis != "key").count();
                if members > 1 && (placed == 1 || plain.basis != "key") {
                    let began = plain.began.map(calendar::spelled).unwrap_or_default();
                    return format!("{}@{began}", plain.principal_id.clone().unwrap_or_default());
                }
                return at[2..].to_owned();
            }
            None => return at[2..].to_owned(),
        }
    }
    at
}

fn is_same_session(one: &Plain, other: &Plain) -> bool {
    one.began.is_some()
        && one.began == other.began
        && one.principal_id.is_some()
        && one.principal_id == other.principal_id
        && !one.forwarded
        && !other.forwarded
}

fn is_grant(facts: &Facts) -> bool {
    let name = value(facts, Column::EventName).unwrap_or_default();
    let calls =
        ["AssumeRo", "Token", "Credentials", "CreateAccessKey", "Session", "DataAccess", "ConsoleLogin"];
    value(facts, Column::Outcome) != Some("failed") && calls.iter().any(|call| name.contains(call))
}

fn is_login(facts: &Facts) -> bool {
    value(facts, Column::EventName) == Some("ConsoleLogin")
        && credential(facts).is_none()
        && value(facts, Column::PrincipalId).is_some()
}

fn login_name(facts: &Facts) -> String {
    let time = facts.time.map(calendar::spelled).unwrap_or_default();
    format!("{} signed in {time}", value(facts, Column::Principal).unwrap_or_default())
}

fn near(one: Option<i64>, other: Option<i64>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if (one - other).abs() <= 1000)
}

type Known<'k> = (&'k BTreeMap<String, Plain>, &'k [usize], &'k [usize]);

/// The name of a credential, what its origin rests on, and its origin.
#[expect(clippy::too_many_lines, reason = "one rule after the other, in the order in which they hold")]
fn origin(
    plain: &Plain,
    facts: &[Facts],
    (all, grants, logins): Known<'_>,
) -> (String, &'static str, Option<String>) {
    let key = plain.name.strip_prefix("k ");
    let issued = |at: &usize| {
        let keys = value(&facts[*at], Column::OnDemand(OnDemand::ISSUED));
        keys.is_some_and(|keys| keys.split(", ").any(|issued| Some(issued) == key))
    };
    // Of the two records of a call between accounts, one names the caller.
    let caller = |records: &[usize]| records.iter().find_map(|&at| credential(&facts[at]));
    let by_key: Vec<usize> = grants.iter().copied().filter(issued).collect();
    if !by_key.is_empty() {
        return (plain.name.clone(), "key", caller(&by_key));
    }
    let in_session = |at: &usize| {
        if !near(facts[*at].time, plain.began) {
            return false;
        }
        let response = |names: &[&str]| facts[*at].node.text_at(names);
        let becomes = response(&["responseElements", "assumedRoleUser", "assumedRoleId"])
            .or_else(|| response(&["responseElements", "federatedUser", "federatedUserId"]));
        let role = response(&["requestParameters", "roleArn"]);
        let session = response(&["requestParameters", "roleSessionName"]);
        let last = |arn: &str| arn.rsplit(['/', ':']).next().unwrap().to_owned();
        let account = |arn: &str| arn.split(':').nth(4).map(str::to_owned);
        let own = plain.records.iter().find_map(|&at| value(&facts[at], Column::IssuerArn));
        let own_session = plain.records.iter().find_map(|&at| value(&facts[at], Column::SessionName));
        let is_role = role
            .as_deref()
            .zip(own)
            .is_some_and(|(role, own)| last(role) == last(own) && account(role) == account(own))
            && session.is_some()
            && session.as_deref() == own_session;
        (becomes.is_some() && becomes == plain.principal_id) || is_role
    };
    let opened: Vec<usize> = grants.iter().copied().filter(in_session).collect();
    // Records of one call share their ID or the key that they issued.
    let calls: BTreeSet<String> = opened
        .iter()
        .map(|&at| {
            let keys = value(&facts[at], Column::OnDemand(OnDemand::ISSUED)).map(str::to_owned);
            keys.or_else(|| facts[at].node.text_at(&["sharedEventID"])).unwrap_or_else(|| at.to_string())
        })
        .collect();
    if !plain.forwarded {
        let siblings: Vec<&Plain> =
            all.values().filter(|other| other.name != plain.name && is_same_session(plain, other)).collect();
        let placed: Vec<&&Plain> = siblings
            .iter()
            .filter(|other| {
                grants.iter().any(|&at| {
                    let keys = value(&facts[at], Column::OnDemand(OnDemand::ISSUED)).unwrap_or_default();
                    other
                        .name
                        .strip_prefix("k ")
                        .is_some_and(|key| keys.split(", ").any(|issued| issued == key))
                })
            })
            .collect();
        if let [one] = placed.as_slice() {
            return (plain.name.clone(), "sibling", origin(one, facts, (all, grants, logins)).2);
        }
        if calls.len() == 1 {
            return (plain.name.clone(), "session", caller(&opened));
        }
        let mut login: Vec<(i64, usize)> = logins
            .iter()
            .filter(|&&at| near(facts[at].time, plain.began))
            .filter(|&&at| value(&facts[at], Column::PrincipalId) == plain.principal_id.as_deref())
            .map(|&at| ((facts[at].time.unwrap() - plain.began.unwrap()).abs(), at))
            .collect();
        login.sort_unstable();
        if calls.is_empty()
            && !login.is_empty()
            && login.iter().filter(|(apart, _)| *apart == login[0].0).count() == 1
        {
            return (plain.name.clone(), "console", Some(format!("i {}", login_name(&facts[login[0].1]))));
        }
        if plain.invoked
            && let Some(found) = behalf(plain, facts, all)
        {
            return (plain.name.clone(), "behalf", found);
        }
        return (plain.name.clone(), "none", None);
    }
    if let Some(found) = behalf(plain, facts, all) {
        return (plain.name.clone(), "behalf", found);
    }
    if calls.len() == 1 {
        return (plain.name.clone(), "session", caller(&opened));
    }
    (plain.name.clone(), "none", None)
}

/// The credential of the call that a service acted for; `Some(None)` if several may be.
#[expect(clippy::option_option, reason = "no service acted; it acted for one of several; for this one")]
fn behalf(plain: &Plain, facts: &[Facts], all: &BTreeMap<String, Plain>) -> Option<Option<String>> {
    let first = &facts[plain.records[0]];
    let invoker = value(first, Column::InvokedBy)?;
    let service = invoker.trim_end_matches(".amazonaws.com");
    let causes: Vec<usize> = all
        .values()
        .flat_map(|other| &other.records)
        .copied()
        .filter(|&at| {
            let other = &facts[at];
            near(other.time, first.time)
                && value(other, Column::InvokedBy).is_none()
                && value(other, Column::PrincipalId).is_some()
                && value(other, Column::PrincipalId) == value(first, Column::PrincipalId)
                && (invoker == "AWS Internal" || value(other, Column::Service) == Some(service))
        })
        .collect();
    let context = ["aws:s3:arn", "PARAMETER_ARN", "SecretARN"];
    let arns: Vec<String> = context
        .iter()
        .filter_map(|name| first.node.text_at(&["requestParameters", "encryptionContext", name]))
        .filter(|arn| arn.starts_with("arn:"))
        .collect();
    let about = |at: &usize| {
        let touched = value(&facts[*at], Column::Resource).unwrap_or_default();
        names(touched).any(|name| {
            arns.iter().any(|arn| {
                let tail = arn.splitn(6, ':').nth(5).unwrap_or(arn).to_owned();
                *arn == name
                    || (!name.is_empty() && tail.ends_with(&*name))
                    || (!tail.is_empty() && name.ends_with(&tail))
            })
        })
    };
    let narrowed: Vec<usize> = causes.iter().copied().filter(about).collect();
    let causes = if narrowed.is_empty() { causes } else { narrowed };
    let who: BTreeSet<String> =
        causes.iter().filter_map(|&at| credential(&facts[at])).filter(|name| *name != plain.name).collect();
    match who.len() {
        0 => None,
        1 => Some(who.into_iter().next()),
        _ => Some(None),
    }
}

/// How many keys rest on each basis, without long-term keys, and how many sessions without a key do.
fn bases(store: &Store) -> (BTreeMap<&'static str, usize>, BTreeMap<&'static str, usize>) {
    let graph = Graph::of(store, Run::QUIET).unwrap();
    let (mut keys, mut sessions) = (BTreeMap::new(), BTreeMap::new());
    for (id, node) in (0..).zip(graph.nodes()) {
        let name = graph.name(store, id);
        if name.starts_with("ASIA") {
            *keys.entry(node.basis.name()).or_default() += 1;
        } else if name.contains('@') && !name.contains(' ') && graph.children(id).is_empty() {
            *sessions.entry(node.basis.name()).or_default() += 1;
        }
    }
    (keys, sessions)
}

fn count(store: &Store, filter: &str) -> usize {
    answer(store, filter).len()
}

#[test]
fn the_sample_incident_goes_back_to_the_key_that_was_stolen() {
    let store = load(&[sample_logs().to_owned()], 2);
    let columns = [OnDemand::ROOT, OnDemand::BASIS];
    let store = Filter::default().prepare(&store, &columns, &|| false, &mut |_| {}).unwrap();
    let stolen = "AKIAQ7LKSPRBDEXAMPLE";
    for (key, events) in [(stolen, 98), ("AKIAV2BACKUP4EXAMPLE", 12), ("ASIAX5VAULTQ7EXAMPLE", 88)] {
        assert_eq!(count(&store, &format!("key={key}")), events);
        assert_eq!(count(&store, &format!("key={key} root={stolen}")), events, "{key}");
    }
    let graph = Graph::of(&store, Run::QUIET).unwrap();
    let named = graph.named(&store, "ASIAX5VAULTQ7EXAMPLE");
    let node = graph.node(named.nodes[0]).unwrap();
    let grant: BTreeSet<String> =
        graph.grants().events(node.grant.unwrap()).iter().map(|&event| store.event_id(event)).collect();
    let expected = ["c8ad1531-4b99-4302-aae2-4328b2eb6d79", "cf1da24b-f19d-499b-8821-25fc899fde57"];
    assert_eq!(grant, expected.map(str::to_owned).into(), "one grant, two accounts");
    let report = graph.report(&store, &named);
    let told = |key: &str| report.nodes.iter().find(|node| node.name == key).unwrap();
    assert_eq!(told("ASIAX5VAULTQ7EXAMPLE").opened.expires.unwrap().to_string(), "2026-03-11T18:40:12Z");
    let made = &told("AKIAV2BACKUP4EXAMPLE").grant;
    assert_eq!(store.event_id(made[0]), "0ebb7a84-212f-4ade-82db-7c999f5807a0");
    assert_eq!(report.nodes[0].name, stolen);
    assert!(report.nodes[0].leaf.as_deref().unwrap().contains("not in this data"));
    // Up and down, and the record of the other account.
    assert_eq!(count(&store, &format!("chain:{stolen}")), count(&store, "chain:asiax5vaultq7example"));
    assert!(count(&store, "chain:ASIAX5VAULTQ7EXAMPLE") > 98 + 12 + 88);
    assert_eq!(count(&store, "chain:ASIAX5VAULTQ7EXAMPLE id=cf1da24b-f19d-499b-8821-25fc899fde57"), 1);
    assert_eq!(
        count(&store, "chain:c8ad1531-4b99-4302-aae2-4328b2eb6d79"),
        count(&store, &format!("chain:{stolen}"))
    );
    let up = graph.chain(&store, "ASIAX5VAULTQ7EXAMPLE", ChainWay::Up);
    assert!(up.count() >= 98 + 12 + 88);
    let (keys, sessions) = bases(&store);
    assert_eq!((keys.get("key"), keys.get("console")), (Some(&17), Some(&29)), "{keys:?} {sessions:?}");
    assert_eq!(keys.get("session"), Some(&54));
}

/// A user's key took the session that a record of it named, and a request of a service lost the session of its key
/// where two credentials could have caused it.
#[test]
fn a_key_that_lasts_is_of_no_session_and_a_request_of_a_service_keeps_its_own() {
    let call = |number: usize, key: &str, invoker: &str| {
        format!(
            r#"{{"eventVersion":"1.11","eventTime":"2026-05-05T12:05:00Z","eventSource":"health.amazonaws.com","eventName":"DescribeEvents","eventID":"call-{number}","userIdentity":{{"type":"IAMUser","principalId":"AIDASOMEUSEREXAMPLE","accessKeyId":"{key}"{invoker},"sessionContext":{{"attributes":{{"creationDate":"2026-05-05T12:00:00Z"}}}}}}}}"#
        )
    };
    let (lasting, forwarded) = ("AKIALASTINGKEYEXAMPLE", "ASIAFORWARDEDEXAMPLE");
    let session = "AIDASOMEUSEREXAMPLE@2026-05-05T12:00:00Z";
    let calls = [
        (lasting, "", lasting, "none"),
        ("ASIAONEOFTWOEXAMPLE", "", session, "none"),
        ("ASIATWOOFTWOEXAMPLE", "", session, "none"),
        (forwarded, r#","invokedBy":"health.amazonaws.com""#, session, "behalf"),
    ];
    let records: Vec<String> =
        calls.iter().enumerate().map(|(at, (key, invoker, ..))| call(at, key, invoker)).collect();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("calls.jsonl"), records.join("\n")).unwrap();
    let trail = Trail::loaded(vec![("one thread", load(&[folder.path().to_owned()], 1))]);
    let columns = [OnDemand::ROOT, OnDemand::BASIS];
    for mut way in trail.ways {
        way.store = way.filter.prepare(&way.store, &columns, &|| false, &mut |_| {}).unwrap();
        for &(event, at) in &way.order {
            let (key, _, root, basis) =
                calls.iter().find(|(key, ..)| *key == way.store.value(event, Column::AccessKey)).unwrap();
            let found = columns.map(|column| way.store.value(event, Column::OnDemand(column)));
            let plain = columns.map(|column| value(&trail.facts[at], Column::OnDemand(column)).unwrap());
            assert_eq!((found, plain), ([*root, *basis], [*root, *basis]), "{key}");
        }
    }
}

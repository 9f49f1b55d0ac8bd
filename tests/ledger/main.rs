//! What still stands and what is new, on the sample incident and on real trails.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that fails should stop with its values"
)]

use std::sync::Arc;

use common::{answer, load};
use trailsift::insight::first_seen::{self, Dimension, EventNewsRequest, News, NewsQuestion};
use trailsift::insight::ledger::{Ledger, LedgerLine};
use trailsift::insight::run::Run;
use trailsift::record::field::Column;
use trailsift::record::time::Time;
use trailsift::store::Store;

#[path = "../common/files.rs"]
#[expect(dead_code, reason = "shared with other tests")]
mod common;
mod makers;
mod news_oracle;
mod oracle;
mod revoked;
mod stratus;

pub(crate) fn of_path(path: &str) -> (Store, Ledger) {
    let store = load(&[path.into()], 2);
    let ledger = Ledger::of(&store, Run::QUIET).unwrap();
    (store, Arc::unwrap_or_clone(ledger))
}

/// A line in short: call, what, state.
pub(crate) fn short(line: &LedgerLine) -> String {
    format!("{} {} {}", line.pair.make, line.what.join(" "), line.state.name())
}

const INCIDENT: &str = "sample-logs/AWSLogs";

#[test]
fn the_sample_incident_has_34_changes_of_which_28_stand_and_one_more_in_a_damaged_file() {
    let (store, ledger) = of_path(INCIDENT);
    assert_eq!((ledger.lines.len(), ledger.standing()), (35, 29));
    let whole = answer(&store, "!is:damaged");
    let ledger = ledger.of_events(&|event| whole.contains(&event));
    assert_eq!((ledger.lines.len(), ledger.standing()), (34, 28));
    let lines: Vec<String> = ledger.lines.iter().map(short).collect();
    for line in [
        "iam:CreateUser svc-backup stands",
        "iam:CreateAccessKey svc-backup AKIAV2BACKUP4EXAMPLE switched off",
        "iam:AttachUserPolicy svc-backup arn:aws:iam::aws:policy/AdministratorAccess undone",
        "iam:CreateLoginProfile svc-backup undone",
        // The request was too large to be recorded, so it cannot be told what was put where.
        "iam:PutRolePolicy  not identified",
        "ec2:CreateSnapshot snap-09d41be7c2f583a60 stands",
        "ec2:ModifySnapshotAttribute snap-09d41be7c2f583a60 777788889999 undone",
        "cloudtrail:StopLogging larkspur-app-trail undone",
        "ec2:DeleteFlowLogs fl-0e61b7d24c9a3f850 stands",
    ] {
        assert!(lines.iter().any(|other| other == line), "{line}\n{}", lines.join("\n"));
    }
    // The user that switched the flow logs off was made by the stolen key.
    let by_backup = ledger.lines.iter().find(|line| line.pair.make == "ec2:DeleteFlowLogs").unwrap();
    let made = by_backup.actor_made[0];
    let maker = [Column::EventName, Column::PrincipalLabel].map(|column| store.value(made, column));
    assert_eq!(maker, ["CreateUser", "build-deploy"]);
    let others = ledger.lines.iter().filter(|line| !line.actor_made.is_empty());
    assert!(others.clone().all(|line| store.value(line.made[0], Column::PrincipalLabel) != "build-deploy"));
    assert!(others.count() >= 2);
    let unknown = lines.iter().filter(|line| line.ends_with("not identified")).count();
    assert_eq!(unknown, 9);
}

/// One of them has a record in each of two accounts, so five records give them.
#[test]
fn four_credentials_that_are_not_of_services_outlive_the_sample_incident() {
    let (store, ledger) = of_path(INCIDENT);
    let own: Vec<_> = ledger.live.iter().filter(|live| !live.by_service).collect();
    assert_eq!(own.len(), 4);
    let vault = own.iter().find(|live| live.key == "ASIAX5VAULTQ7EXAMPLE").unwrap();
    assert_eq!(vault.expires.to_string(), "2026-03-11T18:40:12Z");
    assert_eq!(store.value(vault.event, Column::PrincipalLabel), "svc-backup");
}

fn news(store: &Store, since: &str) -> News {
    let asked = NewsQuestion { since: Time::parse(since), ..NewsQuestion::default() };
    first_seen::read(store, &asked, &|| false).unwrap()
}

#[test]
fn the_sample_incident_begins_with_new_principals_and_a_new_address() {
    let store = load(&[INCIDENT.into()], 2);
    let news = news(&store, "2026-03-10T22:00:00Z");
    // A sign-in of svc-backup that failed has no ARN; it is the same principal as its other events.
    assert_eq!(news.subjects.len(), 10, "{:?}", news.subjects);
    assert_eq!((news.baseline.events, news.window.events), (246, 390));
    let address = news
        .pairs
        .iter()
        .find(|pair| pair.dimension == Dimension::Address && pair.subject.ends_with("user/build-deploy"));
    let address = address.unwrap();
    assert_eq!((address.value.as_str(), address.events), ("203.0.113.0/24", 90));
    assert_eq!(
        news.of(address.first).collect::<Vec<_>>(),
        [Dimension::Call, Dimension::Service, Dimension::Address]
    );
    assert_eq!(answer(&store, "ip=203.0.113.77 who:user/build-deploy").len(), 90);
    of_each_event_as_of_all(&store, &news);
}

/// Also with repeated deliveries, service events and events without a principal.
fn of_each_event_as_of_all(store: &Store, since: &News) {
    let usual =
        NewsQuestion { dimensions: Dimension::ALL.to_vec(), since: since.since, ..NewsQuestion::default() };
    for asked in [NewsQuestion { since: None, ..usual.clone() }, usual] {
        let news = first_seen::read(store, &asked, &|| false).unwrap();
        for &event in store.order() {
            let request = EventNewsRequest { store: store.clone(), event, since: asked.since };
            let one = request.look(&|| false).unwrap();
            let copies = store.folds().copies(event);
            let shown = if store.folds().is_folded(event) { copies[0] } else { event };
            assert_eq!(one.dimensions, news.of(shown).collect::<Vec<_>>(), "{}", store.event_id(event));
            let pair = news.pairs.iter().find(|pair| pair.first == shown);
            assert_eq!(pair.map_or(one.before, |pair| pair.before), one.before, "{}", store.event_id(event));
        }
    }
}

#[test]
fn filters_and_columns_ask_the_ledger_and_what_is_new() {
    let store = load(&[INCIDENT.into()], 2);
    let ledger = Ledger::of(&store, Run::QUIET).unwrap();
    let made = |standing: bool| {
        let lines = ledger.lines.iter().filter(|line| line.state.is_standing() == standing);
        lines.flat_map(|line| &line.made).collect::<std::collections::HashSet<_>>().len()
    };
    assert_eq!(answer(&store, "is:standing").len(), made(true));
    assert_eq!(answer(&store, "is:undone").len(), made(false));
    assert_eq!(answer(&store, "is:undo").len(), 6 + 6);
    // Calls worth a look, before and after what is bulk and of services is left out; damaged files add some.
    let watch = ["watch:*", "is:watch"];
    assert_eq!(watch.map(|filter| answer(&store, &format!("!is:damaged {filter}")).len()), [330, 145]);
    assert_eq!(watch.map(|filter| answer(&store, filter).len()), [335, 147]);
    let since = news(&store, "2026-03-10T22:00:00Z");
    let found = answer(&store, "is:new since:2026-03-10T22:00:00Z");
    assert_eq!(found.len(), since.events().count());
    let address = answer(&store, "new:address since:2026-03-10T22:00 who:user/build-deploy");
    assert_eq!(address.len(), 1);
    assert_eq!(store.value(address[0], Column::EventName), "GetCallerIdentity");
    assert_eq!(answer(&store, "since:2026-03-10T22:00").len(), answer(&store, "").len());
    assert!(found.iter().all(|&event| store.time(event) >= Time::parse("2026-03-10T22:00:00Z").unwrap()));
}

//! The facts that the user's own files tell of an event: the name of its account, the place of its address, and the
//! indicators that it has.

use super::fact::Fact;
use crate::record::field::{Column, OnDemand};
use crate::record::on_demand::ColumnRule;
use crate::record::own;
use crate::store::{Event, Store};

/// Returns what the files say in a column about a value of the event.
fn said(store: &Store, event: Event, column: OnDemand) -> Option<String> {
    let rule = column.rule().filter(|rule| matches!(rule, ColumnRule::Own(own) if own::has(*own)))?;
    let value = rule.of_value(store.value(event, rule.source()?))?;
    Some(value.into_owned())
}

/// Returns the place of the address, as it follows the Region: empty if it is not known.
pub(super) fn place(store: &Store, event: Event) -> String {
    let mut place = String::new();
    for part in [OnDemand::COUNTRY, OnDemand::CITY, OnDemand::ASN] {
        if let Some(part) = said(store, event, part) {
            place.push_str(" · ");
            place.push_str(&part);
        }
    }
    place
}

/// Returns the account with its name, and the indicators of the event.
pub(super) fn own_facts(store: &Store, event: Event) -> impl Iterator<Item = Fact> {
    let account = said(store, event, OnDemand::ACCOUNT_NAME).map(|name| Fact {
        label: "account",
        main: name,
        more: store.value(event, Column::Account).to_owned(),
        alarming: false,
        ..Fact::default()
    });
    let found = store.value(event, Column::OnDemand(OnDemand::IOC));
    let indicator = (!found.is_empty()).then(|| Fact {
        label: "indicator",
        main: found.to_owned(),
        more: "is:ioc finds all such events".to_owned(),
        alarming: true,
        ..Fact::default()
    });
    account.into_iter().chain(indicator)
}

//! Values that are addresses or networks: compared as addresses, whatever their spelling, wherever a field has
//! them.

use crate::query::language::expr::{Target, Test};
use crate::query::language::list::file::{ListFile, between};
use crate::query::language::list::form::{ListForm, is_plain};
use crate::query::language::term::address_test::{AddressScope, AddressTest};
use crate::record::address::{Address, AddressRange};
use crate::record::field::Column;

/// Returns where an operator looks for addresses. The source address field may hold several, as load balancers
/// write them.
pub(in crate::query) fn scope_of(target: &Target, is_exact: bool) -> AddressScope {
    if is_exact && !is_address_field(target) { AddressScope::Whole } else { AddressScope::Part }
}

/// Returns the test of a list for a field. The error is a sentence.
pub(in crate::query) fn list_test(target: &Target, is_exact: bool, file: &ListFile) -> Result<Test, String> {
    file.list(form_of(target), is_exact, scope_of(target, is_exact)).map(Test::Listed)
}

fn form_of(target: &Target) -> ListForm {
    match target {
        target if is_address_field(target) => ListForm::Address,
        Target::Column(Column::AccessKey) => ListForm::AccessKey,
        Target::Column(Column::Account | Column::IdentityAccount | Column::RecipientAccountId) => {
            ListForm::Account
        }
        Target::EventId => ListForm::EventId,
        Target::Column(Column::EventName) => ListForm::EventName,
        target if may_hold_addresses(target) => ListForm::Mixed,
        Target::Column(_) | Target::Path(_) | Target::Written(_) => ListForm::Text,
    }
}

/// Returns whether a field holds only addresses and service names.
pub(in crate::query) fn is_address_field(target: &Target) -> bool {
    *target == Target::Column(Column::SourceIpAddress)
}

/// Returns whether a field may hold addresses, alone or in text. User agents have version numbers that look
/// similar.
pub(in crate::query) fn may_hold_addresses(target: &Target) -> bool {
    match target {
        Target::Column(Column::SourceIpAddress | Column::Resource | Column::ErrorMessage)
        | Target::Path(_)
        | Target::Written(_) => true,
        Target::Column(_) | Target::EventId => false,
    }
}

/// Returns the test of a value that is an address or a network; `None` if it is text. The error is a sentence.
pub(in crate::query) fn test(
    target: &Target,
    is_exact: bool,
    quoted: bool,
    value: &str,
) -> Result<Option<Test>, String> {
    // What is written is text, unless it is compared with an address.
    let is_text = matches!(target, Target::Written(_)) && !is_exact;
    if (is_exact && quoted) || is_text || !may_hold_addresses(target) {
        return Ok(None);
    }
    let open = || AddressRange::read_open(value).or_else(|| between(value));
    let open = || open().filter(|_| is_address_field(target) && !quoted);
    if let Some(range) = open() {
        return Ok(Some(Test::Address(AddressTest::new(range, AddressScope::Part))));
    }
    if let Some(range) = AddressRange::read(value).filter(|_| is_address_field(target) || is_plain(value)) {
        let test = Test::Address(AddressTest::new(range, scope_of(target, is_exact)));
        // The beginnings of an IPv6 address are addresses themselves while it is typed.
        let unfinished = value.ends_with("::") && !is_exact;
        return Ok(Some(if unfinished {
            Test::AnyOf(vec![test, Test::Contains(value.to_lowercase())])
        } else {
            test
        }));
    }
    // Addresses have no slash, but names may: only a value that begins like a network was meant as one.
    let begun = value.split_once('/').filter(|(begun, _)| !is_exact || Address::read(begun).is_some());
    if is_address_field(target) && begun.is_some() {
        return Err(format!("{value} is not a network such as 10.0.0.0/8"));
    }
    Ok(None)
}

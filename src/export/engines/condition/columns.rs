//! The fields of the filter → conditions on members of the record. Computed fields are taken apart by the rules by which
//! they are computed (`record`), or looked for more widely.

use super::identity::{caller_passes, session_passes};
use super::place::FieldPlace;
use super::regexes::{escaped, inside_of_glob};
use super::tests_of_values::{WantedValue, any, literals, value_passes};
use super::tree::{Check, Leaf, RecordCondition, Regex, TextCheck};
use crate::query::language::expr::Test;
use crate::record::field::{Column, OnDemand, Together};
use crate::record::on_demand::{ColumnRule, field_of};
use crate::record::outcome::{FAMILIES, OTHER_FAMILY};
use crate::record::program::{AgentPart, parts_of_programs, parts_of_systems};

type SaidColumn = Result<RecordCondition, String>;

/// Returns the condition that a field passes a test. `knows_insights` is whether the engine has the whole record, and so
/// the members in which Insights events keep what they are about. The error is a reason.
pub(super) fn column_passes(column: Column, test: &Test, knows_insights: bool) -> SaidColumn {
    let said =
        |condition: RecordCondition| Ok(RecordCondition::Told(Box::new(condition), OF_INSIGHTS.to_owned()));
    let or_insight = |name: &str, passes: &dyn Fn(&FieldPlace) -> SaidColumn| {
        let own = passes(&FieldPlace::member(name))?;
        if !knows_insights {
            return said(own);
        }
        let of_call = RecordCondition::Any(vec![is_insight().opposite(), RecordCondition::present(name)]);
        let inside = passes(&FieldPlace::member(&format!("insightDetails.{name}")))?;
        let of_insight = RecordCondition::All(vec![is_insight(), RecordCondition::missing(name), inside]);
        Ok(RecordCondition::Any(vec![RecordCondition::All(vec![of_call, own]), of_insight]))
    };
    match column {
        Column::EventName => or_insight("eventName", &|place| value_passes(place, test)),
        Column::EventSource => or_insight("eventSource", &|place| value_passes(place, test)),
        Column::ErrorCode => or_insight("errorCode", &|place| value_passes(place, test)),
        Column::Service => or_insight("eventSource", &|source| service(source, test)),
        Column::ErrorFamily => or_insight("errorCode", &|code| Ok(domain(test, &families(code)))),
        Column::Outcome => Ok(domain(test, &outcomes())),
        Column::Mfa => Ok(domain(test, &mfa())),
        Column::Console => Ok(domain(test, &[("true", from_console()), ("", from_console().opposite())])),
        Column::Account => {
            first_of(&["recipientAccountId", "userIdentity.accountId"].map(FieldPlace::member), test)
        }
        Column::ErrorMessage => error_message(test),
        Column::Principal | Column::PrincipalLabel => said(caller_passes("principal", test)?),
        Column::Person => said(caller_passes("person", test)?),
        Column::IdentityArn => said(value_passes(&FieldPlace::member("userIdentity.arn"), test)?),
        Column::SessionName => caller_passes("sessionName", test),
        Column::Session => session_passes(test),
        Column::Resource => anywhere("resource", test),
        Column::OnDemand(column) => on_demand(column, test),
        Column::AwsRegion
        | Column::ReadOnly
        | Column::EventType
        | Column::EventCategory
        | Column::RecipientAccountId
        | Column::IdentityType
        | Column::IdentityAccount
        | Column::AccessKey
        | Column::UserName
        | Column::PrincipalId
        | Column::InvokedBy
        | Column::IssuerArn
        | Column::SourceIdentity
        | Column::AssumedRoot
        | Column::MfaAuthenticated
        | Column::SourceIpAddress
        | Column::UserAgent => {
            let name = field_of(column).map_or("", |field| field.name);
            value_passes(&FieldPlace::member(name), test)
        }
    }
}

/// Returns the condition that the first of some places that has a value passes a test.
fn first_of(places: &[FieldPlace], test: &Test) -> SaidColumn {
    let missing = |place: &FieldPlace| RecordCondition::value(place, Check::Present).opposite();
    let mut parts = Vec::new();
    for wanted in WantedValue::all_of(test)? {
        if wanted == WantedValue::Missing {
            parts.push(RecordCondition::All(places.iter().map(missing).collect()));
            continue;
        }
        for (at, place) in places.iter().enumerate() {
            let mut all: Vec<RecordCondition> = places.iter().take(at).map(missing).collect();
            all.push(wanted.at(place));
            parts.push(if at == 0 { any(all) } else { RecordCondition::All(all) });
        }
    }
    Ok(any(parts))
}

/// Returns the condition that a field with few possible values, each with its own condition, passes a test. The empty
/// text is the missing value.
fn domain(test: &Test, values: &[(&str, RecordCondition)]) -> RecordCondition {
    let passing = values.iter().filter(|(value, _)| test.passes(Some(value)));
    any(passing.map(|(_, condition)| condition.clone()).collect())
}

/// Told where an engine has no place for what Insights events are about.
const OF_INSIGHTS: &str = "Insights events keep the call and the callers that they are about in insightDetails, which this does not test";

const SUFFIX: &str = r"\.amazonaws\.com(\.cn)?$";

/// The service is `eventSource` without what AWS puts behind it.
fn service(source: &FieldPlace, test: &Test) -> SaidColumn {
    let with_suffix = |regex: String| RecordCondition::value(source, Check::Regex(Regex::any_case(regex)));
    let bare = with_suffix(SUFFIX.to_owned()).opposite();
    let alone =
        |check: Check| RecordCondition::All(vec![bare.clone(), RecordCondition::value(source, check)]);
    let mut parts = Vec::new();
    for wanted in WantedValue::all_of(test)? {
        match wanted {
            WantedValue::Missing | WantedValue::Passing(Check::Present) => parts.push(wanted.at(source)),
            WantedValue::Passing(Check::Equals(name)) => {
                parts.push(RecordCondition::value(source, Check::OneOf(sources(&name))));
            }
            WantedValue::Passing(Check::OneOf(names)) => {
                let all = names.iter().flat_map(|name| sources(name)).collect();
                parts.push(RecordCondition::value(source, Check::OneOf(all)));
            }
            WantedValue::Passing(Check::Contains(part)) => {
                parts.push(with_suffix(format!("{}.*{SUFFIX}", escaped(&part))));
                parts.push(alone(Check::Contains(part)));
            }
            WantedValue::Passing(Check::Glob(glob)) => {
                parts.push(with_suffix(format!("^{}{SUFFIX}", inside_of_glob(&glob))));
                parts.push(alone(Check::Glob(glob)));
            }
            WantedValue::Passing(_) => {
                return Err("service is computed from eventSource; test eventSource".to_owned());
            }
        }
    }
    Ok(any(parts))
}

fn sources(service: &str) -> Vec<String> {
    ["", ".amazonaws.com", ".amazonaws.com.cn"].map(|suffix| format!("{service}{suffix}")).into()
}

/// Some services write `Success` where there was no error.
fn says_success(code: &FieldPlace) -> RecordCondition {
    RecordCondition::value(code, Check::Glob("Success".to_owned()))
}

fn is_insight() -> RecordCondition {
    RecordCondition::Any(vec![
        RecordCondition::equals("eventCategory", "Insight"),
        RecordCondition::equals("eventType", "AwsCloudTrailInsight"),
    ])
}

fn families(code: &FieldPlace) -> Vec<(&'static str, RecordCondition)> {
    let has = |words: &[&str]| RecordCondition::value(code, Check::Regex(Regex::any_case(words.join("|"))));
    let has_code = || vec![RecordCondition::value(code, Check::Present), says_success(code).opposite()];
    let mut before = Vec::new();
    let mut all = Vec::new();
    for (family, words) in FAMILIES {
        let mut parts = vec![has(words)];
        parts.extend(before.iter().cloned());
        parts.push(says_success(code).opposite());
        all.push((family, RecordCondition::All(parts)));
        before.push(has(words).opposite());
    }
    all.push((OTHER_FAMILY, RecordCondition::All(has_code().into_iter().chain(before).collect())));
    all.push(("", RecordCondition::All(has_code()).opposite()));
    all
}

/// Where a service puts its words into the response.
fn spoken() -> [FieldPlace; 2] {
    ["responseElements.Message", "responseElements.message"].map(FieldPlace::member)
}

fn says_denied() -> RecordCondition {
    let says = |place: &FieldPlace| {
        let check = |text: &str| RecordCondition::value(place, Check::Contains(text.to_owned()));
        [check("not authorized"), check("denied")]
    };
    RecordCondition::Any(spoken().iter().flat_map(says).collect())
}

fn outcomes() -> [(&'static str, RecordCondition); 3] {
    let failed = RecordCondition::All(vec![
        says_success(&FieldPlace::member("errorCode")).opposite(),
        RecordCondition::Any(vec![
            RecordCondition::present("errorCode"),
            RecordCondition::present("errorMessage"),
            RecordCondition::value(
                &FieldPlace::any_of("responseElements"),
                Check::Equals("Failure".to_owned()),
            ),
            says_denied(),
        ]),
    ]);
    let call = is_insight().opposite();
    [
        ("failed", RecordCondition::All(vec![failed.clone(), call.clone()])),
        ("ok", RecordCondition::All(vec![failed.opposite(), call])),
        ("", is_insight()),
    ]
}

fn error_message(test: &Test) -> SaidColumn {
    let own = FieldPlace::member("errorMessage");
    let [large, small] = spoken();
    let is_missing = |place: &FieldPlace| RecordCondition::value(place, Check::Present).opposite();
    let counts = || RecordCondition::Any(vec![RecordCondition::present("errorCode"), says_denied()]);
    let mut parts = Vec::new();
    for wanted in WantedValue::all_of(test)? {
        if wanted == WantedValue::Missing {
            let none = RecordCondition::All(vec![is_missing(&large), is_missing(&small)]);
            parts.push(RecordCondition::All(vec![
                is_missing(&own),
                RecordCondition::Any(vec![none, counts().opposite()]),
            ]));
            continue;
        }
        parts.push(wanted.at(&own));
        let in_response = RecordCondition::Any(vec![
            wanted.at(&large),
            RecordCondition::All(vec![is_missing(&large), wanted.at(&small)]),
        ]);
        parts.push(RecordCondition::All(vec![is_missing(&own), in_response, counts()]).if_held());
    }
    Ok(any(parts))
}

fn from_console() -> RecordCondition {
    let says =
        |name: &str| RecordCondition::value(&FieldPlace::member(name), Check::OneOf(vec!["true".to_owned()]));
    let of_session = "userIdentity.sessionContext.attributes.sessionCredentialFromConsole";
    RecordCondition::Any(vec![
        says("sessionCredentialFromConsole"),
        RecordCondition::value(&FieldPlace::member("eventType"), Check::Regex(Regex::exact("^AwsConsole"))),
        says(of_session).if_held(),
    ])
}

fn mfa() -> [(&'static str, RecordCondition); 4] {
    let said = "additionalEventData.MFAUsed";
    let signs_in = || {
        RecordCondition::value(
            &FieldPlace::member(said),
            Check::OneOf(vec!["Yes".to_owned(), "No".to_owned()]),
        )
    };
    let used = |at_sign_in: &str, in_session: &str| {
        let of_session =
            RecordCondition::equals("userIdentity.sessionContext.attributes.mfaAuthenticated", in_session);
        let otherwise = RecordCondition::All(vec![of_session, signs_in().opposite()]);
        RecordCondition::Any(vec![RecordCondition::equals(said, at_sign_in), otherwise])
    };
    let kinds = |kinds: &[&str]| {
        let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        RecordCondition::value(&FieldPlace::member("userIdentity.type"), Check::OneOf(kinds))
    };
    let is_sso = |name: &str| {
        let marked = Check::Regex(Regex::exact("/AWSReservedSSO_"));
        RecordCondition::value(&FieldPlace::member(name), marked)
    };
    let sso = RecordCondition::Any(vec![
        is_sso("userIdentity.arn"),
        is_sso("userIdentity.sessionContext.sessionIssuer.arn"),
    ]);
    let unknowable = RecordCondition::Any(vec![
        kinds(&["SAMLUser", "WebIdentityUser", "IdentityCenterUser"]),
        RecordCondition::All(vec![kinds(&["AssumedRole"]), sso]),
        RecordCondition::All(vec![kinds(&["AssumedRole", "FederatedUser"]), signs_in()]),
    ]);
    let (yes, no) = (used("Yes", "true"), used("No", "false"));
    [
        ("yes", yes.clone()),
        ("no", RecordCondition::All(vec![no.clone(), unknowable.clone().opposite()])),
        ("not knowable", RecordCondition::All(vec![no.clone(), unknowable])),
        ("", RecordCondition::Any(vec![yes, no]).opposite()),
    ]
}

fn on_demand(column: OnDemand, test: &Test) -> SaidColumn {
    let name = field_of(Column::OnDemand(column)).map_or("this field", |field| field.name);
    let of_message = |name: &str| {
        let found = literals(test)
            .ok_or_else(|| format!("{name} is computed from errorMessage; test errorMessage"))?;
        let contains = |text: &String| error_message(&Test::Contains(text.to_lowercase()));
        let parts = found.iter().map(contains).collect::<Result<Vec<_>, _>>()?;
        Ok(any(parts)
            .more(format!("{name} is computed here from errorMessage; the query looks for its text there")))
    };
    match column.rule() {
        Some(ColumnRule::Path(path)) => value_passes(&FieldPlace::of_path(path), test),
        Some(ColumnRule::Bytes(path)) => bytes(&FieldPlace::of_path(path), test),
        Some(ColumnRule::EventId) => value_passes(&FieldPlace::member("eventID"), test),
        Some(ColumnRule::Program) => agent(name, test, parts_of_programs(|name| test.passes(Some(name)))),
        Some(ColumnRule::Os) => agent(name, test, parts_of_systems(|name| test.passes(Some(name)))),
        Some(ColumnRule::Denied(_)) if matches!(column, OnDemand::DENIED_ACTION | OnDemand::DENIED_BY) => {
            of_message(name)
        }
        Some(ColumnRule::Attributed | ColumnRule::Together(Together::Issued)) => anywhere(name, test),
        Some(ColumnRule::Time | ColumnRule::Denied(_)) | None => {
            Err(format!("{name} is computed here, and no member of the record holds it"))
        }
        Some(ColumnRule::Together(_)) => {
            Err(format!("{name} is computed here from all loaded events together"))
        }
        Some(ColumnRule::Own(_) | ColumnRule::Rules) => {
            Err(format!("{name} comes from files of your own; no engine has it"))
        }
        Some(ColumnRule::Given(_)) => {
            Err(format!("{name} is what the investigator said; no engine knows it"))
        }
    }
}

/// S3 writes `517.0` for 517 bytes.
fn bytes(place: &FieldPlace, test: &Test) -> SaidColumn {
    let both = |numbers: Vec<String>| {
        let with_fraction: Vec<String> = numbers.iter().map(|number| format!("{number}.0")).collect();
        WantedValue::Passing(Check::OneOf(numbers.into_iter().chain(with_fraction).collect()))
    };
    let wanted = WantedValue::all_of(test)?.into_iter().map(|wanted| match wanted {
        WantedValue::Passing(Check::Equals(number)) => both(vec![number]),
        WantedValue::Passing(Check::OneOf(numbers)) => both(numbers),
        other => other,
    });
    Ok(any(wanted.map(|wanted| wanted.at(place)).collect()))
}

/// Programs and systems are named by parts of the user agent.
fn agent(name: &str, test: &Test, parts: Vec<AgentPart>) -> SaidColumn {
    let agent = FieldPlace::member("userAgent");
    if test.passes(None) || *test == Test::Present {
        return Err(format!("{name} is computed from userAgent; test userAgent"));
    }
    let mut found: Vec<RecordCondition> = parts
        .into_iter()
        .map(|part| {
            let check = if part.is_first {
                Check::Regex(Regex::any_case(format!(r"^[\s\[]*{}", escaped(part.text))))
            } else {
                Check::Contains(part.text.to_owned())
            };
            RecordCondition::value(&agent, check)
        })
        .collect();
    // A program that the table does not know has its own name.
    let own = literals(test).ok_or_else(|| format!("{name} is computed from userAgent; test userAgent"))?;
    found.extend(own.iter().map(|text| RecordCondition::value(&agent, Check::Contains(text.to_lowercase()))));
    Ok(any(found)
        .more(format!("{name} is computed here from userAgent; the query looks for what may name it")))
}

/// A field that may come from many members is looked for in the whole record. Names are put together from several
/// members with these signs.
fn anywhere(name: &str, test: &Test) -> SaidColumn {
    let texts = literals(test).ok_or_else(|| {
        format!("{name} is computed here from many members; this test of it has no counterpart")
    })?;
    let piece = |text: &String| {
        let parts = text.split(['/', ',', ' ', '←', '\u{fe0e}']);
        let longest = parts.max_by_key(|part| part.len()).unwrap_or_default().to_owned();
        RecordCondition::Leaf(Leaf::Anywhere(TextCheck::Literal { text: longest, ignore_case: true }))
    };
    let reason = format!(
        "{name} is computed here from many members; the query looks for its text in the whole record"
    );
    Ok(any(texts.iter().map(piece).collect()).more(reason))
}

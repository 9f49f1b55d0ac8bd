//! Terms about hours and days of the week find what counting on a calendar finds.

use trailsift::query::engine::filter::Filter;
use trailsift::query::language::parse::parse;
use trailsift::query::summary::heat::{DAYS, HOURS, Heat};
use trailsift::record::time::zone::Zone;
use trailsift::store::Store;

use crate::files::load;
use crate::{calendar, sample_logs};

const HOUR: i64 = 3_600_000;

/// The hour and the day of the week, 0 for Monday, of each event that has a time, on a clock that is ahead of UTC.
fn shown(store: &Store, ahead: i64) -> Vec<(usize, usize)> {
    let times = store.order().iter().filter(|&&event| !store.folds().is_folded(event));
    times
        .filter_map(|&event| store.time(event).millis())
        .map(|millis| {
            let stamp = calendar::stamp(millis + ahead);
            let days = calendar::millis(&format!("{}T00:00:00Z", &stamp[..10])).unwrap() / (24 * HOUR);
            (stamp[11..13].parse().unwrap(), usize::try_from((days + 3) % 7).unwrap())
        })
        .collect()
}

fn found(store: &Store, filter: &str) -> usize {
    Filter::default().answer(store, &parse(filter).unwrap(), false, &|| false).unwrap().len()
}

/// Phoenix and Kolkata do not change their clocks.
#[test]
fn hours_and_days_are_those_of_the_calendar() {
    let store = load(&[sample_logs().to_owned()], 2);
    for (zone, ahead) in [("", 0), ("@Asia/Kolkata", 11 * HOUR / 2), ("@America/Phoenix", -7 * HOUR)] {
        let shown = shown(&store, ahead);
        let mut sum = 0;
        for hour in 0..HOURS {
            let expected = shown.iter().filter(|(other, _)| *other == hour).count();
            assert_eq!(found(&store, &format!("hour:{hour}{zone}")), expected, "{hour}{zone}");
            sum += expected;
        }
        assert_eq!(sum, shown.len());
        let night = shown.iter().filter(|(hour, _)| *hour >= 22 || *hour <= 5).count();
        assert_eq!(found(&store, &format!("hour:22..05{zone}")), night, "{zone}");
        assert_eq!(found(&store, &format!("!hour:22..05{zone} time:*")), shown.len() - night, "{zone}");
        for (name, day) in ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().zip(0..) {
            let expected = shown.iter().filter(|(_, other)| *other == day).count();
            assert_eq!(found(&store, &format!("weekday:{name}{zone}")), expected, "{name}{zone}");
        }
    }
}

/// The heat map counts what its terms find, failed calls too.
#[test]
fn cells_of_the_heat_map_hold_what_their_terms_find() {
    let store = load(&[sample_logs().to_owned()], 2);
    let all = Filter::default().answer(&store, &parse("").unwrap(), false, &|| false).unwrap();
    for zone in ["UTC", "Asia/Kolkata", "Australia/Lord_Howe"] {
        let zone = Zone::named(zone).unwrap();
        let heat = Heat::of(&store, &all, &zone);
        let mut sum = heat.without_time;
        for (day, hour) in (0..DAYS).flat_map(|day| (0..HOURS).map(move |hour| (day, hour))) {
            let count = heat.count(day, hour);
            sum += count.total() as usize;
            if count.total() > 0 || hour % 7 == 0 {
                let terms = trailsift::query::language::time::clock::cell_terms(day, hour, &zone).unwrap();
                assert_eq!(found(&store, &terms), count.total() as usize, "{terms}");
                assert_eq!(found(&store, &format!("{terms} is:failed")), count.failed as usize, "{terms}");
            }
        }
        assert_eq!(sum, all.len(), "every event is in one cell");
        let (day, hour) = heat.fullest().unwrap();
        assert_eq!(heat.count(day, hour).total(), heat.most());
        assert_eq!(
            (0..DAYS).map(|day| heat.of_day(day)).sum::<u32>() as usize + heat.without_time,
            all.len()
        );
        assert_eq!(
            (0..HOURS).map(|hour| heat.of_hour(hour)).sum::<u32>() as usize + heat.without_time,
            all.len()
        );
    }
}

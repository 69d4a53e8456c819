//! When a night is: a day and two hours as typed, turned into times by the concert's own zone.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::base::clock::{hour, stamp, zone};
use crate::base::web::form::Problems;

/// Until this hour it is still the evening before: doors at 00:30 belong to the evening's day.
const MORNING: i8 = 5;

/// Zones to choose from, Mexico's first; the key of each one's name is `concerts-zone-` and its second half.
const ZONES: [(&str, &str); 23] = [
    ("America/Mexico_City", "concerts-zone-mexico-city"),
    ("America/Monterrey", "concerts-zone-monterrey"),
    ("America/Merida", "concerts-zone-merida"),
    ("America/Cancun", "concerts-zone-cancun"),
    ("America/Chihuahua", "concerts-zone-chihuahua"),
    ("America/Ciudad_Juarez", "concerts-zone-ciudad-juarez"),
    ("America/Mazatlan", "concerts-zone-mazatlan"),
    ("America/Hermosillo", "concerts-zone-hermosillo"),
    ("America/Tijuana", "concerts-zone-tijuana"),
    ("America/Matamoros", "concerts-zone-matamoros"),
    ("America/Guatemala", "concerts-zone-guatemala"),
    ("America/Costa_Rica", "concerts-zone-costa-rica"),
    ("America/Bogota", "concerts-zone-bogota"),
    ("America/Lima", "concerts-zone-lima"),
    ("America/Santiago", "concerts-zone-santiago"),
    ("America/Argentina/Buenos_Aires", "concerts-zone-buenos-aires"),
    ("America/Los_Angeles", "concerts-zone-los-angeles"),
    ("America/Denver", "concerts-zone-denver"),
    ("America/Chicago", "concerts-zone-chicago"),
    ("America/New_York", "concerts-zone-new-york"),
    ("Europe/London", "concerts-zone-london"),
    ("Europe/Madrid", "concerts-zone-madrid"),
    ("Europe/Berlin", "concerts-zone-berlin"),
];

/// One zone of the select.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    pub name: String,
    /// The key of its name in words; its own name where nobody wrote one.
    pub key: String,
}

/// The zones to choose from, and those of `present` that aren't among them.
pub fn zones(present: &[&str]) -> Vec<Zone> {
    let known = ZONES.iter().map(|(name, key)| Zone { name: (*name).into(), key: (*key).into() });
    let mut zones: Vec<Zone> = known.collect();
    for name in present.iter().filter(|name| zone(name).is_some()) {
        if !zones.iter().any(|zone| zone.name == **name) {
            zones.push(Zone { name: (*name).to_owned(), key: (*name).to_owned() });
        }
    }
    zones
}

/// When a concert is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Night {
    pub day: String,
    pub doors_at: String,
    pub starts_at: String,
    pub timezone: String,
}

/// Reads a night; what is wrong is said at `day`, `doors`, `start`, `timezone`. An hour that a change of the clocks
/// skips or repeats is taken as RFC 5545 has it (jiff's "compatible").
pub fn check(problems: &mut Problems, day: &str, doors: &str, start: &str, timezone: &str) -> Option<Night> {
    let date = day.trim().parse::<Date>().ok().filter(|date| (2000..2100).contains(&date.year()));
    if day.trim().is_empty() {
        problems.add("day", "concerts-day-missing");
    } else if date.is_none() {
        problems.add("day", "concerts-day-wrong");
    }
    let doors_time = time(problems, "doors", "concerts-doors-missing", doors);
    let start_time = time(problems, "start", "concerts-start-missing", start);
    let there = zone(timezone);
    if there.is_none() {
        problems.add("timezone", "concerts-zone-wrong");
    }
    let (date, doors, start, there) = (date?, doors_time?, start_time?, there?);
    let (doors_at, starts_at) = (at(date, doors, &there)?, at(date, start, &there)?);
    if starts_at < doors_at {
        problems.add("start", "concerts-start-early");
        return None;
    }
    Some(Night { day: date.to_string(), doors_at, starts_at, timezone: timezone.to_owned() })
}

fn time(problems: &mut Problems, field: &'static str, missing: &'static str, typed: &str) -> Option<Time> {
    let typed = typed.trim();
    let read = Time::strptime("%H:%M", typed).or_else(|_| Time::strptime("%H:%M:%S", typed)).ok();
    if typed.is_empty() {
        problems.add(field, missing);
    } else if read.is_none() {
        problems.add(field, "concerts-hour-wrong");
    }
    read
}

fn at(evening: Date, time: Time, there: &TimeZone) -> Option<String> {
    let date = if time.hour() < MORNING { evening.tomorrow().ok()? } else { evening };
    Some(stamp(date.to_datetime(time).to_zoned(there.clone()).ok()?.timestamp()))
}

/// Doors and start as the form shows them, `20:00` and `21:00`.
pub fn hours(doors_at: &str, starts_at: &str, timezone: &str) -> (String, String) {
    (hour(doors_at, timezone), hour(starts_at, timezone))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEXICO: &str = "America/Mexico_City";

    fn night(day: &str, doors: &str, start: &str, zone: &str) -> Result<Night, Problems> {
        let mut problems = Problems::default();
        let night = check(&mut problems, day, doors, start, zone);
        problems.or(night)
    }

    #[test]
    fn july_in_mexico_city_is_six_hours_behind_and_so_is_november() {
        let july = night("2026-07-03", "20:00", "21:00", MEXICO).expect("a night");
        assert_eq!(july.doors_at, "2026-07-04T02:00:00.000Z");
        let november = night("2026-11-28", "20:00", "21:30", MEXICO).expect("a night");
        assert_eq!(
            (&*november.doors_at, &*november.starts_at),
            ("2026-11-29T02:00:00.000Z", "2026-11-29T03:30:00.000Z")
        );
        assert_eq!(hours(&november.doors_at, &november.starts_at, MEXICO), ("20:00".into(), "21:30".into()));
    }

    #[test]
    fn a_concert_that_starts_at_00_30_belongs_to_the_evening_s_day() {
        let late = night("2026-11-28", "23:00", "00:30", MEXICO).expect("a night");
        assert_eq!(late.day, "2026-11-28");
        assert_eq!((&*late.doors_at, &*late.starts_at), ("2026-11-29T05:00:00.000Z", "2026-11-29T06:30:00.000Z"));
        let later = night("2026-11-28", "00:15", "00:30", MEXICO).expect("a night");
        assert_eq!((&*later.day, &*later.doors_at), ("2026-11-28", "2026-11-29T06:15:00.000Z"));
    }

    #[test]
    fn an_hour_that_does_not_exist_or_exists_twice_is_taken_without_a_word() {
        // Madrid, 2026-03-29: 02:00 becomes 03:00. 2026-10-25: 03:00 becomes 02:00. Both nights are Saturday's.
        let skipped = night("2026-03-28", "22:00", "02:30", "Europe/Madrid").expect("a night");
        assert_eq!(skipped.starts_at, "2026-03-29T01:30:00.000Z");
        let twice = night("2026-10-24", "22:00", "02:30", "Europe/Madrid").expect("a night");
        assert_eq!(twice.starts_at, "2026-10-25T00:30:00.000Z");
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let wrong = |day, doors, start, zone, field: &str| night(day, doors, start, zone).expect_err("wrong").of(field);
        assert_eq!(wrong("", "20:00", "21:00", MEXICO, "day"), "concerts-day-missing");
        assert_eq!(wrong("2026-02-30", "20:00", "21:00", MEXICO, "day"), "concerts-day-wrong");
        assert_eq!(wrong("2026-11-28", "", "21:00", MEXICO, "doors"), "concerts-doors-missing");
        assert_eq!(wrong("2026-11-28", "8 pm", "21:00", MEXICO, "doors"), "concerts-hour-wrong");
        assert_eq!(wrong("2026-11-28", "20:00", "19:00", MEXICO, "start"), "concerts-start-early");
        assert_eq!(wrong("2026-11-28", "20:00", "21:00", "Mars/Olympus", "timezone"), "concerts-zone-wrong");
    }

    #[test]
    fn every_zone_to_choose_from_is_known_and_the_present_one_is_among_them() {
        assert!(zones(&[]).iter().all(|it| zone(&it.name).is_some()));
        assert_eq!(zones(&["Asia/Tokyo", MEXICO, "Mars/Olympus"]).len(), ZONES.len() + 1);
    }
}

//! When a copy is due, what it is called, which ones stay. No I/O.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::base::clock::{night_of, unstamp, zone};
use crate::base::db::backup::Contents;

/// How many of the automatic copies stay.
pub const KEPT: usize = 14;
/// A copy is made within this long before a concert's doors.
pub const BEFORE_DOORS: SignedDuration = SignedDuration::from_hours(1);
/// A last good copy older than this is a reason to worry.
pub const OLD: SignedDuration = SignedDuration::from_hours(3 * 24);

/// An installation that has had no copy for this long isn't being looked after.
pub const FIRST: SignedDuration = SignedDuration::from_hours(24);

/// The last good copy, as the shared setting `backup_last` holds it, in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Last {
    pub at: String,
    pub file: String,
    #[serde(flatten)]
    pub contents: Contents,
}

impl Last {
    /// Reads the setting; none of anything else.
    pub fn read(setting: &str) -> Option<Self> {
        serde_json::from_str(setting).ok()
    }

    /// Whether it was made so long ago that something must be wrong.
    pub fn is_old(&self, now: Timestamp) -> bool {
        unstamp(&self.at).is_none_or(|at| now.duration_since(at) > OLD)
    }
}

/// Whether an installation that began then should have had its first copy by now. One that was never served has no
/// beginning, and is owed none.
pub fn is_overdue(begun_at: Option<&str>, now: Timestamp) -> bool {
    begun_at.and_then(unstamp).is_some_and(|begun| now.duration_since(begun) > FIRST)
}

/// The name of a copy made at that time: `anomalia-20261128-0501.db`, by the clock on the band's wall.
pub fn name(at: Timestamp, timezone: &str) -> String {
    format!("anomalia-{}.db", at.to_zoned(zone_of(timezone)).strftime("%Y%m%d-%H%M"))
}

/// When the copy of that name was made; none of a file that isn't one of ours.
pub fn taken_at(name: &str, timezone: &str) -> Option<Timestamp> {
    let at = name.strip_prefix("anomalia-")?.strip_suffix(".db")?;
    let plain =
        at.len() == 13 && at.bytes().enumerate().all(|(nth, c)| if nth == 8 { c == b'-' } else { c.is_ascii_digit() });
    let at = DateTime::strptime("%Y%m%d-%H%M", at).ok().filter(|_| plain)?;
    zone_of(timezone).to_timestamp(at).ok()
}

fn zone_of(timezone: &str) -> TimeZone {
    zone(timezone).unwrap_or(TimeZone::UTC)
}

/// Whether a copy is to be made now: none of this day's is there (a day begins at 05:00, when the night is over), or
/// the doors of a concert open within the hour and none was made since.
pub fn is_due(now: Timestamp, timezone: &str, kept: &[Timestamp], doors: &[Timestamp]) -> bool {
    let today = night_of(now, timezone);
    if !kept.iter().any(|at| night_of(*at, timezone) == today) {
        return true;
    }
    doors.iter().any(|doors| {
        let from = doors.checked_sub(BEFORE_DOORS).unwrap_or(*doors);
        // A name tells the minute only, so a copy of that very minute counts.
        let since = from.checked_sub(SignedDuration::from_mins(1)).unwrap_or(from);
        from <= now && now < *doors && !kept.iter().any(|at| *at > since)
    })
}

/// Those of `names` that are more than stay, the oldest; what isn't a copy of ours is never among them.
pub fn superfluous<'a>(names: &'a [String], timezone: &str) -> Vec<&'a String> {
    let mut ours: Vec<&String> = names.iter().filter(|name| taken_at(name, timezone).is_some()).collect();
    ours.sort();
    ours.truncate(ours.len().saturating_sub(KEPT));
    ours
}

/// How long ago something was: a text's key and its number.
pub fn age(at: Timestamp, now: Timestamp) -> (&'static str, i64) {
    let minutes = now.duration_since(at).as_mins().max(0);
    match minutes {
        0..60 => ("safekeeping-age-minutes", minutes),
        60..2_880 => ("safekeeping-age-hours", minutes / 60),
        _ => ("safekeeping-age-days", minutes / 1_440),
    }
}

/// `12 MB`, `340 kB`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        1_000_000..10_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        10_000_000..10_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{} GB", bytes / 1_000_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: &str = "America/Mexico_City";

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn a_copy_s_name_tells_when_it_was_made() {
        let made = at("2026-11-28T11:01:30Z");
        assert_eq!(name(made, ZONE), "anomalia-20261128-0501.db");
        assert_eq!(taken_at("anomalia-20261128-0501.db", ZONE), Some(at("2026-11-28T11:01:00Z")));
        for other in
            ["anomalia.db", "anomalia-2026.db", "anomalia-20261128-0501.db.part", "anomalia-20261399-0501.db", "x"]
        {
            assert_eq!(taken_at(other, ZONE), None, "{other}");
        }
    }

    #[test]
    fn one_is_due_each_day_once_the_night_is_over() {
        let kept = [at("2026-11-28T11:01:00Z")];
        assert!(!is_due(at("2026-11-28T20:00:00Z"), ZONE, &kept, &[]));
        assert!(!is_due(at("2026-11-29T10:59:00Z"), ZONE, &kept, &[]), "04:59 is still the night before");
        assert!(is_due(at("2026-11-29T11:00:00Z"), ZONE, &kept, &[]));
        assert!(is_due(at("2026-11-28T20:00:00Z"), ZONE, &[], &[]), "at first start");
    }

    #[test]
    fn one_is_due_within_the_hour_before_the_doors_and_not_twice() {
        let (morning, doors) = (at("2026-11-28T11:01:00Z"), [at("2026-11-29T02:00:00Z")]);
        assert!(!is_due(at("2026-11-29T00:59:00Z"), ZONE, &[morning], &doors));
        assert!(is_due(at("2026-11-29T01:00:30Z"), ZONE, &[morning], &doors));
        assert!(!is_due(at("2026-11-29T01:20:00Z"), ZONE, &[morning, at("2026-11-29T01:00:00Z")], &doors));
        assert!(is_due(at("2026-11-29T01:59:00Z"), ZONE, &[morning], &doors), "the server was started late");
        assert!(!is_due(at("2026-11-29T02:00:00Z"), ZONE, &[morning], &doors), "the doors are open");
    }

    #[test]
    fn the_fourteen_newest_stay_and_other_files_are_left_alone() {
        let mut names: Vec<String> = (1..=16).map(|day| format!("anomalia-202611{day:02}-0500.db")).collect();
        names.reverse();
        names.push("letters.txt".into());
        assert_eq!(superfluous(&names, ZONE), ["anomalia-20261101-0500.db", "anomalia-20261102-0500.db"]);
        assert!(superfluous(&names[..14], ZONE).is_empty());
    }

    #[test]
    fn the_setting_is_read_as_it_was_written() {
        let contents = Contents { fans: 1, concerts: 2, tickets: 3, scans: 4 };
        let last = Last { at: "2026-11-28T11:01:30.000Z".into(), file: "a.db".into(), contents };
        let text = serde_json::to_string(&last).expect("json");
        assert_eq!(
            text,
            r#"{"at":"2026-11-28T11:01:30.000Z","file":"a.db","fans":1,"concerts":2,"tickets":3,"scans":4}"#
        );
        assert_eq!(Last::read(&text), Some(last.clone()));
        assert_eq!(Last::read(""), None);
        assert!(!last.is_old(at("2026-12-01T11:00:00Z")));
        assert!(last.is_old(at("2026-12-01T11:02:00Z")));
    }

    #[test]
    fn the_first_copy_is_overdue_a_day_after_the_beginning() {
        let begun = Some("2026-11-28T11:00:00.000Z");
        assert!(!is_overdue(begun, at("2026-11-29T11:00:00Z")));
        assert!(is_overdue(begun, at("2026-11-29T11:00:01Z")));
        assert!(!is_overdue(None, at("2026-11-29T11:00:01Z")), "it was never served");
    }

    #[test]
    fn ages_and_sizes_are_said_in_the_unit_that_fits() {
        let now = at("2026-11-28T12:00:00Z");
        assert_eq!(age(at("2026-11-28T11:30:10Z"), now), ("safekeeping-age-minutes", 29));
        assert_eq!(age(at("2026-11-27T11:30:00Z"), now), ("safekeeping-age-hours", 24));
        assert_eq!(age(at("2026-11-20T11:30:00Z"), now), ("safekeeping-age-days", 8));
        assert_eq!([size(340_100), size(1_250_000), size(56_000_000)], ["341 kB", "1.2 MB", "56 MB"]);
    }
}

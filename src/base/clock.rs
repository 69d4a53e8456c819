//! What time it is, and how a time is written down. The only place that reads the system's clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned, civil};

/// The clock that everything is given: the system's, or one set by a test or by `--clock`.
#[derive(Clone, Default)]
pub struct Clock {
    ahead_ms: Arc<AtomicI64>,
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that reads `at` now and runs on from there.
    pub fn starting_at(at: Timestamp) -> Self {
        let clock = Self::default();
        clock.set(at);
        clock
    }

    /// Sets this clock, and every clone of it, to `at`.
    pub fn set(&self, at: Timestamp) {
        self.ahead_ms.store(at.as_millisecond() - system_ms(), Ordering::Relaxed);
    }

    /// The present, to the millisecond.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(system_ms() + self.ahead_ms.load(Ordering::Relaxed))
            .unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

#[allow(clippy::disallowed_methods)]
fn system_ms() -> i64 {
    Timestamp::now().as_millisecond()
}

/// A time as it is kept: `YYYY-MM-DDTHH:MM:SS.mmmZ`, 24 characters, so that text order is time order.
pub fn stamp(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// Reads a time that [`stamp`] wrote; nothing else is accepted.
pub fn unstamp(text: &str) -> Option<Timestamp> {
    (text.len() == 24 && text.ends_with('Z') && text.as_bytes()[10] == b'T').then(|| text.parse().ok()).flatten()
}

/// The zone of that IANA name from the bundled data, never the machine's.
pub fn zone(name: &str) -> Option<TimeZone> {
    jiff::tz::TimeZoneDatabase::bundled().get(name).ok()
}

/// A kept time in a concert's own zone; an unknown zone is read as UTC.
pub fn local(stamped: &str, timezone: &str) -> Zoned {
    let at = unstamp(stamped).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned(zone(timezone).unwrap_or(TimeZone::UTC))
}

/// `21:14` of a kept time in a zone.
pub fn hour(stamped: &str, timezone: &str) -> String {
    local(stamped, timezone).strftime("%H:%M").to_string()
}

/// The day whose night it is: until 05:00 the evening before still counts.
pub fn night_of(now: Timestamp, timezone: &str) -> civil::Date {
    let there = now.to_zoned(zone(timezone).unwrap_or(TimeZone::UTC));
    let day = there.date();
    if there.hour() < 5 { day.yesterday().unwrap_or(day) } else { day }
}

/// How many days from the night that it is now to `day` (`YYYY-MM-DD`); negative when it has been.
pub fn days_until(day: &str, now: Timestamp, timezone: &str) -> i64 {
    let Ok(day) = day.parse::<civil::Date>() else { return 0 };
    night_of(now, timezone).until(day).map(|span| i64::from(span.get_days())).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn a_time_is_kept_in_24_characters_and_read_back() {
        let kept = stamp(at("2026-11-29T06:40:00.120Z"));
        assert_eq!(kept, "2026-11-29T06:40:00.120Z");
        assert_eq!(unstamp(&kept), Some(at("2026-11-29T06:40:00.120Z")));
        assert_eq!(unstamp("2026-11-29 06:40:00.120Z"), None);
        assert_eq!(unstamp("2026-11-29T06:40:00Z"), None);
    }

    #[test]
    fn july_in_mexico_city_is_six_hours_behind() {
        assert_eq!(hour("2026-07-04T02:00:00.000Z", "America/Mexico_City"), "20:00");
    }

    #[test]
    fn forty_past_midnight_is_still_the_night_before() {
        let zone = "America/Mexico_City";
        assert_eq!(days_until("2026-11-28", at("2026-11-29T06:40:00Z"), zone), 0);
        assert_eq!(days_until("2026-11-28", at("2026-11-29T00:05:00Z"), zone), 0);
        assert_eq!(days_until("2026-11-28", at("2026-11-27T18:00:00Z"), zone), 1);
        assert_eq!(days_until("2026-11-28", at("2026-11-22T18:00:00Z"), zone), 6);
        assert_eq!(days_until("2026-11-28", at("2026-11-29T12:00:00Z"), zone), -1);
    }
}

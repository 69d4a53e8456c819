//! A phone that is lent a concert's door: until when, and what it is now.

use jiff::civil::{Date, Time};
use jiff::{Timestamp, civil};

use crate::base::clock::{unstamp, zone};

/// The hour at which a lent door dies at the latest, on the morning after the concert's evening.
pub const DIES_AT: i8 = 5;
/// The longest name of a phone.
pub const NAME_MAX: usize = 60;

/// When a door lent for the night of `day` (`YYYY-MM-DD`) in a zone dies: 05:00 of the next morning.
pub fn dies_at(day: &str, timezone: &str) -> Option<Timestamp> {
    of_night(day, timezone, civil::time(DIES_AT, 0, 0, 0))
}

/// When a lent door ends: at the hour that it was lent until, in the night as it is now. `expires` is that hour in the
/// night as it was when it was lent.
pub fn ends_at(day: &str, timezone: &str, expires: &str) -> Option<Timestamp> {
    let hour = unstamp(expires)?.to_zoned(zone(timezone)?).time();
    Some(of_night(day, timezone, hour)?.min(dies_at(day, timezone)?))
}

/// An hour of the night of `day`: those before noon are the next morning's.
pub fn of_night(day: &str, timezone: &str, hour: Time) -> Option<Timestamp> {
    let evening = day.parse::<Date>().ok()?;
    let date = if hour.hour() < 12 { evening.tomorrow().ok()? } else { evening };
    date.to_datetime(hour).to_zoned(zone(timezone)?).ok().map(|at| at.timestamp())
}

/// The hours of that night until which a door may be lent now, from the doors on, the latest last.
pub fn hours(day: &str, timezone: &str, doors_at: &str, now: Timestamp) -> Vec<String> {
    let night = (12..24).chain(0..=DIES_AT).map(|hour| civil::time(hour, 0, 0, 0));
    let from = unstamp(doors_at).unwrap_or(now).max(now);
    let ahead = night.filter(|hour| of_night(day, timezone, *hour).is_some_and(|at| at > from));
    ahead.map(|hour| hour.strftime("%H:%M").to_string()).collect()
}

/// Six digits of these random bytes, each number as likely as any other to a part in 10¹³.
pub fn six_digits(random: [u8; 8]) -> String {
    format!("{:06}", u64::from_be_bytes(random) % 1_000_000)
}

/// What a lent door is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has opened the link yet.
    Waiting,
    Open,
    /// Ended by hand.
    Revoked,
    /// Ended with its lender's account or password.
    Orphaned,
    /// Its hour has come.
    Over,
}

impl State {
    pub fn is_alive(self) -> bool {
        matches!(self, State::Waiting | State::Open)
    }

    /// The key of its text.
    pub fn key(self) -> &'static str {
        match self {
            State::Waiting => "door-phone-waiting",
            State::Open => "door-phone-open",
            State::Revoked => "door-phone-revoked",
            State::Orphaned => "door-phone-orphaned",
            State::Over => "door-phone-over",
        }
    }
}

/// The app in whose own browser a page is open, by its user agent: there the camera is shut, and what is claimed is lost
/// when the app closes that page.
pub fn app_around(agent: &str) -> Option<&'static str> {
    let marks = [
        ("Instagram", "Instagram"),
        ("Messenger", "Messenger"),
        ("FBAN", "Facebook"),
        ("FBAV", "Facebook"),
        ("FB_IAB", "Facebook"),
    ];
    marks.into_iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| name)
}

/// The browser that such a phone opens pages with, outside of apps.
pub fn own_browser(agent: &str) -> &'static str {
    if agent.contains("iPhone") || agent.contains("iPad") { "Safari" } else { "Chrome" }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: &str = "America/Mexico_City";

    #[test]
    fn a_lent_door_dies_at_five_in_the_morning_after() {
        let dies = dies_at("2026-11-28", ZONE).map(|at| at.to_string());
        assert_eq!(dies.as_deref(), Some("2026-11-29T11:00:00Z"));
    }

    #[test]
    fn an_earlier_hour_moves_with_the_night_and_a_later_one_is_cut() {
        let ends = |expires: &str| ends_at("2026-12-05", ZONE, expires).map(|at| at.to_string());
        assert_eq!(ends("2026-11-29T07:00:00.000Z").as_deref(), Some("2026-12-06T07:00:00Z"), "01:00");
        assert_eq!(ends("2026-11-29T05:00:00.000Z").as_deref(), Some("2026-12-06T05:00:00Z"), "23:00");
        assert_eq!(ends("2026-11-29T16:00:00.000Z").as_deref(), Some("2026-12-06T11:00:00Z"), "10:00 is too late");
    }

    #[test]
    fn the_hours_to_choose_are_those_ahead() {
        let hours = |now: &str| hours("2026-11-28", ZONE, "2026-11-29T02:00:00.000Z", now.parse().expect("a time"));
        assert_eq!(hours("2026-11-20T18:00:00Z").first().map(String::as_str), Some("21:00"));
        assert_eq!(hours("2026-11-29T09:30:00Z"), ["04:00", "05:00"]);
        assert!(hours("2026-11-29T11:00:00Z").is_empty());
    }

    #[test]
    fn six_digits_keep_their_zeros() {
        assert_eq!(six_digits([0, 0, 0, 0, 0, 0, 0, 42]), "000042");
        assert_eq!(six_digits([255; 8]).len(), 6);
    }
}

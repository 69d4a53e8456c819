//! A phone that is lent a concert's door, and until when.

use jiff::{Timestamp, civil};

use crate::base::clock::zone;

/// The hour at which a lent door dies, on the morning after the concert's evening.
pub const DIES_AT: i8 = 5;

/// When a door lent for the night of `day` (`YYYY-MM-DD`) in a zone dies: 05:00 of the next morning.
pub fn dies_at(day: &str, timezone: &str) -> Option<Timestamp> {
    let morning = day.parse::<civil::Date>().ok()?.tomorrow().ok()?.at(DIES_AT, 0, 0, 0);
    morning.to_zoned(zone(timezone)?).ok().map(|at| at.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lent_door_dies_at_five_in_the_morning_after() {
        let dies = dies_at("2026-11-28", "America/Mexico_City").map(|at| at.to_string());
        assert_eq!(dies.as_deref(), Some("2026-11-29T11:00:00Z"));
    }
}

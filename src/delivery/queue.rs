//! How fast tickets go out by hand: hundreds of chats in a row get a number banned.

use jiff::{SignedDuration, Timestamp};

/// After so many chats in an hour a pause is advised, unless the band says another number.
pub const AN_HOUR_USUALLY: i64 = 30;
/// The shared setting with that number.
pub const SETTING: &str = "chats_an_hour";
/// What may be set.
pub const AN_HOUR: std::ops::RangeInclusive<i64> = 1..=500;
/// How long a row is one member's after they took it.
pub const TAKEN_FOR: SignedDuration = SignedDuration::from_mins(5);

/// An hour before, which is what counts.
pub fn an_hour_ago(now: Timestamp) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(1)).unwrap_or(now)
}

/// From when on a row that was taken is still somebody's.
pub fn still_taken(now: Timestamp) -> Timestamp {
    now.checked_sub(TAKEN_FOR).unwrap_or(now)
}

/// When to go on, after `sent` (the latest first, of the last hour, at most `most` of them): none while there is no need
/// to wait. It is when the oldest of them is an hour ago.
pub fn go_on_at(sent: &[Timestamp], most: i64) -> Option<Timestamp> {
    let oldest = usize::try_from(most).ok().and_then(|most| sent.get(most.checked_sub(1)?))?;
    oldest.checked_add(SignedDuration::from_hours(1)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_thirty_in_an_hour_one_waits_until_the_first_of_them_is_an_hour_ago() {
        let at = |minute: i64| Timestamp::from_second(minute * 60).expect("a time");
        let sent: Vec<Timestamp> = (0..30).rev().map(at).collect();
        assert_eq!(go_on_at(&sent, 30), Some(at(60)));
        assert_eq!(go_on_at(&sent, 31), None);
        assert_eq!(go_on_at(&sent[..29], 30), None);
        assert_eq!(go_on_at(&[], 30), None);
    }
}

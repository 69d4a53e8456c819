//! Who paid and hasn't come: asked from an hour after doors.

use jiff::{SignedDuration, Timestamp};

use crate::base::clock::unstamp;
use crate::concerts::concert::Concert;

/// So long after doors it is worth asking.
pub const FROM: SignedDuration = SignedDuration::from_hours(1);

/// When asking begins.
pub fn begins(concert: &Concert) -> Option<Timestamp> {
    unstamp(&concert.doors_at)?.checked_add(FROM).ok()
}

/// Whether it is worth asking now: from an hour after doors until the night is over.
pub fn is_time(concert: &Concert, now: Timestamp) -> bool {
    concert.cancelled_at.is_none() && !concert.is_over(now) && begins(concert).is_some_and(|begins| begins <= now)
}

//! A concert as a calendar's entry (RFC 5545), in UTC.

use icalendar::{Calendar, Component, Event, EventLike};
use jiff::{SignedDuration, Timestamp};

/// Nobody knows when a night ends: so long after its start.
const LASTS: SignedDuration = SignedDuration::from_hours(3);

/// What the entry says.
pub struct Entry<'a> {
    /// The same for the same ticket, so that it is put in once.
    pub uid: &'a str,
    pub title: &'a str,
    pub place: &'a str,
    pub text: &'a str,
    /// The fan's page; none where others can't open it.
    pub link: Option<&'a str>,
    pub doors: Timestamp,
    pub start: Timestamp,
    pub now: Timestamp,
}

/// The file, CRLF-ended as the standard wants it.
pub fn ics(entry: &Entry<'_>) -> String {
    let end = entry.start.checked_add(LASTS).unwrap_or(entry.start);
    let mut event = Event::new();
    event.uid(entry.uid).summary(entry.title).location(entry.place).description(entry.text);
    for (name, at) in [("DTSTAMP", entry.now), ("DTSTART", entry.doors), ("DTEND", end)] {
        event.add_property(name, at.strftime("%Y%m%dT%H%M%SZ").to_string());
    }
    if let Some(link) = entry.link {
        event.add_property("URL", link);
    }
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0")).append_property(("PRODID", "-//Anomalia//boletos//ES"));
    calendar.push(event.done());
    calendar.to_string()
}

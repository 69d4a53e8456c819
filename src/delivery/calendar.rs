//! A concert as a calendar's entry (RFC 5545), in UTC.

use icalendar::{Calendar, Component, Event, EventLike};
use jiff::{SignedDuration, Timestamp};

use crate::base::clock::{hour, unstamp};
use crate::base::i18n::Lang;
use crate::concerts::concert::Concert;
use crate::tickets::ticket::Ticket;

/// Nobody knows when a night ends: so long after its start.
const LASTS: SignedDuration = SignedDuration::from_hours(3);

/// What the entry says.
struct Entry<'a> {
    /// The same for the same ticket, so that it is put in once.
    uid: &'a str,
    title: &'a str,
    place: &'a str,
    text: &'a str,
    /// The fan's page; none where others can't open it.
    link: Option<&'a str>,
    doors: Timestamp,
    start: Timestamp,
    now: Timestamp,
}

/// The file, CRLF-ended as the standard wants it.
fn ics(entry: &Entry<'_>) -> String {
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

/// The entry of a ticket's concert, in that language.
pub fn of(concert: &Concert, ticket: &Ticket, lang: Lang, link: Option<&str>, now: Timestamp) -> String {
    let at = |text: &str| unstamp(text).unwrap_or(now);
    let values = [
        ("doors", hour(&concert.doors_at, &concert.timezone).into()),
        ("start", hour(&concert.starts_at, &concert.timezone).into()),
        ("number", ticket.number.to_string().into()),
    ];
    ics(&Entry {
        uid: &format!("{}@anomalia", ticket.id),
        title: concert.name(),
        place: &whereabouts(concert),
        text: &lang.with("delivery-calendar", &values),
        link,
        doors: at(&concert.doors_at),
        start: at(&concert.starts_at),
        now,
    })
}

/// The venue and its address, as one asks a map for it.
pub fn whereabouts(concert: &Concert) -> String {
    format!("{}, {}", concert.venue, concert.place())
}

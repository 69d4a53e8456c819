//! What stands on a ticket's picture, in the fan's language.

use crate::base::clock;
use crate::base::i18n::{Lang, capital};
use crate::base::money;
use crate::concerts::concert::Concert;
use crate::tickets::artwork::Face;
use crate::tickets::code::Code;

/// What differs from ticket to ticket.
pub struct Mine<'a> {
    pub fan: &'a str,
    pub number: i64,
    pub code: &'a str,
    pub admits: i64,
    pub due_cents: i64,
    pub currency: &'a str,
}

/// The face of a ticket; none when its code can't be read, which no ticket of ours has.
pub fn of(concert: &Concert, mine: &Mine<'_>, lang: Lang, line: &str) -> Option<Face> {
    let code = Code::parse(mine.code)?;
    let day = concert.day.parse().map_or_else(|_| concert.day.clone(), |date| capital(&lang.day_of_year(date)));
    let doors = clock::hour(&concert.doors_at, &concert.timezone);
    let titled = concert.title.is_some();
    Some(Face {
        title_or_venue: concert.name().to_owned(),
        venue: if titled { concert.venue.clone() } else { String::new() },
        address: concert.address.clone(),
        date_text: day,
        doors_text: lang.with("tickets-face-doors", &[("hour", doors.into())]),
        age_text: concert.age_min.map(|age| lang.with("tickets-face-age", &[("age", age.into())])),
        fan: mine.fan.to_owned(),
        number_text: lang.with("tickets-face-number", &[("number", mine.number.to_string().into())]),
        short: code.short().to_owned(),
        due_text: (mine.due_cents > 0)
            .then(|| lang.with("tickets-face-due", &[("amount", money::show(mine.due_cents, mine.currency).into())])),
        admits_text: (mine.admits > 1).then(|| lang.with("tickets-face-admits", &[("n", mine.admits.into())])),
        line: line.to_owned(),
        code,
    })
}

//! What stands on a ticket's picture, in the fan's language.

use crate::base::brand::Brand;
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

/// The face of a ticket that is nobody's and opens nothing, to see a look by.
pub fn sample(brand: &Brand, lang: Lang) -> Face {
    let text = |key: &str| lang.t(key);
    let code = Code::from_random(*b"nobody's! ");
    Face {
        title_or_venue: text("look-sample-concert"),
        venue: String::new(),
        address: text("look-sample-place"),
        date_text: capital(&text("look-sample-day")),
        doors_text: lang.with("tickets-face-doors", &[("hour", text("look-sample-doors").into())]),
        age_text: None,
        fan: text("look-sample-name"),
        number_text: lang.with("tickets-face-number", &[("number", "17".into())]),
        short: code.short().to_owned(),
        due_text: None,
        admits_text: None,
        line: brand.text(lang.code(), "ticket").to_owned(),
        code,
    }
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

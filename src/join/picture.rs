//! *Voy* and a concert's poster, drawn when asked for.

use fast_qr::ECL;

use crate::base::app::App;
use crate::base::clock::hour;
use crate::base::i18n::{Lang, capital};
use crate::base::text;
use crate::base::web::qr;
use crate::concerts::concert::Concert;
use crate::join::link;
use crate::join::store::Public;
use crate::tickets::artwork::posted::{Posted, poster_pdf, poster_png, voy_png};
use crate::tickets::ticket::Ticket;

/// A concert's public address, with the fan's half where it is a fan's own; none where no other can open it.
pub fn address(app: &App, public: &Public, fan: Option<&str>) -> Option<String> {
    let url = app.config.public_url().filter(|_| public.opened_at.is_some())?;
    Some(format!("{url}/j/{}", link::whole(&public.token, fan)))
}

/// *Voy* of a ticket's fan, with their own address where the concert's page is open to others.
pub fn voy(app: &App, concert: &Concert, ticket: &Ticket, lang: Lang, public: Option<&Public>) -> Vec<u8> {
    let half = link::half(&app.key, &concert.id, ticket.number);
    let link = public.zip(half).and_then(|(public, half)| address(app, public, Some(&half)));
    let (fan, _) = text::first_and_initial(&ticket.fan);
    let posted = Posted { going: lang.t("join-voy"), fan, ..posted(concert, lang, "join-voy-call", link.as_deref()) };
    voy_png(&app.brand(), &posted)
}

/// A poster to print, and to show.
pub enum Kind {
    Pdf,
    Png,
}

/// The poster of a concert whose page has that address; `price` is its last line.
pub fn poster(app: &App, concert: &Concert, lang: Lang, address: &str, price: String, kind: Kind) -> Option<Vec<u8>> {
    // A poster is torn and rained on.
    let rows = qr::rows(address, ECL::Q)?;
    let posted = Posted { line: price, ..posted(concert, lang, "join-poster-call", Some(address)) };
    Some(match kind {
        Kind::Pdf => poster_pdf(&app.brand(), &posted, &rows),
        Kind::Png => poster_png(&app.brand(), &posted, &rows),
    })
}

fn posted(concert: &Concert, lang: Lang, call: &str, address: Option<&str>) -> Posted {
    let day = concert.day.parse().map_or_else(|_| concert.day.clone(), |date| capital(&lang.day_of_year(date)));
    let place = concert.place();
    let parts = [concert.title.as_ref().map_or("", |_| &concert.venue), &place];
    let doors = hour(&concert.doors_at, &concert.timezone);
    let start = hour(&concert.starts_at, &concert.timezone);
    Posted {
        title_or_venue: concert.name().to_owned(),
        whereabouts: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        date_text: day,
        doors_text: lang.with("join-hours", &[("doors", doors.into()), ("start", start.into())]),
        lineup: concert.line_up.as_deref().map(|it| it.lines().collect::<Vec<_>>().join(", ")).unwrap_or_default(),
        age_text: concert.age_min.map(|age| lang.with("tickets-face-age", &[("age", age.into())])),
        call: lang.t(call),
        link: address.map(|address| address.trim_start_matches("https://").trim_start_matches("http://").to_owned()),
        ..Posted::default()
    }
}

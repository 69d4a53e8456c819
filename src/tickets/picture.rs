//! A ticket's picture and paper, drawn now: nothing is kept of them, so that they are never out of date.

use crate::base::app::App;
use crate::base::error::{Error, Result};
use crate::base::i18n::Lang;
use crate::base::text;
use crate::concerts::concert::Concert;
use crate::tickets::artwork::{self, Background, BackgroundKey, Face};
use crate::tickets::face::{self, Mine};
use crate::tickets::store::FaceRow;
use crate::tickets::ticket::{Ticket, due};

/// The concerts' backgrounds, drawn once each and kept while they are in use.
pub struct Backgrounds(artwork::Backgrounds);

impl Default for Backgrounds {
    fn default() -> Self {
        Self(artwork::Backgrounds::new(16))
    }
}

/// What a ticket's files are called, without their kind.
pub fn file_name(concert: &Concert, fan: &str, number: i64) -> String {
    let words = text::fold(&format!("{} {fan}", concert.name())).replace(' ', "-");
    format!("boleto-{number}-{}", words.chars().take(60).collect::<String>())
}

/// What is drawn of a ticket of a concert's list.
pub fn face_of_row(app: &App, concert: &Concert, row: &FaceRow, lang: Lang) -> Option<Face> {
    let mine = Mine {
        fan: &row.fan,
        number: row.number,
        code: &row.code,
        admits: row.admits,
        due_cents: due(row.price_cents, row.paid_cents, &row.method),
        currency: &row.currency,
    };
    face::of(concert, &mine, lang, app.brand().text(lang.code(), "ticket"))
}

fn face_of(app: &App, concert: &Concert, ticket: &Ticket, lang: Lang) -> Result<Face> {
    let mine = Mine {
        fan: &ticket.fan,
        number: ticket.number,
        code: &ticket.code,
        admits: ticket.admits,
        due_cents: ticket.due_cents(),
        currency: &ticket.currency,
    };
    let brand = app.brand();
    let line = brand.text(lang.code(), "ticket");
    face::of(concert, &mine, lang, line).ok_or_else(|| Error::Broken(anyhow::anyhow!("a ticket's code can't be read")))
}

/// The picture for a phone, as a PNG of 1080 × 1920. Takes milliseconds: not for a thread that others wait for.
///
/// # Errors
/// When the ticket isn't good any more.
pub fn png(app: &App, concert: &Concert, ticket: &Ticket, lang: Lang) -> Result<Vec<u8>> {
    Ok(png_of(app, concert, &drawable(app, concert, ticket, lang)?, lang))
}

/// The picture of what a ticket's face holds.
pub fn png_of(app: &App, concert: &Concert, face: &Face, lang: Lang) -> Vec<u8> {
    let key = BackgroundKey {
        concert_id: concert.id.clone(),
        changed_at: concert.changed_at.clone(),
        lang: lang.code().to_owned(),
        brand: app.brand().version.clone(),
    };
    let background = app.part::<Backgrounds>().0.get(&key, || Background::draw(&app.brand(), face));
    artwork::png(&background, face)
}

/// The same ticket on paper, as a PDF of one page.
///
/// # Errors
/// When the ticket isn't good any more.
pub fn pdf(app: &App, concert: &Concert, ticket: &Ticket, lang: Lang) -> Result<Vec<u8>> {
    Ok(artwork::pdf(&app.brand(), &drawable(app, concert, ticket, lang)?))
}

fn drawable(app: &App, concert: &Concert, ticket: &Ticket, lang: Lang) -> Result<Face> {
    if ticket.is_live() { face_of(app, concert, ticket, lang) } else { Err(Error::Refused("tickets-picture-gone")) }
}

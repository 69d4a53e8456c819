//! A concert as it is typed, made, edited or moved, turned once into what may be kept.

use serde::Deserialize;

use crate::base::text;
use crate::base::web::form::Problems;
use crate::concerts::concert::{Concert, Price};
use crate::concerts::night::{self, Night};
use crate::concerts::pricing::{self, NewPrice};
use crate::concerts::venue::{self, Contact, NewVenue, Venue};

/// Currencies to choose from; the peso is the default.
pub const CURRENCIES: [&str; 8] = ["MXN", "USD", "EUR", "CAD", "GBP", "COP", "GTQ", "PEN"];

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConcertForm {
    /// The chosen venue's id; empty for a new one, whose name, address and city follow.
    pub venue: String,
    pub venue_name: String,
    pub venue_address: String,
    pub venue_city: String,
    pub title: String,
    pub line_up: String,
    pub day: String,
    pub doors: String,
    pub start: String,
    pub timezone: String,
    pub capacity: String,
    pub age_min: String,
    /// Set when whoever left may come back.
    pub reentry: String,
    pub currency: String,
    /// When the concert was changed last, as the form saw it; empty: not asked about.
    pub changed_at: String,
    pub price_name: Vec<String>,
    pub price_amount: Vec<String>,
    pub price_until: Vec<String>,
    pub contact_name: String,
    pub contact_phone: String,
    pub contact_email: String,
    /// Only where a concert is moved or cancelled: `stay` or `voided`.
    pub tickets: String,
}

/// Where a concert is: at a venue that we know, or at one that is kept with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Known(String),
    New(Box<NewVenue>),
}

/// A concert that may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewConcert {
    pub place: Place,
    pub title: Option<String>,
    pub line_up: Option<String>,
    pub night: Night,
    pub capacity: i64,
    pub age_min: Option<i64>,
    pub reentry: Option<()>,
    pub currency: String,
    pub contact: Contact,
    pub prices: Vec<NewPrice>,
}

/// Where and when a concert goes, and what becomes of its tickets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    pub place: Place,
    pub night: Night,
    pub capacity: i64,
    /// Of the new venue; `None` where the venue stays, and with it that night's contact.
    pub contact: Option<Contact>,
    pub tickets: Tickets,
}

/// What becomes of the tickets of a concert that is moved or cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tickets {
    Stay,
    Voided,
}

impl Tickets {
    /// Reads the choice; none is said at `tickets`.
    pub fn check(problems: &mut Problems, typed: &str) -> Option<Self> {
        match typed {
            "stay" => Some(Self::Stay),
            "voided" => Some(Self::Voided),
            _ => {
                problems.add("tickets", "concerts-tickets-missing");
                None
            }
        }
    }

    /// As it is kept.
    pub fn text(self) -> &'static str {
        match self {
            Self::Stay => "stay",
            Self::Voided => "voided",
        }
    }
}

impl ConcertForm {
    /// The form of a concert as it is.
    pub fn of(concert: &Concert, prices: &[Price]) -> Self {
        let mut form = Self {
            title: concert.title.clone().unwrap_or_default(),
            line_up: concert.line_up.clone().unwrap_or_default(),
            capacity: concert.capacity.to_string(),
            age_min: concert.age_min.map(|age| age.to_string()).unwrap_or_default(),
            reentry: concert.reentry_from.as_ref().map(|_| "1".to_owned()).unwrap_or_default(),
            currency: concert.currency.clone(),
            changed_at: concert.changed_at.clone(),
            price_name: prices.iter().map(|price| price.name.clone()).collect(),
            price_amount: prices.iter().map(|price| pricing::typed(price.amount_cents)).collect(),
            price_until: prices.iter().map(|price| price.until_day.clone().unwrap_or_default()).collect(),
            contact_name: concert.contact_name.clone().unwrap_or_default(),
            contact_phone: concert.contact_phone.clone().unwrap_or_default(),
            contact_email: concert.contact_email.clone().unwrap_or_default(),
            ..Self::default()
        };
        form.stay(concert);
        form
    }

    /// Puts the concert's place and time in place of what was typed: once tickets are out, they change only by a move.
    pub fn stay(&mut self, concert: &Concert) {
        let (doors, start) = night::hours(&concert.doors_at, &concert.starts_at, &concert.timezone);
        self.venue.clone_from(&concert.venue_id);
        self.venue_name.clear();
        self.venue_address.clear();
        self.day.clone_from(&concert.day);
        self.timezone.clone_from(&concert.timezone);
        (self.doors, self.start) = (doors, start);
    }

    /// Checks the whole form; `chosen` is the venue of that id, where there is one. With `fill`, a contact left empty
    /// is the venue's.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn check(&self, chosen: Option<&Venue>, fill: bool) -> Result<NewConcert, Problems> {
        let mut problems = Problems::default();
        let contact = Contact::check(&mut problems, &self.contact_name, &self.contact_phone, &self.contact_email);
        let capacity = self.capacity(&mut problems, chosen.and_then(|venue| venue.capacity));
        let place = self.place(&mut problems, chosen, capacity, &contact);
        let night = night::check(&mut problems, &self.day, &self.doors, &self.start, &self.timezone);
        let title = venue::line(&mut problems, "title", &self.title, 120);
        let line_up = text::given_lines(&self.line_up);
        if line_up.as_deref().is_some_and(|text| text.chars().count() > 1000) {
            problems.add("line_up", "concerts-too-long");
        }
        let age_min = self.age(&mut problems);
        let prices = pricing::check(&mut problems, &self.price_name, &self.price_amount, &self.price_until);
        let currency = if self.currency.is_empty() { "MXN".to_owned() } else { self.currency.clone() };
        if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
            problems.add("currency", "concerts-currency-wrong");
        }
        let contact = match chosen {
            Some(venue) if fill && contact.is_empty() => venue.contact(),
            _ => contact,
        };
        let new = place.zip(night).zip(capacity).map(|((place, night), capacity)| NewConcert {
            place,
            title,
            line_up,
            night,
            capacity,
            age_min,
            reentry: (!self.reentry.is_empty()).then_some(()),
            currency,
            contact,
            prices,
        });
        problems.or(new)
    }

    /// Checks where and when `concert` goes.
    ///
    /// # Errors
    /// What is wrong, by field; at `form` when nothing would change.
    pub fn check_move(&self, concert: &Concert, chosen: Option<&Venue>) -> Result<Move, Problems> {
        let mut problems = Problems::default();
        let same_venue = chosen.is_some_and(|venue| venue.id == concert.venue_id);
        let usual = if same_venue { Some(concert.capacity) } else { chosen.and_then(|venue| venue.capacity) };
        let capacity = self.capacity(&mut problems, usual);
        let place = self.place(&mut problems, chosen, capacity, &Contact::default());
        let night = night::check(&mut problems, &self.day, &self.doors, &self.start, &self.timezone);
        let tickets = Tickets::check(&mut problems, &self.tickets);
        let same_night = night.as_ref().is_some_and(|night| {
            night.day == concert.day && night.doors_at == concert.doors_at && night.starts_at == concert.starts_at
        });
        if same_venue && same_night {
            problems.add("form", "concerts-move-nothing");
        }
        let contact = (!same_venue).then(|| chosen.map(Venue::contact).unwrap_or_default());
        let moved = place.zip(night).zip(capacity.zip(tickets)).map(|((place, night), (capacity, tickets))| Move {
            place,
            night,
            capacity,
            contact,
            tickets,
        });
        problems.or(moved)
    }

    fn capacity(&self, problems: &mut Problems, usual: Option<i64>) -> Option<i64> {
        let typed = venue::capacity(problems, &self.capacity);
        if typed.is_none() && usual.is_none() {
            problems.add("capacity", "concerts-capacity-missing");
        }
        typed.or(usual)
    }

    fn place(
        &self,
        problems: &mut Problems,
        chosen: Option<&Venue>,
        capacity: Option<i64>,
        contact: &Contact,
    ) -> Option<Place> {
        let typed = text::given(&self.venue_name).is_some();
        if let Some(venue) = chosen {
            if typed {
                problems.add("venue", "concerts-venue-both");
            }
            return Some(Place::Known(venue.id.clone()));
        }
        if !typed && text::given(&self.venue_address).is_none() {
            problems.add("venue", "concerts-venue-missing");
            problems.add("venue_name", "concerts-venue-missing");
            return None;
        }
        let fields = ["venue_name", "venue_address", "venue_city"];
        let (name, address, city) =
            venue::place(problems, fields, &self.venue_name, &self.venue_address, &self.venue_city)?;
        let venue = NewVenue::new(name, address, city, capacity, &self.timezone, contact.clone(), None);
        Some(Place::New(Box::new(venue)))
    }

    fn age(&self, problems: &mut Problems) -> Option<i64> {
        let typed = text::given(&self.age_min)?;
        let read = typed.trim_end_matches('+').parse().ok().filter(|age| (1..=99).contains(age));
        if read.is_none() {
            problems.add("age_min", "concerts-age-wrong");
        }
        read
    }
}

#[cfg(test)]
mod tests;

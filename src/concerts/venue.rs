//! A venue, and who receives us there.

use serde::{Deserialize, Serialize};

use crate::base::clock;
use crate::base::phone;
use crate::base::text;
use crate::base::web::form::Problems;

/// The most people that a room of ours may hold.
pub const CAPACITY_MAX: i64 = 200_000;

/// A place where we play.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Venue {
    pub id: String,
    pub name: String,
    pub address: String,
    pub city: String,
    pub capacity: Option<i64>,
    pub timezone: String,
    pub contact_name: Option<String>,
    pub contact_phone: Option<String>,
    pub contact_email: Option<String>,
    pub note: Option<String>,
}

impl Venue {
    /// Who receives us there, as far as we know.
    pub fn contact(&self) -> Contact {
        Contact {
            name: self.contact_name.clone(),
            phone: self.contact_phone.clone(),
            email: self.contact_email.clone(),
        }
    }
}

/// Who received us, or will.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    pub name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
}

impl Contact {
    /// Whether nobody is named and nothing leads to them.
    pub fn is_empty(&self) -> bool {
        self.name.is_none() && self.phone.is_none() && self.email.is_none()
    }

    /// Reads a contact; a telephone that isn't one number (an extension, two numbers) stays as typed. What is wrong is said at `contact_name`, `contact_phone`, `contact_email`.
    pub fn check(problems: &mut Problems, name: &str, phone: &str, email: &str) -> Self {
        let contact = Self {
            name: line(problems, "contact_name", name, 120),
            phone: line(problems, "contact_phone", phone, 40).map(|typed| phone::phone(&typed).unwrap_or(typed)),
            email: text::given(email),
        };
        let digits = contact.phone.iter().flat_map(|phone| phone.chars()).filter(char::is_ascii_digit).count();
        if contact.phone.is_some() && digits < 7 {
            problems.add("contact_phone", "concerts-phone-wrong");
        }
        if contact.email.as_deref().is_some_and(|email| text::email(email).is_none()) {
            problems.add("contact_email", "concerts-email-wrong");
        }
        contact
    }
}

/// A telephone as a link dials it: digits, and the sign of a country.
pub fn dial(phone: &str) -> String {
    phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// One line as typed, tidied; too long is said at its field.
pub fn line(problems: &mut Problems, field: &'static str, typed: &str, most: usize) -> Option<String> {
    let given = text::given(typed);
    if given.as_deref().is_some_and(|text| text.chars().count() > most) {
        problems.add(field, "concerts-too-long");
    }
    given
}

/// How many fit, as typed; `None` when nothing was.
pub fn capacity(problems: &mut Problems, typed: &str) -> Option<i64> {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    if plain.is_empty() {
        return None;
    }
    let read = plain.parse().ok().filter(|number| (1..=CAPACITY_MAX).contains(number));
    if read.is_none() {
        problems.add("capacity", "concerts-capacity-wrong");
    }
    read
}

/// What was typed about a venue.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct VenueForm {
    pub name: String,
    pub address: String,
    pub city: String,
    pub capacity: String,
    pub timezone: String,
    pub contact_name: String,
    pub contact_phone: String,
    pub contact_email: String,
    pub note: String,
}

/// A venue that may be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewVenue {
    pub name: String,
    pub name_folded: String,
    pub address: String,
    pub city: String,
    pub capacity: Option<i64>,
    pub timezone: String,
    pub contact_name: Option<String>,
    pub contact_phone: Option<String>,
    pub contact_email: Option<String>,
    pub note: Option<String>,
}

impl VenueForm {
    /// The form of a venue as it is.
    pub fn of(venue: &Venue) -> Self {
        Self {
            name: venue.name.clone(),
            address: venue.address.clone(),
            city: venue.city.clone(),
            capacity: venue.capacity.map(|number| number.to_string()).unwrap_or_default(),
            timezone: venue.timezone.clone(),
            contact_name: venue.contact_name.clone().unwrap_or_default(),
            contact_phone: venue.contact_phone.clone().unwrap_or_default(),
            contact_email: venue.contact_email.clone().unwrap_or_default(),
            note: venue.note.clone().unwrap_or_default(),
        }
    }

    /// Checks the whole form.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn check(&self) -> Result<NewVenue, Problems> {
        let mut problems = Problems::default();
        let place = place(&mut problems, ["name", "address", "city"], &self.name, &self.address, &self.city);
        let capacity = capacity(&mut problems, &self.capacity);
        let contact = Contact::check(&mut problems, &self.contact_name, &self.contact_phone, &self.contact_email);
        let note = text::given_lines(&self.note);
        if note.as_deref().is_some_and(|note| note.chars().count() > 2000) {
            problems.add("note", "concerts-too-long");
        }
        if clock::zone(&self.timezone).is_none() {
            problems.add("timezone", "concerts-zone-wrong");
        }
        let new = place
            .map(|(name, address, city)| NewVenue::new(name, address, city, capacity, &self.timezone, contact, note));
        problems.or(new)
    }
}

impl NewVenue {
    /// A venue with its name folded.
    pub fn new(
        name: String,
        address: String,
        city: String,
        capacity: Option<i64>,
        timezone: &str,
        contact: Contact,
        note: Option<String>,
    ) -> Self {
        Self {
            name_folded: text::fold(&name),
            name,
            address,
            city,
            capacity,
            timezone: timezone.to_owned(),
            contact_name: contact.name,
            contact_phone: contact.phone,
            contact_email: contact.email,
            note,
        }
    }
}

/// Name, address and city as typed; the city may stay empty. What is wrong is said at `fields`, in that order.
pub fn place(
    problems: &mut Problems,
    fields: [&'static str; 3],
    name: &str,
    address: &str,
    city: &str,
) -> Option<(String, String, String)> {
    let name = line(problems, fields[0], name, 80).filter(|name| !text::fold(name).is_empty());
    let address = line(problems, fields[1], address, 160);
    let city = line(problems, fields[2], city, 80).unwrap_or_default();
    if name.is_none() {
        problems.add(fields[0], "concerts-venue-name-missing");
    }
    if address.is_none() {
        problems.add(fields[1], "concerts-venue-address-missing");
    }
    Some((name?, address?, city))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> VenueForm {
        VenueForm {
            name: " Sótano  Ámbar ".into(),
            address: "Calle Sin Nombre 91".into(),
            city: "Ciudad de México".into(),
            capacity: "1,250".into(),
            timezone: "America/Mexico_City".into(),
            ..VenueForm::default()
        }
    }

    #[test]
    fn a_venue_needs_a_name_and_an_address() {
        let new = form().check().expect("a venue");
        assert_eq!((&*new.name, &*new.name_folded, new.capacity), ("Sótano Ámbar", "sotano ambar", Some(1250)));
        let problems = VenueForm { name: " — ".into(), address: String::new(), ..form() }.check().expect_err("wrong");
        assert_eq!(problems.of("name"), "concerts-venue-name-missing");
        assert_eq!(problems.of("address"), "concerts-venue-address-missing");
    }

    #[test]
    fn a_contact_s_phone_and_mail_are_looked_at_and_nobody_is_nobody() {
        let mut problems = Problems::default();
        let contact = Contact::check(&mut problems, "Beto", "ext 4", "beto@");
        assert_eq!(problems.of("contact_phone"), "concerts-phone-wrong");
        assert_eq!(problems.of("contact_email"), "concerts-email-wrong");
        assert!(!contact.is_empty());
        assert!(Contact::check(&mut Problems::default(), " ", "", "").is_empty());
    }

    #[test]
    fn a_room_holds_at_least_one() {
        for wrong in ["0", "-3", "doscientos", "9999999"] {
            let mut problems = Problems::default();
            assert_eq!(capacity(&mut problems, wrong), None);
            assert_eq!(problems.of("capacity"), "concerts-capacity-wrong", "{wrong}");
        }
    }
}

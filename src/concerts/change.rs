//! What was moved or cancelled, and the words in which a fan is told.

use fluent_templates::fluent_bundle::FluentValue;
use jiff::civil::Date;

use crate::base::i18n::Lang;
use crate::base::text;
use crate::base::web::apology::encode;
use crate::concerts::night;

/// A change that fans have to hear of.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Change {
    pub id: String,
    /// `moved` or `cancelled`.
    pub kind: String,
    pub before_text: String,
    pub after_text: String,
    /// `stay` or `voided`.
    pub tickets: String,
    pub happened_at: String,
    /// Who did it.
    pub username: Option<String>,
}

impl Change {
    /// Where and when it was.
    pub fn before(&self) -> When {
        When::read(&self.before_text)
    }

    /// Where and when it is now; of a cancelled concert, nothing.
    pub fn after(&self) -> Option<When> {
        (self.kind == "moved").then(|| When::read(&self.after_text))
    }

    /// Whether it was called off.
    pub fn cancelled(&self) -> bool {
        self.kind == "cancelled"
    }

    /// Whether its tickets were voided with it.
    pub fn voided(&self) -> bool {
        self.tickets == "voided"
    }
}

/// Where and when, kept as one line that any language can be made of: `2026-11-28 20:00 Sótano Ámbar, Calle …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    pub day: String,
    pub doors: String,
    pub place: String,
}

impl When {
    /// Of a night at a place.
    pub fn new(day: &str, doors_at: &str, timezone: &str, venue: &str, place: &str) -> Self {
        let (doors, _) = night::hours(doors_at, doors_at, timezone);
        let place = if place.is_empty() { venue.to_owned() } else { format!("{venue}, {place}") };
        Self { day: day.to_owned(), doors, place }
    }

    /// The line that is kept.
    pub fn line(&self) -> String {
        format!("{} {} {}", self.day, self.doors, self.place)
    }

    /// The venue's name, which opens the place.
    pub fn venue(&self) -> &str {
        self.place.split(", ").next().unwrap_or_default()
    }

    fn read(line: &str) -> Self {
        let mut parts = line.splitn(3, ' ');
        let mut part = || parts.next().unwrap_or_default().to_owned();
        Self { day: part(), doors: part(), place: part() }
    }

    fn day_in(&self, lang: Lang) -> String {
        self.day.parse::<Date>().map_or_else(|_| self.day.clone(), |date| lang.day_of_year(date))
    }
}

/// A fan who has to be told.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Told {
    pub id: String,
    pub name: String,
    pub name_folded: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub language: Option<String>,
    /// Who brought them, where they have no telephone of their own.
    pub by_id: Option<String>,
    pub by_name: Option<String>,
    pub tickets: i64,
    /// 1 with a telephone, 2 with an e-mail address only, 3 with neither.
    pub way: i64,
}

impl Told {
    /// The message, in the fan's language.
    pub fn message(&self, change: &Change, band: &str, concert: &str) -> String {
        let lang = self.lang();
        let (first, _) = text::first_and_initial(&self.name);
        let before = change.before();
        let (day, tickets) = (before.day_in(lang), FluentValue::from(self.tickets));
        let words = [("first", first), ("band", band.into()), ("concert", concert.into()), ("day", day)];
        let mut values: Vec<_> = words.into_iter().map(|(name, value)| (name, FluentValue::from(value))).collect();
        values.push(("tickets", tickets));
        if let Some(after) = change.after() {
            values.push(("newday", after.day_in(lang).into()));
            values.push(("doors", after.doors.into()));
            values.push(("place", after.place.into()));
        }
        let what = lang.with(if change.cancelled() { "concerts-say-cancelled" } else { "concerts-say-moved" }, &values);
        let then = lang.with(if change.voided() { "concerts-say-voided" } else { "concerts-say-stay" }, &values);
        format!("{what} {then}")
    }

    /// The chat on WhatsApp with the message written; none without a telephone.
    pub fn whatsapp(&self, change: &Change, band: &str, concert: &str) -> Option<String> {
        let digits = self.phone.as_deref()?.trim_start_matches('+');
        Some(format!("https://wa.me/{digits}?text={}", encode(&self.message(change, band, concert))))
    }

    /// The mail with the message written (RFC 6068); none without an address.
    pub fn mailto(&self, change: &Change, band: &str, concert: &str) -> Option<String> {
        let email = encode(self.email.as_deref()?).replace("%40", "@");
        let key = if change.cancelled() { "concerts-say-subject-cancelled" } else { "concerts-say-subject-moved" };
        let subject =
            self.lang().with(key, &[("band", band.to_owned().into()), ("concert", concert.to_owned().into())]);
        Some(format!(
            "mailto:{email}?subject={}&body={}",
            encode(&subject),
            encode(&self.message(change, band, concert))
        ))
    }

    fn lang(&self) -> Lang {
        self.language.as_deref().and_then(Lang::of).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved() -> Change {
        let before =
            When::new("2026-11-28", "2026-11-29T02:00:00.000Z", "America/Mexico_City", "Sótano Ámbar", "Calle 9");
        let after = When::new("2026-12-05", "2026-12-06T01:30:00.000Z", "America/Mexico_City", "Galpón Siete", "");
        Change {
            id: "c".into(),
            kind: "moved".into(),
            before_text: before.line(),
            after_text: after.line(),
            tickets: "stay".into(),
            happened_at: "2026-11-22T00:00:00.000Z".into(),
            username: None,
        }
    }

    fn fan(language: Option<&str>) -> Told {
        Told {
            id: "f".into(),
            name: "Mariana Quiroz".into(),
            name_folded: "mariana quiroz".into(),
            phone: Some("+525512345678".into()),
            email: Some("mariana+a@example.mx".into()),
            language: language.map(str::to_owned),
            by_id: None,
            by_name: None,
            tickets: 2,
            way: 1,
        }
    }

    #[test]
    fn where_and_when_is_one_line_and_is_read_back() {
        let change = moved();
        assert_eq!(change.before_text, "2026-11-28 20:00 Sótano Ámbar, Calle 9");
        assert_eq!(change.after().expect("moved").line(), "2026-12-05 19:30 Galpón Siete");
        assert_eq!(change.before().venue(), "Sótano Ámbar");
    }

    #[test]
    fn a_fan_is_told_in_their_own_language() {
        let spanish = fan(None).message(&moved(), "Anomalia", "Sótano Ámbar");
        assert!(spanish.contains("Mariana") && spanish.contains("sábado 5 de diciembre de 2026"), "{spanish}");
        assert!(spanish.contains("siguen siendo válidos"), "{spanish}");
        let english = fan(Some("en")).message(&moved(), "Anomalia", "Sótano Ámbar");
        assert!(english.contains("Saturday 5 December 2026") && english.contains("19:30"), "{english}");
    }

    #[test]
    fn a_link_holds_the_whole_message_escaped() {
        let link = fan(None).whatsapp(&moved(), "Anomalia & co", "Ámbar #1").expect("a telephone");
        assert!(link.starts_with("https://wa.me/525512345678?text=Hola%2C%20Mariana"), "{link}");
        assert!(!link[30..].contains(['&', '#', ' ', '"']), "{link}");
        let mail = fan(None).mailto(&moved(), "Anomalia", "Ámbar").expect("an address");
        assert!(mail.starts_with("mailto:mariana%2Ba@example.mx?subject="), "{mail}");
        assert_eq!(Told { phone: None, ..fan(None) }.whatsapp(&moved(), "A", "B"), None);
    }
}

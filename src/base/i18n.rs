//! Texts in Spanish and English, from `locales/`, and the names of days and months.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};
use jiff::civil::Date;

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "es",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static ES: LanguageIdentifier = langid!("es");
static EN: LanguageIdentifier = langid!("en");

/// A language that the product speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    #[default]
    Es,
    En,
}

impl Lang {
    /// `es` or `en`, as HTML and cookies name it.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Es => "es",
            Lang::En => "en",
        }
    }

    /// The language of that code, if it is one of ours.
    pub fn of(code: &str) -> Option<Self> {
        match code {
            "es" => Some(Lang::Es),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// The first of ours in an `Accept-Language` header, by its weights (RFC 9110, 12.5.4); Spanish when none is.
    pub fn accepted(header: &str) -> Self {
        let mut wishes: Vec<(f32, Lang)> = header
            .split(',')
            .filter_map(|wish| {
                let (tag, rest) = wish.split_once(';').unwrap_or((wish, ""));
                let weight = rest.trim().strip_prefix("q=").map_or(1.0, |q| q.parse().unwrap_or(0.0));
                Some((weight, Lang::of(tag.trim().get(..2)?.to_ascii_lowercase().as_str())?))
            })
            .filter(|(weight, _)| *weight > 0.0)
            .collect();
        wishes.sort_by(|a, b| b.0.total_cmp(&a.0));
        wishes.first().map(|(_, lang)| *lang).unwrap_or_default()
    }

    /// The text of `key`; none of an empty key. One that nobody wrote is shown as it is (and a test fails).
    pub fn t(self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The text of `key`, its placeholders filled.
    pub fn with(self, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
        let id = match self {
            Lang::Es => &ES,
            Lang::En => &EN,
        };
        let text = if values.is_empty() {
            LOCALES.try_lookup(id, key)
        } else {
            let values: HashMap<Cow<'static, str>, FluentValue<'_>> =
                values.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
            LOCALES.try_lookup_with_args(id, key, &values)
        };
        text.unwrap_or_else(|| key.to_owned())
    }

    /// `sábado 28 de noviembre`, `Saturday 28 November`.
    pub fn day(self, date: Date) -> String {
        let (weekday, month) = (self.weekday(date), self.month(date));
        match self {
            Lang::Es => format!("{weekday} {} de {month}", date.day()),
            Lang::En => format!("{weekday} {} {month}", date.day()),
        }
    }

    /// `sábado 28 de noviembre de 2026`, `Saturday 28 November 2026`.
    pub fn day_of_year(self, date: Date) -> String {
        match self {
            Lang::Es => format!("{} de {}", self.day(date), date.year()),
            Lang::En => format!("{} {}", self.day(date), date.year()),
        }
    }

    /// `28 nov`, with the year when it isn't `year`.
    pub fn short_day(self, date: Date, year: i16) -> String {
        let month: String = self.month(date).chars().take(3).collect();
        if date.year() == year {
            format!("{} {month}", date.day())
        } else {
            format!("{} {month} {}", date.day(), date.year())
        }
    }

    fn weekday(self, date: Date) -> &'static str {
        let at = date.weekday().to_monday_zero_offset() as usize;
        match self {
            Lang::Es => ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"][at],
            Lang::En => ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][at],
        }
    }

    fn month(self, date: Date) -> &'static str {
        let at = date.month() as usize - 1;
        match self {
            Lang::Es => [
                "enero",
                "febrero",
                "marzo",
                "abril",
                "mayo",
                "junio",
                "julio",
                "agosto",
                "septiembre",
                "octubre",
                "noviembre",
                "diciembre",
            ][at],
            Lang::En => [
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ][at],
        }
    }
}

/// The first letter in upper case, for a date that opens a line.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_s_first_wish_that_we_speak_is_heard() {
        assert_eq!(Lang::accepted("fr, en;q=0.8, es;q=0.9"), Lang::Es);
        assert_eq!(Lang::accepted("en-GB,en;q=0.9"), Lang::En);
        assert_eq!(Lang::accepted("de"), Lang::Es);
        assert_eq!(Lang::accepted("es;q=0, en;q=0.1"), Lang::En);
    }

    #[test]
    fn a_day_is_named_in_both_languages() {
        let date: Date = "2026-11-28".parse().expect("a date");
        assert_eq!(Lang::Es.day_of_year(date), "sábado 28 de noviembre de 2026");
        assert_eq!(Lang::En.day(date), "Saturday 28 November");
        assert_eq!(Lang::Es.short_day(date, 2026), "28 nov");
        assert_eq!(capital("él"), "Él");
    }
}

//! The short privacy notice (LFPDPPP 2025, articles 14 to 16; GDPR, article 13): what a band fills in, and the text that is
//! kept of it whole. No I/O.

use serde::Deserialize;

use crate::base::i18n::Lang;
use crate::base::phone::phone;
use crate::base::secret;
use crate::base::text;
use crate::base::web::form::Problems;

const CHARACTERS_MAX: usize = 300;
/// What the text says, a paragraph a key.
const PARAGRAPHS: [&str; 4] = ["fans-notice-who", "fans-notice-service", "fans-notice-news", "fans-notice-rights"];

/// A notice as it was kept.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Notice {
    pub version: i64,
    pub responsible: String,
    pub address: String,
    pub contact: String,
    pub text_es: String,
    pub text_en: String,
    pub created_at: String,
}

impl Notice {
    /// Its text in that language.
    pub fn text(&self, lang: Lang) -> &str {
        if lang == Lang::Es { &self.text_es } else { &self.text_en }
    }
}

/// What is typed: who answers for the data, where they are, how they are written to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct NoticeForm {
    pub responsible: String,
    pub address: String,
    pub contact: String,
}

/// A checked notice, with the texts that it makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotice {
    pub responsible: String,
    pub address: String,
    pub contact: String,
    pub text_es: String,
    pub text_en: String,
}

impl NewNotice {
    /// Whether it says what that one says.
    pub fn says(&self, other: &Notice) -> bool {
        (&self.text_es, &self.text_en) == (&other.text_es, &other.text_en)
    }
}

impl NoticeForm {
    /// What was kept last, to be typed over.
    pub fn of(notice: &Notice) -> Self {
        let Notice { responsible, address, contact, .. } = notice.clone();
        Self { responsible, address, contact }
    }

    /// Checks what was typed; the law asks for all of it.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn check(&self) -> Result<NewNotice, Problems> {
        let mut problems = Problems::default();
        let mut given = |field: &'static str, typed: &str, missing: &'static str| {
            let value = text::given(typed).unwrap_or_default();
            if value.is_empty() {
                problems.add(field, missing);
            } else if value.chars().count() > CHARACTERS_MAX {
                problems.add(field, "fans-notice-long");
            }
            value
        };
        let responsible = given("responsible", &self.responsible, "fans-notice-responsible-missing");
        let address = given("address", &self.address, "fans-notice-address-missing");
        let contact = given("contact", &self.contact, "fans-notice-contact-missing");
        // It stands in a notice that the law asks for: somebody has to be reached by it.
        let reaches = |word: &str| text::email(word.trim_matches([',', '.', ';'])).is_some();
        if !contact.is_empty() && !contact.split_whitespace().any(reaches) && phone(&contact).is_none() {
            problems.add("contact", "fans-notice-contact-wrong");
        }
        let text = |lang: Lang| {
            let values = [
                ("responsible", responsible.clone().into()),
                ("address", address.clone().into()),
                ("contact", contact.clone().into()),
            ];
            PARAGRAPHS.map(|key| lang.with(key, &values)).join("\n\n")
        };
        let (text_es, text_en) = (text(Lang::Es), text(Lang::En));
        problems.or(Some(NewNotice { responsible, address, contact, text_es, text_en }))
    }
}

/// The end of the address at which a fan stops news: their id, and a signature that only this installation makes.
pub fn farewell(key: &str, fan: &str) -> String {
    format!("{fan}{}", signature(key, fan))
}

/// The fan of such an address; none when it isn't one of ours.
pub fn of_farewell<'a>(key: &str, token: &'a str) -> Option<&'a str> {
    let (fan, signed) = token.split_at_checked(ID)?;
    secret::same(&signature(key, fan), signed).then_some(fan)
}

/// How long an id is.
const ID: usize = 26;

fn signature(key: &str, fan: &str) -> String {
    // 128 bits: no more can be guessed, and the address stays short.
    secret::sign(key, &format!("baja {fan}")).chars().take(32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> NoticeForm {
        NoticeForm {
            responsible: "Anomalia".into(),
            address: "Calle Sin Nombre 91, Ciudad de México".into(),
            contact: "datos@example.mx".into(),
        }
    }

    #[test]
    fn a_notice_says_who_where_and_how_in_both_languages() {
        let notice = form().check().expect("a notice");
        for text in [&notice.text_es, &notice.text_en] {
            for word in ["Anomalia", "Calle Sin Nombre 91", "datos@example.mx", "BAJA"] {
                assert!(text.contains(word), "{word} in {text}");
            }
            assert!(!text.contains("fans-notice"), "{text}");
        }
        assert_ne!(notice.text_es, notice.text_en);
    }

    #[test]
    fn nothing_of_it_may_be_left_out() {
        let problems = NoticeForm::default().check().expect_err("problems");
        for field in ["responsible", "address", "contact"] {
            assert!(!problems.of(field).is_empty(), "{field}");
        }
        assert!(NoticeForm { contact: "x".repeat(301), ..form() }.check().is_err());
    }

    #[test]
    fn only_a_signed_address_stops_somebody_s_news() {
        let fan = "01arz3ndektsv4rrffq69g5fav";
        let token = farewell("key", fan);
        assert_eq!(of_farewell("key", &token), Some(fan));
        assert_eq!(of_farewell("other", &token), None);
        assert_eq!(of_farewell("key", &token[..token.len() - 1]), None);
        assert_eq!(of_farewell("key", fan), None);
        assert_eq!(of_farewell("key", "ñ"), None);
    }
}

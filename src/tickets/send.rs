//! The message that takes a ticket to its fan by WhatsApp.

use crate::base::brand::{Brand, message};
use crate::base::clock::hour;
use crate::base::i18n::Lang;
use crate::base::money;
use crate::base::text;
use crate::concerts::concert::Concert;
use crate::tickets::ticket::Ticket;

/// The address that opens WhatsApp's chat with a phone (E.164), the message already typed.
pub fn whatsapp(phone: &str, message: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    format!("https://wa.me/{digits}?text={}", encode(message))
}

/// A text as part of an address.
pub fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { (byte as char).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// What a message may name.
pub struct Said<'a> {
    pub fan: &'a str,
    pub concert: &'a str,
    pub place: &'a str,
    pub day: &'a str,
    pub doors: &'a str,
    /// What is still to be paid.
    pub due: Option<&'a str>,
    /// The fan's own page, where others can open it.
    pub link: Option<&'a str>,
}

/// The brand's message, filled for one ticket.
pub fn message(text: &str, said: &Said<'_>) -> String {
    let (first, _) = text::first_and_initial(said.fan);
    message::fill(text, |name| {
        let value = match name {
            "name" => first.as_str(),
            "concert" => said.concert,
            "place" => said.place,
            "day" => said.day,
            "doors" => said.doors,
            "due" => said.due?,
            "link" => said.link?,
            _ => "",
        };
        Some(value.to_owned())
    })
}

/// The message of a ticket in that language, as it is now; with a link only below `public_url`.
pub fn message_of(brand: &Brand, public_url: Option<&str>, concert: &Concert, ticket: &Ticket, lang: Lang) -> String {
    let due = (ticket.due_cents() > 0).then(|| money::show(ticket.due_cents(), &ticket.currency));
    let day = concert.day.parse().map_or_else(|_| concert.day.clone(), |date| lang.day(date));
    let place = concert.title.as_ref().map_or_else(String::new, |_| format!("{}, ", concert.venue)) + &concert.place();
    let link = public_url.map(|url| format!("{url}/t/{}", ticket.link_token));
    message(
        brand.message(lang.code()),
        &Said {
            fan: &ticket.fan,
            concert: concert.name(),
            place: place.trim_end_matches([',', ' ']),
            day: &day,
            doors: &hour(&concert.doors_at, &concert.timezone),
            due: due.as_deref(),
            link: link.as_deref(),
        },
    )
}

/// The language that a fan is written to in: theirs, else Spanish to a phone, else `other`.
pub fn lang_of(ticket: &Ticket, other: Lang) -> Lang {
    let known = ticket.fan_language.as_deref().and_then(Lang::of);
    known.unwrap_or(if ticket.fan_phone.is_some() { Lang::Es } else { other })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_opens_with_digits_only_and_the_text_encoded() {
        assert_eq!(
            whatsapp("+525512345678", "Hola & adiós"),
            "https://wa.me/525512345678?text=Hola%20%26%20adi%C3%B3s"
        );
    }

    #[test]
    fn the_message_calls_the_fan_by_first_name_and_asks_something() {
        let said = Said {
            fan: "Mariana Quiroz",
            concert: "Sótano Ámbar",
            place: "Calle 91",
            day: "sábado 28 de noviembre",
            doors: "20:00",
            due: None,
            link: None,
        };
        let brand = crate::base::brand::Brand::load(None).unwrap_or_else(|problems| panic!("{problems:?}"));
        let text = message(brand.message("es"), &said);
        assert!(text.contains("Mariana") && !text.contains("Quiroz") && text.ends_with('?'), "{text}");
        assert!(!text.contains("http") && !text.contains("pagar"), "{text}");
        let text = message(brand.message("en"), &Said { due: Some("$200"), link: Some("https://x.mx/t/1"), ..said });
        assert!(text.contains("$200") && text.contains("https://x.mx/t/1"), "{text}");
    }
}

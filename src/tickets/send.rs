//! The message that takes a ticket to its fan by WhatsApp.

use crate::base::i18n::Lang;
use crate::base::text;

/// The address that opens WhatsApp's chat with a phone (E.164), the message already typed.
pub fn whatsapp(phone: &str, message: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    format!("https://wa.me/{digits}?text={}", encode(message))
}

fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { (byte as char).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// What the message says, in the fan's language. It ends with a question: an answer makes the number a known one.
pub fn message(lang: Lang, fan: &str, concert: &str, day: &str, doors: &str, due: Option<&str>) -> String {
    let (first, _) = text::first_and_initial(fan);
    let values = [
        ("name", first.into()),
        ("concert", concert.to_owned().into()),
        ("day", day.to_owned().into()),
        ("doors", doors.to_owned().into()),
        ("due", due.unwrap_or_default().to_owned().into()),
    ];
    lang.with(if due.is_some() { "tickets-message-due" } else { "tickets-message" }, &values)
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
        let text = message(Lang::Es, "Mariana Quiroz", "Sótano Ámbar", "sábado 28 de noviembre", "20:00", None);
        assert!(text.contains("Mariana") && !text.contains("Quiroz") && text.ends_with('?'), "{text}");
    }
}

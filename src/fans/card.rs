//! A fan as a card for a phone's contacts: vCard 3.0 (RFC 2426), which every phone opens. No I/O.

use calcard::vcard::{VCard, VCardEntry, VCardParameter, VCardProperty, VCardVersion};

/// What stands on a card.
pub struct Card<'a> {
    pub name: &'a str,
    pub phone: Option<&'a str>,
    pub email: Option<&'a str>,
    /// Whose fan they are: the band's name, so that a contact says where it is from.
    pub band: &'a str,
}

/// The card's text.
pub fn written(card: &Card<'_>) -> String {
    let entry = |property, value: &str| VCardEntry::new(property).with_value(value.to_owned());
    // The first word is how they are called, the rest their family's: as people in Mexico write names.
    let (given, family) = card.name.split_once(' ').unwrap_or((card.name, ""));
    let parts = [family, given, "", "", ""].map(|part| part.to_owned().into());
    let mut entries =
        vec![entry(VCardProperty::Fn, card.name), VCardEntry::new(VCardProperty::N).with_values(parts.to_vec())];
    let kind = || VCardParameter::typ("CELL".to_owned());
    entries.extend(card.phone.map(|phone| entry(VCardProperty::Tel, phone).with_param(kind())));
    entries.extend(card.email.map(|email| entry(VCardProperty::Email, email)));
    entries.push(entry(VCardProperty::Org, card.band));
    let mut text = String::new();
    // Writing to a text can't fail.
    let _ = VCard { entries }.write_to(&mut text, VCardVersion::V3_0);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_says_the_name_whole_and_in_parts() {
        let text =
            written(&Card {
                name: "Ana; Ruiz, \"la Ñ\"", phone: Some("+525512345678"), email: None, band: "Anomalia"
            });
        assert!(text.starts_with("BEGIN:VCARD\r\nVERSION:3.0\r\n") && text.ends_with("END:VCARD\r\n"), "{text}");
        assert!(text.contains("TEL;TYPE=CELL:+525512345678\r\n") && text.contains("\\;"), "{text}");
        assert!(!text.contains("EMAIL"), "{text}");
    }
}

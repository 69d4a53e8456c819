//! The address of a concert's public page, and a fan's own one, by which it is known whom they bring. No I/O.

use crate::base::secret;

/// Crockford's base32.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How long each half is.
pub const HALF: usize = 6;
/// A ticket's number has so many characters; the rest of its half checks them.
const NUMBER: usize = 4;

/// A concert's half, of 30 random bits.
pub fn token(random: [u8; 4]) -> String {
    spelled(u64::from(u32::from_be_bytes(random)) & ((1 << (5 * HALF as u32)) - 1), HALF)
}

/// The fan's half, for the ticket of that number: none where the number is larger than any concert's.
///
/// It says who brought whom, and nothing that opens a door: not the number as it stands on the ticket, and not its code.
pub fn half(key: &str, concert: &str, number: i64) -> Option<String> {
    let number = u64::try_from(number).ok().filter(|number| *number < 1 << (5 * NUMBER as u32))?;
    let veiled = spelled(number ^ veil(key, concert), NUMBER);
    let check = check(key, concert, &veiled);
    Some(veiled + &check)
}

/// The ticket's number that such a half stands for; none when it is none of ours.
pub fn number(key: &str, concert: &str, half: &str) -> Option<i64> {
    let (veiled, said) = half.split_at_checked(NUMBER).filter(|_| half.len() == HALF)?;
    if check(key, concert, veiled) != said {
        return None;
    }
    let place = |byte: u8| ALPHABET.iter().position(|one| *one == byte);
    let read = veiled.bytes().try_fold(0u64, |number, byte| Some(number << 5 | place(byte)? as u64))?;
    i64::try_from(read ^ veil(key, concert)).ok()
}

/// What stands after `/j/` as a person may have typed it: the concert's half, and the fan's if there is one.
pub fn read(typed: &str) -> Option<(String, Option<String>)> {
    let plain: String = typed.chars().filter(|c| !matches!(c, '-' | ' ')).map(forgiven).collect();
    let (concert, fan) = plain.split_at_checked(HALF)?;
    let whole = plain.len() == HALF || plain.len() == 2 * HALF;
    let ours = plain.bytes().all(|byte| ALPHABET.contains(&byte));
    (whole && ours).then(|| (concert.to_owned(), Some(fan.to_owned()).filter(|fan| !fan.is_empty())))
}

/// Both halves as they are shown.
pub fn whole(concert: &str, fan: Option<&str>) -> String {
    fan.map_or_else(|| concert.to_owned(), |fan| format!("{concert}-{fan}"))
}

fn forgiven(c: char) -> char {
    match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    }
}

fn veil(key: &str, concert: &str) -> u64 {
    bits(&secret::sign(key, &format!("join {concert}"))) & ((1 << (5 * NUMBER as u32)) - 1)
}

fn check(key: &str, concert: &str, veiled: &str) -> String {
    spelled(bits(&secret::sign(key, &format!("join {concert} {veiled}"))) & 1023, HALF - NUMBER)
}

/// The last 64 bits of a signature.
fn bits(signature: &str) -> u64 {
    u64::from_str_radix(&signature[signature.len() - 16..], 16).unwrap_or_default()
}

fn spelled(number: u64, places: usize) -> String {
    (0..places).rev().map(|place| char::from(ALPHABET[(number >> (5 * place) & 31) as usize])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fan_s_own_address_leads_back_to_their_ticket_and_shows_no_number() {
        let mut seen = std::collections::BTreeSet::new();
        for nth in [1, 2, 17, 9_999, 1_048_575] {
            let half = half("key", "concert", nth).expect("a half");
            assert_eq!(half.len(), HALF);
            assert_eq!(number("key", "concert", &half), Some(nth));
            assert_ne!(number("key", "other", &half), Some(nth), "of one concert only");
            assert!(seen.insert(half));
        }
        assert_eq!(half("key", "concert", 1_048_576), None);
        assert_eq!(half("key", "concert", -1), None);
        let forged = (0..1024).filter(|n| number("key", "concert", &format!("0001{}", spelled(*n, 2))).is_some());
        assert_eq!(forged.count(), 1, "a slip of the finger is nobody's");
    }

    #[test]
    fn an_address_is_read_as_people_type_it() {
        let concert = token([0xff, 1, 2, 3]);
        assert_eq!(concert.len(), HALF);
        for typed in ["K7QF2M", "k7qf2m", "K7Q-F2M"] {
            assert_eq!(read(typed), Some(("K7QF2M".into(), None)), "{typed}");
        }
        assert_eq!(read("k7qf2m-oilabc"), Some(("K7QF2M".into(), Some("011ABC".into()))));
        for typed in ["", "K7QF2", "K7QF2M-ABC", "K7QF2M-ABCDEU", "ñ7QF2M", "K7QF2MABCDEFG"] {
            assert_eq!(read(typed), None, "{typed}");
        }
        assert_eq!(whole("K7QF2M", Some("011ABC")), "K7QF2M-011ABC");
    }
}

//! Ids: UUIDv7 (RFC 9562, 5.7) as 26 lower-case Crockford base32 characters, so that text order is order in time.

use jiff::Timestamp;

use crate::base::secret;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The id of that time and randomness.
pub fn from(at: Timestamp, random: [u8; 10]) -> String {
    let ms = at.as_millisecond().max(0) as u128;
    let mut noise = [0; 16];
    noise[6..].copy_from_slice(&random);
    let mut bits = (ms << 80) | (u128::from_be_bytes(noise) & ((1 << 80) - 1));
    bits = bits & !(0xf << 76) | (0x7 << 76);
    bits = bits & !(0x3 << 62) | (0x2 << 62);
    (0..26).rev().map(|at| ALPHABET[((bits >> (at * 5)) & 31) as usize] as char).collect()
}

/// A new id.
pub fn new(at: Timestamp) -> String {
    from(at, secret::random())
}

/// Whether a text from outside has an id's shape.
pub fn is(text: &str) -> bool {
    text.len() == 26 && text.bytes().all(|byte| ALPHABET.contains(&byte)) && text.as_bytes()[0] <= b'7'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_uuid_of_version_7() {
        let at = Timestamp::from_millisecond(0x017F_22E2_79B0).expect("a time");
        let id = from(at, [0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
        let bits = id.bytes().fold(0_u128, |bits, c| {
            bits << 5 | ALPHABET.iter().position(|&a| a == c).expect("a Crockford character") as u128
        });
        assert_eq!(format!("{bits:032x}"), "017f22e279b07cc398c4dc0c0c07398f");
        assert!(is(&id));
    }

    #[test]
    fn later_ids_sort_after_earlier_ones() {
        let earlier = from(Timestamp::from_millisecond(1_000).expect("a time"), [255; 10]);
        let later = from(Timestamp::from_millisecond(1_001).expect("a time"), [0; 10]);
        assert!(earlier < later);
    }

    #[test]
    fn other_texts_are_not_ids() {
        for wrong in ["", "0", "01jdz8n1k2q4r6s8t0v2w4x6y", "01JDZ8N1K2Q4R6S8T0V2W4X6YZ", "8zzzzzzzzzzzzzzzzzzzzzzzzz"]
        {
            assert!(!is(wrong), "{wrong}");
        }
    }
}

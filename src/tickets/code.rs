//! The ticket's code: sixteen characters that are a secret, and the QR that holds them and nothing else.

use std::fmt;

use fast_qr::qr::QRBuilder;
use fast_qr::{ECL, Mode, Version};
use sha2::{Digest, Sha256};

/// Crockford's base32: no I, L, O or U, so that nobody mistakes one character for another.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 16;
/// Longer than any grouped or spaced-out code; what is longer isn't one, and isn't worth reading.
const TYPED_MAX: usize = 128;

/// Modules along one side of a version 1 QR.
pub const MODULES: usize = 21;

/// One ticket's code: 80 random bits as 16 upper-case Crockford characters. Never in a URL, a log or an error:
/// its `Debug` hides it, and it has no `Display`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Code([u8; LENGTH]);

/// What a camera, a photo or a keyboard brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scanned {
    /// It has the form of our codes; whether such a ticket exists is for the database.
    Ours(Code),
    /// A link, a Wi-Fi log-in, another system's code.
    NotATicket,
}

impl Code {
    /// The code that these 80 bits spell.
    pub fn from_random(bits: [u8; 10]) -> Self {
        let mut code = [0; LENGTH];
        for (half, five_bytes) in bits.chunks_exact(5).enumerate() {
            let number = five_bytes.iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte));
            for place in 0..8 {
                let digit = number >> (35 - 5 * place) & 31;
                code[half * 8 + place] = ALPHABET[digit as usize];
            }
        }
        Self(code)
    }

    /// Reads a code as people type it: in any case, with spaces or hyphens anywhere, `O` for `0`, `I` or `L` for `1`.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > TYPED_MAX {
            return None;
        }
        let mut code = [0; LENGTH];
        let mut length = 0;
        for character in typed.chars().filter(|character| !is_separator(*character)) {
            let digit = match character.to_ascii_uppercase() {
                'O' => b'0',
                'I' | 'L' => b'1',
                other => u8::try_from(other).ok().filter(|byte| ALPHABET.contains(byte))?,
            };
            *code.get_mut(length)? = digit;
            length += 1;
        }
        (length == LENGTH).then_some(Self(code))
    }

    /// The sixteen characters, as the QR holds them and the database keeps them.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a code is made of ASCII only")
    }

    /// The first group, read out over music.
    pub fn short(&self) -> &str {
        &self.as_str()[..4]
    }

    /// As people read it: `K7QF-2M9X-…`, four groups of four.
    pub fn grouped(&self) -> String {
        let code = self.as_str();
        [&code[..4], &code[4..8], &code[8..12], &code[12..]].join("-")
    }

    /// What a phone at the door keeps in the code's place: SHA-256 over the concert's salt, then the code, in hex.
    pub fn hash(&self, salt: &str) -> String {
        let digest = Sha256::new().chain_update(salt).chain_update(self.0).finalize();
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

/// Reads a short code, the first group, as people type it: forgiven like a whole one.
pub fn short(typed: &str) -> Option<String> {
    let typed: String = typed.chars().filter(|character| !is_separator(*character)).collect();
    let code = Code::parse(&format!("{typed}000000000000")).filter(|_| typed.chars().count() == 4)?;
    Some(code.short().to_owned())
}

/// Tells our codes from everything else that a QR may hold.
pub fn sort(raw: &str) -> Scanned {
    Code::parse(raw).map_or(Scanned::NotATicket, Scanned::Ours)
}

/// The code's QR, dark modules true, by row: version 1, level Q, alphanumeric; the smallest there is.
pub fn qr(code: &Code) -> [[bool; MODULES]; MODULES] {
    let drawn = QRBuilder::new(code.as_str())
        .mode(Mode::Alphanumeric)
        .ecl(ECL::Q)
        .version(Version::V01)
        .build()
        .expect("sixteen alphanumeric characters are what version 1-Q holds");
    std::array::from_fn(|row| std::array::from_fn(|column| drawn[row][column].value()))
}

/// Phones turn a typed hyphen into any of these.
fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code() -> Code {
        Code::from_random([0x99, 0xee, 0xf1, 0x51, 0x3d, 0, 255, 7, 128, 1])
    }

    /// The QR as a grey picture, a module being `scale` pixels, with four light modules around.
    fn picture(code: &Code, scale: usize) -> Vec<Vec<u8>> {
        let modules = qr(code);
        let side = (MODULES + 8) * scale;
        let shade = |x: usize, y: usize| {
            let (column, row) = ((x / scale).wrapping_sub(4), (y / scale).wrapping_sub(4));
            if column < MODULES && row < MODULES && modules[row][column] { 0 } else { 255 }
        };
        (0..side).map(|y| (0..side).map(|x| shade(x, y)).collect()).collect()
    }

    fn read(picture: &[Vec<u8>]) -> String {
        let side = picture.len();
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| picture[y][x]);
        let grids = image.detect_grids();
        grids.first().expect("a QR in the picture").decode().expect("a QR that can be read").1
    }

    #[test]
    fn the_bits_spell_crockford_base32() {
        assert_eq!(Code::from_random([0; 10]).as_str(), "0000000000000000");
        assert_eq!(Code::from_random([255; 10]).as_str(), "ZZZZZZZZZZZZZZZZ");
        assert_eq!(Code::from_random([0, 0, 0, 0, 1, 0x80, 0, 0, 0, 0]).as_str(), "00000001G0000000");
    }

    #[test]
    fn a_typed_code_is_forgiven_its_case_spaces_hyphens_and_lookalikes() {
        let code = Code::parse("K7QF2M9X01AB01AB").unwrap();
        for typed in [
            "k7qf-2m9x-01ab-01ab",
            " K7QF 2M9X\tO1AB oLab \n",
            "K7QF–2M9X—OIAB−OiAB",
            "k 7 q f 2 m 9 x 0 1 a b 0 1 a b",
            "K7QF\u{a0}2M9X\u{a0}01AB\u{a0}01AB",
        ] {
            assert_eq!(Code::parse(typed).as_ref(), Some(&code), "{typed}");
        }
        assert_eq!(code.grouped(), "K7QF-2M9X-01AB-01AB");
        assert_eq!(code.short(), "K7QF");
    }

    #[test]
    fn what_is_not_ours_is_not_a_ticket() {
        let long = "0".repeat(100_000);
        for raw in [
            "",
            "-",
            "K7QF2M9X01AB01A",
            "K7QF2M9X01AB01ABC",
            "UUUUUUUUUUUUUUUU",
            "https://example.mx/t/abc",
            "WIFI:T:WPA;S:Sotano;P:secreto;;",
            "BEGIN:VCARD",
            "K7QF2M9X01AB01Á0",
            "🎟🎟🎟🎟🎟🎟🎟🎟🎟🎟🎟🎟🎟🎟🎟🎟",
            "٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥",
            &long,
        ] {
            assert_eq!(sort(raw), Scanned::NotATicket, "{raw:.40}");
        }
        assert_eq!(sort("K7QF2M9X01AB01AB"), Scanned::Ours(Code::parse("K7QF2M9X01AB01AB").unwrap()));
    }

    #[test]
    fn a_code_is_never_printed_by_accident() {
        let shown = format!("{:?} {:?} {:?}", code(), Scanned::Ours(code()), Some(code()));
        assert!(!shown.contains(code().as_str()) && !shown.contains(code().short()), "{shown}");
    }

    #[test]
    fn the_hash_is_sha_256_over_salt_and_code() {
        // printf 'sal0000000000000000' | sha256sum
        let hash = Code::from_random([0; 10]).hash("sal");
        assert_eq!(hash, "3707fe74c2280b3b0310929d1823f68d548d9ed6d303c146ad695ebe177a43b3");
        assert_ne!(hash, Code::from_random([0; 10]).hash("otra"));
    }

    proptest! {
        #[test]
        fn every_code_comes_back_as_it_was_typed(bits: [u8; 10]) {
            let code = Code::from_random(bits);
            prop_assert_eq!(Code::parse(code.as_str()), Some(code.clone()));
            prop_assert_eq!(Code::parse(&code.grouped().to_lowercase()), Some(code.clone()));
            prop_assert_eq!(sort(&code.as_str().replace('0', "o").replace('1', "l")), Scanned::Ours(code));
        }

        #[test]
        fn two_different_draws_are_two_codes(one: [u8; 10], other: [u8; 10]) {
            prop_assert_eq!(one == other, Code::from_random(one) == Code::from_random(other));
        }

        #[test]
        fn nothing_typed_breaks_the_reading(typed in ".*") {
            let _ = sort(&typed);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn every_qr_is_read_back_as_exactly_the_code(bits: [u8; 10]) {
            let code = Code::from_random(bits);
            prop_assert_eq!(read(&picture(&code, 4)), code.as_str());
        }
    }
}

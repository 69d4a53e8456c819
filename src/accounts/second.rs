//! The second factor: codes of an authenticator app (TOTP, RFC 6238: SHA-1, six digits, 30 s, a step to either side), and
//! codes on paper for when the telephone is lost. Pure; what is kept is in the store.

use jiff::Timestamp;
use totp_rs::{Builder, Secret, Totp};

use crate::base::secret;

/// Bytes of a secret (RFC 4226, 4).
pub const SECRET: usize = 20;
/// Codes on paper.
pub const CODES: usize = 10;
/// Random bytes of one: 80 bits.
pub const CODE: usize = 10;

/// Without letters that are taken for digits.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

/// A secret as an app takes it: base32, without padding.
pub fn written(secret: [u8; SECRET]) -> String {
    Secret::from(&secret[..]).to_base32()
}

fn app(secret: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok().filter(|secret| secret.as_bytes().len() == SECRET)?;
    Builder::new().with_secret(secret).build().ok()
}

/// Which step a code is of, around `now`; none when it isn't the secret's. A step is good once: see the store.
pub fn step(secret: &str, code: &str, now: Timestamp) -> Option<i64> {
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    let step = app(secret)?.check(&code, u64::try_from(now.as_second()).ok()?)?;
    i64::try_from(step).ok()
}

/// The link that an app films.
pub fn link(band: &str, username: &str, secret: &str) -> String {
    let encoded = |text: &str| {
        form_urlencoded::byte_serialize(text.replace(':', " ").as_bytes()).collect::<String>().replace('+', "%20")
    };
    let (band, name) = (encoded(band), encoded(username));
    format!("otpauth://totp/{band}:{name}?secret={secret}&issuer={band}")
}

/// A code on paper: `abcd-efgh-jkmn-pqrs`.
pub fn code(random: [u8; CODE]) -> String {
    let bits = random.iter().fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
    let letters: Vec<char> = (0..16).map(|at| ALPHABET[((bits >> (at * 5)) & 31) as usize] as char).collect();
    letters.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// What is kept of a code on paper; none of what can't be one.
pub fn kept(account: &str, code: &str) -> Option<String> {
    let code: String = code.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    (code.len() == 16).then(|| secret::hash(&format!("{account} {code}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the secret is "12345678901234567890".
    const SECRET_OF_THE_RFC: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    #[test]
    fn codes_are_those_of_the_rfc() {
        for (second, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")]
        {
            assert_eq!(step(SECRET_OF_THE_RFC, code, at(second)), Some(second / 30), "{second}");
        }
        assert_eq!(step(SECRET_OF_THE_RFC, " 287 082 ", at(59)), Some(1));
    }

    #[test]
    fn a_clock_that_is_off_by_half_a_minute_is_forgiven_and_no_more() {
        assert_eq!(step(SECRET_OF_THE_RFC, "287082", at(59 + 30)), Some(1));
        assert_eq!(step(SECRET_OF_THE_RFC, "287082", at(59 + 61)), None);
        assert_eq!(step(SECRET_OF_THE_RFC, "28708", at(59)), None);
        assert_eq!(step("x", "287082", at(59)), None);
    }

    #[test]
    fn a_link_holds_the_secret_and_who_it_is_for() {
        assert_eq!(written(*b"12345678901234567890"), SECRET_OF_THE_RFC);
        let link = link("Los Ñ: dos", "Xime", SECRET_OF_THE_RFC);
        assert_eq!(
            link,
            format!(
                "otpauth://totp/Los%20%C3%91%20%20dos:Xime?secret={SECRET_OF_THE_RFC}&issuer=Los%20%C3%91%20%20dos"
            )
        );
    }

    #[test]
    fn a_code_on_paper_is_found_again_however_it_is_typed() {
        let code = code([0xA5; CODE]);
        assert_eq!((code.len(), code.matches('-').count()), (19, 3), "{code}");
        let typed = code.to_uppercase().replace('-', " ");
        assert_eq!(kept("a", &code), kept("a", &typed));
        assert_ne!(kept("a", &code), kept("b", &code));
        assert_eq!(kept("a", "287082"), None);
    }
}

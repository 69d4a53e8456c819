//! Randomness, tokens, their hashes and seals. The only place that asks the system for random bytes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::{Digest, Sha256};

/// `N` bytes from the system's cryptographic generator.
///
/// # Panics
/// If the system has no randomness to give: nothing safe can be done then.
#[allow(clippy::disallowed_methods)]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}

/// A new secret of 256 bits, as 64 hexadecimal characters.
pub fn token() -> String {
    hex(&random::<32>())
}

/// A new secret of 128 bits, as 32 hexadecimal characters.
pub fn short_token() -> String {
    hex(&random::<16>())
}

/// SHA-256 of a token, in hexadecimal: what is kept of it at rest.
pub fn hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// HMAC-SHA-256 (RFC 2104) of `text` under `key`, in hexadecimal.
pub fn sign(key: &str, text: &str) -> String {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(text.as_bytes());
    hex(&mac.finalize().into_bytes())
}

/// Compares two secrets in a time that doesn't depend on where they differ.
pub fn same(left: &str, right: &str) -> bool {
    left.len() == right.len() && left.bytes().zip(right.bytes()).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|digit| DIGITS[usize::from(digit)] as char).collect()
}

/// What every sealed text begins with.
const SEALED: &str = "sealed-1:";

/// Whether a text was sealed.
pub fn is_sealed(text: &str) -> bool {
    text.starts_with(SEALED)
}

/// Closes texts so that only who has the same key opens them, and under the same name: AES-256-GCM (NIST SP 800-38D).
pub struct Seal(LessSafeKey);

impl Seal {
    /// A seal whose key is derived from a secret text of any length.
    ///
    /// # Panics
    /// Never: the derived key has the cipher's length.
    pub fn new(key: &str) -> Self {
        let mut mac =
            <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_bytes()).expect("HMAC takes a key of any length");
        mac.update(SEALED.as_bytes());
        let key = UnboundKey::new(&AES_256_GCM, &mac.finalize().into_bytes()).expect("a key of 256 bits");
        Self(LessSafeKey::new(key))
    }

    /// The sealed text.
    ///
    /// # Panics
    /// When the text is longer than the cipher allows, 64 GB.
    pub fn close(&self, name: &str, text: &str) -> String {
        let nonce: [u8; NONCE_LEN] = random();
        let mut bytes = text.as_bytes().to_vec();
        let aad = Aad::from(name.as_bytes());
        self.0.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut bytes).expect("a short text");
        format!("{SEALED}{}", STANDARD.encode([nonce.as_slice(), &bytes].concat()))
    }

    /// The text that was sealed under that name; one that isn't sealed is itself. None when this isn't the key, or
    /// something of it was changed.
    pub fn open(&self, name: &str, sealed: &str) -> Option<String> {
        let Some(rest) = sealed.strip_prefix(SEALED) else { return Some(sealed.to_owned()) };
        let bytes = STANDARD.decode(rest).ok()?;
        let (nonce, closed) = bytes.split_at_checked(NONCE_LEN)?;
        let mut closed = closed.to_vec();
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let opened = self.0.open_in_place(nonce, Aad::from(name.as_bytes()), &mut closed).ok()?;
        String::from_utf8(opened.to_vec()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_opens_for_its_key_and_its_name_only() {
        let (seal, other) = (Seal::new(&token()), Seal::new(&token()));
        let closed = seal.close("key", "Pájaro");
        assert!(is_sealed(&closed) && !closed.contains("Pájaro"), "{closed}");
        assert_ne!(closed, seal.close("key", "Pájaro"), "twice the same isn't to be seen");
        assert_eq!(seal.open("key", &closed).as_deref(), Some("Pájaro"));
        assert_eq!(other.open("key", &closed), None);
        assert_eq!(seal.open("setup", &closed), None);
        let mut bytes = STANDARD.decode(&closed[SEALED.len()..]).expect("base64");
        bytes[NONCE_LEN] ^= 1;
        assert_eq!(seal.open("key", &format!("{SEALED}{}", STANDARD.encode(bytes))), None);
        assert_eq!(seal.open("key", SEALED), None);
        assert_eq!(seal.open("key", "from before").as_deref(), Some("from before"));
    }

    #[test]
    fn a_signature_agrees_with_rfc_4231() {
        assert_eq!(
            sign("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn two_tokens_differ_and_only_equal_ones_are_the_same() {
        let (one, other) = (token(), token());
        assert_ne!(one, other);
        assert!(same(&one, &one.clone()));
        assert!(!same(&one, &other));
        assert!(!same(&one, &one[1..]));
    }
}

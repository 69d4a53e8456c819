//! Randomness, tokens and their hashes. The only place that asks the system for random bytes.

use hmac::{Hmac, KeyInit, Mac};
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

#[cfg(test)]
mod tests {
    use super::*;

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

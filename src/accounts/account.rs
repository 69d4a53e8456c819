//! What an account may be named, what its password must be, and how long a session lives.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use jiff::{SignedDuration, Timestamp};

use crate::base::text;
use crate::base::web::form::Problems;

/// A session ends this long after it began.
pub const SESSION_LASTS: SignedDuration = SignedDuration::from_hours(24 * 30);
/// `last_seen_at` is written at most this often.
pub const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(10);
pub const PASSWORD_MIN: usize = 10;
const PASSWORD_MAX: usize = 200;

/// A name and password that may become an account.
#[derive(Debug)]
pub struct NewAccount {
    pub username: String,
    pub username_folded: String,
    pub password: String,
}

/// Checks a name and a password typed twice.
///
/// # Errors
/// What is wrong, by field: `username`, `password`, `again`.
pub fn check(username: &str, password: &str, again: &str) -> Result<NewAccount, Problems> {
    let mut problems = Problems::default();
    let name = text::tidy(username);
    let folded = text::fold(&name);
    if folded.is_empty() {
        problems.add("username", "accounts-username-missing");
    } else if name.chars().count() > 40 {
        problems.add("username", "accounts-username-long");
    }
    if let Some(key) = password_problem(&name, password) {
        problems.add("password", key);
    } else if password != again {
        problems.add("again", "accounts-password-differs");
    }
    problems.or(Some(NewAccount { username: name, username_folded: folded, password: password.to_owned() }))
}

/// What is wrong with a new password, as a text's key.
pub fn password_problem(username: &str, password: &str) -> Option<&'static str> {
    let length = password.chars().count();
    if length < PASSWORD_MIN {
        Some("accounts-password-short")
    } else if length > PASSWORD_MAX {
        Some("accounts-password-long")
    } else if text::fold(password) == text::fold(username) {
        Some("accounts-password-name")
    } else {
        None
    }
}

/// The argon2id hash (RFC 9106) of a password, as a PHC string.
///
/// # Errors
/// When the system has no memory or randomness for it.
pub fn hash(password: &str) -> anyhow::Result<String> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| anyhow::anyhow!("hashing a password: {error}"))
}

/// Whether the password is the one of this hash. Takes as long for a wrong name's stand-in hash as for a real one.
pub fn verify(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// When a session that begins now ends.
pub fn session_end(now: Timestamp) -> Timestamp {
    now.checked_add(SESSION_LASTS).unwrap_or(Timestamp::MAX)
}

/// A browser in words, from its `User-Agent`: what a person recognises in a list of sessions.
pub fn browser(agent: &str) -> String {
    let first =
        |names: &[(&str, &'static str)]| names.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name);
    let program = first(&[
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (program, system) {
        (Some(program), Some(system)) => format!("{program}, {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "—".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_needs_ten_characters_and_isn_t_the_name() {
        assert!(check("Xime", "una-clave-larga", "una-clave-larga").is_ok());
        let of =
            |name, password, again, field: &str| check(name, password, again).err().map(|p| p.of(field)).unwrap_or("");
        assert_eq!(of("Xime", "corta", "corta", "password"), "accounts-password-short");
        assert_eq!(of("Ximena Díaz", "ximena diaz", "ximena diaz", "password"), "accounts-password-name");
        assert_eq!(of("Xime", "una-clave-larga", "otra-clave-larga", "again"), "accounts-password-differs");
        assert_eq!(of("  ", "una-clave-larga", "una-clave-larga", "username"), "accounts-username-missing");
    }

    #[test]
    fn a_hash_verifies_its_own_password_only() {
        let hash = hash("una-clave-larga").expect("a hash");
        assert!(hash.starts_with("$argon2id$"));
        assert!(verify("una-clave-larga", &hash));
        assert!(!verify("una-clave-largo", &hash));
        assert!(!verify("una-clave-larga", "not a hash"));
    }

    #[test]
    fn a_browser_is_named_as_people_know_it() {
        let agent =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1";
        assert_eq!(browser(agent), "Safari, iPhone");
        assert_eq!(browser("curl/8.0"), "—");
    }
}

//! Whether a password is right, asked as slowly as guessing must be.

use tokio::sync::Semaphore;

use crate::accounts::{account, store};
use crate::base::app::App;
use crate::base::error::{Error, Result};
use crate::base::secret;
use crate::base::text;
use crate::base::web::viewer::Admin;

/// Whether this is the signed-in member's password: asked again before something that can't be taken back.
///
/// # Errors
/// When the database doesn't answer.
pub async fn is_password_of(app: &App, admin: &Admin, password: &str) -> Result<bool> {
    let keys = [format!("again {}", admin.id)];
    tokio::time::sleep(app.limits.wait(&keys, app.clock.now())).await;
    let found = store::credentials(&app.db, &text::fold(&admin.username)).await?.ok_or(Error::SignIn)?;
    let right = verified(password.to_owned(), found.password_hash).await?;
    if right {
        app.limits.succeeded(&keys)
    } else {
        app.limits.failed(&keys, app.clock.now())
    }
    Ok(right)
}

/// How many passwords are worked on at once: each takes 19 MiB and a core (OWASP's setting of argon2id).
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// The hash of a password, made on a thread of its own: it takes long, so that guessing does.
///
/// # Errors
/// When it can't be made.
pub async fn hashed(password: String) -> Result<String> {
    let _turn = AT_ONCE.acquire().await.map_err(anyhow::Error::new)?;
    let hash = tokio::task::spawn_blocking(move || account::hash(&password)).await;
    Ok(hash.map_err(anyhow::Error::new)??)
}

/// Whether a password is the one of this hash.
///
/// # Errors
/// When it can't be told.
pub async fn verified(password: String, hash: String) -> Result<bool> {
    let _turn = AT_ONCE.acquire().await.map_err(anyhow::Error::new)?;
    let verified = tokio::task::spawn_blocking(move || account::verify(&password, &hash)).await;
    Ok(verified.map_err(anyhow::Error::new)?)
}

/// A hash of no one's password, so that a wrong name takes as long as a wrong password.
pub fn stand_in() -> String {
    static HASH: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    HASH.get_or_init(|| account::hash(&secret::token()).unwrap_or_default()).clone()
}

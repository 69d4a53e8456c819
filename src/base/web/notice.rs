//! A notice: what just happened, carried over one redirect in a signed cookie.

use axum_extra::extract::cookie::{Cookie, SameSite};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::base::app::App;
use crate::base::secret;

/// One sentence for the person who looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// `done` or `problem`.
    pub kind: String,
    pub text: String,
}

/// The cookie that carries a notice to the next page.
pub fn cookie(app: &App, notice: &Notice) -> Cookie<'static> {
    let text = URL_SAFE_NO_PAD.encode(serde_json::to_vec(notice).unwrap_or_default());
    let sum = secret::sign(&app.key, &format!("notice {text}"));
    let cookie = Cookie::build((app.config.cookie("notice"), format!("{text}.{sum}")));
    cookie.path("/").http_only(true).secure(app.config.https).same_site(SameSite::Lax).build()
}

/// The cookie that takes a shown notice away.
pub fn gone(app: &App) -> Cookie<'static> {
    let cookie = Cookie::build((app.config.cookie("notice"), "")).path("/").http_only(true);
    cookie.secure(app.config.https).same_site(SameSite::Lax).max_age(Default::default()).build()
}

/// Reads a notice that [`cookie`] made; anything else is none.
pub fn read(app: &App, value: &str) -> Option<Notice> {
    let (text, sum) = value.split_once('.')?;
    if !secret::same(sum, &secret::sign(&app.key, &format!("notice {text}"))) {
        return None;
    }
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

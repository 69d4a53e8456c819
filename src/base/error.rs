//! How a request ends when it can't be answered. `web/apology` turns each into a page or into JSON.

use axum::response::{IntoResponse, Response};
use http::StatusCode;

/// Why a request ended. A rule that says no isn't here: that is a value, shown on the page.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("nothing is at this address")]
    NotFound,
    #[error("signed-in members only")]
    SignIn,
    #[error("not for this viewer")]
    Forbidden,
    /// Refused with a sentence: a key of `locales/`.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// Too many requests from one place.
    #[error("too many requests")]
    TooMany,
    /// Ours to mend; logged once, shown as a reference only.
    #[error("broken: {0:#}")]
    Broken(anyhow::Error),
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What the apology layer finds in a response's extensions.
#[derive(Clone, Debug)]
pub struct Apology {
    pub status: StatusCode,
    pub kind: &'static str,
    pub sentence: Option<&'static str>,
    pub cause: Option<String>,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, kind) = match &self {
            Error::NotFound => (StatusCode::NOT_FOUND, "not-found"),
            Error::SignIn => (StatusCode::UNAUTHORIZED, "sign-in"),
            Error::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
            Error::Refused(_) => (StatusCode::UNPROCESSABLE_ENTITY, "refused"),
            Error::TooMany => (StatusCode::TOO_MANY_REQUESTS, "too-many"),
            Error::Broken(_) => (StatusCode::INTERNAL_SERVER_ERROR, "broken"),
        };
        let sentence = if let Error::Refused(key) = &self { Some(*key) } else { None };
        let cause = if let Error::Broken(cause) = &self { Some(format!("{cause:#}")) } else { None };
        let mut response = status.into_response();
        response.extensions_mut().insert(Apology { status, kind, sentence, cause });
        response
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        Error::Broken(error)
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Error::Broken(anyhow::Error::new(error).context("the database"))
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Error::Broken(anyhow::Error::new(error).context("a template"))
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Error::Broken(anyhow::Error::new(error).context("json"))
    }
}

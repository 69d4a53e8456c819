//! Who is looking: nobody, a band member, or a phone that was lent a door.

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;

use crate::base::app::App;
use crate::base::error::Error;

/// Who sent a request.
#[derive(Clone, Debug, Default)]
pub enum Viewer {
    #[default]
    Nobody,
    Admin(Admin),
    Door(Door),
}

/// A signed-in band member. As a handler's argument it lets nobody else in.
#[derive(Clone, Debug)]
pub struct Admin {
    pub id: String,
    pub username: String,
    pub session: String,
}

/// A phone that was lent one concert's door.
#[derive(Clone, Debug)]
pub struct Door {
    pub device: String,
    pub name: String,
    pub concert: String,
    /// Since when it may sell; null when it only scans.
    pub sells_from: Option<String>,
    /// Its hour has come: it only hands in what it scanned before.
    pub over: Option<()>,
}

/// Whoever may work at the door of the concert in the address: a band member, or a phone lent that very door.
#[derive(Clone, Debug)]
pub struct AtDoor {
    pub concert: String,
    pub account: Option<String>,
    pub device: Option<String>,
    /// The name that a refusal on another phone shows.
    pub name: String,
    /// Whether they may sell, and take money.
    pub sells: Option<()>,
    /// The hour until which it was lent is past.
    pub over: Option<()>,
}

impl Viewer {
    fn of(parts: &Parts) -> Self {
        parts.extensions.get::<Viewer>().cloned().unwrap_or_default()
    }
}

impl FromRequestParts<App> for Viewer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Error> {
        Ok(Viewer::of(parts))
    }
}

impl FromRequestParts<App> for Admin {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Error> {
        match Viewer::of(parts) {
            Viewer::Admin(admin) => Ok(admin),
            Viewer::Door(_) => Err(Error::Forbidden),
            Viewer::Nobody => Err(Error::SignIn),
        }
    }
}

impl FromRequestParts<App> for AtDoor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let viewer = Viewer::of(parts);
        let Path(path) = Path::<std::collections::HashMap<String, String>>::from_request_parts(parts, app)
            .await
            .map_err(|_| Error::NotFound)?;
        let concert = path.get("concert").cloned().ok_or(Error::NotFound)?;
        match viewer {
            Viewer::Admin(admin) => {
                let (account, sells) = (Some(admin.id), Some(()));
                Ok(Self { concert, account, device: None, name: admin.username, sells, over: None })
            }
            Viewer::Door(door) if door.concert == concert => Ok(Self {
                concert,
                account: None,
                device: Some(door.device),
                name: door.name,
                sells: door.sells_from.map(drop),
                over: door.over,
            }),
            Viewer::Door(_) => Err(Error::Forbidden),
            Viewer::Nobody => Err(Error::SignIn),
        }
    }
}

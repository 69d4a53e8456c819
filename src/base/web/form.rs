//! Forms: what was typed, and what is wrong with it, field by field.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, Multipart, Request};
use serde::de::DeserializeOwned;

use crate::base::app::App;
use crate::base::error::{Error, Result};
use crate::base::secret;
use crate::base::web::guard::UploadToken;

/// A form's fields. Repeated names are lists; missing ones are empty.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let form = axum_extra::extract::Form::<T>::from_request(request, app).await;
        form.map(|form| Self(form.0)).map_err(|_| Error::Refused("base-form-unreadable"))
    }
}

/// What is wrong: a text's key for each field that has something, with the values that the text holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(BTreeMap<&'static str, &'static str>);

impl Problems {
    /// Says that something is wrong with a field; the first thing said stays.
    pub fn add(&mut self, field: &'static str, key: &'static str) {
        self.0.entry(field).or_insert(key);
    }

    /// The problem of one field, alone.
    pub fn one(field: &'static str, key: &'static str) -> Self {
        Self(BTreeMap::from([(field, key)]))
    }

    /// The key of what is wrong with a field; empty when nothing is.
    pub fn of(&self, field: &str) -> &'static str {
        self.0.get(field).copied().unwrap_or("")
    }

    /// Takes in the problems of another part of the same form.
    pub fn join(&mut self, other: Self) {
        other.0.into_iter().for_each(|(field, key)| self.add(field, key));
    }

    /// The same problems, those of `from` said at the field `to`.
    pub fn renamed(self, from: &str, to: &'static str) -> Self {
        Self(self.0.into_iter().map(|(field, key)| (if field == from { to } else { field }, key)).collect())
    }

    pub fn none(&self) -> bool {
        self.0.is_empty()
    }

    /// `value` when nothing is wrong.
    ///
    /// # Errors
    /// The problems.
    pub fn or<T>(self, value: Option<T>) -> Result<T, Self> {
        match value {
            Some(value) if self.none() => Ok(value),
            _ if self.none() => Err(Self::one("form", "base-form-unreadable")),
            _ => Err(self),
        }
    }
}

/// An upload: its text fields and one file, bounded.
pub struct Upload {
    pub fields: BTreeMap<String, String>,
    pub file: Vec<u8>,
}

/// The most that an uploaded file may have, in bytes.
pub const UPLOAD_MAX: usize = 5 << 20;

impl FromRequest<App> for Upload {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let token = request.extensions().get::<UploadToken>().cloned();
        let unreadable = |_| Error::Refused("base-upload-unreadable");
        let mut parts =
            Multipart::from_request(request, app).await.map_err(|_| Error::Refused("base-upload-unreadable"))?;
        let mut upload = Self { fields: BTreeMap::new(), file: Vec::new() };
        let mut trusted = token.is_none();
        while let Some(mut part) = parts.next_field().await.map_err(unreadable)? {
            let name = part.name().unwrap_or_default().to_owned();
            let is_file = part.file_name().is_some();
            let mut bytes = Vec::new();
            while let Some(chunk) = part.chunk().await.map_err(unreadable)? {
                if bytes.len() + chunk.len() > UPLOAD_MAX {
                    return Err(Error::Refused("base-upload-too-large"));
                }
                bytes.extend_from_slice(&chunk);
            }
            if name == "_csrf" && !trusted {
                let said = String::from_utf8_lossy(&bytes);
                trusted = token.as_ref().is_some_and(|token| secret::same(&said, &token.0));
            }
            // The token comes first, so that a stranger's file is never read.
            if !trusted {
                return Err(Error::Refused("base-csrf"));
            }
            if is_file {
                upload.file = bytes;
            } else {
                upload.fields.insert(name, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        if trusted { Ok(upload) } else { Err(Error::Refused("base-csrf")) }
    }
}

//! What a running program holds, handed to every handler.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, PoisonError, RwLock};

use crate::base::brand::Brand;
use crate::base::clock::Clock;
use crate::base::config::Config;
use crate::base::db::Db;
use crate::base::web::assets::Assets;
use crate::base::web::limit::Limits;

/// Cheap to clone: each layer before a handler has one, for each request.
#[derive(Clone)]
pub struct App(Arc<Shared>);

impl Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// What an [`App`] holds, once.
pub struct Shared {
    pub db: Db,
    pub clock: Clock,
    pub config: Config,
    brand: RwLock<Arc<Brand>>,
    pub assets: Arc<Assets>,
    pub limits: Limits,
    /// The installation's own key: signs notices and CSRF tokens.
    pub key: Arc<str>,
    /// Whether the data is invented, to look around in: said on every page. Read once, when it is opened.
    pub invented: bool,
    parts: HashMap<TypeId, Box<dyn Any + Send + Sync>>,
}

/// What assembles an [`App`]: features put in the parts that they keep running (a queue, a cache).
#[derive(Default)]
pub struct Parts(HashMap<TypeId, Box<dyn Any + Send + Sync>>);

impl Parts {
    /// Puts in one part; a second of the same type replaces the first.
    pub fn put<T: Any + Send + Sync>(mut self, part: T) -> Self {
        self.0.insert(TypeId::of::<T>(), Box::new(part));
        self
    }
}

impl App {
    /// An app over an opened database.
    pub fn new(db: Db, clock: Clock, config: Config, brand: Brand, key: String, parts: Parts, invented: bool) -> Self {
        Self(Arc::new(Shared {
            db,
            clock,
            config,
            brand: RwLock::new(Arc::new(brand)),
            assets: Arc::new(Assets::embedded()),
            limits: Limits::new(),
            key: key.into(),
            invented,
            parts: parts.0,
        }))
    }

    /// The band's identity, as it is now.
    pub fn brand(&self) -> Arc<Brand> {
        Arc::clone(&self.brand.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts on another identity, at once and for every page.
    pub fn wear(&self, brand: Brand) {
        *self.brand.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(brand);
    }

    /// The part of that type.
    ///
    /// # Panics
    /// When `server.rs` put none in: a mistake of ours that the first test sees.
    pub fn part<T: Any + Send + Sync>(&self) -> &T {
        let part = self.parts.get(&TypeId::of::<T>()).and_then(|part| part.downcast_ref());
        part.unwrap_or_else(|| panic!("{} was not assembled", std::any::type_name::<T>()))
    }
}

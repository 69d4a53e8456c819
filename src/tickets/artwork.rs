//! The ticket's picture: drawn when asked for, never stored. What all tickets of a concert share is drawn once and
//! kept; then only name, number, short code, what is due and the QR are drawn for each.

mod paint;
mod paper;
pub mod posted;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, OnceLock};

use tiny_skia::Pixmap;

use super::code::{Code, qr};
use crate::base::brand::Brand;
use crate::base::brand::template::Template;

pub use self::paper::{Paper, pdf, sheet_pdf};

/// All that a ticket shows, in the fan's language. Any text is safe: it is cleaned, fitted and escaped.
#[derive(Debug, Clone)]
pub struct Face {
    /// The concert's title, or else the venue: the largest word on the ticket.
    pub title_or_venue: String,
    /// Shown before the address where the title has taken the venue's place.
    pub venue: String,
    pub address: String,
    pub date_text: String,
    pub doors_text: String,
    pub age_text: Option<String>,
    pub fan: String,
    pub number_text: String,
    /// The code's first group.
    pub short: String,
    /// Framed: "Por pagar $200".
    pub due_text: Option<String>,
    /// How many a group's ticket lets in; it takes the place of `line`.
    pub admits_text: Option<String>,
    /// The brand's own line, `Brand::text(lang, "ticket")`.
    pub line: String,
    pub code: Code,
}

/// A layer of the picture, by whose it is.
#[derive(Clone, Copy, PartialEq)]
enum Layer {
    Concert,
    Ticket,
}

impl Face {
    /// The text for the place with this id.
    fn text<'a>(&'a self, brand: &'a Brand, address: &'a str, id: &str) -> Option<(Layer, &'a str)> {
        Some(match id {
            "name" => (Layer::Concert, &brand.name),
            "venue" => (Layer::Concert, &self.title_or_venue),
            "address" => (Layer::Concert, address),
            "date" => (Layer::Concert, &self.date_text),
            "doors" => (Layer::Concert, &self.doors_text),
            "age" => (Layer::Concert, self.age_text.as_deref()?),
            "fan" => (Layer::Ticket, &self.fan),
            "number" => (Layer::Ticket, &self.number_text),
            "short" => (Layer::Ticket, &self.short),
            "due" => (Layer::Ticket, self.due_text.as_deref()?),
            "admits" => (Layer::Ticket, self.admits_text.as_deref()?),
            "line" if self.admits_text.is_none() => (Layer::Ticket, &self.line),
            _ => return None,
        })
    }

    /// Where to go: the address, after the venue if a title stands in the venue's place.
    fn whereabouts(&self) -> String {
        let parts = [if self.title_or_venue == self.venue { "" } else { &self.venue }, &self.address];
        parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// The SVG source of one layer, or of all.
    fn svg(&self, brand: &Brand, template: &Template, only: Option<Layer>) -> String {
        let whereabouts = self.whereabouts();
        let text = |id: &str| {
            let (layer, text) = self.text(brand, &whereabouts, id)?;
            only.is_none_or(|only| only == layer).then_some(text)
        };
        let modules = (only != Some(Layer::Concert)).then(|| qr(&self.code));
        let rows = modules.as_ref().map(|modules| modules.each_ref().map(|row| row.as_slice()));
        template.svg(&brand.fonts, only != Some(Layer::Ticket), text, rows.as_ref().map(|rows| rows.as_slice()))
    }
}

/// What all tickets of one concert share, drawn.
pub struct Background {
    brand: Arc<Brand>,
    picture: Pixmap,
    source: String,
    /// At half the size; drawn when first asked for.
    small: OnceLock<Pixmap>,
}

impl Background {
    /// Draws what is the concert's in this face; its fan, number and code don't matter.
    pub fn draw(brand: &Arc<Brand>, face: &Face) -> Self {
        let source = face.svg(brand, &brand.ticket, Some(Layer::Concert));
        let picture = start(brand, &source, 1);
        Self { brand: Arc::clone(brand), picture, source, small: OnceLock::new() }
    }
}

/// The ticket as a PNG of 1080 × 1920.
pub fn png(background: &Background, face: &Face) -> Vec<u8> {
    paint::encode(&finish(background, &background.picture, face))
}

/// The same at half the size, for pages.
pub fn small_png(background: &Background, face: &Face) -> Vec<u8> {
    let small = background.small.get_or_init(|| start(&background.brand, &background.source, 2));
    paint::encode(&finish(background, small, face))
}

/// The concert's layer, at one over `part` of the full size.
fn start(brand: &Brand, source: &str, part: u32) -> Pixmap {
    let (width, height) = (brand.ticket.width as u32 / part, brand.ticket.height as u32 / part);
    let mut picture = Pixmap::new(width, height).expect("a checked template has a size");
    picture.fill(tiny_skia::Color::WHITE);
    paint::draw(brand, source, &mut picture);
    picture
}

/// The ticket's own layer over the concert's.
fn finish(background: &Background, shared: &Pixmap, face: &Face) -> Pixmap {
    let brand = &background.brand;
    let mut picture = shared.clone();
    paint::draw(brand, &face.svg(brand, &brand.ticket, Some(Layer::Ticket)), &mut picture);
    picture
}

/// What a background was drawn from: it is drawn anew when any of it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackgroundKey {
    pub concert_id: String,
    /// When the concert, or its venue, changed last.
    pub changed_at: String,
    pub lang: String,
    /// `Brand::version`.
    pub brand: String,
}

/// The backgrounds asked for last. Each takes 8 MB, or 10 with its small one.
pub struct Backgrounds {
    kept: Mutex<Vec<(BackgroundKey, Arc<Background>)>>,
    most: usize,
}

impl Backgrounds {
    pub fn new(most: usize) -> Self {
        Self { kept: Mutex::new(Vec::new()), most: most.max(1) }
    }

    /// The background kept under this key, or a new one. Two that ask at once may both draw; nobody waits for another.
    pub fn get(&self, key: &BackgroundKey, draw: impl FnOnce() -> Background) -> Arc<Background> {
        if let Some(found) = self.take(key) {
            return found;
        }
        let drawn = Arc::new(draw());
        let mut kept = self.lock();
        kept.retain(|(other, _)| other != key);
        kept.insert(0, (key.clone(), Arc::clone(&drawn)));
        kept.truncate(self.most);
        drawn
    }

    fn take(&self, key: &BackgroundKey) -> Option<Arc<Background>> {
        let mut kept = self.lock();
        let place = kept.iter().position(|(other, _)| other == key)?;
        let entry = kept.remove(place);
        let found = Arc::clone(&entry.1);
        kept.insert(0, entry);
        Some(found)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<(BackgroundKey, Arc<Background>)>> {
        // Nothing in here can be left half done, so a panic elsewhere doesn't spoil it.
        self.kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

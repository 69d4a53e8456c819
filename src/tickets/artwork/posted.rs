//! What is posted: *Voy*, which a fan shows their friends, and a concert's poster. Neither holds a ticket's code or number.

use std::sync::Arc;

use krilla::Document;
use krilla::geom::Size;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};
use tiny_skia::{Color, Pixmap};

use super::paint;
use super::paper::Paper;
use crate::base::brand::Brand;
use crate::base::brand::template::Template;

/// What both say of a concert, in one language. Any text is safe: it is cleaned, fitted and escaped.
#[derive(Debug, Clone, Default)]
pub struct Posted {
    /// The concert's title, or else the venue.
    pub title_or_venue: String,
    /// Where to go: the venue too, where a title has taken its place.
    pub whereabouts: String,
    pub date_text: String,
    pub doors_text: String,
    pub age_text: Option<String>,
    /// Who else plays.
    pub lineup: String,
    /// What is asked of who sees it: "Aparta tu lugar".
    pub call: String,
    /// The address to go to, as it is read aloud; none where no other can open it.
    pub link: Option<String>,
    /// *Voy*: the word itself, and the fan's first name.
    pub going: String,
    pub fan: String,
    /// The poster: its last line.
    pub line: String,
}

impl Posted {
    fn text<'a>(&'a self, brand: &'a Brand, id: &str) -> Option<&'a str> {
        Some(match id {
            "name" => &brand.name,
            "venue" => &self.title_or_venue,
            "address" => &self.whereabouts,
            "date" => &self.date_text,
            "doors" => &self.doors_text,
            "age" => self.age_text.as_deref()?,
            "going" => &self.going,
            "fan" => &self.fan,
            // Without an address there is nothing to call for.
            "call" => self.link.as_ref().map(|_| self.call.as_str())?,
            "link" => self.link.as_deref()?,
            "line" => &self.line,
            "lineup" => &self.lineup,
            _ => return None,
        })
    }

    fn svg(&self, brand: &Brand, template: &Template, qr: Option<&[&[bool]]>) -> String {
        template.svg(&brand.fonts, true, |id| self.text(brand, id), qr)
    }
}

/// *Voy* as a PNG of 1080 × 1920. Takes milliseconds: not for a thread that others wait for.
pub fn voy_png(brand: &Brand, posted: &Posted) -> Vec<u8> {
    let (width, height) = (brand.voy.width as u32, brand.voy.height as u32);
    let mut picture = Pixmap::new(width, height).expect("a checked template has a size");
    picture.fill(Color::WHITE);
    // Half an address leads nowhere.
    let fits = |link: &String| !brand.voy.cuts(&brand.fonts, "link", link);
    let posted = Posted { link: posted.link.clone().filter(fits), ..posted.clone() };
    paint::draw(brand, &posted.svg(brand, &brand.voy, None), &mut picture);
    paint::encode(&picture)
}

/// The poster as a Letter page, with the code of its address: rows of modules, dark ones true.
pub fn poster_pdf(brand: &Arc<Brand>, posted: &Posted, qr: &[Vec<bool>]) -> Vec<u8> {
    let mut document = Document::new();
    let (width, height) = Paper::Letter.points();
    let size = Size::from_wh(width, height).expect("a page has a size");
    let mut page = document.start_page_with(PageSettings::new(size));
    let mut surface = page.surface();
    surface.draw_svg(&paint::tree(brand, &poster_svg(brand, posted, qr)), size, SvgSettings::default());
    surface.finish();
    page.finish();
    document.finish().expect("a page of text and paths is a PDF")
}

/// The same as a PNG of 850 × 1100, for a page and for a chat.
pub fn poster_png(brand: &Brand, posted: &Posted, qr: &[Vec<bool>]) -> Vec<u8> {
    let (width, height) = (brand.poster.width as u32 / 2, brand.poster.height as u32 / 2);
    let mut picture = Pixmap::new(width, height).expect("a checked template has a size");
    picture.fill(Color::WHITE);
    paint::draw(brand, &poster_svg(brand, posted, qr), &mut picture);
    paint::encode(&picture)
}

fn poster_svg(brand: &Brand, posted: &Posted, qr: &[Vec<bool>]) -> String {
    let rows: Vec<&[bool]> = qr.iter().map(Vec::as_slice).collect();
    posted.svg(brand, &brand.poster, Some(&rows))
}

//! The brand's fonts, loaded once, and how wide a text is in them. The machine's fonts are never asked: a ticket
//! looks the same wherever it is drawn, and looking for them takes half a second.

use std::borrow::Cow;
use std::sync::Arc;

use rustybuzz::{Face, UnicodeBuffer};
use serde::{Deserialize, Serialize};
use usvg::fontdb::{Database, Family, ID, Query, Source, Style, Weight};

/// The families that stand for the generic ones in `print.svg`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Families {
    /// `fantasy`: huge, for a place or a number.
    pub display: String,
    /// `sans-serif`: everything else.
    pub body: String,
    /// `monospace`: codes.
    pub mono: String,
}

/// The brand's fonts and no others.
pub struct Fonts {
    database: Arc<Database>,
    pub families: Families,
    /// The files, as pages may ask for them.
    pub own: Vec<WebFont>,
}

/// A font file with what it is called.
#[derive(Clone)]
pub struct WebFont {
    /// The file's name within `fonts/`.
    pub file: String,
    pub family: String,
    pub weight: u16,
    pub data: Cow<'static, [u8]>,
}

/// A font file with its family and weight; none when it is no font.
pub(super) fn of_file(name: &str, data: Cow<'static, [u8]>) -> Option<WebFont> {
    let mut database = Database::new();
    let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(data.to_vec());
    let id = *database.load_font_source(Source::Binary(shared)).first()?;
    let face = database.face(id)?;
    let (family, weight) = (face.families.first()?.0.clone(), face.weight.0);
    Some(WebFont { file: name.to_owned(), family, weight, data })
}

/// One font of a brand. All its measures are in ems.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Type {
    id: ID,
    /// Height of a capital.
    pub capital: f32,
    /// Height of a capital with its accent.
    pub accent: f32,
    /// Depth of what hangs under the line.
    pub descender: f32,
    /// The same among capitals.
    pub tail: f32,
}

impl Fonts {
    pub(super) fn load<'a>(
        files: impl Iterator<Item = (&'a str, &'a Cow<'static, [u8]>)>,
        families: &Families,
    ) -> Result<Self, Vec<String>> {
        let mut database = Database::new();
        let mut problems = Vec::new();
        let mut own = Vec::new();
        for (name, data) in files {
            let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(data.to_vec());
            let faces = database.load_font_source(Source::Binary(shared));
            let Some(face) = faces.first().and_then(|id| database.face(*id)) else {
                problems.push(format!("{name}: not a TrueType or OpenType font"));
                continue;
            };
            own.push(WebFont {
                file: name.trim_start_matches("fonts/").to_owned(),
                family: face.families.first().map(|family| family.0.clone()).unwrap_or_default(),
                weight: face.weight.0,
                data: data.clone(),
            });
        }
        database.set_fantasy_family(&families.display);
        database.set_sans_serif_family(&families.body);
        database.set_monospace_family(&families.mono);
        let fonts = Self { database: Arc::new(database), families: families.clone(), own };
        for (key, family) in [("display", &families.display), ("body", &families.body), ("mono", &families.mono)] {
            if fonts.find(family, 400).is_none() {
                problems.push(format!("brand.toml: fonts.{key}: no file in fonts/ holds “{family}”"));
            }
        }
        if problems.is_empty() { Ok(fonts) } else { Err(problems) }
    }

    /// What usvg draws with.
    pub fn options(&self) -> usvg::Options<'static> {
        usvg::Options { fontdb: Arc::clone(&self.database), ..usvg::Options::default() }
    }

    /// The font that SVG's `font-family` (one name) and `font-weight` mean.
    pub fn find(&self, family: &str, weight: u16) -> Option<Type> {
        let family = match family {
            "fantasy" => Family::Fantasy,
            "sans-serif" => Family::SansSerif,
            "monospace" => Family::Monospace,
            name => Family::Name(name),
        };
        let query =
            Query { families: &[family], weight: Weight(weight), stretch: Default::default(), style: Style::Normal };
        let id = self.database.query(&query)?;
        self.with_face(id, |face| {
            let em = face.units_per_em() as f32;
            let bounds = |character| face.glyph_bounding_box(face.glyph_index(character)?);
            let top = |character| bounds(character).map_or(0.0, |bounds| f32::from(bounds.y_max) / em);
            let bottom = |character| bounds(character).map_or(0.0, |bounds| -f32::from(bounds.y_min) / em);
            Type {
                id,
                capital: top('H'),
                accent: ['Á', 'É', 'Ó', 'Ú', 'Ñ', 'Ü', 'l'].map(top).into_iter().fold(0.0, f32::max),
                descender: ['p', 'g', 'j', 'y', 'q'].map(bottom).into_iter().fold(0.0, f32::max),
                tail: ['Q', 'J'].map(bottom).into_iter().fold(0.0, f32::max),
            }
        })
    }

    /// Whether the font has a picture of the character.
    pub fn covers(&self, font: Type, characters: impl Iterator<Item = char>) -> Vec<bool> {
        self.with_face(font.id, |face| characters.map(|character| face.glyph_index(character).is_some()).collect())
            .unwrap_or_default()
    }

    /// Widths of texts in ems, as they will be drawn: shaped, kerned.
    pub fn widths<'a>(&self, font: Type, texts: impl Iterator<Item = &'a str>) -> Vec<f32> {
        self.with_face(font.id, |face| texts.map(|text| width(face, text)).collect()).unwrap_or_default()
    }

    fn with_face<T>(&self, id: ID, work: impl FnOnce(&Face) -> T) -> Option<T> {
        self.database.with_face_data(id, |data, index| Face::from_slice(data, index).map(|face| work(&face)))?
    }
}

fn width(face: &Face, text: &str) -> f32 {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    let shaped = rustybuzz::shape(face, &[], buffer);
    let advance: i32 = shaped.glyph_positions().iter().map(|position| position.x_advance).sum();
    advance as f32 / face.units_per_em() as f32
}

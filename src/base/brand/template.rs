//! A picture with places for texts and a QR: an SVG file whose elements with known ids are the places, and whose
//! everything else is drawn as it stands.

mod check;
mod read;

use std::fmt::Write as _;

use super::colour::Colour;
use super::fit::{Fitted, Room, fit};
use super::fonts::Fonts;

pub use self::read::{Look, Rules};

/// Modules along one side of the QR, and light ones on each side of it.
pub const QR_MODULES: usize = 21;
pub const QUIET_MODULES: usize = 4;

/// The QR's modules by row, dark ones true.
pub type Modules = [[bool; QR_MODULES]; QR_MODULES];

/// A checked `ticket.svg` or `print.svg`.
pub struct Template {
    pub width: f32,
    pub height: f32,
    pub qr: Panel,
    pieces: Vec<Piece>,
}

/// The QR's panel, quiet zone included; a ticket's `side` is a whole number of units for each module.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Panel {
    pub x: f32,
    pub y: f32,
    pub side: f32,
    pub light: Colour,
    pub dark: Colour,
}

enum Piece {
    Art(String),
    Text(Place),
    Panel,
}

/// Where a text stands.
struct Place {
    id: String,
    room: Room,
    x: f32,
    y: f32,
    anchor: Anchor,
    grow: Grow,
    upper: bool,
    /// Stroke of the frame around the text; `width` holds the frame too.
    frame: Option<f32>,
    fill: Colour,
    family: String,
    weight: u16,
}

#[derive(Clone, Copy, PartialEq)]
enum Anchor {
    Start,
    Middle,
    End,
}

/// Which way a text of several lines grows from its `y`.
#[derive(Clone, Copy, PartialEq)]
enum Grow {
    /// The last line stands at `y`.
    Up,
    /// The first line's top stays where one large line has its own.
    Down,
    /// The lines' middle stays where one large line has its own.
    Middle,
}

/// How far from a framed text its frame is, in ems.
const FRAME_BESIDE: f32 = 0.42;
const FRAME_ABOVE: f32 = 0.36;

impl Template {
    /// The picture's source, or a layer's of it: the art if asked for, the texts that are given, the QR if given.
    /// The panel belongs to the art.
    pub fn svg<'a>(
        &self,
        fonts: &Fonts,
        with_art: bool,
        text: impl Fn(&str) -> Option<&'a str>,
        qr: Option<&[&[bool]]>,
    ) -> String {
        let mut svg = String::with_capacity(8 * 1024);
        if !with_art {
            let (width, height) = (self.width, self.height);
            let _ = write!(
                svg,
                r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">"#
            );
        }
        for piece in &self.pieces {
            match piece {
                Piece::Art(art) if with_art => svg.push_str(art),
                Piece::Art(_) => {}
                Piece::Text(place) => {
                    if let Some(text) = text(&place.id) {
                        place.draw(&mut svg, &place.fit(fonts, text));
                    }
                }
                Piece::Panel => {
                    if with_art {
                        let Panel { x, y, side, light, .. } = self.qr;
                        let _ = write!(svg, r#"<rect x="{x}" y="{y}" width="{side}" height="{side}" fill="{light}"/>"#);
                    }
                    if let Some(modules) = qr {
                        self.qr.draw(&mut svg, modules);
                    }
                }
            }
        }
        if !with_art {
            svg.push_str("</svg>");
        }
        svg
    }

    /// Whether it has a place for this text.
    pub fn has(&self, id: &str) -> bool {
        self.places().any(|place| place.id == id)
    }

    /// Whether a place has to cut this text.
    pub fn cuts(&self, fonts: &Fonts, id: &str, text: &str) -> bool {
        self.places().any(|place| place.id == id && place.fit(fonts, text).cut)
    }

    fn places(&self) -> impl Iterator<Item = &Place> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(place) => Some(place),
            _ => None,
        })
    }
}

impl Panel {
    /// Units along one module of a code that has so many along a side.
    pub fn module(&self, modules: usize) -> f32 {
        self.side / (modules + 2 * QUIET_MODULES) as f32
    }

    /// One path; modules that touch in a row are one rectangle, so that no viewer shows a hair between them.
    fn draw(&self, svg: &mut String, modules: &[&[bool]]) {
        let module = self.module(modules.len());
        let _ = write!(svg, r#"<path fill="{}" shape-rendering="crispEdges" d=""#, self.dark);
        for (row, line) in modules.iter().enumerate() {
            let mut column = 0;
            while column < line.len() {
                let run = line[column..].iter().take_while(|dark| **dark).count();
                if run > 0 {
                    let x = self.x + (column + QUIET_MODULES) as f32 * module;
                    let y = self.y + (row + QUIET_MODULES) as f32 * module;
                    let width = run as f32 * module;
                    let _ = write!(svg, "M{x} {y}h{width}v{module}h-{width}z");
                }
                column += run.max(1);
            }
        }
        svg.push_str(r#""/>"#);
    }
}

impl Place {
    fn fit(&self, fonts: &Fonts, text: &str) -> Fitted {
        let upper;
        let text = if self.upper {
            upper = text.to_uppercase();
            &upper
        } else {
            text
        };
        fit(fonts, &self.room, text)
    }

    /// The lines' baselines, for so many lines of a size.
    fn baselines(&self, size: f32, lines: usize) -> impl Iterator<Item = f32> {
        let font = self.room.font;
        let leading = self.room.leading * size;
        let all = lines.saturating_sub(1) as f32 * leading;
        let first = match self.grow {
            Grow::Up => self.y - all,
            Grow::Down => self.y - font.accent * (self.room.size - size),
            Grow::Middle if lines < 2 => self.y,
            Grow::Middle => self.y - font.capital * (self.room.size - size) / 2.0 - all / 2.0,
        };
        (0..lines).map(move |line| first + line as f32 * leading)
    }

    fn draw(&self, svg: &mut String, fitted: &Fitted) {
        let size = fitted.size;
        let beside = self.frame.map_or(0.0, |stroke| stroke + FRAME_BESIDE * size);
        let (x, anchor) = match self.anchor {
            Anchor::Start => (self.x + beside, "start"),
            Anchor::Middle => (self.x, "middle"),
            Anchor::End => (self.x - beside, "end"),
        };
        let Self { family, weight, fill, .. } = self;
        for (line, y) in fitted.lines.iter().zip(self.baselines(size, fitted.lines.len())) {
            if let Some(stroke) = self.frame {
                let left = match self.anchor {
                    Anchor::Start => self.x,
                    Anchor::Middle => self.x - fitted.width / 2.0 - beside,
                    Anchor::End => self.x - fitted.width - 2.0 * beside,
                };
                let above = self.room.font.capital * size + FRAME_ABOVE * size;
                let _ = write!(
                    svg,
                    r#"<rect x="{}" y="{}" width="{}" height="{}" fill="none" stroke="{fill}" stroke-width="{stroke}"/>"#,
                    left.round() + stroke / 2.0,
                    (y - above).round() + stroke / 2.0,
                    (fitted.width + 2.0 * beside).round() - stroke,
                    (above + FRAME_ABOVE * size).round() - stroke,
                );
            }
            let _ = write!(
                svg,
                r#"<text x="{x}" y="{y:.2}" font-family="{family}" font-weight="{weight}" font-size="{size:.2}" fill="{fill}" text-anchor="{anchor}">{}</text>"#,
                escape(line)
            );
        }
    }
}

/// Escapes a text for XML. What XML can't hold at all was left out when the text was fitted.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

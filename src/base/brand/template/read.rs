//! Reading a template, and saying what is wrong with it: one line each, naming the file and the element.

use std::collections::BTreeMap;

use usvg::roxmltree::{Document, Node};

use super::{Anchor, Grow, Panel, Piece, Place, QR_MODULES, QUIET_MODULES, Template, escape};
use crate::base::brand::colour::Colour;
use crate::base::brand::fit::Room;
use crate::base::brand::fonts::Fonts;
use crate::base::brand::logo::Logo;

/// What one kind of picture has to keep to.
pub struct Rules {
    /// Exact size, where it matters.
    pub(super) size: Option<(f32, f32)>,
    /// Bands at the top and the bottom in which nothing that matters may stand.
    pub(super) top: f32,
    pub(super) bottom: f32,
    needed: &'static [&'static str],
    code: Code,
}

/// What the panel is for.
#[derive(Clone, Copy, PartialEq)]
enum Code {
    /// A ticket's code: always as many modules, each a whole number of units, this many or more.
    Ticket(f32),
    /// An address, of as many modules as it takes: a side of this many units or more.
    Address(f32),
    /// There is none, and may be none.
    Absent,
}

impl Rules {
    /// Full screen on a phone, which lays its own bars over the top and the bottom.
    pub const PHONE: Self = Self {
        size: Some((1080.0, 1920.0)),
        top: 120.0,
        bottom: 180.0,
        needed: &["fan", "venue", "address", "date", "doors", "number", "qr"],
        code: Code::Ticket(16.0),
    };
    /// A quarter of a sheet, 200 units to the inch.
    pub const PAPER: Self = Self {
        size: None,
        top: 30.0,
        bottom: 30.0,
        needed: &["fan", "venue", "date", "number", "qr"],
        code: Code::Ticket(8.0),
    };
    /// What a fan posts: as large as a phone's screen, and nothing in it that opens a door.
    pub const VOY: Self = Self {
        size: Some((1080.0, 1920.0)),
        top: 120.0,
        bottom: 180.0,
        needed: &["going", "fan", "venue", "date", "doors", "link"],
        code: Code::Absent,
    };
    /// A Letter page, 200 units to the inch.
    pub const POSTER: Self = Self {
        size: Some((1700.0, 2200.0)),
        top: 60.0,
        bottom: 60.0,
        needed: &["venue", "address", "date", "doors", "call", "link", "qr"],
        code: Code::Address(500.0),
    };
}

/// The texts that a picture may hold, each with a long one of its kind that must fit uncut.
pub(super) const TEXTS: [(&str, &str); 16] = [
    ("name", ""),
    ("venue", "Centro Cultural Xochimilco"),
    ("address", "Calle Sin Nombre 91, Colonia Norte"),
    ("date", "Miércoles 30 de septiembre de 2026"),
    ("doors", "Puertas 20:00"),
    ("age", "Solo mayores de 18"),
    ("fan", "Guadalupe Hernández Gutiérrez"),
    ("number", "N.º 9999"),
    ("short", "WWWW"),
    ("line", ""),
    ("due", "Por pagar $12,000"),
    ("admits", "Entran 12"),
    ("going", "Yo voy"),
    ("link", "boletos.labanda.com.mx/j/WWWWWW-WWWWWW"),
    ("call", "Escanea y aparta tu lugar"),
    ("lineup", "Con Martes Hundidos"),
];
/// Dark modules on the light panel: far above what readers need, so that a bent or dim screen still serves.
const QR_CONTRAST_MIN: f32 = 4.5;

impl Template {
    /// Reads and checks a template.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(file: &str, source: &str, look: &Look, rules: &Rules) -> Result<Self, Vec<String>> {
        let Look { colours, logo, fonts } = look;
        let source = &coloured(source, colours);
        let document = Document::parse(source).map_err(|error| vec![format!("{file}: {error}")])?;
        let mut problems = Vec::new();
        let (width, height) = canvas(&document).unwrap_or_else(|| {
            problems.push(format!("{file}: svg: needs a viewBox that begins with 0 0"));
            (1.0, 1.0)
        });
        if rules.size.is_some_and(|size| size != (width, height)) {
            let (right, down) = rules.size.unwrap_or_default();
            problems.push(format!("{file}: svg: is {width} × {height}, has to be {right} × {down}"));
        }

        let mut pieces = Vec::new();
        let mut qr = None;
        let mut end = 0;
        for node in document.descendants().filter(Node::is_element) {
            let Some(id) = node.attribute("id").filter(|id| *id == "qr" || *id == "logo" || is_text(id)) else {
                continue;
            };
            let piece = match id {
                "qr" => panel(node, rules).map(|panel| {
                    qr = Some(panel);
                    Piece::Panel
                }),
                "logo" => logo_art(node, logo).map(Piece::Art),
                _ => place(node, id, fonts).map(Piece::Text),
            };
            pieces.push(Piece::Art(source[end..node.range().start].to_owned()));
            end = node.range().end;
            match piece.and_then(|piece| stands_free(node).map(|()| piece)) {
                Ok(piece) => pieces.push(piece),
                Err(problem) => problems.push(format!("{file}: {id}: {problem}")),
            }
        }
        pieces.push(Piece::Art(source[end..].to_owned()));
        for id in rules.needed {
            if !document.descendants().any(|node| node.attribute("id") == Some(id)) {
                problems.push(format!("{file}: {id}: there is no element with this id"));
            }
        }

        let nowhere = Panel { x: 0.0, y: 0.0, side: 0.0, light: Colour::WHITE, dark: Colour::BLACK };
        let template = Self { width, height, qr: qr.unwrap_or(nowhere), pieces };
        problems.extend(template.check(fonts, rules).into_iter().map(|problem| format!("{file}: {problem}")));
        if problems.is_empty()
            && let Err(error) = usvg::Tree::from_str(&template.svg(fonts, true, |_| None, None), &fonts.options())
        {
            problems.push(format!("{file}: {error}"));
        }
        if problems.is_empty() { Ok(template) } else { Err(problems) }
    }
}

/// What a template takes from the rest of its brand.
pub struct Look<'a> {
    /// By the name of the custom property.
    pub colours: &'a BTreeMap<String, Colour>,
    pub logo: &'a Logo,
    pub fonts: &'a Fonts,
}

/// A source with its `var(--ink)` replaced by the brand's colours, and `var(--soft)` by one between bone and ink.
fn coloured(source: &str, colours: &BTreeMap<String, Colour>) -> String {
    let soft = match (colours.get("bone"), colours.get("ink")) {
        (Some(bone), Some(ink)) => Some(("soft", bone.mixed(*ink, 0.35))),
        _ => None,
    };
    let named = colours.iter().map(|(name, colour)| (name.as_str(), *colour)).chain(soft);
    named.fold(source.to_owned(), |source, (name, colour)| {
        source.replace(&format!("var(--{name})"), &colour.to_string())
    })
}

fn is_text(id: &str) -> bool {
    TEXTS.iter().any(|(known, _)| *known == id)
}

fn canvas(document: &Document) -> Option<(f32, f32)> {
    let view = document.root_element().attribute("viewBox")?;
    let numbers: Vec<f32> = view.split([' ', ',']).filter_map(|number| number.parse().ok()).collect();
    match numbers[..] {
        [0.0, 0.0, width, height] if (1.0..10_000.0).contains(&width) && (1.0..10_000.0).contains(&height) => {
            Some((width, height))
        }
        _ => None,
    }
}

/// A place inside a moved or hidden group wouldn't be where it says.
fn stands_free(node: Node) -> Result<(), String> {
    let moved = ["transform", "style", "clip-path", "mask", "filter", "opacity", "display"];
    let found = node.ancestors().find_map(|node| moved.iter().find(|name| node.attribute(**name).is_some()));
    found.map_or(Ok(()), |name| Err(format!("it or a group around it has “{name}”")))
}

fn number(node: Node, name: &str) -> Result<f32, String> {
    let written = node.attribute(name).ok_or_else(|| format!("needs {name}"))?;
    written.parse().ok().filter(|n: &f32| n.is_finite()).ok_or_else(|| format!("{name}: “{written}” is not a number"))
}

fn number_or(node: Node, name: &str, otherwise: f32) -> Result<f32, String> {
    if node.has_attribute(name) { number(node, name) } else { Ok(otherwise) }
}

fn colour(node: Node, name: &str) -> Result<Colour, String> {
    let written = node.attribute(name).ok_or_else(|| format!("needs {name}"))?;
    Colour::parse(written).ok_or_else(|| format!("{name}: “{written}” is not a colour like #ff4a1c"))
}

fn panel(node: Node, rules: &Rules) -> Result<Panel, String> {
    let panel = Panel {
        x: number(node, "x")?,
        y: number(node, "y")?,
        side: number(node, "width")?,
        light: colour(node, "fill")?,
        dark: colour(node, "data-dark")?,
    };
    let square = number(node, "height")? == panel.side;
    match rules.code {
        Code::Ticket(least) => {
            let modules = QR_MODULES + 2 * QUIET_MODULES;
            if !square || panel.module(QR_MODULES).fract() != 0.0 || panel.module(QR_MODULES) < least {
                return Err(format!("width and height have to be one whole number times {modules}, {least} or more"));
            }
        }
        Code::Address(least) if !square || panel.side < least => {
            return Err(format!("width and height have to be the same, {least} or more"));
        }
        Code::Address(_) => {}
        Code::Absent => return Err("this picture is posted: no code may stand in it".to_owned()),
    }
    if panel.x.fract() != 0.0 || panel.y.fract() != 0.0 {
        return Err("x and y have to be whole numbers".to_owned());
    }
    let contrast = panel.light.contrast(panel.dark);
    if panel.light.luminance() <= panel.dark.luminance() || contrast < QR_CONTRAST_MIN {
        let (light, dark) = (panel.light, panel.dark);
        return Err(format!(
            "the quiet zone has no contrast: {dark} on {light} is {contrast:.1}, has to be dark on light, {QR_CONTRAST_MIN} or more"
        ));
    }
    Ok(panel)
}

fn place(node: Node, id: &str, fonts: &Fonts) -> Result<Place, String> {
    let family = node.attribute("font-family").ok_or("needs font-family")?.trim().to_owned();
    let weight = number_or(node, "font-weight", 400.0)? as u16;
    let font = fonts.find(&family, weight).ok_or_else(|| format!("no file in fonts/ holds “{family}”"))?;
    let lines = number_or(node, "data-lines", 1.0)? as usize;
    let frame = node.has_attribute("data-frame").then(|| number(node, "data-frame")).transpose()?;
    let size = number(node, "font-size")?;
    let beside = frame.map_or(0.0, |stroke| 2.0 * (stroke + super::FRAME_BESIDE * size));
    let room = Room {
        font,
        width: number(node, "data-width")? - beside,
        lines,
        size,
        size_min: number(node, "data-size-min")?,
        height: number_or(node, "data-height", f32::INFINITY)?,
        leading: number_or(node, "data-leading", 1.2)?,
    };
    if !(1..=4).contains(&lines) || (frame.is_some() && lines > 1) {
        return Err("data-lines has to be from 1 to 4, and 1 with a frame".to_owned());
    }
    if lines > 1 && room.height.is_infinite() {
        return Err("several data-lines need data-height".to_owned());
    }
    if room.size_min <= 0.0 || room.size_min > size || room.width <= 0.0 {
        return Err("data-size-min and data-width have to be above 0, data-size-min no more than font-size".to_owned());
    }
    if lines > 1 && crate::base::brand::fit::size_for(&room, lines) < room.size_min {
        return Err("text can't shrink enough: data-height is too low for data-lines at data-size-min".to_owned());
    }
    let anchor = match node.attribute("text-anchor") {
        None | Some("start") => Anchor::Start,
        Some("middle") => Anchor::Middle,
        Some("end") => Anchor::End,
        Some(other) => return Err(format!("text-anchor: “{other}” is not start, middle or end")),
    };
    let grow = match node.attribute("data-grow") {
        None | Some("up") => Grow::Up,
        Some("down") => Grow::Down,
        Some("middle") => Grow::Middle,
        Some(other) => return Err(format!("data-grow: “{other}” is not up, down or middle")),
    };
    let (x, y) = (number(node, "x")?, number(node, "y")?);
    let upper = node.attribute("data-case") == Some("upper");
    let fill = colour(node, "fill")?;
    Ok(Place { id: id.to_owned(), room, x, y, anchor, grow, upper, frame, fill, family: escape(&family), weight })
}

/// The logo as a picture within the picture, in the colour that the element gives it.
fn logo_art(node: Node, logo: &Logo) -> Result<String, String> {
    let (x, y) = (number(node, "x")?, number(node, "y")?);
    let (width, height) = (number(node, "width")?, number(node, "height")?);
    let colour = colour(node, "color")?;
    let (view, inner) = (&logo.view, &logo.inner);
    Ok(format!(
        r#"<svg x="{x}" y="{y}" width="{width}" height="{height}" viewBox="{view}" color="{colour}">{inner}</svg>"#
    ))
}

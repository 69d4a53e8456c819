//! The list on paper, for when no phone works: every live ticket by first name, with a box for each place. Only drawing.

use std::fmt::Write as _;
use std::sync::Arc;

use krilla::Document;
use krilla::geom::Size;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};
use usvg::Tree;

use crate::base::brand::Brand;
use crate::tickets::artwork::Paper;

/// Lines of one page.
pub const LINES: usize = 40;
/// Boxes of one line; a larger group goes on in the next.
const BOXES: usize = 13;
/// All in points.
const MARGIN: f32 = 36.0;
const HEAD: f32 = 68.0;
const SIZE: f32 = 11.0;
const BOX: f32 = 10.0;
const NUMBER_AT: f32 = 228.0;
const SHORT_AT: f32 = 242.0;
const DUE_AT: f32 = 348.0;
const BOXES_AT: f32 = 356.0;

/// What stands above every page, in words.
#[derive(Clone, Debug)]
pub struct Head {
    pub concert: String,
    pub day: String,
    /// When it was printed: who bought later isn't on it.
    pub printed: String,
    pub name: String,
    pub number: String,
    pub short: String,
    pub places: String,
}

/// A ticket on the list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// First name and the surname's initial.
    pub name: String,
    pub number: i64,
    pub short: String,
    /// What is still to be paid; often nothing.
    pub due: String,
    pub places: usize,
    /// Places that went in before it was printed: their boxes are filled.
    pub used: usize,
}

/// One line: a ticket, or more boxes of the ticket above.
#[derive(Clone, Copy)]
struct Line<'a> {
    entry: &'a Entry,
    /// The first of its boxes.
    from: usize,
}

/// The list as a PDF; `sheet` says "page n of m".
pub fn pdf(
    brand: &Arc<Brand>,
    head: &Head,
    entries: &[Entry],
    paper: Paper,
    sheet: impl Fn(usize, usize) -> String,
) -> Vec<u8> {
    let (width, height) = paper.points();
    let lines: Vec<Line> = entries.iter().flat_map(lines).collect();
    let pages: Vec<&[Line]> = if lines.is_empty() { vec![&[]] } else { lines.chunks(LINES).collect() };
    let mut document = Document::new();
    for (nth, lines) in pages.iter().enumerate() {
        let source = svg(brand, head, lines, &sheet(nth + 1, pages.len()), (width, height));
        let tree = Tree::from_str(&source, &brand.fonts.options()).expect("escaped texts and numbers are an SVG");
        let mut page = document.start_page_with(PageSettings::from_wh(width, height).expect("a page has a size"));
        let mut surface = page.surface();
        let size = Size::from_wh(width, height).expect("a page has a size");
        surface.draw_svg(&tree, size, SvgSettings::default());
        surface.finish();
        page.finish();
    }
    document.finish().expect("a page of text and paths is a PDF")
}

fn lines(entry: &Entry) -> impl Iterator<Item = Line<'_>> {
    (0..entry.places.max(1)).step_by(BOXES).map(move |from| Line { entry, from })
}

fn svg(brand: &Brand, head: &Head, lines: &[Line], sheet: &str, (width, height): (f32, f32)) -> String {
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">"#
    );
    let right = width - MARGIN;
    let mut put = |at: (f32, f32), anchor: &str, family: &str, weight: u16, size: f32, room: f32, text: &str| {
        let size = fitted(brand, family, weight, size, room, text);
        let (x, y, text) = (at.0, at.1, escaped(text));
        // Writing to a text can't fail.
        let _ = write!(
            svg,
            r##"<text x="{x}" y="{y:.2}" text-anchor="{anchor}" font-family="{family}" font-weight="{weight}" font-size="{size:.2}" fill="#000">{text}</text>"##
        );
    };
    put((MARGIN, MARGIN + 20.0), "start", "fantasy", 400, 22.0, right - MARGIN - 140.0, &head.concert);
    put((right, MARGIN + 20.0), "end", "sans-serif", 600, SIZE, 130.0, sheet);
    put((MARGIN, MARGIN + 37.0), "start", "sans-serif", 400, SIZE, 270.0, &head.day);
    put((right, MARGIN + 37.0), "end", "sans-serif", 400, SIZE, 260.0, &head.printed);
    let named = MARGIN + HEAD - 6.0;
    put((MARGIN, named), "start", "sans-serif", 600, 9.0, 150.0, &head.name);
    put((NUMBER_AT, named), "end", "sans-serif", 600, 9.0, 50.0, &head.number);
    put((SHORT_AT, named), "start", "sans-serif", 600, 9.0, 60.0, &head.short);
    put((BOXES_AT, named), "start", "sans-serif", 600, 9.0, right - BOXES_AT, &head.places);
    let step = (height - 2.0 * MARGIN - HEAD) / LINES as f32;
    let under = |nth: usize| MARGIN + HEAD + step * nth as f32;
    for (nth, line) in lines.iter().enumerate().filter(|(_, line)| line.from == 0) {
        let (entry, y) = (line.entry, under(nth + 1) - 5.0);
        put((MARGIN, y), "start", "sans-serif", 600, SIZE, 150.0, &entry.name);
        put((NUMBER_AT, y), "end", "sans-serif", 400, SIZE, 40.0, &entry.number.to_string());
        put((SHORT_AT, y), "start", "monospace", 400, SIZE, 50.0, &entry.short);
        put((DUE_AT, y), "end", "sans-serif", 600, 9.0, 70.0, &entry.due);
    }
    for (nth, line) in lines.iter().enumerate() {
        boxes(&mut svg, line, under(nth + 1));
        rule(&mut svg, right, under(nth + 1), 0.25);
    }
    rule(&mut svg, right, under(0), 1.0);
    svg + "</svg>"
}

fn boxes(svg: &mut String, line: &Line, under: f32) {
    for nth in line.from..line.entry.places.min(line.from + BOXES) {
        let x = BOXES_AT + (nth - line.from) as f32 * (BOX + 5.0);
        let fill = if nth < line.entry.used { "#000" } else { "none" };
        let y = under - BOX - 3.5;
        let _ = write!(
            svg,
            r##"<rect x="{x:.2}" y="{y:.2}" width="{BOX}" height="{BOX}" fill="{fill}" stroke="#000" stroke-width="0.75"/>"##
        );
    }
}

fn rule(svg: &mut String, right: f32, y: f32, thick: f32) {
    let _ = write!(svg, r##"<path d="M{MARGIN} {y:.2}H{right}" stroke="#000" stroke-width="{thick}"/>"##);
}

/// The size at which a text keeps to its room.
fn fitted(brand: &Brand, family: &str, weight: u16, size: f32, room: f32, text: &str) -> f32 {
    let Some(font) = brand.fonts.find(family, weight) else { return size };
    let width = brand.fonts.widths(font, std::iter::once(text)).first().copied().unwrap_or_default();
    if width * size > room { room / width } else { size }
}

/// A text within XML: marks escaped, what XML can't hold left out.
fn escaped(text: &str) -> String {
    let text: String = text.chars().filter(|character| !character.is_control()).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, places: usize, used: usize) -> Entry {
        let (short, due) = ("K7QF".to_owned(), String::new());
        Entry { name: name.to_owned(), number: 17, short, due, places, used }
    }

    #[test]
    fn a_group_has_a_box_for_each_place_in_as_many_lines_as_it_needs() {
        let group = entry("Ana & <Beto>", 30, 2);
        let lines: Vec<Line> = lines(&group).collect();
        assert_eq!(lines.iter().map(|line| line.from).collect::<Vec<_>>(), [0, 13, 26]);
        let mut drawn = String::new();
        lines.iter().for_each(|line| boxes(&mut drawn, line, 100.0));
        assert_eq!(drawn.matches("<rect").count(), 30);
        assert_eq!(drawn.matches("fill=\"#000\"").count(), 2);
        let last = BOXES_AT + BOXES as f32 * (BOX + 5.0);
        assert!(last < Paper::A4.points().0 - MARGIN, "{last}");
    }

    #[test]
    fn a_name_is_escaped() {
        assert_eq!(escaped("Ana & <Beto>\u{7}"), "Ana &amp; &lt;Beto&gt;");
    }
}

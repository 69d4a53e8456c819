//! The ticket as a PDF: one like the picture, and sheets of four to print and cut. Text stays text.

use std::sync::Arc;

use krilla::Document;
use krilla::geom::{PathBuilder, Size, Transform};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::Stroke;
use krilla::surface::Surface;
use krilla_svg::{SurfaceExt, SvgSettings};

use super::{Face, paint};
use crate::base::brand::Brand;

/// A sheet to print on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    Letter,
    A4,
}

impl Paper {
    /// Width and height in points.
    pub fn points(self) -> (f32, f32) {
        match self {
            Self::Letter => (612.0, 792.0),
            Self::A4 => (595.28, 841.89),
        }
    }
}

/// Length of a cutting mark's arm, in points.
const MARK: f32 = 14.0;

/// One ticket as a page of the picture's own proportions, 4.5 × 8 inches.
pub fn pdf(brand: &Arc<Brand>, face: &Face) -> Vec<u8> {
    let mut document = Document::new();
    let size = Size::from_wh(324.0, 576.0).expect("a page has a size");
    let mut page = document.start_page_with(PageSettings::new(size));
    let mut surface = page.surface();
    let tree = paint::tree(brand, &face.svg(brand, &brand.ticket, None));
    surface.draw_svg(&tree, size, SvgSettings::default());
    surface.finish();
    page.finish();
    document.finish().expect("a page of text and paths is a PDF")
}

/// Tickets four to a sheet, dark on white, with marks to cut along.
pub fn sheet_pdf(brand: &Arc<Brand>, faces: &[Face], paper: Paper) -> Vec<u8> {
    let mut document = Document::new();
    let (width, height) = paper.points();
    let sheets = if faces.is_empty() { vec![faces] } else { faces.chunks(4).collect() };
    for sheet in sheets {
        let settings = PageSettings::from_wh(width, height).expect("a page has a size");
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for (place, face) in sheet.iter().enumerate() {
            let (column, row) = (place % 2, place / 2);
            let cell = (column as f32 * width / 2.0, row as f32 * height / 2.0, width / 2.0, height / 2.0);
            draw_in(&mut surface, brand, face, cell);
        }
        draw_marks(&mut surface, width, height);
        surface.finish();
        page.finish();
    }
    document.finish().expect("a page of text and paths is a PDF")
}

/// One printed ticket, as large as it goes, in the middle of its quarter.
fn draw_in(surface: &mut Surface, brand: &Brand, face: &Face, cell: (f32, f32, f32, f32)) {
    let template = &brand.print;
    let (left, top, width, height) = cell;
    let scale = (width / template.width).min(height / template.height);
    let (drawn_width, drawn_height) = (template.width * scale, template.height * scale);
    let size = Size::from_wh(drawn_width, drawn_height).expect("a ticket has a size");
    let tree = paint::tree(brand, &face.svg(brand, template, None));
    let (right, down) = (left + (width - drawn_width) / 2.0, top + (height - drawn_height) / 2.0);
    surface.push_transform(&Transform::from_translate(right, down));
    surface.draw_svg(&tree, size, SvgSettings::default());
    surface.pop();
}

/// A cross in the middle and a tick at the middle of each edge: two cuts, four tickets.
fn draw_marks(surface: &mut Surface, width: f32, height: f32) {
    let (middle, centre) = (width / 2.0, height / 2.0);
    let lines = [
        ((middle - MARK, centre), (middle + MARK, centre)),
        ((middle, centre - MARK), (middle, centre + MARK)),
        ((middle, 0.0), (middle, 2.0 * MARK)),
        ((middle, height - 2.0 * MARK), (middle, height)),
        ((0.0, centre), (2.0 * MARK, centre)),
        ((width - 2.0 * MARK, centre), (width, centre)),
    ];
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke { width: 0.5, opacity: NormalizedF32::ONE, ..Stroke::default() }));
    for ((x1, y1), (x2, y2)) in lines {
        let mut path = PathBuilder::new();
        path.move_to(x1, y1);
        path.line_to(x2, y2);
        if let Some(path) = path.finish() {
            surface.draw_path(&path);
        }
    }
    surface.set_stroke(None);
}

//! A drawing as a picture, with what it shows written over it, in the brand's look: to post, or to send to somebody.

use std::fmt::Write as _;

use resvg::tiny_skia::{Pixmap, Transform};

use crate::base::brand::Brand;
use crate::base::brand::template::escape;
use crate::base::web::scene::Scene;
use crate::insights::report::fitted;

/// What is written over and under a drawing.
pub struct Said<'a> {
    pub title: &'a str,
    /// What it is of.
    pub lead: Option<&'a str>,
    pub sentences: &'a [String],
    /// What its marks mean.
    pub note: Option<&'a str>,
    pub foot: &'a str,
}

const WIDTH: f32 = 1080.0;
const EDGE: f32 = 60.0;
const SIZE: f32 = 40.0;
const LEADING: f32 = 1.4;
/// A drawing's units are 480 wide.
const SCALE: f32 = (WIDTH - 2.0 * EDGE) / 480.0;

/// The picture, 1080 wide and as tall as it needs; none when its marks aren't a drawing.
pub fn png(brand: &Brand, said: &Said<'_>, scene: &Scene, marks: &str) -> Option<Vec<u8>> {
    let svg = svg(brand, said, scene, marks);
    let tree = usvg::Tree::from_str(&svg, &brand.fonts.options()).ok()?;
    let (width, height) = (tree.size().width().ceil() as u32, tree.size().height().ceil() as u32);
    let mut picture = Pixmap::new(width, height)?;
    resvg::render(&tree, Transform::identity(), &mut picture.as_mut());
    picture.encode_png().ok()
}

fn svg(brand: &Brand, said: &Said<'_>, scene: &Scene, marks: &str) -> String {
    let (ink, bone, signal) = (brand.colour("ink"), brand.colour("bone"), brand.colour("signal"));
    let mut body = String::new();
    let mut y = EDGE;
    let mut write = |y: &mut f32, size: f32, family: &str, colour: &str, text: &str, lines: usize| {
        for line in fitted(brand, family, text, size, WIDTH - 2.0 * EDGE, lines) {
            *y += size * LEADING;
            let line = escape(&line);
            let _ = write!(
                body,
                r#"<text x="{EDGE}" y="{y}" font-family="{family}" font-size="{size}" fill="{colour}">{line}</text>"#
            );
        }
    };
    write(&mut y, 76.0, "fantasy", &ink, &said.title.to_uppercase(), 2);
    y += 16.0;
    if let Some(lead) = said.lead {
        write(&mut y, 32.0, "sans-serif", "#5c5c5c", lead, 2);
    }
    for sentence in said.sentences.iter().take(3) {
        write(&mut y, SIZE, "sans-serif", &ink, sentence, 4);
    }
    let top = y + 50.0;
    let mut under = top + scene.height as f32 * SCALE + 20.0;
    if let Some(note) = said.note {
        write(&mut under, 28.0, "sans-serif", "#5c5c5c", note, 3);
    }
    write(&mut under, 28.0, "sans-serif", "#5c5c5c", said.foot, 1);
    let height = under + EDGE;
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">
<style>.c rect {{ fill: {ink} }} .c rect.hi {{ fill: {signal} }} .c rect.soft {{ fill: #b9b4a8 }} .c line {{ stroke: {ink}; stroke-width: 2 }} .c line.goal {{ stroke: #77736a; stroke-width: 3; stroke-dasharray: 8 5 }} .c line.in {{ stroke: {bone} }} .c polyline {{ fill: none; stroke-width: 3 }} .c polyline.soft {{ stroke: #b9b4a8 }} .c polyline.hi {{ stroke: {signal} }} .c text {{ fill: {ink}; font-family: sans-serif; font-size: 18px }} .c text.quiet {{ fill: #5c5c5c }} .c text.small {{ font-size: 13px }} .c text.in {{ fill: {bone} }} .c text.over {{ paint-order: stroke; stroke: {bone}; stroke-width: 4; stroke-linejoin: round }}</style>
<rect width="{WIDTH}" height="{height}" fill="{bone}"/>{body}<g class="c" transform="translate({EDGE} {top}) scale({SCALE})">{marks}</g></svg>"##
    )
}

//! From SVG source to pixels, and from pixels to a PNG.

use std::collections::HashMap;

use tiny_skia::{Pixmap, Transform};

use crate::base::brand::Brand;

/// Draws a layer over what is in the picture, as large as the picture is.
pub(super) fn draw(brand: &Brand, source: &str, picture: &mut Pixmap) {
    let tree = tree(brand, source);
    let scale = picture.width() as f32 / tree.size().width();
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
}

/// The layer as usvg understands it.
pub(super) fn tree(brand: &Brand, source: &str) -> usvg::Tree {
    usvg::Tree::from_str(source, &brand.fonts.options()).expect("a checked template with escaped texts is an SVG")
}

/// A picture of more colours isn't flat artwork, and is kept in full colour.
const FLAT_COLOURS_MAX: usize = 2048;

/// An opaque picture as a PNG: with a palette, as flat artwork can be, which halves the file and the time.
pub(super) fn encode(picture: &Pixmap) -> Vec<u8> {
    let mut file = Vec::with_capacity(128 * 1024);
    let mut encoder = png::Encoder::new(&mut file, picture.width(), picture.height());
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let data = match palette(picture) {
        Some((palette, places)) => {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(palette);
            encoder.set_filter(png::Filter::Up);
            indices(picture, &places)
        }
        None => {
            encoder.set_color(png::ColorType::Rgb);
            encoder.set_filter(png::Filter::Adaptive);
            picture.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()
        }
    };
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(&data)?;
        writer.finish()
    });
    written.expect("writing to memory doesn't fail");
    file
}

type Pixel = [u8; 4];

/// At most 256 colours, three bytes each, and for each colour of the picture its place among them. The 256 seen most
/// stay as they are; of the others, which only soften a letter's edge, each takes the nearest.
fn palette(picture: &Pixmap) -> Option<(Vec<u8>, HashMap<Pixel, u8>)> {
    let mut seen: HashMap<Pixel, u32> = HashMap::new();
    let mut above: &[u8] = &[];
    for row in picture.data().chunks_exact(4 * picture.width() as usize) {
        if row != above {
            for run in row.as_chunks::<4>().0.chunk_by(|one, next| one == next) {
                *seen.entry(run[0]).or_default() += run.len() as u32;
            }
        }
        if seen.len() > FLAT_COLOURS_MAX {
            return None;
        }
        above = row;
    }
    let mut colours: Vec<(Pixel, u32)> = seen.into_iter().collect();
    colours.sort_unstable_by_key(|(colour, count)| (std::cmp::Reverse(*count), *colour));
    let kept: Vec<Pixel> = colours.iter().take(256).map(|(colour, _)| *colour).collect();
    let apart =
        |one: &Pixel, other: &Pixel| (0..3).map(|at| u32::from(one[at].abs_diff(other[at])).pow(2)).sum::<u32>();
    let place = |colour: &Pixel| (0..kept.len()).min_by_key(|place| apart(colour, &kept[*place])).unwrap_or_default();
    let places = colours
        .iter()
        .enumerate()
        .map(|(rank, (colour, _))| (*colour, if rank < kept.len() { rank as u8 } else { place(colour) as u8 }));
    Some((kept.iter().flat_map(|colour| [colour[0], colour[1], colour[2]]).collect(), places.collect()))
}

/// Each pixel's place in the palette. Most rows of a ticket are the same as the one above.
fn indices(picture: &Pixmap, places: &HashMap<Pixel, u8>) -> Vec<u8> {
    let width = picture.width() as usize;
    let mut indices: Vec<u8> = Vec::with_capacity(picture.pixels().len());
    let mut above: &[u8] = &[];
    for row in picture.data().chunks_exact(4 * width) {
        if row == above {
            indices.extend_from_within(indices.len() - width..);
            continue;
        }
        for run in row.as_chunks::<4>().0.chunk_by(|one, next| one == next) {
            indices.extend(std::iter::repeat_n(places.get(&run[0]).copied().unwrap_or_default(), run.len()));
        }
        above = row;
    }
    indices
}

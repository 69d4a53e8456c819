//! From SVG source to pixels, and from pixels to a PNG.

use tiny_skia::{Pixmap, PremultipliedColorU8, Transform};

use crate::base::brand::Brand;

/// Draws a layer over what is in the picture.
pub(super) fn draw(brand: &Brand, source: &str, picture: &mut Pixmap) {
    let tree = tree(brand, source);
    resvg::render(&tree, Transform::identity(), &mut picture.as_mut());
}

/// The layer as usvg understands it.
pub(super) fn tree(brand: &Brand, source: &str) -> usvg::Tree {
    usvg::Tree::from_str(source, &brand.fonts.options()).expect("a checked template with escaped texts is an SVG")
}

/// Half the size; each pixel is the mean of four, so that the QR's modules stay sharp.
pub(super) fn halve(picture: &Pixmap) -> Pixmap {
    let (width, height) = (picture.width() as usize / 2, picture.height() as usize / 2);
    let mut half = Pixmap::new(width as u32, height as u32).expect("half a picture has a size");
    let from = picture.pixels();
    for (place, pixel) in half.pixels_mut().iter_mut().enumerate() {
        let corner = place / width * 4 * width + place % width * 2;
        let four = [corner, corner + 1, corner + 2 * width, corner + 2 * width + 1].map(|place| from[place]);
        let mean = |channel: fn(PremultipliedColorU8) -> u8| {
            (four.iter().map(|pixel| u16::from(channel(*pixel))).sum::<u16>() / 4) as u8
        };
        let (red, green, blue) =
            (mean(PremultipliedColorU8::red), mean(PremultipliedColorU8::green), mean(PremultipliedColorU8::blue));
        *pixel = PremultipliedColorU8::from_rgba(red, green, blue, 255).expect("an opaque colour");
    }
    half
}

/// An opaque picture as a PNG.
pub(super) fn encode(picture: &Pixmap) -> Vec<u8> {
    let rgb: Vec<u8> = picture.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let mut file = Vec::with_capacity(128 * 1024);
    let mut encoder = png::Encoder::new(&mut file, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(&rgb)?;
        writer.finish()
    });
    written.expect("writing to memory doesn't fail");
    file
}

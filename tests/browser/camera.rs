//! What the fake camera films: a picture, scaled onto 1280 × 720, as motion JPEG (frames one after another).

use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, overlay};
use image::{DynamicImage, Rgb, RgbImage};

const WIDTH: u32 = 1280;
const HEIGHT: u32 = 720;

/// Films an empty room.
pub fn nothing(film: &Path) {
    write(film, &room());
}

/// Films this picture as it is held before the camera.
pub fn films(film: &Path, picture: &[u8]) {
    write(film, &held(picture));
}

fn held(picture: &[u8]) -> RgbImage {
    let picture = image::load_from_memory(picture).expect("a picture");
    let held = picture.resize(WIDTH, HEIGHT - 20, FilterType::Triangle).to_rgb8();
    let mut frame = room();
    let (x, y) = ((WIDTH - held.width()) / 2, (HEIGHT - held.height()) / 2);
    overlay(&mut frame, &held, i64::from(x), i64::from(y));
    frame
}

/// Films an empty room for four seconds, then this picture for one, again and again.
pub fn comes_into_view(film: &Path, picture: &[u8]) {
    let (empty, held) = (jpeg(&room()), jpeg(&held(picture)));
    std::fs::write(film, [empty.repeat(120), held.repeat(30)].concat()).expect("a film");
}

fn room() -> RgbImage {
    RgbImage::from_pixel(WIDTH, HEIGHT, Rgb([58, 54, 60]))
}

fn write(film: &Path, frame: &RgbImage) {
    std::fs::write(film, jpeg(frame).repeat(30)).expect("a film");
}

fn jpeg(frame: &RgbImage) -> Vec<u8> {
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, 92);
    DynamicImage::ImageRgb8(frame.clone()).write_with_encoder(encoder).expect("a JPEG");
    jpeg
}

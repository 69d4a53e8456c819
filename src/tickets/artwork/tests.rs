//! Every brand's ticket, with short, long and hostile texts, read back by two readers.

mod paper;
mod posted;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use super::*;
use image::imageops::FilterType;

use crate::base::brand::template::Template;

const BRANDS: [&str; 3] = ["anomalia", "fanzine", "tropico"];
/// Bytes; what a chat sends without a second thought.
const PNG_MAX: usize = 250_000;

fn brand(name: &str) -> Arc<Brand> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("brand").join(name);
    Arc::new(Brand::load(Some(&dir)).unwrap_or_else(|problems| panic!("{name}: {}", problems.join("\n"))))
}

fn code(seed: u8) -> Code {
    Code::from_random(std::array::from_fn(|place| seed.wrapping_mul(37).wrapping_add(place as u8).wrapping_mul(101)))
}

fn face() -> Face {
    let code = code(1);
    Face {
        title_or_venue: "Sótano Ámbar".into(),
        venue: "Sótano Ámbar".into(),
        address: "Calle Sin Nombre 91, Colonia Norte".into(),
        date_text: "Sábado 28 de noviembre de 2026".into(),
        doors_text: "Puertas 20:00".into(),
        age_text: None,
        fan: "Mariana Quiroz".into(),
        number_text: "N.º 17".into(),
        short: code.short().into(),
        due_text: None,
        admits_text: None,
        line: "Una entrada. No la publiques.".into(),
        code,
    }
}

fn long() -> Face {
    Face {
        title_or_venue: "Noche de Ánimas: Anomalia, Los Ñandúes y la Orquesta Ígnea".into(),
        venue: "Foro Cultural Independiente de la Colonia Nonoalco Tlatelolco".into(),
        address: "Calle Licenciado Íñigo Álvarez de la Peña 1234 bis, Interior 5, Colonia Ampliación Norte".into(),
        date_text: "Miércoles 30 de septiembre de 2026".into(),
        doors_text: "Puertas 20:00, empieza 21:30".into(),
        age_text: Some("Solo mayores de 18".into()),
        fan: "María Guadalupe Ángeles Fernández de Córdoba y Gutiérrez-Ñúñez".into(),
        number_text: "N.º 4812".into(),
        due_text: Some("Por pagar $12,000".into()),
        admits_text: Some("Entran 4 personas".into()),
        ..face()
    }
}

/// Names that people, and people who mean harm, have typed.
fn hostile() -> Vec<String> {
    let zalgo: String =
        "Zalgo".chars().flat_map(|letter| [letter, '\u{301}', '\u{336}', '\u{489}', '\u{35f}']).collect();
    vec![
        "<script>alert(1)</script>".into(),
        "]]></text><rect width=\"9999\" height=\"9999\"/>".into(),
        "Tom & Jerry &amp; &#x0; &lol;".into(),
        "محمد عبد الله".into(),
        "\u{202e}ogeiD\u{202c} \u{200f}\u{2066}x".into(),
        "🤘🏽👩‍👩‍👧‍👦🇲🇽".into(),
        "Ximena 🤘🏽 Cruz".into(),
        "Ñ".repeat(200),
        "Ana ".repeat(50),
        "Jose\u{301} Mun\u{303}oz Gu\u{308}emes".into(),
        zalgo,
        "\u{0}\u{1}\u{7}\u{1b}[31m\u{7f}\u{85}\u{fffe}\u{ffff}".into(),
        "a\tb\r\nc\u{2028}d\u{a0}e".into(),
        "李小龍 Иван Ελένη ชื่อ".into(),
        "𝓜𝓪𝓻𝓲𝓪".into(),
        "ﷺ﷽".into(),
        "W".repeat(60),
        "".into(),
        "   ".into(),
        "{{ fan }} ${x} %s '\"`".into(),
    ]
}

fn grey(file: &[u8]) -> image::GrayImage {
    image::load_from_memory(file).expect("a PNG").to_luma8()
}

fn read(picture: image::GrayImage) -> Vec<String> {
    let mut prepared = rqrr::PreparedImage::prepare(picture);
    prepared.detect_grids().iter().map(|grid| grid.decode().expect("a QR that can be read").1).collect()
}

fn quarter(picture: &image::GrayImage) -> image::GrayImage {
    let (width, height) = (picture.width() / 4, picture.height() / 4);
    image::imageops::resize(picture, width, height, image::imageops::FilterType::Triangle)
}

fn painted(background: &Background, face: &Face) -> Pixmap {
    finish(background, &background.picture, face)
}

/// What an outsider reads; fails, not skips, where zbarimg isn't installed.
fn zbarimg(path: &Path) -> String {
    let output = Command::new("zbarimg")
        .args(["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"])
        .arg(path)
        .output()
        .expect("zbarimg (Debian: zbar-tools) has to be installed for this test");
    String::from_utf8(output.stdout).unwrap()
}

/// Where pictures go to be looked at: a folder named by `TICKET_GALLERY`, else one that is gone afterwards.
fn gallery(name: &str) -> (PathBuf, bool) {
    match std::env::var_os("TICKET_GALLERY") {
        Some(dir) => (dir.into(), true),
        None => (std::env::temp_dir().join(format!("anomalia-{name}-{}", std::process::id())), false),
    }
}

fn texts(group: &usvg::Group) -> Vec<usvg::Rect> {
    let mut boxes = Vec::new();
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => boxes.extend(texts(group)),
            usvg::Node::Text(text) => boxes.push(text.abs_bounding_box()),
            _ => {}
        }
    }
    boxes
}

fn assert_texts_stay(brand: &Brand, template: &Template, face: &Face, (top, bottom): (f32, f32)) {
    let tree = paint::tree(brand, &face.svg(brand, template, None));
    let panel = template.qr;
    for text in texts(tree.root()) {
        let inside = text.left() >= 0.0
            && text.right() <= template.width
            && text.top() >= top
            && text.bottom() <= template.height - bottom;
        assert!(inside, "{text:?} leaves the picture: {face:?}");
        let clear = text.right() <= panel.x
            || text.left() >= panel.x + panel.side
            || text.bottom() <= panel.y + 2.0
            || text.top() >= panel.y + panel.side - 2.0;
        assert!(clear, "{text:?} stands in the quiet zone of {panel:?}: {face:?}");
    }
}

#[test]
fn every_brand_draws_tickets_that_two_readers_read() {
    let (dir, keep) = gallery("tickets");
    std::fs::create_dir_all(&dir).unwrap();
    for name in BRANDS {
        let brand = brand(name);
        let due =
            Face { due_text: Some("Por pagar $200".into()), age_text: Some("Solo mayores de 18".into()), ..face() };
        let group =
            Face { admits_text: Some("Entran 4 personas".into()), title_or_venue: "Noche rara".into(), ..face() };
        for (kind, face) in [("short", face()), ("long", long()), ("due", due), ("group", group)] {
            let background = Background::draw(&brand, &face);
            let file = png(&background, &face);
            assert!(file.len() < PNG_MAX, "{name} {kind}: {} bytes", file.len());
            let picture = grey(&file);
            assert_eq!((picture.width(), picture.height()), (1080, 1920));
            assert_eq!(read(quarter(&picture)), [face.code.as_str()], "{name} {kind}, a quarter of the size");
            assert_eq!(read(picture), [face.code.as_str()], "{name} {kind}");
            let small = small_png(&background, &face);
            assert_eq!(read(grey(&small)), [face.code.as_str()], "{name} {kind}, small");

            let path = dir.join(format!("{name}-{kind}.png"));
            std::fs::write(&path, &file).unwrap();
            assert_eq!(zbarimg(&path).trim_end_matches('\n'), face.code.as_str(), "{name} {kind}");
            std::fs::write(dir.join(format!("{name}-{kind}-small.png")), &small).unwrap();
            std::fs::write(dir.join(format!("{name}-{kind}.pdf")), pdf(&brand, &face)).unwrap();
            println!("{name} {kind}: png {} small {} bytes", file.len(), small.len());
        }
        let faces = [face(), long(), Face { due_text: Some("Por pagar $200".into()), ..face() }, long(), face()];
        std::fs::write(dir.join(format!("{name}-sheet.pdf")), sheet_pdf(&brand, &faces, Paper::Letter)).unwrap();
        std::fs::write(dir.join(format!("{name}-sheet-a4.pdf")), sheet_pdf(&brand, &faces, Paper::A4)).unwrap();
    }
    if !keep {
        std::fs::remove_dir_all(&dir).unwrap();
    }
}

/// The one code that can be read in a picture; packing may leave what only looks like a corner of another.
fn readable(picture: image::GrayImage) -> Option<String> {
    let mut prepared = rqrr::PreparedImage::prepare(picture);
    prepared.detect_grids().iter().find_map(|grid| Some(grid.decode().ok()?.1))
}

/// What chats, thumbs and phones do to a picture: packed hard, made half as large, cut by a screenshot, shown on a dim screen.
fn worn(picture: &image::RgbImage) -> Vec<(&'static str, image::RgbImage)> {
    use image::imageops::{crop_imm, resize};
    let packed = |picture: &image::RgbImage| {
        let mut bytes = Vec::new();
        let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 40);
        encoder.encode_image(picture).expect("a JPEG");
        image::load_from_memory(&bytes).expect("a JPEG").to_rgb8()
    };
    let half =
        |picture: &image::RgbImage| resize(picture, picture.width() / 2, picture.height() / 2, FilterType::Triangle);
    let cut = |picture: &image::RgbImage| {
        let (width, height) = (picture.width(), picture.height());
        crop_imm(picture, width / 20, height / 6, width - width / 10, height - height / 4).to_image()
    };
    let dim = |picture: &image::RgbImage| {
        let mut picture = picture.clone();
        picture.pixels_mut().for_each(|pixel| pixel.0 = pixel.0.map(|value| value / 5 + 8));
        picture
    };
    let all = dim(&cut(&half(&packed(picture))));
    vec![
        ("packed", packed(picture)),
        ("half", half(picture)),
        ("cut", cut(picture)),
        ("dim", dim(picture)),
        ("all of it, and packed again", packed(&all)),
    ]
}

#[test]
fn a_picture_that_went_through_chats_and_phones_is_still_read_by_both() {
    let dir = std::env::temp_dir().join(format!("anomalia-worn-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    for name in BRANDS {
        let brand = brand(name);
        // The longest of each alone; the short one only with all of it, which is the hardest.
        for (kind, face, few) in [("long", long(), 0), ("short", face(), 4)] {
            let file = png(&Background::draw(&brand, &face), &face);
            let picture = image::load_from_memory(&file).expect("a PNG").to_rgb8();
            for (how, worn) in worn(&picture).into_iter().skip(few) {
                let grey = image::DynamicImage::ImageRgb8(worn.clone()).to_luma8();
                // As it is, or from twice as far away.
                let further = image::imageops::resize(&grey, grey.width() / 2, grey.height() / 2, FilterType::Triangle);
                let found = [grey, further].into_iter().find_map(readable);
                assert_eq!(found.as_deref(), Some(face.code.as_str()), "{name} {kind} {how}");
                let path = dir.join("worn.png");
                worn.save(&path).unwrap();
                assert_eq!(zbarimg(&path).trim_end_matches('\n'), face.code.as_str(), "{name} {kind} {how}");
            }
        }
    }
    std::fs::remove_dir_all(&dir).unwrap();
}

#[test]
fn no_text_leaves_the_picture_or_reaches_the_qr() {
    for name in BRANDS {
        let brand = brand(name);
        for text in hostile().into_iter().chain([face().fan, long().fan]) {
            let face = Face {
                title_or_venue: text.clone(),
                venue: format!("{text}."),
                address: text.clone(),
                date_text: text.clone(),
                doors_text: text.clone(),
                age_text: Some(text.clone()),
                fan: text.clone(),
                number_text: text.clone(),
                short: text.clone(),
                due_text: Some(text.clone()),
                admits_text: (text.len() % 2 == 0).then(|| text.clone()),
                line: text,
                code: code(7),
            };
            assert_texts_stay(&brand, &brand.ticket, &face, (100.0, 170.0));
            assert_texts_stay(&brand, &brand.print, &face, (20.0, 20.0));
        }
        assert_texts_stay(&brand, &brand.ticket, &long(), (100.0, 170.0));
        assert_texts_stay(&brand, &brand.print, &long(), (20.0, 20.0));
    }
}

#[test]
fn hostile_names_do_no_harm() {
    let brand = brand("anomalia");
    let background = Background::draw(&brand, &face());
    for (seed, fan) in hostile().into_iter().enumerate() {
        let face = Face { fan: fan.clone(), code: code(seed as u8), ..face() };
        assert_eq!(read(grey(&png(&background, &face))), [face.code.as_str()], "{fan}");
        assert!(pdf(&brand, &face).starts_with(b"%PDF"), "{fan}");
    }
}

#[test]
fn the_kept_background_gives_the_same_picture_as_drawing_all_at_once() {
    for name in BRANDS {
        let brand = brand(name);
        let face = long();
        let quick = painted(&Background::draw(&brand, &face), &face);
        let mut whole = Pixmap::new(1080, 1920).unwrap();
        paint::draw(&brand, &face.svg(&brand, &brand.ticket, None), &mut whole);
        let apart = quick.data().iter().zip(whole.data()).map(|(one, other)| one.abs_diff(*other)).max();
        assert!(apart <= Some(1), "{name}: {apart:?}");
    }
}

#[test]
fn the_qr_is_crisp_and_its_quiet_zone_is_light() {
    for name in BRANDS {
        let brand = brand(name);
        let face = long();
        let picture = painted(&Background::draw(&brand, &face), &face);
        let panel = brand.ticket.qr;
        assert_eq!((panel.side, panel.module(21)), (928.0, 32.0), "{name}");
        let modules = qr(&face.code);
        for y in 0..928_u32 {
            for x in 0..928_u32 {
                let pixel = picture.pixel(panel.x as u32 + x, panel.y as u32 + y).unwrap();
                let (column, row) = ((x as usize / 32).wrapping_sub(4), (y as usize / 32).wrapping_sub(4));
                let dark = column < 21 && row < 21 && modules[row][column];
                let wanted = if dark { panel.dark } else { panel.light };
                let drawn = crate::base::brand::colour::Colour::from_rgb([pixel.red(), pixel.green(), pixel.blue()]);
                assert_eq!(drawn, wanted, "{name} at {x}, {y}");
            }
        }
    }
}

#[test]
fn a_background_is_drawn_again_only_when_something_changed() {
    let brand = brand("anomalia");
    let key = |changed_at: &str| BackgroundKey {
        concert_id: "a".into(),
        changed_at: changed_at.into(),
        lang: "es".into(),
        brand: brand.version.clone(),
    };
    let backgrounds = Backgrounds::new(2);
    let mut drawn = 0;
    for changed_at in ["1", "1", "2", "1", "3", "1", "2"] {
        backgrounds.get(&key(changed_at), || {
            drawn += 1;
            Background::draw(&brand, &face())
        });
    }
    assert_eq!(drawn, 4, "1, 2, 3, then 2 again, since only two are kept");
}

#[test]
fn a_ticket_costs_little_once_the_background_is_kept() {
    let brand = brand("anomalia");
    let started = Instant::now();
    let background = Background::draw(&brand, &face());
    let first = started.elapsed();
    let time = |work: &dyn Fn()| {
        let started = Instant::now();
        (0..10).for_each(|_| work());
        started.elapsed() / 10
    };
    let face = face();
    let clone = time(&|| drop(background.picture.clone()));
    let draw = time(&|| drop(painted(&background, &face)));
    let whole = time(&|| drop(png(&background, &face)));
    let small = time(&|| drop(small_png(&background, &face)));
    let paper = time(&|| drop(pdf(&brand, &face)));
    let sheet =
        time(&|| drop(sheet_pdf(&brand, &[face.clone(), face.clone(), face.clone(), face.clone()], Paper::Letter)));
    println!(
        "background {first:?} · copy {clone:?} · draw {draw:?} · png {whole:?} · small {small:?} · pdf {paper:?} · sheet {sheet:?}"
    );
    assert!(whole.as_secs() < 2, "{whole:?} for one ticket");
}

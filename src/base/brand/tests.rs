//! A brand is whole, or says what is wrong with it.

use std::path::PathBuf;

use super::fit::{Room, fit};
use super::*;

/// A copy of the default brand's folder in which a test breaks something; gone when the test ends.
struct Copy(PathBuf);

impl Copy {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("anomalia-brand-{}-{name}", std::process::id()));
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("brand/anomalia");
        std::fs::create_dir_all(dir.join("fonts")).unwrap();
        for folder in ["", "fonts"] {
            for entry in std::fs::read_dir(from.join(folder)).unwrap().map(Result::unwrap) {
                if entry.path().is_file() {
                    std::fs::copy(entry.path(), dir.join(folder).join(entry.file_name())).unwrap();
                }
            }
        }
        Self(dir)
    }

    fn change(self, file: &str, from: &str, to: &str) -> Self {
        let text = std::fs::read_to_string(self.0.join(file)).unwrap();
        assert!(text.contains(from), "{file} holds no {from}");
        std::fs::write(self.0.join(file), text.replacen(from, to, 1)).unwrap();
        self
    }

    fn problems(&self) -> Vec<String> {
        Brand::load(Some(&self.0)).err().unwrap_or_default()
    }

    /// One line, which names the file and the element and says what is wrong.
    fn says(&self, words: &[&str]) {
        let problems = self.problems();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(!problems[0].contains('\n'), "{problems:?}");
        for word in words {
            assert!(problems[0].contains(word), "{problems:?} doesn't say {word}");
        }
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn embedded() -> Brand {
    Brand::load(None).unwrap_or_else(|problems| panic!("{}", problems.join("\n")))
}

fn room(brand: &Brand, width: f32, lines: usize) -> Room {
    let font = brand.fonts.find("Anton", 400).unwrap();
    Room { font, width, lines, size: 100.0, size_min: 50.0, height: 240.0, leading: 1.2 }
}

#[test]
fn the_embedded_brand_is_whole() {
    let brand = embedded();
    assert_eq!(brand.name, "Anomalia");
    assert_eq!(brand.links[0].url, "https://linktr.ee/anomalia_band");
    assert_eq!(brand.text("es", "ticket"), "Una entrada. No la publiques.");
    assert_eq!(brand.text("fr", "ticket"), "Una entrada. No la publiques.");
    assert_ne!(brand.text("en", "ticket"), brand.text("es", "ticket"));
    assert_eq!(brand.text("es", "nothing"), "");
}

#[test]
fn the_version_changes_with_any_file() {
    let same = Copy::new("same");
    let other = Copy::new("other").change("logo.svg", "rotate(18", "rotate(19");
    let version = |copy: &Copy| Brand::load(Some(&copy.0)).unwrap_or_else(|_| panic!("whole")).version;
    assert_eq!(version(&same).len(), 16);
    assert_ne!(version(&same), version(&other));
}

#[test]
fn the_css_holds_custom_properties_and_colours_only() {
    let css = embedded().css();
    assert!(css.starts_with(":root {\n") && css.ends_with("}\n"), "{css}");
    assert!(css.contains("  --signal: #ff4a1c;\n"), "{css}");
    for line in css.lines().filter(|line| line.starts_with(' ')) {
        let (name, value) = line.trim().strip_prefix("--").and_then(|line| line.split_once(": ")).unwrap();
        assert!(COLOURS.contains(&name), "{line}");
        assert!(Colour::parse(value.strip_suffix(';').unwrap()).is_some(), "{line}");
    }
}

#[test]
fn a_colour_that_could_be_more_than_a_colour_is_refused() {
    let copy = Copy::new("inject").change("brand.toml", "signal = \"#ff4a1c\"", "signal = \"#fff;}*{display:none\"");
    copy.says(&["brand.toml", "colours.signal", "not a colour"]);
    let copy = Copy::new("name").change("brand.toml", "bone-3", "\"x;}*{y\"");
    copy.says(&["brand.toml", "colours.x;}*{y", "not one of"]);
}

#[test]
fn colours_that_cannot_be_read_are_named() {
    let copy = Copy::new("pale").change("brand.toml", "signal-ink = \"#c93308\"", "signal-ink = \"#ff9d80\"");
    copy.says(&["brand.toml", "colours.signal-ink", "contrast"]);
}

#[test]
fn a_missing_place_is_named() {
    Copy::new("fan").change("ticket.svg", "id=\"fan\"", "id=\"fans\"").says(&["ticket.svg", "fan", "no element"]);
    Copy::new("qr").change("ticket.svg", "id=\"qr\"", "id=\"code\"").says(&["ticket.svg", "qr", "no element"]);
}

#[test]
fn a_quiet_zone_without_contrast_is_named() {
    let copy = Copy::new("dim").change("ticket.svg", "fill=\"#ffffff\" data-dark", "fill=\"#6a6570\" data-dark");
    copy.says(&["ticket.svg", "qr", "contrast"]);
    let copy = Copy::new("turned").change(
        "ticket.svg",
        "fill=\"#ffffff\" data-dark=\"var(--ink)\"",
        "fill=\"var(--ink)\" data-dark=\"#ffffff\"",
    );
    copy.says(&["ticket.svg", "qr", "dark on light"]);
}

#[test]
fn a_blurred_qr_is_named() {
    let copy = Copy::new("blur").change(
        "ticket.svg",
        "width=\"928\" height=\"928\" fill",
        "width=\"900\" height=\"900\" fill",
    );
    copy.says(&["ticket.svg", "qr", "whole number times 29"]);
}

#[test]
fn text_that_cannot_shrink_enough_is_named() {
    let copy = Copy::new("wide").change(
        "ticket.svg",
        "data-width=\"928\" data-size-min=\"34\"",
        "data-width=\"300\" data-size-min=\"34\"",
    );
    copy.says(&["ticket.svg", "date", "data-size-min"]);
}

#[test]
fn a_place_over_the_qr_or_under_the_phones_bars_is_named() {
    let copy = Copy::new("over").change(
        "ticket.svg",
        "id=\"address\" x=\"76\" y=\"582\"",
        "id=\"address\" x=\"76\" y=\"640\"",
    );
    copy.says(&["ticket.svg", "address", "quiet zone"]);
    let copy =
        Copy::new("low").change("ticket.svg", "id=\"line\" x=\"76\" y=\"1724\"", "id=\"line\" x=\"76\" y=\"1850\"");
    copy.says(&["ticket.svg", "line", "1740"]);
    let copy = Copy::new("group").change("ticket.svg", "viewBox", "transform=\"scale(2)\" viewBox");
    assert!(copy.problems().iter().any(|problem| problem.contains("transform")), "{:?}", copy.problems());
}

#[test]
fn a_font_that_is_not_there_is_named() {
    Copy::new("font")
        .change("ticket.svg", "font-family=\"fantasy\" font-size=\"160\"", "font-family=\"Impact\" font-size=\"160\"")
        .says(&["ticket.svg", "venue", "Impact"]);
    let copy = Copy::new("torn");
    std::fs::write(copy.0.join("fonts/Anton-Regular.ttf"), b"torn").unwrap();
    assert!(
        copy.problems().iter().any(|problem| problem.starts_with("fonts/Anton-Regular.ttf: ")),
        "{:?}",
        copy.problems()
    );
}

#[test]
fn a_folder_that_is_no_brand_is_named() {
    let problems = Brand::load(Some(Path::new("/nowhere/at/all"))).err().unwrap();
    assert!(problems.len() == 1 && problems[0].starts_with("/nowhere/at/all: "), "{problems:?}");
}

#[test]
fn print_svg_may_be_left_out() {
    let copy = Copy::new("print");
    std::fs::remove_file(copy.0.join("print.svg")).unwrap();
    assert_eq!(copy.problems(), Vec::<String>::new());
}

#[test]
fn a_text_shrinks_then_wraps_evenly_then_is_cut() {
    let brand = embedded();
    let short = fit(&brand.fonts, &room(&brand, 600.0, 2), "Ana");
    assert_eq!((short.size, short.lines.len()), (100.0, 1));
    let shrunk = fit(&brand.fonts, &room(&brand, 400.0, 1), "Mariana Quiroz");
    assert!(shrunk.size < 100.0 && shrunk.size >= 50.0 && shrunk.lines.len() == 1, "{shrunk:?}");
    let wrapped = fit(&brand.fonts, &room(&brand, 400.0, 2), "Guadalupe Hernández Gutiérrez");
    assert_eq!(wrapped.lines.len(), 2, "{wrapped:?}");
    let cut = fit(&brand.fonts, &room(&brand, 400.0, 2), &"Guadalupe ".repeat(20));
    assert!(cut.cut && cut.lines.len() == 2 && cut.lines[1].ends_with('…') && cut.width <= 400.0, "{cut:?}");
    let unbroken = fit(&brand.fonts, &room(&brand, 400.0, 2), &"Ñ".repeat(200));
    assert!(unbroken.cut && unbroken.width <= 400.0, "{unbroken:?}");
}

#[test]
fn what_the_font_lacks_is_spelled_or_left_out() {
    let brand = embedded();
    let line = |text: &str| fit(&brand.fonts, &room(&brand, 5000.0, 1), text).lines.join("|");
    assert_eq!(line("Jose\u{301} Mun\u{303}oz"), "José Muñoz");
    assert_eq!(line("Иван 李"), "Ivan Li");
    assert_eq!(line("Ximena 🤘🏽 Cruz"), "Ximena Cruz");
    assert_eq!(line("🤘"), "—");
    assert_eq!(line(" \t "), "");
    assert_eq!(line("a\u{202e}b\u{0}c\u{ffff}d"), "abcd");
    assert_eq!(line("<b>&amp;"), "<b>&amp;");
}

#[test]
fn a_band_s_own_logo_is_its_icon_in_every_size() {
    for (name, colour) in [("fanzine", "#c8102e"), ("tropico", "#ffb627")] {
        let brand = Brand::load(Some(&Path::new(env!("CARGO_MANIFEST_DIR")).join("brand").join(name))).unwrap();
        for (icon, side) in [
            ("apple-touch-icon.png", 180),
            ("icon-192.png", 192),
            ("icon-512.png", 512),
            ("icon-maskable-512.png", 512),
        ] {
            let picture = image::load_from_memory(&brand.icon(icon).unwrap()).unwrap().to_rgb8();
            assert_eq!(picture.dimensions(), (side, side), "{icon}");
            let wanted = Colour::parse(colour).unwrap().to_string();
            let hex = |pixel: &image::Rgb<u8>| format!("#{:02x}{:02x}{:02x}", pixel[0], pixel[1], pixel[2]);
            assert!(picture.pixels().any(|pixel| hex(pixel) == wanted), "{icon} shows no {wanted}");
            assert_eq!(hex(picture.get_pixel(0, 0)), brand.colour("ink"), "{icon} stands on ink");
        }
        let ico = brand.icon("favicon.ico").unwrap();
        assert_eq!((&ico[..6], ico[6], ico[22], ico[38]), (&[0, 0, 1, 0, 3, 0][..], 16, 32, 48));
        assert!(String::from_utf8(brand.icon("favicon.svg").unwrap()).unwrap().contains("prefers-color-scheme"));
        assert!(String::from_utf8(brand.icon("site.webmanifest").unwrap()).unwrap().contains(&brand.name));
        let css = brand.css();
        for line in css.lines().filter(|line| line.starts_with("@font-face")) {
            let file = line.rsplit_once('/').and_then(|(_, file)| file.split('"').next()).unwrap();
            assert!(brand.font(file).is_some_and(|data| data.len() > 1000), "{line}");
        }
        assert!(css.matches("@font-face").count() >= 3 && css.contains("--display: \""), "{css}");
    }
    assert!(embedded().icon("favicon.ico").is_none() && !embedded().css().contains("@font-face"));
}

#[test]
fn a_logo_that_a_page_would_not_take_is_named() {
    let with = |inner: &str| {
        Copy::new(&format!("logo-{}", inner.len())).change("logo.svg", "</svg>", &format!("{inner}</svg>"))
    };
    with("<script>alert(1)</script>").says(&["logo.svg", "<script>"]);
    with("<path d=\"M0 0h1v1H0z\" style=\"fill:red\"/>").says(&["logo.svg", "style", "attributes"]);
    with("<path d=\"M0 0h1v1H0z\" onload=\"alert(1)\"/>").says(&["logo.svg", "onload"]);
    with("<linearGradient id=\"a\" href=\"https://x.example/\"/>").says(&["logo.svg", "href"]);
    with("<img src=\"x\"/>").says(&["logo.svg", "<img>"]);
}

#[test]
fn a_logo_reaches_a_page_as_it_was_understood_and_not_as_it_was_written() {
    // A page ends this comment where XML doesn't; and a drawing program keeps notes of its own.
    let source = r##"<svg xmlns="http://www.w3.org/2000/svg" xmlns:ink="http://ink.example/" viewBox="0 0 9 9">
        <!--> <script>alert(1)</script> --><ink:view><script/></ink:view><metadata>a</metadata><title>Ñ</title>
        <g ink:label="x" fill="&#34;&gt;&lt;"><path d="M0 0h9v9z"/></g></svg>"##;
    let logo = logo::Logo::read(source).unwrap();
    assert_eq!(logo.inner, r##"<g fill="&quot;&gt;&lt;"><path d="M0 0h9v9z"></path></g>"##);
    // A drawing of strokes stays one; what it calls its parts is nobody else's.
    let strokes = r##"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" fill="none"
        stroke="currentColor"><linearGradient id="name"/><linearGradient id="b" xlink:href="#name"/><path d="M0 0h9v9z" fill="url(#b)"/></svg>"##;
    let inner = logo::Logo::read(strokes).unwrap().inner;
    for part in
        ["<g fill=\"none\" stroke=\"currentColor\">", "id=\"logo-name\"", " href=\"#logo-name\"", "url(#logo-b)"]
    {
        assert!(inner.contains(part), "{part} in {inner}");
    }
}

#[test]
fn whatever_else_lies_in_a_brand_s_folder_is_left_alone() {
    let copy = Copy::new("kept");
    std::fs::write(copy.0.join("notas.md"), "nuestras").unwrap();
    let mut draft = draft::Draft::of(&Brand::load(Some(&copy.0)).unwrap());
    for name in ["Uno", "Dos"] {
        draft.settings.name = name.to_owned();
        assert_eq!(draft.keep(Some(&copy.0), &copy.0).unwrap().name, name);
    }
    assert_eq!(std::fs::read_to_string(copy.0.join("notas.md")).unwrap(), "nuestras");
    for name in ["Uno", "Dos", "Uno"] {
        assert_eq!(draft::back(&copy.0).unwrap().name, name);
    }
    // The first change of the embedded one can be taken back too.
    let fresh = std::env::temp_dir().join(format!("anomalia-brand-{}-fresh", std::process::id()));
    draft.keep(None, &fresh).unwrap();
    assert_eq!(draft::back(&fresh).unwrap().name, "Anomalia");
    std::fs::remove_dir_all(&fresh).unwrap();
}

#[test]
fn wide_letters_are_set_smaller() {
    let own = embedded();
    let font = own.fonts.find("Anton", 400).unwrap();
    let wide = own.fonts.widths(font, [web::SAMPLE].into_iter())[0];
    assert!((wide - web::ANTON).abs() < 0.01, "Anton is {wide} ems wide");
    let fit = |name: &str| {
        let brand = Brand::load(Some(&Path::new(env!("CARGO_MANIFEST_DIR")).join("brand").join(name))).unwrap();
        let css = brand.css();
        css.split_once("--fit: ").unwrap().1.split(';').next().unwrap().parse::<f32>().unwrap()
    };
    assert!(fit("fanzine") < fit("tropico") && fit("tropico") <= 1.0, "{} {}", fit("fanzine"), fit("tropico"));
    assert!(!own.css().contains("--fit"));
}

#[test]
fn a_message_is_the_brand_s_own_or_the_embedded_one_s() {
    let brand = embedded();
    assert!(brand.message("es").contains("{name}") && brand.message("en").contains("{name}"));
    let own = Copy::new("message").change("brand.toml", "Hola {name}, aquí", "Qué onda {name}, aquí");
    let own = Brand::load(Some(&own.0)).unwrap_or_else(|problems| panic!("{problems:?}"));
    assert!(own.message("es").contains("Qué onda"));
    Copy::new("message-wrong").change("brand.toml", "Hola {name}, aquí", "Hola {nombre}, aquí").says(&[
        "brand.toml",
        "texts.es.message",
        "{nombre}",
        "{name}",
    ]);
    Copy::new("message-flat")
        .change("brand.toml", "¿Te llegó bien?", "Nos vemos.")
        .says(&["texts.es.message", "question"]);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("brand/fanzine");
    let other = Brand::load(Some(&folder)).unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!(other.message("en"), brand.message("en"));
}

#[test]
fn a_brand_s_colours_reach_its_pictures() {
    let copy = Copy::new("blue").change("brand.toml", "ink = \"#111014\"", "ink = \"#000033\"");
    let brand = Brand::load(Some(&copy.0)).unwrap();
    for template in [&brand.ticket, &brand.voy, &brand.poster] {
        let svg = template.svg(&brand.fonts, true, |_| None, None);
        assert!(svg.contains("#000033") && !svg.contains("var("), "{svg}");
    }
    // What was chosen so that it can't be scanned is refused, whoever chose it.
    let pale = Copy::new("pale").change("brand.toml", "ink = \"#111014\"", "ink = \"#b8b8b8\"");
    assert!(pale.problems().iter().any(|problem| problem.contains("quiet zone")), "{:?}", pale.problems());
}

#[test]
fn what_is_posted_holds_no_code() {
    let code = "<rect id=\"qr\" x=\"76\" y=\"300\" width=\"300\" height=\"300\" fill=\"#ffffff\" data-dark=\"#000000\"/></svg>";
    Copy::new("posted").change("voy.svg", "</svg>", code).says(&["voy.svg", "qr", "no code"]);
}

#[test]
fn every_font_at_hand_fits_every_picture_in_every_role() {
    let draft = draft::Draft::of(&embedded());
    let mut families: Vec<&str> = draft::shelf().iter().map(|font| font.family.as_str()).collect();
    families.dedup();
    assert_eq!(families.len(), 8, "{families:?}");
    let mut wrong = Vec::new();
    for family in families {
        for role in 0..3 {
            let mut draft = draft.clone();
            let fonts = &mut draft.settings.fonts;
            *[&mut fonts.display, &mut fonts.body, &mut fonts.mono][role] = family.to_owned();
            let problems = draft.brand(None).err().unwrap_or_default();
            wrong.extend(problems.into_iter().map(|problem| format!("{family} as {role}: {problem}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

//! A concert's report: the numbers that matter, on one page, in the brand's look; on paper as a drawing. No I/O.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use krilla::Document;
use krilla::geom::Size;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};

use crate::base::brand::Brand;
use crate::base::brand::fit::{Room, fit};
use crate::base::brand::template::escape;
use crate::base::clock;

/// Columns of the arrivals at most; a longer night is said in longer steps.
const BARS_MAX: usize = 24;
/// Steps that a night may be divided into, in minutes.
const STEPS_MIN: [i64; 5] = [5, 10, 15, 30, 60];

/// A number with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub name: String,
    pub value: String,
}

/// How many came in one step of the night.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// `21:15`, when it begins.
    pub from: String,
    pub people: i64,
    /// Of the most in one step, in per cent.
    pub share: i64,
}

/// The whole page, in words.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub title: String,
    pub place: String,
    pub day: String,
    pub sentences: Vec<String>,
    /// The three that are read from across a room.
    pub large: Vec<Fact>,
    pub facts: Vec<Fact>,
    pub money: Vec<Fact>,
    pub bars: Vec<Bar>,
    /// What stands above each part.
    pub heads: [String; 3],
    pub foot: String,
}

/// The arrivals in equal steps from the first to the last: entries by minute (`YYYY-MM-DDTHH:MM`, UTC), in a zone.
pub fn bars(minutes: &[(String, i64)], timezone: &str) -> Vec<Bar> {
    let at = |minute: &str| clock::unstamp(&format!("{minute}:00.000Z")).map(|at| at.as_second() / 60);
    let counted: Vec<(i64, i64)> = minutes.iter().filter_map(|(minute, people)| Some((at(minute)?, *people))).collect();
    let (Some(first), Some(last)) = (counted.iter().map(|it| it.0).min(), counted.iter().map(|it| it.0).max()) else {
        return Vec::new();
    };
    let fits = |step: &&i64| (last / **step - first / **step) < BARS_MAX as i64;
    let step = *STEPS_MIN.iter().find(fits).unwrap_or(&STEPS_MIN[STEPS_MIN.len() - 1]);
    let mut steps: BTreeMap<i64, i64> = (first / step..=last / step).map(|nth| (nth, 0)).collect();
    for (minute, people) in counted {
        *steps.entry(minute / step).or_default() += people;
    }
    let most = steps.values().copied().max().unwrap_or(1).max(1);
    let from = |nth: i64| {
        let at = jiff::Timestamp::from_second(nth * step * 60).unwrap_or_default();
        clock::hour(&clock::stamp(at), timezone)
    };
    steps.into_iter().map(|(nth, people)| Bar { from: from(nth), people, share: people * 100 / most }).collect()
}

/// Of a Letter page, 200 units to the inch.
const WIDTH: f32 = 1700.0;
const HEIGHT: f32 = 2200.0;
const EDGE: f32 = 110.0;
/// From line to line, in sizes.
const LEADING: f32 = 1.4;

impl Report {
    /// The drawing of the page: dark on white, a band of the brand's ink over it.
    pub fn svg(&self, brand: &Brand) -> String {
        let (ink, bone, signal) = (brand.colour("ink"), brand.colour("bone"), brand.colour("signal"));
        let mut svg = format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/><rect width="{WIDTH}" height="560" fill="{ink}"/>"##
        );
        let mut text = |x: f32, y: f32, size: f32, family: &str, fill: &str, said: &str| {
            let said = escape(&fitted(brand, family, said, size, WIDTH - EDGE - x, 1).concat());
            let _ = write!(
                svg,
                r#"<text x="{x}" y="{y}" font-family="{family}" font-size="{size}" fill="{fill}">{said}</text>"#
            );
        };
        text(EDGE, 150.0, 60.0, "fantasy", &bone, &brand.name.to_uppercase());
        text(EDGE, 340.0, 150.0, "fantasy", &bone, &self.title.to_uppercase());
        text(EDGE, 426.0, 46.0, "sans-serif", &bone, &self.place);
        text(EDGE, 490.0, 46.0, "sans-serif", &signal, &self.day);
        for (nth, fact) in self.large.iter().take(3).enumerate() {
            let x = EDGE + nth as f32 * 500.0;
            text(x, 760.0, 170.0, "fantasy", &ink, &fact.value);
            text(x, 820.0, 40.0, "sans-serif", "#333333", &fact.name);
        }
        let mut y = 920.0;
        for line in
            self.sentences.iter().flat_map(|it| fitted(brand, "sans-serif", it, 40.0, WIDTH - 2.0 * EDGE, 4)).take(5)
        {
            text(EDGE, y, 40.0, "sans-serif", "#000000", &line);
            y += 40.0 * LEADING;
        }
        let top = y + 60.0;
        for (column, (head, facts)) in
            [(&self.heads[0], &self.facts), (&self.heads[1], &self.money)].into_iter().enumerate()
        {
            let x = EDGE + column as f32 * 780.0;
            text(x, top, 56.0, "fantasy", &ink, &head.to_uppercase());
            for (nth, fact) in facts.iter().take(8).enumerate() {
                let y = top + 70.0 + nth as f32 * 58.0;
                text(x, y, 38.0, "sans-serif", "#333333", &fact.name);
                text(x + 440.0, y, 38.0, "sans-serif", "#000000", &fact.value);
            }
        }
        if !self.bars.is_empty() {
            text(EDGE, 1720.0, 56.0, "fantasy", &ink, &self.heads[2].to_uppercase());
        }
        text(EDGE, 2120.0, 32.0, "sans-serif", "#333333", &self.foot);
        let wide = (WIDTH - 2.0 * EDGE) / self.bars.len().max(1) as f32;
        for (nth, bar) in self.bars.iter().enumerate() {
            let (x, tall) = (EDGE + nth as f32 * wide, bar.share as f32 * 2.4);
            let _ = write!(
                svg,
                r#"<rect x="{x}" y="{}" width="{}" height="{}" fill="{ink}"/>"#,
                2010.0 - tall,
                wide - 8.0,
                tall.max(4.0)
            );
            // Not so many hours that they run into each other.
            if nth % (self.bars.len() / 8 + 1) == 0 {
                let from = escape(&bar.from);
                let _ = write!(
                    svg,
                    r##"<text x="{x}" y="2054" font-family="sans-serif" font-size="30" fill="#333333">{from}</text>"##
                );
            }
        }
        svg.push_str("</svg>");
        svg
    }

    /// The page as a PDF on Letter; its text stays text.
    pub fn pdf(&self, brand: &Brand) -> Option<Vec<u8>> {
        let tree = usvg::Tree::from_str(&self.svg(brand), &brand.fonts.options()).ok()?;
        let size = Size::from_wh(612.0, 792.0)?;
        let mut document = Document::new();
        let mut page = document.start_page_with(PageSettings::new(size));
        let mut surface = page.surface();
        surface.draw_svg(&tree, size, SvgSettings::default());
        surface.finish();
        page.finish();
        document.finish().ok()
    }
}

/// The text cleaned for its font, in as many lines as it needs of those that there are; the last is cut where it has no room.
pub(super) fn fitted(brand: &Brand, family: &str, text: &str, size: f32, width: f32, lines: usize) -> Vec<String> {
    let Some(font) = brand.fonts.find(family, 400) else { return Vec::new() };
    let room = Room { font, width, lines, size, size_min: size, height: HEIGHT, leading: LEADING };
    fit(&brand.fonts, &room, text).lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brand(name: &str) -> Brand {
        let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("brand").join(name);
        Brand::load(Some(&dir)).unwrap_or_else(|problems| panic!("{problems:?}"))
    }

    #[test]
    fn arrivals_stand_in_equal_steps_with_the_empty_ones() {
        let minutes = [("2026-11-29T02:01", 3), ("2026-11-29T02:04", 1), ("2026-11-29T02:11", 8)];
        let minutes: Vec<(String, i64)> = minutes.iter().map(|(at, n)| ((*at).to_owned(), *n)).collect();
        let found: Vec<(String, i64, i64)> =
            bars(&minutes, "America/Mexico_City").into_iter().map(|bar| (bar.from, bar.people, bar.share)).collect();
        assert_eq!(found, [("20:00".into(), 4, 50), ("20:05".into(), 0, 0), ("20:10".into(), 8, 100)]);
        assert!(bars(&[], "America/Mexico_City").is_empty());
        let long: Vec<(String, i64)> = (0..6).map(|hour| (format!("2026-11-29T0{hour}:00"), 1)).collect();
        assert!(bars(&long, "America/Mexico_City").len() <= BARS_MAX);
    }

    #[test]
    fn the_page_is_drawn_in_every_brand_and_holds_what_it_says() {
        let fact = |name: &str, value: &str| Fact { name: name.into(), value: value.into() };
        let report = Report {
            title: "Noche de Ánimas \u{1}\u{fffe}🎸: Anomalia, Los Ñandúes y la Orquesta Ígnea".into(),
            place: "Foro <Cultural> & \"Independiente\"".into(),
            sentences: vec!["Entraron 201 de 218 esperados. ".repeat(8)],
            large: vec![fact("Entraron", "201"), fact("No llegaron", "17"), fact("Aforo", "87 %")],
            facts: vec![fact("Nuevos", "80")],
            bars: bars(&[("2026-11-29T02:01".to_owned(), 3)], "America/Mexico_City"),
            ..Report::default()
        };
        for name in ["anomalia", "fanzine", "tropico"] {
            let brand = brand(name);
            let svg = report.svg(&brand);
            assert!(!svg.contains("<Cultural>") && svg.contains("&lt;Cultural&gt;"), "{svg}");
            let pdf = report.pdf(&brand).expect("a PDF");
            assert!(pdf.starts_with(b"%PDF") && pdf.len() < 200_000, "{name}: {} bytes", pdf.len());
        }
    }
}

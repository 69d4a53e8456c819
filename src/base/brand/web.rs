//! The brand on the pages: colours and fonts as a style sheet, the logo as icons of every kind.

use std::fmt::Write as _;

use resvg::tiny_skia::{Pixmap, Transform};

use super::fonts::WebFont;
use super::{Brand, COLOURS};

/// Words as they stand at the head of a page.
pub(super) const SAMPLE: &str = "SÓTANO ÁMBAR";
/// How wide they are in Anton, in ems.
pub(super) const ANTON: f32 = 5.71;

impl Brand {
    /// `/brand.css`: custom properties on `:root`, each value a checked colour; and the fonts of a band's own brand.
    /// Those of the embedded one are in the style sheet, cut down to what pages need.
    pub fn css(&self) -> String {
        let mut css = String::new();
        if self.own {
            css.push_str(&faces(self.fonts.own.iter(), &format!("/brand/{}", self.version)));
        }
        css.push_str(":root {\n");
        for name in COLOURS {
            if let Some(colour) = self.colours.get(name) {
                let _ = writeln!(css, "  --{name}: {colour};");
            }
        }
        if self.own {
            let families = &self.fonts.families;
            for (name, family, instead) in [
                ("display", &families.display, "Impact, sans-serif"),
                ("body", &families.body, "Marks, system-ui, sans-serif"),
                ("mono", &families.mono, "ui-monospace, monospace"),
            ] {
                let _ = writeln!(css, "  --{name}: \"{}\", {instead};", quoted(family));
            }
        }
        if self.own {
            let _ = writeln!(css, "  --fit: {:.2};", self.fit());
        }
        css.push_str("}\n");
        css
    }

    /// How large huge type may be beside the embedded brand's, so that it takes about as much room: 0.6 to 1.
    fn fit(&self) -> f32 {
        let font = self.fonts.find(&self.fonts.families.display, 400);
        let wide = font.map_or(ANTON, |font| self.fonts.widths(font, [SAMPLE].into_iter()).iter().sum());
        (ANTON / wide).clamp(0.6, 1.0)
    }

    /// A font file of the brand, by its name.
    pub fn font(&self, file: &str) -> Option<&[u8]> {
        self.fonts.own.iter().find(|font| font.file == file).map(|font| &*font.data)
    }

    /// A colour by its name; black where the brand says nothing.
    pub fn colour(&self, name: &str) -> String {
        self.colours.get(name).map_or_else(|| "#000000".to_owned(), ToString::to_string)
    }

    /// An icon by the name that browsers ask for, drawn from the logo; none for the embedded brand, whose icons were
    /// drawn by hand.
    pub fn icon(&self, name: &str) -> Option<Vec<u8>> {
        if !self.own {
            return None;
        }
        Some(match name {
            "favicon.svg" => self.favicon().into_bytes(),
            "favicon.ico" => self.ico(),
            "apple-touch-icon.png" => self.tile(180, 0.66)?,
            "icon-192.png" => self.tile(192, 0.66)?,
            "icon-512.png" => self.tile(512, 0.66)?,
            // A launcher may cut all but the circle in the middle, 80 % wide (W3C, Web Application Manifest).
            "icon-maskable-512.png" => self.tile(512, 0.5)?,
            "site.webmanifest" => self.manifest(&self.name, "/", "/", "bone").into_bytes(),
            "door.webmanifest" => self.manifest("Puerta", "/scan", "/scan?app=1", "ink").into_bytes(),
            _ => return None,
        })
    }

    fn favicon(&self) -> String {
        let (ink, bone, logo) = (self.colour("ink"), self.colour("bone"), &self.logo);
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="{}"><style>:root{{color:{ink}}}@media (prefers-color-scheme:dark){{:root{{color:{bone}}}}}</style>{}</svg>"#,
            logo.view, logo.inner
        )
    }

    /// A square of ink with the logo in its middle, `share` of it wide, as a PNG.
    fn tile(&self, side: u32, share: f32) -> Option<Vec<u8>> {
        let ground = format!(r#"<rect width="{side}" height="{side}" fill="{}"/>"#, self.colour("ink"));
        self.drawn(side, share, &ground, &self.colour("bone"))
    }

    fn drawn(&self, side: u32, share: f32, ground: &str, colour: &str) -> Option<Vec<u8>> {
        let (at, wide) = (side as f32 * (1.0 - share) / 2.0, side as f32 * share);
        let source = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}">{ground}<svg x="{at}" y="{at}" width="{wide}" height="{wide}" viewBox="{}" color="{colour}">{}</svg></svg>"#,
            self.logo.view, self.logo.inner
        );
        let tree = usvg::Tree::from_str(&source, &usvg::Options::default()).ok()?;
        let mut picture = Pixmap::new(side, side)?;
        resvg::render(&tree, Transform::identity(), &mut picture.as_mut());
        picture.encode_png().ok()
    }

    /// 16, 32 and 48 pixels in one file, each a PNG: what Windows has read since Vista.
    fn ico(&self) -> Vec<u8> {
        let sides = [16_u8, 32, 48];
        let ink = self.colour("ink");
        let pictures: Vec<_> =
            sides.iter().filter_map(|side| Some((*side, self.drawn((*side).into(), 1.0, "", &ink)?))).collect();
        let mut file = vec![0, 0, 1, 0, pictures.len() as u8, 0];
        let mut at = 6 + 16 * pictures.len() as u32;
        for (side, picture) in &pictures {
            file.extend([*side, *side, 0, 0, 1, 0, 32, 0]);
            file.extend((picture.len() as u32).to_le_bytes());
            file.extend(at.to_le_bytes());
            at += picture.len() as u32;
        }
        file.extend(pictures.into_iter().flat_map(|(_, picture)| picture));
        file
    }

    /// What a phone installs: the whole, or the door alone.
    fn manifest(&self, short: &str, id: &str, start: &str, ground: &str) -> String {
        let icon = |name: &str, side: u32, purpose: &str| serde_json::json!({ "src": format!("/{name}"), "sizes": format!("{side}x{side}"), "type": "image/png", "purpose": purpose });
        let ground = self.colour(ground);
        serde_json::json!({
            "name": self.name, "short_name": short, "id": id, "start_url": start, "scope": "/",
            "display": "standalone", "lang": "es-MX", "background_color": ground, "theme_color": ground,
            "icons": [
                icon("icon-192.png", 192, "any"),
                icon("icon-512.png", 512, "any"),
                icon("icon-maskable-512.png", 512, "maskable"),
            ],
        })
        .to_string()
    }
}

/// Fonts as a style sheet names them, their files below `at`.
pub fn faces<'a>(fonts: impl Iterator<Item = &'a WebFont>, at: &str) -> String {
    let face = |font: &WebFont| {
        let (family, file) = (quoted(&font.family), quoted(&font.file));
        let src = format!("src: url(\"{at}/{file}\")");
        format!("@font-face {{ font-family: \"{family}\"; font-weight: {}; font-display: swap; {src} }}\n", font.weight)
    };
    fonts.map(face).collect()
}

/// A family's name within a CSS string.
pub fn quoted(family: &str) -> String {
    family.chars().filter(|c| !c.is_control() && !matches!(c, '"' | '\\' | '<' | '\n')).collect()
}

//! The band's own identity: name, links, texts, colours, fonts, logo, and the pictures of the ticket.
//! Read once at start from a folder, or from the one inside the binary; what is wrong is said then, a line each.

pub mod colour;
pub mod draft;
pub mod fit;
pub mod fonts;
pub mod logo;
pub mod message;
pub mod template;

mod files;
#[cfg(test)]
mod tests;
pub mod web;

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use self::colour::Colour;
use self::files::Files;
use self::fonts::Fonts;
use self::logo::Logo;
use self::template::{Look, Rules, Template};

/// The colours that the pages know, in the order in which `/brand.css` says them. No others are accepted.
const COLOURS: [&str; 14] = [
    "ink",
    "ink-2",
    "ink-3",
    "bone",
    "bone-2",
    "bone-3",
    "signal",
    "signal-ink",
    "quiet",
    "go",
    "wait",
    "no",
    "go-text",
    "no-text",
];
/// What every identity has to say; the others have their value in the style sheet.
const COLOURS_NEEDED: [&str; 4] = ["ink", "bone", "signal", "signal-ink"];
/// Pairs that carry text on the pages: WCAG AA asks 4.5 to 1.
pub const CONTRASTS: [(&str, &str, f32); 3] =
    [("ink", "bone", 4.5), ("ink", "signal", 4.5), ("signal-ink", "bone", 4.5)];

/// A whole, checked identity.
pub struct Brand {
    pub name: String,
    /// Where the band is from: "Ciudad de México".
    pub place: String,
    pub links: Vec<Link>,
    /// By the name of the custom property: `ink`, `bone`, `signal` …
    pub colours: BTreeMap<String, Colour>,
    pub logo: Logo,
    /// Whether it is a band's own, and not the one inside the binary.
    pub own: bool,
    pub fonts: Fonts,
    /// The picture on a phone, 1080 × 1920.
    pub ticket: Template,
    /// The ticket on paper, a quarter of a Letter page, dark on white.
    pub print: Template,
    /// What a fan posts, 1080 × 1920, without a code.
    pub voy: Template,
    /// A concert's poster, a Letter page, with the code of its public page.
    pub poster: Template,
    /// Changes when any file of the brand does: 16 hexadecimal digits, for names of what is kept or cached.
    pub version: String,
    texts: Texts,
    /// The embedded brand's.
    common: Texts,
}

/// A brand's texts by language and key.
pub type Texts = BTreeMap<String, BTreeMap<String, String>>;

/// One of the band's links, for the footer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    pub label: String,
    pub url: String,
}

impl Link {
    /// Whether its address is one that a page may hold.
    pub fn leads(&self) -> bool {
        self.url.starts_with("https://") && !self.url.contains(|c: char| c.is_whitespace() || "\"'<>".contains(c))
    }
}

/// What `brand.toml` says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub name: String,
    #[serde(default)]
    pub place: String,
    pub colours: BTreeMap<String, String>,
    pub fonts: fonts::Families,
    #[serde(default)]
    pub links: Vec<Link>,
    #[serde(default)]
    pub texts: Texts,
}

impl Brand {
    /// The identity in `dir`, or the one inside the binary.
    ///
    /// # Errors
    /// Everything that is wrong, one line each, naming the file and the element.
    pub fn load(dir: Option<&Path>) -> Result<Self, Vec<String>> {
        Self::read(Files::open(dir).map_err(|problem| vec![problem])?, dir.is_some())
    }

    fn read(files: Files, own: bool) -> Result<Self, Vec<String>> {
        let settings: Settings = toml::from_str(&files.text("brand.toml").map_err(|problem| vec![problem])?)
            .map_err(|error| vec![format!("brand.toml: {}", one_line(&error.to_string()))])?;

        let mut problems = Vec::new();
        let colours = check_colours(&settings.colours, &mut problems);
        check_words(&settings, &mut problems);
        let logo = files.text("logo.svg").and_then(|source| Logo::read(&source)).unwrap_or_else(|problem| {
            problems.push(problem);
            Logo { view: "0 0 1 1".to_owned(), inner: String::new() }
        });
        let fonts = Fonts::load(files.fonts(), &settings.fonts).map_err(|mut more| {
            problems.append(&mut more);
            std::mem::take(&mut problems)
        })?;
        let common = common();
        // What is wrong with a colour is said once, and not again by every picture that has it.
        let mut painted = colours.clone();
        shades(&mut painted);
        for (name, colour) in common.iter().flat_map(|common| &common.colours) {
            if let Some(colour) = Colour::parse(colour) {
                painted.entry(name.clone()).or_insert(colour);
            }
        }
        let look = Look { colours: &painted, logo: &logo, fonts: &fonts };
        let mut read = |file: &str, rules: &Rules| {
            let source = if file == "ticket.svg" { files.text(file) } else { files.text_or_default(file) };
            let read = source.map_err(|problem| vec![problem]).and_then(|it| Template::read(file, &it, &look, rules));
            match &read {
                Ok(template) if template.cuts(&fonts, "name", &settings.name) => {
                    problems.push(format!("{file}: name: “{}” doesn't fit even at data-size-min", settings.name));
                }
                Ok(_) => {}
                Err(said) => problems.extend(said.iter().cloned()),
            }
            read.ok()
        };
        let ticket = read("ticket.svg", &Rules::PHONE);
        let print = read("print.svg", &Rules::PAPER);
        let voy = read("voy.svg", &Rules::VOY);
        let poster = read("poster.svg", &Rules::POSTER);
        let (Some(ticket), Some(print), Some(voy), Some(poster)) = (ticket, print, voy, poster) else {
            return Err(problems);
        };
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            name: settings.name,
            place: settings.place,
            links: settings.links,
            colours,
            logo,
            own,
            fonts,
            ticket,
            print,
            voy,
            poster,
            version: files.version(),
            common: common.map(|common| common.texts).unwrap_or_default(),
            texts: settings.texts,
        })
    }

    /// What is written to a fan with a ticket, its places unfilled ([`message`]): the brand's, else the embedded brand's.
    pub fn message(&self, lang: &str) -> &str {
        let said = |texts: &'_ Texts| texts.get(lang).and_then(|texts| texts.get("message")).is_some();
        let texts = if said(&self.texts) { &self.texts } else { &self.common };
        texts.get(lang).and_then(|texts| texts.get("message")).map(String::as_str).unwrap_or_default()
    }

    /// One of the brand's own texts, in the language asked for, else in Spanish, else nothing.
    /// `ticket` is the line at the foot of a ticket.
    pub fn text(&self, lang: &str, key: &str) -> &str {
        let said = |lang: &str| self.texts.get(lang)?.get(key).map(String::as_str);
        said(lang).or_else(|| said("es")).unwrap_or_default()
    }
}

/// What the embedded brand says, for what a band's own doesn't.
fn common() -> Option<Settings> {
    let file = Files::open(None).and_then(|files| files.text("brand.toml"));
    file.ok().and_then(|text| toml::from_str(&text).ok())
}

fn check_colours(written: &BTreeMap<String, String>, problems: &mut Vec<String>) -> BTreeMap<String, Colour> {
    let mut colours = BTreeMap::new();
    for (name, value) in written {
        if !COLOURS.contains(&name.as_str()) {
            problems.push(format!("brand.toml: colours.{name}: not one of {}", COLOURS.join(", ")));
        } else if let Some(colour) = Colour::parse(value) {
            colours.insert(name.clone(), colour);
        } else {
            problems.push(format!("brand.toml: colours.{name}: “{value}” is not a colour like #ff4a1c"));
        }
    }
    for name in COLOURS_NEEDED.iter().filter(|name| !written.contains_key(**name)) {
        problems.push(format!("brand.toml: colours.{name}: missing"));
    }
    for (one, other, least) in CONTRASTS {
        if let (Some(a), Some(b)) = (colours.get(one), colours.get(other)) {
            let ratio = a.contrast(*b);
            if ratio < least {
                problems.push(format!(
                    "brand.toml: colours.{one}: {a} on {other} {b} has a contrast of {ratio:.1}, text needs {least}"
                ));
            }
        }
    }
    colours
}

/// Ink and bone give their own shades where a brand says none, as the style sheet does.
fn shades(colours: &mut BTreeMap<String, Colour>) {
    let (Some(ink), Some(bone)) = (colours.get("ink").copied(), colours.get("bone").copied()) else { return };
    for (name, colour) in [
        ("ink-2", ink.mixed(Colour::WHITE, 0.05)),
        ("ink-3", ink.mixed(Colour::WHITE, 0.12)),
        ("bone-2", bone.mixed(ink, 0.05)),
        ("bone-3", bone.mixed(ink, 0.14)),
    ] {
        colours.entry(name.to_owned()).or_insert(colour);
    }
}

fn check_words(settings: &Settings, problems: &mut Vec<String>) {
    if settings.name.trim().is_empty() {
        problems.push("brand.toml: name: is empty".to_owned());
    }
    for (lang, texts) in &settings.texts {
        if let Some(Err(problem)) = texts.get("message").map(|text| message::check(text)) {
            problems.push(format!("brand.toml: texts.{lang}.message: {problem}"));
        }
    }
    for link in &settings.links {
        if !link.leads() {
            problems.push(format!("brand.toml: links: “{}” is not an https address", link.url));
        }
        if link.label.trim().is_empty() {
            problems.push(format!("brand.toml: links: {} has no label", link.url));
        }
    }
}

fn one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Names a set of bytes; not a secret.
fn fingerprint<'a>(parts: impl Iterator<Item = &'a [u8]>) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

//! What is typed about the band's look, and how well its colours can be told apart. No I/O.

use serde::Deserialize;

use crate::base::brand::colour::Colour;
use crate::base::brand::draft::Draft;
use crate::base::brand::{CONTRASTS, Link, message};
use crate::base::text;
use crate::base::web::form::Problems;

/// The colours that are chosen; the others follow from them.
pub const CHOSEN: [&str; 4] = ["ink", "bone", "signal", "signal-ink"];
/// What small print, errors and signs of change are written in, by day on paper and by night on ink.
const SMALL: [(&str, &str); 6] = [
    ("#625d68", "bone"),
    ("#c4102f", "bone"),
    ("#007a50", "bone"),
    ("#a9a2b0", "ink"),
    ("#ff6b81", "ink"),
    ("#00c684", "ink"),
];
/// So many links stand in a footer at most.
pub const LINKS_MAX: usize = 6;
const NAME_MAX: usize = 60;
const LINE_MAX: usize = 120;

/// The form, as it is typed; colours as `#rrggbb`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LookForm {
    pub name: String,
    pub place: String,
    pub ink: String,
    pub bone: String,
    pub signal: String,
    pub signal_ink: String,
    /// Families of fonts.
    pub display: String,
    pub body: String,
    pub mono: String,
    pub link_label: Vec<String>,
    pub link_url: Vec<String>,
    /// The last line of a ticket, and what is written with it.
    pub ticket_es: String,
    pub ticket_en: String,
    pub message_es: String,
    pub message_en: String,
    /// `see`: only looked at.
    pub did: String,
}

/// How well two colours can be told apart (WCAG 2.2).
#[derive(Clone, Debug, PartialEq)]
pub struct Contrast {
    /// The key of what the pair is: text on paper, a button's.
    pub what: &'static str,
    pub ratio: f32,
    /// The key of what that means.
    pub means: &'static str,
    /// Set when it is too little.
    pub low: Option<()>,
}

impl LookForm {
    /// The present look, to be changed.
    pub fn of(draft: &Draft) -> Self {
        let settings = &draft.settings;
        let colour = |name: &str| settings.colours.get(name).cloned().unwrap_or_default();
        let said = |lang: &str, key: &str| {
            settings
                .texts
                .get(lang)
                .and_then(|texts| texts.get(key))
                .map(|text| text.trim().to_owned())
                .unwrap_or_default()
        };
        Self {
            name: settings.name.clone(),
            place: settings.place.clone(),
            ink: colour("ink"),
            bone: colour("bone"),
            signal: colour("signal"),
            signal_ink: colour("signal-ink"),
            display: settings.fonts.display.clone(),
            body: settings.fonts.body.clone(),
            mono: settings.fonts.mono.clone(),
            link_label: settings.links.iter().map(|link| link.label.clone()).collect(),
            link_url: settings.links.iter().map(|link| link.url.clone()).collect(),
            ticket_es: said("es", "ticket"),
            ticket_en: said("en", "ticket"),
            message_es: said("es", "message"),
            message_en: said("en", "message"),
            did: String::new(),
        }
    }

    fn colour(&self, name: &str) -> Option<Colour> {
        Colour::parse(match name {
            "ink" => &self.ink,
            "bone" => &self.bone,
            "signal" => &self.signal,
            _ => &self.signal_ink,
        })
    }

    /// The links that were typed: label and address; a row with neither isn't one.
    pub fn links(&self) -> Vec<Link> {
        let rows = self.link_label.iter().zip(&self.link_url).take(LINKS_MAX);
        let links = rows.map(|(label, url)| Link { label: text::tidy(label), url: url.trim().to_owned() });
        links.filter(|link| !(link.label.is_empty() && link.url.is_empty())).collect()
    }

    /// How well the pairs that carry text can be told apart.
    pub fn contrasts(&self) -> Vec<Contrast> {
        let pairs = CONTRASTS.iter().zip(["look-contrast-text", "look-contrast-button", "look-contrast-accent"]);
        let code = ("ink", Colour::WHITE, 4.5, "look-contrast-code");
        let pair = |one: Colour, other: Colour, least: f32, what| weighed(what, one.contrast(other), least);
        let mut all: Vec<_> = pairs
            .filter_map(|((one, other, least), what)| Some(pair(self.colour(one)?, self.colour(other)?, *least, what)))
            .collect();
        all.extend(self.colour(code.0).map(|ink| {
            let dark = ink.luminance() < Colour::WHITE.luminance();
            let checked = pair(ink, code.1, code.2, code.3);
            Contrast { low: checked.low.or((!dark).then_some(())), ..checked }
        }));
        let small = SMALL.iter().filter_map(|(colour, on)| Some(Colour::parse(colour)?.contrast(self.colour(on)?)));
        let worst = small.fold(f32::INFINITY, f32::min);
        if worst.is_finite() {
            all.push(weighed("look-contrast-small", worst, 4.5));
        }
        all
    }

    /// The look that it makes of the present one.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn check(&self, present: &Draft) -> Result<Draft, Problems> {
        let mut problems = Problems::default();
        let mut draft = present.clone();
        let settings = &mut draft.settings;
        settings.name = text::tidy(&self.name);
        settings.place = text::tidy(&self.place);
        if settings.name.is_empty() {
            problems.add("name", "look-name-missing");
        } else if settings.name.chars().count() > NAME_MAX {
            problems.add("name", "look-name-long");
        }
        for (name, field) in CHOSEN.into_iter().zip(["ink", "bone", "signal", "signal_ink"]) {
            match self.colour(name) {
                Some(colour) => {
                    let before = settings.colours.insert(name.to_owned(), colour.to_string());
                    // Their shades follow.
                    if before.is_some_and(|before| before != colour.to_string()) {
                        settings
                            .colours
                            .retain(|other, _| !other.starts_with(&format!("{name}-")) || CHOSEN.contains(&&**other));
                    }
                }
                None => problems.add(field, "look-colour-wrong"),
            }
        }
        if self.contrasts().iter().any(|contrast| contrast.low.is_some()) {
            problems.add("contrast", "look-contrast-low");
        }
        (settings.fonts.display, settings.fonts.body, settings.fonts.mono) =
            (self.display.clone(), self.body.clone(), self.mono.clone());
        // Those that the form has no room for stay.
        settings.links =
            self.links().into_iter().chain(present.settings.links.iter().skip(LINKS_MAX).cloned()).collect();
        if settings.links.iter().any(|link| link.label.is_empty() || !link.leads()) {
            problems.add("links", "look-links-wrong");
        }
        for (lang, ticket, words, field) in [
            ("es", &self.ticket_es, &self.message_es, "message_es"),
            ("en", &self.ticket_en, &self.message_en, "message_en"),
        ] {
            let words = words.replace("\r\n", "\n");
            if let Err(said) = message::check(&words) {
                problems.add(
                    field,
                    if said.contains('{') && !said.contains("question") {
                        "look-message-place"
                    } else {
                        "look-message-wrong"
                    },
                );
            }
            let texts = settings.texts.entry(lang.to_owned()).or_default();
            texts.insert("ticket".to_owned(), text::tidy(ticket).chars().take(LINE_MAX).collect());
            texts.insert("message".to_owned(), words.trim().to_owned());
        }
        problems.or(Some(draft))
    }
}

/// What a ratio means where `least` is needed.
fn weighed(what: &'static str, ratio: f32, least: f32) -> Contrast {
    let means = match ratio {
        ratio if ratio >= 7.0 => "look-contrast-well",
        ratio if ratio >= least => "look-contrast-good",
        ratio if ratio >= 3.0 => "look-contrast-large",
        _ => "look-contrast-no",
    };
    Contrast { what, ratio, means, low: (ratio < least).then_some(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::brand::Brand;

    fn present() -> Draft {
        Draft::of(&Brand::load(None).unwrap_or_else(|problems| panic!("{problems:?}")))
    }

    fn changed(change: impl FnOnce(&mut LookForm)) -> Result<Draft, Problems> {
        let present = present();
        let mut form = LookForm::of(&present);
        change(&mut form);
        form.check(&present)
    }

    #[test]
    fn what_wasn_t_changed_stays_as_it_is() {
        assert_eq!(changed(|_| {}).expect("good").settings, present().settings);
    }

    #[test]
    fn a_colour_takes_its_shades_along() {
        let settings = changed(|form| form.ink = "#001133".into()).expect("good").settings;
        assert_eq!(settings.colours.get("ink").map(String::as_str), Some("#001133"));
        assert!(!settings.colours.contains_key("ink-2") && settings.colours.contains_key("bone-2"));
        assert!(settings.colours.contains_key("signal-ink"), "a colour of its own");
    }

    #[test]
    fn what_can_t_be_read_is_refused_and_the_contrast_said() {
        let problems = changed(|form| form.ink = "#c8c0b0".into()).expect_err("too pale");
        assert!(!problems.of("contrast").is_empty());
        let form = LookForm::of(&present());
        let all = form.contrasts();
        assert_eq!(all.len(), 5);
        assert!(all.iter().all(|contrast| contrast.low.is_none() && contrast.ratio >= 4.5), "{all:?}");
        assert_eq!(all[0].means, "look-contrast-well");
    }

    #[test]
    fn each_thing_that_is_wrong_is_said_at_its_field() {
        for (field, problems) in [
            ("name", changed(|form| form.name = " ".into())),
            ("ink", changed(|form| form.ink = "red;}*{display:none".into())),
            ("links", changed(|form| form.link_url = vec!["http://x.mx".into()])),
            ("message_es", changed(|form| form.message_es = "Hola {nombre}. ¿Llegó?".into())),
            ("message_en", changed(|form| form.message_en = "No question.".into())),
        ] {
            assert!(!problems.expect_err("wrong").of(field).is_empty(), "{field}");
        }
        let none = changed(|form| (form.link_label, form.link_url) = (vec![String::new()], vec![String::new()]));
        assert_eq!(none.expect("good").settings.links, []);
    }
}

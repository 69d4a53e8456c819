//! An identity about to be worn: what a person changed of the present one, looked at before it is kept, and written to the
//! brand's folder. Whatever else lies in that folder is left alone.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::files::{Files, is_font};
use super::fonts::{self, WebFont};
use super::{Brand, Settings, common};

/// Within the brand's folder, the identity from before the last change.
const BEFORE: &str = "before";

/// What `brand.toml` would say, and a logo in place of the present one.
#[derive(Clone, Debug)]
pub struct Draft {
    pub settings: Settings,
    pub logo: Option<String>,
}

/// Why a draft wasn't kept.
#[derive(Debug)]
pub enum Unkept {
    /// Everything that is wrong with it, one line each.
    Wrong(Vec<String>),
    /// The folder can't be written.
    Folder(PathBuf, std::io::Error),
}

/// The fonts that the binary has for any brand, by family and weight.
pub fn shelf() -> &'static [WebFont] {
    static SHELF: OnceLock<Vec<WebFont>> = OnceLock::new();
    SHELF.get_or_init(|| {
        let files = Files::shelf().filter(|(name, _)| is_font(name));
        let mut fonts: Vec<_> = files.filter_map(|(name, data)| fonts::of_file(&name, data)).collect();
        fonts.sort_by(|one, other| (&one.family, one.weight).cmp(&(&other.family, other.weight)));
        fonts
    })
}

impl Draft {
    /// The present identity, unchanged. What a brand doesn't say itself is as the embedded one says it.
    pub fn of(brand: &Brand) -> Self {
        let colours = brand.colours.iter().map(|(name, colour)| (name.clone(), colour.to_string())).collect();
        let mut texts = brand.texts.clone();
        for (lang, said) in common().map(|common| common.texts).unwrap_or_default() {
            let own = texts.entry(lang).or_default();
            said.into_iter().for_each(|(key, text)| {
                own.entry(key).or_insert(text);
            });
        }
        texts.values_mut().flat_map(|said| said.values_mut()).for_each(|text| *text = text.trim().to_owned());
        let settings = Settings {
            name: brand.name.clone(),
            place: brand.place.clone(),
            colours,
            fonts: brand.fonts.families.clone(),
            links: brand.links.clone(),
            texts,
        };
        Self { settings, logo: None }
    }

    /// The identity that it makes of the one in `dir`, or of the embedded one.
    ///
    /// # Errors
    /// Everything that is wrong, one line each.
    pub fn brand(&self, dir: Option<&Path>) -> Result<Brand, Vec<String>> {
        Brand::read(self.files(dir).map_err(|problem| vec![problem])?, true)
    }

    /// All files of the brand, the draft's in place of the present ones; the fonts that it names come from the shelf.
    fn files(&self, dir: Option<&Path>) -> Result<Files, String> {
        let mut files = Files::open(dir)?;
        let text = toml::to_string(&self.settings).map_err(|error| error.to_string())?;
        files = files.with("brand.toml", text.into_bytes());
        if let Some(logo) = &self.logo {
            files = files.with("logo.svg", logo.clone().into_bytes());
        }
        let families = &self.settings.fonts;
        let wanted = |font: &&WebFont| [&families.display, &families.body, &families.mono].contains(&&font.family);
        for font in shelf().iter().filter(wanted) {
            let name = format!("fonts/{}", font.file);
            if !files.has(&name) {
                files = files.with(&name, font.data.to_vec());
            }
            // A font goes nowhere without its licence: `Anton-Regular.ttf`, `OFL-Anton.txt`.
            let licence = format!("OFL-{}.txt", font.file.split('-').next().unwrap_or_default());
            if let Some((name, data)) = Files::shelf().find(|(name, _)| *name == licence) {
                files = files.with(&format!("fonts/{name}"), data.to_vec());
            }
        }
        Ok(files)
    }

    /// Writes the identity to the folder `to`; `dir` is where the present one is read from, which is kept in `to/before`.
    /// What is wrong is never written.
    ///
    /// # Errors
    /// What is wrong with it, or which folder can't be written.
    pub fn keep(&self, dir: Option<&Path>, to: &Path) -> Result<Brand, Unkept> {
        let _turn = turn();
        let wrong = |problem| Unkept::Wrong(vec![problem]);
        Brand::read(self.files(dir).map_err(wrong)?, true).map_err(Unkept::Wrong)?;
        let (before, new) = (Files::open(dir).map_err(wrong)?, self.files(dir).map_err(wrong)?);
        let failed = |error| Unkept::Folder(to.to_owned(), error);
        before.write(&to.join(BEFORE)).map_err(failed)?;
        new.write(to).map_err(failed)?;
        Brand::load(Some(to)).map_err(Unkept::Wrong)
    }
}

/// One change of a folder after another.
fn turn() -> impl Drop {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether there is an identity from before the last change.
pub fn has_before(to: &Path) -> Option<PathBuf> {
    Some(to.join(BEFORE)).filter(|before| before.join("brand.toml").is_file())
}

/// Changes the identity in `to` with the one from before the last change; done twice, it is as it was.
///
/// # Errors
/// When there is none, it is wrong, or the folder can't be written.
pub fn back(to: &Path) -> Result<Brand, Unkept> {
    let _turn = turn();
    let wrong = |problem| Unkept::Wrong(vec![problem]);
    let before = to.join(BEFORE);
    Brand::load(Some(&before)).map_err(Unkept::Wrong)?;
    let (old, new) = (Files::open(Some(&before)).map_err(wrong)?, Files::open(Some(to)).map_err(wrong)?);
    let failed = |error| Unkept::Folder(to.to_owned(), error);
    new.write(&before).map_err(failed)?;
    old.write(to).map_err(failed)?;
    Brand::load(Some(to)).map_err(Unkept::Wrong)
}

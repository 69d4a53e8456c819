//! Where a brand's files come from: a folder, or the binary.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "brand/anomalia/"]
struct Default;

#[derive(RustEmbed)]
#[folder = "brand/fanzine/fonts/"]
struct Fanzine;

#[derive(RustEmbed)]
#[folder = "brand/tropico/fonts/"]
struct Tropico;

/// No brand needs more; a wrong folder given by mistake isn't read whole into memory.
const FILE_MAX: u64 = 4 * 1024 * 1024;

/// The files of one brand, read once. Names are relative, with `/`.
pub(super) struct Files(BTreeMap<String, Cow<'static, [u8]>>);

impl Files {
    pub fn open(dir: Option<&Path>) -> Result<Self, String> {
        let Some(dir) = dir else {
            let read = |name: Cow<'static, str>| Some((name.to_string(), Default::get(&name)?.data));
            return Ok(Self(Default::iter().filter_map(read).collect()));
        };
        let mut files = BTreeMap::new();
        for name in ["brand.toml", "logo.svg", "ticket.svg", "print.svg", "voy.svg", "poster.svg"] {
            let path = dir.join(name);
            if path.is_file() {
                files.insert(name.to_owned(), read(&path)?);
            }
        }
        for entry in std::fs::read_dir(dir.join("fonts")).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_font(&name) || name.ends_with(".txt") {
                files.insert(format!("fonts/{name}"), read(&entry.path())?);
            }
        }
        if files.is_empty() {
            return Err(format!("{}: holds no brand (brand.toml, logo.svg, ticket.svg, fonts/)", dir.display()));
        }
        Ok(Self(files))
    }

    /// The fonts that the binary carries for any brand, and their licences: names without a folder.
    pub fn shelf() -> impl Iterator<Item = (String, Cow<'static, [u8]>)> {
        let own =
            Default::iter().filter_map(|path| Some((path.strip_prefix("fonts/")?.to_owned(), Default::get(&path)?)));
        let fanzine = Fanzine::iter().filter_map(|name| Some((name.to_string(), Fanzine::get(&name)?)));
        let tropico = Tropico::iter().filter_map(|name| Some((name.to_string(), Tropico::get(&name)?)));
        own.chain(fanzine).chain(tropico).map(|(name, file)| (name, file.data))
    }

    /// The same files with this one in place of what had its name.
    pub fn with(mut self, name: &str, bytes: Vec<u8>) -> Self {
        self.0.insert(name.to_owned(), Cow::Owned(bytes));
        self
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Writes them into a folder, each whole or not at all; `brand.toml`, which names the others, comes last. What else lies
    /// there stays.
    pub fn write(&self, dir: &Path) -> std::io::Result<()> {
        std::fs::create_dir_all(dir.join("fonts"))?;
        let (last, others): (Vec<_>, Vec<_>) = self.0.iter().partition(|(name, _)| *name == "brand.toml");
        for (name, bytes) in others.into_iter().chain(last) {
            let new = dir.join(format!("{name}.new"));
            let mut file = std::fs::File::create(&new)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            std::fs::rename(&new, dir.join(name))?;
        }
        Ok(())
    }

    pub fn text(&self, name: &str) -> Result<String, String> {
        let bytes = self.0.get(name).ok_or_else(|| format!("{name}: missing"))?;
        String::from_utf8(bytes.to_vec()).map_err(|_| format!("{name}: not UTF-8 text"))
    }

    /// The brand's file, else the embedded brand's.
    pub fn text_or_default(&self, name: &str) -> Result<String, String> {
        if self.0.contains_key(name) { self.text(name) } else { Self::open(None)?.text(name) }
    }

    pub fn fonts(&self) -> impl Iterator<Item = (&str, &Cow<'static, [u8]>)> {
        self.0
            .iter()
            .filter(|(name, _)| name.starts_with("fonts/") && is_font(name))
            .map(|(name, data)| (&**name, data))
    }

    pub fn version(&self) -> String {
        super::fingerprint(self.0.iter().flat_map(|(name, data)| [name.as_bytes(), data.as_ref()]))
    }
}

pub(super) fn is_font(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".ttf") || name.ends_with(".otf")
}

fn read(path: &Path) -> Result<Cow<'static, [u8]>, String> {
    let size = path.metadata().map_err(|error| format!("{}: {error}", path.display()))?.len();
    if size > FILE_MAX {
        return Err(format!("{}: larger than 4 MB", path.display()));
    }
    std::fs::read(path).map(Cow::Owned).map_err(|error| format!("{}: {error}", path.display()))
}

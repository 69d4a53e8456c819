//! Reads the source itself, for the tests of what it must keep to.

use std::path::{Path, PathBuf};

/// A file of the source: its path below the project's folder, and its text.
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    /// The feature (or `base`, `net`, `server` …) that a file of `src/` belongs to.
    pub fn part(&self) -> &str {
        let rest = self.path.strip_prefix("src/").unwrap_or(&self.path);
        rest.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    /// What it is within its part: `store`, `pages`, `cli`, `hooks`, or the noun of a file of rules. A folder's files
    /// are what the folder is: `store/read.rs` is `store`.
    pub fn kind(&self) -> &str {
        let rest = self.path.strip_prefix("src/").unwrap_or(&self.path);
        rest.split('/').nth(1).unwrap_or_default().trim_end_matches(".rs")
    }

    /// The Rust text without comments and without its tests.
    pub fn code(&self) -> String {
        let text = self.text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
    }

    pub fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name == "tests.rs" || name.ends_with("_tests.rs") || self.path.contains("/tests/")
    }
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` with one of these ends, by path.
pub fn files(folder: &str, ends: &[&str]) -> Vec<File> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|_| panic!("{}", folder.display())).flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if ends.iter().any(|end| path.to_string_lossy().ends_with(end)) {
                found.push(read(path));
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The Rust of `src/` that isn't a test's.
pub fn rust() -> Vec<File> {
    files("src", &[".rs"]).into_iter().filter(|file| !file.is_test()).collect()
}

fn read(path: PathBuf) -> File {
    let text = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{}", path.display()));
    let path = path.strip_prefix(root()).expect("below the project").to_string_lossy().into_owned();
    File { path, text }
}

/// The line of a place in a text, from 1.
pub fn line(text: &str, at: usize) -> usize {
    text[..at].lines().count().max(1)
}

//! Where a story happens, and by which password.

use std::path::PathBuf;

/// The password of every account here.
pub const PASSWORD: &str = "una-clave-larga";

/// An empty folder of this test's or chore's own.
pub fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("anomalia-browser-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

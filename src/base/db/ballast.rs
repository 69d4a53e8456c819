//! Room on the disk that is kept for the night on which it is full: a file that does nothing, and goes when there is nothing
//! else to write to. With it some ten thousand scans more are kept; it comes back when there is room.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Bytes of the file.
pub const BALLAST: u64 = 16 << 20;
/// With fewer bytes free than this a disk is as good as full.
pub const LEAST: u64 = 8 << 20;
/// With so many the file is made: it must not itself fill a disk.
const PLENTY: u64 = 4 * BALLAST;

/// What there is, once the file was let go if it had to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    Enough,
    None,
}

/// What to do, with so many bytes free and the file there or not. Pure.
fn wanted(free: u64, there: bool) -> Option<bool> {
    match (free, there) {
        (free, true) if free < LEAST => Some(false),
        (free, false) if free >= PLENTY => Some(true),
        _ => None,
    }
}

/// The file, in a data folder.
pub fn file(data: &Path) -> PathBuf {
    data.join("ballast")
}

/// Looks how much room there is, and lets the file go at the last, which is said in the log. Where that can't be known there
/// is enough.
pub fn look(data: &Path) -> Room {
    let (path, free) = (file(data), free_bytes(data));
    let Some(free) = free else { return Room::Enough };
    match wanted(free, path.exists()) {
        Some(false) if std::fs::remove_file(&path).is_ok() => {
            let (data, mebibytes) = (data.display(), BALLAST >> 20);
            tracing::error!(
                "the disk of {data} is full: the last {mebibytes} MiB, put by for this, are free now; make room"
            );
            Room::Enough
        }
        _ if free < LEAST => Room::None,
        _ => Room::Enough,
    }
}

/// Puts room by, if there is plenty.
pub fn put_by(data: &Path) {
    let path = file(data);
    if free_bytes(data).and_then(|free| wanted(free, path.exists())) != Some(true) {
        return;
    }
    if let Err(error) = make(&path) {
        tracing::warn!("no room could be put by for a full disk: {error}");
        let _ = std::fs::remove_file(&path);
    }
}

/// Real bytes, which no file system takes for a hole or for something to pack together.
fn make(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    let mut word: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut block = Vec::with_capacity(1 << 20);
    while block.len() < 1 << 20 {
        word = word.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        block.extend(word.to_le_bytes());
    }
    for _ in 0..BALLAST / block.len() as u64 {
        file.write_all(&block)?;
    }
    file.sync_all()
}

/// Bytes free on the disk of a path, for who isn't root; none where that can't be known.
#[cfg(unix)]
pub fn free_bytes(path: &Path) -> Option<u64> {
    let path = std::ffi::CString::new(path.as_os_str().as_encoded_bytes()).ok()?;
    // SAFETY: all-zero bytes are a value of this plain C struct.
    let mut about: libc::statvfs = unsafe { std::mem::zeroed() };
    // SAFETY: both pointers are valid for the call: a C string and a struct of the type that it fills.
    let said = unsafe { libc::statvfs(path.as_ptr(), &raw mut about) };
    (said == 0).then(|| about.f_bavail as u64 * about.f_frsize as u64)
}

#[cfg(not(unix))]
pub fn free_bytes(_: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_put_by_while_there_is_plenty_and_let_go_at_the_last() {
        assert_eq!(wanted(PLENTY, false), Some(true));
        assert_eq!(wanted(PLENTY - 1, false), None);
        assert_eq!(wanted(LEAST, true), None);
        assert_eq!(wanted(LEAST - 1, true), Some(false));
        assert_eq!(wanted(0, false), None);
    }

    #[test]
    fn the_file_is_made_once_whole_and_for_its_owner_alone() {
        let folder = std::env::temp_dir().join(format!("anomalia-ballast-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        put_by(&folder);
        let about = std::fs::metadata(file(&folder)).expect("the file");
        assert_eq!(about.len(), BALLAST);
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o777, 0o600);
        assert_eq!(look(&folder), Room::Enough);
        let _ = std::fs::remove_dir_all(folder);
    }
}

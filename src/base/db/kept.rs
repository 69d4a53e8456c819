//! A disk that says it couldn't keep what was written is asked once only. After a failed fsync the system may forget the very
//! pages that it failed on, and the next fsync succeeds: whoever goes on would call something kept that isn't. So the
//! process ends; what was committed before is there at the next start, and phones send again what got no answer.

use std::ffi::c_int;
use std::io::Write;

use rusqlite::ffi::{SQLITE_IOERR_DIR_FSYNC, SQLITE_IOERR_FSYNC};

/// What a process ends with whose disk failed (`EX_IOERR` of sysexits.h).
pub const DISK_FAILED: i32 = 74;

/// Has this process end when a disk doesn't keep what is written to an embedded database. Before anything opens one.
pub fn or_end() {
    // SAFETY: nothing has opened a database yet, and the callback neither panics nor uses SQLite.
    if let Err(error) = unsafe { rusqlite::trace::config_log(Some(heard)) } {
        tracing::warn!("a failing disk would be noticed late: {error}");
    }
}

fn heard(code: c_int, message: &str) {
    if is_failed_sync(code) {
        // What can't be said either must not keep it from ending.
        let _ = writeln!(
            std::io::stderr(),
            "anomalia: the disk didn't keep what was written ({message}). Anomalia ends, so that nothing is called kept \
             that isn't; what was answered before is kept. Look after the disk, then start it again."
        );
        std::process::exit(DISK_FAILED);
    }
}

fn is_failed_sync(code: c_int) -> bool {
    code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_failed_sync_ends_a_process() {
        assert!(is_failed_sync(1034) && is_failed_sync(1290));
        for other in [0, 5, 10, 266, 283, 778, 13] {
            assert!(!is_failed_sync(other), "{other}");
        }
    }
}

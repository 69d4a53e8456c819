//! Memory after a rush: the C library keeps what was freed between what is still used, for itself. Four thousand connections
//! at once left 380 MiB with a process that needs 30.

use std::time::Duration;

/// How often what is no longer used goes back to the system.
const EVERY: Duration = Duration::from_secs(30);

/// Gives back what was freed.
pub fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: it takes a number and touches only what was freed.
    unsafe {
        libc::malloc_trim(0);
    }
}

/// Gives back what was freed, again and again.
pub async fn keep_small() {
    loop {
        tokio::time::sleep(EVERY).await;
        let _ = tokio::task::spawn_blocking(give_back).await;
    }
}

#[cfg(all(test, target_os = "linux", target_env = "gnu"))]
mod tests {
    /// Resident pages, of 4 KiB.
    fn resident() -> i64 {
        let said = std::fs::read_to_string("/proc/self/statm").expect("Linux says so");
        said.split(' ').nth(1).and_then(|pages| pages.parse().ok()).expect("a number")
    }

    #[test]
    fn what_was_freed_between_what_is_used_goes_back() {
        let mut all: Vec<Vec<u8>> = (0..80_000).map(|_| vec![1; 4_000]).collect();
        let full = resident();
        let mut nth = 0;
        all.retain(|_| {
            nth += 1;
            nth % 100 == 0
        });
        super::give_back();
        let after = resident();
        assert!(after < full - 50_000, "{full} pages, then {after}");
        assert_eq!(all.len(), 800);
    }
}

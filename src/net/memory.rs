//! Memory that was freed: the C library keeps for itself what lies between what is still used, and learns to keep large pieces.
//! Four thousand connections at once left 380 MiB with a process that needs 30, one password 19.

use std::time::Duration;

/// How often it is looked at, and how much more than the last time is worth the while: giving back takes milliseconds, in
/// which who wants memory waits.
const EVERY: Duration = Duration::from_secs(30);
const MORE: u64 = 32 << 20;

/// What is as large as this goes back as soon as it is freed: what a password is worked on with, a picture, an export.
const LARGE: i32 = 1 << 20;

/// Tells the C library what it may keep. For the program's first line: it is told before there are other threads.
pub fn keep_no_large_pieces() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: it takes numbers, before there are other threads.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE);
        libc::mallopt(libc::M_TRIM_THRESHOLD, LARGE);
    }
}

/// Gives back what was freed.
pub fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: it takes a number and touches only what was freed.
    unsafe {
        libc::malloc_trim(0);
    }
}

/// Bytes that this process holds in memory, where Linux says so.
fn resident() -> u64 {
    let said = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = said.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) << 10
}

/// Gives back what was freed, whenever more is held than after the last time.
pub async fn keep_small() {
    let mut held = resident();
    loop {
        tokio::time::sleep(EVERY).await;
        let look = move || {
            let now = resident();
            if now <= held + MORE {
                return held.min(now);
            }
            give_back();
            resident()
        };
        held = tokio::task::spawn_blocking(look).await.unwrap_or(held);
    }
}

#[cfg(all(test, target_os = "linux", target_env = "gnu"))]
mod tests {
    #[test]
    fn what_was_freed_between_what_is_used_goes_back() {
        let mut all: Vec<Vec<u8>> = (0..80_000).map(|_| vec![1; 4_000]).collect();
        let full = super::resident();
        let mut nth = 0;
        all.retain(|_| {
            nth += 1;
            nth % 100 == 0
        });
        super::give_back();
        let after = super::resident();
        assert!(after + (200 << 20) < full, "{full} bytes, then {after}");
        assert_eq!(all.len(), 800);
    }
}

//! How many connections a process may hold: each is an open file, and the usual limit is low.

/// Raises this process's limit of open files to the most that it may have: how many that is, where it is known.
pub fn raise() -> Option<u64> {
    #[cfg(unix)]
    {
        let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        // SAFETY: `limit` lives for the call, which only writes it.
        if unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) } != 0 {
            return None;
        }
        let before = limit.rlim_cur;
        limit.rlim_cur = limit.rlim_max.min(MOST as libc::rlim_t);
        // SAFETY: `limit` lives for the call, which only reads it.
        let raised = limit.rlim_cur > before && unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) } == 0;
        Some(if raised { limit.rlim_cur } else { before } as u64)
    }
    #[cfg(not(unix))]
    None
}

/// macOS takes no more than this where its most is without end.
const MOST: u64 = 10_240;

#[cfg(all(test, unix))]
mod tests {
    #[test]
    fn there_is_room_for_a_door_and_for_who_keeps_it_busy() {
        let most = super::raise().expect("a limit");
        assert!(most >= 1_024, "{most}");
        assert_eq!(super::raise(), Some(most), "twice is as good as once");
    }
}

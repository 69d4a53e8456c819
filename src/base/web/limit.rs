//! How often somebody may try: rates by address and route, and a growing wait after wrong passwords.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Mutex;
use std::time::Duration;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use jiff::Timestamp;

/// The longest wait before a password is looked at.
const WAIT_MAX: Duration = Duration::from_secs(8);
const FORGET_AFTER_S: i64 = 15 * 60;
const REMEMBERED_MAX: usize = 10_000;

/// The limits of this process.
pub struct Limits {
    tries: DefaultKeyedRateLimiter<String>,
    failures: Mutex<HashMap<String, (u32, Timestamp)>>,
}

impl Default for Limits {
    fn default() -> Self {
        Self::new()
    }
}

impl Limits {
    pub fn new() -> Self {
        let quota = Quota::per_minute(NonZeroU32::new(40).expect("not zero"));
        Self { tries: RateLimiter::keyed(quota), failures: Mutex::new(HashMap::new()) }
    }

    /// Whether `key` (a route and an address) may try once more: 40 at once, then 40 a minute.
    pub fn allow(&self, key: &str) -> bool {
        if self.tries.len() > REMEMBERED_MAX {
            self.tries.retain_recent();
        }
        self.tries.check_key(&key.to_owned()).is_ok()
    }

    /// How long to wait before looking at a password: nothing for the first three wrong ones, then 1, 2, 4, 8 s. Nobody is
    /// ever locked out.
    pub fn wait(&self, keys: &[String], now: Timestamp) -> Duration {
        let failures = self.failures.lock().unwrap_or_else(|broken| broken.into_inner());
        let worst = keys.iter().filter_map(|key| failures.get(key)).filter(|(_, last)| fresh(*last, now));
        let worst = worst.map(|(count, _)| *count).max().unwrap_or(0);
        if worst < 3 { Duration::ZERO } else { Duration::from_secs(1 << (worst - 3).min(3)).min(WAIT_MAX) }
    }

    /// Counts one wrong password.
    pub fn failed(&self, keys: &[String], now: Timestamp) {
        let mut failures = self.failures.lock().unwrap_or_else(|broken| broken.into_inner());
        if failures.len() > REMEMBERED_MAX {
            failures.retain(|_, (_, last)| fresh(*last, now));
        }
        for key in keys {
            let entry = failures.entry(key.clone()).or_insert((0, now));
            *entry = if fresh(entry.1, now) { (entry.0 + 1, now) } else { (1, now) };
        }
    }

    /// Forgets the wrong ones once a right one came.
    pub fn succeeded(&self, keys: &[String]) {
        let mut failures = self.failures.lock().unwrap_or_else(|broken| broken.into_inner());
        keys.iter().for_each(|key| {
            failures.remove(key);
        });
    }
}

fn fresh(last: Timestamp, now: Timestamp) -> bool {
    now.as_second() - last.as_second() < FORGET_AFTER_S
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_slows_down_and_a_right_password_ends_the_wait() {
        let (limits, now) = (Limits::new(), Timestamp::UNIX_EPOCH);
        let keys = ["xime 10.0.0.7".to_owned()];
        for expected in [0, 0, 0, 1, 2, 4, 8, 8, 8] {
            assert_eq!(limits.wait(&keys, now), Duration::from_secs(expected));
            limits.failed(&keys, now);
        }
        assert_eq!(limits.wait(&["beto 10.0.0.7".to_owned()], now), Duration::ZERO);
        limits.succeeded(&keys);
        assert_eq!(limits.wait(&keys, now), Duration::ZERO);
    }

    #[test]
    fn a_route_is_bounded_by_address() {
        let limits = Limits::new();
        assert!((0..40).all(|_| limits.allow("login 10.0.0.7")));
        assert!(!limits.allow("login 10.0.0.7"));
        assert!(limits.allow("login 10.0.0.8"));
    }
}

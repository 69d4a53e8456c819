//! How often somebody may try: rates by address and route, and a growing wait after wrong passwords.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Mutex;
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};
use jiff::Timestamp;

/// How many short codes may be tried in a minute: from one address, and from all of them. What stands between a code of six
/// digits and whoever has a hundred thousand addresses is the second; what keeps one of them from using that up is the first.
const CODES_EACH: u32 = 10;
const CODES_ALL: u32 = 120;
/// Codes of an app that may be tried for one account, at once and then in an hour.
const SECONDS: u32 = 10;
/// The longest wait before a password is looked at.
const WAIT_MAX: Duration = Duration::from_secs(8);
const FORGET_AFTER_S: i64 = 15 * 60;
const REMEMBERED_MAX: usize = 10_000;

/// The limits of this process.
pub struct Limits {
    tries: DefaultKeyedRateLimiter<String>,
    codes: DefaultKeyedRateLimiter<String>,
    all_codes: DefaultDirectRateLimiter,
    seconds: DefaultKeyedRateLimiter<String>,
    failures: Mutex<HashMap<String, (u32, Timestamp)>>,
}

impl Default for Limits {
    fn default() -> Self {
        Self::new()
    }
}

impl Limits {
    pub fn new() -> Self {
        let a_minute = |n: u32| Quota::per_minute(NonZeroU32::new(n).expect("not zero"));
        Self {
            tries: RateLimiter::keyed(a_minute(40)),
            codes: RateLimiter::keyed(a_minute(CODES_EACH)),
            all_codes: RateLimiter::direct(a_minute(CODES_ALL)),
            seconds: RateLimiter::keyed(Quota::per_hour(NonZeroU32::new(SECONDS).expect("not zero"))),
            failures: Mutex::new(HashMap::new()),
        }
    }

    /// Whether `key` (a route and an address) may try once more: 40 at once, then 40 a minute.
    pub fn allow(&self, key: &str) -> bool {
        if self.tries.len() > REMEMBERED_MAX {
            self.tries.retain_recent();
        }
        self.tries.check_key(&key.to_owned()).is_ok()
    }

    /// Whether somebody at `address` may try one more code that is short enough to be guessed.
    pub fn allow_code(&self, address: &str) -> bool {
        if self.codes.len() > REMEMBERED_MAX {
            self.codes.retain_recent();
        }
        self.codes.check_key(&address.to_owned()).is_ok() && self.all_codes.check().is_ok()
    }

    /// Whether one more code of an account's app may be tried, from wherever: some at once, then as many an hour. Six digits
    /// would else be guessed within days by whoever has the password; codes on paper aren't bounded by this.
    pub fn allow_second(&self, account: &str) -> bool {
        if self.seconds.len() > REMEMBERED_MAX {
            self.seconds.retain_recent();
        }
        self.seconds.check_key(&account.to_owned()).is_ok()
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
    fn an_account_s_codes_are_tried_ten_times_and_then_slowly_whoever_asks() {
        let limits = Limits::new();
        assert!((0..SECONDS).all(|_| limits.allow_second("xime")));
        assert!(!limits.allow_second("xime") && limits.allow_second("beto"));
    }

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

    #[test]
    fn whoever_guesses_codes_stops_themselves_and_only_many_together_stop_everybody() {
        let limits = Limits::new();
        assert!((0..CODES_EACH).all(|_| limits.allow_code("10.0.0.7")));
        assert!((0..1000).all(|_| !limits.allow_code("10.0.0.7")));
        assert!(limits.allow_code("10.0.0.8"));
        let from_many = (0..CODES_ALL).filter(|n| limits.allow_code(&format!("10.1.0.{n}"))).count();
        assert_eq!(from_many as u32, CODES_ALL - CODES_EACH - 1);
    }
}

//! Chance that repeats: SplitMix64 (Steele, Lea, Flood 2014). The same seed gives the same history; never for a secret
//! that guards anything but invented data.

use jiff::Timestamp;

use crate::base::db::id;
use crate::base::secret;

/// A repeatable source of chance.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to 1, without 1.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Whether something happens that does so in this share of cases.
    pub fn happens(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// From `from` to `to`, both ends in it.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        from + (self.share() * (to - from + 1) as f64) as i64
    }

    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.between(0, list.len() as i64 - 1) as usize]
    }

    /// One of `list`, each as likely as its weight says.
    pub fn weighted<T: Copy>(&mut self, list: &[(T, u32)]) -> T {
        let all: u32 = list.iter().map(|(_, weight)| weight).sum();
        let mut at = self.between(0, i64::from(all) - 1) as u32;
        for (value, weight) in list {
            if at < *weight {
                return *value;
            }
            at -= weight;
        }
        list[0].0
    }

    /// Around `middle`, two thirds of the time within `spread` of it.
    pub fn around(&mut self, middle: f64, spread: f64) -> f64 {
        let sum: f64 = (0..12).map(|_| self.share()).sum();
        middle + (sum - 6.0) * spread
    }

    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.next() as u8)
    }

    pub fn id(&mut self, at: Timestamp) -> String {
        id::from(at, self.bytes())
    }

    /// 128 bits in hexadecimal, in a link token's form.
    pub fn token(&mut self) -> String {
        secret::hex(&self.bytes::<16>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_splitmix64() {
        let mut random = Random::new(1_234_567);
        let first: [u64; 3] = std::array::from_fn(|_| random.next());
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn a_range_has_both_its_ends_and_nothing_beyond() {
        let mut random = Random::new(1);
        let drawn: Vec<i64> = (0..1_000).map(|_| random.between(-1, 2)).collect();
        assert_eq!((drawn.iter().min(), drawn.iter().max()), (Some(&-1), Some(&2)));
        assert!((0..100).all(|_| random.weighted(&[("never", 0), ("always", 5)]) == "always"));
    }
}

//! Whether messages did anything: who was written to against who wasn't, with the uncertainty of their difference. Pure.

/// So many of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub of: i64,
    pub did: i64,
}

/// A difference of two shares in percentage points, and the interval that holds it in 95 of 100 cases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    pub points: f64,
    pub low: f64,
    pub high: f64,
}

/// Fewer than this in a group, and it is called small.
pub const SMALL: i64 = 30;

/// What a difference allows to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// There is nobody to compare with.
    NoComparison,
    More,
    Fewer,
    /// Nought is within the interval: chance alone could have done it.
    Unclear,
}

const Z: f64 = 1.959_964;

impl Part {
    fn share(self) -> f64 {
        if self.of > 0 { self.did as f64 / self.of as f64 } else { 0.0 }
    }

    /// In per cent, rounded.
    pub fn percent(self) -> i64 {
        (self.share() * 100.0).round() as i64
    }

    /// Wilson's score interval of 95 % (Wilson 1927).
    fn wilson(self) -> (f64, f64) {
        let (n, p) = (self.of.max(1) as f64, self.share());
        let middle = p + Z * Z / (2.0 * n);
        let out = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        ((middle - out) / (1.0 + Z * Z / n), (middle + out) / (1.0 + Z * Z / n))
    }
}

/// How much larger the share of `one` is than that of `other`: Newcombe's hybrid score interval (1998, method 10). None
/// where one of them is empty.
pub fn difference(one: Part, other: Part) -> Option<Difference> {
    if one.of <= 0 || other.of <= 0 {
        return None;
    }
    let ((l1, u1), (l2, u2)) = (one.wilson(), other.wilson());
    let (p1, p2) = (one.share(), other.share());
    let low = p1 - p2 - ((p1 - l1).powi(2) + (u2 - p2).powi(2)).sqrt();
    let high = p1 - p2 + ((u1 - p1).powi(2) + (p2 - l2).powi(2)).sqrt();
    Some(Difference { points: (p1 - p2) * 100.0, low: low * 100.0, high: high * 100.0 })
}

/// What may be said of it.
pub fn claim(difference: Option<Difference>) -> Claim {
    match difference {
        None => Claim::NoComparison,
        Some(it) if it.low > 0.0 => Claim::More,
        Some(it) if it.high < 0.0 => Claim::Fewer,
        Some(_) => Claim::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_newcombe_s() {
        // Newcombe 1998, table II, (a): 56/70 against 48/80, method 10: 0.0524 to 0.3339.
        let it = difference(Part { of: 70, did: 56 }, Part { of: 80, did: 48 }).expect("a difference");
        assert!(
            (it.points - 20.0).abs() < 0.01 && (it.low - 5.24).abs() < 0.01 && (it.high - 33.39).abs() < 0.01,
            "{it:?}"
        );
        // (d): 5/56 against 0/29: −0.0381 to 0.1926.
        let it = difference(Part { of: 56, did: 5 }, Part { of: 29, did: 0 }).expect("a difference");
        assert!((it.low + 3.81).abs() < 0.01 && (it.high - 19.26).abs() < 0.01, "{it:?}");
    }

    #[test]
    fn nothing_is_claimed_that_chance_could_have_done() {
        let of = |one: (i64, i64), other: (i64, i64)| {
            claim(difference(Part { of: one.0, did: one.1 }, Part { of: other.0, did: other.1 }))
        };
        assert_eq!(of((70, 56), (80, 48)), Claim::More);
        assert_eq!(of((80, 48), (70, 56)), Claim::Fewer);
        assert_eq!(of((10, 5), (10, 4)), Claim::Unclear);
        assert_eq!(of((10, 5), (0, 0)), Claim::NoComparison);
    }
}

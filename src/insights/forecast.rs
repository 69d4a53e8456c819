//! How many will come, from how earlier concerts sold: their final count over what they held as long before doors, with an
//! interval, and how well this would have done before. Pure.

/// A comparable concert: what it held at the same time before its doors, and how many came in the end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Past {
    pub held: i64,
    pub came: i64,
}

/// What is likely, and what four of five such concerts stay within.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    pub likely: i64,
    pub low: i64,
    pub high: i64,
    /// From how many concerts it is.
    pub from: usize,
}

/// How it would have done for earlier concerts, each from those before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backtest {
    pub tried: usize,
    /// How far off it was on average, in per cent of who came.
    pub off_percent: i64,
    /// How many came out within their interval.
    pub within: usize,
}

/// Fewer comparable concerts than this, and there is no forecast.
pub const LEAST: usize = 3;

/// Student's t for a two-sided interval of 80 %, by degrees of freedom from 1 (NIST/SEMATECH e-Handbook, table 1.3.6.7.2).
const T_80: [f64; 30] = [
    3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356, 1.350, 1.345, 1.341, 1.337,
    1.333, 1.330, 1.328, 1.325, 1.323, 1.321, 1.319, 1.318, 1.316, 1.315, 1.314, 1.313, 1.311, 1.310,
];

/// The forecast for a concert that holds `held` now. The ratios of earlier ones are averaged as logarithms, since a concert
/// can end at double as easily as at half; the interval is that of one more of them. None from fewer than [`LEAST`], or
/// before anything is sold.
pub fn forecast(held: i64, past: &[Past]) -> Option<Forecast> {
    let ratios: Vec<f64> = past
        .iter()
        .filter(|past| past.held > 0 && past.came > 0)
        .map(|past| (past.came as f64 / past.held as f64).ln())
        .collect();
    if ratios.len() < LEAST || held <= 0 {
        return None;
    }
    let count = ratios.len() as f64;
    let mean = ratios.iter().sum::<f64>() / count;
    let spread = (ratios.iter().map(|ratio| (ratio - mean).powi(2)).sum::<f64>() / (count - 1.0)).sqrt();
    let t = T_80.get(ratios.len() - 2).copied().unwrap_or(1.282);
    let out = t * spread * (1.0 + 1.0 / count).sqrt();
    let people = |log: f64| (held as f64 * log.exp()).round() as i64;
    Some(Forecast { likely: people(mean), low: people(mean - out), high: people(mean + out), from: ratios.len() })
}

/// What the forecast would have said of each of `past` (the earliest first), from those before it. None where it could be
/// tried with none.
pub fn backtest(past: &[Past]) -> Option<Backtest> {
    let mut tried = Backtest { tried: 0, off_percent: 0, within: 0 };
    let mut off = 0.0;
    for (at, now) in past.iter().enumerate() {
        let Some(said) = forecast(now.held, &past[..at]).filter(|_| now.came > 0) else { continue };
        tried.tried += 1;
        off += (said.likely - now.came).abs() as f64 * 100.0 / now.came as f64;
        tried.within += usize::from((said.low..=said.high).contains(&now.came));
    }
    (tried.tried > 0).then(|| Backtest { off_percent: (off / tried.tried as f64).round() as i64, ..tried })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn past(rows: &[(i64, i64)]) -> Vec<Past> {
        rows.iter().map(|(held, came)| Past { held: *held, came: *came }).collect()
    }

    #[test]
    fn a_forecast_needs_three_concerts_and_something_sold() {
        assert_eq!(forecast(40, &past(&[(10, 20), (10, 20)])), None);
        assert_eq!(forecast(0, &past(&[(10, 20), (10, 20), (10, 20)])), None);
        // A concert that had sold nothing then, or where nobody was counted, says nothing.
        assert_eq!(forecast(40, &past(&[(0, 20), (10, 20), (10, 20)])), None);
    }

    #[test]
    fn concerts_that_all_doubled_foretell_a_double_without_doubt() {
        let said = forecast(40, &past(&[(10, 20), (50, 100), (30, 60)])).expect("a forecast");
        assert_eq!(said, Forecast { likely: 80, low: 80, high: 80, from: 3 });
    }

    #[test]
    fn the_interval_is_that_of_one_more_concert() {
        // Ratios 1, 2, 4: their logarithms are 0, ln 2, 2 ln 2; mean ln 2, spread ln 2, t(2) = 1.886, √(4/3).
        let said = forecast(100, &past(&[(10, 10), (10, 20), (10, 40)])).expect("a forecast");
        let out = 1.886 * std::f64::consts::LN_2 * (4.0_f64 / 3.0).sqrt();
        assert_eq!((said.likely, said.from), (200, 3));
        assert_eq!((said.low, said.high), ((200.0 * (-out).exp()).round() as i64, (200.0 * out.exp()).round() as i64));
        assert_eq!((said.low, said.high), (44, 905));
    }

    #[test]
    fn it_is_tried_on_earlier_concerts_with_those_before_them_only() {
        // The fourth is the first that can be tried: foretold 60, came 50: 20 % off, and out of an interval without width.
        assert_eq!(
            backtest(&past(&[(10, 20), (20, 40), (30, 60), (30, 50)])),
            Some(Backtest { tried: 1, off_percent: 20, within: 0 })
        );
        assert_eq!(backtest(&past(&[(10, 20), (20, 40), (30, 60)])), None);
    }
}

//! The arrival curve: how many came in, in steps of five minutes. Pure; `arrival.html` draws it.

use jiff::{SignedDuration, Timestamp};

use crate::base::clock::{hour, stamp, unstamp};

const WIDTH: i64 = 480;
const HEIGHT: i64 = 150;
/// Room above the tallest bar for its number.
const TOP: i64 = 26;
/// More bars than this can't be told apart on a phone: their steps grow.
const BARS_MAX: i64 = 48;
const STEPS: [i64; 6] = [5, 10, 15, 30, 60, 120];

/// Entries of one minute, `YYYY-MM-DDTHH:MM` in UTC.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Minute {
    pub minute: String,
    pub entries: i64,
}

/// One step of the curve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    pub x: i64,
    pub y: i64,
    pub width: i64,
    pub height: i64,
    pub entries: i64,
    pub peak: bool,
    pub from: String,
}

/// An hour under the bars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub x: i64,
    pub text: String,
}

/// The curve, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curve {
    pub width: i64,
    pub height: i64,
    /// Where the bars stand.
    pub base: i64,
    /// Minutes a bar.
    pub step: i64,
    pub bars: Vec<Bar>,
    pub marks: Vec<Mark>,
    pub peak: i64,
    /// Where the peak's number stands.
    pub peak_x: i64,
    /// When most came, `20:55` to `21:00`, in the concert's zone.
    pub peak_from: String,
    pub peak_until: String,
    pub all: i64,
}

/// The curve of a night; none before the first entry.
pub fn curve(minutes: &[Minute], timezone: &str) -> Option<Curve> {
    let seen: Vec<(i64, i64)> = minutes
        .iter()
        .filter(|minute| minute.entries > 0)
        .filter_map(|minute| Some((unstamp(&format!("{}:00.000Z", minute.minute))?.as_second() / 60, minute.entries)))
        .collect();
    let (first, last) = (seen.iter().map(|it| it.0).min()?, seen.iter().map(|it| it.0).max()?);
    let step = STEPS.into_iter().find(|step| last / step - first / step < BARS_MAX).unwrap_or(120);
    // Never fewer than twelve steps, so that two people don't look like two towers.
    let (begin, count) = (first / step, (last / step - first / step + 1).clamp(12, BARS_MAX));
    let mut sums = vec![0; count as usize];
    for (minute, entries) in seen {
        sums[(minute / step - begin).min(count - 1) as usize] += entries;
    }
    Some(drawn(&sums, begin * step, step, timezone))
}

fn drawn(sums: &[i64], begin: i64, step: i64, timezone: &str) -> Curve {
    let peak = sums.iter().copied().max().unwrap_or(0).max(1);
    let peak_at = sums.iter().position(|&entries| entries == peak).unwrap_or(0) as i64;
    let count = sums.len() as i64;
    let at = |nth: i64| clock_at(begin + nth * step, timezone);
    let left = |nth: i64| nth * WIDTH / count;
    let bars = sums.iter().zip(0..).filter(|(entries, _)| **entries > 0).map(|(&entries, nth)| {
        let height = (entries * (HEIGHT - TOP) / peak).max(2);
        let (x, width) = (left(nth), (left(nth + 1) - left(nth) - 2).max(2));
        Bar { x, y: HEIGHT - height, width, height, entries, peak: nth == peak_at, from: at(nth) }
    });
    // About four hours stand under the bars, the first at the left edge.
    let every = (count + 3) / 4;
    let marks = (0..count).step_by(every as usize).map(|nth| Mark { x: left(nth), text: at(nth) });
    let middle = (left(peak_at) + left(peak_at + 1)) / 2;
    Curve {
        width: WIDTH,
        height: HEIGHT + 28,
        base: HEIGHT,
        step,
        bars: bars.collect(),
        marks: marks.collect(),
        peak,
        peak_x: middle.clamp(16, WIDTH - 16),
        peak_from: at(peak_at),
        peak_until: at(peak_at + 1),
        all: sums.iter().sum(),
    }
}

fn clock_at(minute: i64, timezone: &str) -> String {
    let at = Timestamp::UNIX_EPOCH.checked_add(SignedDuration::from_mins(minute)).unwrap_or(Timestamp::UNIX_EPOCH);
    hour(&stamp(at), timezone)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(list: &[(&str, i64)]) -> Vec<Minute> {
        list.iter().map(|(minute, entries)| Minute { minute: (*minute).into(), entries: *entries }).collect()
    }

    #[test]
    fn before_the_first_entry_there_is_no_curve() {
        assert_eq!(curve(&[], "America/Mexico_City"), None);
        assert_eq!(curve(&minutes(&[("2026-11-29T02:00", 0)]), "America/Mexico_City"), None);
    }

    #[test]
    fn entries_are_counted_by_five_minutes_in_the_concert_s_zone() {
        let night = minutes(&[
            ("2026-11-29T02:01", 3),
            ("2026-11-29T02:04", 4),
            ("2026-11-29T02:55", 9),
            ("2026-11-29T03:00", 1),
        ]);
        let curve = curve(&night, "America/Mexico_City").expect("a curve");
        assert_eq!((curve.step, curve.all, curve.peak), (5, 17, 9));
        assert_eq!((&*curve.peak_from, &*curve.peak_until), ("20:55", "21:00"));
        assert_eq!(curve.bars.iter().map(|bar| bar.entries).collect::<Vec<_>>(), [7, 9, 1]);
        assert_eq!(curve.bars.iter().filter(|bar| bar.peak).count(), 1);
        assert_eq!(curve.marks[0].text, "20:00");
    }

    #[test]
    fn a_long_night_gets_wider_steps_and_nothing_leaves_the_picture() {
        let night = minutes(&[("2026-11-29T00:00", 1), ("2026-11-29T09:59", 200)]);
        let curve = curve(&night, "America/Mexico_City").expect("a curve");
        assert_eq!(curve.step, 15);
        for bar in &curve.bars {
            assert!(bar.x >= 0 && bar.x + bar.width <= curve.width && bar.y >= TOP && bar.height >= 2, "{bar:?}");
        }
    }
}

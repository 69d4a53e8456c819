//! Where the marks of a drawing stand. Only numbers: the templates beside draw them, so that a mark is a link with a
//! title, takes its colours from the page, and is there without script, on paper too.

pub use crate::base::web::scene::WIDTH;

/// One column a concert.
#[derive(Debug, PartialEq)]
pub struct Bars {
    pub height: f64,
    /// Where the scale's nought is.
    pub base: f64,
    pub bars: Vec<Bar>,
}

/// A column, the place around it that answers a finger, and where its number stands.
#[derive(Debug, PartialEq)]
pub struct Bar {
    pub slot_x: f64,
    pub slot_width: f64,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    pub mid: f64,
    pub number_y: f64,
    /// Whether the number stands in the column, or above it for want of room.
    pub number_in: bool,
    pub goal: Option<Tick>,
}

/// The goal at its own column: wider than it, and drawn over it where the column is taller.
#[derive(Debug, PartialEq)]
pub struct Tick {
    pub y: f64,
    pub x1: f64,
    pub x2: f64,
    pub over: bool,
}

const BASE: f64 = 210.0;
const TOP: f64 = 26.0;
/// A line of the largest type (phones), with air.
const LINE: f64 = 24.0;

/// Columns of `(value, goal)` on one linear scale from nought; `lines` of text below each.
pub fn bars(values: &[(i64, Option<i64>)], lines: usize) -> Bars {
    let most = values.iter().flat_map(|(value, goal)| [*value, goal.unwrap_or(0)]).max().unwrap_or(0).max(1);
    let pitch = (WIDTH / values.len().max(1) as f64).min(96.0);
    let width = round(pitch * 0.8);
    // Out of its column on both sides, but never as far as its neighbour's.
    let out = ((pitch - width) / 2.0 - 1.5).min(6.0);
    let level = |value: i64| round(BASE - value as f64 / most as f64 * (BASE - TOP));
    let column = |(at, (value, goal)): (usize, &(i64, Option<i64>))| {
        let slot_x = round(at as f64 * pitch);
        let x = round(slot_x + (pitch - width) / 2.0);
        let y = level(*value);
        let goal = goal.map(|goal| Tick {
            y: level(goal),
            x1: round(x - out),
            x2: round(x + width + out),
            over: goal < *value,
        });
        let (number_y, number_in) = number_at(y, goal.as_ref().map(|tick| tick.y));
        let mid = round(x + width / 2.0);
        Bar { slot_x, slot_width: round(pitch), x, y, width, height: round(BASE - y), mid, number_y, number_in, goal }
    };
    Bars { height: BASE + 6.0 + LINE * lines as f64, base: BASE, bars: values.iter().enumerate().map(column).collect() }
}

/// Where a column's number stands: at its foot, at its head, or above it; never on the goal.
fn number_at(top: f64, goal: Option<f64>) -> (f64, bool) {
    let free = |y: f64| goal.is_none_or(|goal| goal < y - LINE || goal > y + 6.0);
    let (foot, head, above) = (BASE - 12.0, top + LINE, top - 8.0);
    if BASE - top >= LINE + 12.0 && free(foot) {
        (foot, true)
    } else if BASE - top >= LINE + 12.0 && free(head) {
        (round(head), true)
    } else if free(above) {
        (round(above), false)
    } else {
        (round(goal.unwrap_or(top) - 8.0), false)
    }
}

/// A row a band, a column a group, and in each place a bar from the place's left edge.
#[derive(Debug, PartialEq)]
pub struct Matrix {
    pub height: f64,
    /// Where each column begins.
    pub columns: Vec<f64>,
    pub pitch: f64,
    pub rows: Vec<Row>,
}

#[derive(Debug, PartialEq)]
pub struct Row {
    pub text_y: f64,
    pub line_y: f64,
    pub marks: Vec<Mark>,
}

/// One place of a matrix.
#[derive(Debug, PartialEq)]
pub struct Mark {
    pub value: i64,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub number_x: f64,
    /// Whether it is the largest, the first of equals.
    pub most: bool,
}

const NAME_WIDTH: f64 = 98.0;
/// The height of a matrix's row.
pub const ROW: f64 = 44.0;
const HEAD: f64 = 34.0;
/// The height of a matrix's bar.
pub const BAR: f64 = 24.0;
/// A digit of the largest type.
const DIGIT: f64 = 13.0;

/// A matrix of `values`, all bars on one linear scale from nought.
pub fn matrix(values: &[Vec<i64>]) -> Matrix {
    let most = values.iter().flatten().copied().max().unwrap_or(0);
    let columns = values.first().map_or(0, Vec::len).max(1);
    let pitch = (WIDTH - NAME_WIDTH) / columns as f64;
    let room = (pitch - 18.0 - DIGIT * most.to_string().len() as f64).max(8.0);
    let starts: Vec<f64> = (0..columns).map(|at| round(NAME_WIDTH + at as f64 * pitch)).collect();
    let mut found = false;
    let rows = values.iter().enumerate().map(|(row, values)| {
        let line_y = HEAD + row as f64 * ROW;
        let marks = values.iter().zip(&starts).map(|(&value, &x)| {
            let width = if most > 0 { round(value as f64 / most as f64 * room) } else { 0.0 };
            let first = value == most && most > 0 && !found;
            found |= first;
            Mark { value, x, y: line_y + (ROW - BAR) / 2.0, width, number_x: round(x + width + 6.0), most: first }
        });
        Row { text_y: line_y + ROW / 2.0 + 6.0, line_y, marks: marks.collect() }
    });
    let rows: Vec<Row> = rows.collect();
    Matrix { height: HEAD + ROW * rows.len() as f64, columns: starts, pitch: round(pitch), rows }
}

/// To a tenth: finer than a screen shows, and short to write.
fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_tall_as_their_values_from_nought() {
        let chart = bars(&[(100, None), (50, Some(120)), (0, None)], 2);
        let heights: Vec<f64> = chart.bars.iter().map(|bar| bar.height).collect();
        assert!((heights[0] - 2.0 * heights[1]).abs() < 0.2);
        assert!(heights[2].abs() < 0.01);
        assert!((chart.bars[1].goal.as_ref().expect("a goal").y - TOP).abs() < 0.01);
    }

    #[test]
    fn nothing_and_one_value_are_drawn_too() {
        assert!(bars(&[], 2).bars.is_empty());
        let one = bars(&[(188, None)], 2);
        assert!(one.bars[0].x + one.bars[0].width <= 96.0);
        assert!(bars(&[(0, None)], 2).bars[0].height.abs() < 0.01);
    }

    #[test]
    fn a_number_never_stands_on_its_goal() {
        for (value, goal) in [(100, 10), (100, 15), (4, 5), (4, 100), (10, 12), (100, 99), (30, 28), (20, 100)] {
            let chart = bars(&[(value, Some(goal)), (100, None)], 2);
            let (bar, tick) = (&chart.bars[0], chart.bars[0].goal.as_ref().expect("a goal"));
            assert!(tick.y < bar.number_y - 16.0 || tick.y > bar.number_y, "{value} {goal}");
        }
    }

    #[test]
    fn a_tick_is_drawn_over_a_taller_column_only() {
        let chart = bars(&[(130, Some(120)), (100, Some(120)), (120, Some(120))], 2);
        let over: Vec<bool> = chart.bars.iter().filter_map(|bar| bar.goal.as_ref().map(|tick| tick.over)).collect();
        assert_eq!(over, [true, false, false]);
    }

    #[test]
    fn a_matrix_has_one_highest_mark_and_stays_in_its_width() {
        let chart = matrix(&[vec![1234, 0, 3, 1], vec![1234, 2, 0, 0]]);
        let marks: Vec<&Mark> = chart.rows.iter().flat_map(|row| &row.marks).collect();
        assert_eq!(marks.iter().filter(|mark| mark.most).count(), 1);
        assert!(marks.iter().all(|mark| mark.number_x + DIGIT * mark.value.to_string().len() as f64 <= WIDTH));
        assert!(matrix(&[vec![0, 0]]).rows[0].marks.iter().all(|mark| !mark.most && mark.width.abs() < 0.01));
    }
}

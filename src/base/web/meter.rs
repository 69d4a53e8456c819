//! The capacity meter: a grid of cells, one a place, the last one sold displaced. Pure; `meter.html` draws it, for
//! concerts and insights alike.

const COLUMNS: i64 = 25;
const PITCH: i64 = 17;
const SIDE: i64 = 14;
/// Over so many places a cell stands for several.
const CELLS_MAX: i64 = 300;
const STEPS: [i64; 12] = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000];

/// The upper left corner of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    pub x: i64,
    pub y: i64,
}

/// A meter, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meter {
    pub held: i64,
    pub capacity: i64,
    /// How many places a cell stands for.
    pub per: i64,
    pub width: i64,
    pub height: i64,
    /// Places that phones at the door hold to sell: nobody's yet, and not to be sold elsewhere.
    pub reserved: i64,
    pub kept: Vec<Cell>,
    pub empty: Vec<Cell>,
    /// Sold, but for the last one, as one path.
    pub sold: String,
    /// The last one sold, the displaced one; none before the first ticket.
    pub last: Option<Cell>,
}

impl Cell {
    /// Its centre, about which the displaced one turns.
    pub fn centre(&self) -> (i64, i64) {
        (self.x + SIDE / 2, self.y + SIDE / 2)
    }
}

/// The meter of `held` places out of `capacity`, while phones at the door hold `reserved` more.
pub fn meter(held: i64, reserved: i64, capacity: i64) -> Meter {
    let capacity = capacity.max(1);
    let held = held.max(0);
    let per =
        STEPS.into_iter().find(|per| capacity <= per * CELLS_MAX).unwrap_or((capacity + CELLS_MAX - 1) / CELLS_MAX);
    let cells = (capacity + per - 1) / per;
    // One sold shows, and one left shows too.
    let most = if held < capacity && cells > 1 { cells - 1 } else { cells };
    let filled = ((held + per - 1) / per).min(most);
    let kept = ((reserved.max(0) + per - 1) / per).min(cells - filled);
    let at = |nth: i64| Cell { x: nth % COLUMNS * PITCH, y: nth / COLUMNS * PITCH };
    let rows = (cells + COLUMNS - 1) / COLUMNS;
    Meter {
        held,
        capacity,
        per,
        width: COLUMNS * PITCH - (PITCH - SIDE),
        height: rows * PITCH - (PITCH - SIDE),
        reserved,
        kept: (filled..filled + kept).map(at).collect(),
        empty: (filled + kept..cells).map(at).collect(),
        sold: (0..filled - 1).map(at).map(|cell| format!("M{} {}h{SIDE}v{SIDE}h-{SIDE}z", cell.x, cell.y)).collect(),
        last: (filled > 0).then(|| at(filled - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sold(meter: &Meter) -> usize {
        meter.sold.matches('M').count()
    }

    #[test]
    fn a_cell_is_a_place_and_the_last_one_sold_stands_apart() {
        let meter = meter(214, 0, 250);
        assert_eq!((meter.per, meter.width, meter.height), (1, 422, 167));
        assert_eq!((sold(&meter), meter.empty.len()), (213, 36));
        assert_eq!(meter.last, Some(Cell { x: 13 * 17, y: 8 * 17 }));
        assert_eq!(meter.last.map(|cell| cell.centre()), Some((228, 143)));
    }

    #[test]
    fn nothing_sold_has_no_anomaly_and_a_full_room_no_empty_cell() {
        let none = meter(0, 0, 40);
        assert_eq!((none.last, none.empty.len(), sold(&none)), (None, 40, 0));
        let full = meter(40, 0, 40);
        assert_eq!((full.empty.len(), sold(&full)), (0, 39));
        let over = meter(45, 0, 40);
        assert_eq!((over.held, over.empty.len(), sold(&over)), (45, 0, 39));
    }

    #[test]
    fn over_300_places_a_cell_stands_for_several_and_neither_the_first_nor_the_last_is_lost() {
        let one = meter(1, 0, 5000);
        assert_eq!((one.per, one.empty.len(), sold(&one), one.last.is_some()), (20, 249, 0, true));
        let nearly = meter(4999, 0, 5000);
        assert_eq!(nearly.empty.len(), 1);
        assert_eq!((meter(0, 0, 300).per, meter(300, 0, 301).per), (1, 2));
        assert!(meter(1, 0, 1).empty.is_empty());
        assert!(meter(0, 0, 200_000).empty.len() <= 300);
    }

    #[test]
    fn what_phones_hold_to_sell_is_neither_sold_nor_empty() {
        let some = meter(214, 20, 250);
        assert_eq!((sold(&some), some.kept.len(), some.empty.len(), some.reserved), (213, 20, 16, 20));
        assert_eq!(some.kept[0], Cell { x: 14 * 17, y: 8 * 17 });
        let over = meter(240, 20, 250);
        assert_eq!((over.kept.len(), over.empty.len()), (10, 0));
    }
}

//! The capacity meter: a grid of cells, one a ticket, the last one sold displaced. Pure; `meter.html` draws it.

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
    pub cols: i64,
    pub rows: i64,
    /// How many places a cell stands for.
    pub per: i64,
    pub width: i64,
    pub height: i64,
    pub empty: Vec<Cell>,
    /// Sold, but for the last one.
    pub sold: Vec<Cell>,
    /// The last one sold, the displaced one; none before the first ticket.
    pub last: Option<Cell>,
}

impl Cell {
    /// Its centre, about which the displaced one turns.
    pub fn centre(&self) -> (i64, i64) {
        (self.x + SIDE / 2, self.y + SIDE / 2)
    }
}

/// The meter of `held` places out of `capacity`.
pub fn svg_cells(held: i64, capacity: i64) -> Meter {
    let capacity = capacity.max(1);
    let held = held.max(0);
    let per =
        STEPS.into_iter().find(|per| capacity <= per * CELLS_MAX).unwrap_or((capacity + CELLS_MAX - 1) / CELLS_MAX);
    let cells = (capacity + per - 1) / per;
    // One sold shows, and one left shows too.
    let most = if held < capacity && cells > 1 { cells - 1 } else { cells };
    let filled = ((held + per - 1) / per).min(most);
    let at = |nth: i64| Cell { x: nth % COLUMNS * PITCH, y: nth / COLUMNS * PITCH };
    let rows = (cells + COLUMNS - 1) / COLUMNS;
    Meter {
        held,
        capacity,
        cols: COLUMNS,
        rows,
        per,
        width: COLUMNS * PITCH - (PITCH - SIDE),
        height: rows * PITCH - (PITCH - SIDE),
        empty: (filled..cells).map(at).collect(),
        sold: (0..filled - 1).map(at).collect(),
        last: (filled > 0).then(|| at(filled - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_a_ticket_and_the_last_one_sold_stands_apart() {
        let meter = svg_cells(214, 250);
        assert_eq!((meter.per, meter.rows, meter.width, meter.height), (1, 10, 422, 167));
        assert_eq!((meter.sold.len(), meter.empty.len()), (213, 36));
        assert_eq!(meter.last, Some(Cell { x: 13 * 17, y: 8 * 17 }));
        assert_eq!(meter.last.map(|cell| cell.centre()), Some((228, 143)));
    }

    #[test]
    fn nothing_sold_has_no_anomaly_and_a_full_room_no_empty_cell() {
        let none = svg_cells(0, 40);
        assert_eq!((none.last, none.empty.len(), none.sold.len()), (None, 40, 0));
        let full = svg_cells(40, 40);
        assert_eq!((full.empty.len(), full.sold.len()), (0, 39));
        let over = svg_cells(45, 40);
        assert_eq!((over.held, over.empty.len(), over.sold.len()), (45, 0, 39));
    }

    #[test]
    fn over_300_places_a_cell_stands_for_several_and_neither_the_first_nor_the_last_is_lost() {
        let one = svg_cells(1, 5000);
        assert_eq!((one.per, one.empty.len(), one.sold.len(), one.last.is_some()), (20, 249, 0, true));
        let nearly = svg_cells(4999, 5000);
        assert_eq!(nearly.empty.len(), 1);
        assert_eq!(svg_cells(300, 301).per, 2);
        assert!(svg_cells(0, 200_000).empty.len() <= 300);
    }
}

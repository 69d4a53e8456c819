//! The parts of the first page, each with its words and its drawing, ready to be shown.

use crate::base::web::meter::{Meter, meter};
use crate::base::web::page::Page;
use crate::insights::audience::{Age, Audience, Visits, Wish};
use crate::insights::chart::{self, Bars, Matrix};
use crate::insights::figures::{self, Night, When};
use crate::insights::store::{Concert, Crowd, Places};
use crate::insights::words;

/// Columns that a chart has room for, while their numbers have three digits and while they have more.
const COLUMNS: usize = 8;
const COLUMNS_WIDE: usize = 6;

/// A word of this many letters needs smaller type.
const LONG_WORD: usize = 12;

/// The next concert and how it sells.
pub struct Hero {
    pub concert: Concert,
    pub eyebrow: String,
    pub long: bool,
    pub lines: Vec<String>,
    /// The act that matters now: `sell`, `scan` or `see`.
    pub act: &'static str,
    pub meter: Meter,
    pub facts: Vec<(String, String)>,
    pub pace: Option<String>,
    /// How many asked for a place and wait for the band.
    pub asked: i64,
}

impl Hero {
    pub fn of(page: &Page, concert: &Concert, when: When, places: Places, pace: Option<String>) -> Self {
        let mut facts = vec![
            (page.t("insights-paid"), page.number(places.paid)),
            (page.t("insights-owed"), page.number(places.owed)),
            (page.t("insights-courtesies"), page.number(places.courtesies)),
            (page.t("insights-taken"), page.money(concert.taken_cents, &concert.currency)),
        ];
        if concert.admitted > 0 {
            facts.insert(0, (page.t("insights-admitted-now"), page.number(concert.admitted)));
        }
        let act = match when {
            When::Later | When::Tomorrow => "sell",
            When::Today | When::Tonight => "scan",
            When::LastNight => "see",
        };
        Self {
            eyebrow: words::eyebrow(page, concert, when),
            long: concert.venue.split_whitespace().any(|word| word.chars().count() >= LONG_WORD),
            lines: words::where_lines(page, concert),
            act,
            meter: meter(concert.held, concert.reserved, concert.capacity),
            facts,
            pace,
            asked: 0,
            concert: concert.clone(),
        }
    }
}

/// A past concert in the table, with its change against the one before.
pub struct Line {
    pub concert: Concert,
    pub no_shows: i64,
    /// Whether anybody was scanned there, so that its numbers say something.
    pub counted: bool,
    pub change: Option<i64>,
}

impl Line {
    /// The first `most` of `past` (the latest first), each against the one after it in the list.
    pub fn each(past: &[Concert], most: usize) -> Vec<Line> {
        let line = |(at, concert): (usize, &Concert)| Line {
            no_shows: figures::no_shows(concert.held, concert.admitted),
            counted: concert.admitted > 0 || concert.held == 0,
            change: past.get(at + 1).and_then(|before| figures::growth(before.admitted, concert.admitted)),
            concert: concert.clone(),
        };
        past.iter().enumerate().take(most).map(line).collect()
    }
}

/// The columns of attendance, and what they say.
pub struct Attendance {
    pub sentence: String,
    pub more: Vec<String>,
    pub bars: Bars,
    pub columns: Vec<Column>,
}

/// A column's concert and its words.
pub struct Column {
    pub id: String,
    pub admitted: String,
    pub label: String,
    /// Day, month, and the year where it begins.
    pub under: Vec<String>,
}

impl Attendance {
    /// `past` is the latest first, and not empty.
    pub fn of(page: &Page, past: &[Concert], crowd: Crowd, next: Option<&Concert>) -> Self {
        let largest = past.iter().map(|concert| concert.admitted).max().unwrap_or(0);
        let most = if largest < 1000 { COLUMNS } else { COLUMNS_WIDE };
        let nights: Vec<Night> = past.iter().map(night).collect();
        let shown: Vec<usize> = (0..past.len().min(most)).rev().collect();
        let goal = |at: usize| past.get(at + 1).and_then(|before| figures::goal(before.admitted));
        let values: Vec<(i64, Option<i64>)> = shown.iter().map(|&at| (past[at].admitted, goal(at))).collect();
        let mut columns: Vec<Column> = Vec::new();
        let mut year = "";
        for &at in &shown {
            let concert = &past[at];
            columns.push(Column::of(page, concert, goal(at), concert.day.get(..4) != Some(year)));
            year = concert.day.get(..4).unwrap_or_default();
        }
        let step = figures::step(nights.get(1), &nights[0]);
        Self {
            sentence: words::attendance(page, &past[0], past.get(1), step),
            more: words::attendance_more(page, &past[0], values.iter().any(|(_, goal)| goal.is_some()), crowd, next),
            bars: chart::bars(&values, 3),
            columns,
        }
    }
}

fn night(concert: &Concert) -> Night {
    Night { admitted: concert.admitted, held: concert.held, capacity: concert.capacity }
}

impl Column {
    fn of(page: &Page, concert: &Concert, goal: Option<i64>, dated: bool) -> Self {
        let day = page.short_day(&concert.day);
        let admitted = page.number(concert.admitted);
        let name = format!("{}, {day}", concert.name());
        let label = match goal {
            Some(goal) => page.t3("insights-bar-goal", "name", name, "admitted", &admitted, "goal", page.number(goal)),
            None => page.t2("insights-bar", "name", name, "admitted", &admitted),
        };
        let mut under: Vec<String> = day.split(' ').take(2).map(str::to_owned).collect();
        under.extend(concert.day.get(..4).filter(|_| dated).map(str::to_owned));
        Self { id: concert.id.clone(), admitted, label, under }
    }
}

/// The audience by age and visits: a table, its drawing and a sentence.
pub struct Table {
    pub sentence: String,
    pub rows: Vec<TableRow>,
    pub totals: Vec<String>,
    pub matrix: Matrix,
}

/// An age band.
pub struct TableRow {
    pub name: String,
    pub cells: Vec<TableCell>,
    pub total: TableCell,
}

/// A number of fans, and where they are listed.
pub struct TableCell {
    pub head: String,
    pub fans: i64,
    pub shown: String,
    pub href: String,
    pub label: String,
}

impl Table {
    pub fn of(page: &Page, table: &Audience) -> Self {
        let row = |age: Age| TableRow {
            name: page.t(age.key()),
            cells: Visits::ALL.map(|visits| TableCell::of(page, table, age, Some(visits))).into(),
            total: TableCell::of(page, table, age, None),
        };
        let values: Vec<Vec<i64>> = Age::ALL.map(|age| Visits::ALL.map(|visits| table.fans(age, visits)).into()).into();
        let totals = Visits::ALL.map(|visits| page.number(table.of_visits(visits)));
        Self {
            sentence: words::audience(page, table),
            rows: Age::ALL.map(row).into(),
            totals: totals.into_iter().chain([page.number(table.all())]).collect(),
            matrix: chart::matrix(&values),
        }
    }
}

impl TableCell {
    fn of(page: &Page, table: &Audience, age: Age, visits: Option<Visits>) -> Self {
        let wish = Wish { age: Some(age), visits };
        let fans = table.wished(wish);
        Self {
            head: visits.map_or_else(|| page.t("insights-all"), |visits| page.t(visits.key())),
            fans,
            shown: page.number(fans),
            href: format!("/insights/fans?period=all&{}", wish.query()),
            label: format!("{}: {}", words::wish(page, wish), page.number(fans)),
        }
    }
}

/// How old the last good copy is.
pub struct Backup {
    pub warns: bool,
    pub text: String,
}

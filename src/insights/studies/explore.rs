//! Anything by anything: what to count, by what to split it, as what to draw it, on the whole history.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::base::error::Result;
use crate::base::web::apology::encode;
use crate::base::web::scene::{self, Field, Value};
use crate::insights::audience::{Age, Visits};
use crate::insights::figures;
use crate::insights::filter::{UNSAID, found_key};
use crate::insights::store::Concert;
use crate::insights::store::period::{Apart, People};
use crate::insights::studies::Ground;
use crate::insights::studies::who;
use crate::insights::study::{Cell, Line, Study};

/// What can be counted; fans by what they are, the others by where and when concerts were.
pub const COUNTS: [&str; 5] = ["fans", "people", "tickets", "money", "absent"];
/// What fans are split by, and concerts.
pub const OF_FANS: [&str; 4] = ["age", "visits", "city", "found"];
pub const OF_CONCERTS: [&str; 5] = ["year", "month", "weekday", "venue", "city"];
/// What it is drawn as.
pub const SHAPES: [&str; 3] = ["bars", "columns", "grid"];

/// Columns that a grid has room for.
const GRID: usize = 7;

/// What is asked, as the address says it.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct Asked {
    pub count: String,
    pub by: String,
    pub and: String,
    pub shape: String,
}

impl Asked {
    /// The same, with what isn't one of ours put right.
    pub fn checked(self) -> Self {
        let one_of = |text: &str, all: &[&str]| all.contains(&text).then(|| text.to_owned());
        let count = one_of(&self.count, &COUNTS).unwrap_or_else(|| COUNTS[0].to_owned());
        let splits = splits(&count);
        let by = one_of(&self.by, splits).unwrap_or_else(|| splits[0].to_owned());
        let and = one_of(&self.and, splits).filter(|and| *and != by).unwrap_or_default();
        // Of two splits there is only a grid.
        let shape = one_of(&self.shape, &SHAPES).unwrap_or_else(|| SHAPES[0].to_owned());
        let shape = if and.is_empty() { shape } else { "grid".to_owned() };
        Self { count, by, and, shape }
    }

    pub fn query(&self) -> String {
        let parts = [("count", &self.count), ("by", &self.by), ("and", &self.and), ("shape", &self.shape)];
        let said = parts.into_iter().filter(|(_, value)| !value.is_empty());
        said.map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
    }
}

/// What a count may be split by.
pub fn splits(count: &str) -> &'static [&'static str] {
    if count == "fans" { &OF_FANS } else { &OF_CONCERTS }
}

/// One group: where it stands, what it is called, what an address calls it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Group {
    /// Groups stand in this order.
    place: String,
    name: String,
    /// `age=18-24`.
    link: String,
}

/// Two queries at most.
pub async fn studies(ground: &Ground<'_>, asked: &Asked) -> Result<Vec<Study>> {
    let mut cells: BTreeMap<(Group, Group), i64> = BTreeMap::new();
    if asked.count == "fans" {
        let split = |by: &str| asked.by == by || asked.and == by;
        for it in who::meant(ground, Apart { found: split("found"), city: split("city") }).await? {
            let (by, and) = (of_fan(ground, &it, &asked.by), of_fan(ground, &it, &asked.and));
            *cells.entry((by, and)).or_default() += it.fans;
        }
    } else {
        // One sum has one currency: that of the latest concert.
        let same = |it: &&Concert| asked.count != "money" || it.currency == currency(ground);
        for it in ground.concerts.iter().filter(same) {
            let (by, and) = (of_concert(ground, it, &asked.by), of_concert(ground, it, &asked.and));
            *cells.entry((by, and)).or_default() += counted(it, &asked.count);
        }
    }
    cells.retain(|_, count| *count != 0);
    Ok(vec![study(ground, asked, &cells)])
}

fn currency<'a>(ground: &'a Ground<'_>) -> &'a str {
    ground.concerts.first().map_or("MXN", |concert| &concert.currency)
}

fn counted(concert: &Concert, count: &str) -> i64 {
    match count {
        "people" => concert.admitted,
        "tickets" => concert.issued,
        "money" => concert.taken_cents,
        _ if concert.admitted == 0 => 0,
        _ => figures::no_shows(concert.held, concert.admitted),
    }
}

fn of_fan(ground: &Ground<'_>, it: &People, by: &str) -> Group {
    let page = ground.page;
    let (place, name, link) = match by {
        "age" => {
            let age = Age::of(Some(it.age));
            (format!("{}", age as usize), page.t(age.short_key()), format!("age={}", age.slug()))
        }
        "visits" => match Visits::of(it.came) {
            Some(visits) => {
                (format!("{}", visits as usize), page.t(visits.short_key()), format!("visits={}", visits.slug()))
            }
            None => ("9".to_owned(), page.number(it.came), String::new()),
        },
        "city" => (it.city.clone(), it.city.clone(), format!("home={}", encode(&it.city))),
        "found" => {
            let found = if it.found_by.is_empty() { UNSAID } else { &it.found_by };
            (found.to_owned(), page.t(&found_key(found)), format!("found={}", encode(found)))
        }
        _ => Default::default(),
    };
    Group { place, name, link }
}

fn of_concert(ground: &Ground<'_>, it: &Concert, by: &str) -> Group {
    let page = ground.page;
    let date: Option<jiff::civil::Date> = it.day.parse().ok();
    let (place, name, link) = match by {
        "year" => (it.day[..4].to_owned(), it.day[..4].to_owned(), format!("period={}", &it.day[..4])),
        "month" => {
            let month = it.day[5..7].to_owned();
            (month.clone(), page.t(&format!("insights-month-{month}")), String::new())
        }
        "weekday" => {
            let day = date.map_or(1, |date| date.weekday().to_monday_one_offset());
            (day.to_string(), page.t(&format!("insights-weekday-{day}")), String::new())
        }
        "venue" => (it.venue.clone(), it.venue.clone(), format!("period=all&venue={}", it.venue_id)),
        "city" => (it.city.clone(), it.city.clone(), format!("period=all&city={}", encode(&it.city))),
        _ => Default::default(),
    };
    Group { place, name, link }
}

fn study(ground: &Ground<'_>, asked: &Asked, cells: &BTreeMap<(Group, Group), i64>) -> Study {
    let page = ground.page;
    let shown = |n: i64| if asked.count == "money" { page.money(n, currency(ground)) } else { page.number(n) };
    let ordered = matches!(&*asked.by, "age" | "visits" | "year" | "month" | "weekday");
    let mut rows: BTreeMap<&Group, i64> = BTreeMap::new();
    let mut columns: BTreeMap<&Group, i64> = BTreeMap::new();
    for ((by, and), count) in cells {
        *rows.entry(by).or_default() += count;
        *columns.entry(and).or_default() += count;
    }
    let mut rows: Vec<(&Group, i64)> = rows.into_iter().collect();
    if !ordered {
        rows.sort_by_key(|(group, count)| (-count, &group.place));
    }
    let all: i64 = rows.iter().map(|(_, count)| count).sum();
    let link = |by: &Group, and: &Group| link(ground, asked, by, and);
    let nothing = Group { place: String::new(), name: String::new(), link: String::new() };
    let title = page.t2(
        "insights-explored",
        "count",
        page.t(&format!("insights-count-{}", asked.count)),
        "by",
        if asked.and.is_empty() {
            page.t(&format!("insights-split-{}", asked.by))
        } else {
            page.t2(
                "insights-split-both",
                "by",
                page.t(&format!("insights-split-{}", asked.by)),
                "and",
                page.t(&format!("insights-split-{}", asked.and)),
            )
        },
    );
    // Money is long for a field: in thousands, where there are thousands.
    let thousands = asked.count == "money" && rows.iter().any(|(_, cents)| *cents >= 1_000_000);
    let short = |n: i64| if thousands { page.number((n as f64 / 100_000.0).round() as i64) } else { shown(n) };
    let label = |name: &str, count: i64| format!("{name}: {}", shown(count));
    let both = |by: &Group, and: &Group| {
        [&*by.name, &*and.name].into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ")
    };
    let (mut cut_off, grid) = (false, asked.shape == "grid");
    // What isn't known is never the most.
    let unknown = |group: &Group| group.link == "age=unknown" || group.link == format!("found={UNSAID}");
    let most = rows.iter().filter(|(group, _)| !unknown(group)).max_by_key(|(_, count)| *count).copied();
    let scene = match (&*asked.shape, asked.and.is_empty()) {
        (_, false) | ("grid", _) => {
            // The longer names stand at the side, where there is room for them.
            let long = |groups: &[&Group]| groups.iter().map(|group| group.name.chars().count()).max().unwrap_or(0);
            let (mut side, mut top): (Vec<&Group>, Vec<&Group>) =
                (rows.iter().map(|(group, _)| *group).collect(), columns.keys().copied().collect());
            let turned = long(&top) > long(&side);
            if turned {
                std::mem::swap(&mut side, &mut top);
            }
            cut_off = top.len() > GRID;
            top.truncate(GRID);
            let heads: Vec<String> = top.iter().map(|group| group.name.clone()).collect();
            let field = |side: &Group, top: &Group| {
                let (by, and) = if turned { (top, side) } else { (side, top) };
                let count = cells.get(&(by.clone(), and.clone())).copied().unwrap_or(0);
                let name = both(by, and);
                let href = link(by, and).filter(|_| count > 0);
                Field { value: count.max(0) as f64, shown: short(count), label: label(&name, count), href }
            };
            let fields: Vec<(String, Vec<Field>)> = side
                .iter()
                .take(40)
                .map(|group| (group.name.clone(), top.iter().map(|top| field(group, top)).collect()))
                .collect();
            scene::heat(&heads, &fields)
        }
        (shape, true) => {
            let value = |(by, count): &(&Group, i64)| Value {
                name: by.name.clone(),
                value: (*count).max(0) as f64,
                shown: shown(*count),
                label: label(&by.name, *count),
                href: link(by, &nothing),
                most: most.is_some_and(|(most, _)| most == *by),
                ..Value::default()
            };
            let values: Vec<Value> = rows.iter().map(value).collect();
            if shape == "columns" { scene::columns(&values) } else { scene::bars(&values) }
        }
    };
    let sentence = match most.filter(|_| all > 0) {
        Some((group, count)) => ground.say(
            "insights-explored-say",
            &[
                ("most", &group.name),
                ("count", &shown(count)),
                ("share", &ground.share(count, all)),
                ("all", &shown(all)),
            ],
        ),
        None => ground.none(),
    };
    let lines = rows.iter().flat_map(|(by, _)| {
        columns
            .keys()
            .filter_map(|and| {
                let count = cells.get(&((*by).clone(), (*and).clone()))?;
                let name = both(by, and);
                Some(Line {
                    name,
                    href: link(by, and),
                    cells: vec![
                        Cell::of(shown(*count), count),
                        Cell::of(ground.share(*count, all), super::share(*count, all).unwrap_or(0)),
                    ],
                })
            })
            .collect::<Vec<_>>()
    });
    let lines = lines.collect();
    Study {
        slug: "explored",
        title,
        sentences: vec![sentence],
        scene: (!rows.is_empty()).then_some(scene),
        head: vec![
            page.t(&format!("insights-split-{}", asked.by)),
            page.t(&format!("insights-count-{}", asked.count)),
            page.t("insights-part"),
        ],
        rows: lines,
        note: note(ground, asked)
            .or_else(|| (thousands && grid).then(|| page.t("insights-explored-thousands")))
            .or_else(|| cut_off.then(|| page.t("insights-explored-cut"))),
    }
}

/// What isn't in the numbers: fans' filters of a concert's sums, concerts in another currency.
fn note(ground: &Ground<'_>, asked: &Asked) -> Option<String> {
    let others = ground.concerts.iter().filter(|it| asked.count == "money" && it.currency != currency(ground)).count();
    if others > 0 {
        return Some(ground.count("insights-other-currency", others as i64, &[("currency", currency(ground))]));
    }
    if asked.count == "fans" {
        return who::only_latest(ground);
    }
    ground.filter.of_fans().then(|| ground.page.t("insights-unfiltered"))
}

/// What stands behind a mark: its fans, or the figures of its concerts.
fn link(ground: &Ground<'_>, asked: &Asked, by: &Group, and: &Group) -> Option<String> {
    let parts: Vec<&str> = [&*by.link, &*and.link].into_iter().filter(|link| !link.is_empty()).collect();
    // A month or a day of the week can't be said by an address: a mark of it leads nowhere.
    if by.link.is_empty() || (and.link.is_empty() && !and.name.is_empty()) {
        return None;
    }
    if asked.count == "fans" {
        // What a mark says takes the place of what the filter says of the same.
        let said = |name: &str| parts.iter().any(|part| part.starts_with(&format!("{name}=")));
        let mut filter = ground.filter.clone();
        if said("age") {
            filter.age.clear();
        }
        if said("visits") {
            filter.visits.clear();
        }
        if said("found") {
            filter.found.clear();
        }
        let query = filter.query();
        let query =
            std::iter::once(&*query).filter(|query| !query.is_empty()).chain(parts).collect::<Vec<_>>().join("&");
        return Some(format!("/insights/fans?{query}"));
    }
    // A mark says more than the page's filter, which holds for the rest.
    let mut filter = ground.filter.clone();
    for part in parts.iter().flat_map(|part| part.split('&')) {
        match part.split_once('=') {
            Some(("period", "all")) | None => {}
            Some(("period", year)) => filter.period = year.to_owned(),
            Some(("venue", id)) => filter.venue = id.to_owned(),
            // As the address has it: it is written once more below.
            Some(_) => filter.city = and_city(by, and).to_owned(),
        }
    }
    Some(filter.at("/insights/attendance"))
}

/// The city that one of two groups is of.
fn and_city<'a>(by: &'a Group, and: &'a Group) -> &'a str {
    if by.link.contains("city=") { &by.name } else { &and.name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_put_right_where_it_can_t_be() {
        let asked = |count: &str, by: &str, and: &str, shape: &str| {
            Asked { count: count.into(), by: by.into(), and: and.into(), shape: shape.into() }.checked().query()
        };
        assert_eq!(asked("", "", "", ""), "count=fans&by=age&shape=bars");
        assert_eq!(asked("fans", "year", "age", "pie"), "count=fans&by=age&shape=bars");
        assert_eq!(asked("fans", "age", "city", "bars"), "count=fans&by=age&and=city&shape=grid");
        assert_eq!(asked("money", "venue", "year", "grid"), "count=money&by=venue&and=year&shape=grid");
        assert_eq!(asked("people", "city", "city", "columns"), "count=people&by=city&shape=columns");
    }
}

//! When they came: by the minute and by door, who was told no, and how many doors the next night needs.

use std::collections::BTreeMap;

use crate::base::clock::unstamp;
use crate::base::error::Result;
use crate::base::web::scene::{self, Value};
use crate::insights::figures;
use crate::insights::store::{self, period};
use crate::insights::studies::{Ground, share};
use crate::insights::study::{Cell, Line, Study};

/// Concerts whose minutes are read, and whose scans are.
const MINUTES: usize = 60;
const SCANS: usize = 12;
/// A step of the curve, in minutes.
const STEP: i64 = 10;
/// People whom one phone at the door lets in within a step without a queue: one every eight seconds.
pub const A_DOOR: i64 = STEP * 60 / 8;

/// At most five queries.
pub async fn studies(ground: &Ground<'_>) -> Result<Vec<Study>> {
    let steps = steps(ground).await?;
    let mut all = vec![curve(ground, &steps)];
    all.push(needed(ground, &steps).await?);
    all.push(doors(ground).await?);
    all.push(refusals(ground).await?);
    Ok(all)
}

/// Entries by step from doors: −1 is the ten minutes before.
async fn steps(ground: &Ground<'_>) -> Result<BTreeMap<i64, i64>> {
    let doors: BTreeMap<&str, i64> = ground
        .concerts
        .iter()
        .take(MINUTES)
        .filter_map(|concert| Some((&*concert.id, unstamp(&concert.doors_at)?.as_second())))
        .collect();
    let mut steps = BTreeMap::new();
    for (concert, minute, entries) in period::arrivals(ground.db, &ground.latest(MINUTES)).await? {
        let (Some(doors), Some(at)) = (doors.get(&*concert), unstamp(&format!("{minute}:00.000Z"))) else { continue };
        // What is typed in days later isn't an arrival: it stands at the ends.
        let step = (at.as_second() - doors).div_euclid(STEP * 60).clamp(-12, 36);
        *steps.entry(step).or_default() += entries;
    }
    let (Some(first), Some(last)) = (steps.keys().next().copied(), steps.keys().next_back().copied()) else {
        return Ok(steps);
    };
    (first..=last).for_each(|step| {
        steps.entry(step).or_default();
    });
    Ok(steps)
}

/// `0:20`, hours and minutes from doors; `−0:10` is before them.
fn from_doors(step: i64) -> String {
    let minutes = step * STEP;
    format!("{}{}:{:02}", if minutes < 0 { "−" } else { "" }, minutes.abs() / 60, minutes.abs() % 60)
}

/// That a filter of fans doesn't reach what is kept by the minute, or counted at a door.
fn unfiltered(ground: &Ground<'_>) -> Option<String> {
    ground.filter.of_fans().then(|| ground.page.t("insights-unfiltered"))
}

fn curve(ground: &Ground<'_>, steps: &BTreeMap<i64, i64>) -> Study {
    let all: i64 = steps.values().sum();
    let peak = steps.iter().rev().max_by_key(|(_, entries)| **entries);
    let columns: Vec<Value> = steps
        .iter()
        .map(|(step, entries)| Value {
            name: from_doors(*step),
            value: *entries as f64,
            shown: ground.number(*entries),
            label: format!("{}: {}", from_doors(*step), ground.number(*entries)),
            most: peak.is_some_and(|(peak, _)| peak == step),
            ..Value::default()
        })
        .collect();
    let mut before = 0;
    let rows = steps.iter().map(|(step, entries)| {
        before += entries;
        let part = share(*entries, all).unwrap_or(0);
        let so_far = share(before, all).unwrap_or(0);
        Line {
            name: from_doors(*step),
            href: None,
            cells: vec![
                Cell::of(ground.number(*entries), entries),
                Cell::of(ground.percent(part), part),
                Cell::of(ground.percent(so_far), so_far),
            ],
        }
    });
    let rows: Vec<Line> = rows.collect();
    let sentences = match peak {
        Some((step, entries)) if all > 0 => {
            let part = ground.share(*entries, all);
            let concerts = ground.concerts.len().min(MINUTES) as i64;
            vec![{
                let minutes = ground.number((step * STEP).abs());
                let key = match step {
                    ..0 => "insights-arrival-before",
                    0 => "insights-arrival-doors",
                    1.. => "insights-arrival-after",
                };
                let when = ground.page.t1(key, "n", minutes);
                ground.count("insights-arrival-say", concerts, &[("when", &when), ("share", &part)])
            }]
        }
        _ => vec![ground.none()],
    };
    Study {
        slug: "minutes",
        title: ground.page.t("insights-arrival"),
        sentences,
        scene: (all > 0).then(|| scene::columns(&columns)),
        head: ground.head(&["insights-from-doors", "insights-entries", "insights-part", "insights-so-far"]),
        rows,
        note: unfiltered(ground).or_else(|| ground.only_latest(MINUTES)),
    }
}

/// How many doors the next concert needs and when, if its people come as they came to these.
async fn needed(ground: &Ground<'_>, steps: &BTreeMap<i64, i64>) -> Result<Study> {
    let page = ground.page;
    let mut study = Study { slug: "needed", title: page.t("insights-needed"), ..Study::default() };
    let all: i64 = steps.values().sum();
    let next = store::next(ground.db, &crate::base::clock::stamp(figures::past_since(page.now))).await?;
    let Some(next) = next.filter(|next| all > 0 && next.held > 0) else {
        study.sentences.push(page.t("insights-needed-unknown"));
        return Ok(study);
    };
    let people = |entries: i64| (next.held as f64 * entries as f64 / all as f64).round() as i64;
    let wanted = |entries: i64| ((people(entries) + A_DOOR - 1) / A_DOOR).max(1);
    let busy: Vec<(i64, i64)> = steps.iter().map(|(step, n)| (*step, *n)).filter(|(_, n)| people(*n) > 0).collect();
    let most = busy.iter().map(|(_, n)| wanted(*n)).max().unwrap_or(1);
    let doors = unstamp(&next.doors_at).unwrap_or_default();
    let hour = |step: i64| {
        let at = jiff::Timestamp::from_second(doors.as_second() + step * STEP * 60).unwrap_or(doors);
        crate::base::clock::hour(&crate::base::clock::stamp(at), &next.timezone)
    };
    let from = busy.iter().find(|(_, n)| wanted(*n) == most).map_or(0, |(step, _)| *step);
    let until = busy.iter().rev().find(|(_, n)| wanted(*n) == most).map_or(0, |(step, _)| *step) + 1;
    let (name, held) = (ground.named(&next), ground.number(next.held));
    study.sentences.push(ground.count(
        "insights-needed-say",
        most,
        &[("name", &name), ("held", &held), ("from", &hour(from)), ("until", &hour(until))],
    ));
    study.head = ground.head(&["insights-hour", "insights-people", "insights-doors"]);
    study.rows = busy
        .iter()
        .map(|(step, n)| Line {
            name: hour(*step),
            href: None,
            cells: vec![
                Cell::of(ground.number(people(*n)), people(*n)),
                Cell::of(ground.number(wanted(*n)), wanted(*n)),
            ],
        })
        .collect();
    let busiest = busy.iter().rev().max_by_key(|(_, n)| *n).map(|(step, _)| *step);
    let columns: Vec<Value> = busy
        .iter()
        .map(|(step, n)| Value {
            name: hour(*step),
            value: people(*n) as f64,
            shown: ground.number(people(*n)),
            label: format!("{}: {}", hour(*step), ground.count("insights-doors-count", wanted(*n), &[])),
            most: Some(*step) == busiest,
            ..Value::default()
        })
        .collect();
    study.scene = Some(scene::columns(&columns));
    study.note = Some(ground.count("insights-needed-note", A_DOOR, &[]));
    Ok(study)
}

async fn doors(ground: &Ground<'_>) -> Result<Study> {
    let doors = period::doors(ground.db, &ground.latest(SCANS)).await?;
    let all: i64 = doors.iter().map(|(_, entries, _)| entries).sum();
    let bars: Vec<Value> = doors
        .iter()
        .map(|(door, entries, _)| Value {
            name: door.clone(),
            value: *entries as f64,
            shown: ground.number(*entries),
            label: format!("{door}: {}", ground.number(*entries)),
            ..Value::default()
        })
        .collect();
    let rows = doors.iter().map(|(door, entries, steps)| {
        // In each ten minutes in which it let anybody in.
        let pace = entries / (*steps).max(1);
        Line {
            name: door.clone(),
            href: None,
            cells: vec![Cell::of(ground.number(*entries), entries), Cell::of(ground.number(pace), pace)],
        }
    });
    let rows = rows.collect();
    let said = doors.first().map(|(door, entries, _)| {
        ground.say("insights-doors-say", &[("door", door), ("share", &ground.share(*entries, all))])
    });
    Ok(Study {
        slug: "doors",
        title: ground.page.t("insights-by-door"),
        sentences: vec![said.unwrap_or_else(|| ground.none())],
        scene: (!bars.is_empty()).then(|| scene::bars(&bars)),
        head: ground.head(&["insights-door", "insights-entries", "insights-pace-ten"]),
        rows,
        note: unfiltered(ground).or_else(|| ground.only_latest(SCANS)),
    })
}

async fn refusals(ground: &Ground<'_>) -> Result<Study> {
    let refusals = period::refusals(ground.db, &ground.latest(SCANS)).await?;
    let all: i64 = refusals.iter().map(|(_, n)| n).sum();
    let called = |verdict: &str| ground.page.t(&format!("insights-verdict-{}", verdict.replace('_', "-")));
    let bars: Vec<Value> = refusals
        .iter()
        .map(|(verdict, n)| Value {
            name: called(verdict),
            value: *n as f64,
            shown: ground.number(*n),
            label: format!("{}: {}", called(verdict), ground.number(*n)),
            ..Value::default()
        })
        .collect();
    let rows = refusals.iter().map(|(verdict, n)| Line {
        name: called(verdict),
        href: None,
        cells: vec![Cell::of(ground.number(*n), n), Cell::of(ground.share(*n, all), share(*n, all).unwrap_or(0))],
    });
    let rows = rows.collect();
    let admitted: i64 = ground.concerts.iter().take(SCANS).map(|concert| concert.admitted).sum();
    let said = refusals.first().map(|(verdict, _)| {
        let of = ground.number(share(all, all + admitted).unwrap_or(0));
        ground.count("insights-refusals-say", all, &[("percent", &of), ("why", &called(verdict).to_lowercase())])
    });
    Ok(Study {
        slug: "refusals",
        title: ground.page.t("insights-refusals"),
        sentences: vec![said.unwrap_or_else(|| ground.page.t("insights-refusals-none"))],
        scene: (!bars.is_empty()).then(|| scene::bars(&bars)),
        head: ground.head(&["insights-why", "insights-times", "insights-part"]),
        rows,
        note: unfiltered(ground).or_else(|| ground.only_latest(SCANS)),
    })
}

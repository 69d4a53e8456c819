//! How many came: per concert, against the one before it and the goal, of the room, and tonight's forecast.

use std::collections::HashMap;

use crate::base::clock::{self, stamp, unstamp};
use crate::base::error::Result;
use crate::base::web::scene::{self, Ahead, Curve, Value};
use crate::insights::figures::{self, Night};
use crate::insights::forecast::{self, Past};
use crate::insights::store::{self, Concert, period};
use crate::insights::studies::{Ground, Shared, shares};
use crate::insights::study::{Cell, Line, Study};
use crate::insights::words;

/// Concerts whose tickets are counted one by one.
const TICKETS: usize = 12;
/// Concerts that a forecast compares with.
const COMPARED: usize = 12;

/// At most five queries.
pub async fn studies(ground: &Ground<'_>) -> Result<Vec<Study>> {
    // The last of them is only the base of the one after it.
    let mut concerts: Vec<Concert> = ground.concerts.iter().chain(&ground.base).cloned().collect();
    let mut count = ground.concerts.len();
    if ground.filter.of_fans() {
        count = count.min(TICKETS);
        concerts.truncate(count + 1);
        concerts = of_fans(ground, concerts).await?;
    }
    let shown = &concerts[..count];
    let mut all = vec![came(ground, &concerts, shown.len())];
    if !ground.filter.of_fans() {
        // A room is everybody's.
        all.push(filled(ground, shown));
    }
    all.push(absent(ground, shown));
    if !ground.filter.of_fans() {
        all.push(ahead(ground).await?);
    }
    Ok(all)
}

/// The concerts as if only the fans that are meant had been there.
async fn of_fans(ground: &Ground<'_>, concerts: Vec<Concert>) -> Result<Vec<Concert>> {
    let sold = period::sold(ground.db, ground.asked(&period::ids(&concerts))).await?;
    let mut sums: HashMap<&str, (i64, i64, i64, i64)> = HashMap::new();
    for row in &sold {
        let sum = sums.entry(&row.concert_id).or_default();
        let given = if row.method == "courtesy" { row.tickets } else { 0 };
        *sum = (sum.0 + row.tickets, sum.1 + row.held, sum.2 + row.came, sum.3 + given);
    }
    let counted = concerts.iter().map(|concert| {
        let (issued, held, admitted, courtesies) = sums.get(&*concert.id).copied().unwrap_or_default();
        Concert { issued, held, admitted, courtesies, ..concert.clone() }
    });
    Ok(counted.collect())
}

fn night(concert: &Concert) -> Night {
    Night { admitted: concert.admitted, held: concert.held, capacity: concert.capacity }
}

fn goal(concerts: &[Concert], at: usize) -> Option<i64> {
    concerts.get(at + 1).and_then(|before| figures::goal(before.admitted))
}

fn came(ground: &Ground<'_>, concerts: &[Concert], shown: usize) -> Study {
    let sentences = match concerts.first().filter(|_| shown > 0) {
        Some(last) if ground.filter.of_fans() => {
            vec![ground.count("insights-came-filtered", last.admitted, &[("name", &ground.named(last))])]
        }
        Some(last) => {
            let step = figures::step(concerts.get(1).map(night).as_ref(), &night(last));
            vec![words::attendance(ground.page, last, concerts.get(1), step)]
        }
        None => vec![ground.none()],
    };
    let column = |(at, concert): (usize, &Concert)| Value {
        name: ground.page.short_day(&concert.day),
        value: concert.admitted as f64,
        shown: ground.number(concert.admitted),
        goal: goal(concerts, at).map(|goal| goal as f64).filter(|_| !ground.filter.of_fans()),
        label: ground
            .say("insights-bar", &[("name", &ground.named(concert)), ("admitted", &ground.number(concert.admitted))]),
        href: Some(ground.fans_of(concert)),
        ..Value::default()
    };
    let mut columns: Vec<Value> = concerts.iter().enumerate().take(shown).map(column).collect();
    columns.reverse();
    let rows = concerts.iter().enumerate().take(shown).map(|(at, concert)| {
        // Where nobody was scanned there is nothing to say of who came.
        let counted = ground.concerts.get(at).is_some_and(|whole| whole.admitted > 0);
        let before = concerts.get(at + 1).filter(|_| counted);
        let growth = before.and_then(|before| figures::growth(before.admitted, concert.admitted));
        let goal = goal(concerts, at);
        let no_shows = figures::no_shows(concert.held, concert.admitted);
        Line {
            name: ground.named(concert),
            href: Some(format!("/concerts/{}", concert.id)),
            cells: vec![
                Cell::of(ground.number(concert.issued), concert.issued),
                Cell::of(ground.number(concert.held), concert.held),
                Cell::of(ground.number(concert.admitted), concert.admitted).to(ground.fans_of(concert)),
                if counted { Cell::of(ground.number(no_shows), no_shows) } else { Cell::none() },
                growth.map_or_else(Cell::none, |growth| Cell::of(ground.percent(growth), growth)),
                goal.map_or_else(Cell::none, |goal| Cell::of(ground.number(goal), goal)),
            ],
        }
    });
    Study {
        slug: "came",
        title: ground.page.t("insights-attendance"),
        sentences,
        scene: (shown > 0).then(|| scene::columns(&columns)),
        head: ground.head(&[
            "insights-concert",
            "insights-issued",
            "insights-expected",
            "insights-admitted",
            "insights-no-shows",
            "insights-change",
            "insights-goal",
        ]),
        rows: rows.collect(),
        note: ground.only_latest(TICKETS).filter(|_| ground.filter.of_fans()).or_else(|| {
            (columns.len() > 1).then(|| ground.page.t1("insights-goal-tick", "percent", figures::GOAL_PERCENT))
        }),
    }
}

fn filled(ground: &Ground<'_>, concerts: &[Concert]) -> Study {
    let head = ["insights-concert", "insights-admitted", "insights-capacity", "insights-report-filled"];
    let sentence = |concert: &Concert, percent: i64| {
        let (name, capacity) = (ground.named(concert), ground.number(concert.capacity));
        ground.say(
            "insights-filled-say",
            &[("name", &name), ("share", &ground.percent(percent)), ("capacity", &capacity)],
        )
    };
    let of = |it: &Concert| (it.admitted > 0).then_some((it.admitted, it.capacity));
    shares(ground, concerts, ("filled", "insights-report-filled", &head), of, |shown| {
        said_first(ground, shown, sentence)
    })
}

fn absent(ground: &Ground<'_>, concerts: &[Concert]) -> Study {
    let head = ["insights-concert", "insights-no-shows", "insights-expected", "insights-part"];
    let sentence = |concert: &Concert, percent: i64| {
        ground.say("insights-absent-say", &[("name", &ground.named(concert)), ("n", &percent.to_string())])
    };
    let of = |it: &Concert| (it.admitted > 0).then(|| (figures::no_shows(it.held, it.admitted), it.held));
    shares(ground, concerts, ("absent", "insights-no-shows", &head), of, |shown| said_first(ground, shown, sentence))
}

/// What is said of the latest concert that counts.
fn said_first(ground: &Ground<'_>, shown: &[Shared<'_>], sentence: impl Fn(&Concert, i64) -> String) -> String {
    shown.first().map_or_else(|| ground.none(), |it| sentence(it.concert, it.percent))
}

/// The next concert's likely count, from how comparable ones sold.
async fn ahead(ground: &Ground<'_>) -> Result<Study> {
    let page = ground.page;
    let mut study = Study { slug: "ahead", title: page.t("insights-ahead"), ..Study::default() };
    let Some(next) = store::next(ground.db, &stamp(figures::past_since(page.now))).await? else {
        study.sentences.push(page.t("insights-ahead-no-next"));
        return Ok(study);
    };
    // Of the same city where there are enough of them: there the same people decide.
    let counted = ground.concerts.iter().filter(|concert| concert.admitted > 0);
    let (here, all): (Vec<&Concert>, Vec<&Concert>) = (
        counted.clone().filter(|concert| concert.city == next.city).take(COMPARED).collect(),
        counted.take(COMPARED).collect(),
    );
    let compared = if here.len() >= forecast::LEAST { here } else { all };
    let doors = unstamp(&next.doors_at).unwrap_or(page.now);
    let moments = compared.iter().filter_map(|concert| {
        let at = figures::same_moment(page.now, doors, unstamp(&concert.doors_at)?);
        Some(serde_json::json!({ "concert": concert.id, "at": stamp(at) }))
    });
    let held: HashMap<String, i64> =
        store::held_at(ground.db, &serde_json::Value::from_iter(moments).to_string()).await?.into_iter().collect();
    let then = |concert: &Concert| held.get(&concert.id).copied().unwrap_or(0);
    let past: Vec<Past> = compared.iter().rev().map(|it| Past { held: then(it), came: it.admitted }).collect();
    study.rows = compared
        .iter()
        .map(|concert| Line {
            name: ground.named(concert),
            href: Some(format!("/concerts/{}", concert.id)),
            cells: vec![
                Cell::of(ground.number(then(concert)), then(concert)),
                Cell::of(ground.number(concert.admitted), concert.admitted),
            ],
        })
        .collect();
    study.head = ground.head(&["insights-concert", "insights-ahead-then", "insights-admitted"]);
    let Some(said) = forecast::forecast(next.held, &past) else {
        study.sentences.push(ground.say("insights-ahead-unknown", &[("name", &ground.named(&next))]));
        return Ok(study);
    };
    // No more can come than fit, and of a full room not all come.
    let (came, held): (i64, i64) = compared.iter().fold((0, 0), |sum, it| (sum.0 + it.admitted, sum.1 + it.held));
    let most = (next.capacity as f64 * came as f64 / held.max(1) as f64).round().min(next.capacity as f64) as i64;
    let number = |n: i64| ground.number(n.min(most));
    let (likely, low, high) = (number(said.likely), number(said.low), number(said.high));
    let days = clock::days_until(&next.day, page.now, &next.timezone).max(0);
    let sold = ground.number(next.held);
    let name = ground.named(&next);
    let values = [("name", &*name), ("sold", &*sold), ("likely", &*likely), ("low", &*low), ("high", &*high)];
    // Where even the least would fill the room there is no interval to say.
    let key = if said.low >= most { "insights-ahead-say-full" } else { "insights-ahead-say" };
    study.sentences.push(ground.count(key, said.from as i64, &values));
    study.sentences.push(match forecast::backtest(&past) {
        Some(it) => {
            let (within, off) = (it.within.to_string(), it.off_percent.to_string());
            ground.count("insights-ahead-before", it.tried as i64, &[("within", &within), ("off", &off)])
        }
        None => page.t("insights-ahead-untried"),
    });
    if said.likely >= most && said.low < most {
        study.sentences.push(page.t("insights-ahead-full"));
    }
    study.sentences.extend(ground.small(said.likely));
    study.note = Some(page.t("insights-ahead-note"));
    let curves = curves(ground, &compared, &next).await?;
    let cap = |n: i64| n.min(most) as f64;
    let ahead = Ahead { low: cap(said.low), likely: cap(said.likely), high: cap(said.high) };
    let from = page.t1("insights-ahead-from", "n", -start(&curves) as i64);
    study.scene =
        Some(scene::curves(&curves, Some((ahead, likely)), (&from, &page.t1("insights-ahead-to", "n", days))));
    Ok(study)
}

fn start(curves: &[Curve]) -> f64 {
    curves.iter().flat_map(|curve| &curve.points).map(|(x, _)| *x).fold(-1.0, f64::min)
}

/// How these concerts sold, by days before their doors; the next one to now.
async fn curves(ground: &Ground<'_>, compared: &[&Concert], next: &Concert) -> Result<Vec<Curve>> {
    let shown: Vec<&Concert> = compared.iter().copied().take(6).chain([next]).collect();
    let sales = period::sales(ground.db, &period::ids(shown.iter().copied())).await?;
    let curve = |concert: &&Concert| {
        let doors = unstamp(&concert.doors_at).unwrap_or_default().as_second() as f64 / 86_400.0;
        let mut held = 0;
        let mut points: Vec<(f64, f64)> = Vec::new();
        for (_, day, places) in sales.iter().filter(|(id, ..)| *id == concert.id) {
            held += places;
            let end = unstamp(&format!("{day}T23:59:59.000Z")).unwrap_or_default().as_second() as f64 / 86_400.0;
            points.push(((end - doors).clamp(-60.0, 0.0), held as f64));
        }
        let most = concert.id == next.id;
        let now = (ground.page.now.as_second() as f64 / 86_400.0 - doors).clamp(-60.0, 0.0);
        let end = if most { now } else { 0.0 };
        points.iter_mut().for_each(|(x, _)| *x = x.min(end));
        points.push((end, held as f64));
        Curve { label: ground.named(concert), href: Some(format!("/concerts/{}", concert.id)), points, most }
    };
    Ok(shown.iter().map(curve).collect())
}

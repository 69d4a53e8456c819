//! What it is worth: money a concert, a person and a fan; how it is paid, at which price, and what is given.

use std::collections::BTreeMap;

use crate::base::error::Result;
use crate::base::web::scene::{self, Value};
use crate::insights::filter::METHODS;
use crate::insights::store::Concert;
use crate::insights::store::crowd;
use crate::insights::store::period::{self, Sold};
use crate::insights::studies::{Ground, share, shares};
use crate::insights::study::{Cell, Line, Study};

/// Concerts whose tickets are read one by one.
const TICKETS: usize = 12;
/// Concerts whose fans' sums are read.
const SPANS: usize = 24;
/// Steps of what a fan paid in all, in cents.
const STEP: i64 = 20_000;

/// What was paid for a concert in one way: `(concert, method, cents)`.
type Paid = [(String, String, i64)];

/// Four queries at most, of which the longest go beside each other.
pub async fn studies(ground: &Ground<'_>) -> Result<Vec<Study>> {
    // One scale has one currency: that of the latest concert, and the others are named.
    let currency = ground.concerts.first().map_or_else(|| "MXN".to_owned(), |concert| concert.currency.clone());
    let same: Vec<&Concert> = ground.concerts.iter().filter(|concert| concert.currency == currency).collect();
    let others = ground.concerts.len() - same.len();
    let note = (others > 0).then(|| ground.count("insights-other-currency", others as i64, &[("currency", &currency)]));
    let ids = period::ids(same.iter().copied());
    let few = period::ids(same.iter().copied().take(TICKETS));
    let spans = period::ids(same.iter().copied().take(SPANS));
    let paid = async {
        match ground.filter.of_fans() {
            true => period::paid(ground.db, ground.asked(&few)).await,
            false => Ok(Vec::new()),
        }
    };
    let (sold, paid, spent) = tokio::try_join!(
        period::sold(ground.db, ground.asked(&few)),
        paid,
        crowd::spent(ground.db, ground.asked(&spans))
    )?;
    let mut all = vec![taken(ground, &same, (&sold, &paid), &currency)];
    all.push(methods(ground, &ids, &paid, &currency).await?);
    // Of one way to pay there is no share.
    if ground.filter.method.is_empty() {
        all.push(given(ground, &same, &sold));
    }
    all.push(prices(ground, &sold, &currency));
    all.push(self::spent(ground, spent, &currency));
    all.iter_mut().take(1).for_each(|study| study.note = note.clone());
    Ok(all)
}

/// What a concert took, of the fans that are meant.
fn of_concert(ground: &Ground<'_>, concert: &Concert, sold: &[Sold], paid: &Paid) -> (i64, i64) {
    if !ground.filter.of_fans() {
        return (concert.taken_cents, concert.admitted);
    }
    let came = sold.iter().filter(|row| row.concert_id == concert.id).map(|row| row.came).sum();
    (paid.iter().filter(|(id, ..)| *id == concert.id).map(|(.., cents)| cents).sum(), came)
}

fn taken(ground: &Ground<'_>, concerts: &[&Concert], (sold, paid): (&[Sold], &Paid), currency: &str) -> Study {
    let most = if ground.filter.of_fans() { TICKETS } else { concerts.len() };
    let shown: Vec<(&Concert, i64, i64)> = concerts
        .iter()
        .take(most)
        .map(|concert| {
            let (paid, came) = of_concert(ground, concert, sold, paid);
            (*concert, paid, came)
        })
        .collect();
    let money = |cents: i64| ground.page.money(cents, currency);
    let mut columns: Vec<Value> = shown
        .iter()
        .map(|(concert, paid, _)| Value {
            name: ground.page.short_day(&concert.day),
            value: (*paid).max(0) as f64,
            shown: money(*paid),
            label: format!("{}: {}", ground.named(concert), money(*paid)),
            href: Some(format!("/concerts/{}", concert.id)),
            ..Value::default()
        })
        .collect();
    columns.reverse();
    let rows = shown.iter().map(|(concert, paid, came)| Line {
        name: ground.named(concert),
        href: Some(format!("/concerts/{}", concert.id)),
        cells: vec![
            Cell::of(money(*paid), Ground::amount(*paid)),
            Cell::of(ground.number(*came), came),
            if *came > 0 { Cell::of(money(paid / came), Ground::amount(paid / came)) } else { Cell::none() },
        ],
    });
    let rows = rows.collect();
    let said = shown.first().map(|(concert, paid, came)| {
        let each = if *came > 0 { money(paid / came) } else { "—".to_owned() };
        let key = if ground.filter.of_fans() { "insights-taken-filtered" } else { "insights-taken-say" };
        ground.say(key, &[("name", &ground.named(concert)), ("money", &money(*paid)), ("each", &each)])
    });
    Study {
        slug: "taken",
        title: ground.page.t("insights-taken"),
        sentences: vec![said.unwrap_or_else(|| ground.none())],
        scene: (!columns.is_empty()).then(|| scene::columns(&columns)),
        head: ground.head(&["insights-concert", "insights-taken", "insights-admitted", "insights-report-each"]),
        rows,
        note: None,
    }
}

fn called(ground: &Ground<'_>, method: &str) -> String {
    if METHODS.contains(&method) { ground.page.t(&format!("insights-method-{method}")) } else { method.to_owned() }
}

async fn methods(ground: &Ground<'_>, ids: &str, paid: &Paid, currency: &str) -> Result<Study> {
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    if ground.filter.of_fans() {
        paid.iter().for_each(|(_, method, cents)| *sums.entry(method.clone()).or_default() += cents);
    } else {
        sums.extend(period::money(ground.db, ids).await?.into_iter().map(|(method, cents, _)| (method, cents)));
    }
    let mut of: Vec<(String, i64)> = sums.into_iter().filter(|(_, cents)| *cents > 0).collect();
    of.sort_by_key(|(_, cents)| -cents);
    let all: i64 = of.iter().map(|(_, cents)| cents).sum();
    let money = |cents: i64| ground.page.money(cents, currency);
    let bars: Vec<Value> = of
        .iter()
        .map(|(method, cents)| Value {
            name: called(ground, method),
            value: (*cents).max(0) as f64,
            shown: money(*cents),
            label: format!("{}: {}", called(ground, method), money(*cents)),
            ..Value::default()
        })
        .collect();
    let rows = of.iter().map(|(method, cents)| Line {
        name: called(ground, method),
        href: None,
        cells: vec![
            Cell::of(money(*cents), Ground::amount(*cents)),
            Cell::of(ground.share(*cents, all), share(*cents, all).unwrap_or(0)),
        ],
    });
    let rows = rows.collect();
    let said = of.first().filter(|_| all > 0).map(|(method, cents)| {
        ground
            .say("insights-methods-say", &[("method", &called(ground, method)), ("share", &ground.share(*cents, all))])
    });
    Ok(Study {
        slug: "methods",
        title: ground.page.t("insights-methods"),
        sentences: vec![said.unwrap_or_else(|| ground.none())],
        scene: (!bars.is_empty()).then(|| scene::bars(&bars)),
        head: ground.head(&["insights-method", "insights-taken", "insights-part"]),
        rows,
        note: None,
    })
}

fn given(ground: &Ground<'_>, concerts: &[&Concert], sold: &[Sold]) -> Study {
    let of = |concert: &Concert| {
        if !ground.filter.of_fans() {
            return Some((concert.courtesies, concert.issued));
        }
        let own = sold.iter().filter(|row| row.concert_id == concert.id);
        Some(own.fold((0, 0), |(given, all), row| {
            (given + if row.method == "courtesy" { row.tickets } else { 0 }, all + row.tickets)
        }))
    };
    let head = ["insights-concert", "insights-courtesies", "insights-issued", "insights-part"];
    shares(ground, concerts.iter().copied(), ("given", "insights-courtesies", &head), of, |shown| {
        let (given, all) = shown.iter().fold((0, 0), |sum, it| (sum.0 + it.part, sum.1 + it.whole));
        share(given, all).map_or_else(
            || ground.none(),
            |percent| {
                let values = [("given", &*ground.number(given)), ("all", &*ground.number(all))];
                ground.count("insights-given-say", percent, &values)
            },
        )
    })
}

/// Prices of tickets: how many went, and how many of those people came.
fn prices(ground: &Ground<'_>, sold: &[Sold], currency: &str) -> Study {
    let mut bands: BTreeMap<i64, (i64, i64, i64)> = BTreeMap::new();
    for row in sold {
        // A price is for one person: a group's ticket says what they pay together.
        let each = if row.held > 0 { row.price_cents * row.tickets / row.held } else { row.price_cents };
        let band = bands.entry(each).or_default();
        *band = (band.0 + row.tickets, band.1 + row.held, band.2 + row.came);
    }
    let named =
        |cents: i64| if cents == 0 { ground.page.t("insights-price-none") } else { ground.page.money(cents, currency) };
    let bars: Vec<Value> = bands
        .iter()
        .map(|(cents, (_, held, came))| Value {
            name: named(*cents),
            value: *held as f64,
            part: (held - came).max(0) as f64,
            shown: ground.number(*held),
            label: ground.count(
                "insights-price-label",
                *held,
                &[("price", &named(*cents)), ("came", &ground.number(*came))],
            ),
            ..Value::default()
        })
        .collect();
    let rows = bands.iter().map(|(cents, (tickets, held, came))| Line {
        name: named(*cents),
        href: None,
        cells: vec![
            Cell::of(ground.number(*tickets), tickets),
            Cell::of(ground.number(*held), held),
            Cell::of(ground.number(*came), came),
            Cell::of(ground.share(*came, *held), share(*came, *held).unwrap_or(0)),
        ],
    });
    let rows = rows.collect();
    let (held, came) =
        bands.iter().filter(|(cents, _)| **cents > 0).fold((0, 0), |sum, (_, it)| (sum.0 + it.1, sum.1 + it.2));
    let free = bands.get(&0).copied().unwrap_or_default();
    Study {
        slug: "prices",
        title: ground.page.t("insights-prices"),
        sentences: vec![match (share(came, held), share(free.2, free.1)) {
            (Some(paid), Some(given)) => {
                ground.say("insights-prices-say", &[("paid", &paid.to_string()), ("given", &given.to_string())])
            }
            (Some(paid), None) => ground.say("insights-prices-paid", &[("paid", &paid.to_string())]),
            _ => ground.none(),
        }],
        scene: (!bars.is_empty()).then(|| scene::bars(&bars)),
        head: ground.head(&[
            "insights-price",
            "insights-issued",
            "insights-expected",
            "insights-admitted",
            "insights-part",
        ]),
        rows,
        note: ground.only_latest(TICKETS).or_else(|| (!bars.is_empty()).then(|| ground.page.t("insights-prices-note"))),
    }
}

/// What fans paid in all their time.
fn spent(ground: &Ground<'_>, spent: Vec<(i64, i64)>, currency: &str) -> Study {
    let mut steps: BTreeMap<i64, i64> = BTreeMap::new();
    for (cents, fans) in spent {
        *steps.entry((cents / STEP).clamp(0, 9)).or_default() += fans;
    }
    let all: i64 = steps.values().sum();
    let money = |cents: i64| ground.page.money(cents, currency);
    let named = |step: i64| match step {
        9 => ground.say("insights-spent-more", &[("from", &money(9 * STEP))]),
        _ => ground.say("insights-spent-step", &[("from", &money(step * STEP)), ("to", &money((step + 1) * STEP))]),
    };
    let bars: Vec<Value> = steps
        .iter()
        .map(|(step, fans)| Value {
            name: named(*step),
            value: *fans as f64,
            shown: ground.number(*fans),
            label: ground.count("insights-fans-of", *fans, &[("what", &named(*step))]),
            ..Value::default()
        })
        .collect();
    let rows = steps.iter().map(|(step, fans)| Line {
        name: named(*step),
        href: None,
        cells: vec![
            Cell::of(ground.number(*fans), fans),
            Cell::of(ground.share(*fans, all), share(*fans, all).unwrap_or(0)),
        ],
    });
    let rows = rows.collect();
    let above: i64 = steps.iter().filter(|(step, _)| **step >= 3).map(|(_, fans)| fans).sum();
    Study {
        slug: "spent",
        title: ground.page.t("insights-spent"),
        sentences: vec![if all > 0 {
            ground.count(
                "insights-spent-say",
                all,
                &[("share", &ground.share(above, all)), ("money", &money(3 * STEP))],
            )
        } else {
            ground.none()
        }],
        scene: (!bars.is_empty()).then(|| scene::bars(&bars)),
        head: ground.head(&["insights-spent-head", "insights-fans-head", "insights-part"]),
        rows,
        note: ground.only_latest(SPANS).or_else(|| Some(ground.page.t("insights-spent-note"))),
    }
}

//! Who comes: ages, constancy, new ones, where from, and who brings whom.

use std::collections::BTreeMap;

use crate::base::error::Result;
use crate::base::web::scene::{self, Field, Value};
use crate::insights::audience::{Age, Visits};
use crate::insights::figures;
use crate::insights::filter::{FOUND, Filter, UNSAID, found_key};
use crate::insights::store::crowd;
use crate::insights::store::period::{self, Apart, People};
use crate::insights::studies::{ATTENDED, Ground, again, share};
use crate::insights::study::{Cell, Line, Study};

/// Fewer fans than this of an age aren't said to be the most.
const BAND: i64 = 5;

/// The fans that a page's filter means, by what they are. A concert's city is its crowd's: whose own is another came all
/// the same.
pub async fn meant(ground: &Ground<'_>, apart: Apart) -> Result<Vec<People>> {
    let today = ground.today.to_string();
    if ground.filter.is_of_all() {
        return Ok(period::audience(ground.db, ground.filter, apart, &today).await?);
    }
    Ok(crowd::attended(ground.db, ground.asked(&ground.latest(ATTENDED))).await?)
}

/// That only the latest crowds were looked at, where there are more.
pub fn only_latest(ground: &Ground<'_>) -> Option<String> {
    ground.only_latest(ATTENDED).filter(|_| !ground.filter.is_of_all())
}

/// Six queries, most of them beside each other.
pub async fn studies(ground: &Ground<'_>) -> Result<Vec<Study>> {
    let (people, (again, bringers)) =
        tokio::try_join!(meant(ground, Apart { found: true, city: true }), again::studies(ground))?;
    let mut all = vec![ages(ground, &people), constancy(ground, &people)];
    all.extend(again);
    all.extend([cities(ground, &people), found(ground, &people), bringers]);
    Ok(all)
}

/// The list of fans behind a mark: the page's filter and one thing more.
fn fans(ground: &Ground<'_>, more: &str) -> String {
    match ground.filter.query() {
        query if query.is_empty() => format!("/insights/fans?{more}"),
        query => format!("/insights/fans?{query}&{more}"),
    }
}

fn ages(ground: &Ground<'_>, people: &[People]) -> Study {
    let mut bands: BTreeMap<i64, i64> = BTreeMap::new();
    let mut unknown = 0;
    for it in people {
        match Age::of(Some(it.age)) {
            Age::Unknown => unknown += it.fans,
            _ => *bands.entry(it.age / 5 * 5).or_default() += it.fans,
        }
    }
    bands.retain(|_, fans| *fans > 0);
    if let (Some(first), Some(last)) = (bands.keys().next().copied(), bands.keys().next_back().copied()) {
        (first..last).step_by(5).for_each(|band| {
            bands.entry(band).or_default();
        });
    }
    let known: i64 = bands.values().sum();
    let all = known + unknown;
    let name = |band: i64| format!("{band}–{}", band + 4);
    let link = |band: i64| fans(ground, &format!("years={band}-{}", band + 4));
    let mut bars: Vec<Value> = bands
        .iter()
        .map(|(band, n)| Value {
            name: ground.say("insights-years", &[("years", &name(*band))]),
            value: *n as f64,
            shown: ground.number(*n),
            label: ground.count("insights-fans-of", *n, &[("what", &name(*band))]),
            href: Some(link(*band)),
            ..Value::default()
        })
        .collect();
    let most = bands.iter().rev().max_by_key(|(_, n)| **n).filter(|(_, n)| **n >= BAND);
    if let Some((band, _)) = most {
        let at = bands.keys().position(|other| other == band).unwrap_or(0);
        bars[at].most = true;
    }
    let line = |name: String, n: i64, href: String| Line {
        name,
        href: Some(href),
        cells: vec![Cell::of(ground.number(n), n), Cell::of(ground.share(n, all), share(n, all).unwrap_or(0))],
    };
    let mut rows: Vec<Line> = bands.iter().map(|(band, n)| line(name(*band), *n, link(*band))).collect();
    if unknown > 0 {
        let href = fans(ground, "years=unknown");
        bars.push(Value {
            name: ground.page.t("insights-age-unknown"),
            value: unknown as f64,
            shown: ground.number(unknown),
            label: ground.count("insights-fans-of", unknown, &[("what", &ground.page.t("insights-age-unknown"))]),
            href: Some(href.clone()),
            ..Value::default()
        });
        rows.push(line(ground.page.t("insights-age-unknown"), unknown, href));
    }
    let said = most.map(|(band, n)| {
        ground.count("insights-ages-say", known, &[("band", &name(*band)), ("share", &ground.share(*n, known))])
    });
    let mut sentences = vec![said.unwrap_or_else(|| ground.page.t("insights-ages-few"))];
    if unknown > 0 {
        sentences.push(ground.count("insights-ages-unknown", unknown, &[]));
    }
    Study {
        slug: "ages",
        title: ground.page.t("insights-ages"),
        sentences,
        scene: (!bars.is_empty()).then(|| scene::bars(&bars)),
        head: ground.head(&["insights-age", "insights-fans-head", "insights-part"]),
        rows,
        note: only_latest(ground).or_else(|| Some(ground.page.t("insights-ages-note"))),
    }
}

fn constancy(ground: &Ground<'_>, people: &[People]) -> Study {
    let mut table = [[0; 4]; 6];
    for it in people {
        if let Some(visits) = Visits::of(it.came) {
            table[Age::of(Some(it.age)) as usize][visits as usize] += it.fans;
        }
    }
    let all: i64 = table.iter().flatten().sum();
    let again: i64 = table.iter().flat_map(|row| &row[1..]).sum();
    let heads: Vec<String> = Visits::ALL.iter().map(|visits| ground.page.t(visits.short_key())).collect();
    let link = |age: Age, visits: Visits| {
        let filter = Filter { age: String::new(), visits: String::new(), ..ground.filter.clone() };
        let (age, visits) = (age.slug(), visits.slug());
        match filter.query() {
            query if query.is_empty() => format!("/insights/fans?age={age}&visits={visits}"),
            query => format!("/insights/fans?{query}&age={age}&visits={visits}"),
        }
    };
    let fields: Vec<(String, Vec<Field>)> = Age::ALL
        .into_iter()
        .map(|age| {
            let field = |visits: Visits| {
                let n = table[age as usize][visits as usize];
                let what = format!("{}, {}", ground.page.t(age.key()), ground.page.t(visits.key()));
                Field {
                    value: n as f64,
                    shown: ground.number(n),
                    label: ground.count("insights-fans-of", n, &[("what", &what)]),
                    href: (n > 0).then(|| link(age, visits)),
                }
            };
            (ground.page.t(age.short_key()), Visits::ALL.into_iter().map(field).collect())
        })
        .collect();
    let rows = Age::ALL.into_iter().map(|age| Line {
        name: ground.page.t(age.key()),
        href: None,
        cells: Visits::ALL
            .into_iter()
            .map(|visits| {
                let n = table[age as usize][visits as usize];
                let cell = Cell::of(ground.number(n), n);
                if n > 0 { cell.to(link(age, visits)) } else { cell }
            })
            .collect(),
    });
    let mut head = vec![ground.page.t("insights-age")];
    head.extend(Visits::ALL.iter().map(|visits| ground.page.t(visits.key())));
    let mut sentences = vec![if all > 0 {
        ground.count(
            "insights-constancy-say",
            all,
            &[("again", &ground.number(again)), ("share", &ground.share(again, all))],
        )
    } else {
        ground.none()
    }];
    sentences.extend(ground.small(all).filter(|_| all > 0));
    Study {
        slug: "constancy",
        title: ground.page.t("insights-audience"),
        sentences,
        scene: (all > 0).then(|| scene::heat(&heads, &fields)),
        head,
        rows: rows.collect(),
        note: Some(ground.page.t("insights-constancy-note")),
    }
}

/// Fans by one thing about them: how many, and how many of them came more than once.
fn split(people: &[People], of: impl Fn(&People) -> String) -> Vec<(String, i64, i64)> {
    let mut groups: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for it in people {
        let group = groups.entry(of(it)).or_default();
        group.0 += it.fans;
        group.1 += if it.came > 1 { it.fans } else { 0 };
    }
    let mut groups: Vec<_> = groups.into_iter().map(|(name, (fans, again))| (name, fans, again)).collect();
    groups.retain(|(_, fans, _)| *fans > 0);
    groups.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    groups
}

fn group(
    ground: &Ground<'_>,
    groups: &[(String, i64, i64)],
    (slug, title, head): (&'static str, &str, &str),
    called: impl Fn(&str) -> String,
    link: impl Fn(&str) -> String,
) -> Study {
    let all: i64 = groups.iter().map(|(_, fans, _)| fans).sum();
    let bars: Vec<Value> = groups
        .iter()
        .map(|(name, fans, _)| Value {
            name: called(name),
            value: *fans as f64,
            shown: ground.number(*fans),
            label: ground.count("insights-fans-of", *fans, &[("what", &called(name))]),
            href: Some(link(name)),
            // What isn't known is never the most.
            most: groups.iter().find(|(name, ..)| name != UNSAID).is_some_and(|(most, ..)| most == name),
            ..Value::default()
        })
        .collect();
    let rows = groups.iter().map(|(name, fans, again)| Line {
        name: called(name),
        href: Some(link(name)),
        cells: vec![
            Cell::of(ground.number(*fans), fans),
            Cell::of(ground.share(*fans, all), share(*fans, all).unwrap_or(0)),
            Cell::of(ground.share(*again, *fans), share(*again, *fans).unwrap_or(0)),
        ],
    });
    Study {
        slug,
        title: ground.page.t(title),
        sentences: Vec::new(),
        scene: (!bars.is_empty()).then(|| scene::bars(&bars)),
        head: ground.head(&[head, "insights-fans-head", "insights-part", "insights-again"]),
        rows: rows.collect(),
        note: None,
    }
}

fn cities(ground: &Ground<'_>, people: &[People]) -> Study {
    let groups = split(people, |it| it.city.clone());
    let link = |city: &str| fans(ground, &format!("home={}", crate::base::web::apology::encode(city)));
    let mut study = group(ground, &groups, ("cities", "insights-cities", "insights-city"), str::to_owned, link);
    let all: i64 = groups.iter().map(|(_, fans, _)| fans).sum();
    study.sentences.push(match groups.first() {
        Some((city, fans, _)) => ground.count(
            "insights-cities-say",
            groups.len() as i64,
            &[("city", city), ("share", &ground.share(*fans, all))],
        ),
        None => ground.none(),
    });
    study.note = Some(ground.page.t("insights-cities-note"));
    study
}

fn found(ground: &Ground<'_>, people: &[People]) -> Study {
    let groups = split(people, |it| if it.found_by.is_empty() { UNSAID.to_owned() } else { it.found_by.clone() });
    let called = |key: &str| {
        let known = key == UNSAID || FOUND.contains(&key);
        if known { ground.page.t(&found_key(key)) } else { key.to_owned() }
    };
    let link = |found: &str| {
        let filter = Filter { found: found.to_owned(), ..ground.filter.clone() };
        filter.at("/insights/fans")
    };
    let mut study = group(ground, &groups, ("found", "insights-found", "insights-found-head"), called, link);
    // Whoever comes back says more than whoever came once: the source whose people return most.
    let best = groups
        .iter()
        .filter(|(key, fans, again)| key != UNSAID && *fans >= figures::FEW && *again > 0)
        .max_by(|a, b| (a.2 as f64 / a.1 as f64).total_cmp(&(b.2 as f64 / b.1 as f64)));
    study.sentences.push(match (groups.iter().find(|(key, ..)| key != UNSAID), best) {
        (Some((most, fans, _)), Some((loyal, of, again))) => ground.say(
            "insights-found-say",
            &[
                ("most", &called(most)),
                ("fans", &ground.number(*fans)),
                ("loyal", &called(loyal)),
                ("percent", &ground.number(share(*again, *of).unwrap_or(0))),
            ],
        ),
        (Some((most, fans, _)), None) => ground.count("insights-found-most", *fans, &[("most", &called(most))]),
        _ => ground.page.t("insights-found-none"),
    });
    study
}

//! Who comes again: new ones against those of before, how many came back, how far apart, and who brings whom.

use std::collections::HashMap;

use crate::base::clock;
use crate::base::error::Result;
use crate::base::web::scene::{self, Field, Value};
use crate::insights::figures;
use crate::insights::store::{Concert, crowd, period};
use crate::insights::studies::{Ground, share};
use crate::insights::study::{Cell, Line, Study};

/// Concerts whose crowds are read one by one, and whose newcomers are followed.
const CROWDS: usize = 12;
/// Concerts whose fans' spans are read.
const SPANS: usize = 24;
/// Concerts after which a cohort is looked at: second, third, fourth, fifth and later.
const TIMES: [i64; 4] = [2, 3, 4, 5];

/// Fans by the first of some concerts, and how many they came to: `(concert, came, fans)`.
type Began = [(String, i64, i64)];

/// Five queries, four of them beside each other: who comes again, and who brings whom.
pub async fn studies(ground: &Ground<'_>) -> Result<([Study; 3], Study)> {
    let began = crowd::cohorts(ground.db, ground.asked(&ground.latest(CROWDS))).await?;
    let (fresh, cohorts, apart, bringers) =
        tokio::try_join!(fresh(ground, &began), cohorts(ground, &began), apart(ground), bringers(ground))?;
    Ok(([fresh, cohorts, apart], bringers))
}

/// Fans of each concert, and those for whom it was the first: of everybody these are the cohorts, which are kept.
async fn crowds(ground: &Ground<'_>, began: &Began) -> Result<HashMap<String, (i64, i64)>> {
    let concerts = ground.latest(CROWDS);
    if ground.filter.of_fans() {
        let counted = crowd::new_fans(ground.db, ground.asked(&concerts)).await?;
        return Ok(counted.into_iter().map(|(concert, fans, new)| (concert, (fans, new))).collect());
    }
    let all = crowd::all_fans(ground.db, &concerts).await?;
    let mut counted: HashMap<String, (i64, i64)> =
        all.into_iter().map(|(concert, fans)| (concert, (fans, 0))).collect();
    for (concert, _, fans) in began {
        counted.entry(concert.clone()).or_default().1 += fans;
    }
    Ok(counted)
}

async fn fresh(ground: &Ground<'_>, counts: &Began) -> Result<Study> {
    let counted = crowds(ground, counts).await?;
    let shown: Vec<(&Concert, i64, i64)> = ground
        .concerts
        .iter()
        .take(CROWDS)
        .filter_map(|concert| counted.get(&concert.id).map(|(fans, new)| (concert, *fans, *new)))
        .collect();
    let mut columns: Vec<Value> = shown
        .iter()
        .map(|(concert, fans, new)| Value {
            name: ground.page.short_day(&concert.day),
            value: *fans as f64,
            part: *new as f64,
            shown: ground.number(*fans),
            label: ground.say(
                "insights-new-label",
                &[("name", &ground.named(concert)), ("fans", &ground.number(*fans)), ("new", &ground.number(*new))],
            ),
            href: Some(ground.fans_of(concert)),
            ..Value::default()
        })
        .collect();
    columns.reverse();
    let rows = shown.iter().map(|(concert, fans, new)| Line {
        name: ground.named(concert),
        href: Some(format!("/concerts/{}", concert.id)),
        cells: vec![
            Cell::of(ground.number(*fans), fans).to(ground.fans_of(concert)),
            Cell::of(ground.number(*new), new).to(ground.began_at(concert, 0)),
            Cell::of(ground.number(fans - new), fans - new),
            Cell::of(ground.share(fans - new, *fans), share(fans - new, *fans).unwrap_or(0)),
        ],
    });
    let rows = rows.collect();
    let said = shown.first().map(|(concert, fans, new)| {
        let (name, part) = (ground.named(concert), ground.number(share(*new, *fans).unwrap_or(0)));
        ground.count("insights-new-say", *fans, &[("name", &name), ("percent", &part)])
    });
    Ok(Study {
        slug: "new",
        title: ground.page.t("insights-new"),
        sentences: vec![said.unwrap_or_else(|| ground.none())],
        scene: (!columns.is_empty()).then(|| scene::columns(&columns)),
        head: ground.head(&[
            "insights-concert",
            "insights-fans-head",
            "insights-report-new",
            "insights-report-back",
            "insights-part",
        ]),
        rows,
        note: Some(ground.page.t("insights-new-note")),
    })
}

async fn cohorts(ground: &Ground<'_>, counts: &Began) -> Result<Study> {
    let mut began: HashMap<&str, Vec<(i64, i64)>> = HashMap::new();
    for (concert, came, fans) in counts {
        began.entry(concert).or_default().push((*came, *fans));
    }
    let reached = |cohort: &[(i64, i64)], times: i64| -> i64 {
        cohort.iter().filter(|(came, _)| *came >= times).map(|(_, fans)| fans).sum()
    };
    let shown: Vec<(&Concert, &Vec<(i64, i64)>)> = ground
        .concerts
        .iter()
        .take(CROWDS)
        .filter_map(|concert| began.get(&*concert.id).map(|cohort| (concert, cohort)))
        .collect();
    let link = |concert: &Concert, times: i64| ground.began_at(concert, times);
    let until = clock::stamp(figures::past_since(ground.page.now));
    let later = period::later(ground.db, &ground.latest(CROWDS), &until).await?;
    let later: HashMap<String, i64> = later.into_iter().collect();
    let since = |concert: &Concert| later.get(&concert.id).copied().unwrap_or(0);
    let fields: Vec<(String, Vec<Field>)> = shown
        .iter()
        .map(|(concert, cohort)| {
            let all = reached(cohort, 1);
            let later = since(concert);
            let field = |times: i64| {
                let percent = share(reached(cohort, times), all).unwrap_or(0);
                Field {
                    value: percent as f64,
                    // Where there weren't so many concerts yet, nobody could.
                    shown: if later >= times - 1 { ground.percent(percent) } else { "·".to_owned() },
                    label: ground.count(
                        "insights-cohort-label",
                        reached(cohort, times),
                        &[
                            ("name", &ground.named(concert)),
                            ("times", &times.to_string()),
                            ("all", &ground.number(all)),
                        ],
                    ),
                    href: link(concert, times).filter(|_| reached(cohort, times) > 0),
                }
            };
            (ground.page.short_day(&concert.day), TIMES.into_iter().map(field).collect())
        })
        .collect();
    let heads: Vec<String> = TIMES.iter().map(|times| ground.page.t1("insights-times-short", "n", *times)).collect();
    let rows = shown.iter().map(|(concert, cohort)| {
        let all = reached(cohort, 1);
        let mut cells = vec![Cell::of(ground.number(all), all).to(link(concert, 1))];
        cells.extend(TIMES.map(|times| Cell::of(ground.number(reached(cohort, times)), reached(cohort, times))));
        Line { name: ground.named(concert), href: Some(format!("/concerts/{}", concert.id)), cells }
    });
    let rows = rows.collect();
    // The last of all had no concert after it in which to come back.
    let told = shown.iter().find(|(concert, _)| since(concert) > 0);
    let mut sentences = vec![match told {
        Some((concert, cohort)) => {
            let (all, back) = (reached(cohort, 1), reached(cohort, 2));
            let percent = ground.number(share(back, all).unwrap_or(0));
            ground.count("insights-cohorts-say", all, &[("name", &ground.named(concert)), ("percent", &percent)])
        }
        None => ground.page.t("insights-cohorts-few"),
    }];
    sentences.extend(told.and_then(|(_, cohort)| ground.small(reached(cohort, 1))));
    let mut head = ground.head(&["insights-concert", "insights-report-new"]);
    head.extend(heads.clone());
    Ok(Study {
        slug: "cohorts",
        title: ground.page.t("insights-cohorts"),
        sentences,
        scene: (!fields.is_empty()).then(|| scene::heat(&heads, &fields)),
        head,
        rows,
        note: Some(ground.page.t("insights-cohorts-note")),
    })
}

/// How many shows pass between two that a fan comes to, on average over each fan's concerts.
async fn apart(ground: &Ground<'_>) -> Result<Study> {
    let until = clock::stamp(figures::past_since(ground.page.now));
    let gaps = crowd::gaps(ground.db, ground.asked(&ground.latest(SPANS)), &until).await?;
    let all: i64 = gaps.iter().map(|(_, fans)| fans).sum();
    let named = |gap: i64| match gap {
        10 => ground.page.t("insights-apart-ten"),
        _ => ground.count("insights-apart-gap", gap, &[]),
    };
    let bars: Vec<Value> = gaps
        .iter()
        .map(|(gap, fans)| Value {
            name: named(*gap),
            value: *fans as f64,
            shown: ground.number(*fans),
            label: ground.count("insights-fans-of", *fans, &[("what", &named(*gap))]),
            ..Value::default()
        })
        .collect();
    let rows = gaps.iter().map(|(gap, fans)| Line {
        name: named(*gap),
        href: None,
        cells: vec![
            Cell::of(ground.number(*fans), fans),
            Cell::of(ground.share(*fans, all), share(*fans, all).unwrap_or(0)),
        ],
    });
    let rows = rows.collect();
    let quick = gaps.iter().find(|(shows, _)| *shows == 1).map_or(0, |(_, fans)| *fans);
    Ok(Study {
        slug: "apart",
        title: ground.page.t("insights-apart"),
        sentences: vec![if all > 0 {
            ground.count("insights-apart-say", all, &[("share", &ground.share(quick, all))])
        } else {
            ground.page.t("insights-apart-none")
        }],
        scene: (!bars.is_empty()).then(|| scene::bars(&bars)),
        head: ground.head(&["insights-apart-head", "insights-fans-head", "insights-part"]),
        rows,
        note: ground.only_latest(SPANS).or_else(|| Some(ground.page.t("insights-apart-note"))),
    })
}

/// Who brought most of those who came. One query.
async fn bringers(ground: &Ground<'_>) -> Result<Study> {
    let found = crowd::bringers(ground.db, ground.asked(&ground.latest(CROWDS))).await?;
    let bars: Vec<Value> = found
        .iter()
        .take(10)
        .map(|(id, name, brought)| Value {
            name: name.clone(),
            value: *brought as f64,
            shown: ground.number(*brought),
            label: format!("{name}: {}", ground.number(*brought)),
            href: Some(format!("/fans/{id}")),
            ..Value::default()
        })
        .collect();
    let rows = found.iter().map(|(id, name, brought)| Line {
        name: name.clone(),
        href: Some(format!("/fans/{id}")),
        cells: vec![Cell::of(ground.number(*brought), brought)],
    });
    let rows = rows.collect();
    let all: i64 = found.iter().map(|(.., brought)| brought).sum();
    let said = found.first().map(|(_, name, brought)| {
        ground.count(
            "insights-bringers-say",
            *brought,
            &[("name", name), ("people", &ground.number(found.len() as i64)), ("all", &ground.number(all))],
        )
    });
    Ok(Study {
        slug: "bringers",
        title: ground.page.t("insights-bringers"),
        sentences: vec![said.unwrap_or_else(|| ground.page.t("insights-bringers-none"))],
        scene: (!bars.is_empty()).then(|| scene::bars(&bars)),
        head: ground.head(&["insights-fan", "insights-brought"]),
        rows,
        note: ground.only_latest(CROWDS),
    })
}

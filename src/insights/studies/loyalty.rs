//! Loyalty in shows, and whether messages did anything.

use crate::base::clock;
use crate::base::error::Result;
use crate::base::web::scene::{self, Value};
use crate::insights::effect::{self, Claim, Part};
use crate::insights::figures;
use crate::insights::store::loyal::{self, Segment, Worked};
use crate::insights::studies::Ground;
use crate::insights::study::{Cell, Line, Study};

/// One query: who is in a segment is kept.
pub async fn loyalty(ground: &Ground<'_>) -> Result<Vec<Study>> {
    let all = loyal::segments(&mut *ground.db.read().acquire().await?).await?;
    let (ours, own): (Vec<Segment>, Vec<Segment>) = all.into_iter().partition(|it| it.kind.is_some());
    let mut studies = vec![counts(ground, &ours, ("loyalty", "insights-loyalty"))];
    if ours.iter().all(|it| it.fans == 0) {
        let sentences = vec![ground.page.t("insights-loyalty-none")];
        return Ok(vec![Study {
            slug: "loyalty",
            title: ground.page.t("insights-loyalty"),
            sentences,
            ..Study::default()
        }]);
    }
    studies[0].sentences = said(ground, &ours);
    studies[0].note = Some(ground.page.t("insights-loyalty-note"));
    if !own.is_empty() {
        let mut own = counts(ground, &own, ("segments", "insights-segments"));
        own.sentences = vec![ground.page.t("insights-segments-say")];
        studies.push(own);
    }
    Ok(studies)
}

fn called(ground: &Ground<'_>, segment: &Segment) -> String {
    match &segment.kind {
        Some(kind) => ground.page.t(&format!("fans-loyalty-{kind}")),
        None => segment.name.clone(),
    }
}

fn said(ground: &Ground<'_>, ours: &[Segment]) -> Vec<String> {
    let of = |kind: &str| {
        ours.iter().find(|it| it.kind.as_deref() == Some(kind)).map_or((0, 0), |it| (it.fans, it.fans_before))
    };
    let ((faithful, faithful_before), (leaving, leaving_before)) = (of("faithful"), of("leaving"));
    let moved = |key: &str, now: i64, before: i64| {
        let change = now - before;
        let values = [("change", &*ground.number(change.abs()))];
        let end = match change {
            0 => "same",
            1.. => "more",
            _ => "fewer",
        };
        ground.count(&format!("insights-loyalty-{key}-{end}"), now, &values)
    };
    let mut all = vec![moved("faithful", faithful, faithful_before), moved("leaving", leaving, leaving_before)];
    all.extend(ground.small(faithful + leaving));
    all
}

fn counts(ground: &Ground<'_>, segments: &[Segment], (slug, title): (&'static str, &str)) -> Study {
    let bars: Vec<Value> = segments
        .iter()
        .map(|it| Value {
            name: called(ground, it),
            value: it.fans as f64,
            shown: ground.number(it.fans),
            label: ground.count("insights-fans-of", it.fans, &[("what", &called(ground, it))]),
            href: Some(format!("/segments/{}", it.id)),
            // Whom to write to first.
            most: it.kind.as_deref() == Some("leaving"),
            ..Value::default()
        })
        .collect();
    let signed = |n: i64| match n {
        1.. => format!("+{}", ground.number(n)),
        0 => "0".to_owned(),
        _ => format!("−{}", ground.number(-n)),
    };
    let rows = segments.iter().map(|it| Line {
        name: called(ground, it),
        href: Some(format!("/segments/{}", it.id)),
        cells: vec![
            Cell::of(ground.number(it.fans), it.fans),
            Cell::of(ground.number(it.fans_before), it.fans_before),
            Cell::of(signed(it.fans - it.fans_before), it.fans - it.fans_before),
            Cell::of(ground.page.t("insights-write"), "").to(format!("/messages/new?segment={}", it.id)),
        ],
    });
    Study {
        slug,
        title: ground.page.t(title),
        scene: (!bars.is_empty()).then(|| scene::bars(&bars)),
        head: ground.head(&[
            "fans-segment",
            "insights-fans-head",
            "insights-before-last",
            "insights-moved",
            "insights-act",
        ]),
        rows: rows.collect(),
        ..Study::default()
    }
}

/// One query.
pub async fn worked(ground: &Ground<'_>) -> Result<Vec<Study>> {
    let all = loyal::worked(&mut *ground.db.read().acquire().await?).await?;
    if all.is_empty() {
        let sentences = vec![ground.page.t("insights-worked-none")];
        return Ok(vec![Study {
            slug: "worked",
            title: ground.page.t("insights-worked"),
            sentences,
            ..Study::default()
        }]);
    }
    Ok(all.iter().take(6).enumerate().map(|(at, batch)| of_batch(ground, at, batch)).collect())
}

/// The names of the studies of batches, the latest first.
const SLUGS: [&str; 6] = ["worked", "worked-2", "worked-3", "worked-4", "worked-5", "worked-6"];

fn of_batch(ground: &Ground<'_>, at: usize, batch: &Worked) -> Study {
    let page = ground.page;
    // Until the night is over tickets are what there is to see.
    let over = batch.doors_at < clock::stamp(figures::past_since(page.now));
    let segment = match &batch.kind {
        Some(kind) => page.t(&format!("fans-loyalty-{kind}")),
        None => batch.segment_name.clone(),
    };
    let parts = [
        ("insights-worked-written", batch.written, batch.written_tickets, batch.written_came),
        ("insights-worked-compared", batch.compared, batch.compared_tickets, batch.compared_came),
    ];
    let did = |tickets: i64, came: i64| if over { came } else { tickets };
    let one = Part { of: batch.written, did: did(batch.written_tickets, batch.written_came) };
    let other = Part { of: batch.compared, did: did(batch.compared_tickets, batch.compared_came) };
    let bars: Vec<Value> = parts
        .iter()
        .filter(|(_, of, ..)| *of > 0)
        .map(|(key, of, tickets, came)| {
            let part = Part { of: *of, did: did(*tickets, *came) };
            let shown =
                format!("{} ({}/{})", ground.percent(part.percent()), ground.number(part.did), ground.number(part.of));
            Value {
                name: page.t(key),
                value: part.percent() as f64,
                label: format!("{}: {shown}", page.t(key)),
                shown,
                most: *key == parts[0].0,
                ..Value::default()
            }
        })
        .collect();
    let rows = parts.iter().map(|(key, of, tickets, came)| Line {
        name: page.t(key),
        href: Some(format!("/messages/{}", batch.id)),
        cells: vec![
            Cell::of(ground.number(*of), of),
            Cell::of(ground.number(*tickets), tickets),
            Cell::of(ground.number(*came), came),
        ],
    });
    let difference = effect::difference(one, other);
    let what = page.t(if over { "insights-worked-came" } else { "insights-worked-bought" });
    let number = |value: f64| format!("{:.0}", value.abs());
    let (points, low, high) = difference.map_or_else(Default::default, |it| (number(it.points), it.low, it.high));
    let signed = |value: f64| format!("{}{}", if value < -0.5 { "−" } else { "" }, number(value));
    let (low, high) = (signed(low), signed(high));
    let values = [("points", &*points), ("low", &*low), ("high", &*high), ("what", &*what)];
    let mut sentences = vec![match effect::claim(difference) {
        _ if one.did + other.did == 0 && batch.written > 0 => ground.say("insights-worked-nobody", &[("what", &what)]),
        _ if batch.written == 0 => page.t("insights-worked-unsent"),
        Claim::NoComparison => ground.say(
            "insights-worked-alone",
            &[("did", &ground.number(one.did)), ("of", &ground.number(one.of)), ("what", &what)],
        ),
        Claim::More => ground.say("insights-worked-more", &values),
        Claim::Fewer => ground.say("insights-worked-fewer", &values),
        Claim::Unclear => ground.say("insights-worked-unclear", &values),
    }];
    if difference.is_some() && one.of.min(other.of) < effect::SMALL {
        sentences.push(page.t("insights-small"));
    }
    if batch.waiting > 0 {
        sentences.push(ground.count("insights-worked-waiting", batch.waiting, &[]));
    }
    Study {
        slug: SLUGS[at],
        title: format!("{segment} → {}, {}", batch.concert, page.short_day(&batch.day)),
        sentences,
        scene: (!bars.is_empty()).then(|| scene::bars(&bars)),
        head: ground.head(&["fans-segment", "insights-fans-head", "insights-worked-tickets", "insights-admitted"]),
        rows: rows.collect(),
        note: Some(
            ground.say("insights-worked-note", &[("segment", &segment), ("when", &page.moment(&batch.made_at))]),
        ),
    }
}

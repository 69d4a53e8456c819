//! The figures in words: one sentence for each thing that they show.

use fluent_templates::fluent_bundle::FluentValue;

use crate::base::clock;
use crate::base::web::page::{Page, Value};
use crate::insights::audience::{Age, Audience, Visits, Wish};
use crate::insights::figures::{self, Copy, Course, Pace, Room, Step, When};
use crate::insights::store::{Concert, Crowd};

fn say(page: &Page, key: &str, values: &[(&'static str, FluentValue<'static>)]) -> String {
    page.lang.with(key, values)
}

fn number(page: &Page, number: i64) -> FluentValue<'static> {
    page.number(number).value()
}

/// Where the next concert stands in time.
pub fn eyebrow(page: &Page, concert: &Concert, when: When) -> String {
    let doors = clock::hour(&concert.doors_at, &concert.timezone);
    match when {
        When::Later => page.t1("insights-next-later", "when", page.distance(&concert.day, &concert.timezone)),
        When::Tomorrow => page.t("insights-next-tomorrow"),
        When::Today => page.t1("insights-next-today", "doors", doors),
        When::Tonight => page.t1("insights-next-tonight", "doors", doors),
        When::LastNight => page.t("insights-next-last-night"),
    }
}

/// Title, line-up, day and doors, address: the lines under the place.
pub fn where_lines(page: &Page, concert: &Concert) -> Vec<String> {
    let doors = clock::hour(&concert.doors_at, &concert.timezone);
    let when = page.t2("insights-when", "day", page.day_first(&concert.day), "doors", doors);
    let address = [&concert.address, &concert.city].map(String::as_str).into_iter().filter(|part| !part.is_empty());
    let address = address.collect::<Vec<_>>().join(", ");
    let line_up = concert.line_up.as_deref().map(|acts| acts.lines().collect::<Vec<_>>().join(", "));
    let opening = concert.title.clone().into_iter().chain(line_up);
    opening.chain([when, address]).filter(|line| !line.is_empty()).collect()
}

/// How the next concert sells, and that it is a hint where the numbers are small.
pub fn pace(page: &Page, pace: &Pace, days: i64, only: &str) -> String {
    let start = match days {
        ..=0 => page.t("insights-pace-same-day"),
        _ => page.t1("insights-pace-days", "n", days),
    };
    let values = [
        ("start", start.value()),
        ("concerts", pace.concerts.value()),
        ("n", pace.usual.value()),
        ("usual", number(page, pace.usual)),
        ("name", only.value()),
    ];
    let usual = say(page, if pace.concerts == 1 { "insights-pace-one" } else { "insights-pace-many" }, &values);
    let course = match pace.course {
        Course::Ahead(by) => say(page, "insights-pace-ahead", &[("n", by.value()), ("by", number(page, by))]),
        Course::Behind(by) => say(page, "insights-pace-behind", &[("n", by.value()), ("by", number(page, by))]),
        Course::Level => page.t("insights-pace-level"),
    };
    let small = if pace.small { page.t("insights-small") } else { String::new() };
    joined(&[usual, course, small])
}

fn joined(sentences: &[String]) -> String {
    sentences.iter().filter(|sentence| !sentence.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// Two concerts' names that can be told apart: with their days where they are the same.
fn names(page: &Page, one: &Concert, other: &Concert) -> (String, String) {
    let dated = |concert: &Concert| format!("{}, {}", concert.name(), page.short_day(&concert.day));
    if one.name() == other.name() {
        (dated(one), dated(other))
    } else {
        (one.name().to_owned(), other.name().to_owned())
    }
}

/// What the last concert's column shows: people, against its named base, the goal, and the room where it explains it.
pub fn attendance(page: &Page, last: &Concert, before: Option<&Concert>, step: Step) -> String {
    if last.admitted == 0 {
        return page.t1("insights-came-nobody", "name", last.name());
    }
    let (name, base_name) = before.map_or((last.name().to_owned(), String::new()), |before| names(page, last, before));
    let base = before.map_or(0, |before| before.admitted);
    let with = |percent: i64, goal: i64| {
        [
            ("name", name.as_str().value()),
            ("n", last.admitted.value()),
            ("admitted", number(page, last.admitted)),
            ("percent", percent.abs().value()),
            ("base", number(page, base)),
            ("baseName", base_name.as_str().value()),
            ("goal", number(page, goal)),
            ("capacity", number(page, last.capacity)),
        ]
    };
    let moved = |percent: i64| match percent {
        1.. => "insights-came-more",
        0 => "insights-came-same",
        _ => "insights-came-fewer",
    };
    match step {
        Step::First => say(page, "insights-came-first", &with(0, 0)),
        Step::NoBase => say(page, "insights-came-no-base", &with(0, 0)),
        Step::Reached { goal, percent } => {
            let values = with(percent, goal);
            joined(&[say(page, moved(percent), &values), say(page, "insights-goal-reached", &values)])
        }
        Step::Missed { goal, percent, room } => {
            let values = with(percent, goal);
            let why = match room {
                Room::Large => say(page, "insights-goal-missed", &values),
                Room::Full => say(page, "insights-goal-room-full", &values),
                Room::PlacesLeft(left) => {
                    let more = [("n", left.value()), ("left", number(page, left))];
                    say(page, "insights-goal-room-left", &[values.as_slice(), &more].concat())
                }
            };
            joined(&[say(page, moved(percent), &values), why])
        }
    }
}

/// What the ticks are (where `goals` are drawn), who of the crowd had been there before, and the goal for the next concert.
pub fn attendance_more(page: &Page, last: &Concert, goals: bool, crowd: Crowd, next: Option<&Concert>) -> Vec<String> {
    let tick = goals.then(|| page.t1("insights-goal-tick", "percent", figures::GOAL_PERCENT));
    let returned = (crowd.fans > 0 && last.admitted > 0).then(|| {
        let fans = [("n", crowd.fans.value()), ("fans", number(page, crowd.fans))];
        let back = [("back", crowd.returned.value()), ("returned", number(page, crowd.returned))];
        say(
            page,
            "insights-returned",
            &[("name", last.name().value()), fans[0].clone(), fans[1].clone(), back[0].clone(), back[1].clone()],
        )
    });
    let ahead = next.and_then(|next| Some((next, figures::goal(last.admitted)?))).map(|(next, goal)| {
        let (name, base_name) = names(page, next, last);
        let values = [
            ("name", name.value()),
            ("baseName", base_name.value()),
            ("goal", number(page, goal)),
            ("capacity", number(page, next.capacity)),
        ];
        let small = next.capacity < goal;
        joined(&[
            say(page, "insights-goal-next", &values),
            if small { say(page, "insights-goal-next-room", &values) } else { String::new() },
        ])
    });
    [tick, returned, ahead].into_iter().flatten().collect()
}

/// How many came back, and the age that does most.
pub fn audience(page: &Page, table: &Audience) -> String {
    let all = table.all();
    let again = all - table.of_visits(Visits::One);
    let values =
        [("n", all.value()), ("fans", number(page, all)), ("back", again.value()), ("again", number(page, again))];
    let faithful = table.most_faithful(figures::FEW).map(|age| {
        let (of, back) = (table.of_age(age), table.returned(age));
        let band = match age {
            Age::Under18 => "youngest",
            Age::From45 => "oldest",
            _ => "between",
        };
        let values = [
            ("band", band.value()),
            ("age", page.t(age.key()).value()),
            ("fans", number(page, of)),
            ("again", number(page, back)),
        ];
        say(page, "insights-audience-faithful", &values)
    });
    let small = if figures::is_few(all) { page.t("insights-small") } else { String::new() };
    joined(&[say(page, "insights-audience-returned", &values), faithful.unwrap_or_default(), small])
}

/// `De 18 a 24 años, 3 o 4 conciertos`: who a list is of.
pub fn wish(page: &Page, wish: Wish) -> String {
    let age = wish.age.map(|age| match age {
        Age::Unknown => page.t("insights-wish-age-unknown"),
        _ => page.t1("insights-wish-age", "age", page.t(age.key())),
    });
    let visits = wish.visits.map_or_else(
        || page.t("insights-wish-visits-any"),
        |visits| page.t1("insights-wish-visits", "visits", page.t(visits.key())),
    );
    format!("{}, {visits}", age.unwrap_or_else(|| page.t("insights-wish-age-any")))
}

/// How old the last good copy is; nothing where none is needed.
pub fn copy(page: &Page, copy: Copy, last: &serde_json::Value) -> Option<String> {
    let count = |name: &str| last.get(name).and_then(serde_json::Value::as_i64);
    let at = last.get("at").and_then(serde_json::Value::as_str).unwrap_or_default();
    let good = || {
        let when = page.moment(at);
        match (count("fans"), count("tickets")) {
            (Some(fans), Some(tickets)) => {
                let (fans, tickets) = (page.number(fans), page.number(tickets));
                page.t3("insights-copy-good-counted", "when", when, "fans", fans, "tickets", tickets)
            }
            _ => page.t1("insights-copy-good", "when", when),
        }
    };
    match copy {
        Copy::Unneeded => None,
        Copy::Never => Some(page.t("insights-copy-never")),
        Copy::NeverLate => Some(page.t("insights-copy-never-late")),
        Copy::Good => Some(good()),
        Copy::Old(days) => Some(page.t2("insights-copy-old", "n", days, "when", page.moment(at))),
    }
}

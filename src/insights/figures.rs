//! The rules of the figures: what grew, what the goal was, what a room could hold, how a concert sells.

use jiff::Timestamp;

/// The band's goal: so many per cent more people than at the concert before.
pub const GOAL_PERCENT: i64 = 20;

/// How many earlier concerts a sale is compared with, at most.
pub const PACE_CONCERTS: usize = 5;

/// Fewer than this, and a figure is called small.
pub const FEW: i64 = 20;

const HOUR_MS: i64 = 3_600_000;

/// Change in per cent, rounded; none over a base of nobody.
pub fn growth(base: i64, now: i64) -> Option<i64> {
    (base > 0).then(|| ((now - base) as f64 * 100.0 / base as f64).round() as i64)
}

/// How many have to come for the goal over `base`, rounded up; none over a base of nobody.
pub fn goal(base: i64) -> Option<i64> {
    (base > 0).then(|| (base * (100 + GOAL_PERCENT) + 99) / 100)
}

/// Places for which nobody came; never below zero, also when a summary is behind.
pub fn no_shows(held: i64, admitted: i64) -> i64 {
    (held - admitted).max(0)
}

/// What a concert's night came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Night {
    /// People who went in.
    pub admitted: i64,
    /// Places sold or given.
    pub held: i64,
    pub capacity: i64,
}

/// A concert beside the one before it, which is its base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// There is none before it.
    First,
    /// Nobody was let in at the one before, so there is nothing to grow from.
    NoBase,
    Reached {
        goal: i64,
        percent: i64,
    },
    Missed {
        goal: i64,
        percent: i64,
        room: Room,
    },
}

/// Whether the room explains a goal that was missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// The goal would have fitted.
    Large,
    /// The goal did not fit, and nearly every place was taken: the room explains it.
    Full,
    /// The goal did not fit, but there were places left: the room explains only a part.
    PlacesLeft(i64),
}

/// How a concert did against the one before it.
pub fn step(before: Option<&Night>, night: &Night) -> Step {
    let Some(before) = before else { return Step::First };
    let (Some(goal), Some(percent)) = (goal(before.admitted), growth(before.admitted, night.admitted)) else {
        return Step::NoBase;
    };
    if night.admitted >= goal {
        Step::Reached { goal, percent }
    } else {
        Step::Missed { goal, percent, room: room(goal, night) }
    }
}

/// A room counts as full when at most one place in twenty was left.
fn room(goal: i64, night: &Night) -> Room {
    if night.capacity >= goal {
        Room::Large
    } else if night.held * 20 >= night.capacity * 19 {
        Room::Full
    } else {
        Room::PlacesLeft(night.capacity - night.held)
    }
}

/// How a concert sells beside earlier ones, as long before their doors as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    pub concerts: usize,
    /// What they held then, on average.
    pub usual: i64,
    pub course: Course,
    /// Too few concerts or tickets to say more than a hint.
    pub small: bool,
}

/// Above, below or beside what is usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    Ahead(i64),
    Behind(i64),
    Level,
}

/// The pace of a concert that holds `held` now; none without earlier ones.
pub fn pace(held: i64, earlier: &[i64]) -> Option<Pace> {
    if earlier.is_empty() {
        return None;
    }
    let usual = (earlier.iter().sum::<i64>() as f64 / earlier.len() as f64).round() as i64;
    let apart = held - usual;
    let course = match apart {
        _ if apart.abs() <= 2 || apart.abs() * 20 <= usual => Course::Level,
        1.. => Course::Ahead(apart),
        _ => Course::Behind(-apart),
    };
    Some(Pace { concerts: earlier.len(), usual, course, small: earlier.len() < 3 || (usual < FEW && held < FEW) })
}

/// Whether so few people are too few to draw a conclusion from.
pub fn is_few(people: i64) -> bool {
    people < FEW
}

/// Where a concert stands in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Later,
    Tomorrow,
    /// Today, doors still closed.
    Today,
    /// Doors are open, or were until a moment ago.
    Tonight,
    LastNight,
}

/// Where a concert stands, `days` nights from now (see `clock::days_until`).
pub fn when(days: i64, doors: Timestamp, now: Timestamp) -> When {
    match days {
        2.. => When::Later,
        1 => When::Tomorrow,
        0 if now < doors => When::Today,
        0 => When::Tonight,
        _ => When::LastNight,
    }
}

/// Before this time doors have been for so long that a concert is past.
pub fn past_since(now: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(now.as_millisecond() - 12 * HOUR_MS).unwrap_or(now)
}

/// As long before another concert's doors as `now` is before these doors.
pub fn same_moment(now: Timestamp, doors: Timestamp, other_doors: Timestamp) -> Timestamp {
    let before = doors.as_millisecond() - now.as_millisecond();
    Timestamp::from_millisecond(other_doors.as_millisecond() - before).unwrap_or(other_doors)
}

/// How the last good copy of the data stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copy {
    /// There is nothing yet to lose.
    Unneeded,
    Never,
    /// There has been something to lose for days, and no copy.
    NeverLate,
    Good,
    /// So many days old.
    Old(i64),
}

impl Copy {
    /// Whether the person has to be warned.
    pub fn warns(self) -> bool {
        matches!(self, Copy::NeverLate | Copy::Old(_))
    }
}

/// The state of the copies: when the last was made, and since when there is something to lose.
pub fn copy(last: Option<Timestamp>, since: Option<Timestamp>, now: Timestamp) -> Copy {
    let hours = |at: Timestamp| (now.as_millisecond() - at.as_millisecond()) / HOUR_MS;
    match (last, since) {
        (Some(last), _) if hours(last) >= 72 => Copy::Old(hours(last) / 24),
        (Some(_), _) => Copy::Good,
        (None, Some(since)) if hours(since) >= 72 => Copy::NeverLate,
        (None, Some(_)) => Copy::Never,
        (None, None) => Copy::Unneeded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn night(admitted: i64, held: i64, capacity: i64) -> Night {
        Night { admitted, held, capacity }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn a_first_concert_has_no_goal() {
        assert_eq!(step(None, &night(113, 120, 200)), Step::First);
    }

    #[test]
    fn nobody_is_no_base() {
        assert_eq!(growth(0, 50), None);
        assert_eq!(goal(0), None);
        assert_eq!(step(Some(&night(0, 40, 80)), &night(50, 60, 80)), Step::NoBase);
        assert_eq!(growth(50, 0), Some(-100));
    }

    #[test]
    fn the_goal_is_a_fifth_more_and_whole_people() {
        assert_eq!(goal(188), Some(226));
        assert_eq!(goal(1), Some(2));
        assert_eq!(goal(100), Some(120));
        assert_eq!(growth(152, 188), Some(24));
        assert_eq!(growth(148, 139), Some(-6));
    }

    #[test]
    fn a_goal_is_reached_exactly_at_the_goal() {
        let before = night(100, 110, 200);
        assert_eq!(step(Some(&before), &night(120, 130, 200)), Step::Reached { goal: 120, percent: 20 });
        let missed = Step::Missed { goal: 120, percent: 19, room: Room::Large };
        assert_eq!(step(Some(&before), &night(119, 130, 200)), missed);
    }

    #[test]
    fn a_smaller_room_explains_a_missed_goal_only_when_it_was_full() {
        let before = night(188, 201, 250);
        let room = |night: &Night| match step(Some(&before), night) {
            Step::Missed { goal: 226, room, .. } => Some(room),
            _ => None,
        };
        assert_eq!(room(&night(170, 178, 180)), Some(Room::Full));
        assert_eq!(room(&night(170, 171, 180)), Some(Room::Full));
        assert_eq!(room(&night(120, 130, 180)), Some(Room::PlacesLeft(50)));
        assert_eq!(room(&night(120, 130, 226)), Some(Room::Large));
    }

    #[test]
    fn a_pace_needs_an_earlier_concert() {
        assert_eq!(pace(40, &[]), None);
        let one = pace(40, &[30]).expect("a pace");
        assert!(one.small);
        assert_eq!(one.course, Course::Ahead(10));
    }

    #[test]
    fn a_pace_says_ahead_behind_or_level() {
        let course = |held| pace(held, &[90, 100, 110]).map(|pace| pace.course);
        assert_eq!(course(130), Some(Course::Ahead(30)));
        assert_eq!(course(60), Some(Course::Behind(40)));
        assert_eq!(course(104), Some(Course::Level));
        assert!(!pace(104, &[90, 100, 110]).expect("a pace").small);
        assert!(pace(4, &[1, 0, 2]).expect("a pace").small);
    }

    #[test]
    fn as_long_before_is_counted_from_the_doors() {
        let moment = same_moment(at("2026-11-22T18:00:00Z"), at("2026-11-29T02:00:00Z"), at("2026-10-11T03:00:00Z"));
        assert_eq!(moment, at("2026-10-04T19:00:00Z"));
    }

    #[test]
    fn tonight_lasts_until_the_small_hours() {
        let doors = at("2026-11-29T02:00:00Z");
        assert_eq!(when(6, doors, at("2026-11-22T18:00:00Z")), When::Later);
        assert_eq!(when(1, doors, at("2026-11-27T18:00:00Z")), When::Tomorrow);
        assert_eq!(when(0, doors, at("2026-11-29T01:00:00Z")), When::Today);
        assert_eq!(when(0, doors, at("2026-11-29T06:40:00Z")), When::Tonight);
        assert_eq!(when(-1, doors, at("2026-11-29T12:00:00Z")), When::LastNight);
    }

    #[test]
    fn a_copy_is_old_after_three_days() {
        let now = at("2026-11-22T18:00:00Z");
        let since = Some(at("2026-01-01T00:00:00Z"));
        assert_eq!(copy(Some(at("2026-11-22T10:00:00Z")), since, now), Copy::Good);
        assert_eq!(copy(Some(at("2026-11-19T18:00:00Z")), since, now), Copy::Old(3));
        assert_eq!(copy(None, since, now), Copy::NeverLate);
        assert_eq!(copy(None, Some(at("2026-11-22T10:00:00Z")), now), Copy::Never);
        assert_eq!(copy(None, None, now), Copy::Unneeded);
    }

    #[test]
    fn no_shows_are_never_fewer_than_none() {
        assert_eq!(no_shows(201, 188), 13);
        assert_eq!(no_shows(10, 12), 0);
    }
}

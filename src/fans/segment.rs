//! Segments: rules over what a fan is and did, and who they hold for. Pure; how a rule is said is in `pages/segments.rs`.
//!
//! Loyalty counts shows, not days. Recency is how many of the shows that a fan could have come to have passed since their
//! last; frequency is how many they came to of those since their first. A show that they could have come to is one in the
//! city where they come most.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a rule may be about, how it is compared, as an address and a row name it.
pub const FACTS: [(&str, Kind); 20] = [
    ("came", Kind::Number),
    ("recency", Kind::Number),
    ("frequency", Kind::Percent),
    ("missed", Kind::Number),
    ("kept", Kind::Percent),
    ("age", Kind::Number),
    ("birthday", Kind::Yes),
    ("city", Kind::Text),
    ("found", Kind::Found),
    ("paid", Kind::Money),
    ("tickets", Kind::Number),
    ("brought", Kind::Number),
    ("came_to", Kind::Concert),
    ("first", Kind::Concert),
    ("holds", Kind::Concert),
    ("language", Kind::Language),
    ("news", Kind::Yes),
    ("phone", Kind::Yes),
    ("email", Kind::Yes),
    ("listed", Kind::List),
];

/// What a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Number,
    Percent,
    /// In whole units of the currency, as it is typed; kept in cents.
    Money,
    Yes,
    Text,
    Found,
    Language,
    Concert,
    /// Fans who were put on a list by hand, by the list's id.
    List,
}

/// How a number is compared: at least, at most, exactly; anything else is or isn't.
pub const HOW: [&str; 3] = ["least", "most", "exactly"];

/// Groups that a segment has at most, and rules that a group has.
pub const GROUPS: usize = 6;
pub const RULES: usize = 8;

/// Our own segments: loyalty as every band has it, each with its id, its name and its rules.
pub const OURS: [(&str, &str, &str, &str); 6] = [
    (
        "faithful",
        "00000000000000000000000001",
        "Fieles",
        r#"{"any":[[{"fact":"came","how":"least","value":"3"},{"fact":"frequency","how":"least","value":"50"},{"fact":"recency","how":"most","value":"2"}]]}"#,
    ),
    (
        "new",
        "00000000000000000000000002",
        "Nuevos",
        r#"{"any":[[{"fact":"came","how":"exactly","value":"1"},{"fact":"recency","how":"most","value":"1"}]]}"#,
    ),
    (
        "leaving",
        "00000000000000000000000003",
        "Se nos van",
        r#"{"any":[[{"fact":"came","how":"least","value":"2"},{"fact":"recency","how":"least","value":"3"},{"fact":"recency","how":"most","value":"5"}]]}"#,
    ),
    (
        "promising",
        "00000000000000000000000004",
        "Prometen y no llegan",
        r#"{"any":[[{"fact":"missed","how":"least","value":"2"},{"fact":"kept","how":"most","value":"50"}]]}"#,
    ),
    (
        "lost",
        "00000000000000000000000005",
        "Perdidos",
        r#"{"any":[[{"fact":"came","how":"least","value":"1"},{"fact":"recency","how":"least","value":"6"}]]}"#,
    ),
    (
        "birthday",
        "00000000000000000000000006",
        "Cumplen este mes",
        r#"{"any":[[{"fact":"birthday","how":"is","value":""}]]}"#,
    ),
];

/// The kind of a fact; none of a name that isn't one.
pub fn kind(fact: &str) -> Option<Kind> {
    FACTS.iter().find(|(name, _)| *name == fact).map(|(_, kind)| *kind)
}

/// One rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub fact: String,
    /// One of [`HOW`], or `is`.
    pub how: String,
    pub value: String,
    #[serde(default, skip_serializing_if = "Must::is_hold")]
    pub must: Must,
}

/// Whether a rule must hold or must not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Must {
    #[default]
    Hold,
    Not,
}

impl Must {
    fn is_hold(&self) -> bool {
        *self == Self::Hold
    }
}

/// Fans for whom all rules of any group hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    pub any: Vec<Vec<Rule>>,
}

/// What is known of a fan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub id: String,
    /// In years today; none where it isn't known.
    pub age: Option<i64>,
    pub birth_month: Option<i64>,
    pub found: String,
    pub language: String,
    pub news: bool,
    pub phone: bool,
    pub email: bool,
    pub brought: i64,
    pub city: String,
    pub city_came: i64,
    /// When the doors of their first in that city opened, and of their last anywhere.
    pub city_since: Option<String>,
    pub last_at: Option<String>,
    pub first_concert: Option<String>,
    /// Concerts that they hold or held a ticket for; those of them still to come; those that they came to; all that they
    /// came to.
    pub concerts: i64,
    pub ahead: i64,
    pub kept: i64,
    pub came: i64,
    pub tickets: i64,
    pub paid_cents: i64,
}

/// The past as rules need it, and the fans of the concerts that rules name.
#[derive(Clone, Debug, Default)]
pub struct Here {
    pub month: i64,
    /// When doors opened in each city, in order; past concerts only, none cancelled.
    pub doors: BTreeMap<String, Vec<String>>,
    pub came_to: HashMap<String, HashSet<String>>,
    pub holds: HashMap<String, HashSet<String>>,
    pub listed: HashMap<String, HashSet<String>>,
}

impl Here {
    /// What these rules name of a fact: concerts, or lists.
    pub fn named<'a>(rules: impl Iterator<Item = &'a Rules>, fact: &str) -> HashSet<String> {
        let all = rules.flat_map(|rules| rules.any.iter().flatten());
        all.filter(|rule| rule.fact == fact).map(|rule| rule.value.clone()).collect()
    }

    fn shows_since(&self, city: &str, at: &str, with_it: bool) -> i64 {
        let doors = self.doors.get(city).map_or(&[][..], Vec::as_slice);
        let before = doors.partition_point(|door| if with_it { door.as_str() < at } else { door.as_str() <= at });
        (doors.len() - before) as i64
    }
}

impl Facts {
    /// How many shows of theirs have passed since their last; none of whoever never came.
    pub fn recency(&self, here: &Here) -> Option<i64> {
        self.last_at.as_deref().map(|at| here.shows_since(&self.city, at, false))
    }

    /// How many of a hundred shows since their first they came to.
    pub fn frequency(&self, here: &Here) -> Option<i64> {
        let shows = here.shows_since(&self.city, self.city_since.as_deref()?, true);
        (shows > 0).then(|| (self.city_came * 100 / shows).min(100))
    }

    /// Concerts that they had a ticket for, that were, and that they didn't come to.
    pub fn missed(&self) -> i64 {
        (self.concerts - self.ahead - self.kept).max(0)
    }

    /// Of a hundred concerts that they had a ticket for, how many they came to.
    pub fn kept_percent(&self) -> Option<i64> {
        let held = self.kept + self.missed();
        (held > 0).then(|| self.kept * 100 / held)
    }
}

impl Rule {
    /// Whether it holds: none where what it asks isn't known, whether or not it must not hold.
    fn holds(&self, fan: &Facts, here: &Here) -> Option<bool> {
        let number = |is: Option<i64>| {
            let (is, wished): (i64, i64) = (is?, self.value.parse().ok()?);
            Some(match &*self.how {
                "least" => is >= wished,
                "most" => is <= wished,
                _ => is == wished,
            })
        };
        let there =
            |fans: &HashMap<String, HashSet<String>>| fans.get(&self.value).is_some_and(|it| it.contains(&fan.id));
        let said = |is: &str| (!is.is_empty()).then(|| is == self.value);
        let held = match &*self.fact {
            "came" => number(Some(fan.came)),
            "recency" => number(fan.recency(here)),
            "frequency" => number(fan.frequency(here)),
            "missed" => number(Some(fan.missed())),
            "kept" => number(fan.kept_percent()),
            "age" => number(fan.age),
            "birthday" => fan.birth_month.map(|month| month == here.month),
            "city" => said(&fan.city),
            "found" => said(&fan.found),
            "paid" => number(Some(fan.paid_cents)),
            "tickets" => number(Some(fan.tickets)),
            "brought" => number(Some(fan.brought)),
            "came_to" => Some(there(&here.came_to)),
            "first" => Some(fan.first_concert.as_deref() == Some(&*self.value)),
            "holds" => Some(there(&here.holds)),
            "listed" => Some(there(&here.listed)),
            "language" => Some(if fan.language.is_empty() { "es" } else { &*fan.language } == self.value),
            "news" => Some(fan.news),
            "phone" => Some(fan.phone),
            "email" => Some(fan.email),
            _ => None,
        };
        held.map(|held| held == (self.must == Must::Hold))
    }
}

impl Rules {
    /// Whether a fan is in.
    pub fn hold(&self, fan: &Facts, here: &Here) -> bool {
        let all = |group: &Vec<Rule>| !group.is_empty() && group.iter().all(|rule| rule.holds(fan, here) == Some(true));
        self.any.iter().any(all)
    }

    /// As a row keeps them.
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// As a row kept them; of what can't be read, nobody is in.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }
}

/// The month of a birthday, of `MM-DD`.
pub fn month(birthday: &str) -> Option<i64> {
    birthday.get(..2)?.parse().ok()
}

/// For which night, after how many concerts, something was counted: when it changes, all is counted anew.
pub fn counted_for(night: Date, past: i64) -> String {
    format!("{night} {past}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(fact: &str, how: &str, value: &str) -> Rule {
        Rule { fact: fact.into(), how: how.into(), value: value.into(), must: Must::Hold }
    }

    fn not(rule: Rule) -> Rule {
        Rule { must: Must::Not, ..rule }
    }

    fn all(rules: &[Rule]) -> Rules {
        Rules { any: vec![rules.to_vec()] }
    }

    fn here() -> Here {
        let doors = |days: &[u8]| days.iter().map(|day| format!("2026-01-{day:02}T02:00:00.000Z")).collect();
        Here {
            month: 11,
            doors: BTreeMap::from([("CDMX".into(), doors(&[1, 2, 3, 4, 5, 6])), ("Toluca".into(), doors(&[7, 8]))]),
            came_to: HashMap::from([("x".into(), HashSet::from(["ana".into()]))]),
            ..Here::default()
        }
    }

    fn ana() -> Facts {
        Facts {
            id: "ana".into(),
            age: Some(30),
            city: "CDMX".into(),
            city_came: 3,
            city_since: Some("2026-01-02T02:00:00.000Z".into()),
            last_at: Some("2026-01-05T02:00:00.000Z".into()),
            came: 3,
            concerts: 4,
            ahead: 1,
            kept: 2,
            found: "friend".into(),
            ..Facts::default()
        }
    }

    #[test]
    fn loyalty_counts_the_shows_that_a_fan_could_have_come_to() {
        // Since the second in their own city there were five, of which she came to three; one has passed since her last.
        // What was played in another city is nobody's absence.
        assert_eq!((ana().recency(&here()), ana().frequency(&here())), (Some(1), Some(60)));
        assert_eq!((ana().missed(), ana().kept_percent()), (1, Some(66)));
        let nobody = Facts::default();
        assert_eq!((nobody.recency(&here()), nobody.frequency(&here()), nobody.kept_percent()), (None, None, None));
    }

    #[test]
    fn all_rules_of_one_group_must_hold_and_any_group_is_enough() {
        let both = all(&[rule("came", "least", "3"), rule("recency", "most", "2")]);
        assert!(both.hold(&ana(), &here()));
        let neither = all(&[rule("came", "exactly", "3"), rule("recency", "least", "2")]);
        assert!(!neither.hold(&ana(), &here()));
        let either = Rules { any: vec![neither.any[0].clone(), vec![rule("came_to", "is", "x")]] };
        assert!(either.hold(&ana(), &here()));
        assert!(!Rules::default().hold(&ana(), &here()), "nobody is in without a rule");
        assert!(!all(&[]).hold(&ana(), &here()));
    }

    #[test]
    fn what_isn_t_known_is_neither_in_nor_out() {
        let unknown = Facts { age: None, found: String::new(), ..ana() };
        for rule in [rule("age", "least", "18"), rule("found", "is", "friend"), rule("birthday", "is", "")] {
            assert!(!all(std::slice::from_ref(&rule)).hold(&unknown, &here()), "{rule:?}");
            assert!(!all(&[not(rule.clone())]).hold(&unknown, &here()), "not {rule:?}");
        }
        assert!(all(&[not(rule("age", "least", "31"))]).hold(&ana(), &here()));
        assert!(all(&[not(rule("came_to", "is", "y"))]).hold(&ana(), &here()));
    }

    #[test]
    fn rules_are_kept_as_text_and_read_again() {
        let rules = Rules {
            any: vec![vec![rule("came", "least", "2"), not(rule("news", "is", ""))], vec![rule("city", "is", "\"")]],
        };
        assert_eq!(Rules::read(&rules.text()), rules);
        assert_eq!(Rules::read("x"), Rules::default());
    }

    #[test]
    fn our_own_segments_have_rules_that_can_be_read() {
        for (kind, id, _, rules) in OURS {
            let read = Rules::read(rules);
            assert!(!read.any.is_empty() && id.len() == 26, "{kind}");
            assert_eq!(read.text(), rules, "{kind}");
        }
        let faithful = Rules::read(OURS[0].3);
        assert!(faithful.hold(&ana(), &here()));
        assert!(!faithful.hold(&Facts { city_came: 2, ..ana() }, &here()), "two of five shows aren't half");
    }

    #[test]
    fn every_fact_can_be_asked_and_no_other() {
        for (fact, _) in FACTS {
            assert!(kind(fact).is_some());
            // It says yes or no of somebody of whom all is known.
            let known = Facts { birth_month: Some(11), language: "en".into(), ..ana() };
            assert!(rule(fact, "least", "1").holds(&known, &here()).is_some(), "{fact}");
        }
        assert_eq!(rule("password", "is", "x").holds(&ana(), &here()), None);
    }
}

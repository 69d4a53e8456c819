//! What a page of figures is of: concerts of a period and place, fans of an age, a constancy, a source, a way to pay. It is
//! the page's address, so that it can be passed on.

use serde::Deserialize;

use crate::base::web::apology::encode;
use crate::insights::audience::{Age, Visits};
use crate::insights::store::Concert;

/// Concerts that a page reads when nothing is said.
pub const USUAL: i64 = 12;
/// Concerts that a page reads at most.
pub const MOST: i64 = 5_000;

/// As the address says it; what isn't one of ours is as if it weren't said.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct Filter {
    /// Empty or `12`, `50`: the last so many concerts; `all`; or a year, `2026`.
    pub period: String,
    pub concert: String,
    pub venue: String,
    pub city: String,
    pub age: String,
    pub visits: String,
    pub method: String,
    pub found: String,
}

/// The ways to pay, as they are kept.
pub const METHODS: [&str; 4] = ["cash", "spei", "card", "courtesy"];
/// How fans found us, as it is kept; the empty one is of those who didn't say.
pub const FOUND: [&str; 9] =
    ["friend", "instagram", "tiktok", "spotify", "poster", "radio", "walked_by", "other_band", "other"];
/// How the empty one is written in an address.
pub const UNSAID: &str = "unsaid";

/// The key of what a source is called.
pub fn found_key(found: &str) -> String {
    if found == UNSAID { "insights-found-unsaid".to_owned() } else { format!("fans-found-{}", found.replace('_', "-")) }
}

impl Filter {
    /// The same, with what isn't one of ours left out.
    pub fn checked(self) -> Self {
        let year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let kept = |text: String, good: bool| if good { text } else { String::new() };
        Self {
            period: kept(self.period.clone(), matches!(&*self.period, "50" | "all") || year(&self.period)),
            age: kept(self.age.clone(), Age::named(&self.age).is_some()),
            visits: kept(self.visits.clone(), Visits::named(&self.visits).is_some()),
            method: kept(self.method.clone(), METHODS.contains(&&*self.method)),
            found: kept(self.found.clone(), self.found == UNSAID || FOUND.contains(&&*self.found)),
            ..self
        }
    }

    /// How many concerts to read before [`Filter::takes`] chooses among them.
    pub fn reads(&self) -> i64 {
        let narrowed = !(self.concert.is_empty() && self.venue.is_empty() && self.city.is_empty());
        match &*self.period {
            // And the base of the earliest.
            "" if !narrowed => USUAL + 1,
            "50" if !narrowed => 51,
            _ => MOST,
        }
    }

    /// Those of `past` (the latest first) that are meant, and the one before the earliest of them.
    pub fn takes(&self, past: Vec<Concert>) -> (Vec<Concert>, Option<Concert>) {
        let of = |wished: &str, is: &str| wished.is_empty() || wished == is;
        let year = if self.period.len() == 4 { &*self.period } else { "" };
        let most = match &*self.period {
            "" if self.concert.is_empty() => USUAL as usize,
            "50" => 50,
            _ => MOST as usize,
        };
        let here = past.into_iter().filter(|concert| {
            of(&self.concert, &concert.id) && of(&self.venue, &concert.venue_id) && of(&self.city, &concert.city)
        });
        let mut meant: Vec<Concert> =
            here.skip_while(|concert| !concert.day.starts_with(year) && &concert.day[..4] > year).collect();
        let count = meant.iter().take(most).take_while(|concert| concert.day.starts_with(year)).count();
        let base = if meant.len() > count { Some(meant.swap_remove(count)) } else { None };
        meant.truncate(count);
        (meant, base)
    }

    /// Whether it is of some fans only, so that the concerts' own sums don't answer it.
    pub fn of_fans(&self) -> bool {
        !(self.age.is_empty() && self.visits.is_empty() && self.method.is_empty() && self.found.is_empty())
    }

    /// Whether it is of the whole history, whatever the concert and the ticket.
    pub fn is_of_all(&self) -> bool {
        self.period == "all" && self.concert.is_empty() && self.venue.is_empty() && self.method.is_empty()
    }

    /// The years, both ends in it; an unknown age is −1.
    pub fn ages(&self) -> (i64, i64) {
        Age::named(&self.age).map_or((-1, 120), Age::range)
    }

    /// How many concerts they came to, both ends in it; without a wish also none.
    pub fn came(&self) -> (i64, i64) {
        Visits::named(&self.visits).map_or((0, i64::from(i32::MAX)), Visits::range)
    }

    /// The least and the most of a text that is kept, so that a comparison takes one or all.
    pub fn methods(&self) -> (&str, &str) {
        if self.method.is_empty() { ("", "~") } else { (&self.method, &self.method) }
    }

    pub fn sources(&self) -> (&str, &str) {
        match &*self.found {
            "" => ("", "~"),
            UNSAID => ("", ""),
            found => (found, found),
        }
    }

    /// `period=all&city=Toluca`, as far as it is said.
    pub fn query(&self) -> String {
        let parts = [
            ("period", &self.period),
            ("concert", &self.concert),
            ("venue", &self.venue),
            ("city", &self.city),
            ("age", &self.age),
            ("visits", &self.visits),
            ("method", &self.method),
            ("found", &self.found),
        ];
        let said = parts.into_iter().filter(|(_, value)| !value.is_empty());
        said.map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
    }

    /// An address with this filter.
    pub fn at(&self, path: &str) -> String {
        match self.query() {
            query if query.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_and_written_again_and_strange_parts_of_it_are_left_out() {
        let filter = Filter { city: "Ciudad de México".into(), age: "18-24".into(), ..Filter::default() };
        assert_eq!(filter.query(), "city=Ciudad%20de%20M%C3%A9xico&age=18-24");
        let strange = Filter {
            period: "1=1".into(),
            age: "18".into(),
            visits: "no".into(),
            method: "barter".into(),
            found: "x".into(),
            ..Filter::default()
        };
        assert_eq!(strange.checked(), Filter::default());
        let year = Filter { period: "2026".into(), found: UNSAID.into(), ..Filter::default() };
        assert_eq!(year.clone().checked(), year);
    }
}

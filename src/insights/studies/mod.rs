//! What each page of figures shows: reads what its filter means, and says it.

pub mod again;
pub mod arrival;
pub mod attendance;
pub mod explore;
pub mod loyalty;
pub mod value;
pub mod who;

use jiff::civil::Date;

use crate::base::clock;
use crate::base::db::Db;
use crate::base::error::Result;
use crate::base::web::page::{Page, Value as _};
use crate::base::web::scene::{self, Value};
use crate::insights::audience::{Age, Visits};
use crate::insights::figures;
use crate::insights::filter::{Filter, found_key};
use crate::insights::store::{self, Concert, crowd, period, report};
use crate::insights::study::{Cell, Line, Study};

/// Concerts whose crowds are looked at, the latest of those that are meant.
pub const ATTENDED: usize = 60;

/// What all studies of a page stand on.
pub struct Ground<'a> {
    pub page: &'a Page,
    pub db: &'a Db,
    pub filter: &'a Filter,
    /// The past concerts that are meant, the latest first.
    pub concerts: Vec<Concert>,
    /// How many are meant; more than were read where fans alone are counted.
    pub meant: i64,
    /// The one before the earliest of them: its base.
    pub base: Option<Concert>,
    pub today: Date,
}

impl<'a> Ground<'a> {
    /// Two queries at most.
    pub async fn of(page: &'a Page, db: &'a Db, filter: &'a Filter) -> Result<Self> {
        let until = clock::stamp(figures::past_since(page.now));
        let past = if filter.concert.is_empty() {
            store::past(db, &until, filter.reads()).await?
        } else {
            period::one(db, &filter.concert, &until).await?
        };
        let (concerts, mut base) = filter.takes(past);
        if let Some(one) = concerts.first().filter(|_| !filter.concert.is_empty()) {
            base = report::before(db, &one.doors_at).await?;
        }
        let (meant, today) = (concerts.len() as i64, clock::night_of(page.now, page.timezone()));
        Ok(Self { page, db, filter, concerts, meant, base, today })
    }

    /// The same for studies of fans: of the whole history no more concerts are read than are shown.
    pub async fn of_fans(page: &'a Page, db: &'a Db, filter: &'a Filter) -> Result<Self> {
        if !(filter.is_of_all() && filter.city.is_empty()) {
            return Self::of(page, db, filter).await;
        }
        let until = clock::stamp(figures::past_since(page.now));
        let (concerts, meant) =
            tokio::try_join!(store::past(db, &until, ATTENDED as i64 + 1), period::count(db, &until))?;
        Ok(Self { page, db, filter, concerts, meant, base: None, today: clock::night_of(page.now, page.timezone()) })
    }

    /// The page's filter as far as it is of fans.
    fn only_fans(&self) -> Filter {
        Filter {
            period: String::new(),
            concert: String::new(),
            venue: String::new(),
            city: String::new(),
            ..self.filter.clone()
        }
    }

    /// Where the fans of a concert are listed, those that are meant.
    pub fn fans_of(&self, concert: &Concert) -> String {
        Filter { concert: concert.id.clone(), ..self.only_fans() }.at("/insights/fans")
    }

    /// Where those are listed whose first concert it was, and who came so often at least; 0: as often as the filter says. None where a way to pay is meant:
    /// that is of a ticket, and a fan may have come since with another.
    pub fn began_at(&self, concert: &Concert, least: i64) -> Option<String> {
        let mut filter = self.only_fans();
        if least > 0 {
            // How often they came is what the list is of.
            filter.visits.clear();
        }
        let mark = format!("first={}&least={}", concert.id, least.max(1));
        filter.method.is_empty().then(|| match filter.query() {
            query if query.is_empty() => format!("/insights/fans?{mark}"),
            query => format!("/insights/fans?{query}&{mark}"),
        })
    }

    /// What is asked of the fans of these concerts.
    pub fn asked(&self, concerts: &str) -> crowd::Asked {
        crowd::Asked::of(concerts, self.filter, &self.today.to_string())
    }

    /// The ids of the latest `most` of them.
    pub fn latest(&self, most: usize) -> String {
        period::ids(self.concerts.iter().take(most))
    }

    /// That only the latest so many concerts were read, where there are more.
    pub fn only_latest(&self, most: usize) -> Option<String> {
        (self.concerts.len() > most).then(|| self.page.t1("insights-only-latest", "n", most as i64))
    }

    pub fn number(&self, number: i64) -> String {
        self.page.number(number)
    }

    pub fn percent(&self, percent: i64) -> String {
        self.page.t1("insights-percent", "n", percent)
    }

    /// `14 %` of a whole; a dash of nothing.
    pub fn share(&self, part: i64, whole: i64) -> String {
        share(part, whole).map_or_else(|| "—".to_owned(), |percent| self.percent(percent))
    }

    /// A concert's name and day, told apart from its namesakes.
    pub fn named(&self, concert: &Concert) -> String {
        format!("{}, {}", concert.name(), self.page.short_day(&concert.day))
    }

    pub fn head(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| self.page.t(key)).collect()
    }

    /// A text with any number of values.
    pub fn say(&self, key: &str, values: &[(&'static str, &str)]) -> String {
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, (*value).value())).collect();
        self.page.lang.with(key, &values)
    }

    /// A text that counts, with `n` for the plural and `count` as it is written.
    pub fn count(&self, key: &str, n: i64, values: &[(&'static str, &str)]) -> String {
        let mut all = vec![("n", n.value()), ("count", self.number(n).value())];
        all.extend(values.iter().map(|(name, value)| (*name, (*value).value())));
        self.page.lang.with(key, &all)
    }

    /// That there is nothing to show.
    pub fn none(&self) -> String {
        let filtered = self.filter.of_fans() && !self.concerts.is_empty();
        self.page.t(if filtered { "insights-none-filtered" } else { "insights-none" })
    }

    /// What the page is of: its concerts, and what is said of fans.
    pub fn lead(&self) -> String {
        let (page, filter) = (self.page, self.filter);
        let mut parts = vec![self.count("insights-of-concerts", self.meant, &[])];
        if let Some(one) = self.concerts.first().filter(|_| !filter.concert.is_empty()) {
            parts = vec![self.named(one)];
        }
        let venue = self.concerts.first().filter(|_| !filter.venue.is_empty()).map(|concert| concert.venue.clone());
        let age = Age::named(&filter.age).map(|age| page.t1("insights-wish-age", "age", page.t(age.key())));
        let visits = Visits::named(&filter.visits).map(|visits| page.t(visits.key()));
        let method = (!filter.method.is_empty()).then(|| page.t(&format!("insights-method-{}", filter.method)));
        let found = (!filter.found.is_empty()).then(|| page.t(&found_key(&filter.found)));
        let city = (!filter.city.is_empty()).then(|| filter.city.clone());
        parts.extend([venue, city, age, visits, method, found].into_iter().flatten());
        parts.join(" · ")
    }

    /// Money as a file has it: `123.45`.
    pub fn amount(cents: i64) -> String {
        format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
    }

    /// That numbers are small, where they are.
    pub fn small(&self, n: i64) -> Option<String> {
        figures::is_few(n).then(|| self.page.t("insights-small"))
    }
}

/// In per cent, rounded; none of nothing.
pub fn share(part: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| (part as f64 * 100.0 / whole as f64).round() as i64)
}

/// A concert's part of a whole.
pub struct Shared<'a> {
    pub concert: &'a Concert,
    pub part: i64,
    pub whole: i64,
    pub percent: i64,
}

/// A study of one share a concert; one of which `of` gives nothing, or nothing of a whole, isn't in it.
pub fn shares<'a>(
    ground: &Ground<'_>,
    concerts: impl IntoIterator<Item = &'a Concert>,
    (slug, title, head): (&'static str, &str, &[&str]),
    of: impl Fn(&Concert) -> Option<(i64, i64)>,
    sentence: impl FnOnce(&[Shared<'a>]) -> String,
) -> Study {
    let shared = |concert: &'a Concert| {
        let (part, whole) = of(concert)?;
        Some(Shared { concert, part, whole, percent: share(part, whole)? })
    };
    let shown: Vec<Shared<'a>> = concerts.into_iter().filter_map(shared).collect();
    let href = |it: &Shared<'_>| Some(format!("/concerts/{}", it.concert.id));
    let mut columns: Vec<Value> = shown
        .iter()
        .map(|it| Value {
            name: ground.page.short_day(&it.concert.day),
            value: it.percent as f64,
            shown: ground.percent(it.percent),
            label: format!("{}: {}", ground.named(it.concert), ground.percent(it.percent)),
            href: href(it),
            ..Value::default()
        })
        .collect();
    columns.reverse();
    let rows = shown.iter().map(|it| Line {
        name: ground.named(it.concert),
        href: href(it),
        cells: vec![
            Cell::of(ground.number(it.part), it.part),
            Cell::of(ground.number(it.whole), it.whole),
            Cell::of(ground.percent(it.percent), it.percent),
        ],
    });
    Study {
        slug,
        title: ground.page.t(title),
        scene: (!columns.is_empty()).then(|| scene::columns(&columns)),
        head: ground.head(head),
        rows: rows.collect(),
        sentences: vec![sentence(&shown)],
        note: None,
    }
}

//! The audience by age and by how many concerts they came to: the bands, and the table over them.

/// An age band. Ages are those of the day that the page is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    Under18,
    To24,
    To34,
    To44,
    From45,
    Unknown,
}

/// How many different concerts a fan came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visits {
    One,
    Two,
    ThreeOrFour,
    FromFive,
}

/// The highest age that is believed; beyond it (and below nought) the age counts as unknown.
const AGE_MAX: i64 = 120;

impl Age {
    pub const ALL: [Age; 6] = [Age::Under18, Age::To24, Age::To34, Age::To44, Age::From45, Age::Unknown];

    /// The band of an age in years.
    pub fn of(years: Option<i64>) -> Self {
        let band = Self::ALL
            .into_iter()
            .find(|band| years.is_some_and(|years| (band.range().0..=band.range().1).contains(&years)));
        band.unwrap_or(Age::Unknown)
    }

    /// The years of a band, both ends in it; an unknown age is written −1.
    pub fn range(self) -> (i64, i64) {
        match self {
            Age::Under18 => (0, 17),
            Age::To24 => (18, 24),
            Age::To34 => (25, 34),
            Age::To44 => (35, 44),
            Age::From45 => (45, AGE_MAX),
            Age::Unknown => (-1, -1),
        }
    }

    /// How an address names it.
    pub fn slug(self) -> &'static str {
        match self {
            Age::Under18 => "0-17",
            Age::To24 => "18-24",
            Age::To34 => "25-34",
            Age::To44 => "35-44",
            Age::From45 => "45",
            Age::Unknown => "unknown",
        }
    }

    pub fn named(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|band| band.slug() == slug)
    }

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Age::Under18 => "insights-age-0-17",
            Age::To24 => "insights-age-18-24",
            Age::To34 => "insights-age-25-34",
            Age::To44 => "insights-age-35-44",
            Age::From45 => "insights-age-45",
            Age::Unknown => "insights-age-unknown",
        }
    }

    /// The key of its name beside a drawing.
    pub fn short_key(self) -> &'static str {
        match self {
            Age::Under18 => "insights-age-short-0-17",
            Age::From45 => "insights-age-short-45",
            Age::Unknown => "insights-age-short-unknown",
            _ => self.key(),
        }
    }
}

impl Visits {
    pub const ALL: [Visits; 4] = [Visits::One, Visits::Two, Visits::ThreeOrFour, Visits::FromFive];

    /// The group of a number of concerts; none of those who never came.
    pub fn of(concerts: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|group| (group.range().0..=group.range().1).contains(&concerts))
    }

    /// The numbers of a group, both ends in it.
    pub fn range(self) -> (i64, i64) {
        match self {
            Visits::One => (1, 1),
            Visits::Two => (2, 2),
            Visits::ThreeOrFour => (3, 4),
            Visits::FromFive => (5, i64::from(i32::MAX)),
        }
    }

    /// How an address names it.
    pub fn slug(self) -> &'static str {
        match self {
            Visits::One => "1",
            Visits::Two => "2",
            Visits::ThreeOrFour => "3-4",
            Visits::FromFive => "5",
        }
    }

    pub fn named(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.slug() == slug)
    }

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Visits::One => "insights-visits-1",
            Visits::Two => "insights-visits-2",
            Visits::ThreeOrFour => "insights-visits-3-4",
            Visits::FromFive => "insights-visits-5",
        }
    }

    /// The key of its name over a narrow column.
    pub fn short_key(self) -> &'static str {
        match self {
            Visits::One => "insights-visits-short-1",
            Visits::Two => "insights-visits-short-2",
            Visits::ThreeOrFour => "insights-visits-short-3-4",
            Visits::FromFive => "insights-visits-short-5",
        }
    }
}

/// Who a list is asked for; without a wish, everybody who came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    pub age: Option<Age>,
    pub visits: Option<Visits>,
}

impl Wish {
    /// `?age=18-24&visits=3-4`, as far as it is said.
    pub fn query(self) -> String {
        let age = self.age.map(|age| format!("age={}", age.slug()));
        let visits = self.visits.map(|visits| format!("visits={}", visits.slug()));
        age.into_iter().chain(visits).collect::<Vec<_>>().join("&")
    }
}

/// Fans who came at least once: a row for each age band, a column for each group of visits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audience([[i64; 4]; 6]);

impl Audience {
    /// The table of `(age, concerts, fans)` counts.
    pub fn of(counts: impl IntoIterator<Item = (Option<i64>, i64, i64)>) -> Self {
        let mut table = Self::default();
        for (age, concerts, fans) in counts {
            if let Some(visits) = Visits::of(concerts) {
                table.0[Age::of(age) as usize][visits as usize] += fans;
            }
        }
        table
    }

    pub fn fans(&self, age: Age, visits: Visits) -> i64 {
        self.0[age as usize][visits as usize]
    }

    /// How many a wish means.
    pub fn wished(&self, wish: Wish) -> i64 {
        let ages = Age::ALL.into_iter().filter(|age| wish.age.is_none_or(|wished| wished == *age));
        let each = |age| Visits::ALL.into_iter().map(move |visits| (age, visits));
        let cells = ages.flat_map(each).filter(|(_, visits)| wish.visits.is_none_or(|wished| wished == *visits));
        cells.map(|(age, visits)| self.fans(age, visits)).sum()
    }

    pub fn of_age(&self, age: Age) -> i64 {
        self.wished(Wish { age: Some(age), visits: None })
    }

    pub fn of_visits(&self, visits: Visits) -> i64 {
        self.wished(Wish { age: None, visits: Some(visits) })
    }

    pub fn all(&self) -> i64 {
        self.wished(Wish::default())
    }

    /// How many of an age came again.
    pub fn returned(&self, age: Age) -> i64 {
        self.of_age(age) - self.fans(age, Visits::One)
    }

    /// The most numerous cell, the first of equals.
    pub fn most(&self) -> i64 {
        self.0.iter().flatten().copied().max().unwrap_or(0)
    }

    /// The band (of a known age, with at least `least` fans) of which the greatest part came again.
    /// None when fewer than two bands are that large: there would be nothing to compare.
    pub fn most_faithful(&self, least: i64) -> Option<Age> {
        let large = || Age::ALL.into_iter().filter(|&age| age != Age::Unknown && self.of_age(age) >= least.max(1));
        let part = |age: Age| self.returned(age) as f64 / self.of_age(age) as f64;
        let best = large().max_by(|a, b| part(*a).total_cmp(&part(*b)))?;
        (large().count() > 1 && self.returned(best) > 0).then_some(best)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_age_is_in_one_band_and_an_unknown_one_is_said_so() {
        for (years, band) in [
            (0, Age::Under18),
            (17, Age::Under18),
            (18, Age::To24),
            (24, Age::To24),
            (25, Age::To34),
            (44, Age::To44),
            (45, Age::From45),
            (120, Age::From45),
            (-1, Age::Unknown),
            (-8, Age::Unknown),
            (121, Age::Unknown),
        ] {
            assert_eq!(Age::of(Some(years)), band, "{years}");
        }
        assert_eq!(Age::of(None), Age::Unknown);
    }

    #[test]
    fn a_band_is_found_again_by_its_name() {
        for age in Age::ALL {
            assert_eq!(Age::named(age.slug()), Some(age));
        }
        for visits in Visits::ALL {
            assert_eq!(Visits::named(visits.slug()), Some(visits));
        }
        assert_eq!(Age::named("18"), None);
    }

    #[test]
    fn who_never_came_is_in_no_group() {
        assert_eq!(Visits::of(0), None);
        assert_eq!(Visits::of(4), Some(Visits::ThreeOrFour));
        assert_eq!(Visits::of(12), Some(Visits::FromFive));
    }

    #[test]
    fn the_table_s_sums_are_the_sums_of_its_cells() {
        let table =
            Audience::of([(Some(20), 1, 5), (Some(23), 1, 2), (Some(23), 6, 1), (None, 2, 3), (Some(70), 0, 9)]);
        assert_eq!(table.fans(Age::To24, Visits::One), 7);
        assert_eq!(table.of_age(Age::To24), 8);
        assert_eq!(table.returned(Age::To24), 1);
        assert_eq!(table.of_visits(Visits::Two), 3);
        assert_eq!(table.all(), 11);
        assert_eq!(table.most(), 7);
    }

    #[test]
    fn an_empty_table_says_nothing() {
        let table = Audience::default();
        assert_eq!((table.all(), table.most(), table.most_faithful(1)), (0, 0, None));
    }

    #[test]
    fn the_most_faithful_age_is_a_part_not_a_crowd_and_never_the_unknown() {
        let table = Audience::of([
            (Some(20), 1, 80),
            (Some(20), 2, 20),
            (Some(30), 1, 20),
            (Some(30), 3, 20),
            (Some(50), 5, 3),
            (None, 5, 90),
        ]);
        assert_eq!(table.most_faithful(20), Some(Age::To34));
        assert_eq!(Audience::of([(Some(30), 2, 40)]).most_faithful(20), None);
    }

    #[test]
    fn a_wish_is_written_as_an_address() {
        let wish = Wish { age: Some(Age::To24), visits: Some(Visits::ThreeOrFour) };
        assert_eq!(wish.query(), "age=18-24&visits=3-4");
        assert_eq!(Wish::default().query(), "");
    }
}

//! A fan: what may be typed about one, how it is kept, how old it makes them.

use jiff::civil::Date;
use serde::Deserialize;

pub use crate::base::phone::phone;
use crate::base::phone::shown;
use crate::base::text;
use crate::base::web::form::Problems;
use crate::fans::search;

/// How they found us: the keys that are kept; `fans-found-…` are their names.
pub const FOUND_BY: [&str; 9] =
    ["friend", "instagram", "tiktok", "spotify", "poster", "radio", "walked_by", "other_band", "other"];
/// How a consent was given: the keys that are kept; `fans-how-…` are their names.
pub const HOW: [&str; 6] = ["in_person", "whatsapp", "paper", "email", "import", "form"];
/// The first of them, that a member may choose: an import and the public form say their own.
pub const HOW_CHOSEN: usize = 4;
/// The languages that we write to a fan in.
pub const LANGUAGES: [&str; 2] = ["es", "en"];

const NAME_MAX: usize = 120;
const NOTE_MAX: usize = 2_000;
const AGE_MAX: i64 = 120;

/// A fan as kept. One that was merged says into whom; one that was erased has no more than the date of it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Fan {
    pub id: String,
    pub name: String,
    /// As they are shown: their name, or `Juan +1` of a companion whose name is only `+1`.
    pub called: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub birth_year: Option<i64>,
    pub birth_date: Option<String>,
    pub found_by: Option<String>,
    pub note: Option<String>,
    pub language: Option<String>,
    pub brought_by: Option<String>,
    pub created_at: String,
    pub merged_into: Option<String>,
    pub erased_at: Option<String>,
}

impl Fan {
    /// Their age on a day; by the year alone when that is all we know.
    pub fn age(&self, today: Date) -> Option<i64> {
        age(self.birth_year, self.birth_date.as_deref(), today)
    }

    /// `55 1234 5678`; empty without a phone.
    pub fn phone_shown(&self) -> String {
        self.phone.as_deref().map(shown).unwrap_or_default()
    }

    /// Whether they are somebody to write to and to sell to: neither merged nor erased.
    pub fn is_live(&self) -> bool {
        self.merged_into.is_none() && self.erased_at.is_none()
    }
}

/// The age that a birth year or date makes on a day.
pub fn age(birth_year: Option<i64>, birth_date: Option<&str>, today: Date) -> Option<i64> {
    let born: Option<Date> = birth_date.and_then(|date| date.parse().ok());
    let year = i64::from(today.year());
    match born {
        Some(born) => {
            let before = (today.month(), today.day()) < (born.month(), born.day());
            Some(year - i64::from(born.year()) - i64::from(before))
        }
        None => birth_year.map(|born| year - born),
    }
}

/// A name as lists are ordered by it: folded. Nameless companions stand after all names.
fn folded(name: &str) -> String {
    if text::is_plus(name) { format!("~{}", &name[1..]) } else { text::fold(name) }
}

/// A checked fan, about to be kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewFan {
    pub name: String,
    pub name_folded: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub birth_year: Option<i64>,
    pub birth_date: Option<String>,
    pub found_by: Option<String>,
    pub note: Option<String>,
    pub language: Option<String>,
    /// Whose plus-one this is: a fan's id.
    pub brought_by: Option<String>,
    pub news: Option<News>,
}

/// A consent to news: since which day (null: now), and how it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    pub day: Option<String>,
    pub how: String,
    /// The version of the privacy notice that they were shown.
    pub notice: Option<i64>,
}

impl NewFan {
    /// Someone of whom only a name is known, and perhaps who brought them.
    pub fn named(name: &str, brought_by: Option<String>) -> Option<Self> {
        let name = text::given(name).filter(|name| name.chars().count() <= NAME_MAX)?;
        Some(Self { name_folded: folded(&name), name, brought_by, ..Self::default() })
    }

    /// An e-mail as it is compared: in lower case.
    pub fn email_folded(&self) -> Option<String> {
        self.email.as_deref().map(str::to_lowercase)
    }

    /// The companion number `nth` of that fan, of whom no more is known. Whose they are isn't part of the name, so that it
    /// stays right when the other's changes, and goes when the other is erased.
    pub fn companion(of: &str, nth: usize) -> Self {
        let name = format!("+{nth}");
        Self { name_folded: folded(&name), name, brought_by: Some(of.to_owned()), ..Self::default() }
    }

    /// The words that find this fan.
    pub fn words(&self) -> Vec<String> {
        search::words(&self.name, self.email.as_deref(), self.phone.as_deref())
    }
}

/// What was typed about a fan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct FanForm {
    pub name: String,
    pub phone: String,
    pub email: String,
    pub age: String,
    /// `YYYY-MM-DD`, as a date field sends it.
    pub birthday: String,
    pub found_by: String,
    pub note: String,
    pub language: String,
    /// Not empty when they want news.
    pub news: String,
    pub news_how: String,
    pub news_day: String,
    /// The version of the privacy notice that the form led to.
    pub notice: String,
}

impl FanForm {
    /// What is kept of a fan, as it is typed again when they are edited.
    pub fn of(fan: &Fan, today: Date) -> Self {
        let age = fan.birth_date.is_none().then(|| fan.age(today)).flatten();
        Self {
            name: fan.name.clone(),
            phone: fan.phone_shown(),
            email: fan.email.clone().unwrap_or_default(),
            age: age.map(|age| age.to_string()).unwrap_or_default(),
            birthday: fan.birth_date.clone().unwrap_or_default(),
            found_by: fan.found_by.clone().unwrap_or_default(),
            note: fan.note.clone().unwrap_or_default(),
            language: fan.language.clone().unwrap_or_default(),
            ..Self::default()
        }
    }

    /// Checks what was typed; only the name is required. A birthday says more than an age, so it is what is kept of both.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn check(&self, today: Date) -> Result<NewFan, Problems> {
        let mut problems = Problems::default();
        let name = text::given(&self.name);
        match &name {
            None => problems.add("name", "fans-name-missing"),
            Some(name) if name.chars().count() > NAME_MAX => problems.add("name", "fans-name-long"),
            Some(_) => {}
        }
        let phone = typed(&self.phone, phone, || problems.add("phone", "fans-phone-wrong"));
        let email = typed(&self.email, text::email, || problems.add("email", "fans-email-wrong"));
        let note = text::given_lines(&self.note);
        if note.as_ref().is_some_and(|note| note.chars().count() > NOTE_MAX) {
            problems.add("note", "fans-note-long");
        }
        let birth_date =
            typed(&self.birthday, |text| birthday(text, today), || problems.add("birthday", "fans-birthday-wrong"));
        let aged = typed(&self.age, years, || problems.add("age", "fans-age-wrong"));
        let birth_year = aged.filter(|_| birth_date.is_none()).map(|age| i64::from(today.year()) - age);
        let found_by =
            typed(&self.found_by, |text| one_of(text, &FOUND_BY), || problems.add("found_by", "fans-choose"));
        let language =
            typed(&self.language, |text| one_of(text, &LANGUAGES), || problems.add("language", "fans-choose"));
        let news = self.news(today, &mut problems);
        let name = name.unwrap_or_default();
        let name_folded = folded(&name);
        let fan = NewFan {
            name,
            name_folded,
            phone,
            email,
            birth_year,
            birth_date,
            found_by,
            note,
            language,
            brought_by: None,
            news,
        };
        problems.or(Some(fan))
    }

    fn news(&self, today: Date, problems: &mut Problems) -> Option<News> {
        if self.news.is_empty() {
            return None;
        }
        let how = one_of(&self.news_how, &HOW).unwrap_or_else(|| {
            problems.add("news_how", "fans-news-how-missing");
            String::new()
        });
        let day = typed(&self.news_day, |text| past(text, today), || problems.add("news_day", "fans-news-day-wrong"));
        let day = day.filter(|day| *day != today.to_string());
        // Said on paper, or another day, it was said under another notice, or under none.
        let shown = day.is_none() && matches!(how.as_str(), "in_person" | "form");
        Some(News { notice: self.notice.trim().parse().ok().filter(|_| shown), day, how })
    }
}

/// Reads a field that may stay empty; says so when something stands in it that can't be read.
fn typed<T>(text: &str, read: impl FnOnce(&str) -> Option<T>, wrong: impl FnOnce()) -> Option<T> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let value = read(text);
    if value.is_none() {
        wrong();
    }
    value
}

fn one_of(text: &str, list: &[&str]) -> Option<String> {
    list.contains(&text).then(|| text.to_owned())
}

fn years(text: &str) -> Option<i64> {
    text.parse().ok().filter(|age| (0..=AGE_MAX).contains(age))
}

fn past(text: &str, today: Date) -> Option<String> {
    let day: Date = text.parse().ok().filter(|_| text.len() == 10)?;
    (day <= today && day.year() >= 1900).then(|| day.to_string())
}

fn birthday(text: &str, today: Date) -> Option<String> {
    past(text, today).filter(|day| age(None, Some(day), today).is_some_and(|age| age <= AGE_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Date {
        "2026-11-22".parse().expect("a day")
    }

    fn form(change: impl FnOnce(&mut FanForm)) -> FanForm {
        let mut form = FanForm { name: " Ana  Ñúñez ".into(), ..FanForm::default() };
        change(&mut form);
        form
    }

    #[test]
    fn only_the_name_is_required() {
        let fan = form(|_| {}).check(today()).expect("a fan");
        assert_eq!((fan.name.as_str(), fan.name_folded.as_str()), ("Ana Ñúñez", "ana nunez"));
        assert_eq!(fan.phone, None);
        let problems = FanForm::default().check(today()).expect_err("no name");
        assert_eq!(problems.of("name"), "fans-name-missing");
    }

    #[test]
    fn a_nameless_companion_is_called_nothing_but_a_number_and_stands_after_all_names() {
        let companion = NewFan::companion("juan", 1);
        assert_eq!((companion.name.as_str(), companion.brought_by.as_deref()), ("+1", Some("juan")));
        assert!(companion.name_folded > text::fold("Zzyzx"));
    }

    #[test]
    fn everything_wrong_is_said_at_once_by_field() {
        let form = form(|form| {
            form.phone = "55".into();
            form.email = "ana".into();
            form.age = "dos".into();
            form.birthday = "2030-01-01".into();
            form.found_by = "aliens".into();
            form.news = "1".into();
        });
        let problems = form.check(today()).expect_err("problems");
        for field in ["phone", "email", "age", "birthday", "found_by", "news_how"] {
            assert!(!problems.of(field).is_empty(), "{field}");
        }
        assert_eq!(problems.of("name"), "");
    }

    #[test]
    fn an_age_is_kept_as_a_year_and_stays_right() {
        let fan = form(|form| form.age = "26".into()).check(today()).expect("a fan");
        assert_eq!((fan.birth_year, fan.birth_date.clone()), (Some(2000), None));
        assert_eq!(age(fan.birth_year, None, "2027-06-01".parse().expect("a day")), Some(27));
    }

    #[test]
    fn a_birthday_says_more_than_an_age() {
        let form = form(|form| {
            form.age = "40".into();
            form.birthday = "2000-11-23".into();
        });
        let fan = form.check(today()).expect("a fan");
        assert_eq!((fan.birth_year, fan.birth_date.as_deref()), (None, Some("2000-11-23")));
        assert_eq!(age(None, fan.birth_date.as_deref(), today()), Some(25));
        assert_eq!(age(None, fan.birth_date.as_deref(), "2026-11-23".parse().expect("a day")), Some(26));
    }

    #[test]
    fn a_consent_says_when_and_how() {
        let news = |day: &str, how: &str| {
            let form = form(|form| {
                form.news = "1".into();
                form.news_how = how.into();
                form.news_day = day.into();
            });
            form.check(today()).map(|fan| fan.news)
        };
        let day = Some("2026-11-01".to_owned());
        assert_eq!(news("2026-11-01", "paper"), Ok(Some(News { day, how: "paper".into(), notice: None })));
        assert_eq!(news("2026-11-22", "paper"), Ok(Some(News { day: None, how: "paper".into(), notice: None })));
        assert!(news("2026-11-23", "paper").is_err());
        assert_eq!(form(|_| {}).check(today()).map(|fan| fan.news), Ok(None));
    }
}

//! What is typed on a concert's public page, and when it is asked for what. No I/O.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

use crate::base::clock::stamp;
use crate::base::text;
use crate::base::web::form::Problems;
use crate::concerts::concert::Concert;
use crate::fans::fan::{FanForm, NewFan};

/// The most places that one person asks for by themselves.
pub const PEOPLE_MAX: i64 = 8;
/// So many may wait for the band at a time: what a script could pile up is bounded.
pub const WAITING_MAX: i64 = 500;
/// How long a word from the stage may be.
const WORD_MAX: usize = 40;

/// What a public page is for, now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Places are asked for.
    Before,
    /// Doors are open: who is here says the word.
    Night,
    Over,
    Cancelled,
    /// The band closed the page.
    Shut,
}

impl Stage {
    pub fn of(concert: &Concert, now: Timestamp) -> Self {
        if concert.cancelled_at.is_some() {
            Stage::Cancelled
        } else if concert.is_over(now) {
            Stage::Over
        } else if concert.doors_at <= stamp(now) {
            Stage::Night
        } else {
            Stage::Before
        }
    }
}

/// The form, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AskForm {
    pub name: String,
    pub phone: String,
    pub age: String,
    pub people: String,
    pub found_by: String,
    pub word: String,
    /// Not empty when they want news.
    pub news: String,
    /// The version of the privacy notice that the page showed.
    pub notice: String,
    /// A field that no person sees; what fills in forms by itself fills it in too. Its name is one that no browser knows.
    pub otra_vez: String,
}

/// A checked wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    pub fan: NewFan,
    pub people: i64,
    /// The version of the privacy notice that they were shown.
    pub notice: Option<i64>,
}

impl AskForm {
    /// Whether a person could have sent it.
    pub fn is_a_person_s(&self) -> bool {
        self.otra_vez.is_empty()
    }

    /// Checks what was typed; `word` is the one said from the stage, folded, where it is asked for.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn check(&self, today: Date, word: Option<&str>) -> Result<Ask, Problems> {
        let mut problems = Problems::default();
        let fan = FanForm {
            name: self.name.clone(),
            phone: self.phone.clone(),
            age: self.age.clone(),
            found_by: self.found_by.clone(),
            news: self.news.clone(),
            news_how: "form".to_owned(),
            notice: self.notice.clone(),
            ..FanForm::default()
        };
        let fan = fan.check(today).map_err(|wrong| problems.join(wrong)).ok();
        if self.phone.trim().is_empty() {
            problems.add("phone", "join-phone-missing");
        }
        let typed = self.people.trim();
        let people = if typed.is_empty() || word.is_some() { Some(1) } else { typed.parse().ok() };
        let people = people.filter(|people| (1..=PEOPLE_MAX).contains(people));
        if people.is_none() {
            problems.add("people", "join-people-wrong");
        }
        if word.is_some() && self.word.trim().is_empty() {
            problems.add("word", "join-word-missing");
        } else if word.is_some_and(|word| text::fold(&self.word) != word) {
            problems.add("word", "join-word-wrong");
        }
        // A name that begins with a plus is a companion's without one.
        if fan.as_ref().is_some_and(|fan| text::is_plus(&fan.name)) {
            problems.add("name", "fans-name-missing");
        }
        let notice = self.notice.trim().parse().ok();
        problems.or(fan.zip(people).map(|(fan, people)| Ask { fan, people, notice }))
    }
}

/// The word from the stage, tidied, and as it is compared; none when none was typed.
///
/// # Errors
/// When it is too long, or nothing of it could be compared.
pub fn word(typed: &str) -> Result<Option<(String, String)>, &'static str> {
    let Some(word) = text::given(typed) else { return Ok(None) };
    let folded = text::fold(&word);
    if folded.is_empty() || word.chars().count() > WORD_MAX {
        return Err("join-word-bad");
    }
    Ok(Some((word, folded)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(change: impl FnOnce(&mut AskForm)) -> AskForm {
        let mut form = AskForm { name: "Ana Ruiz".into(), phone: "55 1234 5678".into(), ..AskForm::default() };
        change(&mut form);
        form
    }

    fn check(form: &AskForm, word: Option<&str>) -> Result<Ask, Problems> {
        form.check("2026-11-22".parse().expect("a day"), word)
    }

    #[test]
    fn a_name_and_a_telephone_are_enough() {
        let ask = check(&form(|_| {}), None).expect("an ask");
        assert_eq!((ask.people, ask.fan.phone.as_deref(), ask.fan.news), (1, Some("+525512345678"), None));
        let news = check(&form(|form| form.news = "1".into()), None).expect("an ask").fan.news;
        assert_eq!(news.map(|news| news.how).as_deref(), Some("form"));
        for (form, field) in [
            (form(|form| form.phone = String::new()), "phone"),
            (form(|form| form.phone = "12".into()), "phone"),
            (form(|form| form.name = " ".into()), "name"),
            (form(|form| form.name = "+1".into()), "name"),
            (form(|form| form.people = "9".into()), "people"),
            (form(|form| form.people = "0".into()), "people"),
            (form(|form| form.age = "mil".into()), "age"),
        ] {
            assert!(!check(&form, None).expect_err("wrong").of(field).is_empty(), "{field}");
        }
    }

    #[test]
    fn the_word_is_heard_over_music_so_case_and_accents_don_t_matter() {
        let (shown, folded) = word("  Pájaro   Negro ").expect("a word").expect("one");
        assert_eq!((&*shown, &*folded), ("Pájaro Negro", "pajaro negro"));
        assert!(check(&form(|form| form.word = "PAJARO negro".into()), Some(&folded)).is_ok());
        assert!(!check(&form(|_| {}), Some(&folded)).expect_err("none").of("word").is_empty());
        assert_eq!(word(""), Ok(None));
        assert!(word("¡!").is_err() && word(&"a".repeat(41)).is_err());
    }

    #[test]
    fn only_what_fills_in_forms_by_itself_fills_in_what_nobody_sees() {
        assert!(form(|_| {}).is_a_person_s());
        assert!(!form(|form| form.otra_vez = "https://x".into()).is_a_person_s());
    }
}

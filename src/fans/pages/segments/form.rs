//! The form of a segment's rules, and rules in words.

use serde::Deserialize;

use super::Concerts;
use crate::base::db::id;
use crate::base::text;
use crate::base::web::form::Problems;
use crate::base::web::page::Page;
use crate::fans::fan::{FOUND_BY, LANGUAGES};
use crate::fans::pages::label;
use crate::fans::segment::{GROUPS, HOW, Kind, Must, RULES, Rule, Rules, kind};

/// Rules in words: `Conciertos: al menos 3. No: quiere noticias.`
pub fn in_words(page: &Page, rules: &Rules, concerts: &Concerts) -> String {
    let group = |group: &Vec<Rule>| {
        group
            .iter()
            .map(|rule| rule_in_words(page, rule, concerts))
            .collect::<Vec<_>>()
            .join(&page.t("fans-segment-and"))
    };
    rules.any.iter().map(group).collect::<Vec<_>>().join(&page.t("fans-segment-or"))
}

fn rule_in_words(page: &Page, rule: &Rule, concerts: &Concerts) -> String {
    let fact = label(page, "fans-fact", &rule.fact);
    let kept = value_in_words(page, rule, concerts);
    let said = match kind(&rule.fact) {
        Some(Kind::Yes | Kind::List) => fact,
        Some(Kind::Number | Kind::Percent | Kind::Money) => {
            let how = label(page, "fans-segment-how", &rule.how);
            format!("{fact}: {how} {kept}")
        }
        _ => format!("{fact}: {kept}"),
    };
    if rule.must == Must::Not { page.t1("fans-segment-not", "rule", said) } else { said }
}

fn value_in_words(page: &Page, rule: &Rule, concerts: &Concerts) -> String {
    match kind(&rule.fact) {
        Some(Kind::Percent) => format!("{} %", rule.value),
        Some(Kind::Money) => page.money(rule.value.parse::<i64>().unwrap_or(0), "MXN"),
        Some(Kind::Found) => label(page, "fans-found", &rule.value),
        Some(Kind::Language) => label(page, "fans-language", &rule.value),
        Some(Kind::Concert) => {
            let named = concerts.iter().find(|(id, ..)| *id == rule.value);
            named.map_or_else(
                || page.t("fans-segment-gone"),
                |(_, name, day)| format!("{name}, {}", page.short_day(day)),
            )
        }
        _ => rule.value.clone(),
    }
}

/// What was typed, a list for each column of rules.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SegmentForm {
    pub name: String,
    group: Vec<usize>,
    fact: Vec<String>,
    how: Vec<String>,
    value: Vec<String>,
    not: Vec<String>,
    /// The fact of a rule to add, for each group and one group more.
    new: Vec<String>,
    /// `save`, `add`, or `drop-3`.
    pub did: String,
}

impl SegmentForm {
    pub fn of(name: &str, rules: &Rules) -> Self {
        let mut form = Self { name: name.to_owned(), ..Self::default() };
        for (group, rule) in
            rules.any.iter().enumerate().flat_map(|(at, group)| group.iter().map(move |rule| (at, rule)))
        {
            form.push(group, rule.clone());
        }
        form
    }

    pub fn push(&mut self, group: usize, rule: Rule) {
        let cents = kind(&rule.fact) == Some(Kind::Money);
        let value = if cents { (rule.value.parse::<i64>().unwrap_or(0) / 100).to_string() } else { rule.value };
        self.group.push(group);
        self.fact.push(rule.fact);
        self.how.push(rule.how);
        self.value.push(value);
        self.not.push(if rule.must == Must::Not { "1" } else { "" }.to_owned());
    }

    /// The rows as they stand, those of facts that aren't ours left out.
    pub fn rows(&self) -> Vec<(usize, Rule)> {
        let row = |(at, fact): (usize, &String)| {
            kind(fact)?;
            let of = |list: &[String]| list.get(at).map(|text| text.trim().to_owned()).unwrap_or_default();
            let must = self.not.get(at).filter(|not| !not.is_empty()).map_or(Must::Hold, |_| Must::Not);
            let group = self.group.get(at).copied().unwrap_or(0).min(GROUPS - 1);
            Some((group, Rule { fact: fact.clone(), how: of(&self.how), value: of(&self.value), must }))
        };
        self.fact.iter().enumerate().filter_map(row).take(GROUPS * RULES).collect()
    }

    /// Does what a button other than *save* says: adds rules that were chosen, or drops one.
    pub fn changed(&self) -> Vec<(usize, Rule)> {
        let mut rows = self.rows();
        if let Some(at) = self.did.strip_prefix("drop-").and_then(|at| at.parse::<usize>().ok())
            && at < rows.len()
        {
            rows.remove(at);
        }
        for (group, fact) in self.new.iter().enumerate().take(GROUPS) {
            let there = rows.iter().filter(|(of, _)| *of == group).count();
            if kind(fact).is_some() && there < RULES {
                let how =
                    if matches!(kind(fact), Some(Kind::Number | Kind::Percent | Kind::Money)) { "least" } else { "is" };
                rows.push((group, Rule { fact: fact.clone(), how: how.to_owned(), ..Rule::default() }));
            }
        }
        rows.sort_by_key(|(group, _)| *group);
        rows
    }

    /// The checked rules, and what is wrong with each row.
    pub fn check(&self) -> (Rules, Vec<&'static str>, Problems) {
        let mut problems = Problems::default();
        if text::fold(&self.name).is_empty() {
            problems.add("name", "fans-segment-name-missing");
        }
        if text::tidy(&self.name).chars().count() > 60 {
            problems.add("name", "fans-segment-name-long");
        }
        let (mut groups, mut wrong) = (vec![Vec::new(); GROUPS], Vec::new());
        for (group, mut rule) in self.rows() {
            let problem = checked(&mut rule);
            if !problem.is_empty() {
                problems.add("rules", "fans-segment-rules-wrong");
            }
            wrong.push(problem);
            groups[group].push(rule);
        }
        groups.retain(|group| !group.is_empty());
        if groups.is_empty() {
            problems.add("rules", "fans-segment-rules-missing");
        }
        (Rules { any: groups }, wrong, problems)
    }
}

/// Makes a rule what is kept of it: the key of what is wrong, or nothing.
fn checked(rule: &mut Rule) -> &'static str {
    let whole = |text: &str| text.replace(',', "").parse::<i64>().ok().filter(|n| (0..=10_000_000).contains(n));
    match kind(&rule.fact) {
        Some(Kind::Number | Kind::Percent | Kind::Money) => {
            if !HOW.contains(&&*rule.how) {
                rule.how = "least".to_owned();
            }
            let Some(number) = whole(&rule.value) else { return "fans-segment-number" };
            let cents = if kind(&rule.fact) == Some(Kind::Money) { number * 100 } else { number };
            rule.value = cents.to_string();
            ""
        }
        Some(Kind::Yes) => {
            (rule.how, rule.value) = ("is".to_owned(), String::new());
            ""
        }
        Some(Kind::Found) if !FOUND_BY.contains(&&*rule.value) => "fans-segment-choose",
        Some(Kind::Language) if !LANGUAGES.contains(&&*rule.value) => "fans-segment-choose",
        Some(Kind::Concert) if !id::is(&rule.value) => "fans-segment-choose",
        Some(Kind::Text) if rule.value.is_empty() => "fans-segment-choose",
        Some(Kind::List) if !id::is(&rule.value) => "fans-segment-choose",
        _ => {
            rule.how = "is".to_owned();
            ""
        }
    }
}

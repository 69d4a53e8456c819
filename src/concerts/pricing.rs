//! A concert's named prices as they are typed: up to six rows of name, amount and last day.

use jiff::civil::Date;

use crate::base::money;
use crate::base::text;
use crate::base::web::form::Problems;

/// How many prices a concert may have.
pub const ROWS: usize = 6;

/// The names of each row's fields, for what is wrong with them.
pub const FIELDS: [[&str; 3]; ROWS] = [
    ["price_name_0", "price_amount_0", "price_until_0"],
    ["price_name_1", "price_amount_1", "price_until_1"],
    ["price_name_2", "price_amount_2", "price_until_2"],
    ["price_name_3", "price_amount_3", "price_until_3"],
    ["price_name_4", "price_amount_4", "price_until_4"],
    ["price_name_5", "price_amount_5", "price_until_5"],
];

/// A price that may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPrice {
    pub name: String,
    pub amount_cents: i64,
    pub until_day: Option<String>,
}

/// Reads the rows; an empty one is left out.
pub fn check(problems: &mut Problems, names: &[String], amounts: &[String], untils: &[String]) -> Vec<NewPrice> {
    let typed = |list: &[String], at: usize| list.get(at).map(|text| text::tidy(text)).unwrap_or_default();
    let mut prices: Vec<NewPrice> = Vec::new();
    let mut any = false;
    for (at, fields) in FIELDS.into_iter().enumerate() {
        let (name, amount, until) = (typed(names, at), typed(amounts, at), typed(untils, at));
        if name.is_empty() && amount.is_empty() && until.is_empty() {
            continue;
        }
        any = true;
        if prices.iter().any(|price| text::fold(&price.name) == text::fold(&name)) {
            problems.add(fields[0], "concerts-price-twice");
        }
        if let Some(price) = row(problems, fields, name, &amount, until) {
            prices.push(price);
        }
    }
    if !any {
        problems.add(FIELDS[0][1], "concerts-price-none");
    }
    prices
}

fn row(
    problems: &mut Problems,
    fields: [&'static str; 3],
    name: String,
    amount: &str,
    until: String,
) -> Option<NewPrice> {
    let cents = money::parse(amount);
    let last = until.parse::<Date>().ok();
    if name.is_empty() {
        problems.add(fields[0], "concerts-price-name-missing");
    } else if name.chars().count() > 40 {
        problems.add(fields[0], "concerts-too-long");
    }
    if amount.is_empty() {
        problems.add(fields[1], "concerts-price-amount-missing");
    } else if cents.is_none() {
        problems.add(fields[1], "concerts-price-amount-wrong");
    }
    if !until.is_empty() && last.is_none() {
        problems.add(fields[2], "concerts-day-wrong");
    }
    Some(NewPrice { name, amount_cents: cents?, until_day: last.map(|day| day.to_string()) })
}

/// An amount as the form shows it: `180`, `180.50`.
pub fn typed(cents: i64) -> String {
    if cents % 100 == 0 { (cents / 100).to_string() } else { format!("{}.{:02}", cents / 100, cents % 100) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn empty_rows_are_left_out_and_the_order_stays() {
        let mut problems = Problems::default();
        let prices = check(
            &mut problems,
            &list(&["Preventa", "", "Cortesía"]),
            &list(&["180.50", "", "0"]),
            &list(&["2026-11-20", "", ""]),
        );
        assert!(problems.none());
        assert_eq!(
            prices.iter().map(|price| (&*price.name, price.amount_cents)).collect::<Vec<_>>(),
            [("Preventa", 18_050), ("Cortesía", 0)]
        );
        assert_eq!(prices[0].until_day.as_deref(), Some("2026-11-20"));
        assert_eq!((typed(18_050), typed(20_000)), ("180.50".into(), "200".into()));
    }

    #[test]
    fn what_is_wrong_with_a_row_is_said_in_it() {
        let mut problems = Problems::default();
        check(
            &mut problems,
            &list(&["Preventa", "", "preventa", "VIP"]),
            &list(&["", "200", "20", "mucho"]),
            &list(&["", "", "", "mañana"]),
        );
        assert_eq!(problems.of("price_amount_0"), "concerts-price-amount-missing");
        assert_eq!(problems.of("price_name_1"), "concerts-price-name-missing");
        assert_eq!(problems.of("price_amount_3"), "concerts-price-amount-wrong");
        assert_eq!(problems.of("price_until_3"), "concerts-day-wrong");
    }

    #[test]
    fn one_name_is_one_price_and_a_concert_has_at_least_one() {
        let mut problems = Problems::default();
        check(&mut problems, &list(&["Preventa", "PREVENTA"]), &list(&["1", "2"]), &[]);
        assert_eq!(problems.of("price_name_1"), "concerts-price-twice");
        let mut problems = Problems::default();
        check(&mut problems, &[], &[], &[]);
        assert_eq!(problems.of("price_amount_0"), "concerts-price-none");
    }
}

//! The fans behind a mark are as many as the mark says: every number of the page of fans that leads to a list.

use super::past::{TODAY, id, past};
use crate::house::{Visitor, between, on_both};

/// Pages to look at, whatever their filter does.
const FILTERS: [&str; 10] = [
    "",
    "period=all",
    "period=50",
    "city=Toluca",
    "period=all&city=Toluca",
    "venue=0v000000000000000000000000",
    "concert=0c000000000000000000000007",
    "period=all&found=friend",
    "method=courtesy",
    "period=all&age=18-24&visits=2",
];

/// How many fans a list has, over all its pages.
async fn listed(admin: &Visitor, path: &str) -> usize {
    let (mut all, mut path) = (0, path.to_owned());
    loop {
        let page = admin.get(&path).await.ok().text();
        all += page.matches("<th scope=\"row\"><a href=\"/fans/").count();
        match between(&page, "rel=\"next\" href=\"", "\"") {
            Some(next) => path = next,
            None => return all,
        }
    }
}

/// The links of a part of a page to lists of fans, with the number that stands there: in the cell itself, or, where a line's
/// name is the link, in its first cell.
fn links(page: &str, slug: &str) -> Vec<(String, usize)> {
    let file = format!("/{slug}.csv");
    let part = page.split("<section").find(|part| part.contains(&file));
    let Some(part) = part else { return Vec::new() };
    let rows = part.split("<tr>").skip(2);
    let mut found = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.split("<td").collect();
        let number = |cell: &str| -> Option<usize> {
            let text = between(cell, ">", "</td>")?;
            text.rsplit('>').find(|part| !part.is_empty())?.split('<').next()?.replace(',', "").parse().ok()
        };
        let link = |cell: &str| between(cell, "href=\"", "\"").filter(|href| href.starts_with("/insights/fans"));
        if let (Some(href), Some(first)) = (link(cells[0]), cells.get(1)) {
            found.push((href, number(first).unwrap_or_else(|| panic!("no number in {first}"))));
        }
        for cell in &cells[1..] {
            let inner =
                between(cell, "<a href=\"", "</a>").and_then(|it| it.rsplit_once('>').map(|it| it.1.to_owned()));
            if let (Some(href), Some(inner)) = (link(cell), inner) {
                found.push((href, inner.replace(',', "").parse().expect("a number")));
            }
        }
    }
    found
}

/// Follows every link of these parts of the page of fans; how many there were.
async fn follow(admin: &Visitor, parts: &[&str], filters: &[&str]) -> usize {
    let (mut followed, mut wrong) = (0, Vec::new());
    for filter in filters {
        let page = admin.get(&format!("/insights/who?{filter}")).await.ok().text();
        for slug in parts {
            for (href, number) in links(&page, slug) {
                let fans = listed(admin, &href).await;
                followed += 1;
                if fans != number {
                    wrong.push(format!("{slug} of ?{filter} says {number}, {href} lists {fans}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    followed
}

#[tokio::test]
async fn a_list_has_as_many_fans_as_the_cell_that_leads_to_it() {
    on_both(async |house| {
        let admin = past(house, TODAY).await;
        let followed = follow(&admin, &["constancy", "new", "cohorts", "found"], &FILTERS).await;
        assert!(followed > 200, "only {followed} links were found");
    })
    .await;
}

#[tokio::test]
async fn a_list_has_as_many_fans_as_the_age_that_leads_to_it() {
    on_both(async |house| {
        let admin = past(house, TODAY).await;
        assert!(follow(&admin, &["ages"], &FILTERS).await > 50);
    })
    .await;
}

#[tokio::test]
async fn a_list_has_as_many_fans_as_the_city_that_leads_to_it() {
    on_both(async |house| {
        let admin = past(house, TODAY).await;
        assert!(follow(&admin, &["cities"], &FILTERS).await > 12);
    })
    .await;
}

/// Who began at each concert and came at least once, twice, and so on to five times.
const COHORTS: [(usize, [usize; 5]); 6] = [
    (1, [11, 8, 4, 2, 2]),
    (2, [5, 2, 0, 0, 0]),
    (3, [5, 3, 1, 0, 0]),
    (5, [2, 2, 1, 0, 0]),
    (6, [3, 1, 0, 0, 0]),
    (7, [5, 0, 0, 0, 0]),
];

#[tokio::test]
async fn a_list_has_as_many_fans_as_reached_that_many_concerts_of_a_cohort() {
    on_both(async |house| {
        let admin = past(house, TODAY).await;
        let drawn = admin.get("/insights/who").await.ok().text();
        for (concert, reached) in COHORTS {
            for (times, fans) in reached.into_iter().enumerate() {
                let path = format!("/insights/fans?first={}&least={}", id('c', concert), times + 1);
                assert_eq!(listed(&admin, &path).await, fans, "{path}");
                // Nobody's field leads nowhere, everybody else's to them.
                assert_eq!(drawn.contains(&format!("\"{path}\"")), fans > 0, "{path}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_list_is_of_the_fans_that_were_counted_by_hand() {
    on_both(async |house| {
        let admin = past(house, TODAY).await;
        let seis = id('c', 7);
        let uno = id('c', 1);
        for (query, fans) in [
            ("period=all&age=18-24&visits=2".to_owned(), "Fan 03,Fan 10,Fan 23"),
            ("period=all&age=unknown&visits=1".to_owned(), "Fan 08,Fan 11 +1"),
            ("period=all&age=0-17".to_owned(), "Fan 04,Fan 16"),
            ("period=all&age=35-44&visits=5".to_owned(), "Fan 01"),
            ("period=all&years=20-24".to_owned(), "Fan 10,Fan 13,Fan 22,Fan 23,Fan 35"),
            (format!("first={uno}&least=3"), "Fan 01,Fan 02,Fan 30,Fan 31"),
            (format!("first={seis}"), "Fan 21,Fan 33,Fan 34,Fan 35,Fan 37"),
            (format!("concert={seis}&method=card"), "Fan 22,Fan 34"),
            ("city=Toluca&method=spei".to_owned(), "Fan 11,Fan 12"),
            ("period=all&city=Toluca&visits=2".to_owned(), "Fan 07,Fan 09,Fan 11"),
            ("period=all&found=radio".to_owned(), "Fan 06,Fan 17,Fan 33"),
        ] {
            let page = admin.get(&format!("/insights/fans?{query}")).await.ok().text();
            let mut named: Vec<String> = page
                .split("<th scope=\"row\"><a href=\"/fans/")
                .skip(1)
                .filter_map(|row| between(row, ">", "</a>"))
                .collect();
            named.sort();
            assert_eq!(named.join(","), fans, "{query}");
        }
        // Whatever was voided, taken back, said where nobody played, or never used: they came to nothing.
        for fan in [18, 19, 25, 28, 29, 36, 38, 39, 40] {
            admin.get("/insights/fans?period=all").await.ok().hides(&format!("Fan {fan}"));
        }
    })
    .await;
}

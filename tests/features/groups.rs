//! People are counted, not tickets: a ticket that admits three, two of whom come.

use anomalia::{door, tickets};

use crate::door::NIGHT;
use crate::house::{House, Visitor, on_both};

/// Of three places on one ticket two are used; of two single ones one is, and that guest has left again.
async fn night(house: &House) -> (Visitor, String) {
    let admin = house.admin().await;
    let concert = admin.concert(&[("capacity", "40")]).await;
    let group = house.ticket(&admin, &concert, "Ana", &[("admits", "3")]).await;
    let single = house.ticket(&admin, &concert, "Beto", &[("method", "courtesy")]).await;
    house.ticket(&admin, &concert, "Caro", &[("method", "spei")]).await;
    house.clock(NIGHT);
    for code in [&group.code, &group.code, &single.code] {
        assert_eq!(house.scan(&admin, &concert, code).await["verdict"], "admitted");
    }
    let mut exit = house.entry(&single.code);
    exit["kind"] = "exit".into();
    assert_eq!(house.scans(&admin, &concert, &[exit]).await[0]["verdict"], "exited");
    (admin, concert)
}

/// What stands beside each name of a list of figures, `name=value`.
fn facts(page: &str, names: &[&str]) -> Vec<String> {
    let value = |name: &&str| {
        let (_, rest) = page.split_once(&format!("<dt>{name}</dt>")).unwrap_or_else(|| panic!("no {name} in {page}"));
        let (_, rest) = rest.split_once('>').expect("a value");
        format!("{name}={}", rest.split('<').next().unwrap_or_default())
    };
    names.iter().map(value).collect()
}

/// The words of a row of a table.
fn row(page: &str, begins: &str) -> String {
    let row = page.split("<tr>").find(|row| row.contains(begins)).unwrap_or_else(|| panic!("no {begins} in {page}"));
    let texts = row.split('>').filter_map(|part| part.split('<').next()).map(str::trim);
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn while_it_goes_on_the_door_and_the_concert_s_page_count_people() {
    on_both(async |house| {
        let (admin, concert) = night(house).await;
        let door = admin.get(&format!("/scan?concert={concert}")).await.ok();
        door.says("2 adentro de 5");
        let page = admin.get(&format!("/concerts/{concert}")).await.ok().says("5 de 40 lugares").text();
        let paid = facts(&page, &["Pagados", "Por pagar", "Cortesías"]);
        assert_eq!(paid.iter().map(|fact| &fact[..fact.len().min(11)]).collect::<Vec<_>>()[0], "Pagados=3");
        assert!(paid[1].starts_with("Por pagar=1,") && paid[2] == "Cortesías=1", "{paid:?}");
        assert_eq!(facts(&page, &["Adentro", "Esperados", "Entraron"]), ["Adentro=2", "Esperados=5", "Entraron=3"]);
        assert_eq!(facts(&admin.get("/").await.ok().text(), &["Ya entraron"]), ["Ya entraron=3"]);
        let cancel = admin.get(&format!("/concerts/{concert}/cancel")).await.ok();
        cancel.says("los 3 boletos que ya hay");
        let edit = admin.get(&format!("/concerts/{concert}/edit")).await.ok();
        edit.says("Ya se ocupan 5 lugares");
    })
    .await;
}

#[tokio::test]
async fn afterwards_every_page_and_file_says_how_many_people_came_and_how_many_did_not() {
    on_both(async |house| {
        let (admin, concert) = night(house).await;
        house.clock("2026-12-01T18:00:00Z");
        let page = admin.get(&format!("/concerts/{concert}")).await.ok().text();
        assert_eq!(facts(&page, &["Entraron", "No llegaron"]), ["Entraron=3", "No llegaron=2"]);
        let home = row(&admin.get("/").await.ok().text(), &format!("/concerts/{concert}"));
        assert!(home.contains(" 5 3 2 "), "expected, came, missed: {home}");
        let past = row(&admin.get("/concerts?when=past").await.ok().text(), &format!("/concerts/{concert}"));
        assert!(past.contains("5\u{a0}de\u{a0}40 3 "), "{past}");
        let venue = house.one("select venue_id from concert").await;
        let nights = row(&admin.get(&format!("/venues/{venue}")).await.ok().text(), &format!("/concerts/{concert}"));
        assert!(nights.contains(" 5 3 "), "{nights}");
        let csv = admin.get(&format!("/tickets.csv?concert={concert}")).await.ok().text();
        let csv = csv.replace('"', "");
        let lines: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
        assert_eq!((lines[0][2], *lines[0].last().expect("a column")), ("Lugares", "Entraron"));
        assert_eq!((lines[1][1], lines[1][2], *lines[1].last().expect("a column")), ("Ana", "3", "2"));
    })
    .await;
}

#[tokio::test]
async fn the_summaries_of_a_group_are_the_same_when_they_are_counted_anew() {
    on_both(async |house| {
        night(house).await;
        let sums = "select s.held || ' ' || s.issued || ' ' || a.tickets || ' ' || a.entries || ' ' || a.inside
                    from concert_sales s join concert_attendance a on a.concert_id = s.concert_id";
        assert_eq!(house.one(sums).await, "5 3 2 3 2");
        let mut tx = house.app.db.write().await.expect("a write");
        tickets::store::rebuild(&mut tx).await.expect("counted");
        door::store::rebuild(&mut tx).await.expect("counted");
        tx.commit().await.expect("kept");
        assert_eq!(house.one(sums).await, "5 3 2 3 2");
    })
    .await;
}

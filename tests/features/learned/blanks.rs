//! The pages of figures where there is nothing or little to show, and their pictures.

use super::past::{TODAY, id, past, table};
use crate::house::{House, Visitor, on_both, on_sqlite};

const STUDIES: [(&str, &[&str]); 4] = [
    ("attendance", &["came", "filled", "absent", "ahead"]),
    ("arrival", &["minutes", "needed", "doors", "refusals"]),
    ("who", &["ages", "constancy", "new", "cohorts", "apart", "cities", "found", "bringers"]),
    ("value", &["taken", "methods", "given", "prices", "spent"]),
];
const FILTERS: [&str; 8] = [
    "",
    "period=all",
    "period=50",
    "period=2026",
    "city=Toluca",
    "age=18-24&visits=2",
    "method=card&found=unsaid",
    "concert=00000000000000000000000000",
];
/// The eight bytes that every PNG begins with (PNG, third edition, 5.2).
const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n'];
const LARGEST: usize = 250_000;

/// Every page shows and every table is a file, with every filter; a picture is one, or isn't there. How many are.
async fn everything_shows(house: &House, admin: &Visitor) -> usize {
    let mut pictures = 0;
    for (page, slugs) in STUDIES {
        for filter in FILTERS {
            admin.get(&format!("/insights/{page}?{filter}")).await.ok().says("Filtros");
            for slug in slugs {
                // A forecast and a room are everybody's; of one way to pay there is no share that is given.
                let with_fans_only = ["ahead", "filled"].contains(slug)
                    && (filter.contains("age=") || filter.contains("method="))
                    || *slug == "given" && filter.contains("method=");
                let table = admin.get(&format!("/insights/{page}/{slug}.csv?{filter}")).await;
                table.is(if with_fans_only { 404 } else { 200 });
            }
        }
        for slug in slugs {
            let picture = admin.get(&format!("/insights/{page}/{slug}.png?period=all")).await;
            if picture.status == 404 {
                continue;
            }
            let picture = picture.ok();
            assert_eq!(picture.header("content-type"), "image/png");
            assert!(picture.bytes.starts_with(&SIGNATURE), "{slug} is no PNG");
            assert!(picture.bytes.len() < LARGEST, "{slug} has {} bytes", picture.bytes.len());
            image::load_from_memory(&picture.bytes).unwrap_or_else(|error| panic!("{slug}: {error}"));
            pictures += 1;
        }
    }
    admin.get("/insights").await.to("/insights/attendance");
    for filter in FILTERS {
        admin.get(&format!("/insights/fans?{filter}")).await.ok();
    }
    house.nobody().get("/insights/who").await.refused();
    pictures
}

#[tokio::test]
async fn the_figures_show_without_a_concert_and_with_one() {
    on_both(async |house| {
        let admin = house.admin().await;
        assert_eq!(everything_shows(house, &admin).await, 0);
        // One to come, with a ticket.
        let concert = admin.concert(&[]).await;
        let ana = house.ticket(&admin, &concert, "Ana Ruiz", &[]).await;
        everything_shows(house, &admin).await;
        // The same, past, where nobody was let in; then where she was.
        house.clock("2026-11-29T18:00:00Z");
        everything_shows(house, &admin).await;
        house.clock("2026-11-29T02:30:00Z");
        house.scan(&admin, &concert, &ana.code).await;
        house.clock("2026-11-29T18:00:00Z");
        assert!(everything_shows(house, &admin).await > 10);
        admin.get("/insights/who").await.ok().says("Ciudad de México");
        admin.get("/insights/attendance").await.ok().says("Fue el primero");
    })
    .await;
}

#[tokio::test]
async fn every_figure_is_a_picture_to_send() {
    on_both(async |house| {
        let admin = past(house, TODAY).await;
        let all: usize = STUDIES.iter().map(|(_, slugs)| slugs.len()).sum();
        assert_eq!(everything_shows(house, &admin).await, all);
    })
    .await;
}

#[tokio::test]
async fn no_two_parts_of_a_page_have_the_same_id() {
    on_sqlite(async |house| {
        let admin = past(house, TODAY).await;
        for (page, _) in STUDIES {
            let text = admin.get(&format!("/insights/{page}")).await.ok().text();
            let mut ids: Vec<&str> = text.split(" id=\"").skip(1).filter_map(|part| part.split('"').next()).collect();
            let all = ids.len();
            ids.sort_unstable();
            let twice: Vec<&str> = ids.windows(2).filter(|two| two[0] == two[1]).map(|two| two[0]).collect();
            assert!(all > 8 && twice.is_empty(), "{page}: {twice:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_concert_to_come_has_no_figures_yet() {
    on_both(async |house| {
        let admin = past(house, TODAY).await;
        for slug in ["came", "absent", "filled"] {
            assert_eq!(table(&admin, "attendance", slug, &format!("concert={}", id('c', 8))).await, "", "{slug}");
        }
    })
    .await;
}

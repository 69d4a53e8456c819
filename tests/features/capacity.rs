//! The last places: never sold twice, whoever sells at once.

use std::time::Duration;

use futures_util::future::join_all;

use sqlx::AssertSqlSafe;

use crate::house::{House, Visitor, on_both};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twelve_sellers_and_three_places_sell_three() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[("capacity", "3")]).await;
        let price = house.price(&concert, "Preventa").await;
        admin.token().await;
        let sales = (0..12).map(|nth| {
            let (admin, concert, price, request) = (&admin, &concert, &price, house.id());
            async move {
                let fan = format!("Fan {nth}");
                let fields = [("concert", &**concert), ("fan", &fan), ("method", "cash"), ("price", price), ("request", &request)];
                admin.post("/tickets", &fields).await.status
            }
        });
        let mut statuses = join_all(sales).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [[303; 3].as_slice(), [422; 9].as_slice()].concat());
        let counts = "select count(*) || ' ' || (select held from concert_sales) || ' ' || (select count(*) from payment) from ticket";
        assert_eq!(house.one(counts).await, "3 3 3");
        assert_eq!(house.all("select number from ticket order by number").await, ["1", "2", "3"]);
        assert_eq!(house.one("select count(*) from fan").await, "3", "who got no ticket isn't registered by the way");
    })
    .await;
}

#[tokio::test]
async fn a_group_needs_all_its_places() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[("capacity", "4")]).await;
        house.ticket(&admin, &concert, "Ana", &[("admits", "3")]).await;
        let price = house.price(&concert, "Preventa").await;
        let fields = [("concert", &*concert), ("fan", "Beto"), ("method", "cash"), ("price", &price), ("admits", "2")];
        admin.post("/tickets", &fields).await.is(422).says("Beto");
        assert_eq!(house.one("select held from concert_sales").await, "3");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_list_and_a_seller_share_the_last_places() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[("capacity", "5")]).await;
        let price = house.price(&concert, "Preventa").await;
        let fields =
            [("concert", &*concert), ("pasted", "Juan +2\nMariana"), ("method", "courtesy"), ("price", &price)];
        let batch = admin.post("/tickets/list", &fields).await.ok().field("batch");
        let confirm = [fields.as_slice(), &[("batch", &batch)]].concat();
        let (one, two) = (house.id(), house.id());
        let sale = async |fan: &str, request: &str| {
            let fields =
                [("concert", &*concert), ("fan", fan), ("method", "cash"), ("price", &price), ("request", request)];
            admin.post("/tickets", &fields).await.status
        };
        let (_, _, list) =
            tokio::join!(sale("Ana", &one), sale("Beto", &two), admin.post("/tickets/list/confirm", &confirm));
        assert_eq!(list.status, 303);
        tokio::time::sleep(Duration::from_millis(10)).await;
        let held: i64 = house.one("select held from concert_sales").await.parse().expect("a number");
        let tickets: i64 = house.one("select count(*) from ticket").await.parse().expect("a number");
        assert!(held == tickets && held <= 5, "{held} {tickets}");
        let listed = house.one("select count(*) from ticket where batch_id is not null").await;
        assert!(listed == "0" || listed == "4", "all of the list, or nothing of it: {listed}");
    })
    .await;
}

/// Edits the concert's capacity as a member does, once it has a ticket; the status of the answer.
async fn lower(member: &Visitor, concert: &str, capacity: &str) -> u16 {
    let fields = [("capacity", capacity), ("price_name", "Preventa"), ("price_amount", "200"), ("price_until", "")];
    member.post(&format!("/concerts/{concert}/edit"), &fields).await.status
}

async fn sell(house: &House, member: &Visitor, concert: &str, price: &str) -> u16 {
    let (fan, request) = (format!("Fan {}", house.id()), house.id());
    let fields = [("concert", concert), ("fan", &fan), ("method", "cash"), ("price", price), ("request", &request)];
    member.post("/tickets", &fields).await.status
}

/// Does these in one transaction, and commits it only when whatever else was begun has had time to go by it.
async fn slowly(house: &House, statements: &[String]) {
    let mut tx = house.app.db.write().await.expect("a write");
    for sql in statements {
        sqlx::query(AssertSqlSafe(sql.clone())).execute(&mut *tx).await.expect(sql);
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    tx.commit().await.expect("committed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_capacity_is_not_lowered_below_a_sale_that_is_under_way() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[("capacity", "10")]).await;
        house.ticket(&admin, &concert, "Ana", &[]).await;
        let sale = ["update concert_sales set held = held + 5, cursor = cursor + 1".to_owned()];
        let lowering = async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            lower(&admin, &concert, "5").await
        };
        let (status, ()) = tokio::join!(lowering, slowly(house, &sale));
        assert_eq!(status, 422, "6 are held by then");
        assert_eq!(lower(&admin, &concert, "6").await, 303);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_sale_that_waits_for_a_change_of_the_concert_goes_by_it() {
    on_both(async |house| {
        let admin = house.admin().await;
        for change in ["capacity = 1", "cancelled_at = '2026-11-20T18:00:00.000Z'"] {
            let concert = admin.concert(&[("capacity", "10"), ("venue_name", change)]).await;
            house.ticket(&admin, &concert, "Ana", &[]).await;
            let price = house.price(&concert, "Preventa").await;
            let changes = [
                format!("update concert_sales set cursor = cursor + 1 where concert_id = '{concert}'"),
                format!("update concert set {change} where id = '{concert}'"),
            ];
            let sale = async {
                tokio::time::sleep(Duration::from_millis(100)).await;
                sell(house, &admin, &concert, &price).await
            };
            let (status, ()) = tokio::join!(sale, slowly(house, &changes));
            assert_eq!(status, 422, "{change}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_sells_and_whoever_lowers_the_capacity_at_once_agree() {
    on_both(async |house| {
        let admin = house.admin().await;
        for round in 0..6 {
            let concert = admin.concert(&[("capacity", "9"), ("venue_name", &format!("Sala {round}"))]).await;
            house.ticket(&admin, &concert, "Ana", &[]).await;
            let price = house.price(&concert, "Preventa").await;
            let sales = join_all((0..7).map(|_| sell(house, &admin, &concert, &price)));
            let lowerings = join_all(["5", "4", "3"].map(|capacity| lower(&admin, &concert, capacity)));
            let (sold, lowered) = tokio::join!(sales, lowerings);
            assert!(sold.iter().chain(&lowered).all(|status| matches!(status, 303 | 422)), "{sold:?} {lowered:?}");
            let held = "select cast(case when s.held <= c.capacity then 1 else 0 end as bigint)
                 from concert_sales s join concert c on c.id = s.concert_id order by c.id desc";
            assert_eq!(house.one(held).await, "1", "{sold:?} {lowered:?}");
        }
    })
    .await;
}

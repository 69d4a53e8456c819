//! The last places: never sold twice, whoever sells at once.

use std::time::Duration;

use futures_util::future::join_all;

use crate::house::on_both;

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

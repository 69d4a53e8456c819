//! Many phones at once, and one phone that asks again: one answer for ever.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::Value;

use crate::door::NIGHT;
use crate::house::on_both;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_phones_posting_one_code_at_once_admit_one() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[]).await;
        house.clock(NIGHT);
        let mut phones = Vec::new();
        for nth in 0..20 {
            let phone = house.device(&concert, "Xime", &format!("Teléfono {nth}")).await;
            phone.token().await;
            phones.push(phone);
        }
        let results = join_all(phones.iter().map(|phone| house.scan(phone, &concert, &ticket.code))).await;
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for result in &results {
            *counts.entry(result["verdict"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
        }
        assert_eq!(counts, BTreeMap::from([("admitted".to_owned(), 1), ("already_used".to_owned(), 19)]));
        assert_eq!(house.one("select count(*) from admission").await, "1");
        assert_eq!(house.one("select inside || ' ' || refused from concert_attendance").await, "1 19");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_phones_fill_a_group_to_its_last_place() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[("admits", "7")]).await;
        house.clock(NIGHT);
        admin.token().await;
        let results = join_all((0..20).map(|_| house.scan(&admin, &concert, &ticket.code))).await;
        let admitted: Vec<&Value> = results.iter().filter(|result| result["verdict"] == "admitted").collect();
        assert_eq!(admitted.len(), 7);
        let mut left: Vec<i64> = admitted.iter().filter_map(|result| result["ticket"]["left"].as_i64()).collect();
        left.sort_unstable();
        assert_eq!(left, [0, 1, 2, 3, 4, 5, 6], "each was told how many more there are");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_scan_id_sent_five_times_gets_one_answer() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[]).await;
        house.clock(NIGHT);
        admin.token().await;
        let scan = house.entry(&ticket.code);
        let same = [scan.clone(), scan.clone()];
        let (one, two, three) = tokio::join!(
            house.scans(&admin, &concert, &same),
            house.scans(&admin, &concert, std::slice::from_ref(&scan)),
            house.scans(&admin, &concert, std::slice::from_ref(&scan)),
        );
        admin.post(&format!("/tickets/{}/void", ticket.id), &[]).await.is(303);
        let later = house.scans(&admin, &concert, &[scan]).await;
        let all: Vec<Value> = [one, two, three, later].concat();
        assert_eq!(all.len(), 5);
        assert!(all.iter().all(|answer| *answer == all[0] && answer["verdict"] == "admitted"), "{all:#?}");
        assert_eq!(house.one("select count(*) || ' ' || (select count(*) from admission) from scan").await, "1 1");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_scans_in_one_request_are_answered_in_their_order() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[("capacity", "500")]).await;
        let price = house.price(&concert, "Cortesía").await;
        let pasted: String =
            (0..100).map(|nth| format!("Fan {}\n", char::from_u32(0x4e00 + nth).unwrap_or('x'))).collect();
        let fields = [("concert", &*concert), ("pasted", &pasted), ("method", "courtesy"), ("price", &price)];
        let batch = admin.post("/tickets/list", &fields).await.ok().field("batch");
        admin.post("/tickets/list/confirm", &[fields.as_slice(), &[("batch", &batch)]].concat()).await.is(303);
        house.clock(NIGHT);
        let codes = house.all("select code from ticket order by number").await;
        let scans: Vec<Value> = codes.iter().chain(&codes).map(|code| house.entry(code)).collect();
        let begun = std::time::Instant::now();
        let results = house.scans(&admin, &concert, &scans).await;
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
        for (nth, (scan, result)) in scans.iter().zip(&results).enumerate() {
            assert_eq!(result["id"], scan["id"]);
            assert_eq!(result["verdict"], if nth < 100 { "admitted" } else { "already_used" });
        }
        assert_eq!(house.one("select cast(sum(entries) as bigint) from concert_arrival").await, "100");
    })
    .await;
}

#[tokio::test]
async fn the_database_itself_holds_back_what_may_be_there_once() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[]).await;
        house.clock(NIGHT);
        for verdict in ["admitted", "already_used"] {
            assert_eq!(house.scan(&admin, &concert, &ticket.code).await["verdict"], verdict);
        }
        let ticket = |code: &str, number: &str, link: &str| {
            format!(
                "insert into ticket (id, concert_id, fan_id, number, code, link_token, admits, price_name, price_cents, currency,
                   method, issued_at, issued_by, cursor)
                 select '{}', concert_id, fan_id, {number}, {code}, {link}, admits, price_name, price_cents, currency, method,
                   issued_at, issued_by, cursor from ticket limit 1",
                house.id()
            )
        };
        let admission = |nth: &str, scan: &str| {
            format!(
                "insert into admission (ticket_id, nth, scan_id, concert_id, admitted_at)
                 select a.ticket_id, {nth}, {scan}, a.concert_id, a.admitted_at
                 from admission a join scan s on s.verdict = 'already_used'"
            )
        };
        let (code, number, link) = ("'ZZZZZZZZZZZZZZZZ'", "number + 1000", "substr(link_token, 2) || 'x'");
        for (what, sql, may) in [
            ("another place by another scan", admission("a.nth + 1", "s.id"), true),
            ("one place of a ticket twice", admission("a.nth", "s.id"), false),
            ("two places by one scan", admission("a.nth + 1", "a.scan_id"), false),
            ("another ticket", ticket(code, number, link), true),
            ("a code twice", ticket("code", number, link), false),
            ("a number of a concert twice", ticket(code, "number", link), false),
            ("a fan's own address twice", ticket(code, number, "link_token"), false),
        ] {
            let mut tx = house.app.db.write().await.expect("a write");
            let done = sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut *tx).await;
            tx.rollback().await.expect("taken back");
            assert_eq!(done.is_ok_and(|done| done.rows_affected() == 1), may, "{what}");
        }
    })
    .await;
}

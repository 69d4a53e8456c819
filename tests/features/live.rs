//! The numbers of a night as they change, by server-sent events.

use std::time::Duration;

use reqwest::{Method, Response};
use serde_json::Value;

use crate::door::NIGHT;
use crate::house::on_both;

/// The next event's data, as it arrives.
pub async fn next(stream: &mut Response, waiting: &mut String) -> Value {
    let read = async {
        loop {
            if let Some((event, rest)) = waiting.split_once("\n\n") {
                let data = event.lines().find_map(|line| line.strip_prefix("data: ").or(line.strip_prefix("data:")));
                let data = data.and_then(|data| serde_json::from_str(data).ok());
                *waiting = rest.to_owned();
                match data {
                    Some(data) => return data,
                    None => continue,
                }
            }
            let chunk = stream.chunk().await.expect("the stream goes on").expect("more");
            waiting.push_str(&String::from_utf8_lossy(&chunk));
        }
    };
    tokio::time::timeout(Duration::from_secs(10), read).await.expect("an event within ten seconds")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_scan_is_counted_on_an_open_page() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[]).await;
        house.ticket(&admin, &concert, "Beto", &[]).await;
        house.clock(NIGHT);
        let mut stream =
            admin.request(Method::GET, &format!("/concerts/{concert}/live")).send().await.expect("a stream");
        assert_eq!(stream.headers()["content-type"], "text/event-stream");
        let mut waiting = String::new();
        let first = next(&mut stream, &mut waiting).await;
        assert_eq!((first["inside"].as_i64(), first["expected"].as_i64()), (Some(0), Some(2)));
        house.scan(&admin, &concert, &ticket.code).await;
        let then = next(&mut stream, &mut waiting).await;
        assert_eq!((then["inside"].as_i64(), then["refused"].as_i64()), (Some(1), Some(0)));
        house.scan(&admin, &concert, &ticket.code).await;
        let last = next(&mut stream, &mut waiting).await;
        assert_eq!((last["inside"].as_i64(), last["refused"].as_i64()), (Some(1), Some(1)));
        house.ticket(&admin, &concert, "Caro", &[]).await;
        assert_eq!(next(&mut stream, &mut waiting).await["expected"], 3, "a sale is a change, too");
    })
    .await;
}

/// Whether the server ends a stream, within ten seconds.
async fn ends(stream: &mut Response) -> bool {
    let read = async { while let Ok(Some(_)) = stream.chunk().await {} };
    tokio::time::timeout(Duration::from_secs(10), read).await.is_ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_page_hears_nothing_more_when_its_session_has_ended() {
    on_both(async |house| {
        let admin = house.admin().await;
        let other = house.member("Beto").await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[]).await;
        house.clock(NIGHT);
        let path = format!("/concerts/{concert}/live");
        let mut stream = other.request(Method::GET, &path).send().await.expect("a stream");
        next(&mut stream, &mut String::new()).await;
        house.write(&format!("update account set disabled_at = '{}' where username = 'Beto'", house.now())).await;
        house.scan(&admin, &concert, &ticket.code).await;
        let mut rest = String::new();
        let read = async {
            while let Ok(Some(chunk)) = stream.chunk().await {
                rest.push_str(&String::from_utf8_lossy(&chunk));
            }
        };
        tokio::time::timeout(Duration::from_secs(3), read).await.expect("it ends with the next event");
        assert!(!rest.contains("inside"), "{rest}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_page_ends_with_its_session_though_nothing_happens() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let mut stream =
            admin.request(Method::GET, &format!("/concerts/{concert}/live")).send().await.expect("a stream");
        next(&mut stream, &mut String::new()).await;
        house.write(&format!("update session set ended_at = '{}'", house.now())).await;
        assert!(ends(&mut stream).await);
    })
    .await;
}

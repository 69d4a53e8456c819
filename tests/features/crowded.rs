//! More than can be done: the door goes on, the rest is told when to come again, and whoever only begins to ask is cut off.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use reqwest::Method;

use crate::house::{Process, first_member, folder, on_both};

#[tokio::test]
async fn where_too_many_ask_for_figures_the_door_goes_on_and_they_are_told_when_to_come_again() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ana = house.ticket(&admin, &concert, "Ana Ruiz", &[]).await;
        house.clock("2026-11-29T02:30:00Z");
        let phone = house.device(&concert, "Xime", "Teléfono de Beto").await;
        let figures = join_all((0..200).map(|_| async { admin.request(Method::GET, "/insights/who").send().await }));
        let door = async {
            let begun = Instant::now();
            let said = house.scan(&phone, &concert, &ana.code).await;
            (said["verdict"].clone(), begun.elapsed())
        };
        let (figures, (verdict, took)) = tokio::join!(figures, door);
        assert_eq!(verdict, "admitted");
        assert!(took < Duration::from_secs(5), "{took:?}");
        let figures: Vec<_> = figures.into_iter().map(|answer| answer.expect("an answer")).collect();
        let full: Vec<_> = figures.iter().filter(|answer| answer.status() == 503).collect();
        let done = figures.iter().filter(|answer| answer.status() == 200).count();
        assert_eq!(done + full.len(), 200);
        assert!(done >= 16 && !full.is_empty(), "{done} were done");
        assert!(full.iter().all(|answer| answer.headers()["retry-after"] == "2"));
        // And then it is as before.
        admin.get("/insights/who").await.ok();
    })
    .await;
}

#[tokio::test]
async fn where_everybody_opens_their_ticket_at_once_nobody_is_told_to_come_again() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        house.ticket(&admin, &concert, "Ana Ruiz", &[]).await;
        let token = house.one("select link_token from ticket").await;
        let fan = house.nobody();
        let (page, picture) = (format!("/t/{token}"), format!("/t/{token}.png"));
        let opened = join_all((0..60).map(|nth| fan.get(if nth % 2 == 0 { &page } else { &picture }))).await;
        let wrong: Vec<u16> = opened.iter().map(|answer| answer.status).filter(|status| *status != 200).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    })
    .await;
}

/// Opens a connection and sends the beginning of a request.
fn begun(address: &str, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.write_all(text.as_bytes()).expect("sent");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    stream
}

/// How long until the other side has ended it.
fn ends(mut stream: TcpStream, since: Instant) -> Duration {
    let mut said = Vec::new();
    let ended = stream.read_to_end(&mut said);
    assert!(ended.is_ok() || ended.is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset));
    since.elapsed()
}

#[tokio::test]
async fn requests_that_are_only_begun_are_cut_off_while_the_others_are_answered() {
    let program = Process::start(folder("begun"), &[], &[]);
    let admin = first_member(&program).await;
    let address = program.address.trim_start_matches("http://").replace("localhost", "127.0.0.1");
    let head = "GET /login HTTP/1.1\r\nHost: localhost\r\nAccept: text/html";
    let body = "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                Content-Length: 4000\r\n\r\nusername=";
    let since = Instant::now();
    // As many as this process may have open, and leave some for the other tests.
    let many = if anomalia::net::files::raise().is_some_and(|most| most >= 4_096) { 2_001 } else { 402 };
    let half: Vec<TcpStream> = (0..many).map(|nth| begun(&address, [head, body, ""][nth % 3])).collect();
    // What is too long isn't waited for.
    let long =
        "POST /insights HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 3000000\r\n\r\nx";
    let mut refused = begun(&address, long);
    let mut said = [0; 12];
    refused.read_exact(&mut said).expect("an answer at once");
    assert_eq!(&said, b"HTTP/1.1 413");
    assert!(since.elapsed() < Duration::from_secs(8), "{:?}", since.elapsed());
    let asked = Instant::now();
    admin.get("/fans").await.ok();
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    let all = move || half.into_iter().map(|stream| ends(stream, since)).max();
    let took = tokio::task::spawn_blocking(all).await.expect("they ended");
    println!("{many} half-sent, the last cut off after {took:?}");
    assert!(took.is_some_and(|took| took < Duration::from_secs(15)), "{took:?}");
    let _ = std::fs::remove_dir_all(&program.data);
}

#[test]
fn three_hundred_who_come_at_once_are_connected_before_one_is_answered() {
    let listener = anomalia::server::listen(std::net::Ipv4Addr::LOCALHOST.into(), 0).expect("a port");
    let address = listener.local_addr().expect("an address");
    // Nobody takes them up: one that finds no room tries again after a second, in vain.
    let come = |_| std::net::TcpStream::connect_timeout(&address, std::time::Duration::from_secs(5));
    let connected: Result<Vec<_>, _> = (0..300).map(come).collect();
    connected.expect("there is room");
}

//! A change must come from our own pages: by its token, and by where the browser says that it comes from.

use reqwest::Method;

use crate::house::{House, PASSWORD, Process, Visitor, folder, on_both};

async fn status(visitor: &Visitor, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> u16 {
    let mut request = visitor.request(Method::POST, "/fans");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.form(fields).send().await.expect("an answer").status().as_u16()
}

async fn fans(house: &House) -> String {
    house.one("select count(*) from fan").await
}

#[tokio::test]
async fn a_change_without_the_token_is_refused() {
    on_both(async |house| {
        let (admin, other) = (house.admin().await, house.member("Beto").await);
        let (token, foreign) = (admin.token().await, other.token().await);
        assert_ne!(token, foreign);
        assert_eq!(status(&admin, &[], &[("name", "Ana")]).await, 422);
        assert_eq!(status(&admin, &[], &[("name", "Ana"), ("_csrf", "")]).await, 422);
        assert_eq!(status(&admin, &[], &[("name", "Ana"), ("_csrf", &foreign)]).await, 422);
        assert_eq!(status(&admin, &[("x-csrf-token", &foreign)], &[("name", "Ana")]).await, 422);
        assert_eq!(fans(house).await, "0");
        assert_eq!(status(&admin, &[], &[("name", "Ana"), ("_csrf", &token)]).await, 303);
        assert_eq!(fans(house).await, "1");
    })
    .await;
}

#[tokio::test]
async fn a_change_from_another_site_is_refused_even_with_the_token() {
    on_both(async |house| {
        let admin = house.admin().await;
        let token = admin.token().await;
        let fields = [("name", "Ana"), ("_csrf", token.as_str())];
        for headers in [
            [("sec-fetch-site", "cross-site"), ("origin", house.address.as_str())],
            [("sec-fetch-site", "same-site"), ("origin", house.address.as_str())],
            [("origin", "https://evil.example"), ("referer", "https://evil.example/")],
            [("origin", "null"), ("referer", house.address.as_str())],
        ] {
            assert_eq!(status(&admin, &headers, &fields).await, 422, "{headers:?}");
        }
        assert_eq!(fans(house).await, "0");
        assert_eq!(
            status(&admin, &[("sec-fetch-site", "same-origin"), ("origin", &house.address)], &fields).await,
            303
        );
    })
    .await;
}

#[tokio::test]
async fn the_token_of_a_session_is_not_the_one_from_before_it() {
    on_both(async |house| {
        house.admin().await;
        let visitor = house.nobody();
        let before = visitor.token().await;
        visitor.sign_in("Xime", PASSWORD).await.to("/");
        assert_ne!(before, visitor.token().await);
        assert_eq!(status(&visitor, &[], &[("name", "Ana"), ("_csrf", &before)]).await, 422);
    })
    .await;
}

#[tokio::test]
async fn a_form_that_is_too_large_is_not_read() {
    on_both(async |house| {
        let admin = house.admin().await;
        let answer = admin.post("/fans", &[("name", "Ana"), ("note", &"x".repeat(2 << 20))]).await;
        assert_eq!(answer.status, 413);
        assert_eq!(fans(house).await, "0");
    })
    .await;
}

/// Asks to be let in with a link that opens nothing, as if it came from there by way of a proxy; the status.
async fn tried(program: &Process, from: &str) -> u16 {
    let visitor = Visitor::with(&program.address, "/setup", &[("x-forwarded-for", from)]);
    visitor.post("/setup", &[("username", "Xime"), ("secret", "no")]).await.status
}

#[tokio::test]
async fn whoever_invents_where_they_come_from_is_slowed_down_all_the_same() {
    let program = Process::start(folder("spoof"), &[], &[]);
    for nth in 0..40 {
        assert_eq!(tried(&program, &format!("198.51.100.{nth}")).await, 422);
    }
    assert_eq!(tried(&program, "203.0.113.7").await, 429);
    let _ = std::fs::remove_dir_all(&program.data);
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_address_is_slowed_down_by_itself() {
    let program = Process::start(folder("proxy"), &[], &[("ANOMALIA_TRUSTED_PROXIES", "10.0.0.0/8, 127.0.0.1")]);
    for nth in 0..40 {
        assert_eq!(tried(&program, &format!("198.51.100.{nth}, 203.0.113.7")).await, 422);
    }
    assert_eq!(tried(&program, "198.51.100.77, 203.0.113.7").await, 429, "what stands left is anybody's word");
    assert_eq!(tried(&program, "203.0.113.8").await, 422);
    let _ = std::fs::remove_dir_all(&program.data);
}

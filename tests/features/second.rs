//! The second step of signing in: the codes of an app that isn't ours, each good once, and codes on paper.

use totp_rs::{Builder, Secret};

use crate::house::{Answer, House, PASSWORD, Visitor, on_both};

/// What the app shows at the house's time.
fn shown(house: &House, secret: &str) -> String {
    let secret = Secret::try_from_base32(secret).expect("base32");
    let app = Builder::new().with_secret(secret).build().expect("an app");
    app.generate(house.app.clock.now().as_second() as u64).to_string()
}

/// Sets it up; gives the secret and the codes on paper.
async fn set_up(house: &House, admin: &Visitor) -> (String, Vec<String>) {
    let secret = admin.get("/account/second").await.ok().field("secret");
    let code = shown(house, &secret);
    let fields = [("secret", &*secret), ("code", &code), ("present", PASSWORD)];
    let page = admin.post("/account/second", &fields).await.ok().text();
    let codes: Vec<String> =
        page.split("<li>").skip(1).filter_map(|rest| rest.split("</li>").next()).map(str::to_owned).collect();
    let codes: Vec<String> = codes.into_iter().filter(|code| code.len() == 19).collect();
    assert_eq!(codes.len(), 10, "{page}");
    (secret, codes)
}

async fn second(visitor: &Visitor, asked: &Answer, code: &str) -> Answer {
    let fields = [("pass", &*asked.field("pass")), ("code", code), ("next", "/fans")];
    let answer = visitor.post("/login/second", &fields).await;
    if answer.status == 303 {
        visitor.signed_in().await;
    }
    answer
}

#[tokio::test]
async fn the_code_of_an_app_is_asked_for_and_good_once() {
    on_both(async |house| {
        house.clock("2026-11-27T02:30:00Z");
        let admin = house.admin().await;
        let (secret, _) = set_up(house, &admin).await;
        assert!(!house.one("select second_secret from account").await.contains(&secret), "it is sealed");
        let visitor = house.nobody();
        // The step that set it up is used.
        let asked = visitor.sign_in("Xime", PASSWORD).await.ok().says("Un paso más");
        visitor.get("/fans").await.refused();
        second(&visitor, &asked, &shown(house, &secret)).await.is(422).says("ya se usó");
        house.clock("2026-11-27T02:31:00Z");
        second(&visitor, &asked, "000000").await.is(422);
        let code = shown(house, &secret);
        second(&visitor, &asked, &format!("{} {}", &code[..3], &code[3..])).await.to("/fans");
        visitor.get("/fans").await.ok();
        // Whoever looked over a shoulder comes too late.
        let other = house.nobody();
        let asked = other.sign_in("Xime", PASSWORD).await.ok();
        second(&other, &asked, &code).await.is(422);
        // A wrong password doesn't say that there is a second step.
        house.nobody().sign_in("Xime", "otra-clave-larga").await.is(422).hides("Un paso más");
    })
    .await;
}

#[tokio::test]
async fn a_code_on_paper_lets_in_once_and_the_last_ones_are_counted() {
    on_both(async |house| {
        let (admin, other) = (house.admin().await, house.admin().await);
        let (_, codes) = set_up(house, &admin).await;
        // Whoever was in by the password alone is out.
        other.get("/fans").await.refused();
        admin.get("/fans").await.ok();
        let kept = house.all("select code_hash from recovery").await.join(" ");
        assert!(codes.iter().all(|code| !kept.contains(&code.replace('-', ""))), "only their hashes are kept");
        let visitor = house.nobody();
        let asked = visitor.sign_in("Xime", PASSWORD).await.ok();
        second(&visitor, &asked, &codes[3].to_uppercase().replace('-', " ")).await.to("/fans");
        let again = house.nobody();
        let asked = again.sign_in("Xime", PASSWORD).await.ok();
        second(&again, &asked, &codes[3]).await.is(422);
        visitor.get("/account/second").await.ok().says("Te quedan 9");
        let sure = async |path: &str, password: &str, code: &str| {
            visitor.post(path, &[("present", password), ("code", code)]).await
        };
        sure("/account/second/codes", "otra-clave-larga", &codes[5]).await.is(422);
        sure("/account/second/codes", PASSWORD, "").await.is(422);
        sure("/account/second/off", PASSWORD, &codes[3]).await.is(422);
        let new = sure("/account/second/codes", PASSWORD, &codes[5]).await.ok().between("<li>", "</li>");
        second(&again, &asked, &codes[4]).await.is(422);
        sure("/account/second/off", PASSWORD, &new).await.to("/account");
        house.nobody().sign_in("Xime", PASSWORD).await.is(303);
        assert_eq!(house.one("select count(*) from recovery").await, "0");
    })
    .await;
}

#[tokio::test]
async fn who_gave_the_password_is_believed_for_five_minutes_and_only_from_our_own_page() {
    on_both(async |house| {
        let admin = house.admin().await;
        let (secret, _) = set_up(house, &admin).await;
        house.clock("2026-11-27T02:31:00Z");
        let visitor = house.nobody();
        let asked = visitor.sign_in("Xime", PASSWORD).await.ok();
        let pass = asked.field("pass");
        let send = async |pass: &str| {
            visitor.post("/login/second", &[("pass", pass), ("code", &shown(house, &secret)), ("next", "/")]).await
        };
        for wrong in ["", "x", &pass[..pass.len() - 1], &pass.replacen("2026", "2036", 1)] {
            send(wrong).await.is(422).says("Entra otra vez");
        }
        house.clock("2026-11-27T02:36:01Z");
        send(&pass).await.is(422).says("Entra otra vez");
        visitor.get("/fans").await.refused();
        // An app that shows another code, or another's password, sets nothing up.
        let beto = house.member("Beto").await;
        let own = beto.get("/account/second").await.ok().field("secret");
        let fields = [("secret", &*own), ("code", "000000"), ("present", PASSWORD)];
        beto.post("/account/second", &fields).await.is(422).says(&own[..4]);
        let fields = [("secret", &*own), ("code", &shown(house, &own)), ("present", "otra-clave-larga")];
        beto.post("/account/second", &fields).await.is(422);
        house.nobody().sign_in("Beto", PASSWORD).await.is(303);
    })
    .await;
}

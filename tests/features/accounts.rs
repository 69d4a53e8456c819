//! Accounts: the one-time link, signing in and out, sessions that end, the switches of language and theme.

use crate::house::{House, PASSWORD, Process, folder, on_both};

#[tokio::test]
async fn the_set_up_link_makes_one_account_once() {
    let data = folder("setup");
    let program = Process::start(data.clone(), &[], &[]);
    let link = program.link.clone().expect("a link, while there is no account");
    let (page, secret) = link.split_once('#').expect("the secret stands in the fragment");
    assert!(page.ends_with("/setup"), "{page}");
    let first = program.nobody();
    first.get("/setup").await.ok().hides(secret);
    let form = |name: &'static str, password: &'static str, secret: String| {
        let fields =
            [("secret", secret), ("username", name.into()), ("password", password.into()), ("again", password.into())];
        fields.map(|(name, value): (&str, String)| (name, value))
    };
    let send = async |visitor: &crate::house::Visitor, fields: [(&str, String); 4]| {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        visitor.post("/setup", &fields).await
    };
    send(&first, form("Xime", "corta", secret.into())).await.is(422);
    send(&first, form("Xime", PASSWORD, "not-the-secret".into())).await.is(422);
    send(&first, form("Xime", PASSWORD, secret.into())).await.to("/");
    first.get("/account").await.ok().says("Xime");
    send(&program.nobody(), form("Beto", PASSWORD, secret.into())).await.is(422);
    drop(program);
    let again = Process::start(data.clone(), &[], &[]);
    assert_eq!(again.link, None, "there is an account now");
    drop(again);
    let _ = std::fs::remove_dir_all(data);
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_get_the_same_words() {
    on_both(async |house| {
        house.admin().await;
        let visitor = house.nobody();
        let right = visitor.sign_in("Xime", PASSWORD).await;
        assert_eq!(right.status, 303);
        let words = |text: String| {
            text.split("role=\"alert\"").nth(1).unwrap_or_default().split("</div>").next().map(str::to_owned)
        };
        let name = house.nobody().sign_in("Nadie", PASSWORD).await.is(422);
        let password = house.nobody().sign_in("Xime", "otra-clave-larga").await.is(422).hides("otra-clave-larga");
        assert!(words(name.text()).is_some_and(|words| words.len() > 10));
        assert_eq!(words(name.text()), words(password.text()));
    })
    .await;
}

#[tokio::test]
async fn signing_in_goes_on_to_where_one_wanted_to_be_and_nowhere_else() {
    on_both(async |house| {
        house.admin().await;
        let visitor = house.nobody();
        visitor.get("/fans?q=ana").await.to("/login?next=/fans%3Fq%3Dana");
        for (next, expected) in [
            ("/fans?q=ana", "/fans?q=ana"),
            ("https://evil.example/", "/"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("", "/"),
        ] {
            let visitor = house.nobody();
            let fields = [("username", "xime"), ("password", PASSWORD), ("next", next)];
            visitor.post("/login", &fields).await.to(expected);
        }
    })
    .await;
}

#[tokio::test]
async fn signing_out_ends_this_session_only() {
    on_both(async |house| {
        let (here, there) = (house.admin().await, house.admin().await);
        here.get("/logout").await.ok();
        here.post("/logout", &[]).await.to("/login");
        here.get("/account").await.to("/login?next=/account");
        there.get("/account").await.ok();
    })
    .await;
}

#[tokio::test]
async fn a_new_password_ends_every_session_and_begins_a_new_one_here() {
    on_both(async |house| {
        let (here, there, other) = (house.admin().await, house.admin().await, house.member("Beto").await);
        let change =
            |present: &'static str, new: &'static str| [("present", present), ("password", new), ("again", new)];
        here.post("/account/password", &change("no-es-esta-clave", "una-clave-nueva")).await.is(422);
        there.get("/account").await.ok();
        here.post("/account/password", &change(PASSWORD, "una-clave-nueva")).await.to("/account");
        here.get("/account").await.ok();
        there.get("/account").await.to("/login?next=/account");
        let kept = "select count(*) from session where ended_at is null and account_id = (select id from account where username_folded = 'xime')";
        assert_eq!(house.one(kept).await, "1", "the one that began with the new password");
        other.get("/account").await.ok();
        house.nobody().sign_in("Xime", PASSWORD).await.is(422);
        house.nobody().sign_in("Xime", "una-clave-nueva").await.to("/");
    })
    .await;
}

#[tokio::test]
async fn a_session_is_listed_and_can_be_ended_by_its_owner_only() {
    on_both(async |house| {
        let (here, there, other) = (house.admin().await, house.admin().await, house.member("Beto").await);
        let page = here.get("/account").await.ok();
        let session = page.field("session");
        other.post("/account/sessions/end", &[("session", &session)]).await.to("/account");
        there.get("/account").await.ok();
        here.post("/account/sessions/end", &[("session", &session)]).await.to("/account");
        there.get("/account").await.to("/login?next=/account");
        here.get("/account").await.ok();
    })
    .await;
}

#[tokio::test]
async fn nothing_at_rest_is_a_password_or_a_token() {
    on_both(async |house| {
        house.admin().await;
        for hash in house.all("select password_hash from account").await {
            assert!(hash.starts_with("$argon2id$"), "{hash}");
        }
        for hash in house.all("select token_hash from session").await {
            assert_eq!(hash.len(), 64);
        }
    })
    .await;
}

#[tokio::test]
async fn guessing_gets_slower_and_the_right_password_still_opens() {
    on_both(async |house| {
        house.admin().await;
        let visitor = house.nobody();
        for _ in 0..4 {
            visitor.sign_in("Xime", "no-es-esta-clave").await.is(422);
            visitor.lost().await;
        }
        let begun = std::time::Instant::now();
        visitor.sign_in("Xime", PASSWORD).await.to("/");
        assert!(begun.elapsed().as_millis() >= 900, "{:?}", begun.elapsed());
    })
    .await;
}

#[tokio::test]
async fn a_session_cookie_is_out_of_reach_of_scripts() {
    on_both(async |house| {
        house.admin().await;
        let visitor = house.nobody();
        let answer = visitor.sign_in("Xime", PASSWORD).await;
        let cookies = answer.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
        let session = cookies.into_iter().find(|cookie| cookie.starts_with("session=")).expect("a session");
        for word in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(session.contains(word), "{word}: {session}");
        }
    })
    .await;
}

async fn html_tag(house: &House, visitor: &crate::house::Visitor) -> String {
    let _ = house;
    visitor.get("/login").await.ok().between("<html", ">")
}

#[tokio::test]
async fn language_and_theme_are_switched_and_stay() {
    on_both(async |house| {
        let visitor = house.nobody();
        assert!(html_tag(house, &visitor).await.contains("lang=\"es\""));
        visitor.post("/language", &[("language", "en"), ("back", "/login")]).await.to("/login");
        visitor.post("/theme", &[("theme", "night"), ("back", "https://evil.example")]).await.to("/");
        let tag = html_tag(house, &visitor).await;
        assert!(tag.contains("lang=\"en\"") && tag.contains("data-theme=\"night\""), "{tag}");
        visitor.post("/theme", &[("theme", "day"), ("back", "/login")]).await.to("/login");
        assert!(html_tag(house, &visitor).await.contains("data-theme=\"day\""));
    })
    .await;
}

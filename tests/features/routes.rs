//! Every route of the program, found by reading its source, asked as each kind of viewer.

use std::collections::BTreeMap;

use anomalia::fans::notice;
use reqwest::Method;

use crate::house::{House, Visitor, on_both};
use crate::source;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// To nobody in particular.
    Public,
    /// To members, and to the phones of that concert's door.
    Door,
    Members,
}

#[derive(Clone, Debug)]
pub struct Route {
    pub path: String,
    pub method: Method,
    pub open: Open,
}

/// The routes of all features: `.route("/path", get(…).post(…))` within `routes`, `door_routes` or `public_routes`.
pub fn routes() -> Vec<Route> {
    let mut found = Vec::new();
    // What `net` serves is a listener of its own, over plain http.
    for file in source::rust().into_iter().filter(|file| file.part() != "net") {
        let code = file.code();
        for (at, _) in code.match_indices(".route(") {
            let rest = &code[at..];
            let Some(path) = rest.split('"').nth(1).filter(|path| path.starts_with('/')) else { continue };
            let function = code[..at].rsplit("fn ").next().unwrap_or_default();
            let name = function.split('(').next().unwrap_or_default();
            let open = match name {
                "door_routes" => Open::Door,
                "public_routes" => Open::Public,
                // What `router` adds itself is assets and icons.
                "router" => Open::Public,
                _ => Open::Members,
            };
            let end = rest[1..].find(".route(").map_or(rest.len(), |end| end + 1);
            let methods =
                [("get(", Method::GET), ("post(", Method::POST), ("put(", Method::PUT), ("delete(", Method::DELETE)];
            let handlers = rest[..end].split_once(',').map_or("", |(_, handlers)| handlers);
            let handlers = handlers.split("\n    }").next().unwrap_or_default().split("\n}").next().unwrap_or_default();
            for (word, method) in methods {
                if handlers.contains(word) {
                    found.push(Route { path: path.to_owned(), method, open });
                }
            }
        }
    }
    assert!(found.len() > 50, "{} routes", found.len());
    found
}

/// What members can do, as the trail calls it: `POST /fans/{id}/edit`.
pub fn acts() -> Vec<String> {
    let members = routes().into_iter().filter(|route| route.open == Open::Members);
    let ends = [".csv", ".vcf", ".json", "/door/list.pdf", "/sheet.pdf", "/pictures.zip"];
    let figure = |route: &Route| route.path.starts_with("/insights") && route.path.ends_with("{file}");
    let file = |route: &Route| figure(route) || ends.iter().any(|end| route.path.ends_with(end));
    members
        .filter(|route| route.method != Method::GET || file(route))
        .map(|route| format!("{} {}", route.method, route.path))
        .collect()
}

/// The ids that stand in addresses.
pub async fn ids(house: &House, admin: &Visitor) -> (BTreeMap<&'static str, String>, String) {
    let concert = admin.concert(&[]).await;
    let other = admin.concert(&[("venue_name", "Galpón Siete"), ("day", "2026-12-05"), ("title", "Otra noche")]).await;
    let ticket = house.ticket(admin, &concert, "Ana Ruiz", &[]).await;
    let fan = house.one("select fan_id from ticket").await;
    let venue = house.one(&format!("select venue_id from concert where id = '{concert}'")).await;
    let device = house.id();
    let token = house.one("select link_token from ticket").await;
    let ids = BTreeMap::from([
        ("concerts", concert.clone()),
        ("door", concert),
        ("tickets", ticket.id),
        ("batches", house.id()),
        ("fans", fan.clone()),
        ("venues", venue),
        ("devices", device),
        ("t", token),
        ("j", "K7QF2M".to_owned()),
        ("baja", notice::farewell(&house.app.key, &fan)),
        ("assets", "0".to_owned()),
    ]);
    (ids, other)
}

/// An address with the ids put in: what stands in braces is of the kind that the part before it names.
pub fn filled(path: &str, ids: &BTreeMap<&str, String>) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in path.split('/') {
        if !part.contains('{') {
            parts.push(part.to_owned());
            continue;
        }
        let before = parts.iter().rev().find_map(|before| ids.get(before.as_str()));
        let id =
            if part.starts_with("{*") { "style.css".to_owned() } else { before.cloned().unwrap_or_else(|| "x".into()) };
        let end = part.split('}').nth(1).unwrap_or_default();
        parts.push(format!("{id}{end}"));
    }
    parts.join("/")
}

/// Only the head of the answer: a stream of live numbers never ends.
async fn ask(visitor: &Visitor, route: &Route, path: &str) -> reqwest::Response {
    let mut request = visitor.request(route.method.clone(), path);
    if route.method != Method::GET {
        let token = visitor.token().await;
        request = request.header("x-csrf-token", &token).form(&[("_csrf", token.as_str())]);
    }
    request.send().await.unwrap_or_else(|error| panic!("{path}: {error:?}"))
}

/// What a member must not be asked to try: it ends their own session.
const ENDS_A_SESSION: [&str; 1] = ["/logout"];

#[tokio::test]
async fn every_route_is_asked_as_each_viewer() {
    on_both(async |house| {
        let admin = house.admin().await;
        let (ids, other) = ids(house, &admin).await;
        let (expired, disabled) = (house.member("Vieja").await, house.member("Fuera").await);
        let now = house.now();
        house.write(&format!("update session set expires_at = '{now}' where account_id in (select id from account where username = 'Vieja')")).await;
        house.write(&format!("update account set disabled_at = '{now}' where username = 'Fuera'")).await;
        let device = house.device(&ids["concerts"], "Xime", "Puerta").await;
        let stranger = house.device(&other, "Xime", "Otra puerta").await;
        let mut wrong = Vec::new();
        for route in routes() {
            let path = filled(&route.path, &ids);
            for (viewer, name) in
                [(&house.nobody(), "nobody"), (&expired, "expired"), (&disabled, "disabled"), (&device, "device"), (&stranger, "stranger"), (&admin, "admin")]
            {
                if name == "admin" && ENDS_A_SESSION.contains(&&*route.path) && route.method != Method::GET {
                    continue;
                }
                if matches!(name, "expired" | "disabled") {
                    viewer.lost().await;
                }
                let answer = ask(viewer, &route, &path).await;
                let (status, to) = (answer.status().as_u16(), answer.headers().get("location").and_then(|to| to.to_str().ok()).unwrap_or(""));
                let sent_to_sign_in = status == 401 || (status == 303 && to.starts_with("/login?next="));
                let right = match (route.open, name) {
                    (_, "admin") => !sent_to_sign_in && status != 403 && status < 500,
                    (Open::Public, _) => !sent_to_sign_in && status != 403 && status < 500,
                    (_, "nobody" | "expired" | "disabled") => sent_to_sign_in,
                    (Open::Door, "device") => !sent_to_sign_in && status != 403 && status < 500,
                    (Open::Door, _) => status == 403 || !route.path.contains('{'),
                    (Open::Members, _) => status == 403,
                };
                if !right {
                    wrong.push(format!("{} {path} ({:?}) as {name}: {status} {to}", route.method, route.open));
                }
            }
        }
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    })
    .await;
}

#[tokio::test]
async fn every_response_carries_the_safety_headers() {
    on_both(async |house| {
        let admin = house.admin().await;
        let (ids, _) = ids(house, &admin).await;
        for route in routes().into_iter().filter(|route| route.method == Method::GET) {
            let path = filled(&route.path, &ids);
            for visitor in [&admin, &house.nobody()] {
                let answer = ask(visitor, &route, &path).await;
                let header = |name: &str| {
                    answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned()
                };
                assert_eq!(header("content-security-policy"), anomalia::base::web::guard::POLICY, "{path}");
                assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
                assert_eq!(header("x-frame-options"), "DENY", "{path}");
                // A fan's own page has a secret in its address, which no other site is to hear of.
                let referrer = if path.starts_with("/t/") { "no-referrer" } else { "same-origin" };
                assert_eq!(header("referrer-policy"), referrer, "{path}");
                assert!(header("permissions-policy").contains("camera=(self)"), "{path}");
                if route.open != Open::Public {
                    assert_eq!(header("cache-control"), "no-store", "{path}");
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_brief_s_addresses_lead_to_the_new_ones() {
    on_both(async |house| {
        let admin = house.admin().await;
        for (old, new) in [
            ("/fan", "/fans/new"),
            ("/concert", "/concerts/new"),
            ("/ticket", "/tickets/new"),
            ("/ticket_generated", "/tickets/new"),
        ] {
            admin.get(old).await.to(new);
        }
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[]).await;
        admin.get("/ticket_generated").await.to(&format!("/tickets/{}", ticket.id));
        let made = admin.post("/fan", &[("name", "Beto Luna")]).await.made();
        admin.get(&format!("/fans/{made}")).await.ok().says("Beto Luna");
        for path in ["/", "/consult", "/scan", "/fans", "/concerts", "/tickets", "/account", "/logout"] {
            admin.get(path).await.ok();
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_not_there_is_said_with_a_way_on() {
    on_both(async |house| {
        let admin = house.admin().await;
        for path in ["/nada", "/fans/0", "/concerts/zzzzzzzzzzzzzzzzzzzzzzzzzz", "/tickets/x.png", "/assets/0/nada.js"]
        {
            admin.get(path).await.is(404).says("<h1");
        }
        let asked =
            admin.request(Method::GET, "/nada").header("accept", "application/json").send().await.expect("an answer");
        assert_eq!(asked.headers()["content-type"], "application/problem+json");
    })
    .await;
}

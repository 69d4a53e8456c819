//! The roster: what a phone holds so that it can decide by itself, and that it hears of every change.

use anomalia::tickets::code::Code;
use serde_json::{Value, json};

use crate::door::NIGHT;
use crate::house::{House, Visitor, on_both};

async fn asked(phone: &Visitor, concert: &str, since: i64) -> Value {
    phone.get(&format!("/door/{concert}/roster?since={since}")).await.ok().json()
}

#[tokio::test]
async fn a_roster_holds_what_a_door_needs_and_no_more() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Mariana Quiroz Díaz", &[("admits", "2")]).await;
        house.ticket(&admin, &concert, "Beto", &[("method", "spei")]).await;
        house
            .write("update fan set phone = '+525512345678', email = 'mariana@example.mx' where name like 'Mar%'")
            .await;
        let phone = house.device(&concert, "Xime", "Puerta").await;
        let whole = asked(&phone, &concert, 0).await;
        let salt = house.one(&format!("select salt from concert where id = '{concert}'")).await;
        let hash = Code::parse(&ticket.code).expect("a code").hash(&salt);
        assert_eq!((whole["reset"].as_bool(), whole["about"]["salt"].as_str()), (Some(true), Some(salt.as_str())));
        assert_eq!(whole["about"]["ends_at"], "2026-11-29T11:00:00.000Z");
        let first = json!({
            "id": ticket.id, "hash": hash, "number": 1, "short": &ticket.code[..4], "first_name": "Mariana",
            "initial": "Q", "surname3": "qui", "last4": "5678", "admits": 2, "state": "valid", "used": 0, "inside": 0,
            "first": null, "due_cents": 0, "conflicts": [],
        });
        assert_eq!(whole["tickets"][0], first);
        assert_eq!(whole["tickets"][1]["state"], "unpaid");
        for secret in [ticket.code.as_str(), "Quiroz", "12345678", "example.mx"] {
            assert!(!whole.to_string().contains(secret), "{secret}");
        }
        let cursor = whole["cursor"].as_i64().expect("a cursor");
        let nothing = asked(&phone, &concert, cursor).await;
        assert_eq!((nothing["reset"].as_bool(), nothing["tickets"].as_array().map(Vec::len)), (Some(false), Some(0)));
        let ahead = asked(&phone, &concert, cursor + 1).await;
        assert_eq!(ahead["reset"], true, "a phone that knows more than there is begins anew");
        let other = admin.concert(&[("venue_name", "Otro"), ("day", "2026-12-05")]).await;
        phone.get(&format!("/door/{other}/roster")).await.is(403);
        assert!(matches!(house.nobody().get(&format!("/door/{concert}/roster")).await.status, 303 | 401));
        admin.get(&format!("/door/{}/roster", house.id())).await.is(404);
    })
    .await;
}

/// What a phone hears after `change`, that it didn't know before: the numbers of the tickets.
async fn heard(house: &House, admin: &Visitor, concert: &str, change: impl AsyncFnOnce()) -> Vec<Value> {
    let cursor = house.one(&format!("select cursor from concert_sales where concert_id = '{concert}'")).await;
    change().await;
    let answer = asked(admin, concert, cursor.parse().expect("a cursor")).await;
    assert_eq!(answer["reset"], false);
    answer["tickets"].as_array().expect("tickets").clone()
}

fn pick(tickets: &[Value], key: &str) -> Vec<String> {
    tickets.iter().map(|ticket| format!("{} {}", ticket["number"], ticket[key])).collect()
}

#[tokio::test]
async fn every_change_of_a_ticket_reaches_the_phones() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ana = house.ticket(&admin, &concert, "Ana Ruiz", &[]).await;
        let owed = house.ticket(&admin, &concert, "Beto Luna", &[("method", "spei")]).await;
        let fan = house.one(&format!("select fan_id from ticket where id = '{}'", ana.id)).await;
        let beto = house.one(&format!("select fan_id from ticket where id = '{}'", owed.id)).await;
        house.write(&format!("update fan set name = '+1', brought_by = '{fan}' where id = '{beto}'")).await;

        let new =
            heard(house, &admin, &concert, async || drop(house.ticket(&admin, &concert, "Caro", &[]).await)).await;
        assert_eq!(pick(&new, "state"), ["3 \"valid\""]);
        let pay = [("amount", "200"), ("method", "cash"), ("payment", &*house.id())];
        let paid = async || drop(admin.post(&format!("/tickets/{}/paid", owed.id), &pay).await.is(303));
        assert_eq!(pick(&heard(house, &admin, &concert, paid).await, "state"), ["2 \"valid\""]);
        let payment = house.one(&format!("select id from payment where ticket_id = '{}'", owed.id)).await;
        let back = async || {
            let path = format!("/tickets/{}/refund", owed.id);
            drop(admin.post(&path, &[("payment", &*payment)]).await.is(303));
        };
        assert_eq!(pick(&heard(house, &admin, &concert, back).await, "state"), ["2 \"unpaid\""]);
        let named = async || {
            let fields = [("name", "Juana Sol"), ("phone", "55 1111 2222")];
            admin.post(&format!("/fans/{fan}/edit"), &fields).await.is(303);
        };
        let named = heard(house, &admin, &concert, named).await;
        assert_eq!(pick(&named, "first_name"), ["1 \"Juana\"", "2 \"+1 Juana\""], "and whoever is called after her");
        assert_eq!(pick(&named, "last4"), ["1 \"2222\"", "2 \"2222\""]);

        house.clock(NIGHT);
        let entry = house.entry(&ana.code);
        let came = async || drop(house.scans(&admin, &concert, std::slice::from_ref(&entry)).await);
        assert_eq!(pick(&heard(house, &admin, &concert, came).await, "inside"), ["1 1"]);
        let mut undo = house.entry(&ana.code);
        (undo["kind"], undo["takes_back"]) = ("undo".into(), entry["id"].clone());
        let undone = async || drop(house.scans(&admin, &concert, std::slice::from_ref(&undo)).await);
        assert_eq!(pick(&heard(house, &admin, &concert, undone).await, "used"), ["1 0"]);
        let replaced = async || drop(admin.post(&format!("/tickets/{}/replace", ana.id), &[]).await.is(303));
        assert_eq!(pick(&heard(house, &admin, &concert, replaced).await, "state"), ["1 \"replaced\"", "4 \"valid\""]);
        let voided = async || drop(admin.post(&format!("/tickets/{}/void", owed.id), &[]).await.is(303));
        assert_eq!(pick(&heard(house, &admin, &concert, voided).await, "state"), ["2 \"voided\""]);
        let erased = async || drop(admin.post(&format!("/fans/{fan}/erase"), &[]).await.is(303));
        let erased = heard(house, &admin, &concert, erased).await;
        assert!(!erased.is_empty() && !json!(erased).to_string().contains("Juana"), "{erased:?}");
    })
    .await;
}

#[tokio::test]
async fn a_screen_that_turned_without_the_lost_answer_is_kept_beside_it() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ana = house.ticket(&admin, &concert, "Ana Ruiz", &[]).await;
        house.clock(NIGHT);
        house.scan(&admin, &concert, &ana.code).await;
        let mut scan = house.entry(&ana.code);
        let first = house.scans(&admin, &concert, std::slice::from_ref(&scan)).await;
        for word in ["admitted", "unknown"] {
            scan["phone_verdict"] = word.into();
            assert_eq!(house.scans(&admin, &concert, std::slice::from_ref(&scan)).await, first, "the first answer");
        }
        let sql = format!(
            "select phone_verdict || ' ' || verdict from scan where id = '{}'",
            scan["id"].as_str().expect("an id")
        );
        assert_eq!(house.one(&sql).await, "admitted already_used");
        assert_eq!(house.one("select entries || ' ' || refused from concert_attendance").await, "2 0", "two went in");
    })
    .await;
}

/// The fields of a struct of `wire.rs`.
fn fields(wire: &str, name: &str) -> Vec<String> {
    let body =
        wire.split_once(&format!("pub struct {name} {{")).and_then(|(_, rest)| rest.split_once("\n}")).expect(name).0;
    let named = body.lines().filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(':'));
    let mut fields: Vec<String> = named.map(|(field, _)| field.to_owned()).collect();
    fields.sort();
    fields
}

/// The properties of a type of `wire.js`.
fn properties(script: &str, name: &str) -> Vec<String> {
    let head = |end: &str| format!("@typedef {{object}} {name}{end}");
    let rest = script.split_once(&head("\n")).or_else(|| script.split_once(&head(" ")));
    let (_, rest) = rest.unwrap_or_else(|| panic!("wire.js has no {name}"));
    let rest = rest.split_once(" * @property").map_or(String::new(), |(_, rest)| format!(" * @property{rest}"));
    let lines = rest.lines().map_while(|line| line.trim().strip_prefix("* @property {"));
    let named = lines.filter_map(|line| {
        line.split_once("} ")?.1.split_whitespace().next().map(|name| name.trim_matches(['[', ']']).to_owned())
    });
    let mut properties: Vec<String> = named.collect();
    properties.sort();
    properties
}

#[test]
fn phone_and_server_speak_of_the_same_things() {
    let read = |path: &str| std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).expect(path);
    let (wire, script) = (read("src/door/wire.rs"), read("assets/door/wire.js"));
    let pairs = [
        ("Scan", "Scan"),
        ("Answer", "Result"),
        ("Answers", "Answer"),
        ("Shown", "Shown"),
        ("First", "First"),
        ("Other", "Other"),
        ("Numbers", "Numbers"),
        ("Found", "Found"),
        ("Roster", "Roster"),
        ("Rostered", "Rostered"),
        ("Conflict", "Conflict"),
        ("Side", "Side"),
        ("Paid", "Paid"),
        ("Sale", "Sale"),
        ("Report", "Report"),
        ("Elsewhere", "Elsewhere"),
        ("Priced", "Priced"),
        ("Named", "Named"),
        ("About", "About"),
        ("Practised", "Practised"),
    ];
    for (here, there) in pairs {
        assert_eq!(fields(&wire, here), properties(&script, there), "{here} and {there}");
    }
}

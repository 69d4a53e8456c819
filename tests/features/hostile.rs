//! Whatever strangers and mistaken people send is answered, and never by a failure of ours: any query, any field, any upload
//! of a phone, any file. Chance that repeats; what once found something stays in the corpus.

use std::collections::BTreeSet;

use proptest::test_runner::{RngAlgorithm, TestRng};
use reqwest::Method;
use reqwest::multipart::{Form as Parts, Part};
use serde_json::{Value, json};

use crate::door::NIGHT;
use crate::house::{House, Visitor, on_both};
use crate::payloads::{addresses, forms};

/// Values that programs stumble over, one a line of `tests/corpus/values.txt`, with Rust's escapes.
pub fn values() -> Vec<String> {
    let corpus = include_str!("../corpus/values.txt").lines().filter(|line| !line.starts_with('#'));
    let mut all: Vec<String> = corpus.map(unescaped).collect();
    all.extend(["ñ".repeat(12_000), "a ".repeat(3_000), "[".repeat(2_000), "9".repeat(400), String::new()]);
    all
}

/// `\\u{202e}`, `\\n` and the like as what they stand for.
fn unescaped(line: &str) -> String {
    let mut all = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('\\') {
        all.push_str(&rest[..at]);
        let what = &rest[at + 1..];
        if let Some((hex, after)) = what.strip_prefix("u{").and_then(|what| what.split_once('}')) {
            all.extend(u32::from_str_radix(hex, 16).ok().and_then(char::from_u32));
            rest = after;
        } else {
            let (word, after) = what.split_at(1.min(what.len()));
            all.push_str(match word {
                "n" => "\n",
                "r" => "\r",
                "t" => "\t",
                other => other,
            });
            rest = after;
        }
    }
    all + rest
}

pub struct Chance(TestRng);

impl Chance {
    pub fn new(engine: bool) -> Self {
        let seed = std::env::var("ANOMALIA_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_126_u64);
        println!("seed {seed}");
        let mut bytes = [u8::from(engine); 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self(TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
    }

    pub fn below(&mut self, n: usize) -> usize {
        use proptest::prelude::Rng;
        (self.0.next_u64() % n.max(1) as u64) as usize
    }

    pub fn of<'a>(&mut self, list: &'a [String]) -> &'a str {
        let at = self.below(list.len());
        &list[at]
    }
}

/// What was answered, and what of it was a failure of ours.
#[derive(Default)]
struct Heard {
    asked: usize,
    refused: usize,
    broken: Vec<String>,
}

impl Heard {
    fn note(&mut self, what: &str, sent: &str, status: u16) {
        self.asked += 1;
        self.refused += usize::from(status >= 400);
        if status >= 500 {
            self.broken.push(format!("{status} {what} ← {}", sent.chars().take(300).collect::<String>()));
        }
    }

    fn ends(self, what: &str, least: usize) {
        println!("{what}: {} asked, {} refused, {} broken", self.asked, self.refused, self.broken.len());
        assert!(
            self.broken.is_empty(),
            "{}\n{}",
            self.broken.len(),
            self.broken[..self.broken.len().min(25)].join("\n")
        );
        assert!(self.asked >= least && self.refused > 0, "{} asked, {} refused", self.asked, self.refused);
    }
}

async fn status(request: reqwest::RequestBuilder) -> u16 {
    let answer = request.send().await.expect("an answer");
    let is_stream = answer.headers().get("content-type").is_some_and(|kind| kind.as_bytes().starts_with(b"text/event"));
    let status = answer.status().as_u16();
    if !is_stream {
        let _ = answer.bytes().await;
    }
    status
}

/// The names of all parameters that links and forms of these pages have, and a few that only scripts send.
async fn names(visitor: &Visitor, paths: &[String]) -> Vec<String> {
    let mut all: BTreeSet<String> =
        ["since", "about", "after", "before", "q", "page", "app", "number", "language", "concert"]
            .map(str::to_owned)
            .into();
    for path in paths {
        let page = visitor.get(path).await;
        if page.header("content-type").starts_with("text/html") {
            let page = page.text();
            for query in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()?.split_once('?')) {
                all.extend(
                    query
                        .1
                        .replace("&amp;", "&")
                        .split('&')
                        .filter_map(|pair| Some(pair.split('=').next()?.to_owned())),
                );
            }
            all.extend(page.split(" name=\"").skip(1).filter_map(|rest| Some(rest.split('"').next()?.to_owned())));
        }
    }
    all.into_iter().filter(|name| !name.is_empty()).collect()
}

fn quiet(paths: Vec<String>) -> Vec<String> {
    paths.into_iter().filter(|path| !path.ends_with("/live") && !path.ends_with("/logout")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_query_breaks_a_page() {
    on_both(async |house| {
        let (admin, mut chance, values, mut heard) =
            (house.admin().await, Chance::new(house.is_sqlite()), values(), Heard::default());
        let paths = quiet(addresses(house, &admin).await);
        let names = names(&admin, &paths).await;
        let nobody = house.nobody();
        for path in &paths {
            for nth in 0..10 {
                let pairs = (0..1 + chance.below(4)).map(|_| {
                    let (name, value) = (chance.of(&names).to_owned(), chance.of(&values).to_owned());
                    (name, value.chars().take(2_000).collect::<String>())
                });
                let pairs: Vec<(String, String)> = pairs.collect();
                let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
                let query = match nth {
                    0 => "q=%ff%fe&after=%00&%ff=1".to_owned(),
                    1 => "after=%ff&q=%c3%28&concert=%f0%28%8c%28".to_owned(),
                    _ => query,
                };
                let (path, _) = path.split_once('?').unwrap_or((path, ""));
                let visitor = if chance.below(4) == 0 { &nobody } else { &admin };
                let request = visitor.request(Method::GET, &format!("{path}?{query}")).header("accept", "text/html");
                heard.note(path, &query, status(request).await);
            }
        }
        heard.ends("queries", 500);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_field_breaks_a_form() {
    on_both(async |house| {
        let (admin, mut chance, values, mut heard) =
            (house.admin().await, Chance::new(house.is_sqlite()), values(), Heard::default());
        let paths = quiet(addresses(house, &admin).await);
        let token = admin.token().await;
        for path in &paths {
            let page = admin.get(path).await;
            if page.status != 200 || !page.header("content-type").starts_with("text/html") {
                continue;
            }
            for form in forms(&page.text(), path) {
                for nth in 0..5 {
                    let mut typed: Vec<(String, String)> =
                        form.fields.iter().map(|field| (field.name.clone(), field.value.clone())).collect();
                    for _ in 0..1 + chance.below(3) {
                        let at = chance.below(typed.len());
                        if let Some(field) = typed.get_mut(at) {
                            chance.of(&values).clone_into(&mut field.1);
                        }
                    }
                    typed
                        .iter_mut()
                        .filter(|(name, _)| name == "_csrf")
                        .for_each(|field| token.clone_into(&mut field.1));
                    let mut body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&typed).finish();
                    if nth == 0 {
                        body.push_str("&name=%ff%00&%c3=%28");
                    }
                    let request = admin.request(Method::POST, &form.action).header("accept", "text/html");
                    let request = request.header("content-type", "application/x-www-form-urlencoded").body(body);
                    heard.note(&form.action, &format!("{typed:?}"), status(request).await);
                }
            }
        }
        heard.ends("fields", 300);
    })
    .await;
}

/// Puts something else in the place of one leaf or branch.
fn mutate(value: &mut Value, chance: &mut Chance, values: &[String]) {
    let children = match value {
        Value::Object(map) if !map.is_empty() && chance.below(4) > 0 => {
            let nth = chance.below(map.len());
            map.values_mut().nth(nth)
        }
        Value::Array(list) if !list.is_empty() && chance.below(4) > 0 => {
            let nth = chance.below(list.len());
            list.get_mut(nth)
        }
        _ => None,
    };
    if let Some(child) = children {
        return mutate(child, chance, values);
    }
    *value = match chance.below(9) {
        0 => Value::Null,
        1 => json!(i64::MAX),
        2 => json!(i64::MIN),
        3 => json!(-1),
        4 => json!(1e300),
        5 => json!([]),
        6 => json!({ "id": true }),
        _ => json!(chance.of(values)),
    };
}

async fn upload(house: &House, concert: &str, code: &str) -> Value {
    let (mut one, mut undo, mut paid) = (house.entry(code), house.entry(code), house.entry(code));
    (undo["kind"], undo["takes_back"]) = ("undo".into(), one["id"].clone());
    paid["paid"] = json!({ "amount_cents": 100, "method": "cash" });
    one["sale"] = Value::Null;
    let price = house.price(concert, "Taquilla").await;
    let mut sold = house.entry("");
    (sold["code"], sold["ticket_id"]) = (Value::Null, house.id().into());
    sold["sale"] = json!({ "phone": house.id(), "name": "Ana", "price": price, "amount_cents": 100, "method": "cash" });
    let report = json!({ "id": house.id(), "address": "https://puerta.local:5000", "pending": 0, "damaged": 0,
        "roster_at": house.now(), "ready": "{}", "seq": 1 });
    json!({ "device_clock_ms": house.app.clock.now().as_millisecond(), "scans": [one, undo, paid, sold], "phone": report,
        "places": 3 })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_upload_of_a_phone_breaks_the_door_and_it_goes_on_admitting() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let (mut chance, values, mut heard) = (Chance::new(house.is_sqlite()), values(), Heard::default());
        let ticket = house.ticket(&admin, &concert, "Ana", &[]).await;
        house.clock(NIGHT);
        let phone = house.device(&concert, "Xime", "Beto").await;
        house.write("update device set sells_from = created_at").await;
        let (address, token) = (format!("/door/{concert}/scans"), phone.token().await);
        for _ in 0..400 {
            let mut body = upload(house, &concert, &ticket.code).await;
            for _ in 0..1 + chance.below(2) {
                mutate(&mut body, &mut chance, &values);
            }
            let mut bytes = body.to_string().into_bytes();
            if chance.below(5) == 0 {
                let at = chance.below(bytes.len());
                bytes[at] = chance.below(256) as u8;
                bytes.truncate(1 + chance.below(4 * bytes.len()));
            }
            let sent = String::from_utf8_lossy(&bytes).into_owned();
            let request = phone.request(Method::POST, &address).header("x-csrf-token", &token);
            let request =
                request.header("content-type", "application/json").header("accept", "application/json").body(bytes);
            heard.note("scans", &sent, status(request).await);
        }
        let other = house.ticket(&admin, &concert, "Caro", &[]).await;
        assert_eq!(house.scan(&phone, &concert, &other.code).await["verdict"], "admitted");
        for page in ["", "/doubles", "/door", "/report"] {
            admin.get(&format!("/concerts/{concert}{page}")).await.ok();
        }
        heard.ends("uploads", 400);
    })
    .await;
}

const CSV: &str = "Nombre,Teléfono,Correo,Edad,Ciudad\r\nAna Ruiz,55 1234 5678,ana@example.mx,26,Toluca\r\n\"Luna, Beto\",5587654321,,,\r\n";
const VCARD: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nN;CHARSET=UTF-8:Ruiz;Ana;;;\r\nFN:Ana Ruiz\r\nTEL;TYPE=CELL:+52 55 1234 5678\r\nEMAIL:ana@example.mx\r\nBDAY:1999-04-01\r\nEND:VCARD\r\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_file_and_no_pasted_list_breaks_an_import() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let price = house.price(&concert, "Taquilla").await;
        let (mut chance, values, mut heard) = (Chance::new(house.is_sqlite()), values(), Heard::default());
        let token = admin.token().await;
        for nth in 0..120 {
            let (name, whole) = if nth % 2 == 0 { ("fans.csv", CSV) } else { ("contactos.vcf", VCARD) };
            let mut bytes = whole.as_bytes().to_vec();
            for _ in 0..1 + chance.below(4) {
                let at = chance.below(bytes.len());
                match chance.below(4) {
                    0 => bytes[at] = chance.below(256) as u8,
                    1 => bytes.truncate(at.max(1)),
                    2 => drop(bytes.splice(at..at, chance.of(&values).bytes())),
                    _ => bytes.extend_from_within(at..),
                }
            }
            let sent = String::from_utf8_lossy(&bytes).into_owned();
            let parts = Parts::new().text("_csrf", token.clone()).part("file", Part::bytes(bytes).file_name(name));
            let request = admin.request(Method::POST, "/fans/import").header("accept", "text/html").multipart(parts);
            heard.note(name, &sent, status(request).await);
            let mut pasted = "Juan +1\nPepe x3 55 8765 4321\nMariana (Beto)".to_owned();
            let at = [0, 4, 8, 20, 35][chance.below(5)];
            pasted.insert_str(at, chance.of(&values));
            let list = [
                ("concert", &*concert),
                ("pasted", &pasted),
                ("method", "courtesy"),
                ("price", &price),
                ("_csrf", &token),
            ];
            let request = admin.request(Method::POST, "/tickets/list").header("accept", "text/html").form(&list);
            heard.note("list", &pasted, status(request).await);
        }
        heard.ends("files and lists", 240);
    })
    .await;
}

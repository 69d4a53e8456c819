//! Whatever is typed into any field of any form stays text: on the page that shows it again, on every other page, in files,
//! in pictures and in headers. Pages are read by a parser of HTML that isn't ours (that of Servo).

use std::collections::BTreeSet;

use reqwest::Method;
use scraper::{Html, Selector};

use crate::house::{House, Visitor, on_sqlite};
use crate::routes::{filled, ids, routes};

/// What would be seen if it got through: an element of this name, an attribute of that one, a header, a formula.
const PAYLOADS: [&str; 6] = [
    "\"><x-anomalia>",
    "'--></title></textarea></select></style></script><x-anomalia>",
    "\" data-anomalia=\"1\" x='",
    "<svg><x-anomalia/></svg>{{7*7}}${7*7}",
    "=HYPERLINK(\"http://x-anomalia\")",
    "a\r\nX-Anomalia: 1\r\n\r\n<x-anomalia>",
];

/// Forms that would end the walk, or take away what the others are of.
const LEFT: [&str; 12] = [
    "/logout",
    "/login",
    "/setup",
    "/erase",
    "/cancel",
    "/merge",
    "/void",
    "/remove",
    "/password",
    "/sessions/end",
    "/second",
    "/look/back",
];

/// What stands in a field that must be filled, while another is tried.
fn usual(name: &str) -> &'static str {
    const USUAL: [(&str, &str); 16] = [
        ("name", "Ana Ruiz"),
        ("venue_name", "Sala Uno"),
        ("venue_address", "Calle 1"),
        ("venue_city", "Toluca"),
        ("day", "2026-12-20"),
        ("doors", "20:00"),
        ("start", "21:00"),
        ("capacity", "100"),
        ("responsible", "Anomalia"),
        ("address", "Calle 1"),
        ("contact", "datos@example.mx"),
        ("sql", "select 1"),
        ("fan", "Ana Ruiz"),
        ("host", "localhost"),
        ("from", "banda@example.mx"),
        ("about", "Uno"),
    ];
    USUAL.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
}

pub struct Field {
    pub name: String,
    pub value: String,
    /// Whether anything may be typed here.
    open: bool,
}

pub struct Form {
    pub action: String,
    pub fields: Vec<Field>,
}

fn select(css: &str) -> Selector {
    Selector::parse(css).expect(css)
}

/// The forms of a page that change something, as a browser would send them.
pub fn forms(page: &str, here: &str) -> Vec<Form> {
    let parsed = Html::parse_document(page);
    let controls = select("input[name], textarea[name], select[name]");
    let chosen = select("option[selected], option");
    parsed
        .select(&select("form"))
        .filter(|form| form.attr("method").is_some_and(|method| method.eq_ignore_ascii_case("post")))
        .filter(|form| form.attr("enctype") != Some("multipart/form-data"))
        .map(|form| {
            let mut radios = BTreeSet::new();
            let fields = form.select(&controls).filter_map(|control| {
                let name = control.attr("name").unwrap_or_default().to_owned();
                let kind = control.attr("type").unwrap_or("text");
                let value = match control.value().name() {
                    "textarea" => control.text().collect(),
                    "select" => {
                        let options = || control.select(&chosen);
                        let option =
                            options().find(|option| option.attr("selected").is_some()).or_else(|| options().next());
                        option.and_then(|option| option.attr("value")).unwrap_or_default().to_owned()
                    }
                    _ => control.attr("value").unwrap_or_default().to_owned(),
                };
                let open = match (control.value().name(), kind) {
                    ("textarea", _) => true,
                    ("select", _) => false,
                    (_, "text" | "search" | "email" | "tel" | "url" | "number" | "date" | "time" | "password") => true,
                    _ => false,
                };
                match kind {
                    "radio" if !radios.insert(name.clone()) && control.attr("checked").is_none() => return None,
                    "checkbox" if control.attr("checked").is_none() => return None,
                    "submit" | "file" => return None,
                    _ => {}
                }
                Some(Field { name, value, open })
            });
            let action = form.attr("action").filter(|action| !action.is_empty()).unwrap_or(here);
            Form { action: action.to_owned(), fields: fields.collect() }
        })
        .filter(|form| !LEFT.iter().any(|left| form.action.contains(left)))
        .collect()
}

/// What got through, if anything did.
fn got_through(kind: &str, body: &[u8], headers: &reqwest::header::HeaderMap) -> Option<String> {
    if headers.contains_key("x-anomalia") {
        return Some("a header of its own".to_owned());
    }
    let text = String::from_utf8_lossy(body);
    if kind.starts_with("text/html") {
        let parsed = Html::parse_document(&text);
        let found = parsed.select(&select("x-anomalia, [data-anomalia], [href^='http://x-anomalia']")).next();
        return found.map(|element| format!("an element: {}", element.html().chars().take(120).collect::<String>()));
    }
    if kind.starts_with("image/svg") || kind.contains("xml") {
        return text.contains("<x-anomalia").then(|| "markup in a drawing".to_owned());
    }
    if kind.starts_with("text/csv") {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(body);
        let cells = reader.records().flatten().flat_map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>());
        return cells
            .into_iter()
            .find(|cell| cell.trim_start().starts_with('='))
            .map(|cell| format!("a formula: {cell}"));
    }
    None
}

async fn looked_at(visitor: &Visitor, path: &str) -> (u16, String, Vec<u8>, Option<String>) {
    let request = visitor.request(Method::GET, path).header("accept", "text/html");
    let answer = request.send().await.unwrap_or_else(|error| panic!("{path}: {error:?}"));
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let kind = headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or("").to_owned();
    // A stream of live numbers never ends.
    let body =
        if kind.starts_with("text/event-stream") { Vec::new() } else { answer.bytes().await.expect("a body").to_vec() };
    let wrong = got_through(&kind, &body, &headers);
    (status, kind, body, wrong)
}

/// What comes of a form with this in one of its fields; the others as they are, or filled in where they were empty.
async fn sent(
    visitor: &Visitor,
    form: &Form,
    at: usize,
    payload: &str,
    filled: bool,
) -> (u16, String, Vec<u8>, reqwest::header::HeaderMap) {
    let token = visitor.token().await;
    let typed = form.fields.iter().enumerate().map(|(nth, field)| match () {
        () if nth == at => (&*field.name, payload),
        () if field.name == "_csrf" => ("_csrf", &*token),
        () if filled && field.open && field.value.is_empty() => (&*field.name, usual(&field.name)),
        () => (&*field.name, &*field.value),
    });
    let typed: Vec<(&str, &str)> = typed.collect();
    let request = visitor.request(Method::POST, &form.action).header("accept", "text/html").form(&typed);
    let answer = request.send().await.unwrap_or_else(|error| panic!("{}: {error:?}", form.action));
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let kind = headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or("").to_owned();
    (status, kind, answer.bytes().await.unwrap_or_default().to_vec(), headers)
}

/// Every address that is read, with ids of things that are there.
pub async fn addresses(house: &House, admin: &Visitor) -> Vec<String> {
    let (ids, _) = ids(house, admin).await;
    let (concert, now) = (&ids["concerts"], house.now());
    house
        .write(&format!(
            "insert into join_page (concert_id, token, opened_at) values ('{concert}', '{}', '{now}')",
            ids["j"]
        ))
        .await;
    let reads = routes().into_iter().filter(|route| route.method == Method::GET && !route.path.contains("{*"));
    let mut all: BTreeSet<String> = reads.map(|route| filled(&route.path, &ids)).collect();
    for page in ["attendance", "arrival", "who", "value", "loyalty", "worked"] {
        all.insert(format!("/insights/{page}?period=all"));
    }
    all.into_iter().filter(|path| !path.ends_with(".pdf") && !path.ends_with(".png") && path != "/backup").collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_typed_into_any_field_stays_text_wherever_it_is_shown() {
    on_sqlite(async |house| {
        let admin = house.admin().await;
        let addresses = addresses(house, &admin).await;
        let (mut tried, mut kept, mut fields_seen, mut wrong) = (0, BTreeSet::new(), BTreeSet::new(), Vec::new());
        for payload in PAYLOADS {
            for path in &addresses {
                let (status, kind, body, _) = looked_at(&admin, path).await;
                if status != 200 || !kind.starts_with("text/html") {
                    continue;
                }
                let there = forms(&String::from_utf8_lossy(&body), path);
                for (nth_form, form) in there.iter().enumerate() {
                    for at in (0..form.fields.len()).filter(|at| form.fields[*at].open) {
                        // Anew each time: a form that somebody has saved meanwhile isn't saved again.
                        let (_, _, body, _) = looked_at(&admin, path).await;
                        let mut there = forms(&String::from_utf8_lossy(&body), path);
                        if nth_form >= there.len() || at >= there[nth_form].fields.len() {
                            continue;
                        }
                        let form = there.swap_remove(nth_form);
                        fields_seen.insert((
                            form.action.split('?').next().unwrap_or_default().to_owned(),
                            form.fields[at].name.clone(),
                        ));
                        let (mut status, mut kind, mut body, mut headers) =
                            sent(&admin, &form, at, payload, false).await;
                        if status == 422 {
                            // What must be there is filled in, and it is tried once more.
                            if let Some(what) = got_through(&kind, &body, &headers) {
                                wrong.push(format!("{} {} ← {payload:?}: {what}", form.action, form.fields[at].name));
                            }
                            (status, kind, body, headers) = sent(&admin, &form, at, payload, true).await;
                        }
                        tried += 1;
                        if status == 303 {
                            kept.insert(format!("{} {}", form.action, form.fields[at].name));
                        }
                        if status >= 500 {
                            wrong.push(format!("{} {} ← {payload:?}: {status}", form.action, form.fields[at].name));
                        }
                        if let Some(what) = got_through(&kind, &body, &headers) {
                            wrong.push(format!("{} {} ← {payload:?}: {what}", form.action, form.fields[at].name));
                        }
                    }
                }
            }
            // And now everywhere, for members and for everybody.
            for visitor in [&admin, &house.nobody()] {
                for path in &addresses {
                    let (status, _, _, found) = looked_at(visitor, path).await;
                    wrong.extend(found.map(|what| format!("{path} after {payload:?}: {what}")));
                    if status >= 500 {
                        wrong.push(format!("{path} after {payload:?}: {status}"));
                    }
                }
            }
        }
        println!(
            "{tried} fields filled, {} different ones, {} of which were kept, on {} addresses",
            fields_seen.len(),
            kept.len(),
            addresses.len()
        );
        assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.iter().take(20).cloned().collect::<Vec<_>>().join("\n"));
        assert!(kept.len() > 20 && fields_seen.len() > 60, "{kept:#?} of {}", fields_seen.len());
    })
    .await;
}

#[test]
fn what_gets_through_is_seen() {
    let none = reqwest::header::HeaderMap::new();
    for page in ["<p>\"><x-anomalia></p>", "<a title=\"\" data-anomalia=\"1\" x=''>"] {
        assert!(got_through("text/html", page.as_bytes(), &none).is_some(), "{page}");
    }
    assert!(got_through("text/html", b"<p>&quot;&gt;&lt;x-anomalia&gt;</p>", &none).is_none());
    assert!(
        got_through("text/csv", b"\"=1+1\"", &none).is_some() && got_through("text/csv", b"\"'=1+1\"", &none).is_none()
    );
    assert!(got_through("image/svg+xml", b"<svg><x-anomalia/></svg>", &none).is_some());
}

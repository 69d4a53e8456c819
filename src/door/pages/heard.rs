//! What the phones of a door last said of themselves, in words.

use std::collections::HashMap;

use serde_json::Value;

use crate::base::app::App;
use crate::base::clock::unstamp;
use crate::base::error::Result;
use crate::base::web::page::Page;
use crate::door::store::{self, Reported};

/// A phone that reported.
pub struct Heard {
    pub number: i64,
    pub name: String,
    pub seen: String,
    /// The address that it uses.
    pub address: String,
    /// What there is to say, a sentence each; what needs somebody comes first.
    pub says: Vec<String>,
    /// Whether something needs somebody.
    pub wants: bool,
    /// What it lacks before it goes down, each with what mends it; nothing: it is ready.
    pub ready: Vec<String>,
}

/// What a phone has to have before it goes where no signal is.
const NEEDED: [&str; 6] = ["camera", "sound", "list", "opens", "clock", "practice"];

/// What a phone lacks by what it said of itself.
fn lacks(page: &Page, said: Option<&str>) -> Vec<String> {
    let Some(said) = said.and_then(|said| serde_json::from_str::<HashMap<String, Value>>(said).ok()) else {
        return vec![page.t("door-ready-unsaid")];
    };
    let state = |thing: &str| said.get(thing).and_then(Value::as_str).filter(|state| ["no", "ask"].contains(state));
    let read = said.get("read").and_then(Value::as_array).map_or(0, Vec::len);
    let words = |thing: &&str| {
        let key = format!("door-check-{thing}-{}", state(thing)?);
        let name = page.t(&format!("door-check-{thing}"));
        let off = page.t("door-heard-clock-off");
        let how = if *thing == "clock" { off } else { page.t1(&key, "read", read) };
        Some(format!("{name}: {how}"))
    };
    NEEDED.iter().filter_map(words).collect()
}

/// The phones of a concert by the door that was lent to them, each the last heard of; under the empty id the members' own.
pub async fn all(page: &Page, app: &App, concert: &str, timezone: &str) -> Result<HashMap<String, Vec<Heard>>> {
    let mut found: HashMap<String, Vec<Heard>> = HashMap::new();
    for phone in store::reported(&app.db, concert).await? {
        let device = phone.device_id.clone().unwrap_or_default();
        found.entry(device).or_default().push(heard(page, phone, timezone));
    }
    Ok(found)
}

/// How many phones there are, and how many are ready.
pub fn ready(phones: &HashMap<String, Vec<Heard>>) -> (usize, usize) {
    let all = || phones.values().flatten();
    (all().count(), all().filter(|phone| phone.ready.is_empty()).count())
}

fn heard(page: &Page, phone: Reported, timezone: &str) -> Heard {
    let mut wrong = Vec::new();
    if phone.pending > 0 {
        wrong.push(page.t1("door-heard-pending", "n", phone.pending));
    }
    if phone.damaged > 0 {
        wrong.push(page.t1("door-heard-damaged", "n", phone.damaged));
    }
    let minutes = phone.clock_off_ms.abs() / 60_000;
    if minutes > 0 {
        let key = if phone.clock_off_ms > 0 { "door-heard-clock-ahead" } else { "door-heard-clock-behind" };
        wrong.push(page.t1(key, "n", minutes));
    }
    if phone.roster_at.is_none() {
        wrong.push(page.t("door-heard-no-list"));
    }
    let wants = !wrong.is_empty();
    let age = |at: &str| Some((page.now.as_millisecond() - unstamp(at)?.as_millisecond()) / 60_000);
    let list = phone.roster_at.as_deref().and_then(age).map(|n| page.t1("door-heard-list", "n", n.max(0)));
    let places = (phone.places > 0).then(|| page.t1("door-heard-places", "n", phone.places));
    Heard {
        ready: lacks(page, phone.ready.as_deref()),
        number: phone.number,
        seen: page.moment_in(&phone.last_seen_at, timezone),
        name: phone.name,
        address: phone.address,
        says: wrong.into_iter().chain(list).chain(places).collect(),
        wants,
    }
}

//! Money at the door, before the scans are judged: what was owed and is paid now, and places that phones sold.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use serde_json::json;

use crate::base::db::{Tx, id};
use crate::base::error::Result;
use crate::base::secret;
use crate::concerts;
use crate::door::store::known::Before;
use crate::door::store::turn::{Job, happened};
use crate::door::wire::{Paid, Sale, Scan};
use crate::fans::fan::NewFan;
use crate::fans::store::NewRow;
use crate::payments::payment::{Method, NewPayment};
use crate::tickets::code::Code;
use crate::tickets::store::{self as tickets, Sold};

/// The most that one place may cost at a door, in cents.
pub const PRICE_MAX: i64 = 10_000_000;

/// What is sold at the door is called, where nobody said.
pub const NAMELESS: &str = "Taquilla";

/// Takes the money of these jobs' scans, once each: those that came before were taken then. The scans whose money found
/// no place: a ticket that was paid or voided meanwhile, or a place that isn't theirs.
pub async fn take(
    tx: &mut Tx,
    concert: &str,
    jobs: &[Job],
    before: &HashMap<String, Before>,
    (from, now): (Timestamp, Timestamp),
) -> Result<HashSet<String>> {
    let mut astray = HashSet::new();
    let mut new = HashSet::new();
    let scans = jobs.iter().filter(|job| job.sells.is_some() && stands(job, before));
    let scans = scans.flat_map(|job| job.scans.iter().map(move |it| (job, it)));
    let scans: Vec<(&Job, &Scan)> =
        scans.filter(|(_, scan)| !before.contains_key(&scan.id) && new.insert(&scan.id)).collect();
    let sales = scans.iter().filter_map(|(job, scan)| Some((*job, *scan, scan.sale.as_ref()?)));
    let paid: Vec<_> = scans.iter().filter_map(|(job, scan)| Some((*job, *scan, scan.paid.as_ref()?))).collect();
    let sales: Vec<_> = sales.collect();
    if !sales.is_empty() {
        let made = sell(tx, concert, &sales, (from, now)).await?;
        // One that the server refused in time was told so: nobody went in for it.
        let lost = sales.iter().filter(|(_, scan, _)| scan.phone_verdict.is_some());
        let lost = lost.filter(|(_, scan, _)| scan.ticket_id.as_ref().is_none_or(|id| !made.contains(id)));
        astray.extend(lost.map(|(_, scan, _)| scan.id.clone()));
    }
    if !paid.is_empty() {
        astray.extend(charge(tx, concert, &paid, (from, now)).await?);
    }
    Ok(astray)
}

/// Whether a job's ids are its own: one that uses another scan's is refused whole, its money too.
fn stands(job: &Job, before: &HashMap<String, Before>) -> bool {
    job.scans.iter().all(|scan| {
        let known = before.get(&scan.id);
        known.is_none_or(|known| known.about.as_ref().is_some_and(|about| about.kind.word() == scan.kind))
    })
}

/// The phones among these that this lent door reported with: it sells no other's places.
async fn phones_of(tx: &mut Tx, concert: &str, device: &str) -> Result<HashSet<String>> {
    Ok(crate::door::store::of_device(tx, concert, device).await?.into_iter().collect())
}

async fn sell(
    tx: &mut Tx,
    concert: &str,
    sales: &[(&Job, &Scan, &Sale)],
    (from, now): (Timestamp, Timestamp),
) -> Result<HashSet<String>> {
    let Some(found) = concerts::store::get(tx, concert).await? else { return Ok(HashSet::new()) };
    let prices = concerts::store::prices(tx, concert).await?;
    let mut own: HashMap<&str, HashSet<String>> = HashMap::new();
    for device in sales.iter().filter_map(|(job, ..)| job.device.as_deref()) {
        if !own.contains_key(device) {
            own.insert(device, phones_of(tx, concert, device).await?);
        }
    }
    let may = |job: &Job, sale: &Sale| job.device.as_deref().is_none_or(|device| own[device].contains(&sale.phone));
    let sold = sales.iter().filter(|(job, _, sale)| may(job, sale)).filter_map(|(job, scan, sale)| {
        let (at, method) = (happened(scan, job.clock_off_ms, from, now), Method::of(&sale.method)?);
        // A price that was taken away meanwhile, or a name that is none, is no reason to lose what was paid.
        let price = prices.iter().find(|price| price.id == sale.price).map_or(NAMELESS, |price| &price.name);
        let fan = NewFan::named(&sale.name, None).or_else(|| NewFan::named(NAMELESS, None))?;
        Some(Sold {
            ticket_id: scan.ticket_id.clone()?,
            phone: sale.phone.clone(),
            inside: scan.phone_verdict.as_ref().map(drop),
            fan: NewRow {
                id: id::new(now),
                fan,
                consent_id: id::new(now),
                account: job.account.clone(),
                created_at: at.clone(),
            },
            code: Code::from_random(secret::random()).as_str().to_owned(),
            link_token: secret::short_token(),
            price_name: price.to_owned(),
            // What the person was asked for, and paid.
            price_cents: sale.amount_cents,
            currency: found.currency.clone(),
            method,
            account: job.account.clone(),
            door: job.door.clone(),
            at,
        })
    });
    Ok(tickets::sell(tx, concert, sold.collect()).await?)
}

async fn charge(
    tx: &mut Tx,
    concert: &str,
    paid: &[(&Job, &Scan, &Paid)],
    (from, now): (Timestamp, Timestamp),
) -> Result<Vec<String>> {
    let mut astray = Vec::new();
    let codes = paid.iter().filter_map(|(_, scan, _)| Code::parse(scan.code.as_deref()?));
    let codes: Vec<_> = codes.map(|code| json!({ "it": code.as_str() })).collect();
    let ids: Vec<_> = paid.iter().filter_map(|(_, scan, _)| Some(json!({ "it": scan.ticket_id.as_ref()? }))).collect();
    let found: Vec<(String, String, String)> = sqlx::query_as(
        "select t.concert_id, t.code, t.id
         from (
             select k.id from ticket k where k.code in (select value ->> 'it' from json_each(cast($1 as text)))
             union
             select value ->> 'it' from json_each(cast($2 as text))) w
           cross join ticket t
         where t.id = w.id",
    )
    .bind(json!(codes).to_string())
    .bind(json!(ids).to_string())
    .fetch_all(&mut **tx)
    .await?;
    let here = found.iter().filter(|(of, ..)| of == concert);
    let known: HashMap<&str, &str> =
        here.flat_map(|(_, code, id)| [(code.as_str(), id.as_str()), (id.as_str(), id.as_str())]).collect();
    let currency = concerts::store::get(tx, concert).await?.map(|found| found.currency).unwrap_or_default();
    for (job, scan, paid) in paid {
        let code = scan.code.as_deref().and_then(Code::parse);
        let named = code.as_ref().map(Code::as_str).or(scan.ticket_id.as_deref());
        let ticket = named.and_then(|named| known.get(named));
        let (Some(ticket), Some(method)) = (ticket, Method::of(&paid.method)) else {
            astray.push(scan.id.clone());
            continue;
        };
        let new = NewPayment {
            id: &id::new(now),
            concert,
            ticket,
            amount_cents: paid.amount_cents,
            currency: &currency,
            method,
            now: &happened(scan, job.clock_off_ms, from, now),
            account: job.account.as_deref(),
            refund_of: None,
            note: Some(&job.door),
        };
        if tickets::pay(tx, &new).await? < paid.amount_cents {
            astray.push(scan.id.clone());
        }
    }
    Ok(astray)
}

//! The tickets of a night: when each was sold, how it was paid, and what became of it before the doors.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;

use crate::base::clock::stamp;
use crate::demo::crowd::Crowd;
use crate::demo::places::{Night, moment};
use crate::demo::random::Random;
use crate::payments::payment::Method;
use crate::tickets::code::Code;
use crate::tickets::store::NewTicket;

/// A payment as `payments::store::add_many` takes it.
#[derive(Serialize)]
pub struct Paid {
    pub id: String,
    pub concert_id: String,
    pub ticket_id: String,
    pub amount_cents: i64,
    pub currency: String,
    pub method: &'static str,
    pub paid_at: String,
    pub account_id: String,
}

/// What became of a ticket before the doors.
pub enum Fate {
    Kept,
    /// Voided with its whole concert; with the id of the refund, and when.
    CalledOff {
        refund: Option<(String, Timestamp)>,
    },
    /// With the id of the refund, where the money was given back.
    Voided {
        at: Timestamp,
        reason: &'static str,
        refund: Option<String>,
    },
    Replaced {
        by: Box<NewTicket>,
        payment_ids: [String; 2],
    },
}

/// A ticket sold, with all that its night needs to know.
pub struct Sale {
    pub ticket: NewTicket,
    pub fan: usize,
    pub issued: Timestamp,
    pub paid: Option<Paid>,
    pub fate: Fate,
    /// Sold at the door, so it goes in at once.
    pub at_door: bool,
}

const ADVANCE: [(Method, u32); 4] =
    [(Method::Spei, 46), (Method::Cash, 31), (Method::Card, 13), (Method::Courtesy, 10)];
const DOOR: [(Method, u32); 2] = [(Method::Cash, 7), (Method::Card, 3)];
const REASONS: [&str; 4] = ["Ya no puede venir", "Se duplicó", "Se equivocó de fecha", "Pidió su dinero"];
const NOTES: [&str; 4] = ["Prima de Lucía", "Entra con cámara", "Prensa, fanzine Ojo de Pez", "Trae el merch"];

/// What selling needs besides the night.
pub struct Shop<'a> {
    pub today: Date,
    pub zone: &'a TimeZone,
    /// Those who sell.
    pub accounts: &'a [String],
}

/// Sells a night: the tickets in the order of their numbers.
pub fn sell(random: &mut Random, night: &Night, crowd: &mut Crowd, shop: &Shop<'_>) -> Vec<Sale> {
    let new_share = if night.doors > moment(shop.today, 0, shop.zone) { 0.42 } else { 0.5 };
    let again = crowd.returning(random, ((1.0 - new_share) * night.sold as f64) as usize, night.doors);
    let mut sales: Vec<Sale> = Vec::new();
    let mut here = again.clone();
    let mut places = 0;
    let mut again = again.into_iter();
    while places < night.sold {
        let at_door = night.played && random.happens(0.12);
        let issued = if at_door { arrival(random, night) } else { advance(random, night, shop) };
        let account = random.pick(shop.accounts).clone();
        let fan = again.next().unwrap_or_else(|| {
            let met = issued.checked_sub(random.between(1, 40).minutes()).unwrap_or(issued);
            let fan = crowd.newcomer(random, &here, met, &account);
            here.push(fan);
            fan
        });
        let alone = crowd.rows[fan].fan.brought_by.is_some();
        let left = night.sold - places;
        let admits = if !alone && random.happens(0.03) { random.between(2, 4).min(left) } else { 1 };
        places += admits;
        sales.push(sale(
            random,
            night,
            shop,
            Buyer { fan, fan_id: crowd.rows[fan].id.clone(), account, admits, issued, at_door },
        ));
        crowd.came(fan, night.doors);
    }
    sales.sort_by(|a, b| (a.issued, &a.ticket.id).cmp(&(b.issued, &b.ticket.id)));
    for (at, sale) in sales.iter_mut().enumerate() {
        sale.ticket.number = at as i64 + 1;
    }
    sales
}

struct Buyer {
    fan: usize,
    fan_id: String,
    account: String,
    admits: i64,
    issued: Timestamp,
    at_door: bool,
}

fn sale(random: &mut Random, night: &Night, shop: &Shop<'_>, buyer: Buyer) -> Sale {
    let Buyer { fan, fan_id, account, admits, issued, at_door } = buyer;
    let method = if at_door { random.weighted(&DOOR) } else { random.weighted(&ADVANCE) };
    let presale = issued.to_zoned(shop.zone.clone()).date() <= night.presale_until;
    let (price_name, cents) = match (method, presale) {
        (Method::Courtesy, _) => ("Cortesía", 0),
        (_, true) => ("Preventa", night.presale_cents),
        (_, false) => ("Taquilla", night.box_office_cents),
    };
    let ticket = NewTicket {
        id: random.id(issued),
        concert_id: night.row.id.clone(),
        fan_id,
        number: 0,
        code: Code::from_random(random.bytes()).as_str().to_owned(),
        link_token: random.token(),
        request_id: None,
        admits,
        price_name: price_name.to_owned(),
        price_cents: cents * admits,
        currency: night.row.currency.clone(),
        method: method.word().to_owned(),
        note: random.happens(0.03).then(|| (*random.pick(&NOTES)).to_owned()),
        batch_id: None,
        issued_at: stamp(issued),
        issued_by: Some(account.clone()),
        replaces: None,
        cursor: 0,
    };
    let paid = paid_at(random, method, issued, night, shop).map(|at| payment(random, &ticket, method, at, &account));
    let fate = if at_door { Fate::Kept } else { fate(random, &ticket, issued, paid.is_some(), night, shop) };
    let fate = match (fate, night.called_off()) {
        (Fate::Kept, Some(at)) => Fate::CalledOff { refund: paid.as_ref().and_then(|_| given_back(random, at)) },
        (fate, _) => fate,
    };
    Sale { ticket, fan, issued, paid, fate, at_door }
}

/// A payment of the whole of a ticket.
pub fn payment(random: &mut Random, ticket: &NewTicket, method: Method, at: Timestamp, account: &str) -> Paid {
    Paid {
        id: random.id(at),
        concert_id: ticket.concert_id.clone(),
        ticket_id: ticket.id.clone(),
        amount_cents: ticket.price_cents,
        currency: ticket.currency.clone(),
        method: method.word(),
        paid_at: stamp(at),
        account_id: account.to_owned(),
    }
}

/// When it was paid: in hand at once, a transfer some days later, one in twenty never.
fn paid_at(
    random: &mut Random,
    method: Method,
    issued: Timestamp,
    night: &Night,
    shop: &Shop<'_>,
) -> Option<Timestamp> {
    match method {
        Method::Courtesy => None,
        Method::Cash | Method::Card => Some(issued),
        Method::Spei if random.happens(0.05) => None,
        Method::Spei => {
            let wait = (random.share() * random.share() * 72.0 * 60.0) as i64 + 20;
            issued.checked_add(wait.minutes()).ok().filter(|at| *at < end(night, shop))
        }
    }
}

fn fate(
    random: &mut Random,
    ticket: &NewTicket,
    issued: Timestamp,
    paid: bool,
    night: &Night,
    shop: &Shop<'_>,
) -> Fate {
    let later = issued.checked_add(random.between(5 * 60, 4 * 24 * 60).minutes()).unwrap_or(issued);
    if later >= end(night, shop) {
        return Fate::Kept;
    }
    let chance = random.share();
    if chance < 0.018 {
        let refund = (paid && random.happens(0.7)).then(|| random.id(later));
        return Fate::Voided { at: later, reason: random.pick::<&str>(&REASONS), refund };
    }
    if chance < 0.028 {
        let by = NewTicket {
            id: random.id(later),
            code: Code::from_random(random.bytes()).as_str().to_owned(),
            link_token: random.token(),
            issued_at: stamp(later),
            replaces: Some(ticket.id.clone()),
            ..ticket.clone()
        };
        return Fate::Replaced { by: Box::new(by), payment_ids: [random.id(later), random.id(later)] };
    }
    Fate::Kept
}

/// When the money for a night that was called off went back: within ten days, but for a few who never answered.
fn given_back(random: &mut Random, at: Timestamp) -> Option<(String, Timestamp)> {
    let back = at.checked_add(random.between(60, 10 * 24 * 60).minutes()).unwrap_or(at);
    random.happens(0.93).then(|| (random.id(back), back))
}

/// Until when something could happen before the doors: an hour before them, or last midnight for a night to come; of
/// one that was called off, until then.
fn end(night: &Night, shop: &Shop<'_>) -> Timestamp {
    let doors = night.doors.checked_sub(1.hour()).unwrap_or(night.doors);
    doors.min(moment(shop.today, 0, shop.zone)).min(night.called_off().unwrap_or(doors))
}

/// When an advance ticket is sold: the nearer the night, the more; by day, and never later than yesterday.
fn advance(random: &mut Random, night: &Night, shop: &Shop<'_>) -> Timestamp {
    let nearest = night.closed_days;
    let days = nearest + (random.share().powf(1.7) * f64::from(38 - nearest)) as i32;
    let hour = if days == 0 { random.between(10, 16) } else { random.between(10, 22) };
    let at = moment(night.day.saturating_sub(days.days()), hour as i8, shop.zone);
    at.checked_add((random.between(0, 3_599_999)).milliseconds()).unwrap_or(at)
}

/// When somebody arrives: a few wait for the doors, most come before the start, some late.
pub fn arrival(random: &mut Random, night: &Night) -> Timestamp {
    let start = night.starts.duration_since(night.doors).as_secs_f64() / 60.0;
    let chance = random.share();
    let minutes = if chance < 0.17 {
        random.around(4.0, 5.0).abs()
    } else if chance < 0.83 {
        random.around(start * 0.62, start * 0.24)
    } else {
        random.around(start * 1.15, start * 0.3)
    };
    let ms = (minutes.clamp(0.0, start + 100.0) * 60_000.0) as i64 + random.between(0, 20_000);
    night.doors.checked_add(ms.milliseconds()).unwrap_or(night.doors)
}

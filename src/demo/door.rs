//! A night's door: who came, when, what the screen said, who was sent away and why.

use jiff::{Timestamp, ToSpan};
use serde::Serialize;

use crate::base::clock::stamp;
use crate::demo::crowd::Crowd;
use crate::demo::places::Night;
use crate::demo::random::Random;
use crate::demo::sales::{self, Fate, Paid, Sale};
use crate::payments::payment::Method;

/// A scan as its table holds it.
#[derive(Serialize)]
pub struct Scan {
    pub id: String,
    pub concert_id: String,
    pub ticket_id: Option<String>,
    pub device_id: Option<String>,
    pub account_id: Option<String>,
    pub door: &'static str,
    pub kind: &'static str,
    pub source: &'static str,
    pub takes_back: Option<String>,
    pub seq: i64,
    pub happened_at: String,
    pub received_at: String,
    pub clock_off_ms: i64,
    pub phone_verdict: Option<&'static str>,
    pub verdict: &'static str,
    pub answer: String,
}

/// An admission as its table holds it.
#[derive(Serialize)]
pub struct Admission {
    pub ticket_id: String,
    pub nth: i64,
    pub scan_id: String,
    pub concert_id: String,
    pub admitted_at: String,
    pub ended_at: Option<String>,
    pub ended_by: Option<String>,
    pub ended_kind: Option<&'static str>,
}

/// What a door leaves behind.
#[derive(Default)]
pub struct Log {
    pub scans: Vec<Scan>,
    pub admissions: Vec<Admission>,
    /// What was owed, and was paid there.
    pub paid: Vec<Paid>,
}

const SOURCES: [(&str, u32); 4] = [("camera", 86), ("list", 8), ("typed", 4), ("photo", 2)];
const DOORS: [(&str, u32); 2] = [("Puerta principal", 7), ("Puerta lateral", 3)];

/// Plays a night's door. `before` are tickets of earlier nights, which some people show by mistake.
pub fn open(
    random: &mut Random,
    night: &Night,
    sales: &[Sale],
    crowd: &Crowd,
    accounts: &[String],
    before: &[String],
) -> Log {
    let mut door = Door { random, night, accounts, log: Log::default() };
    for sale in sales {
        door.one(sale, crowd);
    }
    for _ in 0..door.random.between(0, 2) {
        if !before.is_empty() {
            let old = door.random.pick(before).clone();
            door.stray(Some(old), "other_concert");
        }
    }
    for _ in 0..door.random.between(1, 4) {
        door.stray(None, "not_a_ticket");
    }
    for _ in 0..door.random.between(0, 1) {
        door.stray(None, "unknown");
    }
    let mut log = door.log;
    log.scans.sort_by(|a, b| (&a.happened_at, &a.id).cmp(&(&b.happened_at, &b.id)));
    for (at, scan) in log.scans.iter_mut().enumerate() {
        scan.seq = at as i64 + 1;
    }
    log
}

struct Door<'a> {
    random: &'a mut Random,
    night: &'a Night,
    accounts: &'a [String],
    log: Log,
}

impl Door<'_> {
    fn one(&mut self, sale: &Sale, crowd: &Crowd) {
        let courtesy = sale.ticket.method == Method::Courtesy.word();
        let arrives = if sale.at_door {
            later(sale.issued, self.random.between(8, 40))
        } else {
            sales::arrival(self.random, self.night)
        };
        let away = match (crowd.is_core(sale.fan), courtesy) {
            (true, _) => 0.02,
            (_, true) => 0.22,
            _ => 0.085,
        };
        match &sale.fate {
            Fate::Voided { .. } => {
                if self.random.happens(0.3) {
                    self.scan(Some(&sale.ticket.id), arrives, "entry", "voided", None);
                }
            }
            _ if !sale.at_door && self.random.happens(away) => {}
            Fate::Replaced { by, .. } => {
                if self.random.happens(0.4) {
                    self.scan(Some(&sale.ticket.id), arrives, "entry", "replaced", None);
                }
                self.admit(&by.id, by.admits, later(arrives, 25));
            }
            Fate::Kept if sale.paid.is_none() && !courtesy => self.owing(sale, arrives),
            Fate::Kept | Fate::CalledOff { .. } => self.admit(&sale.ticket.id, sale.ticket.admits, arrives),
        }
    }

    /// Somebody who still owes: most stay away, the others pay at the door.
    fn owing(&mut self, sale: &Sale, arrives: Timestamp) {
        if self.random.happens(0.6) {
            return;
        }
        self.scan(Some(&sale.ticket.id), arrives, "entry", "unpaid", None);
        if self.random.happens(0.85) {
            let pays = later(arrives, self.random.between(40, 150));
            let account = self.random.pick(self.accounts).clone();
            let paid = sales::payment(self.random, &sale.ticket, Method::Cash, pays, &account);
            self.log.paid.push(paid);
            self.admit(&sale.ticket.id, sale.ticket.admits, later(pays, 12));
        }
    }

    fn admit(&mut self, ticket: &str, admits: i64, at: Timestamp) {
        let mut nth = 0;
        let mut last = at;
        for _ in 0..admits {
            nth += 1;
            self.enter(ticket, nth, last);
            last = later(last, self.random.between(4, 15));
        }
        let chance = self.random.share();
        if chance < 0.024 {
            let again = later(last, self.random.between(3 * 60, 50 * 60));
            self.scan(Some(ticket), again, "entry", "already_used", None);
        } else if chance < 0.054 && admits == 1 {
            let leaves = later(last, self.random.between(25 * 60, 70 * 60));
            self.leave(ticket, leaves, "exit", "exited");
            if self.random.happens(0.8) {
                let back = later(leaves, self.random.between(6 * 60, 20 * 60));
                self.enter(ticket, nth + 1, back);
            }
        } else if chance < 0.061 && admits == 1 {
            let undone = later(last, self.random.between(6, 30));
            self.leave(ticket, undone, "undo", "undone");
            self.enter(ticket, nth + 1, later(undone, 30));
        }
    }

    fn enter(&mut self, ticket: &str, nth: i64, at: Timestamp) {
        let scan_id = self.scan(Some(ticket), at, "entry", "admitted", None);
        self.log.admissions.push(Admission {
            ticket_id: ticket.to_owned(),
            nth,
            scan_id,
            concert_id: self.night.row.id.clone(),
            admitted_at: stamp(at),
            ended_at: None,
            ended_by: None,
            ended_kind: None,
        });
    }

    /// Ends the admission that was made last.
    fn leave(&mut self, ticket: &str, at: Timestamp, kind: &'static str, verdict: &'static str) {
        let entry = self.log.admissions.last().map(|admission| admission.scan_id.clone());
        let takes_back = entry.filter(|_| kind == "undo");
        let scan = self.scan(Some(ticket), at, kind, verdict, takes_back);
        if let Some(admission) = self.log.admissions.last_mut() {
            admission.ended_at = Some(stamp(at));
            admission.ended_by = Some(scan);
            admission.ended_kind = Some(kind);
        }
    }

    fn stray(&mut self, ticket: Option<String>, verdict: &'static str) {
        let at = sales::arrival(self.random, self.night);
        self.scan(ticket.as_deref(), at, "entry", verdict, None);
    }

    fn scan(
        &mut self,
        ticket: Option<&str>,
        at: Timestamp,
        kind: &'static str,
        verdict: &'static str,
        takes_back: Option<String>,
    ) -> String {
        let id = self.random.id(at);
        // Down there the signal comes and goes: then the phone decides, and the server hears of it later.
        let alone = self.random.happens(0.16);
        let heard_ms = if alone { self.random.between(20_000, 700_000) } else { self.random.between(60, 380) };
        let answer = serde_json::json!({
            "id": id, "verdict": verdict, "by": "server", "ticket": null, "first": null, "due_cents": null, "currency": null,
        });
        self.log.scans.push(Scan {
            id: id.clone(),
            concert_id: self.night.row.id.clone(),
            ticket_id: ticket.map(str::to_owned),
            device_id: None,
            account_id: Some(self.random.pick(self.accounts).clone()),
            door: self.random.weighted(&DOORS),
            kind,
            source: if ticket.is_none() { "camera" } else { self.random.weighted(&SOURCES) },
            takes_back,
            seq: 0,
            happened_at: stamp(at),
            received_at: stamp(at.checked_add(heard_ms.milliseconds()).unwrap_or(at)),
            clock_off_ms: self.random.between(-900, 1_400),
            phone_verdict: alone.then_some(verdict),
            verdict,
            answer: answer.to_string(),
        });
        id
    }
}

fn later(at: Timestamp, seconds: i64) -> Timestamp {
    at.checked_add(seconds.seconds()).unwrap_or(at)
}

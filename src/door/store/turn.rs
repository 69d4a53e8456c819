//! A turn of scans: one transaction, a handful of statements however many scans there are.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};

use crate::base::clock::{stamp, unstamp};
use crate::base::db::Tx;
use crate::base::error::{Error, Result};
use crate::base::text;
use crate::door::facts::{Admission, Facts, Seen};
use crate::door::store::known::{self, About, Before, Known, Past, Tickets};
use crate::door::store::read::numbers;
use crate::door::store::sell;
use crate::door::store::write::{self, Writes};
use crate::door::verdict::{Kind, Verdict, judge, refuses, take_back};
use crate::door::wire::{Answer, First, Numbers, Scan, Shown};
use crate::tickets;
use crate::tickets::code::Code;

const DAY_MS: i64 = 86_400_000;

/// The scans of one request, checked: their kinds and sources are of the closed lists, their ids are ids.
#[derive(Clone, Debug)]
pub struct Job {
    pub concert: String,
    pub account: Option<String>,
    pub device: Option<String>,
    /// The name that a later refusal shows.
    pub door: String,
    /// Whether it may sell, and take money.
    pub sells: Option<()>,
    /// How far the phone's clock was ahead of ours when it sent this, in milliseconds.
    pub clock_off_ms: i64,
    pub scans: Vec<Scan>,
}

/// Why scans were left alone whose ids stand for others.
pub const TAKEN: &str = "door-upload-taken";

/// What came of a request's scans.
#[derive(Clone, Debug)]
pub struct Done {
    /// How far the concert's door is.
    pub cursor: i64,
    /// In the order of the scans.
    pub answers: Vec<Answer>,
    pub numbers: Numbers,
}

/// Decides all scans of these jobs in one transaction, which the caller commits: what came of each, in their order. Jobs
/// may be of several concerts. One of no concert isn't found; one with an id that stands for another scan is refused with
/// [`TAKEN`], and nothing of it decided.
pub async fn turn(tx: &mut Tx, jobs: Vec<Job>, now: Timestamp) -> Result<Vec<Result<Done>>> {
    let mut by_concert: BTreeMap<String, Vec<(usize, Job)>> = BTreeMap::new();
    let mut all = Vec::with_capacity(jobs.len());
    for (at, job) in jobs.into_iter().enumerate() {
        by_concert.entry(job.concert.clone()).or_default().push((at, job));
    }
    // In the order of their ids, so that two processes never wait for each other's concerts.
    for (concert, jobs) in by_concert {
        let (places, jobs): (Vec<usize>, Vec<Job>) = jobs.into_iter().unzip();
        all.extend(places.into_iter().zip(concert_turn(tx, &concert, &jobs, now).await?));
    }
    all.sort_unstable_by_key(|(at, _)| *at);
    Ok(all.into_iter().map(|(_, done)| done).collect())
}

async fn concert_turn(tx: &mut Tx, concert: &str, jobs: &[Job], now: Timestamp) -> Result<Vec<Result<Done>>> {
    // From here on nobody else decides anything of this concert until this transaction ends.
    let Some(mut cursor) = tickets::store::lock_if_any(tx, concert).await? else {
        return Ok(jobs.iter().map(|_| Err(Error::NotFound)).collect());
    };
    let from = believed_from(tx, concert, jobs, now).await?;
    let taken = known::taken_back(tx, concert, jobs).await?;
    let (mut before, mut tickets) = known::all(tx, concert, jobs, &taken).await?;
    let mut astray = HashSet::new();
    if jobs.iter().flat_map(|job| &job.scans).any(|scan| scan.sale.is_some() || scan.paid.is_some()) {
        astray = sell::take(tx, concert, jobs, &before, (from, now)).await?;
        // What was sold moved it on, and is a ticket now; what was owed is paid.
        cursor = tickets::store::lock(tx, concert).await?;
        (before, tickets) = known::all(tx, concert, jobs, &taken).await?;
    }
    let abouts = abouts(jobs, &before, &tickets);
    let answered = before.into_iter().map(|(id, it)| (id, (it.answer, it.screen))).collect();
    let as_it_was = tickets.all.clone();
    let mut turn = Turn { from, now, tickets, taken, answered, astray, writes: Writes::new(concert, &stamp(now)) };
    let mut answers = Vec::with_capacity(jobs.len());
    for (job, abouts) in jobs.iter().zip(abouts) {
        let decide = |abouts: Vec<About>| {
            job.scans.iter().zip(abouts).map(|(scan, about)| turn.decide(job, scan, about.kind)).collect()
        };
        answers.push(abouts.map(decide));
    }
    for (before, after) in as_it_was.iter().zip(&turn.tickets.all) {
        turn.writes.ticket(before, after);
    }
    let numbers = match write::all(tx, turn.writes, cursor).await? {
        Some(numbers) => numbers,
        None => numbers(tx, concert).await?.unwrap_or_default(),
    };
    let done = |answers: Option<_>| {
        let answers = answers.ok_or(Error::Refused(TAKEN))?;
        Ok(Done { cursor, answers, numbers: numbers.clone() })
    };
    Ok(answers.into_iter().map(done).collect())
}

/// What each scan of each job is about; none for a job that uses an id which stands for another scan, before or in this
/// turn.
fn abouts(jobs: &[Job], before: &HashMap<String, Before>, tickets: &Tickets) -> Vec<Option<Vec<About>>> {
    let mut ids: HashMap<&str, Option<About>> =
        before.iter().map(|(id, before)| (id.as_str(), before.about.clone())).collect();
    let of_job = |job| {
        let mut own: HashMap<&str, About> = HashMap::new();
        let mut abouts = Vec::new();
        let Job { scans, .. }: &Job = job;
        for scan in scans {
            let about = About::of(scan, tickets)?;
            let same = match (ids.get(scan.id.as_str()), own.get(scan.id.as_str())) {
                (Some(known), _) => known.as_ref() == Some(&about),
                (None, Some(known)) => *known == about,
                (None, None) => true,
            };
            own.insert(&scan.id, same.then(|| about.clone())?);
            abouts.push(about);
        }
        ids.extend(own.into_iter().map(|(id, about)| (id, Some(about))));
        Some(abouts)
    };
    jobs.iter().map(of_job).collect()
}

/// A concert's turn while it is decided.
struct Turn {
    /// No phone is believed that it was before this.
    from: Timestamp,
    now: Timestamp,
    tickets: Tickets,
    /// What may be taken back, by the scan's id.
    taken: HashMap<String, Past>,
    /// First answers by the scan's id, and whether it is known what the screen showed.
    answered: HashMap<String, (Answer, Option<()>)>,
    /// Scans whose money found no place.
    astray: HashSet<String>,
    writes: Writes,
}

impl Turn {
    /// The first answer to a scan; given now, if it wasn't before.
    fn decide(&mut self, job: &Job, scan: &Scan, kind: Kind) -> Answer {
        if let Some((first, screen)) = self.answered.get_mut(&scan.id) {
            // The answer was lost, and the phone went on by itself: what its screen showed is still news.
            let first = first.clone();
            if screen.is_none() && scan.phone_verdict.is_some() {
                *screen = Some(());
                self.show(scan, kind, &first);
            }
            return first;
        }
        let past = scan.takes_back.as_ref().and_then(|id| self.taken.get(id)).filter(|_| kind == Kind::Undo);
        let ticket_id = match past {
            Some(past) => past.ticket.clone(),
            None => self.tickets.named(scan).map(|ticket| ticket.id.clone()),
        };
        let facts = ticket_id.as_deref().and_then(|id| self.tickets.by_id(id)).map(|ticket| &ticket.facts);
        let first = facts.and_then(|facts| facts.first().cloned());
        let verdict = verdict(scan, kind, past, facts);
        let shown = scan.phone_verdict.as_deref().and_then(Verdict::of).unwrap_or(verdict);
        let happened = happened(scan, job.clock_off_ms, self.from, self.now);
        let seen = Seen::new(&scan.id, kind, shown, &happened, &job.door, scan.takes_back.as_deref());
        let strays = self.tickets.strays.remove(&scan.id).unwrap_or_default();
        if past.is_none()
            && kind == Kind::Undo
            && let Some(taken) = &scan.takes_back
        {
            self.tickets.strays.entry(taken.clone()).or_default().push(seen.clone());
        }
        let mut ticket = ticket_id.as_deref().and_then(|id| self.tickets.by_id(id));
        // A ticket of another concert is refused here, and nothing of it is this door's to change.
        if let Some(ticket) = ticket.as_mut().filter(|ticket| ticket.facts.terms.here.is_some()) {
            strays.into_iter().chain([seen]).for_each(|seen| ticket.facts.add(seen));
        }
        let answer = answer(scan, verdict, ticket.as_deref(), first);
        let astray = self.astray.contains(&scan.id).then_some(());
        self.writes.scan(job, scan, verdict, ticket_id.as_deref(), &happened, &answer, astray);
        self.writes.refused(i64::from(refuses(kind, shown)));
        self.taken.insert(scan.id.clone(), Past { ticket: ticket_id, kind, shown });
        self.answered.insert(scan.id.clone(), (answer.clone(), scan.phone_verdict.as_ref().map(drop)));
        answer
    }

    /// Takes in what the screen of a scan showed that came before without it.
    fn show(&mut self, scan: &Scan, kind: Kind, first: &Answer) {
        let told = scan.phone_verdict.as_deref().and_then(Verdict::of).zip(Verdict::of(&first.verdict));
        let Some((shown, verdict)) = told else { return };
        self.writes.screen(scan);
        self.writes.refused(i64::from(refuses(kind, shown)) - i64::from(refuses(kind, verdict)));
        let ticket = self.tickets.named(scan).map(|ticket| ticket.id.clone());
        let ticket = ticket.or_else(|| first.ticket.as_ref().map(|ticket| ticket.id.clone()));
        if let Some(ticket) = ticket.and_then(|id| self.tickets.by_id(&id)) {
            ticket.facts.show(&scan.id, shown);
        }
    }
}

fn verdict(scan: &Scan, kind: Kind, past: Option<&Past>, facts: Option<&Facts>) -> Verdict {
    let is_code = scan.code.as_deref().is_some_and(|code| Code::parse(code).is_some());
    match (kind, past) {
        (Kind::Undo, Some(past)) => take_back(past.kind, past.shown),
        (Kind::Undo, None) => Verdict::NotInside,
        _ if !is_code && scan.ticket_id.is_none() => Verdict::NotATicket,
        _ => judge(kind, facts),
    }
}

/// When it happened by our clock: the phone's time less what its clock was ahead; never in our future, and not taken from
/// a phone whose time lies before `from` or more than a day ahead.
pub fn happened(scan: &Scan, clock_off_ms: i64, from: Timestamp, now: Timestamp) -> String {
    let now_ms = now.as_millisecond();
    let said = said(scan, clock_off_ms).unwrap_or(now_ms);
    let is_believed = said >= from.as_millisecond() && said <= now_ms + DAY_MS;
    let ms = if is_believed { said.min(now_ms) } else { now_ms };
    stamp(Timestamp::from_millisecond(ms).unwrap_or(now))
}

fn said(scan: &Scan, clock_off_ms: i64) -> Option<i64> {
    unstamp(&scan.happened_at).map(|at| at.as_millisecond().saturating_sub(clock_off_ms))
}

/// The earliest time that is believed of these scans: a day ago, and where a phone hands them in later than that, a day
/// before the concert's doors.
async fn believed_from(tx: &mut Tx, concert: &str, jobs: &[Job], now: Timestamp) -> Result<Timestamp> {
    let day = SignedDuration::from_millis(DAY_MS);
    let from = now.checked_sub(day).unwrap_or(now);
    let is_late = |job: &Job| job.scans.iter().any(|scan| said(scan, job.clock_off_ms) < Some(from.as_millisecond()));
    if !jobs.iter().any(is_late) {
        return Ok(from);
    }
    let doors: Option<String> = sqlx::query_scalar("select doors_at from concert where id = $1")
        .bind(concert)
        .fetch_optional(&mut **tx)
        .await?;
    let night = doors.as_deref().and_then(unstamp).and_then(|doors| doors.checked_sub(day).ok());
    Ok(night.map_or(from, |night| night.min(from)))
}

fn answer(scan: &Scan, verdict: Verdict, ticket: Option<&Known>, first: Option<Admission>) -> Answer {
    let shown = ticket.filter(|_| !matches!(verdict, Verdict::OtherConcert | Verdict::Unknown | Verdict::NotATicket));
    let due = ticket.filter(|_| verdict == Verdict::Unpaid);
    let first = first.filter(|_| matches!(verdict, Verdict::AlreadyUsed | Verdict::Exited));
    Answer {
        id: scan.id.clone(),
        verdict: verdict.word().to_owned(),
        by: "server".to_owned(),
        ticket: shown.map(|ticket| {
            let (first_name, initial) = text::first_and_initial(&ticket.name);
            Shown { id: ticket.id.clone(), number: ticket.number, first_name, initial, left: ticket.facts.left() }
        }),
        first: first.map(|first| First { at: first.at, device: Some(first.door), door: None }),
        other: ticket.filter(|_| verdict == Verdict::OtherConcert).map(|ticket| ticket.other.clone()),
        due_cents: due.map(|ticket| ticket.facts.terms.due_cents),
        currency: due.map(|ticket| ticket.currency.clone()),
    }
}

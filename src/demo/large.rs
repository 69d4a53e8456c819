//! A large history, to see how everything does when it has grown: as many fans and tickets as are asked for, in sets, with
//! how far it has come. Plainer than the small one, and as invented.

use std::collections::HashSet;
use std::io::{IsTerminal, Write};

use anyhow::ensure;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::base::clock::{self, night_of, stamp};
use crate::base::db::{self, Db};
use crate::base::text;
use crate::concerts::store::{ConcertRow, PriceRow, Rows, VenueRow};
use crate::concerts::venue::NewVenue;
use crate::demo::door::{Admission, Scan};
use crate::demo::people;
use crate::demo::places::moment;
use crate::demo::random::Random;
use crate::demo::sales::Paid;
use crate::demo::{Made, SEED, SETTING, add_members, json, store};
use crate::fans::fan::{NewFan, News};
use crate::fans::store::NewRow;
use crate::payments::payment::Method;
use crate::tickets::code::Code;
use crate::tickets::store::NewTicket;
use crate::{concerts, door, fans, payments, tickets};

/// How large.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub fans: usize,
    pub tickets: usize,
}

/// What a command's line says of it.
#[derive(clap::Args, Clone, Copy)]
pub struct Wished {
    /// A large one, of so many fans
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=5_000_000))]
    fans: Option<u32>,
    /// And so many tickets; five a fan, where it isn't said
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=25_000_000), requires = "fans")]
    tickets: Option<u32>,
}

impl Wished {
    /// The size that was asked for; none for the usual history.
    pub fn size(self) -> Option<Size> {
        let fans = self.fans?;
        Some(Size { fans: fans as usize, tickets: self.tickets.unwrap_or(fans.saturating_mul(5)) as usize })
    }
}

/// Memory to hold the file's pages in: codes come by chance, so every page of their index is written again and again.
const CACHE_MIB: u32 = 512;
/// Rows that one transaction writes.
const AT_ONCE: usize = 20_000;
/// The rooms: name, city, capacity.
const ROOMS: [(&str, &str, i64); 8] = [
    ("Sótano Ámbar", "Ciudad de México", 250),
    ("Foro Astilla", "Ciudad de México", 450),
    ("La Nave", "Ciudad de México", 1_200),
    ("Salón Nopal", "Ciudad de México", 5_000),
    ("Galpón Siete", "Monterrey", 900),
    ("Patio Norte", "Monterrey", 2_500),
    ("Casa Agave", "Guadalajara", 700),
    ("Foro Tapatío", "Guadalajara", 2_000),
];
const FOUND_BY: [(&str, u32); 7] = [
    ("friend", 36),
    ("instagram", 26),
    ("spotify", 12),
    ("tiktok", 10),
    ("other_band", 8),
    ("poster", 5),
    ("radio", 3),
];
const METHODS: [(Method, u32); 4] = [(Method::Spei, 44), (Method::Cash, 32), (Method::Card, 15), (Method::Courtesy, 9)];

/// A night to be.
struct Night {
    id: String,
    room: usize,
    doors: Timestamp,
    sold: usize,
    /// It was already.
    played: bool,
}

/// How far it has come, on one line at a terminal, or now and then.
struct Progress {
    what: &'static str,
    of: usize,
    shown: usize,
}

impl Progress {
    fn new(what: &'static str, of: usize) -> Self {
        Self { what, of: of.max(1), shown: 0 }
    }

    fn at(&mut self, done: usize) {
        let percent = done.min(self.of) * 100 / self.of;
        let terminal = std::io::stderr().is_terminal();
        if percent == self.shown || (!terminal && percent < self.shown + 20 && percent < 100) {
            return;
        }
        self.shown = percent;
        let (start, end) = if terminal { ("\r", if percent == 100 { "\n" } else { "" }) } else { ("", "\n") };
        eprint!("{start}{}: {done} of {} ({percent} %){end}", self.what, self.of);
        let _ = std::io::stderr().flush();
    }
}

/// Fills an empty database with that many fans and tickets, over up to twenty years that end on the day of `now`. It is
/// committed in parts: one that was interrupted has to begin anew in another folder.
///
/// # Errors
/// When it holds a fan, a concert or an account already, or can't be written to.
pub async fn fill(db: &Db, now: Timestamp, timezone: &str, size: Size) -> anyhow::Result<Made> {
    let zone = clock::zone(timezone).unwrap_or(TimeZone::UTC);
    let today = night_of(now, timezone);
    let mut random = Random::new(SEED);
    db.widen(CACHE_MIB).await?;
    let mut tx = db.write().await?;
    ensure!(store::held(&mut tx).await?.is_nothing(), "this data folder isn't empty; choose a new one: --data large");
    let members = add_members(&mut tx, &mut random, today, &zone).await?;
    db::set_setting(&mut tx, SETTING, "1").await?;
    db::set_setting(&mut tx, db::BEGUN, &stamp(now)).await?;
    let nights = nights(&mut random, today, &zone, size);
    concerts::store::add_many(&mut tx, &rows(&mut random, &nights, &members[0], timezone, now)).await?;
    tx.commit().await?;
    let ids = add_fans(db, &mut random, &nights, size.fans, &members[0]).await?;
    let mut made = Made { fans: ids.len(), concerts: nights.len(), ..Made::default() };
    let mut progress = Progress::new("tickets", size.tickets);
    for (nth, night) in nights.iter().enumerate() {
        // Three in ten are there from the beginning, the others one after the other.
        let pool = ids.len() * 3 / 10 + (ids.len() * 7 / 10 * (nth + 1)).div_ceil(nights.len());
        sell(db, &mut random, night, &ids[..pool.clamp(1, ids.len())], &members[0], &mut made).await?;
        progress.at(made.tickets);
    }
    let mut counting = Progress::new("counting", 4);
    let mut tx = db.write().await?;
    payments::store::rebuild(&mut tx).await?;
    counting.at(1);
    tickets::store::rebuild(&mut tx).await?;
    counting.at(2);
    door::store::rebuild(&mut tx).await?;
    counting.at(3);
    fans::store::history::rebuild(&mut tx, &stamp(now)).await?;
    tx.commit().await?;
    counting.at(4);
    Ok(made)
}

/// As many nights as those tickets need, some days apart, the last of them to come.
fn nights(random: &mut Random, today: Date, zone: &TimeZone, size: Size) -> Vec<Night> {
    // One ticket a fan a night: of those who are known from the first night on.
    let most = (size.fans / 4).max(1);
    let mut sizes = Vec::new();
    let mut left = size.tickets;
    while left > 0 {
        let room = random.between(0, ROOMS.len() as i64 - 1) as usize;
        let sold = ((ROOMS[room].2 as f64 * (0.55 + random.share() * 0.43)) as usize).clamp(1, left.min(most));
        sizes.push((room, sold));
        left -= sold;
    }
    let apart = (7_300.0 / sizes.len() as f64).min(10.0);
    let count = sizes.len();
    let night = |(nth, (room, sold)): (usize, (usize, usize))| {
        let days = ((count - 1 - nth) as f64 * apart) as i64 - 7;
        let doors = moment(today.saturating_sub(days.days()), 20, zone);
        Night { id: random.id(doors), room, doors, sold, played: days > 0 }
    };
    sizes.into_iter().enumerate().map(night).collect()
}

fn rows(random: &mut Random, nights: &[Night], member: &str, timezone: &str, now: Timestamp) -> Rows {
    let at = stamp(now);
    let venue = |(name, city, capacity): &(&str, &str, i64)| VenueRow {
        id: random.id(now),
        new: NewVenue {
            name: (*name).to_owned(),
            name_folded: text::fold(name),
            address: "Calle Sin Nombre 91".to_owned(),
            city: (*city).to_owned(),
            capacity: Some(*capacity),
            timezone: timezone.to_owned(),
            contact_name: None,
            contact_phone: None,
            contact_email: None,
            note: None,
        },
        created_at: at.clone(),
    };
    let venues: Vec<VenueRow> = ROOMS.iter().map(venue).collect();
    let mut rows = Rows { venues, concerts: Vec::new(), prices: Vec::new() };
    for (nth, night) in nights.iter().enumerate() {
        let made = stamp(night.doors.checked_sub(720.hours()).unwrap_or(night.doors));
        rows.concerts.push(ConcertRow {
            id: night.id.clone(),
            venue_id: rows.venues[night.room].id.clone(),
            title: Some(format!("Tocada {}", nth + 1)),
            line_up: None,
            day: night_of(night.doors, timezone).to_string(),
            doors_at: stamp(night.doors),
            starts_at: stamp(night.doors.checked_add(1.hours()).unwrap_or(night.doors)),
            timezone: timezone.to_owned(),
            capacity: ROOMS[night.room].2,
            age_min: None,
            currency: "MXN".to_owned(),
            contact_name: None,
            contact_phone: None,
            contact_email: None,
            salt: random.token(),
            created_at: made.clone(),
            created_by: Some(member.to_owned()),
            changed_at: made,
            cancelled_at: None,
            reentry_from: None,
        });
        rows.prices.push(PriceRow {
            id: random.id(night.doors),
            concert_id: night.id.clone(),
            position: 0,
            name: "Preventa".to_owned(),
            amount_cents: 20_000,
            until_day: None,
        });
    }
    rows
}

/// The fans, each from the night on at which they were first heard of.
async fn add_fans(
    db: &Db,
    random: &mut Random,
    nights: &[Night],
    count: usize,
    member: &str,
) -> anyhow::Result<Vec<String>> {
    let mut ids: Vec<String> = Vec::with_capacity(count);
    let mut progress = Progress::new("fans", count);
    while ids.len() < count {
        let many = AT_ONCE.min(count - ids.len());
        let mut rows = Vec::with_capacity(many);
        for nth in ids.len()..ids.len() + many {
            let at = nights[nth * nights.len() / count].doors;
            rows.push(fan(random, nth, at, &ids, member));
        }
        let mut tx = db.write().await?;
        ids.extend(fans::store::add_many(&mut tx, &rows).await?);
        tx.commit().await?;
        progress.at(ids.len());
    }
    Ok(ids)
}

fn fan(random: &mut Random, nth: usize, at: Timestamp, before: &[String], member: &str) -> NewRow {
    let name = people::name(random);
    let (birth_year, birth_date) = people::born(random, people::year(at));
    // Ten digits within an area that begin with 0 are nobody's, as in the small history.
    let phone = random.happens(0.8).then(|| format!("+52550{nth:07}"));
    let news =
        (phone.is_some() && random.happens(0.5)).then(|| News { day: None, how: "in_person".into(), notice: None });
    let brought_by = (!before.is_empty() && random.happens(0.1)).then(|| random.pick(before).clone());
    let fan = NewFan {
        name_folded: text::fold(&name),
        name,
        phone,
        email: None,
        birth_year,
        birth_date,
        found_by: random.happens(0.85).then(|| random.weighted(&FOUND_BY).to_owned()),
        note: None,
        language: None,
        brought_by,
        news,
    };
    NewRow {
        id: random.id(at),
        fan,
        consent_id: random.id(at),
        account: Some(member.to_owned()),
        created_at: stamp(at),
    }
}

/// Sells a night to fans who were known by then: the faithful again and again, the newest for the first time.
async fn sell(
    db: &Db,
    random: &mut Random,
    night: &Night,
    pool: &[String],
    member: &str,
    made: &mut Made,
) -> anyhow::Result<()> {
    let mut chosen: HashSet<usize> = HashSet::new();
    let newest = (pool.len() / 30).max(1);
    while chosen.len() < night.sold.min(pool.len()) {
        let share = random.share();
        let fan = match random.happens(0.4) {
            true => pool.len() - 1 - (share * newest as f64) as usize,
            false => (share.powi(2) * pool.len() as f64) as usize,
        };
        // Where nearly all have one, any other will do.
        let fan = if chosen.contains(&fan) { random.between(0, pool.len() as i64 - 1) as usize } else { fan };
        chosen.insert(fan);
    }
    let mut chosen: Vec<usize> = chosen.into_iter().collect();
    chosen.sort_unstable();
    let (mut sold, mut paid, mut scans, mut admissions) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (nth, fan) in chosen.into_iter().enumerate() {
        let method = random.weighted(&METHODS);
        let hours = (random.share().powi(2) * 600.0) as i64 + 1;
        let issued = night.doors.checked_sub(hours.hours()).unwrap_or(night.doors);
        let id = random.id(issued);
        let cents = if method == Method::Courtesy { 0 } else { 15_000 + 5_000 * random.between(0, 2) };
        sold.push(NewTicket {
            id: id.clone(),
            concert_id: night.id.clone(),
            fan_id: pool[fan].clone(),
            number: nth as i64 + 1,
            code: Code::from_random(random.bytes()).as_str().to_owned(),
            link_token: random.token(),
            request_id: None,
            admits: 1,
            price_name: "Preventa".to_owned(),
            price_cents: cents,
            currency: "MXN".to_owned(),
            method: method.word().to_owned(),
            note: None,
            batch_id: None,
            issued_at: stamp(issued),
            issued_by: Some(member.to_owned()),
            replaces: None,
            cursor: 1,
        });
        if cents > 0 && random.happens(0.96) {
            paid.push(Paid {
                id: random.id(issued),
                concert_id: night.id.clone(),
                ticket_id: id.clone(),
                amount_cents: cents,
                currency: "MXN".to_owned(),
                method: method.word(),
                paid_at: stamp(issued),
                account_id: member.to_owned(),
            });
        }
        if night.played && random.happens(0.87) {
            let minutes = (random.share() + random.share()) * 60.0;
            let at = stamp(night.doors.checked_add((minutes as i64).minutes()).unwrap_or(night.doors));
            let scan = random.id(night.doors);
            admissions.push(Admission {
                ticket_id: id.clone(),
                nth: 1,
                scan_id: scan.clone(),
                concert_id: night.id.clone(),
                admitted_at: at.clone(),
                ended_at: None,
                ended_by: None,
                ended_kind: None,
            });
            scans.push(Scan {
                id: scan,
                concert_id: night.id.clone(),
                ticket_id: Some(id),
                device_id: None,
                account_id: Some(member.to_owned()),
                door: if nth % 3 == 0 { "Puerta lateral" } else { "Puerta principal" },
                kind: "entry",
                source: "camera",
                takes_back: None,
                seq: nth as i64,
                happened_at: at.clone(),
                received_at: at,
                clock_off_ms: 0,
                phone_verdict: None,
                verdict: "admitted",
                answer: "{}".to_owned(),
            });
        }
    }
    let mut tx = db.write().await?;
    tickets::store::add_many(&mut tx, &sold).await?;
    payments::store::add_many(&mut tx, &json(paid.iter())?).await?;
    door::store::add_many(&mut tx, &json(scans.iter())?, &json(admissions.iter())?).await?;
    tx.commit().await?;
    made.tickets += sold.len();
    made.scans += scans.len();
    made.admissions += admissions.len();
    Ok(())
}

//! Invented rooms and the nights played in them: ten that were, one that was called off, one in six days that was moved.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::base::clock::stamp;
use crate::base::text;
use crate::concerts::change::When;
use crate::concerts::concert::place;
use crate::concerts::store::{ConcertRow, PriceRow, Rows, VenueRow};
use crate::concerts::venue::NewVenue;
use crate::demo::random::Random;

struct Room {
    name: &'static str,
    address: &'static str,
    city: &'static str,
    capacity: i64,
    contact: &'static str,
    note: Option<&'static str>,
}

const CITY: &str = "Ciudad de México";

const ROOMS: [Room; 6] = [
    Room {
        name: "La Bodega Paralela",
        address: "Callejón del Revés 14",
        city: CITY,
        capacity: 150,
        contact: "Chayo Tlapale",
        note: Some("La bocina izquierda zumba: llevar cable propio."),
    },
    Room {
        name: "Foro Astilla",
        address: "Calle Lluvia de Marzo 118",
        city: CITY,
        capacity: 180,
        contact: "Wenceslao Nájera",
        note: None,
    },
    Room {
        name: "Casa Mareógrafo",
        address: "Cerrada Ferrocarril Perdido 40",
        city: CITY,
        capacity: 120,
        contact: "Ofelia Quintanar",
        note: Some("Cierran a las 23:30 por los vecinos."),
    },
    Room {
        name: "Salón Nopal Eléctrico",
        address: "Avenida de los Ecos 302",
        city: CITY,
        capacity: 220,
        contact: "Baltazar Urrutia",
        note: None,
    },
    Room {
        name: "Azotea Cuadrada",
        address: "Calle Tercera Luna 7, cuarto piso",
        city: CITY,
        capacity: 200,
        contact: "Zyanya Becerril",
        note: Some("No hay elevador. Subir la batería antes de las 17:00."),
    },
    Room {
        name: "Sótano Ámbar",
        address: "Calle Sin Nombre 91",
        city: CITY,
        capacity: 250,
        contact: "Efraín Saldívar",
        note: Some("Sin señal en el sótano: la lista de la puerta se baja arriba."),
    },
];

/// What is planned of a night: days before today, room, hours, prices in pesos, how many places are sold.
struct Plan {
    days_ago: i32,
    room: usize,
    title: Option<&'static str>,
    line_up: Option<&'static str>,
    age_min: Option<i64>,
    doors: i8,
    presale: i64,
    box_office: i64,
    sold: i64,
    turn: Option<Turn>,
}

/// What came between: so many days before the night, at 13:00.
#[derive(Clone, Copy)]
enum Turn {
    /// It was to be in that room.
    Moved {
        days: i32,
        from: usize,
    },
    CalledOff {
        days: i32,
    },
}

const fn plan(days_ago: i32, room: usize, doors: i8, prices: (i64, i64), sold: i64) -> Plan {
    Plan {
        days_ago,
        room,
        title: None,
        line_up: None,
        age_min: None,
        doors,
        presale: prices.0,
        box_office: prices.1,
        sold,
        turn: None,
    }
}

const PLANS: [Plan; 12] = [
    Plan { title: Some("Primera anomalía"), line_up: Some("con Lumbre Mansa"), ..plan(1_070, 0, 20, (100, 130), 127) },
    plan(979, 0, 20, (100, 130), 118),
    Plan { line_up: Some("con Perro Cósmico y Las Tías"), ..plan(895, 1, 20, (120, 150), 144) },
    Plan { title: Some("Ruido blanco"), age_min: Some(18), ..plan(797, 0, 21, (120, 150), 141) },
    Plan { line_up: Some("con Martes Hundidos"), ..plan(706, 1, 20, (130, 160), 163) },
    Plan { turn: Some(Turn::CalledOff { days: 4 }), ..plan(608, 4, 19, (140, 180), 82) },
    Plan { title: Some("En voz baja"), ..plan(503, 2, 19, (150, 180), 119) },
    Plan { line_up: Some("con Lumbre Mansa y Cable Roto"), ..plan(391, 3, 20, (160, 200), 181) },
    Plan { title: Some("Dos años fuera de lugar"), age_min: Some(18), ..plan(279, 3, 21, (160, 200), 196) },
    Plan { line_up: Some("con Perro Cósmico"), ..plan(167, 4, 19, (170, 210), 178) },
    Plan { title: Some("El cuadro que se movió"), ..plan(69, 5, 20, (180, 220), 221) },
    Plan {
        line_up: Some("con Martes Hundidos"),
        age_min: Some(18),
        turn: Some(Turn::Moved { days: 14, from: 4 }),
        ..plan(-6, 5, 20, (200, 240), 172)
    },
];

/// A night with what its history needs to know.
pub struct Night {
    pub row: ConcertRow,
    pub room: &'static str,
    pub day: Date,
    pub doors: Timestamp,
    pub starts: Timestamp,
    pub presale_cents: i64,
    pub box_office_cents: i64,
    /// The last day of the presale.
    pub presale_until: Date,
    /// Places to be sold; of a coming night, as many as were sold until today.
    pub sold: i64,
    /// Whether its doors opened, and have closed.
    pub played: bool,
    /// Days before the night from which on nothing was sold.
    pub closed_days: i32,
    /// When it was moved or called off.
    pub change: Option<Change>,
}

/// What was moved or called off.
pub struct Change {
    pub id: String,
    pub at: Timestamp,
    /// The room that it was to be in; none where it was called off.
    pub from: Option<String>,
}

impl Night {
    /// When it was called off.
    pub fn called_off(&self) -> Option<Timestamp> {
        self.change.as_ref().filter(|change| change.from.is_none()).map(|change| change.at)
    }

    /// Where and when it is, or is to be in another room.
    pub fn when(&self, room: &str) -> When {
        let room = ROOMS.iter().find(|one| one.name == room).unwrap_or(&ROOMS[0]);
        When::new(&self.row.day, &self.row.doors_at, &self.row.timezone, room.name, &place(room.address, room.city))
    }
}

/// The rooms and nights of three years that end `today`.
pub fn nights(
    random: &mut Random,
    today: Date,
    zone: &TimeZone,
    account: &str,
    phone: impl FnMut() -> String,
) -> (Rows, Vec<Night>) {
    let timezone = zone.iana_name().unwrap_or("America/Mexico_City");
    let first = moment(day_of(today, PLANS[0].days_ago), 12, zone).checked_sub((24 * 60).hours()).unwrap_or_default();
    let phones: Vec<String> = std::iter::repeat_with(phone).take(ROOMS.len()).collect();
    let venues: Vec<VenueRow> =
        ROOMS.iter().zip(&phones).map(|(room, phone)| venue(random, room, phone, timezone, first)).collect();
    let nights: Vec<Night> = PLANS.iter().map(|plan| night(random, plan, &venues, today, zone, account)).collect();
    let prices = nights.iter().flat_map(|night| prices(random, night)).collect();
    let concerts = nights.iter().map(|night| night.row.clone()).collect();
    (Rows { venues, concerts, prices }, nights)
}

fn venue(random: &mut Random, room: &Room, phone: &str, timezone: &str, at: Timestamp) -> VenueRow {
    let email = format!("{}@example.mx", text::fold(room.name).replace(' ', "."));
    let new = NewVenue {
        name: room.name.to_owned(),
        name_folded: text::fold(room.name),
        address: room.address.to_owned(),
        city: room.city.to_owned(),
        capacity: Some(room.capacity),
        timezone: timezone.to_owned(),
        contact_name: Some(room.contact.to_owned()),
        contact_phone: Some(phone.to_owned()),
        contact_email: Some(email),
        note: room.note.map(str::to_owned),
    };
    VenueRow { id: random.id(at), new, created_at: stamp(at) }
}

fn night(random: &mut Random, plan: &Plan, venues: &[VenueRow], today: Date, zone: &TimeZone, account: &str) -> Night {
    let venue = &venues[plan.room];
    let day = day_of(today, plan.days_ago);
    let doors = moment(day, plan.doors, zone);
    let starts = doors.checked_add(75.minutes()).unwrap_or(doors);
    let made = moment(day.saturating_sub(48.days()), 13, zone);
    let row = ConcertRow {
        id: random.id(made),
        venue_id: venue.id.clone(),
        title: plan.title.map(str::to_owned),
        line_up: plan.line_up.map(str::to_owned),
        day: day.to_string(),
        doors_at: stamp(doors),
        starts_at: stamp(starts),
        timezone: venue.new.timezone.clone(),
        capacity: ROOMS[plan.room].capacity,
        age_min: plan.age_min,
        currency: "MXN".to_owned(),
        contact_name: venue.new.contact_name.clone(),
        contact_phone: venue.new.contact_phone.clone(),
        contact_email: venue.new.contact_email.clone(),
        salt: random.token(),
        created_at: stamp(made),
        created_by: Some(account.to_owned()),
        changed_at: stamp(made),
        cancelled_at: None,
        // People go out to smoke.
        reentry_from: Some(stamp(made)),
    };
    Night {
        row,
        day,
        doors,
        starts,
        presale_cents: plan.presale * 100,
        box_office_cents: plan.box_office * 100,
        presale_until: day.saturating_sub(3.days()),
        sold: plan.sold,
        played: plan.days_ago > 0 && !matches!(plan.turn, Some(Turn::CalledOff { .. })),
        closed_days: match plan.turn {
            Some(Turn::CalledOff { days }) => days + 1,
            _ if plan.days_ago > 0 => 0,
            _ => 7,
        },
        change: plan.turn.map(|turn| change(random, turn, day, zone)),
        room: ROOMS[plan.room].name,
    }
}

fn change(random: &mut Random, turn: Turn, day: Date, zone: &TimeZone) -> Change {
    let (days, from) = match turn {
        Turn::Moved { days, from } => (days, Some(ROOMS[from].name.to_owned())),
        Turn::CalledOff { days } => (days, None),
    };
    let at = moment(day.saturating_sub(days.days()), 13, zone);
    Change { id: random.id(at), at, from }
}

fn prices(random: &mut Random, night: &Night) -> Vec<PriceRow> {
    let rows = [
        ("Preventa", night.presale_cents, Some(night.presale_until.to_string())),
        ("Taquilla", night.box_office_cents, None),
        ("Cortesía", 0, None),
    ];
    let made = night.row.created_at.parse().unwrap_or_default();
    let price = |(at, (name, amount_cents, until_day)): (usize, (&str, i64, Option<String>))| PriceRow {
        id: random.id(made),
        concert_id: night.row.id.clone(),
        position: at as i64 + 1,
        name: name.to_owned(),
        amount_cents,
        until_day,
    };
    rows.into_iter().enumerate().map(price).collect()
}

/// The day of a plan: of a past night the Friday or Saturday nearest to it, of the coming one that very day.
fn day_of(today: Date, days_ago: i32) -> Date {
    let day = today.saturating_sub(days_ago.days());
    if days_ago < 0 {
        return day;
    }
    let weekday = if days_ago % 3 == 0 { Weekday::Friday } else { Weekday::Saturday };
    (0..7).map(|days| day.saturating_sub(days.days())).find(|day| day.weekday() == weekday).unwrap_or(day)
}

/// An hour of a day in a zone.
pub fn moment(day: Date, hour: i8, zone: &TimeZone) -> Timestamp {
    zone.to_timestamp(day.at(hour, 0, 0, 0)).unwrap_or_default()
}

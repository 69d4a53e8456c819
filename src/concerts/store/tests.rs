//! The queries over a database of their own.

use super::figures::{Due, Night};
use super::*;
use crate::base::db::id;
use crate::base::secret;
use crate::concerts::form::{Place, Tickets};
use crate::concerts::night::Night as When;
use crate::concerts::venue::{Contact, NewVenue};

const NOW: &str = "2026-11-22T18:00:00.000Z";
const MEXICO: &str = "America/Mexico_City";

fn new_id() -> String {
    id::new(NOW.parse().expect("a time"))
}

/// A database of its own, gone with the test's folder.
struct Ground {
    db: Db,
    folder: std::path::PathBuf,
    account: String,
    venue: String,
}

impl Drop for Ground {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn venue(name: &str, contact: &str) -> NewVenue {
    let contact = Contact { name: Some(contact.into()), ..Contact::default() };
    NewVenue::new(name.into(), "Calle 9".into(), "Ciudad de México".into(), Some(250), MEXICO, contact, None)
}

fn concert(venue: &str, doors_at: &str, capacity: i64) -> ConcertRow {
    ConcertRow {
        id: new_id(),
        venue_id: venue.into(),
        title: None,
        line_up: Some("Uno\nDos".into()),
        day: doors_at[..10].into(),
        doors_at: doors_at.into(),
        starts_at: doors_at.into(),
        timezone: MEXICO.into(),
        capacity,
        age_min: Some(18),
        currency: "MXN".into(),
        contact_name: Some("Beto".into()),
        contact_phone: None,
        contact_email: None,
        salt: "s".into(),
        created_at: NOW.into(),
        created_by: None,
        changed_at: NOW.into(),
        cancelled_at: None,
        reentry_from: None,
    }
}

async fn ground() -> Ground {
    let folder = std::env::temp_dir().join(secret::short_token());
    std::fs::create_dir_all(&folder).expect("a folder");
    let db = Db::open_file(&folder.join("a.db")).await.expect("a database");
    let ground = Ground { db, folder, account: new_id(), venue: new_id() };
    run(
        &ground.db,
        &format!(
            "insert into account (id, username, username_folded, password_hash, created_at, password_changed_at)
             values ('{}', 'Xime', 'xime', 'x', '{NOW}', '{NOW}')",
            ground.account
        ),
    )
    .await;
    let mut tx = ground.db.write().await.expect("a write");
    let row = VenueRow { id: ground.venue.clone(), new: venue("Sótano Ámbar", "Beto"), created_at: NOW.into() };
    venues::add_many(&mut tx, &[row]).await.expect("a venue");
    tx.commit().await.expect("kept");
    ground
}

async fn run(db: &Db, sql: &str) {
    let mut tx = db.write().await.expect("a write");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut *tx).await.expect("done");
    tx.commit().await.expect("kept");
}

async fn add(ground: &Ground, row: ConcertRow) -> String {
    let id = row.id.clone();
    let price = |position, name: &str, amount_cents| PriceRow {
        id: new_id(),
        concert_id: id.clone(),
        position,
        name: name.into(),
        amount_cents,
        until_day: None,
    };
    let prices = vec![price(1, "Taquilla", 20_000), price(2, "Cortesía", 0)];
    let mut tx = ground.db.write().await.expect("a write");
    add_many(&mut tx, &Rows { concerts: vec![row], prices, ..Rows::default() }).await.expect("a concert");
    tx.commit().await.expect("kept");
    id
}

/// A fan and a ticket of theirs; `more` sets further columns of the ticket.
async fn sell(ground: &Ground, concert: &str, number: i64, name: &str, phone: Option<&str>, method: &str) -> String {
    let (fan, ticket) = (new_id(), new_id());
    let phone = phone.map_or("null".to_owned(), |phone| format!("'{phone}'"));
    let price = if method == "courtesy" { 0 } else { 20_000 };
    run(
        &ground.db,
        &format!(
            "insert into fan (id, name, name_folded, phone, created_at, changed_at)
               values ('{fan}', '{name}', '{}', {phone}, '{NOW}', '{NOW}');
             insert into ticket (id, concert_id, fan_id, number, code, link_token, price_name, price_cents, currency,
               method, issued_at)
               values ('{ticket}', '{concert}', '{fan}', {number}, '{number:016}', '{ticket}', 'Taquilla', {price},
                 'MXN', '{method}', '{NOW}');
             insert into concert_sales (concert_id, held, number_last) values ('{concert}', 1, 1)
               on conflict (concert_id) do update set held = concert_sales.held + 1, number_last = concert_sales.number_last + 1",
            name.to_lowercase()
        ),
    )
    .await;
    ticket
}

fn edited(capacity: i64, doors_at: &str) -> NewConcert {
    NewConcert {
        place: Place::Known(String::new()),
        title: Some("Ruido blanco".into()),
        line_up: None,
        night: When {
            day: doors_at[..10].into(),
            doors_at: doors_at.into(),
            starts_at: doors_at.into(),
            timezone: MEXICO.into(),
        },
        capacity,
        age_min: None,
        reentry: None,
        currency: "MXN".into(),
        contact: Contact::default(),
        prices: Vec::new(),
    }
}

async fn keep(ground: &Ground, id: &str, new: &NewConcert) -> bool {
    let mut tx = ground.db.write().await.expect("a write");
    let kept = edit(&mut tx, id, &ground.venue, new, NOW).await.expect("an answer");
    tx.commit().await.expect("kept");
    kept
}

#[tokio::test]
async fn a_concert_is_read_back_with_its_venue_and_its_prices() {
    let ground = ground().await;
    let id = add(&ground, concert(&ground.venue, "2026-11-29T02:00:00.000Z", 250)).await;
    let db = &mut *ground.db.read().acquire().await.expect("a connection");
    let read = get(db, &id).await.expect("an answer").expect("a concert");
    assert_eq!((read.name(), read.age_min, read.line_up.as_deref()), ("Sótano Ámbar", Some(18), Some("Uno\nDos")));
    let names: Vec<_> = prices(db, &id).await.expect("prices").into_iter().map(|price| price.name).collect();
    assert_eq!(names, ["Taquilla", "Cortesía"]);
    assert_eq!(get(db, &new_id()).await.expect("an answer"), None);
}

#[tokio::test]
async fn upcoming_begins_with_the_night_that_is_not_over_and_around_holds_twelve_hours() {
    let ground = ground().await;
    let over = add(&ground, concert(&ground.venue, "2026-11-22T02:00:00.000Z", 9)).await;
    let tonight = add(&ground, concert(&ground.venue, "2026-11-22T20:00:00.000Z", 9)).await;
    let next = add(&ground, concert(&ground.venue, "2026-11-29T02:00:00.000Z", 9)).await;
    let gone = ConcertRow { cancelled_at: Some(NOW.into()), ..concert(&ground.venue, "2026-11-22T19:00:00.000Z", 9) };
    add(&ground, gone).await;
    let ids = |list: Vec<Concert>| list.into_iter().map(|it| it.id).collect::<Vec<_>>();
    assert_eq!(ids(upcoming(&ground.db, NOW).await.expect("concerts")), [tonight.clone(), next.clone()]);
    assert_eq!(ids(around(&ground.db, NOW).await.expect("concerts")), [tonight]);
    assert_eq!(ids(around(&ground.db, "2026-11-22T13:59:00.000Z").await.expect("concerts")).len(), 2, "{over}");
}

#[tokio::test]
async fn the_capacity_never_goes_below_what_is_held() {
    let ground = ground().await;
    let doors = "2026-11-29T02:00:00.000Z";
    let id = add(&ground, concert(&ground.venue, doors, 250)).await;
    sell(&ground, &id, 1, "Ana", None, "cash").await;
    sell(&ground, &id, 2, "Bea", None, "cash").await;
    assert!(!keep(&ground, &id, &edited(1, doors)).await);
    assert!(keep(&ground, &id, &edited(2, doors)).await);
}

#[tokio::test]
async fn once_a_ticket_is_out_place_time_and_currency_change_only_by_a_move() {
    let ground = ground().await;
    let (doors, later) = ("2026-11-29T02:00:00.000Z", "2026-11-30T02:00:00.000Z");
    let id = add(&ground, concert(&ground.venue, doors, 250)).await;
    assert!(keep(&ground, &id, &edited(250, later)).await, "nobody has a ticket yet");
    sell(&ground, &id, 1, "Ana", None, "cash").await;
    assert!(!keep(&ground, &id, &edited(250, doors)).await);
    assert!(!keep(&ground, &id, &NewConcert { currency: "USD".into(), ..edited(250, later) }).await);
    assert!(keep(&ground, &id, &edited(250, later)).await);
}

#[tokio::test]
async fn a_move_keeps_the_old_contact_at_the_same_venue_and_refuses_a_room_too_small() {
    let ground = ground().await;
    let id = add(&ground, concert(&ground.venue, "2026-11-29T02:00:00.000Z", 250)).await;
    sell(&ground, &id, 1, "Ana", None, "cash").await;
    sell(&ground, &id, 2, "Bea", None, "cash").await;
    let to = |capacity, contact| Move {
        place: Place::Known(String::new()),
        night: edited(1, "2026-12-06T02:00:00.000Z").night,
        capacity,
        contact,
        tickets: Tickets::Stay,
    };
    let mut tx = ground.db.write().await.expect("a write");
    assert!(!move_to(&mut tx, &id, &ground.venue, &to(1, None), NOW).await.expect("an answer"));
    assert!(move_to(&mut tx, &id, &ground.venue, &to(2, None), NOW).await.expect("an answer"));
    assert_eq!(get(&mut tx, &id).await.expect("read").and_then(|it| it.contact_name).as_deref(), Some("Beto"));
    let rosa = Contact { name: Some("Rosa".into()), ..Contact::default() };
    assert!(move_to(&mut tx, &id, &ground.venue, &to(2, Some(rosa)), NOW).await.expect("an answer"));
    assert_eq!(get(&mut tx, &id).await.expect("read").and_then(|it| it.contact_name).as_deref(), Some("Rosa"));
    assert!(cancel(&mut tx, &id, NOW).await.expect("an answer"));
    assert!(!cancel(&mut tx, &id, NOW).await.expect("an answer"), "once");
    assert!(!move_to(&mut tx, &id, &ground.venue, &to(2, None), NOW).await.expect("an answer"));
}

#[tokio::test]
async fn an_edited_venue_leaves_each_night_the_contact_it_had() {
    let ground = ground().await;
    let id = add(&ground, concert(&ground.venue, "2026-11-29T02:00:00.000Z", 250)).await;
    let mut tx = ground.db.write().await.expect("a write");
    let later = "2026-11-23T18:00:00.000Z";
    assert!(venues::edit(&mut tx, &ground.venue, &venue("Sótano Ámbar", "Rosa"), later).await.expect("an answer"));
    let read = get(&mut tx, &id).await.expect("read").expect("a concert");
    assert_eq!((read.contact_name.as_deref(), &*read.changed_at), (Some("Beto"), later));
    let other = venues::add(&mut tx, &new_id(), &venue("Galpón Siete", "Lu"), NOW).await.expect("an answer");
    assert!(other.is_some());
    assert!(venues::add(&mut tx, &new_id(), &venue("galpon siete", "Lu"), NOW).await.expect("an answer").is_none());
    assert!(!venues::edit(&mut tx, &ground.venue, &venue("Galpón siete", "Rosa"), NOW).await.expect("an answer"));
    tx.commit().await.expect("kept");
    let db = &mut *ground.db.read().acquire().await.expect("a connection");
    let nights = venues::nights(db, &ground.venue, ("9", "")).await.expect("nights");
    assert_eq!((nights.len(), nights[0].contact_name.as_deref(), nights[0].money_cents), (1, Some("Beto"), 0));
    let listed = venues::list(&ground.db, ("", "")).await.expect("venues");
    assert_eq!(
        listed.iter().map(|it| (&*it.name, it.nights)).collect::<Vec<_>>(),
        [("Galpón Siete", 0), ("Sótano Ámbar", 1)]
    );
    assert_eq!(venues::list(&ground.db, (&listed[0].name_folded, &listed[0].id)).await.expect("venues").len(), 1);
}

#[tokio::test]
async fn what_is_owed_is_a_price_against_the_sum_of_its_payments() {
    let ground = ground().await;
    let id = add(&ground, concert(&ground.venue, "2026-11-29T02:00:00.000Z", 250)).await;
    let paid = sell(&ground, &id, 1, "Ana", None, "cash").await;
    let half = sell(&ground, &id, 2, "Bea", None, "spei").await;
    sell(&ground, &id, 3, "Caro", None, "courtesy").await;
    let void = sell(&ground, &id, 4, "Dani", None, "spei").await;
    for (at, (ticket, cents)) in [(&paid, 20_000), (&half, 5_000)].into_iter().enumerate() {
        run(
            &ground.db,
            &format!(
                "insert into payment (id, concert_id, ticket_id, amount_cents, currency, method, paid_at)
                   values ('{}', '{id}', '{ticket}', {cents}, 'MXN', 'cash', '{NOW}');
                 insert into concert_money (concert_id, method, amount_cents, payments)
                   values ('{id}', '{}', {cents}, 1)",
                new_id(),
                ["cash", "spei"][at]
            ),
        )
        .await;
    }
    run(&ground.db, &format!("update ticket set voided_at = '{NOW}' where id = '{void}'")).await;
    let db = &mut *ground.db.read().acquire().await.expect("a connection");
    let due = figures::due(db, &id).await.expect("due");
    assert_eq!(due, Due { paid: 1, owed: 1, courtesies: 1, owed_cents: 15_000 });
    let states: Vec<_> = figures::last_issued(db, &id).await.expect("tickets").into_iter().map(|it| it.state).collect();
    assert_eq!(states, ["void", "courtesy", "owed", "paid"]);
    let night = figures::night(db, &id).await.expect("a night");
    assert_eq!(night, Night { held: 4, numbered: 4, ..Night::default() });
    assert_eq!(figures::money(db, &id).await.expect("money").len(), 2);
    let listed = figures::upcoming(&ground.db, NOW, ("", "")).await.expect("concerts");
    assert_eq!((listed[0].held, listed[0].money_cents), (4, 25_000));
    assert_eq!(figures::past(&ground.db, NOW, ("9", "")).await.expect("concerts").len(), 0);
}

#[tokio::test]
async fn whoever_had_a_ticket_at_the_change_is_told_by_telephone_first() {
    let ground = ground().await;
    let id = add(&ground, concert(&ground.venue, "2026-11-29T02:00:00.000Z", 250)).await;
    let change = "2026-11-23T12:00:00.000Z";
    sell(&ground, &id, 1, "Zoe", Some("+525512345678"), "cash").await;
    sell(&ground, &id, 2, "Ana", None, "cash").await;
    let with_it = sell(&ground, &id, 3, "Bea", Some("+525512345679"), "cash").await;
    let before = sell(&ground, &id, 4, "Caro", None, "cash").await;
    let after = sell(&ground, &id, 5, "Dani", None, "cash").await;
    run(
        &ground.db,
        &format!(
            "update ticket set voided_at = '{change}' where id = '{with_it}';
             update ticket set voided_at = '2026-11-23T11:00:00.000Z' where id = '{before}';
             update ticket set issued_at = '2026-11-24T00:00:00.000Z' where id = '{after}'"
        ),
    )
    .await;
    let db = &mut *ground.db.read().acquire().await.expect("a connection");
    let told = told(db, &id, change, (0, "", "")).await.expect("fans");
    assert_eq!(
        told.iter().map(|it| (&*it.name, it.way, it.tickets)).collect::<Vec<_>>(),
        [("Bea", 1, 1), ("Zoe", 1, 1), ("Ana", 3, 1)]
    );
    let key = (told[0].way, told[0].name_folded.as_str(), told[0].id.as_str());
    assert_eq!(super::told(db, &id, change, key).await.expect("fans").len(), 2);
}

#[tokio::test]
async fn a_change_is_kept_with_who_did_it() {
    let ground = ground().await;
    let id = add(&ground, concert(&ground.venue, "2026-11-29T02:00:00.000Z", 250)).await;
    let mut tx = ground.db.write().await.expect("a write");
    let new = NewChange {
        id: &new_id(),
        concert: &id,
        kind: "cancelled",
        before: "2026-11-28 20:00 Sótano Ámbar".into(),
        after: String::new(),
        tickets: "stay",
        account: &ground.account,
        now: NOW,
    };
    add_change(&mut tx, new).await.expect("kept");
    let changes = changes(&mut tx, &id).await.expect("changes");
    assert_eq!((changes.len(), changes[0].username.as_deref(), changes[0].cancelled()), (1, Some("Xime"), true));
}

#[tokio::test]
async fn a_price_that_keeps_its_name_keeps_its_id() {
    let ground = ground().await;
    let id = add(&ground, concert(&ground.venue, "2026-11-29T02:00:00.000Z", 250)).await;
    let mut tx = ground.db.write().await.expect("a write");
    let present = prices(&mut tx, &id).await.expect("prices");
    let price = |name: &str| NewPrice { name: name.into(), amount_cents: 100, until_day: Some("2026-11-20".into()) };
    let rows = PriceRow::of(&[price("Preventa"), price("Taquilla")], &id, &present, new_id);
    set_prices(&mut tx, &id, &rows).await.expect("kept");
    let now = prices(&mut tx, &id).await.expect("prices");
    assert_eq!(now.iter().map(|it| &*it.name).collect::<Vec<_>>(), ["Preventa", "Taquilla"]);
    assert_eq!((&now[1].id, now[1].until_day.as_deref()), (&present[0].id, Some("2026-11-20")));
}

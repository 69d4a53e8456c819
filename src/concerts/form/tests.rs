//! The form's rules, by example.

use super::*;

fn venue() -> Venue {
    Venue {
        id: "v".into(),
        name: "Sótano Ámbar".into(),
        address: "Calle Sin Nombre 91".into(),
        city: "Ciudad de México".into(),
        capacity: Some(250),
        timezone: "America/Mexico_City".into(),
        contact_name: Some("Beto".into()),
        contact_phone: Some("55 1234 5678".into()),
        contact_email: None,
        note: None,
    }
}

fn form() -> ConcertForm {
    ConcertForm {
        venue: "v".into(),
        day: "2026-11-28".into(),
        doors: "20:00".into(),
        start: "21:00".into(),
        timezone: "America/Mexico_City".into(),
        price_name: vec!["Taquilla".into()],
        price_amount: vec!["200".into()],
        price_until: vec![String::new()],
        ..ConcertForm::default()
    }
}

fn concert() -> Concert {
    Concert {
        id: "c".into(),
        venue_id: "v".into(),
        venue: "Sótano Ámbar".into(),
        address: "Calle Sin Nombre 91".into(),
        city: "Ciudad de México".into(),
        title: Some("Ruido blanco".into()),
        line_up: None,
        day: "2026-11-28".into(),
        doors_at: "2026-11-29T02:00:00.000Z".into(),
        starts_at: "2026-11-29T03:00:00.000Z".into(),
        timezone: "America/Mexico_City".into(),
        capacity: 180,
        age_min: Some(18),
        currency: "MXN".into(),
        contact_name: None,
        contact_phone: None,
        contact_email: None,
        salt: String::new(),
        changed_at: "2026-11-01T00:00:00.000Z".into(),
        cancelled_at: None,
        reentry_from: None,
    }
}

#[test]
fn a_known_venue_lends_its_capacity_and_its_contact() {
    let new = form().check(Some(&venue()), true).expect("a concert");
    assert_eq!((new.capacity, new.contact), (250, venue().contact()));
    assert_eq!((new.currency.as_str(), new.title, new.age_min), ("MXN", None, None));
    let own = ConcertForm { contact_name: "Lucía".into(), capacity: "200".into(), ..form() };
    let new = own.check(Some(&venue()), true).expect("a concert");
    assert_eq!((new.capacity, new.contact.name.as_deref(), new.contact.phone), (200, Some("Lucía"), None));
}

#[test]
fn a_contact_that_was_emptied_in_an_edit_stays_empty() {
    assert!(form().check(Some(&venue()), false).expect("a concert").contact.is_empty());
}

#[test]
fn a_new_venue_is_kept_with_the_night_s_capacity_zone_and_contact() {
    let typed = ConcertForm {
        venue: String::new(),
        venue_name: "Galpón Siete".into(),
        venue_address: "Av. Inventada 7".into(),
        capacity: "300".into(),
        contact_name: "Rosa".into(),
        ..form()
    };
    let Place::New(venue) = typed.check(None, true).expect("a concert").place else { panic!("a new venue") };
    assert_eq!((&*venue.name_folded, venue.capacity, &*venue.city), ("galpon siete", Some(300), ""));
    assert_eq!((venue.contact_name.as_deref(), &*venue.timezone), (Some("Rosa"), "America/Mexico_City"));
}

#[test]
fn every_problem_is_said_at_its_field() {
    let wrong = ConcertForm { venue: String::new(), age_min: "200".into(), currency: "peso".into(), ..form() };
    let problems = wrong.check(None, true).expect_err("wrong");
    for (field, key) in [
        ("venue", "concerts-venue-missing"),
        ("capacity", "concerts-capacity-missing"),
        ("age_min", "concerts-age-wrong"),
        ("currency", "concerts-currency-wrong"),
    ] {
        assert_eq!(problems.of(field), key);
    }
    let both = ConcertForm { venue_name: "Otro".into(), ..form() };
    assert_eq!(both.check(Some(&venue()), true).expect_err("both").of("venue"), "concerts-venue-both");
}

#[test]
fn a_form_of_a_concert_says_what_it_is() {
    let form = ConcertForm {
        price_name: vec!["A".into()],
        price_amount: vec!["0".into()],
        ..ConcertForm::of(&concert(), &[])
    };
    assert_eq!((&*form.doors, &*form.start, &*form.age_min), ("20:00", "21:00", "18"));
    let new = form.check(Some(&venue()), false).expect("a concert");
    assert_eq!((new.night.doors_at, new.capacity, new.title), (concert().doors_at, 180, concert().title));
}

#[test]
fn a_move_needs_a_change_and_a_word_about_the_tickets() {
    let mut same = ConcertForm::of(&concert(), &[]);
    let problems = same.check_move(&concert(), Some(&venue())).expect_err("nothing changes");
    assert_eq!((problems.of("form"), problems.of("tickets")), ("concerts-move-nothing", "concerts-tickets-missing"));
    same.tickets = "stay".into();
    same.day = "2026-12-05".into();
    same.capacity = String::new();
    let moved = same.check_move(&concert(), Some(&venue())).expect("a move");
    assert_eq!((moved.capacity, moved.contact, moved.tickets), (180, None, Tickets::Stay));
    let other = Venue { id: "w".into(), capacity: Some(90), ..venue() };
    let moved = same.check_move(&concert(), Some(&other)).expect("a move");
    assert_eq!((moved.capacity, moved.contact), (90, Some(other.contact())));
}

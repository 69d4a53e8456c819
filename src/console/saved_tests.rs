//! The ten questions, asked of a small band's data made by hand, on SQLite and, where one is at hand, on PostgreSQL.

use std::collections::HashSet;
use std::time::Duration;

use rusqlite::Connection;

use super::*;
use crate::console::question::{Answer, Question};
use crate::console::schema::tests::migrated;
use crate::console::sqlite;

/// An id of 26 characters.
fn id(name: &str) -> String {
    format!("{name:0>26}")
}

/// Four concerts in 2026, five fans, and who came. Portable: both engines take it as it is.
pub(crate) fn small_band() -> String {
    let mut sql = String::new();
    let at = |day: &str| format!("{day}T03:00:00.000Z");
    let made = at("2026-01-01");
    sql += &format!(
        "insert into venue (id, name, name_folded, address, city, timezone, created_at) values
           ('{v1}', 'Foro Uno', 'foro uno', 'Calle 1', 'CDMX', 'America/Mexico_City', '{made}'),
           ('{v2}', 'Sótano', 'sotano', 'Calle 2', 'CDMX', 'America/Mexico_City', '{made}');\n",
        v1 = id("v1"),
        v2 = id("v2")
    );
    for (concert, venue, day, contact) in [
        ("c1", "v1", "2026-02-01", "'Ana'"),
        ("c2", "v2", "2026-03-01", "'Beto'"),
        ("c3", "v1", "2026-04-01", "'Ana'"),
        ("c4", "v1", "2026-05-01", "null"),
    ] {
        sql += &format!(
            "insert into concert (id, venue_id, day, doors_at, starts_at, timezone, capacity, currency, contact_name,
               salt, created_at, changed_at)
             values ('{}', '{}', '{day}', '{at}', '{at}', 'America/Mexico_City', 100, 'MXN', {contact}, 'SALT-SECRET',
               '{made}', '{made}');\n",
            id(concert),
            id(venue),
            at = at(day)
        );
    }
    for (fan, name, phone, year, found_by, brought_by) in [
        ("f1", "Mariana", "'+525500000001'", "1990", "'Instagram'", "null"),
        ("f2", "Beto", "'+525500000002'", "2000", "'Instagram'", "null"),
        ("f3", "Chucho", "null", "null", "null", "'f1'"),
        ("f4", "Dani", "null", "2020", "'Un amigo'", "'f1'"),
        ("f5", "Eva", "'+525500000005'", "1950", "null", "null"),
    ] {
        let brought_by = if brought_by == "null" { brought_by.to_owned() } else { format!("'{}'", id("f1")) };
        sql += &format!(
            "insert into fan (id, name, name_folded, phone, birth_year, found_by, brought_by, created_at, changed_at)
             values ('{}', '{name}', 'x', {phone}, {year}, {found_by}, {brought_by}, '{made}', '{made}');\n",
            id(fan)
        );
    }
    // A birthday on the first of this month, thirty years ago, whichever month this is.
    sql += &format!(
        "update fan set birth_date = cast(cast(substr(cast(current_date as text), 1, 4) as bigint) - 30 as text)
           || substr(cast(current_date as text), 5, 4) || '01' where id = '{}';\n",
        id("f2")
    );
    let tickets = [
        ("f1", "c1", true),
        ("f1", "c2", true),
        ("f1", "c3", true),
        ("f1", "c4", true),
        ("f2", "c1", true),
        ("f2", "c4", false),
        ("f3", "c4", true),
        ("f4", "c4", false),
        ("f5", "c1", true),
    ];
    for (nth, (fan, concert, came)) in tickets.iter().enumerate() {
        let (ticket, concert) = (id(&format!("t{nth}")), id(concert));
        sql += &format!(
            "insert into ticket (id, concert_id, fan_id, number, code, link_token, price_name, price_cents, currency,
               method, issued_at)
             values ('{ticket}', '{concert}', '{}', {}, 'CODESECRET{nth:0>6}', 'LINKSECRET{nth}', 'Preventa', 20000,
               'MXN', 'cash', '{made}');
             insert into payment (id, concert_id, ticket_id, amount_cents, currency, method, paid_at)
             values ('{}', '{concert}', '{ticket}', 20050, 'MXN', 'cash', '{made}');\n",
            id(fan),
            nth + 1,
            id(&format!("p{nth}"))
        );
        if *came {
            let scan = id(&format!("s{nth}"));
            let day = format!("2026-0{}-01", 1 + concert.trim_start_matches(['0', 'c']).parse::<u8>().unwrap());
            sql += &format!(
                "insert into scan (id, concert_id, ticket_id, door, kind, source, seq, happened_at, received_at,
                   verdict, answer)
                 values ('{scan}', '{concert}', '{ticket}', 'main', 'entry', 'camera', 1, '{at}', '{at}', 'admitted',
                   'ANSWER-SECRET');
                 insert into admission (ticket_id, nth, scan_id, concert_id, admitted_at)
                 values ('{ticket}', 1, '{scan}', '{concert}', '{at}');\n",
                at = at(&day)
            );
        }
    }
    sql += &format!(
        "insert into account (id, username, username_folded, password_hash, created_at, password_changed_at)
           values ('{a}', 'ana', 'ana', 'HASH-SECRET', '{made}', '{made}');
         insert into session (id, account_id, token_hash, browser, address, created_at, last_seen_at, expires_at)
           values ('{a}', '{a}', 'TOKEN-SECRET', 'b', 'a', '{made}', '{made}', '{made}');
         insert into device (id, concert_id, account_id, name, link_hash, token_hash, created_at, expires_at)
           values ('{a}', '{c}', '{a}', 'Puerta', 'LINKHASH-SECRET', 'TOKEN-SECRET', '{made}', '{made}');
         insert into setting (name, value) values ('key', 'SETTING-SECRET');\n",
        a = id("a1"),
        c = id("c1")
    );
    sql
}

fn rows(answer: &Answer) -> Vec<String> {
    answer.rows.iter().map(|row| row.iter().map(crate::console::Cell::text).collect::<Vec<_>>().join("|")).collect()
}

/// What each question answers about the small band; the oldest of the four concerts is beyond the last three.
fn expected(key: &str) -> &'static [&'static str] {
    match key {
        "loyal" => &[
            "Mariana|4|2026-05-01|+525500000001",
            "Chucho|1|2026-05-01|",
            "Beto|1|2026-02-01|+525500000002",
            "Eva|1|2026-02-01|+525500000005",
        ],
        "away" => &[],
        "contacts" => &["Foro Uno||||1|2026-05-01", "Foro Uno|Ana|||2|2026-04-01", "Sótano|Beto|||1|2026-03-01"],
        "no-shows" => &["Beto|6|cash|+525500000002", "Dani|8|cash|"],
        "found-us" => &["?|2|2", "Instagram|2|2", "Un amigo|1|0"],
        "ages" => &["0-17|1", "25-34|1", "35-44|1", "45+|1", "?|1"],
        "methods" => &[
            "2026-05-01|Foro Uno|cash|4|802|MXN",
            "2026-04-01|Foro Uno|cash|1|200.5|MXN",
            "2026-03-01|Sótano|cash|1|200.5|MXN",
            "2026-02-01|Foro Uno|cash|3|601.5|MXN",
        ],
        "brings" => &["Mariana|2|1"],
        "birthdays" => &["Beto|01|30|+525500000002"],
        "unreachable" => &["Chucho|1|2026-05-01", "Dani|1|2026-05-01"],
        _ => panic!("no expectation for {key}"),
    }
}

/// Beto came once more, to a concert that is now beyond the last three: he hasn't come back.
fn once_more() -> String {
    format!(
        "insert into concert select '{c0}', venue_id, title, line_up, '2026-01-01', doors_at, starts_at, timezone,
           capacity, age_min, currency, contact_name, contact_phone, contact_email, salt, created_at, created_by,
           changed_at, cancelled_at, reentry_from, reentry_until from concert where id = '{c1}';
         update ticket set concert_id = '{c0}' where id = '{t8}';
         update ticket set fan_id = '{f2}' where id = '{t8}';
         update admission set concert_id = '{c0}' where ticket_id = '{t8}';",
        c0 = id("c0"),
        c1 = id("c1"),
        t8 = id("t8"),
        f2 = id("f2")
    )
}

#[test]
fn each_saved_question_answers_on_sqlite() {
    let file = std::env::temp_dir().join(format!("anomalia-saved-{}.db", std::process::id()));
    let _ = std::fs::remove_file(&file);
    let writer = Connection::open(&file).unwrap();
    migrated(&writer);
    writer.execute_batch(&small_band()).unwrap();
    let ask = |saved: &Saved| {
        let question = Question::check(saved.sql).unwrap();
        let opened = sqlite::open(file.to_str().unwrap(), question.sql()).unwrap();
        rows(&sqlite::answer(opened, question.sql(), Duration::from_secs(10)).unwrap())
    };
    for saved in &SAVED {
        assert_eq!(ask(saved), expected(saved.key), "{}", saved.key);
    }
    writer.execute_batch(&once_more()).unwrap();
    assert_eq!(ask(find("away").unwrap()), ["Beto|2|2026-02-01|+525500000002|"]);
    drop(writer);
    let _ = std::fs::remove_file(file);
}

#[test]
fn each_saved_question_answers_the_same_on_postgresql() {
    let Ok(url) = std::env::var("ANOMALIA_TEST_POSTGRES") else { return };
    crate::console::postgres_tests::with_database(&url, &small_band(), async |console| {
        for saved in &SAVED {
            let answer = crate::console::postgres::answer(&console, saved.sql, Duration::from_secs(10)).await;
            assert_eq!(rows(&answer.unwrap()), expected(saved.key), "{}", saved.key);
        }
    });
}

#[test]
fn there_are_ten_with_a_title_and_a_sentence_in_both_languages() {
    let keys: HashSet<&str> = SAVED.iter().map(|saved| saved.key).collect();
    assert_eq!(keys.len(), 10);
    for text in [include_str!("../../locales/es/console.ftl"), include_str!("../../locales/en/console.ftl")] {
        for saved in &SAVED {
            for key in [saved.title(), saved.about()] {
                assert!(text.lines().any(|line| line.starts_with(&format!("{key} = "))), "{key}");
            }
        }
    }
}

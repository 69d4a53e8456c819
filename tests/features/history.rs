//! What each fan did is kept, and is what a recount from the raw tables gives; so is who is in which segment, and who may
//! be or waits to be written to: after ten thousand changes by chance too.

use std::collections::{BTreeMap, BTreeSet};

use anomalia::concerts;
use anomalia::fans;
use anomalia::fans::fan::FanForm;
use anomalia::fans::store::{history, segments};
use anomalia::join;
use anomalia::messages;
use anomalia::messages::store::NewBatch;
use anomalia::payments::payment::{Method, NewPayment};
use anomalia::tickets;
use anomalia::tickets::store::NewTicket;
use anomalia::tickets::ticket::Wish;
use proptest::test_runner::{RngAlgorithm, TestRng};
use serde_json::{Value, json};

use crate::house::{House, Visitor, on_both};

const CHANGES: usize = 10_000;
/// So many of them in one transaction.
const TOGETHER: usize = 50;
/// So often all is counted by hand.
const COUNTED: usize = 2_000;

/// Chance that repeats.
struct Chance(TestRng);

impl Chance {
    fn new(seed: u8) -> Self {
        Self(TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]))
    }

    fn below(&mut self, n: usize) -> usize {
        use proptest::prelude::Rng;
        (self.0.next_u64() % n.max(1) as u64) as usize
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let at = self.below(list.len());
        list.get(at)
    }
}

/// What the changes have made so far.
#[derive(Default)]
struct Made {
    concerts: Vec<String>,
    fans: Vec<String>,
    tickets: Vec<(String, String)>,
    scans: Vec<(String, Value)>,
    batches: Vec<String>,
}

async fn rows(house: &House, sql: &str) -> Vec<Vec<String>> {
    house.all(sql).await.into_iter().map(|row| row.split('|').map(str::to_owned).collect()).collect()
}

/// All histories, counted here from raw rows, without the statement that keeps them.
async fn by_hand(house: &House) -> BTreeSet<String> {
    let concerts = rows(
        house,
        "select c.id || '|' || c.doors_at || '|' || x.city || '|' || coalesce(c.cancelled_at, '')
        from concert c join venue x on x.id = c.venue_id",
    )
    .await;
    let concerts: BTreeMap<String, (String, String, bool)> =
        concerts.into_iter().map(|row| (row[0].clone(), (row[1].clone(), row[2].clone(), row[3].is_empty()))).collect();
    let tickets = rows(
        house,
        "select id || '|' || fan_id || '|' || concert_id || '|' || method || '|'
        || coalesce(voided_at, '') || coalesce(replaced_at, '') from ticket",
    )
    .await;
    let entered: BTreeSet<String> = house
        .all("select ticket_id from admission where coalesce(ended_kind, '') <> 'undo'")
        .await
        .into_iter()
        .collect();
    let mut came: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut held: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut stand, mut given): (BTreeMap<String, i64>, BTreeMap<String, i64>) = Default::default();
    let mut of_ticket = BTreeMap::new();
    for row in &tickets {
        let (ticket, fan, concert) = (&row[0], &row[1], &row[2]);
        of_ticket.insert(ticket.clone(), fan.clone());
        let goes_on = concerts[concert].2;
        if goes_on && entered.contains(ticket) {
            came.entry(fan.clone()).or_default().insert(concert.clone());
        }
        if goes_on && row[4].is_empty() {
            held.entry(fan.clone()).or_default().insert(concert.clone());
            *stand.entry(fan.clone()).or_default() += 1;
            *given.entry(fan.clone()).or_default() += i64::from(row[3] == "courtesy");
        }
    }
    for row in rows(house, "select fan_id || '|' || concert_id from presence").await {
        if concerts[&row[1]].2 {
            came.entry(row[0].clone()).or_default().insert(row[1].clone());
        }
    }
    let mut paid: BTreeMap<String, i64> = BTreeMap::new();
    for row in rows(house, "select ticket_id || '|' || amount_cents from payment").await {
        *paid.entry(of_ticket[&row[0]].clone()).or_default() += row[1].parse::<i64>().expect("cents");
    }
    let fans = rows(
        house,
        "select id || '|' || coalesce(birth_date, cast(birth_year as text), '') || '|'
        || coalesce(found_by, '') from fan where merged_into is null and erased_at is null",
    )
    .await;
    let history = |row: &Vec<String>| {
        let none = BTreeSet::new();
        let (came, held) = (came.get(&row[0]).unwrap_or(&none), held.get(&row[0]).unwrap_or(&none));
        let mut nights: Vec<_> =
            came.iter().map(|id| (concerts[id].0.clone(), id.clone(), concerts[id].1.clone())).collect();
        nights.sort();
        let mut cities: BTreeMap<&str, (usize, &str, &str)> = BTreeMap::new();
        for (doors, _, city) in &nights {
            let known = cities.entry(city).or_insert((0, doors, doors));
            *known = (known.0 + 1, known.1, doors);
        }
        let home = cities.iter().max_by(|a, b| (a.1.0, a.1.2).cmp(&(b.1.0, b.1.2)).then(b.0.cmp(a.0)));
        let (city, (times, since, _)) = home.map_or(("", (0, "", "")), |(city, known)| (*city, *known));
        let end =
            |night: Option<&(String, String, String)>| night.map_or(String::new(), |it| format!("{} {}", it.1, it.0));
        let birthday = row[1].get(5..).unwrap_or_default();
        format!(
            "{}|{}|{birthday}|{}|{city}|{times}|{since}|{}|{}|{}|{}|{}|{}|{}|{}",
            row[0],
            row[1],
            row[2],
            held.len(),
            held.intersection(came).count(),
            came.len(),
            end(nights.first()),
            end(nights.last()),
            stand.get(&row[0]).unwrap_or(&0),
            given.get(&row[0]).unwrap_or(&0),
            paid.get(&row[0]).unwrap_or(&0)
        )
    };
    fans.iter().map(history).collect()
}

const KEPT: &str = "select fan_id || '|' || born || '|' || birthday || '|' || found_by || '|' || city || '|' || city_came || '|'
    || coalesce(city_since, '') || '|' || concerts || '|' || kept || '|' || came || '|'
    || coalesce(first_concert || ' ' || first_at, '') || '|' || coalesce(last_concert || ' ' || last_at, '') || '|' || tickets
    || '|' || courtesies || '|' || paid_cents from fan_history";

async fn agree(house: &House) {
    let kept: BTreeSet<String> = house.all(KEPT).await.into_iter().collect();
    let counted = by_hand(house).await;
    let apart: Vec<_> = kept.symmetric_difference(&counted).take(4).collect();
    assert!(apart.is_empty(), "kept {}, counted {}: {apart:#?}", kept.len(), counted.len());
    let mut groups: BTreeMap<String, i64> = BTreeMap::new();
    for row in &counted {
        let part: Vec<&str> = row.split('|').collect();
        let came = match part[9].parse().expect("a number") {
            0 => continue,
            3 | 4 => 3,
            came => 5.min(came),
        };
        let group = format!("{}|{}|{}|{came}", part[1].get(..7).unwrap_or(part[1]), part[3], part[4]);
        *groups.entry(group).or_default() += 1;
    }
    let counted: BTreeSet<String> = groups.into_iter().map(|(group, fans)| format!("{group}|{fans}")).collect();
    let sql = "select born || '|' || found_by || '|' || city || '|' || came || '|' || fans from audience";
    assert_eq!(house.all(sql).await.into_iter().collect::<BTreeSet<_>>(), counted, "the audience");
    assert_eq!(fans::store::list::count(&house.app.db).await.expect("a count"), kept.len() as i64);
    let mut connection = house.app.db.read().acquire().await.expect("a reader");
    assert_eq!(history::differences(&mut connection).await.expect("compared"), (0, 0));
}

/// Who is in each segment, looked at change by change, is who is in it when everybody is looked at.
async fn segments_agree(house: &House) {
    let look = async || {
        let today = house.now()[..10].parse().expect("a day");
        segments::refresh(&house.app.db, today, "2027-01-01T00:00:00.000Z", &house.now()).await.expect("counted");
        let members = house.all("select segment_id || ' ' || fan_id from segment_fan order by 1").await;
        (members, house.all("select id || ' ' || fans from segment order by 1").await)
    };
    let by_change = look().await;
    assert!(by_change.1.iter().any(|it| !it.ends_with(" 0")), "somebody is in one: {:?}", by_change.1);
    house.write("update segment set counted_for = null").await;
    assert_eq!(look().await, by_change);
}

/// Who may be written to, and who waits for it, is what raw rows say; whoever is no more is in no batch.
async fn messages_agree(house: &House, made: &Made) {
    let set = async |sql: &str| house.all(sql).await.into_iter().collect::<BTreeSet<String>>();
    let willing = set("select id from fan where phone is not null and merged_into is null and erased_at is null
           and id in (select fan_id from consent where purpose = 'news' and withdrawn_at is null)")
    .await;
    let holds =
        set("select concert_id || ' ' || fan_id from ticket where voided_at is null and replaced_at is null").await;
    let drawn =
        set("select b.concert_id || ' ' || m.fan_id from message m join message_batch b on b.id = m.batch_id").await;
    let members = set("select segment_id || ' ' || fan_id from segment_fan").await;
    let mut connection = house.app.db.read().acquire().await.expect("a reader");
    let mut most = 0;
    for segment in 1..=6 {
        let segment = format!("{segment:026}");
        let inside = members.iter().filter_map(|it| it.strip_prefix(&format!("{segment} ")));
        let inside: Vec<&str> = inside.filter(|fan| willing.contains(*fan)).collect();
        for concert in &made.concerts {
            let free = |fan: &&&str| {
                let key = format!("{concert} {fan}");
                !holds.contains(&key) && !drawn.contains(&key)
            };
            let counted: Vec<&str> = inside.iter().filter(free).copied().collect();
            let said = messages::store::reachable(&mut connection, &segment, concert).await.expect("an answer");
            assert_eq!(said, counted);
            most = most.max(said.len());
        }
    }
    assert!(most > 0, "somebody may be written to");
    for batch in &made.batches {
        let all = rows(
            house,
            &format!(
                "select m.fan_id || '|' || b.concert_id || '|' || m.part || '|' || coalesce(m.sent_at, m.skipped_at, '')
                 from message m join message_batch b on b.id = m.batch_id where b.id = '{batch}'"
            ),
        )
        .await;
        let waits = |row: &&Vec<String>| {
            let free = willing.contains(&row[0]) && !holds.contains(&format!("{} {}", row[1], row[0]));
            row[2] == "write" && row[3].is_empty() && free
        };
        let said = messages::store::get(&mut connection, batch).await.expect("an answer").expect("a batch");
        assert_eq!(said.waiting, all.iter().filter(waits).count() as i64);
        assert_eq!(said.compared, all.iter().filter(|row| row[2] == "compare").count() as i64);
    }
    let gone = "select count(*) from message m join fan f on f.id = m.fan_id where f.merged_into is not null";
    assert_eq!(house.one(gone).await, "0");
}

async fn concert(house: &House, admin: &Visitor, nth: usize) -> String {
    let day = format!("2026-12-{:02}", 2 + nth);
    let city = if nth % 3 == 2 { "Monterrey" } else { "Ciudad de México" };
    let venue = format!("Sala {nth}");
    let changes = [("day", day.as_str()), ("venue_name", &venue), ("venue_city", city), ("capacity", "5000")];
    let made = admin.concert(&changes).await;
    let open =
        format!("update concert set reentry_from = '2026-01-01T00:00:00.000Z' where id = '{made}' and {nth} % 2 = 0");
    house.write(&open).await;
    made
}

/// One change by chance.
async fn change(house: &House, chance: &mut Chance, made: &mut Made, account: &str, tx: &mut anomalia::base::db::Tx) {
    let now = house.now();
    let what = chance.below(100);
    let fan = chance.of(&made.fans).cloned();
    let ticket = chance.of(&made.tickets).cloned();
    match (what, fan, ticket) {
        (0..14, _, _) | (_, None, _) => {
            let form = FanForm {
                name: format!("Fan {}", made.fans.len()),
                age: ["", "20", "34"][chance.below(3)].to_owned(),
                birthday: ["", "", "1996-02-29", "2001-11-05"][chance.below(4)].to_owned(),
                found_by: ["", "friend", "radio"][chance.below(3)].to_owned(),
                phone: ["", "+52 55 1234 "][chance.below(2)].to_owned(),
                news: ["", "1"][chance.below(2)].to_owned(),
                news_how: "in_person".to_owned(),
                ..FanForm::default()
            };
            let form = match &*form.phone {
                "" => FanForm { news: String::new(), ..form },
                begun => FanForm { phone: format!("{begun}{:04}", made.fans.len()), ..form },
            };
            let new = form.check("2026-11-20".parse().expect("a day")).expect("a fan");
            let id = house.id();
            fans::store::add(tx, &id, &new, None, &now).await.expect("added");
            made.fans.push(id);
        }
        (14..20, Some(fan), _) => {
            let form = FanForm { name: "Otra".to_owned(), birthday: "1990-03-03".to_owned(), ..FanForm::default() };
            let new = form.check("2026-11-20".parse().expect("a day")).expect("a fan");
            fans::store::edit(tx, &fan, &new, &now).await.expect("edited");
        }
        (20..50, Some(fan), _) => {
            let Some(concert) = chance.of(&made.concerts) else { return };
            let Some(fan) = fans::store::present(tx, &fan).await.expect("an answer") else { return };
            let concert = concerts::store::get(tx, concert).await.expect("an answer").expect("a concert");
            let method = [Method::Cash, Method::Spei, Method::Courtesy][chance.below(3)];
            let wish = Wish {
                method,
                price_name: "Preventa".to_owned(),
                price_cents: if method == Method::Courtesy { 0 } else { 20_000 },
                paid: false,
                admits: 1 + chance.below(3) as i64,
                note: None,
            };
            let new = NewTicket::of(&concert, fan.id, &wish, None, account, house.app.clock.now());
            let made_now = (new.id.clone(), new.concert_id.clone());
            if tickets::store::issue(tx, new).await.expect("an answer").is_ok() {
                made.tickets.push(made_now);
            }
        }
        (50..60, _, Some((ticket, concert))) => {
            let id = house.id();
            let paid = NewPayment {
                id: &id,
                concert: &concert,
                ticket: &ticket,
                amount_cents: 5_000 + chance.below(20_000) as i64,
                currency: "MXN",
                method: Method::Cash,
                now: &now,
                account: Some(account),
                refund_of: None,
                note: None,
            };
            tickets::store::pay(tx, &paid).await.expect("an answer");
        }
        (60..64, _, Some((ticket, _))) => {
            let paid = anomalia::payments::store::of_ticket(tx, &ticket).await.expect("payments");
            if let Some(paid) = paid.first() {
                tickets::store::refund(tx, &ticket, &paid.id, &house.id(), account, &now).await.expect("an answer");
            }
        }
        (64..70, _, Some((ticket, _))) => {
            tickets::store::void(tx, &ticket, None, account, &now).await.expect("an answer");
        }
        (70..74, Some(fan), Some((_, concert))) => {
            let there = fans::store::hold(tx, &fan).await.expect("an answer");
            if there {
                join::store::night::is_here(tx, &concert, &fan, None, &now).await.expect("an answer");
            }
        }
        (74..76, Some(fan), _) => {
            let hooks = house.app.part::<fans::hooks::Hooks>();
            let into = chance.of(&made.fans).cloned().expect("a fan");
            fans::store::merge::merge(tx, hooks, &fan, &into, &now).await.expect("an answer");
        }
        (76, Some(fan), _) => {
            let hooks = house.app.part::<fans::hooks::Hooks>();
            fans::store::merge::erase(tx, hooks, &fan, &now).await.expect("an answer");
        }
        (77, _, _) if chance.below(40) == 0 => {
            let (Some(concert), hooks) = (chance.of(&made.concerts), house.app.part::<concerts::hooks::Hooks>()) else {
                return;
            };
            concerts::store::cancel(tx, concert, &now).await.expect("an answer");
            if chance.below(2) == 0 {
                (hooks.void_tickets)(tx, concert, account, &now).await.expect("voided");
            }
            (hooks.changed)(tx, concert).await.expect("told");
        }
        (78, _, Some((_, concert))) => {
            let segment = format!("{:026}", 1 + chance.below(6));
            let fans = messages::store::reachable(tx, &segment, &concert).await.expect("an answer");
            let compared = chance.below(fans.len());
            let (id, segment_name, body) = (house.id(), "x", "x");
            let new =
                NewBatch { id: &id, concert: &concert, segment: &segment, segment_name, body, account, now: &now };
            if !fans.is_empty() {
                messages::store::add(tx, &new, &fans, compared).await.expect("added");
                made.batches.push(id);
            }
        }
        (79..82, _, _) => {
            let Some(batch) = chance.of(&made.batches) else { return };
            if let Some(next) = messages::store::next(tx, batch, &now).await.expect("an answer") {
                let sent = (chance.below(4) > 0).then_some(());
                assert!(messages::store::mark(tx, batch, &next.fan_id, sent, account, &now).await.expect("marked"));
            }
        }
        (_, _, Some((ticket, concert))) => {
            let before = made.scans.iter().rev().find(|(_, scan)| scan["ticket_id"] == ticket.as_str());
            let undone = before.filter(|_| what > 92).map(|(_, scan)| scan["id"].clone());
            let kind = if undone.is_some() {
                "undo"
            } else if what > 90 {
                "exit"
            } else {
                "entry"
            };
            let scan = json!({
                "id": house.id(), "kind": kind, "source": "list", "code": null, "ticket_id": ticket, "happened_at": now,
                "phone_verdict": null, "takes_back": undone, "seq": 1,
            });
            made.scans.push((concert, scan));
        }
        _ => {}
    }
}

#[tokio::test]
async fn the_histories_equal_a_recount_from_raw_tables_after_ten_thousand_random_changes() {
    on_both(async |house| {
        let admin = house.admin().await;
        let account = house.one("select id from account").await;
        let (mut chance, mut made) = (Chance::new(7), Made::default());
        for nth in 0..10 {
            made.concerts.push(concert(house, &admin, nth).await);
        }
        let mut sent = 0;
        for round in 0..CHANGES / TOGETHER {
            let mut tx = house.app.db.write().await.expect("a write");
            for _ in 0..TOGETHER {
                change(house, &mut chance, &mut made, &account, &mut tx).await;
            }
            tx.commit().await.expect("committed");
            let mut by_concert: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
            for (concert, scan) in &made.scans[sent..] {
                by_concert.entry(concert).or_default().push(scan.clone());
            }
            for (concert, scans) in by_concert {
                house.scans(&admin, concert, &scans).await;
            }
            sent = made.scans.len();
            if ((round + 1) * TOGETHER).is_multiple_of(COUNTED) {
                agree(house).await;
                segments_agree(house).await;
                messages_agree(house, &made).await;
            }
        }
        // It was no idle run: many came, some more than once, some were taken back, merged and erased.
        let said = house
            .all(
                "select count(*) from fan_history where came > 2
            union all select count(*) from admission where ended_kind = 'undo'
            union all select count(*) from fan where merged_into is not null
            union all select count(*) from fan where erased_at is not null
            union all select count(*) from ticket where voided_at is not null
            union all select count(*) from concert where cancelled_at is not null
            union all select count(*) from message where sent_at is not null
            union all select count(*) from message where skipped_at is not null",
            )
            .await;
        assert!(said.iter().all(|count| count != "0"), "{said:?}");
        // And a rebuild gives the same once more; a row that was tampered with is found.
        let mut tx = house.app.db.write().await.expect("a write");
        history::rebuild(&mut tx, &house.now()).await.expect("rebuilt");
        tx.commit().await.expect("committed");
        agree(house).await;
        house
            .write("update fan_history set came = came + 1 where fan_id = (select min(fan_id) from fan_history)")
            .await;
        let mut connection = house.app.db.read().acquire().await.expect("a reader");
        assert_eq!(history::differences(&mut connection).await.expect("compared").0, 1);
    })
    .await;
}

#[tokio::test]
async fn a_venue_in_another_city_and_a_concert_on_another_day_move_what_fans_did() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ana = house.ticket(&admin, &concert, "Ana Ruiz", &[]).await;
        house.clock("2026-11-29T02:30:00Z");
        house.scan(&admin, &concert, &ana.code).await;
        assert_eq!(
            house.one("select city || ' ' || last_at from fan_history").await,
            "Ciudad de México 2026-11-29T02:00:00.000Z"
        );
        let venue = house.one("select venue_id from concert").await;
        let fields = [
            ("name", "Sótano Ámbar"),
            ("address", "Calle Sin Nombre 91"),
            ("city", "Toluca"),
            ("timezone", "America/Mexico_City"),
        ];
        admin.post(&format!("/venues/{venue}/edit"), &fields).await.to(&format!("/venues/{venue}"));
        assert_eq!(house.one("select city from fan_history").await, "Toluca");
    })
    .await;
}

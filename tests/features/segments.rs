//! Segments and the messages to them: rules, who is in, what keeps it true, whom may be written to, whether it worked.

use anomalia::fans::store::segments;

use crate::house::{House, Visitor, on_both};

/// Seven shows that were, in one city, and one to come; the last was a week ago.
async fn shows(house: &House, admin: &Visitor) -> Vec<String> {
    let mut shows = Vec::new();
    for (nth, day) in ["05-02", "06-06", "07-04", "08-01", "09-05", "10-03", "11-21", "12-12"].iter().enumerate() {
        let (venue, day) = (format!("Sala {nth}"), format!("2026-{day}"));
        let made = admin
            .concert(&[
                ("venue_name", &venue),
                ("title", &format!("Tocada {nth}")),
                ("day", "2026-12-20"),
                ("price_until", ""),
            ])
            .await;
        house
            .write(&format!(
                "update concert set day = '{day}', doors_at = '{day}T20:00:00.000Z', starts_at = '{day}T21:00:00.000Z'
                 where id = '{made}'"
            ))
            .await;
        shows.push(made);
    }
    shows
}

/// A fan who had a ticket for `held` and came to `came` of those shows.
async fn fan(
    house: &House,
    admin: &Visitor,
    shows: &[String],
    name: &str,
    more: &[(&str, &str)],
    held: &[usize],
    came: &[usize],
) -> String {
    let fan = admin.fan(name, more).await;
    for show in held {
        let ticket = house
            .ticket(
                admin,
                &shows[*show],
                "",
                &[("fan_id", &fan), ("price", &house.price(&shows[*show], "Taquilla").await)],
            )
            .await;
        if came.contains(show) {
            let now = house.now();
            house
                .write(&format!(
                    "insert into scan (id, concert_id, ticket_id, door, kind, source, seq, happened_at, received_at, verdict, answer)
                     values ('{0}', '{1}', '{2}', 'Puerta', 'entry', 'camera', 1, '{now}', '{now}', 'admitted', '{{}}')",
                    ticket.id, shows[*show], ticket.id
                ))
                .await;
            house
                .write(&format!(
                    "insert into admission (ticket_id, nth, scan_id, concert_id, admitted_at)
                     values ('{0}', 1, '{0}', '{1}', '{now}')",
                    ticket.id, shows[*show]
                ))
                .await;
        }
    }
    house.write(&format!("insert into history_due (fan_id, mark) values ('{fan}', 'told')")).await;
    fan
}

async fn members(house: &House, name: &str) -> Vec<String> {
    house
        .all(&format!(
            "select f.name from segment s join segment_fan m on m.segment_id = s.id join fan f on f.id = m.fan_id
             where s.name = '{name}' order by f.name"
        ))
        .await
}

const NEWS: [(&str, &str); 2] = [("news", "1"), ("news_how", "in_person")];

#[tokio::test]
async fn loyalty_is_counted_in_shows_with_its_movement_since_the_last_on_both_engines() {
    on_both(async |house| {
        let admin = house.admin().await;
        let shows = shows(house, &admin).await;
        // Seven shows: 0 to 6; 7 is to come.
        fan(house, &admin, &shows, "Fiel", &[], &[1, 3, 5, 6], &[1, 3, 5, 6]).await;
        fan(house, &admin, &shows, "Nueva", &[], &[6], &[6]).await;
        fan(house, &admin, &shows, "De antes", &[], &[5], &[5]).await;
        fan(house, &admin, &shows, "Se va", &[], &[1, 3], &[1, 3]).await;
        fan(house, &admin, &shows, "Promete", &[], &[2, 4, 7], &[]).await;
        fan(house, &admin, &shows, "Perdida", &[], &[0], &[0]).await;
        fan(house, &admin, &shows, "Cumple", &[("birthday", "1990-11-03")], &[], &[]).await;
        house.clock("2026-11-28T18:00:00Z");
        let page = admin.get("/insights/loyalty").await.ok();
        page.says("Lealtad, en conciertos").says("Hay un fan fiel");
        assert_eq!(members(house, "Fieles").await, ["Fiel"]);
        assert_eq!(members(house, "Nuevos").await, ["De antes", "Nueva"]);
        assert_eq!(members(house, "Se nos van").await, ["Se va"]);
        assert_eq!(members(house, "Prometen y no llegan").await, ["Promete"]);
        assert_eq!(members(house, "Perdidos").await, ["Perdida"]);
        assert_eq!(members(house, "Cumplen este mes").await, ["Cumple"]);
        // Before the last: Fiel had come to three of five since her first; Nueva wasn't there yet; Se va had missed two only;
        // Perdida had missed five.
        let before = "select kind || ' ' || fans || ' ' || fans_before from segment where kind is not null order by id";
        assert_eq!(
            house.all(before).await,
            ["faithful 1 1", "new 2 1", "leaving 1 0", "promising 1 1", "lost 1 0", "birthday 1 1"]
        );
        let csv = admin.get("/insights/loyalty/loyalty.csv").await.ok().text();
        assert!(csv.contains("\"Se nos van\",\"1\",\"0\",\"1\""), "{csv}");
    })
    .await;
}

fn rules<'a>(name: &'a str, rules: &[(&'a str, &'a str, &'a str, &'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("name", name)];
    for (group, fact, how, value, not) in rules {
        fields.extend([("group", *group), ("fact", *fact), ("how", *how), ("value", *value), ("not", *not)]);
    }
    fields.push(("did", "save"));
    fields
}

#[tokio::test]
async fn a_segment_of_the_band_s_own_stays_true_as_fans_change() {
    on_both(async |house| {
        let admin = house.admin().await;
        let shows = shows(house, &admin).await;
        let ana = fan(
            house,
            &admin,
            &shows,
            "Ana",
            &[("phone", "55 1234 5601"), ("age", "30"), NEWS[0], NEWS[1]],
            &[0, 6],
            &[0, 6],
        )
        .await;
        fan(house, &admin, &shows, "Beto", &[("age", "30")], &[6], &[6]).await;
        fan(house, &admin, &shows, "Caro", &[], &[0, 5], &[0, 5]).await;
        // Bad input keeps what was typed.
        let wrong = admin.post("/segments", &rules("", &[("0", "came", "least", "dos", "")])).await.is(422);
        wrong.says("Ponle un nombre").says("value=\"dos\"");
        admin.post("/segments", &[("name", "Vacío"), ("did", "save")]).await.is(422);
        // A rule is added without script, and nothing is kept yet.
        let added = admin.post("/segments", &[("name", "Dos veces"), ("new", "came"), ("did", "add")]).await.ok();
        added.says("Dos veces").says("Conciertos a los que vino");
        // Came twice or more and is 30, or came to the last show: and in either case isn't Caro's unknown age.
        let to = shows[6].as_str();
        let made = admin
            .post(
                "/segments",
                &rules(
                    "Dos veces",
                    &[
                        ("0", "came", "least", "2", ""),
                        ("0", "age", "exactly", "30", ""),
                        ("1", "came_to", "is", to, ""),
                        ("1", "age", "least", "18", "1"),
                    ],
                ),
            )
            .await;
        let here = made.location().to_owned();
        let page = admin.get(&here).await.ok();
        page.says("Dos veces").says("Ana").says("al menos 2").says("no: Edad: al menos 18").hides("Beto").hides("Caro");
        admin
            .post("/segments", &rules("dos  veces", &[("0", "news", "is", "", "")]))
            .await
            .is(422)
            .says("Ya hay un segmento");
        // Beto comes again: he is in with the next look.
        let beto = house.one("select id from fan where name = 'Beto'").await;
        let again = house
            .ticket(&admin, &shows[5], "", &[("fan_id", &beto), ("price", &house.price(&shows[5], "Taquilla").await)])
            .await;
        house.scan(&admin, &shows[5], &again.code).await;
        admin.get(&here).await.ok().says("Beto");
        let csv = admin.get(&format!("/fans.csv?segment={}", &here["/segments/".len()..])).await.ok().text();
        assert!(csv.contains("Ana") && csv.contains("Beto") && !csv.contains("Caro"), "{csv}");
        // Whoever is erased is in none, and the count says so.
        admin.post(&format!("/fans/{ana}/erase"), &[]).await.to("/fans");
        admin.get(&here).await.ok().hides("Ana<").says("Beto");
        assert_eq!(house.one("select fans from segment where name = 'Dos veces'").await, "1");
        // The rules change, and who is in with them; ours can't be changed.
        admin.post(&format!("{here}/edit"), &rules("Todos", &[("0", "came", "least", "1", "")])).await.to(&here);
        admin.get(&here).await.ok().says("Caro").says("Beto");
        let ours = house.one("select id from segment where kind = 'lost'").await;
        admin.get(&format!("/segments/{ours}/edit")).await.is(404);
        admin.post(&format!("/segments/{ours}/remove"), &[]).await.is(404);
        admin.post(&format!("{here}/remove"), &[]).await.to("/segments");
        admin.get(&here).await.is(404);
    })
    .await;
}

#[tokio::test]
async fn a_message_goes_to_who_agreed_and_some_are_left_out_to_compare_with() {
    on_both(async |house| {
        let admin = house.admin().await;
        let shows = shows(house, &admin).await;
        for nth in 0..10 {
            let phone = format!("55 1234 56{nth:02}");
            fan(house, &admin, &shows, &format!("Fan {nth}"), &[("phone", &phone), NEWS[0], NEWS[1]], &[6], &[6]).await;
        }
        fan(house, &admin, &shows, "Sin permiso", &[("phone", "55 1234 5690")], &[6], &[6]).await;
        fan(house, &admin, &shows, "Sin teléfono", &NEWS, &[6], &[6]).await;
        fan(house, &admin, &shows, "Ya tiene", &[("phone", "55 1234 5691"), NEWS[0], NEWS[1]], &[6, 7], &[6]).await;
        house.clock("2026-11-28T18:00:00Z");
        admin.get("/segments").await.ok();
        let new = house.one("select id from segment where kind = 'new'").await;
        let page = admin.get(&format!("/messages/new?segment={new}")).await.ok();
        page.says("a 10 se les puede escribir").says("Hola {nombre}");
        admin.post("/messages", &[("segment", &new), ("concert", &shows[7]), ("body", " "), ("share", "50")]).await.is(422);
        let fields = [("segment", &*new), ("concert", &*shows[7]), ("body", "Hola {nombre}, ¿vienes?"), ("share", "50")];
        let batch = admin.post("/messages", &fields).await.location().to_owned();
        assert_eq!(
            house.all("select part || ' ' || count(*) from message group by part order by part").await,
            ["compare 5", "write 5"]
        );
        let bought = "select count(*) from message m join fan f on f.id = m.fan_id where f.name not like 'Fan %'";
        assert_eq!(house.one(bought).await, "0", "no consent, no telephone, or a ticket: not written to");
        // One after the other; who stopped news meanwhile is passed over.
        let first = admin.get(&batch).await.ok().says("wa.me/52551234").says("responde BAJA");
        let who = first.between("name=\"fan\" value=\"", "\"");
        admin.post(&batch, &[("fan", &who), ("did", "sent")]).await.to(&batch);
        let second = admin.get(&batch).await.ok().between("name=\"fan\" value=\"", "\"");
        assert_ne!(second, who);
        admin.post(&format!("/fans/{second}/consent"), &[("news", "")]).await;
        house.write(&format!("update consent set withdrawn_at = '{}' where fan_id = '{second}'", house.now())).await;
        assert_ne!(admin.get(&batch).await.ok().between("name=\"fan\" value=\"", "\""), second);
        // All are done; three of those written to come, one of the others does.
        house
            .write("update message set sent_at = '2026-11-28T18:00:00.000Z', sent_by = (select min(id) from account) where part = 'write'")
            .await;
        house.clock("2026-11-29T18:00:00Z");
        for (part, many) in [("write", 3), ("compare", 1)] {
            let fans = house.all(&format!("select fan_id from message where part = '{part}' order by place limit {many}")).await;
            for fan in fans {
                let price = house.price(&shows[7], "Taquilla").await;
                let ticket = house.ticket(&admin, &shows[7], "", &[("fan_id", &fan), ("price", &price)]).await;
                house.scan(&admin, &shows[7], &ticket.code).await;
            }
        }
        house.clock("2026-12-13T18:00:00Z");
        let page = admin.get("/insights/worked").await.ok();
        page.says("No se puede decir").says("números chicos");
        let csv = admin.get("/insights/worked/worked.csv").await.ok().text();
        assert!(csv.contains("\"Les tocaba mensaje\",\"5\",\"3\",\"3\"") && csv.contains("\"Para comparar\",\"5\",\"1\",\"1\""), "{csv}");
        house.nobody().get(&batch).await.refused();
    })
    .await;
}

#[tokio::test]
async fn a_look_at_segments_reads_only_fans_who_changed() {
    on_both(async |house| {
        let admin = house.admin().await;
        let shows = shows(house, &admin).await;
        for nth in 0..5 {
            fan(house, &admin, &shows, &format!("Fan {nth}"), &[], &[6], &[6]).await;
        }
        house.clock("2026-11-28T18:00:00Z");
        admin.get("/segments").await.ok();
        let look = async || {
            anomalia::fans::store::history::settle(&house.app.db, &house.now()).await.expect("counted");
            let until = "2026-11-28T06:00:00.000Z";
            segments::refresh(&house.app.db, "2026-11-28".parse().expect("a day"), until, &house.now())
                .await
                .expect("counted")
        };
        look().await;
        assert_eq!(look().await, 0, "nobody changed");
        admin.fan("Otro", &[]).await;
        assert_eq!(look().await, 1);
    })
    .await;
}

#[tokio::test]
async fn nobody_is_in_two_batches_of_a_concert_and_none_goes_out_once_it_is_called_off() {
    on_both(async |house| {
        let admin = house.admin().await;
        let shows = shows(house, &admin).await;
        for nth in 0..3 {
            let phone = format!("55 1234 56{nth:02}");
            fan(house, &admin, &shows, &format!("Fan {nth}"), &[("phone", &phone), NEWS[0], NEWS[1]], &[6], &[6]).await;
        }
        house.clock("2026-11-28T18:00:00Z");
        admin.get("/segments").await.ok();
        let new = house.one("select id from segment where kind = 'new'").await;
        let fields =
            [("segment", &*new), ("concert", &*shows[7]), ("body", "Hola {nombre}: {concierto}"), ("share", "0")];
        admin.post("/messages", &[fields[0], fields[1], ("body", "Hola {nombr}"), fields[3]]).await.is(422);
        let batch = admin.post("/messages", &fields).await.location().to_owned();
        admin.get(&batch).await.ok().says("Hola Fan: Tocada 7");
        admin.post("/messages", &fields).await.is(422).says("A nadie de este segmento");
        assert_eq!(house.one("select count(*) from message").await, "3");
        let who = admin.get(&batch).await.ok().between("name=\"fan\" value=\"", "\"");
        admin.post(&batch, &[("fan", &who), ("did", "sent")]).await.to(&batch);
        // The same once more, as a second member would: said, and not counted twice.
        admin.post(&batch, &[("fan", &who), ("did", "skip")]).await.to(&batch);
        assert_eq!(house.one("select count(*) from message where sent_at is not null").await, "1");
        assert_eq!(house.one("select count(*) from message where skipped_at is not null").await, "0");
        house.write(&format!("update concert set cancelled_at = '{}' where id = '{}'", house.now(), shows[7])).await;
        admin.get(&batch).await.ok().says("nadie más se le escribe").hides("wa.me");
    })
    .await;
}

#[tokio::test]
async fn whoever_stopped_news_under_one_name_isn_t_written_to_under_the_other() {
    on_both(async |house| {
        let admin = house.admin().await;
        let one = admin.fan("Ana Ruiz", &[("phone", "55 1234 5601"), NEWS[0], NEWS[1]]).await;
        let other = admin.fan("Ana R.", &[("phone", "55 1234 5602"), NEWS[0], NEWS[1]]).await;
        house.clock("2026-11-21T18:00:00Z");
        let now = house.now();
        house
            .write(&format!("update consent set withdrawn_at = '{now}', withdrawn_how = 'link' where fan_id = '{one}'"))
            .await;
        let hooks = house.app.part::<anomalia::fans::hooks::Hooks>();
        let mut tx = house.app.db.write().await.expect("a write");
        anomalia::fans::store::merge::merge(&mut tx, hooks, &one, &other, &now).await.expect("merged").expect("a fan");
        tx.commit().await.expect("committed");
        let stands = "select count(*) from consent where purpose = 'news' and withdrawn_at is null";
        assert_eq!(house.one(stands).await, "0");
    })
    .await;
}

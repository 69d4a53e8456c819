//! A ticket found at the door and in the list: by all the words, by a short code as people read it, by number.

use crate::house::{Visitor, on_both};

/// The number of the tickets that the door's search finds, in its order.
async fn found(visitor: &Visitor, concert: &str, typed: &str) -> Vec<i64> {
    let typed = form_urlencoded::byte_serialize(typed.as_bytes()).collect::<String>();
    let answer = visitor.get(&format!("/door/{concert}/search?q={typed}")).await.ok().json();
    answer["tickets"].as_array().expect("tickets").iter().filter_map(|ticket| ticket["number"].as_i64()).collect()
}

#[tokio::test]
async fn all_the_words_are_looked_for_among_many_of_the_same_name() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[("capacity", "500")]).await;
        let price = house.price(&concert, "Cortesía").await;
        let letter = |nth: u8| char::from(b'a' + nth);
        let others = (0..150).map(|nth| format!("María Ab{}{}\n", letter(nth / 26), letter(nth % 26)));
        let pasted = others.chain(["María Zoé\n".to_owned()]).collect::<String>();
        let fields = [("concert", &*concert), ("pasted", &pasted), ("method", "courtesy"), ("price", &price)];
        let batch = admin.post("/tickets/list", &fields).await.ok().field("batch");
        admin.post("/tickets/list/confirm", &[fields.as_slice(), &[("batch", &batch)]].concat()).await.is(303);
        for typed in ["maría zoé", "zo mari", "MARIA ZOE"] {
            assert_eq!(found(&admin, &concert, typed).await, [151], "{typed}");
        }
        assert_eq!(found(&admin, &concert, "maria").await.len(), 20);
        assert_eq!(found(&admin, &concert, "maria nadie").await, Vec::<i64>::new());
        admin.get(&format!("/tickets?concert={concert}&q=mari+zo")).await.ok().says("María Zoé").hides("María Ab");
        admin.get("/tickets?q=mari+zo").await.ok().says("María Zoé").hides("María Ab");
    })
    .await;
}

#[tokio::test]
async fn a_short_code_is_forgiven_what_a_whole_one_is() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[]).await;
        house.ticket(&admin, &concert, "Beto", &[]).await;
        house.write(&format!("update ticket set code = '0A1B' || substr(code, 5) where id = '{}'", ticket.id)).await;
        for typed in ["0A1B", "oaib", " OAlB ", "OA-1B"] {
            assert_eq!(found(&admin, &concert, typed).await, [1], "{typed}");
        }
        for list in ["/tickets?q=OAIB".to_owned(), format!("/tickets?concert={concert}&q=oalb")] {
            admin.get(&list).await.ok().says(&ticket.id).hides("Beto</");
        }
    })
    .await;
}

#[tokio::test]
async fn a_ticket_s_number_stands_before_what_only_begins_like_it() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        house.ticket(&admin, &concert, "Zoila", &[]).await;
        for nth in 10..31 {
            let phone = format!("55123410{nth}");
            house.ticket(&admin, &concert, &format!("Ana {nth}"), &[("phone", &phone)]).await;
        }
        assert_eq!(found(&admin, &concert, "1").await.first(), Some(&1));
    })
    .await;
}

#[tokio::test]
async fn a_door_finds_nobody_by_an_e_mail() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let more = [("phone", "5512345678"), ("email", "gatita.azul@example.mx")];
        house.ticket(&admin, &concert, "Ana Ruiz", &more).await;
        assert_eq!(found(&admin, &concert, "gatita").await, Vec::<i64>::new());
        assert_eq!(found(&admin, &concert, "ana gatita").await, Vec::<i64>::new());
        assert_eq!(found(&admin, &concert, "ana 5678").await, [1]);
        assert_eq!(found(&admin, &concert, "ana 9999").await, Vec::<i64>::new());
    })
    .await;
}

#[tokio::test]
async fn people_are_found_by_what_they_are_called() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        for fan in ["José Luis Peña", "Pepe Grillo", "Guillermo Díaz", "María Guadalupe Soto", "Ana Pepa"] {
            house.ticket(&admin, &concert, fan, &[]).await;
        }
        assert_eq!(found(&admin, &concert, "Pepe").await, [1, 2]);
        assert_eq!(found(&admin, &concert, "jose").await, [1, 2], "and by the name whom everybody calls Pepe");
        assert_eq!(found(&admin, &concert, "memo").await, [3]);
        assert_eq!(found(&admin, &concert, "lupita soto").await, [4]);
        assert_eq!(found(&admin, &concert, "memo soto").await, Vec::<i64>::new());
    })
    .await;
}

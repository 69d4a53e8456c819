//! The door's plain form: no camera, no script.

use crate::door::NIGHT;
use crate::house::{House, Visitor, on_both};

async fn night(house: &House) -> (Visitor, String) {
    let admin = house.admin().await;
    let concert = admin.concert(&[]).await;
    (admin, concert)
}

#[tokio::test]
async fn another_code_on_a_restored_page_is_another_question() {
    on_both(async |house| {
        let (admin, concert) = night(house).await;
        let ana = house.ticket(&admin, &concert, "Ana Ruiz", &[]).await;
        let beto = house.ticket(&admin, &concert, "Beto Luna", &[]).await;
        house.clock(NIGHT);
        let request = admin.get("/scan").await.ok().field("request");
        let ask = async |code: &str| {
            let fields = [("concert", &*concert), ("request", &request), ("words", code)];
            admin.post("/scan", &fields).await.ok().says("verdict--admitted")
        };
        ask(&ana.code).await.says("Ana R");
        ask(&beto.code).await.says("Beto L").hides("Ana R");
        ask(&ana.code).await.says("Ana R");
        assert_eq!(house.one("select count(*) from admission").await, "2");
    })
    .await;
}

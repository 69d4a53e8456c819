//! Questions with parameters, kept for the band, remembered for who asked, drawn, as JSON, and made a segment.

use crate::house::{Process, Visitor, opened};

async fn some_fans(name: &str) -> (Process, Visitor) {
    let (program, member) = opened(name).await;
    for (fan, found) in [("Ana Ruiz", "friend"), ("Beto Luna", "friend"), ("Caro Vela", "radio")] {
        member.fan(fan, &[("found_by", found), ("age", "30")]).await;
    }
    (program, member)
}

#[tokio::test]
async fn a_parameter_becomes_a_field_and_its_value_can_do_no_harm() {
    let (program, member) = some_fans("consult-parameters").await;
    let sql = "select name from fans where name >= :since_name and age = :age order by name";
    // First its fields, and nothing is asked.
    let page = member.post("/consult", &[("sql", sql)]).await.ok();
    page.says("name=\"name\" value=\"since_name\"").says("id=\"p-age\"").hides("Ana Ruiz");
    let ask = async |since: &str, age: &str| {
        let fields = [("sql", sql), ("name", "since_name"), ("value", since), ("name", "age"), ("value", age)];
        member.post("/consult", &fields).await.ok()
    };
    ask("B", "30").await.says("Beto Luna").says("Caro Vela").hides("<td data-label=\"name\">Ana").says("value=\"30\"");
    ask("B' or 1=1 --", "30").await.says("Caro Vela").hides("<td data-label=\"name\">Ana");
    ask("", "30").await.says("Ninguna fila");
    let day = member.post("/consult", &[("sql", "select :since as d")]).await.ok();
    day.says("type=\"date\"");
    assert_eq!(program.sql("select count(*) from fan"), ["3"]);
}

#[tokio::test]
async fn a_question_is_kept_for_the_band_and_what_was_asked_for_who_asked() {
    let (program, member) = some_fans("consult-kept").await;
    let sql = "select found_by, count(*) as fans from fan group by found_by order by fans desc";
    member.post("/consult", &[("sql", sql)]).await.ok().says("<svg class=\"chart\"");
    member.post("/consult/kept", &[("sql", sql), ("title", ""), ("about", "x")]).await.is(422).says("Ponle un nombre");
    member.post("/consult/kept", &[("sql", "delete from fan"), ("title", "x")]).await.is(422);
    member
        .post("/consult/kept", &[("sql", sql), ("title", "De dónde"), ("about", "Cuántos por origen")])
        .await
        .to("/consult");
    let page = member.get("/consult").await.ok().says("De dónde").says("Cuántos por origen").says("Lo que preguntaste");
    let id = page.between("/consult?kept=", "\"");
    member.get(&format!("/consult?kept={id}")).await.ok().says("friend");
    // What one member asked is for nobody else.
    let asked = page.between("/consult?asked=", "\"");
    member.get(&format!("/consult?asked={asked}")).await.ok().says("group by found_by");
    assert_eq!(program.sql("select count(*) from question_asked"), ["1"]);
    let refused = member.post("/consult", &[("sql", "select sql from question_asked")]).await;
    refused.is(422);
    member.post(&format!("/consult/kept/{id}/forget"), &[]).await.to("/consult");
    member.get(&format!("/consult?kept={id}")).await.ok().hides("Cuántos por origen");
    program.nobody().post("/consult/kept", &[("sql", sql), ("title", "x")]).await.refused();
}

#[tokio::test]
async fn an_answer_is_taken_along_as_json_put_in_order_and_made_a_segment() {
    let (program, member) = some_fans("consult-json").await;
    let json = member
        .post("/consult.json", &[("sql", "select name, null as nada from fans order by name limit 1")])
        .await
        .ok();
    assert_eq!(json.json(), serde_json::json!([{ "name": "Ana Ruiz", "nada": null }]));
    let fields = [("sql", "SELECT name FROM fans WHERE age>20"), ("did", "format")];
    let page = member.post("/consult", &fields).await.ok();
    let put = page.hides("<td data-label=\"name\">").between("required>", "</textarea>");
    assert_eq!(put.replace("&#62;", ">"), "select\n  name\nfrom\n  fans\nwhere\n  age > 20");
    let sql = "select id as fan_id, name from fans where name < 'C'";
    let page = member.post("/consult", &[("sql", sql)]).await.ok().says("Hacer un segmento con estos 2 fans");
    let fans = page.between("name=\"fans\" value=\"", "\"");
    let form = member.post("/segments/listed", &[("fans", &fans)]).await.location().to_owned();
    let list = form.rsplit(':').next().expect("a list").to_owned();
    member.get(&form).await.ok().says("Está en una lista hecha a mano");
    let fields = [
        ("name", "A y B"),
        ("group", "0"),
        ("fact", "listed"),
        ("how", "is"),
        ("value", &*list),
        ("not", ""),
        ("did", "save"),
    ];
    let segment = member.post("/segments", &fields).await.location().to_owned();
    member.get(&segment).await.ok().says("Ana Ruiz").says("Beto Luna").hides("Caro Vela");
    // Whoever is merged is on the list as the one who stays; a question can use the segment.
    let (ana, caro) = (
        program.sql("select id from fan where name = 'Ana Ruiz'").remove(0),
        program.sql("select id from fan where name = 'Caro Vela'").remove(0),
    );
    member.post(&format!("/fans/{caro}/merge"), &[("other", &ana), ("sure", "1")]).await;
    let sql = "select f.name from segment s join segment_fan m on m.segment_id = s.id join fans f on f.id = m.fan_id where s.name = 'A y B' order by 1";
    member.get("/segments").await.ok();
    let page = member.post("/consult", &[("sql", sql)]).await.ok();
    page.says("Beto Luna");
    member.post("/segments/listed", &[("fans", "nobody")]).await.is(422);
}

#[tokio::test]
async fn a_slow_question_says_what_it_read_from_end_to_end() {
    let (_program, member) = some_fans("consult-slow").await;
    let sql =
        "with recursive n(x) as (select 1 union all select x + 1 from n where x < 3000000) select count(*) from n, fan";
    let page = member.post("/consult", &[("sql", sql)]).await;
    assert!(matches!(page.status, 200 | 422), "{}", page.short());
    assert!(page.text().contains("lee enter"), "{}", page.short());
}

//! What the door does when a fan is erased: the answers that it keeps for ever lose the name, and so do those that were
//! given for `Juan +1`.

use futures_util::future::BoxFuture;
use serde_json::json;

use crate::base::db::Tx;
use crate::base::text;
use crate::door::wire::Answer;

/// Takes the name out of every answer that was given for a fan's tickets, and for those of their companions,
/// who may have been called `Juan +1`.
pub fn on_erase<'a>(tx: &'a mut Tx, fan: &'a str, _now: &'a str) -> BoxFuture<'a, sqlx::Result<()>> {
    Box::pin(async move {
        let rows: Vec<(String, String, String)> = sqlx::query_as(
            "select s.id, s.answer, case when f.id = $1 then '' else f.name end as left_of
                 from fan f join ticket t on t.fan_id = f.id join scan s on s.ticket_id = t.id
                 where f.id = $1 or f.brought_by = $1",
        )
        .bind(fan)
        .fetch_all(&mut **tx)
        .await?;
        let nameless =
            json!(rows.iter().filter_map(|(id, answer, left)| nameless(id, answer, left)).collect::<Vec<_>>())
                .to_string();
        sqlx::query(
            "update scan set answer = n.answer
             from (select value ->> 'id' as id, value ->> 'answer' as answer from json_each(cast($1 as text))) n
             where scan.id = n.id",
        )
        .bind(nameless)
        .execute(&mut **tx)
        .await?;
        Ok(())
    })
}

fn nameless(id: &str, answer: &str, left: &str) -> Option<serde_json::Value> {
    let mut answer: Answer = serde_json::from_str(answer).ok()?;
    let ticket = answer.ticket.as_mut()?;
    (ticket.first_name, ticket.initial) = text::first_and_initial(left);
    Some(json!({ "id": id, "answer": serde_json::to_string(&answer).ok()? }))
}

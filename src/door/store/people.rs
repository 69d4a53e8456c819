//! What the door does when a fan is erased: the answers that it keeps for ever lose the name.

use futures_util::future::BoxFuture;
use serde_json::json;

use crate::base::db::Tx;
use crate::door::wire::Answer;

/// Takes the name out of every answer that was given for a fan's tickets.
pub fn on_erase<'a>(tx: &'a mut Tx, fan: &'a str, _now: &'a str) -> BoxFuture<'a, sqlx::Result<()>> {
    Box::pin(async move {
        let rows: Vec<(String, String)> =
            sqlx::query_as("select s.id, s.answer from scan s join ticket t on t.id = s.ticket_id where t.fan_id = $1")
                .bind(fan)
                .fetch_all(&mut **tx)
                .await?;
        let nameless =
            json!(rows.iter().filter_map(|(id, answer)| nameless(id, answer)).collect::<Vec<_>>()).to_string();
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

fn nameless(id: &str, answer: &str) -> Option<serde_json::Value> {
    let mut answer: Answer = serde_json::from_str(answer).ok()?;
    let ticket = answer.ticket.as_mut()?;
    (ticket.first_name, ticket.initial) = (String::new(), String::new());
    Some(json!({ "id": id, "answer": serde_json::to_string(&answer).ok()? }))
}

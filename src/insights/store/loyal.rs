//! Segments and messages, as the figures read them.

use sqlx::AnyConnection;

/// A segment with what is kept of it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Segment {
    pub id: String,
    pub name: String,
    pub kind: Option<String>,
    pub counted_at: Option<String>,
    pub fans: i64,
    pub fans_before: i64,
}

/// Ours in their order, then the band's own by name; at most 60.
pub async fn segments(connection: &mut AnyConnection) -> Result<Vec<Segment>, sqlx::Error> {
    sqlx::query_as(
        "select id, name, kind, counted_at, fans, fans_before from segment
         order by case when kind is null then 1 else 0 end, case when kind is null then name_folded else id end limit 60",
    )
    .fetch_all(connection)
    .await
}

/// What came of a batch of messages: of those whose turn it was, and of those who were left out to compare with, how many
/// there are, got a ticket after the batch was made, and came.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Worked {
    pub id: String,
    pub concert: String,
    pub day: String,
    pub doors_at: String,
    pub segment_name: String,
    pub kind: Option<String>,
    pub made_at: String,
    pub written: i64,
    pub written_tickets: i64,
    pub written_came: i64,
    pub compared: i64,
    pub compared_tickets: i64,
    pub compared_came: i64,
    /// Whose turn hasn't come.
    pub waiting: i64,
}

/// The latest batches; at most 12. Reads their messages, and those fans' tickets for that concert. Whoever
/// stands before the last that a member marked counts as written to, also who was left out, bought or stopped news before
/// their turn: the draw decided, nobody else.
pub async fn worked(connection: &mut AnyConnection) -> Result<Vec<Worked>, sqlx::Error> {
    sqlx::query_as(
        "select b.id, coalesce(c.title, v.name) as concert, c.day, c.doors_at, b.segment_name, b.made_at,
           (select g.kind from segment g join message_batch o on o.segment_id = g.id where o.id = b.id) as kind,
           cast(sum(case when x.part = 'write' and x.done = 1 then 1 else 0 end) as bigint) as written,
           cast(sum(case when x.part = 'write' and x.done = 1 then x.bought else 0 end) as bigint) as written_tickets,
           cast(sum(case when x.part = 'write' and x.done = 1 then x.came else 0 end) as bigint) as written_came,
           cast(sum(case when x.part = 'compare' then 1 else 0 end) as bigint) as compared,
           cast(sum(case when x.part = 'compare' then x.bought else 0 end) as bigint) as compared_tickets,
           cast(sum(case when x.part = 'compare' then x.came else 0 end) as bigint) as compared_came,
           cast(sum(case when x.part = 'write' and x.done = 0 then 1 else 0 end) as bigint) as waiting
         from (select id, concert_id, segment_name, made_at from message_batch order by made_at desc, id desc limit 12) b
           join (
             select m.batch_id, m.part, case when m.place <= coalesce((select max(r.place) from message r
                 where r.batch_id = m.batch_id and r.sent_by is not null), -1) then 1 else 0 end as done,
               case when exists (select 1 from ticket t join message_batch o on o.id = m.batch_id
                 where t.fan_id = m.fan_id and t.concert_id = o.concert_id and t.issued_at > o.made_at
                   and t.voided_at is null and t.replaced_at is null) then 1 else 0 end as bought,
               case when exists (select 1 from ticket t join message_batch o on o.id = m.batch_id
                   join admission a on a.ticket_id = t.id
                 where t.fan_id = m.fan_id and t.concert_id = o.concert_id and t.issued_at > o.made_at
                   and (a.ended_kind is null or a.ended_kind = 'exit')) then 1 else 0 end as came
             from message m
             where m.batch_id in (select id from message_batch order by made_at desc, id desc limit 12)) x on x.batch_id = b.id
           join concert c on c.id = b.concert_id join venue v on v.id = c.venue_id
         group by b.id, c.title, v.name, c.day, c.doors_at, b.segment_name, b.made_at
         order by b.made_at desc, b.id desc",
    )
    .fetch_all(connection)
    .await
}

//! What a door's tables hold of the past: put in at once, and counted anew.

use crate::base::db::Tx;
use crate::door::store::write;

/// Puts in many scans and admissions of the past (JSON rows whose keys are the columns), for the demo. The summaries
/// aren't touched: [`rebuild`] afterwards.
pub async fn add_many(tx: &mut Tx, scans: &str, admissions: &str) -> Result<(), sqlx::Error> {
    write::scans(scans.to_owned()).run(tx).await?;
    sqlx::query(
        "insert into admission (ticket_id, nth, scan_id, concert_id, admitted_at, ended_at, ended_by, ended_kind)
         select value ->> 'ticket_id', cast(value ->> 'nth' as bigint), value ->> 'scan_id', value ->> 'concert_id',
           value ->> 'admitted_at', value ->> 'ended_at', value ->> 'ended_by', value ->> 'ended_kind'
         from json_each(cast($1 as text))",
    )
    .bind(admissions)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Counts the summaries anew from the scans and admissions.
pub async fn rebuild(tx: &mut Tx) -> Result<(), sqlx::Error> {
    sqlx::query("delete from concert_attendance").execute(&mut **tx).await?;
    sqlx::query("delete from concert_arrival").execute(&mut **tx).await?;
    sqlx::query(
        "insert into concert_attendance (concert_id, tickets, entries, inside, refused, people)
         select s.concert_id, coalesce(a.tickets, 0), coalesce(a.entries, 0), coalesce(a.inside, 0), s.refused,
           coalesce(p.people, 0)
         from (select concert_id, cast(sum(case when coalesce(phone_verdict, verdict) in ('admitted', 'undone')
               or (kind = 'exit' and coalesce(phone_verdict, verdict) = 'exited') then 0 else 1 end) as bigint) as refused
             from scan group by concert_id) s
           left join (select concert_id, count(distinct ticket_id) as tickets, count(*) as entries,
               cast(sum(case when ended_at is null then 1 else 0 end) as bigint) as inside
             from admission where ended_kind is null or ended_kind = 'exit' group by concert_id) a
             on a.concert_id = s.concert_id
           left join (select n.concert_id,
               cast(sum(case when n.entries < n.admits then n.entries else n.admits end) as bigint) as people
             from (select a.concert_id, count(*) as entries, max(t.admits) as admits
                 from admission a join ticket t on t.id = a.ticket_id
                 where a.ended_kind is null or a.ended_kind = 'exit'
                 group by a.concert_id, a.ticket_id) n
             group by n.concert_id) p on p.concert_id = s.concert_id",
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "insert into concert_arrival (concert_id, minute, entries)
         select concert_id, substr(admitted_at, 1, 16), count(*) from admission
         where ended_kind is null or ended_kind = 'exit'
         group by concert_id, substr(admitted_at, 1, 16)",
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

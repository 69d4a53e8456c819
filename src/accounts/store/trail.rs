//! Who did what, as it is read: names of what still has one.

use sqlx::AnyConnection;

/// One thing that was done.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Deed {
    pub id: String,
    pub at: String,
    /// None at the terminal.
    pub username: Option<String>,
    pub did: String,
    pub subject: String,
    pub fan: Option<String>,
    pub concert: Option<String>,
    pub day: Option<String>,
    pub ticket: Option<i64>,
    pub venue: Option<String>,
    pub segment: Option<String>,
    /// A batch of messages, by whom it was for.
    pub batch: Option<String>,
    pub account: Option<String>,
}

macro_rules! deeds {
    ($where:literal) => {
        concat!(
            "select d.id, d.at, a.username, d.did, d.subject, f.name as fan,
               coalesce(c.title, v.name, tc.title, tv.name) as concert, coalesce(c.day, tc.day) as day, t.number as ticket,
               p.name as venue, s.name as segment, b.segment_name as batch, o.username as account
             from (select * from trail where ",
            $where,
            " order by at desc, id desc limit $2) d
               left join account a on a.id = d.account_id
               left join fan f on f.id = substr(d.subject, 1, 26) and f.erased_at is null
               left join concert c on c.id = substr(d.subject, 1, 26)
               left join venue v on v.id = c.venue_id
               left join ticket t on t.id = substr(d.subject, 1, 26)
               left join concert tc on tc.id = t.concert_id
               left join venue tv on tv.id = tc.venue_id
               left join venue p on p.id = substr(d.subject, 1, 26)
               left join segment s on s.id = substr(d.subject, 1, 26)
               left join message_batch b on b.id = substr(d.subject, 1, 26)
               left join account o on o.id = substr(d.subject, 1, 26)
             order by d.at desc, d.id desc"
        )
    };
}

/// At most `most` of what was done before a deed (its `at` and id, joined; empty: the latest), by one account if it is said.
pub async fn latest(
    connection: &mut AnyConnection,
    before: &str,
    account: &str,
    most: i64,
) -> Result<Vec<Deed>, sqlx::Error> {
    let before = if before.is_empty() { "9" } else { before };
    let (at, id) = before.split_at_checked(24).unwrap_or((before, ""));
    let sql = match account {
        "" => deeds!("(at, id) < ($1, $3) and $4 = ''"),
        _ => deeds!("account_id = $4 and (at, id) < ($1, $3)"),
    };
    sqlx::query_as(sql).bind(at).bind(most).bind(id).bind(account).fetch_all(connection).await
}

//! Two fans made one, and a fan erased.

use std::iter;

use sqlx::AnyConnection;

use crate::base::db::Tx;
use crate::fans::fan::Fan;
use crate::fans::hooks::Hooks;
use crate::fans::merge::kept;
use crate::fans::store::{fans, get, history, reword, segments};

/// The name that an erased fan's row keeps, so that the concert's numbers stay.
pub const ERASED: &str = "Fan borrado";

/// Who may be the same person as this fan: of the same name or the same address. At most 20.
pub async fn candidates(connection: &mut AnyConnection, id: &str) -> sqlx::Result<Vec<Fan>> {
    sqlx::query_as(fans!(
        "where f.id in (
           select s.id from fan o join fan s on s.name_folded = o.name_folded
           where o.id = $1 and o.name not like '+%' and s.merged_into is null and s.erased_at is null
           union
           select s.id from fan o join fan s on s.email_folded = o.email_folded
           where o.id = $1 and s.email_folded is not null and s.merged_into is null and s.erased_at is null)
           and f.id <> $1
         order by f.name_folded, f.id limit 20"
    ))
    .bind(id)
    .fetch_all(connection)
    .await
}

/// Merges `from` into `into`, and has every feature move its rows. None when one of them is no more, or they are one.
pub async fn merge(tx: &mut Tx, hooks: &Hooks, from: &str, into: &str, now: &str) -> sqlx::Result<Option<Fan>> {
    if from == into || !hold(tx, from, into, now).await? {
        return Ok(None);
    }
    let (Some(lost), Some(survivor)) = (get(tx, from).await?, get(tx, into).await?) else { return Ok(None) };
    let kept = kept(&survivor, &lost);
    let bringers = [lost.brought_by.as_deref(), survivor.brought_by.as_deref()];
    history::touch(tx, bringers.into_iter().flatten()).await?;
    // First the one that goes, so that its phone is free for the one that stays. It keeps what it had: those words
    // still find the survivor, and erasing the survivor erases it too.
    sqlx::query("update fan set merged_into = $2, merged_at = $3 where id = $1 or merged_into = $1")
        .bind(from)
        .bind(into)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    write(tx, into, &kept).await?;
    sqlx::query("update fan set brought_by = $2 where brought_by = $1 and id <> $2")
        .bind(from)
        .bind(into)
        .execute(&mut **tx)
        .await?;
    sqlx::query("update consent set fan_id = $2 where fan_id = $1").bind(from).bind(into).execute(&mut **tx).await?;
    // Whoever stopped news under one name isn't written to under the other.
    sqlx::query(
        "update consent set withdrawn_at = $2, withdrawn_how = 'member'
         where fan_id = $1 and purpose = 'news' and withdrawn_at is null and given_at < (
           select max(o.withdrawn_at) from consent o where o.fan_id = $1 and o.purpose = 'news')",
    )
    .bind(into)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    sqlx::query("delete from fan_word where fan_id = $1").bind(from).execute(&mut **tx).await?;
    reword(tx, into).await?;
    for hook in &hooks.on_merge {
        hook(tx, from, into).await?;
    }
    segments::hand_over(tx, from, into).await?;
    history::count(tx, [from, into].into_iter(), now).await?;
    Ok(Some(kept))
}

/// Holds both rows until the transaction ends; false when one of them is merged or erased already.
async fn hold(tx: &mut Tx, one: &str, other: &str, now: &str) -> sqlx::Result<bool> {
    let held = sqlx::query(
        "update fan set changed_at = $3 where (id = $1 or id = $2) and merged_into is null and erased_at is null",
    )
    .bind(one)
    .bind(other)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(held.rows_affected() == 2)
}

async fn write(tx: &mut Tx, id: &str, kept: &Fan) -> sqlx::Result<()> {
    sqlx::query(
        "update fan set phone = cast($2 as text), email = cast($3 as text), email_folded = cast($4 as text),
           birth_year = cast($5 as bigint), birth_date = cast($6 as text), found_by = cast($7 as text),
           note = cast($8 as text), language = cast($9 as text), brought_by = cast($10 as text), created_at = $11
         where id = $1",
    )
    .bind(id)
    .bind(&kept.phone)
    .bind(&kept.email)
    .bind(kept.email.as_deref().map(str::to_lowercase))
    .bind(kept.birth_year)
    .bind(&kept.birth_date)
    .bind(&kept.found_by)
    .bind(&kept.note)
    .bind(&kept.language)
    .bind(&kept.brought_by)
    .bind(&kept.created_at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Erases a fan, and whoever was merged into them; the rows stay, without a person. False when there was nobody to erase.
/// After the commit the caller empties the log (`Db::forget_log`).
pub async fn erase(tx: &mut Tx, hooks: &Hooks, id: &str, now: &str) -> sqlx::Result<bool> {
    if let Some(by) = get(tx, id).await?.and_then(|fan| fan.brought_by) {
        history::touch(tx, iter::once(&*by)).await?;
    }
    let erased = sqlx::query(
        "update fan set name = $2, name_folded = '', phone = null, email = null, email_folded = null, birth_year = null,
           birth_date = null, found_by = null, note = null, language = null, brought_by = null, created_by = null,
           changed_at = $3, erased_at = $3
         where erased_at is null and id in (
           select f.id from fan f where f.id = $1 and f.merged_into is null
           union
           select m.id from fan f join fan m on m.merged_into = f.id
           where f.id = $1 and f.merged_into is null and f.erased_at is null)",
    )
    .bind(id)
    .bind(ERASED)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    if erased.rows_affected() == 0 {
        return Ok(false);
    }
    for sql in [
        "delete from fan_word
         where fan_id in (select cast($1 as text) union select m.id from fan m where m.merged_into = $1)",
        "delete from consent
         where fan_id in (select cast($1 as text) union select m.id from fan m where m.merged_into = $1)",
    ] {
        sqlx::query(sql).bind(id).execute(&mut **tx).await?;
    }
    for hook in &hooks.on_erase {
        hook(tx, id, now).await?;
    }
    // At once, not when it is read next: nothing of them stays.
    segments::leave(tx, id).await?;
    history::count(tx, iter::once(id), now).await?;
    Ok(true)
}

//! The second factor in the database.

use sqlx::AnyConnection;

use crate::base::db::Tx;

/// What signing in with it needs to know.
#[derive(sqlx::FromRow)]
pub struct Second {
    pub username: String,
    pub password_hash: String,
    /// Sealed.
    pub second_secret: String,
}

/// An account that may sign in and has a second factor.
pub async fn of(connection: &mut AnyConnection, account: &str) -> Result<Option<Second>, sqlx::Error> {
    sqlx::query_as(
        "select username, password_hash, second_secret from account
         where id = $1 and disabled_at is null and second_secret is not null",
    )
    .bind(account)
    .fetch_optional(connection)
    .await
}

/// Codes on paper that are still good; none where there is no second factor.
pub async fn codes_left(connection: &mut AnyConnection, account: &str) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar(
        "select (select count(*) from recovery r where r.account_id = a.id and r.used_at is null)
         from account a where a.id = $1 and a.second_secret is not null",
    )
    .bind(account)
    .fetch_optional(connection)
    .await
}

/// Keeps a second factor (sealed; none takes it away) with the step that proved it, and its codes on paper in place of all
/// earlier ones.
pub async fn keep(
    tx: &mut Tx,
    account: &str,
    secret: Option<(&str, i64)>,
    codes: &[String],
) -> Result<(), sqlx::Error> {
    sqlx::query("update account set second_secret = $2, second_step = $3 where id = $1")
        .bind(account)
        .bind(secret.map(|(sealed, _)| sealed))
        .bind(secret.map(|(_, step)| step))
        .execute(&mut **tx)
        .await?;
    keep_codes(tx, account, codes).await
}

/// Keeps codes on paper (hashed) in place of all earlier ones.
pub async fn keep_codes(tx: &mut Tx, account: &str, codes: &[String]) -> Result<(), sqlx::Error> {
    sqlx::query("delete from recovery where account_id = $1").bind(account).execute(&mut **tx).await?;
    let codes: Vec<_> = codes.iter().map(|hash| serde_json::json!({ "hash": hash })).collect();
    sqlx::query(
        "insert into recovery (account_id, code_hash)
         select $1, value ->> 'hash' from json_each(cast($2 as text)) where key >= 0",
    )
    .bind(account)
    .bind(serde_json::Value::from(codes).to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Uses a step up, and all before it; false when it was.
pub async fn use_step(tx: &mut Tx, account: &str, step: i64) -> Result<bool, sqlx::Error> {
    let used = sqlx::query(
        "update account set second_step = $2 where id = $1 and second_secret is not null and second_step < $2",
    )
    .bind(account)
    .bind(step)
    .execute(&mut **tx)
    .await?;
    Ok(used.rows_affected() > 0)
}

/// Uses a code on paper up; false when there is none such, or it was.
pub async fn use_code(tx: &mut Tx, account: &str, hash: &str, now: &str) -> Result<bool, sqlx::Error> {
    let used =
        sqlx::query("update recovery set used_at = $3 where account_id = $1 and code_hash = $2 and used_at is null")
            .bind(account)
            .bind(hash)
            .bind(now)
            .execute(&mut **tx)
            .await?;
    Ok(used.rows_affected() > 0)
}

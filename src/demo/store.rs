//! Whether a database holds anything of anybody.

use sqlx::AnyConnection;

/// What a database holds that somebody would miss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Held {
    pub fans: i64,
    pub concerts: i64,
    pub accounts: i64,
}

impl Held {
    pub fn is_nothing(self) -> bool {
        self.fans + self.concerts + self.accounts == 0
    }
}

/// Counts it.
pub async fn held(connection: &mut AnyConnection) -> Result<Held, sqlx::Error> {
    sqlx::query_as(
        "select (select count(*) from fan) as fans, (select count(*) from concert) as concerts,
           (select count(*) from account) as accounts",
    )
    .fetch_one(connection)
    .await
}

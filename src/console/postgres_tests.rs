//! The console on a real PostgreSQL, named by `ANOMALIA_TEST_POSTGRES` (a role that may create databases and roles).

use std::str::FromStr;
use std::time::{Duration, Instant};

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, Connection, Executor};

use super::postgres::answer;
use super::refusal::Refusal;
use super::role::role_sql;
use super::saved::tests::small_band;
use crate::base::db::{Engine, migrate};

async fn run(connection: &mut PgConnection, sql: &str) {
    connection.execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await.unwrap();
}

/// A database of its own with `data` and a console's role in it, dropped afterwards; gives the console's URL.
pub(super) fn with_database(url: &str, data: &str, asked: impl AsyncFnOnce(String)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        static NTH: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let nth = NTH.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let name = format!("console_test_{}_{nth}", std::process::id());
        let owner = PgConnectOptions::from_str(url).unwrap();
        let mut outside = PgConnection::connect_with(&owner).await.unwrap();
        run(&mut outside, &format!("create database {name} template template0 lc_collate 'C' lc_ctype 'C'")).await;
        let mut inside = PgConnection::connect_with(&owner.clone().database(&name)).await.unwrap();
        run(&mut inside, &migrate::whole(Engine::Postgres)).await;
        run(&mut inside, data).await;
        // Twice, as after an update.
        run(&mut inside, &role_sql(&name)).await;
        run(&mut inside, &role_sql(&name)).await;
        run(&mut inside, &format!("alter role {name} password 'console'")).await;
        inside.close().await.unwrap();
        let at = format!("{}:{}", owner.get_host(), owner.get_port());
        asked(format!("postgres://{name}:console@{at}/{name}")).await;
        run(&mut outside, &format!("drop database {name} with (force)")).await;
        run(&mut outside, &format!("drop role {name}")).await;
    });
}

async fn refusal(url: &str, sql: &str) -> Refusal {
    let started = Instant::now();
    let answered = answer(url, sql, Duration::from_secs(1)).await;
    assert!(started.elapsed() < Duration::from_secs(10), "{sql}");
    match answered {
        Ok(answer) => panic!("{sql} was answered: {answer:?}"),
        Err(refusal) => refusal,
    }
}

#[test]
fn postgresql_refuses_all_that_is_not_reading_the_list() {
    let Ok(url) = std::env::var("ANOMALIA_TEST_POSTGRES") else { return };
    with_database(&url, &small_band(), async |url| {
        for sql in [
            "insert into fan (id) values ('x')",
            "with gone as (delete from fan returning id) select * from gone",
            "create table x (id int)",
            "select * into copy from fan",
            "set role postgres",
            "copy fan to stdout",
            "do $$ begin end $$",
            "select * from fan for update",
        ] {
            let refusal = refusal(&url, sql).await;
            let known = matches!(refusal, Refusal::NotASelect { .. } | Refusal::Table { .. } | Refusal::Wrong { .. });
            assert!(known, "{sql}: {refusal:?}");
        }
        assert_eq!(refusal(&url, "select 1; select 2").await, Refusal::Several);
        assert_eq!(refusal(&url, "select 1; drop table fan").await, Refusal::Several);
        for sql in [
            "select password_hash from account",
            "select * from account",
            "select a from account a",
            "select code from ticket",
            "select 1 from ticket where code like 'A%'",
            "select count(*) filter (where code > 'A') from ticket",
            "select name from fan order by (select max(code) from ticket)",
            "with x as (select code from ticket) select 1 from x",
            "select 1 from device join (values ('x')) as v (token_hash) using (token_hash)",
            "select * from device natural full join (select 'x' as token_hash) as v",
            "select to_json(ticket) from ticket",
        ] {
            assert!(matches!(refusal(&url, sql).await, Refusal::Column { .. }), "{sql}");
        }
        for sql in ["select * from session", "select value from setting", "select * from pg_authid"] {
            assert!(matches!(refusal(&url, sql).await, Refusal::Table { .. }), "{sql}");
        }
        for sql in [
            "select query_to_xml('select password_hash from account', true, true, '')",
            "select set_config('role', 'postgres', false), query_to_xml('select code from ticket', true, true, '')",
            "select pg_read_file('/etc/passwd')",
            "select pg_ls_dir('.')",
            "select lo_import('/etc/passwd')",
        ] {
            let refusal = refusal(&url, sql).await;
            assert!(!matches!(refusal, Refusal::Broken | Refusal::TooSlow), "{sql}: {refusal:?}");
        }
        for sql in [
            "select pg_sleep(60)",
            "select count(*) from generate_series(1, 100000000000)",
            "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n",
            "select set_config('statement_timeout', '0', false), pg_sleep(60)",
        ] {
            assert!(matches!(refusal(&url, sql).await, Refusal::TooSlow | Refusal::TooMuchMemory), "{sql}");
        }
        assert!(matches!(refusal(&url, "select nme from fan").await, Refusal::NoSuchColumn { .. }));
        assert_eq!(refusal(&url, "select 1 from fanz").await, Refusal::NoSuchTable { name: "fanz".to_owned() });
        assert_eq!(refusal(&url, "select 1 form fan").await, Refusal::Syntax { near: "fan".to_owned() });
    });
}

#[test]
fn postgresql_answers_what_may_be_asked() {
    let Ok(url) = std::env::var("ANOMALIA_TEST_POSTGRES") else { return };
    with_database(&url, &small_band(), async |url| {
        for sql in [
            "select * from fans",
            "select * from admins; -- all",
            "select * from concerts",
            "select * from tickets",
            "select count(*) from ticket",
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 10) select sum(i) from n",
            "select name, rank() over (order by birth_year) from fan",
            "values (1, 'a'), (2, null)",
            "select '{\"a\": [1]}'::jsonb -> 'a', now(), 1.5::numeric, true, '\\xff'::bytea, array[1, 2]",
            "select 1 union select 2 /* ; */ ;",
        ] {
            let answer = answer(&url, sql, Duration::from_secs(5)).await.unwrap_or_else(|no| panic!("{sql}: {no:?}"));
            assert!(!answer.rows.is_empty(), "{sql}");
        }
        // Before version 16 a read-only transaction may make a large object; ours is never committed.
        answer(&url, "select lo_create(0)", Duration::from_secs(5)).await.ok();
        let left = answer(&url, "select count(*) from pg_largeobject_metadata", Duration::from_secs(5)).await.unwrap();
        assert_eq!(left.rows, [[super::Cell::Integer(0)]]);
        let many = answer(&url, "select * from generate_series(1, 5000)", Duration::from_secs(5)).await.unwrap();
        assert_eq!((many.rows.len(), many.truncated), (1_000, Some(super::Truncated::Rows)));
        let wide = "select repeat('x', 1000000) from generate_series(1, 50)";
        let wide = answer(&url, wide, Duration::from_secs(5)).await.unwrap();
        assert_eq!((wide.rows.len(), wide.truncated), (4, Some(super::Truncated::Bytes)));
    });
}

#[test]
fn a_role_that_may_do_more_keeps_the_console_off() {
    let Ok(owner) = std::env::var("ANOMALIA_TEST_POSTGRES") else { return };
    with_database(&owner, "", async |url| {
        let name = url.rsplit('/').next().unwrap().to_owned();
        let options = PgConnectOptions::from_str(&owner).unwrap().database(&name);
        let mut inside = PgConnection::connect_with(&options).await.unwrap();
        assert_eq!(super::postgres::ready(&url).await, Ok(()));
        for (more, less, what) in [
            (
                "grant select (password_hash) on account to R",
                "revoke select (password_hash) on account from R",
                "select account.password_hash",
            ),
            ("grant select on setting to public", "revoke select on setting from public", "select setting.name"),
            ("grant update (note) on fan to R", "revoke update (note) on fan from R", "write fan"),
            ("grant pg_read_all_data to R", "revoke pg_read_all_data from R", "member of pg_read_all_data"),
            ("alter role R createrole", "alter role R nocreaterole", "createrole"),
            ("alter role R superuser", "alter role R nosuperuser", "superuser"),
        ] {
            run(&mut inside, &more.replace('R', &name)).await;
            let off = answer(&url, "select 1", Duration::from_secs(1)).await.unwrap_err();
            assert_eq!(off, Refusal::OffRole { what: what.to_owned() }, "{more}");
            run(&mut inside, &less.replace('R', &name)).await;
        }
        assert_eq!(super::postgres::ready(&url).await, Ok(()));
        inside.close().await.unwrap();
        let nobody = url.replace(":console@", ":wrong@").replace(&name, "no_such_role");
        assert_eq!(super::postgres::ready(&nobody).await, Err(Refusal::OffUnreachable));
    });
}

//! What the console refuses: writing, a second statement, and every way to a secret.

use super::*;

#[tokio::test]
async fn writing_is_refused_in_every_form() {
    let db = Db::new("writing");
    for sql in [
        "insert into fan (id) values ('x')",
        "update fan set name = 'x'",
        "delete from fan",
        "replace into setting values ('key', 'x')",
        "drop table fan",
        "create table x (a)",
        "create temp table x (a)",
        "create view x as select 1",
        "create trigger x after insert on fan begin select 1; end",
        "alter table fan add column x",
        "vacuum",
        "vacuum into '/tmp/copy.db'",
        "reindex",
        "analyze",
        "attach '/tmp/other.db' as other",
        "detach d0",
        "pragma query_only = off",
        "pragma table_info(fan)",
        "begin",
        "commit",
        "savepoint x",
        "explain select 1",
        "explain query plan select 1",
        "with x as (select 1) insert into fan (id) select * from x",
        "with x as (select 1) update fan set name = 'x'",
        "with x as (select 1) delete from fan",
        "with x as (select 1) replace into fan (id) select * from x",
    ] {
        assert!(matches!(db.refusal(sql).await, Refusal::NotASelect { .. }), "{sql}");
    }
    assert_eq!(db.answer("select count(*) from fan").await.rows, [[Cell::Integer(30)]]);
}

#[tokio::test]
async fn a_second_statement_is_refused_wherever_it_hides() {
    let db = Db::new("second");
    for sql in [
        "select 1; select 2",
        "select 1; delete from fan",
        "select 1; -- and\n drop table fan",
        "select 1 /* ; */; attach 'x' as y",
        "select ';' ; pragma query_only = off",
        "select 1;;;select 2",
    ] {
        assert_eq!(db.refusal(sql).await, Refusal::Several, "{sql}");
    }
}

#[tokio::test]
async fn a_secret_is_neither_shown_nor_compared_nor_ordered_by() {
    let db = Db::new("secret");
    for (sql, table, column) in [
        ("select password_hash from account", "account", "password_hash"),
        ("select * from account", "account", "password_hash"),
        ("select a.* from account a, fan", "account", "password_hash"),
        ("select \"Code\" from TICKET", "ticket", "code"),
        ("select [code] from `ticket`", "ticket", "code"),
        ("select x from (select code as x from ticket)", "ticket", "code"),
        ("with x as (select code from ticket) select 1 from x", "ticket", "code"),
        ("with tickets as (select code from ticket) select * from tickets", "ticket", "code"),
        ("with fans(id) as (select link_token from ticket) select id from fans", "ticket", "link_token"),
        ("select name from fan where (select code from ticket limit 1) like 'T%'", "ticket", "code"),
        ("select 1 from ticket where code like 'A%'", "ticket", "code"),
        ("select count(*) filter (where code > 'A') from ticket", "ticket", "code"),
        ("select count(code) from ticket", "ticket", "code"),
        ("select number from ticket order by code", "ticket", "code"),
        ("select 1 from ticket group by code", "ticket", "code"),
        ("select 1 from ticket group by number having max(code) > 'A'", "ticket", "code"),
        ("select row_number() over (order by code) from ticket", "ticket", "code"),
        ("select 1 from fan join ticket on fan.name = ticket.code", "ticket", "code"),
        ("select 1 where exists (select 1 from ticket where code > 'A')", "ticket", "code"),
        ("select 'T' in (select code from ticket)", "ticket", "code"),
        ("select case when code > 'A' then 1 end from ticket", "ticket", "code"),
        ("select salt from concert union select 1", "concert", "salt"),
        ("select answer from scan", "scan", "answer"),
        ("select json_group_array(token_hash) from device", "device", "token_hash"),
        ("select 1 from ticket join (select 'x' as code) using (code)", "ticket", "code"),
        ("select code from ticket full join (select 'x' as code) using (code)", "ticket", "code"),
        ("select code from (select 'x' as code) right join ticket using (code)", "ticket", "code"),
        ("select rowid from fan", "fan", "ROWID"),
        ("select oid from ticket", "ticket", "ROWID"),
        ("select 1 from ticket where _rowid_ = 1", "ticket", "ROWID"),
    ] {
        let refusal = db.refusal(sql).await;
        let hit = matches!(&refusal, Refusal::Column { table: t, column: c, readable }
            if t == table && c.eq_ignore_ascii_case(column) && readable.starts_with("id, "));
        // The shadows are views, and a view has no rowid at all.
        let none = column == "ROWID" && matches!(refusal, Refusal::NoSuchColumn { .. });
        assert!(hit || none, "{sql}: {refusal:?}");
    }
}

#[tokio::test]
async fn a_secret_table_and_sqlites_own_are_not_for_reading() {
    let db = Db::new("tables");
    for sql in [
        "select * from session",
        "select id from session",
        "select count(*) from session",
        "select 1 from session",
        "select value from setting",
        "select 1 from fan where exists (select 1 from setting)",
        "select * from session natural full join device",
        "select token_hash from session full join device using (token_hash)",
        "select * from sqlite_master",
        "select * from sqlite_schema",
        "select * from 'sqlite_master'",
        "select * from main.[Sqlite_Master]",
        "select * from sqlite_temp_master",
        "select * from sqlite_stat1",
        "select sample from sqlite_stat4 full join (select x'' as sample) using (sample)",
        "select * from sqlite_dbpage",
        "select * from dbstat",
        "select * from pragma_table_info('ticket')",
        "select * from pragma_database_list",
        "select * from bytecode('select 1')",
        "select * from fts5vocab",
    ] {
        let refusal = db.refusal(sql).await;
        assert!(matches!(refusal, Refusal::Table { .. } | Refusal::NoSuchTable { .. }), "{sql}: {refusal:?}");
    }
}

/// SQLite's authorizer isn't asked about columns of USING and NATURAL; the shadow views hold there.
#[tokio::test]
async fn no_join_gets_a_secret_out() {
    let db = Db::new("joins");
    let mut asked = 0;
    for (table, column) in [
        ("ticket", "code"),
        ("ticket", "link_token"),
        ("account", "password_hash"),
        ("session", "token_hash"),
        ("device", "token_hash"),
        ("device", "link_hash"),
        ("concert", "salt"),
        ("setting", "value"),
        ("scan", "answer"),
    ] {
        let other = format!("(select 'x' as {column})");
        for join in
            ["full join", "left join", "right join", "join", "natural full join", "natural left join", "natural join"]
        {
            let using = if join.starts_with("natural") { String::new() } else { format!(" using ({column})") };
            for (left, right) in [(table, other.as_str()), (other.as_str(), table)] {
                for columns in ["*", column] {
                    asked += 1;
                    if let Ok(answer) = db.ask(&format!("select {columns} from {left} {join} {right}{using}")).await {
                        let told = format!("{answer:?}");
                        assert!(!SECRETS.iter().any(|secret| told.contains(secret)), "{left} {join} {right}: {told}");
                    }
                }
            }
        }
    }
    assert!(asked > 200);
}

#[tokio::test]
async fn functions_that_reach_out_are_refused() {
    let db = Db::new("functions");
    for sql in [
        "select load_extension('x')",
        "select readfile('/etc/passwd')",
        "select writefile('/tmp/x', 'x')",
        "select fts3_tokenizer('simple')",
        "select randomblob(1000000000)",
        "select zeroblob(1000000000)",
        "select edit('x')",
        "select rtreecheck('x')",
    ] {
        assert!(matches!(db.refusal(sql).await, Refusal::Function { .. }), "{sql}");
    }
}

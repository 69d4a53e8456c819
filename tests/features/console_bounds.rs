//! What the console bounds: time, memory, the size of an answer, and how many ask at once.

use super::*;

#[tokio::test]
async fn what_never_ends_is_ended() {
    let db = Db::new("endless");
    let big = "with recursive s(x) as (select 'ab' union all select x || x from s where length(x) < 400000)";
    for sql in [
        "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n".to_owned(),
        "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n, n m".to_owned(),
        "select count(*) from fan a, fan b, fan c, fan d, fan e, fan f, fan g, fan h".to_owned(),
        format!(
            "{big} select length(replace(max(x), 'abababababababababababababababababababac', 'y')), \
            ltrim(max(x), hex(max(x))) from s"
        ),
        format!("{big} select ltrim(max(x), replace(max(x), 'ab', 'ba')) from s"),
        format!("{big} select max(x) like '%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%c' from s"),
        format!(
            "{big} select instr(max(x), max(x) || 'c'), length(replace(max(x), substr(max(x), 1, 200000) || 'c', '')) from s"
        ),
        json_patch_bomb(),
    ] {
        let reply = db.ask(&sql).await;
        let bounded = matches!(reply, Ok(_) | Err(Refusal::TooSlow | Refusal::TooMuchMemory | Refusal::TooComplex));
        assert!(bounded, "{}: {reply:?}", start(&sql));
    }
}

fn json_patch_bomb() -> String {
    "with recursive s(i, x) as (select 1, '\"a\":1' union all select i + 1, x || ',\"k' || i || '\":1' from s where i < 30000) \
     select length(json_patch('{' || max(x) || '}', '{' || max(x) || '}')) from s"
        .to_owned()
}

#[tokio::test]
async fn one_call_that_takes_for_ever_is_killed() {
    let db = Db::new("kill");
    // Half a million letters, each looked for among sixty thousand others: one opcode.
    let sql = "with recursive s(x) as (select 'a' union all select x || x from s where length(x) < 500000) \
        select length(ltrim(max(x), replace(substr(max(x), 1, 60000), 'a', 'é') || 'a')) from s";
    let started = Instant::now();
    assert_eq!(db.refusal(sql).await, Refusal::TooSlow);
    assert!(started.elapsed() > Duration::from_millis(1_500), "it wasn't one call: {:?}", started.elapsed());
}

#[tokio::test]
async fn what_grows_is_bounded() {
    let db = Db::new("growing");
    for sql in [
        "select printf('%1000000000d', 1)".to_owned(),
        "with recursive s(x) as (select 'ab' union all select x || x from s) select length(max(x)) from s".to_owned(),
        "with recursive n(i) as (select 1 union all select i + 1 from n limit 5000000) select length(group_concat(i, hex('long'))) from n".to_owned(),
        "with recursive n(i) as (select 1 union all select i + 1 from n limit 5000000) select json_group_array(i) from n".to_owned(),
        "with recursive n(i) as (select 1 union all select i + 1 from n limit 9000000) select i from n order by -i".to_owned(),
        "with recursive n(i, x) as (select 1, printf('%100000d', 1) union all select i + 1, x from n limit 9000) select x || i from n order by 1 desc".to_owned(),
        format!("select {}1{}", "(".repeat(5_000), ")".repeat(5_000)),
        format!("select 1{}", "+1".repeat(5_000)),
        format!("select not{} 1", " not".repeat(3_000)),
        format!("select 1 from fan where id in ({}1)", "1,".repeat(9_000)),
        format!("select 1{}", ",1".repeat(9_000)),
        format!("select 1{}", " union all select 1".repeat(500)),
        format!("select coalesce(1{})", ",1".repeat(200)),
        format!("select 'a' like '{}'", "%a".repeat(1_000)),
        format!("select 1 from fan{}", ", fan".repeat(3_000)),
        format!("select ?{}", 32_000),
        format!("{}select 1{}", "select * from (".repeat(1_000), ")".repeat(1_000)),
    ] {
        let reply = db.ask(&sql).await;
        let bounded = matches!(
            reply,
            Err(Refusal::TooMuchMemory | Refusal::TooComplex | Refusal::TooSlow | Refusal::Wrong { .. } | Refusal::TooLong { .. })
        );
        let small = matches!(&reply, Ok(answer) if answer.rows.len() <= 1_000);
        assert!(bounded || small, "{}: {reply:?}", start(&sql));
    }
    // Columns and text that are too many are refused before the child is asked.
    let wide = format!("select {}1", "1 as a_rather_long_name,".repeat(20_000));
    assert!(matches!(db.refusal(&wide).await, Refusal::TooLong { .. }));
}

#[tokio::test]
async fn a_long_answer_is_cut_off_and_says_so() {
    let db = Db::new("long");
    let many = "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n";
    let many = db.answer(many).await;
    assert_eq!((many.rows.len(), many.truncated), (1_000, Some(Truncated::Rows)));
    let wide = "with recursive n(i) as (select 1 union all select i + 1 from n) select printf('%500000d', i) from n";
    let wide = db.answer(wide).await;
    assert_eq!((wide.rows.len(), wide.truncated), (8, Some(Truncated::Bytes)));
}

#[tokio::test]
async fn many_questions_wait_for_their_turn_and_all_end() {
    let db = Db::new("many");
    let hostile = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n";
    let replies = futures_util::future::join_all((0..6).map(|_| db.ask_once(hostile))).await;
    assert!(replies.iter().all(|reply| matches!(reply, Err(Refusal::TooSlow | Refusal::Busy))), "{replies:?}");
}

/// A superuser's URL is no console: the child says so.
#[tokio::test]
async fn on_postgresql_the_child_looks_at_the_role_first() {
    let Ok(url) = std::env::var("ANOMALIA_TEST_POSTGRES") else { return };
    let child = Child::of(env!("CARGO_BIN_EXE_anomalia"));
    let question = Question::check("select 1").unwrap();
    let reply = ask(&child, &Source::Postgres(url), &question).await;
    assert!(matches!(reply, Err(Refusal::OffRole { .. })), "{reply:?}");
    let nowhere = Source::Postgres("postgres://nobody@127.0.0.1:1/nothing".to_owned());
    assert_eq!(ask(&child, &nowhere, &question).await, Err(Refusal::OffUnreachable));
}

/// A value that is larger than the child: it dies, the server lives.
#[tokio::test]
async fn on_postgresql_a_value_that_is_too_large_ends_the_child_only() {
    use sqlx::{AssertSqlSafe, Connection, Executor};
    let Ok(url) = std::env::var("ANOMALIA_TEST_POSTGRES") else { return };
    let role = format!("console_memory_{}", std::process::id());
    let mut owner = sqlx::postgres::PgConnection::connect(&url).await.unwrap();
    let make = format!("create role {role} login noinherit password 'console'");
    owner.execute(sqlx::raw_sql(AssertSqlSafe(make))).await.unwrap();
    let (before, after) = url.split_once("://").unwrap();
    let at = after.rsplit_once('@').map_or(after, |(_, at)| at);
    let console = Source::Postgres(format!("{before}://{role}:console@{at}"));
    let child = Child::of(env!("CARGO_BIN_EXE_anomalia"));
    let question = Question::check("select repeat('x', 900000000)").unwrap();
    let reply = ask(&child, &console, &question).await;
    let drop = format!("drop role {role}");
    owner.execute(sqlx::raw_sql(AssertSqlSafe(drop))).await.unwrap();
    assert!(matches!(reply, Err(Refusal::TooMuchMemory | Refusal::TooSlow)), "{reply:?}");
}

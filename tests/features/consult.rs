//! Questions over HTTP: answered as a table and as CSV, refused with a sentence, and never in the door's way.

use std::time::{Duration, Instant};

use crate::house::{Process, Visitor, opened, phone_scan};

async fn ask(member: &Visitor, sql: &str) -> String {
    let answer = member.post("/consult", &[("sql", sql)]).await;
    assert!(matches!(answer.status, 200 | 422), "{}", answer.short());
    answer.text()
}

/// The sentence of a refusal, if it was one.
fn refusal(page: &str) -> Option<String> {
    crate::house::between(page, "id=\"refusal\">", "</p>")
}

async fn with_a_ticket(name: &str) -> (Process, Visitor, String, String) {
    let (program, member) = opened(name).await;
    let concert = member.concert(&[("price_until", "")]).await;
    member.fan("=HYPERLINK(\"http://evil.example\")", &[("email", "ana@example.mx")]).await;
    let form = member.get(&format!("/tickets/new?concert={concert}")).await.ok();
    let price = form.between("name=\"price\" value=\"", "\"");
    let fields = [("concert", &*concert), ("fan", "Ana Ruiz"), ("method", "cash"), ("price", &price)];
    let ticket = member.post("/tickets", &fields).await.made();
    let code = program.sql(&format!("select code from ticket where id = '{ticket}'")).remove(0);
    (program, member, concert, code)
}

#[tokio::test]
async fn a_question_is_answered_as_a_table_and_taken_along_guarded() {
    let (_program, member, ..) = with_a_ticket("consult-table").await;
    for (sql, found) in [
        ("select name, email from fans where email is not null", "ana@example.mx"),
        ("with f as (select name from fans) select count(*) || ' fans' from f", "2 fans"),
        ("select username from admins", "Xime"),
        ("select payment_method, used from tickets", "cash"),
        ("select venue, date, contact_name from concerts", "Beto Luna"),
        ("select name, rank() over (order by name desc) from fans union all select 'fin', 0", "fin"),
    ] {
        let page = ask(&member, sql).await;
        assert_eq!(refusal(&page), None, "{sql}");
        assert!(page.contains(found), "{sql}: {page}");
    }
    let csv = member.post("/consult.csv", &[("sql", "select name from fans order by name")]).await.ok();
    assert!(
        csv.header("content-type").starts_with("text/csv") && csv.header("content-disposition").contains("attachment")
    );
    assert!(csv.text().contains("'=HYPERLINK"), "{}", csv.text());
    member.get("/consult?q=loyal").await.ok().says("select");
}

#[tokio::test]
async fn secrets_and_changes_are_refused_with_a_sentence() {
    let (program, member, _, code) = with_a_ticket("consult-secrets").await;
    let before = program.sql("select count(*) || ' ' || (select count(*) from ticket) from fan");
    for sql in [
        "select password_hash from account",
        "select * from account",
        "select substr(password_hash, 1, 1) from account",
        "select username from account where password_hash like '$argon2id$v=19%'",
        "select code from ticket",
        "select hex(code) from ticket",
        "select * from ticket",
        "select count(*) from ticket where code > 'M'",
        "select link_token from ticket",
        "select token_hash from session",
        "select salt from concert",
        "select * from setting",
        "select answer from scan",
        "select sql from sqlite_master",
        "update fan set name = 'x'",
        "delete from ticket",
        "insert into fan (id) values ('x')",
        "drop table fan",
        "select 1; delete from fan",
        "attach database '/tmp/x.db' as x",
        "pragma journal_mode = delete",
        "select load_extension('x')",
        "select writefile('/tmp/x', 'y')",
        "",
    ] {
        let page = ask(&member, sql).await;
        assert!(refusal(&page).is_some_and(|words| words.len() > 15), "{sql} was not refused: {page}");
        assert!(!page.contains(&code) && (sql.contains("$argon") || !page.contains("$argon2id$v")), "{sql}");
        let csv = member.post("/consult.csv", &[("sql", sql)]).await;
        assert!(!csv.header("content-type").starts_with("text/csv"), "{sql}");
        assert!(!csv.text().contains(&code), "{sql}");
    }
    assert_eq!(program.sql("select count(*) || ' ' || (select count(*) from ticket) from fan"), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_scan_is_quick_while_hostile_questions_run() {
    let (_program, member, concert, code) = with_a_ticket("consult-hostile").await;
    member.token().await;
    let hostile = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n";
    let questions = futures_util::future::join_all((0..4).map(|_| ask(&member, hostile)));
    let scans = async {
        let mut worst = Duration::ZERO;
        for nth in 0..30 {
            let begun = Instant::now();
            let result = phone_scan(&member, &concert, &code).await;
            worst = worst.max(begun.elapsed());
            assert_eq!(result["verdict"], if nth == 0 { "admitted" } else { "already_used" });
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
        worst
    };
    let (pages, worst) = tokio::join!(questions, scans);
    assert!(pages.iter().all(|page| refusal(page).is_some()), "each was stopped, or told to wait");
    assert!(worst < Duration::from_secs(2), "a scan waited {worst:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_questions_that_never_leave_one_call_are_stopped_while_the_door_scans() {
    let (program, member, concert, code) = with_a_ticket("consult-eight").await;
    member.token().await;
    // Half a million letters, each looked for among sixty thousand others: one opcode.
    let hostile = "with recursive s(x) as (select 'a' union all select x || x from s where length(x) < 500000) \
        select length(ltrim(max(x), replace(substr(max(x), 1, 60000), 'a', 'é') || 'a')) from s";
    let one = async || {
        let begun = Instant::now();
        let answer = member.post("/consult", &[("sql", hostile)]).await;
        (answer.status, answer.text(), begun.elapsed())
    };
    let questions = futures_util::future::join_all((0..8).map(|_| one()));
    let scans = async {
        let mut worst = Duration::ZERO;
        for nth in 0..60 {
            let begun = Instant::now();
            let result = phone_scan(&member, &concert, &code).await;
            worst = worst.max(begun.elapsed());
            assert_eq!(result["verdict"], if nth == 0 { "admitted" } else { "already_used" });
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        worst
    };
    let (answers, worst) = tokio::join!(questions, scans);
    let stopped = answers.iter().filter(|(status, page, _)| *status == 422 && refusal(page).is_some()).count();
    let longest = answers.iter().map(|(.., took)| *took).max().unwrap_or_default();
    println!(
        "eight at once: {stopped} stopped, the others told to wait, after {longest:?} at most; worst scan {worst:?}"
    );
    assert!(
        answers.iter().all(|(status, ..)| matches!(status, 422 | 503)) && stopped > 0,
        "{:?}",
        answers.iter().map(|it| it.0).collect::<Vec<_>>()
    );
    assert!(longest > Duration::from_secs(1) && longest < Duration::from_secs(60), "{longest:?}");
    assert!(worst < Duration::from_secs(2), "a scan waited {worst:?}");
    assert_eq!(refusal(&ask(&member, "select count(*) from fans").await), None, "and questions are answered again");
    drop(program);
}

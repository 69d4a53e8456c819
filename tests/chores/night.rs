//! A night to measure at: the program as another process, a concert, and as many tickets as are wanted.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anomalia::base::db::{Db, id};
use anomalia::base::secret;
use serde_json::json;

use crate::PASSWORD;
use crate::process::EVENING;

/// Another process, ended with this.
pub struct Other(Child);

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a program and waits until it says where it serves.
pub fn started(command: &mut Command) -> (Other, String) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines().map_while(Result::ok);
    let address = lines.by_ref().find_map(|line| line.strip_prefix("Anomalia serves ").map(str::to_owned));
    let address = address.and_then(|rest| rest.split_whitespace().next().map(str::to_owned)).expect("an address");
    std::thread::spawn(move || lines.for_each(drop));
    (Other(child), address.replace("localhost", "127.0.0.1"))
}

impl Other {
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// What its threads have had of the processors since it began, as Linux tells it, to a hundredth of a second.
    pub fn processor(&self) -> Duration {
        let said = std::fs::read_to_string(format!("/proc/{}/stat", self.id())).unwrap_or_default();
        let fields: Vec<&str> = said.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok()).unwrap_or(0);
        Duration::from_millis(10 * (ticks(11) + ticks(12)))
    }
}

/// Adds Xime.
pub fn add_member(mut add: Command) {
    add.args(["admin", "add", "Xime"]).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = add.spawn().expect("the program");
    child.stdin.take().expect("its input").write_all(PASSWORD.as_bytes()).expect("a password");
    assert!(child.wait().expect("an end").success());
}

/// Signs Xime in: the cookie of her session.
pub async fn member(visitor: &crate::Visitor) -> String {
    let answer = visitor.sign_in("Xime", PASSWORD).await;
    let cookies: Vec<&str> = answer.headers.get_all("set-cookie").iter().filter_map(|it| it.to_str().ok()).collect();
    let session = cookies.iter().find(|it| it.starts_with("session=")).and_then(|it| it.split(';').next());
    session.expect("a session").to_owned()
}

/// Where a night is kept, and by which program.
pub struct Night {
    program: String,
    pub data: PathBuf,
    /// The PostgreSQL database; none: the embedded one.
    url: Option<String>,
}

impl Night {
    pub fn new(program: &str, folder: &Path, url: Option<&str>) -> Self {
        Self { program: program.to_owned(), data: folder.join("data"), url: url.map(str::to_owned) }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--data").arg(&self.data);
        command.args(self.url.iter().flat_map(|url| ["--database-url", url]));
        command
    }

    /// Serves it on the concert's evening.
    pub fn serve(&self) -> (Other, String) {
        started(self.command().args(["--port", "0", "--clock", EVENING]))
    }

    pub fn file(&self) -> PathBuf {
        self.data.join("anomalia.db")
    }

    async fn database(&self) -> Db {
        match &self.url {
            Some(url) => Db::open_postgres(url).await.expect("PostgreSQL"),
            None => Db::open_file(&self.file()).await.expect("the file"),
        }
    }

    /// Has PostgreSQL look at how large its tables are, which it does by itself once a minute; SQLite is as it is.
    pub async fn looked_at(&self) {
        if self.url.is_some() {
            let db = self.database().await;
            sqlx::query("analyze").execute(db.read()).await.expect("analyzed");
            db.close().await;
        }
    }

    /// Makes a concert with one ticket, which Xime sold: the concert's id.
    pub async fn concert(&self) -> String {
        add_member(self.command());
        let (_server, address) = self.serve();
        let member = crate::Visitor::new(&address, "/login");
        member.sign_in("Xime", PASSWORD).await.is(303);
        let concert = member.concert(&[("capacity", "100000"), ("price_until", "")]).await;
        let db = self.database().await;
        let price: String = sqlx::query_scalar("select id from price where name = 'Taquilla'")
            .fetch_one(db.read())
            .await
            .expect("a price");
        db.close().await;
        let request = id::new(EVENING.parse().expect("a time"));
        let fields = [
            ("concert", &*concert),
            ("fan", "Ana Ruiz"),
            ("fan_id", "new"),
            ("method", "cash"),
            ("price", &price),
            ("request", &request),
            ("again", "1"),
        ];
        member.post("/tickets", &fields).await.is(303);
        concert
    }

    /// One ticket as many, and a phone that is lent the door: their codes, and what its cookie holds.
    pub async fn many(&self, concert: &str, count: usize) -> (Vec<String>, String) {
        let db = self.database().await;
        let mut tx = db.write().await.expect("a write");
        let mut codes = Vec::with_capacity(count);
        let now = EVENING.parse().expect("a time");
        for some in (2..count + 2).collect::<Vec<_>>().chunks(2_000) {
            let rows: Vec<_> = some
                .iter()
                .map(|n| json!({ "id": id::new(now), "n": n, "code": format!("ZZZZ{n:012}"), "link": format!("{n:064}") }))
                .collect();
            sqlx::query(
                "insert into ticket (id, concert_id, fan_id, number, code, link_token, admits, price_name, price_cents,
                   currency, method, issued_at, issued_by, cursor)
                 select j.value ->> 'id', t.concert_id, t.fan_id, cast(j.value ->> 'n' as bigint), j.value ->> 'code',
                   j.value ->> 'link', t.admits, t.price_name, 0, t.currency, 'courtesy', t.issued_at, t.issued_by, t.cursor
                 from json_each(cast($1 as text)) j cross join (select * from ticket where number = 1) t",
            )
            .bind(json!(rows).to_string())
            .execute(&mut *tx)
            .await
            .expect("many tickets");
            codes.extend(some.iter().map(|n| format!("ZZZZ{n:012}")));
        }
        let (token, link) = (secret::token(), secret::token());
        sqlx::query(
            "insert into device (id, concert_id, account_id, name, link_hash, token_hash, created_at, claimed_at,
               last_seen_at, expires_at)
             select $1, $2, id, 'Puerta 1', $3, $4, created_at, created_at, created_at, '2027-01-01T11:00:00.000Z'
             from account",
        )
        .bind(id::new(now))
        .bind(concert)
        .bind(secret::hash(&link))
        .bind(secret::hash(&token))
        .execute(&mut *tx)
        .await
        .expect("a lent door");
        tx.commit().await.expect("kept");
        db.close().await;
        (codes, token)
    }
}

//! Mail with a ticket, handed to a real server (Python's aiosmtpd) that answers as bad ones do, and read by a parser that
//! isn't ours.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anomalia::delivery::worker;
use anomalia::fans::notice;
use serde_json::Value;

use crate::house::{House, Process, Visitor, change, first_member, folder, on_both, on_both_at, outsider, query};

/// Prints its port, then a line of JSON for each mail that it took: to whom, and the bytes. It refuses as the address says:
/// `later` until the third time, `never`, `content`, `cut` (hangs up before its answer) until the third time; `sender` as a
/// sender; and log-in but for `bien`.
const SERVER: &str = r#"
import asyncio, base64, json, sys
from aiosmtpd.smtp import SMTP, AuthResult
seen = {}
def nth(word, address):
    seen[(word, address)] = seen.get((word, address), 0) + 1
    return seen[(word, address)]
class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith('nadie'):
            return '550 5.7.1 you may not send as this'
        envelope.mail_from = address
        return '250 OK'
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith('later') and nth('later', address) < 3:
            return '451 4.7.1 greylisted, come back later'
        if address.startswith('never'):
            return f'550 5.1.1 <{address}> no such user here'
        envelope.rcpt_tos.append(address)
        return '250 OK'
    async def handle_DATA(self, server, session, envelope):
        to = envelope.rcpt_tos[0]
        if to.startswith('content'):
            return '554 5.7.1 looks like spam'
        if to.startswith('cut') and nth('cut', to) < 3:
            print(json.dumps({'to': to, 'cut': True, 'bytes': base64.b64encode(envelope.original_content).decode()}), flush=True)
            server.transport.abort()
            return '250 OK'
        print(json.dumps({'to': to, 'bytes': base64.b64encode(envelope.original_content).decode()}), flush=True)
        return '250 2.0.0 taken'
def auth(server, session, envelope, mechanism, data):
    return AuthResult(success=data.password == b'bien', handled=False)
async def main():
    loop = asyncio.get_running_loop()
    make = lambda: SMTP(Handler(), authenticator=auth, auth_require_tls=False)
    server = await loop.create_server(make, '127.0.0.1', 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
asyncio.run(main())
"#;

/// A mail server that runs as long as this lives.
struct Server {
    child: Child,
    port: u16,
    lines: std::sync::mpsc::Receiver<String>,
}

impl Server {
    fn start() -> Self {
        let has = |python: &&str| {
            Command::new(python)
                .args(["-c", "import aiosmtpd"])
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|it| it.success())
        };
        let python = ["python3", "/usr/bin/python3"].into_iter().find(has).expect("aiosmtpd; bin/test installs it");
        let mut command = Command::new(python);
        command.args(["-c", SERVER]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("it starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines().map_while(Result::ok);
        let port = lines.next().and_then(|line| line.parse().ok()).expect("a port");
        let (send, receive) = std::sync::mpsc::channel();
        std::thread::spawn(move || lines.for_each(|line| drop(send.send(line))));
        Self { child, port, lines: receive }
    }

    /// What it took until now: to whom, whether it hung up then, and the bytes.
    fn took(&self) -> Vec<(String, bool, String)> {
        std::thread::sleep(Duration::from_millis(100));
        let mails = self.lines.try_iter().map(|line| serde_json::from_str::<Value>(&line).expect("JSON"));
        mails
            .map(|mail| {
                (
                    mail["to"].as_str().unwrap_or_default().to_owned(),
                    mail["cut"] == true,
                    mail["bytes"].as_str().unwrap_or_default().to_owned(),
                )
            })
            .collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn set(admin: &Visitor, port: u16, changes: &[(&str, &str)]) {
    let port = port.to_string();
    let usual = [("host", "127.0.0.1"), ("port", &port), ("security", "none"), ("from", "hola@ruido.example.mx")];
    let mut fields: Vec<_> =
        usual.into_iter().filter(|(name, _)| !changes.iter().any(|(other, _)| other == name)).collect();
    fields.extend(changes);
    admin.post("/mail", &fields).await.to("/mail");
}

/// Has everything sent that is due now.
async fn sends(house: &House) {
    while worker::send_next(&house.app).await.expect("the database answers") {}
}

/// Prints what a parser of Python's own finds in a mail: its headers, its parts in their order, and whether it has defects.
const READS: &str = r#"
import base64, email, json, sys
from email import policy
message = email.message_from_bytes(base64.b64decode(sys.stdin.read()), policy=policy.default)
parts = [part.get_content_type() for part in message.walk()]
def body(kind):
    return next(part.get_content() for part in message.walk() if part.get_content_type() == kind)
picture = next(part for part in message.walk() if part.get_content_type() == 'image/png')
files = [part.get_filename() for part in message.iter_attachments()]
defects = [str(d) for part in message.walk() for d in part.defects]
print(json.dumps({'headers': {name: str(value) for name, value in message.items()}, 'names': list(message.keys()), 'parts': parts,
  'text': body('text/plain'), 'html': body('text/html'), 'cid': picture['content-id'], 'png': picture.get_content()[:8].hex(),
  'files': files, 'defects': defects}))
"#;

fn read(bytes: &str) -> Value {
    serde_json::from_str(&outsider(READS, bytes.as_bytes())).expect("JSON")
}

#[tokio::test]
async fn a_ticket_goes_by_mail_with_its_picture_paper_and_calendar() {
    on_both_at("http://boletos.example.mx", async |house| {
        let server = Server::start();
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Mariana Ñúñez", &[("email", "mariana@example.mx")]).await;
        let here = format!("/tickets/{}", ticket.id);
        admin.post(&format!("{here}/mail"), &[]).await.to(&here);
        admin.get(&here).await.ok().says("Todavía no hay servidor de correo");
        set(&admin, server.port, &[("username", "hola"), ("password", "bien")]).await;
        let mail = format!("{here}/mail");
        let (one, two) = tokio::join!(admin.post(&mail, &[]), admin.post(&mail, &[]));
        one.to(&here);
        two.to(&here);
        admin.post(&mail, &[]).await.to(&here);
        admin.get(&here).await.ok().says("Ya hay un correo de Mariana Ñúñez en camino");
        sends(house).await;
        let took = server.took();
        assert_eq!(took.len(), 1, "asked for twice, sent once: {took:?}");
        let mail = read(&took[0].2);
        assert_eq!(mail["defects"], serde_json::json!([]));
        assert_eq!(mail["headers"]["To"], "Mariana Ñúñez <mariana@example.mx>");
        assert_eq!(mail["headers"]["From"], "Anomalia <hola@ruido.example.mx>");
        assert_eq!(mail["headers"]["Subject"], "Tu boleto para Ruido blanco");
        let id = mail["headers"]["Message-ID"].as_str().unwrap_or_default();
        assert_eq!(house.one("select message_id from mail").await, id);
        let parts = [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "multipart/related",
            "text/html",
            "image/png",
            "application/pdf",
            "text/calendar",
        ];
        assert_eq!(mail["parts"], serde_json::json!(parts));
        assert_eq!((&mail["cid"], &mail["png"]), (&"<ticket>".into(), &"89504e470d0a1a0a".into()));
        let (text, html) = (mail["text"].as_str().unwrap_or_default(), mail["html"].as_str().unwrap_or_default());
        assert!(text.contains("Hola Mariana") && text.contains("http://boletos.example.mx/t/"), "{text}");
        assert!(html.contains("cid:ticket") && html.contains("href=\"http://boletos.example.mx/t/"), "{html}");
        assert!(!text.contains(&ticket.code) && !html.contains(&ticket.code), "the code is in the picture alone");
        assert_eq!(house.one("select sent_how from ticket").await, "mail");
        admin.get(&here).await.ok().says("El servidor recibió el correo");
        let kept = house.one("select value from setting where name = 'mail_password'").await;
        assert_eq!(kept == "bien", house.is_sqlite(), "sealed where others keep the database: {kept}");
        admin.get("/mail").await.ok().hides("bien\"");
    })
    .await;
}

#[tokio::test]
async fn a_mail_to_whoever_gets_news_says_how_to_stop_them_and_no_other_does() {
    on_both_at("https://boletos.example.mx", async |house| {
        let server = Server::start();
        let admin = house.admin().await;
        set(&admin, server.port, &[]).await;
        let concert = admin.concert(&[]).await;
        let news = [("email", "ana@example.mx"), ("news", "1"), ("news_how", "paper")];
        let ana = admin.fan("Ana", &news).await;
        for (name, more) in [("Ana", [("fan_id", &*ana)]), ("Bea", [("email", "bea@example.mx")])] {
            let ticket = house.ticket(&admin, &concert, name, &more).await;
            admin.post(&format!("/tickets/{}/mail", ticket.id), &[]).await;
        }
        sends(house).await;
        let took = server.took();
        let mail = |to: &str| read(&took.iter().find(|mail| mail.0 == to).expect("a mail").2);
        let (hers, other) = (mail("ana@example.mx"), mail("bea@example.mx"));
        let link = format!("https://boletos.example.mx/baja/{}", notice::farewell(&house.app.key, &ana));
        assert_eq!(hers["headers"]["List-Unsubscribe"], format!("<{link}>"));
        assert_eq!(hers["headers"]["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click");
        for part in ["text", "html"] {
            assert!(hers[part].as_str().is_some_and(|text| text.contains(&link)), "{hers}");
            assert!(other[part].as_str().is_some_and(|text| !text.contains("/baja/")), "{other}");
        }
        assert!(other["headers"].get("List-Unsubscribe").is_none(), "{other}");
    })
    .await;
}

#[tokio::test]
async fn each_mail_is_delivered_once_or_visibly_failed() {
    on_both(async |house| {
        let server = Server::start();
        let admin = house.admin().await;
        set(&admin, server.port, &[]).await;
        let concert = admin.concert(&[]).await;
        for (name, email) in [
            ("Luego", "later@example.mx"),
            ("Nunca", "never@example.mx"),
            ("Contenido", "content@example.mx"),
            ("Cortada", "cut@example.mx"),
            ("Buena", "buena@example.mx"),
        ] {
            house.ticket(&admin, &concert, name, &[("email", email)]).await;
        }
        let queue = format!("/concerts/{concert}/send");
        admin.get(&queue).await.ok().says("5 fans no tienen WhatsApp, pero sí correo");
        admin.post(&format!("{queue}/mail"), &[]).await.to(&queue);
        admin.get(&queue).await.ok().says("5 correos van en camino");
        // As two processes over one database do.
        tokio::join!(sends(house), sends(house));
        let state = async |name: &str| {
            house.one(&format!("select tries || ' ' || coalesce(reason, '') || case when m.sent_at is not null then ' sent' when failed_at is not null then ' failed' else ' waits' end
                from mail m join ticket t on t.id = m.ticket_id join fan f on f.id = t.fan_id where f.name = '{name}'")).await
        };
        assert_eq!(state("Luego").await, "1 recipient waits");
        assert_eq!(state("Nunca").await, "1 recipient failed");
        assert_eq!(state("Contenido").await, "1 content failed");
        assert_eq!(state("Cortada").await, "1 connect waits");
        assert_eq!(state("Buena").await, "1  sent");
        let ticket = house.one("select t.id from ticket t join fan f on f.id = t.fan_id where f.name = 'Nunca'").await;
        let page = admin.get(&format!("/tickets/{ticket}")).await.ok().says("El servidor no aceptó la dirección de quien lo recibe");
        page.says("no such user here").hides("&lt;never@");
        assert_eq!(house.one("select count(*) from mail where said like '%example%'").await, "0", "no address is kept");
        for minutes in [2, 8, 30, 90] {
            house.clock(&format!("2026-11-20T{}:{:02}:00Z", 18 + minutes / 60, minutes % 60));
            sends(house).await;
        }
        assert_eq!((state("Luego").await, state("Cortada").await), ("3  sent".into(), "3  sent".into()));
        let took = server.took();
        let of = |to: &str| took.iter().filter(|mail| mail.0 == to).collect::<Vec<_>>();
        assert_eq!((of("later@example.mx").len(), of("buena@example.mx").len(), of("never@example.mx").len()), (1, 1, 0));
        // Hung up before its answer, it may have been taken: the same message goes again, and says so by its id.
        let ids: Vec<Value> = of("cut@example.mx").iter().map(|mail| read(&mail.2)["headers"]["Message-ID"].clone()).collect();
        assert_eq!(ids.len(), 3);
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        admin.get(&queue).await.ok().says("0 en camino, 3 entregados al servidor, 2 fallidos");
    })
    .await;
}

#[tokio::test]
async fn names_that_look_like_headers_or_formulas_do_no_harm() {
    on_both(async |house| {
        let server = Server::start();
        let admin = house.admin().await;
        set(&admin, server.port, &[]).await;
        let concert = admin.concert(&[("title", "<b>Ruido</b>\r\nBcc: x@y.example")]).await;
        for (nth, name) in
            ["Ana\r\nBcc: x@y.example", "=HYPERLINK(\"https://evil.example\")", "<script>alert(1)</script>"]
                .into_iter()
                .enumerate()
        {
            let email = format!("fan{nth}@example.mx");
            let ticket = house.ticket(&admin, &concert, name, &[("email", &email)]).await;
            admin.post(&format!("/tickets/{}/mail", ticket.id), &[]).await.is(303);
        }
        sends(house).await;
        let took = server.took();
        assert_eq!(took.len(), 3);
        for (to, _, bytes) in &took {
            let mail = read(bytes);
            assert_eq!(mail["defects"], serde_json::json!([]), "{to}");
            let names: Vec<&str> = mail["names"].as_array().expect("names").iter().filter_map(Value::as_str).collect();
            assert!(!names.iter().any(|name| name.eq_ignore_ascii_case("bcc")), "{names:?}");
            assert!(mail["headers"]["To"].as_str().is_some_and(|value| value.ends_with(&format!("<{to}>"))), "{mail}");
            let html = mail["html"].as_str().unwrap_or_default();
            assert!(!html.contains("<script>") && !html.contains("<b>"), "{html}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_test_button_says_in_words_what_is_wrong() {
    on_both(async |house| {
        let server = Server::start();
        let admin = house.admin().await;
        let tries = async || admin.post("/mail/test", &[("to", "xime@example.mx")]).await.ok();
        admin
            .post("/mail", &[("host", "smtp.example.mx"), ("security", "none"), ("from", "hola")])
            .await
            .is(422)
            .says("esta misma computadora")
            .says("Escribe una dirección");
        set(&admin, server.port, &[]).await;
        tries().await.says("El servidor lo recibió para xime@example.mx");
        set(&admin, server.port, &[("username", "hola"), ("password", "mal")]).await;
        tries().await.says("no aceptó el usuario o la contraseña").says("Detalle: ");
        set(&admin, server.port, &[("from", "nadie@example.mx"), ("username", "")]).await;
        tries().await.says("no deja mandar con esa dirección").says("you may not send as this");
        set(&admin, server.port, &[("security", "start_tls")]).await;
        tries().await.says("No se pudo cifrar");
        set(&admin, server.port, &[("security", "tls")]).await;
        tries().await.says("No se pudo cifrar");
        let closed = std::net::TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port").port();
        set(&admin, closed, &[]).await;
        tries().await.says("No se pudo hablar con el servidor");
        admin.post("/mail/test", &[("to", "xime")]).await.is(422).says("Escribe tu dirección");
    })
    .await;
}

#[tokio::test]
async fn a_process_that_dies_at_any_step_loses_no_mail() {
    let here = folder("mail-killed");
    let mut server = Server::start();
    let mut program = Process::start(here.join("data"), &[], &[]);
    let member = first_member(&program).await;
    set(&member, server.port, &[]).await;
    let concert = member.concert(&[("day", "2030-11-30"), ("price_until", "")]).await;
    let form = member.get(&format!("/tickets/new?concert={concert}")).await.ok();
    let price = form.field("price");
    // The server is deaf meanwhile: nothing goes before all is in the outbox.
    let _ = server.child.kill();
    for nth in 0..12 {
        let request = member.get(&format!("/tickets/new?concert={concert}")).await.ok().field("request");
        let (fan, email) = (format!("Fan {nth}"), format!("fan{nth}@example.mx"));
        let fields = [
            ("concert", &*concert),
            ("fan", &fan),
            ("email", &email),
            ("method", "cash"),
            ("price", &price),
            ("request", &request),
            ("fan_id", "new"),
        ];
        let ticket = member.post("/tickets", &fields).await.made();
        member.post(&format!("/tickets/{ticket}/mail"), &[]).await.is(303);
    }
    server = Server::start();
    set(&member, server.port, &[]).await;
    let mut took: Vec<(String, bool, String)> = Vec::new();
    let begun = Instant::now();
    let mut kills = 0;
    while kills < 6 {
        // Sooner each time, so that it dies at another step.
        std::thread::sleep(Duration::from_millis(60 + 40 * kills));
        program.kill();
        kills += 1;
        took.extend(server.took());
        // What it had in hand is free again once its claim has run out, and what failed once its pause is over.
        let over = "update mail set claimed_until = null, due_at = created_at where sent_at is null";
        change(&here.join("data/anomalia.db"), over);
        program = Process::start(here.join("data"), &[], &[]);
        assert!(begun.elapsed() < Duration::from_secs(120));
    }
    let done =
        || query(&here.join("data/anomalia.db"), "select count(*) from mail where sent_at is not null")[0].clone();
    let begun = Instant::now();
    while done() != "12" {
        assert!(begun.elapsed() < Duration::from_secs(60), "{} sent", done());
        std::thread::sleep(Duration::from_millis(200));
    }
    took.extend(server.took());
    let mut ids: std::collections::BTreeMap<String, std::collections::BTreeSet<String>> = Default::default();
    for (to, _, bytes) in &took {
        let id = read(bytes)["headers"]["Message-ID"].as_str().unwrap_or_default().to_owned();
        ids.entry(to.clone()).or_default().insert(id);
    }
    assert_eq!(ids.len(), 12, "nobody was left out");
    assert!(ids.values().all(|ids| ids.len() == 1), "a repeat carries the same id: {ids:?}");
    assert!(took.len() <= 12 + kills as usize, "no more repeats than kills: {}", took.len());
    eprintln!("12 mails, {} killed, {} taken by the server", kills, took.len());
    drop(program);
    let _ = std::fs::remove_dir_all(here);
    let _ = std::io::stderr().flush();
}

#[tokio::test]
async fn an_erased_fan_is_in_nothing_that_a_server_said_and_gets_no_mail() {
    on_both(async |house| {
        let server = Server::start();
        let admin = house.admin().await;
        set(&admin, server.port, &[]).await;
        let concert = admin.concert(&[]).await;
        let mut fans = Vec::new();
        for (name, email) in [("Nunca", "never@example.mx"), ("Espera", "espera@example.mx")] {
            let ticket = house.ticket(&admin, &concert, name, &[("email", email)]).await;
            admin.post(&format!("/tickets/{}/mail", ticket.id), &[]).await.is(303);
            if name == "Nunca" {
                sends(house).await;
            }
            fans.push(house.one(&format!("select fan_id from ticket where id = '{}'", ticket.id)).await);
        }
        assert!(house.one("select said from mail where failed_at is not null").await.contains("no such user"));
        for fan in fans {
            admin.post(&format!("/fans/{fan}/erase"), &[]).await.is(303);
        }
        assert_eq!(house.one("select count(*) from mail where said is not null or failed_at is null").await, "0");
        sends(house).await;
        assert!(server.took().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_restored_copy_sends_nothing_that_waited_in_it() {
    let (here, there) = (folder("mail-copied"), folder("mail-restored"));
    let mut program = Process::start(here.join("data"), &[], &[]);
    let member = first_member(&program).await;
    let silent = std::net::TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port").port();
    set(&member, silent, &[]).await;
    let concert = member.concert(&[("day", "2030-11-30"), ("price_until", "")]).await;
    let form = member.get(&format!("/tickets/new?concert={concert}")).await.ok();
    let (price, request) = (form.field("price"), form.field("request"));
    let fields = [
        ("concert", &*concert),
        ("fan", "Ana"),
        ("email", "ana@example.mx"),
        ("method", "cash"),
        ("price", &price),
        ("request", &request),
        ("fan_id", "new"),
    ];
    let ticket = member.post("/tickets", &fields).await.made();
    member.post(&format!("/tickets/{ticket}/mail"), &[]).await.is(303);
    program.stop();
    let copy = there.join("copy.db");
    let runs = |data: &std::path::Path, what: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_anomalia"));
        let status = command.arg("--data").arg(data).arg(what).arg(&copy).stdout(Stdio::null()).status();
        assert!(status.expect("it runs").success(), "{what}");
    };
    runs(&here.join("data"), "backup");
    runs(&there.join("data"), "restore");
    let state = "select coalesce(reason, '') || (failed_at is not null) from mail";
    assert_eq!(query(&here.join("data/anomalia.db"), "select count(*) from mail where failed_at is null"), ["1"]);
    assert_eq!(query(&there.join("data/anomalia.db"), state), ["restored1"]);
    for folder in [here, there] {
        let _ = std::fs::remove_dir_all(folder);
    }
}

//! Sends what waits in the outbox, one after another, inside this process: claimed, written, handed over, recorded. Whoever
//! dies in between has its claim run out, and the same message goes again, with the same id.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use askama::Template;
use jiff::SignedDuration;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use tokio::net::TcpStream;
use tokio::sync::Notify;

use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::error::Result;
use crate::base::i18n::Lang;
use crate::base::web::page;
use crate::concerts;
use crate::concerts::concert::Concert;
use crate::delivery::calendar;
use crate::delivery::mail::{self, Failure, Letter, Next, Security, Smtp, Stage};
use crate::delivery::store::outbox::{self, Claimed, Ended};
use crate::fans;
use crate::fans::notice;
use crate::tickets::ticket::Ticket;
use crate::tickets::{self, picture, send};

/// How often the outbox is looked at when nobody calls.
const LOOKS_EVERY: Duration = Duration::from_secs(5);
/// The longest that a server may take for one step.
const PATIENCE: Duration = Duration::from_secs(20);
/// The longest for a whole message and the answer to it: who hangs up sooner sends it twice (RFC 5321, 4.5.3.2.6).
const PATIENCE_CONTENT: Duration = Duration::from_secs(10 * 60);
/// How long one mail is this worker's: longer than all steps together.
const CLAIM: SignedDuration = SignedDuration::from_mins(15);
/// How often, a second apart, what became of a mail is tried to be recorded.
const RECORDS_MAX: u32 = 60;
/// Where it goes wrong whoever the mail is for.
const HOLD_ALL: [Stage; 3] = [Stage::Tls, Stage::Login, Stage::Sender];
/// How long the mail in hand may take while the program stops.
pub const STOPS_IN: Duration = Duration::from_secs(10);

/// Calls the worker of this process when something was put into the outbox, or when it is to stop.
#[derive(Default)]
pub struct Bell {
    called: Notify,
    stopping: AtomicBool,
}

impl Bell {
    pub fn ring(&self) {
        self.called.notify_one();
    }

    /// Has the worker stop once the mail in hand is recorded.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.called.notify_one();
    }

    fn stops(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}

/// Sends what is due, as long as the program runs; what panics is logged, and it goes on.
pub async fn run(app: App) {
    while !app.part::<Bell>().stops() {
        if let Err(error) = tokio::spawn(rounds(app.clone())).await {
            tracing::error!("the outbox stopped, and goes on: {error}");
            tokio::time::sleep(LOOKS_EVERY).await;
        }
    }
}

async fn rounds(app: App) {
    let bell = app.part::<Bell>();
    while !bell.stops() {
        match send_next(&app).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!("the outbox couldn't be read or written: {error:?}"),
        }
        tokio::select! {
            () = bell.called.notified() => {}
            () = tokio::time::sleep(LOOKS_EVERY) => {}
        }
    }
}

/// Sends the one that is due first: whether there was one.
///
/// # Errors
/// When the database doesn't answer; what goes wrong with a mail is kept with it.
pub async fn send_next(app: &App) -> Result<bool> {
    let Some(smtp) = outbox::smtp(app).await? else { return Ok(false) };
    let now = app.clock.now();
    let until = stamp(now.checked_add(CLAIM).unwrap_or(now));
    let mut tx = app.db.write().await?;
    let claimed = outbox::claim(&mut tx, &stamp(now), &until).await?;
    tx.commit().await?;
    let Some(claimed) = claimed else { return Ok(false) };
    let (mut ended, address) = tried(app, &smtp, &claimed).await;
    // The settings were mended while this one was in hand: it needn't wait.
    if let Ended::Later { due_at, .. } = &mut ended
        && outbox::smtp(app).await?.is_some_and(|present| present != smtp)
    {
        *due_at = stamp(now);
    }
    keep(app, &claimed, &ended.cleaned(&address)).await?;
    app.db.changes().tell(&claimed.concert_id);
    Ok(true)
}

/// What became of one try, and the address that it went to.
async fn tried(app: &App, smtp: &Smtp, claimed: &Claimed) -> (Ended, String) {
    match prepared(app, smtp, claimed).await {
        Ok(Ok((to, bytes))) => (ended(deliver(smtp, &to, &bytes).await, claimed.tries, app), to),
        Ok(Err(why)) => (Ended::GivenUp { reason: why.to_owned(), said: String::new() }, String::new()),
        Err(error) => {
            tracing::error!("a mail couldn't be written: {error:?}");
            let failure = Failure { stage: Stage::Drawing, for_good: None, said: String::new() };
            (ended(Err(failure), claimed.tries, app), String::new())
        }
    }
}

/// Records what became of a mail, again and again where the database doesn't take it: what the server has taken must not go
/// a second time.
async fn keep(app: &App, claimed: &Claimed, ended: &Ended) -> Result<()> {
    let mut tried = 0;
    loop {
        match record(app, claimed, ended).await {
            Err(error) if tried < RECORDS_MAX => {
                tracing::warn!("what became of a mail couldn't be recorded, again in a second: {error:?}");
                tried += 1;
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            recorded => return recorded,
        }
    }
}

async fn record(app: &App, claimed: &Claimed, ended: &Ended) -> Result<()> {
    let now = stamp(app.clock.now());
    let mut tx = app.db.write().await?;
    if outbox::record(&mut tx, claimed, ended, &now).await?
        && let Some(account) = &claimed.created_by
    {
        tickets::store::mark_first(&mut tx, &claimed.ticket_id, "mail", account, &now).await?;
    }
    // Whoever can't be talked to can't be talked to about the others either.
    if let Ended::Later { due_at, reason, .. } = ended
        && HOLD_ALL.iter().any(|stage| stage.word() == reason)
        && *due_at > now
    {
        outbox::hold_all(&mut tx, due_at).await?;
    }
    tx.commit().await?;
    Ok(())
}

fn ended(result: std::result::Result<String, Failure>, tries: i64, app: &App) -> Ended {
    match result {
        Ok(said) => Ended::Sent { said },
        Err(failure) => {
            let reason = failure.stage.word().to_owned();
            match mail::next(&failure, tries) {
                Next::After(pause) => {
                    let due = app.clock.now().checked_add(pause).unwrap_or(app.clock.now());
                    Ended::Later { due_at: stamp(due), reason, said: failure.said }
                }
                Next::GivenUp => Ended::GivenUp { reason, said: failure.said },
            }
        }
    }
}

#[derive(Template)]
#[template(path = "delivery/letter.html")]
struct Html {
    lang: Lang,
    title: String,
    lines: Vec<String>,
    alt: String,
    link: Option<String>,
    band: String,
    /// Where the fan stops news, and what leads there.
    farewell: Option<String>,
    stops: String,
}

/// Whom a claimed mail goes to, and its bytes; else why there is none any more.
async fn prepared(
    app: &App,
    smtp: &Smtp,
    claimed: &Claimed,
) -> Result<std::result::Result<(String, Vec<u8>), &'static str>> {
    let mut connection = app.db.read().acquire().await?;
    let Some(ticket) = tickets::store::get(&mut connection, &claimed.ticket_id).await? else { return Ok(Err("gone")) };
    let Some(concert) = concerts::store::get(&mut connection, &claimed.concert_id).await? else {
        return Ok(Err("gone"));
    };
    let wants_news = fans::store::notice::wants_news(&mut connection, &ticket.fan_id).await?;
    drop(connection);
    if !ticket.is_live() || concert.cancelled_at.is_some() || concert.is_over(app.clock.now()) {
        return Ok(Err("gone"));
    }
    // An address in other letters needs a server that takes them (RFC 6531); few do.
    let Some(to) = ticket.fan_email.clone().filter(|to| to.is_ascii()) else { return Ok(Err("address")) };
    let (app, from, message_id) = (app.clone(), smtp.from.clone(), claimed.message_id.clone());
    let url = app.config.public_url().filter(|_| wants_news);
    let farewell = url.map(|url| format!("{url}/baja/{}", notice::farewell(&app.key, &ticket.fan_id)));
    let envelope = Envelope { from, to, message_id, farewell };
    page::beside(move || Ok(letter(&app, &concert, &ticket, &envelope)?.map(|bytes| (envelope.to, bytes)))).await
}

/// What stands around a letter.
struct Envelope {
    from: String,
    to: String,
    message_id: String,
    /// Where the fan stops news, if they get any and others can open it.
    farewell: Option<String>,
}

/// The bytes of the mail with this ticket; else that its address is none.
fn letter(
    app: &App,
    concert: &Concert,
    ticket: &Ticket,
    envelope: &Envelope,
) -> Result<std::result::Result<Vec<u8>, &'static str>> {
    let lang = ticket.fan_language.as_deref().and_then(Lang::of).unwrap_or_default();
    let link = app.config.public_url().map(|url| format!("{url}/t/{}", ticket.link_token));
    let mut plain = send::message_of(&app.brand(), app.config.public_url(), concert, ticket, lang);
    let subject = lang.with("delivery-mail-subject", &[("concert", concert.name().to_owned().into())]);
    let values = [
        ("name", ticket.fan.clone().into()),
        ("concert", concert.name().to_owned().into()),
        ("number", ticket.number.to_string().into()),
    ];
    let html = Html {
        lang,
        title: subject.clone(),
        lines: plain
            .lines()
            .filter(|line| link.as_ref().is_none_or(|link| !line.contains(link)))
            .map(str::to_owned)
            .collect(),
        alt: lang.with("tickets-picture-alt", &values),
        link: link.clone(),
        band: app.brand().name.clone(),
        farewell: envelope.farewell.clone(),
        stops: lang.t("delivery-mail-stops"),
    };
    let html = html.render().map_err(anyhow::Error::new)?;
    if let Some(link) = &envelope.farewell {
        plain += &format!("\n\n{}: {link}", lang.t("delivery-mail-stops"));
    }
    let file = picture::file_name(concert, &ticket.fan, ticket.number);
    let message = mail::written(Letter {
        from_name: &app.brand().name,
        from: &envelope.from,
        to_name: &ticket.fan,
        to: &envelope.to,
        subject: &subject,
        message_id: &envelope.message_id,
        farewell: envelope.farewell.as_deref(),
        plain,
        html,
        file: &file,
        png: picture::png(app, concert, ticket, lang)?,
        pdf: picture::pdf(app, concert, ticket, lang)?,
        ics: calendar::of(concert, ticket, lang, link.as_deref(), app.clock.now()).into_bytes(),
    });
    Ok(message.map(|message| message.formatted()).map_err(|_| "address"))
}

/// Hands a message over, step by step, so that what is refused can be said: the server's last words, or where it went wrong.
///
/// # Errors
/// Where it went wrong, and what the server said.
pub async fn deliver(smtp: &Smtp, to: &str, bytes: &[u8]) -> std::result::Result<String, Failure> {
    let mut connection = connected(smtp).await?;
    let handed = handed(&mut connection, smtp, to, bytes).await;
    // What was taken stays taken, whatever the server says to being left.
    let _ = tokio::time::timeout(Duration::from_secs(3), connection.quit()).await;
    handed
}

/// Connects, secures and logs in.
///
/// # Errors
/// Where it went wrong, and what the server said.
async fn connected(smtp: &Smtp) -> std::result::Result<AsyncSmtpConnection, Failure> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let host = smtp.host.trim_matches(['[', ']']);
    let me = ClientId::Domain(smtp.from.rsplit('@').next().unwrap_or("localhost").to_owned());
    let tls = || TlsParameters::new(host.to_owned()).map_err(failed(Stage::Tls));
    let wrapped = if smtp.security == Security::Tls { Some(tls()?) } else { None };
    let mut stage = Stage::Connect;
    if wrapped.is_some() {
        // Whether there is anybody at all; what fails after that is the encryption.
        let reached = within(TcpStream::connect((host, smtp.port))).await?;
        reached.map_err(|error| Failure { stage, for_good: None, said: error.to_string() })?;
        stage = Stage::Tls;
    }
    let opening = AsyncSmtpConnection::connect_tokio1((host, smtp.port), Some(PATIENCE), &me, wrapped, None);
    let mut connection = within(opening).await?.map_err(failed(stage))?;
    if smtp.security == Security::StartTls {
        within(connection.starttls(tls()?, &me)).await?.map_err(failed(Stage::Tls))?;
    }
    if !smtp.username.is_empty() {
        let credentials = Credentials::new(smtp.username.clone(), smtp.password.clone());
        within(connection.auth(DEFAULT_MECHANISMS, &credentials)).await?.map_err(failed(Stage::Login))?;
    }
    Ok(connection)
}

async fn handed(
    connection: &mut AsyncSmtpConnection,
    smtp: &Smtp,
    to: &str,
    bytes: &[u8],
) -> std::result::Result<String, Failure> {
    let address = |text: &str, stage| {
        text.parse().map_err(|_| Failure { stage, for_good: Some(()), said: "not an address".to_owned() })
    };
    let (from, to) = (address(&smtp.from, Stage::Sender)?, address(to, Stage::Recipient)?);
    within(connection.command(Mail::new(Some(from), Vec::new()))).await?.map_err(failed(Stage::Sender))?;
    within(connection.command(Rcpt::new(to, Vec::new()))).await?.map_err(failed(Stage::Recipient))?;
    within(connection.command(Data)).await?.map_err(failed(Stage::Content))?;
    let taken = tokio::time::timeout(PATIENCE_CONTENT, connection.message(bytes)).await;
    let taken = taken.map_err(|_| late(PATIENCE_CONTENT))?.map_err(failed(Stage::Content))?;
    Ok(format!("{} {}", taken.code(), taken.message().collect::<Vec<_>>().join(" ")))
}

/// A step that takes no longer than a server may.
async fn within<T>(step: impl Future<Output = T>) -> std::result::Result<T, Failure> {
    tokio::time::timeout(PATIENCE, step).await.map_err(|_| late(PATIENCE))
}

fn late(after: Duration) -> Failure {
    Failure { stage: Stage::Connect, for_good: None, said: format!("no answer in {} s", after.as_secs()) }
}

fn failed(stage: Stage) -> impl Fn(SmtpError) -> Failure {
    move |error| {
        // A connection that broke says nothing about what was asked of it.
        let answered = error.is_permanent() || error.is_transient() || error.is_client();
        let stage = if answered || stage == Stage::Tls { stage } else { Stage::Connect };
        let mut said = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(inner) = cause {
            let more = inner.to_string();
            if !said.contains(&more) {
                said = format!("{said}: {more}");
            }
            cause = inner.source();
        }
        Failure { stage, for_good: error.is_permanent().then_some(()), said }
    }
}

/// Tries the settings with a mail to `to`: what the server said, or where it went wrong.
///
/// # Errors
/// Where it went wrong, and what the server said.
pub async fn tries(
    smtp: &Smtp,
    band: &str,
    to: &str,
    subject: &str,
    text: &str,
) -> std::result::Result<String, Failure> {
    let wrong = |stage| move |_| Failure { stage, for_good: Some(()), said: String::new() };
    let from = smtp.from.parse().map_err(|_| wrong(Stage::Sender)(()))?;
    let address = to.parse().map_err(|_| wrong(Stage::Recipient)(()))?;
    let message = lettre::Message::builder()
        .from(lettre::message::Mailbox::new(Some(band.to_owned()), from))
        .to(lettre::message::Mailbox::new(None, address))
        .subject(subject)
        .singlepart(lettre::message::SinglePart::plain(text.to_owned()));
    let message = message.map_err(|_| wrong(Stage::Content)(()))?;
    deliver(smtp, to, &message.formatted()).await
}

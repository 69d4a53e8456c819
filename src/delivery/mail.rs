//! Mail with a ticket: the band's SMTP settings, what a message holds, and when it is tried again. No I/O.

use jiff::SignedDuration;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use serde::{Deserialize, Serialize};

use crate::base::text;
use crate::base::web::form::Problems;

/// The shared setting that holds [`Smtp`], and the one with its password.
pub const SETTING: &str = "mail";
pub const PASSWORD: &str = "mail_password";

/// After each failed try the next waits this long, in minutes; after the last of them it is given up.
const PAUSES_MIN: [i64; 8] = [1, 5, 15, 60, 180, 360, 720, 1440];
/// The most of a server's words that is kept.
const SAID_MAX: usize = 300;

/// How the connection is kept from being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// From the first byte, usually on port 465.
    Tls,
    /// After STARTTLS (RFC 3207), usually on port 587; never without.
    #[default]
    StartTls,
    /// Not at all: to a server on this very machine.
    None,
}

impl Security {
    pub const ALL: [Security; 3] = [Security::StartTls, Security::Tls, Security::None];

    pub fn word(self) -> &'static str {
        match self {
            Security::Tls => "tls",
            Security::StartTls => "start_tls",
            Security::None => "none",
        }
    }

    fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|security| security.word() == word)
    }

    fn port(self) -> u16 {
        match self {
            Security::Tls => 465,
            Security::StartTls => 587,
            Security::None => 25,
        }
    }
}

/// The band's mail server.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Smtp {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// Empty: without logging in.
    pub username: String,
    /// Who the mail is from.
    pub from: String,
    #[serde(skip)]
    pub password: String,
}

impl std::fmt::Debug for Smtp {
    /// Without the password.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}@{}:{} {:?} from {}", self.username, self.host, self.port, self.security, self.from)
    }
}

/// The settings as they are typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct SmtpForm {
    pub host: String,
    pub port: String,
    pub security: String,
    pub username: String,
    /// Empty: the one that is kept stays.
    pub password: String,
    pub from: String,
}

impl SmtpForm {
    /// What is kept, to be shown again; never the password.
    pub fn of(smtp: &Smtp) -> Self {
        Self {
            host: smtp.host.clone(),
            port: smtp.port.to_string(),
            security: smtp.security.word().to_owned(),
            username: smtp.username.clone(),
            password: String::new(),
            from: smtp.from.clone(),
        }
    }

    /// The checked settings. A password that wasn't typed is that of `kept`, if it is for the same server and user: it is
    /// never handed to another.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn check(&self, kept: Option<&Smtp>) -> Result<Smtp, Problems> {
        let mut problems = Problems::default();
        let host = self.host.trim().to_ascii_lowercase();
        let is_name = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
        if host.is_empty() || !host.chars().all(is_name) {
            problems.add("host", "delivery-mail-host-wrong");
        }
        let security = Security::of(&self.security).unwrap_or_default();
        let is_here = ["localhost", "127.0.0.1", "::1", "[::1]"].contains(&host.as_str());
        if security == Security::None && !is_here {
            problems.add("security", "delivery-mail-security-none");
        }
        let port = match self.port.trim() {
            "" => Some(security.port()),
            typed => typed.parse().ok().filter(|port| *port > 0),
        };
        if port.is_none() {
            problems.add("port", "delivery-mail-port-wrong");
        }
        let from = text::email(&self.from).filter(|from| from.parse::<Address>().is_ok());
        if from.is_none() {
            problems.add("from", "delivery-mail-from-wrong");
        }
        match (port, from) {
            (Some(port), Some(from)) if problems.none() => {
                let username = self.username.trim().to_owned();
                let same = kept.filter(|kept| kept.host == host && kept.port == port && kept.username == username);
                let password = match same {
                    _ if username.is_empty() => String::new(),
                    Some(kept) if self.password.is_empty() => kept.password.clone(),
                    _ => self.password.clone(),
                };
                Ok(Smtp { host, port, security, username, password, from })
            }
            _ => Err(problems),
        }
    }
}

/// Where a try went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Connect,
    Tls,
    Login,
    Sender,
    Recipient,
    Content,
    /// Its picture or its text couldn't be made.
    Drawing,
}

impl Stage {
    /// The word that is kept, and the end of its text's key.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Connect => "connect",
            Stage::Tls => "tls",
            Stage::Login => "login",
            Stage::Sender => "sender",
            Stage::Recipient => "recipient",
            Stage::Content => "content",
            Stage::Drawing => "drawing",
        }
    }
}

/// Why a try failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub stage: Stage,
    /// The server said that it will never take this one (5xx, RFC 5321).
    pub for_good: Option<()>,
    /// What it said, or what the connection did.
    pub said: String,
}

/// What comes after a failed try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Tried again after this.
    After(SignedDuration),
    GivenUp,
}

/// What comes after the `tries`-th try. What is refused for good for the one it goes to, or for what it holds, isn't tried
/// again; a server that can't be reached or logged in to is, for somebody may mend the settings.
pub fn next(failure: &Failure, tries: i64) -> Next {
    let hopeless = failure.for_good.is_some() && matches!(failure.stage, Stage::Recipient | Stage::Content);
    let pause = usize::try_from(tries - 1).ok().and_then(|nth| PAUSES_MIN.get(nth));
    match pause {
        Some(minutes) if !hopeless => Next::After(SignedDuration::from_mins(*minutes)),
        _ => Next::GivenUp,
    }
}

/// A server's words as they are kept: one line, not long, and without the address that the mail goes to.
pub fn kept(said: &str, address: &str) -> String {
    let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let (lower, address) = (line.to_ascii_lowercase(), address.to_ascii_lowercase());
    let mut clean = String::new();
    let mut from = 0;
    for (at, _) in lower.match_indices(&address).filter(|_| !address.is_empty()) {
        clean += &line[from..at];
        clean.push('…');
        from = at + address.len();
    }
    clean += &line[from..];
    clean.chars().take(SAID_MAX).collect()
}

/// The id of a mail's message: the same for every try (RFC 5322, 3.6.4).
pub fn message_id(id: &str, from: &str) -> String {
    format!("<{id}@{}>", from.rsplit('@').next().unwrap_or("anomalia"))
}

/// What a mail with a ticket holds.
pub struct Letter<'a> {
    pub from_name: &'a str,
    pub from: &'a str,
    pub to_name: &'a str,
    pub to: &'a str,
    pub subject: &'a str,
    pub message_id: &'a str,
    /// Where the fan stops news, if they get any.
    pub farewell: Option<&'a str>,
    pub plain: String,
    pub html: String,
    /// The name of its files, without their kind.
    pub file: &'a str,
    pub png: Vec<u8>,
    pub pdf: Vec<u8>,
    pub ics: Vec<u8>,
}

/// The message: its text in two forms, the picture inside, PDF and calendar attached.
///
/// # Errors
/// When an address isn't one.
pub fn written(letter: Letter<'_>) -> Result<Message, lettre::error::Error> {
    let mailbox = |name: &str, address: &str| -> Result<Mailbox, lettre::error::Error> {
        let address = address.parse::<Address>().map_err(|_| lettre::error::Error::MissingTo)?;
        Ok(Mailbox::new(Some(text::tidy(name)).filter(|name| !name.is_empty()), address))
    };
    let part = |kind: &str| kind.parse::<ContentType>().unwrap_or(ContentType::TEXT_PLAIN);
    let picture = Attachment::new_inline("ticket".to_owned()).body(letter.png, part("image/png"));
    let text = MultiPart::alternative()
        .singlepart(SinglePart::plain(letter.plain))
        .multipart(MultiPart::related().singlepart(SinglePart::html(letter.html)).singlepart(picture));
    let named = |kind: &str| format!("{}.{kind}", letter.file);
    let body = MultiPart::mixed()
        .multipart(text)
        .singlepart(Attachment::new(named("pdf")).body(letter.pdf, part("application/pdf")))
        .singlepart(
            Attachment::new(named("ics")).body(letter.ics, part("text/calendar; charset=utf-8; method=PUBLISH")),
        );
    let automatic = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
    let mut message = Message::builder();
    if let Some(link) = letter.farewell {
        // RFC 2369 and RFC 8058: a mail program's own button for it.
        let header = |name, value| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
        message = message
            .raw_header(header("List-Unsubscribe", format!("<{link}>")))
            .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    message
        .from(mailbox(letter.from_name, letter.from)?)
        .to(mailbox(letter.to_name, letter.to)?)
        .subject(text::tidy(letter.subject))
        .message_id(Some(letter.message_id.to_owned()))
        .raw_header(automatic)
        .multipart(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(host: &str, security: &str) -> SmtpForm {
        SmtpForm { host: host.into(), security: security.into(), from: "hola@ruido.mx".into(), ..SmtpForm::default() }
    }

    #[test]
    fn settings_take_the_usual_port_and_are_never_sent_in_the_clear_to_another_machine() {
        let smtp = typed(" SMTP.ruido.mx ", "tls").check(None).expect("good");
        assert_eq!((&*smtp.host, smtp.port), ("smtp.ruido.mx", 465));
        assert_eq!(typed("smtp.ruido.mx", "").check(None).expect("good").port, 587);
        let problems = typed("smtp.ruido.mx", "none").check(None).expect_err("in the clear");
        assert!(!problems.of("security").is_empty());
        assert!(typed("127.0.0.1", "none").check(None).is_ok());
        for (host, port, from, field) in [
            ("", "", "a@b.mx", "host"),
            ("a b", "", "a@b.mx", "host"),
            ("x.mx", "0", "a@b.mx", "port"),
            ("x.mx", "", "hola", "from"),
        ] {
            let form = SmtpForm { host: host.into(), port: port.into(), from: from.into(), ..SmtpForm::default() };
            assert!(!form.check(None).expect_err("wrong").of(field).is_empty(), "{host:?} {port:?} {from:?}");
        }
    }

    #[test]
    fn a_kept_password_goes_to_no_other_server() {
        let check = |host: &str, username: &str, password: &str, kept: Option<&Smtp>| {
            let form = SmtpForm { username: username.into(), password: password.into(), ..typed(host, "") };
            form.check(kept).expect("good")
        };
        let kept = check("smtp.ruido.mx", "hola", "clave", None);
        assert!(!format!("{kept:?}").contains("clave"));
        assert_eq!(check("smtp.ruido.mx", "hola", "", Some(&kept)).password, "clave");
        assert_eq!(check("smtp.ruido.mx", "hola", "otra", Some(&kept)).password, "otra");
        for (host, username) in [("smtp.evil.example", "hola"), ("smtp.ruido.mx", "otro"), ("smtp.ruido.mx", "")] {
            assert_eq!(check(host, username, "", Some(&kept)).password, "", "{host} {username}");
        }
    }

    #[test]
    fn pauses_grow_and_what_is_refused_for_good_is_not_tried_again() {
        let failure = |stage, for_good| Failure { stage, for_good, said: String::new() };
        let later = failure(Stage::Recipient, None);
        let pauses: Vec<_> = (1..=9).map(|tries| next(&later, tries)).collect();
        assert_eq!(pauses[0], Next::After(SignedDuration::from_mins(1)));
        assert!(pauses[..8].windows(2).all(|two| matches!(two, [Next::After(a), Next::After(b)] if a < b)));
        assert_eq!(pauses[8], Next::GivenUp);
        assert_eq!(next(&failure(Stage::Recipient, Some(())), 1), Next::GivenUp);
        assert!(matches!(next(&failure(Stage::Login, Some(())), 1), Next::After(_)), "the settings can be mended");
    }

    #[test]
    fn what_a_server_says_is_kept_without_the_address() {
        assert_eq!(kept("550 5.1.1 <Ana@X.mx>:\r\n unknown", "ana@x.mx"), "550 5.1.1 <…>: unknown");
        assert_eq!(kept(&"a".repeat(900), "").len(), SAID_MAX);
    }
}

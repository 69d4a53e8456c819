//! The second step of signing in, and one's own second factor: set up, its codes on paper, taken away.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use jiff::SignedDuration;
use serde::Deserialize;

use super::{Login, begin, limit, local_path, session_cookie, wait};
use crate::accounts::password::is_password_of;
use crate::accounts::second::{self, CODE, CODES, SECRET};
use crate::accounts::store;
use crate::accounts::store::second as kept;
use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::db::Tx;
use crate::base::db::trail::{self, Acting};
use crate::base::error::{Error, Result};
use crate::base::secret::{self, Seal};
use crate::base::web::form::{Form, Problems};
use crate::base::web::page::{self, Page};
use crate::base::web::qr::{self, Picture};
use crate::base::web::viewer::Admin;

/// How long after the password the code may come.
const PATIENCE: SignedDuration = SignedDuration::from_mins(5);

/// What the secret is sealed under.
const NAME: &str = "second";

#[derive(Template)]
#[template(path = "accounts/second_login.html")]
struct Step {
    page: Page,
    /// Who gave their password, and until when that counts.
    pass: String,
    next: String,
    problem: &'static str,
}

/// Says who gave the password of this hash, so that only we can have said it.
fn signed(app: &App, account: &str, until: &str, password_hash: &str) -> String {
    secret::sign(&app.key, &format!("second {account} {until} {password_hash}"))
}

/// The page that asks whoever gave their password for the code.
pub(super) fn ask(page: Page, app: &App, found: &store::Credentials, next: &str) -> Result<Response> {
    let until = stamp(page.now.checked_add(PATIENCE).unwrap_or(page.now));
    let pass = format!("{} {until} {}", found.id, signed(app, &found.id, &until, &found.password_hash));
    page::html(&Step { page, pass, next: local_path(next).to_owned(), problem: "" })
}

#[derive(Deserialize)]
pub(super) struct StepForm {
    #[serde(default)]
    pass: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

/// `POST /login/second`
pub(super) async fn login(
    page: Page,
    State(app): State<App>,
    headers: HeaderMap,
    Form(form): Form<StepForm>,
) -> Result<Response> {
    let from = limit(&app, &headers, "login")?;
    let mut parts = form.pass.splitn(3, ' ');
    let (account, until, signature) =
        (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let found = kept::of(&mut *app.db.read().acquire().await?, account).await?;
    // Too late, a password that was changed meanwhile, or made up: from the beginning.
    let Some(found) = found.filter(|found| {
        secret::same(signature, &signed(&app, account, until, &found.password_hash)) && *until > *stamp(page.now)
    }) else {
        let (username, next) = (String::new(), local_path(&form.next).to_owned());
        return page::again(&Login { page, username, next, problem: "accounts-second-late", open: false });
    };
    let keys = [format!("second {account}"), format!("address {from}")];
    wait(&app.limits, &keys, &page).await;
    if !app.limits.allow_code(&from) {
        return Err(Error::TooMany);
    }
    let mut tx = trail::act(Acting::new(page.now, Some(account), "POST /login/second"), app.db.write()).await?;
    if !proved(&app, &mut tx, account, &found.second_secret, &form.code).await? {
        drop(tx);
        app.limits.failed(&keys, page.now);
        let next = local_path(&form.next).to_owned();
        return page::again(&Step { page, pass: form.pass, next, problem: "accounts-second-wrong" });
    }
    app.limits.succeeded(&keys);
    let token = begin(&mut tx, &page, &headers, account, &found.password_hash).await?;
    tx.commit().await?;
    let response = page::done(&app, local_path(&form.next), page.t1("accounts-login-done", "name", &found.username));
    Ok(page::with_cookie(response, &session_cookie(&app, token)))
}

/// Whether a code is one of the app's that is good now, or one on paper; it is used up.
async fn proved(app: &App, tx: &mut Tx, account: &str, sealed: &str, code: &str) -> Result<bool> {
    let now = app.clock.now();
    if let Some(hash) = second::kept(account, code) {
        return Ok(kept::use_code(tx, account, &hash, &stamp(now)).await?);
    }
    if !app.limits.allow_second(account) {
        return Err(Error::TooMany);
    }
    let secret = Seal::new(&app.key).open(NAME, sealed).unwrap_or_default();
    match second::step(&secret, code, now) {
        Some(step) => Ok(kept::use_step(tx, account, step).await?),
        None => Ok(false),
    }
}

#[derive(Template)]
#[template(path = "accounts/second.html")]
struct Mine {
    page: Page,
    /// Codes on paper that are left; none: there is no second factor yet.
    left: Option<i64>,
    secret: String,
    picture: Option<Picture>,
    problems: Problems,
}

impl Mine {
    /// The secret in fours, as it is typed.
    fn in_fours(&self) -> String {
        let letters: Vec<char> = self.secret.chars().collect();
        letters.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }
}

async fn mine_of(page: Page, app: &App, admin: &Admin, typed: Option<String>, problems: Problems) -> Result<Mine> {
    let left = kept::codes_left(&mut *app.db.read().acquire().await?, &admin.id).await?;
    let secret = typed.filter(|typed| is_secret(typed)).unwrap_or_else(|| second::written(secret::random::<SECRET>()));
    let link = second::link(&page.brand().name, &admin.username, &secret);
    Ok(Mine { picture: left.is_none().then(|| qr::picture(&link)).flatten(), left, secret, problems, page })
}

fn is_secret(typed: &str) -> bool {
    typed.len() == 32 && typed.bytes().all(|byte| byte.is_ascii_uppercase() || (b'2'..=b'7').contains(&byte))
}

/// `GET /account/second`
pub(super) async fn mine(page: Page, State(app): State<App>, admin: Admin) -> Result<Response> {
    page::html(&mine_of(page, &app, &admin, None, Problems::default()).await?)
}

#[derive(Deserialize)]
pub(super) struct MineForm {
    #[serde(default)]
    secret: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    present: String,
}

#[derive(Template)]
#[template(path = "accounts/second_codes.html")]
struct Codes {
    page: Page,
    codes: Vec<String>,
}

/// New codes on paper, and what is kept of them.
fn new_codes(account: &str) -> (Vec<String>, Vec<String>) {
    let codes: Vec<String> = (0..CODES).map(|_| second::code(secret::random::<CODE>())).collect();
    let hashes = codes.iter().filter_map(|code| second::kept(account, code)).collect();
    (codes, hashes)
}

/// `POST /account/second`: an app that shows the right code is the second factor from now on.
pub(super) async fn keep(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Form(form): Form<MineForm>,
) -> Result<Response> {
    // Another app takes the place of this one when this one is turned off.
    if kept::codes_left(&mut *app.db.read().acquire().await?, &admin.id).await?.is_some() {
        return Ok(page::to("/account/second"));
    }
    let step = if is_secret(&form.secret) { second::step(&form.secret, &form.code, page.now) } else { None };
    let wrong = match step {
        None => Some(Problems::one("code", "accounts-second-wrong")),
        Some(_) if !is_password_of(&app, &admin, &form.present).await? => {
            Some(Problems::one("present", "accounts-password-wrong"))
        }
        Some(_) => None,
    };
    let (Some(step), None) = (step, &wrong) else {
        let problems = wrong.unwrap_or_default();
        return page::again(&mine_of(page, &app, &admin, Some(form.secret), problems).await?);
    };
    let (codes, hashes) = new_codes(&admin.id);
    let sealed = Seal::new(&app.key).close(NAME, &form.secret);
    let mut tx = app.db.write().await?;
    kept::keep(&mut tx, &admin.id, Some((&sealed, step)), &hashes).await?;
    // Whoever got in without it is out.
    store::end_others(&mut tx, &admin.id, &admin.session, &stamp(page.now)).await?;
    tx.commit().await?;
    page::html(&Codes { page, codes })
}

#[derive(Deserialize)]
pub(super) struct SureForm {
    #[serde(default)]
    present: String,
    #[serde(default)]
    code: String,
}

/// A write by the member themselves, as their password and a code show; else what is wrong.
async fn sure(app: &App, admin: &Admin, form: &SureForm) -> Result<std::result::Result<Tx, Problems>> {
    if !is_password_of(app, admin, &form.present).await? {
        return Ok(Err(Problems::one("present", "accounts-password-wrong")));
    }
    let mut tx = app.db.write().await?;
    let found = kept::of(&mut tx, &admin.id).await?.ok_or(Error::NotFound)?;
    match proved(app, &mut tx, &admin.id, &found.second_secret, &form.code).await? {
        true => Ok(Ok(tx)),
        false => Ok(Err(Problems::one("code", "accounts-second-wrong"))),
    }
}

/// `POST /account/second/codes`: new codes on paper in place of the old ones.
pub(super) async fn codes(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Form(form): Form<SureForm>,
) -> Result<Response> {
    let mut tx = match sure(&app, &admin, &form).await? {
        Ok(tx) => tx,
        Err(problems) => return page::again(&mine_of(page, &app, &admin, None, problems).await?),
    };
    let (codes, hashes) = new_codes(&admin.id);
    kept::keep_codes(&mut tx, &admin.id, &hashes).await?;
    tx.commit().await?;
    page::html(&Codes { page, codes })
}

/// `POST /account/second/off`
pub(super) async fn off(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Form(form): Form<SureForm>,
) -> Result<Response> {
    let mut tx = match sure(&app, &admin, &form).await? {
        Ok(tx) => tx,
        Err(problems) => return page::again(&mine_of(page, &app, &admin, None, problems).await?),
    };
    kept::keep(&mut tx, &admin.id, None, &[]).await?;
    tx.commit().await?;
    Ok(page::done(&app, "/account", page.t("accounts-second-gone")))
}

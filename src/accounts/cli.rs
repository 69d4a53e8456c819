//! `anomalia admin add|list|password|second-off|disable`.

use std::io::{IsTerminal, Read};

use anyhow::{Context, bail};
use clap::Subcommand;

use crate::accounts::{account, store};
use crate::base::clock::{Clock, stamp};
use crate::base::db::{Db, id, trail};
use crate::base::i18n::Lang;
use crate::base::text;

#[derive(Subcommand)]
pub enum Command {
    /// Add a band member who may sign in; the password is typed unseen, or read from standard input
    Add { name: String },
    /// List the accounts
    List,
    /// Set a new password; ends the account's sessions
    Password { name: String },
    /// Take an account's second factor away, when telephone and codes are lost
    SecondOff { name: String },
    /// Disable an account; ends its sessions and the doors it lent
    Disable { name: String },
}

impl Command {
    /// What the trail calls it.
    pub fn did(&self) -> &'static str {
        match self {
            Command::Add { .. } => "anomalia admin add",
            Command::List => "anomalia admin list",
            Command::Password { .. } => "anomalia admin password",
            Command::SecondOff { .. } => "anomalia admin second-off",
            Command::Disable { .. } => "anomalia admin disable",
        }
    }
}

/// Runs one of the commands.
///
/// # Errors
/// What was wrong, in words.
pub async fn run(db: &Db, clock: &Clock, command: Command) -> anyhow::Result<()> {
    let now = clock.now();
    match command {
        Command::Add { name } => {
            let password = typed_password()?;
            let new = account::check(&name, &password, &password).map_err(|problems| words(&problems))?;
            let mut tx = db.write().await?;
            let hash = account::hash(&password)?;
            let Some(made) = store::add(&mut tx, &id::new(now), &new, &hash, &stamp(now)).await? else {
                bail!("{name} already has an account; `anomalia admin password {name}` sets a new password");
            };
            trail::about(&mut tx, &made).await?;
            tx.commit().await?;
            println!("{} may sign in.", new.username);
        }
        Command::List => {
            for account in store::list(db).await? {
                let state = account.disabled_at.map_or_else(String::new, |at| format!("  disabled {}", &at[..10]));
                println!("{:<24} since {}{state}", account.username, &account.created_at[..10]);
            }
        }
        Command::Password { name } => {
            let found = find(db, &name).await?;
            let password = typed_password()?;
            if let Some(key) = account::password_problem(&found.username, &password) {
                bail!(Lang::En.t(key));
            }
            let mut tx = db.write().await?;
            store::set_password(&mut tx, &found.id, &account::hash(&password)?, &stamp(now)).await?;
            trail::about(&mut tx, &found.id).await?;
            tx.commit().await?;
            println!("{} has a new password; their sessions ended.", found.username);
        }
        Command::SecondOff { name } => {
            let found = find(db, &name).await?;
            let mut tx = db.write().await?;
            store::second::keep(&mut tx, &found.id, None, &[]).await?;
            trail::about(&mut tx, &found.id).await?;
            tx.commit().await?;
            println!("{} signs in with the password alone.", found.username);
        }
        Command::Disable { name } => {
            let found = find(db, &name).await?;
            let mut tx = db.write().await?;
            store::disable(&mut tx, &found.id, &stamp(now)).await?;
            trail::about(&mut tx, &found.id).await?;
            tx.commit().await?;
            println!("{} can't sign in any more; their sessions and the doors they lent ended.", found.username);
        }
    }
    Ok(())
}

async fn find(db: &Db, name: &str) -> anyhow::Result<store::Credentials> {
    let found = store::credentials(db, &text::fold(name)).await?;
    found.with_context(|| format!("there is no account {name}; `anomalia admin list` lists them"))
}

fn words(problems: &crate::base::web::form::Problems) -> anyhow::Error {
    let key = ["username", "password", "again"].into_iter().map(|field| problems.of(field)).find(|key| !key.is_empty());
    anyhow::anyhow!(Lang::En.t(key.unwrap_or("base-form-unreadable")))
}

fn typed_password() -> anyhow::Result<String> {
    if !std::io::stdin().is_terminal() {
        let mut typed = String::new();
        std::io::stdin().take(4096).read_to_string(&mut typed)?;
        return Ok(typed.trim_end_matches(['\r', '\n']).to_owned());
    }
    let password = rpassword::prompt_password("Password: ")?;
    if password != rpassword::prompt_password("Once more: ")? {
        bail!(Lang::En.t("accounts-password-differs"));
    }
    Ok(password)
}

//! `anomalia door lend CONCERT`.

use anyhow::{Context, bail, ensure};
use clap::Subcommand;

use crate::accounts;
use crate::base::clock::{Clock, stamp};
use crate::base::db::{Db, id};
use crate::base::{secret, text};
use crate::concerts::concert::earlier;
use crate::door::device::dies_at;
use crate::door::store::{self, Lent};

#[derive(Subcommand)]
pub enum Command {
    /// Lend a concert's door to one phone until 05:00 of its night: prints the link
    Lend {
        /// The concert: its id, its day (2026-11-28), or the beginning of its name
        concert: String,
        /// Who lends it: an account's name; the only one, if there is one
        #[arg(long)]
        by: Option<String>,
        /// The name that other phones show: "Beto, entrada lateral"
        #[arg(long, default_value = "Puerta")]
        name: String,
        /// The phone may sell, too
        #[arg(long)]
        sells: bool,
    },
}

/// Runs the command.
///
/// # Errors
/// What was wrong, in words.
pub async fn run(db: &Db, clock: &Clock, base_url: &str, command: Command) -> anyhow::Result<()> {
    let Command::Lend { concert, by, name, sells } = command;
    let now = clock.now();
    let concerts = store::list(db, &stamp(earlier(now))).await?;
    let wanted = text::fold(&concert);
    let named = |it: &&(String, String, String, String)| {
        it.0 == concert || it.2 == concert || text::fold(&it.1).starts_with(&wanted)
    };
    let mut fitting = concerts.iter().filter(named);
    let (Some(found), None) = (fitting.next(), fitting.next()) else {
        let all: Vec<_> = concerts.iter().map(|it| format!("  {}  {}", it.2, it.1)).collect();
        bail!("not one upcoming concert is {concert}; these are:\n{}", all.join("\n"));
    };
    let accounts = accounts::store::list(db).await?;
    let mut lenders = accounts.iter().filter(|account| account.disabled_at.is_none());
    let lender = match &by {
        Some(name) => lenders.find(|account| text::fold(&account.username) == text::fold(name)),
        None => lenders.next().filter(|_| lenders.next().is_none()),
    };
    let lender = lender.context("say which account lends it: --by NAME")?;
    let expires = dies_at(&found.2, &found.3).context("the concert's day can't be read")?;
    ensure!(expires > now, "that night is over");
    let link = secret::short_token();
    let name = text::given(&name).context("the phone needs a name")?;
    let sells_from = sells.then(|| stamp(now));
    let mut tx = db.write().await?;
    let lent = Lent {
        id: &id::new(now),
        concert: &found.0,
        account: &lender.id,
        name: &name,
        sells_from: sells_from.as_deref(),
        link_hash: &secret::hash(&link),
        now: &stamp(now),
        expires_at: &stamp(expires),
    };
    store::lend(&mut tx, &lent).await?;
    tx.commit().await?;
    println!("The door of {} ({}), for one phone, until 05:00:\n  {base_url}/door/open#{link}", found.1, found.2);
    Ok(())
}

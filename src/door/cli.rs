//! Door.
use crate::base::{clock::Clock, db::Db};

#[derive(clap::Subcommand)]
pub enum Command {
    Lend,
}

pub async fn run(_: &Db, _: &Clock, _: &str, _: Command) -> anyhow::Result<()> {
    Ok(())
}

//! The command line.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, ensure};
use clap::{Args, Parser, Subcommand};

use crate::accounts;
use crate::base::clock::{Clock, stamp};
use crate::base::config::{self, Config, Hidden};
use crate::base::db;
use crate::base::secret;
use crate::net::lan;
use crate::net::tls::{self, Transport};
use crate::{console, demo, door, safekeeping, server};

/// The ticket, door and fan system of an independent band.
#[derive(Parser)]
#[command(name = "anomalia", version, about)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    serve: Serve,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Args, Clone)]
struct Common {
    /// The data folder
    #[arg(long, global = true, env = "ANOMALIA_DATA", default_value = "data")]
    data: PathBuf,
    /// A PostgreSQL database in place of the embedded one
    #[arg(long, global = true, env = "ANOMALIA_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// The time that it is taken to be, for trials: 2026-11-29T00:05:00Z
    #[arg(long, global = true, hide = true, env = "ANOMALIA_CLOCK")]
    clock: Option<jiff::Timestamp>,
}

#[derive(Args, Clone, Default)]
struct Serve {
    /// The port to serve on; the next free one is taken if it is in use, and any for 0
    #[arg(long, env = "ANOMALIA_PORT")]
    port: Option<u16>,
    /// The address to listen on
    #[arg(long, env = "ANOMALIA_BIND")]
    bind: Option<IpAddr>,
    /// Where browsers reach this program: https://boletos.example.mx
    #[arg(long, env = "ANOMALIA_BASE_URL")]
    base_url: Option<String>,
    /// Serve HTTPS on the local network, so that phones' cameras work
    #[arg(long)]
    lan: bool,
    /// The folder with the band's own look
    #[arg(long, env = "ANOMALIA_BRAND")]
    brand: Option<PathBuf>,
    /// Addresses of proxies whose X-Forwarded-For is believed, with commas: 127.0.0.1,10.0.0.0/8
    #[arg(long, env = "ANOMALIA_TRUSTED_PROXIES", value_delimiter = ',')]
    trusted_proxies: Option<Vec<String>>,
}

impl Serve {
    /// What was said behind `serve`, and where nothing was, what was said before it.
    fn or(self, before: Self) -> Self {
        Self {
            port: self.port.or(before.port),
            bind: self.bind.or(before.bind),
            base_url: self.base_url.or(before.base_url),
            lan: self.lan || before.lan,
            brand: self.brand.or(before.brand),
            trusted_proxies: self.trusted_proxies.or(before.trusted_proxies),
        }
    }
}

#[derive(Subcommand)]
enum Command {
    /// Serve (what happens without a command, too)
    Serve(Serve),
    /// Band members who may sign in
    #[command(subcommand)]
    Admin(accounts::cli::Command),
    /// The door
    #[command(subcommand)]
    Door(door::cli::Command),
    /// Copy the data to a file, also while it is being served
    Backup { file: PathBuf },
    /// Put a copy into a new data folder, or into an empty PostgreSQL database
    Restore { file: PathBuf },
    /// Say what is wrong, if anything is; then end with 1
    Doctor(safekeeping::doctor::Options),
    /// Fill a new data folder with an invented history
    Demo,
    /// Print the SQL that makes the console's role on PostgreSQL
    ConsoleRole {
        /// The role's name
        #[arg(default_value = "anomalia_console")]
        role: String,
    },
}

/// Runs what the command line says.
///
/// # Errors
/// What went wrong, in words.
pub async fn run() -> anyhow::Result<()> {
    let cli = Cli::parse();
    let clock = cli.common.clock.map_or_else(Clock::system, Clock::starting_at);
    match cli.command {
        None => serve(&cli.common, cli.serve, clock).await,
        Some(Command::Serve(options)) => serve(&cli.common, options.or(cli.serve), clock).await,
        Some(Command::Admin(command)) => {
            let db = server::open_database(&settings(&cli.common, &cli.serve)?).await?;
            accounts::cli::run(&db, &clock, command).await
        }
        Some(Command::ConsoleRole { role }) => {
            print!("{}", console::role::role_sql(&role));
            Ok(())
        }
        Some(Command::Door(command)) => {
            let config = settings(&cli.common, &cli.serve)?;
            let db = server::open_database(&config).await?;
            // Without an address in the settings, the one that was served last.
            let mut connection = db.read().acquire().await?;
            let served = db::setting(&mut connection, SERVED).await?.filter(|_| !has_own_url(&cli.common, &cli.serve));
            drop(connection);
            door::cli::run(&db, &clock, &served.unwrap_or(config.base_url), command).await
        }
        Some(Command::Backup { file }) => safekeeping::cli::backup(&settings(&cli.common, &cli.serve)?, &file).await,
        Some(Command::Restore { file }) => {
            safekeeping::cli::restore(&settings(&cli.common, &cli.serve)?, &clock, &file).await
        }
        Some(Command::Doctor(options)) => {
            safekeeping::doctor::run(&settings(&cli.common, &cli.serve)?, &clock, options).await
        }
        Some(Command::Demo) => {
            let config = settings(&cli.common, &cli.serve)?;
            let db = server::open_database(&config).await?;
            let made = demo::run(&db, &clock, &config).await;
            db.close().await;
            made
        }
    }
}

/// The shared setting that holds the address that was served last.
const SERVED: &str = "served";

fn has_own_url(common: &Common, serve: &Serve) -> bool {
    serve.base_url.is_some() || config::read(&common.data).is_ok_and(|file| file.base_url.is_some())
}

fn settings(common: &Common, serve: &Serve) -> anyhow::Result<Config> {
    let file = config::read(&common.data)?;
    let base_url = serve.base_url.clone().or(file.base_url).unwrap_or_else(|| "http://localhost:5000".to_owned());
    ensure!(
        base_url.starts_with("http://") || base_url.starts_with("https://"),
        "base_url must begin with http:// or https://"
    );
    let mut config = Config::new(&common.data, &base_url);
    config.database_url = common.database_url.clone().or(file.database_url);
    config.console_database_url = file.console_database_url;
    config.brand = serve.brand.clone().or(file.brand);
    // From the environment without an option of that name: options are seen in the list of processes.
    config.secret_key =
        std::env::var("ANOMALIA_SECRET_KEY").ok().filter(|key| !key.is_empty()).or(file.secret_key).map(Hidden);
    config.trusted_proxies =
        config::networks(&serve.trusted_proxies.clone().or(file.trusted_proxies).unwrap_or_default())?;
    if let Some(timezone) = file.timezone {
        ensure!(crate::base::clock::zone(&timezone).is_some(), "anomalia.toml: there is no time zone {timezone}");
        config.timezone = timezone;
    }
    Ok(config)
}

async fn serve(common: &Common, options: Serve, clock: Clock) -> anyhow::Result<()> {
    let file = config::read(&common.data)?;
    let mut config = settings(common, &options)?;
    let wanted = options.port.or(file.port).unwrap_or(5000);
    let lan = options.lan.then(lan::address).flatten();
    ensure!(
        !options.lan || lan.is_some(),
        "this machine is on no network; connect it to the Wi-Fi that the phones use"
    );
    let bind =
        options.bind.unwrap_or(if options.lan { Ipv4Addr::UNSPECIFIED.into() } else { Ipv4Addr::LOCALHOST.into() });
    let listener = server::listen(bind, wanted)?;
    let port = listener.local_addr()?.port();
    if let Some(words) = moved(wanted, port) {
        println!("{words}");
    }
    let own_url = has_own_url(common, &options);
    let transport = match lan {
        Some(address) => {
            config::make_data(&config.data)?;
            if !own_url {
                config.base_url = format!("https://{address}:{port}");
            }
            ensure!(config.base_url.starts_with("https://"), "with --lan, base_url must begin with https://");
            config.https = true;
            let host = config.host().filter(|host| own_url && host.parse::<IpAddr>().is_err()).map(str::to_owned);
            Transport::Tls(Arc::new(tls::local(&config.data, address, host.as_deref(), clock.now()).await?))
        }
        None => {
            if !own_url {
                config.base_url = format!("http://localhost:{port}");
            }
            // Over plain http everybody on the network reads the passwords.
            ensure!(
                bind.is_loopback() || config.https,
                "to be reached at {bind}, serve with --lan, or put a proxy with HTTPS before it and set base_url to its address"
            );
            Transport::Plain
        }
    };
    let base_url = config.base_url.clone();
    let data = config.data.clone();
    let app = server::open(config, clock).await?;
    tracing::info!("{} in {}", app.db.version().await?, data.display());
    println!("Anomalia serves {base_url}  (data in {}, {})", data.display(), app.db.version().await?);
    if options.lan {
        println!(
            "{}\nOn a phone of the same Wi-Fi, film this. The browser warns of the certificate: it is this machine's own.",
            lan::qr(&base_url)
        );
    }
    let mut tx = app.db.write().await?;
    db::set_setting(&mut tx, SERVED, &base_url).await?;
    tx.commit().await?;
    if let Some(link) = setup_link(&app.db, &base_url).await? {
        println!("\nThere is no account yet. Make the first one here, once:\n  {link}\n");
    }
    println!("Ctrl-C stops it.");
    server::serve(app, listener, transport, stopped()).await.context("serving")?;
    println!("Stopped.");
    Ok(())
}

/// What is said when another port than the wanted one is used; nothing to whom any would do.
fn moved(wanted: u16, port: u16) -> Option<String> {
    let whose = if wanted == 5000 { " (on a Mac, by AirPlay)" } else { "" };
    (wanted != 0 && port != wanted).then(|| format!("Port {wanted} is taken{whose}; using {port}."))
}

/// While there is no account, a new one-time link; only its secret's hash is kept.
async fn setup_link(db: &db::Db, base_url: &str) -> anyhow::Result<Option<String>> {
    let mut tx = db.write().await?;
    if accounts::store::count(&mut tx).await? > 0 {
        return Ok(None);
    }
    let secret = secret::short_token();
    db::set_setting(&mut tx, accounts::pages::SETUP, &secret::hash(&secret)).await?;
    tx.commit().await?;
    Ok(Some(format!("{base_url}/setup#{secret}")))
}

async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let mut terminate =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).expect("a signal handler");
        tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
    println!();
}

/// The time of a kept stamp, for messages at the terminal.
pub fn minute(at: jiff::Timestamp) -> String {
    stamp(at)[..16].replace('T', " ")
}

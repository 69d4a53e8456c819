//! The command line.

use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, ensure};
use clap::{Args, Parser, Subcommand};

use crate::accounts;
use crate::base::clock::{Clock, stamp};
use crate::base::config::{self, Config, Hidden};
use crate::base::db;
use crate::base::db::trail::{self, Acting};
use crate::base::secret;
use crate::net::tls::{self, Transport};
use crate::net::{acme, ca, files, lan, mdns, plain, trust};
use crate::{console, demo, door, fans, insights, safekeeping, server};

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
    /// With --lan, this machine's address on that network, where it is on several: 192.168.1.20
    #[arg(long, env = "ANOMALIA_LAN_ADDRESS", requires = "lan")]
    lan_address: Option<IpAddr>,
    /// Serve HTTPS as this domain, with a certificate of its own that is renewed: boletos.example.mx. Port 443 unless --port
    /// names another
    #[arg(long, env = "ANOMALIA_DOMAIN", conflicts_with = "lan")]
    domain: Option<String>,
    /// With --domain, the port on which http:// leads on to https://; 80 where --port isn't given
    #[arg(long, env = "ANOMALIA_HTTP_PORT")]
    http_port: Option<u16>,
    /// The directory of another certificate authority than Let's Encrypt
    #[arg(long, hide = true, env = "ANOMALIA_ACME_DIRECTORY")]
    acme_directory: Option<String>,
    /// The certificate that this authority's own address is trusted by
    #[arg(long, hide = true, env = "ANOMALIA_ACME_ROOT")]
    acme_root: Option<PathBuf>,
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
            lan_address: self.lan_address.or(before.lan_address),
            domain: self.domain.or(before.domain),
            http_port: self.http_port.or(before.http_port),
            acme_directory: self.acme_directory.or(before.acme_directory),
            acme_root: self.acme_root.or(before.acme_root),
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
    Demo(demo::large::Wished),
    /// Write what is known to CSV files, for a spreadsheet or a notebook; they hold names and telephones
    Export {
        /// The folder for the facts: a row a fan, a concert, a ticket, a scan
        #[arg(long, value_name = "FOLDER")]
        facts: PathBuf,
    },
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
    // Before anything asks for it: who comes first must not matter.
    crate::net::tls::choose_cryptography();
    let clock = cli.common.clock.map_or_else(Clock::system, Clock::starting_at);
    match cli.command {
        None => serve(&cli.common, cli.serve, clock).await,
        Some(Command::Serve(options)) => serve(&cli.common, options.or(cli.serve), clock).await,
        Some(Command::Admin(command)) => {
            let db = server::open_database(&settings(&cli.common, &cli.serve)?).await?;
            trail::act(Acting::new(clock.now(), None, command.did()), accounts::cli::run(&db, &clock, command)).await
        }
        Some(Command::Export { facts }) => {
            let db = server::open_database(&settings(&cli.common, &cli.serve)?).await?;
            fans::store::history::settle(&db, &stamp(clock.now())).await?;
            let written = insights::cli::export(&db, &facts).await?;
            written.iter().for_each(|(path, rows)| println!("{}: {rows} rows", path.display()));
            Ok(())
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
            let base_url = served.unwrap_or(config.base_url);
            trail::act(Acting::new(clock.now(), None, "anomalia door"), door::cli::run(&db, &clock, &base_url, command))
                .await
        }
        Some(Command::Backup { file }) => safekeeping::cli::backup(&settings(&cli.common, &cli.serve)?, &file).await,
        Some(Command::Restore { file }) => {
            safekeeping::cli::restore(&settings(&cli.common, &cli.serve)?, &clock, &file).await
        }
        Some(Command::Doctor(options)) => {
            safekeeping::doctor::run(&settings(&cli.common, &cli.serve)?, &clock, options).await
        }
        Some(Command::Demo(wished)) => {
            let config = settings(&cli.common, &cli.serve)?;
            let db = server::open_database(&config).await?;
            let made = demo::run(&db, &clock, &config, wished.size()).await;
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
    files::raise();
    let file = config::read(&common.data)?;
    let mut config = settings(common, &options)?;
    let domain = options.domain.clone().or(file.domain).filter(|_| !options.lan);
    ensure!(
        domain.as_deref().is_none_or(acme::is_domain),
        "--domain takes a name like boletos.example.mx, without https:// and in lower case"
    );
    let wanted = options.port.or(file.port).unwrap_or(if domain.is_some() { 443 } else { 5000 });
    let lan = options.lan.then(|| options.lan_address.or_else(lan::address)).flatten();
    ensure!(
        !options.lan || lan.is_some(),
        "this machine is on no network; connect it to the Wi-Fi that the phones use"
    );
    let is_open = options.lan || domain.is_some();
    let bind = options.bind.unwrap_or(if is_open { Ipv4Addr::UNSPECIFIED.into() } else { Ipv4Addr::LOCALHOST.into() });
    let listener = server::listen(bind, wanted)?;
    let port = listener.local_addr()?.port();
    ensure!(
        domain.is_none() || wanted == 0 || port == wanted,
        "port {wanted} is taken, and the domain's certificate is proved on that port alone"
    );
    if let Some(words) = moved(wanted, port) {
        println!("{words}");
    }
    let own_url = has_own_url(common, &options);
    let mut near = None;
    let transport = match (lan, &domain) {
        (Some(address), _) => {
            config::make_data(&config.data)?;
            let answering = mdns::answer(address, port);
            if !own_url {
                let host = if answering.is_ok() { mdns::NAME.to_owned() } else { address.to_string() };
                config.base_url = format!("https://{host}:{port}");
            }
            ensure!(config.base_url.starts_with("https://"), "with --lan, base_url must begin with https://");
            config.https = true;
            let host = config.host().filter(|host| own_url && host.parse::<IpAddr>().is_err()).map(str::to_owned);
            let (tls, pem) = tls::local(&config.data, address, host.as_deref(), clock.now()).await?;
            let by_number = format!("https://{address}:{port}");
            // A number that the certificate doesn't vouch for would only lead to a warning.
            config.number_url = Some(by_number).filter(|url| *url != config.base_url && ca::is_private(&address));
            let page = server::listen(bind, port.saturating_add(100))?;
            let page_url = format!("http://{address}:{}/", page.local_addr()?.port());
            config.trust_url = Some(page_url.clone());
            near = Some(Near { answering, pem, fallback: format!("https://{address}:{port}"), page, page_url });
            Transport::Tls(Arc::new(tls))
        }
        (None, Some(domain)) => {
            config::make_data(&config.data)?;
            if !own_url {
                let at = if port == 443 { String::new() } else { format!(":{port}") };
                config.base_url = format!("https://{domain}{at}");
            }
            config.https = true;
            let certificates = Arc::default();
            let orders = acme::Orders {
                domain: domain.clone(),
                data: config.data.clone(),
                authority: acme::Authority { directory: options.acme_directory, root: options.acme_root },
                clock: clock.clone(),
                certificates: Arc::clone(&certificates),
            };
            tokio::spawn(orders.keep_up());
            if let Some(http) = options.http_port.or((port == 443).then_some(80)) {
                lead_on(bind, http, &config.base_url);
            }
            Transport::Tls(Arc::new(tls::domain(certificates)))
        }
        (None, None) => {
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
    server::has_room(&config)?;
    let app = server::open(config, clock).await?;
    tracing::info!("{} in {}", app.db.version().await?, data.display());
    println!("Anomalia serves {base_url}  (data in {}, {})", data.display(), app.db.version().await?);
    let _near = near.and_then(|near| tell_phones(near, &base_url));
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

/// Leads whoever comes by plain http to `base_url`. Without it all works but an address typed without `https://`.
fn lead_on(bind: IpAddr, port: u16, base_url: &str) {
    let listener = server::listen_at(bind, port);
    let base_url = base_url.to_owned();
    tokio::spawn(async move {
        let led = match listener {
            Ok(listener) => plain::lead_on(listener, base_url).await,
            Err(error) => Err(error.into()),
        };
        if let Err(error) = led {
            tracing::warn!("http:// doesn't lead to https://, port {port} can't be listened on: {error:#}");
        }
    });
}

/// What phones of the local network need.
struct Near {
    answering: anyhow::Result<mdns::Answering>,
    /// The authority's certificate.
    pem: String,
    /// The machine by its number.
    fallback: String,
    /// Where the page about trust is served, and its address.
    page: TcpListener,
    page_url: String,
}

/// Serves the page by which phones come to trust this machine, and says in the terminal where it is. As long as what it
/// gives lives, the machine answers to its name.
fn tell_phones(near: Near, base_url: &str) -> Option<mdns::Answering> {
    let Near { answering, pem, fallback, page: listener, page_url: page } = near;
    println!(
        "{}\nOn a phone of the same Wi-Fi, film this ({page}): it says how the phone comes to trust this machine,",
        lan::qr(&page)
    );
    println!("once. After a warning that was only clicked away there is a camera, but no door without a network.");
    if let Err(error) = &answering {
        tracing::warn!("this network takes no multicast, so the machine has no name, only its number: {error:#}");
    }
    if base_url != fallback {
        println!("A phone that doesn't find {base_url} takes {fallback}.");
    }
    let base_url = base_url.to_owned();
    tokio::spawn(async move {
        if let Err(error) = trust::serve(listener, pem, &base_url, &fallback).await {
            tracing::warn!("the page about trust isn't served any more: {error:#}");
        }
    });
    answering.ok()
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

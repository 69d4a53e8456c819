//! Settings: from the command line, the environment, and `anomalia.toml` in the data folder, in that order.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::base::web::address::Network;

/// Names that no public name server knows (RFC 6761, 6762, 8375, and what routers call their network).
const NOT_PUBLIC: [&str; 6] = [".localhost", ".local", ".home.arpa", ".internal", ".lan", ".home"];

/// What `anomalia.toml` may hold.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub base_url: Option<String>,
    pub database_url: Option<String>,
    pub console_database_url: Option<String>,
    pub port: Option<u16>,
    pub brand: Option<PathBuf>,
    pub timezone: Option<String>,
    pub domain: Option<String>,
    pub trusted_proxies: Option<Vec<String>>,
    pub secret_key: Option<String>,
}

/// The settings that a running program goes by.
#[derive(Clone, Debug)]
pub struct Config {
    pub data: PathBuf,
    /// Where links point to; never taken from a request.
    pub base_url: String,
    /// The same machine by its number, for phones that don't find its name on the local network.
    pub number_url: Option<String>,
    /// Over plain http, the page by which a phone comes to trust this machine, on a local network.
    pub trust_url: Option<String>,
    /// A PostgreSQL address, or null for the file in the data folder.
    pub database_url: Option<String>,
    pub console_database_url: Option<String>,
    /// The program that answers console questions; null is this one.
    pub console_child: Option<PathBuf>,
    pub brand: Option<PathBuf>,
    /// The zone that a new concert is proposed in.
    pub timezone: String,
    /// Whether browsers reach us over HTTPS, so that cookies are `Secure` and `__Host-`.
    pub https: bool,
    /// Whose word is taken for where a request comes from.
    pub trusted_proxies: Vec<Network>,
    /// What seals the secrets in a PostgreSQL database; null is the file `secret` in the data folder.
    pub secret_key: Option<Hidden>,
}

/// A text that shows itself to nobody who prints the settings.
#[derive(Clone)]
pub struct Hidden(pub String);

impl std::fmt::Debug for Hidden {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("…")
    }
}

impl Config {
    /// The settings of a program that serves `base_url` from `data`.
    pub fn new(data: &Path, base_url: &str) -> Self {
        Self {
            data: data.to_owned(),
            base_url: base_url.trim_end_matches('/').to_owned(),
            number_url: None,
            trust_url: None,
            database_url: None,
            console_database_url: None,
            console_child: None,
            brand: None,
            timezone: "America/Mexico_City".to_owned(),
            https: base_url.starts_with("https://"),
            trusted_proxies: Vec::new(),
            secret_key: None,
        }
    }

    /// The host that the base URL names.
    pub fn host(&self) -> Option<&str> {
        let rest = self.base_url.split_once("://")?.1;
        let host = rest.split(['/', '?']).next()?;
        Some(host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(host, |(host, _)| host))
    }

    /// The base URL, if people elsewhere can open it; none where it leads to this machine or stays on a local network. What
    /// goes out (a message, a mail, a calendar's entry) holds no link then.
    pub fn public_url(&self) -> Option<&str> {
        let host = self.host()?.trim_matches(['[', ']']);
        let public = match host.parse::<IpAddr>() {
            Ok(IpAddr::V4(ip)) => {
                let shared = ip.octets()[0] == 100 && ip.octets()[1] & 0xc0 == 64;
                !(ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_unspecified() || shared)
            }
            Ok(IpAddr::V6(ip)) => {
                !(ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local() || ip.is_unicast_link_local())
            }
            Err(_) => {
                let own = |suffix: &&str| host.ends_with(*suffix);
                host.contains('.') && !NOT_PUBLIC.iter().any(own)
            }
        };
        public.then_some(self.base_url.as_str())
    }

    /// The embedded database's file.
    pub fn database_file(&self) -> PathBuf {
        self.data.join("anomalia.db")
    }

    /// Where the automatic copies go.
    pub fn backups(&self) -> PathBuf {
        self.data.join("backups")
    }

    /// The brand's folder: the one that was named, else `data/brand` if it is there, else none (the embedded one).
    pub fn brand_dir(&self) -> Option<PathBuf> {
        self.brand.clone().or_else(|| Some(self.data.join("brand")).filter(|dir| dir.is_dir()))
    }

    /// A cookie's name under the rules of this address: `__Host-` only where it is allowed.
    pub fn cookie(&self, name: &str) -> String {
        if self.https { format!("__Host-{name}") } else { name.to_owned() }
    }
}

/// Reads `anomalia.toml` of a data folder; none is an empty one.
///
/// # Errors
/// A sentence that names the file and the setting.
pub fn read(data: &Path) -> anyhow::Result<File> {
    let path = data.join("anomalia.toml");
    match std::fs::read_to_string(&path) {
        Ok(text) => toml::from_str(&text).map_err(|error| anyhow::anyhow!("{}: {}", path.display(), error.message())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(File::default()),
        Err(error) => Err(anyhow::anyhow!("{} can't be read: {error}", path.display())),
    }
}

/// The networks of a list of addresses, `10.0.0.0/8` among them.
///
/// # Errors
/// A sentence that names the one that isn't an address.
pub fn networks(texts: &[String]) -> anyhow::Result<Vec<Network>> {
    let read = |text: &String| {
        let wrong = |()| anyhow::anyhow!("trusted_proxies: {text:?} isn't an address like 127.0.0.1 or 10.0.0.0/8");
        text.parse().map_err(wrong)
    };
    texts.iter().filter(|text| !text.trim().is_empty()).map(read).collect()
}

/// Makes the data folder, readable by its owner only.
///
/// # Errors
/// When it can't be made, in words.
pub fn make_data(data: &Path) -> anyhow::Result<()> {
    let say = |error| anyhow::anyhow!("the data folder {} can't be made: {error}", data.display());
    std::fs::create_dir_all(data).map_err(say)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(data, std::fs::Permissions::from_mode(0o700)).map_err(say)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_goes_out_only_where_others_can_open_it() {
        let public = |url: &str| Config::new(Path::new("data"), url).public_url().is_some();
        for url in [
            "https://boletos.example.mx",
            "https://boletos.example.mx:8443",
            "https://203.0.113.9",
            "https://[2001:db8::7]:5000",
        ] {
            assert!(public(url), "{url}");
        }
        for url in [
            "http://localhost:5000",
            "https://anomalia.local:5000",
            "https://puerta",
            "https://puerta.lan",
            "https://192.168.1.20:5000",
            "https://10.0.0.7",
            "https://100.64.3.4",
            "https://169.254.1.1",
            "https://127.0.0.1",
            "https://[::1]:5000",
            "https://[fd12::1]",
            "https://[fe80::1]",
        ] {
            assert!(!public(url), "{url}");
        }
    }
}

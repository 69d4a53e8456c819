//! The certificate for the local network: kept in the data folder, made anew before it ends and for another address.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use axum_server::tls_rustls::RustlsConfig;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use rcgen::{CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair, SanType};

use crate::base::secret;

/// How long a certificate is good for. Apple's phones refuse more than 825 days, and any without the purpose of a server
/// (support.apple.com/103769); 397 is what public ones may have.
const DAYS: i64 = 397;
/// One that ends sooner than this is made anew, so that none ends in the middle of a night.
const DAYS_LEFT: i64 = 30;

/// The server's TLS settings for `address`, and for `host` where the base URL names another, from `data/lan-*.pem`.
///
/// # Errors
/// When the certificate can't be made or kept.
pub async fn local(data: &Path, address: IpAddr, host: Option<&str>, now: Timestamp) -> anyhow::Result<RustlsConfig> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let name = secret::hash(&format!("{address} {}", host.unwrap_or_default()))[..8].to_owned();
    let until = match kept_until(data, &name).filter(|until| *until >= today.saturating_add(DAYS_LEFT.days())) {
        Some(until) => until,
        None => {
            let until = today.saturating_add(DAYS.days());
            let (cert, key) = make(address, host, today, until)?;
            keep(&data.join(format!("lan-{name}-{until}-key.pem")), &key)?;
            keep(&data.join(format!("lan-{name}-{until}.pem")), &cert)?;
            until
        }
    };
    let cert = data.join(format!("lan-{name}-{until}.pem"));
    let key = data.join(format!("lan-{name}-{until}-key.pem"));
    RustlsConfig::from_pem_file(&cert, &key).await.with_context(|| format!("{} can't be read", cert.display()))
}

/// The last day of the kept certificate of this name that lasts longest; its file's name says it.
fn kept_until(data: &Path, name: &str) -> Option<Date> {
    let files = std::fs::read_dir(data).ok()?.filter_map(|file| file.ok()?.file_name().into_string().ok());
    let day = |file: String| {
        let day = file.strip_prefix(&format!("lan-{name}-"))?.strip_suffix(".pem")?.parse().ok()?;
        data.join(format!("lan-{name}-{day}-key.pem")).exists().then_some(day)
    };
    files.filter_map(day).max()
}

fn make(address: IpAddr, host: Option<&str>, from: Date, until: Date) -> anyhow::Result<(String, String)> {
    let names = ["localhost".to_owned()].into_iter().chain(host.map(str::to_owned)).collect::<Vec<_>>();
    let mut params = CertificateParams::new(names)?;
    params.subject_alt_names.push(SanType::IpAddress(address));
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, "Anomalia");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let time = |day: Date| rcgen::date_time_ymd(day.year().into(), day.month() as u8, day.day() as u8);
    // A day earlier: a phone's clock may be behind.
    params.not_before = time(from.saturating_sub(1.day()));
    params.not_after = time(until);
    let key = KeyPair::generate()?;
    let cert = params.self_signed(&key)?;
    Ok((cert.pem(), key.serialize_pem()))
}

fn keep(path: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(path, text).with_context(|| format!("{} can't be written", path.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

/// What `serve` listens with: plain, or with a certificate.
#[derive(Clone)]
pub enum Transport {
    Plain,
    Tls(Arc<RustlsConfig>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_certificate_is_kept_and_made_anew_before_it_ends() {
        let data = std::env::temp_dir().join(format!("anomalia-tls-{}", std::process::id()));
        std::fs::create_dir_all(&data).expect("a folder");
        let address: IpAddr = "192.168.1.20".parse().expect("an address");
        let files = || {
            let files = std::fs::read_dir(&data)
                .expect("the folder")
                .filter_map(|file| file.ok()?.file_name().into_string().ok());
            files.filter(|file| !file.contains("key")).count()
        };
        let at = |text: &str| text.parse::<Timestamp>().expect("a time");
        for (now, expected) in [
            ("2026-11-28T00:00:00Z", 1),
            ("2027-10-01T00:00:00Z", 1),
            ("2027-12-15T00:00:00Z", 2),
            ("2028-01-15T00:00:00Z", 2),
        ] {
            local(&data, address, None, at(now)).await.expect("a certificate");
            assert_eq!(files(), expected, "{now}");
        }
        local(&data, address, Some("puerta.local"), at("2028-01-15T00:00:00Z")).await.expect("a certificate");
        assert_eq!(files(), 3, "another name is another certificate");
        let _ = std::fs::remove_dir_all(data);
    }
}

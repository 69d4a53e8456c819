//! The certificate for the local network: made once, kept in the data folder, made anew when the address changes.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use axum_server::tls_rustls::RustlsConfig;
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, SanType};

use crate::base::secret;

/// The server's TLS settings for `address`, from `data/lan-*.pem`.
///
/// # Errors
/// When the certificate can't be made or kept.
pub async fn local(data: &Path, address: IpAddr) -> anyhow::Result<RustlsConfig> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let name = secret::hash(&address.to_string())[..8].to_owned();
    let (cert, key) = (data.join(format!("lan-{name}.pem")), data.join(format!("lan-{name}-key.pem")));
    if !cert.exists() || !key.exists() {
        let (cert_pem, key_pem) = make(address)?;
        keep(&key, &key_pem)?;
        keep(&cert, &cert_pem)?;
    }
    RustlsConfig::from_pem_file(&cert, &key).await.with_context(|| format!("{} can't be read", cert.display()))
}

fn make(address: IpAddr) -> anyhow::Result<(String, String)> {
    let mut params = CertificateParams::new(vec!["localhost".to_owned()])?;
    params.subject_alt_names.push(SanType::IpAddress(address));
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, "Anomalia");
    let (year, month, day) = (2026, 1, 1);
    params.not_before = rcgen::date_time_ymd(year, month, day);
    params.not_after = rcgen::date_time_ymd(year + 10, month, day);
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

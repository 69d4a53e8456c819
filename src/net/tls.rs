//! What `serve` listens with: plain, or with a certificate that is swapped while it serves.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use axum_server::tls_rustls::RustlsConfig;
use jiff::Timestamp;
use rustls::ServerConfig;

use crate::net::acme::{self, Certificates};
use crate::net::ca::Authority;
use crate::net::mdns;

/// What `serve` listens with.
#[derive(Clone)]
pub enum Transport {
    Plain,
    Tls(Arc<RustlsConfig>),
}

/// The server's TLS settings on the local network, for `address`, the name that it answers to, and `host` where the base
/// URL names another; and the authority's certificate, for phones to trust.
///
/// # Errors
/// When the certificate can't be made or kept.
pub async fn local(
    data: &Path,
    address: IpAddr,
    host: Option<&str>,
    now: Timestamp,
) -> anyhow::Result<(RustlsConfig, String)> {
    let is_local = |host: &&str| *host == "localhost" || host.ends_with(".local");
    let authority = Authority::of(data, host.filter(|host| !is_local(host)), now)?;
    let mut names = vec![mdns::NAME.to_owned(), "localhost".to_owned()];
    names.extend(host.filter(|host| !names.iter().any(|name| name == host)).map(str::to_owned));
    let (cert, key) = authority.certificate(data, &names, &[address], now)?;
    let config = RustlsConfig::from_pem_file(&cert, &key).await;
    Ok((config.with_context(|| format!("{} can't be read", cert.display()))?, authority.pem))
}

/// The server's TLS settings for a domain: whatever certificate there is, and the proof when an authority asks for it.
pub fn domain(certificates: Arc<Certificates>) -> RustlsConfig {
    let mut config = ServerConfig::builder().with_no_client_auth().with_cert_resolver(certificates);
    config.alpn_protocols = [&b"h2"[..], b"http/1.1", acme::PROOF].map(<[u8]>::to_vec).to_vec();
    RustlsConfig::from_config(Arc::new(config))
}

/// Which cryptography TLS uses, once for the whole process; more than one may have been compiled in.
pub fn choose_cryptography() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Writes a file that only its owner reads.
///
/// # Errors
/// When it can't be written.
pub fn keep(path: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(path, text).with_context(|| format!("{} can't be written", path.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

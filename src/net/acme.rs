//! A public certificate of its own: ordered, proved by TLS-ALPN-01 (RFC 8737) on the port that serves, kept, and renewed
//! while serving.

use std::path::PathBuf;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use instant_acme::{
    Account, AccountCredentials, AuthorizationStatus, ChallengeType, Identifier, LetsEncrypt, NewAccount, NewOrder,
    OrderStatus, RetryPolicy,
};
use jiff::Timestamp;
use rcgen::{CertificateParams, CustomExtension, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use crate::base::clock::Clock;
use crate::net::tls::keep;

/// The protocol's name by which an authority asks for the proof.
pub const PROOF: &[u8] = b"acme-tls/1";
/// How long after a failed order the next is tried, growing to the last; authorities count failures (Let's Encrypt: five an
/// hour for one name).
const AGAIN: [Duration; 4] =
    [Duration::from_secs(10), Duration::from_secs(60), Duration::from_secs(5 * 60), Duration::from_secs(15 * 60)];
/// The longest sleep: a machine that was suspended looks soon after it wakes.
const LOOK: Duration = Duration::from_secs(6 * 60 * 60);

/// Whom to order from.
#[derive(Clone, Debug, Default)]
pub struct Authority {
    /// Its directory; Let's Encrypt's when null.
    pub directory: Option<String>,
    /// A file with the certificate that its own address is trusted by; the system's when null.
    pub root: Option<PathBuf>,
}

/// The certificate in use, and the proof while an order is under way.
#[derive(Debug, Default)]
pub struct Certificates {
    present: RwLock<Option<Arc<CertifiedKey>>>,
    proof: RwLock<Option<Arc<CertifiedKey>>>,
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let asks_for_proof = hello.alpn().is_some_and(|mut names| names.any(|name| name == PROOF));
        let held = if asks_for_proof { &self.proof } else { &self.present };
        held.read().unwrap_or_else(|broken| broken.into_inner()).clone()
    }
}

impl Certificates {
    fn set_proof(&self, proof: Option<CertifiedKey>) {
        *self.proof.write().unwrap_or_else(|broken| broken.into_inner()) = proof.map(Arc::new);
    }

    fn set_present(&self, present: CertifiedKey) {
        *self.present.write().unwrap_or_else(|broken| broken.into_inner()) = Some(Arc::new(present));
    }
}

/// What the certificate of a domain needs.
pub struct Orders {
    pub domain: String,
    pub data: PathBuf,
    pub authority: Authority,
    pub clock: Clock,
    pub certificates: Arc<Certificates>,
}

impl Orders {
    /// Takes what is kept, and orders whenever a third of a certificate's life is left, as long as the program runs. What
    /// goes wrong is logged, and tried again.
    pub async fn keep_up(self) {
        let mut until = self.take_kept();
        let mut failed = 0;
        loop {
            let again = AGAIN[failed.min(AGAIN.len() - 1)];
            let wait = match until.and_then(|(from, to)| self.due(from, to)) {
                Some(wait) => wait,
                None => match self.order().await {
                    Ok(lasts) => {
                        tracing::info!("{} has a certificate until {}", self.domain, lasts.1);
                        (until, failed) = (Some(lasts), 0);
                        // By a wrong clock it would be due at once, and orders are counted.
                        self.due(lasts.0, lasts.1).unwrap_or(AGAIN[AGAIN.len() - 1])
                    }
                    Err(error) => {
                        self.certificates.set_proof(None);
                        let wait = again.as_secs();
                        tracing::warn!("no certificate for {}: {error:#}; tried again in {wait} s", self.domain);
                        failed += 1;
                        again
                    }
                },
            };
            tokio::time::sleep(wait.min(LOOK)).await;
        }
    }

    /// How long until a certificate that is good between these is renewed; none: now.
    fn due(&self, from: Timestamp, to: Timestamp) -> Option<Duration> {
        let third = (to.as_millisecond() - from.as_millisecond()) / 3;
        let left = to.as_millisecond() - third - self.clock.now().as_millisecond();
        u64::try_from(left).ok().filter(|left| *left > 0).map(Duration::from_millis)
    }

    fn file(&self) -> PathBuf {
        self.data.join(format!("acme-{}.pem", self.domain))
    }

    /// Puts the kept certificate to use, where there is one that can be read: from when to when it is good.
    fn take_kept(&self) -> Option<(Timestamp, Timestamp)> {
        let text = std::fs::read_to_string(self.file()).ok()?;
        let (key, lasts) = certified(&text).ok()?;
        self.certificates.set_present(key);
        Some(lasts)
    }

    async fn account(&self) -> anyhow::Result<Account> {
        let builder = match &self.authority.root {
            Some(root) => Account::builder_with_root(root)?,
            None => Account::builder()?,
        };
        let path = self.data.join("acme-account.json");
        let directory = self.authority.directory.clone().unwrap_or_else(|| LetsEncrypt::Production.url().to_owned());
        if let Ok(text) = std::fs::read_to_string(&path) {
            let kept: Kept =
                serde_json::from_str(&text).with_context(|| format!("{} can't be read", path.display()))?;
            if kept.directory == directory {
                return Ok(builder.from_credentials(kept.credentials).await?);
            }
        }
        let new = NewAccount { contact: &[], terms_of_service_agreed: true, only_return_existing: false };
        let (account, credentials) = builder.create(&new, directory.clone(), None).await?;
        keep(&path, &serde_json::to_string(&Kept { directory, credentials })?)?;
        Ok(account)
    }

    async fn order(&self) -> anyhow::Result<(Timestamp, Timestamp)> {
        let account = self.account().await.context("the authority's account")?;
        let names = [Identifier::Dns(self.domain.clone())];
        let mut order = account.new_order(&NewOrder::new(&names)).await.context("the order")?;
        let mut authorizations = order.authorizations();
        while let Some(authorization) = authorizations.next().await {
            let mut authorization = authorization?;
            match authorization.status {
                AuthorizationStatus::Valid => continue,
                AuthorizationStatus::Pending => {}
                status => bail!("the authority's proof is {status:?}"),
            }
            let challenge = authorization.challenge(ChallengeType::TlsAlpn01);
            let mut challenge = challenge.context("the authority doesn't take a proof on this port")?;
            self.certificates.set_proof(Some(proof(&self.domain, challenge.key_authorization().digest().as_ref())?));
            challenge.set_ready().await?;
        }
        let status = order.poll_ready(&RetryPolicy::default()).await?;
        ensure!(
            status == OrderStatus::Ready,
            "the authority couldn't reach this machine as {} on port 443 ({status:?}): see that the domain leads here, and \
             that the port is open",
            self.domain
        );
        let key = order.finalize().await?;
        let chain = order.poll_certificate(&RetryPolicy::default()).await?;
        self.certificates.set_proof(None);
        let text = format!("{chain}\n{key}");
        let (certified, lasts) = certified(&text)?;
        self.certificates.set_present(certified);
        keep(&self.file(), &text)?;
        Ok(lasts)
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    directory: String,
    credentials: AccountCredentials,
}

/// The certificate that proves, by the hash of the key authorization, that this machine is the domain.
fn proof(domain: &str, digest: &[u8]) -> anyhow::Result<CertifiedKey> {
    let mut params = CertificateParams::new(vec![domain.to_owned()])?;
    params.custom_extensions = vec![CustomExtension::new_acme_identifier(digest)];
    let key = KeyPair::generate()?;
    let cert = params.self_signed(&key)?;
    let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(|error| anyhow::anyhow!(error))?;
    let key = rustls::crypto::ring::sign::any_supported_type(&key)?;
    Ok(CertifiedKey::new(vec![cert.der().clone()], key))
}

/// A chain and its key from one PEM text, and from when to when the first certificate is good.
fn certified(text: &str) -> anyhow::Result<(CertifiedKey, (Timestamp, Timestamp))> {
    let chain = CertificateDer::pem_slice_iter(text.as_bytes()).collect::<Result<Vec<_>, _>>()?;
    let key = PrivateKeyDer::from_pem_slice(text.as_bytes())?;
    let first = chain.first().context("no certificate")?;
    let (_, read) = x509_parser::parse_x509_certificate(first).map_err(|error| anyhow::anyhow!("{error}"))?;
    let validity = read.validity();
    let from = Timestamp::from_second(validity.not_before.timestamp())?;
    let to = Timestamp::from_second(validity.not_after.timestamp())?;
    Ok((CertifiedKey::new(chain, rustls::crypto::ring::sign::any_supported_type(&key)?), (from, to)))
}

/// Whether a text is a name that an authority gives certificates to.
pub fn is_domain(text: &str) -> bool {
    let good = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !label.starts_with('-')
    };
    text.len() <= 253 && text.contains('.') && text.split('.').all(good) && text.parse::<std::net::IpAddr>().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_a_name_with_a_dot_and_no_address() {
        for good in ["boletos.example.mx", "a-b.example"] {
            assert!(is_domain(good), "{good}");
        }
        for bad in
            ["localhost", "Boletos.example.mx", "https://boletos.example.mx", "192.168.1.20", "a..b", "-a.example"]
        {
            assert!(!is_domain(bad), "{bad}");
        }
    }

    #[test]
    fn a_certificate_is_renewed_when_a_third_of_its_life_is_left() {
        let at = |text: &str| text.parse::<Timestamp>().expect("a time");
        let orders = |now: &str| Orders {
            domain: "boletos.example.mx".to_owned(),
            data: PathBuf::new(),
            authority: Authority::default(),
            clock: Clock::starting_at(at(now)),
            certificates: Arc::default(),
        };
        let (from, to) = (at("2026-09-01T00:00:00Z"), at("2026-11-30T00:00:00Z"));
        let wait = orders("2026-10-30T00:00:00Z").due(from, to).expect("not yet");
        assert!((wait.as_secs() as i64 - 86_400).abs() < 5, "{wait:?}");
        assert_eq!(orders("2026-11-01T00:00:00Z").due(from, to), None);
    }
}

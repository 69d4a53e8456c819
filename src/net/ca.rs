//! The local network's own authority: phones that trust it get a camera, and a door that opens without a network. It may
//! vouch for local names and private addresses only (RFC 5280, 4.2.1.10), so trusting it opens nothing else.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::Context;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CidrSubnet, DistinguishedName, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, SanType,
};

use crate::base::secret;
use crate::base::web::address::Network;
use crate::net::tls::keep;

/// How long phones may trust it without being shown it again.
const YEARS: i64 = 10;
/// How long one of its certificates is good for. Apple's phones refuse more than 825 days, and any without the purpose of
/// a server (support.apple.com/103769); 397 is what public ones may have.
const DAYS: i64 = 397;
/// One that ends sooner than this is made anew, so that none ends in the middle of a night.
const DAYS_LEFT: i64 = 30;
const PRIVATE: [&str; 7] =
    ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8", "fc00::/7", "fe80::/10"];

/// The authority of a data folder.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    /// Its certificate, for phones to install.
    pub pem: String,
}

impl Authority {
    /// The authority that is kept in `data/lan-ca.pem`, made if it isn't there or about to end. `host` is a name of this
    /// machine that isn't local; it may vouch for that one too.
    ///
    /// # Errors
    /// When it can't be made, read or kept.
    pub fn of(data: &Path, host: Option<&str>, now: Timestamp) -> anyhow::Result<Self> {
        let today = day(now);
        let mark = host.map(|host| format!("-{}", &secret::hash(host)[..8])).unwrap_or_default();
        let stem = format!("lan-ca{mark}");
        if let Some(until) = kept_until(data, &stem).filter(|until| *until >= today.saturating_add((DAYS + 1).days())) {
            return Self::read(&data.join(format!("{stem}-{until}.pem")));
        }
        let until = today.saturating_add(YEARS.years());
        let mut params = CertificateParams::new(Vec::new())?;
        params.distinguished_name = named(&format!("Anomalia, red local {}", &secret::short_token()[..6]));
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let names = ["local", "localhost"].into_iter().chain(host).map(|name| GeneralSubtree::DnsName(name.to_owned()));
        let addresses = PRIVATE.iter().filter_map(|net| CidrSubnet::from_str(net).ok()).map(GeneralSubtree::IpAddress);
        let permitted_subtrees = names.chain(addresses).collect();
        params.name_constraints = Some(NameConstraints { permitted_subtrees, excluded_subtrees: Vec::new() });
        lasts(&mut params, today, until);
        let key = KeyPair::generate()?;
        let cert = params.self_signed(&key)?;
        let path = data.join(format!("{stem}-{until}.pem"));
        keep(&key_of(&path), &key.serialize_pem())?;
        keep(&path, &cert.pem())?;
        Self::read(&path)
    }

    fn read(path: &Path) -> anyhow::Result<Self> {
        let text =
            |path: &Path| std::fs::read_to_string(path).with_context(|| format!("{} can't be read", path.display()));
        let (pem, key) = (text(path)?, text(&key_of(path))?);
        let issuer = Issuer::from_ca_cert_pem(&pem, KeyPair::from_pem(&key)?)?;
        Ok(Self { issuer, pem })
    }

    /// A certificate for these names and addresses, kept in the data folder and made anew before it ends: where it and its
    /// key are.
    ///
    /// # Errors
    /// When it can't be made or kept.
    pub fn certificate(
        &self,
        data: &Path,
        names: &[String],
        addresses: &[IpAddr],
        now: Timestamp,
    ) -> anyhow::Result<(PathBuf, PathBuf)> {
        let today = day(now);
        let addresses: Vec<IpAddr> = addresses.iter().copied().filter(is_private).collect();
        let stem = format!("lan-{}", &secret::hash(&format!("{} {names:?} {addresses:?}", self.pem))[..8]);
        let until = match kept_until(data, &stem).filter(|until| *until >= today.saturating_add(DAYS_LEFT.days())) {
            Some(until) => until,
            None => {
                let until = today.saturating_add(DAYS.days());
                let (key, cert) = self.sign(names, &addresses, (today, until))?;
                let path = data.join(format!("{stem}-{until}.pem"));
                keep(&key_of(&path), &key.serialize_pem())?;
                keep(&path, &format!("{}{}", cert.pem(), self.pem))?;
                until
            }
        };
        let path = data.join(format!("{stem}-{until}.pem"));
        Ok((path.clone(), key_of(&path)))
    }

    fn sign(
        &self,
        names: &[String],
        addresses: &[IpAddr],
        days: (Date, Date),
    ) -> anyhow::Result<(KeyPair, Certificate)> {
        let mut params = CertificateParams::new(names.to_vec())?;
        params.subject_alt_names.extend(addresses.iter().copied().map(SanType::IpAddress));
        params.distinguished_name = named("Anomalia");
        params.use_authority_key_identifier_extension = true;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        lasts(&mut params, days.0, days.1);
        let key = KeyPair::generate()?;
        let cert = params.signed_by(&key, &self.issuer)?;
        Ok((key, cert))
    }
}

/// Whether an address is one that the authority may vouch for: those of local networks.
pub fn is_private(address: &IpAddr) -> bool {
    let networks = PRIVATE.iter().filter_map(|net| net.parse::<Network>().ok());
    networks.into_iter().any(|network| network.holds(*address))
}

fn named(name: &str) -> DistinguishedName {
    let mut distinguished = DistinguishedName::new();
    distinguished.push(DnType::CommonName, name);
    distinguished
}

fn day(now: Timestamp) -> Date {
    now.to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// From a day before `from`, since a phone's clock may be behind, until the beginning of `until`.
fn lasts(params: &mut CertificateParams, from: Date, until: Date) {
    let time = |day: Date| rcgen::date_time_ymd(day.year().into(), day.month() as u8, day.day() as u8);
    (params.not_before, params.not_after) = (time(from.saturating_sub(1.day())), time(until));
}

/// Where the key of a certificate is.
fn key_of(path: &Path) -> PathBuf {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    path.with_file_name(format!("{stem}-key.pem"))
}

/// The last day of the kept certificate of this name that lasts longest; its file's name says it.
fn kept_until(data: &Path, stem: &str) -> Option<Date> {
    let files = std::fs::read_dir(data).ok()?.filter_map(|file| file.ok()?.file_name().into_string().ok());
    let day = |file: String| {
        let day = file.strip_prefix(&format!("{stem}-"))?.strip_suffix(".pem")?.parse().ok()?;
        key_of(&data.join(&file)).exists().then_some(day)
    };
    files.filter_map(day).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn it_vouches_for_addresses_of_local_networks_only() {
        for (text, is) in
            [("192.168.1.20", true), ("10.1.2.3", true), ("fd00::2", true), ("192.0.2.2", false), ("8.8.8.8", false)]
        {
            assert_eq!(is_private(&text.parse().expect("an address")), is, "{text}");
        }
    }

    #[test]
    fn one_authority_is_kept_and_its_certificates_are_made_anew_before_they_end() {
        let data = std::env::temp_dir().join(format!("anomalia-ca-{}", secret::short_token()));
        std::fs::create_dir_all(&data).expect("a folder");
        let names = ["anomalia.local".to_owned()];
        let mut seen = Vec::new();
        for now in ["2026-11-28T00:00:00Z", "2027-10-01T00:00:00Z", "2027-12-15T00:00:00Z", "2028-01-15T00:00:00Z"] {
            let authority = Authority::of(&data, None, at(now)).expect("an authority");
            let (cert, key) = authority.certificate(&data, &names, &[], at(now)).expect("a certificate");
            assert!(key.exists());
            seen.push((authority.pem.clone(), cert));
        }
        assert!(seen.iter().all(|(pem, _)| *pem == seen[0].0), "phones trust one");
        assert_eq!((seen[0].1 == seen[1].1, seen[1].1 == seen[2].1, seen[2].1 == seen[3].1), (true, false, true));
        let later = Authority::of(&data, None, at("2036-06-01T00:00:00Z")).expect("an authority");
        assert_ne!(later.pem, seen[0].0, "one that is about to end is made anew");
        let own = Authority::of(&data, Some("puerta.example.mx"), at("2026-11-28T00:00:00Z")).expect("an authority");
        assert_ne!(own.pem, seen[0].0, "another name needs another authority");
        let _ = std::fs::remove_dir_all(data);
    }
}

//! A certificate of its own from a real authority, Debian's pebble: ordered, proved on the port that serves, renewed while
//! serving.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, Stream};
use serde_json::json;

use crate::house::{Process, folder};

const DOMAIN: &str = "boletos.example.mx";

/// A process that goes with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port").port()
}

fn run(command: &mut Command) -> Running {
    Running(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts"))
}

fn listens(port: u16) {
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(20), "nothing listens on {port}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// What pebble itself is trusted by: an authority for its own address, and its certificate and key.
fn own_trust(here: &Path) -> PathBuf {
    let mut params = CertificateParams::new(Vec::new()).expect("names");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let root = params.self_signed(&key).expect("a root");
    let issuer = Issuer::new(params, key);
    let leaf_key = KeyPair::generate().expect("a key");
    let leaf = CertificateParams::new(vec!["127.0.0.1".to_owned(), "localhost".to_owned()]).expect("names");
    let leaf = leaf.signed_by(&leaf_key, &issuer).expect("a leaf");
    std::fs::write(here.join("root.pem"), root.pem()).expect("written");
    std::fs::write(here.join("cert.pem"), leaf.pem()).expect("written");
    std::fs::write(here.join("key.pem"), leaf_key.serialize_pem()).expect("written");
    here.join("root.pem")
}

/// A connection to a port of this machine, as whoever asks for that name makes it and trusts these roots: the certificate
/// that it was shown, and the answer to one request. None: there is none that they trust.
fn ask(
    port: u16,
    name: &str,
    roots: &[CertificateDer<'static>],
    path: &str,
) -> Option<(CertificateDer<'static>, String)> {
    let mut store = RootCertStore::empty();
    roots.iter().for_each(|root| store.add(root.clone()).expect("a root"));
    let config = ClientConfig::builder().with_root_certificates(store).with_no_client_auth();
    let name_of_server = ServerName::try_from(name.to_owned()).expect("a name");
    let mut connection = ClientConnection::new(Arc::new(config), name_of_server).expect("a connection");
    let mut socket = TcpStream::connect(("127.0.0.1", port)).ok()?;
    socket.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
    let mut stream = Stream::new(&mut connection, &mut socket);
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let shown = connection.peer_certificates()?.first()?.clone().into_owned();
    Some((shown, String::from_utf8_lossy(&answer).into_owned()))
}

/// What plain http answers.
fn led_on(port: u16, path: &str) -> String {
    let mut socket = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    write!(socket, "GET {path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n").expect("asked");
    let mut answer = String::new();
    socket.read_to_string(&mut answer).expect("an answer");
    answer
}

#[test]
fn a_certificate_is_ordered_from_an_authority_and_renewed_while_serving() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let here = folder("acme");
    let own = own_trust(&here);
    let (directory, management, serving, dns, unused) =
        (free_port(), free_port(), free_port(), free_port(), free_port());
    let config = json!({ "pebble": {
        "listenAddress": format!("127.0.0.1:{directory}"), "managementListenAddress": format!("127.0.0.1:{management}"),
        "certificate": here.join("cert.pem"), "privateKey": here.join("key.pem"), "httpPort": unused, "tlsPort": serving,
        // Half a minute: a third of it is left when it is renewed.
        "certificateValidityPeriod": 30,
    } });
    std::fs::write(here.join("pebble.json"), config.to_string()).expect("written");
    let dns_at = format!("127.0.0.1:{dns}");
    let _names = run(Command::new("pebble-challtestsrv")
        .args(["-dns01", &dns_at, "-defaultIPv6", "", "-http01", ""])
        .args(["-https01", "", "-tlsalpn01", "", "-management", &format!("127.0.0.1:{}", free_port())]));
    let mut pebble = Command::new("pebble");
    pebble.arg("-config").arg(here.join("pebble.json")).args(["-dnsserver", &dns_at]).env("PEBBLE_VA_NOSLEEP", "1");
    let _pebble = run(&mut pebble);
    listens(directory);
    listens(management);
    let trusted = CertificateDer::from_pem_file(&own).expect("a root");
    let (_, roots) = ask(management, "localhost", &[trusted], "/roots/0").expect("pebble's root");
    let root = CertificateDer::from_pem_slice(roots.as_bytes()).expect("a certificate");

    let (port, of_directory) = (serving.to_string(), format!("https://127.0.0.1:{directory}/dir"));
    let plain = free_port();
    let on_plain = plain.to_string();
    let arguments = ["--domain", DOMAIN, "--port", &port, "--bind", "127.0.0.1", "--acme-directory", &of_directory];
    let arguments = [&arguments[..], &["--http-port", &on_plain]].concat();
    let own = own.display().to_string();
    let program = Process::start(here.join("data"), &[&arguments[..], &["--acme-root", &own]].concat(), &[]);
    assert_eq!(program.address, format!("https://{DOMAIN}:{serving}"));
    let led = led_on(plain, "/t/K7?x=1");
    assert!(led.starts_with("HTTP/1.1 308"), "{led}");
    assert!(led.contains(&format!("location: https://{DOMAIN}:{serving}/t/K7?x=1\r\n")), "{led}");
    let begun = Instant::now();
    let mut seen: Vec<CertificateDer<'static>> = Vec::new();
    let mut asked = 0;
    while seen.len() < 2 {
        assert!(begun.elapsed() < Duration::from_secs(90), "{} certificates; {}", seen.len(), program.log());
        let Some((shown, answer)) = ask(serving, DOMAIN, std::slice::from_ref(&root), "/login") else {
            // Only before the first one: from then on there is no moment without.
            assert!(seen.is_empty(), "no trusted certificate while serving");
            std::thread::sleep(Duration::from_millis(200));
            continue;
        };
        assert!(answer.starts_with("HTTP/1.1 "), "{answer}");
        asked += 1;
        if !seen.contains(&shown) {
            seen.push(shown);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(asked > 10, "it served all the while: {asked}");
    drop(program);
    // Whoever starts again takes what is kept, and doesn't order anew.
    let program = Process::start(here.join("data"), &[&arguments[..], &["--acme-root", &own]].concat(), &[]);
    let (shown, _) = ask(serving, DOMAIN, &[root], "/login").expect("a certificate at once");
    assert_eq!(Some(&shown), seen.last());
    drop(program);
    let _ = std::fs::remove_dir_all(here);
}

//! When and where a story happens.

use std::path::PathBuf;

use crate::process::Process;
use crate::visitor::Visitor;

/// The password of every account here.
pub const PASSWORD: &str = "una-clave-larga";
/// Half past eight on the evening of the usual concert, in Mexico City.
pub const EVENING: &str = "2026-11-29T02:30:00Z";

/// An empty folder of this test's or chore's own.
pub fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("anomalia-browser-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// A program with its first account, and that member over HTTP.
pub async fn opened(name: &str) -> (Process, Visitor) {
    let program = Process::start(folder(name).join("data"), &["--clock", EVENING], &[]);
    let member = program.nobody();
    let link = program.link.clone().expect("a link");
    let secret = link.split_once('#').expect("a secret").1;
    let fields = [("secret", secret), ("username", "Xime"), ("password", PASSWORD), ("again", PASSWORD)];
    member.post("/setup", &fields).await.to("/");
    member.signed_in().await;
    (program, member)
}

//! Stories told through a real Chromium: what a person sees and taps, and what no test over HTTP would notice.

mod axe;
mod camera;
mod door;
mod driver;
mod film;
mod pages;
mod plain;
mod story;

#[allow(dead_code)]
#[path = "../features/house/answer.rs"]
mod answer;
#[allow(dead_code)]
#[path = "../features/house/forms.rs"]
mod forms;
#[allow(dead_code)]
#[path = "../features/house/process.rs"]
mod process;
#[allow(dead_code)]
#[path = "../features/house/visitor.rs"]
mod visitor;

use std::path::PathBuf;

use answer::Answer;
use process::Process;
use visitor::Visitor;

/// The password of every account here.
const PASSWORD: &str = "una-clave-larga";
/// Half past eight on the evening of the usual concert, in Mexico City.
const EVENING: &str = "2026-11-29T02:30:00Z";

/// An empty folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("anomalia-browser-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// A program with its first account, and that member over HTTP.
async fn opened(name: &str) -> (Process, Visitor) {
    let program = Process::start(folder(name).join("data"), &["--clock", EVENING], &[]);
    let member = program.nobody();
    let link = program.link.clone().expect("a link");
    let secret = link.split_once('#').expect("a secret").1;
    let fields = [("secret", secret), ("username", "Xime"), ("password", PASSWORD), ("again", PASSWORD)];
    member.post("/setup", &fields).await.to("/");
    member.signed_in().await;
    (program, member)
}

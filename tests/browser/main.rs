//! Stories told through a real Chromium: what a person sees and taps, and what no test over HTTP would notice.

mod alone;
mod axe;
mod camera;
mod door;
mod driver;
mod grey;
mod here;
mod killed;
mod money;
mod pages;
mod plain;
mod quick;
mod ready;
mod story;
mod trusted;
mod two;

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

use answer::Answer;
use here::{EVENING, PASSWORD, folder};
use process::Process;
use visitor::Visitor;

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

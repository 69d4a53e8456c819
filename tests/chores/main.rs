//! Chores, some of which need a browser: `cargo test --test chores -- film` for bin/film, `-- screens` for bin/screens, `-- energy`
//! for bin/energy, `-- admission` and `-- counted` for bin/bench, `-- soak` for bin/soak. They are no tests, and `cargo test` alone doesn't run them;
//! they stand on what the browser stories stand on.

mod admission;
mod commit;
#[cfg(feature = "counted")]
mod counted;
mod energy;
mod film;
mod night;
mod screens;
mod soak;

#[allow(dead_code)]
#[path = "../features/house/answer.rs"]
mod answer;
#[allow(dead_code)]
#[path = "../browser/camera.rs"]
mod camera;
#[allow(dead_code)]
#[path = "../browser/driver.rs"]
mod driver;
#[allow(dead_code)]
#[path = "../features/house/forms.rs"]
mod forms;
#[path = "../browser/here.rs"]
mod here;
#[allow(dead_code)]
#[path = "../features/house/process.rs"]
mod process;
#[allow(dead_code)]
#[path = "../browser/screen.rs"]
mod screen;
#[allow(dead_code)]
#[path = "../browser/story.rs"]
mod story;
#[allow(dead_code)]
#[path = "../features/house/visitor.rs"]
mod visitor;

use std::path::PathBuf;

use answer::Answer;
use here::{PASSWORD, folder};
use visitor::Visitor;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("admission") => admission::admission().await,
        Some("bare") => admission::bare().await,
        #[cfg(feature = "counted")]
        Some("counted") => counted::counted().await,
        Some("energy") => energy::energy().await,
        Some("film") => film::film().await,
        Some("screens") => screens::screens().await,
        Some("soak") => soak::soak().await,
        _ => eprintln!("which chore? admission, counted, energy, film, screens or soak: each by its name in bin/"),
    }
}

/// A folder that a chore names.
fn wanted(variable: &str) -> PathBuf {
    let folder = PathBuf::from(
        std::env::var(variable).unwrap_or_else(|_| panic!("{variable} names no folder: run the chore in bin/")),
    );
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

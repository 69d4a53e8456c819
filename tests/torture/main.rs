//! Torture: what is lost, doubled or said wrongly when the program is killed, the power cut, the disk fails or is full.
//!
//! Each prints what it did, and its seed. `bin/torture` does the same for long (ANOMALIA_TORTURE=long; a seed of one's own:
//! ANOMALIA_SEED).

mod cut;
mod disk;
mod faults;
mod killed;
mod mounted;
mod work;

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
use proptest::test_runner::{RngAlgorithm, TestRng};
use visitor::Visitor;

/// The password of every account here.
const PASSWORD: &str = "una-clave-larga";

/// An empty folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("anomalia-torture-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// As often as this is done in a test, and when there is time.
fn times(short: usize, long: usize) -> usize {
    if std::env::var("ANOMALIA_TORTURE").is_ok_and(|how| how == "long") { long } else { short }
}

/// Chance that can be repeated.
pub struct Chance {
    rng: TestRng,
    pub seed: u64,
}

impl Chance {
    fn new() -> Self {
        let any = u64::from(u32::from_le_bytes(anomalia::base::secret::random()));
        let seed = std::env::var("ANOMALIA_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(any);
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self { rng: TestRng::from_seed(RngAlgorithm::ChaCha, &bytes), seed }
    }

    fn below(&mut self, n: usize) -> usize {
        use proptest::prelude::Rng;
        (self.rng.next_u64() % n.max(1) as u64) as usize
    }
}

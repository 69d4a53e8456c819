//! The program as a person starts it: its own process, its own folder, told to stop at the end.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use super::{PASSWORD, Visitor, folder};

/// Half past eight on the evening of the usual concert, in Mexico City.
pub const EVENING: &str = "2026-11-29T02:30:00Z";

/// How many were started by this test run: each has its own log.
static STARTED: AtomicU32 = AtomicU32::new(0);

/// A running `anomalia`, stopped when it is dropped.
pub struct Process {
    child: Child,
    pub address: String,
    /// The one-time link, while there is no account.
    pub link: Option<String>,
    /// What it said before it served.
    pub said: Vec<String>,
    pub data: PathBuf,
    log: PathBuf,
}

impl Process {
    /// Starts it on `data` with these arguments and variables, and waits until it serves.
    pub fn start(data: PathBuf, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_anomalia"));
        command.arg("--data").arg(&data).args(arguments).envs(variables.iter().copied());
        if !arguments.contains(&"--port") {
            command.args(["--port", "0"]);
        }
        let log = std::env::temp_dir().join(format!(
            "anomalia-log-{}-{}",
            std::process::id(),
            STARTED.fetch_add(1, Ordering::Relaxed)
        ));
        let errors = std::fs::File::create(&log).expect("a log");
        let mut child = command.stdout(Stdio::piped()).stderr(errors).spawn().expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines().map_while(Result::ok);
        let (mut address, mut link, mut said) = (String::new(), None, Vec::new());
        for line in lines.by_ref() {
            if let Some(rest) = line.strip_prefix("Anomalia serves ") {
                rest.split_whitespace().next().unwrap_or_default().clone_into(&mut address);
            } else if line.contains("/setup#") {
                link = Some(line.trim().to_owned());
            } else if line.starts_with("Ctrl-C") {
                break;
            }
            said.push(line);
        }
        let why = || std::fs::read_to_string(&log).unwrap_or_default();
        assert!(!address.is_empty(), "it did not say where it serves, but: {said:?} {}", why());
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address, link, said, data, log }
    }

    #[allow(dead_code)]
    /// Its number among the machine's processes.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn nobody(&self) -> Visitor {
        Visitor::new(&self.address, "/login")
    }

    /// Asks it to stop and waits until it has.
    pub fn stop(&mut self) -> Option<i32> {
        // SAFETY: the child is ours and was not waited for, so its id is its own.
        unsafe { libc::kill(self.child.id() as i32, libc::SIGTERM) };
        self.child.wait().ok().and_then(|status| status.code())
    }

    /// What it logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    #[allow(dead_code)]
    /// What it ended with, if it ends by itself within that time.
    pub fn ended(&mut self, within: Duration) -> Option<i32> {
        let begun = Instant::now();
        loop {
            if let Ok(Some(status)) = self.child.try_wait() {
                return status.code();
            }
            if begun.elapsed() > within {
                return None;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Kills it at once: it finishes nothing that it has begun.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
        let _ = std::fs::remove_file(&self.log);
    }
}

/// A program with its first account, and that member.
pub async fn opened(name: &str) -> (Process, Visitor) {
    let program = Process::start(folder(name).join("data"), &["--clock", EVENING], &[]);
    let member = first_member(&program).await;
    (program, member)
}

/// Makes the first account: that member, signed in.
pub async fn first_member(program: &Process) -> Visitor {
    let member = program.nobody();
    let link = program.link.clone().expect("a link");
    let secret = link.split_once('#').expect("a secret").1;
    let fields = [("secret", secret), ("username", "Xime"), ("password", PASSWORD), ("again", PASSWORD)];
    member.post("/setup", &fields).await.to("/");
    member.signed_in().await;
    member
}

//! The walls around a question: the same binary once more as a child, with nothing inherited, little memory, one
//! second to think and two to live. The parent speaks one JSON text to it and hears one back.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{ExitCode, ExitStatus, Stdio};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::Semaphore;

use super::question::{ANSWER_BYTES_MAX, Answer, Question, SQL_BYTES_MAX};
use super::refusal::Refusal;
use super::{postgres, sqlite};

/// The hidden subcommand that makes this binary a child; `main` looks for it before anything else.
pub const SUBCOMMAND: &str = "console-child";
/// How long the engine may work on a question.
const WORK_S: u64 = 1;
/// How long a child lives, from its start.
const LIFE: Duration = Duration::from_secs(2);
/// How long a question waits for its turn.
const TURN: Duration = Duration::from_secs(4);
/// What a child may address in all: the binary itself, SQLite's 64 MiB, and the answer.
const MEMORY_BYTES_MAX: u64 = 640 * 1024 * 1024;
/// Two questions at once: the other core is the door's.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Where the answers are.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// A PostgreSQL database, by the console's own URL.
    Postgres(String),
}

/// How a child is started: a program and its arguments.
#[derive(Debug, Clone)]
pub struct Child {
    pub program: PathBuf,
    pub arguments: Vec<OsString>,
}

impl Child {
    /// This very binary. On Linux by the kernel's link, which still works when the file was replaced by a newer one.
    pub fn this_binary() -> std::io::Result<Self> {
        let program =
            if cfg!(target_os = "linux") { PathBuf::from("/proc/self/exe") } else { std::env::current_exe()? };
        Ok(Self::of(program))
    }

    /// Another binary of this program, for tests.
    pub fn of(program: impl Into<PathBuf>) -> Self {
        Self { program: program.into(), arguments: vec![SUBCOMMAND.into()] }
    }
}

/// What the child is told.
#[derive(Serialize, Deserialize)]
struct Request {
    source: Source,
    sql: String,
    limits: Limits,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Limits {
    memory_bytes_max: u64,
    cpu_s_max: u64,
    work_ms_max: u64,
}

/// Asks a question of a child, which is killed when it takes longer than two seconds.
pub async fn ask(child: &Child, source: &Source, question: &Question) -> Result<Answer, Refusal> {
    let turn = tokio::time::timeout(TURN, TURNS.acquire()).await;
    let _turn = turn.map_err(|_| Refusal::Busy)?.map_err(|_| Refusal::Broken)?;
    let source = match source {
        Source::Sqlite(path) => Source::Sqlite(std::path::absolute(path).map_err(|_| Refusal::Broken)?),
        Source::Postgres(url) => Source::Postgres(url.clone()),
    };
    let limits = Limits { memory_bytes_max: MEMORY_BYTES_MAX, cpu_s_max: LIFE.as_secs(), work_ms_max: WORK_S * 1_000 };
    let request = Request { source, sql: question.sql().to_owned(), limits };
    let request = serde_json::to_vec(&request).map_err(|_| Refusal::Broken)?;
    let mut running = tokio::process::Command::new(&child.program)
        .args(&child.arguments)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| broken(&format!("the console's child doesn't start: {error}")))?;
    let said = tokio::time::timeout(LIFE, converse(&mut running, &request)).await;
    let Ok(said) = said else {
        // Waited for as well, so that no dead child stays behind.
        let _ = running.kill().await;
        return Err(Refusal::TooSlow);
    };
    let (status, stdout, stderr) = said.map_err(|error| broken(&format!("the console's child: {error}")))?;
    match serde_json::from_slice::<Result<Answer, Refusal>>(&stdout) {
        Ok(reply) if status.success() => reply,
        _ => Err(of_death(status, &String::from_utf8_lossy(&stderr))),
    }
}

type Said = (ExitStatus, Vec<u8>, Vec<u8>);

/// Says everything, hears everything, up to a bound, and waits for the end.
async fn converse(child: &mut tokio::process::Child, request: &[u8]) -> std::io::Result<Said> {
    let (mut stdin, stdout, stderr) = match (child.stdin.take(), child.stdout.take(), child.stderr.take()) {
        (Some(stdin), Some(stdout), Some(stderr)) => (stdin, stdout, stderr),
        _ => return Err(std::io::Error::other("no pipes")),
    };
    // A child that died at once can't be told anything; its status says why.
    let _ = stdin.write_all(request).await;
    drop(stdin);
    let (mut heard, mut complaints) = (Vec::new(), Vec::new());
    let mut stdout = stdout.take(2 * ANSWER_BYTES_MAX as u64);
    let mut stderr = stderr.take(2_000);
    tokio::try_join!(stdout.read_to_end(&mut heard), stderr.read_to_end(&mut complaints))?;
    Ok((child.wait().await?, heard, complaints))
}

fn broken(what: &str) -> Refusal {
    tracing::error!("{what}");
    Refusal::Broken
}

/// What a child that left no answer died of.
fn of_death(status: ExitStatus, complaints: &str) -> Refusal {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        match status.signal() {
            Some(libc::SIGXCPU | libc::SIGKILL) => return Refusal::TooSlow,
            // Rust aborts when memory ends; a stack that ends is a segmentation fault.
            Some(libc::SIGABRT | libc::SIGSEGV | libc::SIGBUS) => return Refusal::TooMuchMemory,
            _ => {}
        }
    }
    broken(&format!("the console's child ended with {status}: {}", complaints.trim()))
}

/// What `anomalia console-child` does: reads one request, answers it, ends.
pub fn child_main() -> ExitCode {
    // A panic's message could hold a piece of what was asked; its place in the source can't.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(std::io::stderr(), "stopped at {place}");
    }));
    let mut request = Vec::new();
    // A byte of SQL may be six of JSON.
    let most = 8 * SQL_BYTES_MAX as u64 + 16_384;
    if std::io::stdin().take(most).read_to_end(&mut request).is_err() {
        return ExitCode::FAILURE;
    }
    let Ok(request) = serde_json::from_slice::<Request>(&request) else { return ExitCode::FAILURE };
    let reply = answer(&request);
    match serde_json::to_vec(&reply) {
        Ok(json) if std::io::stdout().write_all(&json).is_ok() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn answer(request: &Request) -> Result<Answer, Refusal> {
    let time = Duration::from_millis(request.limits.work_ms_max);
    walls::raise(&request.limits).map_err(|_| Refusal::Broken)?;
    match &request.source {
        Source::Sqlite(path) => {
            let path = path.to_str().ok_or(Refusal::Broken)?;
            // Opened before files are forbidden: the first reader of a WAL makes its index.
            let opened = sqlite::open(path, &request.sql)?;
            walls::forbid_files().map_err(|_| Refusal::Broken)?;
            sqlite::answer(opened, &request.sql, time)
        }
        Source::Postgres(url) => {
            walls::forbid_files().map_err(|_| Refusal::Broken)?;
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.map_err(|_| Refusal::Broken)?.block_on(postgres::answer(url, &request.sql, time))
        }
    }
}

/// What the kernel keeps of the child's promises.
#[cfg(unix)]
mod walls {
    use std::io;

    use super::Limits;

    /// Memory, processor time, open files; no core dump, which would be the data on the disk; behind everybody else.
    pub(super) fn raise(limits: &Limits) -> io::Result<()> {
        set(libc::RLIMIT_CORE as _, 0)?;
        set(libc::RLIMIT_CPU as _, limits.cpu_s_max)?;
        set(libc::RLIMIT_NOFILE as _, 32)?;
        // macOS knows this limit and keeps no promise about it; SQLite's own limit on its heap holds there.
        if cfg!(target_os = "linux") {
            set(libc::RLIMIT_AS as _, limits.memory_bytes_max)?;
        }
        // SAFETY: a call with plain numbers about this process; that it fails costs nothing but politeness.
        unsafe { libc::setpriority(libc::PRIO_PROCESS as _, 0, 10) };
        Ok(())
    }

    /// From here on no file grows; an attempt is an error, not a signal.
    pub(super) fn forbid_files() -> io::Result<()> {
        // SAFETY: ignoring a signal installs no handler.
        unsafe { libc::signal(libc::SIGXFSZ, libc::SIG_IGN) };
        set(libc::RLIMIT_FSIZE as _, 0)
    }

    fn set(what: i32, most: u64) -> io::Result<()> {
        let limit = libc::rlimit { rlim_cur: most as libc::rlim_t, rlim_max: most as libc::rlim_t };
        // SAFETY: `limit` lives for the call, which only reads it.
        match unsafe { libc::setrlimit(what as _, &limit) } {
            0 => Ok(()),
            _ => Err(io::Error::last_os_error()),
        }
    }
}

/// Elsewhere there are no such limits; the kill after two seconds and SQLite's own limits stand.
#[cfg(not(unix))]
mod walls {
    use std::io;

    use super::Limits;

    pub(super) fn raise(_limits: &Limits) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn forbid_files() -> io::Result<()> {
        Ok(())
    }
}

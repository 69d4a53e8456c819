//! Serves as `anomalia` does, and counts what the database does for it: each line on the input is answered with the
//! statements that ended and the rows that they read since the line before. `bin/bench` asks it a page at a time.
//!
//! Rows, of a table or of an index, are counted by an SQLite that was made with SQLITE_ENABLE_STMT_SCANSTATUS; by another
//! nothing is.

use std::ffi::{c_int, c_uint, c_void};
use std::io::{BufRead, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicI64, Ordering};

use anomalia::base::clock::Clock;
use anomalia::base::config::Config;
use anomalia::{net, server};
use rusqlite::ffi;

static STATEMENTS: AtomicI64 = AtomicI64::new(0);
static ROWS: AtomicI64 = AtomicI64::new(0);

/// Counts a statement that has ended.
unsafe extern "C" fn ended(_: c_uint, _: *mut c_void, statement: *mut c_void, _: *mut c_void) -> c_int {
    STATEMENTS.fetch_add(1, Ordering::Relaxed);
    let statement: *mut ffi::sqlite3_stmt = statement.cast();
    for loops in 0.. {
        let mut visited: i64 = 0;
        let out = (&raw mut visited).cast();
        // SAFETY: SQLite gives a statement that is still there, and SQLITE_SCANSTAT_NVISIT writes an i64.
        let none = unsafe { ffi::sqlite3_stmt_scanstatus(statement, loops, ffi::SQLITE_SCANSTAT_NVISIT, out) };
        if none != 0 {
            break;
        }
        ROWS.fetch_add(visited, Ordering::Relaxed);
    }
    // SAFETY: as above.
    unsafe { ffi::sqlite3_stmt_scanstatus_reset(statement) };
    ffi::SQLITE_OK
}

/// Has every statement of a new connection counted.
unsafe extern "C" fn opened(
    connection: *mut ffi::sqlite3,
    _: *mut *mut std::ffi::c_char,
    _: *const ffi::sqlite3_api_routines,
) -> c_int {
    // SAFETY: the connection is being opened, and `ended` takes what a profile event gives.
    unsafe { ffi::sqlite3_trace_v2(connection, ffi::SQLITE_TRACE_PROFILE as c_uint, Some(ended), null_mut()) }
}

/// `counted FOLDER PORT`
pub async fn counted() {
    // SAFETY: `opened` has the form of an extension's entry.
    unsafe { ffi::sqlite3_auto_extension(Some(opened)) };
    let (folder, port) = (std::env::args().nth(2), std::env::args().nth(3));
    let (Some(folder), Some(Ok(port))) = (folder, port.map(|port| port.parse())) else {
        return eprintln!("counted FOLDER PORT");
    };
    net::tls::choose_cryptography();
    let config = Config::new(&PathBuf::from(folder), &format!("http://127.0.0.1:{port}"));
    let app = server::open(config, Clock::system()).await.expect("the data");
    let listener = server::listen(Ipv4Addr::LOCALHOST.into(), port).expect("a port");
    let listener = tokio::net::TcpListener::from_std(listener).expect("a port");
    let service = server::router(app).into_make_service_with_connect_info::<SocketAddr>();
    println!("Anomalia serves http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(|| {
        for _ in std::io::stdin().lock().lines().map_while(Result::ok) {
            println!("{} {}", STATEMENTS.swap(0, Ordering::Relaxed), ROWS.swap(0, Ordering::Relaxed));
            let _ = std::io::stdout().flush();
        }
        std::process::exit(0);
    });
    axum::serve(listener, service).await.expect("served");
}

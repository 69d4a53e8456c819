//! The program: hands the command line to `cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    anomalia::net::memory::keep_no_large_pieces();
    // The console's child, before anything else is opened.
    if std::env::args_os().nth(1).is_some_and(|first| first == anomalia::console::sandbox::SUBCOMMAND) {
        return anomalia::console::child_main();
    }
    log();
    anomalia::base::db::kept::or_end();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("anomalia: no threads to run on: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(anomalia::cli::run()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("anomalia: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// What happens goes to the terminal's error output: for people, or a JSON object a line (`ANOMALIA_LOG_FORMAT=json`).
fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("ANOMALIA_LOG");
    let filter = filter.unwrap_or_else(|_| "anomalia=info,warn".into());
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::env::var("ANOMALIA_LOG_FORMAT").is_ok_and(|format| format == "json") {
        lines.json().flatten_event(true).init();
    } else {
        lines.init();
    }
}

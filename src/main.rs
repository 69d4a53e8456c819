//! The program: hands the command line to `cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("ANOMALIA_LOG").unwrap_or_else(|_| "anomalia=info,warn".into()),
        )
        .with_writer(std::io::stderr)
        .init();
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

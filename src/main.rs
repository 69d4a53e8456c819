//! The program: hands the command line to `cli`.

fn main() -> std::process::ExitCode {
    if std::env::args_os().nth(1).is_some_and(|first| first == anomalia::console::sandbox::SUBCOMMAND) {
        return anomalia::console::child_main();
    }
    std::process::ExitCode::SUCCESS
}

//! The program as a person at a terminal meets it.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::house::{Process, folder};

#[tokio::test]
async fn told_to_stop_it_stops_cleanly_and_keeps_its_data() {
    let data = folder("stop").join("data");
    let mut program = Process::start(data.clone(), &[], &[]);
    program.nobody().get("/login").await.ok();
    assert_eq!(program.stop(), Some(0));
    let mode = |name: &str| std::fs::metadata(data.join(name)).expect(name).permissions().mode() & 0o777;
    assert_eq!((mode(""), mode("anomalia.db")), (0o700, 0o600));
    let again = Process::start(data.clone(), &[], &[]);
    again.nobody().get("/login").await.ok();
    drop(again);
    let _ = std::fs::remove_dir_all(data.parent().expect("a folder"));
}

#[tokio::test]
async fn a_taken_port_is_said_and_the_next_free_one_is_used() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let program = Process::start(folder("port"), &["--port", &port.to_string()], &[]);
    assert!(!program.address.ends_with(&port.to_string()), "{}", program.address);
    let taken = format!("Port {port} is taken; using ");
    assert!(program.said.iter().any(|line| line.starts_with(&taken)), "{:?}", program.said);
    program.nobody().get("/login").await.ok();
    let _ = std::fs::remove_dir_all(&program.data);
}

#[tokio::test]
async fn whoever_asks_for_any_port_is_told_of_none_that_is_taken() {
    let program = Process::start(folder("any"), &["--port", "0"], &[]);
    assert!(program.said[0].starts_with("Anomalia serves http://localhost:"), "{:?}", program.said);
    program.nobody().get("/login").await.ok();
    let _ = std::fs::remove_dir_all(&program.data);
}

#[test]
fn after_the_last_port_there_is_no_next_one() {
    let data = folder("last");
    // Whoever has it, it is taken.
    let _taken = std::net::TcpListener::bind("127.0.0.1:65535");
    let output =
        Command::new(env!("CARGO_BIN_EXE_anomalia")).arg("--data").arg(&data).args(["--port", "65535"]).output();
    let output = output.expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("port 65535 of 127.0.0.1 is taken"), "{said}");
    let _ = std::fs::remove_dir_all(data);
}

#[test]
fn what_is_wrong_on_the_command_line_is_said_in_words() {
    let data = folder("words");
    std::fs::write(data.join("anomalia.toml"), "colour = 'red'\n").expect("written");
    let output = Command::new(env!("CARGO_BIN_EXE_anomalia")).arg("--data").arg(&data).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("anomalia.toml") && said.contains("colour"), "{said}");
    let _ = std::fs::remove_dir_all(data);
}

//! The program as a person at a terminal meets it.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::house::{PASSWORD, Process, first_member, folder};

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

/// What a process has resident, in KiB.
fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("a process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_password_is_worked_on_with_goes_back_however_many_sign_in() {
    let data = folder("large").join("data");
    let program = Process::start(data.clone(), &[], &[]);
    // The C library learns from this first one, if it is let.
    let member = first_member(&program).await;
    for _ in 0..20 {
        member.get("/fans").await.ok();
    }
    let before = resident(program.id());
    for _ in 0..4 {
        program.nobody().sign_in("Xime", PASSWORD).await.to("/");
    }
    let after = resident(program.id());
    println!("{before} KiB before, {after} after");
    assert!(after < before + 12_000, "{before} KiB, then {after}: a password takes 19,456");
    drop(program);
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

#[tokio::test]
async fn a_folder_of_invented_data_says_so_on_every_page_but_the_door_s() {
    let data = folder("invented").join("data");
    let filled = Command::new(env!("CARGO_BIN_EXE_anomalia")).arg("--data").arg(&data).arg("demo").output();
    assert!(filled.expect("it runs").status.success());
    let program = Process::start(data.clone(), &[], &[]);
    let member = program.nobody();
    member.get("/login").await.ok().hides("Datos inventados");
    let secret = program.link.as_deref().and_then(|link| link.split_once('#')).expect("a secret").1;
    let fields = [("secret", secret), ("username", "Xime"), ("password", PASSWORD), ("again", PASSWORD)];
    member.post("/setup", &fields).await.to("/");
    member.signed_in().await;
    for path in ["/", "/concerts", "/tickets", "/fans", "/consult", "/backup", "/account"] {
        member.get(path).await.ok().says("Datos inventados de demostración");
    }
    let concert = &program.sql("select id from concert order by doors_at desc limit 1")[0];
    let door = member.get(&format!("/scan?concert={concert}")).await.ok().hides("Datos inventados");
    assert!(door.text().contains("data-concert"));
    drop(program);
    let _ = std::fs::remove_dir_all(data.parent().expect("a folder"));
}

#[tokio::test]
async fn a_folder_of_one_s_own_says_nothing_of_invented_data() {
    let (program, member) = crate::house::opened("own").await;
    member.get("/").await.ok().hides("Datos inventados");
    let _ = std::fs::remove_dir_all(&program.data);
}

#[tokio::test]
async fn logs_are_json_where_that_is_asked_for_and_name_nobody() {
    let variables = [("ANOMALIA_LOG_FORMAT", "json"), ("ANOMALIA_LOG", "anomalia=debug,warn")];
    let program = Process::start(folder("json"), &[], &variables);
    let member = first_member(&program).await;
    let fan = member.fan("Ana Ruiz", &[("phone", "55 1234 5678"), ("email", "ana@example.mx")]).await;
    member.get("/fans?q=ana").await.ok();
    member.get("/fans?q=5512345678").await.ok();
    member.post(&format!("/fans/{fan}/edit"), &[("name", "Ana Ruiz Soto")]).await;
    member.post("/login", &[("username", "Ana Ruiz"), ("password", PASSWORD)]).await;
    let log = program.log();
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    assert!(
        lines.iter().any(|line| line["message"].as_str().is_some_and(|text| text.starts_with("GET /fans 200"))),
        "{log}"
    );
    for word in ["Ana", "ana", "Xime", "12345678", "example.mx", PASSWORD] {
        assert!(!log.contains(word), "{word} is in the log: {log}");
    }
    let _ = std::fs::remove_dir_all(&program.data);
}

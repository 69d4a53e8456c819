//! The name on the local network, asked for by a multicast DNS that isn't ours: Python's zeroconf.

use std::process::Command;

use crate::house::{Process, folder};

/// Prints `address port` of whoever serves as Anomalia here; ends with 1 after ten seconds of nobody.
const ASKS: &str = "
import sys, zeroconf
found = zeroconf.Zeroconf(interfaces=[sys.argv[1]]).get_service_info('_https._tcp.local.', 'Anomalia._https._tcp.local.', 10000)
if found is None:
    sys.exit('nobody answers')
print(found.server, found.port, *found.parsed_addresses())
";

/// What it printed, asking from this address, by the first Python that has the module.
fn asked(from: &str) -> String {
    let all = ["python3", "/usr/bin/python3"].map(|python| Command::new(python).args(["-c", ASKS, from]).output());
    let said = all.into_iter().flatten().map(|it| (it.status.success(), it));
    let mut wrong = String::new();
    for (well, it) in said {
        if well {
            return String::from_utf8_lossy(&it.stdout).trim().to_owned();
        }
        wrong += &String::from_utf8_lossy(&it.stderr);
    }
    panic!("{wrong}");
}

#[test]
fn the_machine_answers_to_its_name_on_the_local_network() {
    let here = folder("nearby");
    let program = Process::start(here.join("data"), &["--lan"], &[]);
    let (name, port) = program.address.trim_start_matches("https://").rsplit_once(':').expect("a port");
    assert_eq!(name, "anomalia.local");
    let own = anomalia::net::lan::address().expect("a network").to_string();
    let said = asked(&own);
    let mut words = said.split(' ');
    assert_eq!((words.next(), words.next()), (Some("anomalia.local."), Some(port)), "{said}");
    assert!(words.any(|address| address == own), "{said}, but this machine is {own}");
    drop(program);
    let _ = std::fs::remove_dir_all(here);
}

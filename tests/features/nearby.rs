//! The name on the local network, asked for by a multicast DNS that isn't ours: Python's zeroconf.

use crate::house::{Process, folder, outsider};

/// Prints `address port` of whoever serves as Anomalia here; ends with 1 after ten seconds of nobody.
const ASKS: &str = "
import sys, zeroconf
found = zeroconf.Zeroconf(interfaces=[sys.stdin.read()]).get_service_info('_https._tcp.local.', 'Anomalia._https._tcp.local.', 10000)
if found is None:
    sys.exit('nobody answers')
print(found.server, found.port, *found.parsed_addresses())
";

#[test]
fn the_machine_answers_to_its_name_on_the_local_network() {
    let here = folder("nearby");
    let program = Process::start(here.join("data"), &["--lan"], &[]);
    let (name, port) = program.address.trim_start_matches("https://").rsplit_once(':').expect("a port");
    assert_eq!(name, "anomalia.local");
    let own = anomalia::net::lan::address().expect("a network").to_string();
    let said = outsider(ASKS, own.as_bytes());
    let mut words = said.split(' ');
    assert_eq!((words.next(), words.next()), (Some("anomalia.local."), Some(port)), "{said}");
    assert!(words.any(|address| address == own), "{said}, but this machine is {own}");
    drop(program);
    let _ = std::fs::remove_dir_all(here);
}

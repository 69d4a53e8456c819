//! What bin/fuzz has kept is read again: each line once made a reader go a way of its own, or broke it.

use std::panic::catch_unwind;

#[path = "../../fuzz/eaten.rs"]
mod eaten;

/// A line as the bytes that it stands for: all but plain signs are written as `\xNN`.
fn bytes(line: &str) -> Vec<u8> {
    let mut parts = line.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).expect("two digits"));
        bytes.extend(part[2..].bytes());
    }
    bytes
}

#[test]
fn what_fuzzing_has_kept_breaks_no_reader() {
    let (mut read, mut broken) = (0, Vec::new());
    for (name, target) in eaten::TARGETS {
        let kept = std::fs::read_to_string(format!("fuzz/corpus/{name}.txt")).expect("a corpus");
        assert!(kept.lines().count() >= 10, "{name}: {} lines", kept.lines().count());
        for line in kept.lines() {
            broken.extend(catch_unwind(|| target(&bytes(line))).err().map(|_| format!("{name}: {line}")));
            read += 1;
        }
    }
    println!("{read} lines of {} corpora read", eaten::TARGETS.len());
    assert!(broken.is_empty(), "{broken:?}");
}

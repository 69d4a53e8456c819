//! Programs that we didn't write, in Python, asked to read what ours wrote.

use std::io::Write;
use std::process::{Command, Stdio};

/// What a Python program prints that is given `input`, by the first Python that has the modules it needs.
///
/// # Panics
/// When none runs it to its end, with what each said.
pub fn outsider(program: &str, input: &[u8]) -> String {
    let mut wrong = String::new();
    for python in ["python3", "/usr/bin/python3"] {
        let mut command = Command::new(python);
        command.args(["-c", program]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let Ok(mut child) = command.spawn() else { continue };
        let _ = child.stdin.take().expect("its input").write_all(input);
        let output = child.wait_with_output().expect("it ends");
        if output.status.success() {
            return String::from_utf8_lossy(&output.stdout).trim_end().to_owned();
        }
        wrong += &String::from_utf8_lossy(&output.stderr);
    }
    panic!("bin/test installs what is missing: {wrong}");
}

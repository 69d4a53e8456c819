//! A disk that can be told to fail, and whose power can be cut: what the program wrote and synced is recorded in its order
//! (`shim.c`), and files are made of it as a disk might have them when the current went: what was synced is there, of the
//! rest some was written, some not, some torn at a sector.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::Chance;

/// Bytes that a disk writes or doesn't, whole.
const SECTOR: usize = 512;

/// The shim, compiled once.
pub fn shim() -> &'static Path {
    static SHIM: OnceLock<PathBuf> = OnceLock::new();
    SHIM.get_or_init(|| {
        let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shim.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/torture/shim.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O2", "-o"]).arg(&made).arg(source).arg("-ldl");
        assert!(compiler.status().expect("a C compiler").success(), "the shim compiles");
        made
    })
}

/// The page by which the shim is told what to do; see `struct control` there.
pub struct Control {
    page: *mut i64,
    pub path: PathBuf,
}

// The page lives as long as this, and is only written and read whole words at a time.
unsafe impl Send for Control {}
unsafe impl Sync for Control {}

/// What the disk does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    None,
    /// The call of that number fails, counted from 1.
    Nth(i64, i32),
    /// The call of that number on the database itself fails, or for 0 each sync of it: what is written there was moved out of
    /// the log.
    Moving(i64, i32),
    /// It is full.
    Full,
    /// It can be read only.
    ReadOnly,
}

impl Control {
    pub fn new(folder: &Path) -> Self {
        use std::os::fd::AsRawFd;
        let path = folder.join("control");
        std::fs::write(&path, [0; 4096]).expect("a page");
        let file = OpenOptions::new().read(true).write(true).open(&path).expect("a page");
        // SAFETY: the file is 4096 bytes long and stays; the mapping is shared with the shim alone.
        let page = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                4096,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_SHARED,
                file.as_raw_fd(),
                0,
            )
        };
        assert_ne!(page, libc::MAP_FAILED);
        Self { page: page.cast(), path }
    }

    fn word(&self, at: usize) -> &std::sync::atomic::AtomicI64 {
        // SAFETY: five words of the page, aligned, as long as the page is there.
        unsafe { &*self.page.add(at).cast::<std::sync::atomic::AtomicI64>() }
    }

    /// From now on, counted anew.
    pub fn set(&self, fault: Fault) {
        use std::sync::atomic::Ordering::SeqCst;
        let (armed, nth, code) = match fault {
            Fault::None => (0, 0, 0),
            Fault::Nth(nth, code) => (1, nth, code),
            Fault::Moving(nth, code) => (4, nth, code),
            Fault::Full => (2, 0, libc::ENOSPC),
            Fault::ReadOnly => (3, 0, libc::EROFS),
        };
        self.word(0).store(0, SeqCst);
        for (at, value) in [(1, nth), (2, i64::from(code)), (3, 0), (4, 0)] {
            self.word(at).store(value, SeqCst);
        }
        self.word(0).store(armed, SeqCst);
    }

    /// Calls that failed since.
    pub fn failed(&self) -> i64 {
        self.word(4).load(std::sync::atomic::Ordering::SeqCst)
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        // SAFETY: nothing else of this process has the mapping.
        unsafe { libc::munmap(self.page.cast(), 4096) };
    }
}

/// One thing that happened, in its order.
#[derive(Clone, Debug)]
pub enum Event {
    /// File 0 is the database, 1 its log.
    Write {
        file: usize,
        offset: usize,
        bytes: Vec<u8>,
    },
    Truncate {
        file: usize,
        length: usize,
    },
    Sync {
        file: usize,
    },
    /// Somebody was told yes: `scan` or `sale`, and its id.
    Told(String),
}

/// Where events are recorded.
pub struct Record {
    pub path: PathBuf,
    file: File,
}

const HEAD: usize = 24;

impl Record {
    pub fn new(folder: &Path) -> Self {
        let path = folder.join("record");
        File::create(&path).expect("a record");
        let file = OpenOptions::new().append(true).open(&path).expect("a record");
        Self { path, file }
    }

    /// Notes that somebody was told yes: whatever the program does after this comes after it.
    pub fn told(&self, text: &str) {
        let mut bytes = vec![b'a', 0, 0, 0, 0, 0, 0, 0];
        bytes.extend(0_i64.to_ne_bytes());
        bytes.extend((text.len() as i64).to_ne_bytes());
        bytes.extend(text.as_bytes());
        (&self.file).write_all(&bytes).expect("noted");
    }

    pub fn read(&self) -> Vec<Event> {
        let bytes = std::fs::read(&self.path).expect("the record");
        let (mut at, mut events) = (0, Vec::new());
        while at + HEAD <= bytes.len() {
            let word =
                |from: usize| i64::from_ne_bytes(bytes[at + from..at + from + 8].try_into().expect("eight bytes"));
            let (kind, file, offset, length) = (bytes[at], bytes[at + 1] as usize, word(8) as usize, word(16) as usize);
            let body = &bytes[at + HEAD..at + HEAD + length];
            at += HEAD + length;
            events.push(match kind {
                b'w' => Event::Write { file, offset, bytes: body.to_vec() },
                b't' => Event::Truncate { file, length: offset },
                b's' => Event::Sync { file },
                _ => Event::Told(String::from_utf8_lossy(body).into_owned()),
            });
        }
        events
    }
}

/// What a disk holds for certain, and what it was told since.
#[derive(Clone, Default)]
pub struct Disk {
    kept: [Vec<u8>; 2],
    waiting: [Vec<Event>; 2],
}

fn put(file: &mut Vec<u8>, offset: usize, bytes: &[u8]) {
    if file.len() < offset + bytes.len() {
        file.resize(offset + bytes.len(), 0);
    }
    file[offset..offset + bytes.len()].copy_from_slice(bytes);
}

impl Disk {
    pub fn then(&mut self, event: &Event) {
        match event {
            Event::Write { file, .. } | Event::Truncate { file, .. } => self.waiting[*file].push(event.clone()),
            Event::Sync { file } => {
                for event in std::mem::take(&mut self.waiting[*file]) {
                    match event {
                        Event::Write { offset, bytes, .. } => put(&mut self.kept[*file], offset, &bytes),
                        Event::Truncate { length, .. } => self.kept[*file].resize(length, 0),
                        _ => {}
                    }
                }
            }
            Event::Told(_) => {}
        }
    }

    /// The files as they might be, were the power cut now.
    pub fn image(&self, chance: &mut Chance) -> [Vec<u8>; 2] {
        let mut files = self.kept.clone();
        // Now and then a disk that has written all of it, or nothing.
        let mood = chance.below(8);
        for (file, waiting) in files.iter_mut().zip(&self.waiting) {
            for event in waiting {
                let luck = match mood {
                    0 => 0,
                    1 => 1,
                    _ => chance.below(3),
                };
                match (event, luck) {
                    (_, 1) => {}
                    (Event::Write { offset, bytes, .. }, 0) => put(file, *offset, bytes),
                    (Event::Write { offset, bytes, .. }, _) => {
                        for (nth, sector) in bytes.chunks(SECTOR).enumerate() {
                            if chance.below(2) == 0 {
                                put(file, offset + nth * SECTOR, sector);
                            }
                        }
                    }
                    (Event::Truncate { length, .. }, _) => file.resize(*length, 0),
                    _ => {}
                }
            }
        }
        files
    }
}

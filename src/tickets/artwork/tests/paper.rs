//! The PDFs, opened by others: poppler reads the text and draws the pages, zbarimg reads the codes.

use super::*;

/// Runs one of poppler's tools; fails, not skips, where it isn't installed.
fn poppler(tool: &str, arguments: &[&str]) -> String {
    let output = Command::new(tool)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("{tool} (Debian: poppler-utils) has to be installed for this test: {error}"));
    assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("anomalia-paper-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        Self(dir)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn codes(path: &str) -> Vec<String> {
    let mut codes: Vec<String> = zbarimg(Path::new(path)).lines().map(str::to_owned).collect();
    codes.sort();
    codes
}

#[test]
fn a_pdf_ticket_has_text_to_select_and_a_code_to_read() {
    for name in BRANDS {
        let folder = Folder::new(name);
        let (file, face) = (folder.path("ticket.pdf"), face());
        std::fs::write(&file, pdf(&brand(name), &face)).unwrap();
        let text = poppler("pdftotext", &[&file, "-"]);
        for words in [&face.fan, &face.number_text, &face.date_text, &face.address, &face.short] {
            assert!(text.contains(words.as_str()), "{name}: no “{words}” in {text}");
        }
        assert!(!text.contains(face.code.as_str()), "the code itself is in the QR only");
        poppler("pdftoppm", &["-r", "100", "-png", "-singlefile", &file, &folder.path("ticket")]);
        assert_eq!(codes(&folder.path("ticket.png")), [face.code.as_str()], "{name}");
    }
}

#[test]
fn a_sheet_holds_four_tickets_and_the_fifth_is_on_the_next() {
    let folder = Folder::new("sheet");
    let brand = brand("anomalia");
    let faces: Vec<Face> = (1..=5).map(|seed| Face { code: code(seed), ..long() }).collect();
    for (paper, size) in [(Paper::Letter, "612 x 792 pts (letter)"), (Paper::A4, "595.28 x 841.89 pts (A4)")] {
        let file = folder.path("sheet.pdf");
        std::fs::write(&file, sheet_pdf(&brand, &faces, paper)).unwrap();
        let facts = poppler("pdfinfo", &[&file]);
        assert!(
            facts.contains(size) && facts.lines().any(|line| line.starts_with("Pages:") && line.ends_with(" 2")),
            "{facts}"
        );
        poppler("pdftoppm", &["-r", "150", "-png", &file, &folder.path("sheet")]);
        let mut first: Vec<&str> = faces[..4].iter().map(|face| face.code.as_str()).collect();
        first.sort_unstable();
        assert_eq!(codes(&folder.path("sheet-1.png")), first, "{paper:?}");
        assert_eq!(codes(&folder.path("sheet-2.png")), [faces[4].code.as_str()], "{paper:?}");
    }
    assert!(sheet_pdf(&brand, &[], Paper::Letter).starts_with(b"%PDF"), "no tickets are an empty sheet");
}

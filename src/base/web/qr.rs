//! A link as a QR on a page, to film.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder};

/// A link as a QR: how many units its side has, four of them quiet on each edge, and the path of its dark modules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub side: usize,
    pub path: String,
}

/// Draws a link. None: it is longer than any QR.
pub fn picture(link: &str) -> Option<Picture> {
    rows(link, ECL::M).map(|rows| modules(&rows))
}

/// A link as rows of modules, dark ones true. None: it is longer than any QR.
pub fn rows(link: &str, correction: ECL) -> Option<Vec<Vec<bool>>> {
    let qr = QRBuilder::new(link).ecl(correction).build().ok()?;
    Some((0..qr.size).map(|y| qr[y][..qr.size].iter().map(|module| module.value()).collect()).collect())
}

/// Draws a QR of these rows, dark modules true.
pub fn modules<R: AsRef<[bool]>>(rows: &[R]) -> Picture {
    let mut path = String::new();
    for (y, row) in rows.iter().map(AsRef::as_ref).enumerate() {
        let mut x = 0;
        while x < row.len() {
            let run = row[x..].iter().take_while(|module| **module).count();
            if run > 0 {
                // Writing to a text can't fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + 4, y + 4);
            }
            x += run.max(1);
        }
    }
    Picture { side: rows.len() + 8, path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_s_picture_has_its_quiet_edge_and_a_corner() {
        let drawn = picture("https://boletos.example.mx/door/open#00112233445566778899aabbccddeeff").expect("a QR");
        assert!(drawn.side > 21 + 8 && drawn.path.starts_with("M4 4h7v1h-7z"), "{drawn:?}");
    }
}

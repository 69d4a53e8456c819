//! Comma-separated values that a spreadsheet opens without doing what a cell says.

/// Bytes of the byte-order mark.
const MARK: usize = 3;

/// Writes rows as CSV (RFC 4180) with a byte-order mark, so that spreadsheets read the accents. Every cell is quoted: where
/// a spreadsheet parts cells at semicolons, "Ana;=1+1" would else begin a formula.
pub fn write<'a>(rows: impl IntoIterator<Item = Vec<std::borrow::Cow<'a, str>>>) -> Vec<u8> {
    let mut writer =
        csv::WriterBuilder::new().flexible(true).quote_style(csv::QuoteStyle::Always).from_writer("\u{feff}".into());
    for row in rows {
        let _ = writer.write_record(row.iter().map(|cell| guarded(cell).into_owned()));
    }
    writer.into_inner().unwrap_or_default()
}

/// A part of a file that is sent as it is read: the first has the byte-order mark and the headings.
pub fn part<'a>(
    head: Option<Vec<std::borrow::Cow<'a, str>>>,
    rows: impl IntoIterator<Item = Vec<std::borrow::Cow<'a, str>>>,
) -> Vec<u8> {
    let first = head.is_some();
    let mut bytes = write(head.into_iter().chain(rows));
    if first { bytes } else { bytes.split_off(MARK) }
}

/// A cell that no spreadsheet takes for a formula. A telephone number in E.164 and a plain number stay as they are.
pub fn guarded(cell: &str) -> std::borrow::Cow<'_, str> {
    let formula = cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']);
    let digits = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    let number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    if formula && !number { format!("'{cell}").into() } else { cell.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_begins_like_a_formula_is_made_text() {
        for (cell, expected) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
            ("+525512345678", "+525512345678"),
            ("-20.5", "-20.5"),
            ("Ana", "Ana"),
        ] {
            assert_eq!(guarded(cell), expected);
        }
    }

    #[test]
    fn only_the_first_part_of_a_file_has_the_mark_and_the_headings() {
        let parts = [part(Some(vec!["a".into()]), [vec!["1".into()]]), part(None, [vec!["2".into()]])];
        assert_eq!(String::from_utf8_lossy(&parts.concat()), "\u{feff}\"a\"\n\"1\"\n\"2\"\n");
    }

    #[test]
    fn commas_quotes_and_lines_are_kept() {
        let bytes = write([vec!["a,b".into(), "c\"d".into(), "e\nf".into()]]);
        assert_eq!(String::from_utf8_lossy(&bytes), "\u{feff}\"a,b\",\"c\"\"d\",\"e\nf\"\n");
    }
}

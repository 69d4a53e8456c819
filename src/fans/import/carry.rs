//! A file's rows on their way through the preview page and back.

use crate::fans::fan::FanForm;
use crate::fans::import::file::Unreadable;
use crate::fans::import::{ROWS_MAX, Row};

/// Rows as one text, to be sent back when their preview is agreed to: nothing of a file stays here in between.
pub fn carried(rows: &[Row]) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    for Row { line, id, form } in rows {
        let line = line.to_string();
        let _ = writer.write_record([
            &line,
            id,
            &form.name,
            &form.phone,
            &form.email,
            &form.age,
            &form.birthday,
            &form.found_by,
            &form.note,
            &form.language,
            &form.news,
            &form.news_how,
        ]);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// Reads what [`carried`] wrote.
///
/// # Errors
/// When it is something else.
pub fn carried_back(text: &str) -> Result<Vec<Row>, Unreadable> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.ok().filter(|record| record.len() == 12 && rows.len() < ROWS_MAX);
        let record = record.ok_or("fans-import-lost")?;
        let cell = |at: usize| record[at].to_owned();
        let form = FanForm {
            name: cell(2),
            phone: cell(3),
            email: cell(4),
            age: cell(5),
            birthday: cell(6),
            found_by: cell(7),
            note: cell(8),
            language: cell(9),
            news: cell(10),
            news_how: cell(11),
            news_day: String::new(),
            notice: String::new(),
        };
        rows.push(Row { line: record[0].parse().map_err(|_| "fans-import-lost")?, id: cell(1), form });
    }
    if rows.is_empty() { Err("fans-import-lost") } else { Ok(rows) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fans::import::file::{Sheet, read};

    fn sheet(bytes: &[u8]) -> Sheet {
        read(bytes, "2026-11-22".parse().expect("a day")).expect("a sheet")
    }

    #[test]
    fn what_is_carried_over_a_preview_comes_back_whole() {
        let sheet = sheet("nombre,nota\n\"Ana \"\"la\"\" Ñ\",\"uno\ndos, tres\"\n=1+1,'=x\n".as_bytes());
        assert_eq!(carried_back(&carried(&sheet.rows)), Ok(sheet.rows.clone()));
        // A browser sends line ends as two characters.
        let sent = carried(&sheet.rows).replace('\n', "\r\n");
        let back = carried_back(&sent).expect("rows");
        assert_eq!(back[0].form.note.replace("\r\n", "\n"), "uno\ndos, tres");
        assert_eq!(carried_back("nada"), Err("fans-import-lost"));
    }
}

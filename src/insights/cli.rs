//! The facts as files: a CSV a view, written as it is read, for whoever works with a spreadsheet or a notebook.

use std::borrow::Cow;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use futures_util::TryStreamExt;

use crate::base::db::Db;
use crate::base::web::csv;
use crate::insights::store::facts;

/// Writes every view into a folder: the files, with how many rows each has.
///
/// # Errors
/// When the folder can't be written, or the database doesn't answer; what was written until then stays.
pub async fn export(db: &Db, folder: &Path) -> anyhow::Result<Vec<(PathBuf, u64)>> {
    std::fs::create_dir_all(folder).with_context(|| format!("{} can't be made", folder.display()))?;
    let mut written = Vec::new();
    for view in &facts::VIEWS {
        let path = folder.join(format!("{}.csv", view.name));
        let failed = || format!("{} can't be written", path.display());
        let mut file = std::io::BufWriter::new(std::fs::File::create(&path).with_context(failed)?);
        file.write_all(&csv::write([view.columns.iter().map(|it| Cow::from(*it)).collect()])).with_context(failed)?;
        let mut rows = facts::rows(db, view);
        let mut count = 0;
        while let Some(row) = rows.try_next().await? {
            let cells = facts::cells(&row)?.into_iter().map(Cow::from).collect();
            let line = csv::write([cells]);
            // Only the file begins with the mark.
            file.write_all(line.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(&line)).with_context(failed)?;
            count += 1;
        }
        file.flush().with_context(failed)?;
        drop(rows);
        written.push((path, count));
    }
    Ok(written)
}

//! All tickets of a concert as pictures in one ZIP, drawn while they are sent: however many there are, a few are in memory.

use std::io::{self, BufWriter, Write};

use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::response::Response;
use futures_util::{StreamExt, stream};
use tokio::sync::mpsc::{self, Sender};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use super::concert_of;
use super::one::Sheet;
use crate::base::app::App;
use crate::base::db;
use crate::base::error::{Error, Result};
use crate::base::i18n::Lang;
use crate::base::text;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::concerts::concert::Concert;
use crate::tickets::picture;
use crate::tickets::store::{self, FaceRow};

/// So many tickets are read at once, and drawn one after another.
const STEP: i64 = 32;
/// Parts that wait for whoever takes them in, and the size of one in bytes.
const PARTS: usize = 4;
const PART: usize = 1 << 16;

/// `GET /tickets/pictures.zip?concert=`: the picture of each live ticket; of one batch where `batch` names it.
pub async fn pictures(page: Page, State(app): State<App>, _: Admin, Query(wanted): Query<Sheet>) -> Result<Response> {
    let concert = concert_of(&app, &wanted.concert).await?;
    let batch = Some(wanted.batch).filter(|batch| !batch.is_empty());
    let first = store::face_rows(&app.db, &concert.id, batch.as_deref(), 0, STEP).await?;
    if first.is_empty() {
        return Err(Error::Refused("tickets-sheet-empty"));
    }
    let (sender, receiver) = mpsc::channel(PARTS);
    let name = format!("boletos-{}.zip", text::fold(concert.name()).replace(' ', "-"));
    let lang = page.lang;
    tokio::spawn(db::heavy(async move {
        let pipe = Pipe(sender.clone());
        if let Err(error) = send(&app, concert, batch.as_deref(), first, lang, pipe).await {
            tracing::warn!("a file of pictures wasn't sent whole: {error}");
            let _ = sender.send(Err(io::Error::other("not whole"))).await;
        }
    }));
    let parts = stream::unfold(receiver, |mut receiver| async { receiver.recv().await.map(|part| (part, receiver)) });
    // Whoever packs it on its way asks once more after its end.
    Ok(page::download(&name, "application/zip", Body::from_stream(parts.fuse())))
}

/// Where the file's bytes go: whoever draws waits for whoever takes them in.
struct Pipe(Sender<io::Result<Bytes>>);

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let gone = |_| io::Error::from(io::ErrorKind::BrokenPipe);
        self.0.blocking_send(Ok(Bytes::copy_from_slice(bytes))).map_err(gone)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

type Zip = ZipWriter<StreamWriter<BufWriter<Pipe>>>;

async fn send(
    app: &App,
    concert: Concert,
    batch: Option<&str>,
    mut rows: Vec<FaceRow>,
    lang: Lang,
    pipe: Pipe,
) -> anyhow::Result<()> {
    let mut zip = ZipWriter::new_stream(BufWriter::with_capacity(PART, pipe));
    while let Some(last) = rows.last().map(|row| row.number) {
        let (own, of) = (app.clone(), concert.clone());
        zip = tokio::task::spawn_blocking(move || draw(&own, &of, &rows, lang, zip)).await??;
        rows = match store::face_rows(&app.db, &concert.id, batch, last, STEP).await {
            Ok(rows) => rows,
            Err(error) => {
                // Dropping it writes its end, and waits for whoever takes it in.
                tokio::task::spawn_blocking(move || drop(zip)).await?;
                return Err(error.into());
            }
        };
    }
    tokio::task::spawn_blocking(move || -> anyhow::Result<()> {
        zip.finish()?.into_inner().flush()?;
        Ok(())
    })
    .await?
}

fn draw(app: &App, concert: &Concert, rows: &[FaceRow], lang: Lang, mut zip: Zip) -> anyhow::Result<Zip> {
    // Pictures are packed already.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for row in rows {
        let Some(face) = picture::face_of_row(app, concert, row, lang) else { continue };
        zip.start_file(format!("{}.png", picture::file_name(concert, &row.fan, row.number)), options)?;
        zip.write_all(&picture::png_of(app, concert, &face, lang))?;
    }
    Ok(zip)
}

//! The night's numbers as they change, by server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{StreamExt, stream};
use http::{HeaderValue, header};
use tokio::sync::broadcast::error::RecvError;

use crate::base::app::App;
use crate::base::error::{Error, Result};
use crate::base::web::viewer::Admin;
use crate::concerts;
use crate::door::store;

/// How long changes are gathered before the numbers are read again: a crowd at the door is one event, not hundreds.
const GATHER: Duration = Duration::from_millis(150);

/// `GET /concerts/{concert}/live`: `{inside, expected, admitted, refused}` at once, and after every change.
pub async fn live(State(app): State<App>, _: Admin, Path(concert): Path<String>) -> Result<impl IntoResponse> {
    let mut connection = app.db.read().acquire().await?;
    concerts::store::get(&mut connection, &concert).await?.ok_or(Error::NotFound)?;
    drop(connection);
    let listener = app.db.changes().listen();
    let first = stream::once(event(app.clone(), concert.clone()));
    let rest = stream::unfold((app, concert, listener), |(app, concert, mut listener)| async move {
        loop {
            match listener.recv().await {
                Ok(changed) if changed != concert => {}
                Ok(_) | Err(RecvError::Lagged(_)) => {
                    tokio::time::sleep(GATHER).await;
                    listener = listener.resubscribe();
                    let event = event(app.clone(), concert.clone()).await;
                    return Some((event, (app, concert, listener)));
                }
                Err(RecvError::Closed) => return None,
            }
        }
    });
    let events = Sse::new(first.chain(rest)).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)));
    let mut response = events.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

async fn event(app: App, concert: String) -> Result<Event, Infallible> {
    let read = async {
        let mut connection = app.db.read().acquire().await?;
        store::numbers(&mut connection, &concert).await
    };
    let event = match read.await {
        Ok(numbers) => Event::default().json_data(numbers).unwrap_or_else(|_| Event::default().comment("")),
        Err(error) => {
            tracing::warn!("the live numbers couldn't be read: {error}");
            Event::default().comment("later")
        }
    };
    Ok(event)
}

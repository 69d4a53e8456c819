//! The night's numbers as they change, by server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{StreamExt, stream};
use http::{HeaderValue, header};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, interval_at};

use crate::accounts::store::Live;
use crate::base::app::App;
use crate::base::db::lookup::Lookup;
use crate::base::db::notify::EVERYTHING;
use crate::base::error::{Error, Result};
use crate::base::web::guard::Bearer;
use crate::base::web::viewer::Admin;
use crate::concerts;
use crate::door::store;

/// How long changes are gathered before the numbers are read again: a crowd at the door is one event, not hundreds.
const GATHER: Duration = Duration::from_millis(150);

/// How often a quiet page's session is looked at again.
const LOOK: Duration = Duration::from_secs(5);

/// `GET /concerts/{concert}/live`: `{inside, expected, admitted, refused}` at once, and after every change. It ends with
/// the session: a page that stays open isn't a way to stay in.
pub async fn live(
    State(app): State<App>,
    _: Admin,
    Extension(bearer): Extension<Bearer>,
    Path(concert): Path<String>,
) -> Result<impl IntoResponse> {
    let mut connection = app.db.read().acquire().await?;
    concerts::store::get(&mut connection, &concert).await?.ok_or(Error::NotFound)?;
    drop(connection);
    let listener = app.db.changes().listen();
    let first = stream::once(event(app.clone(), concert.clone()));
    let rest = stream::unfold((app, bearer, concert, listener), |(app, bearer, concert, mut listener)| async move {
        changed(&app, &bearer, &concert, &mut listener).await?;
        let event = event(app.clone(), concert.clone()).await;
        Some((event, (app, bearer, concert, listener)))
    });
    let events = Sse::new(first.chain(rest)).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)));
    let mut response = events.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Waits for the concert's next change. None: the session has ended, or the program is stopping.
async fn changed(app: &App, bearer: &Bearer, concert: &str, listener: &mut Receiver<String>) -> Option<()> {
    let mut look = interval_at(Instant::now() + LOOK, LOOK);
    loop {
        let heard = tokio::select! {
            heard = listener.recv() => Some(heard),
            _ = look.tick() => None,
        };
        match heard {
            Some(Ok(changed)) if changed != concert && changed != EVERYTHING => continue,
            Some(Ok(_) | Err(RecvError::Lagged(_))) => {
                tokio::time::sleep(GATHER).await;
                *listener = listener.resubscribe();
            }
            Some(Err(RecvError::Closed)) => return None,
            None => {}
        }
        // A database that doesn't answer says nothing about the session: the next look does.
        let session = app.part::<Lookup<Live>>().get(&bearer.0).await;
        match session {
            Ok(None) => return None,
            Ok(Some(_)) if heard.is_some() => return Some(()),
            Ok(Some(_)) => {}
            Err(error) => tracing::warn!("an open page's session couldn't be looked at: {error}"),
        }
    }
}

async fn event(app: App, concert: String) -> Result<Event, Infallible> {
    let read = async {
        let mut connection = app.db.read().acquire().await?;
        store::numbers(&mut connection, &concert).await.map(Option::unwrap_or_default)
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

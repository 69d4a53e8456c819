//! Puts what members do on the trail: whatever changes something, and files of people that were taken.

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{Method, header};

use crate::base::app::App;
use crate::base::db::id;
use crate::base::db::trail::{self, Acting};
use crate::base::web::viewer::Viewer;

/// Files with people in them, by the end of their address; and the copy of everything.
const TAKEN: [&str; 6] = [".csv", ".vcf", ".json", "/door/list.pdf", "/sheet.pdf", "/pictures.zip"];
const COPY: &str = "/backup";

/// Stands before every handler of a member's.
pub async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(Viewer::Admin(admin)) = request.extensions().get::<Viewer>().cloned() else {
        return next.run(request).await;
    };
    let pattern = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned()).unwrap_or_default();
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let file = TAKEN.iter().any(|end| request.uri().path().ends_with(end)) && request.method() != Method::HEAD;
    let taken = file || (pattern == COPY && !reads);
    if reads && !taken {
        return next.run(request).await;
    }
    let mut acting = Acting::new(app.clock.now(), Some(&admin.id), &format!("{} {pattern}", request.method()));
    acting.subject = subject(&pattern, request.uri().path());
    if taken {
        let response = next.run(request).await;
        // Nobody is given a file that isn't on the trail.
        return match response.status().is_success() {
            true => match kept(&app, &acting).await {
                Ok(()) => response,
                Err(error) => axum::response::IntoResponse::into_response(crate::base::error::Error::from(error)),
            },
            false => response,
        };
    }
    let response = trail::act(acting.clone(), next.run(request)).await;
    if acting.subject.is_empty()
        && let Some(made) = response.headers().get(header::LOCATION).and_then(|to| made(to.to_str().ok()?))
        && let Err(error) = trail::name(&app.db, &acting.id, &made).await
    {
        tracing::warn!("what was made couldn't be named on the trail: {error}");
    }
    response
}

async fn kept(app: &App, acting: &Acting) -> Result<(), sqlx::Error> {
    let mut tx = app.db.write().await?;
    trail::keep(&mut tx, acting).await?;
    tx.commit().await
}

/// What stands in an address where its pattern has braces.
fn subject(pattern: &str, path: &str) -> String {
    let parts = pattern.split('/').zip(path.split('/'));
    let ids = parts.filter(|(part, id)| part.starts_with('{') && id::is(id)).map(|(_, id)| id);
    ids.collect::<Vec<_>>().join("/")
}

/// The id that an address leads to.
fn made(location: &str) -> Option<String> {
    let path = location.split('?').next()?;
    path.split('/').find(|part| id::is(part)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_where_its_pattern_has_braces() {
        let (fan, phone) = ("01jd3v8w9qf5e7x2k4m6n8p0rt", "01jd3v8w9qf5e7x2k4m6n8p0rs");
        assert_eq!(subject("/fans/{id}/edit", &format!("/fans/{fan}/edit")), fan);
        let two = format!("/concerts/{fan}/door/{phone}/end");
        assert_eq!(subject("/concerts/{concert}/door/{device}/end", &two), format!("{fan}/{phone}"));
        assert_eq!(subject("/fans", "/fans"), "");
        assert_eq!(subject("/fans/{id}/edit", "/fans/%3Cb%3E/edit"), "", "only ids are kept");
        assert_eq!(made(&format!("/tickets/{fan}?new=1")), Some(fan.to_owned()));
        assert_eq!(made("/fans"), None);
    }
}

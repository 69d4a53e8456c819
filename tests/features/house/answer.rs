//! What came back, and what may be expected of it.

use reqwest::header::HeaderMap;
use reqwest::{RequestBuilder, StatusCode};
use serde_json::Value;

use super::visitor::between;

/// A whole response. Its checks give it back, so that they may be chained.
#[derive(Debug)]
pub struct Answer {
    pub asked: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub(super) async fn of(asked: &str, request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap_or_else(|error| panic!("{asked}: {error:?}"));
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.unwrap_or_else(|error| panic!("{asked}: {error:?}")).to_vec();
        Self { asked: asked.to_owned(), status: status.as_u16(), headers, bytes }
    }

    /// The body as it is read: character references resolved.
    pub fn text(&self) -> String {
        resolved(&String::from_utf8_lossy(&self.bytes))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// The last part of the address that it sends on to: the id of what was made.
    pub fn made(&self) -> String {
        assert_eq!(self.status, 303, "{}", self.short());
        let path = self.location().split('?').next().unwrap_or_default();
        path.rsplit('/').next().unwrap_or_default().to_owned()
    }

    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.short());
        self
    }

    #[track_caller]
    pub fn ok(self) -> Self {
        self.is(StatusCode::OK.as_u16())
    }

    /// It sends on to that address.
    #[track_caller]
    pub fn to(self, path: &str) -> Self {
        let answer = self.is(303);
        assert_eq!(answer.location(), path, "{}", answer.short());
        answer
    }

    /// It is for somebody else: who asked has to sign in.
    #[track_caller]
    pub fn refused(self) -> Self {
        let sent = self.status == 303 && self.location().starts_with("/login");
        assert!(self.status == 401 || sent, "{}", self.short());
        self
    }

    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        assert!(self.text().contains(text), "no “{text}” in {}", self.short());
        self
    }

    #[track_caller]
    pub fn hides(self, text: &str) -> Self {
        assert!(!self.text().contains(text), "“{text}” in {}", self.short());
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("no JSON: {}", self.short()))
    }

    /// What stands between two texts of the body.
    #[track_caller]
    pub fn between(&self, before: &str, after: &str) -> String {
        between(&self.text(), before, after).unwrap_or_else(|| panic!("no “{before}” in {}", self.short()))
    }

    /// The value of a field of a form on the page.
    #[track_caller]
    pub fn field(&self, name: &str) -> String {
        let text = String::from_utf8_lossy(&self.bytes);
        let inputs = text
            .split("<input")
            .filter(|input| input.split('>').next().unwrap_or("").contains(&format!("name=\"{name}\"")));
        let value = inputs.filter_map(|input| between(input.split('>').next()?, "value=\"", "\"")).next();
        value.map(|value| resolved(&value)).unwrap_or_else(|| panic!("no field {name} in {}", self.short()))
    }

    /// For the words of a failed check: where, what, and how the main part begins.
    pub fn short(&self) -> String {
        let text = self.text();
        let body = text.split_once("<main").map_or(&*text, |(_, main)| main);
        let body: String = body.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(1500).collect();
        format!("{} → {} {} {body}", self.asked, self.status, self.location())
    }
}

/// A text whose character references are resolved.
fn resolved(text: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'"), ("&#x27;", "'")];
    let text = pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    text.replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&").replace("&amp;", "&")
}

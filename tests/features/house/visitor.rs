//! A browser without a screen: keeps cookies, reads the token out of a page, sends forms as a browser does.

use std::time::Duration;

use reqwest::header::{ACCEPT, ACCEPT_LANGUAGE, HeaderMap, HeaderName, HeaderValue};
use reqwest::multipart::{Form, Part};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use tokio::sync::Mutex;

use super::Answer;

/// Somebody with a browser of their own.
pub struct Visitor {
    client: Client,
    address: String,
    /// A page of theirs that has a form, and the token that it held.
    token: Mutex<(String, Option<String>)>,
}

impl Visitor {
    /// A visitor of the house at `address`, who finds a form on the page `forms`.
    pub fn new(address: &str, forms: &str) -> Self {
        Self::with(address, forms, &[])
    }

    /// A visitor who sends these headers each time; a cookie among them takes the place of the browser's own.
    pub fn with(address: &str, forms: &str, headers: &[(&'static str, &str)]) -> Self {
        let mut all = HeaderMap::new();
        all.insert(ACCEPT, HeaderValue::from_static("text/html,application/xhtml+xml,*/*;q=0.8"));
        all.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("es-MX,es;q=0.9"));
        for (name, value) in headers {
            all.insert(HeaderName::from_static(name), HeaderValue::from_str(value).expect("a header"));
        }
        let client = Client::builder().cookie_store(true).redirect(Policy::none()).default_headers(all);
        let client = client.timeout(Duration::from_secs(60)).no_proxy().build().expect("a client");
        Self { client, address: address.to_owned(), token: Mutex::new((forms.to_owned(), None)) }
    }

    /// A request that is about to be sent, for what the rest has no words for.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.address))
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(path, self.request(Method::GET, path)).await
    }

    /// Sends a form with the token of this visitor's pages.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token().await;
        let mut fields = fields.to_vec();
        fields.push(("_csrf", &token));
        Answer::of(path, self.request(Method::POST, path).form(&fields)).await
    }

    /// Sends JSON as the scripts do: the token in a header.
    pub async fn post_json(&self, path: &str, body: &Value) -> Answer {
        let request = self.request(Method::POST, path).header("x-csrf-token", self.token().await);
        Answer::of(path, request.header(ACCEPT, "application/json").json(body)).await
    }

    /// Sends a file in a form, its token first.
    pub async fn upload(&self, path: &str, name: &str, file: &[u8]) -> Answer {
        let part = Part::bytes(file.to_vec()).file_name(name.to_owned());
        let form = Form::new().text("_csrf", self.token().await).part("file", part);
        Answer::of(path, self.request(Method::POST, path).multipart(form)).await
    }

    /// Sends a form as a browser sends one that may hold files.
    pub async fn post_parts(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = Form::new().text("_csrf", self.token().await);
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        Answer::of(path, self.request(Method::POST, path).multipart(form)).await
    }

    /// Signs in; the token is another one afterwards.
    pub async fn sign_in(&self, name: &str, password: &str) -> Answer {
        let answer = self.post("/login", &[("username", name), ("password", password)]).await;
        if answer.status == 303 {
            self.signed_in().await;
        }
        answer
    }

    /// Forgets the token and reads the next one where members find it.
    pub async fn signed_in(&self) {
        *self.token.lock().await = ("/account".to_owned(), None);
    }

    /// What becomes of a visitor whose session ended: their forms are those of anybody.
    pub async fn lost(&self) {
        *self.token.lock().await = ("/login".to_owned(), None);
    }

    /// What becomes of a visitor whose phone was lent a door: their forms are the scanner's.
    pub async fn opened(&self) {
        *self.token.lock().await = ("/scan".to_owned(), None);
    }

    /// The token that this visitor's forms hold.
    pub async fn token(&self) -> String {
        let mut kept = self.token.lock().await;
        if let Some(token) = &kept.1 {
            return token.clone();
        }
        let page = self.get(&kept.0).await.text();
        let token = ["name=\"_csrf\" value=\"", "data-csrf=\""].iter().find_map(|before| between(&page, before, "\""));
        let token = token.unwrap_or_else(|| panic!("{} has no form: {page}", kept.0));
        kept.1 = Some(token.clone());
        token
    }
}

/// What stands between two texts, the first time.
pub fn between(text: &str, before: &str, after: &str) -> Option<String> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(inside, _)| inside.to_owned())
}

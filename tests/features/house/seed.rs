//! What a story begins with: a concert, a fan, a ticket, a lent door; made over HTTP, as a member makes them.

use anomalia::base::secret;
use serde_json::{Value, json};

use super::{House, Visitor};
use crate::door::NIGHT;

/// A ticket that was issued.
#[derive(Clone, Debug)]
pub struct Ticket {
    pub id: String,
    pub code: String,
}

impl House {
    /// Issues a ticket to somebody of that name, paid in cash unless `changes` says otherwise.
    pub async fn ticket(&self, seller: &Visitor, concert: &str, fan: &str, changes: &[(&str, &str)]) -> Ticket {
        let (request, price) = (self.id(), self.price(concert, "Preventa").await);
        let usual = [
            ("concert", concert),
            ("fan", fan),
            ("method", "cash"),
            ("price", &price),
            ("request", &request),
            ("again", "1"),
            ("fan_id", "new"),
        ];
        let mut fields: Vec<_> =
            usual.into_iter().filter(|(name, _)| !changes.iter().any(|(other, _)| other == name)).collect();
        fields.extend(changes);
        let id = seller.post("/tickets", &fields).await.made();
        self.ticket_of(&id).await
    }

    /// A night for which Ana and Beto have tickets: a member, the concert, both tickets.
    pub async fn night_of_two(&self) -> (Visitor, String, Ticket, Ticket) {
        let admin = self.admin().await;
        let concert = admin.concert(&[]).await;
        let (ana, beto) =
            (self.ticket(&admin, &concert, "Ana", &[]).await, self.ticket(&admin, &concert, "Beto", &[]).await);
        self.clock(NIGHT);
        (admin, concert, ana, beto)
    }

    pub async fn ticket_of(&self, id: &str) -> Ticket {
        let code = self.one(&format!("select code from ticket where id = '{id}'")).await;
        Ticket { id: id.to_owned(), code }
    }

    /// The id of a concert's price of that name.
    pub async fn price(&self, concert: &str, name: &str) -> String {
        self.one(&format!("select id from price where concert_id = '{concert}' and name = '{name}'")).await
    }

    /// A phone that was lent this concert's door by the member of that name, as its cookie says.
    pub async fn device(&self, concert: &str, lender: &str, name: &str) -> Visitor {
        let (token, link, id, now) = (secret::token(), secret::token(), self.id(), self.now());
        let (token_hash, link_hash) = (secret::hash(&token), secret::hash(&link));
        // 05:00 of Mexico City, the hour that a door is lent until when nobody says another.
        let until = "2027-01-01T11:00:00.000Z";
        self.write(&format!(
            "insert into device (id, concert_id, account_id, name, link_hash, token_hash, created_at, claimed_at, expires_at)
             select '{id}', '{concert}', id, '{name}', '{link_hash}', '{token_hash}', '{now}', '{now}', '{until}'
             from account where username = '{lender}'"
        ))
        .await;
        Visitor::with(&self.address, "/scan", &[("cookie", &format!("door={token}"))])
    }

    /// A scan as a phone sends it.
    pub fn entry(&self, code: &str) -> Value {
        json!({
            "id": self.id(), "kind": "entry", "source": "camera", "code": code, "ticket_id": null,
            "happened_at": self.now(), "phone_verdict": null, "takes_back": null, "seq": 1,
        })
    }

    /// Sends scans in one request and gives their results.
    pub async fn scans(&self, phone: &Visitor, concert: &str, scans: &[Value]) -> Vec<Value> {
        let body = json!({ "device_clock_ms": self.app.clock.now().as_millisecond(), "scans": scans });
        let answer = phone.post_json(&format!("/door/{concert}/scans"), &body).await.ok();
        answer.json()["results"].as_array().expect("results").clone()
    }

    /// Sends one scan of a code and gives its result.
    pub async fn scan(&self, phone: &Visitor, concert: &str, code: &str) -> Value {
        self.scans(phone, concert, &[self.entry(code)]).await.remove(0)
    }
}

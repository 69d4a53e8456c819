//! A ticket: what may be issued, what it owes, and in which state it is.

use serde::{Deserialize, Serialize};

use crate::base::db::id;
use crate::base::money;
use crate::base::secret;
use crate::base::text;
use crate::base::web::form::Problems;
use crate::payments::payment::Method;

/// The most that one ticket admits.
pub const ADMITS_MAX: i64 = 50;

/// A ticket as its page shows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Ticket {
    pub id: String,
    pub concert_id: String,
    pub fan_id: String,
    pub fan: String,
    pub fan_phone: Option<String>,
    pub fan_email: Option<String>,
    pub fan_language: Option<String>,
    pub number: i64,
    pub code: String,
    /// The secret of the fan's own page.
    pub link_token: String,
    pub admits: i64,
    pub price_name: String,
    pub price_cents: i64,
    pub paid_cents: i64,
    pub currency: String,
    pub method: String,
    pub note: Option<String>,
    pub batch_id: Option<String>,
    pub issued_at: String,
    pub issued_by: Option<String>,
    pub voided_at: Option<String>,
    pub void_reason: Option<String>,
    pub replaces: Option<String>,
    pub replaced_by: Option<String>,
    pub replaced_at: Option<String>,
    pub sent_at: Option<String>,
    pub sent_by: Option<String>,
    /// When the fan's own page was opened first.
    pub opened_at: Option<String>,
    /// When the fan said that somebody else has it too.
    pub copied_at: Option<String>,
    pub inside: i64,
    pub entered_at: Option<String>,
}

/// What can be said of a ticket in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Valid,
    Owed,
    In,
    Voided,
    Replaced,
}

impl State {
    /// The state that these facts make.
    pub fn of(voided: Option<&str>, replaced: Option<&str>, entered: Option<&str>, due_cents: i64) -> Self {
        if replaced.is_some() {
            State::Replaced
        } else if voided.is_some() {
            State::Voided
        } else if entered.is_some() {
            State::In
        } else if due_cents > 0 {
            State::Owed
        } else {
            State::Valid
        }
    }

    /// The class of its tag.
    pub fn class(self) -> &'static str {
        match self {
            State::Valid => "paid",
            State::Owed => "owed",
            State::In => "in",
            State::Voided | State::Replaced => "void",
        }
    }

    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            State::Valid => "tickets-state-valid",
            State::Owed => "tickets-state-owed",
            State::In => "tickets-state-in",
            State::Voided => "tickets-state-voided",
            State::Replaced => "tickets-state-replaced",
        }
    }
}

/// What is still owed of a price; nothing for a courtesy.
pub fn due(price_cents: i64, paid_cents: i64, method: &str) -> i64 {
    if method == Method::Courtesy.word() { 0 } else { (price_cents - paid_cents).max(0) }
}

impl Ticket {
    pub fn due_cents(&self) -> i64 {
        due(self.price_cents, self.paid_cents, &self.method)
    }

    pub fn state(&self) -> State {
        State::of(self.voided_at.as_deref(), self.replaced_at.as_deref(), self.entered_at.as_deref(), self.due_cents())
    }

    /// Whether it can still be used: neither voided nor replaced.
    pub fn is_live(&self) -> bool {
        self.voided_at.is_none() && self.replaced_at.is_none()
    }
}

/// What the form for a ticket holds, as it was typed.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct IssueForm {
    pub concert: String,
    pub fan: String,
    pub fan_id: String,
    pub phone: String,
    pub email: String,
    pub age: String,
    pub method: String,
    /// A price's id, or `other` with `amount`.
    pub price: String,
    pub amount: String,
    /// The prices as the form showed them: [`seen`]. Empty: not asked about.
    pub seen: String,
    /// `paid`, `owed`, or empty: as the method has it.
    pub paid: String,
    pub admits: String,
    pub note: String,
    pub request: String,
    /// Set when the person said yes to a second ticket for the same fan.
    pub again: String,
}

/// A price that may be chosen: `(id, name, cents)`.
pub type Choice = (String, String, i64);

/// Prices in one text, to notice that one changed while a form was open.
pub fn seen(prices: &[Choice]) -> String {
    prices.iter().map(|(id, _, cents)| format!("{id}={cents}")).collect::<Vec<_>>().join(",")
}

/// The prices that a form offers: those that cost something, or all where the concert is free.
pub fn offered(prices: Vec<Choice>) -> Vec<Choice> {
    let free = prices.iter().all(|price| price.2 == 0);
    prices.into_iter().filter(|price| free || price.2 > 0).collect()
}

/// A checked wish for a ticket; the fan is checked by `fans`.
#[derive(Debug, PartialEq, Eq)]
pub struct Wish {
    pub method: Method,
    pub price_name: String,
    pub price_cents: i64,
    pub paid: bool,
    pub admits: i64,
    pub note: Option<String>,
}

impl IssueForm {
    /// What makes the same form sent twice one wish, and the form sent again with another fan in it another: the
    /// form's id and all that it says, hashed. `None` for a form without an id.
    pub fn key(&self) -> Option<String> {
        let said = serde_json::to_string(self).ok().filter(|_| id::is(&self.request))?;
        Some(secret::hash(&said))
    }

    /// Checks all of the form but the fan.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn check(&self, prices: &[Choice], other: &str) -> Result<Wish, Problems> {
        let mut problems = Problems::default();
        let method = Method::of(&self.method);
        if method.is_none() {
            problems.add("method", "tickets-method-missing");
        }
        let admits = if self.admits.trim().is_empty() { Some(1) } else { self.admits.trim().parse().ok() };
        let admits = admits.filter(|admits| (1..=ADMITS_MAX).contains(admits));
        if admits.is_none() {
            problems.add("admits", "tickets-admits-wrong");
        }
        let price = match (method, self.price.as_str()) {
            (Some(Method::Courtesy), _) => Some((courtesy_name(prices, other), 0)),
            (_, "other") => {
                let amount = money::parse(&self.amount);
                if amount.is_none() {
                    problems.add("amount", "tickets-amount-wrong");
                }
                amount.map(|cents| (other.to_owned(), cents))
            }
            (_, id) => prices.iter().find(|price| price.0 == id).map(|price| (price.1.clone(), price.2)),
        };
        if price.is_none() {
            problems.add("price", "tickets-price-missing");
        } else if !self.seen.is_empty() && self.seen != seen(prices) {
            problems.add("price", "tickets-price-changed");
        }
        if self.note.chars().count() > 200 {
            problems.add("note", "tickets-note-long");
        }
        let wish = method.zip(price).zip(admits).map(|((method, (price_name, cents)), admits)| {
            let paid = match self.paid.as_str() {
                "paid" => true,
                "owed" => false,
                _ => method.in_hand().is_some(),
            };
            let price_cents = cents * admits;
            Wish {
                method,
                price_name,
                price_cents,
                paid: paid && price_cents > 0,
                admits,
                note: text::given(&self.note),
            }
        });
        problems.or(wish)
    }
}

fn courtesy_name(prices: &[Choice], other: &str) -> String {
    prices.iter().find(|price| price.2 == 0).map_or_else(|| other.to_owned(), |price| price.1.clone())
}

/// Why a ticket wasn't issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// How many places are left.
    SoldOut {
        left: i64,
    },
    Cancelled,
    /// The same request came twice: the ticket that the first one made.
    Already {
        ticket: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prices() -> Vec<Choice> {
        vec![("p".into(), "Preventa".into(), 20_000), ("c".into(), "Cortesía".into(), 0)]
    }

    fn form(method: &str) -> IssueForm {
        IssueForm { method: method.into(), price: "p".into(), ..IssueForm::default() }
    }

    #[test]
    fn cash_and_card_are_paid_a_transfer_is_to_be_paid_and_a_courtesy_is_free() {
        let paid = |method| form(method).check(&prices(), "Otro").map(|wish| (wish.price_cents, wish.paid));
        assert_eq!(paid("cash"), Ok((20_000, true)));
        assert_eq!(paid("card"), Ok((20_000, true)));
        assert_eq!(paid("spei"), Ok((20_000, false)));
        assert_eq!(paid("courtesy"), Ok((0, false)));
        assert_eq!(due(0, 0, "courtesy"), 0);
    }

    #[test]
    fn what_was_said_of_payment_goes_before_the_method_s_habit() {
        let said = IssueForm { paid: "owed".into(), ..form("cash") };
        assert_eq!(said.check(&prices(), "Otro").map(|wish| wish.paid), Ok(false));
        let said = IssueForm { paid: "paid".into(), ..form("spei") };
        assert_eq!(said.check(&prices(), "Otro").map(|wish| wish.paid), Ok(true));
    }

    #[test]
    fn a_group_s_ticket_costs_each_place() {
        let group = IssueForm { admits: "3".into(), ..form("cash") };
        assert_eq!(group.check(&prices(), "Otro").map(|wish| (wish.admits, wish.price_cents)), Ok((3, 60_000)));
    }

    #[test]
    fn a_price_that_changed_while_the_form_was_open_is_looked_at_again() {
        let open = IssueForm { seen: seen(&prices()), ..form("cash") };
        assert!(open.check(&prices(), "Otro").is_ok());
        let dearer = vec![("p".into(), "Preventa".into(), 22_000), ("c".into(), "Cortesía".into(), 0)];
        assert_eq!(open.check(&dearer, "Otro").expect_err("asked").of("price"), "tickets-price-changed");
    }

    #[test]
    fn a_free_concert_offers_its_price() {
        assert_eq!(offered(prices()).len(), 1);
        assert_eq!(offered(vec![("c".into(), "Entrada libre".into(), 0)]).len(), 1);
    }

    #[test]
    fn the_same_form_is_one_wish_and_another_fan_is_another() {
        let form = IssueForm { request: "01m4p5c3w0fads14a1vhwpv6yj".into(), fan: "Ana".into(), ..form("cash") };
        assert_eq!(form.key(), form.clone().key());
        assert_ne!(form.key(), IssueForm { fan: "Beto".into(), ..form.clone() }.key());
        assert_eq!(IssueForm { request: String::new(), ..form }.key(), None);
    }

    #[test]
    fn every_wrong_field_is_named() {
        let wrong = IssueForm { admits: "0".into(), price: "other".into(), amount: "mucho".into(), ..form("oro") };
        let problems = wrong.check(&prices(), "Otro").expect_err("refused");
        for field in ["method", "admits", "amount"] {
            assert!(!problems.of(field).is_empty(), "{field}");
        }
    }

    #[test]
    fn a_replaced_ticket_is_replaced_whatever_else_it_is() {
        assert_eq!(State::of(Some("t"), Some("t"), Some("t"), 5), State::Replaced);
        assert_eq!(State::of(None, None, Some("t"), 5), State::In);
        assert_eq!(State::of(None, None, None, 5), State::Owed);
    }
}

//! What became of a fan's ticket.

use jiff::{SignedDuration, Timestamp};

use crate::base::clock::unstamp;

/// A concert's night is over this long after its doors opened.
const NIGHT: SignedDuration = SignedDuration::from_hours(12);

/// One of a fan's tickets, with its concert.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Ticket {
    pub id: String,
    pub number: i64,
    pub admits: i64,
    pub voided_at: Option<String>,
    pub replaced_at: Option<String>,
    pub concert_id: String,
    pub concert: String,
    pub venue: String,
    pub day: String,
    pub doors_at: String,
    pub timezone: String,
    pub cancelled_at: Option<String>,
    /// When they first went in with it; null when they didn't.
    pub came_at: Option<String>,
}

/// What may become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Came,
    Missed,
    ToCome,
    Voided,
    Replaced,
    Cancelled,
}

/// What became of a ticket by now. Who went in came, whatever was done to the ticket afterwards.
pub fn state(ticket: &Ticket, now: Timestamp) -> State {
    let doors = unstamp(&ticket.doors_at).unwrap_or(Timestamp::UNIX_EPOCH);
    if ticket.came_at.is_some() {
        State::Came
    } else if ticket.replaced_at.is_some() {
        State::Replaced
    } else if ticket.voided_at.is_some() {
        State::Voided
    } else if ticket.cancelled_at.is_some() {
        State::Cancelled
    } else if now.duration_since(doors) > NIGHT {
        State::Missed
    } else {
        State::ToCome
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_missed_once_the_night_is_over() {
        let ticket = Ticket {
            id: String::new(),
            number: 1,
            admits: 1,
            voided_at: None,
            replaced_at: None,
            concert_id: String::new(),
            concert: String::new(),
            venue: String::new(),
            day: "2026-11-28".into(),
            doors_at: "2026-11-29T02:00:00.000Z".into(),
            timezone: "America/Mexico_City".into(),
            cancelled_at: None,
            came_at: None,
        };
        let at = |text: &str| text.parse().expect("a time");
        assert_eq!(state(&ticket, at("2026-11-29T06:40:00Z")), State::ToCome);
        assert_eq!(state(&ticket, at("2026-11-29T14:00:01Z")), State::Missed);
        let came =
            Ticket { came_at: Some("2026-11-29T03:00:00.000Z".into()), voided_at: Some("x".into()), ..ticket.clone() };
        assert_eq!(state(&came, at("2026-12-29T14:00:01Z")), State::Came);
        assert_eq!(
            state(&Ticket { cancelled_at: Some("x".into()), ..ticket }, at("2026-12-29T14:00:01Z")),
            State::Cancelled
        );
    }
}

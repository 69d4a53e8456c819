//! How something is paid. A payment is a row, never overwritten; a refund is another row.

/// The way a ticket is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Cash,
    /// Mexico's interbank transfer: the money arrives later.
    Spei,
    Card,
    /// Given away: costs nothing and is never unpaid.
    Courtesy,
}

impl Method {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Method; 4] = [Method::Cash, Method::Spei, Method::Card, Method::Courtesy];

    /// The word that forms and the database hold.
    pub fn word(self) -> &'static str {
        match self {
            Method::Cash => "cash",
            Method::Spei => "spei",
            Method::Card => "card",
            Method::Courtesy => "courtesy",
        }
    }

    pub fn of(word: &str) -> Option<Self> {
        Method::ALL.into_iter().find(|method| method.word() == word)
    }

    /// Whether money in this way is in hand when the ticket is issued.
    pub fn in_hand(self) -> Option<()> {
        matches!(self, Method::Cash | Method::Card).then_some(())
    }

    /// Whether this brings money at all.
    pub fn brings_money(self) -> Option<()> {
        (self != Method::Courtesy).then_some(())
    }
}

/// A payment to be kept.
pub struct NewPayment<'a> {
    pub id: &'a str,
    pub concert: &'a str,
    pub ticket: &'a str,
    pub amount_cents: i64,
    pub currency: &'a str,
    pub method: Method,
    pub now: &'a str,
    pub account: Option<&'a str>,
    /// The payment that this gives back; then the amount is negative.
    pub refund_of: Option<&'a str>,
    pub note: Option<&'a str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cash_and_card_are_in_hand_and_a_transfer_is_not() {
        let in_hand: Vec<_> = Method::ALL.into_iter().filter(|method| method.in_hand().is_some()).collect();
        assert_eq!(in_hand, [Method::Cash, Method::Card]);
        assert_eq!(Method::Courtesy.brings_money(), None);
        assert!(Method::ALL.into_iter().all(|method| Method::of(method.word()) == Some(method)));
    }
}

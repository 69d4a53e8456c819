//! The verdict: a closed list, and the rule that gives one. No I/O; the facts are arguments.

use crate::door::facts::Facts;

/// What a scan asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Entry,
    Exit,
    /// Takes another scan back.
    Undo,
}

impl Kind {
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "entry" => Some(Kind::Entry),
            "exit" => Some(Kind::Exit),
            "undo" => Some(Kind::Undo),
            _ => None,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Kind::Entry => "entry",
            Kind::Exit => "exit",
            Kind::Undo => "undo",
        }
    }
}

/// Where a scan's ticket came from.
pub const SOURCES: [&str; 5] = ["camera", "photo", "typed", "list", "paper"];

/// The closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Admitted,
    AlreadyUsed,
    OtherConcert,
    Voided,
    Replaced,
    Unpaid,
    Exited,
    NotInside,
    Undone,
    NotATicket,
    Unknown,
}

impl Verdict {
    pub const ALL: [Verdict; 11] = [
        Verdict::Admitted,
        Verdict::AlreadyUsed,
        Verdict::OtherConcert,
        Verdict::Voided,
        Verdict::Replaced,
        Verdict::Unpaid,
        Verdict::Exited,
        Verdict::NotInside,
        Verdict::Undone,
        Verdict::NotATicket,
        Verdict::Unknown,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Verdict::Admitted => "admitted",
            Verdict::AlreadyUsed => "already_used",
            Verdict::OtherConcert => "other_concert",
            Verdict::Voided => "voided",
            Verdict::Replaced => "replaced",
            Verdict::Unpaid => "unpaid",
            Verdict::Exited => "exited",
            Verdict::NotInside => "not_inside",
            Verdict::Undone => "undone",
            Verdict::NotATicket => "not_a_ticket",
            Verdict::Unknown => "unknown",
        }
    }

    pub fn of(word: &str) -> Option<Self> {
        Verdict::ALL.into_iter().find(|verdict| verdict.word() == word)
    }
}

/// Judges an entry or an exit.
pub fn judge(kind: Kind, facts: Option<&Facts>) -> Verdict {
    let Some((facts, terms)) = facts.map(|facts| (facts, &facts.terms)) else { return Verdict::Unknown };
    if terms.here.is_none() {
        return Verdict::OtherConcert;
    }
    if kind == Kind::Exit {
        return if facts.inside() > 0 { Verdict::Exited } else { Verdict::NotInside };
    }
    if terms.replaced_at.is_some() {
        return Verdict::Replaced;
    }
    if terms.voided_at.is_some() {
        return Verdict::Voided;
    }
    if facts.left() > 0 {
        return if terms.due_cents > 0 { Verdict::Unpaid } else { Verdict::Admitted };
    }
    if facts.inside() < terms.admits { Verdict::Exited } else { Verdict::AlreadyUsed }
}

/// Judges the taking back of a scan of that kind, whose screen showed `shown`: only what let somebody in or out can be.
pub fn take_back(kind: Kind, shown: Verdict) -> Verdict {
    match (kind, shown) {
        (Kind::Entry, Verdict::Admitted) | (Kind::Exit, Verdict::Exited) => Verdict::Undone,
        _ => Verdict::NotInside,
    }
}

/// Whether a person was told no: neither let in, nor out, nor taken back.
pub fn refuses(kind: Kind, shown: Verdict) -> bool {
    !(matches!(shown, Verdict::Admitted | Verdict::Undone) || (kind == Kind::Exit && shown == Verdict::Exited))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::door::facts::{Reentry, Seen, Terms};

    fn seen(id: &str, kind: Kind, takes_back: Option<&str>) -> Seen {
        let shown = match kind {
            Kind::Entry => Verdict::Admitted,
            Kind::Exit => Verdict::Exited,
            Kind::Undo => Verdict::Undone,
        };
        Seen::new(id, kind, shown, &format!("2026-11-29T03:{id}:00.000Z"), "Beto", takes_back)
    }

    fn terms() -> Terms {
        Terms { here: Some(()), admits: 1, ..Terms::default() }
    }

    fn facts(scans: &[Seen]) -> Facts {
        Facts::new(terms(), scans.to_vec())
    }

    fn verdict(facts: &Facts) -> Verdict {
        judge(Kind::Entry, Some(facts))
    }

    #[test]
    fn a_ticket_admits_once() {
        assert_eq!(verdict(&facts(&[])), Verdict::Admitted);
        assert_eq!(verdict(&facts(&[seen("10", Kind::Entry, None)])), Verdict::AlreadyUsed);
    }

    #[test]
    fn a_group_s_ticket_admits_as_many_as_it_says() {
        let two = |scans: &[Seen]| Facts::new(Terms { admits: 2, ..terms() }, scans.to_vec());
        let (one, other) = (seen("10", Kind::Entry, None), seen("11", Kind::Entry, None));
        assert_eq!(verdict(&two(std::slice::from_ref(&one))), Verdict::Admitted);
        assert_eq!(verdict(&two(&[one, other])), Verdict::AlreadyUsed);
    }

    #[test]
    fn what_was_taken_back_may_go_in_again() {
        assert_eq!(
            verdict(&facts(&[seen("10", Kind::Entry, None), seen("11", Kind::Undo, Some("10"))])),
            Verdict::Admitted
        );
    }

    #[test]
    fn who_left_comes_back_only_where_the_concert_allows_it() {
        let left = [seen("10", Kind::Entry, None), seen("11", Kind::Exit, None)];
        let back = |scans: &[Seen]| {
            verdict(&Facts::new(Terms { reentry: Some(Reentry::default()), ..terms() }, scans.to_vec()))
        };
        assert_eq!(verdict(&facts(&left)), Verdict::Exited);
        assert_eq!((back(&left), back(&left[..1])), (Verdict::Admitted, Verdict::AlreadyUsed));
    }

    #[test]
    fn each_reason_to_refuse_is_named() {
        let at = || Some("2026-11-29T01:00:00.000Z".to_owned());
        let with = |terms| verdict(&Facts::new(terms, Vec::new()));
        assert_eq!(judge(Kind::Entry, None), Verdict::Unknown);
        assert_eq!(with(Terms { here: None, ..terms() }), Verdict::OtherConcert);
        assert_eq!(with(Terms { voided_at: at(), ..terms() }), Verdict::Voided);
        assert_eq!(with(Terms { voided_at: at(), replaced_at: at(), ..terms() }), Verdict::Replaced);
        assert_eq!(with(Terms { due_cents: 20_000, ..terms() }), Verdict::Unpaid);
        assert_eq!(judge(Kind::Exit, Some(&facts(&[]))), Verdict::NotInside);
        assert_eq!(judge(Kind::Exit, Some(&facts(&[seen("10", Kind::Entry, None)]))), Verdict::Exited);
    }

    #[test]
    fn only_what_let_somebody_in_or_out_is_taken_back() {
        assert_eq!(take_back(Kind::Entry, Verdict::Admitted), Verdict::Undone);
        assert_eq!(take_back(Kind::Exit, Verdict::Exited), Verdict::Undone);
        assert_eq!(take_back(Kind::Entry, Verdict::Exited), Verdict::NotInside);
        assert_eq!(take_back(Kind::Undo, Verdict::Undone), Verdict::NotInside);
    }
}

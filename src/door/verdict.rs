//! The verdict: a closed list, and the rule that gives one. No I/O; the facts are arguments.

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

/// One going in with a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admission {
    pub nth: i64,
    pub scan: String,
    pub at: String,
    pub door: String,
    pub ended: Option<Ended>,
    /// The scan that ended it.
    pub ended_by: Option<String>,
}

/// How an admission ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Exit,
    /// Taken back: as if it hadn't been.
    Undo,
}

/// What is known of a ticket when it is judged.
#[derive(Clone, Debug)]
pub struct Facts {
    pub here: Option<()>,
    pub voided: Option<()>,
    pub replaced: Option<()>,
    pub due_cents: i64,
    pub admits: i64,
    pub admissions: Vec<Admission>,
}

/// What a verdict changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Nothing,
    /// Admits as the `nth` of the ticket.
    Admit {
        nth: i64,
    },
    /// Ends the `nth` admission.
    End {
        nth: i64,
        how: Ended,
    },
    /// Takes an exit back: the `nth` admission goes on.
    Reopen {
        nth: i64,
    },
}

impl Change {
    /// Which admission of the ticket it is about.
    pub fn nth(&self) -> Option<i64> {
        match self {
            Change::Nothing => None,
            Change::Admit { nth } | Change::End { nth, .. } | Change::Reopen { nth } => Some(*nth),
        }
    }
}

impl Facts {
    /// Admissions that count: those that weren't taken back.
    pub fn counted(&self) -> i64 {
        self.admissions.iter().filter(|admission| admission.ended != Some(Ended::Undo)).count() as i64
    }

    /// How many are in there now.
    pub fn inside(&self) -> i64 {
        self.admissions.iter().filter(|admission| admission.ended.is_none()).count() as i64
    }

    pub fn admission(&self, nth: i64) -> Option<&Admission> {
        self.admissions.iter().find(|admission| admission.nth == nth)
    }

    /// The first that went in, by time and then by scan.
    pub fn first(&self) -> Option<&Admission> {
        let counted = self.admissions.iter().filter(|admission| admission.ended != Some(Ended::Undo));
        counted.min_by(|a, b| (&a.at, &a.scan).cmp(&(&b.at, &b.scan)))
    }

    /// How many more the ticket admits.
    pub fn left(&self) -> i64 {
        (self.admits - self.counted()).max(0)
    }
}

/// Judges an entry or an exit.
pub fn judge(kind: Kind, facts: Option<&Facts>) -> (Verdict, Change) {
    let Some(facts) = facts else { return (Verdict::Unknown, Change::Nothing) };
    if facts.here.is_none() {
        return (Verdict::OtherConcert, Change::Nothing);
    }
    if kind == Kind::Exit {
        let last = facts.admissions.iter().rfind(|admission| admission.ended.is_none());
        return match last {
            Some(last) => (Verdict::Exited, Change::End { nth: last.nth, how: Ended::Exit }),
            None => (Verdict::NotInside, Change::Nothing),
        };
    }
    if facts.replaced.is_some() {
        return (Verdict::Replaced, Change::Nothing);
    }
    if facts.voided.is_some() {
        return (Verdict::Voided, Change::Nothing);
    }
    if facts.left() > 0 {
        if facts.due_cents > 0 {
            return (Verdict::Unpaid, Change::Nothing);
        }
        let nth = facts.admissions.iter().map(|admission| admission.nth).max().unwrap_or(0) + 1;
        return (Verdict::Admitted, Change::Admit { nth });
    }
    let verdict = if facts.inside() < facts.admits { Verdict::Exited } else { Verdict::AlreadyUsed };
    (verdict, Change::Nothing)
}

/// Judges the taking back of a scan: `scan` is its id, `verdict` the one it got.
pub fn take_back(scan: &str, verdict: Verdict, kind: Kind, facts: Option<&Facts>) -> (Verdict, Change) {
    let admissions = facts.map(|facts| facts.admissions.as_slice()).unwrap_or_default();
    let change = match (kind, verdict) {
        (Kind::Entry, Verdict::Admitted) => admissions
            .iter()
            .find(|admission| admission.scan == scan && admission.ended != Some(Ended::Undo))
            .map(|admission| Change::End { nth: admission.nth, how: Ended::Undo }),
        (Kind::Exit, Verdict::Exited) => admissions
            .iter()
            .find(|admission| admission.ended == Some(Ended::Exit) && admission.ended_by.as_deref() == Some(scan))
            .map(|admission| Change::Reopen { nth: admission.nth }),
        _ => return (Verdict::NotInside, Change::Nothing),
    };
    (Verdict::Undone, change.unwrap_or(Change::Nothing))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts { here: Some(()), voided: None, replaced: None, due_cents: 0, admits: 1, admissions: Vec::new() }
    }

    fn went_in(nth: i64, ended: Option<Ended>) -> Admission {
        Admission {
            nth,
            scan: format!("s{nth}"),
            at: format!("2026-11-29T03:1{nth}:00.000Z"),
            door: "Beto".into(),
            ended,
            ended_by: ended.map(|_| format!("x{nth}")),
        }
    }

    fn verdict(facts: &Facts) -> Verdict {
        judge(Kind::Entry, Some(facts)).0
    }

    #[test]
    fn a_ticket_admits_once() {
        let mut ticket = facts();
        assert_eq!(judge(Kind::Entry, Some(&ticket)), (Verdict::Admitted, Change::Admit { nth: 1 }));
        ticket.admissions.push(went_in(1, None));
        assert_eq!(verdict(&ticket), Verdict::AlreadyUsed);
    }

    #[test]
    fn a_group_s_ticket_admits_as_many_as_it_says() {
        let mut ticket = Facts { admits: 2, ..facts() };
        ticket.admissions.push(went_in(1, None));
        assert_eq!(judge(Kind::Entry, Some(&ticket)), (Verdict::Admitted, Change::Admit { nth: 2 }));
        ticket.admissions.push(went_in(2, None));
        assert_eq!(verdict(&ticket), Verdict::AlreadyUsed);
        assert_eq!(ticket.first().map(|first| first.nth), Some(1));
    }

    #[test]
    fn what_was_taken_back_may_go_in_again_under_the_next_number() {
        let ticket = Facts { admissions: vec![went_in(1, Some(Ended::Undo))], ..facts() };
        assert_eq!(judge(Kind::Entry, Some(&ticket)), (Verdict::Admitted, Change::Admit { nth: 2 }));
    }

    #[test]
    fn each_reason_to_refuse_is_named() {
        assert_eq!(judge(Kind::Entry, None).0, Verdict::Unknown);
        assert_eq!(verdict(&Facts { here: None, ..facts() }), Verdict::OtherConcert);
        assert_eq!(verdict(&Facts { voided: Some(()), ..facts() }), Verdict::Voided);
        assert_eq!(verdict(&Facts { voided: Some(()), replaced: Some(()), ..facts() }), Verdict::Replaced);
        assert_eq!(verdict(&Facts { due_cents: 20_000, ..facts() }), Verdict::Unpaid);
        assert_eq!(verdict(&Facts { admissions: vec![went_in(1, Some(Ended::Exit))], ..facts() }), Verdict::Exited);
        assert_eq!(judge(Kind::Exit, Some(&facts())).0, Verdict::NotInside);
    }

    #[test]
    fn an_exit_ends_the_admission_and_taking_it_back_opens_it_again() {
        let inside = Facts { admissions: vec![went_in(1, None)], ..facts() };
        assert_eq!(judge(Kind::Exit, Some(&inside)), (Verdict::Exited, Change::End { nth: 1, how: Ended::Exit }));
        let outside = Facts { admissions: vec![went_in(1, Some(Ended::Exit))], ..facts() };
        let back = take_back("x1", Verdict::Exited, Kind::Exit, Some(&outside));
        assert_eq!(back, (Verdict::Undone, Change::Reopen { nth: 1 }));
        let other = take_back("x2", Verdict::Exited, Kind::Exit, Some(&outside));
        assert_eq!(other, (Verdict::Undone, Change::Nothing), "only what it ended itself");
    }

    #[test]
    fn an_entry_is_taken_back_once_and_a_refusal_never() {
        let inside = Facts { admissions: vec![went_in(1, None)], ..facts() };
        let change = take_back("s1", Verdict::Admitted, Kind::Entry, Some(&inside)).1;
        assert_eq!(change, Change::End { nth: 1, how: Ended::Undo });
        let undone = Facts { admissions: vec![went_in(1, Some(Ended::Undo))], ..facts() };
        assert_eq!(take_back("s1", Verdict::Admitted, Kind::Entry, Some(&undone)), (Verdict::Undone, Change::Nothing));
        assert_eq!(take_back("s2", Verdict::AlreadyUsed, Kind::Entry, Some(&inside)).0, Verdict::NotInside);
    }
}

//! What the scans of a ticket come to, in whatever order they arrived. No I/O.

use std::collections::HashMap;

use crate::door::verdict::{Kind, Verdict};

/// A scan of a ticket as the facts know it: what its screen showed, and when that was by our clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub id: String,
    pub kind: Kind,
    /// What the person at the door was shown: the phone's verdict where it decided, else the server's.
    pub shown: Verdict,
    pub at: String,
    pub door: String,
    pub takes_back: Option<String>,
}

impl Seen {
    pub fn new(id: &str, kind: Kind, shown: Verdict, at: &str, door: &str, takes_back: Option<&str>) -> Self {
        Self {
            id: id.to_owned(),
            kind,
            shown,
            at: at.to_owned(),
            door: door.to_owned(),
            takes_back: takes_back.map(str::to_owned),
        }
    }

    /// Its place in time: who was first is the smallest of these, whoever's scan arrived first.
    fn when(&self) -> (&str, &str) {
        (&self.at, &self.id)
    }
}

/// One going in with a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admission {
    pub scan: String,
    pub at: String,
    pub door: String,
    pub end: Option<End>,
}

/// How an admission ended, when, and by which scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    pub how: Ended,
    pub at: String,
    pub by: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Exit,
    /// Taken back: as if it hadn't been.
    Undo,
}

/// Somebody who went in with a place that wasn't theirs to take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The scan that let them in.
    pub scan: String,
    /// The scan that had let in whoever had the place.
    pub first: Option<String>,
    pub kind: Clash,
}

/// What was wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clash {
    /// Two screens admitted for one place.
    Twice,
    /// The ticket had been voided before.
    Voided,
    /// It was replaced before anybody knew: the place is the newer ticket's.
    Replaced,
}

impl Clash {
    pub fn word(self) -> &'static str {
        match self {
            Clash::Twice => "twice",
            Clash::Voided => "voided",
            Clash::Replaced => "replaced",
        }
    }
}

/// What a ticket is, whoever went in with it.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// It is for the concert that asks.
    pub here: Option<()>,
    pub voided_at: Option<String>,
    pub replaced_at: Option<String>,
    pub due_cents: i64,
    pub admits: i64,
    pub reentry: Option<Reentry>,
}

/// Since when whoever left may come back, and until when they could.
#[derive(Clone, Debug, Default)]
pub struct Reentry {
    pub from: String,
    /// None: they still may.
    pub until: Option<String>,
}

impl Reentry {
    /// Whether it held at that time: what is switched later judges nobody who is in there.
    fn held(&self, at: &str) -> bool {
        *self.from <= *at && self.until.as_deref().is_none_or(|until| at < until)
    }
}

/// What is known of a ticket when it is judged.
#[derive(Clone, Debug)]
pub struct Facts {
    pub terms: Terms,
    scans: Vec<Seen>,
    admissions: Vec<Admission>,
    conflicts: Vec<Conflict>,
}

impl Facts {
    /// What these scans of such a ticket come to.
    pub fn new(terms: Terms, scans: Vec<Seen>) -> Self {
        let mut facts = Self { terms, scans, admissions: Vec::new(), conflicts: Vec::new() };
        facts.derive();
        facts
    }

    /// Takes in a scan; one that is known already is replaced.
    pub fn add(&mut self, scan: Seen) {
        self.scans.retain(|other| other.id != scan.id);
        self.scans.push(scan);
        self.derive();
    }

    /// Notes what the screen of a scan showed, where it wasn't known.
    pub fn show(&mut self, scan: &str, shown: Verdict) {
        for seen in self.scans.iter_mut().filter(|seen| seen.id == scan) {
            seen.shown = shown;
        }
        self.derive();
    }

    /// Everybody who went in, those who were taken back too, the earliest first.
    pub fn admissions(&self) -> &[Admission] {
        &self.admissions
    }

    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// Admissions that weren't taken back.
    pub fn counting(&self) -> impl Iterator<Item = &Admission> {
        self.admissions.iter().filter(|it| it.end.as_ref().is_none_or(|end| end.how == Ended::Exit))
    }

    pub fn counted(&self) -> i64 {
        self.counting().count() as i64
    }

    /// People who came, those who left too: however often they came back, no more than the ticket admits.
    pub fn people(&self) -> i64 {
        self.counted().min(self.terms.admits)
    }

    /// How many are in there now.
    pub fn inside(&self) -> i64 {
        self.admissions.iter().filter(|admission| admission.end.is_none()).count() as i64
    }

    pub fn first(&self) -> Option<&Admission> {
        self.counting().next()
    }

    /// How many more the ticket admits now.
    pub fn left(&self) -> i64 {
        let may_come_back = self.terms.reentry.as_ref().is_some_and(|reentry| reentry.until.is_none());
        let taken = if may_come_back { self.inside() } else { self.counted() };
        (self.terms.admits - taken).max(0)
    }

    fn derive(&mut self) {
        self.scans.sort_by(|a, b| a.when().cmp(&b.when()));
        let mut taken_back: HashMap<&str, &Seen> = HashMap::new();
        for undo in self.scans.iter().filter(|scan| scan.kind == Kind::Undo && scan.shown == Verdict::Undone) {
            if let Some(scan) = &undo.takes_back {
                taken_back.entry(scan).or_insert(undo);
            }
        }
        let (mut admissions, mut conflicts) = (Vec::<Admission>::new(), Vec::new());
        for scan in &self.scans {
            let undone = taken_back.get(scan.id.as_str());
            match (scan.kind, scan.shown) {
                (Kind::Entry, Verdict::Admitted) => {
                    if undone.is_none() {
                        conflicts.extend(self.clash(scan, &admissions));
                    }
                    let end = undone.map(|undo| End { how: Ended::Undo, at: undo.at.clone(), by: undo.id.clone() });
                    let (at, door) = (scan.at.clone(), scan.door.clone());
                    admissions.push(Admission { scan: scan.id.clone(), at, door, end });
                }
                (Kind::Exit, Verdict::Exited) if undone.is_none() => {
                    if let Some(last) = admissions.iter_mut().rfind(|admission| admission.end.is_none()) {
                        last.end = Some(End { how: Ended::Exit, at: scan.at.clone(), by: scan.id.clone() });
                    }
                }
                _ => {}
            }
        }
        (self.admissions, self.conflicts) = (admissions, conflicts);
    }

    /// What was wrong with an entry, given those before it.
    fn clash(&self, scan: &Seen, before: &[Admission]) -> Option<Conflict> {
        let gone = |at: &Option<String>| at.as_ref().is_some_and(|at| *at < scan.at);
        let of = |kind, first| Some(Conflict { scan: scan.id.clone(), first, kind });
        let may_come_back = self.terms.reentry.as_ref().is_some_and(|reentry| reentry.held(&scan.at));
        let counts = |it: &&Admission| match &it.end {
            Some(end) => end.how == Ended::Exit && !may_come_back,
            None => true,
        };
        let taken: Vec<&Admission> = before.iter().filter(counts).collect();
        if taken.len() as i64 >= self.terms.admits {
            // Whoever had a place at another door: one door alone doesn't let the same ticket in twice.
            let other = taken.iter().find(|it| it.door != scan.door).or(taken.first());
            return of(Clash::Twice, other.map(|it| it.scan.clone()));
        }
        // A ticket that somebody went in with isn't replaced, so whoever did was heard of only later: the place has gone to
        // the newer ticket meanwhile, whichever hour was the earlier one.
        if self.terms.replaced_at.is_some() {
            of(Clash::Replaced, None)
        } else if gone(&self.terms.voided_at) {
            of(Clash::Voided, None)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(id: &str, minute: u8, kind: Kind, takes_back: Option<&str>) -> Seen {
        let shown = match kind {
            Kind::Entry => Verdict::Admitted,
            Kind::Exit => Verdict::Exited,
            Kind::Undo => Verdict::Undone,
        };
        let door = if id.starts_with('b') { "Beto" } else { "Xime" };
        Seen::new(id, kind, shown, &format!("2026-11-29T03:{minute:02}:00.000Z"), door, takes_back)
    }

    fn facts(admits: i64, scans: Vec<Seen>) -> Facts {
        Facts::new(Terms { here: Some(()), admits, ..Terms::default() }, scans)
    }

    #[test]
    fn whoever_arrived_first_here_the_earlier_screen_was_first() {
        let scans = vec![seen("b1", 12, Kind::Entry, None), seen("a1", 10, Kind::Entry, None)];
        let facts = facts(1, scans);
        assert_eq!(facts.first().map(|first| first.scan.as_str()), Some("a1"));
        let conflict = Conflict { scan: "b1".into(), first: Some("a1".into()), kind: Clash::Twice };
        assert_eq!((facts.counted(), facts.inside(), facts.left()), (2, 2, 0));
        assert_eq!(facts.conflicts(), [conflict]);
    }

    #[test]
    fn a_group_s_place_too_many_is_the_other_door_s() {
        let group = vec![
            seen("a1", 10, Kind::Entry, None),
            seen("b1", 11, Kind::Entry, None),
            seen("a2", 12, Kind::Entry, None),
        ];
        let conflict = Conflict { scan: "a2".into(), first: Some("b1".into()), kind: Clash::Twice };
        assert_eq!(facts(2, group).conflicts(), [conflict]);
    }

    #[test]
    fn taking_back_counts_before_what_it_takes_back_has_come() {
        let mut facts = facts(1, vec![seen("a2", 11, Kind::Undo, Some("a1"))]);
        facts.add(seen("a1", 10, Kind::Entry, None));
        facts.add(seen("b1", 12, Kind::Entry, None));
        assert_eq!((facts.counted(), facts.conflicts().len()), (1, 0));
        assert_eq!(facts.first().map(|first| first.scan.as_str()), Some("b1"));
    }

    #[test]
    fn a_place_that_was_left_is_free_only_where_people_come_back() {
        let scans = || {
            vec![seen("a1", 10, Kind::Entry, None), seen("a2", 11, Kind::Exit, None), seen("b1", 12, Kind::Entry, None)]
        };
        assert_eq!(facts(1, scans()).conflicts().len(), 1);
        let with = |from: u8, until: Option<u8>| {
            let at = |minute: u8| format!("2026-11-29T03:{minute:02}:00.000Z");
            let reentry = Some(Reentry { from: at(from), until: until.map(at) });
            let facts = Facts::new(Terms { reentry, admits: 1, ..Terms::default() }, scans());
            (facts.conflicts().len(), facts.counted(), facts.inside())
        };
        assert_eq!(with(0, None), (0, 2, 1));
        assert_eq!(with(0, Some(13)), (0, 2, 1), "switched off after they had come back");
        assert_eq!(with(0, Some(12)), (1, 2, 1), "and before");
        assert_eq!(with(13, None), (1, 2, 1), "it didn't hold yet");
    }

    #[test]
    fn once_it_is_switched_off_nobody_comes_back() {
        let left = |until: Option<&str>| {
            let reentry = Some(Reentry { from: String::new(), until: until.map(str::to_owned) });
            let scans = vec![seen("a1", 10, Kind::Entry, None), seen("a2", 11, Kind::Exit, None)];
            Facts::new(Terms { reentry, admits: 1, ..Terms::default() }, scans).left()
        };
        assert_eq!((left(None), left(Some("2026-11-29T03:12:00.000Z"))), (1, 0));
    }

    #[test]
    fn who_went_in_with_what_was_void_by_then_is_told_of() {
        let at = |minute: u8| Some(format!("2026-11-29T03:{minute:02}:00.000Z"));
        let clash = |voided_at, replaced_at| {
            let terms = Terms { voided_at, replaced_at, admits: 1, ..Terms::default() };
            let facts = Facts::new(terms, vec![seen("a1", 10, Kind::Entry, None)]);
            facts.conflicts().first().map(|conflict| conflict.kind)
        };
        assert_eq!(clash(at(9), None), Some(Clash::Voided));
        assert_eq!(clash(at(11), None), None, "voided after they went in");
        assert_eq!(clash(at(9), at(9)), Some(Clash::Replaced));
        assert_eq!(
            clash(None, at(11)),
            Some(Clash::Replaced),
            "the newer ticket may let the same person's place in again"
        );
    }

    #[test]
    fn a_screen_that_said_no_let_nobody_in_whatever_the_server_said() {
        let mut facts = facts(1, vec![seen("a1", 10, Kind::Entry, None)]);
        facts.show("a1", Verdict::Unpaid);
        assert_eq!((facts.counted(), facts.left()), (0, 1));
    }
}

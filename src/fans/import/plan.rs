//! What an import will do, row by row, before anything is done.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::base::db::id;
use crate::base::web::form::Problems;
use crate::fans::fan::{Fan, NewFan};
use crate::fans::import::Row;

/// Whom the rows of a file may be, to be asked of the database.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub ids: Vec<String>,
    pub phones: Vec<String>,
    pub emails: Vec<String>,
}

/// The fans that are like rows of a file.
#[derive(Default)]
pub struct Known {
    fans: HashMap<String, Fan>,
    merged: HashMap<String, String>,
    by_phone: HashMap<String, String>,
    by_email: HashMap<String, String>,
    /// Those who said yes or no to news before: no file speaks for them.
    asked: HashSet<String>,
}

impl Known {
    /// Fans, the oldest first, pairs of who was merged into whom, and those who were asked about news.
    pub fn new(fans: Vec<Fan>, merged: Vec<(String, String)>, asked: Vec<String>) -> Self {
        let (merged, asked) = (merged.into_iter().collect(), asked.into_iter().collect());
        let mut known = Self { merged, asked, ..Self::default() };
        for fan in fans {
            if let Some(phone) = &fan.phone {
                known.by_phone.insert(phone.clone(), fan.id.clone());
            }
            if let Some(email) = &fan.email {
                known.by_email.entry(email.to_lowercase()).or_insert_with(|| fan.id.clone());
            }
            known.fans.insert(fan.id.clone(), fan);
        }
        known
    }

    fn by_id(&self, id: &str) -> Option<&Fan> {
        self.fans.get(self.merged.get(id).map_or(id, String::as_str))
    }
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    New,
    /// They are a fan already; `by` is a text's key (by what we know), `gains` the keys of the fields that are filled in,
    /// `keeps` those of the fields in which the row says something else.
    Same {
        id: String,
        name: String,
        by: &'static str,
        gains: Vec<&'static str>,
        keeps: Vec<&'static str>,
    },
    /// The same person as an earlier row of the file.
    Merged {
        line: usize,
    },
    /// Something in it can't be read.
    Wrong(Problems),
    /// They asked to be erased: an old export mustn't bring them back.
    Erased,
}

/// A row and what becomes of it.
#[derive(Clone, Debug)]
pub struct Planned {
    pub line: usize,
    pub name: String,
    pub fate: Fate,
}

/// What a fan that we have doesn't have yet.
#[derive(Clone, Debug)]
pub struct Fill {
    pub id: String,
    pub with: NewFan,
}

/// What an import will do.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub rows: Vec<Planned>,
    pub adds: Vec<NewFan>,
    pub fills: Vec<Fill>,
}

impl Plan {
    /// Rows of one kind.
    pub fn count(&self, is: impl Fn(&Fate) -> bool) -> usize {
        self.rows.iter().filter(|row| is(&row.fate)).count()
    }

    /// Rows that can't be imported as they are.
    pub fn wrong(&self) -> usize {
        self.count(|fate| matches!(fate, Fate::Wrong(_) | Fate::Erased))
    }
}

/// The rows, checked.
pub struct Checked {
    rows: Vec<(usize, String, String, Result<NewFan, Problems>)>,
}

impl Checked {
    pub fn of(rows: &[Row], today: Date) -> Self {
        let rows = rows.iter();
        Self { rows: rows.map(|row| (row.line, row.id.clone(), row.form.name.clone(), row.check(today))).collect() }
    }

    /// Whom to ask the database for.
    pub fn wanted(&self) -> Wanted {
        let mut wanted = Wanted::default();
        for (_, id, _, fan) in &self.rows {
            let Ok(fan) = fan else { continue };
            wanted.ids.extend(Some(id).filter(|id| id::is(id)).cloned());
            wanted.phones.extend(fan.phone.clone());
            wanted.emails.extend(fan.email_folded());
        }
        wanted
    }

    /// Says of each row what becomes of it. The same id, phone or address is the same person, in this order.
    pub fn plan(self, known: &Known) -> Plan {
        let mut people = People { known, groups: Vec::new(), by: HashMap::new() };
        let placed: Vec<(usize, String, Place)> = self
            .rows
            .into_iter()
            .map(|(line, id, name, fan)| {
                let place = match fan {
                    Err(problems) => Place::Out(Fate::Wrong(problems)),
                    Ok(_) if known.by_id(&id).is_some_and(|fan| fan.erased_at.is_some()) => Place::Out(Fate::Erased),
                    Ok(fan) => people.place(line, &id, fan),
                };
                (line, name, place)
            })
            .collect();
        people.finish(placed)
    }
}

enum Place {
    Out(Fate),
    In { group: usize, by: &'static str, keeps: Vec<&'static str> },
}

/// Rows that are one person.
struct Group {
    /// The fan that they are already.
    fan: Option<String>,
    fills: NewFan,
    first: usize,
    /// The group that this one turned out to be.
    into: Option<usize>,
}

struct People<'a> {
    known: &'a Known,
    groups: Vec<Group>,
    by: HashMap<String, usize>,
}

impl People<'_> {
    fn place(&mut self, line: usize, id: &str, new: NewFan) -> Place {
        let phone = new.phone.as_ref();
        let email = new.email_folded();
        let by_phone = || phone.and_then(|phone| self.known.by_phone.get(phone));
        let by_email = || email.as_ref().and_then(|email| self.known.by_email.get(email));
        let (fan, by) = match self.known.by_id(id).filter(|fan| fan.is_live()) {
            Some(fan) => (Some(fan.id.clone()), "fans-import-by-id"),
            None => match by_phone() {
                Some(fan) => (Some(fan.clone()), "fans-import-by-phone"),
                None => match by_email() {
                    Some(fan) => (Some(fan.clone()), "fans-import-by-email"),
                    None => (None, "fans-import-by-row"),
                },
            },
        };
        let keys = [
            fan.as_ref().map(|id| format!("i{id}")),
            phone.map(|phone| format!("p{phone}")),
            email.map(|email| format!("e{email}")),
        ];
        let mut found: Vec<usize> =
            keys.iter().flatten().filter_map(|key| self.by.get(key)).map(|at| self.root(*at)).collect();
        // A fan that we have is one person only: a row never joins another's group.
        found.retain(|at| fan.is_none() || self.groups[*at].fan.is_none() || self.groups[*at].fan == fan);
        let group = match found.split_first() {
            None => {
                self.groups.push(Group { fan: fan.clone(), fills: NewFan::default(), first: line, into: None });
                self.groups.len() - 1
            }
            Some((first, others)) => {
                others.iter().for_each(|other| self.unite(*first, *other));
                *first
            }
        };
        if self.groups[group].fan.is_none() {
            self.groups[group].fan = fan;
        }
        for key in keys.into_iter().flatten() {
            self.by.entry(key).or_insert(group);
        }
        let keeps = self.keeps(group, &new);
        add(&mut self.groups[group].fills, new);
        Place::In { group, by, keeps }
    }

    fn root(&self, mut at: usize) -> usize {
        while let Some(into) = self.groups[at].into {
            at = into;
        }
        at
    }

    fn unite(&mut self, into: usize, from: usize) {
        let (one, other) = (&self.groups[into].fan, &self.groups[from].fan);
        if into == from || (one.is_some() && other.is_some() && one != other) {
            return;
        }
        let fan = one.clone().or_else(|| other.clone());
        let fills = std::mem::take(&mut self.groups[from].fills);
        let first = self.groups[from].first.min(self.groups[into].first);
        self.groups[from].into = Some(into);
        let group = &mut self.groups[into];
        (group.fan, group.first) = (fan, first);
        add(&mut group.fills, fills);
    }

    /// The fields of which this person has another value already.
    fn keeps(&self, group: usize, new: &NewFan) -> Vec<&'static str> {
        let group = &self.groups[group];
        let fan = group.fan.as_ref().and_then(|id| self.known.fans.get(id));
        let phone = fan.and_then(|fan| fan.phone.as_ref()).or(group.fills.phone.as_ref());
        let email =
            fan.and_then(|fan| fan.email.as_ref()).or(group.fills.email.as_ref()).map(|email| email.to_lowercase());
        let differs = |had: Option<&String>, new: Option<&String>| had.is_some() && new.is_some() && had != new;
        let phone = differs(phone, new.phone.as_ref()).then_some("fans-phone");
        phone.into_iter().chain(differs(email.as_ref(), new.email_folded().as_ref()).then_some("fans-email")).collect()
    }

    fn finish(mut self, placed: Vec<(usize, String, Place)>) -> Plan {
        let mut plan = Plan::default();
        let mut phones: HashMap<String, usize> = HashMap::new();
        let mut gains = HashMap::new();
        for at in 0..self.groups.len() {
            if self.groups[at].into.is_some() {
                continue;
            }
            let mut fills = std::mem::take(&mut self.groups[at].fills);
            // A phone that another fan has, or that an earlier one of the file was given, isn't given twice.
            let fan = self.groups[at].fan.as_ref();
            let held = |phone: &String| self.known.by_phone.get(phone).is_some_and(|holder| Some(holder) != fan);
            fills.phone = fills.phone.filter(|phone| !held(phone) && *phones.entry(phone.clone()).or_insert(at) == at);
            match fan.and_then(|id| self.known.fans.get(id)) {
                None => plan.adds.push(fills),
                Some(fan) => {
                    let (with, fields) = missing(fan, fills, self.known.asked.contains(&fan.id));
                    if !fields.is_empty() {
                        plan.fills.push(Fill { id: fan.id.clone(), with });
                    }
                    gains.insert(at, fields);
                }
            }
        }
        plan.rows = placed
            .into_iter()
            .map(|(line, name, place)| {
                let fate = match place {
                    Place::Out(fate) => fate,
                    Place::In { group, by, keeps } => {
                        let at = self.root(group);
                        let group = &self.groups[at];
                        match group.fan.as_ref().and_then(|id| self.known.fans.get(id)) {
                            Some(fan) => {
                                let gains = gains.remove(&at).unwrap_or_default();
                                Fate::Same { id: fan.id.clone(), name: fan.name.clone(), by, gains, keeps }
                            }
                            None if group.first == line => Fate::New,
                            None => Fate::Merged { line: group.first },
                        }
                    }
                };
                Planned { line, name, fate }
            })
            .collect();
        plan
    }
}

/// Adds to a person what another row says and the earlier ones didn't.
fn add(to: &mut NewFan, from: NewFan) {
    if to.name.is_empty() {
        (to.name, to.name_folded) = (from.name, from.name_folded);
    }
    if to.birth_year.is_none() && to.birth_date.is_none() {
        (to.birth_year, to.birth_date) = (from.birth_year, from.birth_date);
    }
    to.phone = to.phone.take().or(from.phone);
    to.email = to.email.take().or(from.email);
    to.found_by = to.found_by.take().or(from.found_by);
    to.note = to.note.take().or(from.note);
    to.language = to.language.take().or(from.language);
    to.news = to.news.take().or(from.news);
}

/// What of it a fan doesn't have, and the keys of these fields.
fn missing(fan: &Fan, mut new: NewFan, asked: bool) -> (NewFan, Vec<&'static str>) {
    if fan.birth_year.is_some() || fan.birth_date.is_some() {
        (new.birth_year, new.birth_date) = (None, None);
    }
    let mut fields = Vec::new();
    let mut only = |had: bool, value: &mut Option<String>, key: &'static str| {
        *value = value.take().filter(|_| !had);
        fields.extend(value.is_some().then_some(key));
    };
    only(fan.phone.is_some(), &mut new.phone, "fans-phone");
    only(fan.email.is_some(), &mut new.email, "fans-email");
    only(fan.found_by.is_some(), &mut new.found_by, "fans-found");
    only(fan.note.is_some(), &mut new.note, "fans-note");
    only(fan.language.is_some(), &mut new.language, "fans-language");
    if new.birth_year.is_some() || new.birth_date.is_some() {
        fields.push("fans-age");
    }
    new.news = new.news.filter(|_| !asked);
    if new.news.is_some() {
        fields.push("fans-news");
    }
    (new, fields)
}

//! Who comes to a night: a core that never misses one, some who return, many who come once, and whom they bring.

use jiff::Timestamp;

use crate::demo::people::People;
use crate::demo::random::Random;
use crate::fans::store::NewRow;

/// Somebody known, and how drawn they are to the next night.
struct Known {
    loyalty: f64,
    last: Timestamp,
}

/// Everybody so far.
pub struct Crowd {
    pub rows: Vec<NewRow>,
    known: Vec<Known>,
    people: People,
}

/// How loyal people turn out: the core, those who return, those who came by.
const LOYALTY: [(u32, u32); 3] = [(1_500, 7), (300, 26), (50, 67)];
/// Days after which the pull of a night has fallen to a third.
const FADES_DAYS: f64 = 420.0;
/// Of the newcomers, how many are brought by somebody.
const BROUGHT: f64 = 0.17;

impl Crowd {
    pub fn new() -> Self {
        Self { rows: Vec::new(), known: Vec::new(), people: People::new() }
    }

    /// A telephone that nobody has.
    pub fn phone(&mut self) -> String {
        self.people.phone()
    }

    /// Whether this fan is of those who never miss a night.
    pub fn is_core(&self, fan: usize) -> bool {
        self.known[fan].loyalty > 10.0
    }

    /// Those of whom we know already that come again, the more likely the more loyal; at most `most`.
    pub fn returning(&self, random: &mut Random, most: usize, at: Timestamp) -> Vec<usize> {
        // Efraimidis and Spirakis: the smallest -ln(u)/weight are a weighted draw without putting back.
        let mut drawn: Vec<(f64, usize)> = self
            .known
            .iter()
            .enumerate()
            .map(|(fan, known)| {
                let days = at.duration_since(known.last).as_secs_f64() / 86_400.0;
                let weight = known.loyalty * (-days.max(0.0) / FADES_DAYS).exp();
                (-random.share().max(f64::MIN_POSITIVE).ln() / weight, fan)
            })
            .collect();
        drawn.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut fans: Vec<usize> = drawn.into_iter().take(most).map(|(_, fan)| fan).collect();
        fans.sort_unstable();
        fans
    }

    /// Somebody new, who comes on their own or is brought by one of `others`.
    pub fn newcomer(&mut self, random: &mut Random, others: &[usize], at: Timestamp, account: &str) -> usize {
        let own: Vec<usize> = others.iter().copied().filter(|fan| self.rows[*fan].fan.brought_by.is_none()).collect();
        let row = if !own.is_empty() && random.happens(BROUGHT) {
            let of = self.rows[*random.pick(&own)].clone();
            self.people.companion(random, &of, at, account)
        } else {
            self.people.fan(random, at, account)
        };
        let loyalty = f64::from(random.weighted(&LOYALTY)) / 100.0;
        let loyalty = if row.fan.brought_by.is_some() { loyalty.min(0.3) } else { loyalty };
        self.rows.push(row);
        self.known.push(Known { loyalty, last: at });
        self.rows.len() - 1
    }

    /// Somebody who signed up and never bought.
    pub fn onlooker(&mut self, random: &mut Random, at: Timestamp, account: &str) {
        let row = self.people.fan(random, at, account);
        self.rows.push(row);
        self.known.push(Known { loyalty: 0.01, last: at });
    }

    /// Notes that somebody was here at that time.
    pub fn came(&mut self, fan: usize, at: Timestamp) {
        self.known[fan].last = at;
    }
}

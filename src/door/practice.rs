//! Rehearsal: practice tickets that no night counts. No I/O.

use crate::base::secret;
use crate::tickets::code::Code;

/// What a practice ticket is there to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Valid,
    Used,
    OtherConcert,
    Unpaid,
    Voided,
}

impl Kind {
    pub const ALL: [Kind; 5] = [Kind::Valid, Kind::Used, Kind::OtherConcert, Kind::Unpaid, Kind::Voided];

    /// The verdict that it gets.
    pub fn verdict(self) -> &'static str {
        match self {
            Kind::Valid => "admitted",
            Kind::Used => "already_used",
            Kind::OtherConcert => "other_concert",
            Kind::Unpaid => "unpaid",
            Kind::Voided => "voided",
        }
    }
}

/// The code of a rehearsal's practice ticket: the same for whoever has the installation's key and the rehearsal's seed.
pub fn code(key: &str, seed: &str, kind: Kind) -> Code {
    let hash = secret::sign(key, &format!("practice {seed} {}", kind.verdict()));
    let mut bits = [0; 10];
    for (at, byte) in bits.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hash[2 * at..2 * at + 2], 16).unwrap_or_default();
    }
    Code::from_random(bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_practice_ticket_has_its_own_code_and_another_rehearsal_others() {
        let mut all: Vec<String> = Vec::new();
        for seed in ["a", "b"] {
            all.extend(Kind::ALL.iter().map(|kind| code("key", seed, *kind).as_str().to_owned()));
        }
        assert_eq!(code("key", "a", Kind::Valid).as_str(), all[0]);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 10);
    }
}

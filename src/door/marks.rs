//! What somebody marked on the paper list and types in afterwards: numbers, and how many of a group.

use jiff::Timestamp;

use crate::base::db::id;
use crate::base::secret;
use crate::tickets::ticket::ADMITS_MAX;

/// The most marks that are typed in at once.
pub const MARKS_MAX: i64 = 1_000;

/// A ticket's number, and how many of its places were marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub number: i64,
    pub places: i64,
}

/// Reads `17 18 22x2`: the marks in the order in which they stand, a number that stands twice once with both; and the
/// words that aren't marks.
pub fn read(typed: &str) -> (Vec<Mark>, Vec<String>) {
    let (mut marks, mut odd) = (Vec::<Mark>::new(), Vec::new());
    for word in typed.split(|c: char| c.is_whitespace() || ",;".contains(c)).filter(|word| !word.is_empty()) {
        let Some(mark) = one(word) else {
            odd.push(word.chars().take(20).collect());
            continue;
        };
        match marks.iter_mut().find(|other| other.number == mark.number) {
            Some(other) => other.places += mark.places,
            None => marks.push(mark),
        }
    }
    (marks, odd)
}

fn one(word: &str) -> Option<Mark> {
    let (number, places) = word.split_once(['x', 'X', '×', '*']).unwrap_or((word, "1"));
    let digits = |text: &str| text.len() <= 7 && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let read = |text: &str| text.parse::<i64>().ok().filter(|number| digits(text) && *number > 0);
    Some(Mark { number: read(number)?, places: read(places).filter(|places| *places <= ADMITS_MAX)? })
}

/// The scan that a mark is: the same form sent again asks with the same ids, and gets the same answers.
pub fn scan_id(at: Timestamp, request: &str, number: i64, nth: i64) -> String {
    let hash = secret::hash(&format!("{request} {number} {nth}"));
    let mut bytes = [0; 10];
    bytes.copy_from_slice(&hash.as_bytes()[..10]);
    id::from(at, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_as_they_are_typed() {
        let (marks, odd) = read("17 18, 22x2\n22 ×3 0 3x51 x2 31×4 12345678");
        let said: Vec<_> = marks.iter().map(|mark| (mark.number, mark.places)).collect();
        assert_eq!(said, [(17, 1), (18, 1), (22, 3), (31, 4)]);
        assert_eq!(odd, ["×3", "0", "3x51", "x2", "12345678"]);
    }

    #[test]
    fn a_mark_s_scan_is_the_same_each_time_and_no_other_s() {
        let at = Timestamp::from_millisecond(1_796_000_000_000).expect("a time");
        let one = scan_id(at, "r", 17, 0);
        assert!(id::is(&one) && one == scan_id(at, "r", 17, 0));
        for other in [scan_id(at, "r", 17, 1), scan_id(at, "r", 18, 0), scan_id(at, "s", 17, 0)] {
            assert_ne!(one, other);
        }
    }
}

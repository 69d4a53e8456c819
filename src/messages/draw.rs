//! Who is written to and who isn't: drawn, so that the two differ by nothing but that. Pure.

use crate::base::secret;

/// Of a hundred, how many aren't written to: what a form offers.
pub const SHARES: [i64; 4] = [0, 10, 20, 50];

/// The share that is proposed: with few fans nothing could be said anyway.
pub fn proposed(fans: i64) -> i64 {
    if fans >= 40 { 20 } else { 0 }
}

/// Longer than this a message isn't read.
pub const LETTERS: usize = 600;

/// The fans in an order by chance, the same for the same batch, and how many of them at its end are only compared with.
pub fn drawn(batch: &str, mut fans: Vec<String>, share: i64) -> (Vec<String>, usize) {
    fans.sort_by_cached_key(|fan| secret::hash(&format!("{batch} {fan}")));
    let compared = fans.len() * share.clamp(0, 90) as usize / 100;
    (fans, compared)
}

/// A message for one fan: `{nombre}` or `{name}` is their first name.
pub fn filled(text: &str, first: &str) -> String {
    text.replace("{nombre}", first).replace("{name}", first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_is_a_mix_that_repeats_and_differs_from_batch_to_batch() {
        let fans: Vec<String> = (0..50).map(|n| format!("fan{n:02}")).collect();
        let (one, compared) = drawn("a", fans.clone(), 20);
        assert_eq!((one.len(), compared), (50, 10));
        assert_eq!(drawn("a", fans.iter().rev().cloned().collect(), 20).0, one);
        assert_ne!(drawn("b", fans.clone(), 20).0, one);
        assert_ne!(one, fans);
        let mut sorted = one;
        sorted.sort();
        assert_eq!(sorted, fans);
    }

    #[test]
    fn a_message_says_the_first_name() {
        assert_eq!(filled("Hola {nombre}, hi {name}", "Ana"), "Hola Ana, hi Ana");
    }
}

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

/// What a message says of its fan and concert, in the fan's language.
pub struct Said<'a> {
    pub first: &'a str,
    pub concert: &'a str,
    pub day: &'a str,
    /// Where to ask for a place, if there is one.
    pub link: &'a str,
}

/// What stands in braces and isn't ours: it would go out as it was typed.
pub fn unknown(text: &str) -> bool {
    let known = ["nombre", "name", "concierto", "concert", "día", "day", "liga", "link"];
    text.split('{').skip(1).any(|after| !after.split_once('}').is_some_and(|(name, _)| known.contains(&name)))
}

/// A message for one fan: `{nombre}`, `{concierto}`, `{día}` and `{liga}`, or `{name}`, `{concert}`, `{day}` and `{link}`, are
/// filled as they are when it goes out.
pub fn filled(text: &str, said: &Said<'_>) -> String {
    let places = [
        (["{nombre}", "{name}"], said.first),
        (["{concierto}", "{concert}"], said.concert),
        (["{día}", "{day}"], said.day),
        (["{liga}", "{link}"], said.link),
    ];
    let all = places.into_iter().flat_map(|(names, value)| names.map(|name| (name, value)));
    all.fold(text.to_owned(), |text, (name, value)| text.replace(name, value)).trim().to_owned()
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
    fn a_message_says_what_is_true_when_it_goes_out() {
        let said = Said { first: "Ana", concert: "La Nave", day: "sábado 28", link: "https://x.mx/j/A" };
        assert_eq!(
            filled("Hola {nombre}: {concierto}, {día} {liga}", &said),
            "Hola Ana: La Nave, sábado 28 https://x.mx/j/A"
        );
        assert_eq!(
            filled("Hi {name}, {concert} on {day} {link}", &Said { link: "", ..said }),
            "Hi Ana, La Nave on sábado 28"
        );
    }
}

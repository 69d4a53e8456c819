//! A text is made to fit its place: cleaned for its font, shrunk, then wrapped, then cut with an ellipsis.

use deunicode::deunicode_char;

use super::fonts::{Fonts, Type};

/// Nothing longer is read: no place on a ticket holds more, and shaping costs time.
const CHARACTERS_MAX: usize = 300;
const ELLIPSIS: char = '…';

/// The room that a text has, in the picture's units.
#[derive(Debug, Clone, PartialEq)]
pub struct Room {
    pub font: Type,
    pub width: f32,
    pub lines: usize,
    pub size: f32,
    pub size_min: f32,
    /// From the top of the first line's accents to the last baseline.
    pub height: f32,
    /// From baseline to baseline, in ems.
    pub leading: f32,
}

/// How a text stands in its room.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    pub size: f32,
    pub lines: Vec<String>,
    /// Width of the widest line.
    pub width: f32,
    /// The text was too long, even small and wrapped.
    pub cut: bool,
}

/// A text takes more lines only where that makes it so much larger.
const WORTH_A_LINE: f32 = 0.85;

/// Makes `text` fit: as large as it can be on as few lines as serve it, down to the smallest size; then it is cut.
pub fn fit(fonts: &Fonts, room: &Room, text: &str) -> Fitted {
    let text = clean(fonts, room.font, text);
    let whole = measure(fonts, room, &text);
    if whole == 0.0 {
        return Fitted { size: room.size, lines: Vec::new(), width: 0.0, cut: false };
    }
    let size = room.size.min(room.width / whole);
    if size == room.size || (room.lines == 1 && size >= room.size_min) {
        return Fitted { size, lines: vec![text], width: whole * size, cut: false };
    }
    let words = words(fonts, room, &text);
    let ways: Vec<Fitted> = (1..=room.lines)
        .filter_map(|count| {
            let (lines, widest) = lay(fonts, room, &share(&words, count)?);
            let size = size_for(room, count).min(room.width / widest);
            Some(Fitted { size, lines, width: widest * size, cut: false })
        })
        .filter(|way| way.size >= room.size_min)
        .collect();
    let largest = ways.iter().map(|way| way.size).fold(0.0, f32::max);
    let served = ways.into_iter().find(|way| way.size >= largest * WORTH_A_LINE);
    served.unwrap_or_else(|| cut(fonts, room, &words))
}

/// The largest size at which so many lines are no higher than the room.
pub(super) fn size_for(room: &Room, lines: usize) -> f32 {
    room.size.min(room.height / (room.font.accent + (lines - 1) as f32 * room.leading))
}

/// A text's words and their widths; a word that no line holds, even small, is broken.
fn words(fonts: &Fonts, room: &Room, text: &str) -> Vec<(String, f32)> {
    let widest = room.width / room.size_min;
    let mut parts = Vec::new();
    for (word, width) in text.split(' ').zip(fonts.widths(room.font, text.split(' '))) {
        if width <= widest {
            parts.push((word.to_owned(), width));
            continue;
        }
        let mut part = String::new();
        for character in word.chars() {
            part.push(character);
            if measure(fonts, room, &part) > widest {
                part.pop();
                let width = measure(fonts, room, &part);
                parts.push((std::mem::replace(&mut part, character.into()), width));
            }
        }
        let width = measure(fonts, room, &part);
        parts.push((part, width));
    }
    parts
}

/// Shares words among so many lines, the widest line as narrow as can be, so that a title breaks evenly.
fn share(words: &[(String, f32)], lines: usize) -> Option<Vec<&[(String, f32)]>> {
    if words.len() < lines {
        return None;
    }
    if lines == 1 {
        return Some(vec![words]);
    }
    let room = |part: &[(String, f32)]| part.iter().map(|(_, width)| width + 0.2).sum::<f32>();
    (1..=words.len() - (lines - 1))
        .filter_map(|first| {
            let mut shared = share(&words[first..], lines - 1)?;
            shared.insert(0, &words[..first]);
            let widest = shared.iter().map(|line| room(line)).fold(0.0, f32::max);
            Some((widest, shared))
        })
        .min_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, shared)| shared)
}

fn lay(fonts: &Fonts, room: &Room, lines: &[&[(String, f32)]]) -> (Vec<String>, f32) {
    let lines: Vec<String> = lines.iter().map(|line| join(line)).collect();
    let widest = fonts.widths(room.font, lines.iter().map(String::as_str)).into_iter().fold(0.0, f32::max);
    (lines, widest)
}

fn join(words: &[(String, f32)]) -> String {
    words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ")
}

/// Fills the lines at the smallest size, and ends the last with an ellipsis.
fn cut(fonts: &Fonts, room: &Room, words: &[(String, f32)]) -> Fitted {
    let size = room.size_min.min(size_for(room, room.lines));
    let widest = room.width / size;
    let mut lines: Vec<String> = Vec::new();
    let mut rest = words;
    while lines.len() + 1 < room.lines && !rest.is_empty() {
        let fits = |count: &usize| measure(fonts, room, &join(&rest[..*count])) <= widest;
        let count = (1..=rest.len()).take_while(fits).count().max(1);
        lines.push(join(&rest[..count]));
        rest = &rest[count..];
    }
    let mut last = join(rest);
    let cut = measure(fonts, room, &last) > widest;
    if cut {
        while !last.is_empty() && measure(fonts, room, &format!("{last}{ELLIPSIS}")) > widest {
            last.pop();
        }
        last.truncate(last.trim_end_matches([' ', ',', '.', '-']).len());
        last.push(ELLIPSIS);
    }
    if !last.is_empty() {
        lines.push(last);
    }
    let width = fonts.widths(room.font, lines.iter().map(String::as_str)).into_iter().fold(0.0, f32::max) * size;
    Fitted { size, lines, width, cut }
}

fn measure(fonts: &Fonts, room: &Room, text: &str) -> f32 {
    fonts.widths(room.font, std::iter::once(text)).first().copied().unwrap_or_default()
}

/// What the font can draw of a text: loose accents joined to their letters, other scripts spelled in Latin letters,
/// spaces single; controls, marks of direction, pictures and what else it has no picture of are left out. A text of
/// which nothing is left becomes a dash: the place shows that something was there.
fn clean(fonts: &Fonts, font: Type, text: &str) -> String {
    let text = compose(text.chars().take(CHARACTERS_MAX));
    let covered = fonts.covers(font, text.chars());
    let mut clean = String::with_capacity(text.len());
    for (character, covered) in text.chars().zip(covered) {
        if character.is_whitespace() {
            clean.push(' ');
        } else if covered && is_visible(character) {
            clean.push(character);
        } else if character.is_alphanumeric() {
            let spelled = deunicode_char(character).unwrap_or_default();
            if fonts.covers(font, spelled.chars()).iter().all(|covered| *covered) {
                clean.push_str(spelled);
            }
        }
    }
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    if clean.is_empty() && !text.trim().is_empty() { "—".to_owned() } else { clean }
}

/// Letters that phones write in two: the mark, the bare letters, the same with the mark.
const MARKED: [(char, &str, &str); 9] = [
    ('\u{300}', "AEIOUNaeioun", "ÀÈÌÒÙǸàèìòùǹ"),
    ('\u{301}', "AEIOUYCLNRSZaeiouyclnrsz", "ÁÉÍÓÚÝĆĹŃŔŚŹáéíóúýćĺńŕśź"),
    ('\u{302}', "AEIOUCGHJSWYaeioucghjswy", "ÂÊÎÔÛĈĜĤĴŜŴŶâêîôûĉĝĥĵŝŵŷ"),
    ('\u{303}', "ANOIUanoiu", "ÃÑÕĨŨãñõĩũ"),
    ('\u{308}', "AEIOUYaeiouy", "ÄËÏÖÜŸäëïöüÿ"),
    ('\u{30a}', "AUau", "ÅŮåů"),
    ('\u{30b}', "OUou", "ŐŰőű"),
    ('\u{30c}', "CDENRSTZcdenrstz", "ČĎĚŇŘŠŤŽčďěňřšťž"),
    ('\u{327}', "CSTcst", "ÇŞŢçşţ"),
];

/// Joins loose marks to the letter before them; marks that make no known letter, or a second one, are left out.
fn compose(characters: impl Iterator<Item = char>) -> String {
    let mut text = String::new();
    for character in characters {
        if !is_mark(character) {
            text.push(character);
            continue;
        }
        let Some((_, bare, marked)) = MARKED.iter().find(|(mark, ..)| *mark == character) else { continue };
        let place = text.chars().last().and_then(|last| bare.chars().position(|letter| letter == last));
        if let Some(letter) = place.and_then(|place| marked.chars().nth(place)) {
            text.pop();
            text.push(letter);
        }
    }
    text
}

/// Some fonts claim a picture even for what no text may hold.
fn is_visible(character: char) -> bool {
    !character.is_control()
        && character != '\u{ad}'
        && !matches!(u32::from(character) & 0xffff, 0xfdd0..=0xfdef | 0xfffe..)
}

fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

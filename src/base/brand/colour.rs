//! Colours as a brand writes them, and how well two can be told apart.

use std::fmt;

/// An opaque sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour([u8; 3]);

impl Colour {
    pub const WHITE: Self = Self([255; 3]);
    pub const BLACK: Self = Self([0; 3]);

    /// Reads `#rrggbb` or `#rgb`, and nothing else: whatever CSS may mean by other words can't come in.
    pub fn parse(written: &str) -> Option<Self> {
        let digits = written.strip_prefix('#')?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(digits, 16).ok()?;
        match digits.len() {
            6 => Some(Self([(number >> 16) as u8, (number >> 8) as u8, number as u8])),
            3 => Some(Self([8, 4, 0].map(|shift| (number >> shift & 15) as u8 * 17))),
            _ => None,
        }
    }

    pub fn from_rgb(rgb: [u8; 3]) -> Self {
        Self(rgb)
    }

    /// This colour with so much of another in it, 0 to 1, channel by channel.
    pub fn mixed(self, other: Self, part: f32) -> Self {
        let mix = |one: u8, two: u8| (f32::from(one) * (1.0 - part) + f32::from(two) * part).round() as u8;
        Self([0, 1, 2].map(|at| mix(self.0[at], other.0[at])))
    }

    /// Relative luminance, 0 to 1 (WCAG 2.2).
    pub fn luminance(self) -> f32 {
        let linear = self.0.map(|value| {
            let value = f32::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    /// Contrast ratio, 1 to 21 (WCAG 2.2).
    pub fn contrast(self, other: Self) -> f32 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hexadecimal_colours_are_colours() {
        assert_eq!(Colour::parse("#FF4a1c").unwrap().to_string(), "#ff4a1c");
        assert_eq!(Colour::parse("#fa0").unwrap().to_string(), "#ffaa00");
        for written in
            ["", "#", "red", "#ff4a1", "#+f4a1c", "#ff4a1c;}body{display:none", "url(x)", "#ññññññ", "ff4a1c"]
        {
            assert_eq!(Colour::parse(written), None, "{written}");
        }
    }

    #[test]
    fn contrast_goes_from_1_to_21() {
        assert!((Colour::WHITE.contrast(Colour::BLACK) - 21.0).abs() < 0.01);
        assert!((Colour::WHITE.contrast(Colour::WHITE) - 1.0).abs() < 0.01);
    }
}

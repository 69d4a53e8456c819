//! What is wrong with a template's places: too small for their texts, out of the picture, over one another.

use super::read::{Rules, TEXTS};
use super::{Anchor, FRAME_ABOVE, FRAME_BESIDE, Panel, Place, Template};
use crate::base::brand::fit::size_for;
use crate::base::brand::fonts::Fonts;

/// A tail that hangs down may meet an accent under it by this much: both in one spot are rare, and can be read.
const SLACK: f32 = 12.0;

impl Template {
    /// What is wrong with the places: too small for their texts, out of the picture, over the QR.
    pub(super) fn check(&self, fonts: &Fonts, rules: &Rules) -> Vec<String> {
        let mut problems = Vec::new();
        for place in self.places() {
            let id = &place.id;
            let sample = TEXTS.iter().find(|(known, _)| known == id).map_or("", |(_, sample)| sample);
            if place.fit(fonts, sample).cut {
                let (width, least) = (place.room.width, place.room.size_min);
                problems.push(format!("{id}: “{sample}” doesn't fit {width} wide even at data-size-min {least}"));
            }
            let (left, top, right, bottom) = place.reach();
            if left < 0.0 || right > self.width || top < 0.0 || bottom > self.height {
                problems.push(format!("{id}: can leave the picture"));
            } else if top < rules.top || bottom > self.height - rules.bottom {
                let (from, to) = (rules.top, self.height - rules.bottom);
                problems
                    .push(format!("{id}: reaches from {top:.0} to {bottom:.0}, has to stay between {from} and {to}"));
            }
            let Panel { x, y, side, .. } = self.qr;
            if right > x && left < x + side && bottom > y && top < y + side {
                problems.push(format!("{id}: can reach into the qr's quiet zone"));
            }
        }
        for (at, one) in self.places().enumerate() {
            for other in self.places().skip(at + 1).filter(|other| !(is_foot(&one.id) && is_foot(&other.id))) {
                let (a, b) = (one.reach(), other.reach());
                if a.0 < b.2 && b.0 < a.2 && a.1 + SLACK < b.3 && b.1 + SLACK < a.3 {
                    problems.push(format!("{}: can run into {}", one.id, other.id));
                }
            }
        }
        let Panel { x, y, side, .. } = self.qr;
        // A panel without a side wasn't there or was wrong, which has been said.
        if side > 0.0 && (x < 0.0 || x + side > self.width || y < rules.top || y + side > self.height - rules.bottom) {
            problems.push("qr: can't be seen whole".to_owned());
        }
        problems
    }
}

impl Place {
    /// Left, top, right, bottom of all that any text can cover.
    fn reach(&self) -> (f32, f32, f32, f32) {
        let room = &self.room;
        let frame = self.frame.map_or((0.0, 0.0), |stroke| {
            let beside = 2.0 * (stroke + FRAME_BESIDE * room.size);
            (beside, FRAME_ABOVE * room.size)
        });
        let width = room.width + frame.0;
        let left = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2.0,
            Anchor::End => self.x - width,
        };
        let deep = if self.upper { room.font.tail } else { room.font.descender };
        let (mut top, mut bottom) = (f32::MAX, f32::MIN);
        for lines in 1..=room.lines {
            let size = size_for(room, lines);
            for baseline in self.baselines(size, lines) {
                top = top.min(baseline - (room.font.accent * size).max(room.font.capital * size + frame.1));
                bottom = bottom.max(baseline + (deep * size).max(frame.1));
            }
        }
        (left, top, left + width, bottom)
    }
}

/// Only one of the two is ever drawn.
fn is_foot(id: &str) -> bool {
    id == "line" || id == "admits"
}

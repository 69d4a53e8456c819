//! Two that are one: what is kept of each.

use crate::fans::fan::Fan;

/// The survivor when `from` is merged into `into`: what it has, else the other's. A birthday and an age count as one thing; nobody brought themselves;
/// they have been with us since the earlier of the two.
pub fn kept(into: &Fan, from: &Fan) -> Fan {
    let either = |of: fn(&Fan) -> &Option<String>| of(into).clone().or_else(|| of(from).clone());
    let born = if into.birth_year.is_some() || into.birth_date.is_some() { into } else { from };
    let another = |id: &String| *id != into.id && *id != from.id;
    Fan {
        phone: either(|fan| &fan.phone),
        email: either(|fan| &fan.email),
        birth_year: born.birth_year,
        birth_date: born.birth_date.clone(),
        found_by: either(|fan| &fan.found_by),
        note: either(|fan| &fan.note),
        language: either(|fan| &fan.language),
        brought_by: [into, from].into_iter().filter_map(|fan| fan.brought_by.clone()).find(another),
        created_at: into.created_at.clone().min(from.created_at.clone()),
        ..into.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fan(id: &str) -> Fan {
        Fan {
            id: id.to_owned(),
            name: "Ana".to_owned(),
            called: "Ana".to_owned(),
            phone: None,
            email: None,
            birth_year: None,
            birth_date: None,
            found_by: None,
            note: None,
            language: None,
            brought_by: None,
            created_at: "2026-01-01T00:00:00.000Z".to_owned(),
            merged_into: None,
            erased_at: None,
        }
    }

    #[test]
    fn the_survivor_s_is_kept_else_the_other_s() {
        let into = Fan { phone: Some("+521".into()), birth_year: Some(2000), ..fan("a") };
        let from = Fan {
            phone: Some("+522".into()),
            email: Some("ana@example.mx".into()),
            birth_date: Some("1999-01-01".into()),
            created_at: "2025-01-01T00:00:00.000Z".into(),
            ..fan("b")
        };
        let kept = kept(&into, &from);
        assert_eq!(kept.phone.as_deref(), Some("+521"));
        assert_eq!(kept.email.as_deref(), Some("ana@example.mx"));
        assert_eq!((kept.birth_year, kept.birth_date), (Some(2000), None));
        assert_eq!(kept.created_at, "2025-01-01T00:00:00.000Z");
    }

    #[test]
    fn nobody_brought_themselves() {
        let into = Fan { brought_by: Some("b".into()), ..fan("a") };
        assert_eq!(kept(&into, &fan("b")).brought_by, None);
        let from = Fan { brought_by: Some("c".into()), ..fan("b") };
        assert_eq!(kept(&into, &from).brought_by.as_deref(), Some("c"));
    }
}

//! A concert: when its night is, and which of its prices is in force. No I/O.

use jiff::{SignedDuration, Timestamp};

use crate::base::clock::{stamp, unstamp};

/// A concert's night lasts from this long before its doors to this long after.
pub const NIGHT: SignedDuration = SignedDuration::from_hours(12);

/// A concert with its venue's name and place.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Concert {
    pub id: String,
    pub venue_id: String,
    pub venue: String,
    pub address: String,
    pub city: String,
    pub title: Option<String>,
    pub line_up: Option<String>,
    /// The evening's day in the concert's zone, `YYYY-MM-DD`.
    pub day: String,
    pub doors_at: String,
    pub starts_at: String,
    pub timezone: String,
    pub capacity: i64,
    pub age_min: Option<i64>,
    pub currency: String,
    pub contact_name: Option<String>,
    pub contact_phone: Option<String>,
    pub contact_email: Option<String>,
    pub salt: String,
    pub changed_at: String,
    pub cancelled_at: Option<String>,
    /// Since when whoever left may come back.
    pub reentry_from: Option<String>,
}

impl Concert {
    /// The title; the venue's name when it has none.
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.venue)
    }

    /// Street and city, as one reads them on a ticket.
    pub fn place(&self) -> String {
        place(&self.address, &self.city)
    }

    /// Whether it is its night: from 12 h before doors to 12 h after.
    pub fn is_tonight(&self, now: Timestamp) -> bool {
        !self.is_over(now) && self.doors_at < stamp(later(now))
    }

    /// Whether its night is over, from 12 h after doors.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.doors_at < stamp(earlier(now))
    }
}

/// Street and city, without a stray comma when one is missing.
pub fn place(address: &str, city: &str) -> String {
    [address, city].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A named price of one concert.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Price {
    pub id: String,
    pub name: String,
    pub amount_cents: i64,
    /// The last day on which it is sold; null when it has no end.
    pub until_day: Option<String>,
    pub position: i64,
}

/// The price that is sold on `day`: of those that haven't ended, the one that ends soonest, else the first without an
/// end. A courtesy (0) is in force only where nothing costs anything.
pub fn in_force<'a>(prices: &'a [Price], day: &str) -> Option<&'a Price> {
    let any_paid = prices.iter().any(|price| price.amount_cents > 0);
    let open = prices.iter().filter(|price| {
        (price.amount_cents > 0 || !any_paid) && price.until_day.as_deref().is_none_or(|until| until >= day)
    });
    open.min_by_key(|price| (price.until_day.as_deref().unwrap_or("9999-12-31"), price.position))
}

/// Those of `concerts` whose night it is, the nearest doors first; a cancelled one has no night.
pub fn tonight(concerts: &[Concert], now: Timestamp) -> Vec<&Concert> {
    let far = |concert: &Concert| unstamp(&concert.doors_at).map(|doors| doors.duration_since(now).abs());
    let mut nights: Vec<_> = concerts
        .iter()
        .filter(|concert| concert.cancelled_at.is_none())
        .filter_map(|concert| far(concert).filter(|far| *far <= NIGHT).map(|far| (far, concert)))
        .collect();
    nights.sort_by(|(far, concert), (far_too, other)| (far, &concert.id).cmp(&(far_too, &other.id)));
    nights.into_iter().map(|(_, concert)| concert).collect()
}

/// The doors before which a night is over now.
pub fn earlier(now: Timestamp) -> Timestamp {
    now.checked_sub(NIGHT).unwrap_or(Timestamp::MIN)
}

/// The doors after which a night hasn't begun now.
pub fn later(now: Timestamp) -> Timestamp {
    now.checked_add(NIGHT).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concert(id: &str, doors_at: &str) -> Concert {
        Concert {
            id: id.into(),
            venue_id: "v".into(),
            venue: "Sótano Ámbar".into(),
            address: "Calle Sin Nombre 91".into(),
            city: "Ciudad de México".into(),
            title: None,
            line_up: None,
            day: doors_at[..10].into(),
            doors_at: doors_at.into(),
            starts_at: doors_at.into(),
            timezone: "America/Mexico_City".into(),
            capacity: 250,
            age_min: None,
            currency: "MXN".into(),
            contact_name: None,
            contact_phone: None,
            contact_email: None,
            salt: String::new(),
            changed_at: doors_at.into(),
            cancelled_at: None,
            reentry_from: None,
        }
    }

    fn price(position: i64, name: &str, amount_cents: i64, until_day: Option<&str>) -> Price {
        Price { id: name.into(), name: name.into(), amount_cents, until_day: until_day.map(str::to_owned), position }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn at_18_05_and_at_00_40_the_right_concert_is_chosen() {
        // Doors at 20:00 on three evenings in Mexico City, which is UTC−6.
        let concerts = [
            concert("thursday", "2026-11-27T02:00:00.000Z"),
            concert("saturday", "2026-11-29T02:00:00.000Z"),
            concert("sunday", "2026-11-30T02:00:00.000Z"),
        ];
        let names = |now: &str| tonight(&concerts, at(now)).iter().map(|it| it.id.as_str()).collect::<Vec<_>>();
        assert_eq!(names("2026-11-29T00:05:00Z"), ["saturday"], "18:05");
        assert_eq!(names("2026-11-29T06:40:00Z"), ["saturday"], "00:40");
        assert_eq!(names("2026-11-28T12:00:00Z"), Vec::<&str>::new(), "06:00");
    }

    #[test]
    fn of_two_nights_the_nearer_doors_come_first_and_a_cancelled_one_is_none() {
        let mut concerts = [
            concert("evening", "2026-11-29T02:00:00.000Z"),
            concert("matinee", "2026-11-28T18:00:00.000Z"),
            concert("gone", "2026-11-28T20:00:00.000Z"),
        ];
        concerts[2].cancelled_at = Some("2026-11-20T00:00:00.000Z".into());
        let nights = tonight(&concerts, at("2026-11-28T19:00:00Z"));
        assert_eq!(nights.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["matinee", "evening"]);
    }

    #[test]
    fn presale_is_in_force_through_its_last_day_then_the_box_office() {
        let prices = [
            price(1, "Taquilla", 22_000, None),
            price(2, "Preventa", 18_000, Some("2026-11-20")),
            price(3, "Cortesía", 0, None),
        ];
        let on = |day| in_force(&prices, day).map(|price| price.name.as_str());
        assert_eq!(on("2026-11-20"), Some("Preventa"));
        assert_eq!(on("2026-11-21"), Some("Taquilla"));
        assert_eq!(in_force(&prices[1..], "2026-11-21"), None, "a courtesy is never what is sold");
        assert_eq!(in_force(&prices[2..], "2026-11-21").map(|price| price.amount_cents), Some(0), "a free concert");
    }

    #[test]
    fn a_concert_is_called_by_its_title_else_by_its_venue() {
        let mut it = concert("a", "2026-11-29T02:00:00.000Z");
        assert_eq!((it.name(), it.place().as_str()), ("Sótano Ámbar", "Calle Sin Nombre 91, Ciudad de México"));
        it.title = Some("Ruido blanco".into());
        assert_eq!(it.name(), "Ruido blanco");
    }
}

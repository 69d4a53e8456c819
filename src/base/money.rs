//! Money in integer cents of an ISO 4217 currency: read as people type it, written as they read it.

/// Reads `200`, `$1,200`, `1200.50`; a comma only parts thousands; at most two decimals, never negative, at most 10 million.
pub fn parse(text: &str) -> Option<i64> {
    let plain: String = text.chars().filter(|c| !matches!(c, '$' | ' ' | '\u{a0}')).collect();
    let (whole, cents) = plain.split_once('.').unwrap_or((&plain, ""));
    // A comma parts thousands: "150,50" is no sum, and never fifteen thousand.
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    if first.is_empty() || groups.any(|group| group.len() != 3) {
        return None;
    }
    let whole = whole.replace(',', "");
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    if whole.len() > 8 || !digits(&whole) || cents.len() > 2 || !digits(cents) {
        return None;
    }
    let cents: i64 = format!("{cents:0<2}").parse().ok()?;
    let all = whole.parse::<i64>().ok()? * 100 + cents;
    (all <= 1_000_000_000).then_some(all)
}

/// `$37,400`, `$37,400.50`; a currency other than the peso follows its number.
pub fn show(cents: i64, currency: &str) -> String {
    let sign = if cents < 0 { "−" } else { "" };
    let whole = group(cents.abs() / 100);
    let rest = cents.abs() % 100;
    let rest = if rest == 0 { String::new() } else { format!(".{rest:02}") };
    let after = if currency == "MXN" { String::new() } else { format!(" {currency}") };
    format!("{sign}${whole}{rest}{after}")
}

/// `1,234,567`.
pub fn group(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if number < 0 { format!("−{grouped}") } else { grouped }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_as_people_type_it() {
        assert_eq!(parse("200"), Some(20_000));
        assert_eq!(parse("$1,200.5"), Some(120_050));
        assert_eq!(parse("0"), Some(0));
        for wrong in ["", "-1", "12.345", "1e3", "doscientos", "99999999999", "150,50", "1,2", ",500", "1,000,00"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn money_is_written_without_needless_cents() {
        assert_eq!(show(3_740_000, "MXN"), "$37,400");
        assert_eq!(show(12_050, "MXN"), "$120.50");
        assert_eq!(show(-20_000, "MXN"), "−$200");
        assert_eq!(show(1_500, "USD"), "$15 USD");
    }
}

//! Whole numbers as people read them: `25,000`.

/// A number that is not negative, without its decimals and with a comma before every three digits.
pub(crate) fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_stand_before_every_three_digits() {
        let shown = [0.0, 999.0, 1_000.0, 25_000.2, 1_234_567.0].map(thousands);
        assert_eq!(shown, ["0", "999", "1,000", "25,000", "1,234,567"]);
    }
}

//! What a table's own words say of its signs: `c = confidential; - = nil; .. = not available`.

use crate::source::description::Marks;

/// Longest sign.
const LONGEST: usize = 4;
const HIDDEN: [&str; 6] =
    ["confidential", "withheld", "suppressed", "disclosure", "secret", "hidden"];
const NONE: [&str; 5] = ["not available", "not applicable", "missing", "no data", "not collected"];
const ZERO: [&str; 3] = ["nil", "zero", "none"];

/// Adds the signs that closing lines (as notes of a reader quote them) explain, and says which.
pub(crate) fn explained(notes: &[String], marks: &mut Marks) -> Option<String> {
    let mut said = Vec::new();
    for line in notes.iter().filter_map(|note| note.split('`').nth(1)) {
        for (sign, words) in line.split([';', ',']).filter_map(|part| part.split_once('=')) {
            let (sign, words) = (sign.trim(), words.trim().to_lowercase());
            let is_sign = !sign.is_empty()
                && sign.chars().count() <= LONGEST
                && !sign.chars().any(|letter| letter.is_ascii_digit());
            let has = |all: &[&str]| all.iter().any(|word| words.contains(word));
            let list = if !is_sign {
                continue;
            } else if has(&HIDDEN) {
                &mut marks.withheld
            } else if has(&NONE) {
                &mut marks.missing
            } else if ZERO.contains(&words.as_str()) {
                &mut marks.zero
            } else {
                continue;
            };
            if !list.iter().any(|own| own == sign) {
                list.push(sign.to_owned());
            }
            said.push(format!("`{sign}` {words}"));
        }
    }
    (!said.is_empty()).then(|| format!("read as the table's own words say: {}", said.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_read_as_the_table_explains_them_and_sentences_are_none() {
        let mut marks = Marks::default();
        let notes =
            ["2 rows passed over, from A12: `c = confidential; - = nil; .. = not available`"];
        let said = explained(&notes.map(str::to_owned), &mut marks).unwrap();
        assert_eq!(
            (marks.withheld, marks.zero, marks.missing),
            (vec!["c".to_owned()], vec!["-".to_owned()], vec!["..".to_owned()])
        );
        assert!(said.contains("`-` nil"), "{said}");
        let mut marks = Marks::default();
        let notes = ["from A9: `Total = sum of none of the areas, 1 = nil`".to_owned()];
        assert_eq!(explained(&notes, &mut marks), None);
        assert_eq!(marks, Marks::default());
    }
}

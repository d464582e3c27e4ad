//! The layout of a table: which field each column is, which rows are no data, which mark parts decimals.

use agglo::engage::event::Kind;

use crate::exchange::field::{Field, Holds, fields};
use crate::exchange::known::{self, CURRENCY, NOTE};
use crate::exchange::mapping::Mapping;
use crate::fault::{Fault, Faults};
use crate::sheet::Sheet;
use crate::source::number::Decimal;

/// First words of a row that sums up others.
const TOTALS: [&str; 10] = [
    "total",
    "totals",
    "grand_total",
    "subtotal",
    "sum",
    "sums",
    "summe",
    "gesamt",
    "insgesamt",
    "overall",
];

/// First words of a row that explains others.
const NOTES: [&str; 6] = ["note", "notes", "source", "sources", "legend", "remark"];

/// Where a cell stands, also in a file whose rows are lines.
pub(super) fn address(sheet: &dyn Sheet, at: u64, column: usize) -> String {
    let place = sheet.place(at, Some(column));
    if place.contains('!') {
        return place;
    }
    let name = sheet.columns().get(column).map_or("", String::as_str);
    format!("{place}, {name}")
}

/// A column and the field that it is.
pub(super) struct Column {
    pub(super) name: String,
    /// The field's name; `note+` for the note, empty where it is left out.
    pub(super) field: String,
    pub(super) holds: Option<&'static Field>,
}

pub(super) fn columns(
    sheet: &dyn Sheet,
    kind: Kind,
    mapping: &Mapping,
) -> Result<Vec<Column>, Faults> {
    let mut faults = Faults::default();
    let mut columns: Vec<Column> = Vec::new();
    for name in sheet.columns() {
        let said = mapping.columns.get(name).map(|field| match field.as_str() {
            "note" => NOTE.to_owned(),
            other => other.to_owned(),
        });
        let mapped = said.is_some();
        let field = said.or_else(|| known::field_of(kind, name).map(str::to_owned));
        let Some(field) = field else {
            faults.push(unknown(kind, name));
            continue;
        };
        let holds = fields(kind).iter().find(|own| own.name == field);
        let is_sound =
            holds.is_some() || field.is_empty() || [NOTE, CURRENCY].contains(&field.as_str());
        if mapped && !is_sound {
            faults.push(Fault::new(format!("a {} has no such field", kind.word())).value(&field));
        }
        let twice = holds.and_then(|_| columns.iter().find(|own| own.field == field));
        if let Some(other) = twice {
            let what = format!("is the same field as `{}`: {field}", other.name);
            faults
                .push(Fault::new(what).column(name).cure("leave one out by a mapping: [columns]"));
        }
        columns.push(Column { name: name.clone(), field, holds });
    }
    if faults.is_empty() { Ok(columns) } else { Err(faults) }
}

fn unknown(kind: Kind, column: &str) -> Fault {
    let plain = known::plain(column);
    let near = fields(kind)
        .iter()
        .map(|own| (strsim::damerau_levenshtein(&own.name, &plain), own.name.as_str()))
        .min()
        .filter(|(distance, _)| *distance <= 2);
    let guess = near.map_or(String::new(), |(_, name)| format!("did you mean {name}? "));
    let all: Vec<&str> = fields(kind).iter().map(|own| own.name.as_str()).collect();
    Fault::new(format!("a {} has no such column", kind.word())).column(column).cure(format!(
        "{guess}a mapping says which field it is, or leaves it out: [columns] \"{column}\" = \"\"; fields: {}",
        all.join(", ")
    ))
}

/// Why a row is no data, if it is none.
pub(super) fn passed_over(at: u64, texts: &[String], mapping: &Mapping) -> Option<&'static str> {
    if mapping.keep_rows.contains(&at) {
        return None;
    }
    if mapping.skip_rows.contains(&at) {
        return Some("as the mapping says");
    }
    let mut filled = texts.iter().filter(|text| !text.trim().is_empty());
    let Some(first) = filled.next() else { return Some("it is empty") };
    let is_alone = filled.next().is_none() && texts.len() > 2;
    let name = known::plain(first);
    if TOTALS.contains(&name.as_str()) {
        return Some("a total");
    }
    let word = name.split('_').next().unwrap_or_default();
    let explains = NOTES.contains(&word) || first.starts_with('*') || first.chars().count() > 80;
    (is_alone && explains).then_some("a note")
}

/// The mark that parts decimals, as the mapping says or as some number shows.
pub(super) fn decimal(
    sheet: &dyn Sheet,
    columns: &[Column],
    records: &[(u64, Vec<String>, Vec<Fault>)],
    mapping: &Mapping,
    notes: &mut Vec<String>,
) -> Result<Decimal, Fault> {
    match mapping.decimal.as_deref() {
        Some("comma") => return Ok(Decimal::Comma),
        Some("point") => return Ok(Decimal::Point),
        Some(other) => return Err(Fault::new("decimal is comma or point").value(other)),
        None => {}
    }
    let is_number = |column: &Column| {
        let holds = column.holds.map(|own| &own.holds);
        matches!(holds, Some(Holds::Whole | Holds::Number | Holds::Money))
    };
    let mut shown: [Option<(String, &str)>; 2] = [None, None];
    for (at, texts, _) in records {
        for (index, (_, text)) in
            columns.iter().zip(texts).enumerate().filter(|(_, (own, _))| is_number(own))
        {
            let which = match shows(text.trim()) {
                Some(Decimal::Comma) => &mut shown[0],
                Some(Decimal::Point) => &mut shown[1],
                _ => continue,
            };
            which.get_or_insert_with(|| (address(sheet, *at, index), text));
        }
    }
    let (decimal, word, (place, text)) = match shown {
        [Some(seen), None] => (Decimal::Comma, "comma", seen),
        [None, Some(seen)] => (Decimal::Point, "point", seen),
        [Some((place, text)), Some((other, point))] => {
            let what =
                format!("`{text}` has a decimal comma, `{point}` in {other} a decimal point");
            return Err(Fault::new(what)
                .at(place)
                .cure("correct one of them: [cells] in a mapping"));
        }
        [None, None] => return Ok(Decimal::Plain),
    };
    notes.push(format!("numbers have a decimal {word}, as `{}` in {place} shows", text.trim()));
    Ok(decimal)
}

/// The decimal mark that a number can only have; nothing where it may be either, or has no comma.
fn shows(text: &str) -> Option<Decimal> {
    if !text.contains(',') || !text.chars().any(|sign| sign.is_ascii_digit()) {
        return None;
    }
    let is_part = |sign: char| sign.is_ascii_digit() || ".,-+ '\u{a0}\u{202f}".contains(sign);
    if !text.chars().all(is_part) {
        return None;
    }
    let (comma, point) = (text.rfind(',')?, text.rfind('.'));
    match point {
        Some(point) if point > comma => Some(Decimal::Point),
        Some(_) => Some(Decimal::Comma),
        None if text.matches(',').count() > 1 => Some(Decimal::Point),
        None if text.len() - comma - 1 != 3 => Some(Decimal::Comma),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_shows_its_decimal_mark_or_does_not() {
        assert_eq!(shows("1.404,5"), Some(Decimal::Comma));
        assert_eq!(shows("12,5"), Some(Decimal::Comma));
        assert_eq!(shows("1,404.5"), Some(Decimal::Point));
        assert_eq!(shows("1,404,500"), Some(Decimal::Point));
        for text in ["1,404", "1404", "1.404", "a, b", ""] {
            assert_eq!(shows(text), None, "{text}");
        }
    }

    #[test]
    fn totals_and_notes_are_no_data_unless_a_mapping_says_so() {
        let row = |texts: &[&str]| texts.iter().map(|own| (*own).to_owned()).collect::<Vec<_>>();
        let mapping = Mapping::default();
        assert_eq!(passed_over(9, &row(&["Total:", "", "12"]), &mapping), Some("a total"));
        assert_eq!(passed_over(9, &row(&["Note: as of May", "", ""]), &mapping), Some("a note"));
        assert_eq!(passed_over(9, &row(&["", "", ""]), &mapping), Some("it is empty"));
        assert_eq!(passed_over(9, &row(&["Total Homes", "x", ""]), &mapping), None);
        let keep = Mapping { keep_rows: vec![9], ..Mapping::default() };
        assert_eq!(passed_over(9, &row(&["Total", "", "12"]), &keep), None);
    }
}

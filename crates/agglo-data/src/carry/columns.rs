//! Columns of the dataset that is carried and of the one that is made.

use crate::carry::figures::Figure;
use crate::lake::{Block, Card, ColumnCard, Role, Values};
use crate::source::number::Kind;
use crate::source::{Description, INDUSTRY, LINE, STATUS, Status};

/// A measure, and whether it adds up.
pub(super) struct Measure {
    pub(super) name: String,
    pub(super) is_amount: bool,
    /// Columns of the least and the most that it can be, where the dataset has them.
    bounds: [Option<String>; 2],
}

/// The measures of a dataset.
pub(super) fn measures(card: &Card) -> Vec<Measure> {
    let read_by = Description::read(&card.mapping, &card.dataset).ok();
    let measure = |column: &ColumnCard| {
        let kind = read_by.as_ref().and_then(|mapping| {
            mapping.measures.iter().find(|own| own.name == column.name).map(|own| own.kind)
        });
        let unit = column.unit.clone().unwrap_or_default().to_lowercase();
        let is_rate =
            [" per ", "percent", "%", "ratio", "quotient"].iter().any(|sign| unit.contains(sign));
        let bound = |role: Role| {
            let of = |own: &&ColumnCard| own.role == role && own.of.as_ref() == Some(&column.name);
            card.columns.iter().find(of).map(|own| own.name.clone())
        };
        Measure {
            name: column.name.clone(),
            is_amount: kind != Some(Kind::Share) && !is_rate,
            bounds: [bound(Role::Low), bound(Role::High)],
        }
    };
    let measures = card.columns.iter().filter(|column| column.role == Role::Measure);
    measures.map(measure).collect()
}

/// What the columns of the dataset that is made are called.
pub(super) fn bound(measure: &str, end: &str) -> String {
    format!("{measure}_{end}")
}

/// Columns of the dataset that is made: keys, then each measure with status and bounds, then the line.
pub(super) fn columns(old: &Card, codes: &str) -> Vec<ColumnCard> {
    let mut columns = Vec::new();
    for column in &old.columns {
        match column.role {
            Role::Key if column.name == INDUSTRY => {
                columns.push(ColumnCard { codes: Some(codes.to_owned()), ..column.clone() });
            }
            Role::Key => columns.push(column.clone()),
            Role::Measure => {
                let of = |name: String, role: Role| ColumnCard::of(name, role, &column.name);
                columns.push(column.clone());
                columns.push(of(format!("{}{STATUS}", column.name), Role::Status));
                columns.push(of(bound(&column.name, "low"), Role::Low));
                columns.push(of(bound(&column.name, "high"), Role::High));
            }
            _ => {}
        }
    }
    columns.push(ColumnCard::new(LINE, Role::Line));
    columns
}

/// A key's values as texts.
pub(super) fn texts(values: &Values) -> Vec<String> {
    match values {
        Values::Codes { names, at } => at
            .iter()
            .map(|at| at.map_or_else(String::new, |at| names[at as usize].clone()))
            .collect(),
        Values::Whole(values) => values
            .iter()
            .map(|value| value.map_or_else(String::new, |value| value.to_string()))
            .collect(),
        Values::Numbers(values) => values
            .iter()
            .map(|value| value.map_or_else(String::new, |value| value.to_string()))
            .collect(),
    }
}

/// The figures of a measure in a block; none where its columns are of another kind.
pub(super) fn figures(block: &Block, measure: &Measure) -> Option<Vec<Figure>> {
    let numbers = |name: &str| match block.column(name)? {
        Values::Numbers(values) => Some(values.clone()),
        Values::Whole(values) => Some(values.iter().map(|own| own.map(|own| own as f64)).collect()),
        Values::Codes { .. } => None,
    };
    let values = numbers(&measure.name)?;
    let statuses: Vec<Status> = match block.column(&format!("{}{STATUS}", measure.name)) {
        Some(Values::Codes { names, at }) => {
            let read = |name: &String| {
                Status::ALL
                    .into_iter()
                    .find(|status| status.name() == name)
                    .unwrap_or(Status::Unknown)
            };
            let known: Vec<Status> = names.iter().map(read).collect();
            at.iter().map(|at| at.map_or(Status::Unknown, |at| known[at as usize])).collect()
        }
        _ => vec![Status::Disclosed; values.len()],
    };
    let end = |end: usize| {
        let own = measure.bounds[end].as_deref().and_then(&numbers);
        own.unwrap_or_else(|| vec![None; values.len()])
    };
    let (low, high) = (end(0), end(1));
    Some(
        (0..values.len())
            .map(|row| Figure {
                value: values[row],
                status: statuses[row],
                low: low[row],
                high: high[row],
            })
            .collect(),
    )
}

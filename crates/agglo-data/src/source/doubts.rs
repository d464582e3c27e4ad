//! What cannot be seen in one row: the same key twice, two ways to write decimals in one column, percent beside
//! shares, thousands beside units, two editions of a classification in one period.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::fault::Fault;
use crate::source::cells::Figure;
use crate::source::description::Description;
use crate::source::number::{Decimal, Kind};

/// Rows of which a place is kept for a message.
const PLACES: usize = 20;
/// Rows that a note names.
const SAID: usize = 5;
/// Figures of a column that are looked at for a break of scale.
const LOOKED_AT: usize = 100_000;

/// Where a row or a field of it stands.
type Place<'a> = &'a dyn Fn(u64, Option<usize>) -> String;

/// One measure's figures.
#[derive(Default)]
struct Column {
    name: String,
    kind: Kind,
    points: Vec<u64>,
    is_comma: bool,
    values: Vec<(f64, u64)>,
}

/// What has been seen so far.
pub(super) struct Doubts {
    decimal: Decimal,
    columns: Vec<Column>,
    /// Key, content and place of each row.
    rows: Vec<([u32; 2], u64, u64)>,
    keys: HashMap<Vec<u32>, u32, FixedState>,
}

/// Rows of one key: the place of each, and that of the first of its key.
#[derive(Default)]
pub(super) struct Repeated {
    /// Rows that say the same as the first.
    pub(super) same: Vec<(u64, u64)>,
    /// Rows that say something else.
    pub(super) other: Vec<(u64, u64)>,
}

impl Doubts {
    pub(super) fn new(description: &Description) -> Self {
        let column = |measure: &crate::source::description::Measure| Column {
            name: measure.column.clone(),
            kind: measure.kind,
            ..Column::default()
        };
        Self {
            decimal: description.file.decimal(),
            columns: description.measures.iter().map(column).collect(),
            rows: Vec::new(),
            keys: HashMap::default(),
        }
    }

    /// A figure that was read.
    pub(super) fn number(&mut self, measure: usize, text: &str, value: Option<f64>, at: u64) {
        let column = &mut self.columns[measure];
        if column.points.len() < PLACES && value.is_some() && text.contains('.') {
            column.points.push(at);
        }
        if column.kind != Kind::Count
            && column.values.len() < LOOKED_AT
            && let Some(value) = value.filter(|value| *value > 0.0)
        {
            column.values.push((value, at));
        }
    }

    /// A figure that was refused.
    pub(super) fn refused(&mut self, measure: usize, text: &str) {
        self.columns[measure].is_comma |= text.contains(',');
    }

    /// A row that was kept.
    pub(super) fn row(&mut self, keys: &[u32], figures: &[Figure], at: u64) {
        let content = figures.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, figure| {
            let value = figure.value.or(figure.low).map_or(u64::MAX, f64::to_bits)
                ^ ((figure.status as u64) << 1);
            (hash ^ value).wrapping_mul(0x0000_0100_0000_01b3)
        });
        let key = self.packed(keys);
        self.rows.push((key, content, at));
    }

    /// Keys in two numbers: those that do not fit are numbered as they come.
    fn packed(&mut self, keys: &[u32]) -> [u32; 2] {
        match keys {
            [] => [0, 0],
            [one] => [*one, 0],
            [one, two] => [*one, *two],
            [one, rest @ ..] => {
                let next = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
                let rest = match self.keys.get(rest) {
                    Some(at) => *at,
                    None => *self.keys.entry(rest.to_vec()).or_insert(next),
                };
                [*one, rest]
            }
        }
    }

    /// Rows whose key came before. Without keys (`has_keys`) no row repeats another.
    pub(super) fn repeated(&mut self, has_keys: bool) -> Repeated {
        let mut found = Repeated::default();
        let mut rows = std::mem::take(&mut self.rows);
        rows.sort_unstable_by_key(|(key, _, at)| (*key, *at));
        let several = rows.chunk_by(|a, b| a.0 == b.0).filter(|rows| rows.len() > 1);
        for rows in several.filter(|_| has_keys) {
            let (_, content, first) = rows[0];
            for (_, other, at) in &rows[1..] {
                let list = if *other == content { &mut found.same } else { &mut found.other };
                list.push((*at, first));
            }
        }
        found.same.sort_unstable();
        found.other.sort_unstable();
        found
    }

    /// What columns as a whole say.
    pub(super) fn finish(
        &mut self,
        positions: &[usize],
        names: &[String],
        place: Place<'_>,
    ) -> (Vec<Fault>, Vec<String>) {
        let (mut faults, mut notes) = (Vec::new(), Vec::new());
        for (column, &position) in self.columns.iter_mut().zip(positions) {
            let fault = |what: &str, at: u64| {
                Fault::new(what).at(place(at, Some(position))).column(&names[position])
            };
            if self.decimal == Decimal::Plain && column.is_comma {
                let what = "a point here, a comma elsewhere in the column";
                faults.extend(column.points.iter().map(|at| fault(what, *at)));
            }
            let values = std::mem::take(&mut column.values);
            match column.kind {
                Kind::Count => {}
                Kind::Share => {
                    if let Some((small, large)) = scale_break(&values, 100.0) {
                        let what = "shares and percent stand in one column";
                        let mut places: Vec<u64> = small.into_iter().chain(large).collect();
                        places.sort_unstable();
                        faults.extend(places.into_iter().take(PLACES).map(|at| {
                            fault(what, at).cure("write all in percent or all as shares")
                        }));
                    }
                }
                Kind::Amount => {
                    if let Some((_, large)) = scale_break(&values, 1000.0) {
                        let places: Vec<String> =
                            large.iter().take(SAID).map(|at| place(*at, Some(position))).collect();
                        let more = large.len() - places.len();
                        let more =
                            if more > 0 { format!(" and {more} more") } else { String::new() };
                        notes.push(format!(
                            "{}: {}{more} about 1000 times the others: is the unit the same?",
                            column.name,
                            places.join("; ")
                        ));
                    }
                }
            }
        }
        (faults, notes)
    }
}

/// Rows below and above a gap at which figures jump by about `factor`: those above, divided by it, would lie
/// among those below.
fn scale_break(values: &[(f64, u64)], factor: f64) -> Option<(Vec<u64>, Vec<u64>)> {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let (least, most) = (sorted.first()?.0, sorted.last()?.0);
    let jump = |at: &usize| sorted[*at].0 / sorted[at - 1].0;
    let at = (1..sorted.len()).max_by(|a, b| jump(a).total_cmp(&jump(b)))?;
    let (below, above) = sorted.split_at(at);
    let wide = factor / 10.0;
    let fits =
        |value: f64| value / factor >= least / 3.0 && value / factor <= below[at - 1].0 * 3.0;
    let is_break = jump(&at) >= wide && fits(above[0].0) && fits(most);
    let places = |rows: &[(f64, u64)]| rows.iter().map(|(_, at)| *at).collect();
    is_break.then(|| (places(below), places(above)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(values: &[f64]) -> Vec<(f64, u64)> {
        values.iter().copied().zip(2..).collect()
    }

    #[test]
    fn a_jump_by_the_factor_is_a_break_and_a_wide_spread_is_none() {
        assert_eq!(scale_break(&at(&[17.9, 0.179]), 100.0), Some((vec![3], vec![2])));
        assert_eq!(scale_break(&at(&[52.0, 61_000.0]), 1000.0), Some((vec![2], vec![3])));
        assert_eq!(scale_break(&at(&[0.5, 2.0, 9.0, 17.0, 31.0]), 100.0), None);
        assert_eq!(scale_break(&at(&[3.0]), 100.0), None);
        let spread: Vec<f64> = (0..200).map(|at| 1.1_f64.powi(at)).collect();
        assert_eq!(scale_break(&at(&spread), 1000.0), None);
    }
}

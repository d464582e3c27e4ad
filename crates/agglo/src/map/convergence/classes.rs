//! Classes of regions by value: by fixed cut-offs, or by quantiles of one year or of all years.
//!
//! A value is below a cut-off that it equals.

use agglo_stats::float;

/// The class of a value among ascending cut-offs: 0 at or below the first.
pub fn class_of(value: f64, cutoffs: &[f64]) -> usize {
    cutoffs.partition_point(|cutoff| *cutoff < value)
}

/// Classes of equal size in each year: who is ahead of whom. Rows are regions, columns years; a missing value
/// has no class. Quantiles are of type 7.
pub fn classes_by_year(values: &[Vec<Option<f64>>], classes: usize) -> Vec<Vec<Option<usize>>> {
    let years = values.iter().map(Vec::len).max().unwrap_or(0);
    let cutoffs: Vec<Vec<f64>> = (0..years)
        .map(|year| {
            let known = values.iter().filter_map(|row| row.get(year).copied().flatten());
            quantiles(&known.collect::<Vec<f64>>(), classes)
        })
        .collect();
    let class = |(year, value): (usize, &Option<f64>)| Some(class_of((*value)?, &cutoffs[year]));
    values.iter().map(|row| row.iter().enumerate().map(class).collect()).collect()
}

/// Classes of equal size over all years together: who is where on one scale.
pub fn pooled_classes(values: &[Vec<Option<f64>>], classes: usize) -> Vec<Vec<Option<usize>>> {
    let known: Vec<f64> = values.iter().flatten().flatten().copied().collect();
    let cutoffs = quantiles(&known, classes);
    let class = |value: &Option<f64>| value.map(|value| class_of(value, &cutoffs));
    values.iter().map(|row| row.iter().map(class).collect()).collect()
}

fn quantiles(values: &[f64], classes: usize) -> Vec<f64> {
    let share = |at: usize| at as f64 / classes as f64;
    (1..classes).filter_map(|at| float::quantile(values, share(at))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Vec<Vec<Option<f64>>> {
        let row = |start: f64| vec![Some(start), Some(start + 10.0)];
        [1.0, 2.0, 3.0, 4.0].map(row).to_vec()
    }

    #[test]
    fn reference_halves_by_hand() {
        let by_year = classes_by_year(&values(), 2);
        assert_eq!(by_year[1], [Some(0), Some(0)]);
        assert_eq!(by_year[2], [Some(1), Some(1)]);
        assert_eq!(pooled_classes(&values(), 2)[0], [Some(0), Some(1)]);
    }

    #[test]
    fn law_a_value_at_a_cut_off_lies_below_it_and_classes_rise_with_values() {
        assert_eq!([0.7, 0.8, 0.81, 1.3].map(|value| class_of(value, &[0.8, 1.2])), [0, 0, 1, 2]);
    }

    #[test]
    fn edge_missing_values_have_no_class_and_one_class_holds_all() {
        assert_eq!(classes_by_year(&[vec![None, Some(1.0)]], 3)[0][0], None);
        assert_eq!(pooled_classes(&values(), 1).concat(), [Some(0); 8]);
        assert!(classes_by_year(&[], 2).is_empty());
    }
}

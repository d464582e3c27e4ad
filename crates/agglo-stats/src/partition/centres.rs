//! Groups around centres: every item with the nearest of `k` means, or of `k` medians.
//!
//! K-means lowers the sum of squared distances to the means, k-medians the sum of absolute ones to the medians by
//! coordinate; both end where no item is nearer to another centre.

use crate::error::Error;
use crate::float;
use crate::matrix::Matrix;
use crate::random::Words;

/// Keeps the draws of starts apart from others of one seed.
const PURPOSE: u32 = 1_301;
/// Rounds at most; each lowers the sum or is the last.
const ROUNDS: usize = 200;

/// What a group's centre is, and how distances to it are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Centre {
    /// The mean; squared Euclidean distance.
    Mean,
    /// The median of each coordinate; sum of absolute differences.
    Median,
}

/// Groups around centres.
#[derive(Clone, Debug, PartialEq)]
pub struct Centred {
    /// Group of each item, numbered from 0 in the order of their first items, none empty.
    pub labels: Vec<usize>,
    /// Sum of the items' distances to the centres of their groups.
    pub spread: f64,
    /// Rounds of the start that ended lowest.
    pub rounds: usize,
}

/// The best of several starts, each from items drawn far from each other (k-means++). Start `s` reads the stream
/// `s` of the seed alone; of equally low starts the first counts.
///
/// # Inputs
///
/// `items`: one a row; `groups`: at least 1 and at most the items; `starts`: at least 1.
///
/// # Returns
///
/// As many groups as asked for, or as there are different items.
///
/// # Errors
///
/// [`Error::Range`] where `groups` or `starts` lie outside.
///
/// # Source
///
/// Lloyd 1982, IEEE Transactions on Information Theory 28(2); Arthur and Vassilvitskii 2007, for the starts.
pub fn around_centres(
    items: &Matrix,
    groups: usize,
    centre: Centre,
    starts: u32,
    seed: u64,
) -> Result<Centred, Error> {
    if groups == 0 || groups > items.rows() {
        let value = groups as f64;
        return Err(Error::Range { what: "the number of groups", value, range: "1 to the items" });
    }
    let runs = (0..starts).map(|start| from_start(items, groups, centre, u64::from(start), seed));
    // The first of equally low ones: `min_by` keeps it.
    runs.min_by(|a, b| a.spread.total_cmp(&b.spread)).ok_or(Error::Range {
        what: "the number of starts",
        value: 0.0,
        range: "at least 1",
    })
}

fn from_start(items: &Matrix, groups: usize, centre: Centre, start: u64, seed: u64) -> Centred {
    let mut centres = scattered(items, groups, centre, &mut Words::new(seed, PURPOSE, start));
    let mut labels = nearest(items, &centres, centre);
    let mut rounds = 1;
    while rounds < ROUNDS {
        for (group, place) in centres.iter_mut().enumerate() {
            let members: Vec<usize> =
                (0..labels.len()).filter(|&item| labels[item] == group).collect();
            // A group that lost all its items keeps its centre: an item may come back to it.
            if !members.is_empty() {
                *place = middle(items, &members, centre);
            }
        }
        let next = nearest(items, &centres, centre);
        rounds += 1;
        if next == labels {
            break;
        }
        labels = next;
    }
    let spread = float::sum(
        labels
            .iter()
            .enumerate()
            .map(|(at, &group)| distance(items.row(at), &centres[group], centre)),
    );
    Centred { labels: by_first_item(&labels), spread, rounds }
}

/// Items far from each other: each drawn with a chance in proportion to its distance from those drawn before.
fn scattered(items: &Matrix, groups: usize, centre: Centre, words: &mut Words) -> Vec<Vec<f64>> {
    let first = words.below(u32::try_from(items.rows()).unwrap_or(u32::MAX)) as usize;
    let mut centres = vec![items.row(first).to_vec()];
    let mut away: Vec<f64> =
        (0..items.rows()).map(|at| distance(items.row(at), &centres[0], centre)).collect();
    while centres.len() < groups {
        let total = float::sum(away.iter().copied());
        if total <= 0.0 {
            break;
        }
        let mut left = (f64::from(words.word()) + 0.5) / 4_294_967_296.0 * total;
        let reached = |away: &f64| {
            left -= away;
            left <= 0.0 && *away > 0.0
        };
        // Rounding may leave a crumb after the last item: then the farthest is taken.
        let farthest = || (0..away.len()).max_by(|&a, &b| away[a].total_cmp(&away[b])).unwrap_or(0);
        let drawn = away.iter().position(reached).unwrap_or_else(farthest);
        let place = items.row(drawn).to_vec();
        for (at, away) in away.iter_mut().enumerate() {
            *away = away.min(distance(items.row(at), &place, centre));
        }
        centres.push(place);
    }
    centres
}

/// The nearest centre of each item; the first of equally near ones.
fn nearest(items: &Matrix, centres: &[Vec<f64>], centre: Centre) -> Vec<usize> {
    let of = |at: usize| {
        let away = centres.iter().map(|place| distance(items.row(at), place, centre));
        away.enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(group, _)| group)
    };
    (0..items.rows()).map(of).collect()
}

fn distance(a: &[f64], b: &[f64], centre: Centre) -> f64 {
    let apart = a.iter().zip(b).map(|(a, b)| a - b);
    match centre {
        Centre::Mean => apart.map(|apart| apart * apart).sum(),
        Centre::Median => apart.map(f64::abs).sum(),
    }
}

fn middle(items: &Matrix, members: &[usize], centre: Centre) -> Vec<f64> {
    let coordinate = |column: usize| {
        let values: Vec<f64> = members.iter().map(|&at| items.at(at, column)).collect();
        let found = match centre {
            Centre::Mean => float::mean(&values),
            Centre::Median => float::median(&values),
        };
        found.unwrap_or(0.0)
    };
    (0..items.columns()).map(coordinate).collect()
}

/// Groups numbered from 0 in the order of their first items.
fn by_first_item(labels: &[usize]) -> Vec<usize> {
    let mut names: Vec<usize> = Vec::new();
    let name = |label: &usize| {
        names.iter().position(|name| name == label).unwrap_or_else(|| {
            names.push(*label);
            names.len() - 1
        })
    };
    labels.iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(values: &[f64]) -> Matrix {
        Matrix::new(values.len(), 1, values.to_vec()).unwrap()
    }

    #[test]
    fn reference_two_groups_on_a_line_by_hand() {
        let items = line(&[0.0, 1.0, 2.0, 10.0, 11.0, 18.0]);
        let means = around_centres(&items, 2, Centre::Mean, 10, 1).unwrap();
        assert_eq!(means.labels, [0, 0, 0, 1, 1, 1]);
        // Means 1 and 13: squares 1 + 1 and 9 + 4 + 25.
        assert!((means.spread - 40.0).abs() < 1e-12);
        // Medians 1 and 11: 1 + 1 and 1 + 7.
        let medians = around_centres(&items, 2, Centre::Median, 10, 1).unwrap();
        assert_eq!(medians.labels, means.labels);
        assert!((medians.spread - 10.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn law_more_groups_spread_less_and_a_seed_repeats(
            values in prop::collection::vec(-20_i32..20, 2..14), seed in 0_u64..9
        ) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let mut different = values.clone();
            different.sort_by(f64::total_cmp);
            different.dedup_by(|a, b| a.total_cmp(b).is_eq());
            for centre in [Centre::Mean, Centre::Median] {
                let one = around_centres(&line(&values), 1, centre, 3, seed).unwrap();
                let all = around_centres(&line(&values), values.len(), centre, 3, seed).unwrap();
                prop_assert!(all.spread.abs() < 1e-12 && one.spread >= 0.0);
                let groups = all.labels.iter().max().unwrap() + 1;
                prop_assert_eq!(groups, different.len());
                prop_assert_eq!(&one, &around_centres(&line(&values), 1, centre, 3, seed).unwrap());
            }
        }
    }

    #[test]
    fn edge_equal_items_make_one_group_and_false_numbers_are_refused() {
        let found = around_centres(&line(&[3.0; 4]), 3, Centre::Mean, 2, 1).unwrap();
        assert_eq!((found.labels, found.spread), (vec![0; 4], 0.0));
        assert!(around_centres(&line(&[1.0]), 2, Centre::Mean, 2, 1).is_err());
        assert!(around_centres(&line(&[1.0]), 0, Centre::Mean, 2, 1).is_err());
        assert!(around_centres(&line(&[1.0]), 1, Centre::Mean, 0, 1).is_err());
    }
}

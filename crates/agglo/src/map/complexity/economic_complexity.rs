//! Economic complexity of regions and industries: what their presence says once size is taken out.
//!
//! `K_r` is the mean complexity of the region's industries and `Q_i` that of the industry's regions, up to a
//! factor: `K = D_r^-1 M Q`, `Q = D_i^-1 M' K / lambda_2`, the second eigenvector of
//! `D_r^-1 M D_i^-1 M'`. Without unit.

use agglo_stats::Error;
use agglo_stats::matrix::{self, Matrix, leading, symmetric_eigen};
use agglo_stats::moments::{Divisor, mean_and_deviation};

use crate::map::presence::Presence;

/// Smallest distance of two eigenvalues at which an eigenvector is told from its neighbour.
const GAP: f64 = 1e-9;
/// Smallest correlation with diversity that decides the sign.
const SIGN: f64 = 1e-9;

/// Economic complexity with what its trust rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct EconomicComplexity {
    /// The scores, or why there are none.
    pub scores: Result<Scores, Undefined>,
    /// Number of connected parts of the table without its empty lines; more than one have no common scale.
    pub parts: usize,
    /// The part of each region; `None` of one that has nothing.
    pub part_of_region: Vec<Option<usize>>,
    /// Second eigenvalue: near 1 the table almost falls apart.
    pub second: Option<f64>,
    /// Third eigenvalue: near the second one, another reading fits the table as well.
    pub third: Option<f64>,
}

/// Complexity of regions and industries on one scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// Of each region, mean 0 and population standard deviation 1; `None` of one that has nothing.
    pub regions: Vec<Option<f64>>,
    /// Of each industry, on the regions' scale: the mean over the industries of a region is the region's.
    /// `None` of one that stands nowhere.
    pub industries: Vec<Option<f64>>,
    /// What was taken off both: a score plus this is the eigenvector over its regions' deviation.
    pub offset: f64,
}

/// Why there are no scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undefined {
    /// Fewer than three regions or industries.
    TooSmall,
    /// The table falls into parts that share no industry.
    Disconnected,
    /// The second and third eigenvalue are one: any mixture of their vectors fits.
    NoGap,
}

/// Economic complexity of a table of presence.
///
/// # Returns
///
/// Scores without unit. The sign makes complexity rise with diversity; where both are unrelated, it makes
/// the most diverse region positive.
///
/// # Undefined when
///
/// Fewer than three regions or industries have anything, the table falls into parts, or the second
/// eigenvalue is not alone.
///
/// # Errors
///
/// [`Error::NotConverged`] where the decomposition ends without an answer.
///
/// # How to read it
///
/// A place on a scale that the whole table makes: it moves when other regions or industries come or go, and
/// sizes do not enter. It orders; differences are no amounts.
///
/// # Source
///
/// Hidalgo and Hausmann 2009, Proceedings of the National Academy of Sciences 106(26); Hausmann et al. 2014,
/// The Atlas of Economic Complexity.
pub fn economic_complexity(presence: &Presence) -> Result<EconomicComplexity, Error> {
    let kept = presence.kept();
    let table = &kept.presence;
    let parts = table.parts();
    let mut part_of_region = vec![None; presence.regions()];
    for (&region, &part) in kept.regions.iter().zip(&parts.regions) {
        part_of_region[region] = Some(part);
    }
    let mut found = EconomicComplexity {
        scores: Err(Undefined::TooSmall),
        parts: parts.count,
        part_of_region,
        second: None,
        third: None,
    };
    if table.regions().min(table.industries()) < 3 {
        return Ok(found);
    }
    let Pair { values, vector } = second(table)?;
    found.second = Some(values[1]);
    found.third = Some(values[2]);
    found.scores = if parts.count > 1 {
        Err(Undefined::Disconnected)
    } else if values[0] - values[1] < GAP || values[1] - values[2] < GAP {
        Err(Undefined::NoGap)
    } else {
        let (regions, industries) = levels(table, values[1], &vector);
        scaled(&table.diversity(), &regions, &industries).ok_or(Undefined::NoGap).map(|scaled| {
            Scores {
                regions: kept.by_region(presence.regions(), &scaled.0),
                industries: kept.by_industry(presence.industries(), &scaled.1),
                offset: scaled.2,
            }
        })
    };
    Ok(found)
}

/// From this many lines of the smaller side on, only what is largest is decomposed: the whole grows with their
/// cube.
const LARGE: usize = 200;

/// The three largest eigenvalues of the averaging and the vector of the second, on the smaller side.
struct Pair {
    values: [f64; 3],
    vector: Vec<f64>,
}

fn second(table: &Presence) -> Result<Pair, Error> {
    if table.regions().min(table.industries()) >= LARGE
        && let Some(found) = leading_pair(table)
    {
        return Ok(found);
    }
    let spectrum = symmetric_eigen(&likeness(table)?)?;
    let values = [spectrum.values[0], spectrum.values[1], spectrum.values[2]];
    Ok(Pair { values, vector: spectrum.vectors.row(1).to_vec() })
}

/// As the decomposition of [`likeness`], which is never laid out: its largest eigenvalue is 1 and has the roots
/// of the counts as its vector.
fn leading_pair(table: &Presence) -> Option<Pair> {
    let (counts, lines) = sides(table);
    let whole = counts.iter().copied().map(f64::from).sum::<f64>().sqrt();
    let roots: Vec<f64> = counts.iter().map(|&count| f64::from(count).sqrt()).collect();
    let first: Vec<f64> = roots.iter().map(|root| root / whole).collect();
    let found = leading(&first, |block, image| {
        let block: Vec<[f64; matrix::BLOCK]> = block
            .iter()
            .zip(&roots)
            .map(|(values, root)| values.map(|value| value / root))
            .collect();
        for line in &lines {
            let mean = sum_at(&block, line).map(|sum| sum / line.len() as f64);
            for &at in line {
                for (value, mean) in image[at as usize].iter_mut().zip(mean) {
                    *value += mean;
                }
            }
        }
        for (values, root) in image.iter_mut().zip(&roots) {
            *values = values.map(|value| value / root);
        }
    })?;
    Some(Pair { values: [1.0, found.second, found.third], vector: found.vector })
}

/// Sum of the values at some places. Four sums side by side: one alone would wait for each addition.
fn sum_at(values: &[[f64; matrix::BLOCK]], places: &[u32]) -> [f64; matrix::BLOCK] {
    let mut sums = [[0.0; matrix::BLOCK]; 4];
    let (fours, rest) = places.as_chunks::<4>();
    for four in fours {
        for (sum, &at) in sums.iter_mut().zip(four) {
            for (sum, value) in sum.iter_mut().zip(values[at as usize]) {
                *sum += value;
            }
        }
    }
    for (sum, &at) in sums.iter_mut().zip(rest) {
        for (sum, value) in sum.iter_mut().zip(values[at as usize]) {
            *sum += value;
        }
    }
    std::array::from_fn(|column| {
        (sums[0][column] + sums[1][column]) + (sums[2][column] + sums[3][column])
    })
}

/// Counts of the smaller side's lines, and for each line of the other side the places that it holds.
fn sides(table: &Presence) -> (Vec<u32>, Vec<Vec<u32>>) {
    #[expect(clippy::cast_possible_truncation, reason = "a table of 2^32 lines has no room")]
    let places = |places: &mut dyn Iterator<Item = usize>| places.map(|at| at as u32).collect();
    if table.regions() <= table.industries() {
        let hosts =
            (0..table.industries()).map(|industry| places(&mut table.of_industry(industry)));
        (table.diversity(), hosts.collect())
    } else {
        let own = (0..table.regions()).map(|region| places(&mut table.of_region(region)));
        (table.ubiquity(), own.collect())
    }
}

/// `D_a^-1/2 M D_b^-1 M' D_a^-1/2` on the smaller side `a`, its lower half: symmetric, with the eigenvalues
/// of the averaging itself.
fn likeness(table: &Presence) -> Result<Matrix, Error> {
    let (counts, others) = sides(table);
    let size = counts.len();
    let mut values = vec![0.0; size * size];
    for line in &others {
        let weight = 1.0 / line.len() as f64;
        for (at, &a) in line.iter().enumerate() {
            let row = &mut values[a as usize * size..][..size];
            for &b in &line[..=at] {
                row[b as usize] += weight;
            }
        }
    }
    let roots: Vec<f64> = counts.iter().map(|&count| f64::from(count).sqrt()).collect();
    for (row, line) in values.chunks_exact_mut(size).enumerate() {
        for (column, value) in line.iter_mut().enumerate() {
            *value /= roots[row] * roots[column];
        }
    }
    Matrix::new(size, size, values)
}

/// `K` of the regions and `Q` of the industries, from the eigenvector of the smaller side.
fn levels(table: &Presence, value: f64, vector: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let unrooted = |counts: Vec<u32>| -> Vec<f64> {
        vector.iter().zip(counts).map(|(v, count)| v / f64::from(count).sqrt()).collect()
    };
    if table.regions() <= table.industries() {
        let regions = unrooted(table.diversity());
        let industries =
            mean_over_regions(table, &regions).into_iter().map(|mean| mean / value).collect();
        (regions, industries)
    } else {
        let industries = unrooted(table.ubiquity());
        (mean_over_industries(table, &industries), industries)
    }
}

/// Mean of a value of the industries over those of each region; every region has one.
pub(super) fn mean_over_industries(table: &Presence, values: &[f64]) -> Vec<f64> {
    let of = |region: usize| {
        let (mut sum, mut count) = (0.0, 0.0);
        for industry in table.of_region(region) {
            sum += values[industry];
            count += 1.0;
        }
        sum / count
    };
    (0..table.regions()).map(of).collect()
}

/// Mean of a value of the regions over those of each industry; every industry has one.
pub(super) fn mean_over_regions(table: &Presence, values: &[f64]) -> Vec<f64> {
    let of = |industry: usize| {
        let (mut sum, mut count) = (0.0, 0.0);
        for region in table.of_industry(industry) {
            sum += values[region];
            count += 1.0;
        }
        sum / count
    };
    (0..table.industries()).map(of).collect()
}

/// Both by the regions' mean and deviation, with the sign that diversity gives, and the mean over the
/// deviation.
fn scaled(
    diversity: &[u32],
    regions: &[f64],
    industries: &[f64],
) -> Option<(Vec<f64>, Vec<f64>, f64)> {
    let (mean, deviation) = mean_and_deviation(regions, Divisor::Population)?;
    let scores: Vec<f64> = regions.iter().map(|level| (level - mean) / deviation).collect();
    let sign = sign(diversity, &scores);
    let by = sign / deviation;
    Some((
        regions.iter().map(|level| (level - mean) * by).collect(),
        industries.iter().map(|level| (level - mean) * by).collect(),
        mean * by,
    ))
}

/// 1 or -1: what makes scores of deviation 1 rise with diversity.
fn sign(diversity: &[u32], scores: &[f64]) -> f64 {
    let counts: Vec<f64> = diversity.iter().map(|&count| f64::from(count)).collect();
    let n = scores.len() as f64;
    let correlation = mean_and_deviation(&counts, Divisor::Population).map(|(mean, deviation)| {
        let products = counts.iter().zip(scores).map(|(count, score)| (count - mean) * score);
        products.sum::<f64>() / (n * deviation)
    });
    let related = correlation.filter(|correlation| correlation.abs() >= SIGN);
    let decides = related.or_else(|| {
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by_key(|&at| (std::cmp::Reverse(diversity[at]), at));
        order.into_iter().map(|at| scores[at]).find(|score| score.abs() > SIGN)
    });
    if decides.is_some_and(|by| by < 0.0) { -1.0 } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(rows: &[&[u8]]) -> Presence {
        Presence::from_fn(rows.len(), rows[0].len(), |r, i| rows[r][i] == 1)
    }

    /// A chain: the averaging `K_r = sum_i M Q_i / k_r` by hand has the eigenvalues 1, 3/4, 1/4.
    #[test]
    fn reference_a_chain_of_three_regions_by_hand() {
        let chain = table(&[&[1, 1, 0, 0], &[0, 1, 1, 0], &[0, 0, 1, 1]]);
        let found = economic_complexity(&chain).unwrap();
        assert!((found.second.unwrap() - 0.75).abs() < 1e-12);
        assert!((found.third.unwrap() - 0.25).abs() < 1e-12);
        let scores = found.scores.unwrap();
        let ends = (1.5_f64).sqrt();
        let regions: Vec<f64> = scores.regions.into_iter().flatten().collect();
        // Equally diverse: the first region is positive.
        for (got, want) in regions.iter().zip([ends, 0.0, -ends]) {
            assert!((got - want).abs() < 1e-12, "{regions:?}");
        }
    }

    proptest! {
        #[test]
        fn law_a_region_is_the_mean_of_its_industries_and_both_sides_agree(
            cells in prop::collection::vec(any::<bool>(), 54)
        ) {
            let tall = Presence::from_fn(9, 6, |r, i| cells[r * 6 + i] || r == i);
            let wide = Presence::from_fn(6, 9, |r, i| cells[i * 6 + r] || r == i);
            for presence in [tall, wide] {
                let found = economic_complexity(&presence).unwrap();
                let Ok(scores) = found.scores else { continue };
                for region in 0..presence.regions() {
                    let own: Vec<f64> = presence
                        .of_region(region)
                        .filter_map(|industry| scores.industries[industry])
                        .collect();
                    let mean = agglo_stats::float::mean(&own);
                    let (Some(mean), Some(score)) = (mean, scores.regions[region]) else {
                        prop_assert!(mean.is_none() && scores.regions[region].is_none());
                        continue;
                    };
                    prop_assert!((mean - score).abs() < 1e-6 * (1.0 + score.abs()));
                }
            }
        }
    }

    #[test]
    fn law_a_large_table_gives_what_its_whole_decomposition_gives() {
        let draw = |r: usize, i: usize| {
            let at = u32::try_from(r * 1000 + i).unwrap();
            let word = agglo_stats::random::uniform(3, [at, 0, 0, 0])[0];
            // Two hidden bents and a breadth of regions.
            let bent = ((r % 7) as f64 - 3.0) * ((i % 5) as f64 - 2.0) / 12.0;
            word < 0.15 + 0.1 * (r % 3) as f64 + 0.5 * bent
        };
        for (regions, industries) in [(260, 230), (210, 250)] {
            let table = Presence::from_fn(regions, industries, draw).kept().presence;
            let whole = symmetric_eigen(&likeness(&table).unwrap()).unwrap();
            let found = leading_pair(&table).unwrap();
            for (at, value) in found.values.iter().enumerate() {
                assert!((value - whole.values[at]).abs() < 1e-12, "{at}");
            }
            let product: f64 =
                found.vector.iter().zip(whole.vectors.row(1)).map(|(a, b)| a * b).sum();
            assert!((product.abs() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn edge_parts_small_and_empty_tables_have_no_scores() {
        let parts = table(&[&[1, 1, 0, 0], &[1, 1, 0, 0], &[0, 0, 1, 1], &[0, 0, 0, 1]]);
        let found = economic_complexity(&parts).unwrap();
        assert_eq!((found.parts, found.scores), (2, Err(Undefined::Disconnected)));
        let small = economic_complexity(&table(&[&[1, 1, 1], &[1, 0, 0]])).unwrap();
        assert_eq!(small.scores, Err(Undefined::TooSmall));
        let full = economic_complexity(&table(&[&[1, 1, 1], &[1, 1, 1], &[1, 1, 1]])).unwrap();
        assert_eq!(full.scores, Err(Undefined::NoGap));
        let none = economic_complexity(&Presence::from_fn(0, 0, |_, _| true)).unwrap();
        assert_eq!((none.parts, none.scores), (0, Err(Undefined::TooSmall)));
    }
}

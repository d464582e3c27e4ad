//! Data of the size of a country's, made from a seed: the same on every machine, and read by both sides.

use std::fs;
use std::io;
use std::path::Path;

use agglo_stats::distribution::normal;
use agglo_stats::float;
use agglo_stats::matrix::Matrix;
use agglo_stats::random::uniform;

/// Regions, about as many as the United States have counties.
pub const REGIONS: usize = 3100;
/// Industries, about as many as a national classification has at its finest level.
pub const INDUSTRIES: usize = 1000;
/// Groups of regions, as states are.
pub const GROUPS: usize = 50;
/// Sectors of the input-output table.
pub const SECTORS: usize = 400;

const SEED: u64 = 20_161_231;

/// How much each hidden bent counts, the first most.
const BENTS: [[f64; 2]; 3] = [[0.6, 0.45], [0.35, 0.3], [0.2, 0.15]];

/// Two standard normal draws of an address.
fn normals(address: [u32; 4]) -> [f64; 2] {
    uniform(SEED, address).map(|u| normal::quantile(u).unwrap())
}

#[expect(clippy::cast_possible_truncation, reason = "far below 2^32")]
fn word(at: usize) -> u32 {
    at as u32
}

/// Jobs of regions by industries: sizes of both spread over orders of magnitude, industries that need large
/// regions, six hidden bents that make some go together, and most cells empty.
pub fn jobs() -> Matrix {
    let size: Vec<f64> = (0..REGIONS).map(|r| 1.4 * normals([word(r), 0, 0, 1])[0]).collect();
    let bent = |kind: u32, at: usize| [0, 1, 2].map(|pair| normals([word(at), pair, 0, kind]));
    let bent_of_region: Vec<[[f64; 2]; 3]> = (0..REGIONS).map(|r| bent(2, r)).collect();
    let bent_of_industry: Vec<[[f64; 2]; 3]> = (0..INDUSTRIES).map(|i| bent(3, i)).collect();
    let scale: Vec<[f64; 2]> = (0..INDUSTRIES).map(|i| normals([word(i), 0, 0, 4])).collect();
    let cell = |region: usize, industry: usize| {
        let (of_region, of_industry) = (&bent_of_region[region], &bent_of_industry[industry]);
        let together: f64 = (of_region.iter().zip(of_industry).zip(BENTS))
            .map(|((a, b), [first, second])| first * a[0] * b[0] + second * a[1] * b[1])
            .sum();
        let [large, urban] = scale[industry];
        let own = size[region];
        // ln of the jobs expected: the region's size, the industry's, and more of those of large regions.
        let expected = own + 0.4 * (urban + 0.3) * own + 1.4 * large + together + 0.3;
        let [noise, chance] = uniform(SEED, [word(region), word(industry), 0, 5]);
        let spread = normal::quantile(noise).unwrap();
        let plants = float::exp(0.6 * expected - 1.5);
        // There is none where no plant came, as rare things come.
        if chance < float::exp(-plants) { 0.0 } else { float::exp(expected + 0.8 * spread).ceil() }
    };
    matrix(REGIONS, INDUSTRIES, cell)
}

/// The group of each region.
pub fn groups() -> Vec<usize> {
    (0..REGIONS).map(|region| region * GROUPS / REGIONS).collect()
}

/// Neighbours of each region: six on a lattice, fewer at its edge, one link in twenty cut.
pub fn neighbours() -> Vec<Vec<usize>> {
    const WIDE: usize = 62;
    let mut lists = vec![Vec::new(); REGIONS];
    for at in 0..REGIONS {
        let (row, column) = (at / WIDE, at % WIDE);
        let (left, right) = if row % 2 == 0 {
            (column.checked_sub(1), Some(column))
        } else {
            (Some(column), Some(column + 1))
        };
        let below =
            [left, right].into_iter().flatten().filter(|c| *c < WIDE).map(|c| (row + 1) * WIDE + c);
        let beside = (column + 1 < WIDE).then_some(at + 1);
        for other in below.chain(beside).filter(|other| *other < REGIONS) {
            if uniform(SEED, [word(at), word(other), 0, 6])[0] >= 0.05 {
                lists[at].push(other);
                lists[other].push(at);
            }
        }
    }
    for list in &mut lists {
        list.sort_unstable();
    }
    lists
}

/// A value of each region: a smooth field with noise, as rates of neighbouring counties are.
pub fn rates() -> Vec<f64> {
    let raw: Vec<f64> = (0..REGIONS).map(|r| normals([word(r), 0, 0, 7])[0]).collect();
    let own = |(at, list): (usize, &Vec<usize>)| {
        let around: f64 = list.iter().map(|&other| raw[other]).sum();
        raw[at] + 0.15 * around
    };
    neighbours().iter().enumerate().map(own).collect()
}

/// Technical coefficients: three in ten pairs trade, and columns spend 0.2 to 0.7 of their output.
pub fn coefficients() -> Matrix {
    let raw = |seller: usize, buyer: usize| {
        let [is, much] = uniform(SEED, [word(seller), word(buyer), 0, 8]);
        if is < 0.3 { -float::ln(much) } else { 0.0 }
    };
    let spent = |buyer: usize| (0..SECTORS).map(|seller| raw(seller, buyer)).sum::<f64>().max(1e-9);
    let scale: Vec<f64> = (0..SECTORS)
        .map(|buyer| (0.2 + 0.5 * uniform(SEED, [word(buyer), 0, 0, 9])[0]) / spent(buyer))
        .collect();
    matrix(SECTORS, SECTORS, |seller, buyer| raw(seller, buyer) * scale[buyer])
}

/// Final demand of each sector.
pub fn demand() -> Vec<f64> {
    (0..SECTORS).map(|at| float::exp(5.0 + normals([word(at), 0, 0, 10])[0])).collect()
}

fn matrix(rows: usize, columns: usize, value: impl Fn(usize, usize) -> f64) -> Matrix {
    Matrix::from_fn(rows, columns, value).unwrap()
}

/// Writes numbers as numpy reads them; `shape` as in `(3100, 1000)`.
///
/// # Errors
///
/// Those of the file system.
pub fn write_npy(
    path: &Path,
    shape: &str,
    values: impl IntoIterator<Item = f64>,
) -> io::Result<()> {
    let header = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}");
    // Magic, version and length take ten bytes; the header ends on a multiple of 64 with a line break.
    let header =
        format!("{header:<width$}\n", width = (header.len() + 11).next_multiple_of(64) - 11);
    let length = u16::try_from(header.len()).map_err(io::Error::other)?;
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend(length.to_le_bytes());
    bytes.extend(header.bytes());
    values.into_iter().for_each(|value| bytes.extend(value.to_le_bytes()));
    fs::write(path, bytes)
}

/// Reads the numbers of a file that [`write_npy`] wrote, in its order.
///
/// # Errors
///
/// Those of the file system, and one where the file is not of that form.
pub fn read_npy(path: &Path) -> io::Result<Vec<f64>> {
    let bytes = fs::read(path)?;
    let other = || io::Error::other(format!("{} is no table of numbers", path.display()));
    let length = bytes.get(8..10).and_then(|two| two.try_into().ok()).map(u16::from_le_bytes);
    let start = 10 + usize::from(length.ok_or_else(other)?);
    let eight = bytes.get(start..).ok_or_else(other)?.chunks_exact(8);
    Ok(eight.map(|chunk| f64::from_le_bytes(chunk.try_into().unwrap_or([0; 8]))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_panel_is_as_sparse_and_as_spread_as_a_real_one() {
        let jobs = jobs();
        let filled =
            (0..REGIONS).map(|r| jobs.row(r).iter().filter(|x| **x > 0.0).count()).sum::<usize>();
        let share = filled as f64 / (REGIONS * INDUSTRIES) as f64;
        assert!((0.2..0.45).contains(&share), "{share}");
        let most = (0..REGIONS).flat_map(|r| jobs.row(r).iter().copied()).fold(0.0, f64::max);
        assert!((1e4..1e7).contains(&most), "{most}");
    }

    #[test]
    fn neighbours_know_each_other_and_have_about_six() {
        let lists = neighbours();
        let links: usize = lists.iter().map(Vec::len).sum();
        assert!((5.0..6.0).contains(&(links as f64 / REGIONS as f64)));
        for (at, list) in lists.iter().enumerate() {
            assert!(list.iter().all(|&other| other != at && lists[other].contains(&at)), "{at}");
        }
    }

    #[test]
    fn columns_spend_less_than_they_make() {
        let a = coefficients();
        for buyer in 0..SECTORS {
            let spent: f64 = a.column(buyer).sum();
            assert!((0.2..0.7 + 1e-9).contains(&spent), "{spent}");
        }
    }
}

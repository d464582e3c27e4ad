//! Counts of few people in a table with sums: which are hidden, so that none of them can be worked out.
//!
//! A count of 1 to 4 is hidden. A hidden count beside one that is shown and their sum would be told by a
//! subtraction, so that further counts are hidden until at least five values fit each hidden one.

/// The fewest people of whom a count is shown.
pub const FEWEST: u32 = 5;

/// Which cells of a table are hidden. `rows` are the cells with their sum at the end of each row, and the sums of
/// the columns as the last row; a table without cells hides nothing.
///
/// # Source
///
/// Primary and complementary suppression: Cox 1980, Journal of the American Statistical Association 75(370).
pub fn hidden(rows: &[Vec<u32>]) -> Vec<Vec<bool>> {
    let few = |count: &u32| (1..FEWEST).contains(count);
    let mut hidden: Vec<Vec<bool>> = rows.iter().map(|row| row.iter().map(few).collect()).collect();
    while let Some([row, column]) = told(rows, &hidden) {
        match further(rows, &hidden, [row, column]) {
            Some([row, column]) => hidden[row][column] = true,
            None => break,
        }
    }
    hidden
}

/// A hidden cell whose value fewer than five numbers fit.
fn told(rows: &[Vec<u32>], hidden: &[Vec<bool>]) -> Option<[usize; 2]> {
    let ends = ends(rows, hidden);
    let all = (0..rows.len()).flat_map(|row| (0..rows[row].len()).map(move |column| [row, column]));
    let mut hidden = all.filter(|[row, column]| hidden[*row][*column]);
    hidden.find(|[row, column]| {
        let (low, high) = ends[*row][*column];
        high - low + 1 < u64::from(FEWEST)
    })
}

/// The cell that is hidden next for the sake of one: the smallest of its row or column that is shown and not 0, inside
/// the table before its sums; then any that is shown.
fn further(
    rows: &[Vec<u32>],
    hidden: &[Vec<bool>],
    [row, column]: [usize; 2],
) -> Option<[usize; 2]> {
    let across = (0..rows[row].len()).map(|own| [row, own]);
    let down = (0..rows.len()).map(|own| [own, column]);
    let near: Vec<[usize; 2]> = across.chain(down).filter(|[r, c]| !hidden[*r][*c]).collect();
    let all = (0..rows.len()).flat_map(|r| (0..rows[r].len()).map(move |c| [r, c]));
    let far: Vec<[usize; 2]> = all.filter(|[r, c]| !hidden[*r][*c]).collect();
    // Among its own line a zero tells nothing new and protects nobody: it is the last choice.
    let rank = |[r, c]: &[usize; 2]| {
        let is_sum = r + 1 == rows.len() || c + 1 == rows[*r].len();
        (rows[*r][*c] == 0, is_sum, rows[*r][*c], *r, *c)
    };
    near.into_iter().min_by_key(rank).or_else(|| far.into_iter().min_by_key(rank))
}

/// Between which ends each cell lies for a reader who knows the cells that are shown and that rows and columns sum up.
fn ends(rows: &[Vec<u32>], hidden: &[Vec<bool>]) -> Vec<Vec<(u64, u64)>> {
    const MOST: u64 = 1 << 40;
    let cell = |(count, is_hidden): (&u32, &bool)| {
        if *is_hidden { (0, MOST) } else { (u64::from(*count), u64::from(*count)) }
    };
    let mut ends: Vec<Vec<(u64, u64)>> =
        rows.iter().zip(hidden).map(|(row, own)| row.iter().zip(own).map(cell).collect()).collect();
    let lines = lines(rows);
    // Every round narrows an end by at least one or is the last; a few suffice in practice.
    for _ in 0..64 {
        let before = ends.clone();
        for line in &lines {
            narrow(&mut ends, line);
        }
        if ends == before {
            break;
        }
    }
    ends
}

/// Rows and columns: their parts, and the sum at the end.
fn lines(rows: &[Vec<u32>]) -> Vec<Vec<[usize; 2]>> {
    let across = (0..rows.len()).map(|row| (0..rows[row].len()).map(|own| [row, own]).collect());
    let width = rows.first().map_or(0, Vec::len);
    let down = (0..width).map(|column| (0..rows.len()).map(|own| [own, column]).collect());
    across.chain(down).collect()
}

fn narrow(ends: &mut [Vec<(u64, u64)>], line: &[[usize; 2]]) {
    let Some((&[sum_row, sum_column], parts)) = line.split_last() else { return };
    if parts.is_empty() {
        return;
    }
    let low: u64 = parts.iter().map(|[r, c]| ends[*r][*c].0).sum();
    let high: u64 = parts.iter().map(|[r, c]| ends[*r][*c].1).sum();
    let sum = ends[sum_row][sum_column];
    let sum = (sum.0.max(low), sum.1.min(high));
    ends[sum_row][sum_column] = sum;
    for [r, c] in parts {
        let own = ends[*r][*c];
        let least = sum.0.saturating_sub(high - own.1);
        let most = sum.1.saturating_sub(low - own.0);
        ends[*r][*c] = (own.0.max(least), own.1.min(most));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Inner cells with the sums of their rows and columns.
    fn with_sums(inner: &[Vec<u32>]) -> Vec<Vec<u32>> {
        let mut rows: Vec<Vec<u32>> = inner
            .iter()
            .map(|row| row.iter().copied().chain([row.iter().sum()]).collect())
            .collect();
        let width = rows.first().map_or(0, Vec::len);
        rows.push((0..width).map(|at| rows.iter().map(|row| row[at]).sum()).collect());
        rows
    }

    /// Every table of whole numbers up to `most` that a reader of the shown cells could think of.
    fn tables(rows: &[Vec<u32>], hidden: &[Vec<bool>], most: u32) -> Vec<Vec<u32>> {
        let (height, width) = (rows.len() - 1, rows[0].len() - 1);
        let mut all = vec![Vec::new()];
        for row in 0..height {
            for column in 0..width {
                let may: Vec<u32> = if hidden[row][column] {
                    (0..=most).collect()
                } else {
                    vec![rows[row][column]]
                };
                all = all
                    .into_iter()
                    .flat_map(|own: Vec<u32>| {
                        may.iter()
                            .map(move |value| [own.clone(), vec![*value]].concat())
                            .collect::<Vec<_>>()
                    })
                    .collect();
            }
        }
        all.retain(|cells| {
            let inner: Vec<Vec<u32>> = cells.chunks(width).map(<[u32]>::to_vec).collect();
            let whole = with_sums(&inner);
            (0..=height).all(|r| (0..=width).all(|c| hidden[r][c] || whole[r][c] == rows[r][c]))
        });
        all
    }

    #[test]
    fn a_lone_small_count_takes_others_with_it() {
        let rows = with_sums(&[vec![3, 20, 9], vec![12, 14, 30]]);
        let hidden = hidden(&rows);
        assert!(hidden[0][0]);
        let own = |row: &Vec<bool>| row.iter().filter(|own| **own).count();
        assert!(own(&hidden[0]) >= 2, "the row's sum would tell it");
        assert!(
            (0..3).filter(|row| hidden[*row][0]).count() >= 2,
            "the column's sum would tell it"
        );
    }

    #[test]
    fn edge_nothing_small_hides_nothing_and_all_small_hides_all_of_it() {
        assert!(hidden(&[]).is_empty());
        let large = with_sums(&[vec![5, 0], vec![0, 9]]);
        assert!(!hidden(&large).concat().contains(&true));
        let small = with_sums(&[vec![1, 2], vec![2, 1]]);
        let hidden = hidden(&small);
        assert!(hidden[..2].iter().all(|row| row[..2].iter().all(|own| *own)), "{hidden:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn law_no_reader_of_the_shown_cells_works_out_a_count_of_few(
            cells in prop::collection::vec(0_u32..7, 4)
        ) {
            let rows = with_sums(&[cells[..2].to_vec(), cells[2..].to_vec()]);
            let hidden = hidden(&rows);
            let thought = tables(&rows, &hidden, 12);
            for row in 0..2 {
                for column in 0..2 {
                    if (1..FEWEST).contains(&rows[row][column]) {
                        let mut values: Vec<u32> =
                            thought.iter().map(|own| own[row * 2 + column]).collect();
                        values.sort_unstable();
                        values.dedup();
                        prop_assert!(values.len() >= 5, "{:?} {:?} {:?}", rows, hidden, values);
                    }
                }
            }
        }
    }
}

//! A band that a stated share of simulated paths leaves somewhere: not at each point, but anywhere.

/// Ends of a band, point by point.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    /// Lower end at each point.
    pub lower: Vec<f64>,
    /// Upper end at each point.
    pub upper: Vec<f64>,
}

/// The narrowest band of pointwise quantiles such that at most `share` of the paths rise above it somewhere,
/// and at most `share` fall below it somewhere.
///
/// At each point the ends are the values of one and the same rank; the rank is the least extreme one that
/// keeps the share.
///
/// # Returns
///
/// `None` of no paths, of paths of different length, of values that are not finite, and of so few paths that
/// the share is none of them.
///
/// # Source
///
/// Duranton and Overman 2005, Review of Economic Studies 72(4), by ranks.
pub fn global_envelope(paths: &[Vec<f64>], share: f64) -> Option<Envelope> {
    let points = paths.first()?.len();
    let usable =
        |path: &Vec<f64>| path.len() == points && path.iter().all(|value| value.is_finite());
    if !paths.iter().all(usable) || !(0.0..1.0).contains(&share) {
        return None;
    }
    let upper = upper_end(paths, points, share)?;
    let mirrored: Vec<Vec<f64>> =
        paths.iter().map(|path| path.iter().map(|value| -value).collect()).collect();
    let lower = upper_end(&mirrored, points, share)?.iter().map(|value| -value).collect();
    Some(Envelope { lower, upper })
}

fn upper_end(paths: &[Vec<f64>], points: usize, share: f64) -> Option<Vec<f64>> {
    let sorted: Vec<Vec<f64>> = (0..points)
        .map(|point| {
            let mut values: Vec<f64> = paths.iter().map(|path| path[point]).collect();
            values.sort_by(f64::total_cmp);
            values
        })
        .collect();
    // How many values are smaller than a path's own, at its most extreme point.
    let rank = |(value, sorted): (&f64, &Vec<f64>)| sorted.partition_point(|other| other < value);
    let mut ranks: Vec<usize> =
        paths.iter().map(|path| path.iter().zip(&sorted).map(rank).max().unwrap_or(0)).collect();
    ranks.sort_unstable();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "part of a count")]
    let allowed = (share * paths.len() as f64 + 1e-9).floor() as usize;
    // Only paths above this rank leave the band, and they are no more than allowed.
    let last = *ranks.get((paths.len() - 1).checked_sub(allowed).filter(|_| allowed > 0)?)?;
    sorted.iter().map(|values| values.get(last).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::uniform;

    fn paths(draws: u32) -> Vec<Vec<f64>> {
        let path = |draw| (0..8).map(|at| uniform(3, [draw, at, 0, 0])[0]).collect();
        (0..draws).map(path).collect()
    }

    #[test]
    fn reference_four_flat_paths_by_hand() {
        let paths: Vec<Vec<f64>> = [1.0, 2.0, 3.0, 4.0].map(|level| vec![level; 3]).to_vec();
        let found = global_envelope(&paths, 0.25).unwrap();
        assert_eq!((found.lower, found.upper), (vec![2.0; 3], vec![3.0; 3]));
    }

    #[test]
    fn law_no_more_paths_leave_it_than_the_share_and_new_ones_about_as_many() {
        let paths = paths(4000);
        let (seen, unseen) = paths.split_at(2000);
        let band = global_envelope(seen, 0.05).unwrap();
        let above = |paths: &[Vec<f64>]| {
            let leaves =
                |path: &&Vec<f64>| path.iter().zip(&band.upper).any(|(value, end)| value > end);
            paths.iter().filter(leaves).count()
        };
        assert!(above(seen) <= 100);
        // Four standard errors of a binomial with 2,000 draws and 1/20 are 39, as many again for the band.
        assert!(above(unseen).abs_diff(100) < 78, "{}", above(unseen));
    }

    #[test]
    fn edge_too_few_or_uneven_paths_have_none() {
        assert_eq!(global_envelope(&[], 0.05), None);
        assert_eq!(
            global_envelope(&paths(10), 0.05),
            None,
            "a tenth is the least that ten draws show"
        );
        assert_eq!(global_envelope(&[vec![1.0], vec![1.0, 2.0]], 0.5), None);
        assert_eq!(global_envelope(&[vec![f64::NAN], vec![1.0]], 0.5), None);
    }
}

//! Level of a nest: elements that can stand in for one another, joined to one level.

use crate::base::blueprint::{Better, Join};
use crate::base::error::Error;
use crate::map::gap::Span;
use crate::map::gap::level;

/// Level of substitutes with rates `s` in `(0, 1]` and levels in `[0, 1]`.
///
/// [`Join::Pool`] works on quantities, see [`pool_level`]; here it joins levels as a capped sum.
///
/// # Errors
///
/// `E0302` when there are no members or not as many rates as levels, `E0305` for a rate outside
/// `(0, 1]`, `E0304` for a level outside `[0, 1]`.
pub fn nest_level(join: Join, rates: &[f64], levels: &[Span]) -> Result<Span, Error> {
    if rates.is_empty() || rates.len() != levels.len() {
        let (r, l) = (rates.len(), levels.len());
        return Err(Error::new("E0302", format!("{r} rates for {l} levels of members")));
    }
    if let Some(rate) = rates.iter().find(|rate| !(**rate > 0.0 && **rate <= 1.0)) {
        return Err(Error::new(
            "E0305",
            format!("a rate of substitution is {rate}, not in (0, 1]"),
        ));
    }
    if let Some(level) = levels.iter().find(|level| level.low() < 0.0 || level.high() > 1.0) {
        let (low, high) = (level.low(), level.high());
        return Err(Error::new("E0304", format!("a level is {low} to {high}, outside 0 to 1")));
    }
    Ok(joined(join, rates, levels))
}

/// As [`nest_level`], of members that were checked.
pub(crate) fn joined(join: Join, rates: &[f64], levels: &[Span]) -> Span {
    let end = |end: fn(Span) -> f64| {
        let terms = rates.iter().zip(levels).map(|(rate, &level)| rate * end(level));
        match join {
            Join::BestOf => terms.fold(0.0, f64::max),
            Join::CappedSum | Join::Pool => terms.sum::<f64>().min(1.0),
        }
    };
    let (low, high) = (end(Span::low), end(Span::high));
    Span::new(low.min(high), high).unwrap_or(Span::UNKNOWN_LEVEL)
}

/// Level of pooled quantities: `clip(sum k x / x*, 0, 1)`, `x*` the quantile `tau` over exemplars of the
/// same sum.
///
/// # Errors
///
/// `E0302` when a row has another length than `k`, `E0306` without exemplars, `E0301` when a sum is not
/// finite.
pub fn pool_level(
    k: &[f64],
    region: &[Span],
    exemplars: &[Vec<Span>],
    tau: f64,
) -> Result<Span, Error> {
    let sums = exemplars.iter().map(|row| pooled(k, row)).collect::<Result<Vec<_>, _>>()?;
    let benchmark = level::benchmark(&sums, tau)
        .ok_or_else(|| Error::new("E0306", "a level needs at least one exemplar"))?;
    Ok(level::level(pooled(k, region)?, benchmark, Better::More))
}

fn pooled(k: &[f64], x: &[Span]) -> Result<Span, Error> {
    if k.len() != x.len() {
        return Err(Error::new("E0302", format!("{} factors for {} quantities", k.len(), x.len())));
    }
    let sum = |end: fn(Span) -> f64| k.iter().zip(x).map(|(k, &x)| k * end(x)).sum::<f64>();
    Span::checked(sum(Span::low), sum(Span::high))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(levels: &[f64]) -> Vec<Span> {
        levels.iter().map(|&level| Span::point(level).unwrap()).collect()
    }

    #[test]
    fn law_one_complete_perfect_substitute_fills_the_nest() {
        for join in [Join::CappedSum, Join::BestOf] {
            let full = nest_level(join, &[1.0, 0.8], &points(&[1.0, 0.0])).unwrap();
            assert_eq!(full, Span::ONE);
            let empty = nest_level(join, &[1.0, 0.8], &points(&[0.0, 0.0])).unwrap();
            assert_eq!(empty, Span::ZERO);
        }
    }

    #[test]
    fn reference_quantities_in_one_unit_are_added_first() {
        let exemplars = [points(&[100.0, 40.0]), points(&[60.0, 160.0]), points(&[150.0, 20.0])];
        let level = pool_level(&[1.0, 0.5], &points(&[40.0, 120.0]), &exemplars, 0.5).unwrap();
        assert!((level.low() - 100.0 / 140.0).abs() < 1e-12);
    }

    #[test]
    fn edge_rates_outside_their_range_are_refused() {
        let one = points(&[1.0]);
        assert_eq!(nest_level(Join::BestOf, &[0.0], &one).unwrap_err().code(), "E0305");
        assert_eq!(nest_level(Join::BestOf, &[1.2], &one).unwrap_err().code(), "E0305");
        assert_eq!(nest_level(Join::BestOf, &[], &[]).unwrap_err().code(), "E0302");
    }
}

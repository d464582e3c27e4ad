//! Level of an element: what the region has over what a typical exemplar region has, cut to `[0, 1]`.
//!
//! `l = clip(x / x*, 0, 1)`, without unit, with `x*` the median (or another quantile) over the exemplars;
//! where less is better, `l = clip(x* / x, 0, 1)`.

use crate::base::blueprint::Better;
use crate::map::gap::Span;
use agglo_stats::float;

/// Quantile `tau` of the exemplars' values: of their low ends and of their high ends.
///
/// `None` without exemplars. An exemplar with a withheld cell brings its bounds; the quantile of such
/// spans is the span of the quantiles. Linear between order statistics, so 0.5 is the usual median.
pub fn benchmark(exemplars: &[Span], tau: f64) -> Option<Span> {
    let ends = |end: fn(Span) -> f64| exemplars.iter().map(|&x| end(x)).collect::<Vec<_>>();
    let low = float::quantile(&ends(Span::low), tau)?;
    let high = float::quantile(&ends(Span::high), tau)?;
    // Interpolation may round the two ends across each other by one digit.
    Span::new(low.min(high), high)
}

/// Level of a region against a benchmark, both never negative.
///
/// # How to read it
///
/// 1 means at least what a typical exemplar has, not that more would not help. Where the benchmark is 0
/// the exemplars get by without it, so any region reaches it: 1.
pub fn level(region: Span, benchmark: Span, better: Better) -> Span {
    let (top, bottom) = match better {
        Better::More => (region, benchmark),
        Better::Less => (benchmark, region),
    };
    let low = ratio(top.low(), bottom.high());
    let high = ratio(top.high(), bottom.low());
    Span::new(low.min(high), high).unwrap_or(Span::UNKNOWN_LEVEL)
}

fn ratio(top: f64, bottom: f64) -> f64 {
    if bottom > 0.0 { (top / bottom).clamp(0.0, 1.0) } else { 1.0 }
}

/// Mid-rank quantile of a value among a population: share below plus half the share equal.
///
/// `None` of an empty population.
pub fn mid_rank(value: f64, population: &[f64]) -> Option<f64> {
    let below = population.iter().filter(|&&other| other < value).count();
    let above = population.iter().filter(|&&other| other > value).count();
    let equal = population.len() - below - above;
    (!population.is_empty()).then(|| (below as f64 + 0.5 * equal as f64) / population.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(low: f64, high: f64) -> Span {
        Span::new(low, high).unwrap()
    }

    #[test]
    fn reference_an_exemplar_with_a_withheld_cell_widens_the_benchmark() {
        let exemplars = [(12.0, 12.0), (30.0, 30.0), (22.0, 26.0), (41.0, 41.0), (18.0, 18.0)]
            .map(|(l, h)| span(l, h));
        let benchmark = benchmark(&exemplars, 0.5).unwrap();
        assert_eq!(benchmark, span(22.0, 26.0));
        let level = level(span(9.0, 14.0), benchmark, Better::More);
        assert_eq!(level, span(9.0 / 26.0, 14.0 / 22.0));
    }

    #[test]
    fn law_widening_an_input_never_narrows_the_level() {
        let (inner, outer) = (span(9.0, 11.0), span(8.0, 14.0));
        for better in [Better::More, Better::Less] {
            for (a, b) in [(inner, span(20.0, 22.0)), (inner, span(18.0, 30.0))] {
                let (narrow, wide) = (level(a, span(20.0, 22.0), better), level(outer, b, better));
                assert!(wide.low() <= narrow.low() && narrow.high() <= wide.high());
            }
        }
    }

    #[test]
    fn edge_a_benchmark_of_nothing_is_reached_by_all() {
        assert_eq!(level(Span::ZERO, Span::ZERO, Better::More), Span::ONE);
        assert_eq!(benchmark(&[], 0.5), None);
        assert_eq!(mid_rank(1.0, &[]), None);
        assert_eq!(mid_rank(2.0, &[2.0, 2.0]), Some(0.5));
    }
}

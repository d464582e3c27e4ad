//! Regional coefficients: what a region's industries buy at home, from the nation's recipes and the region's
//! jobs.
//!
//! `r_ij = q_ij a_ij` where `i` sells and `j` buys; `q` is the share of the need that the region can meet.

use agglo_stats::float;
use agglo_stats::matrix::Matrix;

use crate::base::error::Error;
use crate::map::input_output::coefficients::{numbers, sized, square};

/// How the share is read from location quotients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Method {
    /// The seller's quotient.
    Simple,
    /// The seller's over the buyer's; the seller's on the diagonal.
    CrossIndustry,
    /// The same times `lambda`, which falls with the size of the region.
    Flegg,
    /// The same times `log2(1 + SLQ_j)` for buyers in which the region is specialised.
    FleggAugmented,
}

/// Jobs of a region and its nation, and what follows from them.
#[derive(Clone, Debug, PartialEq)]
pub struct Areas {
    /// Location quotient of each industry; `None` of one that the nation lacks.
    pub quotients: Vec<Option<f64>>,
    /// The region's share of the nation's jobs.
    pub share: f64,
}

impl Areas {
    /// Quotients and size of a region in its nation.
    ///
    /// # Errors
    ///
    /// `E0302` where lengths differ, a count is below 0 or above the nation's, or an area has no jobs.
    pub fn of(region: &[f64], nation: &[f64]) -> Result<Self, Error> {
        sized("jobs", nation.len(), region)?;
        sized("national jobs", nation.len(), nation)?;
        let false_count = |at: &usize| region[*at] < 0.0 || region[*at] > nation[*at];
        if let Some(at) = (0..nation.len()).find(false_count) {
            let (here, there) = (region[at], nation[at]);
            let what =
                format!("industry {at} has {here} jobs in the region and {there} in the nation");
            return Err(Error::new("E0302", what));
        }
        let totals = [float::sum(region.iter().copied()), float::sum(nation.iter().copied())];
        Self::within(region, nation, totals)
    }

    /// As [`Areas::of`], of areas whose jobs are known in all: those of single industries need not add up to
    /// them.
    ///
    /// # Errors
    ///
    /// `E0302` where lengths differ or an area has no jobs.
    pub fn within(region: &[f64], nation: &[f64], [here, there]: [f64; 2]) -> Result<Self, Error> {
        sized("jobs", nation.len(), region)?;
        if here <= 0.0 || there <= 0.0 {
            return Err(Error::new("E0302", "the region or the nation has no jobs"));
        }
        let quotient = |(x, all): (&f64, &f64)| (*all > 0.0).then(|| (x / here) / (all / there));
        let quotients = region.iter().zip(nation).map(quotient).collect();
        Ok(Self { quotients, share: here / there })
    }

    /// `log2(1 + share)^delta`: 1 for the whole nation or `delta` 0, less for small regions.
    pub fn lambda(&self, delta: f64) -> f64 {
        let size = float::ln_1p(self.share) / std::f64::consts::LN_2;
        float::powf(size, delta)
    }
}

/// Regional coefficients of the nation's.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionalCoefficients<'a> {
    national: &'a Matrix,
    /// Quotients as sellers; `None` of an industry that is absent.
    sells: Vec<Option<f64>>,
    /// Quotients as buyers.
    buys: Vec<Option<f64>>,
    lambda: f64,
    /// Whether a buyer of quotient 0 stands for one that is there and vanishingly small: it finds all it needs.
    is_limit: bool,
}

impl<'a> RegionalCoefficients<'a> {
    /// Coefficients of a nation for a region of it.
    ///
    /// # Inputs
    ///
    /// `delta` in `[0, 1)`: how fast small regions buy more from outside; 0.2 to 0.3 is usual, differs by
    /// country, and results are to be shown over 0.1 to 0.4.
    ///
    /// # Errors
    ///
    /// `E0302` where sizes differ or `delta` lies outside.
    pub fn new(national: &'a Matrix, areas: &Areas, delta: f64) -> Result<Self, Error> {
        check(national, areas, delta)?;
        let quotients = || areas.quotients.clone();
        let lambda = areas.lambda(delta);
        Ok(Self { national, sells: quotients(), buys: quotients(), lambda, is_limit: false })
    }

    /// Coefficients that are at most, and at least, what they can be while each quotient lies between that of
    /// two areas; both have the share of the first.
    ///
    /// A seller sells more where its own quotient is high and the buyer's low. A buyer that may be absent may
    /// buy nothing.
    ///
    /// # Errors
    ///
    /// As [`RegionalCoefficients::new`].
    pub fn between(
        national: &'a Matrix,
        [low, high]: [&Areas; 2],
        delta: f64,
    ) -> Result<[Self; 2], Error> {
        check(national, low, delta)?;
        check(national, high, delta)?;
        let lambda = low.lambda(delta);
        let sure = |(high, low): (&Option<f64>, &Option<f64>)| {
            high.filter(|_| low.is_some_and(|low| low > 0.0))
        };
        let buys = high.quotients.iter().zip(&low.quotients).map(sure).collect();
        let of = |sells: &Areas, buys, is_limit| Self {
            national,
            sells: sells.quotients.clone(),
            buys,
            lambda,
            is_limit,
        };
        Ok([of(low, buys, false), of(high, low.quotients.clone(), true)])
    }

    /// The same quotients with another `delta`.
    pub(super) fn with_delta(&self, delta: f64, areas: &Areas) -> Self {
        Self { lambda: areas.lambda(delta), ..self.clone() }
    }

    /// Share of what households buy that the region's sellers meet: as for a buyer whose own quotient is 1.
    pub fn household_shares(&self, method: Method) -> Vec<f64> {
        let lambda = match method {
            Method::Simple | Method::CrossIndustry => 1.0,
            Method::Flegg | Method::FleggAugmented => self.lambda,
        };
        let share = |sells: &Option<f64>| sells.map_or(0.0, |sells| (lambda * sells).min(1.0));
        self.sells.iter().map(share).collect()
    }

    /// Regional coefficients, none above the nation's.
    ///
    /// A buyer that the region lacks buys nothing in every form but the simple one, which does not look at
    /// buyers; an industry that the nation lacks neither buys nor sells.
    ///
    /// # Errors
    ///
    /// `E0302` on overflow.
    ///
    /// # How to read it
    ///
    /// Regions buy and sell the same thing at once, which quotients do not see: the simple form overstates
    /// what is bought at home, and so every multiplier.
    ///
    /// # Source
    ///
    /// Flegg, Webber and Elliott 1995, Regional Studies 29(6); Flegg and Webber 1997, Regional Studies 31(8),
    /// and 2000, Regional Studies 34(6); Miller and Blair 2009, chapter 8.
    pub fn capped(&self, method: Method) -> Result<Matrix, Error> {
        self.scaled(method, |share| share.min(1.0))
    }

    /// Regional coefficients as the share says: those of the augmented form may exceed the nation's, by its
    /// authors' design.
    ///
    /// # Errors
    ///
    /// `E0302` on overflow.
    pub fn uncapped(&self, method: Method) -> Result<Matrix, Error> {
        self.scaled(method, |share| share)
    }

    fn scaled(&self, method: Method, cap: impl Fn(f64) -> f64) -> Result<Matrix, Error> {
        let size = self.national.rows();
        Matrix::from_fn(size, size, |seller, buyer| {
            let share = self.share(method, seller, buyer).map_or(0.0, &cap);
            share * self.national.at(seller, buyer)
        })
        .map_err(numbers)
    }

    /// `None` where the seller or the buyer is absent.
    fn share(&self, method: Method, seller: usize, buyer: usize) -> Option<f64> {
        let (sells, buys) = (self.sells[seller]?, self.buys[buyer]?);
        if method == Method::Simple {
            return Some(sells);
        }
        let own = seller == buyer;
        if buys <= 0.0 && !own {
            let all = if sells > 0.0 { f64::MAX } else { 0.0 };
            return self.is_limit.then_some(all);
        }
        let (cross, buys) = if own { (sells, sells) } else { (sells / buys, buys) };
        Some(match method {
            Method::FleggAugmented if buys > 1.0 => {
                self.lambda * cross * float::ln_1p(buys) / std::f64::consts::LN_2
            }
            Method::Flegg | Method::FleggAugmented => self.lambda * cross,
            Method::Simple | Method::CrossIndustry => cross,
        })
    }
}

fn check(national: &Matrix, areas: &Areas, delta: f64) -> Result<(), Error> {
    let (size, got) = (square(national)?, areas.quotients.len());
    if size != got {
        return Err(Error::new("E0302", format!("{size} industries need jobs each, got {got}")));
    }
    if !(0.0..1.0).contains(&delta) {
        return Err(Error::new("E0302", format!("`delta` is {delta}, outside [0, 1)")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::input_output::Leontief;

    const ALL: [Method; 4] =
        [Method::Simple, Method::CrossIndustry, Method::Flegg, Method::FleggAugmented];

    fn a() -> Matrix {
        Matrix::from_rows(&[vec![0.15, 0.25], vec![0.2, 0.05]]).unwrap()
    }

    #[test]
    fn reference_two_industries_by_hand() {
        // Shares 0.2 and 0.8 against 0.4 and 0.6; the region is a tenth of the nation.
        let areas = Areas::of(&[2.0, 8.0], &[40.0, 60.0]).unwrap();
        let national = a();
        let of = |method| {
            RegionalCoefficients::new(&national, &areas, 0.25).unwrap().capped(method).unwrap()
        };
        let (simple, cross) = (of(Method::Simple), of(Method::CrossIndustry));
        assert!(
            (simple.at(0, 1) - 0.5 * 0.25).abs() < 1e-12 && (simple.at(1, 0) - 0.2).abs() < 1e-12
        );
        assert!((cross.at(0, 1) - 0.375 * 0.25).abs() < 1e-12);
        assert!((cross.at(0, 0) - 0.5 * 0.15).abs() < 1e-12);
        let lambda = float::powf(float::ln(1.1) / float::ln(2.0), 0.25);
        assert!((of(Method::Flegg).at(0, 1) - lambda * 0.375 * 0.25).abs() < 1e-12);
        let more = float::ln(1.0 + 4.0 / 3.0) / float::ln(2.0);
        let augmented = of(Method::FleggAugmented).at(0, 1);
        assert!((augmented - lambda * 0.375 * more * 0.25).abs() < 1e-12);
    }

    #[test]
    fn law_the_nation_is_its_own_region_and_a_region_s_multipliers_are_ordered() {
        let national = a();
        let areas = Areas::of(&[40.0, 60.0], &[40.0, 60.0]).unwrap();
        let whole = RegionalCoefficients::new(&national, &areas, 0.3).unwrap();
        for method in ALL {
            let found = whole.capped(method).unwrap();
            assert!(found.row(0).iter().zip(a().row(0)).all(|(r, a)| (r - a).abs() < 1e-12));
        }
        let areas = Areas::of(&[2.0, 8.0], &[40.0, 60.0]).unwrap();
        let part = RegionalCoefficients::new(&national, &areas, 0.3).unwrap();
        let sums = |a: &Matrix| Leontief::of(a).unwrap().output_multipliers();
        let (flegg, cross) =
            (part.capped(Method::Flegg).unwrap(), part.capped(Method::CrossIndustry));
        let (flegg, cross, nation) = (sums(&flegg), sums(&cross.unwrap()), sums(&a()));
        assert!((0..2).all(|at| flegg[at] <= cross[at] && cross[at] <= nation[at]));
    }

    #[test]
    fn law_coefficients_lie_between_those_of_the_ends_of_their_quotients() {
        let national = a();
        let areas = |jobs: [f64; 2]| Areas::within(&jobs, &[40.0, 60.0], [10.0, 100.0]).unwrap();
        let ends = [areas([0.0, 3.0]), areas([6.0, 9.0])];
        let [low, high] =
            RegionalCoefficients::between(&national, [&ends[0], &ends[1]], 0.25).unwrap();
        for method in ALL {
            let (least, most) = (low.capped(method).unwrap(), high.capped(method).unwrap());
            for jobs in [[0.0, 3.0], [0.5, 9.0], [3.0, 5.0], [6.0, 3.0], [6.0, 9.0]] {
                let found = RegionalCoefficients::new(&national, &areas(jobs), 0.25).unwrap();
                let found_a = found.capped(method).unwrap();
                for (seller, buyer) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                    let value = found_a.at(seller, buyer);
                    let ends = (least.at(seller, buyer), most.at(seller, buyer));
                    assert!(
                        value >= ends.0 - 1e-12 && value <= ends.1 + 1e-12,
                        "{method:?} {jobs:?}"
                    );
                }
                let shares = found.household_shares(method);
                let ends =
                    low.household_shares(method).into_iter().zip(high.household_shares(method));
                assert!(shares.iter().zip(ends).all(|(share, (least, most))| {
                    *share >= least - 1e-12 && *share <= most + 1e-12
                }));
            }
        }
    }

    #[test]
    fn edge_absent_buyers_absent_industries_and_false_counts() {
        let national = a();
        let areas = Areas::of(&[0.0, 5.0], &[40.0, 60.0]).unwrap();
        let found = RegionalCoefficients::new(&national, &areas, 0.3).unwrap();
        let cross = found.capped(Method::CrossIndustry).unwrap();
        assert_eq!((cross.at(1, 0), cross.at(0, 1)), (0.0, 0.0));
        assert!(found.capped(Method::Simple).unwrap().at(1, 0) > 0.0);
        assert_eq!(Areas::of(&[0.0, 5.0], &[0.0, 60.0]).unwrap().quotients[0], None);
        assert!(Areas::of(&[0.0, 0.0], &[1.0, 1.0]).is_err());
        assert!(Areas::of(&[2.0], &[1.0]).is_err());
        assert!(RegionalCoefficients::new(&national, &areas, 1.0).is_err());
    }
}

//! Whether those who took part are like those who live here.

use agglo_stats::distribution::normal::Z90;
use agglo_stats::float;
use agglo_stats::score::wilson;
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::error::Error;
use crate::engage::ruling::Ruling;

/// Who took part, and the share of residents that they are held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Participation {
    /// Participants from underserved places.
    pub from_underserved: f64,
    /// All participants whose place is known.
    pub participants: f64,
    /// Share of the residents who live in such places.
    pub residents_share: f64,
}

/// When participants represent residents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RepresentationRule {
    /// Share of the residents' share that the participants' share must reach.
    pub least: f64,
}

impl Default for RepresentationRule {
    /// Four fifths: assumed, not measured.
    fn default() -> Self {
        Self { least: 0.8 }
    }
}

/// How the participants' share stands to the residents'.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Representation {
    /// Share of the participants from underserved places.
    pub share: f64,
    /// That share over the residents'.
    pub ratio: f64,
    /// Its 90 % interval by Wilson.
    pub interval: (f64, f64),
    /// The outcome.
    pub ruling: Ruling,
}

/// Holds the participants' share from underserved places against the residents'.
///
/// # Errors
///
/// `E0504` where nobody took part, more came from such places than took part, or no resident lives in one.
pub fn representativeness(
    took: &Participation,
    rule: &RepresentationRule,
) -> Result<Representation, Error> {
    let Participation { from_underserved, participants, residents_share } = *took;
    if !(residents_share > 0.0 && residents_share <= 1.0) {
        let what =
            format!("{residents_share} is no share of residents to hold participants against");
        return Err(Error::new("E0504", what));
    }
    let interval = wilson(from_underserved, participants, Z90).ok_or_else(|| {
        let what = format!("{from_underserved} of {participants} participants is no share");
        Error::new("E0504", what).hint("count each participant once, those of unknown place apart")
    })?;
    let (share, least) = (from_underserved / participants, rule.least * residents_share);
    let ruling = match interval {
        (low, _) if low >= least => Ruling::Pass,
        (_, high) if high < least => Ruling::Fail,
        _ => Ruling::Unknown,
    };
    Ok(Representation { share, ratio: share / residents_share, interval, ruling })
}

/// Half the sum of the differences of two lists of shares: the part of the participants who would have to
/// be others for both to agree. Participants are counts, residents shares.
///
/// # Errors
///
/// `E0504` where the lists differ in length, nobody took part, or a number is negative or not finite.
///
/// # Source
///
/// Duncan and Duncan 1955, American Sociological Review 20(2).
pub fn dissimilarity(participants: &[f64], residents: &[f64]) -> Result<f64, Error> {
    let amount = |value: &f64| *value >= 0.0 && value.is_finite();
    let total = float::sum(participants.iter().copied());
    let all = participants.iter().chain(residents).all(amount);
    if participants.len() != residents.len() || !all || total <= 0.0 {
        return Err(Error::new(
            "E0504",
            "participants and residents do not form two lists of shares",
        ));
    }
    let terms = participants.iter().zip(residents).map(|(p, q)| (p / total - q).abs());
    Ok(0.5 * float::sum(terms))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(from_underserved: f64, participants: f64, residents_share: f64) -> Ruling {
        let took = Participation { from_underserved, participants, residents_share };
        representativeness(&took, &RepresentationRule::default()).unwrap().ruling
    }

    #[test]
    fn few_participants_cannot_tell() {
        assert_eq!(of(40.0, 90.0, 0.4), Ruling::Pass);
        assert_eq!(of(4.0, 90.0, 0.4), Ruling::Fail);
        assert_eq!(of(3.0, 9.0, 0.4), Ruling::Unknown);
    }

    #[test]
    fn law_the_same_mix_has_no_dissimilarity_and_the_opposite_all() {
        assert!(dissimilarity(&[30.0, 70.0], &[0.3, 0.7]).unwrap() < 1e-15);
        assert!((dissimilarity(&[5.0, 0.0], &[0.0, 1.0]).unwrap() - 1.0).abs() < 1e-15);
    }

    #[test]
    fn edge_nobody_and_impossible_counts_are_refused() {
        let refused = |from_underserved, participants, residents_share| {
            let took = Participation { from_underserved, participants, residents_share };
            representativeness(&took, &RepresentationRule::default()).unwrap_err().code()
        };
        assert_eq!(refused(0.0, 0.0, 0.4), "E0504");
        assert_eq!(refused(5.0, 4.0, 0.4), "E0504");
        assert_eq!(refused(1.0, 4.0, 0.0), "E0504");
        assert!(dissimilarity(&[1.0], &[0.5, 0.5]).is_err());
        assert!(dissimilarity(&[0.0], &[1.0]).is_err());
    }
}

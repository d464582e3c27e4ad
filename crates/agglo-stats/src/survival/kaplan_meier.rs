//! The share that is still waiting after each time, where some were watched for less long.

use crate::error::Error;

/// One wait: how long it was watched, and whether it ended by what was waited for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spell {
    /// Time watched, 0 or more, in any unit.
    pub time: f64,
    /// Whether it ended then; otherwise it was still running.
    pub ended: bool,
}

/// The curve after one time at which something ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The time.
    pub time: f64,
    /// Waits that ended then.
    pub ended: u32,
    /// Waits that were still running just before.
    pub at_risk: u32,
    /// Share that is still waiting after it.
    pub survival: f64,
}

/// The product-limit estimate of the share that is still waiting: a step for each time at which any wait
/// ended. A wait that was watched up to a time counts as at risk at that time.
///
/// # Errors
///
/// [`Error::Range`] where a time is negative or not finite.
///
/// # Source
///
/// Kaplan and Meier 1958, Journal of the American Statistical Association 53(282).
pub fn kaplan_meier(spells: &[Spell]) -> Result<Vec<Step>, Error> {
    if let Some(spell) = spells.iter().find(|spell| !(spell.time >= 0.0 && spell.time.is_finite()))
    {
        return Err(Error::Range { what: "a time", value: spell.time, range: "[0, infinity)" });
    }
    let mut sorted = spells.to_vec();
    sorted.sort_by(|a, b| a.time.total_cmp(&b.time));
    let (mut steps, mut survival, mut before) = (Vec::new(), 1.0, 0);
    for same in sorted.chunk_by(|a, b| a.time.total_cmp(&b.time).is_eq()) {
        let ended = same.iter().filter(|spell| spell.ended).count();
        let at_risk = sorted.len() - before;
        before += same.len();
        if ended > 0 {
            survival *= 1.0 - ended as f64 / at_risk as f64;
            let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
            let (ended, at_risk) = (count(ended), count(at_risk));
            steps.push(Step { time: same[0].time, ended, at_risk, survival });
        }
    }
    Ok(steps)
}

/// The first time after which at most half still wait; `None` where more than half never ended.
pub fn median(steps: &[Step]) -> Option<f64> {
    steps.iter().find(|step| step.survival <= 0.5).map(|step| step.time)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spells(rows: &[(f64, bool)]) -> Vec<Spell> {
        rows.iter().map(|&(time, ended)| Spell { time, ended }).collect()
    }

    /// Miller 1981, Survival Analysis: weeks of remission of the maintained group.
    #[test]
    fn reference_remission_with_maintenance() {
        let rows = [
            (9.0, true),
            (13.0, true),
            (13.0, false),
            (18.0, true),
            (23.0, true),
            (28.0, false),
            (31.0, true),
            (34.0, true),
            (45.0, false),
            (48.0, true),
            (161.0, false),
        ];
        let found = kaplan_meier(&spells(&rows)).unwrap();
        let expected = [0.909, 0.818, 0.716, 0.614, 0.491, 0.368, 0.184];
        assert_eq!(found.len(), expected.len());
        for (step, expected) in found.iter().zip(expected) {
            assert!((step.survival - expected).abs() < 5e-4, "{step:?}");
        }
        assert_eq!(median(&found), Some(31.0));
    }

    proptest! {
        #[test]
        fn law_without_open_waits_it_is_the_share_that_lasted(
            times in prop::collection::vec(0_u8..20, 1..40)
        ) {
            let rows: Vec<(f64, bool)> = times.iter().map(|&t| (f64::from(t), true)).collect();
            for step in kaplan_meier(&spells(&rows)).unwrap() {
                let longer = times.iter().filter(|&&t| f64::from(t) > step.time).count();
                prop_assert!((step.survival - longer as f64 / times.len() as f64).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn edge_nothing_ended_nothing_known_and_impossible_times() {
        assert_eq!(kaplan_meier(&[]).unwrap(), []);
        let open = kaplan_meier(&spells(&[(3.0, false)])).unwrap();
        assert_eq!((open.len(), median(&open)), (0, None));
        assert!(kaplan_meier(&spells(&[(-1.0, true)])).is_err());
        assert!(kaplan_meier(&spells(&[(f64::NAN, true)])).is_err());
    }
}

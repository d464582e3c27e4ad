//! Learn first: a small pilot, then scale or stop by a rule that is written down beforehand.
//!
//! Each initiative whose effect rests on a default is tried as a pilot in a few sizes. The plan is then made twice, for
//! the case that it is scaled and for the case that it is stopped, with one and the same beginning, since nobody knows
//! the answer before the pilot is read. The rule is found on some draws of all that is doubted and tried on others
//! (Raiffa and Schlaifer 1961; sample information by draws: Ades, Lu and Claxton 2004), and the plan in one stage is
//! looked at in the same draws.

mod draws;
mod stages;
mod words;

use crate::base::error::Error;
use crate::plan::explain::omitted::no_carrier;
use crate::plan::explain::otherwise::promise;
use crate::plan::explain::solved::Solved;
use crate::plan::full::{Basis, LearnFirst};
use crate::plan::instance::Doubt;

use draws::Draws;
use stages::{Stages, stages};

/// Initiatives that are tried as pilots: those in the plan first, then by what they promise.
const OPEN: usize = 4;
/// Sizes of a pilot, as shares of the whole initiative.
const SHARES: [f64; 2] = [0.1, 0.25];
/// Units that a whole initiative serves, where nobody says: an assumption.
const UNITS: f64 = 200.0;
/// The stated effect in standard deviations of what one unit does: between small (0.2) and medium (0.5) of Cohen
/// 1988; an assumption.
const DISTINCT: f64 = 0.3;

/// A pilot that can be made.
#[derive(Clone, Debug)]
pub(crate) struct Small {
    /// Position of the initiative.
    at: usize,
    /// Size as a share of the whole.
    share: f64,
    /// Money of each year.
    cost: Vec<f64>,
    /// Units served, and as many beside.
    units: u32,
    /// Standard error of the measured share of the stated effect: two arms of so many units.
    error: f64,
}

impl Small {
    /// Years until it is read.
    fn years(&self) -> usize {
        self.cost.len()
    }

    /// Money of all years.
    fn total(&self) -> f64 {
        agglo_stats::float::sum(self.cost.iter().copied())
    }
}

/// A pilot, the two plans after it, and what following the rule is worth.
pub(crate) struct Tried {
    small: Small,
    stages: Stages,
    found: draws::Worth,
}

/// Whether to learn first; none where nothing that could be chosen rests on default priors.
pub(crate) fn learn_first(solved: &Solved<'_>) -> Result<Option<LearnFirst>, Error> {
    let open = open(solved);
    if open.is_empty() {
        return Ok(None);
    }
    let mut without = Vec::new();
    let mut made: Vec<(Small, Stages)> = Vec::new();
    for at in open {
        let before = made.len();
        let mut why = None;
        for share in SHARES {
            let Some(small) = small(solved, at, share) else {
                why = Some("nothing can be seen of it before the plan ends");
                continue;
            };
            let found = stages(solved, &small)?;
            if found.is_empty() {
                why = Some("the plan has no room for it, or cannot do without it");
            }
            made.extend(found.into_iter().map(|stages| (small.clone(), stages)));
        }
        if made.len() == before {
            let title = &solved.instance.candidates[at].title;
            without.push(format!("{title}: {}", why.unwrap_or("no size fits")));
        }
    }
    let draws = Draws::of(solved, made.iter().map(|(_, stages)| stages))?;
    let mut tried: Vec<Tried> = Vec::new();
    for (small, stages) in made {
        let found = draws.worth(&small, &stages)?;
        // Of one pilot the better beginning stays; chosen on the draws that the rule was found on.
        let rival = tried.iter().position(|own| {
            own.small.at == small.at && own.small.share.total_cmp(&small.share).is_eq()
        });
        match rival {
            Some(rival) if tried[rival].found.chosen_by >= found.chosen_by => {}
            Some(rival) => tried[rival] = Tried { small, stages, found },
            None => tried.push(Tried { small, stages, found }),
        }
    }
    tried.sort_by(|a, b| {
        b.found
            .chosen_by
            .total_cmp(&a.found.chosen_by)
            .then_with(|| a.small.at.cmp(&b.small.at))
            .then_with(|| a.small.share.total_cmp(&b.small.share))
    });
    Ok(Some(words::told(solved, &draws, &tried, without)))
}

/// Initiatives whose effect rests on a default and is in doubt, and that somebody could carry.
fn open(solved: &Solved<'_>) -> Vec<usize> {
    let instance = solved.instance;
    let mut open: Vec<usize> = (0..instance.candidates.len())
        .filter(|&at| {
            let own = &instance.candidates[at];
            matches!(own.effect_from, Basis::WideDefault | Basis::StatedUnsourced)
                && own.rises.values().any(|rise| *rise > 0.0)
                && own.doubt != Doubt::Nothing
                && !instance.programme.forced_out.contains(&own.id)
                && no_carrier(solved, own).is_none()
        })
        .collect();
    let starts = solved.starts();
    let rank = |at: usize| (starts[at].is_none(), -promise(solved, at));
    open.sort_by(|&a, &b| {
        let ((out_a, promise_a), (out_b, promise_b)) = (rank(a), rank(b));
        out_a.cmp(&out_b).then(promise_a.total_cmp(&promise_b)).then(a.cmp(&b))
    });
    open.truncate(OPEN);
    open
}

/// A pilot of a size; none where it is read too late for anything to follow.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a few hundred units"
)]
fn small(solved: &Solved<'_>, at: usize, share: f64) -> Option<Small> {
    let own = &solved.instance.candidates[at];
    let years = own.delay.max(1);
    let plan = solved.instance.programme.budget.len();
    if years + own.delay >= plan {
        return None;
    }
    let units = (share * UNITS).round();
    Some(Small {
        at,
        share,
        cost: vec![share * own.total() / years as f64; years],
        units: units as u32,
        error: (2.0 / units).sqrt() / DISTINCT,
    })
}

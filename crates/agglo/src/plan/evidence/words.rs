//! What evidence says in whole sentences.

use crate::base::archetype::{Archetype, Decider, Market, OutcomeClass, PriorRule, Study};
use crate::base::estimate::Caveat;
use crate::plan::evidence::{Pooled, Used};

/// Whose trade a gain may be taken from.
pub(super) fn displaced(market: Market) -> &'static str {
    match market {
        Market::Local => {
            "Firms that sell to the same people nearby: most of a gain may be taken from neighbours."
        }
        Market::Traded => {
            "Firms that sell elsewhere: a smaller part of a gain is taken from others."
        }
        Market::JobSeekers => {
            "People who look for the same jobs: where jobs are few, one’s gain is another’s loss."
        }
        Market::NotSold => "Nothing is sold, so nobody’s trade is taken.",
    }
}

/// Why a finding is used as it is.
pub(super) fn because(used: Used, study: &Study) -> String {
    match used {
        Used::Pooled => match study.effect {
            Some(_) => "in a pool, with its printed figure".to_owned(),
            None => {
                "in a pool as a null: no figure is printed, so the rule counts it as 0".to_owned()
            }
        },
        Used::Counted => "its count of evaluations is used, not an effect".to_owned(),
        Used::Quoted => "quoted; too few like it measure the same to be pooled".to_owned(),
        Used::BelowTheBar => match study.grade {
            Some(grade) => format!("design of grade {grade}; grade 3 is the least that is used"),
            None => "its design is not known".to_owned(),
        },
        Used::Refused => study.refused.clone().unwrap_or_default(),
        Used::Pointer => "a pointer: nobody opened it, so no rule uses it".to_owned(),
    }
}

/// What a reader must know: first what the prior is worth here, then what the archetype's own file says.
pub(super) fn caveats(archetype: &Archetype, pool: Option<&Pooled>) -> Vec<Caveat> {
    let mut caveats = Vec::new();
    if let Decider::Other(how) | Decider::Nobody(how) = &archetype.decided_by {
        caveats.push(Caveat::new("decided-elsewhere", how.as_str()));
    }
    if archetype.outcome.class != OutcomeClass::AreaJobs {
        caveats.push(Caveat::new(
            "no-jobs-claimed",
            "The studies measured something other than jobs of a place: no jobs are claimed for it.",
        ));
    }
    let rural = archetype.studies.iter().any(|study| study.usable() && study.rural);
    if archetype.prior != PriorRule::None && !rural {
        caveats.push(Caveat::new(
            "no-rural-finding",
            "No usable finding comes from a rural place or small town.",
        ));
    }
    let own = archetype.caveats.iter().map(|text| Caveat::new("own", text.as_str()));
    caveats.extend(own);
    caveats.extend(pool.into_iter().flat_map(|pool| pool.flags.iter().cloned()));
    caveats.push(Caveat::new(
        "abstracts",
        "Most findings were read in an abstract or a summary; tables and appendices were not seen.",
    ));
    caveats
}

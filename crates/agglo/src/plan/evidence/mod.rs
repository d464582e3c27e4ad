//! What published evaluations say of a kind of initiative: every finding, what the rules make of it, the prior.
//!
//! Nothing is left out: nulls, harms, refused findings and pointers stand beside the gains. A finding without a
//! printed figure has none here; only where the rule of the pools counts a null as 0 is a 0 shown, and marked.

mod counted;
mod library;
mod pooled;
mod words;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::archetype::{Archetype, Checked, Decider, Lift, Outcome, Published, Study, Unit};
use crate::base::catalogue::Catalogue;
use crate::base::estimate::{Caveat, Figure};
use crate::base::id::ArchetypeId;
use crate::plan::Prior;
use crate::plan::figures::{displacement, lead_years};
use crate::plan::prior::Priors;
use crate::plan::words::after_the_money;

pub use counted::{CostPerJobs, KindVotes, Multiplier, Nothing, Votes};
pub use counted::{cost_per_jobs, kind_votes, multiplier, votes};
pub use library::{Kind, Library, library};
pub use pooled::{ErrorFrom, PoolMember, Pooled};

/// What is known of one kind of initiative.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Evidence {
    /// The kind of initiative.
    pub initiative: ArchetypeId,
    /// What people call it.
    pub title: String,
    /// What is done.
    pub about: String,
    /// Family: `entrepreneurship`, `place`, `people` …
    pub group: String,
    /// What it may lift, most direct first.
    pub lifts: Vec<Lift>,
    /// What the studies measured.
    pub outcome: Outcome,
    /// Who decides that it happens.
    pub decided_by: Decider,
    /// The partner that can carry it, as a role.
    pub partner: String,
    /// Years until anything can be seen.
    pub lead_years: Figure,
    /// What a new place may expect of it.
    pub prior: Prior,
    /// The findings behind that prior, where they were pooled.
    pub pool: Option<Pooled>,
    /// The count of evaluations that found more jobs, where somebody counted its kind.
    pub votes: Option<KindVotes>,
    /// Every finding about it, in the order of their keys.
    pub findings: Vec<Finding>,
    /// How long an effect was seen to last.
    pub lasts: String,
    /// Share of a gain that is assumed to be taken from others nearby.
    pub displacement: Figure,
    /// Whose trade that is, in words.
    pub displaced: String,
    /// Who gains, as far as anybody looked; empty where nobody did.
    pub who_gains: String,
    /// Published cost, where somebody printed one.
    pub cost: Option<Published>,
    /// Published cost per job, where somebody printed one.
    pub cost_per_job: Option<Published>,
    /// What one unit costs, where money can be turned into people, firms or rooms.
    pub unit: Option<Unit>,
    /// What all published costs per job say: a check, never a prior.
    pub cost_check: Option<CostPerJobs>,
    /// What a reader must know, most important first.
    pub caveats: Vec<Caveat>,
}

/// One published finding and what the rules make of it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Finding {
    /// The finding.
    pub study: Study,
    /// Its effect as printed, in its own unit; withheld where no figure was seen.
    pub effect: Figure,
    /// What the rules do with it.
    pub used: Used,
    /// Why, in one sentence.
    pub because: String,
}

/// What the rules do with a finding.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Used {
    /// It is in a pool.
    Pooled,
    /// It counts evaluations, and its count is used.
    Counted,
    /// It may be used and is quoted; it is in no pool.
    Quoted,
    /// Its design compares too little to be used.
    BelowTheBar,
    /// It may not be used, and the reason stands beside it.
    Refused,
    /// Nobody opened it: a pointer, never used.
    Pointer,
}

/// What is known of one kind of initiative.
pub fn evidence(catalogue: &Catalogue, priors: &Priors<'_>, archetype: &Archetype) -> Evidence {
    let pool = pooled::of(catalogue, priors, archetype);
    Evidence {
        initiative: archetype.id.clone(),
        title: archetype.title.clone(),
        about: archetype.about.clone(),
        group: archetype.group.clone(),
        lifts: archetype.lifts.clone(),
        outcome: archetype.outcome.clone(),
        decided_by: archetype.decided_by.clone(),
        partner: archetype.partner.clone(),
        lead_years: lead_years(archetype),
        prior: crate::plan::words::prior(priors, archetype),
        votes: kind_votes(catalogue, priors, archetype),
        findings: archetype.studies.iter().map(|study| finding(catalogue, study)).collect(),
        lasts: after_the_money(archetype.lasts).to_owned(),
        displacement: displacement(archetype),
        displaced: words::displaced(archetype.market).to_owned(),
        who_gains: archetype.gains.clone(),
        cost: archetype.cost.clone(),
        cost_per_job: archetype.cost_per_job.clone(),
        unit: archetype.unit.clone(),
        cost_check: cost_per_jobs(catalogue),
        caveats: words::caveats(archetype, pool.as_ref()),
        pool,
    }
}

fn finding(catalogue: &Catalogue, study: &Study) -> Finding {
    let used = used(catalogue, study);
    Finding {
        effect: study.figure(),
        used,
        because: words::because(used, study),
        study: study.clone(),
    }
}

fn used(catalogue: &Catalogue, study: &Study) -> Used {
    let is_member = |id: &str| {
        let pools = catalogue.pools().iter();
        pools.flat_map(|pool| &pool.members).any(|member| member.study == id)
    };
    if study.checked == Checked::Memory {
        Used::Pointer
    } else if study.refused.is_some() {
        Used::Refused
    } else if is_member(&study.id) {
        Used::Pooled
    } else if study.votes.is_some() {
        Used::Counted
    } else if study.usable() {
        Used::Quoted
    } else {
        Used::BelowTheBar
    }
}

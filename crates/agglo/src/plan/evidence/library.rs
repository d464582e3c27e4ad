//! All kinds of initiative with what is known of each, and what is known of all together.

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::archetype::Decider;
use crate::base::catalogue::Catalogue;
use crate::base::estimate::{Caveat, Figure};
use crate::base::id::ArchetypeId;
use crate::plan::evidence::counted::{CostPerJobs, Multiplier, Votes};
use crate::plan::evidence::counted::{cost_per_jobs, multiplier, votes};
use crate::plan::prior::Priors;
use crate::plan::words::findings;
use crate::plan::{Findings, PriorBasis};

/// Every kind of initiative and what its evidence is.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Library {
    /// The kinds, by id.
    pub kinds: Vec<Kind>,
    /// How many evaluations of jobs found more of them.
    pub votes: Votes,
    /// What is published on the public cost of a job.
    pub cost_check: Option<CostPerJobs>,
    /// Local jobs that follow one traded job.
    pub multiplier: Option<Multiplier>,
    /// What a reader must know.
    pub caveats: Vec<Caveat>,
}

/// One kind of initiative in one line.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Kind {
    /// The kind of initiative.
    pub initiative: ArchetypeId,
    /// What people call it.
    pub title: String,
    /// Family: `entrepreneurship`, `place`, `people` …
    pub group: String,
    /// Where its prior comes from.
    pub basis: PriorBasis,
    /// What that prior is an effect on.
    pub outcome: String,
    /// Expected effect, percent.
    pub expected: Figure,
    /// Findings, by direction and by how they were checked.
    pub findings: Findings,
    /// All findings, those without a direction and pointers included.
    pub all: usize,
    /// Best grade of a design, 1 to 5.
    pub best_grade: Option<u8>,
    /// Whether a usable finding comes from a rural place or small town.
    pub rural: bool,
    /// Whether a regional programme decides it with its own money.
    pub programme_decides: bool,
}

/// All kinds of a catalogue.
pub fn library(catalogue: &Catalogue, priors: &Priors<'_>) -> Library {
    let kinds = catalogue.archetypes().iter().map(|archetype| {
        let prior = crate::plan::words::prior(priors, archetype);
        let studies = &archetype.studies;
        Kind {
            initiative: archetype.id.clone(),
            title: archetype.title.clone(),
            group: archetype.group.clone(),
            basis: prior.basis,
            outcome: prior.outcome,
            expected: prior.expected,
            findings: findings(archetype),
            all: studies.len(),
            best_grade: studies.iter().filter_map(|study| study.grade).max(),
            rural: studies.iter().any(|study| study.usable() && study.rural),
            programme_decides: archetype.decided_by == Decider::Programme,
        }
    });
    Library {
        kinds: kinds.collect(),
        votes: votes(catalogue, priors),
        cost_check: cost_per_jobs(catalogue),
        multiplier: multiplier(catalogue),
        caveats: vec![
            Caveat::new(
                "no-pair-tested",
                "No finding here compares two initiatives together with each alone: that they need each other is \
                 an assumption.",
            ),
            Caveat::new(
                "abstracts",
                "Most findings were read in an abstract or a summary; tables and appendices were not seen.",
            ),
        ],
    }
}

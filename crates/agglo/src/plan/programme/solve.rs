//! The best plan and how it was proved, or why there is none.

use crate::base::error::Error;
use crate::plan::programme::conflict::Conflict;
use crate::plan::programme::model::Model;
use crate::plan::programme::order::Selection;
use crate::plan::programme::{Programme, mixed, search};

/// How an answer is reached. All roads give the same answer where they end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Road {
    /// Looking at every plan.
    Enumeration,
    /// A mixed-integer programme with tangents, on an established solver.
    Mixed,
    /// Branch and bound over the programme decomposed by initiative.
    Decomposition,
}

/// When a search stops: after nodes or at a gap, never after a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Solving {
    /// Nodes after which it stops.
    pub nodes: u64,
    /// Gap, relative to the value, at which it stops; 0 asks for the proof.
    pub gap: f64,
}

impl Default for Solving {
    fn default() -> Self {
        Self { nodes: 200_000, gap: 0.0 }
    }
}

/// How good an answer is known to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// The road that was taken.
    pub road: Road,
    /// Whether no better plan exists.
    pub optimal: bool,
    /// No plan is worth more.
    pub bound: f64,
    /// Distance to that bound, relative to the value.
    pub gap: f64,
    /// Plans or nodes that were looked at.
    pub looked_at: u64,
    /// Plans that keep every constraint, where all were looked at.
    pub feasible: Option<u64>,
    /// Plans that tie with the best, itself among them, where all were looked at.
    pub tied: Option<u64>,
    /// The best value that does not tie, where all were looked at.
    pub second: Option<f64>,
}

/// A plan with its proof.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    /// The plan.
    pub selection: Selection,
    /// How good it is known to be.
    pub proof: Proof,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// A plan.
    Plan(Box<Best>),
    /// No plan keeps every constraint.
    Infeasible(Box<Conflict>),
    /// The limit of nodes came before a plan.
    Interrupted(Proof),
}

impl Found {
    /// The plan, if there is one.
    pub fn plan(&self) -> Option<&Best> {
        match self {
            Self::Plan(best) => Some(best),
            Self::Infeasible(_) | Self::Interrupted(_) => None,
        }
    }
}

/// The best plan of a programme: by looking at every one where they are few, else by decomposition.
///
/// Unique: higher value beyond ties of 1e-9, then cheaper, then fewer initiatives, then ids in order,
/// then earlier. Beyond enumeration ties are broken by a local search.
///
/// # Errors
///
/// As [`Programme::check`]; `E0323` for an exponent above 1 with more plans than can be looked at.
pub fn solve(programme: &Programme, solving: Solving) -> Result<Found, Error> {
    let model = Model::new(programme)?;
    let road = if model.enumerable().is_some() { Road::Enumeration } else { Road::Decomposition };
    on(programme, &model, solving, road)
}

/// The same by one road.
///
/// # Errors
///
/// As [`solve`]; `E0328` for more plans than can be looked at, or where an established solver fails.
pub fn solve_by(programme: &Programme, solving: Solving, road: Road) -> Result<Found, Error> {
    let model = Model::new(programme)?;
    on(programme, &model, solving, road)
}

fn on(programme: &Programme, model: &Model, solving: Solving, road: Road) -> Result<Found, Error> {
    if road != Road::Enumeration && model.rho > 1.0 {
        let what = format!("no optimum can be proved for an exponent of `{}`", model.rho);
        return Err(Error::new("E0323", what).hint("use 1 or less, or fewer initiatives and years"));
    }
    let searched = match road {
        Road::Enumeration => enumerated(model)?,
        Road::Mixed => mixed::best(model, solving)?,
        Road::Decomposition => search::best(model, solving),
    };
    Ok(match searched {
        Searched::Plan(best) => Found::Plan(best),
        Searched::Interrupted(proof) => Found::Interrupted(proof),
        Searched::Infeasible => {
            Found::Infeasible(Box::new(model.conflict(programme, solving.nodes)))
        }
    })
}

/// What a road found, before a conflict is explained.
#[derive(Clone, Debug)]
pub(crate) enum Searched {
    Plan(Box<Best>),
    Infeasible,
    Interrupted(Proof),
}

fn enumerated(model: &Model) -> Result<Searched, Error> {
    if model.enumerable().is_none() {
        return Err(Error::new("E0328", "too many plans to look at every one"));
    }
    let found = model.enumerate();
    let bound = found.best.as_ref().map_or(f64::NEG_INFINITY, |best| best.value);
    let proof = Proof {
        road: Road::Enumeration,
        optimal: !found.doubtful,
        bound,
        gap: 0.0,
        looked_at: found.plans,
        feasible: Some(found.feasible),
        tied: Some(found.tied),
        second: found.second,
    };
    Ok(match found.best {
        Some(best) => {
            Searched::Plan(Box::new(Best { selection: model.selection(&best.starts), proof }))
        }
        None if found.doubtful => Searched::Interrupted(proof),
        None => Searched::Infeasible,
    })
}

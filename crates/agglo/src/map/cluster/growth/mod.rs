//! Whether an industry grows faster where the rest of its cluster is strong, given its own size there.
//!
//! `ln(x_T / x_0) = a_industry + a_region + d ln LQ_own + b ln CLQ`, where `CLQ` is the quotient of the
//! cluster without the industry: `d < 0` says that what is large already grows slower (convergence, and
//! chance that wears off), `b > 0` that neighbours in the cluster go with growth (agglomeration). Unit:
//! change of the log of jobs with one unit of the log of a quotient.
//!
//! With effects of regions and industries the base of the quotients cancels: `ln LQ` is `ln x` less terms
//! of the region and of the industry alone. So the answer needs no totals of regions, which the table of
//! changes does not have.
//!
//! Source: Delgado, Porter and Stern 2014, Research Policy 43(10).

mod fit;
mod placebo;
mod pools;
mod sample;

pub use fit::{Growth, Term, fit};
pub use placebo::{Placebo, Shuffle, placebo};
pub use sample::{Absent, Around, Column, Counts, Frame, Grouping, Rule, Timing};

#[cfg(test)]
mod tests;

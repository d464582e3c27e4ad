//! Is complementarity true, rather than assumed: the aggregate of a blueprint tested against a plain sum.
//!
//! A blueprint whose `rho` is below 1 claims that one weak element holds the others back. The claim is put
//! to regions that it has not seen: `ln y = a_group + phi ln A(l; w, rho) + g'X` is fitted without one group
//! of regions (a state) and forecasts that group, group after group ([`held_out`]). If the blueprint's own
//! exponent errs less than the weighted mean, surely over resampled groups, the claim is supported; if it
//! errs more, it is contradicted; else nobody can tell ([`test`]). Kmenta's linear form stands beside
//! ([`unevenness`]). Whether an element is [necessary](necessity) is another question with another test. A
//! [`Card`] says all of this of one blueprint, with the weights that its regions would have given it
//! ([`weights`]).

pub mod card;
pub mod fit_rule;
pub mod held_out;
pub mod necessity;
mod regions;
pub mod resample;
pub mod sample;
pub mod test;
pub mod unevenness;
pub mod weights;

pub use card::{Card, METHOD, card};
pub use fit_rule::FitRule;
pub use held_out::{Effects, HeldOut, held_out};
pub use necessity::{NECESSITY_RULE, Needed, Needs, needs};
pub use resample::Difference;
pub use sample::Sample;
pub use test::{Answer, AtFloor, ComplementarityTest, Options, RULE, complementarity_test};

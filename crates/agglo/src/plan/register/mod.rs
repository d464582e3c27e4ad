//! What is frozen before anything is done: the plan, and how it will be seen whether it worked.
//!
//! A lock holds the digest of a plan and of the [`Design`] of its evaluation. What changes later is an amendment: a lock
//! that names the one before it, with its reason; both stay. Digests are made where files are.

mod design;
mod ground;
mod line;
mod words;

pub use design::{
    Design, Donors, Estimator, Excluded, Family, Figures, Outcome, Presentation, Stop, Treated,
    Windows, may_change,
};
pub use ground::{Fault, Ground, faults, is_retrospective, notes};
pub use line::{
    Change, Kept, LockOfRegion, LockRow, Locked, Locks, StandingOfLock, amends, current, entered,
    parent, registered, short,
};
pub use words::{Better, DonorRule, Method, Multiple, Period, Side, Transform, VintageRule};

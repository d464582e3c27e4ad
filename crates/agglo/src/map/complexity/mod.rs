//! How much know-how stands behind what regions do, read from which regions do what.

mod economic_complexity;
mod economic_complexity_plus;
mod fitness;
mod fitness_stable;
mod prody;
mod reflections;
mod subnational;

pub use economic_complexity::{EconomicComplexity, Scores, Undefined, economic_complexity};
pub use economic_complexity_plus::{EconomicComplexityPlus, economic_complexity_plus};
pub use fitness::{Fitness, FitnessOptions, fitness, ranks};
pub use fitness_stable::{StableFitness, stable_fitness};
pub use prody::{Sophistication, prody_expy};
pub use reflections::{Level, Reflected, reflections};
pub use subnational::subnational_complexity;

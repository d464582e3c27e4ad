//! How far an industry is from standing where everything stands.

mod devereux;
mod duranton_overman;
mod ellison_glaeser;
mod hoover;
mod indices;
mod krugman;
mod locational_gini;
mod maurel_sedillot;
mod plants;
mod size_classes;
mod spread;
mod theil;
mod unweighted_gini;

pub use devereux::{Devereux, devereux_griffith_simpson};
pub use duranton_overman::{LEAST, Localisation, Options, k_density, localisation};
pub use ellison_glaeser::{EllisonGlaeser, NullBand, ellison_glaeser, null_band};
pub use hoover::hoover_localization;
pub use indices::{Indices, concentration_indices};
pub use krugman::{krugman_against_others, krugman_pair};
pub use locational_gini::{localization_curve, locational_gini};
pub use maurel_sedillot::maurel_sedillot;
pub use plants::Plants;
pub use size_classes::{Bounded, ByClasses, SizeClass, ellison_glaeser_by_classes};
pub use theil::theil_concentration;
pub use unweighted_gini::unweighted_gini;

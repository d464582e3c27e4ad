//! Arguments of the verbs that ask one method of the data: `relate`, `spatial`.

use std::path::PathBuf;
use std::str::FromStr;

use agglo::map::association::{Neighbourhood, Statistic};
use clap::{Args, ValueEnum};

/// Arguments of `relate`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo relate 7211\n  agglo relate 7211 --region 12045 --top 20\n  agglo relate 7211 --region 12045 --plot space.svg\n\nTwo industries are close when counties that have one have the other: presence is a location quotient of establishments of at least 1."
)]
pub(crate) struct RelateArgs {
    /// Industry code: a sector (72), subsector (721) or group (7211)
    pub(crate) industry: String,
    /// Say how each industry stands in this region: code, name, or comma list read as one
    #[arg(long, value_name = "R")]
    pub(crate) region: Option<String>,
    /// How many industries to list
    #[arg(long, value_name = "N", default_value_t = 15, value_parser = clap::value_parser!(u16).range(1..=2000))]
    pub(crate) top: u16,
    /// Draw all industries of its level and their ties to a file that ends in .svg or .png
    #[arg(long, value_name = "FILE")]
    pub(crate) plot: Option<PathBuf>,
}

/// Arguments of `spatial`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo spatial moran --of poverty_percent --weights contiguity\n  agglo spatial local_moran --of poverty_percent --csv\n  agglo spatial moran --of poverty_percent --weights knn:5\n  agglo spatial moran --of income_per_head_usd --weights commuting\n  agglo spatial getis_ord --of income_per_head_usd\n  agglo spatial moran --of poverty_percent --plot scatter.svg --region 12045\n  agglo spatial local_moran --of poverty_percent --plot verdicts.png\n  agglo spatial join_counts --of poverty_percent --at-least 20\n  agglo spatial moran --of location_quotient --industry 7211\n\nA measure is any fact of the pack, with or without its unit, or a measure of regions (`agglo schema measures`): economic_complexity, location_quotient --industry 7211. Counties without a value are left out and listed; those without a neighbour are listed as islands."
)]
pub(crate) struct SpatialArgs {
    /// The statistic
    pub(crate) what: SpatialWhat,
    /// The measure
    #[arg(long, value_name = "MEASURE")]
    pub(crate) of: String,
    /// Industry code, for a measure of one industry
    #[arg(long, value_name = "CODE")]
    pub(crate) industry: Option<String>,
    /// Who neighbours whom: `contiguity`, `knn:K` (nearest), `band:KM` (within), `commuting` (workers)
    #[arg(long, value_name = "W", default_value = "contiguity")]
    pub(crate) weights: Weights,
    /// For `join_counts`: a county says yes where its value is at least this
    #[arg(long, value_name = "X", allow_hyphen_values = true)]
    pub(crate) at_least: Option<f64>,
    /// Orders of the values to draw where there are too many to count; no probability that is drawn is below one
    /// over this plus one
    #[arg(long, value_name = "N", default_value_t = 999, value_parser = clap::value_parser!(u32).range(1..=99_999))]
    pub(crate) permutations: u32,
    /// Draw `moran` as a scatter, `local_moran` or `getis_ord` as a map, to a file that ends in .svg or .png
    #[arg(long, value_name = "FILE")]
    pub(crate) plot: Option<PathBuf>,
    /// Mark this region in the drawing: code, name, or comma list
    #[arg(long, value_name = "R", requires = "plot")]
    pub(crate) region: Option<String>,
}

/// Statistics of `spatial`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum SpatialWhat {
    /// Moran's I: whether neighbours are alike
    Moran,
    /// Local Moran: where they are, county by county
    LocalMoran,
    /// Geary's C: how far neighbours differ
    Geary,
    /// Getis-Ord G and G*: where high or low values lie around a county
    GetisOrd,
    /// Join counts: how often yes borders yes
    JoinCounts,
}

impl SpatialWhat {
    pub(crate) fn statistic(self) -> Statistic {
        match self {
            Self::Moran => Statistic::Moran,
            Self::LocalMoran => Statistic::LocalMoran,
            Self::Geary => Statistic::Geary,
            Self::GetisOrd => Statistic::GetisOrd,
            Self::JoinCounts => Statistic::JoinCounts,
        }
    }
}

/// A neighbourhood as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Weights(pub(crate) Neighbourhood);

impl FromStr for Weights {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (rule, number) = text.split_once(':').unwrap_or((text, ""));
        match (rule, number) {
            ("contiguity", "") if !text.contains(':') => Ok(Self(Neighbourhood::Contiguity)),
            ("knn", number) => number
                .parse::<usize>()
                .map(|k| Self(Neighbourhood::Nearest(k)))
                .map_err(|_| "`knn:K` takes a whole number of neighbours, as knn:5".to_owned()),
            ("band", number) => match number.parse::<f64>() {
                Ok(km) if km.is_finite() && km > 0.0 => Ok(Self(Neighbourhood::Band(km))),
                _ => Err("`band:KM` takes kilometres above 0, as band:100".to_owned()),
            },
            ("commuting", "") if !text.contains(':') => Ok(Self(Neighbourhood::Commuting)),
            _ => Err("weights are `contiguity`, `knn:K`, `band:KM` or `commuting`".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_or_refused_in_words() {
        let read = |text: &str| text.parse::<Weights>().map(|weights| weights.0);
        assert_eq!(read("contiguity"), Ok(Neighbourhood::Contiguity));
        assert_eq!(read("knn:5"), Ok(Neighbourhood::Nearest(5)));
        assert_eq!(read("band:80.5"), Ok(Neighbourhood::Band(80.5)));
        for text in ["queen", "contiguity:1", "knn", "knn:x", "knn:-1", "band:0", "band:NaN", ""] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}

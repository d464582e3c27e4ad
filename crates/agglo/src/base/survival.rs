//! Published survival of establishments, by sector, as a curve that ventures are held against.

use agglo_stats::float;
use schemars::JsonSchema;
use serde::Serialize;

/// How long establishments of a sector last.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Benchmark {
    /// Beginnings of the codes of its industries; none for all industries together.
    #[serde(skip)]
    pub prefixes: Vec<String>,
    /// The sector's name.
    pub title: String,
    /// Ages in years, from 1, rising.
    pub published: Vec<Published>,
}

/// The share that lasts to an age.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Published {
    /// Years.
    pub age: u32,
    /// The share, pooled over opening years.
    pub alive: f64,
    /// The least of a single opening year.
    pub low: f64,
    /// The most of a single opening year.
    pub high: f64,
}

impl Benchmark {
    /// The sector of an industry: that of the longest beginning of its code, or all of them together.
    pub fn of<'a>(benchmarks: &'a [Self], industry: Option<&str>) -> Option<&'a Self> {
        let length = |own: &&Self| {
            let starts = |prefix: &&String| industry.is_some_and(|code| code.starts_with(*prefix));
            own.prefixes.iter().filter(starts).map(String::len).max()
        };
        let sector = benchmarks.iter().filter(|own| length(own).is_some()).max_by_key(length);
        sector.or_else(|| benchmarks.iter().find(|own| own.prefixes.is_empty()))
    }

    /// Cumulative hazard of closing until an age in years: the hazard of each year is even, and the last published
    /// year's goes on after it.
    pub fn hazard(&self, years: f64) -> f64 {
        let (mut from, mut before, mut rate) = (0.0, 1.0, 0.0);
        let mut hazard = 0.0;
        for own in &self.published {
            let to = f64::from(own.age);
            rate = -float::ln(own.alive / before) / (to - from);
            if years <= to {
                return hazard + rate * (years - from).max(0.0);
            }
            hazard += rate * (to - from);
            (from, before) = (to, own.alive);
        }
        hazard + rate * (years - from).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn half_each_year(prefixes: &[&str]) -> Benchmark {
        let published = |age: u32| {
            let alive = float::powf(0.5, f64::from(age));
            Published { age, alive, low: alive, high: alive }
        };
        Benchmark {
            prefixes: prefixes.iter().map(|own| (*own).to_owned()).collect(),
            title: prefixes.concat(),
            published: (1..=5).map(published).collect(),
        }
    }

    #[test]
    fn the_hazard_is_minus_the_logarithm_of_the_share_and_goes_on_after_the_last_year() {
        let own = half_each_year(&[]);
        for years in [0.0, 0.5, 1.0, 2.25, 5.0, 8.0] {
            assert!((own.hazard(years) - years * float::ln(2.0)).abs() < 1e-12, "{years}");
        }
    }

    #[test]
    fn the_longest_beginning_of_a_code_decides_and_all_industries_stand_in() {
        let all = [half_each_year(&[]), half_each_year(&["72"]), half_each_year(&["722", "71"])];
        let title = |code| Benchmark::of(&all, code).map(|own| own.title.as_str());
        assert_eq!(title(Some("722320")), Some("72271"));
        assert_eq!(title(Some("7211")), Some("72"));
        assert_eq!((title(Some("31")), title(None)), (Some(""), Some("")));
        assert_eq!(Benchmark::of(&all[1..], None), None);
    }
}

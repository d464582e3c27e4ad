//! How an element stands in a region, in one word.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::blueprint::Cuts;
use crate::base::estimate::{Figure, Reason};
use crate::map::gap::reading::ElementReading;

/// How an element stands. Hidden, absent and not recorded are three things.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Its level surely reaches the blueprint's cut for a cluster.
    Present,
    /// Its level surely lies between the cut for what is missing and the cut for a cluster.
    Weak,
    /// Its level surely lies below the cut for what is missing.
    Missing,
    /// Cells that their publisher hides decide which of these it is.
    Withheld,
    /// Nothing is published or recorded of it.
    Unknown,
}

impl Standing {
    /// In one word.
    pub fn words(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Weak => "weak",
            Self::Missing => "missing",
            Self::Withheld => "withheld",
            Self::Unknown => "unknown",
        }
    }
}

/// How an element of a reading stands by the cuts of its blueprint; none of a gate, which is passed or not.
pub fn standing(element: &ElementReading, cuts: &Cuts) -> Option<Standing> {
    let class = |level: f64| match level {
        level if level < cuts.missing => Standing::Missing,
        level if level < cuts.cluster => Standing::Weak,
        _ => Standing::Present,
    };
    let (low, high) = element.level.range()?;
    // Bounds of 0 and 1 are no knowledge where nobody counted.
    let is_hidden = match &element.level {
        Figure::Known(_) => false,
        Figure::Withheld(withheld) if withheld.reason == Reason::Suppressed => true,
        Figure::Withheld(_) => return Some(Standing::Unknown),
    };
    let (low, high) = (class(low), class(high));
    Some(if is_hidden && low != high { Standing::Withheld } else { low })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::blueprint::Form;
    use crate::base::estimate::{Estimate, Interval, Provenance, Withheld};

    fn element(level: Figure) -> ElementReading {
        let none = || Figure::Withheld(Withheld::undefined("not read here"));
        ElementReading {
            id: "food".into(),
            title: "Food".to_owned(),
            form: Form::Industry,
            weight: 1.0,
            scored: true,
            immutable: false,
            measure: String::new(),
            unit: String::new(),
            value: none(),
            benchmark: none(),
            level,
            quantile: none(),
            join: None,
            members: Vec::new(),
            mean_of_members: None,
            without_member: Vec::new(),
            closes: None,
        }
    }

    fn stands(level: Figure) -> Option<Standing> {
        standing(&element(level), &Cuts::default())
    }

    fn point(level: f64) -> Figure {
        Estimate::exact(level, Provenance::new("level/1", [])).into()
    }

    fn hidden(low: f64, high: f64) -> Figure {
        Figure::Withheld(Withheld::suppressed("hidden", Interval::bounds(low, high)))
    }

    #[test]
    fn law_cuts_belong_to_the_class_above_them() {
        let cuts = Cuts::default();
        let classes = [0.0, cuts.missing, cuts.cluster, 1.0].map(|level| stands(point(level)));
        let want = [Standing::Missing, Standing::Weak, Standing::Present, Standing::Present];
        assert_eq!(classes, want.map(Some));
    }

    #[test]
    fn law_hidden_cells_matter_only_where_they_decide() {
        assert_eq!(stands(hidden(0.0, 0.05)), Some(Standing::Missing));
        assert_eq!(stands(hidden(0.2, 0.5)), Some(Standing::Weak));
        assert_eq!(stands(hidden(0.7, 0.9)), Some(Standing::Present));
        assert_eq!(stands(hidden(0.05, 0.2)), Some(Standing::Withheld));
        assert_eq!(stands(hidden(0.0, 1.0)), Some(Standing::Withheld));
    }

    #[test]
    fn edge_what_nobody_recorded_is_unknown_and_a_gate_has_no_standing() {
        let mut missing = Withheld::missing("nothing is published or recorded");
        missing.bounds = Interval::bounds(0.0, 1.0);
        assert_eq!(stands(Figure::Withheld(missing)), Some(Standing::Unknown));
        assert_eq!(stands(Figure::Withheld(Withheld::missing("a gate"))), None);
    }
}

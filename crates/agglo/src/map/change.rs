//! Change of one industry's published cells over the years of one table.
//!
//! Never a quotient, because the table publishes no complete totals, and never chained with another table.

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::estimate::{Answer, Caveat, Estimate, Figure, Provenance, Reason, Withheld};
use crate::base::id::IndustryId;
use crate::base::year::Year;
use crate::map::place::Place;
use crate::panel::{Cell, Changes, Panel};

/// The last year before the Census Bureau changed how it protects employers: cells of County Business
/// Patterns up to it can be suppressed, later ones carry noise (its methodology notes for 2017 and 2018).
const METHOD_CHANGED_AFTER: Year = Year(2017);

/// How one industry moved.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Change {
    /// Code.
    pub industry: IndustryId,
    /// Official title.
    pub title: String,
    /// Each year.
    pub years: Vec<YearCells>,
    /// Last year less first year of jobs.
    pub employment: Figure,
    /// Last year less first year of establishments.
    pub establishments: Figure,
}

/// The cells of one year.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct YearCells {
    /// The year.
    pub year: Year,
    /// Jobs in the week of 12 March.
    pub employment: Figure,
    /// Establishments.
    pub establishments: Figure,
}

/// Change of one industry in one place; `None` where the table does not carry the industry or no year of
/// it is published here.
///
/// # Returns
///
/// Differences in jobs and establishments from the first to the last year, with the caveats
/// `method-break` and `noise`.
///
/// # Withheld when
///
/// A year is suppressed, or absent: then fewer than three establishments stood there, and how many jobs
/// they held is unknown.
pub fn change(
    changes: &Changes,
    industry: &IndustryId,
    title: &str,
    place: Place<'_>,
) -> Option<Change> {
    let axes = changes.establishments.axes();
    changes.establishments.industry(industry.as_str())?;
    let cells: Vec<Cells> = (0..axes.years.len())
        .map(|year| Cells::read(changes, year, industry.as_str(), place))
        .collect();
    cells.iter().find(|cells| cells.establishments.point().is_ok())?;
    let (first, last) = (cells.first()?, cells.last()?);
    let years = axes.years.iter().zip(&cells).map(|(&year, cells)| YearCells {
        year,
        employment: level(&changes.employment, cells.employment()).into(),
        establishments: level(&changes.establishments, cells.establishments()).into(),
    });
    Some(Change {
        industry: industry.clone(),
        title: title.to_owned(),
        employment: difference(&changes.employment, first.employment(), last.employment()).into(),
        establishments: difference(
            &changes.establishments,
            first.establishments(),
            last.establishments(),
        )
        .into(),
        years: years.collect(),
    })
}

/// The two cells of one year.
struct Cells {
    employment: Cell,
    establishments: Cell,
}

impl Cells {
    fn read(changes: &Changes, year: usize, industry: &str, place: Place<'_>) -> Self {
        Self {
            employment: place.cell(&changes.employment, year, industry),
            establishments: place.cell(&changes.establishments, year, industry),
        }
    }

    fn establishments(&self) -> Answer<f64> {
        self.establishments.point().map_err(|why| match why.reason {
            Reason::Missing => {
                Withheld::missing("not published: fewer than three establishments, or none")
            }
            _ => why,
        })
    }

    /// Jobs; where establishments are printed and jobs are not, the publisher hides them.
    fn employment(&self) -> Answer<f64> {
        self.establishments()?;
        self.employment.point().map_err(|why| match why.reason {
            Reason::Missing => {
                Withheld::suppressed("hidden by its publisher to protect employers", None)
            }
            _ => why,
        })
    }
}

fn level(panel: &Panel, value: Answer<f64>) -> Answer {
    Estimate::exact(value?, Provenance::new("count/1", [panel.axes().source.clone()]))
}

fn difference(panel: &Panel, first: Answer<f64>, last: Answer<f64>) -> Answer {
    let axes = panel.axes();
    let provenance = Provenance::new("change/1", [axes.source.clone()]);
    let estimate = Estimate::exact(last? - first?, provenance)?;
    let crosses = axes.years.first().is_some_and(|year| *year <= METHOD_CHANGED_AFTER);
    let breaks =
        format!("Its publisher changed how it protects employers after {METHOD_CHANGED_AFTER}.");
    let estimate =
        if crosses { estimate.caveat(Caveat::new("method-break", breaks)) } else { estimate };
    let noise = "Each published cell carries deliberate noise of some percent.";
    Ok(estimate.caveat(Caveat::new("noise", noise)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::id::RegionId;
    use crate::panel::Axes;

    fn panel(values: [Option<f64>; 3]) -> Panel {
        let axes = Axes {
            years: vec![Year(2017), Year(2018), Year(2019)],
            regions: vec!["a".into(), "b".into()],
            industries: vec!["7211".into()],
            source: "test".into(),
        };
        let cells = values
            .into_iter()
            .enumerate()
            .filter_map(|(year, value)| Some(([year, 0, 0], Cell::disclosed(value?).unwrap())));
        Panel::new(axes, Cell::MISSING, cells).unwrap()
    }

    fn hotels(jobs: [Option<f64>; 3], establishments: [Option<f64>; 3]) -> Option<Change> {
        let changes = Changes { employment: panel(jobs), establishments: panel(establishments) };
        let here: RegionId = "a".into();
        change(&changes, &"7211".into(), "Hotels", Place::unit(&here))
    }

    #[test]
    fn a_change_is_a_difference_with_its_caveats() {
        let change =
            hotels([Some(21.0), Some(25.0), Some(14.0)], [Some(7.0), Some(5.0), Some(3.0)])
                .unwrap();
        assert_eq!(change.employment.value(), Some(-7.0));
        assert_eq!(change.establishments.value(), Some(-4.0));
        let Figure::Known(estimate) = &change.employment else { panic!("known") };
        let codes: Vec<&str> = estimate.caveats().iter().map(|c| c.code.as_str()).collect();
        assert_eq!(codes, ["method-break", "noise"]);
    }

    #[test]
    fn an_absent_cell_is_fewer_than_three_and_never_zero() {
        let change = hotels([Some(21.0), None, None], [Some(7.0), Some(5.0), None]).unwrap();
        assert_eq!(change.employment.value(), None);
        let reason = |figure: &Figure| figure.answer().unwrap_err().reason;
        assert_eq!(reason(&change.employment), Reason::Missing);
        assert_eq!(reason(&change.years[1].employment), Reason::Suppressed);
        assert_eq!(reason(&change.years[2].establishments), Reason::Missing);
    }

    #[test]
    fn an_industry_that_is_never_published_here_has_no_change() {
        assert!(hotels([None; 3], [None; 3]).is_none());
    }
}

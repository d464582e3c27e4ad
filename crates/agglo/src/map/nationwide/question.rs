//! What is asked of a whole country: a measure, of which region or all, of which industry or all.

use crate::base::error::Error;
use crate::base::region::Region;
use crate::base::year::Year;
use crate::map::nationwide::{Measured, Subject};
use crate::map::variable::Variable;

/// Levels of industries that the tables hold: sectors, three digits, four digits.
const LEVELS: [u8; 3] = [2, 3, 4];

/// One question.
#[derive(Clone, Debug, PartialEq)]
pub struct Question<'a> {
    /// What is measured.
    pub measure: Measured,
    /// The region; none asks for every base unit.
    pub region: Option<&'a Region>,
    /// The industry; none asks for all of a level.
    pub industry: Option<&'a str>,
    /// What is counted; none takes establishments, which are published everywhere.
    pub by: Option<Variable>,
    /// Digits of the industries; none takes the measure's usual ones.
    pub level: Option<u8>,
    /// First and last year; none takes all that the table holds.
    pub years: Option<[Year; 2]>,
}

impl<'a> Question<'a> {
    /// A measure of every region, with all else as usual.
    pub fn of_all(measure: Measured) -> Self {
        Self { measure, region: None, industry: None, by: None, level: None, years: None }
    }

    /// A measure of one region, with all else as usual.
    pub fn of(measure: Measured, region: &'a Region) -> Self {
        Self { region: Some(region), ..Self::of_all(measure) }
    }

    /// What is counted.
    pub fn counted(&self) -> Variable {
        self.by.unwrap_or(Variable::Establishments)
    }

    /// Refuses parts that do not go together.
    ///
    /// # Errors
    ///
    /// `E0103` with what to leave out or to add.
    pub(super) fn check(&self) -> Result<(), Error> {
        let name = self.measure.name();
        let refuse = |what: String, hint: &str| Err(Error::new("E0103", what).hint(hint));
        if self.industry.is_some() && self.measure.subject() == Subject::Region {
            let what = format!("`{name}` is of a region's whole mix and takes no industry");
            return refuse(what, "leave `--industry` out");
        }
        if self.region.is_some() && self.measure.subject() == Subject::Industry {
            let what = format!("`{name}` is of an industry over all regions, not of one region");
            return refuse(
                what,
                "ask with `--all-regions`, and `--industry CODE` for one industry",
            );
        }
        if self.years.is_some() && self.measure != Measured::ShiftShare {
            let what = format!("`{name}` is read from one year, the table's");
            return refuse(what, "leave `--year` out, or ask for `shift_share`");
        }
        if self.measure == Measured::ShiftShare && (self.by.is_some() || self.level.is_some()) {
            let what = "`shift_share` reads jobs of all sectors and nothing else".to_owned();
            return refuse(what, "leave `--by` and `--level` out");
        }
        if self.measure.needs_every_cell() && self.counted() != Variable::Establishments {
            let what = format!("`{name}` needs every cell of the table, and many jobs are hidden");
            return refuse(what, "establishments are published everywhere: `--by establishments`");
        }
        match self.level.filter(|level| !LEVELS.contains(level)) {
            Some(level) => refuse(
                format!("there is no level of {level} digits"),
                "levels: 2 (sectors), 3, 4 digits",
            ),
            None => Ok(()),
        }
    }
}

//! What is asked of a whole country: a measure, of which region or all, of which industry or all.

use crate::base::error::Error;
use crate::base::region::Region;
use crate::base::terms::Terms;
use crate::base::year::Year;
use crate::map::nationwide::{Measured, Subject};
use crate::map::variable::Variable;

/// One question.
#[derive(Clone, Debug, PartialEq)]
pub struct Question<'a> {
    /// What is measured.
    pub measure: Measured,
    /// The region; none asks for every base unit.
    pub region: Option<&'a Region>,
    /// The industry; none asks for all of a level.
    pub industry: Option<&'a str>,
    /// What is counted; none takes establishments, which are published everywhere, or all that a country counts.
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

    /// What is counted: where a country counts one thing alone, [`Variable::Employment`] stands for it.
    pub fn counted(&self, terms: &Terms) -> Variable {
        let usual = if terms.counted.has_establishments {
            Variable::Establishments
        } else {
            Variable::Employment
        };
        self.by.unwrap_or(usual)
    }

    /// Refuses parts that do not go together.
    ///
    /// # Errors
    ///
    /// `E0103` with what to leave out or to add.
    pub(super) fn check(&self, terms: &Terms) -> Result<(), Error> {
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
        let counted = &terms.counted;
        if !counted.has_establishments && self.by.is_some() {
            let what = format!("{} alone is counted by industry in {}", counted.noun, terms.name);
            return refuse(what, "leave `--by` out");
        }
        let is_hidden =
            counted.has_establishments && self.counted(terms) != Variable::Establishments;
        if self.measure.needs_every_cell() && is_hidden {
            let what = format!("`{name}` needs every cell of the table, and many jobs are hidden");
            return refuse(what, "establishments are published everywhere: `--by establishments`");
        }
        let levels = terms.detail.first..=terms.detail.finest;
        if let Some(level) = self.level.filter(|level| !levels.contains(level)) {
            let what = format!("there is no level {level} of industries");
            let (first, finest) = (terms.detail.first, terms.detail.finest);
            let hint = if first == finest {
                "leave `--level` out: there is one level of industries".to_owned()
            } else {
                format!("levels: {first} (the coarsest) to {finest} (the finest)")
            };
            return refuse(what, &hint);
        }
        let level = self.level.unwrap_or_else(|| self.measure.usual_level(&terms.detail));
        if self.measure == Measured::RelatedVariety && level == terms.detail.first {
            let what = format!(
                "`{name}` needs industries inside wider ones, and level {level} is the widest"
            );
            return refuse(what, "ask for `entropy`, or for a finer `--level` where there is one");
        }
        Ok(())
    }
}

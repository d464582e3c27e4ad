//! What options of every verb mean: the lake, its vintages, the day.

use std::path::PathBuf;

use agglo::Error;
use agglo::base::year::Year;
#[cfg(feature = "close")]
use agglo_data::close::Quarter;
use agglo_data::country::Vintages;
use agglo_data::lake::Lake;
use jiff::Zoned;
use jiff::civil::Date;

use crate::args::Global;
use crate::printer::note;

impl Global {
    /// The lake as it is: the folder that is said, that of the variable, or among the user's data.
    pub(crate) fn lake(&self) -> Result<Lake, Error> {
        let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let said = self.lake.clone().or_else(|| variable("AGGLO_LAKE").map(PathBuf::from));
        let among = || {
            let data = variable("XDG_DATA_HOME").map(PathBuf::from);
            let home = variable("HOME").or_else(|| variable("USERPROFILE")).map(PathBuf::from);
            let data = data.or_else(|| home.map(|home| home.join(".local/share")));
            data.map(|data| data.join("agglo").join("lake"))
        };
        said.or_else(among).map(Lake::at).ok_or_else(|| {
            Error::new("E0103", "there is no folder for the lake").hint("name one: --lake DIR")
        })
    }

    /// The lake as answers are made from it, and the vintage of each of its datasets.
    pub(crate) fn data(&self) -> Result<(Lake, Vintages), Error> {
        if let Some(view) = &self.view {
            return Ok((view.clone(), Vintages::default()));
        }
        let lake = self.lake()?;
        #[cfg(feature = "close")]
        if let [name] = self.vintage.as_slice()
            && lake.closes()?.iter().any(|closed| closed.is_called(name))
        {
            return Ok((lake.at_state(&lake.state_of(name)?)?, Vintages::default()));
        }
        #[cfg(feature = "close")]
        if let Some(quarter) = self.vintage.iter().find(|name| name.parse::<Quarter>().is_ok()) {
            return Err(Error::new("E0421", format!("{quarter} is not closed")).hint(
                "`agglo data list --vintages` names vintages; a date names data as they stood",
            ));
        }
        let vintages = Vintages::said(&self.vintage, &lake)?;
        Ok((lake, vintages))
    }

    /// Where figures of the starter pack alone are asked for: refuses a vintage that is none, and says that one
    /// that is changes nothing.
    pub(crate) fn check_vintage(&self) -> Result<(), Error> {
        if !self.vintage.is_empty() {
            self.data()?;
            note(
                "`--vintage` is of the lake: this answer rests on the starter pack, which has one vintage",
            );
        }
        Ok(())
    }

    /// The seed that is said; else that of the programme; else the usual one.
    #[cfg(feature = "ledger")]
    pub(crate) fn seed_or(&self, programme: Option<u64>) -> u64 {
        programme.filter(|_| !self.is_seed_said).unwrap_or(self.seed)
    }

    /// The day that counts as today.
    pub(crate) fn day(&self) -> Date {
        self.as_of.unwrap_or_else(|| Zoned::now().date())
    }

    /// The first full year after the day asked for.
    pub(crate) fn next_year(&self) -> Year {
        Year(u16::try_from(self.day().year()).unwrap_or(0) + 1)
    }
}

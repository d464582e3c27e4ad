//! A table goes into the load of its dataset; a second time where rows repeat others.

use agglo::Error;

use crate::add::{Adding, How, Open};
use crate::fault::{Fault, Faults};
use crate::intake::Named;
use crate::lake::{Card, ColumnCard, Role, Scope};
use crate::source::{Description, HIGH, LINE, LOW, Loaded, Options, STATUS, load};

/// What stopped a reading.
pub(super) enum Stopped {
    Faults(Faults),
    Other(Error),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

impl Adding<'_> {
    pub(super) fn read(
        &mut self,
        description: &Description,
        how: &How,
        again: &dyn Fn() -> Result<Named, Error>,
    ) -> Result<Loaded, Stopped> {
        let (keep_good, fix_codes) = (how.keep_good, how.fix_codes);
        let mut options = Options { keep_good, fix_codes, ..Options::default() };
        let new = !self.loads.contains_key(&description.dataset);
        let mut repeated = Vec::new();
        loop {
            if new {
                let load =
                    if how.dry_run { None } else { Some(self.lake.load(card(description)?)?) };
                let open = Open { load, rows: 0, files: Vec::new(), caveats: Vec::new() };
                self.loads.insert(description.dataset.clone(), open);
            }
            let mut table = again()?;
            let open = self.loads.get_mut(&description.dataset);
            let mut load_of = open.and_then(|open| open.load.as_mut());
            let mut stopped = None;
            let mut keep = |block| match load_of.as_mut().map(|load| load.block(&block)) {
                None | Some(Ok(())) => Ok(()),
                Some(Err(error)) => {
                    let fault = Fault::new(error.what().to_owned());
                    stopped = Some(error);
                    Err(fault)
                }
            };
            let found = load(table.sheet.as_mut(), description, self.codes, &options, &mut keep);
            if let Some(error) = stopped {
                return Err(error.into());
            }
            let mut loaded = found.map_err(Stopped::Faults)?;
            loaded.notes.append(&mut repeated);
            let is_whole = loaded.repeated.is_empty() && loaded.apart.is_empty();
            if is_whole || !options.skip.is_empty() || !options.apart.is_empty() {
                return Ok(loaded);
            }
            if !new {
                let what = "rows repeat others word for word, or old codes stand beside new ones";
                return Err(Fault::new(what).cure("load this file alone").into());
            }
            options.apart.extend(loaded.apart);
            repeated =
                loaded.notes.into_iter().filter(|note| note.contains("repeat others")).collect();
            options.skip = loaded.repeated;
        }
    }
}

/// What the lake is told of a dataset.
fn card(description: &Description) -> Result<Card, Error> {
    let mut columns: Vec<ColumnCard> =
        description.keys().into_iter().map(|key| ColumnCard::new(key, Role::Key)).collect();
    for measure in &description.measures {
        let name = measure.name.as_str();
        let unit = Some(measure.unit.clone()).filter(|unit| !unit.is_empty());
        columns.push(ColumnCard { unit: unit.clone(), ..ColumnCard::new(name, Role::Measure) });
        columns.push(ColumnCard::of(format!("{name}{STATUS}"), Role::Status, name));
        if measure.has_bounds(&description.flags) {
            for (end, role) in [(LOW, Role::Low), (HIGH, Role::High)] {
                let own = ColumnCard::of(format!("{name}{end}"), role, name);
                columns.push(ColumnCard { unit: unit.clone(), ..own });
            }
        }
    }
    let kept = description.flags.iter().filter_map(|flags| flags.keep.as_ref());
    columns.extend(kept.map(|name| ColumnCard::new(name, Role::Flags)));
    columns.push(ColumnCard::new(LINE, Role::Line));
    let has_period = description.period.is_some();
    let replaces = if has_period { Scope::PeriodsInIt } else { Scope::WholeDataset };
    Ok(Card {
        title: description.title.clone(),
        agency: description.agency.clone(),
        licence: description.licence.clone(),
        mapping: description.text()?,
        ..Card::new(&description.dataset, columns, replaces)
    })
}

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
    let column = |name: &str, role: Role| ColumnCard {
        name: name.to_owned(),
        role,
        of: None,
        unit: None,
        codes: None,
    };
    let mut columns: Vec<ColumnCard> =
        description.keys().into_iter().map(|key| column(&key, Role::Key)).collect();
    for measure in &description.measures {
        let unit = Some(measure.unit.clone()).filter(|unit| !unit.is_empty());
        columns.push(ColumnCard { unit: unit.clone(), ..column(&measure.name, Role::Measure) });
        let of = || Some(measure.name.clone());
        let status = format!("{}{STATUS}", measure.name);
        columns.push(ColumnCard { of: of(), ..column(&status, Role::Status) });
        if measure.has_bounds(&description.flags) {
            for (end, role) in [(LOW, Role::Low), (HIGH, Role::High)] {
                let name = format!("{}{end}", measure.name);
                let unit = unit.clone();
                columns.push(ColumnCard { of: of(), unit, ..column(&name, role) });
            }
        }
    }
    let kept = description.flags.iter().filter_map(|flags| flags.keep.as_ref());
    columns.extend(kept.map(|name| column(name, Role::Flags)));
    columns.push(column(LINE, Role::Line));
    let has_period = description.period.is_some();
    Ok(Card {
        dataset: description.dataset.clone(),
        title: description.title.clone(),
        agency: description.agency.clone(),
        licence: description.licence.clone(),
        source: description.dataset.clone(),
        periods: Vec::new(),
        columns,
        files: Vec::new(),
        caveats: Vec::new(),
        mapping: description.text()?,
        replaces: if has_period { Scope::PeriodsInIt } else { Scope::WholeDataset },
    })
}

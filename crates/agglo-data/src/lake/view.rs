//! A lake as it stood, or as it would stand had only some of what changed come: datasets held to vintages.
//!
//! Files of a vintage are cut by period, so that a lake without a new period, or with a new period and without
//! the revision of others, is a choice among files that are there: nothing is written or copied.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use agglo::Error;

use crate::lake::block::Values;
use crate::lake::card::REGION;
use crate::lake::manifest::{Manifest, Object, VintageId};
use crate::lake::pins::{Pin, Pins};
use crate::lake::{AsOf, Lake, Vintage};

/// Datasets, each with the vintage that is meant.
pub type State = BTreeMap<String, VintageId>;

/// What of the later of two states has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mix {
    /// Regions that came or went in known periods.
    pub boundary: bool,
    /// Figures of known periods and regions that are told otherwise.
    pub revision: bool,
    /// Periods and datasets that were not known.
    pub new_data: bool,
}

impl Lake {
    /// The newest vintage of each dataset.
    ///
    /// # Errors
    ///
    /// `E0401` and `E0402` where the lake cannot be read.
    pub fn state(&self) -> Result<State, Error> {
        Ok(self.datasets()?.into_iter().map(|own| (own.name, own.newest.id)).collect())
    }

    /// The last vintage of each dataset that was published by a time; datasets without one are left out.
    ///
    /// # Errors
    ///
    /// `E0421` where the text is no time; `E0401` and `E0402` where the lake cannot be read.
    pub fn state_by(&self, time: &str) -> Result<State, Error> {
        super::as_of::check_time(time)?;
        let mut state = State::new();
        for name in self.names()? {
            let by = |vintage: &Vintage| super::as_of::is_by(&vintage.manifest.published, time);
            let found = match self.place(&name)?.newest()? {
                Some(_) => self.vintages(&name)?.into_iter().find(by),
                None => None,
            };
            state.extend(found.map(|vintage| (name, vintage.id)));
        }
        Ok(state)
    }

    /// The state that a name means: a closed quarter (`2026Q2`), a record of a close, or a vintage of a dataset.
    /// With a vintage, the other datasets are as they stood when it was published.
    ///
    /// # Errors
    ///
    /// `E0421` where there is no such thing; `E0401` and `E0402` where the lake cannot be read.
    pub fn state_of(&self, name: &str) -> Result<State, Error> {
        let closes = self.closes()?;
        if let Some(closed) = closes.iter().rev().find(|own| own.is_called(name)) {
            return Ok(closed.state());
        }
        let Ok(id) = VintageId::parse(name) else {
            let what = format!("`{name}` is no closed quarter and no name of a vintage");
            let hint = "`agglo data list --vintages` names them; a quarter is closed by `agglo data close 2026Q3`";
            return Err(Error::new("E0421", what).hint(hint));
        };
        for dataset in self.names()? {
            let Ok(vintage) = self.vintage(&dataset, &AsOf::Vintage(id.clone())) else { continue };
            let mut state = self.state_by(&vintage.manifest.published)?;
            state.insert(dataset, id);
            return Ok(state);
        }
        Err(Error::new("E0421", format!("no dataset has a vintage `{name}`"))
            .hint("`agglo data list --vintages` names them"))
    }

    /// The lake as it was in a state: its newest vintages are those of the state, and other datasets are not
    /// there.
    ///
    /// # Errors
    ///
    /// `E0421` where a vintage is not there; `E0401` and `E0402` where the lake cannot be read.
    pub fn at_state(&self, state: &State) -> Result<Self, Error> {
        let mut pins = Pins::new();
        for (dataset, id) in state {
            let vintage = self.vintage(dataset, &AsOf::Vintage(id.clone()))?;
            pins.insert(dataset.clone(), Pin { vintage, regions: BTreeMap::new() });
        }
        Ok(self.pinned(pins))
    }

    /// The lake as it would be had only some of what happened between two states happened.
    ///
    /// # Errors
    ///
    /// As [`Lake::at_state`].
    pub fn between(&self, was: &State, is: &State, mix: Mix) -> Result<Self, Error> {
        let mut pins = Pins::new();
        for dataset in was.keys().chain(is.keys()).collect::<BTreeSet<_>>() {
            let of = |state: &State| {
                let id = state.get(dataset).cloned();
                id.map(|id| self.vintage(dataset, &AsOf::Vintage(id))).transpose()
            };
            let pin = match (of(was)?, of(is)?) {
                (Some(was), Some(is)) => Some(self.mixed(dataset, &was, &is, mix)?),
                (None, Some(vintage)) if mix.new_data => {
                    Some(Pin { vintage, regions: BTreeMap::new() })
                }
                // A dataset that is in no later state was not taken back: it is only not asked of.
                (Some(vintage), None) => Some(Pin { vintage, regions: BTreeMap::new() }),
                _ => None,
            };
            pins.extend(pin.map(|pin| (dataset.clone(), pin)));
        }
        Ok(self.pinned(pins))
    }

    fn pinned(&self, pins: Pins) -> Self {
        Self { pins: Some(Arc::new(pins)), ..self.clone() }
    }

    fn mixed(&self, dataset: &str, was: &Vintage, is: &Vintage, mix: Mix) -> Result<Pin, Error> {
        let known: BTreeSet<&str> =
            was.manifest.objects.iter().map(|object| object.period.as_str()).collect();
        let is_known = |object: &&Object| known.contains(object.period.as_str());
        let (old, new) = (&was.manifest.objects, &is.manifest.objects);
        let mut regions = BTreeMap::new();
        let mut objects: Vec<Object> = match (mix.boundary, mix.revision) {
            (true, true) => new.iter().filter(is_known).cloned().collect(),
            (false, false) => old.clone(),
            (boundary, _) => {
                let (before, now) = (self.regions(dataset, was)?, self.regions(dataset, is)?);
                let both = Arc::new(before.intersection(&now).cloned().collect::<BTreeSet<_>>());
                // Of the regions that both know, the figures of one; of the others, those of the other.
                let (common, apart) = if boundary { (old, new) } else { (new, old) };
                let other = if boundary { &now } else { &before };
                let only = Arc::new(other.difference(&both).cloned().collect::<BTreeSet<_>>());
                let named = |objects: &[Object]| -> BTreeSet<String> {
                    objects.iter().map(|object| object.sha256.clone()).collect()
                };
                let shared: BTreeSet<String> =
                    named(common).intersection(&named(apart)).cloned().collect();
                let mut objects = Vec::new();
                for (list, kept) in [(common, &both), (apart, &only)] {
                    for object in list.iter().filter(is_known) {
                        let is_shared = shared.contains(&object.sha256);
                        if is_shared && std::ptr::eq(list, apart) {
                            continue;
                        }
                        if !is_shared {
                            regions.insert(object.sha256.clone(), Arc::clone(kept));
                        }
                        objects.push(object.clone());
                    }
                }
                objects
            }
        };
        if mix.new_data {
            objects.extend(new.iter().filter(|object| !is_known(object)).cloned());
        }
        objects.sort_by(|a, b| a.period.cmp(&b.period));
        let manifest = Manifest { objects, ..is.manifest.clone() };
        Ok(Pin { vintage: Vintage { manifest, ..is.clone() }, regions })
    }

    /// The regions that a vintage knows; none where it knows no regions.
    ///
    /// # Errors
    ///
    /// `E0401` and `E0402` where a file cannot be read.
    pub fn regions(&self, dataset: &str, vintage: &Vintage) -> Result<BTreeSet<String>, Error> {
        let mut regions = BTreeSet::new();
        if vintage.manifest.kind(REGION).is_none() {
            return Ok(regions);
        }
        for block in self.read(dataset, &AsOf::Vintage(vintage.id.clone()))?.columns(&[REGION])? {
            match block?.column(REGION) {
                Some(Values::Codes { names, .. }) => regions.extend(names.iter().cloned()),
                Some(Values::Whole(values)) => {
                    regions.extend(values.iter().flatten().map(ToString::to_string));
                }
                _ => {}
            }
        }
        Ok(regions)
    }
}

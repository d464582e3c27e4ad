//! What the codes that are reached have: by region from a dataset or the built-in table, by nation from the pack.

use std::collections::BTreeMap;

use agglo::Error;
use agglo::base::id::{IndustryId, RegionId};

use crate::lake::{AsOf, Lake, Role, Values};
use crate::source::{INDUSTRY, PERIOD, REGION};
use crate::starter::Starter;

/// The edition of the table of changes of the pack.
const CHANGES: &str = "naics-2017";

/// Weights of splits.
pub(super) struct Reference {
    pub(super) nation: BTreeMap<IndustryId, f64>,
    pub(super) own: Own,
}

/// Figures by region and code.
#[derive(Default)]
pub(super) struct Own(BTreeMap<String, BTreeMap<IndustryId, f64>>);

impl Own {
    pub(super) fn weight(&self, region: &str, code: &IndustryId) -> Option<f64> {
        self.0.get(region)?.get(code).copied()
    }

    /// The first measure of a dataset of the lake, in its last period.
    pub(super) fn of_lake(lake: &Lake, dataset: &str) -> Result<Self, Error> {
        let vintage = lake.vintage(dataset, &AsOf::Latest)?;
        let card = &vintage.manifest.card;
        let measure = card.columns.iter().find(|column| column.role == Role::Measure);
        let Some(measure) = measure else {
            return Err(Error::new("E0421", format!("`{dataset}` has no figures")));
        };
        let mut reader =
            lake.read(dataset, &AsOf::Latest)?.columns(&[REGION, INDUSTRY, &measure.name])?;
        if let Some(last) = vintage.periods().last() {
            reader = reader.only(PERIOD, &[last])?;
        }
        let mut own = Self::default();
        for block in reader {
            let block = block?;
            let texts = |name: &str| match block.column(name) {
                Some(Values::Codes { names, at }) => Some((names, at)),
                _ => None,
            };
            let (Some((regions, region)), Some((codes, code)), Some(Values::Numbers(values))) =
                (texts(REGION), texts(INDUSTRY), block.column(&measure.name))
            else {
                continue;
            };
            for (row, value) in values.iter().enumerate() {
                let (Some(region), Some(code), Some(value)) = (region[row], code[row], value)
                else {
                    continue;
                };
                let place = own.0.entry(regions[region as usize].clone()).or_default();
                // Several owners or sizes of one code add up.
                *place.entry(codes[code as usize].as_str().into()).or_default() += value;
            }
        }
        Ok(own)
    }

    /// Jobs by county in the built-in table, where it is of these codes.
    pub(super) fn of_pack(
        starter: &Starter,
        id: &str,
        routes: &agglo::panel::carry::Routes,
    ) -> Result<Self, Error> {
        let mut own = Self::default();
        let codes: std::collections::BTreeSet<&IndustryId> =
            routes.splits().into_iter().flat_map(|(_, to)| to).collect();
        if id != CHANGES || codes.is_empty() {
            return Ok(own);
        }
        let regions: Vec<RegionId> =
            starter.regions()?.into_iter().map(|region| region.id).collect();
        let jobs = starter.changes(&regions)?.employment;
        let held: Vec<(usize, &IndustryId)> = codes
            .into_iter()
            .filter_map(|code| Some((jobs.industry(code.as_str())?, code)))
            .collect();
        for (at, region) in jobs.axes().regions.iter().enumerate() {
            let known = held.iter().filter_map(|&(industry, code)| {
                Some((code.clone(), jobs.cell([0, at, industry]).point().ok()?))
            });
            own.0.insert(region.to_string(), known.collect());
        }
        Ok(own)
    }
}

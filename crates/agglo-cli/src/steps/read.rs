//! Which blueprint a region is read against, and the reading.

use std::path::Path;

use agglo::Error;
use agglo::base::blueprint::{Blueprint, Body, Element};
use agglo::base::cluster_definition::ClusterDefinition;
use agglo::base::id::{ClusterId, ElementId};
use agglo::base::region::Region;
use agglo::map::Place;
use agglo::map::cluster::Portfolio;
use agglo::map::gap::{
    Anchor, Choice, DerivedRule, Evidence, Options, Prepared, Reading, choose, derive, read,
};
use agglo_data::definitions::{blueprint, clusters};

use crate::country::Country;
use crate::failure::Failure;

/// A region read against one blueprint.
pub(crate) struct Reads {
    pub(crate) blueprint: Blueprint,
    /// Why this blueprint.
    pub(crate) because: String,
    pub(crate) reading: Reading,
}

/// What blueprints are read with.
pub(crate) struct Reader<'a> {
    country: &'a Country,
    evidence: Evidence<'a>,
    definition: ClusterDefinition,
    rule: DerivedRule,
    shipped: Vec<Blueprint>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(country: &'a Country) -> Result<Self, Failure> {
        let tables = &country.tables;
        let evidence = Evidence {
            structure: &tables.structure,
            facts: &tables.facts,
            classification: &tables.classification,
            regions: &tables.regions,
            clusters: Some(&tables.clusters),
        };
        Ok(Self {
            country,
            evidence,
            definition: clusters::traded()?,
            rule: blueprint::derived_rule()?,
            shipped: blueprint::all()?,
        })
    }

    /// Reads a region against the blueprint that is named, or against those that the rule chooses.
    pub(crate) fn read(
        &self,
        named: Option<&str>,
        region: &Region,
        portfolio: &Portfolio,
        options: &Options,
    ) -> Result<Vec<Reads>, Failure> {
        let chosen = match named {
            Some(named) => vec![(self.named(named)?, format!("`--blueprint {named}`"))],
            None => with_all(self.chosen(region, portfolio)?, &options.without),
        };
        let mut reads = Vec::new();
        for (blueprint, because) in chosen {
            let prepared = Prepared::new(&blueprint, self.evidence)?;
            let reading = read(&prepared, region, options)?;
            reads.push(Reads { blueprint, because, reading });
        }
        Ok(reads)
    }

    fn chosen(
        &self,
        region: &Region,
        portfolio: &Portfolio,
    ) -> Result<Vec<(Blueprint, String)>, Failure> {
        let table = &self.country.tables.clusters;
        let place = Place::new(region);
        let choices = choose(&self.shipped, portfolio, &self.evidence, table, place);
        choices.into_iter().map(|choice| self.anchored(choice)).collect()
    }

    fn anchored(&self, choice: Choice) -> Result<(Blueprint, String), Failure> {
        let blueprint = match choice.anchor {
            Anchor::Blueprint(id) => blueprint::shipped(id.as_str())?,
            Anchor::Cluster(id) => self.derived(&id)?,
        };
        Ok((blueprint, choice.because))
    }

    fn derived(&self, id: &ClusterId) -> Result<Blueprint, Failure> {
        let cluster = self.definition.clusters().iter().find(|cluster| cluster.id == *id);
        let cluster = cluster.ok_or_else(|| unknown(id.as_str()))?;
        Ok(derive(cluster, &self.definition, &self.evidence, &self.rule)?)
    }

    /// A file, a shipped blueprint, or a traded cluster by its id.
    fn named(&self, name: &str) -> Result<Blueprint, Failure> {
        let path = Path::new(name);
        if path.extension().is_some_and(|extension| extension == "toml") {
            let text = std::fs::read_to_string(path).map_err(|error| {
                Error::new("E0401", format!("cannot read the blueprint: {error}")).at(name)
            })?;
            return Ok(blueprint::read(&text, name)?);
        }
        if self.shipped.iter().any(|shipped| shipped.id.as_str() == name) {
            return Ok(blueprint::shipped(name)?);
        }
        self.derived(&name.strip_prefix("derived-").unwrap_or(name).into())
    }
}

/// Those blueprints that have every element to be removed; the first where none has, which then says so.
fn with_all(chosen: Vec<(Blueprint, String)>, without: &[ElementId]) -> Vec<(Blueprint, String)> {
    let has = |blueprint: &Blueprint, id: &ElementId| {
        let members = |element: &Element| match &element.body {
            Body::Nest(nest) => nest.members.iter().any(|member| member.id == *id),
            Body::Single(_) => false,
        };
        blueprint.elements.iter().any(|element| element.id == *id || members(element))
    };
    let mut chosen = chosen;
    let all = |blueprint: &Blueprint| without.iter().all(|id| has(blueprint, id));
    if chosen.iter().any(|(blueprint, _)| all(blueprint)) {
        chosen.retain(|(blueprint, _)| all(blueprint));
    } else {
        chosen.truncate(1);
    }
    chosen
}

fn unknown(name: &str) -> Error {
    let shipped = blueprint::shipped_ids().join(", ");
    Error::new("E0105", format!("there is no blueprint and no traded cluster `{name}`")).hint(
        format!("shipped: {shipped}; ids of traded clusters: agglo clusters REGION --csv; or a file ending in .toml"),
    )
}

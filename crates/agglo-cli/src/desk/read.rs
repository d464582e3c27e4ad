//! Which blueprint a region is read against, and the reading.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use agglo::Error;
use agglo::base::blueprint::{Blueprint, Body, Element};
use agglo::base::id::{ClusterId, ElementId};
use agglo::base::region::Region;
use agglo::map::Place;
use agglo::map::cluster::Portfolio;
use agglo::map::gap::{
    Anchor, Choice, Choosing, Evidence, Options, Prepared, Reading, choose, derive, read,
};
use agglo_data::definitions::blueprint;

use crate::desk::Desk;
use crate::failure::Failure;

/// A region read against one blueprint.
pub struct Reads<'a> {
    prepared: Arc<Prepared<'a>>,
    /// Why this blueprint.
    pub(crate) because: String,
    pub(crate) reading: Reading,
}

impl Reads<'_> {
    pub(crate) fn blueprint(&self) -> &Blueprint {
        self.prepared.blueprint()
    }
}

/// Blueprints that were made ready, by name: the next region finds them there.
#[derive(Default)]
pub(super) struct Shelf<'a>(Mutex<BTreeMap<String, Arc<Prepared<'a>>>>);

impl<'a> Shelf<'a> {
    /// The blueprint of that name, made ready now unless it stands here already.
    fn get(
        &self,
        name: &str,
        make: impl FnOnce() -> Result<Prepared<'a>, Failure>,
    ) -> Result<Arc<Prepared<'a>>, Failure> {
        let broken = || Error::new("E0901", "a thread that read a blueprint stopped");
        if let Some(ready) = self.0.lock().map_err(|_| broken())?.get(name) {
            return Ok(Arc::clone(ready));
        }
        // Made outside the lock: two threads may make the same one, and both come to the same.
        let ready = Arc::new(make()?);
        self.0.lock().map_err(|_| broken())?.insert(name.to_owned(), Arc::clone(&ready));
        Ok(ready)
    }
}

impl<'a> Desk<'a> {
    fn evidence(&self) -> Evidence<'a> {
        let tables = &self.country.tables;
        Evidence {
            structure: &tables.structure,
            facts: &tables.facts,
            classification: &tables.classification,
            regions: &tables.regions,
            clusters: tables.clusters.as_ref(),
        }
    }

    /// Reads a region against the blueprint that is named, or against those that the rule chooses.
    pub(crate) fn read(
        &self,
        named: Option<&str>,
        region: &Region,
        portfolio: &Portfolio,
        options: &Options,
    ) -> Result<Vec<Reads<'a>>, Failure> {
        let chosen = match named {
            Some(named) => {
                // Of a file its name alone: the folder is its owner's.
                let said = Path::new(named)
                    .file_name()
                    .map_or(named.into(), |name| name.to_string_lossy());
                vec![(self.named(named)?, format!("it was asked for: {said}"))]
            }
            None => with_all(self.chosen(region, portfolio)?, &options.without),
        };
        let mut reads = Vec::new();
        for (prepared, because) in chosen {
            let reading = read(&prepared, region, options)?;
            reads.push(Reads { prepared, because, reading });
        }
        Ok(reads)
    }

    fn chosen(&self, region: &Region, portfolio: &Portfolio) -> Result<Chosen<'a>, Failure> {
        let from = Choosing {
            shipped: &self.definitions.shipped,
            definition: &self.definitions.clusters,
            rule: &self.definitions.derived,
            evidence: self.evidence(),
        };
        let choices = choose(from, portfolio, Place::new(region));
        choices.into_iter().map(|choice| self.anchored(choice)).collect()
    }

    fn anchored(&self, choice: Choice) -> Result<(Arc<Prepared<'a>>, String), Failure> {
        let prepared = match choice.anchor {
            Anchor::Blueprint(id) => self.named(id.as_str())?,
            Anchor::Cluster(id) => self.derived(&id)?,
        };
        Ok((prepared, choice.because))
    }

    fn derived(&self, id: &ClusterId) -> Result<Arc<Prepared<'a>>, Failure> {
        let definition = &self.definitions.clusters;
        let cluster = definition.clusters().iter().find(|cluster| cluster.id == *id);
        let cluster = cluster.ok_or_else(|| self.unknown(id.as_str()))?;
        self.shelf.get(&format!("derived-{id}"), || {
            let rule = &self.definitions.derived;
            let blueprint = derive(cluster, definition, &self.evidence(), rule)?;
            self.prepare(&blueprint)
        })
    }

    /// The blueprint of that name, made ready.
    pub(crate) fn ready(&self, name: &str) -> Result<Arc<Prepared<'a>>, Failure> {
        self.named(name)
    }

    /// Made ready, with what its card says.
    fn prepare(&self, blueprint: &Blueprint) -> Result<Prepared<'a>, Failure> {
        let claim = blueprint::card(blueprint)?.map(|card| card.complementarity);
        let whole = match &self.overlay {
            Some(overlay) => &overlay.onto(blueprint).map_err(Failure)?,
            None => blueprint,
        };
        Ok(Prepared::new(whole, self.evidence())?.with_claim(claim))
    }

    /// A file, a shipped blueprint, or a traded cluster by its id.
    fn named(&self, name: &str) -> Result<Arc<Prepared<'a>>, Failure> {
        let path = Path::new(name);
        if blueprint::is_file(path) {
            return self.shelf.get(name, || self.prepare(&blueprint::own_from_file(path)?));
        }
        let shipped = self.definitions.shipped.iter().find(|shipped| shipped.id.as_str() == name);
        match shipped {
            Some(shipped) => self.shelf.get(name, || self.prepare(shipped)),
            None => self.derived(&name.strip_prefix("derived-").unwrap_or(name).into()),
        }
    }

    fn unknown(&self, name: &str) -> Error {
        let ids = |ids: Vec<&str>| ids.join(", ");
        let shipped = ids(self.definitions.shipped.iter().map(|b| b.id.as_str()).collect());
        let clusters = self.definitions.clusters.clusters().iter();
        let clusters = ids(clusters.map(|cluster| cluster.id.as_str()).collect());
        Error::new("E0105", format!("there is no blueprint and no traded cluster `{name}`")).hint(
            format!("shipped: {shipped}; traded clusters: {clusters}; or a file ending in .toml or .xlsx"),
        )
    }
}

/// Blueprints made ready, each with why it was chosen.
type Chosen<'a> = Vec<(Arc<Prepared<'a>>, String)>;

/// Those that have every element to be removed; the first where none has, which then says so.
fn with_all<'a>(mut chosen: Chosen<'a>, without: &[ElementId]) -> Chosen<'a> {
    let has = |prepared: &Prepared<'_>| without.iter().all(|id| holds(prepared.blueprint(), id));
    if chosen.iter().any(|(prepared, _)| has(prepared)) {
        chosen.retain(|(prepared, _)| has(prepared));
    } else {
        chosen.truncate(1);
    }
    chosen
}

/// Whether an element or a member of a nest has that id.
fn holds(blueprint: &Blueprint, id: &ElementId) -> bool {
    let is_member = |element: &Element| match &element.body {
        Body::Nest(nest) => nest.members.iter().any(|member| member.id == *id),
        Body::Single(_) => false,
    };
    blueprint.elements.iter().any(|element| element.id == *id || is_member(element))
}

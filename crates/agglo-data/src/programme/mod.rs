//! A programme's folder: `agglo.toml`, its ledger, and what else a person keeps there.

mod read;
mod spans;
mod start;

use std::path::{Path, PathBuf};

use agglo::Error;
use agglo::base::blueprint::Overlay;
use agglo::engage::{FeedbackRule, ListeningRule, PartnerRule, PieceRule, RepresentationRule};

use crate::definitions::{Errors, blueprint};
use crate::ledger::Address;

pub use start::{Begin, begin};

/// The name of the file that makes a folder a programme's.
pub const FILE: &str = "agglo.toml";

/// The ledger's file where nothing else is said.
const LEDGER: &str = "ledger.db";

/// The variable that names the ledger's place before `agglo.toml` does: passwords stay out of the file.
pub const VARIABLE: &str = "AGGLO_LEDGER";

/// A programme as its `agglo.toml` describes it.
#[derive(Clone, Debug)]
pub struct Programme {
    /// Its folder.
    pub folder: PathBuf,
    /// Its id: learnings are pooled by it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The currency of all its money: `USD`.
    pub currency: String,
    /// The blueprint: a file of the folder, a shipped one, or a traded cluster.
    pub blueprint: Option<String>,
    /// Whether it is made up, which every page says.
    pub is_illustrative: bool,
    /// Its regions, in their order.
    pub regions: Vec<ProgrammeRegion>,
    /// What its records are held against.
    pub rules: Rules,
    /// How plans are made.
    pub plan: PlanRules,
    /// Rules that are looser than the defaults, in words.
    pub loosened: Vec<String>,
    /// Where the ledger is kept, as the file says it.
    pub ledger: String,
}

/// A region of a programme.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgrammeRegion {
    /// Its id inside the programme.
    pub id: String,
    /// Codes of the regions that it is made of.
    pub members: Vec<String>,
    /// Residents, where the figures at hand do not say.
    pub residents: Option<f64>,
    /// Firms, where the figures at hand do not say.
    pub firms: Option<f64>,
    /// Share of the residents who live in underserved places, where it is known.
    pub underserved_share: Option<f64>,
}

/// How plans are made; what is not said is left to the verb.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanRules {
    /// Seed of the scenarios.
    pub seed: Option<u64>,
    /// The file with the programme's own edges, as it is named.
    pub overlay: Option<String>,
    /// Least share of the benefit to underserved places.
    pub phi: Option<f64>,
    /// Whether money that is not spent may be spent later.
    pub carry_over: Option<bool>,
    /// Share of the scenarios that the floor does not look at.
    pub tail: Option<f64>,
    /// Floor under the mean of the others, as an aggregate.
    pub floor: Option<f64>,
    /// Nodes after which a search stops.
    pub node_limit: Option<u64>,
}

/// What records are held against.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rules {
    /// Partners and trust.
    pub partner: PartnerRule,
    /// Pieces.
    pub piece: PieceRule,
    /// Listening before a plan.
    pub listening: ListeningRule,
    /// Answers.
    pub feedback: FeedbackRule,
    /// Participants against residents.
    pub representation: RepresentationRule,
}

impl Programme {
    /// The programme of a folder, or of the nearest folder above it that has an `agglo.toml`.
    ///
    /// # Errors
    ///
    /// `E0530` where there is none; every fault of its file, each with its line.
    pub fn find(from: &Path) -> Result<Self, Errors> {
        let start = std::path::absolute(from).unwrap_or_else(|_| from.to_owned());
        let folder = start.ancestors().find(|folder| folder.join(FILE).is_file());
        let Some(folder) = folder else {
            let what = format!("there is no {FILE} in `{}` or above it", from.display());
            let hint =
                "begin one with `agglo init NAME --region R`, or name its folder with --programme";
            return Err(Errors(vec![Error::new("E0530", what).hint(hint)]));
        };
        Self::at(folder)
    }

    /// The programme of a folder.
    ///
    /// # Errors
    ///
    /// `E0530` where its file cannot be read; every fault of the file, each with its line.
    pub fn at(folder: &Path) -> Result<Self, Errors> {
        let path = folder.join(FILE);
        let text = std::fs::read_to_string(&path).map_err(|error| {
            let what = format!("`{}` cannot be read: {error}", path.display());
            let hint = "it must be text in UTF-8 that you may read";
            Errors(vec![Error::new("E0530", what).hint(hint)])
        })?;
        read::programme(&text, folder).map_err(Errors)
    }

    /// Where its ledger is kept.
    ///
    /// # Errors
    ///
    /// `E0520` where the place is neither a file nor a Postgres server.
    pub fn address(&self, variable: Option<&str>) -> Result<Address, Error> {
        let said = variable.filter(|text| !text.is_empty()).unwrap_or(&self.ledger);
        Address::read(said, &self.folder)
    }

    /// The blueprint as a verb names it: a file of the folder by its path, anything else as it is said.
    pub fn named_blueprint(&self) -> Option<String> {
        let named = self.blueprint.as_ref()?;
        let file = self.folder.join(named);
        Some(if file.is_file() { file.display().to_string() } else { named.clone() })
    }

    /// What the programme adds to its blueprint; none where it names no overlay.
    ///
    /// # Errors
    ///
    /// `E0401` where the file cannot be read; every fault of it, each with its line.
    pub fn overlay(&self) -> Result<Option<Overlay>, Errors> {
        let Some(named) = &self.plan.overlay else { return Ok(None) };
        let text = std::fs::read_to_string(self.folder.join(named)).map_err(|error| {
            let what = format!("the overlay cannot be read: {error}");
            let hint = format!("{FILE} names it; write the file, or take the line `overlay` out");
            Errors(vec![Error::new("E0401", what).at(named).hint(hint)])
        })?;
        blueprint::overlay(&text, named).map(Some)
    }

    /// Ids of its regions.
    pub fn region_ids(&self) -> Vec<String> {
        self.regions.iter().map(|region| region.id.clone()).collect()
    }

    /// The region that is meant; it need not be said where there is one only.
    ///
    /// # Errors
    ///
    /// `E0531` where it must be said, or there is none of that id.
    pub fn region(&self, said: Option<&str>) -> Result<&ProgrammeRegion, Error> {
        let all = self.region_ids().join(", ");
        match (said, self.regions.as_slice()) {
            (Some(id), regions) => regions.iter().find(|region| region.id == id).ok_or_else(|| {
                Error::new("E0531", format!("the programme has no region `{id}`"))
                    .hint(format!("regions: {all}"))
            }),
            (None, [only]) => Ok(only),
            (None, _) => Err(Error::new("E0531", "the programme has several regions: say which")
                .hint(format!("--region, one of {all}"))),
        }
    }
}

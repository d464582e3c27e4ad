//! Makes the traded clusters of `definitions/clusters` from agencies' figures, by the method written there.

mod counts;
mod flows;

use std::collections::BTreeMap;
use std::path::Path;

use agglo::Error;
use agglo::base::classification::Classification;
use agglo::base::id::IndustryId;
use agglo::map::cluster::define::{Defined, Figures, define};
use agglo::map::cluster::naming::{Anchor, named};
use agglo_data::atomic::write_all;
use agglo_data::definitions::clusters::{self, Moved, SetAside, Written};
use agglo_data::starter::naics_2012;
use agglo_data::warehouse::{Query, Warehouse};
use serde::{Deserialize, Serialize};

use super::cells::{Cells, Owners};
use super::places;
use counts::{counts, industries};
use flows::Flows;

/// Table as queries name it, and its file under the folder given.
const TABLES: &[(&str, &str)] = &[
    ("qcew_county", "us/industry/qcew_county.parquet"),
    ("qcew_county_monthly", "us/industry/qcew_county_monthly.parquet"),
    ("qcew_state", "us/industry/qcew_state.parquet"),
    ("element_facts", "us/elements/facts.csv"),
    ("cz_1990", "us/geo/cz_1990.csv"),
    ("io_make", "io/bea/Detail_Make_2017_BeforeRedef_17sch.parquet"),
    ("io_use", "io/bea/Detail_Use_2017_PRO_BeforeRedef_17sch.parquet"),
    ("io_members", "concordance/bea_to_naics2017.csv"),
];

const NAMES: &str = include_str!("../../../../../definitions/clusters/names.csv");

/// What stands beside the members: how they were made and how good they are.
#[derive(Serialize)]
struct About {
    name: String,
    vintage: String,
    method: String,
    traded_rule: String,
    industries: usize,
    clusters: usize,
    groupings_tried: usize,
    groupings_coherent: usize,
    /// Mean of all scores, in percent.
    validation_score: f64,
    configuration: toml::Value,
    shuffled_labels: toml::Value,
    scores: BTreeMap<String, toml::Value>,
    set_aside: BTreeMap<String, String>,
    moved: BTreeMap<String, String>,
}

/// Writes `traded.csv` and `traded.toml`.
pub(in crate::pack) fn write(from: &Path, to: &Path) -> Result<(), Error> {
    let written = clusters::written()?;
    let warehouse = Warehouse::new()?;
    super::register(&warehouse, from, TABLES)?;
    warehouse.view("places", &Query::PLACES)?;
    let tree = naics_2012()?;
    let figures = figures(&warehouse, &tree, &written.set_aside)?;
    let defined = define(&figures, &written.method)?;
    if !defined.best.coherent {
        return Err(Error::new("E0303", "no grouping passes the rules for clean groups"));
    }
    let codes: Vec<IndustryId> =
        defined.traded.iter().map(|&at| figures.industries[at].clone()).collect();
    let title = |id: &IndustryId| {
        tree.get(id.as_str()).map_or_else(|| id.to_string(), |node| node.title.clone())
    };
    let labels = moved(&codes, &defined.best.labels, &written.moved)?;
    let (groups, members) = named(&codes, &labels, &defined.similarity, &anchors()?, title);
    let rows = clusters::csv(&groups, &members, title)?;
    let about = about(&written, &defined, groups.len())?;
    super::super::say(&format!(
        "{} industries in {} clusters, validation score {:.1}, {:.1} with shuffled labels",
        codes.len(),
        groups.len(),
        defined.best.score(),
        defined.null.mean
    ));
    write_all(
        to,
        &[
            ("traded.csv".to_owned(), rows.into_bytes()),
            ("traded.toml".to_owned(), about.into_bytes()),
        ],
    )
}

/// Counts by labour market and state, and links, of every industry that has both.
fn figures(
    warehouse: &Warehouse,
    tree: &Classification,
    set_aside: &[SetAside],
) -> Result<Figures, Error> {
    let (counties, states) =
        (warehouse.ask(&Query::STRUCTURE)?, warehouse.ask(&Query::STATE_STRUCTURE)?);
    let owners = Owners::read(&warehouse.ask(&Query::OWNERS)?)?;
    let (county_cells, state_cells) = (Cells::read(&counties)?, Cells::read(&states)?);
    let markets = places::labour_markets(warehouse, &places::system()?)?;
    let flows = Flows::read(warehouse)?;
    let aside = |code: &IndustryId| {
        set_aside.iter().any(|aside| code.as_str().starts_with(&aside.industry))
    };
    let mut codes = industries(&county_cells);
    codes.retain(|code| flows.behind(code).is_some() && !aside(code));
    let by_market =
        counts(&county_cells, Some(&owners), tree, &codes, |county| markets.get(county).cloned())?;
    let by_state =
        counts(&state_cells, None, tree, &codes, |area| Some(area.get(..2)?.to_owned()))?;
    Ok(Figures {
        links: Some(flows.between(&codes)?),
        industries: codes,
        establishments: by_market.establishments,
        market_jobs: by_market.jobs,
        state_jobs: by_state.jobs,
    })
}

/// The labels after the moves by hand.
fn moved(codes: &[IndustryId], labels: &[usize], moves: &[Moved]) -> Result<Vec<usize>, Error> {
    let at = |code: &str| {
        codes.iter().position(|own| own.as_str() == code).ok_or_else(|| {
            Error::new("E0403", format!("industry `{code}` is not traded"))
                .at("clusters/method.toml")
        })
    };
    let mut labels = labels.to_vec();
    for step in moves {
        labels[at(&step.industry)?] = labels[at(&step.beside)?];
    }
    Ok(labels)
}

#[derive(Deserialize)]
struct Name {
    anchor: String,
    cluster: String,
    title: String,
}

fn anchors() -> Result<Vec<Anchor>, Error> {
    let mut reader = csv::Reader::from_reader(NAMES.as_bytes());
    let rows = reader.deserialize::<Name>();
    rows.map(|row| {
        let row =
            row.map_err(|cause| Error::new("E0403", cause.to_string()).at("clusters/names.csv"))?;
        Ok(Anchor { industry: row.anchor.into(), cluster: row.cluster.into(), title: row.title })
    })
    .collect()
}

fn about(written: &Written, defined: &Defined, clusters: usize) -> Result<String, Error> {
    let refused = |cause: toml::ser::Error| Error::new("E0403", cause.to_string());
    let scores = defined.measures.iter().zip(&defined.best.scores);
    let about = About {
        name: written.name.clone(),
        vintage: written.vintage.clone(),
        method: written.sentence.clone(),
        traded_rule: written.method.traded.sentence(defined.market_cut),
        industries: defined.traded.len(),
        clusters,
        groupings_tried: defined.tried,
        groupings_coherent: defined.coherent,
        validation_score: defined.best.score(),
        configuration: toml::Value::try_from(defined.best.configuration).map_err(refused)?,
        shuffled_labels: toml::Value::try_from(defined.null).map_err(refused)?,
        scores: scores
            .map(|(name, scores)| Ok(((*name).to_owned(), toml::Value::try_from(scores)?)))
            .collect::<Result<_, _>>()
            .map_err(refused)?,
        set_aside: written
            .set_aside
            .iter()
            .map(|aside| (aside.industry.clone(), aside.why.trim().to_owned()))
            .collect(),
        moved: written
            .moved
            .iter()
            .map(|step| (step.industry.clone(), step.why.trim().to_owned()))
            .collect(),
    };
    let text = toml::to_string_pretty(&about).map_err(refused)?;
    Ok(format!(
        "# Traded clusters of our own: how they were made. Written together with traded.csv by \
         `cargo xtask clusters`.\n{text}"
    ))
}

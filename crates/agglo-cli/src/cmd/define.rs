//! `agglo clusters --define`: clusters found from figures, with their scores beside chance.

use std::path::Path;

use agglo::Error;
use agglo::base::cluster_definition::{Cluster, ClusterDefinition};
use agglo::base::id::IndustryId;
use agglo::map::cluster::agreement::{Agreement, agreement};
use agglo::map::cluster::define::{Configuration, Defined, Figures, Method, define};
use agglo::map::cluster::figures::{of_counts, of_structure};
use agglo::map::cluster::naming::{Membership, named};
use agglo::map::cluster::validation::Null;
use agglo_data::definitions::clusters;
use serde::Serialize;

use crate::args::{ClustersArgs, Global};
use crate::country::Country;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::table::Table;

/// The finest level of the built-in table.
const LEVEL: u8 = 4;
/// Groups are looked for from so many traded industries a group down to so many.
const INDUSTRIES_PER_GROUP: (usize, usize) = (15, 5);

/// What is told of a definition.
#[derive(Serialize)]
struct Told<'a> {
    industries: usize,
    traded: usize,
    clusters: &'a [Cluster],
    members: &'a [Member<'a>],
    groupings_tried: usize,
    groupings_coherent: usize,
    /// Whether no cluster falls into two that are strangers to each other.
    is_coherent: bool,
    configuration: Configuration,
    /// Mean of all scores, in percent.
    validation_score: f64,
    scores: Vec<Score<'a>>,
    shuffled_labels: Null,
    agreement: Option<Agreement>,
    seed: u64,
}

#[derive(Serialize)]
struct Score<'a> {
    measure: &'a str,
    score: f64,
}

#[derive(Serialize)]
struct Member<'a> {
    industry: &'a IndustryId,
    cluster: &'a str,
    within: f64,
    next: f64,
    next_cluster: &'a str,
}

pub(crate) fn run(
    args: &ClustersArgs,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let country = Country::load(global)?;
    let figures = figures(args.from.as_deref(), &country)?;
    let method = method(&figures, global.seed)?;
    let defined = define(&figures, &method)?;
    let codes: Vec<IndustryId> =
        defined.traded.iter().map(|&at| figures.industries[at].clone()).collect();
    let tree = &country.tables.classification;
    let title = |id: &IndustryId| {
        tree.get(id.as_str()).map_or_else(|| id.to_string(), |industry| industry.title.clone())
    };
    let (groups, members) = named(&codes, &defined.best.labels, &defined.similarity, &[], title);
    if let Some(path) = &args.output {
        let rows = clusters::csv(&groups, &members, title)?;
        agglo_data::atomic::write(path, rows.into_bytes())?;
        printer.message(&format!("Wrote {} clusters to {}", groups.len(), path.display()));
    }
    let own = ClusterDefinition::new("own", "as in the figures", "found", groups.clone())?;
    let agreement = agreement(&own, &clusters::traded()?);
    let members: Vec<Member<'_>> = members.iter().map(member).collect();
    let told = told(&figures, &defined, (&groups, &members), agreement, global.seed);
    if global.json {
        printer.json("agglo/definition/1", &told)?;
    } else {
        print(&told, global, printer)?;
    }
    Ok(Exit::Ok)
}

/// Counts of a person's own, or those of the built-in table at its finest level.
fn figures(from: Option<&Path>, country: &Country) -> Result<Figures, Error> {
    let Some(path) = from else {
        let tables = &country.tables;
        let markets = country.starter.labour_markets()?;
        let (structure, tree) = (&tables.structure, &tables.classification);
        return of_structure(structure, tree, &tables.regions, &markets, LEVEL);
    };
    let place = path.display().to_string();
    let table = std::fs::read_to_string(path)
        .map_err(|cause| Error::new("E0401", cause.to_string()).at(&place))?;
    of_counts(&clusters::counts(&table, &place)?)
}

/// The method of the shipped definition, cut where these industries can make groups; crumbs dissolve, so that
/// fewer may be left.
fn method(figures: &Figures, seed: u64) -> Result<Method, Error> {
    let method = clusters::written()?.method;
    let count = figures.industries.len();
    let least = (count / INDUSTRIES_PER_GROUP.0).max(2);
    let most = (count / INDUSTRIES_PER_GROUP.1).max(least + 1);
    Ok(Method { cuts: (least, most), groups: (2, most), seed, ..method })
}

fn member(member: &Membership) -> Member<'_> {
    Member {
        industry: &member.industry,
        cluster: member.cluster.as_str(),
        within: member.within,
        next: member.next,
        next_cluster: member.next_cluster.as_str(),
    }
}

fn told<'a>(
    figures: &Figures,
    defined: &'a Defined,
    (clusters, members): (&'a [Cluster], &'a [Member<'a>]),
    agreement: Option<Agreement>,
    seed: u64,
) -> Told<'a> {
    let scores = defined.measures.iter().zip(&defined.best.scores);
    Told {
        industries: figures.industries.len(),
        traded: defined.traded.len(),
        clusters,
        members,
        groupings_tried: defined.tried,
        groupings_coherent: defined.coherent,
        is_coherent: defined.best.coherent,
        configuration: defined.best.configuration,
        validation_score: defined.best.score(),
        scores: scores.map(|(measure, score)| Score { measure, score: score.mean() }).collect(),
        shuffled_labels: defined.null,
        agreement,
        seed,
    }
}

fn print(told: &Told<'_>, global: &Global, printer: &Printer) -> Result<(), Error> {
    let mut table = Table::new(["cluster", "title", "industries", "members"]);
    for cluster in told.clusters {
        let codes: Vec<&str> = cluster.industries.iter().map(IndustryId::as_str).collect();
        table.row(vec![
            cluster.id.to_string(),
            cluster.title.clone(),
            codes.len().to_string(),
            codes.join(" "),
        ]);
    }
    printer.table(&table, global)?;
    if global.csv {
        return Ok(());
    }
    let caution = if told.is_coherent {
        ""
    } else {
        "No grouping was clean: some clusters fall into two that are strangers to each other. Read the members.\n"
    };
    let scores = told.scores.iter().map(|one| format!("{} {:.1}", one.measure, one.score));
    let agreement = told.agreement.as_ref().map_or_else(
        || "It has no industry in common with the shipped clusters.".to_owned(),
        |found| {
            format!(
                "Agreement with the shipped clusters on {} industries: adjusted Rand index {:.3}.",
                found.industries, found.adjusted_rand
            )
        },
    );
    printer.data(&format!(
        "\n{} traded of {} industries in {} clusters; {} groupings tried, {} coherent.\nValidation score {:.1} \
         (shuffled labels: mean {:.1}, largest {:.1}, p {}); {}.\n{caution}{agreement}\nA cluster is called after the \
         industry in its middle: give it a name that people use.\n",
        told.traded,
        told.industries,
        told.clusters.len(),
        told.groupings_tried,
        told.groupings_coherent,
        told.validation_score,
        told.shuffled_labels.mean,
        told.shuffled_labels.largest,
        told.shuffled_labels.p,
        scores.collect::<Vec<_>>().join(", "),
    ))
}

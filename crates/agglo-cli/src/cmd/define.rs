//! `agglo clusters --define`: clusters found from figures, with their scores beside chance.

use std::path::Path;

use agglo::Error;
use agglo::base::cluster_definition::{Cluster, ClusterDefinition};
use agglo::base::id::IndustryId;
use agglo::map::cluster::agreement::{Agreement, agreement};
use agglo::map::cluster::define::{
    Configuration, Defined, Figures, LocationForm, Method, Way, define,
};
use agglo::map::cluster::figures::{of_counts, of_structure};
use agglo::map::cluster::group::Growth;
use agglo::map::cluster::naming::{Membership, named};
use agglo::map::cluster::stability::{Resampling, Stability, stability};
use agglo::map::cluster::validation::Null;
use agglo_data::definitions::clusters;
use serde::Serialize;

use crate::args::{ClustersArgs, Global, Places};
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
    /// The best grouping of each way to make them.
    ways: &'a [Way],
    /// Whether the groups come back when other labour markets are drawn, where that was asked.
    stability: Option<Stability>,
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
    let printer = &printer.resting_on(country.data())?;
    let figures = figures(args.from.as_deref(), &country)?;
    let method = method(&figures, &args.places, global.seed)?;
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
    let stability = resampled(&figures, &defined, &method, args.resample, printer)?;
    let told =
        Told { stability, ..told(&figures, &defined, (&groups, &members), agreement, global.seed) };
    if global.json {
        printer.json("agglo/definition/1", &told)?;
    } else {
        print(&told, global, printer)?;
        if args.explain && !global.csv {
            printer.data("\n")?;
            printer.table(&ways(&told), global)?;
        }
    }
    Ok(Exit::Ok)
}

/// Whether the groups come back, in so many draws; `None` where none are asked for or none gave groups.
fn resampled(
    figures: &Figures,
    defined: &Defined,
    method: &Method,
    draws: u32,
    printer: &Printer,
) -> Result<Option<Stability>, Error> {
    let mut progress = printer.progress(u64::from(draws));
    let resampling = Resampling { draws, seed: method.seed };
    let told = &mut |_| progress.step("drawing labour markets");
    let found = stability(figures, defined, method, resampling, told)?;
    progress.done();
    Ok(found)
}

/// The best grouping of each way to make them.
fn ways(told: &Told<'_>) -> Table {
    let mut table =
        Table::new(["places", "links", "groups by", "asked", "groups", "score", "clean"]);
    for way in told.ways {
        let Configuration { location, link, growth, cut } = way.configuration;
        table.row(vec![
            word(location),
            link.map_or_else(|| "-".to_owned(), word),
            word(growth),
            cut.to_string(),
            way.groups.to_string(),
            format!("{:.1}", way.score),
            if way.coherent { "yes" } else { "no" }.to_owned(),
        ]);
    }
    table
}

/// A choice as the method's file writes it.
fn word(choice: impl Serialize) -> String {
    match serde_json::to_value(choice) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
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

/// The method of the shipped definition, by every way to make groups that there is, cut where these industries can
/// make them; crumbs dissolve, so that fewer may be left.
fn method(figures: &Figures, places: &[Places], seed: u64) -> Result<Method, Error> {
    let method = clusters::written()?.method;
    let count = figures.industries.len();
    let least = (count / INDUSTRIES_PER_GROUP.0).max(2);
    let most = (count / INDUSTRIES_PER_GROUP.1).max(least + 1);
    let every = [Places::Counts, Places::Shares, Places::Coagglomeration];
    let asked = |form: &Places| places.is_empty() || places.contains(form);
    let locations = every.into_iter().filter(asked).map(location).collect();
    let growths = vec![Growth::Average, Growth::Ward, Growth::Means, Growth::Medians];
    Ok(Method { locations, growths, cuts: (least, most), groups: (2, most), seed, ..method })
}

fn location(places: Places) -> LocationForm {
    match places {
        Places::Counts => LocationForm::Counts,
        Places::Shares => LocationForm::Shares,
        Places::Coagglomeration => LocationForm::Coagglomeration,
    }
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
        ways: &defined.ways,
        stability: None,
        agreement,
        seed,
    }
}

fn print(told: &Told<'_>, global: &Global, printer: &Printer) -> Result<(), Error> {
    let back = told.stability.as_ref().map(|found| &found.clusters);
    let mut heads = vec!["cluster", "title", "industries", "members"];
    heads.extend(back.map(|_| "comes back"));
    let mut table = Table::of(heads.into_iter().map(str::to_owned).collect());
    for (at, cluster) in told.clusters.iter().enumerate() {
        let codes: Vec<&str> = cluster.industries.iter().map(IndustryId::as_str).collect();
        let mut cells = vec![
            cluster.id.to_string(),
            cluster.title.clone(),
            codes.len().to_string(),
            codes.join(" "),
        ];
        cells.extend(back.and_then(|back| back.get(at)).map(|alike| format!("{alike:.2}")));
        table.row(cells);
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
    let again = told.stability.as_ref().map_or_else(String::new, |found| {
        format!(
            "In {} draws of other labour markets: adjusted Rand index {:.2} ({:.2} to {:.2}); {} of {} clusters come \
             back, {} dissolve.\n",
            found.draws,
            found.adjusted_rand,
            found.interval.0,
            found.interval.1,
            found.recovered,
            found.clusters.len(),
            found.dissolved
        )
    });
    printer.data(&format!(
        "\n{} traded of {} industries in {} clusters; {} groupings tried, {} coherent.\nValidation score {:.1} \
         (shuffled labels: mean {:.1}, largest {:.1}, p {}); {}.\n{caution}{again}{agreement}\nA cluster is called after the \
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

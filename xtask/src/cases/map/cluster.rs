//! Cases of clusters: where industries stand together, how groups score, how strong they are.

use agglo::map::cluster::quotient::cluster_quotients;
use agglo::map::cluster::similarity::Similarity;
use agglo::map::cluster::validation::{relatedness, scores};
use agglo::map::coagglomeration::{
    Background, Form, locational_correlation, pairwise_coagglomeration,
};
use serde_json::{Value, json};

use crate::cases::input::{Fault, Given, Input};
use crate::cases::map::Measure;
use crate::cases::map::values::{list, positions, rows, table};

/// The measures of this file.
pub(super) const MEASURES: &[(&str, Measure)] = &[
    ("cluster_scoring", scoring),
    ("cluster_strength", strength),
    ("coagglomeration_pair", pair),
    ("locational_correlation", correlation),
];

fn correlation(input: &Input) -> Given<Value> {
    let form = input.text_or("form", "counts")?;
    if form != "counts" {
        return Err(Fault::Shape(format!("no form `{form}`")));
    }
    let found = locational_correlation(table(input, "X")?.counts(), Form::Counts)?;
    Ok(json!({ "lc": rows(&found) }))
}

fn pair(input: &Input) -> Given<Value> {
    let x = table(input, "X")?;
    let jobs = Background::Totals(x.region_totals());
    Ok(json!({
        "mean_share": rows(&pairwise_coagglomeration(x.counts(), Background::MeanShare)),
        "job_share": rows(&pairwise_coagglomeration(x.counts(), jobs)),
    }))
}

fn scoring(input: &Input) -> Given<Value> {
    let (similar, labels) = (input.matrix("S")?, positions(input, "cluster")?);
    let square =
        similar.len() == labels.len() && similar.iter().all(|row| row.len() == labels.len());
    if !square {
        return Err(Fault::Refused("`S` needs a row and a column for each label".to_owned()));
    }
    let similarity = Similarity::from_fn(labels.len(), |a, b| similar[a][b]);
    let found = relatedness(&similarity, &labels);
    let scores = scores(&similarity, &labels).ok_or_else(|| {
        Fault::Refused("no cluster has two members and another beside".to_owned())
    })?;
    Ok(json!({
        "wcr": list(&found.within),
        "bcr": rows(&found.between),
        "wcr_i": list(&found.own),
        "vs": {
            "ca": scores.cluster_mean,
            "c95": scores.cluster_p95,
            "ia": scores.industry_mean,
            "i95": scores.industry_p95,
        },
        "vs_mean": scores.mean(),
    }))
}

fn strength(input: &Input) -> Given<Value> {
    let (jobs, labels) = (input.matrix("X")?, positions(input, "cluster")?);
    if let Some(row) = jobs.iter().find(|row| row.len() != labels.len()) {
        let what = format!("a row of {} counts for {} labels", row.len(), labels.len());
        return Err(Fault::Refused(what));
    }
    let found = cluster_quotients(&jobs, &labels);
    Ok(json!({ "clq": rows(&found.cluster), "clq_outside": rows(&found.outside) }))
}

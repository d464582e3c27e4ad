//! Cases of clusters: where industries stand together, how groups score, how strong they are.

use agglo::map::cluster::quotient::cluster_quotients;
use agglo::map::cluster::similarity::Similarity;
use agglo::map::cluster::validation::{relatedness, scores};
use agglo::map::coagglomeration::{
    Background, Form, locational_correlation, pairwise_coagglomeration,
};
use agglo_stats::matrix::Matrix;
use serde_json::{Value, json};

use crate::cases::input::{Fault, Given, Input, finite};
use crate::cases::map::Measure;

/// The measures of this file.
pub(super) const MEASURES: &[(&str, Measure)] = &[
    ("cluster_scoring", scoring),
    ("cluster_strength", strength),
    ("coagglomeration_pair", pair),
    ("locational_correlation", correlation),
];

fn counts(input: &Input) -> Given<Matrix> {
    Matrix::from_rows(&input.matrix("X")?).map_err(|error| Fault::Refused(error.to_string()))
}

fn table(values: &[Vec<Option<f64>>]) -> Value {
    values.iter().map(|row| list(row)).collect()
}

fn list(values: &[Option<f64>]) -> Value {
    values.iter().map(|value| value.map_or(Value::Null, finite)).collect()
}

fn correlation(input: &Input) -> Given<Value> {
    let form = input.text_or("form", "counts")?;
    if form != "counts" {
        return Err(Fault::Shape(format!("no form `{form}`")));
    }
    Ok(json!({ "lc": table(&locational_correlation(&counts(input)?, Form::Counts)?) }))
}

fn pair(input: &Input) -> Given<Value> {
    let x = counts(input)?;
    let totals: Vec<f64> = (0..x.rows()).map(|row| x.row(row).iter().sum()).collect();
    Ok(json!({
        "mean_share": table(&pairwise_coagglomeration(&x, Background::MeanShare)),
        "job_share": table(&pairwise_coagglomeration(&x, Background::Totals(&totals))),
    }))
}

/// Clusters as whole numbers, one an industry.
fn labels(input: &Input) -> Given<Vec<usize>> {
    let number = |value: &Value| value.as_u64().and_then(|label| usize::try_from(label).ok());
    let labels: Option<Vec<usize>> = input.items("cluster")?.iter().map(number).collect();
    labels.ok_or_else(|| Fault::Shape("`cluster` holds something else than positions".to_owned()))
}

fn scoring(input: &Input) -> Given<Value> {
    let (rows, labels) = (input.matrix("S")?, labels(input)?);
    let square = rows.len() == labels.len() && rows.iter().all(|row| row.len() == labels.len());
    if !square {
        return Err(Fault::Refused("`S` needs a row and a column for each label".to_owned()));
    }
    let similarity = Similarity::from_fn(labels.len(), |a, b| rows[a][b]);
    let found = relatedness(&similarity, &labels);
    let scores = scores(&similarity, &labels).ok_or_else(|| {
        Fault::Refused("no cluster has two members and another beside".to_owned())
    })?;
    Ok(json!({
        "wcr": list(&found.within),
        "bcr": table(&found.between),
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
    let (rows, labels) = (input.matrix("X")?, labels(input)?);
    if let Some(row) = rows.iter().find(|row| row.len() != labels.len()) {
        let what = format!("a row of {} counts for {} labels", row.len(), labels.len());
        return Err(Fault::Refused(what));
    }
    let found = cluster_quotients(&rows, &labels);
    Ok(json!({ "clq": table(&found.cluster), "clq_outside": table(&found.outside) }))
}

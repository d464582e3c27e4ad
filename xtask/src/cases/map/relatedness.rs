//! Cases of relatedness: what stands near what, and what comes of it.

use agglo::map::presence::Presence;
use agglo::map::relatedness::{
    CoOccurrence, Density, Diagonal, Form, GainForm, Normalisation, continuous_proximity, density,
    nearest, opportunities, opportunity_gain, proximity, relative_density, skill_relatedness,
};
use agglo_stats::matrix::Matrix;
use agglo_stats::regression::logit::{Likelihood, Logit};
use serde_json::{Value, json};

use crate::cases::input::{Fault, Given, Input, finites};
use crate::cases::map::Measure;
use crate::cases::map::read::{
    answers, count_or, list as numbers, presence, scores, table as matrix,
};
use crate::cases::map::values::{list, or_null, rows, table};

/// The measures of this file.
pub(super) const MEASURES: &[(&str, Measure)] = &[
    ("coi_cog", outlook_and_gain),
    ("cooccurrence_relatedness", together),
    ("entry_logit", entry),
    ("opportunity_gain", gain),
    ("proximity", near),
    ("proximity_continuous", near_by_correlation),
    ("proximity_sqrt", near_by_cosine),
    ("relatedness_density", dense),
    ("relative_relatedness", relatively_dense),
    ("skill_relatedness", skills),
];

fn square(table: &Matrix) -> Value {
    (0..table.rows()).map(|row| finites(table.row(row))).collect()
}

fn diagonal(input: &Input) -> Given<Diagonal> {
    match count_or(input, "diagonal", 0)? {
        0 => Ok(Diagonal::Zero),
        1 => Ok(Diagonal::One),
        other => Err(Fault::Refused(format!("`diagonal` is {other}, neither 0 nor 1"))),
    }
}

fn near(input: &Input) -> Given<Value> {
    let presence = presence(input)?;
    let of = |diagonal| proximity(&presence, Form::Larger, diagonal);
    Ok(json!({
        "diag0": square(&of(Diagonal::Zero)?),
        "diag1": square(&of(Diagonal::One)?),
    }))
}

fn near_by_cosine(input: &Input) -> Given<Value> {
    let found = proximity(&presence(input)?, Form::GeometricMean, diagonal(input)?)?;
    Ok(json!({ "phi": square(&found) }))
}

fn near_by_correlation(input: &Input) -> Given<Value> {
    Ok(json!({ "phi": rows(&continuous_proximity(&table(input, "X")?)?) }))
}

fn proximity_of(input: &Input, presence: &Presence) -> Given<Matrix> {
    let all = proximity(presence, Form::Larger, diagonal(input)?)?;
    match count_or(input, "knn", 0)? {
        0 => Ok(all),
        k => Ok(nearest(&all, k as usize)?),
    }
}

fn density_of(input: &Input) -> Given<(Presence, Density)> {
    let presence = presence(input)?;
    let found = density(&presence, &proximity_of(input, &presence)?)?;
    Ok((presence, found))
}

fn dense(input: &Input) -> Given<Value> {
    let found = density_of(input)?.1.table();
    let distance: Vec<Vec<Option<f64>>> = found
        .iter()
        .map(|row| row.iter().map(|density| density.map(|density| 1.0 - density)).collect())
        .collect();
    Ok(json!({ "density": rows(&found), "distance": rows(&distance) }))
}

fn relatively_dense(input: &Input) -> Given<Value> {
    let (presence, density) = density_of(input)?;
    Ok(json!({ "z": rows(&relative_density(&presence, &density)) }))
}

fn gain(input: &Input) -> Given<Value> {
    let form = match input.text_or("form", "a")? {
        "a" | "target" => GainForm::Target,
        "b" | "neighbour" => GainForm::Neighbour,
        "c" | "neighbour_less_own" => GainForm::NeighbourLessOwn,
        other => return Err(Fault::Shape(format!("no form `{other}`"))),
    };
    let presence = presence(input)?;
    let near = proximity_of(input, &presence)?;
    Ok(json!({ "gain": rows(&opportunity_gain(&presence, &near, &scores(input, "pci")?, form)?) }))
}

fn outlook_and_gain(input: &Input) -> Given<Value> {
    let found = opportunities(&presence(input)?)?;
    Ok(json!({ "coi": list(&found.outlook), "cog": rows(&found.gain) }))
}

fn together(input: &Input) -> Given<Value> {
    let found = CoOccurrence::of(&presence(input)?);
    Ok(json!({
        "prob": rows(&found.table(Normalisation::Probability)),
        "association": rows(&found.table(Normalisation::Association)),
        "cosine": rows(&found.table(Normalisation::Cosine)),
        "jaccard": rows(&found.table(Normalisation::Jaccard)),
    }))
}

fn skills(input: &Input) -> Given<Value> {
    let least = input.number_or("least_expected", 0.0)?;
    let found = skill_relatedness(&matrix(input, "flows")?, least)?;
    Ok(json!({
        "ratio": rows(&found.ratio),
        "symmetric": rows(&found.symmetric),
        "mapped": rows(&found.mapped),
    }))
}

fn entry(input: &Input) -> Given<Value> {
    let (density, ubiquity) = (numbers(input, "density")?, numbers(input, "ln_ubiquity")?);
    let y = answers(input, "y")?;
    if density.len() != y.len() || ubiquity.len() != y.len() {
        return Err(Fault::Refused("`y`, `density` and `ln_ubiquity` differ in length".to_owned()));
    }
    let columns: Vec<Vec<f64>> =
        density.iter().zip(&ubiquity).map(|(&density, &ln)| vec![1.0, density, ln]).collect();
    let found = Logit::fit(&Matrix::from_rows(&columns)?, &y)?;
    let regions: Vec<String> = input.items("region")?.iter().map(Value::to_string).collect();
    let clustered = found.errors.clustered(&regions)?;
    Ok(json!({
        "coef": finites(&found.coefficients),
        "se": finites(&found.errors.classical()),
        "se_cluster": clustered.map_or(Value::Null, |errors| finites(&errors)),
        "loglik": or_null(Some(found.log_likelihood)),
        "penalised": found.likelihood == Likelihood::Penalised,
    }))
}

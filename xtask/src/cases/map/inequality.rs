//! Cases of inequality, convergence and mobility.

use agglo::map::convergence::{beta_convergence, sigma_convergence, spatial_markov, williamson};
use agglo_stats::inequality::{
    atkinson, gini, gini_sample, gini_weighted, hoover, palma, theil_decomposed, theil_l, theil_t,
};
use agglo_stats::markov::Chain;
use serde_json::{Value, json};

use crate::cases::input::{Fault, Given, Input, finites};
use crate::cases::map::Measure;
use crate::cases::map::values::{cell_rows, or_null, position, positions};

/// The measures of this file.
pub(super) const MEASURES: &[(&str, Measure)] = &[
    ("convergence", convergence),
    ("gini_weighted", weighted),
    ("inequality", indices),
    ("markov", chain),
    ("spatial_markov", chains),
    ("theil_decomposition", decomposed),
];

fn indices(input: &Input) -> Given<Value> {
    let y = input.numbers("y")?;
    Ok(json!({
        "gini": or_null(gini(&y)),
        "gini_sample": or_null(gini_sample(&y)),
        "theil_t": or_null(theil_t(&y)),
        "theil_l": or_null(theil_l(&y)),
        "atkinson_05": or_null(atkinson(&y, 0.5)),
        "atkinson_1": or_null(atkinson(&y, 1.0)),
        "atkinson_2": or_null(atkinson(&y, 2.0)),
        "palma": or_null(palma(&y)),
        "hoover": or_null(hoover(&y)),
    }))
}

fn decomposed(input: &Input) -> Given<Value> {
    let (y, group) = (input.numbers("y")?, positions(input, "group")?);
    let found = theil_decomposed(&y, &vec![1.0; y.len()], &group);
    Ok(json!({
        "total": or_null(found.map(|found| found.total)),
        "between": or_null(found.map(|found| found.between)),
        "within": or_null(found.map(|found| found.within)),
    }))
}

fn weighted(input: &Input) -> Given<Value> {
    let (y, people) = (input.numbers("y")?, input.numbers("weights")?);
    Ok(json!({
        "gini": or_null(gini_weighted(&y, &people)),
        "williamson": or_null(williamson(&y, &people)),
    }))
}

fn convergence(input: &Input) -> Given<Value> {
    let (start, end) = (input.numbers("y0")?, input.numbers("y1")?);
    let beta = beta_convergence(&start, &end, input.number("years")?);
    let sigma = sigma_convergence(&start, &end);
    let line = beta.map(|beta| beta.line);
    Ok(json!({
        "alpha": or_null(line.map(|line| line.intercept)),
        "beta": or_null(line.map(|line| line.slope)),
        "se_beta": or_null(line.and_then(|line| line.slope_error)),
        "t_beta": or_null(line.and_then(|line| line.t)),
        "p_beta": or_null(line.and_then(|line| line.p)),
        "r2": or_null(line.and_then(|line| line.r_squared)),
        "speed": or_null(beta.and_then(|beta| beta.speed)),
        "half_life": or_null(beta.and_then(|beta| beta.half_life)),
        "sigma0": or_null(sigma.map(|sigma| sigma.start)),
        "sigma1": or_null(sigma.map(|sigma| sigma.end)),
        "F": or_null(sigma.and_then(|sigma| sigma.ratio)),
        "p_F": or_null(sigma.and_then(|sigma| sigma.p)),
    }))
}

/// Rows of numbers; a row that was never left has none.
fn shares(chain: &Chain) -> Value {
    let row = |(row, counts): (Option<Vec<f64>>, &Vec<u64>)| {
        row.map_or_else(|| json!(vec![Value::Null; counts.len()]), |row| finites(&row))
    };
    chain.probabilities().into_iter().zip(chain.counts()).map(row).collect()
}

fn chain(input: &Input) -> Given<Value> {
    let states = position("k", &json!(input.number("k")?))?;
    let paths: Vec<Vec<Option<usize>>> = input
        .items("classes")?
        .iter()
        .map(|path| {
            let steps = path.as_array().ok_or_else(|| Fault::Shape("a path is no list".to_owned()));
            let class = |value: &Value| match value {
                Value::Null => Ok(None),
                value => position("classes", value).map(Some),
            };
            steps?.iter().map(class).collect()
        })
        .collect::<Given<_>>()?;
    let chain = Chain::of_paths(&paths, states)?;
    let table = |table: Option<Vec<Vec<f64>>>| {
        table.map_or(Value::Null, |table| table.iter().map(|row| finites(row)).collect())
    };
    Ok(json!({
        "counts": chain.counts(),
        "p": shares(&chain),
        "ergodic": chain.ergodic().map_or(Value::Null, |shares| finites(&shares)),
        "mfpt": table(chain.first_passage()),
        "shorrocks": or_null(chain.shorrocks()),
    }))
}

fn chains(input: &Input) -> Given<Value> {
    let values: Vec<Vec<Option<f64>>> = cell_rows(input, "y")?
        .iter()
        .map(|row| row.iter().map(|cell| cell.point().ok()).collect())
        .collect();
    let neighbours: Vec<Vec<usize>> = input
        .matrix("neighbours")?
        .iter()
        .map(|list| list.iter().map(|at| position("neighbours", &json!(at))).collect())
        .collect::<Given<_>>()?;
    let found = spatial_markov(&values, &neighbours, &input.numbers("cutoffs")?)?;
    let counts: Vec<&[Vec<u64>]> = found.by_neighbours.iter().map(Chain::counts).collect();
    Ok(json!({
        "counts": counts,
        "p": found.by_neighbours.iter().map(shares).collect::<Vec<Value>>(),
        "islands": found.islands,
    }))
}

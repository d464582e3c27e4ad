//! Cases of withheld cells: bounds, estimates, and margins that cannot be met.

use agglo::panel::Cell;
use agglo::panel::impute::{Bounds, impute};
use agglo::panel::tighten::{Sum, tighten};
use agglo::panel::tightest::tightest;
use agglo_stats::biproportional::{Line, Unfit, fit};
use agglo_stats::matrix::Matrix;
use serde_json::{Value, json};

use crate::cases::input::{Fault, Given, Input, finite, finites, number};
use crate::cases::map::Measure;
use crate::cases::map::values::published;

/// The measures of this file.
pub(super) const MEASURES: &[(&str, Measure)] = &[
    ("ipf", scaled),
    ("withheld_bounds", propagated),
    ("withheld_bounds_lp", tight),
    ("withheld_ipf", imputed),
];

/// Numbers with `open` where one is not known.
fn ends(input: &Input, key: &str, open: f64) -> Given<Vec<f64>> {
    let end = |value: &Value| if value.is_null() { Ok(open) } else { number(key, value) };
    match input.get(key) {
        Some(Value::Array(items)) => items.iter().map(end).collect(),
        Some(single) => Ok(vec![end(single)?]),
        None => Err(Fault::Shape(format!("input has no `{key}`"))),
    }
}

fn propagated(input: &Input) -> Given<Value> {
    let (low, high) =
        (ends(input, "children_lo", 0.0)?, ends(input, "children_hi", f64::INFINITY)?);
    if low.len() != high.len() {
        return Err(Fault::Refused("children with one end".to_owned()));
    }
    let mut parent = [0.0, f64::INFINITY];
    if input.get("parent").is_some() {
        let (low, high) = (ends(input, "parent", 0.0)?, ends(input, "parent", f64::INFINITY)?);
        parent =
            [low.first().copied().unwrap_or(0.0), high.last().copied().unwrap_or(f64::INFINITY)];
    }
    let children = low.into_iter().zip(high).map(|(low, high)| [low, high]);
    let mut bounds: Vec<[f64; 2]> = children.chain([parent]).collect();
    let (parts, whole) = ((0..bounds.len() - 1).collect(), bounds.len() - 1);
    let sum = Sum { name: "parent = sum of children".to_owned(), whole, parts };
    let crossed = bounds.iter().any(|[low, high]| low > high);
    let contradiction = tighten(&mut bounds, &[sum]).first().map(ToString::to_string);
    if crossed || contradiction.is_some() {
        let equation = contradiction.unwrap_or_else(|| "ends that cross".to_owned());
        return Ok(json!({ "consistent": false, "equation": equation }));
    }
    let of = |end: usize| finites(&bounds[..whole].iter().map(|b| b[end]).collect::<Vec<_>>());
    Ok(json!({ "consistent": true, "lo": of(0), "hi": of(1) }))
}

/// A table of bounds with its published margins, as identities: cells row by row, rows, columns.
struct Margins {
    bounds: Vec<[f64; 2]>,
    sums: Vec<Sum>,
    width: usize,
}

impl Margins {
    fn read(input: &Input) -> Given<Self> {
        let (low, high) = (rows_of(input, "lo", 0.0)?, rows_of(input, "hi", f64::INFINITY)?);
        let (rows, columns) = (input.numbers("row")?, input.numbers("col")?);
        let (height, width) = (rows.len(), columns.len());
        let even =
            |of: &Vec<Vec<f64>>| of.len() == height && of.iter().all(|row| row.len() == width);
        if !even(&low) || !even(&high) {
            return Err(Fault::Refused("a total for each row and column".to_owned()));
        }
        let cells = low.concat().into_iter().zip(high.concat()).map(|(low, high)| [low, high]);
        let totals = rows.iter().chain(&columns).map(|total| [*total; 2]);
        let bounds = cells.chain(totals).collect();
        let across = (0..height).map(|row| Sum {
            name: format!("row {row}"),
            whole: height * width + row,
            parts: (0..width).map(|at| row * width + at).collect(),
        });
        let down = (0..width).map(|column| Sum {
            name: format!("column {column}"),
            whole: height * width + height + column,
            parts: (0..height).map(|at| at * width + column).collect(),
        });
        Ok(Self { bounds, sums: across.chain(down).collect(), width })
    }
}

fn rows_of(input: &Input, key: &str, open: f64) -> Given<Vec<Vec<f64>>> {
    let end = |value: &Value| if value.is_null() { Ok(open) } else { number(key, value) };
    let row = |row: &Value| {
        let items = row.as_array().ok_or_else(|| Fault::Shape(format!("`{key}` has no rows")))?;
        items.iter().map(end).collect()
    };
    input.items(key)?.iter().map(row).collect()
}

fn tight(input: &Input) -> Given<Value> {
    let table = Margins::read(input)?;
    let found = tightest(&table.bounds, &table.sums)?;
    let cells = table.bounds.len() - table.sums.len();
    let width = table.width.max(1);
    let rows = |of: &dyn Fn(usize) -> Value| -> Vec<Vec<Value>> {
        let all: Vec<usize> = (0..cells).collect();
        all.chunks(width).map(|row| row.iter().map(|at| of(*at)).collect()).collect()
    };
    let status = |at: usize| {
        let [low, high] = table.bounds[at];
        json!(if low < high { "withheld" } else { "known" })
    };
    Ok(json!({
        "lo": rows(&|at| finite(found[at][0])),
        "hi": rows(&|at| finite(found[at][1])),
        "status": rows(&status),
        "consistent": true,
    }))
}

fn imputed(input: &Input) -> Given<Value> {
    let (low, high) = (input.matrix("lo")?, input.matrix("hi")?);
    let hidden = input.items("withheld")?;
    let cell = |row: usize, at: usize| -> Given<Cell> {
        let (Some(low), Some(high)) =
            (low.get(row).and_then(|row| row.get(at)), high.get(row).and_then(|row| row.get(at)))
        else {
            return Err(Fault::Refused("ends for each cell".to_owned()));
        };
        let hidden = hidden.get(row).and_then(|row| row.get(at)).and_then(Value::as_bool);
        match hidden {
            Some(true) => Cell::withheld(*low, *high)
                .ok_or_else(|| Fault::Refused(format!("the bounds {low} and {high} cross"))),
            Some(false) => published(*low),
            None => Err(Fault::Shape("`withheld` is not true or false for each cell".to_owned())),
        }
    };
    let cells: Vec<Vec<Cell>> = (0..low.len())
        .map(|row| (0..low[row].len()).map(|at| cell(row, at)).collect())
        .collect::<Given<_>>()?;
    let (rows, columns) = (input.numbers("row")?, input.numbers("col")?);
    let found = impute(&cells, &rows, &columns, Bounds::SeedOnly)?;
    Ok(json!({ "fit": found.iter().map(|row| finites(row)).collect::<Vec<Value>>() }))
}

fn scaled(input: &Input) -> Given<Value> {
    let seed = Matrix::from_rows(&input.matrix("seed")?)?;
    match fit(&seed, &input.numbers("row")?, &input.numbers("col")?) {
        Ok(found) => {
            let rows = (0..found.values.rows()).map(|row| finites(found.values.row(row)));
            let fit: Vec<Value> = rows.collect();
            Ok(json!({ "feasible": true, "fit": fit, "scaled": finite(found.scaled) }))
        }
        Err(Unfit::Infeasible(Line::Row(at))) => Ok(json!({ "feasible": false, "row": at })),
        Err(Unfit::Infeasible(Line::Column(at))) => Ok(json!({ "feasible": false, "col": at })),
        Err(error) => Err(Fault::Refused(error.to_string())),
    }
}

//! What the nation's sectors buy from each other at home: use less imports, shared out to the makers.

use std::collections::BTreeMap;

use agglo::Error;
use agglo::map::input_output::industry_technology;
use agglo_data::definitions::input_output::national_sectors;
use agglo_data::table::{Column, Table};
use agglo_data::warehouse::{Query, Warehouse};
use agglo_stats::matrix::Matrix;

use super::files::Pack;

/// Row of what sectors pay to those who work in them.
const PAY: &str = "V001";
/// Column of what households buy.
const HOUSEHOLDS: &str = "F010";
/// Thousands in a million: the agency prints millions.
const THOUSANDS: f64 = 1000.0;

/// Writes the sectors and what each buys from each.
pub(super) fn write(warehouse: &Warehouse, pack: &mut Pack) -> Result<(), Error> {
    let [make, uses, imports] = [Query::MAKE_SUMMARY, Query::USE_SUMMARY, Query::IMPORTS_SUMMARY]
        .map(|query| warehouse.ask(&query));
    let (make, uses, imports) = (make?, uses?, imports?);
    let sectors: Vec<String> =
        national_sectors()?.into_iter().map(|sector| sector.sector).collect();
    let commodities = commodities(&sectors);
    let makes = values(&make, &sectors, &commodities)?;
    let mut buyers = sectors.clone();
    buyers.push(HOUSEHOLDS.to_owned());
    let (bought, abroad) =
        (values(&uses, &commodities, &buyers)?, values(&imports, &commodities, &buyers)?);
    let at_home =
        |commodity, buyer| (bought.at(commodity, buyer) - abroad.at(commodity, buyer)).max(0.0);
    let at_home =
        Matrix::from_fn(commodities.len(), buyers.len(), at_home).map_err(|error| odd(&error))?;
    let flows = industry_technology(&makes, &at_home)?;
    let pay = values(&uses, &[PAY.to_owned()], &sectors)?;
    let output = (0..sectors.len()).map(|maker| makes.row(maker).iter().sum());
    let households = flows.column(sectors.len());
    let table = Table::new(
        "input_output_sectors.parquet",
        vec![
            ("sector".into(), Column::texts(sectors.clone())),
            ("output_kusd".into(), thousands(output)),
            ("pay_kusd".into(), thousands(pay.row(0).iter().copied())),
            ("households_kusd".into(), thousands(households)),
        ],
    )?;
    let holds = "a sector of the nation's input-output table: output, pay of those who work in it, and what \
                 households buy from it, at home, in thousands of dollars";
    pack.add(&table, &[0], holds, Some(&Query::MAKE_SUMMARY))?;
    pairs(&flows, sectors.len(), pack)
}

/// What sectors make: one commodity each, used goods and the rest.
fn commodities(sectors: &[String]) -> Vec<String> {
    sectors.iter().cloned().chain(["Used".to_owned(), "Other".to_owned()]).collect()
}

/// One row per pair of sectors that trade.
fn pairs(flows: &Matrix, size: usize, pack: &mut Pack) -> Result<(), Error> {
    let mut rows: Vec<[i64; 3]> = Vec::new();
    for (seller, buyer) in (0..size).flat_map(|seller| (0..size).map(move |buyer| (seller, buyer)))
    {
        let flow = whole(flows.at(seller, buyer));
        if flow != 0 {
            rows.push([position(seller), position(buyer), flow]);
        }
    }
    let column = |at: usize| Column::whole(rows.iter().map(|row| row[at]));
    let table = Table::new(
        "input_output.parquet",
        vec![
            ("seller".into(), column(0)),
            ("buyer".into(), column(1)),
            ("flow_kusd".into(), column(2)),
        ],
    )?;
    let holds =
        "what a sector buys from another at home, in thousands of dollars; imports left out";
    pack.add(&table, &[0], holds, Some(&Query::USE_SUMMARY))
}

/// Cells of a printed table by the codes of its rows and columns; an empty cell is 0.
fn values(table: &Table, rows: &[String], columns: &[String]) -> Result<Matrix, Error> {
    let at: BTreeMap<&str, usize> = table.texts("code")?.into_iter().zip(0..).collect();
    let mut lines = vec![Vec::with_capacity(columns.len()); rows.len()];
    for column in columns {
        let cells = cells(table, column)?;
        for (line, row) in lines.iter_mut().zip(rows) {
            let row = at.get(row.as_str()).ok_or_else(|| {
                Error::new("E0204", format!("row `{row}` is missing")).at(table.name())
            })?;
            line.push(cells[*row].unwrap_or(0.0));
        }
    }
    Matrix::from_rows(&lines).map_err(|error| odd(&error))
}

/// A column of amounts of a table that is printed as text.
fn cells(table: &Table, column: &str) -> Result<Vec<Option<f64>>, Error> {
    let amount = |text: &Option<String>| match text.as_deref().map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| {
            Error::new("E0204", format!("`{text}` is no amount"))
                .at(format!("{}, column {column}", table.name()))
        }),
    };
    table.optional_texts(column)?.iter().map(amount).collect()
}

fn odd(error: &agglo_stats::Error) -> Error {
    Error::new("E0301", error.to_string())
}

fn thousands(values: impl IntoIterator<Item = f64>) -> Column {
    Column::whole(values.into_iter().map(whole))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "thousands of dollars of a nation are below 2^53"
)]
fn whole(millions: f64) -> i64 {
    (millions * THOUSANDS).round() as i64
}

fn position(at: usize) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use agglo::map::input_output::Leontief;

    use super::*;
    use crate::pack::root;

    #[test]
    fn industry_technology_gives_the_multipliers_that_others_computed() {
        let folder = root().join("../shared/data/io/bea");
        if !folder.is_dir() {
            println!("skipped: no ../shared");
            return;
        }
        let text = std::fs::read_to_string(folder.join("recomputed.json")).unwrap();
        let published: serde_json::Value = serde_json::from_str(&text).unwrap();
        let sectors: Vec<String> =
            national_sectors().unwrap().into_iter().map(|sector| sector.sector).collect();
        for found in published["results"].as_array().unwrap() {
            let warehouse = Warehouse::new().unwrap();
            let commodities = commodities(&sectors);
            let ask = |name: &str, file: &str, query: &Query| {
                let file = format!("Summary_{file}_BeforeRedef_17sch.csv");
                warehouse.register(name, &folder.join(file)).unwrap();
                warehouse.ask(query).unwrap()
            };
            let year = &found["year"];
            let make = ask("io_make_summary", &format!("Make_{year}"), &Query::MAKE_SUMMARY);
            let uses = ask("io_use_summary", &format!("Use_{year}_PRO"), &Query::USE_SUMMARY);
            let make = values(&make, &sectors, &commodities).unwrap();
            let uses = values(&uses, &commodities, &sectors).unwrap();
            // Imports stay in, as there.
            let flows = industry_technology(&make, &uses).unwrap();
            let output: Vec<f64> =
                (0..sectors.len()).map(|row| make.row(row).iter().sum()).collect();
            let share = |seller, buyer: usize| flows.at(seller, buyer) / output[buyer];
            let a = Matrix::from_fn(sectors.len(), sectors.len(), share).unwrap();
            let multipliers = Leontief::of(&a).unwrap().output_multipliers();
            let published = &found["output_multipliers_type1_industry_by_industry"];
            for (sector, multiplier) in sectors.iter().zip(multipliers) {
                let wanted = published[sector].as_f64().unwrap();
                // Outputs of two of the agency's tables differ by some of the millions it rounds to.
                assert!((multiplier - wanted).abs() < 1e-5, "{sector}: {multiplier} {wanted}");
            }
        }
    }
}

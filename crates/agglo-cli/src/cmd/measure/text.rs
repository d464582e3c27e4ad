//! A measure as a page of text: the greatest values first, and how many are not known.

use std::cmp::Ordering;

use agglo::base::estimate::{Figure, Reason};
use agglo::base::terms::Terms;
use agglo::map::catalogue;
use agglo::map::nationwide::{Reading, Row};
use agglo_report::words::{Unit, line, short};

use crate::args::MapArgs;
use crate::table::Table;

/// Rows of a page about all regions.
const TOP: usize = 20;

pub(super) fn page(reading: &Reading, args: &MapArgs, terms: &Terms) -> String {
    let mut rows: Vec<&Row> = reading.rows.iter().collect();
    rows.sort_by(|a, b| order(&a.value, &b.value));
    let known = rows.iter().filter(|row| row.value.value().is_some()).count();
    if args.all_regions {
        rows.truncate(TOP);
    }
    let mut parts = vec![heading(reading, terms), "\n".to_owned(), table(reading, &rows).text()];
    if reading.rows.len() > rows.len() {
        let all = reading.rows.len();
        let hidden = because(reading, Reason::Suppressed);
        let others = all - known - hidden;
        parts.push(format!(
            "\n{} of {all}, the greatest first; {known} known, {hidden} withheld, {others} without a \
             value. All of them: --csv or --parquet FILE.\n",
            rows.len()
        ));
    }
    parts.push("\n".to_owned());
    parts.extend(reading.caveats.iter().map(|caveat| format!("{}\n", caveat.text)));
    if args.explain {
        let source = catalogue::measure(&reading.measure).map_or("", |measure| measure.source);
        let (measure, data) = (&reading.measure, &reading.data);
        parts.push(format!("Method: {measure} ({source}), from {data}\n"));
    }
    parts.concat()
}

/// Name, what it tells, and what was counted.
fn heading(reading: &Reading, terms: &Terms) -> String {
    let years: Vec<String> = reading.years.iter().map(ToString::to_string).collect();
    let of = reading.level.map_or_else(String::new, |level| match level {
        level if level == terms.detail.finest => format!(" by {}", terms.detail.finest_words),
        level if level == terms.detail.group => format!(" by {}", terms.detail.group_words),
        _ => " by sector".to_owned(),
    });
    format!(
        "{}: {}\nUnit: {}. Counted: {}{of}, {}.\n",
        reading.measure,
        reading.tells,
        reading.unit,
        reading.by.replace('_', " "),
        years.join(" to ")
    )
}

fn table(reading: &Reading, rows: &[&Row]) -> Table {
    let model = rows.iter().find(|row| !row.beside.is_empty());
    let beside: &[_] = model.map_or(&[], |row| row.beside.as_slice());
    let has_region = rows.iter().any(|row| row.region.is_some());
    let has_industry = rows.iter().any(|row| row.industry.is_some());
    let mut header = Vec::new();
    if has_region {
        header.extend(["region", "place"].map(str::to_owned));
    }
    if has_industry {
        header.extend(["industry", "title"].map(str::to_owned));
    }
    header.push(reading.measure.clone());
    header.extend(beside.iter().map(|beside| beside.name.replace('_', " ")));
    let mut table = Table::of(header);
    for row in rows {
        let mut cells = Vec::new();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        if has_region {
            cells.push(row.region.as_ref().map(ToString::to_string).unwrap_or_default());
            cells.push(text(&row.place));
        }
        if has_industry {
            cells.push(row.industry.as_ref().map(ToString::to_string).unwrap_or_default());
            cells.push(text(&row.title));
        }
        cells.push(line(&row.value, unit(&reading.unit)));
        for at in 0..beside.len() {
            let beside = row.beside.get(at);
            let cell = beside.map(|beside| short(&beside.figure, besides_unit(&beside.unit)));
            cells.push(cell.unwrap_or_default());
        }
        table.row(cells);
    }
    table
}

/// The greatest first; what is not known comes last, in the order of the regions.
fn order(a: &Figure, b: &Figure) -> Ordering {
    match (a.value(), b.value()) {
        (Some(a), Some(b)) => b.total_cmp(&a),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

fn because(reading: &Reading, reason: Reason) -> usize {
    let is_so = |row: &&Row| matches!(&row.value, Figure::Withheld(why) if why.reason == reason);
    reading.rows.iter().filter(is_so).count()
}

/// Indices between 0 and 1 differ in their third digit.
fn unit(name: &str) -> Unit {
    match name {
        "share" | "bits" | "nats" => Unit::Precise,
        _ if name.starts_with("ratio, ") => Unit::Precise,
        _ => Unit::named(name),
    }
}

fn besides_unit(name: &str) -> Unit {
    match name {
        "bits" | "nats" => Unit::Precise,
        "regions" | "rank" | "industries" => Unit::Count,
        _ => Unit::named(name),
    }
}

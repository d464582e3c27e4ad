//! `agglo spatial STATISTIC --of MEASURE`: whether neighbouring counties are alike, and where.

use std::collections::BTreeMap;

use agglo::Error;
use agglo::base::region::Position;
use agglo::map::association::{
    Association, Column, Flow, Global as Whole, Ground, Joins, LocalLine, Named, Neighbourhood,
    Options, Rows, Verdict, around, associate,
};
use agglo::map::nationwide::{Measured, Question, Subject, read};
use agglo_report::document::Chart;
use agglo_report::words::{Unit, counted, short};

use crate::args::{Global, SpatialArgs, SpatialWhat};
use crate::country::Country;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::plot;
use crate::printer::Printer;
use crate::table::Table;

/// Lines of local statistics that a person reads at once; the others come with `--csv` or `--json`.
const SHOWN: usize = 25;

pub(crate) fn run(args: &SpatialArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    plot::check(args.plot.as_deref())?;
    if args.plot.is_some() && matches!(args.what, SpatialWhat::Geary | SpatialWhat::JoinCounts) {
        return Err(no_chart().into());
    }
    let country = Country::load(global)?;
    let printer = &printer.resting_on(country.data())?;
    if args.at_least.is_some() && args.what != SpatialWhat::JoinCounts {
        return Err(Error::new("E0103", "`--at-least` belongs to `join_counts`").into());
    }
    let column = column(args, &country, printer)?;
    let options = Options {
        neighbourhood: args.weights.0,
        permutations: args.permutations,
        at_least: args.at_least.or_else(|| threshold(&column)),
        seed: global.seed,
        threads: country.threads,
    };
    let read = Read::new(&country, args.weights.0)?;
    let ground = read.ground(&country);
    let found = associate(&column, ground, args.what.statistic(), options)?;
    if let Some(path) = args.plot.as_deref().filter(|_| found.undefined.is_none()) {
        plot::write(path, &chart(&found, &column, ground, (args, &country))?, printer)?;
    }
    if global.json {
        printer.json("agglo/spatial/1", &found)?;
    } else {
        print(&found, global, printer)?;
    }
    if let Some(why) = &found.undefined {
        printer.message(&format!("the data cannot tell: {why}"));
        return Ok(Exit::Unknown);
    }
    Ok(Exit::Ok)
}

/// As much of the country's ground as the neighbourhood asks for.
struct Read {
    positions: Vec<Position>,
    commuting: Vec<Flow>,
}

impl Read {
    fn new(country: &Country, neighbourhood: Neighbourhood) -> Result<Self, Error> {
        let is_far = matches!(neighbourhood, Neighbourhood::Nearest(_) | Neighbourhood::Band(_));
        let is_tied = neighbourhood == Neighbourhood::Commuting;
        Ok(Self {
            positions: if is_far { country.starter.positions()? } else { Vec::new() },
            commuting: if is_tied { country.starter.commuting()? } else { Vec::new() },
        })
    }

    fn ground<'a>(&'a self, country: &'a Country) -> Ground<'a> {
        let borders = &country.tables.neighbours;
        Ground { borders, positions: &self.positions, commuting: &self.commuting }
    }
}

/// The drawing of an answer, if it has one.
fn chart(
    found: &Association,
    column: &Column,
    ground: Ground<'_>,
    (args, country): (&SpatialArgs, &Country),
) -> Result<Chart, Error> {
    let shapes = plot::Ground::read(country)?;
    match args.what {
        SpatialWhat::Moran => {
            let own = args.region.as_deref().map(|text| country.region(text)).transpose()?;
            let own = own.map_or_else(Vec::new, |region| region.members);
            let around = around(column, ground, args.weights.0)?;
            Ok(agglo_report::plot::moran(found, &around, &own))
        }
        SpatialWhat::LocalMoran | SpatialWhat::GetisOrd => {
            agglo_report::plot::verdicts(found, shapes.shapes(country))
                .ok_or_else(|| plot::nothing("a country without shapes"))
        }
        SpatialWhat::Geary | SpatialWhat::JoinCounts => Err(no_chart()),
    }
}

fn no_chart() -> Error {
    Error::new("E0103", "`--plot` belongs to `moran`, `local_moran` and `getis_ord`")
}

/// The values of the measure that is meant; a name that was read as another is said aloud.
fn column(args: &SpatialArgs, country: &Country, printer: &Printer) -> Result<Column, Error> {
    let tables = &country.tables;
    let industry = args.industry.as_deref();
    if let Some(measure) = Measured::named(args.of.trim()) {
        if measure.subject() == Subject::RegionIndustry && industry.is_none() {
            let what = format!("`{}` is a measure of one industry", measure.name());
            return Err(Error::new("E0103", what).hint("add --industry CODE, as --industry 7211"));
        }
        let question = Question { industry, ..Question::of_all(measure) };
        return Column::of_reading(&read(&tables.inputs(), &question)?, &tables.regions);
    }
    if industry.is_some() {
        return Err(Error::new("E0103", "`--industry` belongs to a measure of one industry")
            .hint("use --of location_quotient"));
    }
    let name = agglo_data::measure::resolve(&tables.facts, &args.of)?;
    if name != args.of {
        printer.message(&format!("`{}` is read as `{name}`", args.of));
    }
    Column::of_fact(&tables.facts, &name, &tables.regions)
}

/// Where yes begins by itself: at the nation's share, and at the flag.
fn threshold(column: &Column) -> Option<f64> {
    match column.unit.as_str() {
        "ratio" if column.industry.is_some() => Some(1.0),
        "flag" => Some(0.5),
        _ => None,
    }
}

fn print(found: &Association, global: &Global, printer: &Printer) -> Result<(), Error> {
    if global.csv {
        return printer.table(&table(found, usize::MAX), global);
    }
    printer.data(&head(found))?;
    if found.undefined.is_none() {
        if !found.local.is_empty() {
            printer.data(&verdicts(&found.local))?;
        }
        printer.table(&table(found, SHOWN), global)?;
    }
    printer.data(&foot(found))
}

fn head(found: &Association) -> String {
    let measure = &found.measure;
    let year = measure.year.map(|year| format!(", {year}")).unwrap_or_default();
    let rows = match found.rows {
        Rows::Standardised => "rows standardised",
        Rows::Binary => "each neighbour 1",
    };
    format!(
        "{} of {} ({}{year}): {}\n{} with a value and a neighbour; neighbours: {}, {} a county on average, {rows}\n\n",
        found.statistic.name(),
        measure.name,
        measure.source,
        measure.title,
        counted(found.units, "county", "counties"),
        found.neighbourhood,
        number(Some(found.links as f64 / found.units.max(1) as f64), 1),
    )
}

/// How many counties each verdict names.
fn verdicts(lines: &[LocalLine]) -> String {
    let mut counts: BTreeMap<Verdict, usize> = BTreeMap::new();
    for line in lines {
        *counts.entry(line.verdict).or_default() += 1;
    }
    let parts = counts.iter().map(|(verdict, count)| format!("{} {count}", word(*verdict)));
    format!("Verdicts: {}\n\n", parts.collect::<Vec<_>>().join(", "))
}

fn table(found: &Association, shown: usize) -> Table {
    if let Some(joins) = &found.joins {
        return counts(joins);
    }
    match &found.global {
        Some(whole) => whole_table(whole),
        None => local(&found.local, shown),
    }
}

fn whole_table(whole: &Whole) -> Table {
    let mut table = Table::new([
        "value",
        "expected",
        "variance",
        "variance (normal)",
        "z",
        "p (one side)",
        "p (both sides)",
    ]);
    table.row(vec![
        short(&whole.value, Unit::Precise),
        number(whole.expected, 6),
        small(whole.variance_randomised),
        small(whole.variance_normal),
        number(whole.z, 2),
        small(whole.p_one_sided),
        small(whole.p_two_sided),
    ]);
    table
}

fn counts(joins: &Joins) -> Table {
    let mut table = Table::new(["borders", "count", "expected", "variance", "z", "p (as many)"]);
    table.row(vec![
        format!("yes and yes (at least {})", joins.at_least),
        joins.both.to_string(),
        number(Some(joins.both_expected), 1),
        number(joins.both_variance, 1),
        number(joins.both_z, 2),
        small(joins.both_p),
    ]);
    let blank = String::new;
    table.row(vec![
        "yes and no".to_owned(),
        joins.mixed.to_string(),
        blank(),
        blank(),
        blank(),
        small(joins.mixed_p),
    ]);
    let neither = joins.neither.to_string();
    table.row(vec!["no and no".to_owned(), neither, blank(), blank(), blank(), blank()]);
    table
}

/// All lines by code, or the surest of those that may be named.
fn local(lines: &[LocalLine], shown: usize) -> Table {
    let is_moran = lines.iter().any(|line| line.quadrant.is_some());
    let columns = if is_moran { ["local I", "quadrant"] } else { ["z of G", "z of G*"] };
    let header = ["region", "title", "value", columns[0], columns[1], "p", "p adjusted", "verdict"];
    let mut table = Table::new(header);
    let mut order: Vec<&LocalLine> = lines.iter().collect();
    if shown < lines.len() {
        order.retain(|line| !matches!(line.verdict, Verdict::NotSignificant | Verdict::Island));
        order.sort_by(|a, b| {
            let far = |line: &LocalLine| line.statistic.unwrap_or(0.0).abs();
            let p = |line: &LocalLine| line.p_adjusted.unwrap_or(1.0);
            p(a).total_cmp(&p(b)).then(far(b).total_cmp(&far(a))).then(a.region.cmp(&b.region))
        });
        order.truncate(shown);
    }
    for line in order {
        let second = if is_moran {
            line.quadrant.map(|quadrant| quadrant.to_string()).unwrap_or_default()
        } else {
            number(line.star, 2)
        };
        table.row(vec![
            line.region.to_string(),
            line.title.clone(),
            number(Some(line.value), 2),
            number(line.statistic, 3),
            second,
            small(line.p),
            small(line.p_adjusted),
            word(line.verdict).to_owned(),
        ]);
    }
    table
}

fn foot(found: &Association) -> String {
    let mut text = format!(
        "\n{} permutations, seed {}: no probability that is drawn can be below {}; few ways are counted.\n",
        found.permutations,
        found.seed,
        small(Some(1.0 / (f64::from(found.permutations) + 1.0)))
    );
    if !found.local.is_empty() {
        text += "The surest are shown; --csv prints every county.\n";
    }
    text += &named("Islands, without a neighbour that has a value", &found.islands);
    text += &named("Left out, without a value", &found.left_out);
    text.extend(found.caveats.iter().map(|caveat| format!("  {}\n", caveat.text)));
    text
}

fn named(what: &str, list: &[Named]) -> String {
    if list.is_empty() {
        return String::new();
    }
    let names: Vec<String> =
        list.iter().take(12).map(|unit| format!("{} ({})", unit.title, unit.region)).collect();
    let more = list.len().saturating_sub(names.len());
    let rest = if more > 0 { format!("; and {more} more, in --json") } else { String::new() };
    format!("{what}: {}: {}{rest}\n", list.len(), names.join("; "))
}

fn number(value: Option<f64>, decimals: usize) -> String {
    value.map(|value| format!("{value:.decimals$}")).unwrap_or_default()
}

/// Four digits that count, for what may be small.
fn small(value: Option<f64>) -> String {
    let Some(value) = value else { return String::new() };
    if value.abs() >= 0.001 { format!("{value:.4}") } else { format!("{value:.3e}") }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::HighHigh => "high among high",
        Verdict::LowLow => "low among low",
        Verdict::HighLow => "high among low",
        Verdict::LowHigh => "low among high",
        Verdict::Hot => "high values around",
        Verdict::Cold => "low values around",
        Verdict::NotSignificant => "not significant",
        Verdict::Island => "island",
    }
}

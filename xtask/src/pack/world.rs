//! The pack's tables of other countries: agencies' rows in our own tidy form, a figure with its status and flag.
//!
//! They are small and need no SQL, so that they can be made anew by themselves (`--only world`); the rest of the pack
//! stays as it is.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use agglo::Error;
use agglo_data::atomic::write_all;
use agglo_data::starter::{MANIFEST, Manifest, PackedFile, PackedSource, WORLD, digest};
use agglo_data::table::{Column, PackFile, Table, write as encode};
use serde::Deserialize;

/// Agency, table, vintage, carrier and notice of each dataset.
const SOURCES: &str = include_str!("../../../definitions/sources.toml");

/// A table of the pack and where its figures stand.
struct Packed {
    /// Its name without ending and without the beginning that all share.
    name: &'static str,
    /// The file, beside the folder of the US tables.
    from: &'static str,
    /// The column of industries, where there is one.
    industry: Option<&'static str>,
    /// Figures: what each is called, its column, and what other columns hold in its rows.
    figures: &'static [Figure],
    /// What a row is.
    holds: &'static str,
}

struct Figure {
    name: &'static str,
    column: &'static str,
    only: &'static [(&'static str, &'static str)],
}

/// Regions of NUTS 2 and totals have codes of four signs, countries of two.
const SIGNS: usize = 4;

const TABLES: &[Packed] = &[
    Packed {
        name: "eu-employment",
        from: "../world/eu_panel/employment_nace_2008_2015.parquet",
        industry: Some("nace"),
        figures: &[Figure { name: "employed", column: "value", only: &[("age", "Y15-64")] }],
        holds: "people of 15 to 64 at work in a NUTS 2 region by group of sections, thousands; totals like EU28 beside them",
    },
    Packed {
        name: "eu-employed",
        from: "../world/eu_panel/employment_total_1999_2015.parquet",
        industry: None,
        figures: &[Figure { name: "employed", column: "value", only: &[("age", "Y_GE15")] }],
        holds: "people of 15 and more at work in a NUTS 2 region, thousands",
    },
    Packed {
        name: "eu-unemployed",
        from: "../world/eu_panel/unemployed_1999_2015.parquet",
        industry: None,
        figures: &[Figure { name: "unemployed", column: "value", only: &[("age", "Y_GE15")] }],
        holds: "unemployed people of 15 and more in a NUTS 2 region, thousands",
    },
    Packed {
        name: "eu-gdp",
        from: "../world/eu_panel/gdp_2000_2014.parquet",
        industry: None,
        figures: &[
            Figure { name: "eur_per_head", column: "value", only: &[("unit", "EUR_HAB")] },
            Figure { name: "pps_per_head", column: "value", only: &[("unit", "PPS_HAB")] },
        ],
        holds: "gross domestic product of a NUTS 2 region per head, euros and purchasing power standards",
    },
    Packed {
        name: "eu-income",
        from: "../world/eu_panel/household_income_2000_2014.parquet",
        industry: None,
        figures: &[Figure {
            name: "pps_per_head",
            column: "value",
            only: &[("unit", "PPCS_HAB"), ("na_item", "B6N")],
        }],
        holds: "disposable income of households in a NUTS 2 region per head, purchasing power standards of consumption",
    },
    Packed {
        name: "eu-poverty",
        from: "../world/eu_panel/at_risk_of_poverty_2003_2016.parquet",
        industry: None,
        figures: &[Figure { name: "percent", column: "value", only: &[("unit", "PC_POP")] }],
        holds: "people at risk of poverty in a NUTS 2 region, percent of its people",
    },
    Packed {
        name: "uk-value-added",
        from: "../world/uk/gva_itl3_1998_2022.parquet",
        industry: Some("sic07"),
        figures: &[Figure { name: "value_added", column: "gva_current_mgbp", only: &[] }],
        holds: "gross value added of an ITL 3 area by line of SIC 2007, million pounds, current prices",
    },
];

/// Lines that are sums of sections and of no use beside them.
const SUMS: [&str; 2] = ["A-E", "G-T"];

#[derive(Deserialize)]
struct Sources {
    source: Vec<PackedSource>,
}

/// Makes the tables of other countries and puts them into the list of a pack that is there.
///
/// # Errors
///
/// `E0401` of a table that is missing, `E0403` of a list that does not fit, `E0404` of a table with other columns.
pub(super) fn write(from: &Path, to: &Path) -> Result<(), Error> {
    let path = to.join(MANIFEST);
    let text = fs::read_to_string(&path).map_err(|cause| {
        Error::new("E0401", format!("there is no pack to add to: {cause}"))
            .at(path.display().to_string())
    })?;
    let mut manifest = Manifest::read(&text)?;
    manifest.files.retain(|file| !file.name.starts_with(WORLD));
    let mut files = Vec::new();
    for packed in TABLES {
        let (name, table) = table(packed, from)?;
        let bytes = encode(&table, &[0])?;
        super::say(&format!("{:>10} {:>9}  {name}", bytes.len(), table.rows()));
        manifest.files.push(PackedFile {
            name: name.clone(),
            sha256: digest(&bytes),
            rows: table.rows(),
            holds: packed.holds.to_owned(),
            query: None,
        });
        files.push((name, bytes));
    }
    manifest.files.sort_by(|a, b| a.name.cmp(&b.name));
    let sources: Sources = toml::from_str(SOURCES)
        .map_err(|cause| Error::new("E0403", cause.to_string()).at("definitions/sources.toml"))?;
    manifest.sources = sources.source;
    manifest.check()?;
    files.push((MANIFEST.to_owned(), manifest.text()?.into_bytes()));
    write_all(to, &files)
}

/// A row of the pack: region, industry, year.
type Key = (String, String, i64);
/// Its figures: value, status, flag.
type Cells = Vec<Option<(f64, String, String)>>;

fn table(packed: &Packed, from: &Path) -> Result<(String, Table), Error> {
    let path = from.join(packed.from);
    let bytes = fs::read(&path).map_err(|cause| {
        Error::new("E0401", format!("a table cannot be read: {cause}"))
            .at(path.display().to_string())
    })?;
    let file = PackFile::open(packed.name, bytes.into())?;
    let mut rows: BTreeMap<Key, Cells> = BTreeMap::new();
    let mut has_flags = false;
    for (at, figure) in packed.figures.iter().enumerate() {
        has_flags |= take(&file, packed, (at, figure), &mut rows)?;
    }
    let name = format!("{WORLD}{}.parquet", packed.name);
    let mut columns = vec![("region".to_owned(), Column::texts(rows.keys().map(|key| &*key.0)))];
    if packed.industry.is_some() {
        columns.push(("industry".to_owned(), Column::texts(rows.keys().map(|key| &*key.1))));
    }
    columns.push(("period".to_owned(), Column::whole(rows.keys().map(|key| key.2))));
    for (at, figure) in packed.figures.iter().enumerate() {
        let cell = |row: &Cells| row.get(at).cloned().flatten();
        let hidden = |cell: &(f64, String, String)| cell.1 == "withheld";
        let values = rows.values().map(|row| cell(row).filter(|c| !hidden(c)).map(|c| c.0));
        columns.push((figure.name.to_owned(), Column::Numbers(values.collect())));
        if has_flags {
            let text = |get: fn((f64, String, String)) -> String| {
                Column::Texts(rows.values().map(|row| cell(row).map(get)).collect())
            };
            columns.push((format!("{}_status", figure.name), text(|cell| cell.1)));
            columns.push((format!("{}_flag", figure.name), text(|cell| cell.2)));
        }
    }
    Ok((name.clone(), Table::new(&name, columns)?))
}

/// Takes the rows of one figure; whether the table has flags.
fn take(
    file: &PackFile,
    packed: &Packed,
    (at, figure): (usize, &Figure),
    rows: &mut BTreeMap<Key, Cells>,
) -> Result<bool, Error> {
    let has_flags = file.columns().iter().any(|column| column == "flag");
    let mut wanted = vec!["region", "year", "status", figure.column];
    wanted.extend(packed.industry);
    wanted.extend(figure.only.iter().map(|(column, _)| *column));
    wanted.extend(has_flags.then_some("flag"));
    let table = file.all(&wanted)?;
    let (regions, years) = (table.texts("region")?, table.whole("year")?);
    let (statuses, values) = (table.texts("status")?, table.numbers(figure.column)?);
    let flags = if has_flags { table.texts("flag")? } else { vec![""; table.rows()] };
    let industries = packed.industry.map(|column| table.texts(column)).transpose()?;
    let only = figure.only.iter().map(|(column, value)| Ok((table.texts(column)?, *value)));
    let only = only.collect::<Result<Vec<_>, Error>>()?;
    for row in 0..table.rows() {
        let industry = industries.as_ref().map_or("", |codes| line(codes[row]));
        let is_meant = only.iter().all(|(texts, value)| texts[row] == *value)
            && (regions[row].len() == SIGNS || !has_flags)
            && !SUMS.contains(&industry);
        let status = match (statuses[row], values[row]) {
            ("withheld", _) => "withheld",
            ("unreliable", Some(_)) => "estimated",
            (_, Some(_)) => "disclosed",
            // A row that is not there says as much.
            (_, None) => continue,
        };
        if !is_meant {
            continue;
        }
        let key = (regions[row].to_owned(), industry.to_owned(), years[row]);
        let cells = rows.entry(key).or_insert_with(|| vec![None; packed.figures.len()]);
        let known = (values[row].unwrap_or(0.0), status.to_owned(), flags[row].to_owned());
        if cells[at].replace(known).is_some() {
            let what = format!("two rows stand for {} {industry} {}", regions[row], years[row]);
            return Err(Error::new("E0202", what).at(packed.from));
        }
    }
    Ok(has_flags)
}

/// The code of a line without the divisions that its publisher adds in brackets: `I (55-56)` is `I`.
fn line(code: &str) -> &str {
    code.split_once(' ').map_or(code, |(code, _)| code)
}

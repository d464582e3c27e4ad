//! What the columns of a file probably mean: proposed from their names and from what stands in them.

use crate::intake::Format;
use crate::source::codes::Code;
use crate::source::description::{
    Description, Dimension, Flags, IndustryCodes, IndustryColumn, Measure, PeriodColumn,
    RegionCodes, RegionColumn,
};
use crate::source::load::Codes;
use crate::source::number::{Decimal, Kind, number};
use crate::source::period::period;
use crate::source::recognise::flags_of;

/// Names of columns as they are found in many countries, in small letters.
const REGION: &[&str] = &[
    "region",
    "region_code",
    "fips",
    "area_fips",
    "county_fips",
    "county_code",
    "geoid",
    "geo",
    "geography",
    "area",
    "area_code",
    "county",
    "nuts",
    "nuts_id",
    "itl",
    "lga",
    "kreis",
    "concelho",
    "municipio",
    "commune",
];
const INDUSTRY: &[&str] = &[
    "industry",
    "industry_code",
    "naics",
    "naics_code",
    "nace",
    "nace_r2",
    "isic",
    "sic",
    "sector",
    "activity",
    "cae",
    "wz",
];
const PERIOD: &[&str] = &[
    "year",
    "period",
    "time",
    "time_period",
    "date",
    "quarter",
    "month",
    "ref_date",
    "ano",
    "año",
    "annee",
    "année",
    "anno",
    "jahr",
    "jaar",
];
const FLAGS: &[&str] =
    &["flags", "flag", "obs_flag", "obs_status", "status", "disclosure_code", "symbol"];
const COUNT: &[&str] = &[
    "employment",
    "employees",
    "emplvl",
    "emp",
    "jobs",
    "workers",
    "persons",
    "people",
    "population",
    "establishments",
    "estabs",
    "firms",
    "pessoal",
    "beschaeftigte",
    "beschäftigte",
    "headcount",
];
const SHARE: &[&str] = &["poverty", "rate", "share", "percent", "pct", "quota", "quote"];
/// The column of who may see a figure, beside its flags.
const CONFIDENTIALITY: &str = "CONF_STATUS";
/// The column of a cube's figures.
const VALUE: &str = "value";
/// Year of the first edition of the North American classification, and years from one to the next.
const FIRST_EDITION: u16 = 1997;
const EDITION_YEARS: u16 = 5;
/// Texts that hide a figure in tables of many agencies.
const HIDDEN: &[&str] =
    &["(D)", "D", "(S)", "S", "s", "x", "X", "c", "*", "**", "withheld", "suppressed"];

/// A proposal, and what a person must decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// What the columns probably mean.
    pub description: Description,
    /// What could be otherwise; none where the names and the values of all columns say one thing.
    pub doubts: Vec<String>,
}

/// Proposes what the columns of a file mean.
///
/// `sample[row][column]` are some of its rows, the first ones say; `name` is what the dataset would be called.
///
/// In a cube the column `value` alone holds figures; all others tell its cells apart.
pub fn guess(
    columns: &[String],
    sample: &[Vec<String>],
    (name, format): (&str, Format),
    codes: &Codes,
) -> Guess {
    let mut left: Vec<usize> = (0..columns.len()).collect();
    let values = |at: usize| -> Vec<&str> {
        let of = sample.iter().filter_map(|row| row.get(at)).map(|text| text.trim());
        of.filter(|text| !text.is_empty()).collect()
    };
    let mut take = |names: &[&str]| -> Option<usize> {
        let lower = |at: &usize| columns[*at].trim().to_lowercase();
        let found = names.iter().find_map(|name| left.iter().position(|at| lower(at) == *name))?;
        Some(left.remove(found))
    };
    let mut found = Description { dataset: dataset(name), ..Description::default() };
    let mut doubts = Vec::new();
    found.region = take(REGION).map(|at| region(columns, at, &values(at), codes));
    let industry_at = take(INDUSTRY);
    let edition = take(&["naics"]);
    let names_editions = |at: usize| {
        let values = values(at);
        !values.is_empty() && values.iter().all(|value| is_edition(value))
    };
    found.industry = industry_at.map(|at| industry(columns, at, &values(at), codes));
    match (edition, &mut found.industry) {
        (Some(at), Some(industry)) if names_editions(at) => {
            industry.edition = Some(columns[at].clone());
        }
        (Some(at), _) => doubts.push(format!("is column {} an industry too?", columns[at])),
        (None, _) => {}
    }
    let time = take(PERIOD).or_else(|| by_values(&left, &values));
    left.retain(|at| Some(*at) != time);
    found.period =
        time.map(|at| PeriodColumn { column: Some(columns[at].clone()), quarter: None, is: None });
    let mut take = |names: &[&str]| -> Option<usize> {
        let found =
            left.iter().position(|at| names.contains(&columns[*at].to_lowercase().as_str()))?;
        Some(left.remove(found))
    };
    if let Some(at) = take(FLAGS) {
        found.flags.push(said(format, "flags").unwrap_or_else(|| flags(&columns[at])));
    }
    if let Some(own) = said(format, CONFIDENTIALITY)
        && take(&[&CONFIDENTIALITY.to_lowercase()]).is_some()
    {
        found.flags.push(own);
    }
    for at in left {
        let (column, values) = (&columns[at], values(at));
        if if format.is_cube() { column == VALUE } else { is_figure(&values) } {
            found.measures.push(measure(column));
            hidden_marks(&values, &mut found);
        } else {
            found.dimensions.push(Dimension {
                name: plain(column),
                column: column.clone(),
                total: None,
            });
        }
    }
    if found.measures.is_empty() {
        doubts.push("no column holds figures".to_owned());
    }
    Guess { description: found, doubts }
}

/// Whether a text is the year of an edition.
fn is_edition(text: &str) -> bool {
    let since = text.parse::<u16>().ok().and_then(|year| year.checked_sub(FIRST_EDITION));
    since.is_some_and(|years| years.is_multiple_of(EDITION_YEARS) && years <= 100)
}

/// A name of small letters.
fn plain(text: &str) -> String {
    let letter = |letter: char| {
        if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' }
    };
    text.trim().chars().map(letter).collect()
}

/// A name for the dataset: it begins with a letter.
fn dataset(name: &str) -> String {
    let name: String = plain(name).chars().take(59).collect();
    if name.starts_with(|letter: char| letter.is_ascii_lowercase()) {
        name
    } else {
        format!("file-{name}")
    }
}

fn region(columns: &[String], at: usize, values: &[&str], codes: &Codes) -> RegionColumn {
    let is_county = |text: &str| {
        matches!(
            codes.counties.read(text),
            Code::Known(_)
                | Code::Bridged(..)
                | Code::Later(..)
                | Code::Outside(..)
                | Code::Damaged(_)
                | Code::Lost
        )
    };
    let is_ours = values.iter().any(|text| is_county(text));
    RegionColumn {
        column: columns[at].clone(),
        county: None,
        codes: if is_ours { RegionCodes::UsCounty } else { RegionCodes::Own },
        totals: crate::source::description::Totals::Refuse,
        also: Vec::new(),
        prefix: None,
    }
}

fn industry(columns: &[String], at: usize, values: &[&str], codes: &Codes) -> IndustryColumn {
    let is_known = |text: &str| {
        let digits = text.starts_with(|letter: char| letter.is_ascii_digit() || letter == '-');
        digits && matches!(codes.industries.read(text), Code::Known(_) | Code::Damaged(_))
    };
    let is_naics = values.iter().any(|text| is_known(text));
    IndustryColumn {
        column: columns[at].clone(),
        codes: if is_naics { IndustryCodes::Naics } else { IndustryCodes::Own },
        edition: None,
        also: Vec::new(),
        totals: crate::source::description::Totals::Refuse,
    }
}

/// The first column in which every text is a period.
fn by_values<'a>(left: &[usize], values: &dyn Fn(usize) -> Vec<&'a str>) -> Option<usize> {
    left.iter().copied().find(|&at| {
        let values = values(at);
        let is_time = |text: &&str| period(text).is_ok_and(|period| !period.is_odd);
        !values.is_empty() && values.iter().all(is_time)
    })
}

/// What is known of a column of flags in messages of a format.
fn said(format: Format, column: &str) -> Option<Flags> {
    // A damaged definition is said where sources are read; here the letters that are known everywhere remain.
    flags_of(format, column).ok().flatten()
}

fn flags(column: &str) -> Flags {
    let list = |flags: &[&str]| flags.iter().map(|&flag| flag.to_owned()).collect();
    Flags {
        column: column.to_owned(),
        withheld: list(&["c", "C", "N", "D", "S"]),
        missing: list(&["z", "M", "L"]),
        estimated: list(&["e", "E", "i", "s"]),
        provisional: list(&["p", "P"]),
        disclosed: list(&["a", "A", "b", "B", "d", "f", "n", "r", "R", "u", "U"]),
        letters: true,
        ..Flags::default()
    }
}

/// Whether half of the texts are numbers in some convention, or say that a number is hidden or missing.
fn is_figure(values: &[&str]) -> bool {
    let is_number = |text: &&&str| {
        let read = |decimal| number(text, decimal, Kind::Amount).is_ok();
        let word = text.trim_start_matches(['+', '-']).to_ascii_lowercase();
        let is_word =
            matches!(word.as_str(), "nan" | "inf" | "infinity" | "n/a" | ":" | "na" | "1e309");
        is_word || read(Decimal::Plain) || read(Decimal::Comma) || read(Decimal::Point)
    };
    let numbers = values.iter().filter(is_number).count();
    let hidden = values.iter().filter(|text| HIDDEN.contains(text)).count();
    values.is_empty() || (numbers > 0 && 2 * (numbers + hidden) >= values.len())
}

fn measure(column: &str) -> Measure {
    let name = plain(column);
    let has = |words: &[&str]| name.split('_').any(|word| words.contains(&word));
    let kind = if has(COUNT) {
        Kind::Count
    } else if has(SHARE) {
        Kind::Share
    } else {
        Kind::Amount
    };
    Measure { name, column: column.to_owned(), kind, ..Measure::default() }
}

fn hidden_marks(values: &[&str], found: &mut Description) {
    for text in values.iter().filter(|text| HIDDEN.contains(text)) {
        if !found.marks.withheld.iter().any(|mark| mark == text) {
            found.marks.withheld.push((*text).to_owned());
        }
    }
}

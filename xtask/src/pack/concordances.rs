//! Classifications, the links between them, and the nation's jobs by code of an edition: made without SQL, so that
//! they can be made alone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use agglo::Error;
use agglo_data::atomic::write_all;
use agglo_data::definitions::classifications::{Index, index};
use agglo_data::starter::{MANIFEST, Manifest, PackedFile, digest};
use agglo_data::table::{Column, PackFile, Table, write};

use crate::pack::sources;

/// Trees and links, and the tables that jobs are summed from, beside the folder of the agencies' tables.
const CLASSES: &str = "../concordance/industry_classes.parquet";
const LINKS: &str = "../concordance/industry_links.parquet";
const STATES: &str = "industry/qcew_state.parquet";
const COUNTIES: &str = "industry/cbp_county.parquet";
/// The files that are read here.
#[cfg(feature = "lake")]
pub(super) const FILES: [&str; 4] = [CLASSES, LINKS, STATES, COUNTIES];

/// A table of the pack, and what a row of it is.
pub(super) struct Made {
    pub(super) table: Table,
    pub(super) holds: &'static str,
}

/// All tables of this step.
pub(super) fn tables(from: &Path) -> Result<Vec<Made>, Error> {
    let index = index()?;
    let codes = Codes::read(from, &index)?;
    Ok(vec![
        Made {
            table: codes.table()?,
            holds: "a code of a classification, with its level, the code above it and its title",
        },
        Made {
            table: links(from, &index, &codes)?,
            holds: "a part of one code's content that lies in a code of another classification",
        },
        Made {
            table: jobs(from)?,
            holds: "jobs in the nation by code of an edition, published cells only: weights of splits",
        },
    ])
}

/// Makes these tables alone and puts them into a pack that is there.
pub(super) fn write_alone(from: &Path, to: &Path) -> Result<(), Error> {
    let text = std::fs::read_to_string(to.join(MANIFEST))
        .map_err(|cause| Error::new("E0401", cause.to_string()).at(to.display().to_string()))?;
    let mut manifest = Manifest::read(&text)?;
    let mut files = Vec::new();
    for Made { table, holds } in tables(from)? {
        let bytes = write(&table, &[0])?;
        super::say(&format!("{:>10} {:>9}  {}", bytes.len(), table.rows(), table.name()));
        manifest.files.retain(|file| file.name != table.name());
        manifest.files.push(PackedFile {
            name: table.name().to_owned(),
            sha256: digest(&bytes),
            rows: table.rows(),
            holds: holds.to_owned(),
            query: None,
        });
        files.push((table.name().to_owned(), bytes));
    }
    manifest.files.sort_by(|a, b| a.name.cmp(&b.name));
    manifest.sources = sources()?;
    manifest.check()?;
    files.push((MANIFEST.to_owned(), manifest.text()?.into_bytes()));
    write_all(to, &files)
}

fn open(from: &Path, file: &str) -> Result<PackFile, Error> {
    let bytes = std::fs::read(from.join(file))
        .map_err(|cause| Error::new("E0401", cause.to_string()).at(file))?;
    PackFile::open(file, bytes.into())
}

/// A code as it stands in a list whose order is that of the book.
struct Code {
    level: i64,
    parent: Option<String>,
    title: String,
}

/// Codes of each classification that the pack holds, by the carrier's name for it.
struct Codes {
    names: BTreeMap<String, String>,
    all: BTreeMap<(String, String), Code>,
}

impl Codes {
    fn read(from: &Path, index: &Index) -> Result<Self, Error> {
        let names: BTreeMap<String, String> = index
            .classifications
            .iter()
            .map(|own| (own.standard.clone(), own.id.clone()))
            .collect();
        let table = open(from, CLASSES)?.all(&["standard", "code", "level", "title"])?;
        let (standards, codes) = (table.texts("standard")?, table.texts("code")?);
        let (levels, titles) = (table.texts("level")?, table.texts("title")?);
        let mut all = BTreeMap::new();
        let mut section: BTreeMap<&str, &str> = BTreeMap::new();
        for row in 0..table.rows() {
            let Some(id) = names.get(standards[row]) else { continue };
            let level = match levels[row] {
                "section" => 1,
                "division" => 2,
                "group" => 3,
                "class" => 4,
                // Trees of other books are definitions of their own.
                _ => continue,
            };
            if level == 1 {
                section.insert(standards[row], codes[row]);
            }
            let own = |code: &str| all.contains_key(&(id.clone(), code.to_owned()));
            let parent = match level {
                1 => None,
                2 => section.get(standards[row]).map(|section| (*section).to_owned()),
                _ => above(codes[row], &own),
            };
            let code = Code { level, parent, title: titles[row].to_owned() };
            all.insert((id.clone(), codes[row].to_owned()), code);
        }
        Ok(Self { names, all })
    }

    fn table(&self) -> Result<Table, Error> {
        let rows = || self.all.iter();
        Table::new(
            "classes.parquet",
            vec![
                ("classification".into(), Column::texts(rows().map(|((id, _), _)| id.clone()))),
                ("code".into(), Column::texts(rows().map(|((_, code), _)| code.clone()))),
                ("level".into(), Column::whole(rows().map(|(_, code)| code.level))),
                (
                    "parent".into(),
                    Column::Texts(rows().map(|(_, code)| code.parent.clone()).collect()),
                ),
                ("title".into(), Column::texts(rows().map(|(_, code)| code.title.clone()))),
            ],
        )
    }

    /// Codes of a classification that are above others.
    fn parents(&self, id: &str) -> BTreeSet<&str> {
        let own = self.all.iter().filter(|((of, _), _)| of == id);
        own.filter_map(|(_, code)| code.parent.as_deref()).collect()
    }
}

/// The longest beginning of a code that is a code itself.
fn above(code: &str, is_code: &dyn Fn(&str) -> bool) -> Option<String> {
    let ends = code.char_indices().map(|(at, _)| at).skip(1);
    let shorter = ends.filter_map(|end| code.get(..end)).map(|short| short.trim_end_matches('.'));
    shorter.filter(|short| is_code(short)).last().map(str::to_owned)
}

/// Links whose left side is a code with nothing below it: those of the codes above follow from them.
fn links(from: &Path, index: &Index, codes: &Codes) -> Result<Table, Error> {
    let columns = ["source_standard", "source_code", "target_standard", "target_code"];
    let table = open(from, LINKS)?.all(&columns)?;
    let read = |name: &str| table.texts(name);
    let (left, left_code) = (read(columns[0])?, read(columns[1])?);
    let (right, right_code) = (read(columns[2])?, read(columns[3])?);
    let parents: BTreeMap<&str, BTreeSet<&str>> =
        codes.names.values().map(|id| (id.as_str(), codes.parents(id))).collect();
    let mut rows: BTreeSet<[&str; 4]> = BTreeSet::new();
    for row in 0..table.rows() {
        let ids = codes.names.get(left[row]).zip(codes.names.get(right[row]));
        let Some((one, other)) = ids else { continue };
        let is_wanted = index.links.iter().any(|link| link.from == *one && link.to == *other);
        let is_above = parents.get(one.as_str()).is_some_and(|of| of.contains(left_code[row]));
        if is_wanted && !is_above {
            rows.insert([one, left_code[row], other, right_code[row]]);
        }
    }
    let column = |at: usize| Column::texts(rows.iter().map(|row| row[at]));
    Table::new(
        "links.parquet",
        vec![
            ("from".into(), column(0)),
            ("from_code".into(), column(1)),
            ("to".into(), column(2)),
            ("to_code".into(), column(3)),
        ],
    )
}

/// A table of jobs by code, and the edition and year that are summed.
struct Jobs<'a> {
    file: &'a str,
    edition: &'a str,
    year: i64,
    owner: Option<&'a str>,
}

/// Private jobs of the year of each edition that its agency publishes with the most detail.
const JOBS: [Jobs<'_>; 2] = [
    Jobs { file: STATES, edition: "naics-2012", year: 2016, owner: Some("5") },
    Jobs { file: COUNTIES, edition: "naics-2017", year: 2017, owner: None },
];

fn jobs(from: &Path) -> Result<Table, Error> {
    let mut rows: BTreeMap<(&str, String), f64> = BTreeMap::new();
    for of in &JOBS {
        let file = open(from, of.file)?;
        for group in 0..file.groups() {
            let mut names = vec!["naics", "year", "level", "employment"];
            names.extend(of.owner.map(|_| "own"));
            add(&file.group(group, &names)?, of, &mut rows)?;
        }
    }
    let edition = |(edition, _): &(&str, String)| (*edition).to_owned();
    Table::new(
        "edition_jobs.parquet",
        vec![
            ("classification".into(), Column::texts(rows.keys().map(edition))),
            ("code".into(), Column::texts(rows.keys().map(|(_, code)| code.clone()))),
            ("jobs".into(), Column::whole(rows.values().map(|jobs| whole(*jobs)))),
        ],
    )
}

fn add<'a>(
    table: &Table,
    of: &Jobs<'a>,
    rows: &mut BTreeMap<(&'a str, String), f64>,
) -> Result<(), Error> {
    let (codes, years, levels) =
        (table.texts("naics")?, table.whole("year")?, table.whole("level")?);
    let owners = of.owner.map(|owner| Ok::<_, Error>((owner, table.texts("own")?))).transpose()?;
    let employment: Vec<Option<f64>> = match table.numbers("employment") {
        Ok(numbers) => numbers.to_vec(),
        Err(_) => {
            table.integers("employment")?.iter().map(|own| own.map(|own| own as f64)).collect()
        }
    };
    for row in 0..table.rows() {
        let is_owner = owners.as_ref().is_none_or(|(owner, owners)| owners[row] == *owner);
        if years[row] == of.year
            && levels[row] >= 2
            && is_owner
            && let Some(jobs) = employment[row]
        {
            *rows.entry((of.edition, codes[row].to_owned())).or_default() += jobs;
        }
    }
    Ok(())
}

#[expect(clippy::cast_possible_truncation, reason = "jobs of a nation are below 2^53")]
fn whole(jobs: f64) -> i64 {
    jobs.round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_above_is_the_longest_beginning_that_is_a_code() {
        let is_code = |code: &str| ["A", "01", "01.1", "011"].contains(&code);
        assert_eq!(above("01.11", &is_code).as_deref(), Some("01.1"));
        assert_eq!(above("01.1", &is_code).as_deref(), Some("01"));
        assert_eq!(above("0111", &is_code).as_deref(), Some("011"));
        assert_eq!(above("9900", &is_code), None);
    }
}

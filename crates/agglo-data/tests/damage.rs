//! Two hundred files damaged at random: each gives an error and leaves the lake as it was, or the right figures.
//!
//! What cannot be noticed is counted and held to its share. A flip inside a number or a name makes another number or
//! name: it may touch one figure for each flip, and no more. A file that was cut at the end of a line is a shorter file;
//! one that was cut elsewhere says so. Everything else must come out right, or be said.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests stop a test where they cannot go on"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use agglo_data::Starter;
use agglo_data::add::{Adding, How, Said, Table};
use agglo_data::lake::{AsOf, Block, Lake, Values};
use agglo_data::source::Codes;
use agglo_data::source::codes::{Counties, Industries};

/// Damaged files.
const FILES: u64 = 200;
const SEED: u64 = 0x5eed_0004;

/// Numbers that are the same in every run (splitmix64, Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }
}

/// Files that are read without a fault, by their name.
fn files() -> Vec<(String, Vec<u8>)> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wire = here.ancestors().map(|folder| folder.join("shared/data/wire"));
    let mut files = invented();
    let Some(wire) = wire.find(|path| path.is_dir()) else {
        println!("skipped: no ../shared; invented files alone are damaged");
        return files;
    };
    let mut names = vec![
        "qcew/2016.q1_34001_slice.csv",
        "cbp/cbp20co_layout_sample.txt",
        "eurostat/demo_r_gind3_old_header.tsv",
        "eurostat/nama_10r_3empers_sample.tsv",
        "jsonstat/galicia-2.0.json",
        "jsonstat/us-unr.json",
        "sdmx/json_flat.json",
        "sdmx/csv2/example-09A.csv",
        "bad/54_eurostat_flags_glued.tsv",
    ];
    if cfg!(feature = "ingest") {
        names.extend(["sdmx/ml21_generic_flat.xml", "sdmx/ml21_estat_namq_gdp_ss.xml"]);
    }
    let read = |name: &str| (name.to_owned(), fs::read(wire.join(name)).unwrap());
    files.extend(names.into_iter().map(read));
    files
}

fn invented() -> Vec<(String, Vec<u8>)> {
    let row = |row: usize| {
        let (region, sex) = (row / 3, ["f", "m", "t"][row % 3]);
        let flag = if row.is_multiple_of(7) { "c" } else { "" };
        format!("R{region:02},{sex},2019,{},{flag}\n", 10 + row)
    };
    let rows = (0..60).map(row).collect::<Vec<_>>().concat();
    let counties = "region,industry,year,employment\n12045,7211,2019,88\n12037,7211,2019,12\n12045,7225,2019,404\n";
    vec![
        ("invented.csv".to_owned(), format!("region,sex,year,jobs,flag\n{rows}").into_bytes()),
        ("counties.csv".to_owned(), counties.as_bytes().to_vec()),
        (
            "lines.json".to_owned(),
            br#"[{"region":"12045","year":"2019","jobs":88},{"region":"12037","year":"2019","jobs":12}]"#.to_vec(),
        ),
    ]
}

/// How a file is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Damage {
    Cut,
    Flips(usize),
    Swapped,
    SwappedInARow,
    Doubled,
    OtherDelimiter,
    OtherDelimiterInARow,
}

fn is_text(name: &str) -> bool {
    [".csv", ".tsv", ".txt"].iter().any(|end| name.ends_with(end))
}

fn delimiter(name: &str) -> char {
    if [".tsv"].iter().any(|end| name.ends_with(end)) { '\t' } else { ',' }
}

/// The fields of a line; a delimiter in quotes parts nothing.
fn fields(line: &str, delimiter: char) -> Vec<String> {
    let (mut fields, mut is_quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        is_quoted ^= letter == '"';
        match fields.last_mut() {
            Some(field) if letter != delimiter || is_quoted => field.push(letter),
            _ => fields.push(String::new()),
        }
    }
    fields
}

fn damaged(random: &mut Random, name: &str, bytes: &[u8], damage: Damage) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    match damage {
        Damage::Cut => bytes.truncate(1 + random.below(bytes.len() - 1)),
        Damage::Flips(count) => {
            for _ in 0..count {
                let at = random.below(bytes.len());
                bytes[at] ^= 1 << random.below(8);
            }
        }
        _ => {
            let text = String::from_utf8(bytes).unwrap();
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let mark = delimiter(name);
            let row = 1 + random.below(lines.len() - 1);
            let columns = fields(&lines[0], mark).len();
            // The first column of Eurostat's tables is the key of all others.
            let first = usize::from(mark == '\t');
            let pair =
                (first + random.below(columns - first), first + random.below(columns - first));
            let swap = |line: &String| {
                let mut fields = fields(line, mark);
                fields.swap(pair.0, pair.1);
                fields.join(&mark.to_string())
            };
            let other = |line: &String| fields(line, mark).join(";");
            match damage {
                Damage::Swapped => lines = lines.iter().map(swap).collect(),
                Damage::SwappedInARow => lines[row] = swap(&lines[row]),
                Damage::Doubled => lines.insert(row, lines[row].clone()),
                Damage::OtherDelimiter => lines = lines.iter().map(other).collect(),
                _ => lines[row] = other(&lines[row]),
            }
            bytes = (lines.join("\n") + "\n").into_bytes();
        }
    }
    bytes
}

fn codes() -> Codes {
    let starter = Starter::embedded().unwrap();
    Codes {
        counties: Counties::of(&starter.regions().unwrap()).unwrap(),
        industries: Industries::naics().unwrap(),
    }
}

/// What a lake says: for each dataset and key the figures with their statuses.
type Figures = BTreeMap<Vec<String>, Vec<String>>;

fn figures(lake: &Lake) -> Figures {
    let mut all = Figures::new();
    for dataset in lake.datasets().unwrap().into_iter().filter(|own| own.name != "before") {
        let keys: Vec<String> = dataset.newest.manifest.card.keys().map(str::to_owned).collect();
        for block in lake.read(&dataset.name, &AsOf::Latest).unwrap() {
            let block = block.unwrap();
            for row in 0..block.rows() {
                let (key, figures) = said(&block, row, &keys);
                assert!(all.insert(key, figures).is_none(), "one key, two rows");
            }
        }
    }
    all
}

/// Keys, and figures that are there, of a row, each with its name, sorted.
fn said(block: &Block, row: usize, keys: &[String]) -> (Vec<String>, Vec<String>) {
    let (mut key, mut figures) = (Vec::new(), Vec::new());
    for (name, values) in block.columns() {
        let text = match values {
            Values::Codes { names, at } => at[row].map(|at| names[at as usize].clone()),
            Values::Whole(_) => None,
            Values::Numbers(values) => values[row].map(|value| value.to_string()),
        };
        let list = if keys.contains(name) { &mut key } else { &mut figures };
        list.extend(text.map(|text| format!("{name}={text}")));
    }
    key.sort();
    figures.sort();
    (key, figures)
}

/// Numbers, whatever they are called, with how often each stands.
fn numbers(figures: &Figures) -> BTreeMap<&str, usize> {
    let mut numbers = BTreeMap::new();
    let values = figures.values().flatten().filter_map(|text| text.split_once('='));
    for (_, value) in values.filter(|(_, value)| value.parse::<f64>().is_ok()) {
        *numbers.entry(value).or_default() += 1;
    }
    numbers
}

/// How many more of some numbers stand in one than in the other.
fn surplus(one: &BTreeMap<&str, usize>, other: &BTreeMap<&str, usize>) -> usize {
    one.iter()
        .map(|(value, count)| count.saturating_sub(other.get(value).copied().unwrap_or(0)))
        .sum()
}

fn bytes(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.append(&mut bytes(&path));
        } else {
            found.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    found
}

/// A lake with something in it, into which one file is loaded.
struct Trial {
    folder: tempfile::TempDir,
    lake: Lake,
}

impl Trial {
    fn new(codes: &Codes) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let lake = Lake::at(folder.path().join("lake"));
        let own = Self { folder, lake };
        own.load(codes, "before.csv", b"region,jobs\n12045,1\n", Some("before")).unwrap();
        own
    }

    fn load(
        &self,
        codes: &Codes,
        name: &str,
        content: &[u8],
        dataset: Option<&str>,
    ) -> Result<Vec<Table>, String> {
        let path = self.folder.path().join(name.replace('/', "_"));
        fs::write(&path, content).unwrap();
        let how = How { name: dataset.map(str::to_owned), ..How::default() };
        let mut adding = Adding::new(&self.lake, codes);
        match adding.file(&path, &how, None) {
            Ok(tables) => {
                adding.publish("2026-11-23").map_err(|error| error.to_string())?;
                Ok(tables)
            }
            Err(Said::Fault(error)) => Err(error.to_string()),
            Err(Said::Message(text)) => Err(text),
        }
    }
}

/// What is wrong with what a damaged file gave; nothing where it is right or said.
fn verdict(
    damage: Damage,
    is_cut_in_a_line: bool,
    good: &Figures,
    (tables, found): (&[Table], &Figures),
) -> Option<String> {
    let missing = good.keys().filter(|key| !found.contains_key(*key)).count();
    let extra = found.keys().filter(|key| !good.contains_key(*key)).count();
    let wrong =
        good.iter().filter(|(key, own)| found.get(*key).is_some_and(|other| other != *own)).count();
    let says =
        |words: &str| tables.iter().flat_map(|table| &table.notes).any(|note| note.contains(words));
    let left: u64 = tables.iter().flat_map(|table| table.left_out.values()).sum();
    let text = format!("{missing} missing, {extra} extra, {wrong} wrong");
    match damage {
        Damage::Swapped | Damage::OtherDelimiter => (missing + extra + wrong > 0).then_some(text),
        Damage::Doubled => (missing + extra + wrong > 0 || !says("repeat")).then_some(text),
        Damage::SwappedInARow | Damage::OtherDelimiterInARow => {
            // One row, or two figures that changed places: in a wide table each is a row of its own.
            let (before, after) = (numbers(good), numbers(found));
            let is_one_row = missing <= 1 && extra <= 1 && wrong <= 1;
            let are_two = surplus(&before, &after) <= 2 && surplus(&after, &before) <= 2;
            (!is_one_row && !are_two).then_some(text)
        }
        Damage::Cut => {
            let is_said = !is_cut_in_a_line || says("ends without a line end");
            (wrong + extra > 1 || !is_said).then(|| format!("{text}, said: {is_said}"))
        }
        Damage::Flips(flips) => {
            let (before, after) = (numbers(good), numbers(found));
            let (lost, new) = (surplus(&before, &after), surplus(&after, &before));
            // A name that is not known any more takes its column along, and that is said.
            let is_said =
                left > 0 || says("no column") || says("not known") || says("kept without");
            let is_right = new <= flips && (lost <= flips || is_said);
            (!is_right).then(|| format!("{text}; {lost} numbers lost, {new} new"))
        }
    }
}

#[test]
fn damaged_files_give_an_error_or_the_right_figures_and_no_silent_loss() {
    let (files, codes) = (files(), codes());
    let good: Vec<Figures> = files
        .iter()
        .map(|(name, content)| {
            let trial = Trial::new(&codes);
            trial
                .load(&codes, name, content, None)
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            figures(&trial.lake)
        })
        .collect();
    let mut random = Random(SEED);
    let (mut refused, mut read, mut wrong) = (0, 0, Vec::new());
    for at in 0..FILES {
        let which = random.below(files.len());
        let (name, content) = &files[which];
        let damage = match at % 9 {
            0 | 1 => Damage::Cut,
            2 => Damage::Flips(1),
            3 => Damage::Flips(3),
            _ if !is_text(name) => Damage::Flips(2),
            4 => Damage::Swapped,
            5 => Damage::SwappedInARow,
            6 => Damage::Doubled,
            7 => Damage::OtherDelimiter,
            _ => Damage::OtherDelimiterInARow,
        };
        let broken = damaged(&mut random, name, content, damage);
        let trial = Trial::new(&codes);
        let before = bytes(trial.lake.folder());
        match trial.load(&codes, name, &broken, None) {
            Err(error) => {
                refused += 1;
                assert!(!error.trim().is_empty());
                assert_eq!(bytes(trial.lake.folder()), before, "{at} {name} {damage:?}: {error}");
            }
            Ok(tables) => {
                read += 1;
                let in_a_line = is_text(name) && broken.last() != Some(&b'\n');
                let found = figures(&trial.lake);
                if let Some(what) = verdict(damage, in_a_line, &good[which], (&tables, &found)) {
                    let notes: Vec<&String> =
                        tables.iter().flat_map(|table| &table.notes).collect();
                    wrong.push(format!("file {at}, {name}, {damage:?}: {what}; notes {notes:?}"));
                }
            }
        }
    }
    println!("{refused} refused, {read} read");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(refused > 40 && read > 40, "{refused} refused, {read} read: the damage is of one kind");
}

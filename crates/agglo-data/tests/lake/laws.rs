//! What holds of any rows: a plain map of keys to figures says the same as the lake.

use std::collections::BTreeMap;

use agglo_data::lake::{AsOf, Scope, Value, What};

use crate::jobs::{INDUSTRIES, REGIONS, Row, card, lake, load, read, rows_of, sorted};

/// Numbers that look random: `SplitMix64` (Steele, Lea and Flood, 2014).
struct Tosses(u64);

impl Tosses {
    fn below(&mut self, bound: u64) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % bound).unwrap()
    }
}

type Keys = (String, String, String);

/// Some of all possible rows, each once, in any order.
fn any(tosses: &mut Tosses) -> Vec<Row> {
    let mut rows = Vec::new();
    for period in ["2024", "2025", "2026"] {
        for region in REGIONS {
            for industry in INDUSTRIES {
                if tosses.below(4) == 0 {
                    continue;
                }
                let jobs = (tosses.below(5) > 0).then(|| i64::try_from(tosses.below(3)).unwrap());
                let status = ["disclosed", "withheld", "provisional"][tosses.below(3)].to_owned();
                let pay = (tosses.below(5) > 0)
                    .then(|| f64::from(u8::try_from(tosses.below(3)).unwrap()) - 1.0);
                let at = tosses.below(rows.len() as u64 + 1);
                let line = i64::try_from(tosses.below(1000)).unwrap();
                let (period, region, industry) =
                    (period.to_owned(), region.to_owned(), industry.to_owned());
                rows.insert(at, (period, region, industry, jobs, status, pay, line));
            }
        }
    }
    rows
}

fn by_keys(rows: &[Row]) -> BTreeMap<Keys, &Row> {
    rows.iter().map(|row| ((row.0.clone(), row.1.clone(), row.2.clone()), row)).collect()
}

/// What a plain comparison of two lots of rows says: keys, and which measures differ; none for a whole row.
fn plain(was: &[Row], is: &[Row]) -> Vec<(Keys, &'static str, Vec<&'static str>)> {
    let (was, is) = (by_keys(was), by_keys(is));
    let mut keys: Vec<Keys> = was.keys().chain(is.keys()).cloned().collect();
    keys.sort();
    keys.dedup();
    let compare = |key: Keys| match (was.get(&key), is.get(&key)) {
        (Some(_), None) => Some((key, "withdrawn", vec![])),
        (None, Some(_)) => Some((key, "new", vec![])),
        (Some(one), Some(other)) => {
            let jobs = (one.3 != other.3 || one.4 != other.4).then_some("jobs");
            let pay = (one.5 != other.5).then_some("pay");
            let measures: Vec<_> = jobs.into_iter().chain(pay).collect();
            (!measures.is_empty()).then_some((key, "changed", measures))
        }
        (None, None) => None,
    };
    keys.into_iter().filter_map(compare).collect()
}

#[test]
fn a_lake_and_a_plain_map_say_the_same_of_any_rows() {
    for seed in 0..40 {
        let mut tosses = Tosses(seed);
        let (_folder, lake) = lake();
        let (one, two) = (any(&mut tosses), any(&mut tosses));
        // The first rows come in several loads, so that a period has several files.
        for some in one.chunks(1 + tosses.below(20)) {
            load(&lake, card(Scope::Nothing), some, "2026-01-01");
        }
        assert_eq!(read(&lake, &AsOf::Latest).len(), one.len(), "seed {seed}");
        let first = match tosses.below(2) {
            0 => lake.compact("jobs", "2026-01-02").unwrap().vintage,
            _ => lake.vintage("jobs", &AsOf::Latest).unwrap(),
        };
        assert_eq!(sorted(read(&lake, &AsOf::Latest)), sorted(one.clone()), "seed {seed}");
        let memory = if tosses.below(2) == 0 { 0 } else { 1 << 20 };
        let second =
            load(&lake.clone().memory(memory), card(Scope::WholeDataset), &two, "2026-02-01");
        assert_eq!(read(&lake, &AsOf::Latest), sorted(two.clone()), "seed {seed}");

        let found: Vec<_> = lake
            .changes("jobs", &first.id, &second.vintage.id)
            .unwrap()
            .map(|change| {
                let change = change.unwrap();
                let key = |at: usize| match &change.keys[at] {
                    Some(Value::Code(key)) => key.clone(),
                    other => panic!("{other:?}"),
                };
                let (what, measures) = match &change.what {
                    What::New => ("new", vec![]),
                    What::Withdrawn => ("withdrawn", vec![]),
                    What::Changed(differences) => {
                        ("changed", differences.iter().map(|one| one.measure.clone()).collect())
                    }
                };
                ((key(0), key(1), key(2)), what, measures)
            })
            .collect();
        let expected: Vec<_> = plain(&one, &two)
            .into_iter()
            .map(|(keys, what, measures)| {
                (keys, what, measures.into_iter().map(str::to_owned).collect::<Vec<_>>())
            })
            .collect();
        assert_eq!(found, expected, "seed {seed}");

        let region = REGIONS[tosses.below(4)];
        let reader = lake.read("jobs", &AsOf::Latest).unwrap();
        let reader =
            reader.only("region", &[region]).unwrap().only("period", &["2024", "2026"]).unwrap();
        let wanted = |row: &Row| row.1 == region && row.0 != "2025";
        let expected: Vec<Row> = sorted(two).into_iter().filter(wanted).collect();
        assert_eq!(rows_of(reader), expected, "seed {seed}");
        assert_eq!(lake.verify().unwrap().faults, [], "seed {seed}");
        assert_eq!(lake.gc(true).unwrap().files.len(), 0, "seed {seed}");
    }
}

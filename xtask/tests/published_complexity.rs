//! Complexity of the world's exporters against what another package published of the same trade.
//!
//! The published index is not the eigenvector ECI but fitness (Tacchella and others 2012) after 19 rounds from
//! a start of ones: 20 with the start counted. Read where it lies beside the checkout.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test's own helpers may fail loudly"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use agglo::map::complexity::{FitnessOptions, economic_complexity, fitness};
use agglo::map::presence::Presence;
use agglo::map::table::Table;
use agglo_data::table::PackFile;
use agglo_stats::matrix::Matrix;
use agglo_stats::rank_correlation::ranks;

/// Exports by country and product.
struct Trade {
    countries: Vec<String>,
    products: Vec<String>,
    exports: Vec<Vec<f64>>,
}

fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/world/trade");
    let found = folder.is_dir().then_some(folder);
    if found.is_none() {
        println!("skipped: no ../shared");
    }
    found
}

fn trade(folder: &std::path::Path) -> Trade {
    let name = "world_trade_sitc2_1998_2000.parquet";
    let file = PackFile::open(name, std::fs::read(folder.join(name)).unwrap().into()).unwrap();
    let table = file.all(&["country", "product", "value"]).unwrap();
    let (from, what) = (table.texts("country").unwrap(), table.texts("product").unwrap());
    let sorted = |names: &[&str]| -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect::<BTreeSet<_>>().into_iter().collect()
    };
    let (countries, products) = (sorted(&from), sorted(&what));
    let mut exports = vec![vec![0.0; products.len()]; countries.len()];
    for (row, value) in table.numbers("value").unwrap().iter().enumerate() {
        let country = countries.binary_search_by(|name| name.as_str().cmp(from[row])).unwrap();
        let product = products.binary_search_by(|name| name.as_str().cmp(what[row])).unwrap();
        exports[country][product] += value.unwrap_or(0.0);
    }
    Trade { countries, products, exports }
}

fn presence(exports: &[Vec<f64>]) -> Presence {
    Presence::of_counts(&Table::new(Matrix::from_rows(exports).unwrap()).unwrap(), 1.0)
}

/// A column of a published table by its first one.
fn published(folder: &std::path::Path, name: &str, column: usize) -> BTreeMap<String, f64> {
    let mut reader = csv::Reader::from_path(folder.join(name)).unwrap();
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| (row[0].to_owned(), row[column].parse().unwrap())).collect()
}

fn pairs(
    names: &[String],
    ours: &[Option<f64>],
    theirs: &BTreeMap<String, f64>,
) -> (Vec<f64>, Vec<f64>) {
    names.iter().zip(ours).filter_map(|(name, own)| Some(((*own)?, *theirs.get(name)?))).unzip()
}

/// Spearman's correlation and the largest difference of ranks.
fn agreement(ours: &[f64], theirs: &[f64]) -> (f64, f64) {
    let (a, b) = (ranks(ours), ranks(theirs));
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (ma, mb) = (mean(&a), mean(&b));
    let dot = |x: &[f64], mx: f64, y: &[f64], my: f64| -> f64 {
        x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum()
    };
    let correlation = dot(&a, ma, &b, mb) / (dot(&a, ma, &a, ma) * dot(&b, mb, &b, mb)).sqrt();
    let apart = a.iter().zip(&b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    (correlation, apart)
}

#[test]
fn diversity_and_the_published_ranking_of_countries_and_products_come_out() {
    let Some(folder) = folder() else { return };
    let trade = trade(&folder);
    let presence = presence(&trade.exports);
    let diversity = presence.diversity();
    for (name, count) in published(&folder, "published_div.csv", 1) {
        let at = trade.countries.binary_search(&name).unwrap();
        assert!((f64::from(diversity[at]) - count).abs() < 0.5, "{name}");
    }
    let found = fitness(&presence, FitnessOptions { rounds: 19, tolerance: None });
    let mut tried = 0;
    for (names, ours, file) in [
        (&trade.countries, &found.regions, "published_eci.csv"),
        (&trade.products, &found.industries, "published_pci.csv"),
    ] {
        let (ours, theirs) = pairs(names, ours, &published(&folder, file, 1));
        let (spearman, apart) = agreement(&ours, &theirs);
        println!("{file}: {} of them, Spearman {spearman:.6}, ranks apart {apart}", ours.len());
        assert!(spearman > 1.0 - 1e-9 && apart < 0.5, "{file}: {spearman} {apart}");
        for (ours, theirs) in ours.iter().zip(&theirs) {
            // Printed with 15 digits.
            assert!((ours - theirs).abs() <= 1e-9 * theirs.abs().max(1e-3), "{ours} {theirs}");
        }
        tried += ours.len();
    }
    assert_eq!(tried, 226 + 785);
}

#[test]
fn the_eigenvector_index_is_another_ranking_and_needs_the_screen_of_its_authors() {
    let Some(folder) = folder() else { return };
    let all = trade(&folder);
    let incomes = published(&folder, "gdp_per_head_1998_2000.csv", 1);
    let large = |at: &usize| {
        all.exports[*at].iter().sum::<f64>() >= 1e6 && incomes.contains_key(&all.countries[*at])
    };
    let kept: Vec<usize> = (0..all.countries.len()).filter(large).collect();
    let names: Vec<String> = kept.iter().map(|&at| all.countries[at].clone()).collect();
    let rows: Vec<Vec<f64>> = kept.iter().map(|&at| all.exports[at].clone()).collect();
    let mut spearmans = Vec::new();
    for (names, rows, file) in [
        (&all.countries, &all.exports, "recomputed_eci_eigen.csv"),
        (&names, &rows, "recomputed_eci_eigen_screened.csv"),
    ] {
        let found = economic_complexity(&presence(rows)).unwrap().scores.unwrap();
        let (ours, theirs) = pairs(names, &found.regions, &published(&folder, file, 2));
        assert_eq!(ours.len(), names.len());
        // Theirs divides by n - 1 and is printed with eight digits.
        let scale = ((ours.len() - 1) as f64 / ours.len() as f64).sqrt();
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert!((ours * scale - theirs).abs() < 2e-8, "{file}: {ours} {theirs}");
        }
        let index = published(&folder, "published_eci.csv", 1);
        let (ours, theirs) = pairs(names, &found.regions, &index);
        let (spearman, apart) = agreement(&ours, &theirs);
        println!("{file} beside the published index: Spearman {spearman:.3}, ranks apart {apart}");
        spearmans.push(spearman);
    }
    assert!(
        spearmans[0] < 0.5 && spearmans[1] > 0.6,
        "the screen brings both closer: {spearmans:?}"
    );
}

//! How far our own traded clusters agree with the published ones, against groups made of shuffled labels.
//!
//! The published list may not be redistributed: it is read where it lies beside the checkout.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test's own helpers may fail loudly"
)]

use std::collections::BTreeMap;
use std::path::Path;

use agglo_data::definitions::clusters;
use agglo_stats::partition::adjusted_rand;
use agglo_stats::random::permuted;

const SHUFFLES: u64 = 999;

/// Published cluster of each traded industry of NAICS 2012.
fn published(path: &Path) -> BTreeMap<String, String> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let names = reader.headers().unwrap().clone();
    let at = |name: &str| names.iter().position(|own| own == name).unwrap();
    let (vintage, code, cluster, traded) =
        (at("naics_version"), at("naics"), at("cluster_code"), at("traded"));
    let rows = reader.records().map(Result::unwrap);
    rows.filter(|row| &row[vintage] == "2012" && row[traded].eq_ignore_ascii_case("true"))
        .map(|row| (row[code].to_owned(), row[cluster].to_owned()))
        .collect()
}

#[test]
fn our_clusters_agree_with_the_published_ones_more_than_shuffled_labels_do() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../shared/data/us/clusters/cluster_definitions.csv"
    );
    if !Path::new(path).is_file() {
        println!("skipped: no ../shared");
        return;
    }
    let published = published(Path::new(path));
    let own = clusters::traded().unwrap();
    let pairs: Vec<(&str, &str)> = own
        .clusters()
        .iter()
        .flat_map(|cluster| cluster.industries.iter().map(|code| (code, cluster.id.as_str())))
        .filter_map(|(code, id)| Some((id, published.get(code.as_str())?.as_str())))
        .collect();
    let (ours, theirs): (Vec<&str>, Vec<&str>) = pairs.iter().copied().unzip();
    let agreement = adjusted_rand(&ours, &theirs).unwrap();
    let mut shuffled: Vec<f64> = (0..SHUFFLES)
        .map(|unit| adjusted_rand(&permuted(&ours, 1, unit), &theirs).unwrap())
        .collect();
    shuffled.sort_by(f64::total_cmp);
    let at_99 = shuffled[989];
    println!(
        "{} industries in both: adjusted Rand index {agreement:.3}, 99th percentile of {SHUFFLES} \
         shuffles {at_99:.3}",
        pairs.len()
    );
    assert!(pairs.len() > 400, "{} industries stand in both", pairs.len());
    assert!(agreement > at_99, "{agreement} against {at_99}");
}

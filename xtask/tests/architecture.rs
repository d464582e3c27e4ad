//! The house as a test: crates depend one way, heavy crates have one home, steps read only to the left,
//! and no place or industry is named in the code.
#![allow(clippy::unwrap_used, reason = "a test that cannot read the tree has failed")]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// `(crate, crates of ours that it may name)`.
const CRATES: [(&str, &[&str]); 5] = [
    ("agglo-stats", &[]),
    ("agglo", &["agglo-stats"]),
    ("agglo-data", &["agglo"]),
    ("agglo-report", &["agglo"]),
    ("agglo-cli", &["agglo", "agglo-data", "agglo-report"]),
];

/// `(crate of others, its only home)`.
const HOMES: [(&str, &str); 31] = [
    ("faer", "agglo-stats"),
    ("microlp", "agglo-stats"),
    ("statrs", "agglo-stats"),
    ("rand", "agglo-stats"),
    ("rand_chacha", "agglo-stats"),
    ("rand_distr", "agglo-stats"),
    ("libm", "agglo-stats"),
    ("petgraph", "agglo"),
    ("datafusion", "agglo-data"),
    ("ballista", "agglo-data"),
    ("ballista-core", "agglo-data"),
    ("ballista-executor", "agglo-data"),
    ("ballista-scheduler", "agglo-data"),
    ("sqlx", "agglo-data"),
    ("chacha20poly1305", "agglo-data"),
    ("parquet", "agglo-data"),
    ("tokio", "agglo-data"),
    ("csv", "agglo-data"),
    ("calamine", "agglo-data"),
    ("encoding_rs", "agglo-data"),
    ("flate2", "agglo-data"),
    ("quick-xml", "agglo-data"),
    ("zip", "agglo-data"),
    ("tempfile", "agglo-data"),
    ("maud", "agglo-report"),
    ("typst", "agglo-report"),
    ("typst-pdf", "agglo-report"),
    ("typst-layout", "agglo-report"),
    ("clap", "agglo-cli"),
    ("indicatif", "agglo-cli"),
    ("anstream", "agglo-cli"),
];

const STEPS: [&str; 7] = ["base", "panel", "map", "engage", "plan", "simulate", "close"];

/// Names in the `[dependencies]` table of a crate.
fn dependencies(name: &str) -> Vec<String> {
    let manifest = fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap();
    manifest
        .lines()
        .skip_while(|line| line.trim() != "[dependencies]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|dependency| !dependency.is_empty() && !dependency.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The lines of a file above its own tests; none of a file that holds tests alone.
fn code(path: &Path) -> Vec<String> {
    let name = path.file_stem().and_then(|name| name.to_str()).unwrap();
    if name == "tests" || name.ends_with("_tests") {
        return Vec::new();
    }
    let text = fs::read_to_string(path).unwrap();
    text.lines().take_while(|line| line.trim() != "#[cfg(test)]").map(str::to_owned).collect()
}

#[test]
fn crates_depend_one_way() {
    for (name, allowed) in CRATES {
        for dependency in dependencies(name) {
            let ours = CRATES.iter().any(|(known, _)| *known == dependency);
            assert!(
                !ours || allowed.contains(&dependency.as_str()),
                "{name} must not depend on {dependency}"
            );
        }
    }
}

#[test]
fn heavy_crates_have_one_home() {
    for (name, _) in CRATES {
        for dependency in dependencies(name) {
            let home = HOMES.iter().find(|(heavy, _)| *heavy == dependency);
            assert!(
                home.is_none_or(|(_, home)| *home == name),
                "{dependency} stands in {name}; its home is {}",
                home.map_or("", |(_, home)| home)
            );
        }
    }
}

#[test]
fn steps_read_only_to_their_left() {
    let src = root().join("crates/agglo/src");
    for (rank, step) in STEPS.iter().enumerate() {
        for path in sources(&src.join(step)) {
            for (number, line) in code(&path).iter().enumerate() {
                let place = format!("{}:{}", path.display(), number + 1);
                assert!(!line.contains("crate::{"), "{place}: spell each path out");
                assert!(!line.contains("super::super"), "{place}: spell each path out");
                for later in &STEPS[rank + 1..] {
                    assert!(
                        !line.contains(&format!("crate::{later}::")),
                        "{place}: {step} must not read {later}"
                    );
                }
            }
        }
    }
}

#[test]
fn no_place_and_no_industry_is_named_in_the_code() {
    for (name, _) in CRATES {
        for path in sources(&root().join("crates").join(name).join("src")) {
            for (number, line) in code(&path).iter().enumerate() {
                let spoken = line.trim_start().starts_with("//");
                let literal = quoted(line).any(|text| {
                    (2..=6).contains(&text.len())
                        && text.chars().all(|sign| sign.is_ascii_digit())
                        && text != "10"
                });
                assert!(
                    spoken || !literal,
                    "{}:{}: a code is data: put it under definitions/",
                    path.display(),
                    number + 1
                );
            }
        }
    }
}

/// Texts between double quotes on one line.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1).step_by(2)
}

#[test]
fn every_file_opens_with_a_sentence() {
    for (name, _) in CRATES {
        for path in sources(&root().join("crates").join(name).join("src")) {
            let first = fs::read_to_string(&path).unwrap();
            assert!(first.starts_with("//! "), "{}: no opening sentence", path.display());
        }
    }
}

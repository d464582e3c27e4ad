//! Reference cases: one JSON file, one case; the library's answer beside the expected one.

mod compare;
mod dispatch;
mod engage;
mod gap;
mod input;
mod instance;
mod map;
mod plan;
mod portfolio;
mod simulate;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use compare::{Tolerance, compare};
use input::{Input, Outcome};

/// What became of a case.
enum Verdict {
    Passed,
    Failed(Vec<String>),
    Unsupported(String),
}

/// Runs the cases under the paths given; whether all that were asked for passed.
pub(crate) fn run(arguments: &[String]) -> Result<bool, String> {
    let (mut paths, mut measures) = (Vec::new(), Vec::new());
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        if word == "--measure" {
            let name = words.next().ok_or("`--measure` needs the name of a measure")?;
            measures.push(name.clone());
        } else if let Some(name) = word.strip_prefix("--measure=") {
            measures.push(name.to_owned());
        } else if word.starts_with('-') {
            return Err(format!("unknown option `{word}`: use PATH… [--measure NAME]…"));
        } else {
            paths.push(PathBuf::from(word));
        }
    }
    if paths.is_empty() {
        return Err("no path: give a folder of cases or a file".to_owned());
    }
    let mut files = Vec::new();
    for path in &paths {
        collect(path, &mut files)?;
    }
    Ok(report(&files, &measures))
}

/// Every JSON file under a path, sorted.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let shown = path.display();
    if path.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    let entries = fs::read_dir(path).map_err(|error| format!("cannot read `{shown}`: {error}"))?;
    let mut inside: Vec<PathBuf> = Vec::new();
    for entry in entries {
        inside.push(entry.map_err(|error| format!("cannot read `{shown}`: {error}"))?.path());
    }
    inside.sort();
    for path in inside {
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    Ok(())
}

/// One line a case and a closing count.
#[expect(clippy::print_stdout, reason = "the report is this task's output")]
fn report(files: &[PathBuf], measures: &[String]) -> bool {
    let (mut passed, mut failed, mut unsupported) = (0, 0, 0);
    for file in files {
        let (measure, verdict) = check_file(file, measures);
        let shown = file.display();
        match verdict {
            None => {}
            Some(Verdict::Passed) => {
                passed += 1;
                println!("passed       {measure}  {shown}");
            }
            Some(Verdict::Unsupported(why)) => {
                unsupported += 1;
                println!("unsupported  {measure}  {shown}: {why}");
            }
            Some(Verdict::Failed(faults)) => {
                failed += 1;
                println!("failed       {measure}  {shown}: {}", faults.join("; "));
            }
        }
    }
    println!("{passed} passed, {failed} failed, {unsupported} unsupported");
    failed == 0 && unsupported == 0 && passed > 0
}

/// The measure of a file and what became of it; nothing where it was not asked for.
fn check_file(file: &Path, measures: &[String]) -> (String, Option<Verdict>) {
    let unknown = "?".to_owned();
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => return (unknown, Some(Verdict::Failed(vec![error.to_string()]))),
    };
    let case: Value = match serde_json::from_str(&text) {
        Ok(case) => case,
        Err(error) => return (unknown, Some(Verdict::Failed(vec![error.to_string()]))),
    };
    let Some(measure) = case.get("measure").and_then(Value::as_str) else {
        // A file of data beside the cases is no case.
        return (unknown, None);
    };
    let asked = measures.is_empty() || measures.iter().any(|name| name == measure);
    (measure.to_owned(), asked.then(|| check(measure, &case)))
}

fn check(measure: &str, case: &Value) -> Verdict {
    let Some(expected) = case.get("expected") else {
        return Verdict::Failed(vec!["the case expects nothing".to_owned()]);
    };
    let tolerance = Tolerance {
        relative: case.get("rtol").and_then(Value::as_f64).unwrap_or(0.0),
        absolute: case.get("atol").and_then(Value::as_f64).unwrap_or(0.0),
    };
    match dispatch::answer(measure, &Input::of(case)) {
        Outcome::Unsupported(why) => Verdict::Unsupported(why),
        Outcome::Answer(got) => {
            let faults = compare(&got, expected, tolerance, invariance(case));
            if faults.wrong.is_empty() && faults.absent.is_empty() {
                Verdict::Passed
            } else if faults.wrong.is_empty() {
                Verdict::Unsupported(format!("does not compute {}", faults.absent.join(", ")))
            } else {
                Verdict::Failed(faults.wrong)
            }
        }
    }
}

fn invariance(case: &Value) -> &str {
    case.get("invariant_to").and_then(Value::as_str).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
    }

    fn all_pass(folder: &Path, measures: &[&str]) {
        let mut files = Vec::new();
        collect(folder, &mut files).unwrap();
        let measures: Vec<String> = measures.iter().map(|&name| name.to_owned()).collect();
        let mut run = 0;
        for file in &files {
            match check_file(file, &measures) {
                (_, None) => {}
                (_, Some(Verdict::Passed)) => run += 1,
                (name, Some(Verdict::Failed(faults))) => {
                    panic!("{name} in {}: {}", file.display(), faults.join("; "))
                }
                (name, Some(Verdict::Unsupported(why))) => {
                    panic!("{name} in {} is unsupported: {why}", file.display())
                }
            }
        }
        assert!(run > 0, "no case in {} was run", folder.display());
    }

    #[test]
    fn every_case_of_our_own_passes() {
        all_pass(&root().join("tests/cases"), &[]);
    }

    #[test]
    fn every_given_case_of_gaps_engagement_and_portfolios_passes() {
        let folder = root().join("../shared/cases/plan");
        if folder.is_dir() {
            all_pass(&folder, gap::MEASURES);
            all_pass(&folder, engage::MEASURES);
            all_pass(&folder, portfolio::MEASURES);
        } else {
            println!("skipped: no ../shared");
        }
    }

    #[test]
    fn every_given_case_of_worth_passes() {
        let folder = root().join("../shared/cases/learn");
        if folder.is_dir() {
            all_pass(&folder, plan::MEASURES);
        } else {
            println!("skipped: no ../shared");
        }
    }

    #[test]
    fn every_given_case_of_maps_that_is_answered_passes() {
        let folder = root().join("../shared/cases/map");
        if folder.is_dir() {
            all_pass(&folder, &map::measures());
        } else {
            println!("skipped: no ../shared");
        }
    }

    #[test]
    fn every_given_case_of_forecasts_passes() {
        let folder = root().join("../shared/cases/simulate");
        if folder.is_dir() {
            all_pass(&folder, simulate::MEASURES);
        } else {
            println!("skipped: no ../shared");
        }
    }
}

//! The table of budgets and peers: a program of its own, so that timing waits for no other crate.

use std::process::Command;

/// Runs the rows asked for, or all, in the release profile or the one of `--profile`.
pub(crate) fn run(arguments: &[String]) -> Result<bool, String> {
    let mut profile = "release".to_owned();
    let mut rest: Vec<&String> = Vec::new();
    let mut all = arguments.iter();
    while let Some(argument) = all.next() {
        if argument == "--profile" {
            all.next().ok_or("--profile needs a name")?.clone_into(&mut profile);
        } else {
            rest.push(argument);
        }
    }
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--package", "agglo-bench", "--profile", &profile, "--"])
        .args(rest)
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    match status.code() {
        Some(0) => Ok(true),
        Some(1) => Ok(false),
        _ => Err(format!("the bench ended with {status}")),
    }
}

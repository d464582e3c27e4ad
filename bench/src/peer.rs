//! Runs the script of a peer on the files of a row and reads what it says.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::rows::Peer;

/// What a peer took and found.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Package and version.
    pub version: String,
    /// Seconds of one run; of the whole process where that counts.
    pub wall: f64,
    /// Seconds on processors.
    pub processor: Option<f64>,
    /// Numbers that both sides must agree on, by name.
    pub found: Vec<(String, f64)>,
}

/// Where the scripts lie.
fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers")
}

/// Runs a peer on the files of a folder.
///
/// # Errors
///
/// Why there is no answer: no Python, a package that is missing, a script that failed.
pub fn ask(python: &str, peer: &Peer, folder: &Path) -> Result<Answer, String> {
    let script = scripts().join(peer.script);
    let start = Instant::now();
    let output = Command::new(python).arg(&script).arg(peer.way).arg(folder).output();
    let whole = start.elapsed().as_secs_f64();
    let output = output.map_err(|error| format!("`{python}`: {error}"))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        return Err(text.lines().last().unwrap_or("no message").to_owned());
    }
    let mut answer = read(&String::from_utf8_lossy(&output.stdout))?;
    if peer.fresh {
        answer.wall = whole;
    }
    Ok(answer)
}

/// Lines of a name, a tab and a value: `version`, `wall`, `processor`, and whatever was found.
fn read(text: &str) -> Result<Answer, String> {
    let mut answer =
        Answer { version: String::new(), wall: f64::NAN, processor: None, found: Vec::new() };
    for (name, value) in text.lines().filter_map(|line| line.split_once('\t')) {
        let number = || value.parse::<f64>().map_err(|_| format!("{name} is `{value}`"));
        match name {
            "version" => value.clone_into(&mut answer.version),
            "wall" => answer.wall = number()?,
            "processor" => answer.processor = Some(number()?),
            _ => answer.found.push((name.to_owned(), number()?)),
        }
    }
    if answer.wall.is_finite() { Ok(answer) } else { Err("it told no time".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_script_are_read_and_others_passed_over() {
        let found = read("2016\nversion\tesda 1\nwall\t0.5\nprocessor\t0.4\nsquares\t3\n").unwrap();
        assert_eq!(
            (found.version.as_str(), found.wall, found.processor),
            ("esda 1", 0.5, Some(0.4))
        );
        assert_eq!(found.found, [("squares".to_owned(), 3.0)]);
        assert!(read("version\tx\n").is_err());
        assert!(read("wall\tsoon\n").is_err());
    }
}

//! What `agglo record` asks for on a terminal: a pseudo-terminal of the system's own `script`.
#![cfg(all(feature = "ledger", target_os = "linux"))]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test's own helpers may fail loudly"
)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// Runs the command line on a terminal on which these lines are typed; what it showed. Nothing where there is no
/// `script`.
fn on_terminal(folder: &Path, arguments: &str, typed: &str) -> Option<(i32, String)> {
    let agglo = assert_cmd::cargo::cargo_bin("agglo");
    let command = format!("'{}' {arguments}", agglo.display());
    let started = Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .current_dir(folder)
        .env_remove("AGGLO_LEDGER")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = started else {
        println!("skipped: no `script` to make a terminal");
        return None;
    };
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    Some((output.status.code().unwrap(), shown))
}

fn coast() -> TempDir {
    let folder = TempDir::new().unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/coast");
    fs::copy(example.join("agglo.toml"), folder.path().join("agglo.toml")).unwrap();
    let text = fs::read_to_string(example.join("ledger.jsonl")).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("//")).collect();
    fs::write(folder.path().join("all.jsonl"), lines.join("\n")).unwrap();
    let (code, _) = plain(folder.path(), &["ledger", "restore", "all.jsonl"]);
    assert_eq!(code, 0);
    folder
}

/// The same without a terminal.
fn plain(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = assert_cmd::Command::cargo_bin("agglo").unwrap();
    let output =
        command.current_dir(folder).env_remove("AGGLO_LEDGER").args(arguments).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), text)
}

#[test]
fn what_is_missing_is_asked_for_until_it_can_be_read() {
    let folder = coast();
    let typed = "north\nvery far\ninvolve\n";
    let day = "record engagement --date 2026-10-01";
    let Some((code, shown)) = on_terminal(folder.path(), day, typed) else { return };
    assert_eq!(code, 0, "{shown}");
    for said in ["in which area of engagement", "how far people took part"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let times = shown.matches("how far people took part").count();
    assert_eq!(times, 2, "what cannot be read is asked for again: {shown}");
    let (code, _) = plain(folder.path(), &["export", "--as", "csv", "--inside", "-o", "copy"]);
    assert_eq!(code, 0);
    let text = fs::read_to_string(folder.path().join("copy/engagements.csv")).unwrap();
    assert!(text.contains("2026-10-01") && text.contains("involve"), "{text}");
}

#[test]
fn an_answer_that_leads_nowhere_enters_nothing_and_without_a_terminal_nothing_is_asked() {
    let folder = coast();
    let Some((code, shown)) = on_terminal(folder.path(), "record engagement", "nowhere\ninvolve\n")
    else {
        return;
    };
    assert_eq!(code, 2, "{shown}");
    assert!(shown.contains("nowhere"), "{shown}");
    let (code, error) = plain(folder.path(), &["record", "engagement"]);
    assert!(code == 2 && error.contains("--area") && error.contains("--depth"), "{error}");
}

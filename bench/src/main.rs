//! Measures the rows that are asked for, or all, each with its peers on the same files in the same call.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints a table")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use agglo_bench::clock::{Times, timed};
use agglo_bench::peer::ask;
use agglo_bench::rows::{ROWS, Row};
use agglo_bench::table;

const USAGE: &str = "usage: agglo-bench [--threads N] [--alone] [ROW]…\n\
    AGGLO_PEERS names the Python that has the packages of bench/peers/requirements.txt; --alone asks no peer";

/// What was asked on the command line.
struct Asked {
    rows: Vec<&'static Row>,
    threads: u16,
    peers: bool,
    /// Does the work once and leaves: how a fresh process is timed.
    once: Option<PathBuf>,
}

fn main() -> ExitCode {
    let asked = match asked(std::env::args().skip(1)) {
        Ok(asked) => asked,
        Err(message) => {
            eprintln!("{message}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&asked) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn asked(mut arguments: impl Iterator<Item = String>) -> Result<Asked, String> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = u16::try_from(cores).unwrap_or(u16::MAX);
    let mut asked = Asked { rows: Vec::new(), threads, peers: true, once: None };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--alone" => asked.peers = false,
            "--once" => asked.once = arguments.next().map(PathBuf::from),
            "--threads" => {
                let count = arguments.next().and_then(|count| count.parse().ok());
                asked.threads = count.ok_or("--threads needs a number")?;
            }
            name => {
                let known = ROWS.iter().find(|row| row.name == name);
                let names = ROWS.map(|row| row.name).join(", ");
                asked.rows.push(known.ok_or(format!("no row `{name}`: {names}"))?);
            }
        }
    }
    if asked.rows.is_empty() {
        asked.rows = ROWS.iter().collect();
    }
    Ok(asked)
}

/// Whether every row kept its budget.
fn run(asked: &Asked) -> Result<bool, String> {
    let says = |error: std::io::Error| error.to_string();
    if let Some(folder) = &asked.once {
        for row in &asked.rows {
            (row.ready)(folder, asked.threads).map_err(says)?();
        }
        return Ok(true);
    }
    let program = std::env::current_exe().map_err(says)?;
    let mut lines = Vec::new();
    for row in &asked.rows {
        let folder = program.with_file_name("bench-data").join(row.name);
        fs::create_dir_all(&folder).map_err(says)?;
        (row.write)(&folder).map_err(says)?;
        eprintln!("{}: {}", row.name, row.work);
        let mut work = (row.ready)(&folder, asked.threads).map_err(says)?;
        let (times, found) = timed(&mut work);
        eprintln!("  agglo: {}", table::numbers(found.iter().copied()));
        lines.push(table::own(row, times));
        for peer in row.peers.iter().filter(|_| asked.peers) {
            let answer = ask(&python(), peer, &folder);
            if let Ok(answer) = &answer {
                let all = answer.found.iter().map(|(name, value)| (name.as_str(), *value));
                eprintln!("  {}: {}", peer.name, table::numbers(all));
            }
            let ours = if peer.fresh { fresh(&program, row, &folder)? } else { times };
            lines.push(match answer {
                Ok(answer) => table::other(row, peer, &answer, ours, &found),
                Err(why) => table::absent(row, peer, &why),
            });
        }
    }
    println!("{} threads\n\n{}", asked.threads, table::text(&lines));
    Ok(lines.iter().all(|line| line[8] != table::OVER))
}

/// The Python of the peers.
fn python() -> String {
    std::env::var("AGGLO_PEERS").unwrap_or_else(|_| "python3".to_owned())
}

/// Seconds of a process of ours that starts, reads the files, does the work once and ends.
fn fresh(program: &Path, row: &Row, folder: &Path) -> Result<Times, String> {
    let mut walls = Vec::new();
    for _ in 0..5 {
        let start = Instant::now();
        let status = Command::new(program).arg("--once").arg(folder).arg(row.name).status();
        let status = status.map_err(|error| error.to_string())?;
        if !status.success() {
            return Err(format!("{} once: {status}", row.name));
        }
        walls.push(start.elapsed().as_secs_f64());
    }
    walls.sort_by(f64::total_cmp);
    Ok(Times { wall: walls[walls.len() / 2], processor: None, runs: walls.len() })
}

//! What developers run: reference cases, the starter pack, checks of the house.

mod cases;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask cases PATH… [--measure NAME]…";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        Some((task, rest)) if task == "cases" => cases::run(rest),
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(message) => {
            say_error(&message);
            ExitCode::from(2)
        }
    }
}

#[expect(clippy::print_stderr, reason = "a task's messages go to stderr")]
fn say_error(message: &str) {
    eprintln!("{message}");
}
